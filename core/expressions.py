"""A function of x the way people type it: `2x`, `e^-x`, `|x|`, `sin 3x`, `1/(1 + e^(-x))`.

A sum is products with + or − between them. A product is factors with *, / or nothing between them, read from the left:
1/2x is (1/2)·x. A factor is a power, or a minus and a factor: −x^2 is −(x²). A power is an atom, with ^ and a factor
behind it if you like: 2^-x works, and x^2^3 is x^(2^3). An atom is a number, x, e, pi, a sum in brackets or bars, or
a function. Without brackets a function takes all that is multiplied to it without a sign, up to the next function:
sin 2x is sin(2x), and sin x cos x is sin(x)·cos(x). sin^2 x is (sin x)². log is ln, as in NumPy. max and min take two
sums in brackets: max(0, x). All brackets are alike, but x[0] is refused: x is one number, not a list. A leading y = or
f(x) = may stand there.

Letters
    f, x       the function, and what it is a function of
    g, u, v    a named function such as sin; the values of an operation's parts
    du, dv     how fast u and v change with x
    tree       what the text says, taken apart
    token      a piece of the text, and at which character it starts, counted from 1
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from core.checks import as_numbers

__all__ = ["parse"]

LONGEST, DEEPEST = 200, 40  # characters, and brackets and bars: nothing nests deeper than Python can follow
Tree = str | float | tuple  # "x", a number, or an operation with its parts, such as ("+", "x", 1.0)
CONSTANTS = {"e": math.e, "pi": math.pi}
FUNCTIONS = ("sin", "cos", "tan", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh", "exp", "ln", "log2", "log10",
             "sqrt", "abs", "sigmoid", "relu")  # fmt: skip
PAIRS = ("max", "min")
INVERSES = {"sin": "arcsin", "cos": "arccos", "tan": "arctan", "exp": "ln"}
ALIASES = {"asin": "arcsin", "acos": "arccos", "atan": "arctan", "log": "ln", "log_2": "log2", "log₂": "log2",
           "log_10": "log10", "log₁₀": "log10", "√": "sqrt", "π": "pi", "**": "^", "[": "("}  # fmt: skip
ALIKE = str.maketrans("−–—·⋅∙×÷⁄]{}\\", "---****//)() ")
RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def parse(text: str) -> Callable[[ArrayLike], np.ndarray | float]:
    """The function f that `text` describes: f(x) for a number or an array, and f.slope(x), its exact slope.

    Where f has no value, f(x) is nan or infinite. Where the rules give no slope (at a corner, an edge or a vertical
    rise) f.slope(x) is nan or infinite. ValueError if the text can't be read: what was not understood, and where.

    >>> f = parse("x² + 2x")
    >>> f(3), f.slope(3)
    (15.0, 8.0)
    >>> parse("2 + y")
    Traceback (most recent call last):
    ValueError: At character 5, found 'y'. Expected x, a number, e, pi or a function such as sin.
    """
    tokens = tokenise(text)
    tree = read_sum(tokens)
    if tokens[0][0]:
        raise misread(tokens[0], "an operation such as + or *, or the end")

    def f(x: ArrayLike) -> np.ndarray | float:
        return evaluate(tree, x)[0]

    f.slope = lambda x: evaluate(tree, x)[1]
    return f


def evaluate(tree: Tree, x: ArrayLike) -> tuple:
    """f(x) and f′(x), as numbers for a number x, as arrays for an array."""
    x = as_numbers(x, "x")
    with np.errstate(all="ignore"):
        value, slope = value_and_slope(tree, x)
        slope = np.where(np.isfinite(value), slope, np.nan)
    return (value, slope) if np.ndim(x) else (float(value), float(slope))


def value_and_slope(tree: Tree, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """f(x) and f′(x) together, by the sum, product, quotient, power and chain rules."""
    if tree == "x":
        return x, np.ones_like(x)
    if isinstance(tree, float):
        return np.full_like(x, tree), np.zeros_like(x)
    operation, *parts = tree
    pairs = [value_and_slope(part, x) for part in parts]
    if operation in FUNCTIONS:
        return apply_function(operation, *pairs[0])
    if operation == "^" and parts[0] == 0.0:  # 0 to any power above 0 is 0, and stays 0 nearby
        v = pairs[1][0]
        return 0.0**v, np.where(v > 0, 0.0, np.nan)
    if operation in PAIRS:
        return choose(operation, *pairs[0], *pairs[1])
    return combine(operation, *pairs[0], *pairs[1])


def combine(operation: str, u, du, v, dv) -> tuple[np.ndarray, np.ndarray]:
    """u + v, u − v, u·v, u/v or u^v, and how fast it changes when u and v do."""
    if operation == "+":
        return u + v, du + dv
    if operation == "-":
        return u - v, du - dv
    if operation == "*":
        return u * v, du * v + u * dv
    if operation == "/":
        return u / v, (du - u / v * dv) / v
    return u**v, np.where(dv == 0, np.where(v == 0, 0, v * u ** (v - 1) * du), u**v * (dv * np.log(u) + v * du / u))


def choose(name: str, u, du, v, dv) -> tuple[np.ndarray, np.ndarray]:
    """max(u, v) or min(u, v), and how fast it changes: as the chosen one does. At a corner, where both meet, nan."""
    value = np.maximum(u, v) if name == "max" else np.minimum(u, v)
    corner = (u == v) & (du != dv)
    return value, np.where(corner, np.nan, np.where(value == u, du, dv))


def apply_function(name: str, u, du) -> tuple[np.ndarray, np.ndarray]:
    """g(u) and g′(u)·du for the function g of this name: the chain rule."""
    rules = {
        "sin": lambda: (np.sin(u), np.cos(u)),
        "cos": lambda: (np.cos(u), -np.sin(u)),
        "tan": lambda: (np.tan(u), 1 / np.cos(u) ** 2),
        "arcsin": lambda: (np.arcsin(u), 1 / np.sqrt(1 - u * u)),
        "arccos": lambda: (np.arccos(u), -1 / np.sqrt(1 - u * u)),
        "arctan": lambda: (np.arctan(u), 1 / (1 + u * u)),
        "sinh": lambda: (np.sinh(u), np.cosh(u)),
        "cosh": lambda: (np.cosh(u), np.sinh(u)),
        "tanh": lambda: (np.tanh(u), 1 / np.cosh(u) ** 2),
        "exp": lambda: (np.exp(u), np.exp(u)),
        "ln": lambda: (np.log(u), 1 / u),
        "log2": lambda: (np.log2(u), 1 / (u * np.log(2))),
        "log10": lambda: (np.log10(u), 1 / (u * np.log(10))),
        "sqrt": lambda: (np.sqrt(u), 0.5 / np.sqrt(u)),
        "abs": lambda: (np.abs(u), u / np.abs(u)),
        "sigmoid": lambda: (1 / (1 + np.exp(-u)), 0.25 / np.cosh(u / 2) ** 2),
        "relu": lambda: (np.maximum(u, 0), np.where(u == 0, np.nan, u > 0)),
    }
    value, slope = rules[name]()
    return value, slope * du


# Reading: one function for each word of the grammar. Each takes what it reads off the front of the tokens.


def tokenise(text: str) -> list[tuple[str, int]]:
    """The text in pieces: numbers, names, signs, and an empty piece for the end."""
    number = r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]+)?"
    names = sorted(("x", *CONSTANTS, *FUNCTIONS, *PAIRS, *ALIASES), key=len, reverse=True)
    known = "|".join(map(re.escape, names))
    pieces = re.finditer(rf"{number}|⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+|{known}|[^\W\d_]+|\S", tidied(text), re.IGNORECASE)
    tokens = [(piece.group().lower(), piece.start() + 1) for piece in pieces]
    for (piece, _), (bracket, at) in zip(tokens, tokens[1:]):
        if piece == "x" and bracket == "[":
            raise ValueError(
                f"At character {at}, found '['. x[…] is an entry of a list, and here x is one number: "
                "for a product write x*(…)."
            )
    return [(ALIASES.get(piece, piece), at) for piece, at in tokens] + [("", len(text) + 1)]


def tidied(text: str) -> str:
    """The text with one sign where there are several alike, and blanks for y = or f(x) =. Every character stays put."""
    if not isinstance(text, str) or not text.strip():
        raise ValueError("Type a function of x, such as x^2 or sin(3x).")
    if len(text) > LONGEST:
        raise ValueError(f"That is {len(text)} characters long; {LONGEST} are the most this box reads.")
    plain = text.translate(ALIKE)
    if sum(map(plain.count, "([|")) > DEEPEST:
        raise ValueError(f"That has more than {DEEPEST} opening brackets and bars, too many for this box.")
    return re.sub(r"^\s*(y|f\s*\(\s*x\s*\))\s*=", lambda start: " " * len(start.group()), plain, flags=re.I)


def read_sum(tokens: list, closing: str = "") -> Tree:
    """Products with + or − between them. `closing` is the bracket or bar that ends the sum, if one does."""
    tree = read_product(tokens, closing)
    while tokens[0][0] in ("+", "-"):
        sign, at = tokens.pop(0)
        tree = node(at, sign, tree, read_product(tokens, closing))
    return tree


def read_product(tokens: list, closing: str) -> Tree:
    """Factors with *, / or nothing between them."""
    tree = read_factor(tokens, closing)
    while tokens[0][0] in ("*", "/") or starts_atom(tokens[0][0], closing):
        sign, at = tokens.pop(0) if tokens[0][0] in ("*", "/") else ("*", tokens[0][1])
        tree = node(at, sign, tree, read_factor(tokens, closing))
    return tree


def read_factor(tokens: list, closing: str) -> Tree:
    """A power, or a sign and a factor."""
    if tokens[0][0] in ("+", "-"):
        sign, at = tokens.pop(0)
        return node(at, sign, 0.0, read_factor(tokens, closing))
    tree = read_atom(tokens, closing)
    at = tokens[0][1]
    if is_raised(tokens[0][0]):
        return node(at, "^", tree, read_raised(tokens))
    if tokens[0][0] == "^":
        tokens.pop(0)
        return node(at, "^", tree, read_factor(tokens, closing))
    return tree


def read_atom(tokens: list, closing: str) -> Tree:
    """A number, x, e, pi, a sum in brackets or bars, or a function."""
    text, at = tokens.pop(0)
    if text == "x":
        return text
    if text in CONSTANTS:
        return CONSTANTS[text]
    if text in FUNCTIONS:
        return read_function(text, at, tokens, closing)
    if text in PAIRS:
        return read_pair(text, at, tokens)
    if text in ("(", "|"):
        tree = read_closed(tokens, at, ")" if text == "(" else "|")
        return tree if text == "(" else node(at, "abs", tree)
    if re.match(r"\.?[0-9]", text):
        return finite(float(text), text, at)
    raise misread((text, at), "x, a number, e, pi or a function such as sin")


def read_closed(tokens: list, at: int, closing: str) -> Tree:
    """A sum, and the bracket or bar that closes it."""
    tree = read_sum(tokens, closing)
    if tokens[0][0] != closing:
        raise misread(tokens[0], f"a closing {closing} for the opening one at character {at}")
    tokens.pop(0)
    return tree


def read_pair(name: str, at: int, tokens: list) -> Tree:
    """The two sums that max or min is applied to, in brackets and with a comma between them."""
    opening = tokens.pop(0)
    if opening[0] != "(":
        raise misread(opening, f"two parts in brackets, as in {name}(0, x)")
    first = read_sum(tokens, ",")
    if tokens[0][0] != ",":
        raise misread(tokens[0], f"a comma and a second part, as in {name}(0, x)")
    tokens.pop(0)
    return node(at, name, first, read_closed(tokens, opening[1], ")"))


def read_function(name: str, at: int, tokens: list, closing: str) -> Tree:
    """What the function called `name` is applied to, with a power between them if one is there: sin^2 x."""
    power = read_power(name, tokens)
    if tokens[0][0] == "(":
        argument = read_atom(tokens, closing)
    else:
        argument = read_factor(tokens, closing)
        while starts_atom(tokens[0][0], closing) and tokens[0][0] not in FUNCTIONS + PAIRS:
            argument = node(tokens[0][1], "*", argument, read_factor(tokens, closing))
    tree = node(at, name, argument)
    return tree if power is None else node(at, "^", tree, power)


def read_power(name: str, tokens: list) -> float | None:
    """The whole number in sin^2 x or sin² x; None if there is none."""
    text, at = tokens[0]
    if text == "^":
        tokens.pop(0)
    elif not is_raised(text):
        return None
    power = tokens.pop(0)[0].translate(RAISED)
    if not power.isdecimal():
        known = name in INVERSES and power[:1] in ("-", "(")
        inverse = f" The inverse function is {INVERSES[name]}(x)." if known else ""
        raise ValueError(
            f"At character {at}, a power of {name} stands before what {name} is applied to. "
            f"It can be a whole number such as 2; otherwise write {name}(x)^… or 1/{name}(x).{inverse}"
        )
    return float(power)


def read_raised(tokens: list) -> float:
    """A small raised number, as in x²."""
    text, at = tokens.pop(0)
    return float(text.translate(RAISED))


def is_raised(text: str) -> bool:
    """True for a small raised number such as ² or ⁻¹."""
    return text != text.translate(RAISED) != "-"


def starts_atom(text: str, closing: str) -> bool:
    """True if an atom starts here that may follow without a sign. Numbers may not: x2 could be x·2 or x²."""
    return text in ("x", "(", *CONSTANTS, *FUNCTIONS, *PAIRS) or (text == "|" and closing != "|")


def node(at: int, operation: str, *parts: Tree) -> Tree:
    """An operation with its parts; if they are all numbers, the number that comes out."""
    tree = (operation, *parts)
    if all(isinstance(part, float) for part in parts):
        return finite(evaluate(tree, 0)[0], operation, at)
    return tree


def finite(number: float, text: str, at: int) -> float:
    """The number itself. ValueError if it is none, or too large: 1/0, ln(-1), 9^9^9."""
    if not math.isfinite(number):
        raise ValueError(f"At character {at}, {text!r} gives no number that a computer can hold.")
    return number


def misread(token: tuple[str, int], expected: str) -> ValueError:
    """The error that says what was expected, what stands there instead, and where."""
    text, at = token
    found = f"found {text!r}" if text else "the text ends"
    hint = " In a number, write a point for the comma: 0.5." if text == "," else ""
    return ValueError(f"At character {at}, {found}. Expected {expected}.{hint}")
