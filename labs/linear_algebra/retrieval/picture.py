"""Two pictures of retrieval: the ranking one query gives, and all queries at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from ui import marks
from ui.words import number

DEPTH = 10  # the passages shown, and the largest k
ROW, HEAD = 47, 28  # of the ranking: from one passage to the next, and down to the first
ONE = (0, 556, -HEAD - DEPTH * ROW, 0)
SCORES = marks.Panel((44, 556, ONE[2], -HEAD), x=(0, 1))
ALL = (0, 556, -472, 0)
CURVES = marks.Panel((36, 404, -196, -28), x=(1, DEPTH), y=(0, 1))
STRIP = marks.Panel((12, 544, -436, -300), x=(0, 1), y=(-5, 12.5))


# ---------------------------------------------------------------- one query


def ranking(passages: Sequence[tuple[str, float, bool]], sent: int, threshold: float) -> list[dict]:
    """The best passages as (text, score, right), each on a bar as long as its score; the first `sent` go along."""
    drawn = []
    for row, (text, score, right) in enumerate(passages):
        y, goes = -HEAD - ROW * (row + 0.5), row < sent
        left, end = SCORES.at([0, max(score, 0)], 0)[:, 0]
        bar = [(left, y - 17), (end, y - 17), (end, y + 17), (left, y + 17)]
        role = "truth" if right else "model" if goes else "context"
        drawn += [
            marks.polygon(bar, role=role, fill=0.26 if goes else 0.13, width=0),
            marks.text((38, y), number(score, 2), role="ink" if goes else "context", anchor="end", dx=0, dy=5),
            marks.text((left + 6, y), text, role="ink" if goes else "context", wide=470),
        ]
        if right:
            drawn.append(marks.text((552, y), "✓", role="truth", anchor="end", weight=700, dx=0, dy=5, title="right"))
    edge = -HEAD - ROW * sent
    drawn.append(marks.line([(0, edge), (556, edge)], role="ink", width=2))
    return drawn + _threshold(SCORES, threshold, f"refuse below {threshold:.2f}" if threshold else "")


def _threshold(panel: marks.Panel, threshold: float, words: str) -> list[dict]:
    """A line through a panel where the refusing begins, with words above it."""
    low, high = panel.at(threshold, panel.y[0]), panel.at(threshold, panel.y[1])
    if not words:
        return []
    anchor = "start" if threshold < 0.2 else "end" if threshold > 0.8 else "middle"
    return [
        marks.line([low, high], role="ink", width=2, dash="3 3"),
        marks.text(high, words, role="ink", anchor=anchor, weight=600, dx=0, dy=-7),
    ]


def spread(heights: np.ndarray, gap: float) -> np.ndarray:
    """Heights moved apart so that no two labels overlap: in the same order, at least `gap` from one to the next.

    >>> spread(np.array([0.0, 0.5, 0.01]), gap=0.2).round(3).tolist()
    [-0.095, 0.5, 0.105]
    """
    order = np.argsort(heights, kind="stable")
    runs = [[heights[row], 1] for row in order]  # neighbours that touch become one run: its middle, its length
    place = 0
    while place + 1 < len(runs):
        (a, n), (b, m) = runs[place], runs[place + 1]
        if b - a < gap * (n + m) / 2 - 1e-9:
            runs[place : place + 2] = [[(n * a + m * b) / (n + m), n + m]]
            place = max(place - 1, 0)
        else:
            place += 1
    moved = np.empty(len(heights))
    moved[order] = np.concatenate([middle + gap * (np.arange(n) - (n - 1) / 2) for middle, n in runs])
    return moved


# ---------------------------------------------------------------- all queries


def overview(curves: dict[str, Sequence[float]], method: str, k: int, best: Sequence[tuple], threshold: float):
    """Recall at each k, and below it the best score of each query.

    curves   recall@1, recall@2, … of each method; `method` and `k` stand out
    best     one dot for each query: its best score, its role, its text, True for the one chosen
    """
    return [*_curves(curves, method, k), *_strip(best, threshold)]


def _curves(curves: dict[str, Sequence[float]], method: str, k: int) -> list[dict]:
    places, now = np.arange(1, DEPTH + 1), curves[method][k - 1]
    drawn = CURVES.frame(x=list(places), y=[0, 0.5, 1], across="k", upwards="recall@k")
    heights = dict(zip(curves, spread(np.array([curve[-1] for curve in curves.values()]), 0.14)))
    for name in sorted(curves, key=lambda each: each == method):  # the chosen one last, on top
        role = "truth" if name == method else "context"
        drawn.append(marks.line(CURVES.at(places, curves[name]), role=role, width=3 if name == method else 1.5))
        drawn.append(marks.text(CURVES.at(DEPTH, heights[name]), name, role=role, anchor="start", dx=8, dy=4))
    at, foot = CURVES.at([k, k], [now, 0])
    return drawn + [
        marks.line([at, foot], role="ink", width=1, dash="2 3"),
        marks.points([at], role="truth", size=6),
        marks.text(at, number(now, 2), role="ink", anchor="middle", weight=700, dx=0, dy=22),
    ]


def _strip(best: Sequence[tuple], threshold: float) -> list[dict]:
    levels = stacked([score for score, *_ in best], [role == "data" for _, role, *_ in best])
    drawn = [
        marks.text((0, -236), "best score of each query:", anchor="start", dx=0, dy=0),
        marks.text((0, -260), "34 with an answer", role="data", anchor="start", dx=0, dy=0),
        marks.text((210, -260), "4 without", role="model", anchor="start", dx=0, dy=0),
        marks.line(STRIP.at([0, 1], [0, 0]), width=1, opacity=0.4),
        *STRIP.frame(x=[0, 0.25, 0.5, 0.75, 1]),
    ]
    for role in ("data", "model", "guess"):
        for kept in (True, False):
            dots = [
                (STRIP.at(score, level), text)
                for (score, each, text, _), level in zip(best, levels)
                if each == role and (score >= threshold) == kept
            ]
            if dots:
                places, titles = zip(*dots)
                look = {} if kept else {"hollow": True, "width": 1.2}
                drawn.append(marks.points(places, role=role, size=3.6, titles=list(titles), **look))
    for (score, _, text, chosen), level in zip(best, levels):
        if chosen:
            drawn.append(marks.points([STRIP.at(score, level)], role="ink", size=7, hollow=True, title=text))
    return drawn + _threshold(STRIP, threshold, f"refuse below {threshold:.2f}" if threshold else "nothing is refused")


def stacked(scores: Sequence[float], above: Sequence[bool]) -> list[int]:
    """Dots of about the same score stand on one another: 1, 2, 3, … above the axis, −1, −2, … below it.

    >>> stacked([0.5, 0.501, 0.9, 0.5], [True, True, True, False])
    [1, 2, 1, -1]
    """
    seats: Counter = Counter()
    levels = []
    for score, up in zip(scores, above):
        seat = round(score / 0.018), up
        seats[seat] += 1
        levels.append(seats[seat] if up else -seats[seat])
    return levels
