"""The checkpoint of `reading`: a share, read from a formula."""

from __future__ import annotations

import numpy as np

from core.warm_up import share
from ui.question import Mistake, Question, printed


def question(seed: int) -> Question:
    """What is 1/n Σ 1[xᵢ > a and yᵢ > b], or the same with `or`, for a short table?"""
    rng = np.random.default_rng(seed)
    n, either = int(rng.integers(7, 11)), bool(rng.integers(2))
    wanted = int(rng.integers(4, n) if either else rng.integers(1, n - 4))  # how many it holds for
    while True:
        x, y = rng.integers(1, 10, size=(2, n))
        a, b = (int(number) for number in rng.integers(2, 8, size=2))
        in_a, in_b = x > a, y > b
        holds, other = (in_a | in_b, in_a & in_b) if either else (in_a & in_b, in_a | in_b)
        if np.sum(holds) != wanted or not (in_a.any() and in_b.any()):
            continue
        asked = shares(n, x, y, a, b, holds, other, either)
        if asked.is_clear():
            return asked


def shares(n: int, x, y, a: int, b: int, holds, other, either: bool) -> Question:
    """The question about a table of n rows."""
    word, twin = ("or", "and") if either else ("and", "or")
    needs = "“Or” asks for at least one of the two." if either else "“And” asks for both."
    equal = (x >= a) | (y >= b) if either else (x >= a) & (y >= b)
    table = "| i | $x_i$ | $y_i$ |\n|---:|---:|---:|\n"
    table += "\n".join(f"| {i} | {p} | {q} |" for i, (p, q) in enumerate(zip(x, y), start=1))
    slips = [
        Mistake(share(other), f"You read “{word}” as “{twin}”. {needs}"),
        Mistake(share(x > a), f"You checked only the first condition. {needs}"),
        Mistake(share(y > b), f"You checked only the second condition. {needs}"),
        Mistake(float(np.sum(holds)), f"That is how many there are. The 1/{n} in front makes it a share."),
        Mistake(share(equal), "You counted equal numbers, too. The sign > leaves them out."),
    ]
    just_one = share((x > a) ^ (y > b))
    if either and just_one not in [slip.value for slip in slips]:
        slips.append(Mistake(just_one, "You left out those for which both hold. “Or” lets them in."))
    return Question(
        prompt=f"{table}\n\nWhat is $\\frac{{1}}{{{n}}} \\sum_{{i=1}}^{{{n}}} 1[\\,x_i > {a} \\text{{ {word} }} "
        f"y_i > {b}\\,]$? Give a number from 0 to 1, to two decimals.",
        answer=share(holds),
        tolerance=0.006,
        unit="share",
        mistakes=tuple(slips),
        hints=(
            "Go down the table, row by row, and mark those for which the whole bracket is true.",
            f"Σ counts the marked rows, and 1/{n} makes a share of the count.",
        ),
        solution=(
            f"The first condition holds for i = {listed(x > a)}, and the second for i = {listed(y > b)}. "
            f"{'At least one of them holds' if either else 'Both hold'} for i = {listed(holds)}.\n\n"
            f"That is {np.sum(holds)} of {n}: $\\frac{{{np.sum(holds)}}}{{{n}}} =$ **{printed(share(holds), 2)}**."
        ),
    )


def listed(mask: np.ndarray) -> str:
    """The numbers of the places where a condition holds: `1, 4 and 7`."""
    *places, last = (str(place) for place in np.flatnonzero(mask) + 1)
    return f"{', '.join(places)} and {last}" if places else last
