"""The checkpoint of `reading`: a share, read from a formula."""

from __future__ import annotations

import numpy as np

from core.warm_up import share
from ui.question import Mistake, Question

N = 8  # how many rows the table has


def question(seed: int) -> Question:
    """What is 1/n Σ 1[xᵢ > a and yᵢ > b] for a short table?"""
    rng = np.random.default_rng(seed)
    while True:
        x, y = rng.integers(1, 10, size=(2, N))
        a, b = (int(n) for n in rng.integers(3, 7, size=2))
        in_a, in_b = x > a, y > b
        answer = share(in_a & in_b)
        table = f"| i | {' | '.join(map(str, range(1, N + 1)))} |\n|---|{'---:|' * N}\n"
        table += f"| $x_i$ | {' | '.join(map(str, x))} |\n| $y_i$ | {' | '.join(map(str, y))} |"
        question = Question(
            prompt=f"{table}\n\nWhat is $\\frac{{1}}{{{N}}} \\sum_{{i=1}}^{{{N}}} 1[\\,x_i > {a} \\text{{ and }} "
            f"y_i > {b}\\,]$? Give a number from 0 to 1, to three decimals.",
            answer=answer,
            tolerance=0.0006,
            mistakes=(
                Mistake(share(in_a | in_b), "You counted those for which one of the two holds. “And” asks for both."),
                Mistake(share(in_a), "You read the first condition only. “And” asks for both."),
                Mistake(share(in_b), "You read the second condition only. “And” asks for both."),
                Mistake(float(np.sum(in_a & in_b)), f"That is how many there are. 1/{N} makes it a share."),
                Mistake(float(np.mean((x >= a) & (y >= b))), "You counted the equal ones too. > leaves them out."),
            ),
            solution=(
                f"The first condition holds for i = {listed(in_a)}; the second for i = {listed(in_b)}; both for i = "
                f"{listed(in_a & in_b)}.\n\n"
                f"That is {np.sum(in_a & in_b)} of {N}: $\\frac{{{np.sum(in_a & in_b)}}}{{{N}}} =$ **{answer:g}**."
            ),
        )  # fmt: skip
        if (in_a & in_b).any() and question.is_clear():
            return question


def listed(mask: np.ndarray) -> str:
    """The numbers of the places where a condition holds: `1, 4`."""
    return ", ".join(str(place) for place in np.flatnonzero(mask) + 1)
