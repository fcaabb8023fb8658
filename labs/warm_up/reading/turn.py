"""Your turn in `reading`: a share."""

from core.warm_up import share
from ui.turn import Slip, Turn

turn = Turn(
    function=share,
    inputs=lambda rng: {"condition": rng.random(rng.integers(1, 9)) < 0.5},
    slips=(
        Slip("return np.sum(condition)", "That is how many there are. The 1/n in front makes a share of it."),
        Slip("return 100 * np.mean(condition)", "That is per cent. A share goes from 0 to 1."),
        Slip(
            "return 1 - np.mean(condition)",
            "That is the share for which the condition is not true.",
        ),
        Slip("return 1 / len(condition)", "That is one over n alone. Multiply it by how many are true."),
    ),
    hints=(
        "Read the formula from the inside: 1 where the condition is true, else 0.",
        "Add those up, and divide by how many there are, len(condition).",
        "True counts as 1 in a sum: np.sum(condition) counts them.",
    ),
    answer="return np.sum(condition) / len(condition)",
)
