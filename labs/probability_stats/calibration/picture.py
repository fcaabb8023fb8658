"""What a model says against what happens, bin by bin; the cases in each bin below; the chosen bin in words beside.

The unit is the side of the square, so both axes of the diagram are probabilities. Lengths beside it are in pixels.
"""

from __future__ import annotations

import numpy as np

from ui import marks
from ui.words import number

SIDE = 250  # pixels
PX = 1 / SIDE
SIZE = (-34 * PX, 440 * PX, -94 * PX, 1 + 24 * PX)
FLOOR, TALL = -90 * PX, 58 * PX  # of the bars that count the cases
WORDS = 276 * PX  # where the words on the right begin


def diagram(happened, said, cases, width: float, chosen: int | None, before=None) -> list[dict]:
    """Each bin as a dot, with its gap and the bar of its cases; `before` a repair: what was said, and happened."""
    drawn = [
        _box(0, 1, 0, 1, "context", fill=0.04, width=1),
        marks.line([(0, 0), (1, 1)], role="truth", width=1.5, dash="5 4"),
        *_axes(int(cases.max())),
    ]
    if before is not None:
        drawn.append(marks.line(np.column_stack(before), role="context", width=1.5, dash="2 3"))
        drawn.append(marks.points(np.column_stack(before), role="context", size=3.5, hollow=True, width=1.5))
    at = np.column_stack([said, happened])
    drawn += [
        marks.lines([[(x, x), (x, y)] for x, y in at], role="model", width=3, opacity=0.35),
        marks.line(at, role="model", width=2),
        marks.points(at, role="model", size=4.5),
    ]
    for place, (x, held) in enumerate(zip(said, cases)):
        left = bin_of(x, width) * width
        look = {"role": "model", "fill": 0.9 if place == chosen else 0.4, "width": 0}
        drawn.append(_box(left + PX, left + width - PX, FLOOR, FLOOR + max(TALL * held / cases.max(), PX), **look))
    return drawn


def choice(left: float, width: float, point: tuple[float, float] | None) -> list[dict]:
    """The chosen bin as a column, its gap in full strength; a click anywhere chooses another."""
    drawn = [_box(left, left + width, FLOOR, 1, "ink", fill=0.07, width=0)]
    if point:
        x, y = point
        drawn += [
            marks.line([(x, x), (x, y)], role="model", width=5),
            marks.points([(x, x)], role="truth", size=5),
            marks.points([(x, y)], role="model", size=6.5),
        ]
    return [*drawn, _box(0, 1, FLOOR, 1, "context", fill=0, width=0) | {"jump": "bin"}]


def words(lines: list[tuple[str, str, str]]) -> list[dict]:
    """The chosen bin, right of the square: a name, a number and the role of both, line by line."""
    drawn = []
    for row, (name, told, role) in enumerate(lines):
        y = 1 - (14 + 20 * row) * PX
        drawn.append(_text(WORDS, y, name, role, "start", weight=500 if told else 700))
        drawn.append(_text(SIZE[1] - 2 * PX, y, told, role, "end", weight=700))
    return drawn


def scores(table: dict[str, tuple[float, float]], repaired: bool) -> list[dict]:
    """Each score before and after the repair; the one that is shown in bold."""
    ends = (SIZE[1] - 62 * PX, SIZE[1] - 2 * PX)
    top = 1 - 160 * PX
    drawn = []
    for column, (end, name) in enumerate(zip(ends, ("before", "after"))):
        look = {"role": "model", "weight": 700} if column == repaired else {"role": "context", "weight": 500}
        drawn.append(_text(end, top, name, anchor="end", **look))
        for row, pair in enumerate(table.values(), start=1):
            drawn.append(_text(end, top - 20 * row * PX, number(pair[column], 3), anchor="end", **look))
    names = [_text(WORDS, top - 20 * row * PX, name, "ink", "start") for row, name in enumerate(table, start=1)]
    return drawn + names


def guess(x: float, share: float) -> list[dict]:
    """How often the learner expected it to happen."""
    return [
        marks.points([(x, share)], role="guess", size=6, hollow=True, width=3),
        marks.text((x, share), "your guess", role="guess", anchor="end", dx=-11, dy=5, weight=700),
    ]


def bin_of(p: float, width: float) -> int:
    """Which bin a probability belongs to; one on an edge belongs to the lower bin."""
    return min(max(int(np.ceil(round(p / width, 9))) - 1, 0), round(1 / width) - 1)


def _axes(most: int) -> list[dict]:
    ticks = [(n / 5, f"{n / 5:g}") for n in range(6)]
    return [
        *(marks.text((x, 0), words, anchor="middle", dx=0, dy=20) for x, words in ticks),
        *(marks.text((0, y), words, anchor="end", dx=-6, dy=5) for y, words in ticks),
        _text(0, 1 + 8 * PX, "↑ how often it happened", "context", "start"),
        marks.text((1, 0), "said →", anchor="start", dx=20, dy=20),
        marks.text((1 + 8 * PX, FLOOR), "cases in each bin,", anchor="start", dx=0, dy=-20),
        marks.text((1 + 8 * PX, FLOOR), f"up to {most:,}", anchor="start", dx=0, dy=-4),
        marks.line([(0, FLOOR), (1, FLOOR)], width=1),
    ]


def _box(left, right, low, high, role: str, fill: float, width: float) -> dict:
    return marks.polygon([(left, low), (right, low), (right, high), (left, high)], role=role, fill=fill, width=width)


def _text(x: float, y: float, words: str, role: str, anchor: str, **look) -> dict:
    return marks.text((x, y), words, role=role, anchor=anchor, dx=0, dy=0, **look)
