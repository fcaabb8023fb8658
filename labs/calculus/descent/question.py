"""The checkpoint of `descent`: the next w."""

from __future__ import annotations

import numpy as np

from core.optimisation import gradient_descent
from ui.question import Mistake, Question, bracketed, printed


def question(seed: int) -> Question:
    """Where does one step downhill lead?"""
    rng = np.random.default_rng(seed)
    while True:
        a, centre, w = int(rng.integers(1, 6)), int(rng.integers(-6, 7)), int(rng.integers(-9, 10))
        rate = float(rng.choice([0.01, 0.02, 0.05, 0.1, 0.2, 0.3]))
        slope = 2 * a * (w - centre)
        if centre == 0 or w == 0 or slope == 0:
            continue
        after = float(gradient_descent(lambda w, a=a, c=centre: 2 * a * (w - c), [w], rate, 1)[-1, 0])
        inside = f"w - {centre}" if centre > 0 else f"w + {-centre}"
        question = Question(
            prompt=f"The loss is $L(w) = {a if a > 1 else ''}({inside})^2$, and its slope is ${2 * a}({inside})$. "
            f"You stand at $w = {w}$. Where are you after one step of gradient descent with learning rate {rate:g}, "
            "without momentum? Two decimals will do.",
            answer=after,
            tolerance=0.006,
            mistakes=(
                Mistake(
                    float(w + rate * slope),
                    "You went uphill. The step goes against the slope, so subtract.",
                    "gradient",
                ),
                Mistake(float(w - slope), "You left out the learning rate. Multiply the slope by it."),
                Mistake(float(-rate * slope), "That is the step. Add it to where you stand."),
                Mistake(
                    float(rate * slope), "That is the learning rate times the slope. Subtract it from where you stand."
                ),
            ),
            hints=(
                "First the slope where you stand.",
                "The step is rate times slope, and goes against it.",
            ),
            solution=(
                f"At ${w}$ the slope is ${2 * a} \\cdot ({w} - {bracketed(centre)}) = {slope}$.\n\n"
                f"Subtract the learning rate times the slope: ${w} - {rate:g} \\cdot {bracketed(slope)} =$ "
                f"**{printed(after, 2)}**."
            ),
        )
        if question.is_clear():
            return question
