"""The checkpoint of `gradient`: one slope of the mean squared error at a point."""

from __future__ import annotations

import numpy as np

from core.optimisation import mse_gradient
from ui.question import Mistake, Question, bracketed


def question(seed: int) -> Question:
    """What is the slope of the loss along one weight?"""
    rng = np.random.default_rng(seed)
    while True:
        X, y = rng.integers(-4, 5, size=(2, 2)), rng.integers(-9, 10, size=2)
        w, k = rng.integers(-3, 4, size=2), int(rng.integers(2))
        if not X.all() or not w.all():
            continue
        slopes = mse_gradient(w, X, y)
        misses, slope = X @ w - y, float(slopes[k])
        rows = " and ".join(f"$x = ({a}, {b})$ with $y = {target}$" for (a, b), target in zip(X, y))
        first, second = map(bracketed, w)
        worked = [
            f"${a} \\cdot {first} + {bracketed(b)} \\cdot {second} - {bracketed(target)}"
            for (a, b), target in zip(X, y)
        ]
        question = Question(
            prompt=f"The data has two rows: {rows}. A model predicts $x \\cdot w$, and its loss is the mean squared "
            f"error. At $w = ({w[0]}, {w[1]})$, what is the slope of the loss along $w_{k + 1}$? It is a whole number.",
            answer=slope,
            mistakes=(
                Mistake(float(slopes[1 - k]), f"That is the slope along $w_{2 - k}$. Use column {k + 1} of the rows."),
                Mistake(-slope, "The sign is wrong. Take prediction minus target, because the gradient points uphill."),
                Mistake(slope / 2, "You left out the 2 that comes from the square."),
                Mistake(2 * slope, "You added the rows up. The loss is a mean, so divide by the number of rows."),
            ),
            hints=(
                "Begin with prediction minus target, for each row.",
                f"Each miss is weighted by its row's entry in column {k + 1}.",
            ),
            solution=(
                f"Prediction minus target is, for the two rows, {worked[0]} = {misses[0]}$ and {worked[1]} = "
                f"{misses[1]}$.\n\n"
                f"Multiply each by its row's entry in column {k + 1}, and add: ${misses[0]} \\cdot "
                f"{bracketed(X[0, k])} + {bracketed(misses[1])} \\cdot {bracketed(X[1, k])} = {X[:, k] @ misses}$.\n\n"
                f"With two rows the factor $2/n$ is 1, so the slope is **{slope:g}**."
            ),
        )
        if question.is_clear():
            return question
