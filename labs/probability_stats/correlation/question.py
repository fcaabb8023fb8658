"""The checkpoint of `correlation`: what a change of units does to r."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.statistics import correlation
from ui.question import Mistake, Question, printed


class Change(NamedTuple):
    """A column, and how it is rewritten: new = factor · old + offset."""

    column: str
    words: str
    factor: float
    offset: float = 0.0


KEPT = (
    Change("distance", "kilometres to metres (times 1000)", 1000),
    Change("price", "dollars to cents (times 100)", 100),
    Change("temperature", "°C to °F (times 1.8, plus 32)", 1.8, 32),
    Change("length", "inches to centimetres (times 2.54)", 2.54),
)
OTHER = (
    Change("duration", "hours to minutes (times 60)", 60),
    Change("weight", "kilograms to tonnes (times 0.001)", 0.001),
    Change("score", "points out of 100 to points lost (100 minus the score)", -1, 100),
    Change("height", "metres above the sea to metres below it (times −1)", -1),
    Change("profit", "profit in dollars to loss in cents (times −100)", -100),
)


def question(seed: int) -> Question:
    """r of x and y is known; both get new units, and one of them may be turned round. What is r now?"""
    rng = np.random.default_rng(seed)
    while True:
        first, second = KEPT[rng.integers(len(KEPT))], OTHER[rng.integers(len(OTHER))]
        r = float(rng.integers(-90, 91)) / 100
        if abs(r) < 0.15:
            continue
        x, across = np.array([1.0, -1, 1, -1]), np.array([1.0, 1, -1, -1])
        y = r * x + np.sqrt(1 - r * r) * across  # four pairs whose correlation is exactly r
        now = correlation(first.factor * x + first.offset, second.factor * y + second.offset)
        now, factor = round(now, 9), first.factor * second.factor
        turned = second.factor < 0
        slips = [
            Mistake(
                -now,
                "The sign is wrong. It turns once for each column that is multiplied by a negative number, and for no "
                "other reason.",
            ),
            Mistake(
                r * factor,
                "You multiplied r by the factors. The covariance grows by them, but r divides it by the standard "
                "deviations, which grow as well.",
            ),
        ]
        if abs(second.factor) != 1:
            slips.append(
                Mistake(
                    r * first.factor,
                    "You multiplied r by the first factor. The standard deviation of that column grows by it, too, "
                    "and r divides by it.",
                )
            )
        question = Question(
            prompt=f"The columns *{first.column}* and *{second.column}* have the correlation $r = {r:.2f}$. "
            f"You convert *{first.column}* from {first.words}, and *{second.column}* from {second.words}. "
            "What is $r$ now? Two decimals will do.",
            answer=now,
            tolerance=0.006,
            mistakes=tuple(slips),
            solution=(
                "A factor multiplies the covariance and the standard deviation alike, so it cancels in $r$. Adding a "
                "number moves the mean along with the values, and no deviation changes. Only a negative factor turns "
                "the sign.\n\n"
                f"Here {f'*{second.column}* is multiplied by a negative number' if turned else 'no factor is negative'}"
                f", so $r$ is now **{printed(now, 2)}**."
            ),
            hints=(
                "r divides the covariance by both standard deviations. Which of them does a factor change?",
                "What is left of a factor in r, once it stands above and below the line?",
            ),
        )  # fmt: skip
        if question.is_clear():
            return question
