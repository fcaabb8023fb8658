"""A neural network from scratch: it is drawn at random, looks at digits, and moves its weights downhill.

Letters
    sizes    how many numbers each layer hands on, the inputs first: (64, 16, 10)
    net      the network: one pair (W, b) for each layer, W of shape (d, h) and b of shape (h,)
    X        the inputs, one thing per row, shape (n, d)
    y        the true class of each row, counted from 0, shape (n,)
    H        what a layer hands on, shape (n, h); the last one are the logits, a score for each class
    D        the slope of the loss along what a layer computes before ReLU, shape (n, h)
    epoch    once through all rows, in batches of a few; every batch moves the weights once

A row's loss is the cross-entropy of its logits. `relu(dense(X, W, b))` is a layer here too, written out for speed.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from core.attention import softmax
from core.calculus import numerical_gradient
from core.checks import (
    as_batch,
    as_count,
    as_finite,
    as_flag,
    as_floats,
    as_inputs,
    as_momentum,
    as_net,
    as_numbers,
    as_places,
    as_positive,
    as_rng,
    as_sizes,
)

Net = list[tuple[np.ndarray, np.ndarray]]


def init_network(sizes: Sequence[int], rng: np.random.Generator) -> Net:
    """W ~ N(0, 2/d) for a layer that reads d numbers, b = 0: a start at random.

    All zeros would be no start: every neuron of a layer would get the same slope and stay like the others.
    The variance 2/d keeps what is handed on at one size from layer to layer, though ReLU drops about half of it.
    ValueError unless there are at least two sizes, each 1 or more. Source: He et al. 2015, arXiv:1502.01852.

    >>> [(W.shape, b.shape) for W, b in init_network((64, 16, 10), np.random.default_rng(0))]
    [((64, 16), (16,)), ((16, 10), (10,))]
    """
    sizes, rng = as_sizes(sizes, "sizes"), as_rng(rng)
    return [(rng.normal(0, np.sqrt(2 / d), (d, h)), np.zeros(h)) for d, h in zip(sizes, sizes[1:])]


def count_parameters(net: Net) -> int:
    """Σ (d·h + h) over the layers: how many numbers training sets, weights and biases.

    >>> count_parameters(init_network((64, 16, 10), np.random.default_rng(0)))
    1210
    """
    return sum(W.size + b.size for W, b in as_net(net))


def network_forward(net: Net, X: ArrayLike) -> list[np.ndarray]:
    """H ← ReLU(H W + b), layer after layer, the last without ReLU: what every layer hands on, X first, logits last.

    X: shape (n, d). Gives len(net) + 1 arrays of n rows. ValueError if a row of X has not a number for each row of W.

    >>> net = [(np.array([[1.0, -1.0]]), np.zeros(2)), (np.array([[2.0], [3.0]]), np.array([0.5]))]
    >>> [H.tolist() for H in network_forward(net, [[1], [-1]])]
    [[[1.0], [-1.0]], [[1.0, 0.0], [0.0, 1.0]], [[2.5], [3.5]]]
    """
    *hidden, (W_last, b_last) = as_net(net)
    H = [as_inputs(X, net)]
    with np.errstate(all="ignore"):
        for W, b in hidden:
            H.append(np.maximum(0, H[-1] @ W + b))
        return [*H, as_finite(H[-1] @ W_last + b_last, "A logit")]


def network_loss(net: Net, X: ArrayLike, y: ArrayLike) -> float:
    """(1/n) Σ (log Σ exp(z) − z_true): the mean cross-entropy of the rows' logits z.

    Taking each row's largest logit away first keeps every exp at 1 or less. X: shape (n, d); y: shape (n,).

    >>> round(network_loss([(np.zeros((2, 10)), np.zeros(10))], [[1, 2]], [3]), 4)
    2.3026
    """
    Z, y = network_forward(net, X)[-1], as_places(y, X, net)
    Z = Z - np.max(Z, axis=1, keepdims=True)
    return float(np.mean(np.log(np.sum(np.exp(Z), axis=1)) - Z[np.arange(len(y)), y]))


def network_accuracy(net: Net, X: ArrayLike, y: ArrayLike) -> float:
    """The share of rows whose largest logit is that of the true class. X: shape (n, d); y: shape (n,).

    >>> network_accuracy([(np.eye(2), np.zeros(2))], [[3, 1], [0, 2], [5, 4]], [0, 1, 1])
    0.6666666666666666
    """
    return float(np.mean(network_forward(net, X)[-1].argmax(axis=1) == as_places(y, X, net)))


def gradients(net: Net, X: ArrayLike, y: ArrayLike, turned: bool = False) -> Net:
    """dW = Hᵀ D and db = Σ D, from the last layer back: the slope of the loss along every weight and bias.

    At the logits D is (p − y)/n. One layer back it is (D Wᵀ) where ReLU let the number pass, and 0 where it didn't.
    X: shape (n, d); y: shape (n,). Gives pairs (dW, db) of the shapes in `net`.
    turned=True has > turned round to <=: the lesson is that the loss may fall with it, and nothing warns.

    >>> [(dW.tolist(), db.tolist()) for dW, db in gradients([(np.zeros((1, 2)), np.zeros(2))], [[4]], [0])]
    [([[-2.0, 2.0]], [-0.5, 0.5])]
    """
    H, y, slopes, turned = network_forward(net, X), as_places(y, X, net), [], as_flag(turned, "turned")
    D = softmax(H[-1])
    D[np.arange(len(y)), y] -= 1
    D /= len(y)
    for k in reversed(range(len(net))):
        slopes.append((H[k].T @ D, np.sum(D, axis=0)))
        if k > 0:
            D = (D @ net[k][0].T) * (H[k] <= 0 if turned else H[k] > 0)
    return slopes[::-1]


def dropout(H: ArrayLike, share: float, rng: np.random.Generator) -> np.ndarray:
    """H · mask / (1 − share): each number becomes 0 with probability `share`; the others grow, to keep the mean.

    For training only: the mask is drawn anew for every batch, so that no neuron can rely on another. When the network
    serves, H is left as it is. H: numbers of any shape. ValueError unless `share` is 0 or more and below 1.
    PyTorch: torch.nn.Dropout. Source: Srivastava et al. 2014, Journal of Machine Learning Research 15.

    >>> dropout([1.0, 1.0, 1.0, 1.0], 0.5, np.random.default_rng(0))
    array([2., 0., 0., 0.])
    """
    H, share, rng = as_numbers(H, "H"), as_momentum(share, "share"), as_rng(rng)
    return as_finite(H * (rng.random(H.shape) >= share) / (1 - share), "A number")


def train(
    net: Net,
    X: ArrayLike,
    y: ArrayLike,
    epochs: int,
    rate: float,
    batch: int,
    rng: np.random.Generator,
    turned: bool = False,
) -> list[Net]:
    """W ← W − rate · dW and b ← b − rate · db, on a few rows at a time, drawn in a new order for each epoch.

    X: shape (n, d); y: shape (n,); batch: rows for each update, the last batch takes what is left.
    Gives the network after each epoch; the one you hand in stays as it is. Two epochs and then three, with one rng,
    give the same as five. ValueError if `rate` is not above 0, or `batch` not from 1 to n.

    >>> nets = train([(np.zeros((1, 2)), np.zeros(2))], [[4], [-4]], [0, 1], 3, 0.5, 2, np.random.default_rng(0))
    >>> [network_accuracy(net, [[4], [-4]], [0, 1]) for net in nets]
    [1.0, 1.0, 1.0]
    """
    X, y = as_inputs(X, as_net(net)), as_places(y, X, net)
    rate, batch = as_positive(rate, "rate"), as_batch(batch, X)
    nets, rng = [], as_rng(rng)
    for _ in range(as_count(epochs, "epochs", lowest=0)):
        order = rng.permutation(len(X))
        for rows in (order[start : start + batch] for start in range(0, len(X), batch)):
            slopes = gradients(net, X[rows], y[rows], turned)
            with np.errstate(all="ignore"):
                net = [(W - rate * dW, b - rate * db) for (W, b), (dW, db) in zip(net, slopes)]
        nets.append(net)
    return nets


def network_gradient_check(
    net: Net, X: ArrayLike, y: ArrayLike, rng: np.random.Generator, count: int = 40, turned: bool = False
) -> float:
    """‖g − n‖ / (‖g‖ + ‖n‖): how far `gradients`, g, is from the slopes measured by nudging, n; from 0 to 1.

    Nudges `count` weights and biases drawn at random, one after the other, and looks what the loss does.
    Below 1e-7: they agree. Above 0.1: a bug. In between it can be a nudge across the bend of a ReLU.
    0 if both are zero. X: shape (n, d); y: shape (n,). A few rows will do.

    >>> net = init_network((2, 3, 2), np.random.default_rng(0))
    >>> network_gradient_check(net, [[1, 2], [3, -1]], [0, 1], np.random.default_rng(0), count=10) < 1e-8
    True
    """
    flat, slopes = flattened(net), flattened(gradients(net, X, y, turned))
    places = as_rng(rng).choice(len(flat), min(as_count(count, "count"), len(flat)), replace=False)

    def loss(w: np.ndarray) -> float:
        nudged = flat.copy()
        nudged[places] = w
        return network_loss(shaped(nudged, net), X, y)

    g, n = slopes[places], numerical_gradient(loss, flat[places])
    size = np.sqrt(np.sum(g**2)) + np.sqrt(np.sum(n**2))
    return float(np.sqrt(np.sum((g - n) ** 2)) / size) if size > 0 else 0.0


def flattened(net: Net) -> np.ndarray:
    """All weights and biases in one row, layer after layer.

    >>> flattened([(np.array([[1.0, 2.0]]), np.array([3.0, 4.0]))])
    array([1., 2., 3., 4.])
    """
    return np.concatenate([part.ravel() for layer in as_net(net) for part in layer])


def shaped(flat: np.ndarray, net: Net) -> Net:
    """The way back from `flattened`: the same numbers in the shapes of `net`.

    >>> shaped(np.arange(4.0), [(np.zeros((1, 2)), np.zeros(2))])
    [(array([[0., 1.]]), array([2., 3.]))]
    """
    flat, ends = as_floats(flat, "flat"), np.cumsum([part.size for layer in as_net(net) for part in layer])
    if flat.shape != (ends[-1],):
        raise ValueError(f"flat must hold the {ends[-1]} numbers of the network; it has shape {flat.shape}.")
    parts = iter(np.split(flat, ends[:-1]))
    return [(next(parts).reshape(W.shape), next(parts)) for W, _ in net]
