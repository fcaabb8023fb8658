"""The prediction again: another learning rate."""

from functools import cache

import numpy as np

from core.models import fit_least_squares
from core.optimisation import first_within, gradient_descent, largest_stable_rate, mse, mse_gradient
from labs.calculus.descent.step import RATES, START
from labs.calculus.gradient.picture import rows
from ui.question import Again, one_of
from ui.words import number

ARRIVES, CRAWLS, EXPLODES = WAYS = (
    "It comes within 1 % of the least", "It falls, but not that far yet", "It explodes"
)  # fmt: skip
STEPS = 60


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    X, y = rows()
    flat, steep = np.linalg.eigvalsh(2 * X.T @ X / len(X))
    right = WAYS[rng.integers(3)]
    rate = float(rng.choice([each for each in RATES if goes(each) == right]))
    way = (
        f"Each step leaves {abs(1 - rate * steep):.3g} of the way across the valley, and {1 - rate * flat:.3g} of the "
        "way along it."
    )
    if right == EXPLODES:
        way = f"The rate is beyond 2 / {number(steep, 2)} = {number(2 / steep, 3)}, so each step across the valley "
        way += "lands farther out than the one before."
    whys = {
        ARRIVES: f"Then little would be left of either way after {STEPS} steps. {way}",
        CRAWLS: f"Then a good part of the way along would be left. {way}",
        EXPLODES: f"Then each step across would land farther out than the one before. {way}",
    }
    prompt = (
        f"The loss of these two standardised columns has the curvature {number(steep, 2)} across its valley and "
        f"{number(flat, 2)} along it. You descend at a rate of {rate:g}, without momentum. Where is the loss after "
        f"{STEPS} steps?"
    )
    wrong = {choice: why for choice, why in whys.items() if choice != right}
    return Again(one_of(rng, prompt, right, wrong, f"{way} **{right}**.", ()), {"rate": f"{RATES.index(rate)}"})


@cache
def goes(rate: float) -> str:
    """What 60 steps at a rate come to; "" where they have hardly begun to explode."""
    X, y = rows()
    path = gradient_descent(lambda w: mse_gradient(w, X, y), START, rate, STEPS)
    losses = np.array([mse(w, X, y) for w in path])
    if rate > largest_stable_rate(X):
        return EXPLODES if losses[-1] > losses[0] else ""
    best, _ = fit_least_squares(X, y, intercept=False)
    return CRAWLS if first_within(losses, 1.01 * mse(best, X, y)) is None else ARRIVES
