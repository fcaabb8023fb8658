"""The picture of the step `attention`: queries and keys on the left, weights on the right, the values they mix below.

All three stand on one plane. Queries and keys have its origin; values have theirs at `CORNER`.
"""

from __future__ import annotations

import numpy as np

from ui import marks
from ui.words import number

SIZE = (-3.4, 10.8, -5.5, 5.5)
EDGE = 3.4  # where the keys end and the rest begins
CORNER = np.array([4.5, -5.25])
REACH = np.array([5.8, 5.2])  # how far the axes of the values go
FIRST, LINE = 4.15, 0.8  # the height of the first row of weights, and from one row to the next
BAR, FULL = 7.2, 2.3  # where bars begin, and how long a weight of 1 is


def keys(q, K, weights) -> list[dict]:
    """Each key with its shadow on the query's line; the greater its weight, the thicker its line from the origin."""
    along = q / np.sqrt(q @ q)
    feet = np.outer(K @ along, along)
    low, high = SIZE[2:]
    inside = (np.abs(feet) < (EDGE, high)).all(axis=1)
    grid = [[(x, low), (x, high)] for x in range(-3, 4)] + [[(-EDGE, y), (EDGE, y)] for y in range(-5, 6)]
    cross = [[(0, low), (0, high)], [(-EDGE, 0), (EDGE, 0)]]
    far = 20 * along
    return [
        marks.lines(grid, width=1, opacity=0.16),
        marks.lines(cross, width=1.2, opacity=0.6),
        marks.line(clipped(-far, far), role="data", dash="2 5", width=1.2),
        marks.lines(np.stack([K, feet], axis=1)[inside], dash="4 4", width=1.2, opacity=0.8),
        marks.points(feet[inside], role="context", size=2.5),
        marks.text((-EDGE, high), "query and keys", dx=4, dy=14, anchor="start"),
    ] + [
        marks.line([(0, 0), key], role="truth", width=round(1 + 9 * weight, 1), opacity=0.45)
        for key, weight in zip(K, weights)
    ]


def table(words, asks: int, scores, weights, header: str) -> list[dict]:
    """One line for each key: its word, its score, a bar as long as its weight, the weight."""
    top = FIRST + LINE
    drawn = [
        marks.text((6.9, top), header, anchor="end", dx=0, dy=4),
        marks.text((BAR, top), "weight", anchor="start", dx=0, dy=4),
        marks.line([(BAR, FIRST + 0.4), (BAR, FIRST - 3 * LINE - 0.4)], width=1),
    ]
    for row, (word, score, weight) in enumerate(zip(words, scores, weights)):
        y, end = FIRST - LINE * row, BAR + FULL * float(weight)
        bold = 700 if row == asks else 500
        drawn += [
            marks.text((4, y), word, role="model", weight=bold, anchor="start", dx=0, dy=4),
            marks.text((6.9, y), number(score, 2), role="ink", anchor="end", dx=0, dy=4),
            marks.line([(BAR, y), (end, y)], role="truth", width=11),
            marks.text((end, y), f"{weight:.2f}", role="truth", weight=bold, anchor="start", dx=5, dy=4),
        ]
    return drawn


def mixed(words, V, weights, mix) -> list[dict]:
    """The values with their words, and the point they make together."""
    at, goal = CORNER + V, CORNER + mix
    right, top = CORNER + REACH * [1, 0], CORNER + REACH * [0, 1]
    around = np.argsort(np.arctan2(*(V - V.mean(axis=0)).T))
    drawn = [
        marks.lines([[CORNER, right], [CORNER, top]], width=1.2, opacity=0.6),
        marks.text(right, "money →", anchor="end", dx=0, dy=-5),
        marks.text(top, "↑ water", anchor="start", dx=5, dy=8),
        marks.text(top + REACH * [1, 0], "values, and their mix", anchor="end", dx=0, dy=-12),
        marks.polygon(at[around], role="context", fill=0.08, width=0),
        marks.points(at, role="model", size=5),
    ]
    for word, value, weight in zip(words, at, weights):
        drawn.append(marks.text(value, word, role="model", dx=8, dy=-6))
        drawn.append(marks.line([value, goal], role="truth", width=round(1 + 9 * float(weight), 1), opacity=0.45))
    return drawn + [
        marks.points([goal], role="truth", size=7),
        marks.text(goal, "mix", role="truth", weight=700, dx=9, dy=18),
    ]


def clipped(a, b) -> list:
    """The part of the line from a to b, through the origin, that lies left of the edge."""
    reach = min(EDGE / max(abs(b[0]), 1e-9), SIZE[3] / max(abs(b[1]), 1e-9), 1)
    return [np.asarray(a) * reach, np.asarray(b) * reach]
