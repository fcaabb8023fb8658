"""What two models say of the same tumours, on a scale of log-odds parted by one threshold; below it, what each costs.

Malignant ones stand above a model's line, benign ones below it; those on the wrong side of the threshold stand out.
Lengths are in pixels, turned into units of the log-odds.
"""

from __future__ import annotations

import numpy as np

from ui import marks
from ui.words import number

WIDTH, HEIGHT = 556, 450
EDGE = 9.5  # log-odds beyond it are drawn in a heap at its side, with an arrow and their number
LEFT, RIGHT = -10.6, 10.6
UNIT = (RIGHT - LEFT) / WIDTH
SIZE = (LEFT, RIGHT, -HEIGHT * UNIT, 0.0)
REACH = 9.2  # how far the threshold goes
LINES = {"Naive Bayes": 98, "Logistic": 214}
BAND = 38  # how far the dots of a model spread above and below its line
TICKS = {0.0001: "0.01 %", 0.01: "1 %", 0.1: "10 %", 0.5: "50 %", 0.9: "90 %", 0.99: "99 %", 0.9999: "99.99 %"}
AXIS = 276
RAIL = 296
TOP, FLOOR = 338, 432  # the panel of costs


def said(name: str, z, malignant, threshold: float, chosen: bool, found: str) -> list[dict]:
    """One model's tumours as dots at their log-odds, those called wrongly in another colour, and words on them."""
    line = LINES[name]
    x = np.clip(z, -EDGE, EDGE) + np.where(np.abs(z) > EDGE, 0.9 * (_scatter(len(z)) - 0.5), 0)
    up = 6 + (BAND - 6) * _scatter(len(z), 0.7548)
    y = -(line - np.where(malignant == 1, up, -up)) * UNIT
    wrong = (z >= threshold) != (malignant == 1)
    dots = np.column_stack([x, y]).round(2)
    beyond = [int(np.sum(z < -EDGE)), int(np.sum(z > EDGE))]
    drawn = [
        marks.polygon(
            [(LEFT, -(line + side) * UNIT) for side in (-BAND - 5, BAND + 5)]
            + [(RIGHT, -(line + side) * UNIT) for side in (BAND + 5, -BAND - 5)],
            role="context",
            fill=0.1 if chosen else 0.0,
            width=0,
        ),
        marks.line([(LEFT, -line * UNIT), (RIGHT, -line * UNIT)], width=1, opacity=0.6),
        *_dots(dots[(malignant == 1) & ~wrong], "data", 3),
        *_dots(dots[(malignant == 0) & ~wrong], "context", 3),
        *_dots(dots[wrong], "model", 4.5),
        _text(6, line - BAND - 10, name, "ink" if chosen else "context", "start", weight=700),
        _text(WIDTH - 6, line - BAND - 10, found, "ink" if chosen else "context", "end"),
    ]
    for words, count, place, anchor in (
        (f"← {beyond[0]} beyond", beyond[0], 44, "start"), (f"{beyond[1]} beyond →", beyond[1], WIDTH - 44, "end"),
    ):  # fmt: skip
        if count:
            drawn.append(_text(place, line + 5, words, "context", anchor))
    return drawn


def axis(threshold: float, honest: float) -> list[dict]:
    """Probabilities under the dots, the threshold through everything, and the one an honest model would want."""
    ticks = {np.log(p / (1 - p)): words for p, words in TICKS.items()}
    return [
        marks.lines([[(x, -24 * UNIT), (x, -(AXIS - 18) * UNIT)] for x in ticks], width=1, opacity=0.25),
        *(marks.text((x, -AXIS * UNIT), words, anchor="middle", dx=0, dy=0) for x, words in ticks.items()),
        marks.line([(honest, -24 * UNIT), (honest, -FLOOR * UNIT)], role="truth", width=2, dash="5 4"),
        marks.line([(threshold, -24 * UNIT), (threshold, -FLOOR * UNIT)], role="ink", width=1.5),
        _text(6, 16, "↑ malignant, ↓ benign", "context", "start"),
        _text(WIDTH - 6, 16, "large: called wrongly", "model", "end"),
    ]


def costs(along, lines: dict[str, np.ndarray], now: dict[str, float], threshold: float, chosen: str) -> list[dict]:
    """What each model costs at every threshold, and at the one that is set."""
    top = max(float(max(line.max() for line in lines.values())), 1e-9)
    drawn = [
        _text(6, TOP - 10, f"cost of a tumour, on average: 0 to {number(top, 2)} €", "ink", "start"),
        marks.line([(LEFT, -FLOOR * UNIT), (RIGHT, -FLOOR * UNIT)], width=1),
    ]
    for name, cost in now.items():
        role, strong = "model" if name == "Naive Bayes" else "data", name == chosen
        path = np.column_stack([along, -(FLOOR - (FLOOR - TOP) * lines[name] / top) * UNIT]).round(2)
        steps = np.flatnonzero(np.diff(path[:, 1]))  # where the line is level, its ends are enough
        path = path[sorted({0, len(path) - 1, *steps, *(steps + 1)})]
        at = (threshold, -(FLOOR - (FLOOR - TOP) * cost / top) * UNIT)
        drawn += [
            marks.line(path, role=role, width=3 if strong else 1.5),
            marks.points([at], role=role, size=6 if strong else 4),
            marks.text(at, f"{name} {number(cost, 2)} €", role=role, weight=700 if strong else 500, loose=True,
                       anchor="end" if threshold > 0 else "start", dx=-10 if threshold > 0 else 10, dy=-8),
        ]  # fmt: skip
    return drawn


def _dots(at: np.ndarray, role: str, size: float) -> list[dict]:
    return [marks.points(at, role=role, size=size, opacity=0.75)] if len(at) else []


def _scatter(n: int, ratio: float = 0.618034) -> np.ndarray:
    """n numbers spread evenly from 0 to 1, in an order that looks like none."""
    return (np.arange(1, n + 1) * ratio) % 1


def _text(x: float, y: float, words: str, role: str, anchor: str, **look) -> dict:
    return marks.text((LEFT + x * UNIT, -y * UNIT), words, role=role, anchor=anchor, dx=0, dy=0, **look)
