"""Seven points on a number line with their mean, median and s.d.; and sets of points that agree on mean and s.d.

The unit is that of the number line, which runs from 0 to 20. A set of points is drawn to fit the same plane.
"""

from __future__ import annotations

import numpy as np

from ui import marks
from ui.words import number

SIZE = (-0.6, 20.6, -6.5, 8.8)
NAMES = "abcdefg"
PITCH, NEAR = 0.86, 0.76  # a point that stands nearer than NEAR to another is stacked on it, PITCH higher
TOP = 5.9  # where the band ends
EDGES = (-0.5, 20.5)  # what reaches further goes on beyond the picture
BOXES = ((2, 20, 2, 14), (0, 100, 0, 100))  # left, right, bottom, top of Anscombe's sets, and of the dozen
SIDE, LEFT, LOW = 14.2, 0.5, -6.1  # the square a set is drawn in


def number_line(x, centre: float, s: float, middle: float, goal: tuple[float, float]) -> list[dict]:
    """The line that the seven ride on; mean, median and s.d. above it, distances from the mean below."""
    ends = [centre - s, centre + s]
    low, high = np.clip(ends, *EDGES)
    caps = [[(end, TOP - 0.25), (end, TOP + 0.25)] for end in ends if EDGES[0] <= end <= EDGES[1]]
    return [
        marks.polygon(_box(low, high, 0, TOP), role="truth", fill=0.13, width=0),
        *_goal(*goal),
        *_distances(np.sort(x), centre),
        marks.line([(centre, -6.2), (centre, 8.5)], role="truth", width=2.5),
        marks.line([(middle, 0), (middle, 7.65)], role="model", width=2.5, dash="6 4"),
        *_axis(),
        *_rails(x),
        _name((centre, 8.2), f"mean {number(centre, 2)}", "truth", right=centre < 16),
        _name((middle, 7.35), f"median {number(middle, 2)}", "model", right=middle < 4 or centre < middle < 16),
        marks.line([(low, TOP), (high, TOP)], role="truth", width=2),
        marks.lines(caps, role="truth"),
        *([marks.text((EDGES[0], TOP), "←", role="truth", anchor="start", dx=-6, dy=4)] if ends[0] < EDGES[0] else []),
        *([marks.text((EDGES[1], TOP), "→", role="truth", anchor="end", dx=6, dy=4)] if ends[1] > EDGES[1] else []),
        _name((centre, 6.3), f"± s.d. {number(s, 2)}", "truth", right=centre < 16),
    ]


def scatter(columns, means, deviations, medians, box, drawn: bool) -> list[dict]:
    """A set of points with its mean, the box of one s.d. around it, and its median; its numbers beside it."""
    x, y = _placed(columns, box)
    (mx, my), (low_x, low_y), (high_x, high_y), middle = (
        np.ravel(_placed(np.reshape(at, (2, 1)), box))
        for at in (means, np.subtract(means, deviations), np.add(means, deviations), medians)
    )
    frame = _box(LEFT, LEFT + SIDE, LOW, LOW + SIDE)
    return [
        marks.polygon(frame, role="context", fill=0.04, width=1),
        marks.polygon(_box(low_x, high_x, low_y, high_y), role="truth", fill=0.1, width=1.5),
        marks.lines([[(low_x, my), (high_x, my)], [(mx, low_y), (mx, high_y)]], role="truth", width=1.5),
        *([marks.points(np.column_stack([x, y]), role="data", size=3.6)] if drawn else []),
        *([marks.points([middle], role="model", size=7, hollow=True, width=2.5)] if drawn else []),
        *_numbers(("across", "upwards"), means, deviations, medians, drawn),
    ]


def _numbers(names, means, deviations, medians, drawn: bool) -> list[dict]:
    """A column of figures on the right: what stays from set to set, and what moves."""
    words = [
        marks.text((15.3, -4.5), "box: mean ± s.d.", role="truth", anchor="start", dx=0, dy=0),
        *([marks.text((15.3, -5.45), "ring: medians", role="model", anchor="start", dx=0, dy=0)] if drawn else []),
    ]
    for top, name, centre, s, middle in zip((7, 2.2), names, means, deviations, medians):
        lines = [(name, "", "context"), ("mean", number(centre, 1), "truth"), ("s.d.", number(s, 1), "truth")]
        lines += [("median", number(middle, 1), "model")] if drawn else []
        for row, (word, figure, role) in enumerate(lines):
            y = top - 0.95 * row
            words.append(marks.text((15.3, y), word, role=role, anchor="start", dx=0, dy=0))
            words.append(marks.text((20.4, y), figure, role=role, anchor="end", dx=0, dy=0, weight=700))
    return words


def _placed(columns, box) -> np.ndarray:
    """Points of shape (2, n) moved into the square."""
    left, right, bottom, top = box
    x, y = np.asarray(columns, dtype=float)
    return np.array([LEFT + SIDE * (x - left) / (right - left), LOW + SIDE * (y - bottom) / (top - bottom)])


def _rails(x) -> list[dict]:
    """Each handle's height: points that would hide each other are stacked."""
    levels: list[int] = []
    for i, here in enumerate(x):
        taken = {level for level, there in zip(levels, x[:i]) if abs(there - here) < NEAR}
        levels.append(min(set(range(len(x))) - taken))
    heights = [0.42 + PITCH * level for level in levels]
    return [marks.line([(0, y), (20, y)], rail=name, opacity=0) for name, y in zip(NAMES, heights)]


def _distances(x, centre: float) -> list[dict]:
    """A bar from the mean to each number, row under row, and the sums of both sides."""
    rows = [-1.75 - 0.5 * i for i in range(len(x))]
    left, right = (float(np.sum(np.maximum(sign * (x - centre), 0))) for sign in (-1, 1))
    bars = [[(centre, y), (at, y)] for at, y in zip(x, rows)]
    return [
        marks.lines(bars, role="data", width=5, opacity=0.75),
        marks.text((0, -5.95), f"left bars: {number(left, 1)}", anchor="start", dx=0, dy=5),
        marks.text((20, -5.95), f"right bars: {number(right, 1)}", anchor="end", dx=0, dy=5),
    ]


def _goal(centre: float, s: float) -> list[dict]:
    ends = [(centre - s, "end", -5), (centre + s, "start", 5)]
    return [
        marks.lines([[(x, 0), (x, TOP - 0.4)] for x, *_ in ends], role="context", dash="3 4", width=1.5),
        *(marks.text((x, TOP - 0.9), "goal", anchor=anchor, dx=dx, dy=5) for x, anchor, dx in ends),
    ]


def _axis() -> list[dict]:
    ticks = range(0, 21, 2)
    return [
        marks.line([(0, 0), (20, 0)], width=1.5),
        marks.lines([[(x, 0), (x, -0.2)] for x in ticks], width=1.5),
        *(marks.text((x, -0.95), str(x), anchor="middle", dx=0, dy=0) for x in ticks),
    ]


def _name(at, words: str, role: str, right: bool) -> dict:
    return marks.text(at, words, role=role, anchor="start" if right else "end", dx=7 if right else -7, dy=4, weight=700)


def _box(left: float, right: float, low: float, high: float) -> list[tuple[float, float]]:
    return [(left, low), (right, low), (right, high), (left, high)]
