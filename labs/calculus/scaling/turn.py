"""Your turn in `scaling`: the largest stable rate."""

from core.optimisation import largest_stable_rate
from ui.turn import Slip, Turn

turn = Turn(
    function=largest_stable_rate,
    inputs=lambda rng: {"X": rng.normal(size=(rng.integers(3, 9), rng.integers(1, 4))) * rng.choice([0.3, 1.0, 5.0])},
    slips=(
        Slip(
            "return 2 / np.linalg.eigvalsh(2 * X.T @ X / len(X)).min()",
            "You took the smallest curvature. The steepest direction sets the limit: there a step overshoots first.",
        ),
        Slip(
            "return 2 / np.linalg.eigvalsh(X.T @ X / len(X)).max()",
            "You left out the 2 of the square. The curvatures belong to 2 XᵀX / n.",
        ),
        Slip(
            "return 1 / np.linalg.eigvalsh(2 * X.T @ X / len(X)).max()",
            "That is half of the limit. Between 1 / λ and 2 / λ a step lands on the other side, and still lower.",
        ),
        Slip(
            "return 2 / np.linalg.eigvalsh(2 * X.T @ X).max()",
            "You added up over the rows. The loss is a mean: divide by the number of rows.",
        ),
    ),
    hints=(
        "The limit is 2 divided by the largest curvature of the loss.",
        "The curvatures are the eigenvalues of H = 2 XᵀX / n. In code: 2 * X.T @ X / len(X).",
        "np.linalg.eigvalsh(H) gives all of them; you need the largest.",
    ),
    answer="H = 2 * X.T @ X / len(X)\nreturn 2 / np.linalg.eigvalsh(H).max()",
)
