"""Walking downhill: losses, their gradients, and step after step against them.

Letters
    X        data: one row per thing, one column per measurement, shape (n, d)
    y        the number to predict for each row, shape (n,)
    w        the weights, one for each column, shape (d,); a model predicts Xw
    L(w)     the loss: how badly the model with weights w predicts; here the mean squared error
    ∇L(w)    the gradient of L at w: the slope of L along each weight, shape (d,); it points the steepest way up
    H        the Hessian: how fast each slope changes along each weight, shape (d, d); here it is 2XᵀX / n
    d        how far w is from the weights with the least loss; in a shape, the number of columns
    λ        an eigenvalue of H: the curvature of the loss, how sharply it bends, along one of H's own directions
    σ        a singular value of X: how much X stretches one of its own directions
    m, v     momentum: the share of the last step that is kept; the step taken, shape (d,)
    β        the share of a running mean that is kept at each step; the rest is new

Letters of a classifier's loss, on one row
    z            the logits: one score per class, any real numbers, at most 1e150 in size, shape (k,)
    p            softmax(z): the probability of each class, shape (k,)
    true_class   the place of the true class in z, counted from 0
    y            1 for the true class and 0 for every other, shape (k,)
    log          the natural logarithm: log(p) is the power of e that makes p

Weights may be infinite or nan, for that is what a descent that explodes ends in; everything else must be finite.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from core.attention import softmax, softmax_naive
from core.checks import (
    as_batch,
    as_class,
    as_count,
    as_distribution,
    as_finite,
    as_flag,
    as_floats,
    as_from_zero,
    as_matrix,
    as_momentum,
    as_number,
    as_positive,
    as_rng,
    as_room,
    as_rows,
    as_start,
    as_vector,
    as_vectors,
    as_weights,
)
from core.models import fit_least_squares

Gradient = Callable[[np.ndarray], np.ndarray]


def mse(w: ArrayLike, X: ArrayLike, y: ArrayLike) -> float:
    """L(w) = (1/n) Σ (xᵢ · w − yᵢ)²: how far the predictions Xw miss, squared, on average.

    w: shape (d,); X: shape (n, d); y: shape (n,). In the unit of y, squared.
    Infinite where w is so large that a square overflows. ValueError if the shapes don't fit.

    >>> mse([1, 2], [[1, 0], [0, 1]], [1, 4])
    2.0
    """
    X, y = as_rows(X, y)
    w = as_weights(w, X)
    with np.errstate(all="ignore"):
        return float(np.mean((X @ w - y) ** 2))


def mse_gradient(w: ArrayLike, X: ArrayLike, y: ArrayLike) -> np.ndarray:
    """∇L(w) = (2/n) Xᵀ(Xw − y): the slope of the mean squared error along each weight.

    Each miss pulls at every weight, as strongly as that weight's column is large in its row.
    w: shape (d,), and so is the gradient; X: shape (n, d); y: shape (n,). ValueError if the shapes don't fit.

    >>> mse_gradient([1, 2], [[1, 0], [0, 1]], [1, 4])
    array([ 0., -2.])
    """
    X, y = as_rows(X, y)
    w = as_weights(w, X)
    with np.errstate(all="ignore"):
        return 2 / len(X) * X.T @ (X @ w - y)


def gradient_descent(
    gradient: Gradient, start: ArrayLike, rate: float, steps: int, momentum: float = 0.0
) -> np.ndarray:
    """v ← m·v − rate · ∇L(w), then w ← w + v: a step against the gradient, plus a share m of the step before.

    A step lowers the loss only if the rate is small enough; with momentum it may also run on uphill for a while.

    gradient: takes w, gives ∇L(w); start: one number, or an array of any shape, such as (d,).
    Gives the whole path, start included, shape (steps + 1, d).
    If the rate is too large, w grows with every step and ends as inf or nan: `first_overflow` says when.
    ValueError unless `rate` is above 0, and `momentum` is 0 or more and below 1.

    >>> gradient_descent(lambda w: 2 * w, [1.0], rate=0.25, steps=3).tolist()
    [[1.0], [0.5], [0.25], [0.125]]
    """
    w, rate, m = as_start(start, gradient), as_positive(rate, "rate"), as_momentum(momentum)
    path, v = [w], np.zeros_like(w)
    as_room(as_count(steps, "steps", lowest=0), w.size)
    with np.errstate(all="ignore"):
        for _ in range(steps):
            v = m * v - rate * np.asarray(gradient(w))
            w = w + v
            path.append(w)
    return np.array(path)


def minibatch_descent(
    X: ArrayLike, y: ArrayLike, start: ArrayLike, rate: float, steps: int, batch: int, rng: np.random.Generator
) -> np.ndarray:
    """w ← w − rate · ∇L(w), with the gradient of the mean squared error on a few rows, drawn anew for each step.

    A step costs less than with all rows, and its direction is right only on average: the path is noisy.
    X: shape (n, d); y: shape (n,); start: shape (d,); batch: rows a step. Gives the path, shape (steps + 1, d).
    If the rate is too large, w grows with every step and ends as inf or nan.
    ValueError if the shapes don't fit, if `rate` is not above 0, or if `batch` is not from 1 to n.

    >>> minibatch_descent([[1], [1]], [2, 2], [0], 0.25, 3, 1, np.random.default_rng(0)).ravel().tolist()
    [0.0, 1.0, 1.5, 1.75]
    """
    X, y = as_rows(X, y)
    w, rate, batch = as_weights(as_vector(start, "start"), X, "start"), as_positive(rate, "rate"), as_batch(batch, X)
    path, rng = [w], as_rng(rng)
    as_room(as_count(steps, "steps", lowest=0), w.size)
    with np.errstate(all="ignore"):
        for _ in range(steps):
            rows = rng.choice(len(X), batch, replace=False)
            w = w - rate * mse_gradient(w, X[rows], y[rows])
            path.append(w)
    return np.array(path)


# Other ways to make a step of a slope: what is kept from one step to the next comes in and goes out again.


def momentum_step(
    w: ArrayLike, v: ArrayLike, slopes: ArrayLike, rate: float, momentum: float = 0.9
) -> tuple[np.ndarray, np.ndarray]:
    """v ← m·v − rate · slopes, then w ← w + v: the share m of the last step, and a step downhill. Gives w and v.

    Where the slope stays the same the steps grow, up to 1 / (1 − m) times as long; where it changes sign they cancel.
    w, v, slopes: shape (d,); v is 0 at first. ValueError unless they are equally long and `rate` is above 0.

    >>> momentum_step([1.0], [-0.5], [2.0], rate=0.1, momentum=0.5)
    (array([0.55]), array([-0.45]))
    """
    (w, v, slopes), rate, m = as_vectors(w=w, v=v, slopes=slopes), as_positive(rate, "rate"), as_momentum(momentum)
    v = m * v - rate * slopes
    return as_finite(w + v, "A weight"), v


def adam_step(
    w: ArrayLike, slopes: ArrayLike, mean: ArrayLike, square: ArrayLike, t: int, rate: float, beta1: float = 0.9,
    beta2: float = 0.999, corrected: bool = True
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:  # fmt: skip
    """w ← w − rate · m̂ / √v̂, for each weight: m̂ the running mean of its slopes, v̂ of their squares.

    mean ← β₁ · mean + (1 − β₁) · slopes, and square likewise; both start at 0, so they are too small at first. Divided
    by 1 − βᵗ they are m̂ and v̂: that is the bias correction, left out unless `corrected`. To √v̂ a 1e-8 is added, so
    that a weight without a slope stays. w, slopes, mean, square: shape (d,); t: the step, 1 for the first.
    Gives w, mean and square. PyTorch: torch.optim.Adam. Source: Kingma and Ba 2015, arXiv:1412.6980.

    >>> w, mean, square = adam_step([0.0, 0.0], [400.0, -2.0], [0.0, 0.0], [0.0, 0.0], t=1, rate=0.5)
    >>> w.round(6).tolist()
    [-0.5, 0.5]
    """
    w, slopes, mean, square = as_vectors(w=w, slopes=slopes, mean=mean, square=as_from_zero(square, "square"))
    t, rate, corrected = as_count(t, "t"), as_positive(rate, "rate"), as_flag(corrected, "corrected")
    beta1, beta2 = as_momentum(beta1, "beta1"), as_momentum(beta2, "beta2")
    mean = beta1 * mean + (1 - beta1) * slopes
    square = beta2 * square + (1 - beta2) * slopes**2
    m, v = (mean / (1 - beta1**t), square / (1 - beta2**t)) if corrected else (mean, square)
    return as_finite(w - rate * m / (np.sqrt(v) + 1e-8), "A weight"), mean, square


def cosine_schedule(rate: float, t: int, steps: int) -> float:
    """rate · ½ (1 + cos(π · t / steps)): all of the rate at first, half of it halfway, none at the end.

    t: how many of the `steps` are done, from 0 to all. PyTorch: CosineAnnealingLR. Source: Loshchilov and Hutter 2017,
    arXiv:1608.03983.

    >>> [round(cosine_schedule(0.1, t, 4), 4) for t in range(5)]
    [0.1, 0.0854, 0.05, 0.0146, 0.0]
    """
    rate, steps = as_positive(rate, "rate"), as_count(steps, "steps")
    t = as_count(t, "t", lowest=0, highest=steps)
    return rate * (1 + math.cos(math.pi * t / steps)) / 2


def largest_stable_rate(X: ArrayLike) -> float:
    """2 / λmax, with λmax the largest curvature of the loss: from this rate on, descent doesn't settle.

    Along that direction a step multiplies the distance to the bottom by 1 − rate · λmax. Beyond this rate that is
    below −1: each step lands higher on the other side. For the mean squared error, without momentum.
    λmax is the largest eigenvalue of H = 2XᵀX / n, which is 2/n times the square of the most that X stretches a
    direction. X: shape (n, d). ValueError if X is all zeros.

    >>> largest_stable_rate([[1, 0], [0, 2]])
    0.5
    """
    X = as_matrix(X, "X")
    largest = np.linalg.svd(X, compute_uv=False)[0]
    if largest == 0:
        raise ValueError("X is all zeros, so the loss is flat and every rate is stable.")
    with np.errstate(over="ignore", divide="ignore"):
        return as_finite(float(len(X) / largest**2), "The rate")


def condition_number(X: ArrayLike) -> float:
    """σmax / σmin: the most that X stretches a direction over the least. 1 is round; large is a long, narrow valley.

    A contour of the mean squared error is this many times as long as it is wide. Its square is the largest curvature
    over the smallest, and the steps that descent needs grow with it. NumPy calls the σ the singular values of X.
    X: shape (n, d), n at least d. Infinite, or past 1e15 by rounding, if a column can be made from the others.
    ValueError if there are fewer rows than columns, or if X is all zeros.

    >>> condition_number([[1, 0], [0, 4]])
    4.0
    """
    X = as_matrix(X, "X")
    if len(X) < X.shape[1]:
        raise ValueError(f"X needs at least as many rows as columns; its shape is {X.shape}.")
    singular = np.linalg.svd(X, compute_uv=False)
    if singular[0] == 0:
        raise ValueError("X is all zeros: it has no direction to compare with another.")
    return float(singular[0] / singular[-1]) if singular[-1] > 0 else float("inf")


class Bowl(NamedTuple):
    """The shape of a mean squared error: L(w) = least + ½ (w − best)ᵀ H (w − best)."""

    best: np.ndarray  # the weights with the least loss, shape (d,)
    least: float  # that loss
    H: np.ndarray  # the Hessian, its curvature, shape (d, d)


def bowl(X: ArrayLike, y: ArrayLike) -> Bowl:
    """L(w) = least + ½ dᵀHd, with d = w − best: the mean squared error is a bowl: its bottom and its bend.

    Its contours are ellipses, and its bottom is where least squares lead.
    X: shape (n, d); y: shape (n,). ValueError if the shapes don't fit, or if a column can be made from the others.

    >>> bowl([[1, 0], [0, 2]], [3, 4])
    Bowl(best=array([3., 2.]), least=0.0, H=array([[1., 0.],
           [0., 4.]]))
    """
    X, y = as_rows(X, y)
    best, _ = fit_least_squares(X, y, intercept=False)
    return Bowl(best, mse(best, X, y), 2 * X.T @ X / len(X))


def first_overflow(values: ArrayLike) -> int | None:
    """The first step at which a number is no longer finite, or None if all are.

    values: losses, shape (n,), or a path, shape (n, d). The largest number a float64 holds is about 1.8e308.

    >>> first_overflow([1.0, 1e200, float("inf"), float("nan")])
    2
    """
    values = np.atleast_1d(as_floats(values, "values"))
    broken = np.flatnonzero(~np.isfinite(values.reshape(len(values), -1)).all(axis=1))
    return int(broken[0]) if len(broken) else None


def overflow_step(
    X: ArrayLike, y: ArrayLike, start: ArrayLike, rate: float, steps: int, momentum: float = 0.0
) -> int | None:
    """The first of `steps` steps of descent at which the mean squared error overflows, or None if none does.

    The squared misses add up to n/2 · dᵀHd and a constant, with d = w − best, and d follows the same rule as w.
    So a step costs the same however many rows there are.
    X: shape (n, d); y: shape (n,); start: shape (d,).

    >>> overflow_step([[1.0], [1.0]], [0.0, 0.0], [1.0], rate=1e100, steps=9)
    2
    """
    best, _, H = bowl(X, y)
    d = gradient_descent(lambda d: H @ d, as_weights(start, as_matrix(X, "X"), "start") - best, rate, steps, momentum)
    with np.errstate(all="ignore"):
        return first_overflow(np.sum(d * (d @ H) * len(X) / 2, axis=1))


def first_within(losses: ArrayLike, bound: float) -> int | None:
    """The first step from which on all losses are at most `bound`, or None if the last one is above it.

    losses: shape (n,), one for each step; they may end as inf or nan, which are above every bound.

    >>> first_within([9, 4, 6, 5, 5], 5)
    3
    """
    losses = np.atleast_1d(as_floats(losses, "losses"))
    above = np.flatnonzero(~(losses <= as_number(bound, "bound")))
    first = int(above[-1]) + 1 if len(above) else 0
    return first if first < len(losses) else None


# What a classifier's row costs.


def log_sum_exp(z: ArrayLike) -> float:
    """log Σ exp(zᵢ) = m + log Σ exp(zᵢ − m), with m the largest z: a maximum with its corners rounded off.

    Taking m away first keeps every exp at 1 or less, so none can overflow.
    z: shape (k,). The result lies between m and m + log k.

    >>> log_sum_exp([1000, 1000])
    1000.6931471805599
    """
    z = as_vector(z, "z")
    m = np.max(z)
    return float(m + np.log(np.sum(np.exp(z - m))))


def entropy(p: ArrayLike) -> float:
    """−Σ pᵢ log pᵢ: the surprise to expect from p, in nats. No model's cross-entropy is lower on average.

    0 if one class is certain; log k, the most, if all k are equally probable. A class of probability 0 adds nothing.
    p: shape (k,). ValueError unless the probabilities are 0 or more and add up to 1.

    >>> round(entropy([0.5, 0.5]), 4), entropy([1, 0])
    (0.6931, 0.0)
    """
    p = as_distribution(p, "p")
    return float(np.sum(p * -np.log(np.where(p > 0, p, 1))))


def cross_entropy(z: ArrayLike, true_class: int) -> float:
    """log Σ exp(zᵢ) − z[true_class], which is −log p[true_class]: what a row costs by the probability of its class.

    0 if the model is sure and right; no upper limit if it is sure and wrong. In nats, for the log is natural.
    It never makes p, which may round to 0, so it is finite for all logits.
    z: shape (k,). ValueError if there is no such class.

    >>> cross_entropy([0, 0, 1000], 1)
    1000.0
    """
    z = as_vector(z, "z")
    return log_sum_exp(z) - float(z[as_class(true_class, z)])


def cross_entropy_naive(z: ArrayLike, true_class: int) -> float:
    """−log(exp(z[true_class]) / Σ exp(zᵢ)), as the formula stands: the lesson is what goes wrong with it.

    exp(710) is inf, and inf / inf is nan; exp(−746) is 0, and −log 0 is inf. NumPy gives a RuntimeWarning.
    Use `cross_entropy`.

    >>> round(cross_entropy_naive([2, 2, 2, 2], 0), 4)
    1.3863
    """
    z = as_vector(z, "z")
    return float(-np.log(softmax_naive(z)[as_class(true_class, z)]))


def cross_entropy_gradient(z: ArrayLike, true_class: int) -> np.ndarray:
    """p − y: the slope of the cross-entropy along each logit, which is how much too likely each class is.

    Negative for the true class, positive for the others; together they make 0.
    z: shape (k,), and so is the gradient. ValueError if there is no such class.

    >>> cross_entropy_gradient([0, 0, 0, 0], 1)
    array([ 0.25, -0.75,  0.25,  0.25])
    """
    z = as_vector(z, "z")
    y = np.zeros(len(z))
    y[as_class(true_class, z)] = 1
    return softmax(z) - y
