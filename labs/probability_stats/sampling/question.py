"""The checkpoint of `sampling`: how many cases a narrower interval takes."""

from __future__ import annotations

import math

import numpy as np

from ui.question import Mistake, Question, printed

STORIES = (
    ("You scored a prompt on {n} test cases, and it got 80 % right", "test cases"),
    ("You asked {n} customers, and 60 % would come back", "customers"),
    ("You checked {n} labels, and 90 % were correct", "labels"),
    ("You timed {n} requests, and 70 % met the target", "requests"),
    ("You read {n} tickets, and 20 % were bugs", "tickets"),
    ("You opened {n} parcels, and 10 % were damaged", "parcels"),
)
TIMES = {2: "half", 3: "a third", 4: "a quarter", 5: "a fifth"}


def question(seed: int) -> Question:
    """How large must n be for an interval that is half as wide, or a third, a quarter, a fifth?"""
    rng = np.random.default_rng(seed)
    story, things = STORIES[seed % len(STORIES)]
    k = list(TIMES)[seed // len(STORIES) % len(TIMES)]
    while True:
        n = int(rng.integers(3, 61)) * 10
        question = Question(
            prompt=f"{story.format(n=n)}. The ± beside that share, which is 2 standard errors, is too wide for you. "
            f"You want {TIMES[k]} of it. How many {things} does that take in all? Give a whole number.",
            answer=float(k * k * n),
            mistakes=(
                Mistake(float(k * n), f"That is {k} times as many. But n stands under a root, so the ± gets only "
                        f"{printed(math.sqrt(k), 2)} times narrower."),
                Mistake(n / k, "You divided where you have to multiply. Fewer cases make the ± wider."),
                Mistake(n / k**2, "You have it upside down. So few make the ± wider, not narrower."),
                Mistake(n * math.sqrt(k), "You took the root of the factor. But n stands under the root, so the factor "
                        "has to be squared.", "equations"),
                Mistake(float((k * k - 1) * n), "That is how many more it takes. The question is how many in all."),
            ),
            solution=(
                f"The ± is $2 s / \\sqrt{{n}}$. To get {TIMES[k]} of it, $\\sqrt{{n}}$ has to be {k} times as large, "
                f"so $n$ has to be ${k}^2 = {k * k}$ times as large.\n\n"
                f"That takes ${k * k} \\cdot {n} =$ **{k * k * n}** {things}."
            ),
            hints=(
                "Where does n stand in the formula of the standard error?",
                "√n has to grow as much as the ± has to shrink.",
            ),
        )  # fmt: skip
        if question.is_clear():
            return question
