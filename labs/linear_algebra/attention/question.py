"""The checkpoint of `attention`: one weight of three scores at a temperature."""

from __future__ import annotations

import numpy as np

from core.attention import softmax
from ui.question import Mistake, Question, printed


def question(seed: int) -> Question:
    """What weight does softmax give one of three scores at temperature T?"""
    rng = np.random.default_rng(seed)
    while True:
        s, T, asked = rng.integers(-2, 6, size=3), float(rng.choice([0.5, 2, 4])), int(rng.integers(3))
        if len(set(s.tolist())) < 3 or s.sum() == 0:
            continue
        powers = np.exp(s / T)
        weight = softmax(s, temperature=T)[asked]
        terms = [printed(power, 3) for power in powers]
        if printed(sum(map(float, terms)), 3) != printed(powers.sum(), 3):
            continue  # in print it would not come out
        question = Question(
            prompt=f"Three keys get the scores {s[0]}, {s[1]} and {s[2]}, and the temperature is $T = {T:g}$. "
            f"What weight does softmax give to the key with the score {s[asked]}? Two decimals will do. "
            "(On a calculator, `exp` raises $e = 2.71828$ to a power.)",
            answer=float(weight),
            tolerance=0.006,
            unit="share",
            mistakes=(
                Mistake(float(powers[asked]), "You stopped at the power of e. Divide it by the sum of all three "
                        "powers."),
                Mistake(float(softmax(s)[asked]),
                        "That is the weight at T = 1. Divide each score by T before you raise e to it."),
                Mistake(float(softmax(s * T)[asked]), "You multiplied the scores by T. Divide them by it."),
                Mistake(float(s[asked] / s.sum()), "You shared out the scores themselves. Raise e to each of them "
                        "first."),
                Mistake(float(softmax(s)[asked] / T), "You divided by T at the end. Divide the scores by T before you "
                        "raise e to them."),
            ),
            solution=(
                f"Divide each score by {T:g}, and raise $e$ to the result: "
                + ", ".join(f"$e^{{{score / T:g}}} = {term}$" for score, term in zip(s, terms))
                + f".\n\nTheir sum is ${' + '.join(terms)} = {printed(powers.sum(), 3)}$. The weight is the share that "
                f"belongs to the score {s[asked]}: ${terms[asked]} / {printed(powers.sum(), 3)} =$ "
                f"**{printed(weight, 2)}**."
            ),
            hints=("Divide every score by T first.", "Raise e to each of them. The weight is one power's share of "
                "their sum."),
        )  # fmt: skip
        if question.is_clear() and 0.01 < weight < 0.99:
            return question
