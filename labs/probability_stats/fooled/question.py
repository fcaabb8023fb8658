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
    "You move a button to {k} other places, each for visitors of its own, and nobody cares where it is",
    "You train {k} models that are no better than the old one, and test each on new data",
    "You send {k} newsletters with two subject lines that work equally well, each to other readers",
    "You look at {k} cities for an effect that isn't there, each with people of its own",
    "You try {k} settings that change nothing, each on fresh requests",
)


def question(seed: int) -> Question:
    """How probable is at least one false alarm in k independent tests of nothing? The stories take turns."""
    rng = np.random.default_rng(seed)
    story = STORIES[seed % len(STORIES)]
    while True:
        k = int(rng.integers(3, 61))
        share, quiet = family_error_rate(k), 0.95**k
        question = Question(
            prompt=f"{story.format(k=k)}. Each time you call a p-value below 0.05 significant, and where there is "
            "nothing to find that happens 5 % of the time. What is the probability that at least one is significant? "
            "Give a number from 0 to 1, to two decimals.",
            answer=share,
            tolerance=0.006,
            unit="share",
            mistakes=(
                Mistake(0.05 * k, f"You added 5 % for each of the {k}. That counts cases with two alarms twice, and "
                        "with enough tests the sum passes 1.", "distributions"),
                Mistake(quiet, "That is the probability that none of them is significant. The question asks for the "
                        "rest.", "distributions"),
                Mistake(0.05**k, f"That is the probability that all {k} are significant. One is enough.",
                        "distributions"),
                Mistake(0.05, f"That is the probability for a single test. You gave luck {k} chances."),
            ),
            solution=(
                "One test stays quiet with probability $1 - 0.05 = 0.95$. The tests are independent, so all "
                f"{k} stay quiet with probability $0.95^{{{k}}} = {printed(quiet, 4)}$.\n\n"
                f"In all other cases at least one is significant: $1 - {printed(quiet, 4)} =$ **{printed(share, 2)}**."
            ),
            hints=(
                "How probable is it that none of them is significant?",
                "One test of nothing stays quiet with probability 0.95, and the tests are independent.",
            ),
        )  # fmt: skip
        if question.is_clear():
            return question
