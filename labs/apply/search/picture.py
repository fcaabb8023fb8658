"""A query and its nearest images by three measures; every query's hits and misses; how often each measure is right.

Across, a unit of the plane is one query of the strip; lengths are in pixels of a picture WIDTH wide.
"""

from __future__ import annotations

import numpy as np

from ui import marks
from ui.words import percent

WIDTH, HEIGHT = 556, 550
QUERIES = 360
STRIP = 102  # where the strip of all queries begins; it ends at the right edge
UNIT = QUERIES / (WIDTH - STRIP - 4)
LEFT = -STRIP * UNIT
SIZE = (LEFT, LEFT + WIDTH * UNIT, -HEIGHT * UNIT, 0.0)
TOPS = (28, 86, 144)  # of the three rows of images
IMAGE, PITCH = 38, 46
LANES, LANE = (224, 244, 264), 18
RAIL = 298
AXIS, ROWS = (112, 222), (390, 426, 462)  # the accuracies; 50 % stands at the left of the axis, 100 % at its right
TABLE, CELL = (322, 356), (23, 17)  # the table's corner; how wide and how tall a cell is
SMALL = {"height": 12 * UNIT, "least": 12}  # letters that have to fit a cell


def search(query, label: int, rows: dict[str, tuple]) -> list[dict]:
    """The query, and for each measure its nearest images with their labels: (images, labels, what they vote)."""
    drawn = [
        _text(4, 12, "query", anchor="start"),
        _image(query, 4, 28, 100),
        _text(54, 150, f"a {label}", "ink", weight=700),
        _text(WIDTH - 4, 12, "nearest first →", anchor="end"),
    ]
    if np.max(query) > 1:  # more ink than the picture can show
        drawn.append(_text(4, 174, "black: ≥ 1", anchor="start"))
    for top, (measure, (images, labels, said)) in zip(TOPS, rows.items()):
        right = said == label
        drawn += [
            _text(126, top + 15, measure, "ink", "start", weight=600),
            _text(126, top + 39, f"says {said} {'✓' if right else '✗'}", _role(right), "start", weight=700),
        ]
        for place, (image, name) in enumerate(zip(images, labels)):
            x = 230 + PITCH * place
            drawn += [
                _image(image, x, top, IMAGE),
                _text(x + IMAGE / 2, top + IMAGE + 15, f"{name}", _role(name == label), weight=600),
            ]
    return drawn


def strip(hits: dict[str, np.ndarray], starts: list[int]) -> list[dict]:
    """A lane for each measure with a mark for every query it misses; `starts`: where each digit begins."""
    drawn = [_text(WIDTH - 4, 217, "all 360 queries: a mark is a miss", anchor="end")]
    for top, (measure, right) in zip(LANES, hits.items()):
        low, high = round(-(top + LANE) * UNIT, 1), round(-top * UNIT, 1)
        drawn += [
            _text(STRIP - 4, top + 14, measure, anchor="end", **SMALL),
            marks.polygon([(0, high), (QUERIES, high), (QUERIES, low), (0, low)], role="context", fill=0.12, width=0),
            marks.lines([[(i + 0.5, high), (i + 0.5, low)] for i in np.flatnonzero(~right)], "model", width=1.4),
        ]
    ends = [*starts[1:], QUERIES]
    drawn += [
        marks.text(((start + end) / 2, -(RAIL + 25) * UNIT), f"{digit}", anchor="middle", dx=0, dy=0)
        for digit, (start, end) in enumerate(zip(starts, ends))
    ]
    drawn.append(
        marks.lines([[(s, -LANES[0] * UNIT), (s, -(RAIL + 25) * UNIT)] for s in starts[1:]], opacity=0.35, width=1)
    )
    return drawn


def here(chosen: int) -> dict:
    """The query on the strip."""
    x = chosen + 0.5
    return marks.line([(x, -(LANES[0] - 4) * UNIT), (x, -RAIL * UNIT)], role="ink", width=1.5)


def accuracies(shares: dict[str, tuple[float, float, float]], guess: str | None) -> list[dict]:
    """For each measure the share it gets right, with its interval: (share, low, high)."""
    drawn = [_text(4, TABLE[1] - 8, "right, with 95 % interval", anchor="start")]
    drawn += [
        marks.lines([[_at(_along(p), ROWS[0] - 14), _at(_along(p), ROWS[-1] + 10)]], width=1, opacity=0.35)
        for p in (0.5, 0.75, 1)
    ]
    drawn += [_text(_along(p), ROWS[-1] + 30, f"{100 * p:.0f} %") for p in (0.5, 1)]
    for y, (measure, (share, low, high)) in zip(ROWS, shares.items()):
        drawn += [
            _text(AXIS[0] - 8, y + 4, measure, "guess" if measure == guess else "ink", "end", weight=600),
            marks.line([_at(_along(low), y), _at(_along(high), y)], role="truth", width=3),
            marks.points([_at(_along(share), y)], role="truth", size=5.5),
            _text(AXIS[1] + 12, y + 4, percent(share), "truth", "start", weight=700),
        ]
        if measure == guess:  # beside the interval, not on it
            free = (_along(low) - 12, "end") if _along(low) > AXIS[0] + 64 else (_along(high) + 12, "start")
            drawn.append(_text(free[0], y + 4, "guess", "guess", free[1]))
    return drawn


def confusion(table: np.ndarray, measure: str) -> list[dict]:
    """Which digit (down) is taken for which (across), shaded by how often; a number where it is a mistake."""
    (left, top), (wide, tall) = TABLE, CELL
    shade = np.sqrt(table / np.maximum(table.sum(axis=1, keepdims=True), 1))
    right = np.eye(len(table), dtype=bool)
    (x0, y1), (x1, y0) = _at(left, top), _at(left + 10 * wide, top + 10 * tall)
    drawn = [
        _text(left + 10 * wide, top - 8, f"{measure}: takes ↓ for →", anchor="end"),
        marks.heat((x0, x1, y0, y1), np.where(right, shade, -shade), plus="truth", minus="model"),
        marks.polygon([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], "context", fill=0, width=1),
    ]
    for digit in range(10):
        down, across = top + (digit + 0.5) * tall + 5, left + (digit + 0.5) * wide
        drawn.append(_text(left - 7, down, f"{digit}", anchor="end", **SMALL))
        drawn.append(_text(across, top + 10 * tall + 17, f"{digit}", **SMALL))
    for i, j in np.argwhere((table > 0) & ~right):
        at = left + (j + 0.5) * wide, top + (i + 0.5) * tall + 4.5
        drawn.append(_text(*at, f"{table[i, j]}", "ink", **SMALL))
    return drawn


def _image(pixels, x: float, y: float, side: float) -> dict:
    box = (LEFT + x * UNIT, LEFT + (x + side) * UNIT, -(y + side) * UNIT, -y * UNIT)
    return marks.heat(box, np.clip(np.reshape(pixels, (8, 8)), 0, 1), plus="ink")


def _role(right: bool) -> str:
    return "truth" if right else "model"


def _along(share: float) -> float:
    return AXIS[0] + (AXIS[1] - AXIS[0]) * (share - 0.5) / 0.5


def _at(x: float, y: float) -> tuple[float, float]:
    return LEFT + x * UNIT, -y * UNIT


def _text(x: float, y: float, words: str, role: str = "context", anchor: str = "middle", **look) -> dict:
    return marks.text(_at(x, y), words, role=role, anchor=anchor, dx=0, dy=0, **look)
