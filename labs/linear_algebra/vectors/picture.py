"""The pictures of `vectors`: two arrows added both ways, and a wine among all wines."""

from __future__ import annotations

import numpy as np

from core.linear_algebra import norm
from ui import marks

FAR = 40  # beyond every edge of the plane
ROW, HEAD, REACH = 34, 50, 415  # the table of rows: from one to the next, down to the first, how far its axis goes
ROWS = (0, 556, -534, 0)
AXES = {
    "raw": (0, 1700, [0, 500, 1000, 1500], "all columns on one axis, each in its own unit"),
    "standardised": (-4.5, 4.5, [-4, -2, 0, 2, 4], "standard deviations from the mean"),
}


def sum_marks(u, v, au, bv, total) -> list[dict]:
    """au and then bv, tip to tail, with the other way round behind; the line of all sums if u and v share one."""
    both = np.any(au) and np.any(bv)
    drawn = [
        marks.polygon([(0, 0), au, total, bv], role="context", fill=0.08, width=0),
        marks.arrow(bv, role="context", width=1.5, dash="3 4"),
        marks.arrow(total, tail=bv, role="context", width=1.5, dash="3 4"),
        marks.arrow(au, role="data", width=2.5, dash="7 4", opacity=0.8),
        marks.arrow(total, tail=au, role="model", width=2.5, dash="7 4", opacity=0.8),
        marks.arrow(total, role="truth", width=4),
    ]
    if both:
        drawn += [
            marks.text(0.7 * au, "a·u", role="data", anchor="middle", dx=0, dy=18, loose=True),
            marks.text(au + bv / 2, "b·v", role="model", dx=9, dy=4, loose=True),
        ]
    if np.any(total):
        shown = total / max(1, abs(total[0]) / 6, abs(total[1]) / 4.8)  # a name in the picture, for an arrow beyond it
        drawn.append(
            marks.text(0.62 * shown, "a·u + b·v", role="truth", anchor="middle", dx=0, dy=-9, weight=700, loose=True)
        )
    if on_one_line(u, v):
        drawn.insert(0, marks.line([-FAR * u, FAR * u], dash="2 5", width=1.5))
    return drawn


def target_marks(target) -> list[dict]:
    """A ring to hit."""
    return [
        marks.points([target], role="ink", size=10, hollow=True, width=2),
        marks.points([target], role="ink", size=3),
        marks.text(target, "target", role="ink", dx=15, dy=5),
    ]


def guess_marks(kind: int, u, v) -> list[dict]:
    """Where the learner thought all sums would be: 0, between the two arrows; 1, on their two lines."""
    ends = [[-FAR * u, FAR * u], [-FAR * v, FAR * v]]
    beside = 0.8 * u / norm(u) + 0.2 * v / norm(v)
    wedge = marks.polygon([(0, 0), FAR * u, FAR * (u + v), FAR * v], role="guess", fill=0.1, width=0)
    label = marks.text(4.3 * beside / norm(beside), "your guess", role="guess", anchor="middle", dx=0, dy=4, loose=True)
    if kind == 0:
        return [wedge, label]
    return [
        marks.lines(ends, role="guess", width=1.5),
        marks.text(-u, "your guess", role="guess", dx=6, dy=16, loose=True),
    ]


def on_one_line(u, v) -> bool:
    """True if v lies on the line of u, on a grid of tenths."""
    return abs(u[0] * v[1] - u[1] * v[0]) < 1e-9


def rows(names, X, row: int, near: int, units: str) -> list[dict]:
    """Two rows of X on one axis, over the reach of each column: what a distance gets to see."""
    low, high, ticks, words = AXES[units]
    panel = marks.Panel((8, REACH, ROWS[2] + 56, ROWS[3]), x=(low, high))
    levels = [ROWS[3] - HEAD - ROW * place for place in range(len(names))]
    drawn = [
        marks.text((0, -14), f"wine {row} ○", role="data", dx=0, dy=0, anchor="start", weight=700),
        marks.text((130, -14), f"wine {near} ●", role="model", dx=0, dy=0, anchor="start", weight=700),
        *panel.frame(x=ticks, across=words),
    ]

    def on(numbers):
        return np.column_stack([panel.at(numbers, 0)[:, 0], levels])

    drawn.append(marks.lines(np.stack([on(X.min(axis=0)), on(X.max(axis=0))], axis=1), width=5, opacity=0.35))
    for name, level in zip(names, levels):
        drawn.append(marks.text((18, level), name, dx=0, dy=-8, anchor="start"))
    for wine, role, right in ((near, "model", ROWS[1]), (row, "data", ROWS[1] - 72)):
        texts = [_short(value, units) for value in X[wine]]
        look = {"size": 4.5, "hollow": True, "width": 2} if role == "data" else {"size": 3.5}
        titles = [f"wine {wine}, {name}: {text}" for name, text in zip(names, texts)]
        drawn.append(marks.points(on(X[wine]), role=role, titles=titles, **look))
        for text, level in zip(texts, levels):
            drawn.append(marks.text((right, level), text, role=role, dx=0, dy=4, anchor="end"))
    return drawn


def _short(number: float, units: str) -> str:
    text = f"{number:.4g}" if units == "raw" else f"{number:+.2f}"
    return text.replace("-", "−")
