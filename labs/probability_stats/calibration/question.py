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
        n, percent = int(rng.choice([200, 300, 400, 600, 800])), int(rng.choice([85, 88, 90, 92, 95, 96, 98]))
        wrong, promised = n * int(rng.integers(4, 41)) // 100, n * (100 - percent) // 100
        question = Question(
            prompt=f"{story.who} is {percent} % sure on average of its answers to the {n} {story.things} of one bin. "
            f"{wrong} of these answers are wrong. How many wrong ones should you expect if the model is calibrated? "
            "Give a whole number.",
            answer=promised,
            tolerance=0.0,
            mistakes=(
                Mistake(wrong, "That is how many came. The question is how many the model's own probability promises."),
                Mistake(n - promised, "That is how many should be right. The rest should be wrong."),
                Mistake(wrong - promised, "That is how many more came than were promised: the size of the lie. Asked "
                        "is the promise."),
                Mistake(100 - percent, "That is the share in per cent. Take it of all answers in the bin."),
                Mistake(n - wrong, "That is how many answers came out right. Asked is what the model promised to get "
                        "wrong."),
            ),
            solution=(
                f"{percent} % sure promises that {100 - percent} % are wrong. How many came plays no part.\n\n"
                f"$\\frac{{{100 - percent}}}{{100}} \\cdot {n} =$ **{promised}**."
            ),
        )  # fmt: skip
        if question.is_clear():
            return question
