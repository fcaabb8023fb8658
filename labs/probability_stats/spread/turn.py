"""Your turn in `spread`: how far a number typically lies from the mean."""

import numpy as np

from core.statistics import mean, median, standard_deviation, variance
from ui.turn import Slip, Turn


def inputs(rng: np.random.Generator) -> dict:
    """Two to nine numbers, at times all equal, at times with one far out."""
    x = rng.integers(0, 41, size=int(rng.integers(2, 10))) / 2
    kind = rng.integers(6)
    if kind == 0:
        x[:] = x[0]
    elif kind == 1:
        x[-1] += 100
    return {"x": x}


turn = Turn(
    function=standard_deviation,
    inputs=inputs,
    slips=(
        Slip(
            "return np.sqrt(np.sum((x - np.mean(x)) ** 2) / len(x))",
            "You divided by n. The last deviation follows from the others, so divide by n − 1.",
        ),
        Slip(
            "return np.sum((x - np.mean(x)) ** 2) / (len(x) - 1)",
            "You left out the root: that is the variance, in squared units.",
        ),
        Slip(
            "return np.sum(x - np.mean(x)) / (len(x) - 1)",
            "You added up the deviations themselves. Left and right cancel, so square each of them first.",
        ),
        Slip(
            "return np.sum(np.abs(x - np.mean(x))) / (len(x) - 1)",
            "You took distances instead of their squares. Square each, average, and take the root at the end.",
        ),
        Slip(
            "return np.sqrt(np.sum((x - np.median(x)) ** 2) / (len(x) - 1))",
            "You measured from the median. The deviations of a standard deviation start at the mean.",
        ),
        Slip(
            "return np.sqrt(np.sum(x ** 2) / (len(x) - 1))",
            "You left out the mean. Take it away from each number before you square.",
        ),
    ),
    hints=(
        "First the mean, then the distance of each number from it.",
        "Square the distances, add them up, divide by one less than how many there are.",
        "With d = x - np.mean(x): the root of np.sum(d ** 2) over len(x) - 1.",
    ),
    answer="d = x - np.mean(x)\nreturn np.sqrt(np.sum(d ** 2) / (len(x) - 1))",
    uses=(mean, median, variance),
)
