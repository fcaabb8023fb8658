"""The checkpoint of `calibration`: how many errors a bin promises."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ui.question import Mistake, Question


class Story(NamedTuple):
    """What a model answers about many things."""

    who: str
    things: str


STORIES = (
    Story("A model that reads receipts", "receipts"),
    Story("A model that sorts tickets", "tickets"),
    Story("A model that tags photos", "photos"),
    Story("A model that answers questions", "questions"),
)


def question(seed: int) -> Question:
    """Of n answers given with a mean probability p, how many are wrong if the model is calibrated?"""
    rng = np.random.default_rng(seed)
    while True:
        story = STORIES[rng.integers(len(STORIES))]
        n, percent = 100 * int(rng.integers(2, 11)), int(rng.integers(80, 99))
        wrong, promised = n * int(rng.integers(4, 41)) // 100, n * (100 - percent) // 100
        question = Question(
            prompt=f"{story.who} is {percent} % sure, on average, of its answers to the {n:,} {story.things} in one "
            "bin. "
            f"{wrong} of these answers are wrong. How many wrong answers would you expect from a calibrated model? "
            "Give a whole number.",
            answer=promised,
            tolerance=0.0,
            mistakes=(
                Mistake(wrong, "That is how many were wrong. The question is how many the model's own probability "
                        "promises."),
                Mistake(n - promised, "That is how many should be right. The rest should be wrong."),
                Mistake(abs(wrong - promised), "That is the gap between what happened and what was promised. The "
                        "question "
                        "is what was promised."),
                Mistake(100 - percent, f"That is the share in per cent. Take that share of all {n:,} answers.",
                        "equations"),
                Mistake(n - wrong, "That is how many answers were right. The question is how many the model promised "
                        "to get wrong."),
            ),
            solution=(
                f"A model that is {percent} % sure promises that {100 - percent} % of its answers are wrong. How many "
                f"turned out to be wrong plays no part.\n\n"
                f"Of {n} answers that makes $\\frac{{{100 - percent}}}{{100}} \\cdot {n} =$ **{promised}**."
            ),
            hints=(
                "What does a probability promise about many such answers?",
                "Whoever is 90 % sure promises to be wrong in 10 % of cases.",
            ),
        )  # fmt: skip
        if question.is_clear():
            return question
