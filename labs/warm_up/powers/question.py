"""The checkpoint of `powers`: the logarithm of a product."""

from __future__ import annotations

import numpy as np

from core.warm_up import logarithm, power
from ui.question import Mistake, Question


def question(seed: int) -> Question:
    """What is the logarithm of a product of two powers?"""
    rng = np.random.default_rng(seed)
    while True:
        b = int(rng.choice([2, 3, 5, 10]))
        m, n = (int(k) for k in rng.integers(2, 9 if b == 2 else 6, size=2))
        if m == n:
            continue
        x, y = int(power(b, m)), int(power(b, n))
        question = Question(
            prompt=f"$\\log_{{{b}}} {x} = {m}$ and $\\log_{{{b}}} {y} = {n}$. What is "
            f"$\\log_{{{b}}} ({x} \\cdot {y})$? It is a whole number.",
            answer=float(round(logarithm(x * y, b), 9)),
            mistakes=(
                Mistake(float(m * n), "You multiplied the logarithms. A logarithm turns a product into a sum."),
                Mistake(float(m - n), "You subtracted. That is the logarithm of the first divided by the second."),
                Mistake(float(n - m), "You subtracted. That is the logarithm of the second divided by the first."),
                Mistake(float(x * y), "That is the product itself. The question is how often the base is multiplied."),
            ),
            solution=(
                f"${x}$ is {m} times {b} multiplied, and ${y}$ is {n} times {b} multiplied. "
                f"Their product is ${b}^{{{m} + {n}}}$.\n\n"
                f"So the logarithm is ${m} + {n} =$ **{m + n}**."
            ),
        )
        if question.is_clear():
            return question
