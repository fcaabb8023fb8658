"""A transformer: tokens as vectors, and blocks that add to them, first what other tokens hand over, then what each has.

Letters
    X        one vector per token, shape (n, d); the first token is row 0
    Q, K, V  queries, keys and values, one row per token (see `core.attention`)
    z        scores, a row for each token that asks
    w        the weights of a norm, one for each of the d numbers, or one for all
    ε        a small number under the root, so that nothing is divided by 0
    p        a token's position: 0, 1, 2, …

From "Attention Is All You Need", Vaswani et al., 2017; RMS norm: Zhang and Sennrich 2019; rotary positions: Su et al.
2021.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from core.attention import attention_scores, softmax
from core.checks import as_count, as_mapped, as_mask, as_matrix, as_numbers, as_positive, as_room, as_scores, as_within

HIDDEN = -1e300  # the score of what can't be seen: its weight is exactly 0


def causal_mask(n: int, ahead: int = 0) -> np.ndarray:
    """Mᵢⱼ = (j ≤ i): True where token i may look at token j, itself and all before it, and at none that comes later.

    ahead: how many later ones it may see as well. Anything but 0 is a bug in a model that predicts the next token.
    Gives shape (n, n).

    >>> causal_mask(3).astype(int)
    array([[1, 0, 0],
           [1, 1, 0],
           [1, 1, 1]])
    """
    n, ahead = as_count(n, "n"), as_count(ahead, "ahead", lowest=0)
    places = np.arange(as_room(n, n)[0])
    return places <= places[:, np.newaxis] + ahead


def masked_softmax(z: ArrayLike, mask: ArrayLike) -> np.ndarray:
    """exp(zᵢ) / Σ exp(zⱼ) over what the mask lets through, 0 for the rest: as if a hidden score were −∞.

    mask: True where a score counts, in the shape of z. ValueError if a row is hidden as a whole.

    >>> masked_softmax([[0, 0, 5], [0, 0, 0]], [[True, True, False], [True, False, False]])
    array([[0.5, 0.5, 0. ],
           [1. , 0. , 0. ]])
    """
    z = as_scores(z, -1)
    return softmax(np.where(as_mask(mask, z.shape), z, HIDDEN))


def causal_attention(Q: ArrayLike, K: ArrayLike, V: ArrayLike) -> np.ndarray:
    """softmax(Q Kᵀ / √d, without later tokens) V: for each token, the values up to its own mixed by its weights.

    Q, K: shape (n, d); V: shape (n, e). Gives shape (n, e). ValueError unless there is one of each per token.

    >>> causal_attention([[1, 0], [1, 0]], [[0, 1], [0, 1]], [[10, 0], [20, 8]])
    array([[10.,  0.],
           [15.,  4.]])
    """
    z, V = attention_scores(Q, K), as_matrix(V, "V")
    if z.shape != (len(V), len(V)):
        raise ValueError(f"Each token needs a query, a key and a value; there are {(*z.shape, len(V))}.")
    return masked_softmax(z, causal_mask(len(V))) @ V


def rms_norm(X: ArrayLike, w: ArrayLike = 1.0, epsilon: float = 1e-5) -> np.ndarray:
    """x / √(mean(x²) + ε) · w: each row brought to a root mean square of 1, then each number times its weight.

    X: a vector or a table of them. w: one weight for all, or one for each number of a row. Gives the shape of X.

    >>> rms_norm([[3, 4], [30, 40]], epsilon=1e-9).round(2)
    array([[0.85, 1.13],
           [0.85, 1.13]])
    """
    X, w, epsilon = as_numbers(X, "X"), as_numbers(w, "w"), as_positive(epsilon, "epsilon")
    if X.ndim == 0 or w.shape not in ((), X.shape[-1:]):
        raise ValueError(f"w must be one number, or one for each number of a row; shapes: {X.shape} and {w.shape}.")
    return X / np.sqrt(np.mean(X * X, axis=-1, keepdims=True) + epsilon) * w


def rotate_positions(X: ArrayLike, first: int = 0, base: float = 10_000.0) -> np.ndarray:
    """(a, b) → (a cos θ − b sin θ, a sin θ + b cos θ), θ = p / base^(2i/d): pair i of row p is turned by its position.

    Two rows that are turned like this have a dot product that depends on how far apart they stand, not on where.
    first: the position of the first row. ValueError unless a row has an even count of numbers.

    >>> rotate_positions([[1, 0], [1, 0]]).round(2)
    array([[1.  , 0.  ],
           [0.54, 0.84]])
    """
    X, first = as_matrix(X, "X"), as_count(first, "first", lowest=0)
    base = as_within(base, "base", lambda number: number >= 1, "be 1 or more")
    n, d = X.shape
    if d % 2:
        raise ValueError(f"Numbers are turned in pairs, so a row needs an even count of them; it has {d}.")
    angles = np.arange(first, first + n)[:, np.newaxis] / base ** (np.arange(0, d, 2) / d)
    a, b, cos, sin = X[:, 0::2], X[:, 1::2], np.cos(angles), np.sin(angles)
    return np.stack([a * cos - b * sin, a * sin + b * cos], axis=2).reshape(n, d)


def block(X: ArrayLike, attend: Callable, feed: Callable) -> np.ndarray:
    """M = X + attend(norm(X)), then Y = M + feed(norm(M)): what one block adds to each token's vector. Gives Y.

    attend: moves information between tokens. feed: works on each token alone. Both give the shape they get.

    >>> block([[3.0, 4.0]], attend=lambda U: 0 * U, feed=lambda U: 10 * U).round(1)
    array([[11.5, 15.3]])
    """
    X = as_matrix(X, "X")
    M = X + as_mapped(attend, rms_norm(X), "attend")
    return M + as_mapped(feed, rms_norm(M), "feed")
