"""Your turn in `leakage`: the AUC."""

import numpy as np

from core.metrics import roc_auc_score
from ui.turn import Slip, Turn


def inputs(rng: np.random.Generator) -> dict:
    """Labels of both kinds, and scores of which some are equal."""
    n = int(rng.integers(3, 12))
    y_true = rng.permutation(np.arange(n) < rng.integers(1, n)).astype(int)
    return {"y_true": y_true, "y_score": (rng.integers(0, 8, n) / 8 + 0.1 * y_true).round(1)}


BOTH = "ones, zeros = y_score[y_true == 1], y_score[y_true == 0]\n"
turn = Turn(
    function=roc_auc_score,
    inputs=inputs,
    slips=(
        Slip(
            f"{BOTH}return np.mean(ones[:, np.newaxis] > zeros)",
            "You give nothing for a tie. Where a 1 and a 0 have equal scores, count one half.",
        ),
        Slip(
            f"{BOTH}return np.mean(ones[:, np.newaxis] >= zeros)",
            "You count a tie as won. Where a 1 and a 0 have equal scores, count one half.",
        ),
        Slip(
            f"{BOTH}return np.mean((ones[:, np.newaxis] < zeros) + 0.5 * (ones[:, np.newaxis] == zeros))",
            "You count how often a 0 outscores a 1. Turn it round.",
        ),
        Slip(
            "return np.mean((y_score >= 0.5) == y_true)",
            "That is the accuracy at a threshold of 0.5. The AUC knows no threshold, only who scores higher.",
        ),
        Slip(
            f"{BOTH}return np.mean(ones) - np.mean(zeros)",
            "You compare the means. The AUC asks in how many pairs the 1 scores higher, and not by how much.",
        ),
    ),
    hints=(
        "Pair every row that is a 1 with every row that is a 0. In which share of the pairs does the 1 score higher?",
        "With ones = y_score[y_true == 1] and zeros likewise, ones[:, np.newaxis] > zeros has a cell for each pair.",
        "Count a tie as one half: add 0.5 * (ones[:, np.newaxis] == zeros), and take the mean of all cells.",
    ),
    answer=f"{BOTH}return np.mean((ones[:, np.newaxis] > zeros) + 0.5 * (ones[:, np.newaxis] == zeros))",
)
