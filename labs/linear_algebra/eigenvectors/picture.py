"""Drawings for eigenvectors: an arrow and its image among all directions, and a walk round the circle."""

from __future__ import annotations

import numpy as np

from core.linear_algebra import apply
from labs.linear_algebra.matrices.picture import numbers, written
from ui import marks

HAND = (-3.4, 3.4, -2.1, 2.1)  # where `by_hand` draws
WALK = (-1.35, 3.85, -1.4, 1.35)  # where `walk` draws
AXES = [[(-9, 0), (9, 0)], [(0, -9), (0, 9)]]
LENGTHS = marks.Panel((2.15, 3.7, -0.87, 0.45), x=(0, 12), y=(1e-4, 1e3), log="y")
TURN = np.linspace(0, 2 * np.pi, 49)
RING = np.column_stack([np.cos(TURN), np.sin(TURN)])  # a circle; its first point is its last, too


def by_hand(A, v, Av, shadow, seen) -> list[dict]:
    """v and A v, the shadow of one on the line of the other, and the directions that were seen to stay."""
    ring = 1.25 * RING
    moved = apply(A, ring)
    drawn = [
        marks.lines(AXES, width=1, opacity=0.25),
        marks.line(ring, dash="4 4", width=1, opacity=0.8),
        marks.lines(np.stack([ring, moved], axis=1), role="model", width=1.2, opacity=0.4),
        marks.points(moved, role="model", size=2, opacity=0.5),
        *through(seen, reach=4, at=-1.85),
        marks.line([-9 * v, 9 * v], dash="2 5", width=1),
        marks.line([(0, 0), shadow], role="truth", width=8, opacity=0.45),
        marks.line([Av, shadow], dash="5 4", width=1.5),
    ]
    if np.any(np.abs(Av) > 1e-9):
        drawn.append(marks.arrow(Av, role="model", label="A v", width=3))
    else:
        drawn.append(marks.points([Av], role="model", size=6, label="A v"))
    return drawn + numbers(A, (HAND[0] + 0.1, HAND[3] - 0.1), "A =", ["ink", "ink"], cell=0.5)


def through(lines, reach: float, at: float) -> list[dict]:
    """A line through the origin for each (eigenvalue, direction), with what A does to it."""
    drawn = []
    for value, v in lines:
        up = v * (1 if v[1] > 1e-9 or abs(v[1]) <= 1e-9 < v[0] else -1)
        side = 10 if at * up[0] > 0 else -10
        drawn.append(marks.line([-reach * v, reach * v], role="truth", width=2))
        words = f"× {written(value)}"
        look = {"anchor": "start" if side > 0 else "end", "weight": 600, "dx": side, "loose": True}
        drawn.append(marks.text(at * up, words, role="truth", dy=5 if up[1] > 0.2 else -8, **look))
    return drawn


def walk(A, path, lengths, lines, guess) -> list[dict]:
    """The steps of a power iteration on the circle, and how long v would be without dividing."""
    drawn = [
        marks.line(RING, dash="4 4", width=1.2),
        *through(lines, reach=1.2, at=-0.75),
        *[marks.arrow(tip, role="model", width=1.5, opacity=0.3) for tip in path[:-1]],
        marks.arrow(path[-1], role="model", width=3, label="v"),
    ]
    if guess is not None:
        drawn.append(marks.points([guess], role="guess", size=9, hollow=True, label="your guess"))
    ticks = {"x": [0, 4, 8, 12], "y": [(1e-3, "0.001"), (1, "1"), (1e3, "1,000")]}
    drawn += LENGTHS.frame(**ticks, across="times A", upwards="undivided length")
    at = LENGTHS.at(np.arange(len(lengths)), lengths)
    drawn.append(marks.line(at, role="model", width=2))
    drawn.append(marks.points(at[-1:], role="model", size=5, label=short(lengths[-1])))
    return drawn + numbers(A, (1.62, WALK[3] - 0.05), "A =", ["ink", "ink"], cell=0.36)


def short(length: float) -> str:
    """A length in three digits: 0.00024, 1.5, 130."""
    return f"{float(f'{length:.2g}'):,.6g}" if length < 100 else f"{length:,.0f}"
