"""Metrics: which number says that a yes-or-no model is good?

Letters
    y_true      what was the case for each thing: 1 (yes, a positive) or 0 (no, a negative), shape (n,)
    y_pred      what the model said: 1 or 0, shape (n,)
    y_score     how strongly the model says yes: any number, higher for a surer yes, shape (n,)
    threshold   a score from which on the model says yes
    TP, FN      true positives and false negatives: the positives found, and those missed
    FP, TN      false positives and true negatives: the negatives wrongly alarmed, and those left alone

The order of arguments and the values are those of scikit-learn; a docstring gives its name for the function, where it
has one. The values agree too where a share has nobody to ask about, 0 / 0:
    one score     counts it as 0.0, or as the `zero_division` you name: the precision of a model that never says yes,
                  the recall where there is nothing to find, and F1 where both is so
    a ROC curve   gives nan for the rate of a label that never occurs, and so for its area
    a PR curve    gives recall 1 at every threshold where there is nothing to find
Both curves say so with an UndefinedMetricWarning. Equal scores share one threshold.
nan, an empty list, lists of different lengths, or a label other than 0 and 1 is a ValueError.
"""

from __future__ import annotations

import math
import warnings

import numpy as np
from numpy.typing import ArrayLike

from core.checks import as_answers, as_cost, as_flag, as_labels, as_probability, as_stand_in, as_vector


def confusion_matrix(y_true: ArrayLike, y_pred: ArrayLike) -> np.ndarray:
    """[[TN, FP], [FN, TP]]: how many of each kind. A row for what was the case, a column for what the model said.

    y_true, y_pred: 0 and 1, shape (n,). Gives whole numbers, shape (2, 2), also if only one label occurs.
    scikit-learn: confusion_matrix, with labels=[0, 1].

    >>> confusion_matrix([0, 0, 1, 1, 1], [0, 1, 1, 1, 0])
    array([[1, 1],
           [1, 2]])
    """
    y_true, y_pred = as_answers(y_true, y_pred, "y_pred", as_labels)
    return np.bincount(2 * y_true + y_pred, minlength=4).reshape(2, 2)


def accuracy(y_true: ArrayLike, y_pred: ArrayLike) -> float:
    """(TP + TN) / all: the share of answers that are right.

    y_true, y_pred: 0 and 1, shape (n,). scikit-learn: accuracy_score.

    >>> accuracy([0, 0, 1, 1], [0, 0, 0, 1])
    0.75
    """
    (tn, fp), (fn, tp) = confusion_matrix(y_true, y_pred).tolist()
    return (tp + tn) / (tp + tn + fp + fn)


def precision(y_true: ArrayLike, y_pred: ArrayLike, zero_division: float = 0.0) -> float:
    """TP / (TP + FP): of all the model calls positive, the share that is. `zero_division` if it calls nothing positive.

    y_true, y_pred: 0 and 1, shape (n,). scikit-learn: precision_score.

    >>> precision([0, 0, 0, 1], [0, 1, 0, 1])
    0.5
    """
    nobody = as_stand_in(zero_division, "zero_division")
    (_, fp), (_, tp) = confusion_matrix(y_true, y_pred).tolist()
    return tp / (tp + fp) if tp + fp else nobody


def recall(y_true: ArrayLike, y_pred: ArrayLike, zero_division: float = 0.0) -> float:
    """TP / (TP + FN): of all positives, the share that the model finds. `zero_division` if there are none.

    y_true, y_pred: 0 and 1, shape (n,). scikit-learn: recall_score.

    >>> recall([0, 1, 1, 1, 1], [0, 0, 0, 0, 1])
    0.25
    """
    nobody = as_stand_in(zero_division, "zero_division")
    _, (fn, tp) = confusion_matrix(y_true, y_pred).tolist()
    return tp / (tp + fn) if tp + fn else nobody


def f1(y_true: ArrayLike, y_pred: ArrayLike, zero_division: float = 0.0) -> float:
    """2 TP / (2 TP + FP + FN): the harmonic mean of precision and recall, low if either is.

    y_true, y_pred: 0 and 1, shape (n,). `zero_division` if no positive occurs and none is called.
    scikit-learn: f1_score.

    >>> f1([0, 1, 1, 1, 1], [1, 1, 1, 0, 0])
    0.5714285714285714
    """
    nobody = as_stand_in(zero_division, "zero_division")
    (_, fp), (fn, tp) = confusion_matrix(y_true, y_pred).tolist()
    return 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else nobody


def expected_cost(y_true: ArrayLike, y_pred: ArrayLike, false_alarm: float, miss: float) -> float:
    """(FP · false_alarm + FN · miss) / all: what the model's errors cost on average, for each thing it judges.

    y_true, y_pred: 0 and 1, shape (n,). false_alarm, miss: the cost of one error of either kind, 0 or more.

    >>> expected_cost([0, 0, 1, 1], [0, 1, 0, 1], false_alarm=1, miss=9)
    2.5
    """
    (tn, fp), (fn, tp) = confusion_matrix(y_true, y_pred).tolist()
    return (fp * as_cost(false_alarm, "false_alarm") + fn * as_cost(miss, "miss")) / (tn + fp + fn + tp)


def counts_by_threshold(y_true: ArrayLike, y_score: ArrayLike) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """FP and TP at every threshold, the highest first: walk down the sorted scores and count what passes.

    A threshold is a score that occurs, and whatever scores as much or more is called positive.
    y_true, y_score: shape (n,). Gives FP, TP and the thresholds, shape (t,) each.

    >>> counts_by_threshold([0, 1, 1], [0.1, 0.4, 0.4])
    (array([0, 1]), array([2, 2]), array([0.4, 0.1]))
    """
    y_true, y_score = as_answers(y_true, y_score, "y_score", as_vector)
    order = np.argsort(-y_score, kind="stable")
    y_true, y_score = y_true[order], y_score[order]
    last = np.append(np.flatnonzero(np.diff(y_score)), len(y_score) - 1)
    return np.cumsum(1 - y_true)[last], np.cumsum(y_true)[last], y_score[last]


def roc_curve(
    y_true: ArrayLike, y_score: ArrayLike, drop_intermediate: bool = True
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(FP / negatives, TP / positives), for every threshold: the share alarmed wrongly, against the share found.

    It starts at (0, 0) with the threshold inf, which nothing passes, and ends at (1, 1). drop_intermediate leaves
    out points in the middle of a straight piece; it changes neither the picture nor the area.
    The rate of a label that never occurs is nan, with a warning.
    y_true, y_score: shape (n,). Gives false-positive rates, true-positive rates and thresholds, shape (t,) each.
    scikit-learn: roc_curve.

    >>> roc_curve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])
    (array([0. , 0. , 0.5, 0.5, 1. ]), array([0. , 0.5, 0.5, 1. , 1. ]), array([ inf, 0.8 , 0.4 , 0.35, 0.1 ]))
    """
    fp, tp, thresholds = counts_by_threshold(y_true, y_score)
    if as_flag(drop_intermediate, "drop_intermediate"):
        bends = (np.diff(fp, 2) != 0) | (np.diff(tp, 2) != 0)
        kept = np.concatenate([[True], bends, [True]])[: len(fp)] if len(fp) > 2 else slice(None)
        fp, tp, thresholds = fp[kept], tp[kept], thresholds[kept]
    return _shares(np.append(0, fp), "negative"), _shares(np.append(0, tp), "positive"), np.append(np.inf, thresholds)


def precision_recall_curve(
    y_true: ArrayLike, y_score: ArrayLike, drop_intermediate: bool = False
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(TP / (TP + FP), TP / positives), for every threshold, the lowest first: what raising it wins and loses.

    The last point, precision 1 and recall 0, has no threshold: it stands for saying yes to nothing.
    drop_intermediate leaves out points between others of the same recall. Without any positive the recall is 1.
    y_true, y_score: shape (n,). Gives precisions and recalls, shape (t + 1,) each, and thresholds, shape (t,).
    scikit-learn: precision_recall_curve.

    >>> precision_recall_curve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])[0].round(3)
    array([0.5  , 0.667, 0.5  , 1.   , 1.   ])
    """
    fp, tp, thresholds = (counts[::-1] for counts in counts_by_threshold(y_true, y_score))
    if as_flag(drop_intermediate, "drop_intermediate") and len(tp) > 2:
        kept = np.concatenate([[True], (np.diff(tp[:-1]) != 0) | (np.diff(tp[1:]) != 0), [True]])
        fp, tp, thresholds = fp[kept], tp[kept], thresholds[kept]
    recalls = np.nan_to_num(_shares(tp[::-1], "positive")[::-1], nan=1.0)
    return np.append(tp / (tp + fp), 1.0), np.append(recalls, 0.0), thresholds


def auc(x: ArrayLike, y: ArrayLike) -> float:
    """Σ width · average height, between each two points: the area under a curve, in trapezoids.

    x, y: shape (n,), n at least 2; x never turns back. ValueError if it does. scikit-learn: auc.

    >>> auc([0, 0.5, 1], [0, 1, 1])
    0.75
    """
    x, y = as_vector(x, "x"), as_vector(y, "y")
    if len(x) != len(y) or len(x) < 2:
        raise ValueError(f"A curve needs at least two points, an x and a y for each; shapes: {x.shape} and {y.shape}.")
    widths = np.diff(x)
    if widths.min() < 0 < widths.max():
        raise ValueError("x is neither increasing nor decreasing: sort the points of the curve by x first.")
    return float(np.sum(np.abs(widths) * (y[1:] + y[:-1]) / 2))


def roc_auc_score(y_true: ArrayLike, y_score: ArrayLike) -> float:
    """Area under the ROC curve: how often a positive outscores a negative, one of each drawn at random; a tie is half.

    1: a threshold parts the two. 0.5: no better than chance. It doesn't depend on how common positives are.
    y_true, y_score: shape (n,). nan, with a warning, unless both labels occur. scikit-learn: roc_auc_score.

    >>> roc_auc_score([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])
    0.75
    """
    fpr, tpr, _ = roc_curve(y_true, y_score)
    return math.nan if np.isnan(fpr + tpr).any() else auc(fpr, tpr)


def average_precision(y_true: ArrayLike, y_score: ArrayLike) -> float:
    """Σ (gain in recall) · precision, from the highest threshold down: the precision-recall curve in one number.

    It is the average, over the positives, of the precision at each one's own score. 1: every positive outscores every
    negative. By chance it is about the share of positives, so unlike the ROC area it is low where positives are rare.
    y_true, y_score: shape (n,). 0, with a warning, if there are no positives. scikit-learn: average_precision_score.

    >>> round(average_precision([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]), 4)
    0.8333
    """
    precisions, recalls, _ = precision_recall_curve(y_true, y_score)
    return float(np.sum(-np.diff(recalls) * precisions[:-1]))


def cost_by_threshold(
    y_true: ArrayLike, y_score: ArrayLike, false_alarm: float, miss: float, prevalence: float | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """(1 − prevalence) · FP rate · false_alarm + prevalence · share missed · miss, for every threshold.

    What errors cost on average, for each thing judged, where a share `prevalence` of them is positive; None: as many
    as in y_true. The lowest cost shows the threshold to choose. Costs: 0 or more; prevalence: from 0 to 1.
    y_true, y_score: shape (n,). Gives the costs and the thresholds, inf first, shape (t,) each.

    >>> cost_by_threshold([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], false_alarm=1, miss=4)
    (array([2.  , 1.  , 1.25, 0.25, 0.5 ]), array([ inf, 0.8 , 0.4 , 0.35, 0.1 ]))
    """
    fpr, tpr, thresholds = roc_curve(y_true, y_score, drop_intermediate=False)
    given = prevalence is not None
    share = as_probability(prevalence, "prevalence") if given else float(np.mean(as_labels(y_true, "y_true")))
    alarms, misses = fpr * as_cost(false_alarm, "false_alarm"), (1 - tpr) * as_cost(miss, "miss")
    return (1 - share) * alarms + share * misses, thresholds


def _shares(counts: np.ndarray, label: str) -> np.ndarray:
    """Growing counts / the last of them, which is everybody with this label. nan, with a warning, if that is nobody."""
    if counts[-1]:
        return counts / counts[-1]
    from sklearn.exceptions import UndefinedMetricWarning

    words = f"No {label} samples in y_true: a share of them has nobody to ask about."
    warnings.warn(words, UndefinedMetricWarning, stacklevel=3)
    return np.full(len(counts), math.nan)
