"""The checkpoint of `derivative`: a slope from two values."""

from __future__ import annotations

import numpy as np

from core.calculus import difference_quotient
from ui.question import Mistake, Question, bracketed, printed


def question(seed: int) -> Question:
    """What is the slope, estimated from f(x) and f(x + h)?"""
    rng = np.random.default_rng(seed)
    while True:
        x = int(rng.integers(-4, 9))
        h = float(rng.choice([0.1, 0.2, 0.25, 0.5]))
        before, after = rng.integers(-60, 61, size=2) / 10
        rise, end = round(after - before, 1), x + h
        if rise == 0 or before == 0 or after == 0:
            continue
        slope = difference_quotient({x: before, end: after}.get, x, h)
        question = Question(
            prompt=f"You measured $f({x}) = {before}$ and $f({end:g}) = {after}$. Estimate the slope of $f$ at $x = "
            f"{x}$. Two decimals will do.",
            answer=slope,
            tolerance=0.006,
            mistakes=(
                Mistake(rise, "That is the rise. Divide it by the run: the slope is the change for each 1 of x."),
                Mistake(h / rise, "That is run over rise. The slope is rise over run."),
                Mistake(-slope, "The sign is wrong. The rise is the second value minus the first."),
                Mistake(
                    rise / end,
                    "You divided by the second x. Divide by the run, the distance from the first x to the second.",
                ),
            ),
            hints=("A slope is rise over run.", "Which of the four numbers make the rise, and which the run?"),
            solution=(
                f"The rise is ${after} - {bracketed(before)} = {rise}$, and the run is ${end:g} - {bracketed(x)} = "
                f"{h:g}$.\n\n"
                f"The slope is rise over run: ${rise} / {h:g} =$ **{printed(slope, 2)}**."
            ),
        )
        if question.is_clear():
            return question
