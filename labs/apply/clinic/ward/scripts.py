"""A pipeline's text, the same with one line changed, and what it returns by name."""

from __future__ import annotations

import ast
import inspect
import linecache
import textwrap
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np


@cache
def text_of(script: Callable) -> str:
    """The source of a function, without its docstring."""
    lines = textwrap.dedent(inspect.getsource(script)).splitlines()
    first = ast.parse("\n".join(lines)).body[0].body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        del lines[first.lineno - 1 : first.end_lineno]
    return "\n".join(lines) + "\n"


@cache
def changed(script: Callable, old: str, new: str) -> Callable:
    """The same function with `old` in its text replaced by `new`. ValueError unless `old` stands in it exactly once.

    The new text is kept where Python looks for sources, so that the function can be read like any other.
    """
    text = text_of(script)
    if text.count(old) != 1:
        raise ValueError(f"“{old}” must stand in {script.__name__} once; it stands there {text.count(old)} times.")
    text = text.replace(old, new)
    name = f"<{script.__name__} with {new!r} for {old!r} in {script.__code__.co_filename}>"
    linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
    made: dict[str, Any] = {}
    exec(compile(text, name, "exec"), script.__globals__, made)
    return made[script.__name__]


@cache
def names_of(script: Callable) -> tuple[str, ...]:
    """The names that a function returns, from its last line."""
    returned = ast.parse(text_of(script)).body[0].body[-1].value
    return tuple(part.id for part in returned.elts)


def run(script: Callable, inputs: dict[str, Any]) -> dict[str, Any]:
    """What the function returns for these inputs, by name; numbers too large for a float become inf without a word."""
    with np.errstate(all="ignore"):
        return dict(zip(names_of(script), script(**inputs)))


def warning_of(script: Callable, inputs: dict[str, Any]) -> str:
    """The warning that NumPy gives while it runs, if numbers grow too large for a float; empty if they don't."""
    try:
        with np.errstate(all="ignore", over="raise"):
            script(**inputs)
    except FloatingPointError as problem:
        return f"RuntimeWarning: {problem}"
    return ""


def body_of(script: Callable) -> str:
    """What a function does, line by line: its text without `def` and `return`."""
    return textwrap.dedent("\n".join(text_of(script).splitlines()[1:-1])).strip("\n")


def difference(broken: Callable, repaired: Callable) -> list[tuple[str, str]]:
    """Two scripts line by line: ("-", line) only in the first, ("+", line) only in the second, (" ", line) in both."""
    import difflib

    lines = difflib.ndiff(body_of(broken).splitlines(), body_of(repaired).splitlines())
    return [(line[0], line[2:]) for line in lines if line[0] in "-+ "]
