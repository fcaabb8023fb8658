"""The checkpoint of `scaling`: the largest stable rate."""

from __future__ import annotations

import numpy as np

from core.optimisation import largest_stable_rate
from ui.question import Mistake, Question


def question(seed: int) -> Question:
    """Which rate is the limit, from how far two columns spread?"""
    rng = np.random.default_rng(seed)
    while True:
        small, large = float(rng.integers(2, 19)) / 10, float(rng.integers(4, 21)) / 2
        spreads = rng.permutation([small, large])
        signs = np.array([[1, 1], [1, -1], [-1, 1], [-1, -1]])
        limit = largest_stable_rate(signs * spreads)
        question = Question(
            prompt="Two columns, each measured from its mean, spread by "
            f"{spreads[0]:g} and {spreads[1]:g} (standard deviations) and are uncorrelated. So the mean squared error "
            "bends along each weight by $\\lambda = 2 \\times$ the square of its column's spread. "
            "What is the largest stable rate, 2 over the larger $\\lambda$? Four decimals will do.",
            answer=limit,
            tolerance=0.00006,
            mistakes=(
                Mistake(1 / small**2, "That is the limit of the flat direction. The one that bends most sets it."),
                Mistake(1 / large, "You didn't square the spread. The loss bends with its square."),
                Mistake(2 / large**2, "You left out the 2 in λ: it is twice the square of the spread."),
                Mistake(2 * large**2, "That is λ itself. The limit is 2 divided by it."),
                Mistake(1 / (2 * large**2), "You divided 1 by λ. The limit is 2 divided by it."),
            ),
            solution=(
                f"The column that spreads most sets the limit: $\\lambda_{{max}} = 2 \\cdot {large:g}^2 = "
                f"{2 * large**2:g}$.\n\nThe limit: $2 / {2 * large**2:g} =$ **{limit:.4f}**."
            ),
        )
        if question.is_clear():
            return question
