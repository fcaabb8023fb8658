"""The checkpoint of `expectation`: what a call costs on average when it is retried."""

from __future__ import annotations

import numpy as np

from core.probability import expectation
from ui.question import Mistake, Question, printed

STORIES = ("A call to a model", "A scrape of a page", "A payment request", "A job on a spot machine")


def question(seed: int) -> Question:
    """Each try costs c and fails with probability f; after three tries you give up. What does it cost on average?"""
    rng = np.random.default_rng(seed)
    while True:
        story = STORIES[rng.integers(len(STORIES))]
        c, f = int(rng.integers(2, 100)), 5 * int(rng.integers(2, 13)) / 100
        tries, p = np.array([1, 2, 3]), np.array([1 - f, f * (1 - f), f * f])
        cost = expectation(c * tries, p)
        question = Question(
            prompt=f"{story} costs {c} cents for each try, and each try fails with probability {f:g}, independently of "
            "the others. You try until it works, but at most 3 times in all. What does that cost on average, in "
            "cents? Two decimals will do.",
            answer=cost,
            tolerance=0.006,
            mistakes=(
                Mistake(c, "That is the cost of a single try. Sometimes it takes two or three, and these count, too."),
                Mistake(c * float(tries @ [1 - f, f * (1 - f), f * f * (1 - f)]), "Your probabilities don't add up "
                        "to 1. The third try is the last, whether it works or fails.", "distributions"),
                Mistake(c / (1 - f), "That is the cost if you try until it works, however long it takes. You stop "
                        "after 3 tries."),
                Mistake(2.0 * c, "You averaged the three costs as if they were equally likely. Weight each by its "
                        "probability."),
                Mistake(c * (1 + f), "You counted one retry at most. There may be two."),
                Mistake(cost / c, "That is how many tries it takes on average. Multiply by the cost of one."),
            ),
            solution=(
                f"It takes one try with probability ${1 - f:g}$, two with ${f:g} \\cdot {1 - f:g} = {p[1]:.4g}$, and "
                f"three, whether the third works or not, with ${f:g} \\cdot {f:g} = {p[2]:.4g}$. Together that is "
                "1.\n\n"
                f"Weight each cost by its probability: ${1 - f:g} \\cdot {c} + {p[1]:.4g} \\cdot {2 * c} + "
                f"{p[2]:.4g} \\cdot {3 * c} =$ **{printed(cost, 2)}**."
            ),
            hints=(
                "How probable are one try, two tries, three? Together they make 1.",
                "Weight each cost by its probability, and add up.",
            ),
        )  # fmt: skip
        if question.is_clear():
            return question
