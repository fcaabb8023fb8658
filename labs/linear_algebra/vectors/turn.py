"""Your turn in `vectors`: a linear combination."""

import numpy as np

from core.linear_algebra import linear_combination
from ui.turn import Slip, Turn


def inputs(rng: np.random.Generator) -> dict:
    """One to four vectors of one to five numbers, each with its coefficient; now and then one is 0."""
    k, d = rng.integers(1, 5), rng.integers(1, 6)
    return {"vectors": rng.integers(-6, 7, size=(k, d)).astype(float), "coefficients": rng.integers(-3, 4, size=k) / 2}


turn = Turn(
    function=linear_combination,
    inputs=inputs,
    slips=(
        Slip(
            "return np.sum(vectors, axis=0)",
            "You left the coefficients out. Multiply each vector by its own number before you add.",
        ),
        Slip(
            "return np.sum([a * v for a, v in zip(coefficients, vectors)])",
            "You added up everything to one number. Vectors are added place by place: `axis=0`.",
        ),
        Slip(
            "return np.sum(coefficients) * np.sum(vectors, axis=0)",
            "You added first and multiplied then, so every vector got all the coefficients. Each has its own.",
        ),
        Slip(
            "return np.sum([abs(a) * v for a, v in zip(coefficients, vectors)], axis=0)",
            "You dropped the signs of the coefficients. A minus turns an arrow round.",
        ),
    ),
    hints=(
        "Stretch every vector by its own number. Only then add.",
        "`zip(coefficients, vectors)` gives each number a together with its vector v.",
        "Sum a list of all a * v, and sum it place by place: `np.sum([…], axis=0)`.",
    ),
)
