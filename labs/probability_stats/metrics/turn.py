"""Your turn in `metrics`: the four counts that every metric is made of."""

import numpy as np

from core.metrics import confusion_matrix
from ui.turn import Slip, Turn


def inputs(rng: np.random.Generator) -> dict:
    """Three to twenty answers; at times only one label occurs, or only one is called."""
    n = int(rng.integers(3, 21))
    often = rng.choice([0.0, 0.2, 0.5, 1.0], size=2, p=[0.1, 0.4, 0.4, 0.1])
    y_true, y_pred = (rng.random((2, n)) < often[:, np.newaxis]).astype(int)
    return {"y_true": y_true, "y_pred": y_pred}


FOUR = (
    "tp = np.sum((y_true == 1) & (y_pred == 1))\n"
    "fp = np.sum((y_true == 0) & (y_pred == 1))\n"
    "fn = np.sum((y_true == 1) & (y_pred == 0))\n"
    "tn = np.sum((y_true == 0) & (y_pred == 0))\n"
)
turn = Turn(
    function=confusion_matrix,
    inputs=inputs,
    slips=(
        Slip(
            f"{FOUR}return np.array([[tn, fn], [fp, tp]])",
            "You swapped rows and columns: a row is for what was the case, a column for what the model said.",
        ),
        Slip(
            f"{FOUR}return np.array([[tp, fn], [fp, tn]])",
            "You began with the positives. Label 0 comes first: TN stands in the first row and the first column.",
        ),
        Slip(
            f"{FOUR}return np.array([[tp, fp], [fn, tn]])",
            "TP and TN have changed places. The first row is for the negatives: TN, then FP.",
        ),
        Slip(
            f"{FOUR}return np.array([[tn, fp], [fn, tp]]) / len(y_true)",
            "Those are shares of all. The confusion matrix holds counts.",
        ),
        Slip(
            f"{FOUR}return np.array([tn, fp, fn, tp])",
            "The four counts are right, but they lie in one row. Put them into two rows of two.",
        ),
    ),
    hints=(
        "Count four kinds: found, missed, wrongly alarmed, left alone.",
        "A count is the sum of a comparison: np.sum((y_true == 1) & (y_pred == 1)) gives TP.",
        "Put them into np.array([[…, …], […, …]]): TN and FP in the first row, FN and TP in the second.",
    ),
    answer=f"{FOUR}return np.array([[tn, fp], [fn, tp]])",
)
