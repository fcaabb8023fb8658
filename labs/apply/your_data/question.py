"""The checkpoint of `your_data`: what share of the baseline's errors the honest model removes."""

from __future__ import annotations

import numpy as np

from labs.apply.your_data.report import error_removed
from ui.question import Mistake, Question, printed


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
            prompt=f"Your report has {rows} unseen rows. The baseline, which always says “no”, is right on {common} of "
            f"them. The linear model is right on {linear}, and with the column `refund_date` on {leaky}. That column "
            f"is filled in only once the answer is known. On {rows} rows that it was trained on, the linear model "
            f"without this column is right on {trained}. What share of the baseline's errors does your honest model "
            "remove on unseen rows? Two decimals will do.",
            answer=answer,
            tolerance=0.006,
            unit="share",
            mistakes=(
                Mistake(
                    error_removed(y, _right_in(y, leaky)),
                    "You counted with the leak. That column isn't there in time.",
                    "leakage",
                ),
                Mistake(
                    error_removed(y, _right_in(y, trained)),
                    "You took rows that it was trained on. Take the unseen ones.",
                    "overfitting",
                ),
                Mistake(linear / rows, "That is the accuracy. Compare it with the baseline's."),
                Mistake(
                    (linear - common) / rows,
                    "That is the gain in accuracy. Divide it by the baseline's share of errors.",
                ),
                Mistake(
                    (rows - linear) / (rows - common), "That is the share of errors that is left. The rest is removed."
                ),
            ),
            hints=(
                "Which of the four counts were made on unseen rows, without a column that comes too late?",
                "Count errors: those of the baseline, and those that your model still makes.",
            ),
            solution=(
                f"The honest model is the linear one without `refund_date`. It is wrong on {rows} − {linear} = "
                f"{rows - linear} unseen rows, and the baseline on {rows} − {common} = {rows - common}.\n\n"
                f"So it removes 1 − {rows - linear} / {rows - common} = **{printed(answer, 2)}** of the errors."
            ),
        )
        if asked.is_clear():
            return asked


def _right_in(y: np.ndarray, count: int) -> np.ndarray:
    """Answers of which the first `count` are right."""
    wrong = np.where(y == "no", "yes", "no")
    return np.where(np.arange(len(y)) < count, y, wrong)
