"""Your turn: a function of `core` that the learner writes. It is run on fresh inputs beside core's own, and the step's
picture is drawn by it.

What is written is run by `core.calculator`, which refuses whatever isn't arithmetic and never runs on.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from core import calculator
from ui import code

TRIALS = 50
CHECKS = "core.checks"
LONGEST = 4000  # letters of a learner's text
SHOWN = 12  # entries of an input that is told in a sentence
TURN = threading.Lock()  # one text runs at a time: slow ones wait for each other, and leave the others their turn


class Slip(NamedTuple):
    """A body that is likely to be written and wrong, as the learner would type it, and one sentence on what it does."""

    body: str
    why: str


@dataclass(frozen=True, eq=False)
class Turn:
    """A function for the learner to write.

    function  the one of `core` that the step's cell calls by its name
    inputs    from a generator of random numbers, the arguments of one trial by name
    slips     at least two
    hints     two or three, from the idea to nearly the line
    answer    a right body, only where core's own can't be run by the calculator
    uses      other functions of `core` that the body may call
    """

    function: Callable
    inputs: Callable[[np.random.Generator], dict[str, Any]]
    slips: tuple[Slip, ...]
    hints: tuple[str, ...]
    answer: str = ""
    uses: tuple[Callable, ...] = ()

    @property
    def name(self) -> str:
        return self.function.__name__

    @property
    def head(self) -> str:
        """The first line: name and arguments, without their types."""
        found = inspect.signature(self.function).parameters.values()
        plain = [each.replace(annotation=inspect.Parameter.empty) for each in found]
        return f"def {self.name}{inspect.Signature(plain)}:"

    @property
    def doc(self) -> str:
        return inspect.getdoc(self.function) or ""

    @property
    def right(self) -> str:
        """A right body: core's own, without its checks of arguments and without types."""
        return self.answer or _bare(self.function)

    @property
    def known(self) -> dict[str, Callable]:
        return {each.__name__: each for each in self.uses}

    def whole(self, body: str) -> str:
        """A body under its first line, as a text that can be run."""
        return f"{self.head}\n{textwrap.indent(textwrap.dedent(body), '    ')}"

    def trials(self) -> Iterator[dict[str, Any]]:
        """The arguments of some fifty trials, the same for everyone."""
        rng = np.random.default_rng(zlib.crc32(self.name.encode()))
        return (self.inputs(rng) for _ in range(TRIALS))


class Outcome(NamedTuple):
    """What came of a text: `right`; `says`, a sentence; `line`, where in the text it went wrong (None: nowhere);
    `slow`: it used up what it may, so it is run no more."""

    right: bool
    says: str
    line: int | None = None
    slow: bool = False


def allowed(seconds: float = 0.5) -> calculator.Budget:
    """What a text may use up: the seconds are the processor's, so that a busy server judges as a quiet one does."""
    return calculator.Budget(seconds=seconds, clock=time.thread_time)


@lru_cache(maxsize=512)
def judged(turn: Turn, source: str) -> Outcome:
    """Run a text on the trials: right, a named slip, or the first input on which it differs from core's."""
    with TURN:
        budget, pairs = allowed(), []
        try:
            mine = calculator.compiled(source)
            _asked_for(turn, mine)
            for given in turn.trials():
                pairs.append((given, mine.call(_copied(given), turn.known, budget)))
        except calculator.Refused as problem:
            slow = budget.steps <= 0 or budget.clock() >= budget.deadline
            return Outcome(False, str(problem), problem.line, slow)
        right = [turn.function(**given) for given, _ in pairs]
        wrong = [place for place, (_, got) in enumerate(pairs) if not same(got, right[place])]
        if not wrong:
            drawn = f"From now on the picture is drawn by your `{turn.name}`."
            return Outcome(True, f"Right, on all {TRIALS} inputs. {drawn}")
        for slip, results in zip(turn.slips, _slipped(turn)):
            if all(same(got, result) for (_, got), result in zip(pairs, results)):
                return Outcome(False, slip.why)
    return Outcome(False, _differs(turn, *pairs[wrong[0]], right[wrong[0]], len(wrong)))


def _asked_for(turn: Turn, mine: calculator.Function) -> None:
    """Refused unless the text defines the function that was asked for, with its arguments."""
    names = list(inspect.signature(turn.function).parameters)
    if mine.name != turn.name or list(mine.parameters) != names:
        raise calculator.Refused(f"The text must begin with {turn.head}")


@lru_cache(maxsize=64)
def _slipped(turn: Turn) -> list[list[Any]]:
    """What each slip gives on the trials; a sentence of its own, which nothing equals, where it can't be run."""
    found = []
    for slip in turn.slips:
        mine, results = calculator.compiled(turn.whole(slip.body)), []
        for given in turn.trials():
            try:
                results.append(mine.call(_copied(given), turn.known, allowed()))
            except calculator.Refused as problem:
                results.append(problem)
        found.append(results)
    return found


def _differs(turn: Turn, given: dict, got: Any, right: Any, times: int) -> str:
    """The first input on which a text differs, with both results."""
    often = "on every input" if times == TRIALS else f"on {times} of {TRIALS} inputs"
    if _kind(got) != _kind(right):
        return f"Your code gives {_kind(got)}. It should give {_kind(right)}."
    shown = ", ".join(f"`{name}` = `{_short(value)}`" for name, value in given.items())
    return f"It differs {often}. For {shown} your code gives `{_short(got)}`; right is `{_short(right)}`."


def _kind(value: Any) -> str:
    numbers = _plain(value)
    if numbers.dtype.kind not in "iufb":
        return "nothing" if value is None else "something other than numbers"
    return "one number" if numbers.shape == () else f"numbers in the shape {numbers.shape}"


def _short(value: Any) -> str:
    """A value in a few letters: numbers to four digits, long ones told by their shape."""
    if isinstance(value, (str, bool, np.bool_)) or callable(value):
        return getattr(value, "__name__", str(value))
    numbers = _plain(value)
    if numbers.dtype.kind not in "iufb":
        return str(value)[:80]
    if numbers.size > SHOWN:
        return f"{numbers.shape} numbers, the first {numbers.flat[0]:.4g}"
    with np.printoptions(precision=4, suppress=True):
        text = np.array2string(numbers, separator=", ") if numbers.ndim else f"{numbers:.4g}"
    return re.sub(r"\s+", " ", re.sub(r"\s+(?=[,\]])|(?<=\[)\s+", "", text))


def _plain(value: Any) -> np.ndarray:
    """A value as NumPy takes it; where its parts differ in shape, its first part."""
    try:
        return np.asarray(value)
    except ValueError:
        return _plain(value[0])


def same(a: Any, b: Any) -> bool:
    """True if two results have one shape and agree: numbers to 9 digits, nan with nan, everything else exactly."""
    if isinstance(b, (tuple, list)) and not isinstance(a, np.ndarray):
        return isinstance(a, (tuple, list)) and len(a) == len(b) and all(map(same, a, b))
    try:
        mine, right = np.asarray(a), np.asarray(b)
        if mine.shape != right.shape:
            return False
        if right.dtype.kind not in "iufb" or mine.dtype.kind not in "iufb":
            return bool(np.all(mine == right))
        return bool(np.allclose(mine.astype(float), right.astype(float), rtol=1e-9, atol=1e-9, equal_nan=True))
    except (TypeError, ValueError):
        return False


def _copied(given: dict[str, Any]) -> dict[str, Any]:
    """Arguments that a text may change: lists of numbers as arrays, as core's checks make them."""
    return {name: _as_array(value) for name, value in given.items()}


def _as_array(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, (list, tuple)) and value:
        numbers = np.asarray(value) if np.ndim(value[0]) in (0, 1) and not isinstance(value[0], str) else None
        return numbers if numbers is not None and numbers.dtype.kind in "iuf" else value
    return value


# ---------------------------------------------------------------- a step drawn by it


class Drawing:
    """The learner's function in core's place while a picture is made. `call` takes what core's takes."""

    def __init__(self, turn: Turn, source: str):
        self.turn = turn
        self.mine, self.budget = calculator.compiled(source), allowed(0.2)
        _asked_for(turn, self.mine)
        self.signature = inspect.signature(turn.function)
        self.rested = self.budget.clock()  # since when the learner's text hasn't run

    def call(self, *args: Any, **named: Any) -> Any:
        """What the learner's function gives. Refused where the picture couldn't be drawn from it."""
        given = self.signature.bind(*args, **named)
        right = self.turn.function(*args, **named)
        given.apply_defaults()
        self.budget.deadline += self.budget.clock() - self.rested  # what the step itself took isn't the learner's time
        got = self.mine.call(_copied(given.arguments), self.turn.known, self.budget)
        self.rested = self.budget.clock()
        if _kind(got) != _kind(right):
            raise calculator.Refused(f"it gives {_kind(got)}, and should give {_kind(right)}")
        if isinstance(right, np.ndarray):
            return np.asarray(got).astype(right.dtype)
        return float(got) if isinstance(right, float) else got


def in_place(cell: Callable, turn: Turn, mine: Callable) -> Callable:
    """A cell that calls `mine` wherever it calls the turn's function."""
    names = {name: value for name, value in cell.__globals__.items() if value is turn.function}
    swapped = cell.__globals__ | dict.fromkeys(names, mine)
    changed = type(cell)(cell.__code__, swapped, cell.__name__, cell.__defaults__, cell.__closure__)
    changed.__kwdefaults__ = cell.__kwdefaults__
    return changed


def over(mine: list[dict], truth: list[dict]) -> list[dict]:
    """The learner's marks, and over them, in outline, those of the true ones that are other."""
    return mine + [outline for mark in truth if mark not in mine for outline in _outline(mark)]


def _outline(mark: dict) -> list[dict]:
    plain = {key: value for key, value in mark.items() if key not in ("titles", "picks", "jump", "rail")}
    if mark["kind"] in ("line", "lines", "arrow"):
        return [plain | {"label": "", "dash": "3 4", "opacity": 0.7, "width": 1.5}]
    if mark["kind"] == "polygon":
        return [plain | {"label": "", "dash": "3 4", "opacity": 0.8, "fill": False}]
    if mark["kind"] == "points":
        return [plain | {"label": "", "hollow": True, "opacity": 0.6}]
    if mark["kind"] == "window":
        return [plain | {"marks": [outline for each in mark["marks"] for outline in _outline(each)]}]
    return []


# ---------------------------------------------------------------- core's own body


@lru_cache(maxsize=256)
def _bare(function: Callable) -> str:
    """The body of a function of `core` without its docstring and its checks, as a learner could have written it."""
    tree = ast.parse(textwrap.dedent(code.source_of(function))).body[0]
    checks = {name for name, value in function.__globals__.items() if getattr(value, "__module__", "") == CHECKS}
    body = tree.body[1:] if ast.get_docstring(tree) else tree.body
    left = [statement for statement in body if not _is_check(statement, checks)]
    return ast.unparse(ast.Module(left, []))


def _is_check(statement: ast.stmt, checks: set[str]) -> bool:
    """True for `u = as_vector(u, "u")`, for a call of a check alone, and for an `if` that does nothing but raise."""
    if isinstance(statement, ast.If):
        return all(isinstance(each, ast.Raise) for each in statement.body) and not statement.orelse
    value = statement.value if isinstance(statement, (ast.Assign, ast.Expr)) else None
    parts = value.elts if isinstance(value, ast.Tuple) else [value]
    return all(isinstance(p, ast.Call) and isinstance(p.func, ast.Name) and p.func.id in checks for p in parts)
