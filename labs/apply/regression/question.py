"""The checkpoint of `regression`: predict one row with a model that was fitted on standardised columns."""

from __future__ import annotations

import numpy as np

from core.models import predict
from ui.question import Mistake, Question, bracketed, printed


def question(seed: int) -> Question:
    """What does the model predict for a person with this body mass index and this blood pressure?"""
    rng = np.random.default_rng(seed)
    while True:
        w = rng.integers(-40, 41, size=2)
        b = int(rng.integers(100, 201))
        mean, spread = rng.integers([22, 85], [30, 100]), rng.integers([3, 8], [6, 16])
        z = rng.integers(-2, 6, size=2) / 2
        x = mean + z * spread
        if not w.all() or not z.all():
            continue
        answer = float(predict([z], w, b)[0])
        question = Question(
            prompt=f"A model was fitted on standardised columns. Body mass index has mean {mean[0]}, standard "
            f"deviation {spread[0]} and weight ${w[0]}$. Blood pressure has mean {mean[1]}, standard deviation "
            f"{spread[1]} and weight ${w[1]}$. The intercept is {b}. What does it predict for a person with body mass "
            f"index {x[0]:g} and blood pressure {x[1]:g}? One decimal will do.",
            answer=answer,
            tolerance=0.06,
            mistakes=(
                Mistake(float(z @ w), "You left out the intercept. Add it at the end."),
                Mistake(
                    float(x @ w + b),
                    "You put in the raw numbers. Standardise them first, as was done in training.",
                    "vectors",
                ),
                Mistake(float(z @ w[::-1] + b), "You swapped the weights. Each belongs to its own column."),
                Mistake(
                    float((x - mean) @ w + b),
                    "You subtracted the mean. Then divide by the standard deviation as well.",
                    "vectors",
                ),
                Mistake(float(b - z @ w), "The sign is wrong. To standardise, take x − mean, not mean − x.", "vectors"),
            ),
            hints=(
                "The weights were learned on standardised numbers. What has to be done with the two you are given?",
                "How many standard deviations does each number lie above or below its mean?",
            ),
            solution=(
                f"Standardise first: $z_1 = ({x[0]:g} - {mean[0]}) / {spread[0]} = {z[0]:g}$ and $z_2 = ({x[1]:g} - "
                f"{mean[1]}) / {spread[1]} = {z[1]:g}$.\n\n"
                f"Then multiply by the weights, and add the intercept: $\\hat y = {z[0]:g} \\cdot {bracketed(w[0])} + "
                f"{bracketed(z[1])} \\cdot {bracketed(w[1])} + {b} =$ **{printed(answer, 1)}**."
            ),
        )
        if question.is_clear():
            return question
