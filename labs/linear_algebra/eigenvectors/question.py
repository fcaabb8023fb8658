"""The checkpoint of `eigenvectors`: the eigenvalue of an eigenvector that is given."""

from __future__ import annotations

import numpy as np

from core.linear_algebra import apply, norm, rayleigh_quotient
from ui.question import Mistake, Question, bracketed, printed
from ui.words import latex


def question(seed: int) -> Question:
    """v is an eigenvector of A. What is its eigenvalue?"""
    rng = np.random.default_rng(seed)
    while True:
        v, w = rng.integers(-3, 4, size=(2, 2))
        value, other = rng.integers(-19, 20, size=2) / 10
        if abs(v[0] * w[1] - v[1] * w[0]) != 1 or not v.all() or value == 0:
            continue
        back = np.array([[w[1], -w[0]], [-v[1], v[0]]]) * (v[0] * w[1] - v[1] * w[0])
        A = (np.column_stack([value * v, other * w]) @ back).round(1)
        Av = apply(A, v).round(1)
        sums = [f"{bracketed(a)} \\cdot {bracketed(v[0])} + {bracketed(b)} \\cdot {bracketed(v[1])}" for a, b in A]
        question = Question(
            prompt=f"$A = {latex(A)}$ leaves the direction of $v = ({v[0]}, {v[1]})$ alone. What is the eigenvalue of "
            "$v$? Two decimals will do.",
            answer=rayleigh_quotient(A, v),
            tolerance=0.006,
            mistakes=(
                Mistake(float(1 / value),
                        "The ratio is upside down. Divide an entry of A v by the same entry of v."),
                Mistake(float(-value), "The sign is wrong. Compare the signs of A v and v, entry by entry."),
                Mistake(float(norm(Av)), "That is the length of A v. Compare A v with v, entry by entry."),
                Mistake(float(A[0, 0] + A[1, 1]),
                        "You added the entries on the diagonal. That is the sum of both eigenvalues."),
            ),
            solution=(
                f"Multiply: $A v = ({sums[0]},\\; {sums[1]}) = ({Av[0]:g}, {Av[1]:g})$.\n\n"
                f"Compare it with $v = ({v[0]}, {v[1]})$: ${Av[0]:g} / {bracketed(v[0])} = "
                f"{Av[1]:g} / {bracketed(v[1])} =$ **{printed(value, 2)}**."
            ),
            hints=("Multiply A v out.", "A v is a multiple of v. Compare one entry of each, with its sign."),
        )  # fmt: skip
        if question.is_clear() and A.all():
            return question
