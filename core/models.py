"""Models that learn from a table, written from scratch: fit, then predict.

Letters
    X        data: one row per thing, one column per measurement, shape (n, d)
    y        the number to predict for each row, shape (n,)
    ŷ        what a model predicts for each row, shape (n,)
    w, b     the weights, one for each column, shape (d,); the intercept: what is predicted where all of x is 0
    y − ŷ    the residuals: how far each prediction misses
    p        for a y of 0 and 1: the probability of a 1
    z        its log-odds, log p / (1 − p): 0 at one half, above it for "rather 1"
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from sklearn.model_selection import KFold

from core.checks import (
    LARGEST,
    as_changing,
    as_classes,
    as_cost,
    as_count,
    as_finite,
    as_flag,
    as_folds,
    as_from_zero,
    as_level,
    as_matrix,
    as_model,
    as_naive_bayes,
    as_number,
    as_positive,
    as_rng,
    as_rows,
    as_vector,
    as_vectors,
    as_weights,
    refuse_copies,
    solved,
)
from core.probability import from_log_odds


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

    y, predicted: shape (n,). ValueError if they differ in length. scikit-learn: mean_squared_error.

    >>> mean_squared_error([1, 2, 3], [1, 2, 6])
    3.0
    """
    y, predicted = as_vectors(y=y, predicted=predicted)
    return float(np.mean((y - predicted) ** 2))


def root_mean_squared_error(y: ArrayLike, predicted: ArrayLike) -> float:
    """√((1/n) Σ (yᵢ − ŷᵢ)²): how far a prediction typically misses, in the unit of y; large misses count more.

    y, predicted: shape (n,). ValueError if they differ in length. scikit-learn: root_mean_squared_error.

    >>> root_mean_squared_error([1, 2, 3, 4], [1, 2, 3, 10])
    3.0
    """
    return float(np.sqrt(mean_squared_error(y, predicted)))


def mean_absolute_error(y: ArrayLike, predicted: ArrayLike) -> float:
    """(1/n) Σ |yᵢ − ŷᵢ|: how far predictions miss on average, in the unit of y; every miss counts by its size.

    The one number that misses least by it is the median of y; by the mean squared error it is the mean.
    y, predicted: shape (n,). ValueError if they differ in length. scikit-learn: mean_absolute_error.

    >>> mean_absolute_error([1, 2, 3, 4], [1, 2, 3, 10])
    1.5
    """
    y, predicted = as_vectors(y=y, predicted=predicted)
    return float(np.mean(np.abs(y - predicted)))


def r_squared(y: ArrayLike, predicted: ArrayLike) -> float:
    """R² = 1 − Σ (yᵢ − ŷᵢ)² / Σ (yᵢ − mean)²: the share of y's variance that the predictions account for.

    1: every prediction is right. 0: no better than always saying the mean. Below 0: worse than that.
    y, predicted: shape (n,). ValueError if they differ in length, or if all of y are equal: there is no variance.
    scikit-learn: r2_score.

    >>> r_squared([1, 2, 3], [1, 2, 2])
    0.5
    """
    y, predicted = as_vectors(y=y, predicted=predicted)
    if np.ptp(y) == 0:
        raise ValueError(f"All of y are {y[0]:g}: there is no variance to account for.")
    y = as_changing(y, "y")
    with np.errstate(over="ignore"):
        lost = np.mean((y - predicted) ** 2) / np.mean((y - y.mean()) ** 2)
    return 1 - as_finite(float(lost), "How far R² lies below 1")


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
    (X, y), intercept = as_rows(X, y), as_flag(intercept, "intercept")
    if len(X) < X.shape[1] + intercept:
        raise ValueError(f"{X.shape[1] + intercept} numbers to find need at least as many rows; X has {len(X)}.")
    centre, height = (X.mean(axis=0), y.mean()) if intercept else (np.zeros(X.shape[1]), 0.0)
    Q, R = np.linalg.qr(X - centre)
    refuse_copies(X, X - centre, R)
    w = as_finite(np.linalg.solve(R, Q.T @ (y - height)), "A weight")
    return w, as_finite(float(height - centre @ w), "The intercept")


def ridge(X: ArrayLike, y: ArrayLike, penalty: float) -> tuple[np.ndarray, float]:
    """w = (XᵀX/n + λI)⁻¹ Xᵀy/n, with X and y centred: the lowest (1/n) Σ (yᵢ − ŷᵢ)² + λ Σ wⱼ², λ the penalty.

    The intercept b is not penalised. Standardise the columns first: in other units a weight is larger, and pays more.
    X: shape (n, d); y: shape (n,); penalty: 0 or more. Gives w, shape (d,), and b. scikit-learn: Ridge(alpha=n·λ).
    ValueError if many weights fit equally well, which only a penalty of 0 allows.

    >>> w, b = ridge([[-1], [0], [1]], [1, 3, 5], penalty=2 / 3)
    >>> w.round(6), b
    (array([1.]), 3.0)
    """
    (X, y), penalty = as_rows(X, y), as_cost(penalty, "penalty")
    centre, height = X.mean(axis=0), y.mean()
    A = X - centre
    with np.errstate(all="ignore"):
        H = as_finite(A.T @ A / len(X), "A square") + penalty * np.eye(X.shape[1])
        w = solved(H, A.T @ (y - height) / len(X), "Raise the penalty, or leave out columns made from others.")
        return as_finite(w, "A weight"), as_finite(float(height - centre @ w), "The intercept")


def lasso_path(X: ArrayLike, y: ArrayLike, penalties: ArrayLike) -> np.ndarray:
    """For each λ of `penalties` the w with the lowest (1/n) Σ (yᵢ − ŷᵢ)² + λ Σ |wⱼ|: one weight after another dies.

    One weight at a time: wⱼ is what column j still explains, drawn λ/2 towards 0 and no further, over mean xⱼ².
    Round after round, until nothing moves. X and y are centred, so the intercept is not penalised.
    X: shape (n, d); y: shape (n,); penalties: 0 or more, shape (k,). Gives (k, d). scikit-learn: Lasso(alpha=λ/2).

    >>> lasso_path([[-1], [0], [1]], [1, 3, 5], [0, 4 / 3, 4]).round(6).ravel() + 0.0
    array([2., 1., 0.])
    """
    (X, y), penalties = as_rows(X, y), as_from_zero(as_vector(penalties, "penalties"), "penalties")
    A, w, path = X - X.mean(axis=0), np.zeros(X.shape[1]), []
    with np.errstate(all="ignore"):
        G, c = as_finite(A.T @ A / len(X), "A square"), A.T @ (y - y.mean()) / len(X)
        for penalty in penalties:
            w = _lasso(G, c, penalty, w)
            path.append(w)
    return as_finite(np.array(path), "A weight")


def _lasso(G: np.ndarray, c: np.ndarray, penalty: float, start: np.ndarray) -> np.ndarray:
    """One λ of `lasso_path`, with G = XᵀX/n and c = Xᵀy/n, from weights near by."""
    w = start.copy()
    for _ in range(10_000):
        before = w.copy()
        for j in np.flatnonzero(np.diag(G)):
            explains = c[j] - G[j] @ w + G[j, j] * w[j]
            w[j] = np.sign(explains) * max(abs(explains) - penalty / 2, 0) / G[j, j]
        if not np.max(np.abs(w - before)) > 1e-13 * np.max(np.abs(w)):
            break
    return w


def coefficient_errors(X: ArrayLike, y: ArrayLike, intercept: bool = True) -> tuple[np.ndarray, float]:
    """s √((XᵀX)⁻¹ⱼⱼ), with X centred: the standard error of wⱼ, how far it typically lies from the truth.

    s² = Σ (yᵢ − ŷᵢ)² / (n − d − 1): the variance of the misses, to which d weights and an intercept were fitted.
    From X = QR, (XᵀX)⁻¹ is R⁻¹ times its transpose. It holds where the truth is a line, and the misses are independent
    and vary alike everywhere; then, with many rows, the truth lies within 2 standard errors about 95 % of the time.
    X: shape (n, d); y: shape (n,). Gives those of w, shape (d,), and that of b, 0 without an intercept.
    ValueErrors as in `fit_least_squares`, and if no row is left over to judge the misses by.

    >>> of_w, of_b = coefficient_errors([[-1], [0], [1], [2]], [1, 2, 4, 5])
    >>> of_w.round(4), round(of_b, 4)
    (array([0.1414]), 0.1732)
    """
    (X, y), (w, _) = as_rows(X, y), fit_least_squares(X, y, intercept)
    n, d = X.shape
    if n <= d + intercept:
        raise ValueError(f"{d + intercept} numbers to find and {n} rows leave nothing to judge by: take more rows.")
    centre, height = (X.mean(axis=0), y.mean()) if intercept else (np.zeros(d), 0.0)
    misses = y - height - (X - centre) @ w
    s = np.sqrt(np.sum(misses**2) / (n - d - intercept))
    inverse = np.linalg.inv(np.linalg.qr(X - centre, mode="r"))
    of_b = s * np.sqrt(1 / n + np.sum((centre @ inverse) ** 2)) if intercept else 0.0
    return s * np.sqrt(np.sum(inverse**2, axis=1)), float(of_b)


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
    X, y, rate, intercept = *as_rows(X, y), as_positive(rate, "rate"), as_flag(intercept, "intercept")
    A = np.column_stack([X, np.ones(len(X))]) if intercept else X
    G, c = A.T @ A / len(A), A.T @ y / len(A)
    w = np.zeros(A.shape[1])
    with np.errstate(all="ignore"):
        for _ in range(as_count(steps, "steps", lowest=0)):
            w = w - rate * 2 * (G @ w - c)
    return (w[:-1], float(w[-1])) if intercept else (w, 0.0)


def fit_logistic(X: ArrayLike, y: ArrayLike, penalty: float = 1.0) -> tuple[np.ndarray, float]:
    """The w and b for which p = 1 / (1 + e^−(x·w + b)) fits best: the lowest `logistic_loss`.

    Newton's method: where the loss would be lowest if it bent everywhere as it does here, go there; half as far if
    that led up. Standardise the columns first, so that the penalty treats them alike.
    X: shape (n, d); y: 0 and 1, shape (n,). penalty: above 0; 1 is what scikit-learn calls C=1. Gives w, shape (d,), b.

    >>> w, b = fit_logistic([[-2], [-1], [1], [2]], [0, 0, 1, 1])
    >>> w.round(3), round(b, 6) + 0.0
    (array([1.007]), 0.0)
    """
    X, y = as_classes(X, y)
    A, pull = np.column_stack([X, np.ones(len(X))]), np.append(np.full(X.shape[1], as_positive(penalty, "penalty")), 0)
    v = np.zeros(A.shape[1])
    for _ in range(100):
        p = from_log_odds(A @ v)
        H, slope = A.T * (p * (1 - p)) @ A + np.diag(pull), A.T @ (p - y) + pull * v
        step = solved(H, slope, "Standardise the columns of X, or raise the penalty.")
        while logistic_loss(v - step, A, y, pull) > logistic_loss(v, A, y, pull) and np.any(v - step != v):
            step = step / 2
        v = v - step
        if np.max(np.abs(step)) <= 1e-12 * np.max(np.abs(v)):
            break
    return v[:-1], float(v[-1])


def logistic_loss(v: np.ndarray, A: np.ndarray, y: np.ndarray, pull: np.ndarray) -> float:
    """−Σ log(the probability of what happened) + ½ Σ pull · v²: surprise, and a penalty on large weights.

    The second part keeps the weights finite where a threshold parts the two classes. A: shape (n, d), v: shape (d,).

    >>> round(logistic_loss(np.zeros(1), np.ones((2, 1)), np.array([0, 1]), np.ones(1)), 4)
    1.3863
    """
    A, y = as_rows(A, y, "A")
    v, pull = as_weights(v, A, "v"), as_weights(pull, A, "pull")
    return float(np.sum(np.logaddexp(0, A @ v) - y * (A @ v)) + np.sum(pull * v**2) / 2)


class GaussianNaiveBayes(NamedTuple):
    """What naive Bayes learned of class 0 and class 1: how frequent each is, and each column's mean and variance."""

    prior: np.ndarray  # (2,)
    mean: np.ndarray  # (2, d)
    variance: np.ndarray  # (2, d)


def fit_gaussian_naive_bayes(X: ArrayLike, y: ArrayLike) -> GaussianNaiveBayes:
    """For each class its share of the rows, and the mean and variance of every column: nothing else is learned.

    Every variance gets 1e-9 of the largest column's on top, as in scikit-learn, so that none is 0.
    X: shape (n, d); y: 0 and 1, shape (n,). ValueError unless both classes occur.

    >>> model = fit_gaussian_naive_bayes([[0.0], [2.0], [10.0]], [0, 0, 1])
    >>> model.prior.round(2), model.mean.ravel(), model.variance.ravel().round(2)
    (array([0.67, 0.33]), array([ 1., 10.]), array([1., 0.]))
    """
    X, y = as_classes(X, y)
    groups = [X[y == 0], X[y == 1]]
    least = 1e-9 * np.max(np.var(X, axis=0))
    prior = np.array([len(rows) / len(X) for rows in groups])
    mean = np.array([rows.mean(axis=0) for rows in groups])
    return GaussianNaiveBayes(prior, mean, np.array([rows.var(axis=0) for rows in groups]) + least)


def naive_bayes_scores(X: ArrayLike, model: GaussianNaiveBayes) -> np.ndarray:
    """z = log prior₁/prior₀ + Σⱼ log N(xⱼ; mean₁ⱼ, variance₁ⱼ) / N(xⱼ; mean₀ⱼ, variance₀ⱼ): the log-odds of class 1.

    Naive: within each class the columns are taken as independent, so their evidence adds up. `from_log_odds` gives p.
    X: shape (n, d). Gives shape (n,). ValueError unless X has the columns that the model was fitted on.

    >>> model = GaussianNaiveBayes(np.array([0.5, 0.5]), np.array([[-1.0], [1.0]]), np.array([[1.0], [1.0]]))
    >>> naive_bayes_scores([[-3], [0], [0.5]], model)
    array([-6.,  0.,  1.])
    """
    X, (prior, mean, variance) = as_matrix(X, "X"), as_naive_bayes(model)
    if X.shape[1] != mean.shape[1]:
        raise ValueError(f"The model knows {mean.shape[1]} columns; X has {X.shape[1]}.")
    if np.min(variance) <= 0:
        raise ValueError("A column of a class never changes, so its bell curve has no width: leave that column out.")
    log_density = [-np.sum(np.log(s2) + (X - m) ** 2 / s2, axis=1) / 2 for m, s2 in zip(mean, variance)]
    return np.log(prior[1] / prior[0]) + log_density[1] - log_density[0]


def train_test_split(
    X: ArrayLike, y: ArrayLike, test_size: float, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Shuffle the rows and put a share of them away: X_train, X_test, y_train, y_test.

    What a model has seen says nothing of how well it does on what it hasn't. test_size: the share put away, between
    0 and 1, rounded up to whole rows. X: shape (n, d); y: shape (n,). ValueError if either side would be empty.

    >>> parts = train_test_split([[1], [2], [3], [4]], [1, 2, 3, 4], 0.25, np.random.default_rng(0))
    >>> [part.ravel().tolist() for part in parts]
    [[1.0, 2.0, 4.0], [3.0], [1.0, 2.0, 4.0], [3.0]]
    """
    X, y = as_rows(X, y)
    away = int(np.ceil(as_level(test_size, "test_size") * len(X)))
    if not 0 < away < len(X):
        raise ValueError(f"Of {len(X)} rows {away} would be put away; it must be at least 1, and not all of them.")
    order = as_rng(rng).permutation(len(X))
    test, train = order[:away], order[away:]
    return X[train], X[test], y[train], y[test]


def cross_validate(model: Any, X: ArrayLike, y: ArrayLike, folds: int = 5) -> tuple[np.ndarray, np.ndarray]:
    """R² on the rows learned from, and on the rows held out, for each fold: every row is held out once.

    Fold after fold is held out while the model learns from the others. The mean of the second list is the score to
    choose by. Shuffle the rows first, unless their order means something. model: anything with `fit` and `predict`.
    X: shape (n, d); y: shape (n,). Gives two arrays of shape (folds,).

    >>> from sklearn.linear_model import LinearRegression
    >>> seen, unseen = cross_validate(LinearRegression(), [[1], [2], [3], [4]], [1, 2, 3, 4], folds=2)
    >>> unseen
    array([1., 1.])
    """
    (X, y), model, scores = as_rows(X, y), as_model(model), []
    for learned, held in KFold(as_folds(folds, len(X))).split(X):
        with np.errstate(all="ignore"):
            fitted = model.fit(X[learned], y[learned])
            scores.append([r_squared(y[rows], fitted.predict(X[rows])) for rows in (learned, held)])
    return tuple(np.array(scores).T)


def matching_digits(a: ArrayLike, b: ArrayLike) -> int:
    """⌊−log₁₀(max |a − b| / max |a|)⌋: to how many digits two lists of numbers agree at their worst, from 0 to 16.

    The largest gap is measured against the largest number. a, b: shape (n,). ValueError if they differ in length.

    >>> matching_digits([100, 200], [100, 200.001])
    5
    """
    a, b = as_vectors(a=a, b=b)
    gap = np.max(np.abs(a - b)) / max(np.max(np.abs(a)), 1 / LARGEST)
    return int(np.clip(np.floor(-np.log10(max(gap, 1e-16))), 0, 16))
