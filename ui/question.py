"""Checkpoint questions: a seed goes in; a question, its answer and its likely mistakes come out.

A generator is a pure function `seed -> Question`. The answer is computed by `core`; every mistake is a
value computed the wrong way, with one sentence that says what went wrong. `judge` compares a reply with them.
A question of the other kind, to be understood rather than computed, is made by `one_of`.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from ui.words import rounded

UNKNOWN = "That isn't it, and we don't recognise the slip. Compare your steps with the ones below."
IN_WORDS = ("no", "one", "two", "three", "four", "five")


@dataclass(frozen=True)
class Mistake:
    """A wrong answer worth recognising: `value`, and `why` one sentence in the second person on what went wrong.

    step: the id of the earlier step that this slip belongs to, where it isn't the step's own idea that went wrong.
    """

    value: float | str
    why: str
    step: str = ""


class Sketch(NamedTuple):
    """A small picture to choose by: marks as `ui.marks` makes them, and the plane's size: left, right, bottom, top."""

    marks: list[dict]
    size: tuple[float, float, float, float]
    axes: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Question:
    """One checkpoint with its numbers filled in.

    prompt    Markdown with LaTeX; states how exact the answer must be when `tolerance` is not 0
    answer    a number; or a text: one of `choices`, and where there are none a point or a shape such as "(3, 4)"
    mistakes  at least two, all different from the answer and from each other
    solution  Markdown: the way to the answer with these numbers, ending in the answer
    tolerance how far a numeric reply may be from the answer, in the answer's units
    choices   when not empty the learner picks one of these instead of typing
    unit      "share": from 0 to 1, and may be typed in per cent, too; "per cent": the answer counts per cents
    hints     one or two sentences, asked for one by one; none gives the answer away
    sketches  one for each choice, when the choices are pictures: "Picture A", "Picture B", …
    """

    prompt: str
    answer: float | str
    mistakes: tuple[Mistake, ...]
    solution: str
    tolerance: float = 0.0
    choices: tuple[str, ...] = ()
    unit: str = ""
    hints: tuple[str, ...] = ()
    sketches: tuple[Sketch, ...] = ()

    @property
    def decimals(self) -> int:
        """How many decimals are asked for: two where the tolerance is 0.006, none where it is 0."""
        return max(0, math.floor(-math.log10(self.tolerance))) if self.tolerance else 0

    def is_clear(self) -> bool:
        """True if the answer is finite, and it and the mistakes are told apart when typed as exactly as asked."""
        values = [self.answer, *(mistake.value for mistake in self.mistakes)]
        if isinstance(self.answer, str):
            read = _plain if self.choices else _numbers
            return len({read(value) for value in values}) == len(values)
        if not all(math.isfinite(value) for value in values):
            return False
        values = sorted(values)
        apart = all(b - a > max(2.5 * self.tolerance, 1e-6) for a, b in zip(values, values[1:]))
        return apart and all(_recognised(self, mistake) for mistake in self.mistakes)


class Again(NamedTuple):
    """A step's prediction once more, at other values: a question with choices, and where the controls must stand for
    the picture to show what was asked."""

    question: Question
    at: dict[str, str]


def one_of(
    rng: np.random.Generator,
    prompt: str,
    right: str | Sketch,
    wrong: dict[str, str | tuple[str, str]] | list[tuple[Sketch, str]],
    solution: str,
    hints: tuple[str, ...],
) -> Question:
    """A question with one right choice among several, put in an order that `rng` draws.

    wrong: each wrong choice with what it confuses, one sentence; or that sentence and the earlier step it belongs to.
    Where `right` is a sketch, so are the wrong ones; `solution` may then name the right picture as {right}.
    """
    choices: list[Any] = [right, *wrong] if isinstance(wrong, dict) else [right, *(sketch for sketch, _ in wrong)]
    whys: list[Any] = list(wrong.values()) if isinstance(wrong, dict) else [why for _, why in wrong]
    order = [int(place) for place in rng.permutation(len(choices))]
    sketches = tuple(choices[place] for place in order) if isinstance(right, Sketch) else ()
    names = [f"Picture {chr(65 + order.index(place))}" if sketches else choices[place] for place in range(len(choices))]
    told = [(why, "") if isinstance(why, str) else why for why in whys]
    mistakes = tuple(Mistake(name, *why) for name, why in zip(names[1:], told))
    solution = solution.replace("{right}", names[0])
    shown = tuple(names[place] for place in order)
    return Question(prompt, names[0], mistakes, solution, choices=shown, hints=tuple(hints), sketches=sketches)


def in_turn(seed: int, *situations: Callable[[np.random.Generator], Question]) -> Question:
    """The question of a seed, where several situations take turns; each is drawn again until it is clear."""
    rng, situation = np.random.default_rng(seed), situations[seed % len(situations)]
    while not (question := situation(rng)).is_clear():
        pass
    return question


@dataclass(frozen=True)
class Verdict:
    """What `judge` found: `right`, `why` the sentence for the learner (empty when right), and the earlier step that a
    named slip belongs to ("" for none)."""

    right: bool
    why: str = ""
    step: str = ""


def judge(question: Question, reply: str) -> Verdict:
    """The verdict on a typed reply: right, a named mistake, or wrong.

    ValueError, which counts as no answer, if the reply can't be read or has fewer decimals than asked.
    """
    if isinstance(question.answer, str):
        read = _plain if question.choices else _numbers
        typed = _picked(question, reply) if question.choices else _point(reply)
        asked = {len(read(value)) for value in (question.answer, *(mistake.value for mistake in question.mistakes))}
        if not question.choices and len(typed) not in asked:
            raise ValueError(f"{len(read(question.answer))} numbers are asked for. Type them with commas: (3, 4).")
        return _verdict(question, lambda value: read(value) == typed)
    meant = _meant(question, reply)
    if any(_is_value(question, typed, question.answer) for typed in meant):
        return Verdict(True)
    if any(_is_short(question, typed, question.decimals - 1) for typed in meant):
        raise ValueError(_close(question))
    verdict = _verdict(question, lambda value: any(_is_mistake(question, typed, value) for typed in meant))
    if verdict.why == UNKNOWN and any(_is_short(question, typed, typed.decimals) for typed in meant):
        raise ValueError(_close(question))
    return verdict


def can_be_read(question: Question, reply: str) -> None:
    """ValueError if the reply is no number, point or choice of this question. It says nothing of how right it is."""
    if question.choices:
        _picked(question, reply)
    elif isinstance(question.answer, str):
        _point(reply)
    else:
        readings(reply)


def _verdict(question: Question, hits: Callable[[float | str], bool]) -> Verdict:
    """Right, or the first mistake that was hit, or neither."""
    if hits(question.answer):
        return Verdict(True)
    slip = next((mistake for mistake in question.mistakes if hits(mistake.value)), Mistake("", UNKNOWN))
    return Verdict(False, slip.why, slip.step)


def _recognised(question: Question, mistake: Mistake) -> bool:
    """True if the mistake's own value, typed as exactly as asked or in full, is told that it is this mistake."""
    value, decimals = float(mistake.value), question.decimals
    try:
        verdicts = [
            judge(question, text) for text in {f"{value:.12g}", f"{value:.{decimals}f}", printed(value, decimals)}
        ]
    except ValueError:
        return False
    return all(not verdict.right and verdict.why == mistake.why for verdict in verdicts)


# ---------------------------------------------------------------- numbers


class Typed(NamedTuple):
    """A number as it was typed: its value, and how many decimals it has."""

    value: float
    decimals: int

    def times(self, hundreds: int) -> Typed:
        """A hundred times as much (1), or a hundredth of it (-1), in the same digits."""
        return Typed(self.value * 100 if hundreds > 0 else self.value / 100, self.decimals - 2 * hundreds)


def parse_number(text: str) -> float:
    """The number a person typed: `-2.5`, `2,5`, `3/4`, `12 %`, `1e-3`, `−4`, `1 234`. ValueError if it is none.

    >>> parse_number("−2,5"), parse_number("12 %"), parse_number("1,234")
    (-2.5, 0.12, 1234.0)
    """
    return readings(text)[0].value


def readings(text: str) -> list[Typed]:
    """Every number that a text can mean, the likelier first: `1,234` is over a thousand, or a little over one.

    >>> [typed.value for typed in readings("1,234")], [typed.value for typed in readings("1 3/4")]
    ([1234.0, 1.234], [1.75])
    """
    tidy = _tidy(text)
    if not tidy:
        raise ValueError("Type a number first.")
    number = tidy.removesuffix("%")
    try:
        meant = _fraction(number) if "/" in number else _decimal(number)
    except (ValueError, ZeroDivisionError):
        typed = text.strip()[:40]
        raise ValueError(f"“{typed}” isn't a number this box can read. Type one like -2.5 or 3/4.") from None
    if not all(math.isfinite(typed.value) for typed in meant):
        raise ValueError("That number is too large to read. Type one like -2.5 or 3/4.")
    return [typed.times(-1) for typed in meant] if "%" in tidy else meant


PLAIN = str.maketrans("−–—‒﹣－‐‑’ʼ‘×·⋅⁄", "--------'''***/")
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
ABOUT = re.compile(r"^(approx(\.|imately)?|about|around|roughly|ca\.?|circa) ", re.I)
UNIT = re.compile(r"^(?:[$€£]|CHF|EUR|USD|GBP) ?(?=[-+.\d])|(?<=[\d.]) ?(?:[$€£]|°C?|(?!e)[a-zA-Zµ]{1,8})$")


def _tidy(text: str) -> str:
    """The same with plain signs: one minus, one blank, `e` for times ten to the power, and no `k =` in front."""
    text = re.sub(r"(?<=10)[⁻⁺]?[⁰¹²³⁴-⁹]+", lambda power: "^" + power[0].translate(RAISED), text.strip())
    text = re.sub("[⁰¹²³⁴-⁹]", "?", re.sub(r"(?<=\d)(?=[¼-¾⅐-⅞])", " ", text))  # 3² is no way to write a number
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).translate(PLAIN).strip()
    text = re.sub(r"^minus (?=[\d.])", "-", ABOUT.sub("", re.sub(r"per ?cent$", "%", text)))
    text = re.sub(r"^([a-z]\w{0,2}\s*)?[=≈~]", "", text, flags=re.I).strip(" ()").rstrip(".")
    text = UNIT.sub("", text)
    text = re.sub(r" ?[*x] ?10 ?(\^|\*\*) ?", "e", text)
    return re.sub(r"(?<=[-+/]) | (?=[/%])", "", text)


def _fraction(text: str) -> list[Typed]:
    """`3/4`, `-3/4` and `1 3/4`, which have as many decimals as you like."""
    if mixed := re.fullmatch(r"([+-]?)(\d+) ([1-9]\d?)/(\d+)", text):
        whole, above, below = (int(part) for part in mixed.groups()[1:])
        return [Typed((-1 if mixed[1] == "-" else 1) * (whole + above / below), 99)]
    above, below = map(_decimal, text.split("/"))
    return [Typed(a.value / b.value, 99) for a in above for b in below]


def _decimal(text: str) -> list[Typed]:
    """Digits with a decimal point or comma, in groups of thousands or not, times a power of ten or not."""
    parts = re.fullmatch(r"([+-]?)([\d.,' _]+)(?:e([+-]?\d+))?", text, re.I)
    if not parts:
        raise ValueError("no number")
    sign, digits, power = parts[1], parts[2], int(parts[3] or 0)
    meant = [digits] if re.fullmatch(r"\d+[.,]?\d*|[.,]\d+", digits) else []
    if groups := re.fullmatch(r"[1-9]\d{0,2}([,.' _])\d{3}(\1\d{3})*((?!\1)[.,]\d*)?", digits):
        meant.insert(1 if groups[1] == "." else 0, digits.replace(groups[1], ""))
    if not meant:
        raise ValueError("no number")
    meant = [number.replace(",", ".") for number in meant]
    return [Typed(float(f"{sign}{number}e{power}"), len(number.partition(".")[2]) - power) for number in meant]


def _meant(question: Question, reply: str) -> list[Typed]:
    """Every number the reply can mean, in the answer's unit: for a share `42` is 42 %, as is `42 %`."""
    numbers, percent = readings(reply), _tidy(reply).endswith("%")
    if question.unit == "share" and not percent:
        return numbers + [typed.times(-1) for typed in numbers if typed.value > 1]
    if question.unit == "per cent":
        hundredfold = [typed.times(1) for typed in numbers if percent or abs(typed.value) <= 1]
        return hundredfold if percent else numbers + hundredfold
    return numbers


def _is_value(question: Question, typed: Typed, value: float, radius: float = 0.0) -> bool:
    """True if what was typed is the value, as far as the question asks."""
    return abs(typed.value - value) <= max(radius, question.tolerance) + 1e-9 * max(1.0, abs(value))


def _is_mistake(question: Question, typed: Typed, value: float) -> bool:
    """True if what was typed is the value, or the value rounded to no fewer decimals than asked."""
    return _is_value(question, typed, value, 0.5 * 10.0**-typed.decimals * (typed.decimals >= question.decimals))


def _is_short(question: Question, typed: Typed, decimals: int) -> bool:
    """True if what was typed is the answer rounded to so many decimals, and they are fewer than asked."""
    if not 0 <= decimals < question.decimals or typed.decimals > decimals:
        return False
    says_something = decimals == question.decimals - 1 or abs(question.answer) >= 10.0**-decimals
    return says_something and _is_value(question, typed, question.answer, 0.5 * 10.0**-decimals)


def _close(question: Question) -> str:
    count = question.decimals
    return f"Close: {IN_WORDS[count] if count < len(IN_WORDS) else count} decimal{'s' if count > 1 else ''}, please."


def printed(value: float, decimals: int = 0) -> str:
    """A number as one types it, rounded as people do: a 5 goes up, and zero has no sign.

    >>> printed(0.285, 2), printed(-0.285, 2), printed(2.5), printed(-0.004, 2)
    ('0.29', '-0.29', '3', '0.00')
    """
    return f"{rounded(value, decimals) + 0.0:.{decimals}f}"


def bracketed(number: float) -> str:
    """A number as it stands behind a sign or a dot: a negative one in brackets."""
    return f"({number:g})" if number < 0 else f"{number:g}"


# ---------------------------------------------------------------- points, shapes and choices


def _point(reply: str) -> tuple[float, ...]:
    """The numbers of a typed point or shape; ValueError if there are none."""
    if not reply.strip():
        raise ValueError("Type an answer first.")
    try:
        return _numbers(reply)
    except ValueError:
        raise ValueError(f"“{reply.strip()[:40]}” can't be read as numbers. Type them like (3, 4).") from None


def _numbers(text: str) -> tuple[float, ...]:
    """The numbers in `(5, -4)`, `5 -4`, `(5; -4)`, `[5.0, -4.0]`, `(5,0, -4,0)`, `5 x 4`."""
    text = unicodedata.normalize("NFKC", re.sub("[⁰¹²³⁴-⁹]", "?", text))
    text = re.sub(r"[()\[\]{}\s]+", " ", text).strip(" ,").translate(PLAIN).replace(" by ", " x ")
    between = next((sign for sign in (";", r"\|", ", ", ",", "[*x]") if re.search(sign, text)), " ")
    return tuple(parse_number(part) for part in re.split(f" ?{between} ?", re.sub(r"(?<=[-+]) ", "", text)))


def _picked(question: Question, reply: str) -> str:
    """The choice that was picked, in plain letters."""
    if _plain(reply) not in map(_plain, question.choices):
        raise ValueError("Pick one of the answers first.")
    return _plain(reply)


def _plain(text: str) -> str:
    """A text without what doesn't matter: case and blanks."""
    return re.sub(r"\s+", "", text).casefold()
