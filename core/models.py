"""Models that learn from a table, written from scratch: fit, then predict.

Letters
    X        data: one row per thing, one column per measurement, shape (n, d)
    y        the number to predict for each row, shape (n,)
    ŷ        what a model predicts for each row, shape (n,)
    w, b     the weights, one for each column, shape (d,); the intercept: what is predicted where all of x is 0
    y − ŷ    the residuals: how far each prediction misses
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from core.linear_algebra import LARGEST, as_count, as_matrix, as_number, as_vector


def predict(X: ArrayLike, w: ArrayLike, b: float) -> np.ndarray:
    """ŷ = Xw + b: for each row, the dot product of its numbers and the weights, plus the intercept.

    X: shape (n, d); w: shape (d,). Gives shape (n,). ValueError unless there is one weight for each column.

    >>> predict([[1, 2], [3, 4]], [10, 1], 5)
    array([17., 39.])
    """
    X, w, b = as_matrix(X, "X"), as_vector(w, "w"), as_number(b, "b")
    if X.shape[1] != len(w):
        raise ValueError(f"Each column of X needs one weight; you have {X.shape[1]} columns and {len(w)} weights.")
    return X @ w + b


def mean_squared_error(y: ArrayLike, predicted: ArrayLike) -> float:
    """(1/n) Σ (yᵢ − ŷᵢ)²: how far predictions miss, squared, on average. In the unit of y, squared.

    y, predicted: shape (n,). ValueError if they differ in length.

    >>> mean_squared_error([1, 2, 3], [1, 2, 6])
    3.0
    """
    y, predicted = as_targets(y, predicted)
    return float(np.mean((y - predicted) ** 2))


def r_squared(y: ArrayLike, predicted: ArrayLike) -> float:
    """R² = 1 − Σ (yᵢ − ŷᵢ)² / Σ (yᵢ − mean)²: the share of y's spread that the predictions account for.

    1: every prediction is right. 0: no better than always saying the mean. Below 0: worse than that.
    y, predicted: shape (n,). ValueError if they differ in length, or if all of y are equal: there is no spread.

    >>> r_squared([1, 2, 3], [1, 2, 2])
    0.5
    """
    y, predicted = as_targets(y, predicted)
    if np.ptp(y) == 0:
        raise ValueError(f"All of y are {y[0]:g}: there is no spread to account for.")
    return 1 - mean_squared_error(y, predicted) / mean_squared_error(y, np.full_like(y, y.mean()))


def fit_least_squares(X: ArrayLike, y: ArrayLike, intercept: bool = True) -> tuple[np.ndarray, float]:
    """The w and b that make Σ (yᵢ − xᵢ · w − b)² as small as it can be, solved in one go.

    The columns of X, centred, are written as Q times R: the columns of Q stand at right angles, and R is zero below
    its diagonal. Then Rw = Qᵀy is quick to solve, with fewer digits lost than by XᵀXw = Xᵀy.
    X: shape (n, d); y: shape (n,). Gives w of shape (d,), and b, which is 0 without an intercept.
    ValueError if there are too few rows, or if a column can be made from the others: then many w are equally good.

    >>> w, b = fit_least_squares([[1], [2], [4]], [5, 7, 11])
    >>> w.round(6), round(b, 6)
    (array([2.]), 3.0)
    """
    X, y = as_rows(X, y)
    if len(X) < X.shape[1] + intercept:
        raise ValueError(f"{X.shape[1] + intercept} numbers to find need at least as many rows; X has {len(X)}.")
    centre, height = (X.mean(axis=0), y.mean()) if intercept else (np.zeros(X.shape[1]), 0.0)
    Q, R = np.linalg.qr(X - centre)
    refuse_copies(X, R)
    w = np.linalg.solve(R, Q.T @ (y - height))
    return w, float(height - centre @ w)


def fit_gradient_descent(
    X: ArrayLike, y: ArrayLike, steps: int, rate: float, intercept: bool = True
) -> tuple[np.ndarray, float]:
    """w ← w − rate · 2(Gw − c), with G = XᵀX/n and c = Xᵀy/n: downhill on the mean squared error, starting from zero.

    2(Gw − c) is the gradient, (2/n) Xᵀ(Xw − y). G and c are all it needs of the rows, so a step costs the same however
    many rows there are. The intercept is the weight of a column of ones.
    X: shape (n, d), its columns best standardised; y: shape (n,). Gives w of shape (d,), and b, 0 without an intercept.
    If `rate` is too large, w and b grow with every step and end as inf or nan. ValueError if it is not above 0.

    >>> w, b = fit_gradient_descent([[-1], [0], [1]], [1, 3, 5], steps=60, rate=0.3)
    >>> w.round(6), round(b, 6)
    (array([2.]), 3.0)
    """
    X, y, rate = *as_rows(X, y), as_rate(rate)
    A = np.column_stack([X, np.ones(len(X))]) if intercept else X
    G, c = A.T @ A / len(A), A.T @ y / len(A)
    w = np.zeros(A.shape[1])
    for _ in range(as_count(steps, "steps", lowest=0)):
        w = w - rate * 2 * (G @ w - c)
    return (w[:-1], float(w[-1])) if intercept else (w, 0.0)


def matching_digits(a: ArrayLike, b: ArrayLike) -> int:
    """⌊−log₁₀(max |a − b| / max |a|)⌋: to how many digits two lists of numbers agree at their worst, from 0 to 16.

    The largest gap is measured against the largest number. a, b: shape (n,). ValueError if they differ in length.

    >>> matching_digits([100, 200], [100, 200.001])
    5
    """
    a, b = as_targets(a, b)
    gap = np.max(np.abs(a - b)) / max(np.max(np.abs(a)), 1 / LARGEST)
    return int(np.clip(np.floor(-np.log10(max(gap, 1e-16))), 0, 16))


# What the functions above ask of their arguments.


def as_rows(X: ArrayLike, y: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """`X` as a matrix and `y` as a vector. ValueError unless y has one number for each row of X."""
    X, y = as_matrix(X, "X"), as_vector(y, "y")
    if len(X) != len(y):
        raise ValueError(f"y needs one number for each row of X; shapes: {X.shape} and {y.shape}.")
    return X, y


def as_targets(y: ArrayLike, predicted: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Both as vectors of one length. ValueError if their lengths differ, so that none is stretched over the other."""
    y, predicted = as_vector(y, "y"), as_vector(predicted, "predicted")
    if len(y) != len(predicted):
        raise ValueError(f"Each number needs one to compare it with; shapes: {y.shape} and {predicted.shape}.")
    return y, predicted


def as_rate(rate: float) -> float:
    """`rate` as a float. ValueError unless it is above 0."""
    rate = as_number(rate, "rate")
    if rate <= 0:
        raise ValueError(f"rate must be above 0, to go downhill; it is {rate:g}.")
    return rate


def refuse_copies(X: np.ndarray, R: np.ndarray) -> None:
    """ValueError if a column can be made from those before it: R has on its diagonal how much of each is new."""
    new, size = np.abs(np.diag(R)), np.sqrt(np.sum(X**2, axis=0))
    copies = np.flatnonzero(new <= 1e-13 * size)
    if len(copies):
        raise ValueError(
            f"Column {copies[0]} of X never changes, or can be made from the columns before it, "
            "so many weights fit equally well: leave it out."
        )
