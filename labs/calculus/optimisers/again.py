"""The prediction again: another start, another rate, and where Adam's first step leads."""

import numpy as np

from core.optimisation import adam_step, mse_gradient
from labs.calculus.optimisers.picture import rows
from labs.calculus.optimisers.step import ADAM
from ui.question import Again, one_of
from ui.words import number

WHOLE = [rate for rate in ADAM if rate >= 1 and rate == int(rate)]


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    X, y = rows()
    while True:
        start = rng.integers((-6, -8), (50, 26))
        slopes, rate = mse_gradient(start, X, y), float(rng.choice(WHOLE))
        landed, zero = {}, np.zeros(2)
        after, _, _ = adam_step(start, slopes, zero, zero, 1, rate)
        size = np.abs(slopes).max()
        landed[place(after)] = ""
        landed[place(start + rate * np.sign(slopes))] = (
            "You went uphill. Each weight moves against the sign of its slope."
        )
        landed[place(start - rate * slopes / size)] = (
            "You let the steeper weight move farther. Adam divides each mean by its own weight's size."
        )
        landed[place(start - rate * 0.1 / np.sqrt(0.001) * np.sign(slopes))] = (
            "You left out the bias correction: without it the first step is 3.2 times as long."
        )
        if np.abs(slopes).min() > 2 and len(landed) == 4 and abs(slopes[0] / slopes[1]) not in (0, 1):
            break
    right, *_ = landed
    prompt = (
        f"On the step's raw columns you start at $w_1 = {start[0]}$, $w_2 = {start[1]}$. The slopes there are "
        f"{number(slopes[0])} along $w_1$ and {number(slopes[1])} along $w_2$. Adam's rate is {rate:g}, with bias "
        "correction. Where does its first step lead, to one decimal?"
    )
    wrong = {words: why for words, why in landed.items() if why}
    way = f"The first slope, divided by its own size, is its sign: each weight moves {rate:g} against it. **{right}**."
    at = {"start": f"{start[0]},{start[1]}", "adam": str(ADAM.index(rate)), "t": "1"}
    return Again(one_of(rng, prompt, right, wrong, way, ()), at)


def place(w) -> str:
    """A place, to one decimal."""
    return f"({number(w[0], 1)}, {number(w[1], 1)})"
