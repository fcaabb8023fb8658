"""Your turn in `matrices`: where a matrix sends points."""

import numpy as np

from core.linear_algebra import apply
from ui.turn import Slip, Turn


def inputs(rng: np.random.Generator) -> dict:
    """A square matrix of one to three rows, and one point or several, each in a row."""
    d = rng.integers(1, 4)
    shape = (d,) if rng.random() < 0.4 else (rng.integers(1, 5), d)
    points = rng.integers(-5, 6, size=shape)
    return {"A": rng.integers(-4, 5, size=(d, d)).astype(float), "points": points.astype(float)}


turn = Turn(
    function=apply,
    inputs=inputs,
    slips=(
        Slip(
            "return points @ A",
            "You took the rows of A for its columns. A point in a row meets the columns of A.T.",
        ),
        Slip(
            "return points * np.diag(A)",
            "You took the diagonal alone. Each column moves a point in every direction.",
        ),
        Slip(
            "return np.array([A @ point for point in np.atleast_2d(points)])",
            "One point alone comes back as a table with one row. It must come back as it came: a flat list.",
        ),
    ),
    hints=(
        "One point: x times the first column, plus y times the second. In Python that is `A @ point`.",
        "Several points stand in rows. A row times a matrix takes that matrix's columns, so A must be turned round.",
        "`A.T` has the rows of A as its columns. It fits one point as well as many: `points @ …`.",
    ),
)
