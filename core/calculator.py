"""A place for the interpreter of learners' own functions: until it stands, everything is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Refused(ValueError):
    """What isn't run, in a sentence; `line` is where it stands in the text."""

    def __init__(self, says: str, line: int | None = None):
        super().__init__(says)
        self.line = line


class Budget:
    """What a text may use up."""


class Function:
    """A text that was read: its name, its parameters, and how to call it."""

    name: str
    parameters: tuple[str, ...]

    def call(self, arguments: dict[str, Any], known: dict[str, Callable] = {}, budget: Budget | None = None) -> Any:  # noqa: B006
        raise Refused("Nothing can be run yet.")


def compiled(source: str) -> Function:
    """Read a text that holds one function. ValueError: it isn't run."""
    raise Refused("Nothing can be run yet.")
