"""Your turn in `sampling`: how far a mean of n numbers typically lies from the truth."""

import numpy as np

from core.statistics import mean, standard_deviation, standard_error, variance
from ui.turn import Slip, Turn


def inputs(rng: np.random.Generator) -> dict:
    """A sample of zeros and ones, or of minutes; at times all alike."""
    n = int(rng.integers(2, 30))
    x = rng.integers(0, 2, size=n).astype(float) if rng.random() < 0.5 else np.round(rng.exponential(20, size=n))
    return {"x": np.ones(n) if rng.random() < 0.1 else x}


turn = Turn(
    function=standard_error,
    inputs=inputs,
    slips=(
        Slip(
            "return standard_deviation(x)",
            "That is how far a single number strays. A mean of n of them strays less: divide by √n.",
        ),
        Slip(
            "return standard_deviation(x) / len(x)",
            "You divided by n. Ups and downs cancel only in part, so it is the root of n.",
        ),
        Slip(
            "return variance(x) / np.sqrt(len(x))",
            "You took the variance. The standard error has the unit of x, so begin with the standard deviation.",
        ),
        Slip(
            "return np.std(x) / np.sqrt(len(x))",
            "np.std divides by n unless it is told ddof=1. The standard deviation divides by n − 1.",
        ),
        Slip(
            "return standard_deviation(x) / np.sqrt(len(x) - 1)",
            "The n − 1 belongs in the standard deviation, which has it already. Here it is √n.",
        ),
    ),
    hints=(
        "It is the standard deviation, made smaller by how many numbers there are.",
        "Four times as many numbers halve it. Which function of n does that?",
        "standard_deviation(x) is there for you; len(x) is n, and np.sqrt takes a root.",
    ),
    answer="return standard_deviation(x) / np.sqrt(len(x))",
    uses=(standard_deviation, variance, mean),
)
