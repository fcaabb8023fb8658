"""Your turn in `regularisation`: ridge regression."""

import numpy as np

from core.models import ridge
from ui.turn import Slip, Turn


def inputs(rng: np.random.Generator) -> dict:
    n, d = int(rng.integers(4, 9)), int(rng.integers(1, 4))
    return {
        "X": rng.normal(3, 2, size=(n, d)).round(2),
        "y": rng.normal(5, 3, size=n).round(2),
        "penalty": float(rng.choice([0.1, 0.5, 2.0])),
    }


CENTRED = "centre, height = X.mean(axis=0), y.mean()\nA = X - centre\n"
END = "\nreturn w, height - centre @ w"
I = "np.eye(X.shape[1])"  # noqa: E741
turn = Turn(
    function=ridge,
    inputs=inputs,
    slips=(
        Slip(
            f"{CENTRED}w = np.linalg.solve(A.T @ A / len(X), A.T @ (y - height) / len(X)){END}",
            "You left out λ: that is least squares. Add penalty times the identity matrix to XᵀX/n.",
        ),
        Slip(
            f"{CENTRED}w = np.linalg.solve(A.T @ A / len(X) - penalty * {I}, A.T @ (y - height) / len(X)){END}",
            "You subtracted λ, which lets the weights grow. It is added.",
        ),
        Slip(
            f"{CENTRED}w = np.linalg.solve(A.T @ A + penalty * {I}, A.T @ (y - height)){END}",
            "You added up over the rows. The loss is a mean: divide both products by n, or λ counts too little.",
        ),
        Slip(
            f"w = np.linalg.solve(X.T @ X / len(X) + penalty * {I}, X.T @ y / len(X))\n"
            "return w, y.mean() - X.mean(axis=0) @ w",
            "You didn't centre X and y. Then the penalty bends the weights to do the intercept's work.",
        ),
        Slip(
            f"{CENTRED}w = np.linalg.solve(A.T @ A / len(X) + penalty, A.T @ (y - height) / len(X)){END}",
            "You added λ to every entry of XᵀX/n. It belongs on the diagonal only: penalty * np.eye(d).",
        ),
    ),
    hints=(
        "Centre first: take each column's mean from X, and the mean from y. Call the centred columns A.",
        "Then solve (AᵀA/n + λI) w = Aᵀ(y − mean)/n. The identity matrix is np.eye(X.shape[1]).",
        "np.linalg.solve(H, g) gives w. Return it, and the intercept: the mean of y minus centre @ w.",
    ),
    answer=f"{CENTRED}w = np.linalg.solve(A.T @ A / len(X) + penalty * {I}, A.T @ (y - height) / len(X)){END}",
)
