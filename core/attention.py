"""Attention: every token asks a question, and mixes the answers of all tokens by how well they fit.

Letters
    z        scores, before softmax: any real numbers
    T        the temperature: small sharpens the weights, large evens them out
    Q        the queries, one row per token that asks, shape (n, d)
    K        the keys, one row per token that is asked, shape (m, d)
    V        the values, one row per key: what that token hands over, shape (m, e)
    d        how many numbers a query has; the scores' standard deviation (spread) grows like √d, so we divide by it

From "Attention Is All You Need", Vaswani et al., 2017.
Numbers must be finite and at most 1e150 in size, scores at most 1e300: then nothing overflows.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from core.checks import as_flag, as_matrix, as_scores, as_temperature


def softmax(z: ArrayLike, axis: int = -1, temperature: float = 1.0) -> np.ndarray:
    """exp(zᵢ/T) / Σ exp(zⱼ/T): turns scores into weights from 0 to 1 that add up to 1.

    Taking the largest score away first changes no weight, and no exp can overflow.
    z: any shape with at least one axis; the weights along `axis` add up to 1. Gives the shape of z.
    temperature: T, at least 1e-6. ValueError if it is less, or if a score is nan or infinite.

    >>> softmax([0, 0, 1000])
    array([0., 0., 1.])
    """
    z, T = as_scores(z, axis), as_temperature(temperature)
    weights = np.exp((z - np.max(z, axis=axis, keepdims=True)) / T)
    return weights / np.sum(weights, axis=axis, keepdims=True)


def softmax_naive(z: ArrayLike, axis: int = -1) -> np.ndarray:
    """exp(zᵢ) / Σ exp(zⱼ), as the formula stands: the lesson is what goes wrong with it.

    exp(710) is already inf, with a RuntimeWarning from NumPy, and inf / inf is nan. Use `softmax`.
    If every score is below −746, each exp is 0, and 0 / 0 is nan too.

    >>> softmax_naive([0, 0, 0, 0])
    array([0.25, 0.25, 0.25, 0.25])
    """
    z = as_scores(z, axis)
    return np.exp(z) / np.sum(np.exp(z), axis=axis, keepdims=True)


def attention_scores(Q: ArrayLike, K: ArrayLike, scaled: bool = True) -> np.ndarray:
    """Q Kᵀ / √d: how well each query fits each key, by their dot product.

    Q: shape (n, d); K: shape (m, d). Gives shape (n, m): a row for each query.
    scaled=False leaves out the √d. ValueError if queries and keys differ in length.

    >>> attention_scores([[2, 0, 0, 0]], [[3, 1, 1, 1], [0, 5, 5, 5]])
    array([[3., 0.]])
    """
    Q, K = as_matrix(Q, "Q"), as_matrix(K, "K")
    d = Q.shape[1]
    if K.shape[1] != d:
        raise ValueError(f"Queries and keys must be equally long; shapes: {Q.shape} and {K.shape}.")
    return Q @ K.T / (np.sqrt(d) if as_flag(scaled, "scaled") else 1)


def attention_weights(Q: ArrayLike, K: ArrayLike, scaled: bool = True, temperature: float = 1.0) -> np.ndarray:
    """softmax(Q Kᵀ / √d): how much each query looks at each key; every row adds up to 1.

    Q: shape (n, d); K: shape (m, d). Gives shape (n, m).

    >>> attention_weights([[1, 0]], [[0, 1], [0, -1]])
    array([[0.5, 0.5]])
    """
    return softmax(attention_scores(Q, K, scaled), temperature=temperature)


def attention(Q: ArrayLike, K: ArrayLike, V: ArrayLike, scaled: bool = True, temperature: float = 1.0) -> np.ndarray:
    """softmax(Q Kᵀ / √d) V: for each query, the values mixed by its weights.

    Q: shape (n, d); K: shape (m, d); V: shape (m, e). Gives shape (n, e): a row for each query.
    ValueError unless there is one value for each key.

    >>> attention([[1, 0]], [[0, 1], [0, -1]], [[10, 0], [20, 8]])
    array([[15.,  4.]])
    """
    weights, V = attention_weights(Q, K, scaled, temperature), as_matrix(V, "V")
    if len(V) != weights.shape[1]:
        raise ValueError(f"Each key needs one value; keys: {weights.shape[1]}, values: {len(V)}.")
    return weights @ V
