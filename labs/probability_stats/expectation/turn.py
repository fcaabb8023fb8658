"""Your turn in `expectation`: each value weighted by its probability."""

import numpy as np

from core.probability import expectation
from ui.turn import Slip, Turn


def inputs(rng: np.random.Generator) -> dict:
    """Two to six values, some of them negative, with probabilities, at times one that is 0."""
    n = int(rng.integers(2, 7))
    shares = rng.integers(0, 6, size=n)
    shares[rng.integers(n)] += 1
    return {"values": rng.integers(-8, 13, size=n) / 2, "probabilities": shares / shares.sum()}


turn = Turn(
    function=expectation,
    inputs=inputs,
    slips=(
        Slip(
            "return np.mean(values)",
            "You counted every value the same. A rare one has to count for less: weight each by its probability.",
        ),
        Slip(
            "return np.mean(values * probabilities)",
            "You divided by how many values there are. The probabilities add up to 1, so nothing is left to divide by.",
        ),
        Slip(
            "return np.sum(values) * np.sum(probabilities)",
            "You added up the values by themselves, so all count alike. Multiply each by its own probability first.",
        ),
        Slip(
            "return values[np.argmax(probabilities)]",
            "That is the most likely value. The others come, too, each as often as its probability says.",
        ),
    ),
    hints=(
        "The formula is a sum of products: one product for each value.",
        "Multiply each value by its own probability before anything is added up.",
        "In code: multiply `values` and `probabilities` as they stand, and take np.sum of that.",
    ),
    answer="return np.sum(values * probabilities)",
)
