"""The prediction again: query, temperature or the division by √d are changed, and another word asks."""

import numpy as np

from labs.linear_algebra.attention.step import QUERIES, TEMPERATURES, WORDS
from ui.question import Again, one_of
from ui.scene import as_text
from ui.words import number

STAY, GROWS, FALLS, TURNS = "They stay", "The largest grows", "The largest falls", "The largest becomes the smallest"
CHANGES = {  # in words; times the query, the temperature, divided by √d
    "You make the query half as long.": (0.5, 1, True),
    "You make the query twice as long.": (2, 1, True),
    "You turn the query round.": (-1, 1, True),
    "You turn the query round and make it half as long.": (-0.5, 1, True),
    "You turn the query round and raise the temperature from 1 to 2.": (-1, 2, True),
    "You raise the temperature from 1 to 2.": (1, 2, True),
    "You raise the temperature from 1 to 5.": (1, 5, True),
    "You lower the temperature from 1 to 0.5.": (1, 0.5, True),
    "You leave out the division by √d.": (1, 1, False),
    "You make the query twice as long and raise the temperature from 1 to 2.": (2, 2, True),
    "You make the query half as long and lower the temperature from 1 to 0.5.": (0.5, 0.5, True),
    "You make the query twice as long and raise the temperature from 1 to 5.": (2, 5, True),
}


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    right = str(rng.choice([STAY, GROWS, FALLS, TURNS]))
    change = str(rng.choice([words for words, deed in CHANGES.items() if outcome(gain(*deed)) == right]))
    asks, (times, T, scaled) = int(rng.integers(len(WORDS))), CHANGES[change]
    by = gain(times, T, scaled)
    if by == 1:
        way = "What stands in the exponent, $s / T$, is the same as before, so the weights are."
    else:
        does = "so the order turns round" if by < 0 else "so the gaps widen" if by > 1 else "so the gaps shrink"
        much = f"{by:g}".replace("-", "−") if scaled else f"√2, about {number(by, 2)}"
        way = f"What stands in the exponent, $s / T$, is multiplied by {much}, {does}."
    whys = {
        STAY: f"The weights depend on the gaps between what stands in the exponents. {way}",
        GROWS: f"That is what wider gaps do. {way}",
        FALLS: f"That is what smaller gaps do, with the order as it was. {way}",
        TURNS: f"For that the order would have to turn round, by a minus. {way}",
    }
    wrong = {choice: why for choice, why in whys.items() if choice != right}
    prompt = (
        f"In *{' '.join(WORDS)}* the word *{WORDS[asks]}* asks, at temperature 1, and the scores are divided by √d. "
        f"{change} What happens to its weights?"
    )
    at = {"asks": WORDS[asks], f"q{asks}": as_text(np.multiply(times, QUERIES[asks]))}
    at |= {"T": f"{TEMPERATURES.index(T)}", "scaled": as_text(scaled)}
    return Again(one_of(rng, prompt, right, wrong, f"{way} **{right}**.", ()), at)


def gain(times: float, T: float, scaled: bool) -> float:
    """What s / T is multiplied by, where d is 2."""
    return times / T * (1 if scaled else float(np.sqrt(2)))


def outcome(by: float) -> str:
    """What becomes of the weights when every s / T is multiplied by a number."""
    return STAY if by == 1 else TURNS if by < 0 else GROWS if by > 1 else FALLS
