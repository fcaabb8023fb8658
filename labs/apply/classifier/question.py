"""The checkpoint of `classifier`: the log-loss of three forecasts."""

from __future__ import annotations

import math

import numpy as np

from core.calibration import log_loss
from ui.question import Mistake, Question


def question(seed: int) -> Question:
    """The log-loss of three probabilities, one of them wrong and sure."""
    rng = np.random.default_rng(seed)
    while True:
        p = rng.choice([0.05, 0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9, 0.95], size=3, replace=False)
        y = rng.integers(0, 2, size=3)
        if y.min() == y.max():
            continue
        given = np.where(y == 1, p, 1 - p)
        answer = log_loss(y, p)
        rows = "\n".join(f"| {share:g} | {'yes' if label else 'no'} |" for share, label in zip(p, y))
        terms = " + ".join(f"{-math.log(share):.3f}" for share in given)
        question = Question(
            prompt="A model gave three cases these probabilities of a yes. What is its log-loss, the mean of "
            "$-\\ln$ of the probability given to what happened? Two decimals will do.\n\n"
            f"| said | happened |\n|---|---|\n{rows}\n",
            answer=answer,
            tolerance=0.0055,
            mistakes=(
                Mistake(
                    float(-np.mean(np.log(p))),
                    "You took −ln of every probability of a yes. Where it was a no, the model gave that 1 − p.",
                ),
                Mistake(3 * answer, "That is the sum of the three. Divide by 3 for the mean."),
                Mistake(answer / math.log(10), "You used the logarithm to base 10. Take the natural one, ln."),
                Mistake(answer / math.log(2), "You used the logarithm to base 2. Take the natural one, ln."),
                Mistake(
                    float(-np.mean(np.log(1 - given))),
                    "You took the probability of what did not happen. What did happen counts.",
                ),
                Mistake(float(np.mean((p - y) ** 2)), "That is the Brier score, the mean squared error. Take −ln."),
                Mistake(float(-np.log(np.mean(given))), "You averaged first. Take −ln of each, then the mean."),
            ),
            solution=(
                "The probabilities given to what happened are "
                + ", ".join(f"{share:g}" for share in np.round(given, 2))
                + f".\n\nTheir $-\\ln$ add up to ${terms} = {3 * answer:.3f}$.\n\n"
                f"Divided by 3: **{answer:.2f}**."
            ),
        )  # fmt: skip
        if question.is_clear():
            return question
