"""Marks on a plane: what `page.picture` draws around the handles. Plain dictionaries; colours by meaning, not by name.

Roles: `data` (the learner's data, the first vector), `model` (what a method says, the second vector), `truth` (the
computed answer), `guess` (the learner's prediction), `context` (everything that stays in the background).
"""

from __future__ import annotations

from typing import Any

import numpy as np

ROLES = ("data", "model", "truth", "guess", "context")


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
    """Dots at positions of shape (n, 2); `titles` are read when hovering. Look: `size` is the radius, `hollow`."""
    return {"kind": "points", "points": _rounded(at), "role": role, "label": label, "titles": titles} | _look(look)


def text(at, words: str, role="context", **look: Any) -> dict:
    """Words at a place. Look: `anchor` is start, middle or end; `dx`, `dy` in pixels; `height` in plane
    units, and at `least` so many pixels. loose=True lets them move aside where they would cover something."""
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


def _look(look: dict[str, Any]) -> dict[str, Any]:
    return look | {"at": _rounded(look["at"])} if "at" in look else look


def _rounded(at) -> list:
    return np.round(np.asarray(at, dtype=float), 3).tolist()
