"""Your turn in `matrix_product`: rows times columns."""

import numpy as np

from core.linear_algebra import matmul
from ui.turn import Slip, Turn


def inputs(rng: np.random.Generator) -> dict:
    """Two matrices that fit, of one to four rows and columns."""
    n, k, m = rng.integers(1, 5, size=3)
    A, B = rng.integers(-4, 5, size=(n, k)), rng.integers(-4, 5, size=(k, m))
    return {"A": A.astype(float), "B": B.astype(float)}


turn = Turn(
    function=matmul,
    inputs=inputs,
    slips=(
        Slip(
            "return np.array([[np.sum(row * column) for row in A] for column in B.T])",
            "Rows and columns of the result have changed places: the rows of A must make its rows.",
        ),
        Slip(
            "return np.array([[np.sum(row) * np.sum(column) for column in B.T] for row in A])",
            "You added first and multiplied then. Multiply matching entries of row and column, then add.",
        ),
        Slip(
            "return np.array([[np.sum(row + column) for column in B.T] for row in A])",
            "You added matching entries of row and column. Multiply them, then add up the products.",
        ),
    ),
    hints=(
        "Each entry is a dot product: one row of A with one column of B.",
        "`for row in A` gives the rows of A, and `for column in B.T` the columns of B.",
        "A list of lists: for each row of A the entries `np.sum(row * column)` for every column of B.",
    ),
    answer="return np.array([[np.sum(row * column) for column in B.T] for row in A])",
)
