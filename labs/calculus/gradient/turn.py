"""Your turn in `gradient`: the gradient of the mean squared error."""

import numpy as np

from core.optimisation import mse_gradient
from ui.turn import Slip, Turn


def inputs(rng: np.random.Generator) -> dict:
    """A few rows and weights of whole numbers, from one column to three."""
    n, d = rng.integers(2, 7), rng.integers(1, 4)
    X, w, y = (rng.integers(-4, 5, size=size).astype(float) for size in ((n, d), d, n))
    return {"w": w, "X": X, "y": y}


turn = Turn(
    function=mse_gradient,
    inputs=inputs,
    slips=(
        Slip("return X.T @ (X @ w - y) / len(X)", "You left out the 2 that comes from the square."),
        Slip(
            "return 2 * X.T @ (X @ w - y)",
            "You added up over the rows. The loss is a mean: divide by n.",
        ),
        Slip(
            "return 2 / len(X) * X.T @ (y - X @ w)",
            "The sign is turned round: that points downhill. Take prediction minus target.",
        ),
        Slip("return X @ w - y", "Those are the misses, one for each row. The gradient has one slope for each weight."),
        Slip(
            "return 2 / X.shape[1] * X.T @ (X @ w - y)",
            "You divided by the number of columns. The mean is taken over the rows.",
        ),
    ),
    hints=(
        "Begin with the misses, prediction minus target: X @ w - y.",
        "Each miss pulls at each weight by that weight's entry in its row. X.T @ misses adds that up over the rows.",
        "Then the 2 of the square, and the mean: 2 / len(X) in front.",
    ),
    answer="return 2 / len(X) * X.T @ (X @ w - y)",
)
