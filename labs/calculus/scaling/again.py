"""The prediction again: raw or standardised columns, at another share of the largest stable rate."""

from functools import cache

import numpy as np

from core.data import diabetes_columns
from core.linear_algebra import standardise
from core.optimisation import condition_number, first_within, gradient_descent, largest_stable_rate, mse, mse_gradient
from labs.calculus.descent.picture import STEPS
from labs.calculus.scaling import picture as chart
from labs.calculus.scaling.step import SHARES
from ui.question import Again, one_of
from ui.words import number

WITHIN, ABOVE, EXPLODES = WAYS = ("Within 1 % of the least", "Still more than 1 % above the least", "It has exploded")


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    right = WAYS[rng.integers(3)]
    while True:
        scaled, share = bool(rng.integers(2)), float(rng.choice(SHARES))
        if goes(scaled, share) == right:
            break
    kappa = condition_number(rows(scaled)[0])
    across, along = abs(1 - 2 * share), 1 - 2 * share / kappa**2
    way = (
        f"Each step leaves {across:.3g} of the way across the valley, and 1 − 2s / κ² = {along:.3g} of the way along "
        f"it. After {STEPS} steps {across**STEPS:.2g} of the one is left and {along**STEPS:.2g} of the other."
    )
    if share > 1:
        way = f"Beyond that rate each step across the valley lands {across:.3g} times as far out as the one before."
    whys = {
        WITHIN: f"Then hardly anything would be left of either way. {way}",
        ABOVE: f"Then a good part of one of the two ways would be left. {way}",
        EXPLODES: f"Then the rate would be larger than the largest stable one. {way}",
    }
    kind = "standardised" if scaled else "raw"
    prompt = (
        f"On the two {kind} columns, the contours are {number(kappa, 1)} times as long as wide. You take {STEPS} steps "
        f"with all rows, at {share:g} times the largest stable rate. Where is the loss then?"
    )
    wrong = {choice: why for choice, why in whys.items() if choice != right}
    at = {"columns": kind, "rate": f"{SHARES.index(share)}"}
    return Again(one_of(rng, prompt, right, wrong, f"{way} **{right}**.", ()), at)


def rows(scaled: bool) -> tuple[np.ndarray, np.ndarray]:
    X, y = diabetes_columns(*chart.COLUMNS)
    return standardise(X) if scaled else X, y


@cache
def goes(scaled: bool, share: float) -> str:
    """Where the loss is after the steps that the picture shows."""
    A, y = rows(scaled)
    path = gradient_descent(lambda w: mse_gradient(w, A, y), [0, 0], share * largest_stable_rate(A), STEPS)
    losses = np.array([mse(w, A, y) for w in path])
    if share > 1:
        return EXPLODES if losses[-1] > losses[0] else ""
    return ABOVE if first_within(losses, 1.01 * chart.surface(scaled).least) is None else WITHIN
