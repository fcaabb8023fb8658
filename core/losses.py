"""Losses: one number for how badly a classifier did on one row.

Letters
    z              the logits: one score per class, any real numbers, shape (k,)
    p              softmax(z): the probability of each class, shape (k,)
    true_class     the place of the true class in z, counted from 0
    y              1 for the true class and 0 for every other, shape (k,)
    log            the natural logarithm: log(p) is the power of e that makes p

Logits must be finite and at most 1e150 in size.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from core.attention import softmax, softmax_naive
from core.linear_algebra import as_count, as_vector


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


def as_class(true_class: int, z: np.ndarray) -> int:
    """`true_class` as an int. ValueError unless z has a logit at that place."""
    place = as_count(true_class, "true_class", lowest=0)
    if place >= len(z):
        raise ValueError(f"true_class must be a place from 0 to {len(z) - 1}, for z has {len(z)}; it is {place}.")
    return place
