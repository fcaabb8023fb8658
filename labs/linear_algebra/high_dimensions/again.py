"""The prediction again: how many of the cosines lie above a threshold, in another number of dimensions."""

import numpy as np

from core.linear_algebra import chance_of_cosine
from labs.linear_algebra.high_dimensions.step import DIMENSIONS
from ui.question import Again, one_of
from ui.words import number

THRESHOLDS = (0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7)
BINS = {  # of the share of random pairs that pass
    "Half of them": (0.5, 0.5),
    "Between 1 in 10 and 4 in 10": (0.1, 0.4),
    "Fewer than 1 in 1,000": (0.0, 0.001),
}
HALF, SOME, FEW = BINS


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    right = str(rng.choice(list(BINS)))
    while True:
        d, t = int(rng.choice(DIMENSIONS)), float(rng.choice(THRESHOLDS))
        if said(float(chance_of_cosine(t, d))) == right:
            break
    spread, times = number(1 / np.sqrt(d), 3), number(t * np.sqrt(d), 1)
    far = f"In {d} dimensions one spread is $1/\\sqrt{{{d}}} = {spread}$, and {t:g} lies {times} spreads above 0."
    middle = "The cosines lie evenly to both sides of 0, however many numbers the directions have."
    whys = {
        HALF: f"Half of them lie above 0, and fewer above {t:g}. {far}",
        SOME: middle if t == 0 else f"So many would pass in fewer dimensions. {far}",
        FEW: middle if t == 0 else f"So few would pass in more dimensions. {far}",
    }
    prompt = (
        f"You draw many pairs of random directions with {d} numbers each. About how many of them have a cosine of "
        f"{t:g} or more?"
    )
    wrong = {choice: why for choice, why in whys.items() if choice != right}
    way = middle if t == 0 else far
    question = one_of(rng, prompt, right, wrong, f"{way} **{right}**.", ())
    return Again(question, {"d": f"{DIMENSIONS.index(d)}", "t": f"{t:g},1.16"})


def said(share: float) -> str:
    """The choice that a share belongs to; "" for none."""
    return next((name for name, (low, high) in BINS.items() if low - 1e-9 <= share <= high + 1e-9), "")
