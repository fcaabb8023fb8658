"""What formulas are made of: functions, powers, sums and conditions, each beside the code that a programmer knows.

Letters
    f, g     functions: a number goes in, a number comes out
    x, y     what goes in, and what comes out: y = f(x)
    b, n     a base, and how many factors of it are multiplied: bⁿ
    log_b    the way back: log_b(y) is the n for which bⁿ = y
    log      the natural logarithm, the one to the base e = 2.718…
    xᵢ       the entry number i of a list, the first being x₁
    Σ        add up what follows, once for every i
    1[…]     1 where what stands in the brackets is true, 0 where it isn't
    p, q     conditions, each a list of True and False, one for each case
    ⇒        “if … then …”
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from core.checks import as_finite, as_function, as_number, as_positive, as_result, as_truths, as_vector, refuse_unlike

Function = Callable[[float], float]


def compose(f: Function, g: Function) -> Function:
    """f(g(x)): first g, then f of what came out. A formula with brackets inside brackets is read from the inside.

    >>> halve_of_square = compose(lambda x: x / 2, lambda x: x**2)
    >>> halve_of_square(4)
    8.0
    """
    f, g = as_function(f, "f"), as_function(g, "g")
    return lambda x: f(g(x))


def graph(f: Function, xs: ArrayLike) -> np.ndarray:
    """(x, f(x)) for each x: one dot above each input, as high as the output. Shape (n, 2) for n inputs.

    >>> graph(lambda x: x**2, [1, 2, 3]).tolist()
    [[1.0, 1.0], [2.0, 4.0], [3.0, 9.0]]
    """
    f, xs = as_function(f, "f"), as_vector(xs, "xs")
    return np.array([(x, as_result(f(x), "f(x)")) for x in xs])


def power(b: float, n: int) -> float:
    """bⁿ = b · b · … · b, with n factors; b⁰ = 1, and a negative n divides instead: b⁻² = 1 / (b · b).

    b: above 0; n: a whole number from −10,000 to 10,000, for they are multiplied one by one.
    ValueError otherwise, and where the product is too large for a float, such as 2¹⁰²⁴.

    >>> power(2, 10), power(2, -1), power(7, 0)
    (1024.0, 0.5, 1.0)
    """
    b, n, product = as_positive(b, "b"), as_number(n, "n"), 1.0
    if n != int(n) or abs(n) > 10_000:
        raise ValueError(f"n must be a whole number here, from −10,000 to 10,000; it is {n:g}.")
    for _ in range(abs(int(n))):
        product = product * b if n > 0 else product / b
    return as_finite(product, f"{b:g} to the power {n:g}")


def logarithm(y: float, b: float) -> float:
    """log_b(y) = log y / log b: how many factors b make y. It undoes the power: log_b(bⁿ) = n.

    Products become sums: log(x · y) = log x + log y. ValueError unless y and b are above 0 and b isn't 1.

    >>> logarithm(1000, 10), logarithm(0.5, 2)
    (3.0, -1.0)
    """
    y, b = as_positive(y, "y"), as_positive(b, "b")
    if b == 1:
        raise ValueError("b must not be 1: multiplying by 1 leads nowhere.")
    exact = {2.0: math.log2, 10.0: math.log10}
    return exact[b](y) if b in exact else math.log(y) / math.log(b)


def running_sum(terms: ArrayLike) -> np.ndarray:
    """x₁, then x₁ + x₂, then x₁ + x₂ + x₃…: the total after each turn of the loop. The last one is Σ xᵢ. Shape (n,).

    >>> running_sum([3, -1, 2]).tolist()
    [3.0, 2.0, 4.0]
    """
    total, totals = 0.0, []
    for x in as_vector(terms, "terms"):
        total = total + x
        totals.append(total)
    return np.array(totals)


def share(condition: ArrayLike) -> float:
    """1/n Σ 1[condition i]: of n things, the share for which a condition is true.

    condition: n times True or False, at least once. ValueError if it is anything else.

    >>> share([True, False, True, True])
    0.75
    """
    mask = as_truths(condition, "condition")
    return float(np.sum(np.where(mask, 1, 0)) / len(mask))


def implies(p: ArrayLike, q: ArrayLike) -> np.ndarray:
    """p ⇒ q = (not p) or q: “if p, then q”, case by case. Only p without q breaks it. Shape (n,) for n cases.

    >>> implies([True, True, False, False], [True, False, True, False]).tolist()
    [True, False, True, True]
    """
    p, q = as_truths(p, "p"), as_truths(q, "q")
    refuse_unlike(p, q)
    return ~p | q


def all_of(condition: ArrayLike) -> bool:
    """∀: True if the condition holds in every case. One case in which it doesn't ends the search.

    >>> all_of([True, True]), all_of([True, False])
    (True, False)
    """
    for holds in as_truths(condition, "condition"):
        if not holds:
            return False
    return True


def any_of(condition: ArrayLike) -> bool:
    """∃: True if the condition holds in at least one case. One such case ends the search.

    >>> any_of([False, True]), any_of([False, False])
    (True, False)
    """
    for holds in as_truths(condition, "condition"):
        if holds:
            return True
    return False
