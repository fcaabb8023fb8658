"""Calibration: when a model says 0.9, does it happen nine times in ten?

Letters
    y_true    what was the case: 1 (it happened) or 0 (it didn't), shape (n,)
    y_prob    the probability of a 1 that the model gave, from 0 to 1, shape (n,)
    bin       all cases with a probability in the same short stretch, such as 0.8 to 0.9
    a, b      how a repair stretches and shifts the log-odds

The order of arguments and the values are those of scikit-learn; a docstring gives its name for the function, where it
has one. nan, an empty list, a label other than 0 and 1, or a probability outside 0 to 1 is a ValueError. One class
alone is fine; only a repair needs both to learn from.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from core.checks import as_both, as_count, as_forecasts, as_number, as_shares
from core.probability import from_log_odds


def reliability_curve(
    y_true: ArrayLike, y_prob: ArrayLike, n_bins: int = 10
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """How often it happened, the mean probability given, and the number of cases, in each bin that has any.

    On the diagonal the model means what it says; below it, it claims too much. A probability on the edge of two
    bins belongs to the lower one.
    y_true, y_prob: shape (n,). n_bins: bins of equal width from 0 to 1. Gives shape (b,), b at most n_bins, each.
    scikit-learn: calibration_curve, which gives the first two; there n_bins must be named.

    >>> happened, said, cases = reliability_curve([0, 1, 1, 1], [0.1, 0.1, 0.7, 0.9], n_bins=2)
    >>> happened, said.round(3), cases
    (array([0.5, 1. ]), array([0.1, 0.8]), array([2, 2]))
    """
    y_true, y_prob = as_forecasts(y_true, y_prob)
    edges = np.linspace(0, 1, as_count(n_bins, "n_bins") + 1)
    bins = np.searchsorted(edges[1:-1], y_prob)
    cases = np.bincount(bins, minlength=n_bins)
    happened, said = (np.bincount(bins, values, n_bins) for values in (y_true, y_prob))
    some = cases > 0
    return happened[some] / cases[some], said[some] / cases[some], cases[some]


def expected_calibration_error(y_true: ArrayLike, y_prob: ArrayLike, n_bins: int = 10) -> float:
    """Σ cases / n · |happened − said|, over the bins: by how much the probabilities are off, on average.

    0 is best. It depends on the bins: more of them leave fewer cases in each, and chance alone then adds to it.
    y_true, y_prob: shape (n,).

    >>> round(expected_calibration_error([0, 1, 1, 1], [0.1, 0.1, 0.7, 0.9], n_bins=2), 3)
    0.3
    """
    happened, said, cases = reliability_curve(y_true, y_prob, n_bins)
    return float(np.sum(cases * np.abs(happened - said)) / np.sum(cases))


def brier_score(y_true: ArrayLike, y_prob: ArrayLike) -> float:
    """Σ (y_prob − y_true)² / n: the average squared error of the probabilities.

    0 is best, always saying 0.5 gives 0.25. y_true, y_prob: shape (n,). scikit-learn: brier_score_loss.

    >>> brier_score([1, 0], [0.5, 0.5])
    0.25
    """
    y_true, y_prob = as_forecasts(y_true, y_prob)
    return float(np.mean((y_prob - y_true) ** 2))


def log_loss(y_true: ArrayLike, y_prob: ArrayLike) -> float:
    """−Σ log(probability given to what happened) / n: the average surprise. 0 is best, always saying 0.5 gives 0.69.

    A sure and wrong forecast would cost infinitely much: probabilities keep 2.2e-16 away from 0 and 1, so that it
    costs 36. y_true, y_prob: shape (n,). scikit-learn: log_loss, with labels=[0, 1].

    >>> round(log_loss([1, 0], [0.5, 0.5]), 4)
    0.6931
    """
    y_true, y_prob = as_forecasts(y_true, y_prob)
    tiny = np.finfo(float).eps
    given = np.where(y_true == 1, y_prob, 1 - y_prob)
    return float(-np.mean(np.log(np.clip(given, tiny, 1 - tiny))))


def log_odds(y_prob: ArrayLike) -> np.ndarray:
    """log (p / (1 − p)), for every probability p: 0 at one half, above it for "rather yes".

    Probabilities keep 2.2e-16 away from 0 and 1, whose log-odds are infinite. y_prob: shape (n,), and so is the result.

    >>> log_odds([0.5, 0.9]).round(3)
    array([0.   , 2.197])
    """
    tiny = np.finfo(float).eps
    p = np.clip(as_shares(y_prob, "y_prob"), tiny, 1 - tiny)
    return np.log(p) - np.log1p(-p)


def fit_platt(y_true: ArrayLike, y_prob: ArrayLike) -> tuple[float, float]:
    """The a and b for which a · log-odds + b are the best log-odds: Platt scaling, a logistic regression on log-odds.

    a below 1: the model is surer than it should be. Learn them on cases that the model was not trained on.
    LogisticRegression's slight pull towards a = 0 keeps them finite where a threshold parts the two labels.
    y_true, y_prob: shape (n,). ValueError unless both labels occur.

    >>> a, b = fit_platt([0, 1, 1, 0, 1, 0], [0.01, 0.01, 0.99, 0.99, 0.99, 0.01])
    >>> 0 < a < 1
    True
    """
    from sklearn.linear_model import LogisticRegression

    y_true, y_prob = as_forecasts(y_true, y_prob)
    model = LogisticRegression().fit(log_odds(y_prob)[:, np.newaxis], as_both(y_true, "y_true"))
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def recalibrate(y_prob: ArrayLike, a: float, b: float) -> np.ndarray:
    """1 / (1 + e^−(a · log-odds + b)): the probability that the repair makes of the one given.

    With a above 0 the order of the cases stays, so what was ranked well still is.
    y_prob: shape (n,), and so is the result.

    >>> recalibrate([0.5, 0.9], 1, 0)
    array([0.5, 0.9])
    """
    return from_log_odds(as_number(a, "a") * log_odds(y_prob) + as_number(b, "b"))
