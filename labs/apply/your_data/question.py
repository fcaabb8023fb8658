"""The checkpoint of `your_data`: what share of the baseline's errors the honest model removes."""

from __future__ import annotations

import numpy as np

from core.report import error_removed
from ui.question import Mistake, Question


def question(seed: int) -> Question:
    """A report with four accuracies: which are the honest ones, and what do they come to?"""
    rng = np.random.default_rng(seed)
    while True:
        rows = int(rng.integers(20, 60)) * 10
        common = int(rows * rng.uniform(0.6, 0.85))
        linear = int(common + (rows - common) * rng.uniform(0.15, 0.7))
        leaky = int(linear + (rows - linear) * rng.uniform(0.5, 0.9))
        trained = int(linear + (rows - linear) * rng.uniform(0.2, 0.45))
        y = np.repeat(["no", "yes"], [common, rows - common]).astype(object)
        answer = error_removed(y, _right_in(y, linear))
        asked = Question(
            prompt=f"Your report on {rows} unseen rows: always saying “no” is right in {common} of them. "
            f"The linear model is right in {linear}, and with the column `refund_date` in {leaky}: "
            "that column is filled only once the answer is known. "
            f"On as many rows from training, the linear model without it is right in {trained}. "
            "What share of the baseline's errors does your honest model remove on unseen rows? Two decimals will do.",
            answer=answer,
            tolerance=0.006,
            mistakes=(
                Mistake(
                    error_removed(y, _right_in(y, leaky)), "You counted the leak: that column isn't there in time."
                ),
                Mistake(
                    error_removed(y, _right_in(y, trained)), "You took rows it was trained on: only unseen ones tell."
                ),
                Mistake(linear / rows, "That is the accuracy: it says nothing until you set it against the baseline."),
                Mistake(
                    (linear - common) / rows, "That is the gain in accuracy: divide by the baseline's share of errors."
                ),
                Mistake((rows - linear) / (rows - common), "That is the share of errors that is left, not removed."),
            ),
            solution=(
                f"The baseline is wrong in {rows} − {common} = {rows - common} rows, "
                f"the honest model in {rows} − {linear} = {rows - linear}.\n\n"
                f"Removed: 1 − {rows - linear} / {rows - common} = **{answer:.2f}**."
            ),
        )
        if asked.is_clear():
            return asked


def _right_in(y: np.ndarray, count: int) -> np.ndarray:
    """Answers of which the first `count` are right."""
    wrong = np.where(y == "no", "yes", "no")
    return np.where(np.arange(len(y)) < count, y, wrong)
