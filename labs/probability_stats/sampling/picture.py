"""Means of samples piling up around the truth, and one sample's own idea of how sure it is. The unit is a pixel."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from core.probability import normal_pdf
from ui import marks
from ui.words import counted, number

WIDTH = 474
SIZE = (0, WIDTH, -342, 0)
BASE, TALL = -196, 140  # the foot of the pile, and how high it may grow
BLOCK = 13  # the height of one sample, as long as there is room


class Look(NamedTuple):
    """A column's axis, and how its numbers are said."""

    low: float
    high: float
    ticks: tuple[float, ...]
    tick: Callable[[float], str]
    number: Callable[[float], str]  # a mean in words
    distance: Callable[[float], str]  # a difference of two in words
    reach: tuple[float, float]  # beyond any mean there can be


LOOKS = (
    Look(
        0.4, 1.02, (0.5, 0.6, 0.7, 0.8, 0.9, 1.0), lambda v: f"{100 * v:.0f} %",
        lambda v: f"{number(100 * v, 1)} %", lambda v: f"{number(100 * v, 1)} points", (-1, 2),
    ),
    Look(
        -40, 65, (-20, 0, 20, 40, 60), lambda v: f"{number(v)} min",
        lambda v: f"{number(v, 1)} min", lambda v: f"{number(v, 1)} min", (-1000, 2000),
    ),
)  # fmt: skip


def bins(look: Look, n: int) -> np.ndarray:
    """Edges of the bars, and one bin for everything on either side of the axis.

    The share of n lies on multiples of 1 / n: each bar holds equally many of them, and ends halfway between two.
    """
    width, start = (look.high - look.low) / 78, look.low
    if look is LOOKS[0]:
        width = max(1, round(width * n)) / n
        start = (np.ceil(look.low * n) - 0.5) / n
    steps = np.arange(int(np.ceil((look.high - start) / width)) + 1)
    return np.round(np.concatenate([[look.reach[0]], start + width * steps, [look.reach[1]]]), 6)


def pile(look: Look, edges, piled, truth: float, error: float, draws: int, told: float) -> list[dict]:
    """The means so far as bars, the last one's block on top, with the curve and ± 2 s.e. they are expected in."""
    inner, counts = edges[1:-1], piled[1:-1]
    width = inner[1] - inner[0]
    at = np.linspace(look.low, look.high, 121)
    at = np.unique(np.append(at, np.clip(truth + error * np.linspace(-3, 3, 49), look.low, look.high)))
    curve = draws * width * normal_pdf(at, truth, error)
    scale = min(BLOCK, TALL / max(counts.max(), curve.max()))
    tops = np.column_stack([np.repeat(_x(look, inner), 2)[1:-1], BASE + scale * np.repeat(counts, 2)])
    left, right = _x(look, truth - 2 * error), _x(look, truth + 2 * error)
    middle = _x(look, truth)
    drawn = [
        marks.polygon(_box(left, right, BASE, -30), role="truth", fill=0.1, width=0),
        marks.polygon([(tops[0][0], BASE), *tops, (tops[-1][0], BASE)], role="data", fill=0.75, width=0),
        marks.line(np.column_stack([_x(look, at), BASE + scale * curve]), role="truth", width=2),
        marks.line([(middle, -26), (middle, -316)], role="truth", width=2),
        marks.text((middle, -16), f"truth {look.number(truth)} ± {look.distance(2 * error)}", role="truth",
                   anchor="middle", dx=0, dy=0, weight=700, loose=True),
        *_arrows(look, truth - 2 * error, truth + 2 * error, -36, "truth"),
        marks.line([(0, BASE), (WIDTH, BASE)], width=1.5),
        *(
            marks.text((_x(look, tick), BASE - 17), look.tick(tick), anchor="middle", dx=0, dy=0)
            for tick in look.ticks
        ),
    ]  # fmt: skip
    for end, arrow, count in ((0, "← {}", piled[0]), (WIDTH, "{} →", piled[-1])):
        if count:
            look_of = {"role": "data", "anchor": "end" if end else "start", "dx": 0, "dy": 6, "loose": True}
            drawn.append(marks.text((end, -84), arrow.format(counted(int(count), "mean")), **look_of))
    last = np.searchsorted(inner, told, side="right") - 1
    if 0 <= last < len(counts) and counts[last]:
        top, block = BASE + scale * counts[last], max(scale, 3)
        box = _box(_x(look, inner[last]), _x(look, inner[last + 1]), top - block, top)
        drawn.append(marks.polygon(box, role="model", fill=1, width=0))
    return drawn


def everything(look: Look, numbers) -> list[dict]:
    """All numbers that the samples are drawn from, as a pale outline with a scale of its own."""
    edges = np.linspace(look.low, look.high, 36)
    counts = np.histogram(numbers, edges)[0]
    heights = BASE + 0.5 * TALL * counts / counts.max()
    outline = np.column_stack([np.repeat(_x(look, edges), 2)[1:-1], np.repeat(heights, 2)])
    return [
        marks.line(outline, role="context", width=1.5, dash="2 3"),
        marks.text((WIDTH, -46), "dotted, on its own scale:", anchor="end", dx=-2, dy=0),
        marks.text((WIDTH, -46), f"all flights, up to {number(numbers.max())} min →", anchor="end", dx=-2, dy=17),
    ]


def guessed(look: Look, truth: float, reach: float | None) -> list[dict]:
    """How close the learner expected the means to come."""
    if reach is None:
        return []
    ends = [(_x(look, truth + side * reach), -36) for side in (-1, 1)]
    return [
        marks.line(ends, role="guess", width=4),
        marks.text(ends[0], f"your guess: ± {number(100 * reach)}", role="guess", anchor="end", dx=-8, dy=5),
    ]


def one_sample(look: Look, n: int, truth: float, told: float, error: float, low: float, high: float) -> list[dict]:
    """The last sample's mean with its own ± 2 s.e., and its bootstrap interval."""
    rows = [(-268, "± 2 s.e. of its own", told - 2 * error, told + 2 * error), (-300, "bootstrap interval", low, high)]
    drawn = [marks.text((2, -238), f"The last sample alone: {look.number(told)} of its {n}" if look is LOOKS[0]
                        else f"The last sample alone: {look.number(told)}", role="model", anchor="start",
                        dx=0, dy=0, weight=700)]  # fmt: skip
    for y, words, start, end in rows:
        drawn += [
            marks.line([(_x(look, start), y), (_x(look, end), y)], role="model", width=7, opacity=0.55),
            *([] if _beyond(look, told) else [marks.points([(_x(look, told), y)], role="model", size=6)]),
            *_arrows(look, start, end, y, "model"),
            marks.text((2, y + 10), words, role="model", anchor="start", dx=0, dy=0),
        ]
    missed = not low <= truth <= high
    return [*drawn, marks.text((2, -328), f"the bootstrap {'misses' if missed else 'holds'} the truth", role="ink",
                               anchor="start", dx=0, dy=4, weight=700)]  # fmt: skip


def _x(look: Look, value):
    """Where a value stands, from left to right; held within the picture."""
    return np.clip(8 + (WIDTH - 16) * (np.asarray(value) - look.low) / (look.high - look.low), 0, WIDTH)


def _beyond(look: Look, value: float) -> int:
    """−1 or 1 for a value that lies left or right of the picture, else 0."""
    margin = 8 * (look.high - look.low) / (WIDTH - 16)
    return int(value > look.high + margin) - int(value < look.low - margin)


def _arrows(look: Look, start: float, end: float, y: float, role: str) -> list[dict]:
    """Arrows where a stretch goes on beyond the picture."""
    drawn = []
    if _beyond(look, start) < 0:
        drawn.append(marks.text((0, y), "←", role=role, anchor="start", dx=0, dy=5, weight=700))
    if _beyond(look, end) > 0:
        drawn.append(marks.text((WIDTH, y), "→", role=role, anchor="end", dx=0, dy=5, weight=700))
    return drawn


def _box(left: float, right: float, low: float, high: float) -> list[tuple[float, float]]:
    return [(left, low), (right, low), (right, high), (left, high)]
