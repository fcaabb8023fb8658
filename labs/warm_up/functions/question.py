"""The checkpoint of `functions`: a function of a function."""

from __future__ import annotations

import numpy as np

from core.warm_up import compose
from ui.question import Mistake, Question, bracketed


def question(seed: int) -> Question:
    """What is f(g(x))?"""
    rng = np.random.default_rng(seed)
    while True:
        a, b, c, x = (int(n) for n in rng.integers([2, -6, -5, -4], [6, 7, 6, 6]))
        if b == 0 or c == 0 or x == 0:
            continue

        def f(x, a=a, b=b):
            return a * x + b

        def g(x, c=c):
            return x**2 + c

        inner, answer = g(x), compose(f, g)(x)
        question = Question(
            prompt=f"$f(x) = {a}x {signed(b)}$ and $g(x) = x^2 {signed(c)}$. What is $f(g({x}))$? It is a whole "
            "number.",
            answer=float(answer),
            mistakes=(
                Mistake(float(compose(g, f)(x)), f"That is g(f({x})). The inner function comes first: g."),
                Mistake(float(f(x) * g(x)), f"You multiplied f({x}) by g({x}). The brackets hand g's output to f."),
                Mistake(float(inner), f"That is g({x}), which is only half the way. Put it into f."),
                Mistake(float(f(x)), f"That is f({x}). It is g's output that goes into f."),
                Mistake(float(a * inner), f"You left out the {signed(b).replace('-', '−')} at the end of f."),
            ),
            hints=("Which of the two gets x, and which gets what comes out?", f"First work out g({x})."),
            solution=(
                f"Begin inside: $g({x}) = {bracketed(x)}^2 {signed(c)} = {inner}$.\n\n"
                f"Then $f({inner}) = {a} \\cdot {bracketed(inner)} {signed(b)} =$ **{answer}**."
            ),
        )
        if question.is_clear():
            return question


def signed(number: int) -> str:
    """A number as it is added: `+ 3`, `- 3`."""
    return f"+ {number}" if number >= 0 else f"- {-number}"
