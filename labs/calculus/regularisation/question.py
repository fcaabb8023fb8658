"""The checkpoint of `regularisation`: one ridge weight."""

from __future__ import annotations

import numpy as np

from core.models import ridge
from ui.question import Mistake, Question, bracketed, printed


def question(seed: int) -> Question:
    """Four rows of one column: which weight has ridge?"""
    rng = np.random.default_rng(seed)
    while True:
        a, b = sorted(int(n) for n in rng.choice([1, 2, 3, 4], 2, replace=False))
        x, y = np.array([-b, -a, a, b]), rng.integers(-9, 10, size=4)
        penalty = float(rng.choice([0.5, 1, 1.5, 2, 2.5, 3, 4]))
        w = float(ridge(x[:, None], y, penalty)[0][0])
        square, product = float(np.mean(x**2)), float(np.mean(x * y))
        if product == 0 or abs(y.mean()) > 4 or square == penalty:
            continue
        parts = " + ".join(f"{bracketed(m)} \\cdot {bracketed(n)}" for m, n in zip(x, y))
        question = Question(
            prompt="Four rows, one column, already centred:\n\n| x | "
            + " | ".join(f"{value:g}".replace("-", "−") for value in x)
            + " |\n|---|---|---|---|---|\n| y | "
            + " | ".join(f"{value:g}".replace("-", "−") for value in y)
            + f" |\n\nRidge looks for the $w$ with the least mean squared error plus $\\lambda w^2$, with $\\lambda = "
            f"{penalty:g}$ and an intercept that is not penalised. Which $w$ is it? Three decimals will do.",
            answer=w,
            tolerance=0.0006,
            mistakes=(
                Mistake(product / square, "You left out λ: that is the weight of least squares."),
                Mistake(-w, "The sign is wrong. It is that of the mean of x · y."),
                Mistake(product / (square - penalty), "You subtracted λ. It is added."),
                Mistake(4 * product / (4 * square + penalty), "You took sums. The error is a mean: divide both by 4."),
                Mistake(
                    float(np.sign(product)) * max(abs(product) - penalty / 2, 0) / square,
                    "That is the lasso's weight, drawn λ/2 towards 0. Ridge adds λ to the mean of x².",
                ),
            ),
            hints=(
                "With one column: w is the mean of x · y, over the mean of x² plus λ.",
                "Work out the two means over the four rows first.",
            ),
            solution=(
                f"The mean of $x^2$ is $({' + '.join(f'{v * v:g}' for v in x)}) / 4 = {square:g}$. The mean of "
                f"$x \\cdot y$ is $({parts}) / 4 = {product:g}$.\n\n"
                f"So $w = {product:g} / ({square:g} + {penalty:g}) =$ **{printed(w, 3)}**. The mean of y goes into the "
                "intercept."
            ),
        )  # fmt: skip
        if question.is_clear():
            return question
