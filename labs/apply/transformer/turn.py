"""Your turn in `transformer`: the norm that stands before everything a block does."""

import numpy as np

from core.transformer import rms_norm
from ui.turn import Slip, Turn


def inputs(rng: np.random.Generator) -> dict:
    """One vector or a table of them, with one weight or one for each number."""
    d = int(rng.integers(2, 6))
    shape = (d,) if rng.random() < 0.3 else (int(rng.integers(2, 5)), d)
    w = rng.integers(1, 9, size=d) / 4 if rng.random() < 0.8 else 0.5
    return {"X": rng.integers(-9, 10, size=shape) * 1.0, "w": w, "epsilon": float(rng.choice([1e-5, 0.5]))}


turn = Turn(
    function=rms_norm,
    inputs=inputs,
    slips=(
        Slip(
            "return X / (np.mean(X * X, axis=-1, keepdims=True) + epsilon) * w",
            "You left out the root: a vector twice as long would become half as long.",
        ),
        Slip(
            "return X / np.sqrt(np.mean(X * X, axis=-1, keepdims=True) + epsilon)",
            "You left out the weights w, which say how much each of the numbers counts.",
        ),
        Slip(
            "return X / np.sqrt(np.mean(X * X) + epsilon) * w",
            "You took one mean over the whole table. Each row has a size of its own: axis=-1, keepdims=True.",
        ),
        Slip(
            "return X / np.sqrt(np.sum(X * X, axis=-1, keepdims=True) + epsilon) * w",
            "You divided by the length. Root mean square: take the mean of the squares, not their sum.",
        ),
        Slip(
            "centred = X - np.mean(X, axis=-1, keepdims=True)\n"
            "return centred / np.sqrt(np.mean(centred * centred, axis=-1, keepdims=True) + epsilon) * w",
            "You took the mean away first. That is layer norm, in older models; RMS norm leaves it out.",
        ),
    ),
    hints=(
        "Root mean square, read from the back: square, mean, root. Do it for each row.",
        "The size of each row is np.sqrt(np.mean(X * X, axis=-1, keepdims=True) + epsilon).",
        "Divide X by that size, then multiply by w.",
    ),
)
