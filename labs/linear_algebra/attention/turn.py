"""Your turn in `attention`: softmax."""

import numpy as np

from core.attention import softmax
from ui.turn import Slip, Turn


def inputs(rng: np.random.Generator) -> dict:
    """One row of scores or several, along either axis, at any temperature; now and then in thousands."""
    shape = (rng.integers(1, 6),) if rng.random() < 0.5 else tuple(rng.integers(1, 5, size=2))
    axis = -1 if rng.random() < 0.7 else 0
    z = rng.integers(-4, 5, size=shape) * (1000.0 if rng.random() < 0.2 else 0.5)
    return {"z": z, "axis": axis, "temperature": float(rng.choice([0.25, 0.5, 1.0, 2.0]))}


turn = Turn(
    function=softmax,
    inputs=inputs,
    slips=(
        Slip(
            "powers = np.exp(z / temperature)\nreturn powers / np.sum(powers, axis=axis, keepdims=True)",
            "That is the formula as it stands, and it is `nan` for scores in thousands: `inf / inf`. Take the largest "
            "score away first.",
        ),
        Slip(
            "return np.exp((z - np.max(z, axis=axis, keepdims=True)) / temperature)",
            "You left out the division, so nothing adds up to 1. Divide by the sum of the powers along the axis.",
        ),
        Slip(
            "powers = np.exp(z - np.max(z, axis=axis, keepdims=True))\n"
            "return powers / np.sum(powers, axis=axis, keepdims=True)",
            "You left out the temperature. Divide the scores by it before you raise e to them.",
        ),
        Slip(
            "powers = np.exp((z - np.max(z, axis=axis, keepdims=True)) * temperature)\n"
            "return powers / np.sum(powers, axis=axis, keepdims=True)",
            "You multiplied by the temperature. A high one evens the weights out, so divide.",
        ),
        Slip(
            "powers = np.exp((z - np.max(z)) / temperature)\nreturn powers / np.sum(powers)",
            "There the whole table adds up to 1. Each row, or each column, must by itself: sum along `axis`, "
            "with `keepdims=True`.",
        ),
    ),
    hints=(
        "Raise e to every score, then divide by the sum of what comes out. Before that, divide by the temperature.",
        "Scores in thousands overflow. Take the largest away first, which changes no weight.",
        "`np.max` and `np.sum` both need `axis=axis, keepdims=True`, so that they fit the table again.",
    ),
    answer="powers = np.exp((z - np.max(z, axis=axis, keepdims=True)) / temperature)\n"
    "return powers / np.sum(powers, axis=axis, keepdims=True)",
)
