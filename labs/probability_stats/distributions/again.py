"""The prediction again: another rate, and another number of failures in the hour."""

import numpy as np

from core.probability import poisson_pmf
from labs.probability_stats.distributions.step import SIZES
from ui.question import Again, one_of
from ui.words import number

RATES = np.arange(4, 31) / 10  # failures an hour
ASKED = {  # what is asked, as a fact, and the ends of the interval that shows it
    "does none come": ("none comes", (-0.5, 0.5)),
    "does exactly one come": ("exactly one comes", (0.5, 1.5)),
    "do exactly two come": ("exactly two come", (1.5, 2.5)),
    "does at least one come": ("at least one comes", (0.5, 10.5)),
}


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    while True:
        rate, place = float(rng.choice(RATES)), int(rng.integers(len(ASKED)))
        chances = [float(poisson_pmf(k, rate)) for k in range(3)]
        shares = [*chances, 1 - chances[0]]
        if min(np.diff(sorted(round(100 * share) for share in shares))) >= 3:
            break
    (words, (_, (a, b))), right = list(ASKED.items())[place], said(shares[place])
    wrong = {
        said(share): f"That is the number of hours in which {fact}."
        for share, (fact, _) in zip(shares, ASKED.values())
        if share != shares[place]
    }
    way = f"This is a Poisson distribution with rate {rate:g}. P({place}) = {number(shares[place], 3)}."
    if place == 3:
        way = f"No failure comes with probability P(0) = {number(chances[0], 3)}. All other hours have at least one."
    prompt = f"Failures come independently, {rate:g} an hour on average. In how many of 100 hours {words}?"
    at = {"rate": f"{rate:g}", "a": f"{a:g},0", "b": f"{b:g},0", "n": f"{SIZES.index(100)}"}
    return Again(one_of(rng, prompt, right, wrong, f"{way} **{right}**.", ()), at)


def said(share: float) -> str:
    return f"About {number(100 * share)}"
