"""The checkpoint of `equations`: a·x + b = c, with fractions."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from core.equations import solve_linear
from ui.question import Mistake, Question, printed


def question(seed: int) -> Question:
    """What is x in a·x + b = c?"""
    rng = np.random.default_rng(seed)
    while True:
        above, below = rng.integers([1, 1, 1], [8, 8, 12]), rng.integers([2, 2, 2], [7, 6, 7])
        a, b, c = (Fraction(int(p), int(q)) for p, q in zip(above, below))
        b = -b if rng.random() < 0.4 else b
        if 1 in (a.denominator, b.denominator) or b.denominator == a.denominator or a == 1:
            continue
        left = c - b
        verb = "Take" if b > 0 else "Add"
        to, sign = ("from", "-") if b > 0 else ("to", "+")
        question = Question(
            prompt=f"Find $x$: ${tex(a)} x {'+' if b > 0 else '-'} {tex(abs(b))} = {tex(c)}$. Give it to two decimals.",
            answer=solve_linear(float(a), float(b), float(c)),
            tolerance=0.006,
            mistakes=(
                Mistake(float((c + b) / a), f"You moved {plain(abs(b))} over with the sign it had. To undo "
                        f"{'adding' if b > 0 else 'taking away'}, do the opposite on both sides."),
                Mistake(float(c / a - b), f"You divided {plain(c)} by {plain(a)}, but not the {plain(abs(b))}. Whoever "
                        "divides a side divides everything on it."),
                Mistake(float((c - b) * a), f"You multiplied by {plain(a)}. It multiplies x already: undo that, and "
                        "divide by it."),
                Mistake(float(c - b), f"That is {plain(a)} times x. Divide both sides by {plain(a)}, too."),
            ),
            hints=(
                "What was done to x last? Undo that first, on both sides.",
                f"To divide by {plain(a)} is to multiply by {plain(1 / a)}.",
            ),
            solution=(
                f"{verb} {plain(abs(b))} {to} both sides: ${tex(c)} {sign} {tex(abs(b))} = {tex(left)}$ stands on the "
                f"right then.\n\nDivide both sides by {plain(a)}, which is to multiply by {plain(1 / a)}: "
                f"${tex(left)} \\cdot {tex(1 / a)} =$ **{printed(float(left / a), 2)}**."
            ),
        )  # fmt: skip
        if abs(question.answer) > 0.2 and question.is_clear():
            return question


def tex(number: Fraction) -> str:
    """A fraction in LaTeX, a whole number as it is."""
    size = abs(number)
    text = f"{size}" if size.denominator == 1 else f"\\frac{{{size.numerator}}}{{{size.denominator}}}"
    return f"(-{text})" if number < 0 else text


def plain(number: Fraction) -> str:
    return str(number).replace("-", "−")
