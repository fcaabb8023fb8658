"""A step as a pure function from its link to its scene: what it is written with, and what comes out.

`scene(step, link)` runs a step's function with a `Page` that only records. The link is a dictionary of short texts, one
for each control that isn't where it starts; nothing in it is trusted. No session, no browser, no Streamlit in here: the
page, the lane, the notebook and the tests are all callers of `scene`.
"""

from __future__ import annotations

import inspect
import itertools
import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np

from core.calculator import Refused
from ui import code
from ui.question import Question
from ui.turn import LONGEST as LONGEST_CODE
from ui.turn import TURN, Drawing, Turn, in_place, judged, over

NAMES = {"pca": "PCA", "bayes": "Bayes", "rag": "RAG"}  # ids whose words are names
# names in a link that belong to the form, not to a step's controls
OWN = ("step", "guess", "whose", "met", "q", "understand", "place", "own")
RAN = "The code that ran"
LONGEST = 300  # letters of one value in a link


class Step(NamedTuple):
    """One question of a lab. `id` is for ever: it stands in links, in progress and in tests.

    `why` is one sentence on what it is good for; `needs` are the ids of steps it builds on; `holds` says in a few words
    what a link can't say of it ("" for nothing).
    """

    id: str
    title: str
    prose: str
    body: Callable[[Page], None]
    why: str = ""
    needs: tuple[str, ...] = ()
    holds: str = ""

    @property
    def name(self) -> str:
        """A short name for the outline: the id in words."""
        words = self.id.replace("_", " ")
        return NAMES.get(words, words.capitalize())


def step(
    title: str, why: str = "", id: str = "", needs: tuple[str, ...] = (), holds: str = ""
) -> Callable[[Callable[[Page], None]], Step]:
    """Make a function a step: its name is the step's id, its docstring (raw, Markdown and LaTeX) the prose.

    Give an `id` where the cell calls a function of `core` by that very name: `correlation_step`, id `correlation`.
    """
    return lambda body: Step(id or body.__name__, title, inspect.getdoc(body) or "", body, why, tuple(needs), holds)


@dataclass(frozen=True)
class Handle:
    """Something to drag on a plane: where it starts, and what it looks like.

    kind    "arrow" (from `tail`; it never shrinks to nothing), "point", "switch" (see `switch`), or "block" (a box,
            `wide` and `tall`)
    role    the colour by meaning: data, model, truth, guess, context
    along   "x" or "y" if it moves in one direction only
    label   the letter beside it; the handle's name when empty, none when a blank
    says    what a screen reader calls it, where that is more than the label
    units   the units of its two numbers, for a screen reader
    swaps   such handles share places a `step` apart: where one is moved, the other makes room
    """

    at: tuple[float, float]
    kind: str = "arrow"
    role: str = ""
    along: str = ""
    label: str = ""
    tail: tuple[float, float] = (0.0, 0.0)
    bounds: tuple[float, float, float, float] | None = None
    step: float = 0.1
    wide: float = 0.0
    tall: float = 0.0
    swaps: bool = False
    box: tuple[float, float, float, float] | None = None
    says: str = ""
    units: tuple[str, str] = ("", "")


def switch(box: tuple[float, float, float, float], label: str, role: str = "") -> Handle:
    """A handle that is a box (left, right, bottom, top) to click: `plane` gives (1, 0) once it is on, else (0, 0).

    What is seen there, on and off, is for the picture to draw; `label` is what a screen reader says of it.
    """
    return Handle((0, 0), "switch", role, along="x", label=label, bounds=(0, 1, 0, 0), step=1, box=box)


class Block(NamedTuple):
    """Something a step tells beside its picture: `kind` is markdown, code, table or upload, `where` aside or more."""

    kind: str
    content: Any
    where: str
    language: str | None = None


def scene(step: Step, link: Mapping[str, str], moving: bool = False, memory: dict | None = None) -> Page:
    """What a step shows and asks at a link. `moving`: a hand is still on a control, so nothing is judged or remembered.

    `memory` is for the steps that hold more than a link can say; without it they start afresh.
    "own" in the link is what the learner wrote for the step's turn: the picture is drawn by it, and where it is wrong
    the truth is seen in outline. Everything else stays as it is.
    """
    page = Page(step, link, moving, {} if memory is None else memory)
    step.body(page)
    body = link.get("own")
    if page.turn and body and not page.waits and len(body) <= LONGEST_CODE:
        _draw_by(page, page.turn.whole(body))
    return page


def _draw_by(page: Page, source: str) -> None:
    """Let the learner's own text draw the picture, and say so in the badge."""
    outcome, name = judged(page.turn, source), f"{page.turn.name}()"
    if outcome.slow:
        page.badge = f"Not drawn by your {name}: it takes too long"
        return
    try:
        with TURN, np.errstate(all="ignore"):
            mine = Page(page.step, page.given, page.moving, {}, Drawing(page.turn, source))
            page.step.body(mine)
        json.dumps(mine.marks, allow_nan=False)  # ValueError: a place that is nan or infinite can't be drawn
    except Refused as problem:
        page.badge = f"Not drawn by your {name}: {problem}"
    except Exception:  # whatever a picture makes of numbers it never met
        page.badge = f"No picture can be made of what your {name} gives here"
    else:
        page.badge = f"Drawn by your {name}"
        if mine.marks != page.marks and not outcome.right:
            page.badge += ", which isn't right yet. In outline: the truth"
            page.marks = over(mine.marks, page.marks)
        elif not outcome.right:
            page.badge += ", which is right here, but not everywhere"
        else:
            page.marks = mine.marks


class Page:
    """What a step's function is given: it asks for its parts here, in the order predict, controls, run, picture, task,
    bites, check. All of it is recorded, to be drawn and tested elsewhere."""

    def __init__(self, step: Step, link: Mapping[str, str], moving: bool, memory: dict, drawing: Drawing | None = None):
        self.step, self.given, self.moving, self.memory, self.drawing = step, link, moving, memory, drawing
        self.turn: Turn | None = None
        self.badge = ""  # whose code draws the picture, where it isn't core's
        self.link: dict[str, str | None] = {}  # every name the step knows, with its text; None where it starts
        self.controls: list[dict[str, Any]] = []
        self.deeds: dict[str, Callable[[], None]] = {}  # what buttons do that a link can't say
        self.extremes: dict[str, list[str]] = {}  # texts that a test should try for each name
        self.drawn: dict[str, Any] = {"size": (0, 1, 0, 1), "axes": ("", ""), "bare": True, "handles": []}
        self.marks: list[dict] = []
        self.blocks: list[Block] = []
        self.asked: tuple[str, list[str], str] | None = None
        self.tries: dict[str, str | None] | None = None
        self.waits = False
        self.verdict = ""
        self.ran: code.Ran | None = None
        self.library: code.Ran | None = None
        self.differs = False
        self.heading = RAN
        self.said = ""
        self.tasks: dict[str, bool] = {}  # each with whether it is done now; one with parts, whether all have been
        self.marked: list[tuple[str, dict[str, bool]]] = []  # each with its parts, and which have been done
        self.bite = ""
        self.generator: Callable[[int], Question] | None = None
        self.understand: Callable[[int], Question] | None = None
        self.clock: dict[str, Any] | None = None

    # ------------------------------------------------------------ predict

    def predict(
        self, question: str, choices: list[str], answer: str, because: str = "", tries: dict[str, Any] | None = None
    ) -> str | None:
        """Ask before showing; gives the learner's choice, or None if there is none (yet).

        tries: where the controls must stand for the picture to show what was asked; {} is where they start.
        """
        codes = {str(number): choice for number, choice in enumerate(choices, start=1)} | {"shown": None}
        chosen = self.given.get("guess")
        self.asked = question, choices, answer
        self.tries = None if tries is None else {name: as_text(value) for name, value in tries.items()}
        self.waits = chosen not in codes
        guess = codes.get(chosen)
        if not self.waits:
            self.verdict = _verdict_text(guess, answer, because, self.given.get("whose") == "link")
        return guess

    # ------------------------------------------------------------ controls

    def plane(
        self,
        size: tuple[float, float, float, float] = (-5.0, 5.0, -3.6, 3.6),
        axes: tuple[str, str] = ("", ""),
        bare: bool = False,
        **handles: Handle | tuple[float, float],
    ) -> list[np.ndarray]:
        """Draggable arrows and points, by name; gives where they are now. The next `picture` is drawn around them.

        `size` is (left, right, bottom, top) in the plane's units; `bare` leaves out grid and axes.
        """
        roles = itertools.cycle(["data", "model", "truth", "guess", "context"])
        named = {
            name: _completed(handle if isinstance(handle, Handle) else Handle(handle), name, next(roles), size)
            for name, handle in handles.items()
        }
        at = {name: self._value(name, handle.at, _point_reader(handle)) for name, handle in named.items()}
        swapping = [name for name, handle in named.items() if handle.swaps]
        if len({at[name] for name in swapping}) < len(swapping):  # a doctored link: two blocks in one place
            at |= {name: named[name].at for name in swapping}
        for name, handle in named.items():
            self.link[name] = None if at[name] == handle.at else as_text(at[name])
            left, right, bottom, top = handle.bounds
            ends = [f"{x:g},{y:g}" for x in (left, 0, right) for y in (bottom, 0, top)]
            self.extremes[name] = list(dict.fromkeys(ends))
        shown = [{**handle.__dict__, "name": name, "at": at[name]} for name, handle in named.items()]
        self.drawn = {"size": size, "axes": axes, "bare": bare, "handles": shown}
        return [np.array(place) for place in at.values()]

    def slider(
        self,
        name: str,
        label: str,
        low: float = 0,
        high: float = 0,
        value: Any = 0,
        step: float = 1,
        unit: str = "",
        options: list | None = None,
        texts: list[str] | None = None,
        play: bool = False,
        **place: Any,
    ) -> Any:
        """A slider; gives its value. `options` makes it choose from a list instead (its link holds the place in it);
        `play` puts ▶ and a speed beside it."""
        if options is not None:
            low, high, step, start = 0, len(options) - 1, 1, options.index(value)
            texts = texts or [str(option) for option in options]
        else:
            start = value
        decimals = _decimals(step)
        at = self._value(name, start, _number_reader(low, high, step, decimals))
        self.link[name] = None if at == start else f"{at:g}"
        self.extremes[name] = [f"{low:g}", f"{high:g}"]
        looks = {
            "min": low,
            "max": high,
            "step": step,
            "texts": texts,
            "unit": unit,
            "decimals": decimals,
            "play": play,
        }
        self._control("slider", name, label, at, looks, place)
        return options[int(at)] if options is not None else at

    def choose(
        self,
        name: str,
        label: str,
        options: list,
        default: Any = None,
        then: dict[str, Any] | None = None,
        quiet: bool = True,
        **place: Any,
    ) -> Any:
        """One of a few, all in sight; gives it. The first is chosen unless `default` says otherwise.

        then: names and values set along with any change of it (None: back to where it starts). `quiet`: no label seen.
        """
        return self._pick("choice", name, label, options, default, then, {"quiet": quiet}, place)

    def pick(
        self,
        name: str,
        label: str,
        options: list,
        default: Any = None,
        then: dict[str, Any] | None = None,
        empty: str = "",
        typed: bool = False,
        quiet: bool = False,
        help: str = "",
        **place: Any,
    ) -> Any:
        """One of many, from a list that opens; gives it. With `empty`, the words for no choice, it starts with None.

        typed: the learner may also write something that isn't in the list; any text may come back then.
        """
        looks = {"empty": empty, "typed": typed, "quiet": quiet, "help": help}
        return self._pick("pick", name, label, options, default, then, looks, place)

    def _pick(self, kind, name, label, options, default, then, looks, place):
        by_text = {str(option): option for option in options}
        start = default if default is not None or looks.get("empty") else options[0]

        def read(text: str) -> Any:
            if text in by_text:
                return by_text[text]
            if looks.get("typed") and text.strip():
                return text.strip()[:120]
            raise ValueError("not one of them")

        value = self._value(name, start, read)
        self.link[name] = None if value == start else str(value)
        self.extremes[name] = list(by_text)
        looks |= {"options": list(by_text), "sets": {key: as_text(to) for key, to in (then or {}).items()}}
        self._control(kind, name, label, "" if value is None else str(value), looks, place)
        return value

    def toggle(
        self, name: str, label: str, default: bool = False, then: dict[str, Any] | None = None, **place: Any
    ) -> bool:
        """A switch among the controls; gives True while it is on."""

        def read(text: str) -> bool:
            return {"true": True, "false": False}[text]

        value = self._value(name, default, read)
        self.link[name] = None if value == default else as_text(value)
        self.extremes[name] = ["true", "false"]
        looks = {"sets": {key: as_text(to) for key, to in (then or {}).items()}}
        self._control("toggle", name, label, as_text(value), looks, place)
        return value

    def type(self, name: str, label: str, default: str, most: int = 120, quiet: bool = False, **place: Any) -> str:
        """A line to type in; gives its text."""

        def read(text: str) -> str:
            return text[:most]

        value = self._value(name, default, read)
        self.link[name] = None if value == default else value
        self.extremes[name] = ["", "<b>x</b>", "((((", "0" * most]
        self._control("text", name, label, value, {"most": most, "quiet": quiet}, place)
        return value

    def press(
        self,
        label: str,
        sets: dict[str, Any] | None = None,
        does: Callable[[], None] | None = None,
        name: str = "",
        look: str = "plain",
        off: bool = False,
        help: str = "",
        **place: Any,
    ) -> None:
        """A button that moves other controls: `sets` gives their values (None: where they start).

        look: plain, main or link. `off`: it can't be pressed now. `does` is for steps that hold more than a link says.
        """
        name = name or "press-" + re.sub(r"\W+", "-", label.lower()).strip("-")
        looks = {"sets": {key: as_text(to) for key, to in (sets or {}).items()}, "look": look, "off": off, "help": help}
        if does:
            self.deeds[name] = does
            looks["deed"] = True
        self._control("button", name, label, "", looks, place)

    def note(self, words: str, **place: Any) -> None:
        """A line of small text among the controls; **bold** and `code` are all it may hold."""
        self._control("note", f"note-{len(self.controls)}", words, "", {}, place)

    def _control(self, kind: str, name: str, label: str, at: Any, looks: dict, place: dict[str, Any]) -> None:
        """place: `beside=True` puts it in the row of the control before, `wide` says how much of the row it takes,
        `above=True` puts it above all that were asked for so far."""
        beside, wide, above = place.pop("beside", False), place.pop("wide", 0), place.pop("above", False)
        if place:
            raise TypeError(f"a control has no {', '.join(place)}")
        row = max((each["row"] + 1 for each in self.controls), default=0)
        if beside and self.controls:
            row = self.controls[-1]["row"]
        elif above:
            for each in self.controls:
                each["row"] += 1
            row = 0
        self.controls.append({"kind": kind, "name": name, "label": label, "at": at, "row": row, "wide": wide, **looks})

    def remember(self, name: str, start: str, now: Callable[[str], str], ends: tuple[str, ...] = ()) -> str:
        """What was found so far, as a short text that stands in the link; gives it as it is now.

        now(before) makes it of what was remembered and what is seen at the moment; ValueError starts it afresh.
        It is asked only when the hand rests. Buttons may set it too. `ends`: texts that the tests should try.
        """
        before = str(self.given.get(name) or start)[:LONGEST]
        try:
            after = before if self.moving else str(now(before))[:LONGEST]
        except (ValueError, KeyError, IndexError, TypeError):
            after = start
        self.link[name] = None if after == start else after
        self.extremes[name] = list(ends)
        return after

    def keep(self, name: str, default: Any, read: Callable[[str], Any], ends: tuple[str, ...] = ()) -> Any:
        """A value that no control shows; buttons change it. `read` makes it of its text, or raises ValueError."""
        value = self._value(name, default, read)
        self.link[name] = None if value == default else as_text(value)
        self.extremes[name] = list(ends)
        return value

    def _value(self, name: str, default: Any, read: Callable[[Any], Any]) -> Any:
        """A control's value: what the link says, if it can be read, else the default. Nothing is trusted."""
        text = self.given.get(name)
        if not isinstance(text, str) or len(text) > LONGEST:
            return default
        try:
            return read(text)
        except (TypeError, ValueError, OverflowError, KeyError):
            return default

    # ------------------------------------------------------------ for steps that hold more than a link can say

    def kept(self, group: str, key: tuple, make: Callable[[], Any], most: int = 1) -> Any:
        """What `make()` gives, made once for each key. The memory holds the latest `most` of a group."""
        shelf = self.memory.setdefault("kept", {}).setdefault(group, {})
        if key not in shelf:
            shelf[key] = make()
        shelf[key] = shelf.pop(key)
        while len(shelf) > most:
            del shelf[next(iter(shelf))]
        return shelf[key]

    def upload(self, name: str, label: str) -> tuple[str, bytes] | None:
        """A box for a file of the learner's own; gives its name and bytes, or None. It lasts for the visit."""
        self.blocks.append(Block("upload", (name, label), "controls"))
        return self.memory.get("uploads", {}).get(name)

    def training(
        self,
        name: str,
        settings: tuple,
        begin: Callable[[], dict],
        epoch: Callable[[dict, float], None],
        rate: float,
        rates: list[float],
        most: int,
    ) -> dict[str, Any]:
        """Something that learns before the learner's eyes; gives what is kept of it, a dictionary.

        `begin()` gives it fresh; `epoch(kept, rate)` moves it on by one, or raises ValueError: then it stops, and
        "broke" holds the sentence. Kept are also "plan", the (epochs, rate) so far, "done", how many epochs these are,
        and "goal". While "done" is below "goal" the browser asks for one epoch more, at the rate of that moment.
        Buttons do `kept.update(goal=…)` or `kept.clear()`. `settings` that change start over too.
        The plan stands in the link as `name`; one from there, of up to `most` epochs, is gone through at once.
        """
        kept, linked = self.memory.setdefault("training", {}), None
        self.deeds["tries"] = kept.clear  # the picture is set to what was asked: the plan of the link counts again
        if kept.get("settings") != settings:
            linked = self.given.get(name) if "settings" not in kept else None
            kept.clear()
            kept |= begin() | {"settings": settings, "plan": [], "done": 0, "goal": 0}
        ahead = [r for epochs, r in _plan(linked, rates, most) for _ in range(epochs)]
        if kept["done"] < kept["goal"] and self.memory.pop("tick", None) == kept["done"]:
            ahead = [rate]
        for each in ahead:
            try:
                epoch(kept, each)
            except ValueError as problem:
                kept |= {"goal": 0, "broke": str(problem)}
                break
            kept.pop("broke", None)
            *earlier, (epochs, last) = kept["plan"] or [(0, each)]
            kept["plan"] = [*earlier, (epochs + 1, each)] if last == each else [*kept["plan"], (1, each)]
            kept["done"] += 1
        self.link[name] = ",".join(f"{epochs}x{each:g}" for epochs, each in kept["plan"]) or None
        self.extremes[name] = ["", f"2x{rates[0]:g}", f"1x{rates[0]:g},2x{rates[-1]:g}"]
        self.clock = {"at": kept["done"], "runs": kept["done"] < kept["goal"]}
        return kept

    # ------------------------------------------------------------ the code that ran

    def yours(self, turn: Turn) -> Callable:
        """A function for the learner to write; asked for before `run`, whose cell calls it.

        Gives the one that draws this picture, core's or the learner's, for a picture that needs it beside the cell.
        """
        if self.step.holds:
            raise TypeError("a step that holds more than its link can't be drawn by the learner's code")
        self.turn = turn
        return self.drawing.call if self.drawing else turn.function

    def run(
        self,
        cell: Callable,
        library: Callable | None = None,
        known: dict[Callable, Any] | None = None,
        differs: bool = False,
        heading: str = RAN,
        **values: Any,
    ) -> Any:
        """Call `cell(**values)`, keep its source, values and results to be shown, and give back what it returned.

        `library` is the same in a library's words; it takes the same values and returns some of the same names.
        `known`: what cell or library would return, where that was worked out bit by bit; a test holds the two equal.
        `differs`: the two don't agree here, and that is the lesson. `heading`: what stands above the listing, where
        other lines than these made the numbers bit by bit.
        """
        self.differs, self.heading = differs, heading
        known = known or {}
        if self.drawing and self.turn:
            cell, known, library = in_place(cell, self.turn, self.drawing.call), {}, None
        self.ran = code.run(cell, values, *([known[cell]] if cell in known else []))
        self.library = None
        if library and not self.moving:
            self.library = code.run(library, values, *([known[library]] if library in known else []))
        results = tuple(self.ran.results.values())
        return results if len(results) > 1 else results[0]

    # ------------------------------------------------------------ picture and words

    def picture(
        self, marks: list[dict], says: str, size: tuple | None = None, axes: tuple[str, str] = ("", "")
    ) -> None:
        """Show marks around the plane's handles; `says` tells in words what is seen. A picture without handles gives
        its `size` here and needs no `plane`."""
        if size is not None:
            self.drawn = {"size": size, "axes": axes, "bare": not any(axes), "handles": []}
        self.marks = [*self.marks, *marks]
        self.said = " ".join(filter(None, [self.said, re.sub(r"(?<![\w.])-(?=[\d.])", "−", says)]))

    def tell(self, markdown: str, where: str = "aside") -> None:
        """Markdown beside the prose (`aside`) or between picture and code (`more`)."""
        self.blocks.append(Block("markdown", markdown, where))

    def listing(self, text: str, where: str = "aside", language: str | None = None) -> None:
        """A listing beside the prose or between picture and code."""
        self.blocks.append(Block("code", text, where, language))

    def table(self, frame: Any, where: str = "more") -> None:
        """A data frame between picture and code."""
        self.blocks.append(Block("table", frame, where))

    def task(self, text: str, done: bool | dict[str, bool]) -> None:
        """Something to do in the picture, judged when the hand rests; once done it stays done for the visit.

        A dictionary has parts, each with a name and a mark of its own: done when all of them have been.
        """
        parts = done if isinstance(done, dict) else {"": done}
        before = sum(len(each) for _, each in self.marked)
        met = _places(self.given.get("met"))
        if not self.moving:
            met |= {before + place for place, now in enumerate(parts.values()) if now}
        earlier = _places(self.link.get("met"))
        here = {place for place in met if before <= place < before + len(parts)}
        self.link["met"] = ".".join(map(str, sorted(earlier | here))) or None
        self.tasks[text] = len(here) == len(parts) if isinstance(done, dict) else bool(done)
        self.marked.append((text, {part: before + place in here for place, part in enumerate(parts)}))

    def bites(self, text: str) -> None:
        """Where it bites: the day this goes wrong in a real project, as the engineer meets it."""
        self.bite = text

    def check(self, generator: Callable[[int], Question], understand: Callable[[int], Question]) -> None:
        """Two questions, new at every try: one to compute, one to understand (`ui.question.one_of`)."""
        self.generator, self.understand = generator, understand

    # ------------------------------------------------------------ for callers

    def shape(self) -> tuple:
        """What of the scene is sent once: when it changes, the whole page is shown again."""
        cells = tuple(each.cell.__code__ if each else None for each in (self.ran, self.library))
        return cells, self.waits, self.verdict, self.bite, self.generator, tuple(self.tasks)

    def json(self) -> dict[str, Any]:
        """What the picture and its controls need in the browser."""
        drawn = {**self.drawn, "marks": self.marks, "says": self.said, "controls": self.controls, "link": self.link}
        return drawn | {"badge": self.badge}

    def notebook(self) -> str:
        """This step as a notebook with the learner's values, and with what they wrote."""
        body = self.given.get("own", "")
        own = self.turn.whole(body) if self.turn and body.strip() else ""
        parts = self.step.title, self.step.prose, self.ran, self.library
        return code.notebook(*parts, bites=self.bite, says=self.said, own=own)


def as_text(value: Any) -> str | None:
    """A control's value as it stands in a link: `1,0.5` for a place, `true` for a switch. None stays None."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, (bool, np.bool_)):
        return "true" if value else "false"
    if isinstance(value, (tuple, list, np.ndarray)):
        return ",".join(f"{v:g}" for v in value)
    return f"{value:g}"


def _verdict_text(guess: str | None, answer: str, because: str, linked: bool) -> str:
    who = "This link says" if linked else "You said"
    if guess is None:
        lead = f"What happens: :green[**{answer}**]."
    elif guess == answer:
        lead = f"{who} :violet[**{guess}**], and so it is."
    else:
        lead = f"{who} :violet[**{guess}**]. What happens: :green[**{answer}**]."
    return f"{lead} {because}".strip()


def _completed(handle: Handle, name: str, role: str, size: tuple) -> Handle:
    """A handle with its role, label and bounds filled in."""
    return replace(
        handle, at=tuple(float(v) for v in handle.at), role=handle.role or role, label=handle.label or name,
        bounds=handle.bounds or tuple(size),
    )  # fmt: skip


def _point_reader(handle: Handle) -> Callable[[str], tuple[float, float]]:
    left, right, bottom, top = handle.bounds
    decimals = _decimals(handle.step)

    def read(raw: str) -> tuple[float, float]:
        x, y = raw.split(",")
        x = handle.at[0] if handle.along == "y" else _clamped(x, left, right, handle.step, decimals)
        y = handle.at[1] if handle.along == "x" else _clamped(y, bottom, top, handle.step, decimals)
        if handle.kind == "arrow" and (x, y) == handle.tail:
            raise ValueError("an arrow needs a length")
        return x, y

    return read


def _number_reader(low: float, high: float, step: float, decimals: int) -> Callable[[str], float]:
    def read(raw: str) -> float:
        value = low + _clamped(float(raw) - low, 0, high - low, step, max(decimals, 6))
        value = round(value, max(decimals, 4) if decimals else 0)
        return int(value) if float(step).is_integer() and float(low).is_integer() else value

    return read


def _plan(text: str | None, rates: list[float], most: int) -> list[tuple[int, float]]:
    """`3x0.1,5x0.01` as pairs; nothing if it isn't such a text, or asks for more than `most` epochs."""
    found = re.fullmatch(r"\d{1,3}x[\d.]{1,8}(,\d{1,3}x[\d.]{1,8})*", text or "")
    by_text = {f"{rate:g}": rate for rate in rates}
    parts = [part.split("x") for part in found.group().split(",")] if found else []
    known = all(each in by_text for _, each in parts)
    plan = [(int(epochs), by_text[each]) for epochs, each in parts] if known else []
    return plan if sum(epochs for epochs, _ in plan) <= most else []


def _places(text: str | None) -> set[int]:
    """`0.2.3` as numbers; nothing if it isn't such a text."""
    return {int(part) for part in text.split(".")} if re.fullmatch(r"\d{1,2}(\.\d{1,2}){0,30}", text or "") else set()


def _decimals(step: float) -> int:
    """How many decimals a multiple of `step` has: 2 for 0.05."""
    return max(0, -Decimal(str(step)).normalize().as_tuple().exponent)


def _clamped(raw: Any, low: float, high: float, step: float, decimals: int) -> float:
    value = float(raw)
    if not math.isfinite(value):
        raise ValueError("not finite")
    return round(min(max(round(value / step) * step, low), high), decimals) + 0.0
