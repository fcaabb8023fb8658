"""Equations: the same is done to both sides until the unknown stands alone.

Letters
    a, b, c    the known numbers of a·x + b = c
    x          the unknown
    formula    two sides with = between them, as Python writes them: "SE = s / sqrt(n)"
    letter     the one that is to stand alone
    side       one side of a formula
    mine, rest the side that holds the letter, and the other one
    letters    what each letter stands for
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Mapping

from core.checks import as_finite, as_letter, as_letters, as_number, as_part, as_sides, as_within

UNDO = {ast.Add: "-", ast.Sub: "+", ast.Mult: "/", ast.Div: "*"}
SIGNS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
         ast.Pow: operator.pow}  # fmt: skip


def solve_linear(a: float, b: float, c: float) -> float:
    """x = (c − b) / a, for which a·x + b = c: take b from both sides, then divide both by a.

    ValueError if a is 0, for then there is no x in the equation.

    >>> solve_linear(3, 2, 14), solve_linear(0.25, 0.5, 2)
    (4.0, 6.0)
    """
    a, b, c = as_within(a, "a", lambda number: number != 0, "not be 0"), as_number(b, "b"), as_number(c, "c")
    return as_finite((c - b) / a, "x")


def rearranged(formula: str, letter: str) -> list[str]:
    """left = right → … → letter = …: undo what is outermost around the letter, on both sides, until it stands alone.

    Square roots are those from 0 up. ValueError unless the letter stands in the formula once.

    >>> rearranged("SE = s / sqrt(n)", "n")
    ['SE = s / sqrt(n)', 'SE * sqrt(n) = s', 'sqrt(n) = s / SE', 'n = (s / SE) ** 2']
    """
    mine, rest = as_sides(formula, letter)
    steps = [formula]
    while mine != letter:
        mine, rest = undone(mine, rest, letter)
        steps.append(f"{mine} = {rest}")
    return steps if steps[-1] == f"{letter} = {rest}" else [*steps, f"{letter} = {rest}"]


def undone(mine: str, rest: str, letter: str) -> tuple[str, str]:
    """f(inner) = rest → inner = the inverse of f, of rest: the outermost operation of one side, undone on both.

    Gives the side that holds the letter then, and the other one.

    >>> undone("s / sqrt(n)", "SE", "n"), undone("sqrt(n)", "s / SE", "n")
    (('SE * sqrt(n)', 's'), ('n', '(s / SE) ** 2'))
    """
    mine, rest = ast.unparse(as_part(mine, "mine")), ast.unparse(as_part(rest, "rest"))
    mine, rest = as_sides(f"{mine} = {rest}", letter)
    outer = as_part(mine)
    if isinstance(outer, ast.Name):
        return mine, rest
    if isinstance(outer, ast.Call) or isinstance(outer.op, ast.Pow):
        inner, undo = (outer.left, "sqrt({})") if isinstance(outer, ast.BinOp) else (outer.args[0], "({}) ** 2")
        return ast.unparse(inner), tidy(undo.format(rest))
    first, second = ast.unparse(outer.left), ast.unparse(outer.right)
    if isinstance(outer.op, (ast.Add, ast.Mult)) and holds(second, letter):
        first, second = second, first
    other = tidy(f"({rest}) {UNDO[type(outer.op)]} ({second})")
    return (first, other) if holds(first, letter) else (other, first)


def holds(side: str, letter: str) -> bool:
    """letter ∈ side: True if the letter stands in it.

    >>> holds("s / sqrt(n)", "n"), holds("SE", "S")
    (True, False)
    """
    as_letter(letter)
    return any(isinstance(node, ast.Name) and node.id == letter for node in ast.walk(as_part(side)))


def tidy(side: str) -> str:
    """The same with no brackets but those that are needed.

    >>> tidy("((s) / (SE)) ** 2")
    '(s / SE) ** 2'
    """
    return ast.unparse(as_part(side))


def worth(side: str, letters: Mapping[str, float]) -> float:
    """What a side comes to, with each letter's number put in its place.

    ValueError where it has no value, such as s / 0 or the root of a number below 0.

    >>> worth("(s / SE) ** 2", {"s": 12, "SE": 3})
    16.0
    """
    tree = as_part(side)
    letters = as_letters(letters, {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} - {"sqrt"})

    def value(node: ast.expr) -> float:
        if isinstance(node, ast.BinOp):
            return SIGNS[type(node.op)](value(node.left), value(node.right))
        if isinstance(node, ast.Call):
            return math.sqrt(value(node.args[0]))
        return letters[node.id] if isinstance(node, ast.Name) else float(node.value)

    try:
        return value(tree)
    except (ZeroDivisionError, OverflowError, ValueError):
        raise ValueError(f"{side} has no value there: it divides by 0, or takes the root of less than 0.") from None
