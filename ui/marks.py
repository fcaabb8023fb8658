"""Marks on a plane: what `page.picture` draws around the handles. Plain dictionaries; colours by meaning, not by name.

Roles: `data` (the learner's data, the first vector), `model` (what a method says, the second vector), `truth` (the
computed answer), `guess` (the learner's prediction), `context` (everything that stays in the background). Beside them
`group1` to `group6` part kinds of one thing, such as words of one field, where which is which stands on the picture.
A photo is `black` and `white` on a light page and on a dark one; `ink` is the colour of the page's text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

ROLES = ("data", "model", "truth", "guess", "context")
GROUPS = tuple(f"group{number}" for number in range(1, 7))


def arrow(tip, tail=(0, 0), role="truth", label="", **look: Any) -> dict:
    """An arrow from `tail` to `tip`. Look: `width` in pixels, `dash` such as "4 4", `opacity`, `at` for the label."""
    return {"kind": "arrow", "tip": _rounded(tip), "tail": _rounded(tail), "role": role, "label": label} | _look(look)


def line(points, role="context", label="", **look: Any) -> dict:
    """A line through points, shape (n, 2). rail="p" lets the handle p, which moves along x, ride on it."""
    return {"kind": "line", "points": _rounded(points), "role": role, "label": label} | _look(look)


def lines(segments, role="context", **look: Any) -> dict:
    """Many separate segments, shape (n, 2, 2), drawn as one."""
    return {"kind": "lines", "segments": _rounded(segments), "role": role} | _look(look)


def polygon(points, role="truth", label="", **look: Any) -> dict:
    """A filled shape, corners of shape (n, 2). Look: `fill` is the opacity, `at` the label's place.

    jump="a b" moves the handles a and b to where the shape is clicked, each as far as it can go.
    """
    return {"kind": "polygon", "points": _rounded(points), "role": role, "label": label} | _look(look)


def points(at, role="data", label="", titles=None, **look: Any) -> dict:
    """Dots at positions of shape (n, 2); `titles` are read when hovering. Look: `size` is the radius, `hollow`.

    picks="word" makes each dot a button that sets the control `word` to the dot's title.
    """
    return {"kind": "points", "points": _rounded(at), "role": role, "label": label, "titles": titles} | _look(look)


def text(at, words: str, role="context", **look: Any) -> dict:
    """Words at a place. Look: `anchor` is start, middle or end; `dx`, `dy` in pixels; `height` in plane
    units, and at `least` so many pixels. loose=True lets them move aside where they would cover something.

    wide=200 breaks them into lines so wide (in plane units) around their place, at most `rows` (2); the rest is read at
    a touch.
    """
    return {"kind": "text", "at": _rounded(at), "text": words, "role": role} | _look(look)


def cells(corners, shade, role="ink") -> dict:
    """A picture's pixels as quadrilaterals: corners of shape (n, 4, 2), shade from 0 to 1 of shape (n,)."""
    return {"kind": "cells", "corners": _rounded(corners), "shade": np.round(np.ravel(shade), 2).tolist(), "role": role}


def heat(box, values, plus="data", minus="model") -> dict:
    """A table of numbers from −1 to 1 as shaded cells that fill a box (left, right, bottom, top).

    values: shape (rows, columns), first row on top; 0 is blank, `plus` and `minus` are the roles of the two signs.
    """
    shades = np.clip(np.round(np.asarray(values, dtype=float) * 20), -20, 20).astype(int)
    rows = ["".join(chr(ord("D") + shade) for shade in row) for row in shades.tolist()]  # one letter a cell: D is 0
    return {"kind": "heat", "box": _rounded(box), "rows": rows, "plus": plus, "minus": minus}


def crowd(box, rows: list[str], looks: dict[str, dict]) -> dict:
    """Dots in rows and columns that fill a box (left, right, bottom, top), first row on top; far shorter than `points`.

    rows: equally long texts, a letter for each dot; looks: for each letter that is drawn what `points` takes.
    """
    return {"kind": "crowd", "box": _rounded(box), "rows": rows, "looks": looks}


def window(box, marks: list[dict]) -> dict:
    """Marks of which only what lies in a box (left, right, bottom, top) is seen."""
    return {"kind": "window", "box": _rounded(box), "marks": marks}


def steps(path, by: str, start: float, texts: list[str], at, role="model", **look: Any) -> dict:
    """A path, shape (n, 2), as far as the handle `by` has come along x: one step for each 1 from `start`.

    texts: what is written at `at` for each step. Moving that handle redraws the path in the browser, without Python,
    and so does the ▶ that the plane puts below itself for it.
    """
    return {"kind": "steps", "points": _rounded(path), "by": by, "from": start, "texts": texts, "at": _rounded(at),
            "role": role} | look  # fmt: skip


@dataclass(frozen=True)
class Panel:
    """A chart inside a picture: a box (left, right, bottom, top) of the plane in which x and y have their own scales.

    x, y: what stands at its edges, as (left, right) and (bottom, top); the larger may come first.
    log: "x", "y" or "xy" for axes on which every factor of ten is equally long.

    >>> Panel((0, 10, 0, 5), x=(0, 100), y=(1, 100), log="y").at([50, 100], [10, 1]).tolist()
    [[5.0, 2.5], [10.0, 0.0]]
    """

    box: tuple[float, float, float, float]
    x: tuple[float, float]
    y: tuple[float, float] = (0, 1)
    log: str = ""

    def at(self, x, y) -> np.ndarray:
        """Where (x, y) stands on the plane; shape (…, 2). What lies beyond an axis lies beyond the box."""
        left, right, bottom, top = self.box
        across, up = _share(x, self.x, "x" in self.log), _share(y, self.y, "y" in self.log)
        places = left + (right - left) * across, bottom + (top - bottom) * up
        return np.stack(np.broadcast_arrays(*places), axis=-1)

    def holds(self, x, y) -> np.ndarray:
        """True where (x, y) lies on both axes."""
        (a, b), (c, d) = sorted(self.x), sorted(self.y)
        return (a <= np.asarray(x)) & (np.asarray(x) <= b) & (c <= np.asarray(y)) & (np.asarray(y) <= d)

    def frame(
        self, x: Sequence = (), y: Sequence = (), across: str = "", upwards: str = "", grid: bool = True
    ) -> list[dict]:
        """The axes: a tick with its number at each of `x` and `y` (or pairs of number and text), and what they count.

        `across` stands below the right end, `upwards` above the left; leave room for 34 and 8 pixels.
        """
        left, right, bottom, top = self.box
        xs, ys = _ticks(x), _ticks(y)
        levels = [(left, self.at(self.x[0], value)[1]) for value, _ in ys]
        drawn = [lines([((left, at), (right, at)) for _, at in levels], width=1, opacity=0.25)] if grid and ys else []
        drawn.append(line([(left, bottom), (right, bottom)], width=1, opacity=0.8))
        for value, words in xs:
            drawn.append(text((self.at(value, self.y[0])[0], bottom), words, anchor="middle", dx=0, dy=16))
        for (_, words), place in zip(ys, levels):
            drawn.append(text(place, words, anchor="end", dx=-6, dy=4))
        if across:
            drawn.append(text((right, bottom), across, anchor="end", dx=0, dy=32 if xs else 16))
        if upwards:
            drawn.append(text((left, top), upwards, anchor="start", dx=0, dy=-8))
        return drawn


def _share(values, ends: tuple[float, float], log: bool) -> np.ndarray:
    """How far from the first end to the second values lie: 0 to 1."""
    values, (low, high) = np.asarray(values, dtype=float), ends
    return np.log(values / low) / np.log(high / low) if log else (values - low) / (high - low)


def _ticks(ticks: Sequence) -> list[tuple[float, str]]:
    pairs = [tick if isinstance(tick, tuple) else (tick, f"{tick:,g}".replace("-", "−")) for tick in ticks]
    return [(float(value), words) for value, words in pairs]


def _look(look: dict[str, Any]) -> dict[str, Any]:
    return look | {"at": _rounded(look["at"])} if "at" in look else look


def _rounded(at) -> list:
    return np.round(np.asarray(at, dtype=float), 3).tolist()
