"""The checkpoint of `next_token`: a probability after a temperature."""

from __future__ import annotations

import numpy as np

from core.attention import softmax
from ui.question import Mistake, Question, bracketed, printed

TEMPERATURES = (0.4, 0.5, 0.8, 1.25, 2.0, 2.5)
CASES = [
    ("I take my coffee with", ("milk", "sugar", "cream")),
    ("The train was late because of", ("snow", "a strike", "fog")),
    ("She opened the door and saw", ("him", "nobody", "the sea")),
    ("The build failed because of", ("a test", "a typo", "disk space")),
    ("My sister plays the", ("piano", "violin", "drums")),
    ("For lunch we had", ("soup", "pasta", "rice")),
]


def question(seed: int) -> Question:
    """Three tokens are left, with logits: how probable is one of them at a temperature?"""
    rng = np.random.default_rng(seed)
    while True:
        prompt, tokens = CASES[rng.integers(len(CASES))]
        z = rng.integers(-12, 31, size=3) / 10
        T, place = float(rng.choice(TEMPERATURES)), int(rng.integers(3))
        powers = [float(printed(np.exp(each / T), 2)) for each in z]
        total = float(printed(sum(powers), 2))
        answer = float(softmax(z, temperature=T)[place])
        if (
            len(set(z)) < 3
            or not 0.04 < answer < 0.96
            or min(powers) < 0.05
            or abs(powers[place] / total - answer) > 0.001
        ):
            continue
        if printed(powers[place] / total, 2) != printed(answer, 2):
            continue
        table = ", ".join(f"*{token}* {each:g}" for token, each in zip(tokens, z)).replace("-", "−")
        divided = ", ".join(f"${each:g} / {T:g} = {each / T:g}$" for each in z)
        raised = ", ".join(f"$e^{{{each / T:g}}} = {power:.2f}$" for each, power in zip(z, powers))
        question = Question(
            prompt=f"After “{prompt}” top-k leaves three tokens in the draw, with these logits: {table}. The "
            f"temperature is {T:g}. With what probability is *{tokens[place]}* drawn? Two decimals.",
            answer=answer,
            tolerance=0.006,
            unit="share",
            mistakes=(
                Mistake(float(softmax(z)[place]),
                        "That is its probability at temperature 1. Divided after the power, T cancels: divide the "
                        "logits first."),
                Mistake(float(softmax(z * T)[place]),
                        "You multiplied the logits by T. They are divided by it: a low T makes them steeper."),
                Mistake(float(np.exp(z[place] / T)),
                        "You forgot to divide by the sum of all three powers. Probabilities add up to 1.", "attention"),
            ),
            solution=(
                f"Divide the logits by the temperature: {divided}.\n\nThen take $e$ to these powers: {raised}. "
                f"Together they are ${' + '.join(bracketed(power) for power in powers)} = {total:g}$.\n\nThe share of "
                f"*{tokens[place]}* is ${powers[place]:g} / {total:g} =$ **{printed(answer, 2)}**."
            ),
            hints=("What is divided by the temperature: the logits, or what softmax makes of them?",
                   "Divide the logits by T, take e to their power, and divide by the sum of the three."),
        )  # fmt: skip
        if question.is_clear():
            return question
