"""The checkpoint of `classifier`: the log-loss of three forecasts."""

from __future__ import annotations

import math

import numpy as np

from core.calibration import log_loss
from ui.question import Mistake, Question, printed

SAID = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)


def question(seed: int) -> Question:
    """The log-loss of three probabilities, one of them wrong and sure."""
    rng = np.random.default_rng(seed)
    while True:
        p = rng.choice(SAID, size=3, replace=False)
        y = rng.integers(0, 2, size=3)
        if y.min() == y.max():
            continue
        given = np.where(y == 1, p, 1 - p)
        answer = log_loss(y, p)
        rows = "\n".join(f"| {share:g} | {'yes' if label else 'no'} |" for share, label in zip(p, y))
        terms = [printed(-math.log(share), 3) for share in given]
        if printed(sum(map(float, terms)), 3) != printed(3 * answer, 3):
            continue  # in print it would not come out
        question = Question(
            prompt="A model gave three cases these probabilities of a yes. What is its log loss, which is the mean of "
            "$-\\log$ of the probability that it gave to what happened? Two decimals will do. "
            "(A calculator calls this logarithm `ln`.)\n\n"
            f"| probability of a yes | what happened |\n|---|---|\n{rows}\n",
            answer=answer,
            tolerance=0.006,
            mistakes=(
                Mistake(
                    float(-np.mean(np.log(p))),
                    "You took −log of every probability of a yes. Where a no happened, the model had given it 1 − p.",
                    "calibration",
                ),
                Mistake(3 * answer, "That is the sum of the three. Divide by 3 for the mean."),
                Mistake(answer / math.log(10),
                        "You used the logarithm to base 10. Take the natural one, to base e.", "powers"),
                Mistake(answer / math.log(2),
                        "You used the logarithm to base 2. Take the natural one, to base e.", "powers"),
                Mistake(
                    float(-np.mean(np.log(1 - given))),
                    "You took the probabilities of what did not happen. Take those of what did happen.",
                    "calibration",
                ),
                Mistake(float(np.mean((p - y) ** 2)), "That is the Brier score, the mean squared error. For the log "
                        "loss take −log.", "calibration"),
                Mistake(float(-np.log(np.mean(given))), "You averaged the probabilities first. Take −log of each, and "
                        "then the mean.", "calibration"),
            ),
            hints=(
                "For each case, write down the probability that the model gave to what really happened.",
                "Where a no happened, that is one minus the probability of a yes.",
            ),
            solution=(
                "To what happened the model gave the probabilities "
                + ", ".join(f"{share:g}" for share in np.round(given, 2))
                + f".\n\nTaking $-\\log$ of each and adding gives ${' + '.join(terms)} = {printed(3 * answer, 3)}$.\n\n"
                f"Divided by 3, the mean is **{printed(answer, 2)}**."
            ),
        )  # fmt: skip
        if question.is_clear():
            return question
