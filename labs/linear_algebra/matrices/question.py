"""The checkpoint of `matrices`: where one point lands."""

from __future__ import annotations

import numpy as np

from core.linear_algebra import apply
from ui.question import Mistake, Question, bracketed
from ui.words import latex


def question(seed: int) -> Question:
    """Where does A send the point (x, y)?"""
    rng = np.random.default_rng(seed)
    while True:
        A = rng.integers(-4, 5, size=(2, 2))
        x, y = rng.integers(-3, 4, size=2)
        c1, c2 = A.T
        lands = apply(A, [x, y])
        question = Question(
            prompt=f"$A = {latex(A)}$. Where does the point $({x}, {y})$ land? Type both numbers, like (3, -1).",
            answer=written(lands),
            mistakes=(
                Mistake(written(apply(A.T, [x, y])),
                        "You took the rows for the columns. The first column, read downwards, is where (1, 0) "
                        "lands."),
                Mistake(written(c1 + c2),
                        f"You added the columns as they are. That is where (1, 1) lands. Take {x} of the first and "
                        f"{y} of the second."),
                Mistake(written([A[0, 0] * x, A[1, 1] * y]),
                        "You took only one entry of each column. To scale a column, multiply both its numbers.",
                        "vectors"),
                Mistake(written(lands[::-1]), "The two numbers are swapped. The upper one comes first."),
            ),
            solution=(
                f"Take ${x}$ of the first column and ${y}$ of the second, and add:\n\n"
                f"$${x} \\cdot {latex(c1[:, np.newaxis])} + {bracketed(y)} \\cdot {latex(c2[:, np.newaxis])} "
                f"= {latex((x * c1)[:, np.newaxis])} + {latex((y * c2)[:, np.newaxis])}$$\n\n"
                f"The point lands on **{written(lands)}**."
            ),
            hints=("The two columns say where (1, 0) and (0, 1) land.", "How many of each column does the point take?"),
        )  # fmt: skip
        if question.is_clear() and A.all() and x and y and np.abs([x, y]).max() > 1:
            return question


def written(point) -> str:
    """A point of whole numbers as it is typed: (3, -1)."""
    return f"({int(point[0])}, {int(point[1])})"
