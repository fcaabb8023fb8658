"""What can come on the left, the mean of the draws so far on the right: both share the axis of values, and its E."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from ui import marks
from ui.words import number, parts

SIZE = (-0.95, 9.75, -1.25, 7.15)
WIDE, GAP, RIGHT = 3.0, 4.55, 9.3  # how far the left panel reaches, where the right one starts and ends
HIGH, MOST = 6.5, 5000  # the highest value in the picture, and the most draws
COLUMNS = (0.5, 1.4, 2.3, 3.2)  # where the costs stand


def checkpoints(n: int) -> np.ndarray:
    """About 60 numbers of draws from 1 to n, closer together at the start."""
    return np.unique(np.round(np.geomspace(1, n, 60)).astype(int))


def faces(lengths) -> list[dict]:
    """The six faces of a die, each with a bar to drag and its share."""
    drawn = []
    for face, (length, share) in enumerate(zip(lengths, shares(lengths)), start=1):
        bar = [(0, face - 0.3), (length, face - 0.3), (length, face + 0.3), (0, face + 0.3)]
        drawn += [marks.polygon(bar, role="data", fill=0.6, width=0)]
        beside = {"anchor": "start", "dx": 13} if length < 2.2 else {"anchor": "end", "dx": -13}
        drawn += [marks.text((length, face), share, role="data", dy=5, **beside)]
    return [*drawn, marks.text((0, 0), "faces and their shares", anchor="start", dx=0, dy=20)]


def shares(lengths) -> list[str]:
    """Each length as a fraction of all, written over one number, so that they add up to 1; all alike if all are 0.

    >>> shares([0.5, 0.5, 0.5, 0.5, 0.5, 2.5]), shares([0, 0, 0, 0, 0, 0])[0], shares([0, 1.5, 0, 0, 0, 0])[:2]
    (['1/10', '1/10', '1/10', '1/10', '1/10', '5/10'], '1/6', ['0', '1'])
    """
    steps = [round(100 * length) for length in lengths]
    steps = steps if any(steps) else [1] * len(steps)
    total, unit = sum(steps), math.gcd(*steps)
    return [str(step // total) if step in (0, total) else f"{step // unit}/{total // unit}" for step in steps]


def costs(values, probabilities) -> list[dict]:
    """What each outcome of a call costs, as columns to drag: the wider, the more often."""
    drawn, told = [], parts([100 * p for p in probabilities], 1)
    for x, cost, p, told_p, name in zip(COLUMNS, values, probabilities, told, ("1 try", "2", "3", "gave up")):
        half = 0.42 * p
        column = [(x - half, 0), (x - half, cost), (x + half, cost), (x + half, 0)]
        drawn += [
            marks.polygon(column, role="data", fill=0.6, width=1),
            marks.text((x, 0), name, anchor="middle", dx=0, dy=18),
            marks.text(
                (x, 0), f"{told_p:g}" if told_p or p == 0 else "<0.1", role="data", anchor="middle", dx=0, dy=34
            ),
        ]
    unit = marks.text((0, 0), "%", role="data", anchor="end", dx=-9, dy=34)
    return [*drawn, unit, marks.line([(-0.1, 0), (3.7, 0)], width=1.5)]


def tail(density: Callable, top: float, alpha: float) -> list[dict]:
    """A density lying on its side: the further up, the rarer."""
    x = np.linspace(1, top * HIGH / 6, 300)
    y = _y(x, top)
    heights = WIDE * density(x) / density(1.0)
    return [
        marks.polygon([(0, y[0]), *np.column_stack([heights, y]), (0, y[-1])], role="data", fill=0.5, width=1),
        marks.text((0, 0), f"density, {alpha:g} at its widest", role="data", anchor="start", dx=0, dy=20),
    ]


def means_so_far(at, means, top: float = 6) -> list[dict]:
    """The mean after 1, 2, … draws, its last place as a dot, in the first row; behind it the same for other seeds."""
    x, (means, *others) = _x(at), means
    paths = [marks.line(np.column_stack([x, _y(other, top)]), width=1.5, opacity=0.55) for other in others]
    path = np.column_stack([x, _y(means, top)])
    ticks, higher = (1, 10, 100, 1000), sum(float(np.max(_y(other, top))) > HIGH for other in others)
    return [
        marks.lines([[(_x(k), 0), (_x(k), HIGH)] for k in ticks], width=1, opacity=0.2),
        marks.window((GAP - 0.1, RIGHT + 0.2, 0, HIGH), [*paths, marks.line(path, role="data", width=3)]),
        *([marks.points(path[-1:], role="data", size=5)] if path[-1][1] <= HIGH else []),
        *(marks.text((_x(k), 0), f"{k:,}", anchor="middle", dx=0, dy=18) for k in ticks),
        marks.text((RIGHT, 0), "draws", anchor="end", dx=4, dy=34),
        marks.text((GAP, 0), f"grey: {len(others)} other seeds", anchor="start", dx=-4, dy=34),
        *([marks.text((RIGHT, HIGH), f"↑ {higher} of the grey", anchor="end", dx=4, dy=14)] if higher else []),
    ]


def level(E: float, variance: float | None, top: float = 6) -> list[dict]:
    """The expectation across both panels, and how far √variance reaches to either side; arrows where it goes on."""
    y = float(_y(E, top))
    if y > HIGH:
        return [marks.text((GAP, HIGH), f"↑ E = {number(E, 2)}", role="truth", anchor="start", dx=4, dy=14, weight=700)]
    drawn = [marks.line([(0, y), (RIGHT, y)], role="truth", width=2.5)]
    if variance:
        x, ends = GAP - 0.4, [y - variance**0.5, y + variance**0.5]
        low, high = np.clip(ends, 0, HIGH)
        caps = [[(x - 0.1, end), (x + 0.1, end)] for end in ends if 0 <= end <= HIGH]
        drawn += [
            marks.lines([[(x, low), (x, high)], *caps], role="truth", width=2),
            marks.text((x, low), f"± {number(variance**0.5, 2)}", role="truth", anchor="end", dx=8, dy=16),
        ]
        if ends[1] > HIGH:
            drawn.append(marks.text((x, HIGH), "↑", role="truth", anchor="middle", dx=0, dy=2, weight=700))
        if ends[0] < 0:
            drawn.append(marks.text((x, 0), "↓", role="truth", anchor="middle", dx=0, dy=6, weight=700))
    return drawn


def heading(left: str, right: str = "") -> list[dict]:
    """E and variance above the picture, and the price."""
    return [
        marks.text((0, 7), left, role="truth", anchor="start", dx=-30, dy=8, weight=700),
        marks.text((RIGHT, 7), right, role="model", anchor="end", dx=6, dy=8, weight=700),
    ]


def price(value: float) -> list[dict]:
    """The line that the price's handle moves."""
    return [marks.line([(0, value), (RIGHT, value)], role="model", width=2, dash="6 4")]


def axis(values, words) -> list[dict]:
    """The values, from bottom to top."""
    return [
        marks.line([(0, 0), (0, HIGH)], width=1.5),
        *(marks.text((0, y), word, anchor="end", dx=-9, dy=5) for y, word in zip(values, words)),
    ]


def _x(k):
    return GAP + (RIGHT - GAP) * np.log(k) / np.log(MOST)


def _y(value, top: float):
    return 6 * np.asarray(value) / top
