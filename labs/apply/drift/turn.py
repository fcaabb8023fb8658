"""Your turn in `drift`: the population stability index."""

import numpy as np

from core.statistics import population_stability_index
from ui.turn import Slip, Turn


def inputs(rng: np.random.Generator) -> dict:
    """Shares of two to eight bins, then and now; at times nothing has moved."""
    bins = int(rng.integers(2, 9))
    p = rng.integers(1, 20, bins)
    q = p if rng.random() < 0.1 else rng.integers(1, 20, bins)
    return {"p": p / p.sum(), "q": q / q.sum()}


turn = Turn(
    function=population_stability_index,
    inputs=inputs,
    slips=(
        Slip(
            "return np.sum((p - q) * np.log(q / p))",
            "The sign is turned round. Where q is larger, both factors must be positive: (q − p) and log(q / p).",
        ),
        Slip(
            "return np.sum((q - p) * np.log10(q / p))",
            "That is the logarithm to base 10. The usual limits, such as 0.25, are meant for the natural one.",
        ),
        Slip(
            "return np.sum(q * np.log(q / p))",
            "That is the divergence one way only. The PSI weighs each logarithm with q − p, so both ways count.",
        ),
        Slip(
            "return np.sum(np.abs(q - p))",
            "You add up the moves themselves. Each is multiplied by log(q / p), so that it counts how many times a "
            "share has grown.",
        ),
    ),
    hints=(
        "Each bin gives a product of two factors. Which two?",
        "`q - p` is how far each share moved, `np.log(q / p)` the logarithm of how many times it grew.",
        "Multiply them bin by bin, and `np.sum` the products.",
    ),
)
