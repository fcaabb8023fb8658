"""The checkpoint of `dot_product`: the number that makes two vectors stand at right angles."""

from __future__ import annotations

import numpy as np

from core.linear_algebra import dot
from ui.question import Mistake, Question, bracketed, printed


def question(seed: int) -> Question:
    """Which k makes a · b zero, for b = (b₁, k)?"""
    rng = np.random.default_rng(seed)
    while True:
        a = rng.integers(-9, 10, size=2)
        b1 = int(rng.integers(-9, 10))
        if a[0] == 0 or a[1] == 0 or b1 == 0:
            continue
        k = -a[0] * b1 / a[1]
        parallel = a[1] * b1 / a[0]
        question = Question(
            prompt=f"$a = ({a[0]}, {a[1]})$ and $b = ({b1}, k)$. Which $k$ makes $a \\cdot b = 0$? Two decimals will "
            "do.",
            answer=float(k),
            tolerance=0.006,
            mistakes=(
                Mistake(float(parallel), "That k makes b parallel to a. A dot product of 0 takes a right angle."),
                Mistake(float(-k), "The sign is wrong. The two products have to cancel, so they need opposite signs."),
                Mistake(float(-a[1] / (a[0] * b1)), 
                        "The fraction is upside down. Divide by the number in front of k."),
            ),
            solution=(
                f"Multiply matching entries, and add: $a \\cdot b = {a[0]} \\cdot {bracketed(b1)} + {bracketed(a[1])} "
                f"\\cdot k = {a[0] * b1} + {bracketed(a[1])} \\cdot k$.\n\n"
                f"This is 0 where $k = {-a[0] * b1} / {bracketed(a[1])} =$ **{printed(k, 2)}**."
            ),
            hints=("Write out the dot product with k in it.", "The two products must cancel. Solve for k."),
        )  # fmt: skip
        if question.is_clear() and abs(dot(a, [b1, k])) < 1e-9:
            return question
