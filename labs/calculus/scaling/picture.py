"""Descent on raw and on standardised columns: the same map of two weights, the path on it, and the loss beside it.

On both maps 1 of a weight is equally long, so that the contours show what the units of the columns do.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from core.data import diabetes_columns
from core.linear_algebra import standardise
from core.optimisation import Bowl, bowl
from labs.calculus.descent.picture import LEFT, PANEL, STEPS, height, walk
from labs.calculus.gradient.picture import BOX, contours
from ui import marks

COLUMNS = ("body mass index", "log triglycerides")
SIZE = (BOX[0] - 3, PANEL[1] + 10, BOX[2], BOX[3])
UNIT, ZERO = 1.36, np.array([-43.0, -20.0])  # how long 1 of a weight is on the plane, and where both are 0
TOLD = {False: (3500,), True: (300, 1300)}  # the contours whose loss is written on them


@cache
def surface(scaled: bool) -> Bowl:
    """The loss over the weights of two columns, as they are or standardised."""
    X, y = diabetes_columns(*COLUMNS)
    return bowl(standardise(X) if scaled else X, y)


@cache
def ground(scaled: bool) -> list[dict]:
    """The map of the loss, with numbers along both axes."""
    best, least, H = surface(scaled)
    names = [f"w{sub}: {name}" for sub, name in zip("₁₂", COLUMNS)]
    values = (20, 40, 60)
    return [
        *contours(on_map(best), least, H / UNIT**2, names, tuple(ZERO), TOLD[scaled]),
        *(marks.text(on_map((w, 0)), f"{w}", anchor="middle", dx=0, dy=14) for w in values[:2]),
        *(marks.text(on_map((0, w)), f"{w}", anchor="end", dx=-4, dy=4) for w in values),
        marks.text(tuple(ZERO), "0", anchor="end", dx=-4, dy=14),
    ]


def scene(scaled: bool, path, losses, before) -> list[dict]:
    """The map, the path on it and its losses; `before` are the losses of a walk on raw columns, to compare with."""
    least = surface(scaled).least
    compared = np.column_stack([LEFT + np.arange(len(before)), height(before, least)]).round(2)
    return [
        *ground(scaled),
        *walk(on_map(path), losses, least, at=(BOX[0] + 40, BOX[2] + 27)),
        marks.line(compared, role="context", width=1.5, dash="5 4"),
        marks.text(compared[STEPS // 2], "raw, 0.9 × the limit", anchor="middle", dx=0, dy=-8, loose=True),
    ]


def on_map(w) -> np.ndarray:
    """Where weights stand on the plane."""
    return ZERO + UNIT * np.asarray(w, dtype=float)
