"""Your turn in `overfitting`: R²."""

import numpy as np

from core.models import r_squared
from ui.turn import Slip, Turn


def inputs(rng: np.random.Generator) -> dict:
    """A few measured numbers that aren't all alike, and predictions that are good, poor or worse than the mean."""
    n = int(rng.integers(3, 9))
    y = rng.permutation(20)[:n] + float(rng.integers(-5, 30))
    return {"y": y, "predicted": (y + rng.normal(0, rng.choice([0, 2, 6, 20]), n)).round(1)}


turn = Turn(
    function=r_squared,
    inputs=inputs,
    slips=(
        Slip(
            "return np.sum((y - predicted) ** 2) / np.sum((y - np.mean(y)) ** 2)",
            "That is the share that is left over. R² is 1 minus it.",
        ),
        Slip(
            "return 1 - np.sum((y - predicted) ** 2) / np.sum(y ** 2)",
            "You compare with always saying 0. R² compares with always saying the mean of y.",
        ),
        Slip(
            "return 1 - np.mean((y - predicted) ** 2) / np.var(predicted)",
            "You divide by the variance of the predictions. Divide by that of y.",
        ),
        Slip(
            "return 1 - np.mean(np.abs(y - predicted)) / np.mean(np.abs(y - np.mean(y)))",
            "You took the size of the misses. R² squares them.",
        ),
        Slip(
            "return 1 - np.sqrt(np.mean((y - predicted) ** 2)) / np.std(y)",
            "You took roots. R² compares the squares: variances, not standard deviations.",
        ),
        Slip(
            "return 1 - np.mean((y - predicted) ** 2)",
            "You left out the comparison: divide by the variance of y first.",
        ),
    ),
    hints=(
        "Two sums of squares: how far the predictions miss y, and how far the mean of y does.",
        "np.sum((y - predicted) ** 2) is the first. In the second, np.mean(y) takes the place of the predictions.",
        "Divide the first by the second, and take that from 1.",
    ),
    answer="return 1 - np.sum((y - predicted) ** 2) / np.sum((y - np.mean(y)) ** 2)",
)
