"""The checkpoint of `attention`: one weight of three scores at a temperature."""

from __future__ import annotations

import numpy as np

from core.attention import softmax
from ui.question import Mistake, Question


def question(seed: int) -> Question:
    """What weight does softmax give one of three scores at temperature T?"""
    rng = np.random.default_rng(seed)
    while True:
        s, T, asked = rng.integers(-2, 6, size=3), float(rng.choice([0.5, 2, 4])), int(rng.integers(3))
        if len(set(s.tolist())) < 3 or s.sum() == 0:
            continue
        powers = np.exp(s / T)
        weight = softmax(s, temperature=T)[asked]
        question = Question(
            prompt=f"Three keys get the scores {s[0]}, {s[1]} and {s[2]}. The temperature is $T = {T:g}$. Which weight "
            f"does softmax give to the score {s[asked]}? Two decimals will do. ($e = 2.71828$; `exp` on a calculator.)",
            answer=float(weight),
            tolerance=0.006,
            mistakes=(
                Mistake(float(powers[asked]), "You stopped at the power of e. Divide it by the sum of all three."),
                Mistake(float(softmax(s)[asked]),
                        "That is the weight at T = 1: T has to divide the score before e is raised to it."),
                Mistake(float(softmax(s * T)[asked]), "You multiplied the scores by T. Divide them by it."),
                Mistake(float(s[asked] / s.sum()), "You shared out the scores themselves. Raise e to them first."),
            ),
            solution=(
                f"Divide each score by {T:g} and raise $e$ to it: "
                + ", ".join(f"$e^{{{score / T:g}}} = {power:.3f}$" for score, power in zip(s, powers))
                + f".\n\nTheir sum is {powers.sum():.3f}. The weight is {powers[asked]:.3f} / {powers.sum():.3f} = "
                f"**{weight:.2f}**."
            ),
        )  # fmt: skip
        if question.is_clear():
            return question
