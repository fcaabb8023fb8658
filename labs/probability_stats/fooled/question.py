"""The checkpoint of `fooled`: how probable a false alarm is when you look many times."""

from __future__ import annotations

import numpy as np

from core.statistics import family_error_rate
from ui.question import Mistake, Question

STORIES = (
    "You compare two equal versions on {k} metrics that have nothing to do with each other",
    "You test {k} features that have nothing to do with the target, each on data of its own",
    "You run {k} separate experiments, and none of the changes has any effect",
    "You check {k} customer segments for a difference that isn't there, each with customers of its own",
)


def question(seed: int) -> Question:
    """How probable is at least one false alarm in k independent tests of nothing?"""
    rng = np.random.default_rng(seed)
    while True:
        story, k = STORIES[rng.integers(len(STORIES))], int(rng.integers(4, 31))
        share, quiet = family_error_rate(k), 0.95**k
        question = Question(
            prompt=f"{story.format(k=k)}. Each time you call p below 0.05 significant, and where there is nothing that "
            "happens 5 % of the time. How probable is it that at least one is significant? "
            "Give a number from 0 to 1, to two decimals.",
            answer=share,
            tolerance=0.006,
            mistakes=(
                Mistake(0.05 * k, f"You added 5 % for each of the {k}. Cases with two alarms are counted twice that "
                        "way, and with enough tests it goes above 1."),
                Mistake(quiet, "That is the probability that all stay quiet. You were asked for the rest."),
                Mistake(0.05**k, f"That is the probability that all {k} cry out. One is enough."),
                Mistake(0.05, "That is one test alone. You gave luck more than one chance."),
                Mistake(float(round(100 * share)), "That is in per cent, without its sign. From 0 to 1 it is a "
                        "hundredth of it."),
            ),
            solution=(
                f"One test stays quiet with probability $1 - 0.05 = 0.95$. All {k} do with "
                f"$0.95^{{{k}}} = {quiet:.3f}$.\n\n"
                f"At least one cries out in all other cases: $1 - {quiet:.3f} =$ **{share:.2f}**."
            ),
        )  # fmt: skip
        if question.is_clear():
            return question
