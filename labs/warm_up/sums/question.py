"""The checkpoint of `sums`: a sum over a formula."""

from __future__ import annotations

import numpy as np

from core.warm_up import running_sum
from ui.question import Mistake, Question


def question(seed: int) -> Question:
    """What is the sum of the squared distances from a number?"""
    rng = np.random.default_rng(seed)
    while True:
        x = np.array([int(n) for n in rng.integers(-3, 8, size=4)])
        c = int(rng.integers(1, 4))
        off = x - c
        terms = off**2
        answer = float(running_sum(terms)[-1])
        question = Question(
            prompt=f"$x_1 = {x[0]}$, $x_2 = {x[1]}$, $x_3 = {x[2]}$, $x_4 = {x[3]}$. What is $\\sum_{{i=1}}^{{4}} (x_i "
            f"- {c})^2$? It is a whole number.",
            answer=answer,
            mistakes=(
                Mistake(float(np.sum(off) ** 2), "You squared the total. The square belongs to the term, so square "
                        "each one before you add."),
                Mistake(float(np.sum(off)), f"You didn't square. Each term is (xᵢ − {c})²."),
                Mistake(float(np.sum(x**2) - c), f"You subtracted {c} once, at the end. It stands inside the brackets, "
                        "so subtract it each time, before you square."),
                Mistake(float(np.sum(x**2)), f"You squared the xᵢ themselves. Read brackets from the inside: first "
                        f"subtract {c} from each of them.", "functions"),
                Mistake(float(np.sum(terms[1:])), "You left out the first term. The index i starts at 1, and in Python "
                        "that is x[0]."),
            ),
            hints=(
                "Write out one term for each entry, and only then add.",
                f"The first term is ({x[0]} − {c})², written with its numbers.",
            ),
            solution=(
                "There is one term for each i: $"
                + " + ".join(f"({n} - {c})^2" for n in x)
                + "$.\n\nAdded up, they make $"
                + " + ".join(f"{n}" for n in terms)
                + f" =$ **{answer:g}**."
            ),
        )  # fmt: skip
        if question.is_clear():
            return question
