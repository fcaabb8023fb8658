"""The checkpoint of `fooled`: how probable a false alarm is when you look many times."""

from __future__ import annotations

import numpy as np

from core.statistics import family_error_rate
from ui.question import Mistake, Question, printed

STORIES = (
    "You compare two equal versions on {k} metrics that have nothing to do with each other",
    "You test {k} features that have nothing to do with the target, each on data of its own",
    "You run {k} separate experiments, and none of the changes has any effect",
    "You check {k} customer segments for a difference that isn't there, each with customers of its own",
    "You try {k} new prompts that are no better than the old one, each on fresh tasks",
)


def question(seed: int) -> Question:
    """How probable is at least one false alarm in k independent tests of nothing, at the level α?"""
    rng = np.random.default_rng(seed)
    while True:
        story, k = STORIES[rng.integers(len(STORIES))], int(rng.integers(3, 41))
        percent = int(rng.choice([1, 2, 3, 4, 5, 10]))
        level = percent / 100
        share, quiet = family_error_rate(k, level), (1 - level) ** k
        question = Question(
            prompt=f"{story.format(k=k)}. Each time you call a p-value below {level:g} significant, and where there is "
            f"nothing to find that happens {percent} % of the time. What is the probability that at least one of the "
            f"{k} is significant? Give a number from 0 to 1, to two decimals.",
            answer=share,
            tolerance=0.006,
            unit="share",
            mistakes=(
                Mistake(level * k, f"You added {percent} % for each of the {k}. That counts cases with two alarms "
                        "twice, and with enough tests the sum passes 1."),
                Mistake(quiet, "That is the probability that none of them is significant. The question asks for the "
                        "rest."),
                Mistake(level**k, f"That is the probability that all {k} are significant. One is enough."),
                Mistake(level, f"That is the probability for a single test. You gave luck {k} chances."),
            ),
            solution=(
                f"One test stays quiet with probability $1 - {level:g} = {1 - level:g}$. The tests are independent, so "
                f"all {k} stay quiet with probability ${1 - level:g}^{{{k}}} = {printed(quiet, 3)}$.\n\n"
                f"In all other cases at least one is significant: $1 - {printed(quiet, 3)} =$ **{printed(share, 2)}**."
            ),
        )  # fmt: skip
        if question.is_clear():
            return question
