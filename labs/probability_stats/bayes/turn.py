"""Your turn in `bayes`: how sure a positive makes you."""

import numpy as np

from core.probability import posterior
from ui.turn import Slip, Turn


def inputs(rng: np.random.Generator) -> dict:
    """Rates from 0 to 1, rare and frequent; at times everybody is ill, or nobody healthy is alarmed."""
    prior = float(rng.choice([0.01, 0.1, 0.5, 1.0, rng.random()]))
    alarmed = float(rng.choice([0.0, 0.05, 0.5, rng.random()]))
    return {"prior": prior, "sensitivity": 0.05 + 0.95 * float(rng.random()), "false_positive_rate": alarmed}


turn = Turn(
    function=posterior,
    inputs=inputs,
    slips=(
        Slip(
            "return sensitivity",
            "You turned it round. That is P(positive | ill); the question is P(ill | positive).",
        ),
        Slip(
            "return sensitivity * prior",
            "That is the share of all people who are ill and positive. Divide by all who are positive.",
        ),
        Slip(
            "return sensitivity / (sensitivity + false_positive_rate)",
            "You left out the base rate. Weight the two rates by how many are ill, and by how many are healthy.",
        ),
        Slip(
            "return sensitivity * prior / (sensitivity * prior + false_positive_rate)",
            "The false alarms come from the healthy alone: multiply their rate by 1 − prior.",
        ),
        Slip(
            "return 1 - false_positive_rate",
            "That is how many of the healthy are left alone. It says nothing about those who are positive.",
        ),
    ),
    hints=(
        "Of all who are positive, what share is ill? Count both kinds of positives.",
        "Ill and found: sensitivity * prior. Healthy and alarmed: false_positive_rate * (1 - prior).",
        "Divide those found by found plus alarmed. Where nobody is positive, core gives None.",
    ),
)
