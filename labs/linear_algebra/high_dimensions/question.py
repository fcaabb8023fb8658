"""The checkpoint of `high_dimensions`: a threshold so many standard deviations above 0."""

from __future__ import annotations

import numpy as np

from ui.question import Mistake, Question, printed

TIMES = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}


def question(seed: int) -> Question:
    """Which cosine is k standard deviations of random pairs above 0, in d dimensions?"""
    rng = np.random.default_rng(seed)
    while True:
        d, k = 4 * int(rng.integers(12, 771)), int(rng.choice(list(TIMES)))
        deviation = 1 / np.sqrt(d)
        threshold = float(k * deviation)
        question = Question(
            prompt=f"A model gives vectors of ${d}$ numbers. You set a threshold {TIMES[k]} standard deviations "
            "above 0, "
            "taking the standard deviation of the cosines of random pairs: their spread. Which cosine is that? "
            "Three decimals will do.",
            answer=threshold,
            tolerance=0.0006,
            mistakes=(
                Mistake(k / d, "You divided by d. The standard deviation is 1 over the root of d."),
                Mistake(float(deviation), f"That is one standard deviation. You need {TIMES[k]} of them."),
                Mistake(float(np.sqrt(k / d)), f"You put the {k} under the root. Take the root of d alone, and "
                        "multiply "
                        "afterwards."),
                Mistake(float(k * np.sqrt(d)), "You multiplied by the root. More dimensions bring the cosines closer "
                        "to 0, so divide."),
            ),
            solution=(
                f"One standard deviation is $1/\\sqrt{{d}} = 1/\\sqrt{{{d}}} = {printed(deviation, 4)}$.\n\n"
                f"{TIMES[k].capitalize()} of them are ${k} / \\sqrt{{{d}}} =$ **{printed(threshold, 3)}**."
            ),
        )  # fmt: skip
        if question.is_clear():
            return question
