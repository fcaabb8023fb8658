"""The checkpoint of `chain_rule`: the slope of three links in a row."""

from __future__ import annotations

import numpy as np

from core.calculus import chain
from ui.question import Mistake, Question, bracketed


def question(seed: int) -> Question:
    """Times a, then squared, then times b: what is the slope of the whole?"""
    rng = np.random.default_rng(seed)
    while True:
        a, b, x = (
            int(rng.integers(2, 8)),
            int(rng.integers(2, 10)),
            int(rng.choice([-6, -5, -4, -3, -2, 2, 3, 4, 5, 6])),
        )
        b = -b if rng.random() < 0.5 else b
        links = [(lambda x, a=a: a * x, lambda x, a=a: a), (lambda u: u**2, lambda u: 2 * u),
                 (lambda v, b=b: b * v, lambda v, b=b: b)]  # fmt: skip
        values, slopes = chain(links, x)
        u, v = (int(value) for value in values[1:3])
        answer = float(np.prod(slopes))
        question = Question(
            prompt=f"$x$ goes through three links: first times {a}, then squared, then times ${b}$. Squaring a number "
            f"$u$ has the slope $2u$ there. You stand at $x = {x}$. What is the slope of the whole chain? It is a "
            "whole number.",
            answer=answer,
            mistakes=(
                Mistake(float(np.sum(slopes)), "You added the local slopes. Each link scales what the link before it "
                        "passes on, so multiply."),
                Mistake(float(a * 2 * x * b), f"You counted the {a} only once. It counts as the slope of the "
                        f"first link, and once more because squaring takes its slope at {u}, not at {x}."),
                Mistake(float(a * 2 * u), "You left out the last link. Its slope belongs in the product, too."),
                Mistake(float(values[-1]), "That is what comes out of the chain. The question asks for its slope.",
                        "derivative"),
            ),
            hints=("Go forward first: what arrives at each link?", "Take each slope where its input is. Multiply."),
            solution=(
                f"Forward: ${x}$ times {a} is ${u}$, and that squared is ${v}$.\n\n"
                f"Now the local slopes. Times {a} has the slope ${a}$. Squaring has, at ${u}$, the slope "
                f"$2 \\cdot {bracketed(u)} = {2 * u}$. Times ${b}$ has the slope ${b}$.\n\n"
                f"Slopes of links in a row multiply: ${a} \\cdot {bracketed(2 * u)} \\cdot {bracketed(b)} =$ "
                f"**{answer:.0f}**."
            ),
        )  # fmt: skip
        if question.is_clear():
            return question
