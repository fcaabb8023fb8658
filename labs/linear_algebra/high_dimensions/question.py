"""The checkpoint of `high_dimensions`: a threshold so many spreads above 0."""

from __future__ import annotations

import numpy as np

from ui.question import Mistake, Question, printed

TIMES = {2: "two", 3: "three", 4: "four", 5: "five"}


def question(seed: int) -> Question:
    """Which cosine is k spreads of random pairs above 0, in d dimensions?"""
    rng = np.random.default_rng(seed)
    while True:
        d, k = 4 * int(rng.integers(12, 771)), int(rng.choice(list(TIMES)))
        spread = float(1 / np.sqrt(d))
        threshold = k * spread
        question = Question(
            prompt=f"A model gives vectors of ${d}$ numbers. You set the threshold {TIMES[k]} spreads (standard "
            "deviations of the cosines of random pairs) above 0. Which cosine is that? Three decimals will do.",
            answer=threshold,
            tolerance=0.0006,
            mistakes=(
                Mistake(k / d, "You divided by d. The spread is 1 over the root of d."),
                Mistake(spread, f"That is one spread. You need {TIMES[k]}."),
                Mistake(float(np.sqrt(k / d)), f"You put the {k} under the root. Take the root of d alone, and "
                        "multiply afterwards."),
                Mistake(float(k * np.sqrt(d)), "You multiplied by the root. In more dimensions the cosines come closer "
                        "to 0, so divide."),
            ),
            solution=(
                f"One spread is $1/\\sqrt{{d}} = 1/\\sqrt{{{d}}} = {printed(spread, 4)}$.\n\n"
                f"{TIMES[k].capitalize()} spreads are ${k} / \\sqrt{{{d}}} =$ **{printed(threshold, 3)}**."
            ),
            hints=("How large is one spread with so many numbers?", "One spread is 1/√d. Multiply afterwards."),
        )  # fmt: skip
        if question.is_clear():
            return question
