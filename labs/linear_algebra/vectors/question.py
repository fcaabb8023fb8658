"""The checkpoint of `vectors`: the length of u − k·v."""

from __future__ import annotations

import numpy as np

from core.linear_algebra import linear_combination, norm
from ui.question import Mistake, Question, printed


def question(seed: int) -> Question:
    """How long is u − k·v, in two or three dimensions?"""
    rng = np.random.default_rng(seed)
    while True:
        u, v = rng.integers(-5, 7, size=(2, rng.integers(2, 4)))
        k = int(rng.integers(2, 5))
        difference = linear_combination([u, v], [1, -k]).astype(int)
        length = norm(difference)
        squares = " + ".join(f"({entry})^2" if entry < 0 else f"{entry}^2" for entry in difference)
        question = Question(
            prompt=f"$u = {_row(u)}$ and $v = {_row(v)}$. How long is $u - {k}v$? Two decimals will do.",
            answer=length,
            tolerance=0.006,
            mistakes=(
                Mistake(norm(u) + k * norm(v), "You added the lengths. Subtract number by number first, "
                        "and then take the length of what is left."),
                Mistake(length**2, "That is the length squared. Take the root."),
                Mistake(norm(u - v), f"You left out the {k}. Multiply every number of v by it first."),
                Mistake(norm(u + k * v), f"You added {k}v. The question has a minus, so subtract it."),
                Mistake(float(np.sum(np.abs(difference))), "You added the numbers without their signs. "
                        "For a length, square them, add, and take the root."),
            ),
            solution=(
                f"First scale: ${k}v = {_row(k * v)}$. Then subtract number by number: $u - {k}v = "
                f"{_row(difference)}$.\n\n"
                f"Its length, by Pythagoras, is $\\sqrt{{{squares}}} = \\sqrt{{{round(length**2)}}} =$ "
                f"**{printed(length, 2)}**."
            ),
            hints=("Work out the vector first, number by number. Its length comes last.",
                   f"Multiply every number of v by {k} before you subtract."),
        )  # fmt: skip
        if question.is_clear() and np.all(difference != 0):
            return question


def _row(u: np.ndarray) -> str:
    return "(" + ", ".join(str(entry) for entry in u) + ")"
