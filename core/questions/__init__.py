"""Checkpoint questions: a seed goes in; a question, its answer and its likely mistakes come out.

A generator is a pure function `seed -> Question`. The answer is computed by `core`; every mistake is a
value computed the wrong way, with one sentence that says what went wrong. `judge` compares a reply with them.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Mistake:
    """A wrong answer worth recognising: `value`, and `why` one sentence in the second person on what went wrong."""

    value: float | str
    why: str


@dataclass(frozen=True)
class Question:
    """One checkpoint with its numbers filled in.

    prompt    Markdown with LaTeX; states how exact the answer must be when `tolerance` is not 0
    answer    a number, or a text (a shape such as "(3, 4)", or one of `choices`)
    mistakes  at least two, all different from the answer and from each other
    solution  Markdown: the way to the answer with these numbers, ending in the answer
    tolerance how far a numeric reply may be from the answer, in the answer's units
    choices   when not empty the learner picks one of these instead of typing
    """

    prompt: str
    answer: float | str
    mistakes: tuple[Mistake, ...]
    solution: str
    tolerance: float = 0.0
    choices: tuple[str, ...] = ()

    def is_clear(self) -> bool:
        """True if the answer is finite and no two of answer and mistakes can be confused with each other."""
        values = [self.answer, *(mistake.value for mistake in self.mistakes)]
        if isinstance(self.answer, str):
            return len({_text(value) for value in values}) == len(values)
        if not all(math.isfinite(value) for value in values):
            return False
        values = sorted(values)
        return all(b - a > max(2.5 * self.tolerance, 1e-6) for a, b in zip(values, values[1:]))


@dataclass(frozen=True)
class Verdict:
    """What `judge` found: `right`, and `why` the sentence for the learner (empty when right)."""

    right: bool
    why: str = ""


def judge(question: Question, reply: str) -> Verdict:
    """The verdict on a typed reply: right, a named mistake, or wrong. ValueError if the reply can't be read."""
    if isinstance(question.answer, str):
        if not reply.strip():
            raise ValueError("Type an answer first.")

        def hit(value):
            return _text(reply) == _text(value)
    else:
        number = parse_number(reply)

        def hit(value):
            return abs(number - value) <= question.tolerance + 1e-9 * max(1.0, abs(value))

    if hit(question.answer):
        return Verdict(True)
    for mistake in question.mistakes:
        if hit(mistake.value):
            return Verdict(False, mistake.why)
    return Verdict(False, "That isn't it, and not a slip we recognise. Compare your steps with the ones below.")


def parse_number(text: str) -> float:
    """The number a person typed: `-2.5`, `2,5`, `3/4`, `12 %`, `1e-3`, `−4`. ValueError if it is none."""
    tidy = text.strip().replace("−", "-").replace(" ", "").replace("\u00a0", "")
    if not tidy:
        raise ValueError("Type a number first.")
    if re.fullmatch(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?%?", tidy):  # 1,234 is a thousand or so; 0,234 is not
        tidy = tidy.replace(",", "")
    percent, tidy = tidy.endswith("%"), tidy.rstrip("%").replace(",", ".")
    parts = tidy.split("/")
    try:
        if len(parts) > 2 or not all(re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", part, re.I) for part in parts):
            raise ValueError
        value = float(parts[0]) / (float(parts[1]) if len(parts) == 2 else 1.0)
    except (ValueError, ZeroDivisionError):
        typed = text.strip()[:40]
        raise ValueError(f"“{typed}” isn't a number this box can read. Type one like -2.5 or 3/4.") from None
    if not math.isfinite(value):
        raise ValueError("That number is too large to read. Type one like -2.5 or 3/4.")
    return value / 100 if percent else value


def bracketed(number: float) -> str:
    """A number as it stands behind a sign or a dot: a negative one in brackets."""
    return f"({number:g})" if number < 0 else f"{number:g}"


def _text(value: float | str) -> str:
    """A text answer without what doesn't matter: case, spaces, a trailing comma in `(3,)`."""
    return re.sub(r"\s+", "", str(value)).casefold().replace(",)", ")").strip("()[]")
