"""Moves in a formula: what may be done to both sides, and what becomes of them."""

from __future__ import annotations

import ast
from typing import NamedTuple

from core.equations import holds, tidy, undone

SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
UNDO = {"+": "-", "-": "+", "*": "/", "/": "*"}
SQUARE, ROOT = "square", "take the root"
MOST = 5  # moves
LONG = 22  # characters of a side, after which it is time to go back


class Formula(NamedTuple):
    """A formula of two sides, what its letters are, and what each of them is here."""

    text: str
    says: str
    letters: dict[str, float]
    ends: dict[str, float]  # how far each letter's number line goes, from 0


FORMULAS = {
    "s / √n = SE": Formula(
        "s / sqrt(n) = SE", "The standard error SE of a mean: the spread s, over the root of the sample's size n.",
        {"s": 12.0, "n": 16.0, "SE": 3.0}, {"s": 20.0, "n": 40.0, "SE": 8.0}),
    "f + p · t = C": Formula(
        "f + p * t = C", "What an API costs: a fee f, and a price p for each of t thousand tokens.",
        {"f": 20.0, "p": 0.5, "t": 100.0, "C": 70.0}, {"f": 80.0, "p": 2.0, "t": 400.0, "C": 200.0}),
    "2 / F1 = 1 / P + 1 / R": Formula(
        "2 / F1 = 1 / P + 1 / R", "The score F1, of precision P and recall R: F1 = 2PR / (P + R), turned over.",
        {"F1": 0.6, "P": 0.75, "R": 0.5}, {"F1": 1.0, "P": 1.0, "R": 1.0}),
}  # fmt: skip


class Move(NamedTuple):
    """Something done to a side: an operation, and what with."""

    sign: str
    operand: str = ""

    @property
    def label(self) -> str:
        operand = f"({self.operand})" if " " in self.operand else self.operand
        return f"{pretty(self.sign)} {pretty(operand)}" if operand else self.sign

    def on(self, side: str) -> str:
        """What becomes of a side: what it undoes is gone, else it stands around the side."""
        outer = ast.parse(side, mode="eval").body
        if self.sign in (SQUARE, ROOT):
            squared = isinstance(outer, ast.BinOp) and isinstance(outer.op, ast.Pow)
            if self.sign == ROOT:
                return ast.unparse(outer.left) if squared else f"sqrt({side})"
            return ast.unparse(outer.args[0]) if isinstance(outer, ast.Call) else tidy(f"({side}) ** 2")
        if isinstance(outer, ast.BinOp) and SIGNS.get(type(outer.op)) == UNDO[self.sign]:
            if tidy(ast.unparse(outer.right)) == self.operand:
                return ast.unparse(outer.left)
        return tidy(f"({side}) {self.sign} ({self.operand})")


def offered(mine: str, letter: str) -> list[Move]:
    """The move that undoes what is outermost around the letter, and after it two that don't help."""
    outer = ast.parse(mine, mode="eval").body
    if isinstance(outer, ast.Name):
        return []
    if isinstance(outer, ast.Call):
        return [Move(SQUARE), Move(ROOT), Move("/", "2")]
    if isinstance(outer.op, ast.Pow):
        return [Move(ROOT), Move("/", "2"), Move("*", "2")]
    first, second, sign = ast.unparse(outer.left), ast.unparse(outer.right), SIGNS[type(outer.op)]
    if holds(second, letter) and sign in "+*":
        first, second = second, first
    away = first if holds(second, letter) else second
    last = Move("*", "2") if sign in "+-" else Move(SQUARE)
    other = Move(sign, away) if sign in "+-" else Move("-", away)
    return [Move(UNDO[sign], second), other, last]


def followed(formula: str, letter: str, did: str) -> tuple[list[tuple[str, str]], list[Move]]:
    """The lines of a way, the letter's side first, and the moves between them. did: which move was taken each time."""
    left, right = formula.split(" = ")
    lines, made = [(left, right) if holds(left, letter) else (right, left)], []
    for choice in did:
        mine, rest = lines[-1]
        moves = offered(mine, letter)
        if not moves or max(len(pretty(mine)), len(pretty(rest))) > LONG:
            break
        move = moves[int(choice)]
        made.append(move)
        if choice == "0":
            sides = undone(mine, rest, letter)
            other = move.on(rest)
            lines.append((sides[0], other) if not holds(other, letter) else (other, sides[1]))
        else:
            lines.append((move.on(mine), move.on(rest)))
    return lines, made


def layers(mine: str, letter: str) -> list[tuple[str, str]]:
    """What stands around the letter, the outermost first: what is before it, and what is after it."""
    found, node = [], ast.parse(mine, mode="eval").body
    while not isinstance(node, ast.Name):
        if isinstance(node, ast.Call):
            found.append(("√", ""))
            node = node.args[0]
        elif isinstance(node.op, ast.Pow):
            found.append(("", "²"))
            node = node.left
        else:
            sign = pretty(SIGNS[type(node.op)])
            inside = holds(ast.unparse(node.left), letter)
            other = pretty(bracketed(node.right if inside else node.left))
            found.append(("", f" {sign} {other}") if inside else (f"{other} {sign} ", ""))
            node = node.left if inside else node.right
    return found


def bracketed(node: ast.expr) -> str:
    """A part of a formula, in brackets where it is a sum."""
    text = ast.unparse(node)
    sums = isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub))
    return f"({text})" if sums else text


def pretty(side: str) -> str:
    """A side as it is written on paper.

    >>> pretty("(s / SE) ** 2"), pretty("SE * sqrt(n)"), pretty("sqrt(s / n)")
    ('(s / SE)²', 'SE · √n', '√(s / n)')
    """
    for code, paper in ((" ** 2", "²"), ("*", "·"), ("-", "−")):
        side = side.replace(code, paper)
    parts = side.split("sqrt(")
    for place in range(1, len(parts)):
        inner, bracket, rest = parts[place].partition(")")
        parts[place] = f"√{inner}{rest}" if inner.isalnum() and bracket else f"√({parts[place]}"
    return "".join(parts)
