"""The checkpoint of `metrics`: F1 from the four counts."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.metrics import accuracy, f1, precision, recall
from ui.question import Mistake, Question, printed


class Story(NamedTuple):
    """What a model looks for among many things."""

    things: str
    bad: str
    good: str


STORIES = (
    Story("payments", "frauds", "honest ones"),
    Story("log lines", "faults", "harmless ones"),
    Story("messages", "spam messages", "wanted ones"),
    Story("parts", "faulty parts", "sound ones"),
)


def question(seed: int) -> Question:
    """A model flags some things, rightly and wrongly. What is its F1?"""
    rng = np.random.default_rng(seed)
    while True:
        story = STORIES[rng.integers(len(STORIES))]
        tp, fp, fn = (5 * int(n) for n in rng.integers(1, [13, 31, 31]))
        tn = 10 * int(rng.integers(20, 91))
        y_true, y_pred = np.repeat([1, 0, 1, 0], [tp, fp, fn, tn]), np.repeat([1, 1, 0, 0], [tp, fp, fn, tn])
        p, r = precision(y_true, y_pred), recall(y_true, y_pred)
        answer = f1(y_true, y_pred)
        question = Question(
            prompt=f"A model reads {tp + fp + fn + tn:,} {story.things}. It flags {tp} of the {tp + fn} {story.bad}, "
            f"and {fp} of the {fp + tn} {story.good}. What is its F1? Give a number from 0 to 1, to two decimals.",
            answer=answer,
            tolerance=0.006,
            unit="share",
            mistakes=(
                Mistake((p + r) / 2, "That is halfway between precision and recall. F1 is their harmonic mean, "
                        "which lies nearer to the lower one."),
                Mistake(accuracy(y_true, y_pred), "That is the accuracy. It counts the many that were rightly left "
                        "alone, and F1 leaves them out."),
                Mistake(p, "That is the precision. F1 counts what was missed, too."),
                Mistake(r, "That is the recall. F1 counts the false alarms, too."),
                Mistake(tp / (tp + fp + fn), f"You counted the {tp} that were found once. F1 counts them twice, above "
                        "and below the line."),
            ),
            solution=(
                f"The model finds $TP = {tp}$, misses $FN = {tp + fn} - {tp} = {fn}$, and raises $FP = {fp}$ false "
                "alarms.\n\n"
                f"$F1 = \\frac{{2\\,TP}}{{2\\,TP + FP + FN}} = \\frac{{{2 * tp}}}{{{2 * tp} + {fp} + {fn}}} =$ "
                f"**{printed(answer, 2)}**."
            ),
            hints=(
                "Find the three counts that F1 is made of: found, missed, falsely flagged.",
                "F1 is 2 TP / (2 TP + FP + FN).",
            ),
        )  # fmt: skip
        if question.is_clear():
            return question
