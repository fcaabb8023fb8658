"""Draws as blocks that pile up, and what their distribution promises. Across, the unit is that of the draws."""

from __future__ import annotations

import numpy as np

from core.probability import pdf, pmf
from ui import marks
from ui.words import counted

SIZE = (-1.75, 10.7, -1.5, 5.85)
LEFT, RIGHT, TALL = -0.5, 10.5, 5.0  # the axis, and how high the picture reaches
WHOLE = np.arange(11)
FINE = LEFT + (np.arange(1100) + 0.5) / 100  # the middles of 1100 narrow strips
SEEN = LEFT + (np.arange(220) + 0.5) / 20  # coarser, but the eye can't tell
FEW = 60  # so many draws are shown one by one


def places(whole: bool) -> np.ndarray:
    """Where a distribution is asked: at whole numbers, or in the middles of narrow strips."""
    return WHOLE if whole else FINE


def bins(whole: bool) -> np.ndarray:
    """Edges of the bars: one bar for each whole number, or four for each unit."""
    return np.arange(LEFT, RIGHT + 0.1, 1 if whole else 0.25)


def bars(heights, n: int, whole: bool, top: float) -> list[dict]:
    """The histogram; a few draws are blocks, each of which is one draw."""
    edges, gap = bins(whole), 0.12 if whole else 0.015
    boxes = []
    for left, right, height in zip(edges[:-1], edges[1:], heights):
        one = 1 / (n * (right - left)) if n <= FEW else height
        levels = one * np.arange(round(height / one) + 1) if height else np.zeros(1)
        between = 0.025 if n <= FEW and one / top * TALL > 0.06 else 0
        for low, high in zip(levels[:-1], levels[1:]):
            boxes.append(_box(left + gap, right - gap, _y(low, top), _y(high, top) - between))
    drawn = marks.cells(boxes or np.zeros((0, 4, 2)), np.full(len(boxes), 0.5), role="data")
    middles = (edges[:-1] + edges[1:]) / 2
    return [marks.window((SIZE[0], RIGHT, 0, TALL), [drawn]), *_up(middles[heights > top], "data")]


def promise(family: str, parameters, whole: bool, top: float, reach: tuple[float, float], role: str) -> list[dict]:
    """What the family says: a stick for each whole number or a curve, filled where it lies within reach."""
    x, (a, b) = WHOLE if whole else SEEN, reach
    y = _y((pmf if whole else pdf)(family, x, *parameters), top)
    if not whole:
        inside = (a <= x) & (x <= b)
        area = [(a, 0), *np.column_stack([x, y])[inside], (b, 0)]
        drawn = [
            marks.polygon(area, role=role, fill=0.3, width=0),
            marks.line(np.column_stack([x, y]), role=role, width=2.5),
        ]
        return [marks.window((LEFT, RIGHT, 0, TALL), drawn), *_up(x[[y.argmax()]] if y.max() > TALL else [], role)]
    sticks = [[(k, 0), (k, min(height, TALL))] for k, height in zip(x, y)]
    heads = [(k, height) for k, height in zip(x, y) if height <= TALL]
    inside = [(k, height) for k, height in heads if a <= k <= b]
    outside = [(k, height) for k, height in heads if not a <= k <= b]
    return [
        marks.polygon(_box(a, b, 0, TALL), role=role, fill=0.1, width=0),
        marks.lines(sticks, role=role, width=2.5),
        marks.points(inside, role=role, size=6),
        marks.points(outside, role=role, size=5, hollow=True, width=2.5),
        *_up(x[y > TALL], role),
    ]


def outside(left: int, right: int) -> list[dict]:
    """How many draws lie beyond either edge."""
    ends = [(LEFT, f"← {counted(left, 'draw')}", "start", left), (RIGHT, f"{counted(right, 'draw')} →", "end", right)]
    return [marks.text((x, TALL), word, role="data", anchor=to, dx=0, dy=8) for x, word, to, some in ends if some]


def axes(whole: bool, top: float, across: str, over: bool) -> list[dict]:
    """The line the draws fall on, and how high a height is; `over`: something is higher than the picture."""
    step = next(step for step in (0.05, 0.1, 0.2, 0.5, 1, 2) if top / step < 6)
    ticks = np.arange(step, top + 1e-9, step)
    words = [f"{100 * tick:.0f} %" if whole else f"{tick:.2g}" for tick in ticks]
    return [
        marks.lines([[(LEFT, _y(tick, top)), (RIGHT, _y(tick, top))] for tick in ticks], width=1, opacity=0.25),
        marks.line([(LEFT, 0), (RIGHT, 0)], width=1.5),
        *(_text((LEFT, _y(tick, top)), word, "end", dx=-6, dy=5) for tick, word in zip(ticks, words)),
        *(_text((k, 0), str(k), "middle", dy=21) for k in range(11)),
        _text((LEFT, TALL), ("share of draws" if whole else "density") + ", ↑ higher still" * over, "start", -30, -14),
        _text((RIGHT, -1.5), across, "end", dy=-8),
    ]


def caption(words: str, role: str) -> list[dict]:
    """The name of the curve, in the upper right."""
    return [marks.text((RIGHT, TALL), words, role=role, anchor="end", dx=0, dy=-14, weight=700)]


def guessed(share: float, top: float, words: str) -> list[dict]:
    """How high the learner expected the bar at 0; the words stand far right, where no bar is."""
    y = _y(share, top)
    return [
        marks.line([(0.5, y), (RIGHT, y)], role="guess", width=1.5, dash="2 4"),
        marks.line([(-0.5, y), (0.5, y)], role="guess", width=4),
        marks.text((RIGHT, y), words, role="guess", anchor="end", dx=0, dy=-12, weight=600, loose=True),
    ]


def _up(places, role: str) -> list[dict]:
    """Arrows where something is higher than the picture."""
    return [marks.text((x, TALL), "↑", role=role, anchor="middle", dx=0, dy=10, weight=700) for x in places]


def _y(height, top: float):
    return TALL * np.asarray(height) / top


def _box(left: float, right: float, low: float, high: float) -> list[tuple[float, float]]:
    return [(left, low), (right, low), (right, high), (left, high)]


def _text(at, words: str, anchor: str, dx: float = 0, dy: float = 0) -> dict:
    return marks.text(at, words, anchor=anchor, dx=dx, dy=dy)
