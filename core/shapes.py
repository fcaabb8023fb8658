"""The shape calculator: what shape comes out of `(3, 4) @ (4, 2) + (2,)`, without making a single array.

A sum is products with + or − between them; a product is operands with @, * or / between them, read from the left;
an operand is a shape such as (3, 4), or a sum in brackets, with .T behind it if you like and a name before it:
`X(442, 64) @ W(64, 10)`. The functions below read exactly that, one function for each of these words.

Sizes are whole numbers or names, such as (n, 3). Where numbers don't fit, the error is NumPy's own, word for word.
"""

from __future__ import annotations

import math
import re
from typing import NamedTuple

import numpy as np

from core.linear_algebra import broadcast_shape, matmul_shape, show

__all__ = ["result_shape"]

Shape = tuple[int | str, ...]

LONGEST = 200  # characters; so brackets can't nest deeper than Python can follow
MINUSES = str.maketrans("−–", "--")  # the minus sign of a formula, the dash of a text program
OPERATIONS = {"@": np.matmul, "*": np.multiply, "/": np.divide, "+": np.add, "-": np.subtract}


class Token(NamedTuple):
    """A piece of the text, and at which character it starts, counted from 1."""

    text: str
    at: int


def result_shape(text: str) -> Shape:
    """The shape of an expression in shapes, by NumPy's rules for @, *, /, + and −.

    ValueError in NumPy's own words if sizes don't fit (in ours if one is a name),
    and with the place in the text if it can't be read.

    >>> result_shape("(3, 4) @ (4, 2) + (2,)")
    (3, 2)
    >>> result_shape("(n, m) @ (m, k)")
    ('n', 'k')
    >>> result_shape("(3, 4) @ (5, 2)")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ValueError: matmul: Input operand 1 has a mismatch in its core dimension 0, ... (size 5 is different from 4)
    """
    if not isinstance(text, str) or not text.strip():
        raise ValueError("Type two shapes with an operation between them, such as (3, 4) @ (4, 2).")
    if len(text) > LONGEST:
        raise ValueError(f"That is {len(text)} characters long; {LONGEST} are the most this calculator reads.")
    pieces = re.finditer(r"\.T\b|\d[\w.]*|\w+|\S", text.translate(MINUSES))
    tokens = [Token(piece.group(), piece.start() + 1) for piece in pieces] + [Token("", len(text) + 1)]
    shape = read_sum(tokens)
    if tokens[0].text:
        raise misread(tokens[0], "an operation such as @ or +, or the end")
    return shape


def read_sum(tokens: list[Token]) -> Shape:
    """The shape of the products with + or − between them that the tokens start with."""
    shape = read_product(tokens)
    while tokens[0].text in ("+", "-"):
        shape = combine(tokens.pop(0).text, shape, read_product(tokens))
    return shape


def read_product(tokens: list[Token]) -> Shape:
    """The shape of the operands with @, * or / between them that the tokens start with."""
    shape = read_operand(tokens)
    while tokens[0].text in ("@", "*", "/"):
        shape = combine(tokens.pop(0).text, shape, read_operand(tokens))
    return shape


def read_operand(tokens: list[Token]) -> Shape:
    """The shape, or the sum in brackets, that the tokens start with."""
    if tokens[0].text.isidentifier() and tokens[1].text == "(":
        tokens.pop(0)
    take(tokens, "(", "a shape such as (3, 4)")
    shape = read_sum(tokens) if is_bracket(tokens) else read_sizes(tokens)
    take(tokens, ")", "a closing bracket )")
    while tokens[0].text == ".T":
        tokens.pop(0)
        shape = shape[::-1]
    return shape


def is_bracket(tokens: list[Token]) -> bool:
    """True if what stands behind a ( is another operand, rather than sizes."""
    return tokens[0].text == "(" or (tokens[0].text.isidentifier() and tokens[1].text == "(")


def read_sizes(tokens: list[Token]) -> Shape:
    """The sizes with commas between them, up to the closing bracket."""
    sizes = []
    while tokens[0].text != ")":
        sizes.append(read_size(tokens))
        if tokens[0].text != ")":
            take(tokens, ",", "a comma or a closing bracket )")
        elif len(sizes) == 1:
            raise ValueError(f"({sizes[0]}) is a plain number in Python: write ({sizes[0]},) for a shape of one size.")
    return countable(tuple(sizes))


def read_size(tokens: list[Token]) -> int | str:
    """The size that the tokens start with: a whole number from 0 up, or a name."""
    token = tokens.pop(0)
    if token.text.isascii() and token.text.isdigit():
        return int(token.text)
    if token.text.isidentifier():
        return token.text
    raise misread(token, "a size, which is a whole number such as 3 or a name such as n")


def take(tokens: list[Token], text: str, expected: str) -> None:
    """Step over the first token. ValueError if it is not the text it must be."""
    if tokens[0].text != text:
        raise misread(tokens[0], expected)
    tokens.pop(0)


def misread(token: Token, expected: str) -> ValueError:
    """The error that says what was expected, what stands there instead, and where."""
    found = f"found {token.text!r}" if token.text else "the text ends"
    return ValueError(f"At character {token.at}, {found}. Expected {expected}.{spelling(token.text, expected)}")


def spelling(found: str, expected: str) -> str:
    """How Python writes what a learner may have meant; nothing if that isn't plain.

    >>> spelling("×", "an operation")
    ' Write @ for the product of two matrices, * for entry times entry.'
    """
    if expected.startswith("an operation") and found in ("x", "X", "×", "·", "⋅", "∗", "."):
        return " Write @ for the product of two matrices, * for entry times entry."
    if expected.startswith("a s") and re.fullmatch(r"\d+[x\d]*", found):
        return " A shape stands in brackets, with commas: (3, 4). A single number is ()."
    return ""


def combine(operation: str, a: Shape, b: Shape) -> Shape:
    """The shape of `a operation b`. ValueError if they don't fit, in NumPy's own words where all sizes are numbers."""
    rule = matmul_shape if operation == "@" else broadcast_shape
    try:
        shape = rule(a, b)
    except ValueError:
        if all(isinstance(size, int) for size in a + b):
            OPERATIONS[operation](stand_in(a), stand_in(b))
        raise
    return countable(shape)


def stand_in(shape: Shape) -> np.ndarray:
    """An array of this shape that takes up one byte: a single 0, seen from everywhere."""
    return np.broadcast_to(np.int8(0), shape)


def countable(shape: Shape) -> Shape:
    """The shape itself. ValueError if NumPy has no array of that many dimensions or entries."""
    entries = math.prod(size for size in shape if isinstance(size, int) and size > 0)
    if len(shape) > 64 or entries >= 2**63:
        raise ValueError(
            f"NumPy has no array as large as {show(shape)}: it stops at 64 dimensions and 2⁶³ − 1 entries."
        )
    return shape
