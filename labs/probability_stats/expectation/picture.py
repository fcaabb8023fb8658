"""What can come on the left, the mean of the draws so far on the right: both share the axis of values, and its E."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core.probability import running_mean
from ui import marks

SIZE = (-0.95, 9.75, -1.25, 7.15)
WIDE, GAP, RIGHT = 3.0, 4.55, 9.3  # how far the left panel reaches, where the right one starts and ends
HIGH, MOST = 6.5, 5000  # the highest value in the picture, and the most draws
OTHERS = 4
COLUMNS = (0.5, 1.4, 2.3, 3.2)  # where the costs stand


def checkpoints(n: int) -> np.ndarray:
    """About 60 numbers of draws from 1 to n, closer together at the start."""
    return np.unique(np.round(np.geomspace(1, n, 60)).astype(int))


def faces(weights, probabilities) -> list[dict]:
    """The six faces of a die, each with a bar to drag and its share."""
    drawn = []
    for face, (weight, p) in enumerate(zip(weights, probabilities), start=1):
        bar = [(0, face - 0.3), (weight, face - 0.3), (weight, face + 0.3), (0, face + 0.3)]
        drawn += [marks.polygon(bar, role="data", fill=0.6, width=0)]
        drawn += [marks.text((weight, face), f"{100 * p:.0f} %", role="data", anchor="start", dx=13, dy=5)]
    return [*drawn, marks.text((0, 0), "faces and their shares", anchor="start", dx=0, dy=20)]


def costs(values, probabilities) -> list[dict]:
    """What each outcome of a call costs, as columns to drag: the wider, the more often."""
    drawn = []
    for x, cost, p, name in zip(COLUMNS, values, probabilities, ("1 try", "2", "3", "gave up")):
        half = 0.42 * p
        column = [(x - half, 0), (x - half, cost), (x + half, cost), (x + half, 0)]
        drawn += [
            marks.polygon(column, role="data", fill=0.6, width=1),
            marks.text((x, 0), name, anchor="middle", dx=0, dy=18),
            marks.text(
                (x, 0), "<1 %" if 0 < p < 0.005 else f"{100 * p:.0f} %", role="data", anchor="middle", dx=0, dy=34
            ),
        ]
    return [*drawn, marks.line([(-0.1, 0), (3.7, 0)], width=1.5)]


def tail(density: Callable, top: float, alpha: float) -> list[dict]:
    """A density lying on its side: the further up, the rarer."""
    x = np.linspace(1, top * HIGH / 6, 300)
    y = _y(x, top)
    heights = WIDE * density(x) / density(1.0)
    return [
        marks.polygon([(0, y[0]), *np.column_stack([heights, y]), (0, y[-1])], role="data", fill=0.5, width=1),
        marks.text((0, 0), f"density, α = {alpha:g}", role="data", anchor="start", dx=0, dy=20),
    ]


def means_so_far(at, means, others, top: float = 6) -> list[dict]:
    """The mean after 1, 2, … draws, its last place as a dot; behind it the same for other seeds."""
    x = _x(at)
    paths = [marks.line(np.column_stack([x, _y(other, top)]), width=1.5, opacity=0.55) for other in others]
    path = np.column_stack([x, _y(means, top)])
    ticks = (1, 10, 100, 1000)
    return [
        marks.lines([[(_x(k), 0), (_x(k), HIGH)] for k in ticks], width=1, opacity=0.2),
        marks.window((GAP - 0.1, RIGHT + 0.2, 0, HIGH), [*paths, marks.line(path, role="data", width=3)]),
        *([marks.points(path[-1:], role="data", size=5)] if path[-1][1] <= HIGH else []),
        *(marks.text((_x(k), 0), f"{k:,}", anchor="middle", dx=0, dy=18) for k in ticks),
        marks.text((RIGHT, 0), "draws", anchor="end", dx=4, dy=34),
        marks.text((GAP, 0), "grey: four other seeds", anchor="start", dx=-4, dy=34),
    ]


def level(E: float, variance: float | None, top: float = 6) -> list[dict]:
    """The expectation across both panels, and how far √variance reaches to either side."""
    y = float(_y(E, top))
    if y > HIGH:
        return []
    drawn = [marks.line([(0, y), (RIGHT, y)], role="truth", width=2.5)]
    if variance:
        low, high = (min(max(y + side * variance**0.5, 0), HIGH) for side in (-1, 1))
        x = GAP - 0.4
        drawn += [
            marks.lines([[(x, low), (x, high)], *([(x - 0.1, end), (x + 0.1, end)] for end in (low, high))],
                        role="truth", width=2),
            marks.text((x, low), f"± {variance**0.5:.2f}", role="truth", anchor="end", dx=8, dy=16),
        ]  # fmt: skip
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


def paths(draw: Callable, n: int, seed: int) -> list[np.ndarray]:
    """The running means of four other seeds, at the checkpoints."""
    at = checkpoints(n)
    return [running_mean(draw(np.random.default_rng(100 + 5 * seed + other), n))[at - 1] for other in range(OTHERS)]


def _x(k):
    return GAP + (RIGHT - GAP) * np.log(k) / np.log(MOST)


def _y(value, top: float):
    return 6 * np.asarray(value) / top
