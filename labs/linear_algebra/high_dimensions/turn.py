"""Your turn in `high_dimensions`: the cosines of all pairs."""

import numpy as np

from core.linear_algebra import pair_cosines
from ui.turn import Slip, Turn


def inputs(rng: np.random.Generator) -> dict:
    """Two to six rows of one to five numbers, none of them zero, of very different lengths."""
    X = rng.normal(size=(rng.integers(2, 7), rng.integers(1, 6)))
    return {"X": X * rng.choice([0.1, 1, 30], size=(len(X), 1))}


turn = Turn(
    function=pair_cosines,
    inputs=inputs,
    slips=(
        Slip(
            "return (X @ X.T)[np.triu_indices(len(X), k=1)]",
            "Those are dot products: the lengths are still in them. Divide each row by its length first.",
        ),
        Slip(
            "X = X / np.sqrt(np.sum(X * X, axis=1, keepdims=True))\nreturn X @ X.T",
            "That is a table with each pair twice, and each row with itself. Take what stands above the diagonal.",
        ),
        Slip(
            "X = X / np.sqrt(np.sum(X * X, axis=1, keepdims=True))\nreturn (X @ X.T)[np.triu_indices(len(X))]",
            "You took the diagonal along, so each row meets itself, with a cosine of 1. Start one above it: `k=1`.",
        ),
        Slip(
            "X = X / np.sqrt(np.sum(X * X))\nreturn (X @ X.T)[np.triu_indices(len(X), k=1)]",
            "You divided all rows by one length. Each row needs its own: add up along `axis=1`, with `keepdims=True`.",
        ),
    ),
    hints=(
        "First make every row 1 long. Then a dot product of two rows is their cosine.",
        "With rows of length 1, `X @ X.T` is a table of all the cosines: row i with row j.",
        "What stands above its diagonal: `(X @ X.T)[np.triu_indices(len(X), k=1)]`.",
    ),
)
