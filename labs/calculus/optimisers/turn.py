"""Your turn in `optimisers`: one step of Adam."""

import numpy as np

from core.optimisation import adam_step
from ui.turn import Slip, Turn


def inputs(rng: np.random.Generator) -> dict:
    """One to three weights somewhere on their way, most often early."""
    d = int(rng.integers(1, 4))
    return {
        "w": rng.normal(size=d).round(2),
        "slopes": (rng.normal(size=d) * rng.choice([0.5, 5.0, 50.0])).round(2),
        "mean": rng.normal(size=d).round(2),
        "square": rng.uniform(0.01, 4, size=d).round(2),
        "t": int(rng.integers(1, 9)),
        "rate": float(rng.choice([0.01, 0.1, 0.5])),
        "beta1": float(rng.choice([0.9, 0.9, 0.8])),
        "beta2": float(rng.choice([0.999, 0.999, 0.99])),
        "corrected": bool(rng.integers(4) > 0),
    }


MEANS = "mean = beta1 * mean + (1 - beta1) * slopes\nsquare = beta2 * square + (1 - beta2) * slopes**2\n"
HATS = "m, v = mean, square\nif corrected:\n    m, v = mean / (1 - beta1**t), square / (1 - beta2**t)\n"
turn = Turn(
    function=adam_step,
    inputs=inputs,
    slips=(
        Slip(
            f"{MEANS}return w - rate * mean / (np.sqrt(square) + 1e-8), mean, square",
            "You left out the bias correction: where `corrected` is True, both means are divided by 1 − βᵗ.",
        ),
        Slip(
            f"{MEANS}{HATS}return w - rate * m / (v + 1e-8), mean, square",
            "You left out the root: the mean is divided by √v̂, which has the unit of a slope.",
        ),
        Slip(
            f"{MEANS}{HATS}return w + rate * m / (np.sqrt(v) + 1e-8), mean, square",
            "You walk uphill. The step goes against the mean of the slopes: subtract it.",
        ),
        Slip(
            f"{MEANS}{HATS}return w - rate * m / (np.sqrt(v) + 1e-8), m, v",
            "You hand on the corrected means. Hand on mean and square as they are, or they are corrected twice.",
        ),
        Slip(
            f"{MEANS}{HATS}return w - rate * slopes / (np.sqrt(v) + 1e-8), mean, square",
            "You used the slope of the moment. The step follows the running mean of the slopes.",
        ),
        Slip(
            "mean = (1 - beta1) * mean + beta1 * slopes\nsquare = (1 - beta2) * square + beta2 * slopes**2\n"
            f"{HATS}return w - rate * m / (np.sqrt(v) + 1e-8), mean, square",
            "You turned the shares round: β is how much of the running mean is kept, 1 − β how much is new.",
        ),
    ),
    hints=(
        "First both running means: a share β of the old one, and 1 − β of the new slope, or of its square.",
        "Where `corrected` is True, divide them by 1 - beta1**t and 1 - beta2**t. Call the results m and v.",
        "The new place is w - rate * m / (np.sqrt(v) + 1e-8). Return it, then mean, then square.",
    ),
    answer=f"{MEANS}{HATS}return w - rate * m / (np.sqrt(v) + 1e-8), mean, square",
)
