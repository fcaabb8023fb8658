"""Your turn in `regression`: downhill on the mean squared error."""

import numpy as np

from core.models import fit_gradient_descent
from ui.turn import Slip, Turn


def inputs(rng: np.random.Generator) -> dict:
    """A few rows of one to three columns, some steps, with an intercept or without."""
    n, d = int(rng.integers(4, 10)), int(rng.integers(1, 4))
    return {
        "X": rng.normal(size=(n, d)).round(2),
        "y": rng.normal(5, 3, size=n).round(1),
        "steps": int(rng.integers(0, 8)),
        "rate": float(rng.choice([0.01, 0.05, 0.1])),
        "intercept": bool(rng.integers(2)),
    }


START = "A = np.column_stack([X, np.ones(len(X))]) if intercept else X\nw = np.zeros(A.shape[1])\n"
SUMS = "G, c = A.T @ A / len(A), A.T @ y / len(A)\n"
LOOP = "for _ in range(steps):\n"
END = "return (w[:-1], w[-1]) if intercept else (w, 0.0)"
turn = Turn(
    function=fit_gradient_descent,
    inputs=inputs,
    slips=(
        Slip(
            f"{START}{SUMS}{LOOP}    w = w + rate * 2 * (G @ w - c)\n{END}",
            "You walk uphill: the error grows with every step. Subtract the slope.",
        ),
        Slip(
            f"{START}{SUMS}{LOOP}    w = w - rate * (G @ w - c)\n{END}",
            "You left out the 2: a square's slope is twice the miss, so your steps are half as long as asked.",
        ),
        Slip(
            f"{START}{LOOP}    w = w - rate * 2 * A.T @ (A @ w - y)\n{END}",
            "You took the sum over the rows where the mean is asked for. Divide by how many there are.",
        ),
        Slip(
            f"A = X\nw = np.zeros(A.shape[1])\n{SUMS}{LOOP}    w = w - rate * 2 * (G @ w - c)\nreturn w, 0.0",
            "You never learn an intercept. Give X a column of ones where one is asked for.",
        ),
        Slip(
            f"{START}{SUMS}w = w - rate * 2 * (G @ w - c)\n{END}",
            "You take one step, whatever is asked for. Take as many as `steps` says.",
        ),
    ),
    hints=(
        "The intercept is the weight of one more column that holds a 1 in every row: np.column_stack([X, "
        "np.ones(len(X))]).",
        "Begin with zeros. The slope of the mean squared error is 2 * A.T @ (A @ w - y) / len(A).",
        "With G = A.T @ A / len(A) and c = A.T @ y / len(A), a step is w = w - rate * 2 * (G @ w - c). Give back the "
        "weights of X, and the last one apart.",
    ),
    answer=f"{START}{SUMS}{LOOP}    w = w - rate * 2 * (G @ w - c)\n{END}",
)
