"""The checkpoint of `sampling`: how many cases a narrower interval takes."""

from __future__ import annotations

import math

import numpy as np

from ui.question import Mistake, Question

STORIES = (
    ("You scored a prompt on {n} test cases: 80 % right", "test cases"),
    ("You asked {n} customers: 60 % would come back", "customers"),
    ("You checked {n} labels: 90 % correct", "labels"),
    ("You timed {n} requests: 70 % met the target", "requests"),
)
TIMES = {2: "half", 3: "a third", 4: "a quarter", 5: "a fifth"}


def question(seed: int) -> Question:
    """How large must n be for an interval that is half as wide, or a third, a quarter, a fifth?"""
    rng = np.random.default_rng(seed)
    while True:
        story, things = STORIES[rng.integers(len(STORIES))]
        n, k = int(rng.integers(3, 41)) * 10, int(rng.choice(list(TIMES)))
        question = Question(
            prompt=f"{story.format(n=n)}. The ± beside it, 2 standard errors, is too wide for you: you want {TIMES[k]} "
            f"of that. How many {things} does it take in all? Give a whole number.",
            answer=float(k * k * n),
            tolerance=0.5,
            mistakes=(
                Mistake(float(k * n), f"That is {k} times as many. But n stands under a root: {k} times n makes the ± "
                        f"only {math.sqrt(k):.2f} times narrower."),
                Mistake(n / k, "Fewer cases make the ± wider. You divided where you had to multiply."),
                Mistake(n / k**2, "Upside down: that few make the ± wider, not narrower."),
                Mistake(n * math.sqrt(k), "You took the root of the factor. n itself stands under the root, so the "
                        "factor has to be squared."),
                Mistake(float((k * k - 1) * n), "That is how many more it takes. You were asked how many in all."),
            ),
            solution=(
                f"The ± is $2 s / \\sqrt{{n}}$. To make it {k} times narrower, $\\sqrt{{n}}$ has to be {k} times as "
                f"large, so $n$ has to be ${k}^2 = {k * k}$ times as large.\n\n"
                f"${k * k} \\cdot {n} =$ **{k * k * n}**."
            ),
        )  # fmt: skip
        if question.is_clear():
            return question
