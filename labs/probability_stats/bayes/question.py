"""The checkpoint of `bayes`: how sure one positive makes you, from counts."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.probability import posterior
from ui.question import Mistake, Question


class Story(NamedTuple):
    """What is checked at work, and what for."""

    things: str
    are_bad: str
    good_ones: str
    thing: str
    is_bad: str


STORIES = (
    Story("payments", "are fraud", "honest ones", "payment", "is fraud"),
    Story("commits", "carry a bug", "sound ones", "commit", "carries a bug"),
    Story("messages", "are spam", "wanted ones", "message", "is spam"),
    Story("disks", "will fail this month", "others", "disk", "will fail"),
)


def question(seed: int) -> Question:
    """A check flags some of the bad things and some of the good ones. What share of the flagged is bad?"""
    rng = np.random.default_rng(seed)
    while True:
        story = STORIES[rng.integers(len(STORIES))]
        total = int(rng.choice([1000, 2000, 5000]))
        bad = int(total * rng.choice([0.01, 0.02, 0.04, 0.05, 0.1]))
        sensitivity, alarm_rate = int(rng.choice([60, 70, 80, 90])), int(rng.choice([5, 10, 20, 30]))
        good = total - bad
        found, alarmed = bad * sensitivity // 100, good * alarm_rate // 100
        if bad * sensitivity % 100 or good * alarm_rate % 100:
            continue
        sure = posterior(bad / total, sensitivity / 100, alarm_rate / 100)
        question = Question(
            prompt=f"Of {total:,} {story.things}, {bad:,} {story.are_bad}. A check flags {sensitivity} % of these, and "
            f"{alarm_rate} % of the {good:,} {story.good_ones}. One {story.thing} is flagged. "
            f"How probable is it that it {story.is_bad}? Give a number from 0 to 1, to two decimals.",
            answer=sure,
            tolerance=0.006,
            mistakes=(
                Mistake(sensitivity / 100, "That is the share of the bad ones that get flagged. You were asked the "
                        "other way round: which share of the flagged are bad."),
                Mistake(1 - alarm_rate / 100, "That is the share of the good ones that pass. It leaves out how rare "
                        "the bad ones are."),
                Mistake(found / total, "You divided by everything that was checked. Divide by what was flagged."),
                Mistake(found / alarmed, "You divided right flags by wrong ones: those are the odds. Divide by all "
                        "flags, right and wrong."),
                Mistake(alarmed / (found + alarmed), "That is the share of flags that are wrong. You want the rest."),
                Mistake(float(round(100 * sure)), "That is in per cent, without its sign. From 0 to 1 it is a "
                        "hundredth of it."),
            ),
            solution=(
                f"Flagged and bad: {sensitivity} % of {bad:,} is {found:,}. "
                f"Flagged and good: {alarm_rate} % of {good:,} is {alarmed:,}.\n\n"
                f"Of the {found + alarmed:,} flagged, {found:,} are bad: "
                f"$\\frac{{{found}}}{{{found} + {alarmed}}} =$ **{sure:.2f}**."
            ),
        )  # fmt: skip
        if question.is_clear():
            return question
