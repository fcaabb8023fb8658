"""A small network that learns with dropout: one hidden layer, one number out."""

from __future__ import annotations

import numpy as np

from core.networks import dropout

HIDDEN, RATE = 32, 0.05
Net = tuple[np.ndarray, np.ndarray, np.ndarray, float]


def trained(X: np.ndarray, y: np.ndarray, share: float, steps: int, rng: np.random.Generator) -> Net:
    """Descent on the mean squared error; at each step a share of the hidden neurons is dropped, row by row."""
    W, b = rng.normal(0, np.sqrt(2 / X.shape[1]), (X.shape[1], HIDDEN)), np.zeros(HIDDEN)
    v, c = np.zeros(HIDDEN), 0.0
    for _ in range(steps):
        Z = X @ W + b
        mask = dropout(np.ones(Z.shape), share, rng)
        H = np.maximum(0, Z) * mask
        slope = 2 * (H @ v + c - y) / len(X)
        D = np.outer(slope, v) * mask * (Z > 0)
        v, c = v - RATE * H.T @ slope, c - RATE * slope.sum()
        W, b = W - RATE * X.T @ D, b - RATE * D.sum(axis=0)
    return W, b, v, c


def answers(net: Net, X: np.ndarray, share: float, rng: np.random.Generator) -> np.ndarray:
    """What the network says of each row; with a share above 0, dropout is left on."""
    W, b, v, c = net
    return dropout(np.maximum(0, X @ W + b), share, rng) @ v + c
