"""The checkpoint of `powers`: the logarithm of a product, of a quotient or of a power."""

from __future__ import annotations

import numpy as np

from core.warm_up import logarithm, power
from ui.question import Mistake, Question

COUNTS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten"}
LARGEST = 10_000_000  # of the numbers to read


def question(seed: int) -> Question:
    """What is the logarithm of a product, of a quotient or of a power, where the logarithms of the parts are known?

    There are few such numbers, so base and kind take turns: no two of 33 seeds in a row share both.
    """
    rng = np.random.default_rng(seed)
    b, kind = 2 + seed % 11, (product, quotient, powered)[seed % 3]
    while True:
        m, n = (int(number) for number in rng.integers(2, 11, size=2))
        if m == n or power(b, max(m, n)) > LARGEST:
            continue
        question = kind(b, m, n)
        if question.is_clear():
            return question


def product(b: int, m: int, n: int) -> Question:
    """log(x · y)"""
    x, y = b**m, b**n
    return Question(
        prompt=f"{given(b, m, n)} What is $\\log_{{{b}}} ({x} \\cdot {y})$? It is a whole number.",
        answer=whole(x * y, b),
        mistakes=(
            Mistake(float(m * n), "You multiplied the logarithms. The logarithm of a product is a sum: add them."),
            Mistake(float(m - n), "You subtracted. That is the logarithm of the first number divided by the second."),
            Mistake(float(n - m), "You subtracted. That is the logarithm of the second number divided by the first."),
            Mistake(float(x * y), f"That is the product. The question is how many {b}s it takes to make it."),
        ),
        hints=("A logarithm counts factors.", f"How many {b}s does each of the two numbers take?"),
        solution=f"{spelt(b, m)} {spelt(b, n)}\n\nTogether they have ${m} + {n} =$ **{m + n}** of them.",
    )


def quotient(b: int, m: int, n: int) -> Question:
    """log(x / y)"""
    m, n = max(m, n), min(m, n)
    x, y = b**m, b**n
    return Question(
        prompt=f"{given(b, m, n)} What is $\\log_{{{b}}} \\frac{{{x}}}{{{y}}}$? It is a whole number.",
        answer=whole(x / y, b),
        mistakes=(
            Mistake(m / n, "You divided the logarithms. The logarithm of a quotient is a difference: subtract them."),
            Mistake(float(m + n), "You added. That is the logarithm of the product of the two numbers."),
            Mistake(float(n - m), "You subtracted the wrong way round. Take the logarithm below from the one above."),
            Mistake(x / y, f"That is the quotient. The question is how many {b}s it takes to make it."),
        ),
        hints=("A logarithm counts factors.", "What stands below the line cancels as much above it."),
        solution=f"{spelt(b, m)} {spelt(b, n)}\n\nThe {COUNTS[n]} below the line cancel {COUNTS[n]} above it, and "
        f"${m} - {n} =$ **{m - n}** are left.",
    )


def powered(b: int, m: int, k: int) -> Question:
    """log(xᵏ)"""
    x, k = b**m, min(k, 4)
    return Question(
        prompt=f"$\\log_{{{b}}} {x} = {m}$. What is $\\log_{{{b}}} ({x}^{{{k}}})$? It is a whole number.",
        answer=float(round(k * logarithm(x, b), 9)),
        mistakes=(
            Mistake(float(m + k), f"You added. Multiplying {x} by itself adds its logarithm again each time."),
            Mistake(
                float(m**k), "You raised the logarithm to the power. The power comes out in front: multiply by it."
            ),
            Mistake(float(m), f"That is the logarithm of {x}. The power multiplies it."),
        ),
        hints=("A logarithm counts factors.", f"The power takes the number {k} times as a factor."),
        solution=f"{spelt(b, m)}\n\n${x}^{{{k}}}$ has {COUNTS[k]} times as many: ${k} \\cdot {m} =$ **{k * m}**.",
    )


def given(b: int, m: int, n: int) -> str:
    """The two logarithms as they are told."""
    return f"$\\log_{{{b}}} {b**m} = {m}$ and $\\log_{{{b}}} {b**n} = {n}$."


def spelt(b: int, n: int) -> str:
    """A power taken apart: `27 = 3·3·3 is made of three 3s.`"""
    return f"${b**n} = " + " \\cdot ".join([str(b)] * n) + f"$ is made of {COUNTS[n]} {b}s."


def whole(x: float, b: int) -> float:
    """A logarithm that is a whole number, without the dust of rounding."""
    return float(round(logarithm(x, b), 9))
