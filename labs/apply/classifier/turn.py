"""Your turn in `classifier`: what the errors cost on average."""

import numpy as np

from core.metrics import expected_cost
from ui.turn import Slip, Turn


def inputs(rng: np.random.Generator) -> dict:
    """Labels and answers of a few things, and two prices, which may be 0."""
    n = int(rng.integers(3, 12))
    return {
        "y_true": rng.integers(0, 2, n),
        "y_pred": rng.integers(0, 2, n),
        "false_alarm": float(rng.integers(0, 8)),
        "miss": float(rng.integers(0, 30)),
    }


COUNTS = "alarms = np.sum((y_pred == 1) & (y_true == 0))\nmisses = np.sum((y_pred == 0) & (y_true == 1))\n"
turn = Turn(
    function=expected_cost,
    inputs=inputs,
    slips=(
        Slip(
            f"{COUNTS}return (alarms * miss + misses * false_alarm) / len(y_true)",
            "You swapped the prices. A false alarm is a 1 said where a 0 was; it costs `false_alarm`.",
        ),
        Slip(
            f"{COUNTS}return alarms * false_alarm + misses * miss",
            "That is the cost of all errors together. Divide by how many things were judged.",
        ),
        Slip(
            f"{COUNTS}return (alarms * false_alarm + misses * miss) / max(alarms + misses, 1)",
            "You divide by the errors: that is the cost of an error. Divide by all things judged.",
        ),
        Slip(
            "wrong = np.sum(y_pred != y_true)\nreturn wrong * (false_alarm + miss) / len(y_true)",
            "You charge both prices for every error. A false alarm costs the one, a miss the other.",
        ),
        Slip(
            f"{COUNTS}return misses * miss / len(y_true)",
            "You left out the false alarms. They have a price as well.",
        ),
    ),
    hints=(
        "Count two kinds of error apart: a 1 said where a 0 was, and a 0 said where a 1 was.",
        "np.sum((y_pred == 1) & (y_true == 0)) counts the false alarms. The misses are the other way round.",
        "Multiply each count by its price, add the two, and divide by len(y_true).",
    ),
    answer=f"{COUNTS}return (alarms * false_alarm + misses * miss) / len(y_true)",
)
