"""The prediction again: another net, rate or batch, more epochs, or the bug."""

from functools import cache

import numpy as np

from labs.apply.network.step import FIFTHS, HIDDEN, RATES, SEED, learned
from ui.question import Again, one_of
from ui.words import counted

LOW, HALF, HIGH = BANDS = ("About 1 in 10", "About half", "More than 3 in 4")
NETS, BATCHES, EPOCHS = ("none", "64"), (8, 32, 128), (1, 2)


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    right = BANDS[rng.integers(3)]
    while True:
        hidden, batch, rate = NETS[rng.integers(2)], BATCHES[rng.integers(3)], RATES[rng.integers(4)]
        epochs, turned = EPOCHS[rng.integers(2)], hidden != "none" and bool(rng.random() < 0.4)
        share = read(hidden, batch, rate, epochs, turned)
        if band(share) == right:
            break
    updates = epochs * -(-1437 // batch)
    net = "A net without a hidden layer" if hidden == "none" else f"{hidden} hidden neurons"
    bug = " One comparison is turned round: slopes go back where ReLU stopped a number, not where it let one pass."
    cause = f"{updates} updates, each by {rate:g} times the slope, "
    cause += {LOW: "hardly move the weights.", HALF: "are a beginning.", HIGH: "go a long way."}[right]
    if turned:
        cause = "Through the hidden neurons the slopes are wrong, so only the last layer learns as it should."
    fact = f"{cause} It reads {round(360 * share)} of 360."
    whys = {
        LOW: f"So many it reads by guessing among ten digits. {fact}",
        HALF: f"You expected it to be on its way. {fact}",
        HIGH: f"You expected it to have learned most of it. {fact}",
    }
    prompt = (
        f"{net}, drawn at random, rate {rate:g}, batches of {batch}.{bug if turned else ''} Each image is shown "
        f"{'once' if epochs == 1 else 'twice'}: {counted(epochs, 'epoch')}, {updates} updates. How many of the 360 "
        "digits it never learned from does it read right then?"
    )
    wrong = {choice: why for choice, why in whys.items() if choice != right}
    at = {"hidden": hidden, "batch": f"{batch}", "rate": f"{RATES.index(rate)}", "plan": f"{epochs}x{rate:g}"}
    at["turned"] = str(turned).lower()
    return Again(one_of(rng, prompt, right, wrong, f"{fact} **{right}**.", ()), at)


@cache
def read(hidden: str, batch: int, rate: float, epochs: int, turned: bool) -> float:
    """Which share of the validation digits a net reads after so many epochs."""
    net = (64, *HIDDEN[hidden], 10), batch, SEED, FIFTHS[0], turned
    return float(learned(*net, (rate,) * epochs)["curve"][-1, 2])


def band(share: float) -> str:
    """The choice that a share belongs to; "" where it lies between two of them."""
    return LOW if share < 0.17 else HALF if 0.4 < share < 0.6 else HIGH if share > 0.76 else ""
