"""Your turn in `pca`: how much the shadows on an axis vary."""

import numpy as np

from core.linear_algebra import norm, variance_along
from ui.turn import Slip, Turn


def inputs(rng: np.random.Generator) -> dict:
    """Two to eight rows of one to four numbers, far from the origin, and a direction of any length but 0."""
    d = rng.integers(1, 5)
    v = rng.integers(-4, 5, size=d).astype(float)
    return {"X": 5 + 3 * rng.normal(size=(rng.integers(2, 9), d)), "v": v if v.any() else v + 2}


turn = Turn(
    function=variance_along,
    inputs=inputs,
    slips=(
        Slip(
            "return np.var(X @ v, ddof=1)",
            "The length of v is still in it. Divide by `norm(v)` first: an axis has no length.",
        ),
        Slip("return np.var(X @ v / norm(v))", "You divided by n. The variance here divides by n − 1: `ddof=1`."),
        Slip(
            "return np.std(X @ v / norm(v), ddof=1)",
            "That is the standard deviation. Its square is the variance, which is what adds up.",
        ),
        Slip(
            "return np.sum((X @ v / norm(v)) ** 2) / (len(X) - 1)",
            "You measured from the origin. A variance is measured from the mean.",
        ),
    ),
    hints=(
        "First find how far along the axis each row's shadow falls. That is one number a row.",
        "The shadows: `X @ v / norm(v)`.",
        "Take the variance of these numbers, divided by n − 1: `np.var(…, ddof=1)`.",
    ),
    uses=(norm,),
)
