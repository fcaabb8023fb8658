"""Your turn in `eigenvectors`: the Rayleigh quotient."""

import numpy as np

from core.linear_algebra import rayleigh_quotient
from ui.turn import Slip, Turn


def inputs(rng: np.random.Generator) -> dict:
    """A square matrix of one to four rows, and a vector that isn't zero."""
    d = rng.integers(1, 5)
    v = rng.integers(-4, 5, size=d).astype(float)
    return {"A": rng.integers(-5, 6, size=(d, d)) / 2, "v": v if v.any() else v + 3}


turn = Turn(
    function=rayleigh_quotient,
    inputs=inputs,
    slips=(
        Slip(
            "return np.sum(v * (A @ v))", "You left out the division: the length of v is still in it. Divide by v · v."
        ),
        Slip(
            "return np.sum(v * (A @ v)) / np.sqrt(np.sum(v * v))",
            "You divided by the length of v once. It comes in twice, so divide by v · v, without the root.",
        ),
        Slip(
            "return np.sqrt(np.sum((A @ v) ** 2) / np.sum(v * v))",
            "That compares the lengths of A v and v. It knows no minus, and nothing of where A v points.",
        ),
        Slip(
            "return np.sum(v * (v @ v)) / np.sum(v * v)",
            "A plays no part in that. The vector that v meets is A v.",
        ),
    ),
    hints=(
        "First find A v. Then ask how much v agrees with it.",
        "That is a dot product of v and A v: `np.sum(v * (A @ v))`.",
        "Divide it by v · v, so that the length of v cancels.",
    ),
)
