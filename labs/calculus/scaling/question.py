"""The checkpoint of `scaling`: the largest stable rate."""

from __future__ import annotations

import numpy as np

from core.optimisation import largest_stable_rate
from ui.question import Mistake, Question, printed


def question(seed: int) -> Question:
    """Which rate is the limit, from how far two columns spread?"""
    rng = np.random.default_rng(seed)
    while True:
        small, large = float(rng.integers(2, 19)) / 10, float(rng.integers(4, 21)) / 2
        spreads = rng.permutation([small, large])
        signs = np.array([[1, 1], [1, -1], [-1, 1], [-1, -1]])
        limit = largest_stable_rate(signs * spreads)
        question = Question(
            prompt=f"Two columns, each measured from its mean, have the standard deviations {spreads[0]:g} and "
            f"{spreads[1]:g}, and they are uncorrelated. So the mean squared error has, along each weight, the "
            "curvature $\\lambda = 2 \\times$ the square of its column's standard deviation. What is the largest "
            f"stable learning rate, $2 / \\lambda_{{max}}$? Four decimals will do.",
            answer=limit,
            tolerance=0.00006,
            mistakes=(
                Mistake(
                    1 / small**2,
                    "That is the limit along the flat direction. The limit is set by the larger λ.",
                    "descent",
                ),
                Mistake(1 / large, "You didn't square the standard deviation. The curvature grows with its square."),
                Mistake(2 / large**2, "You left out the 2 in λ. It is twice the square of the standard deviation."),
                Mistake(2 * large**2, "That is λ itself. The limit is 2 divided by λ.", "descent"),
                Mistake(1 / (2 * large**2), "You divided 1 by λ. The limit is 2 divided by λ.", "descent"),
            ),
            hints=("Which column makes the valley steepest?", "Work out its λ, and only then divide."),
            solution=(
                f"The column with the larger standard deviation sets the limit: $\\lambda_{{max}} = 2 \\cdot "
                f"{large:g}^2 = {2 * large**2:g}$.\n\n"
                f"The largest stable rate is $2 / {2 * large**2:g} =$ **{printed(limit, 4)}**."
            ),
        )
        if question.is_clear():
            return question
