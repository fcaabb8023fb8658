"""What a step is written with: a `Page` with one method for each of its six parts.

A step asks for them in this order: `predict`, controls (`plane`, `slider`, or Streamlit's own widgets in `controls`),
`run`, `picture`, `task`, `bites`, `check`. The page puts them in their places.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
import streamlit as st

from core.questions import Question
from ui import checkpoint, code, progress
from ui.components import browser, clock, plane, slider


class Unseen(Exception):
    """Raised by `predict` while the learner has neither guessed nor asked to be shown: the rest of the step waits."""


class Places(NamedTuple):
    """Where the parts of a step go. Made outside the fragment: what follows the hand is sent again at every move,
    what doesn't is sent once."""

    task: Any
    verdict: Any
    picture: Any
    controls: Any
    more: Any
    heading: Any
    values: Any
    listing: Any
    results: Any
    found: Any
    below: Any


class Chart(NamedTuple):
    """A constant Vega-Lite `spec` over named data, and the `data` that changes: name to data frame."""

    spec: dict
    data: dict[str, Any]


@dataclass(frozen=True)
class Handle:
    """Something to drag on a plane: where it starts, and what it looks like.

    kind    "arrow" (from `tail`; it never shrinks to nothing), "point", "switch" (see `switch`), or "block" (a box,
            `wide` and `tall`)
    role    the colour by meaning: data, model, truth, guess, context
    along   "x" or "y" if it moves in one direction only
    label   the letter beside it; the handle's name when empty, none when a blank
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


def switch(box: tuple[float, float, float, float], label: str, role: str = "") -> Handle:
    """A handle that is a box (left, right, bottom, top) to click: `plane` gives (1, 0) once it is on, else (0, 0).

    What is seen there, on and off, is for the picture to draw; `label` is what a screen reader says of it.
    """
    return Handle((0, 0), "switch", role, along="x", label=label, bounds=(0, 1, 0, 0), step=1, box=box)


class Page:
    """One step on screen. Made by the lab at every run of the step's fragment; keeps nothing itself."""

    def __init__(self, step_id: str, title: str, prose: str, places: Places):
        self.step_id, self.title, self.prose = step_id, title, prose
        self._places = places
        fresh = {"values": {}, "rev": {}, "met": []}
        self._state = st.session_state.setdefault("_steps", {}).setdefault(step_id, fresh)
        self._link: dict[str, str | None] = {}
        self._plane: dict[str, Any] = {}
        self.more = places.more  # between the picture and the code, for what is read after the picture
        self.controls = places.controls  # where the next control goes; a step may point it at a column
        self.aside = places.task  # under the prose: the task, and what a step has to tell before it
        self._kept: list[str] = []
        # what the step said, for the notebook and for the tests
        self.asked: tuple[str, list[str], str] | None = None
        self.waits = False
        self.verdict = ""
        self.ran: code.Ran | None = None
        self.library: code.Ran | None = None
        self.said: list[str] = []
        self.tasks: dict[str, bool] = {}
        self.bite = ""
        self.generator: Callable[[int], Question] | None = None
        self.extremes: dict[str, list[str]] = {}  # own controls, each with what the link holds at the ends of its reach

    # ------------------------------------------------------------ predict

    def predict(self, question: str, choices: list[str], answer: str, because: str = "") -> str | None:
        """Ask before showing; the step waits here for an answer. Gives the choice, or None for "just show me"."""
        codes = {str(number): choice for number, choice in enumerate(choices, start=1)} | {"shown": None}
        if "guess" not in self._state:
            linked = st.query_params.get("guess")
            self._state["guess"] = linked if linked in codes else None
        self.asked = question, choices, answer
        chosen = self._state["guess"]
        if chosen is None:
            self.waits = True
            raise Unseen
        self.verdict = _verdict_text(codes[chosen], answer, because)
        return codes[chosen]

    def _ask(self) -> None:
        question, choices, _ = self.asked
        with st.container(border=True):
            st.markdown(f"##### Before you look: what do you expect?\n\n{question}")
            for number, choice in [*enumerate(choices, start=1), ("shown", "")]:
                label, style = (choice, "secondary") if choice else ("Just show me", "tertiary")
                width = "stretch" if choice else "content"
                st.button(
                    label, key=f"guess-{number}", type=style, width=width, on_click=self._commit, args=(str(number),)
                )

    def _commit(self, number: str) -> None:
        self._state["guess"] = number

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
        at = {name: self._value(name, handle.at, _point_reader(handle), "plane") for name, handle in named.items()}
        swapping = [name for name, handle in named.items() if handle.swaps]
        if len({at[name] for name in swapping}) < len(swapping):  # a doctored link: two blocks in one place
            at |= {name: named[name].at for name in swapping}
            self._state["values"] |= {name: at[name] for name in swapping}
        for name, handle in named.items():
            self._link[name] = None if at[name] == handle.at else ",".join(f"{v:g}" for v in at[name])
            left, right, bottom, top = handle.bounds
            ends = [f"{x:g},{y:g}" for x in (left, 0, right) for y in (bottom, 0, top)]
            self.extremes[name] = list(dict.fromkeys(ends))
        shown = [
            {**handle.__dict__, "name": name, "at": at[name], "bounds": handle.bounds} for name, handle in named.items()
        ]
        self._plane = {"size": size, "axes": axes, "bare": bare, "handles": shown, "names": list(named)}
        self._plane["rev"] = self._rev("plane")
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
    ) -> Any:
        """A slider that reports while it is dragged; gives its value.

        `options` makes it choose from a list instead; `play` puts ▶ and a speed beside it.
        """
        if options is not None:
            low, high, step, start = 0, len(options) - 1, 1, options.index(value)
        else:
            start = value
        decimals = _decimals(step)
        at = self._value(name, start, _number_reader(low, high, step, decimals), name)
        self._link[name] = None if at == start else f"{at:g}"
        self.extremes[name] = [f"{low:g}", f"{high:g}"]
        if options is not None:
            texts = texts or [str(option) for option in options]
        data = {"label": label, "min": low, "max": high, "step": step, "at": at, "texts": texts, "unit": unit}
        data |= {"decimals": decimals, "play": play, "rev": self._rev(name), "link": self._linked(name)}
        with self.controls:
            slider(key=name, data=data, on_value_change=lambda: None)
        return options[int(at)] if options is not None else at

    def set(self, **values: Any) -> None:
        """Move own controls from a callback, for presets: `on_click=page.set, kwargs={"u": (1, 0)}`."""
        for name, value in values.items():
            self._state["values"][name] = value
            key = "plane" if isinstance(value, (tuple, list)) else name
            self._state["rev"][key] = self._rev(key) + 1

    def keep(
        self, name: str, default: Any, read: Callable[[str], Any] | None = None, ends: tuple[str, ...] = ()
    ) -> Any:
        """A value that no control shows; buttons change it with `set`. Without `read` it lasts for the visit.

        `read` makes it of what the link says, or raises ValueError; then it stands in the link. `ends`: texts to test.
        """
        if read is None:
            return self._state["values"].setdefault(name, default)
        value = self._value(name, default, read, name)
        self._link[name] = None if value == default else str(value)
        self._kept.append(name)
        self.extremes[name] = list(ends)
        return value

    # ------------------------------------------------------------ what goes on by itself

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
        Buttons go `on_click=kept.update, kwargs={"goal": …}`; `kept.clear` starts over. `settings` that change do too.
        The plan stands in the link as `name`; one from there, of up to `most` epochs, is gone through at once.
        """
        kept, linked = self._state.setdefault("training", {}), None
        if kept.get("settings") != settings:
            kept.clear()
            kept |= begin() | {"settings": settings, "plan": [], "done": 0, "goal": 0}
            if "clock" not in st.session_state:  # the step has just been opened: by a link, or by Back
                linked = st.query_params.get(name)
        ahead = [r for epochs, r in _plan(linked, rates, most) for _ in range(epochs)]
        asked = (st.session_state.get("clock") or {}).get("value")
        if kept["done"] < kept["goal"] and isinstance(asked, dict) and asked.get("at") == kept["done"]:
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
        text = ",".join(f"{epochs}x{each:g}" for epochs, each in kept["plan"])
        self._link[name] = text or None
        self.extremes[name] = ["", f"2x{rates[0]:g}", f"1x{rates[0]:g},2x{rates[-1]:g}"]
        clock(
            key="clock",
            data={"at": kept["done"], "runs": kept["done"] < kept["goal"], "link": self._linked(name)},
            on_value_change=lambda: None,
        )
        return kept

    def _rev(self, key: str) -> int:
        return self._state["rev"].get(key, 0)

    def _value(self, name: str, default: Any, read: Callable[[Any], Any], key: str) -> Any:
        """A control's value: what the hand last set, else what the link says, else the default. Nothing is trusted."""
        values = self._state["values"]
        reported = (st.session_state.get(key) or {}).get("value")
        if isinstance(reported, dict):
            at, rev = reported.get("at"), reported.get("rev", 0)
            at = at.get(name) if isinstance(at, dict) else at
            if name not in values and isinstance(rev, int):
                self._state["rev"][key] = rev
            if rev == self._rev(key):
                values[name] = _tried(read, at, values.get(name, default))
        if name not in values:
            linked = st.query_params.get(name)
            values[name] = default if linked is None else _tried(read, linked, default)
        return values[name]

    def _linked(self, *names: str) -> dict[str, Any]:
        """What the link says of some controls: a text each, or None for a default."""
        return self._link_of({name: self._link[name] for name in names})

    def _link_of(self, values: dict[str, str | None]) -> dict[str, Any]:
        """What the browser needs to write values into the link, if it still shows this step."""
        path = (st.context.url or "").rpartition("/")[2]
        return {"step": self.step_id, "page": path, "values": values}

    # ------------------------------------------------------------ the code that ran

    def run(
        self, cell: Callable, library: Callable | None = None, known: dict[Callable, Any] | None = None, **values: Any
    ) -> Any:
        """Call `cell(**values)`, show its source, values and results below, and give back what it returned.

        `library` is the same in a library's words; it takes the same values and returns some of the same names.
        `known`: what cell or library would return, where that was worked out bit by bit; a test holds the two equal.
        """
        known = known or {}
        self.ran = code.run(cell, values, *([known[cell]] if cell in known else []))
        self.library = code.run(library, values, *([known[library]] if library in known else [])) if library else None
        results = tuple(self.ran.results.values())
        return results if len(results) > 1 else results[0]

    def kept(self, group: str, key: tuple, make: Callable[[], Any], most: int = 1) -> Any:
        """What `make()` gives, made once for each key. This visit's session holds the latest `most` of a group."""
        shelf = self._state.setdefault("kept", {}).setdefault(group, {})
        if key not in shelf:
            shelf[key] = make()
        shelf[key] = shelf.pop(key)
        while len(shelf) > most:
            del shelf[next(iter(shelf))]
        return shelf[key]

    # ------------------------------------------------------------ picture and words

    def picture(self, picture: list[dict] | Chart, says: str) -> None:
        """Show marks around the plane's handles, or a chart; `says` tells in words what is seen."""
        says = re.sub(r"(?<![\w.])-(?=[\d.])", "−", says)
        self.said.append(says)
        with self._places.picture:
            if isinstance(picture, Chart):
                key = f"picture-{len(self.said)}"
                spec = {**picture.spec, "datasets": picture.data}
                st.vega_lite_chart(spec, key=key, width="stretch", alt=_plain(says))
                st.markdown(says)
            else:
                data = {**self._plane, "marks": picture, "says": says, "link": self._linked(*self._plane["names"])}
                plane(key="plane", data=data, on_value_change=lambda: None)

    def task(self, text: str, done: bool | dict[str, bool]) -> None:
        """Something to do in the picture; once done it stays done for the visit. A dictionary has parts, each with a
        name and a mark of its own: the task is done when all of them have been."""
        parts = done if isinstance(done, dict) else {"": done}
        self._state["met"] += [(text, part) for part, met in parts.items() if met and not self._has_met(text, part)]
        met = [self._has_met(text, part) for part in parts]
        self.tasks[text] = all(met) if isinstance(done, dict) else bool(done)
        mark = ":green[:material/check_circle:] **Done.**" if all(met) else ":primary[:material/touch_app:] **Try it.**"
        chips = [f"{':green[:material/check:]' if was else '○'} {part}" for part, was in zip(parts, met) if part]
        self._places.task.markdown("\n\n".join(filter(None, [f"{mark} {text}", " · ".join(chips)])))

    def _has_met(self, text: str, part: str) -> bool:
        return (text, part) in self._state["met"]

    def bites(self, text: str) -> None:
        """Where it bites: the day this goes wrong in a real project, as the engineer meets it."""
        self.bite = text

    # ------------------------------------------------------------ checkpoint

    def check(self, generator: Callable[[int], Question]) -> None:
        """A question with new numbers at every try."""
        self.generator = generator

    @st.fragment
    def _checkpoint(self, generator: Callable[[int], Question]) -> None:
        if "seed" not in self._state:
            linked = st.query_params.get("q", "")
            self._state["seed"] = int(linked) if re.fullmatch(r"[0-9]{1,6}", linked) else 1
        done = ":green-badge[:material/check: done]" if progress.is_done(self.step_id) else ""
        st.subheader(f"Checkpoint {done}", anchor=False)
        seed = self._state["seed"]
        if (verdict := checkpoint.ask(self._state, self.step_id, generator)) is not None:
            label = "Another one" if verdict.right else "Try again with new numbers"
            style = "secondary" if verdict.right else "primary"
            st.button(label, key="check-again", type=style, on_click=checkpoint.turn, args=(self._state, seed + 1))
        self._write_link("q", checkpoint.link(self._state))
        if self._state.pop("tell", False):
            st.rerun()

    # ------------------------------------------------------------ called by the lab

    def show_values(self) -> None:
        """The part of the code that follows the hand: the values, and what was printed."""
        self._state["latest"] = self
        if self.ran:
            printed = code.results_text(self.ran.results) + _compared(self.ran, self.library)
            self._places.values.code(code.values_text(self.ran.values), language="python", wrap_lines=True)
            self._places.results.code(printed, language=None, wrap_lines=True)
        if self._kept:
            browser(key="_link_kept", data={"link": self._linked(*self._kept)})

    def show_rest(self) -> None:
        """What stays as it is while a hand moves: question or verdict, the code, where it bites, checkpoint."""
        self._write_link("guess", self._state.get("guess"))
        if self.waits:
            with self._places.verdict:
                self._ask()
            return
        self._places.verdict.markdown(self.verdict)
        self._show_code()
        with self._places.below:
            st.subheader("Where it bites", anchor=False)
            st.markdown(self.bite, width=680)
            self._checkpoint(self.generator)

    def _write_link(self, name: str, value: str | None) -> None:
        browser(key=f"_link_{name}", data={"link": self._link_of({name: value})})

    def _show_code(self) -> None:
        self._places.heading.subheader("The code that ran", anchor=False)
        self._places.found.caption("What it printed")
        with self._places.listing:
            st.code(code.read(self.ran.cell.__code__).body, language="python", wrap_lines=True)
            if self.library:
                st.caption("The same in a library's words")
                st.code(code.read(self.library.cell.__code__).body, language="python", wrap_lines=True)
        with self._places.below:
            if code.called(self.ran.cell):
                _sources(self.ran)
            st.download_button(
                "Take this step as a notebook",
                key="notebook",
                icon=":material/download:",
                on_click="ignore",
                file_name=f"{self.step_id}.ipynb",
                mime="application/x-ipynb+json",
                data=lambda: self._state["latest"].notebook(),
            )

    def notebook(self) -> str:
        """This step as a notebook with the learner's values."""
        says = " ".join(self.said)
        return code.notebook(self.title, self.prose, self.ran, self.library, bites=self.bite, says=says)


def _verdict_text(guess: str | None, answer: str, because: str) -> str:
    if guess is None:
        lead = f"What happens: :green[**{answer}**]."
    elif guess == answer:
        lead = f"You said :violet[**{guess}**], and so it is."
    else:
        lead = f"You said :violet[**{guess}**]. What happens: :green[**{answer}**]."
    return f"{lead} {because}".strip()


@st.fragment
def _sources(ran: code.Ran) -> None:
    direct = code.called(ran.cell)
    names = ", ".join(f"`{function.__name__}`" for function in direct)
    sources = st.expander(f"Read the source of {names}", key="sources", on_change="rerun")
    if sources.open:
        helpers = [function for function in reversed(code.core_functions(ran.cell)) if function not in direct]
        sources.code("\n\n\n".join(map(code.source_of, direct + helpers)), language="python", wrap_lines=True)


def _compared(ours: code.Ran, library: code.Ran | None) -> str:
    """The library's results, each compared with ours."""
    if library is None:
        return ""
    lines = ["", "", "from the library:"]
    for name, value in library.results.items():
        verdict = "the same" if code.same(value, ours.results[name]) else "NOT the same"
        lines += [code.results_text({name: value}), f"  {verdict}"]
    return "\n".join(lines)


def _completed(handle: Handle, name: str, role: str, size: tuple) -> Handle:
    """A handle with its role, label and bounds filled in."""
    left, right, bottom, top = size
    return replace(
        handle, at=tuple(float(v) for v in handle.at), role=handle.role or role, label=handle.label or name,
        bounds=handle.bounds or (left, right, bottom, top),
    )  # fmt: skip


def _point_reader(handle: Handle) -> Callable[[Any], tuple[float, float]]:
    left, right, bottom, top = handle.bounds
    decimals = _decimals(handle.step)

    def read(raw: Any) -> tuple[float, float]:
        x, y = raw.split(",") if isinstance(raw, str) else raw
        x = handle.at[0] if handle.along == "y" else _clamped(x, left, right, handle.step, decimals)
        y = handle.at[1] if handle.along == "x" else _clamped(y, bottom, top, handle.step, decimals)
        if handle.kind == "arrow" and (x, y) == handle.tail:
            raise ValueError("an arrow needs a length")
        return x, y

    return read


def _plan(text: str | None, rates: list[float], most: int) -> list[tuple[int, float]]:
    """`3x0.1,5x0.01` as pairs; nothing if it isn't such a text, or asks for more than `most` epochs."""
    found = re.fullmatch(r"\d{1,3}x[\d.]{1,8}(,\d{1,3}x[\d.]{1,8})*", text or "")
    by_text = {f"{rate:g}": rate for rate in rates}
    parts = [part.split("x") for part in found.group().split(",")] if found else []
    known = all(each in by_text for _, each in parts)
    plan = [(int(epochs), by_text[each]) for epochs, each in parts] if known else []
    return plan if sum(epochs for epochs, _ in plan) <= most else []


def _decimals(step: float) -> int:
    """How many decimals a multiple of `step` has: 2 for 0.05."""
    return max(0, -Decimal(str(step)).normalize().as_tuple().exponent)


def _number_reader(low: float, high: float, step: float, decimals: int) -> Callable[[Any], float]:
    def read(raw: Any) -> float:
        value = low + _clamped(float(raw) - low, 0, high - low, step, max(decimals, 6))
        value = round(value, max(decimals, 4) if decimals else 0)
        return int(value) if float(step).is_integer() and float(low).is_integer() else value

    return read


def _clamped(raw: Any, low: float, high: float, step: float, decimals: int) -> float:
    value = float(raw)
    if not math.isfinite(value):
        raise ValueError("not finite")
    return round(min(max(round(value / step) * step, low), high), decimals) + 0.0


def _tried(read: Callable[[Any], Any], raw: Any, otherwise: Any) -> Any:
    try:
        return read(raw)
    except (TypeError, ValueError, OverflowError):
        return otherwise


def _plain(markdown: str) -> str:
    """Markdown without its marks, for a screen reader."""
    return markdown.replace("**", "").replace("`", "")
