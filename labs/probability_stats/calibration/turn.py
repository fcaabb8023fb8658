"""Your turn in `calibration`: the average squared error of the probabilities."""

import numpy as np

from core.calibration import brier_score
from ui.turn import Slip, Turn


def inputs(rng: np.random.Generator) -> dict:
    """One to twelve forecasts, at times quite sure; at times nothing happens, or all of it."""
    n = int(rng.integers(1, 13))
    y_prob = np.round(rng.random(n), 2)
    y_prob[rng.random(n) < 0.1] = 1.0
    return {"y_true": (rng.random(n) < rng.choice([0.0, 0.3, 0.7, 1.0])).astype(int), "y_prob": y_prob}


turn = Turn(
    function=brier_score,
    inputs=inputs,
    slips=(
        Slip(
            "return np.sum((y_prob - y_true) ** 2)",
            "You added up and didn't divide. It is an average: over twice as many cases it mustn't double.",
        ),
        Slip(
            "return np.mean(np.abs(y_prob - y_true))",
            "You averaged the distances. Square each of them first, so that a large miss counts for more.",
        ),
        Slip(
            "return np.sqrt(np.mean((y_prob - y_true) ** 2))",
            "You took a root at the end. The Brier score stays squared.",
        ),
        Slip(
            "return np.mean(y_prob - y_true) ** 2",
            "You squared after averaging. Too high and too low cancel that way: square each error by itself.",
        ),
        Slip(
            "return np.mean((y_prob >= 0.5) != y_true)",
            "That is the share of wrong answers. The Brier score asks how far each probability was off.",
        ),
    ),
    hints=(
        "For each case: how far is the probability from what happened, 1 or 0?",
        "Square that for each case by itself, so that signs are gone and large misses count for more.",
        "Then the average: np.mean of (y_prob - y_true) ** 2.",
    ),
    answer="return np.mean((y_prob - y_true) ** 2)",
)
