"""The checkpoint of `bayes`: how sure one positive makes you, from counts."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.probability import posterior
from ui.question import Mistake, Question, printed


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
    Story("disks", "will fail this month", "others", "disk", "will fail this month"),
    Story("logins", "are attacks", "genuine ones", "login", "is an attack"),
    Story("photos", "show a cat", "others", "photo", "shows a cat"),
)


def question(seed: int) -> Question:
    """A check flags some of the bad things and some of the good ones. What share of the flagged is bad?"""
    rng = np.random.default_rng(seed)
    while True:
        story = STORIES[rng.integers(len(STORIES))]
        total, rate = int(rng.choice([1000, 2000, 3000, 4000, 5000, 10000])), int(rng.integers(1, 16))
        sensitivity, alarm_rate = 5 * int(rng.integers(10, 20)), int(rng.choice([2, 4, 5, 8, 10, 15, 20, 25, 30]))
        bad, good = total * rate // 100, total * (100 - rate) // 100
        found, alarmed = bad * sensitivity // 100, good * alarm_rate // 100
        if bad * sensitivity % 100 or good * alarm_rate % 100:
            continue
        sure = posterior(rate / 100, sensitivity / 100, alarm_rate / 100)
        question = Question(
            prompt=f"Of {total:,} {story.things}, {bad:,} {story.are_bad}. A check flags {sensitivity} % of these, and "
            f"{alarm_rate} % of the {good:,} {story.good_ones}. One {story.thing} is flagged. What is the probability "
            f"that it {story.is_bad}? Give a number from 0 to 1, to two decimals.",
            answer=sure,
            tolerance=0.006,
            unit="share",
            mistakes=(
                Mistake(sensitivity / (sensitivity + alarm_rate), "You left out the base rate. That is the answer "
                        f"where half of the {story.things} {story.are_bad}; here it is {rate} %."),
                Mistake(sensitivity / 100, f"You read it the wrong way round. That is how many of those that "
                        f"{story.are_bad} get flagged. Of those that are flagged, how many {story.are_bad}?",
                        "conditional"),
                Mistake(rate / 100, "That is the base rate, as it was before the check. Now look only at those that "
                        "were flagged."),
                Mistake(1 - alarm_rate / 100, f"That is how many of the {story.good_ones} pass the check. It leaves "
                        "out the base rate."),
                Mistake(found / total, "You divided by everything that was checked. Divide by what was flagged.",
                        "conditional"),
                Mistake(found / alarmed, "You divided right flags by wrong ones: those are the odds. Divide by all "
                        "flags, right and wrong."),
                Mistake(alarmed / (found + alarmed), "That is the share of wrong flags. The question asks for the "
                        "share of right ones."),
            ),
            solution=(
                f"Of the {bad:,} that {story.are_bad}, {sensitivity} % are flagged: {found:,}. Of the {good:,} "
                f"{story.good_ones}, {alarm_rate} % are flagged, too: {alarmed:,}.\n\n"
                f"So {found + alarmed:,} are flagged, and {found:,} of them {story.are_bad}: "
                f"$\\frac{{{found}}}{{{found} + {alarmed}}} =$ **{printed(sure, 2)}**."
            ),
            hints=(
                "Count: how many of the bad ones are flagged, and how many of the others?",
                "Of all that are flagged, what share is bad?",
            ),
        )  # fmt: skip
        if question.is_clear():
            return question
