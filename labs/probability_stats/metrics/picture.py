"""Two histograms of scores back to back, parted by a threshold; below them cost, shares, ROC and PR.

Late flights stand above the axis and flights on time hang below it. Left of the threshold they are called on time,
right of it late: the four parts are the confusion matrix. Lengths are in pixels, turned into units of the score.
"""

from __future__ import annotations

import numpy as np

from ui import marks
from ui.words import number

WIDTH, HEIGHT = 474, 392
LEFT, RIGHT = -7.6, 1.2
UNIT = (RIGHT - LEFT) / WIDTH  # of the score, for each pixel
SIZE = (LEFT, RIGHT, -HEIGHT * UNIT, 0)
BOUNDS = (-7.4, 1.0)  # where the threshold goes: past the lowest and the highest score
BINS = np.linspace(-7.5, 1, 35)
BASE, TALL = 84, 64  # where the axis of the histograms is, and how tall a bar may be:
MOST = 0.1  # so tall is one that holds this share of all flights, above the axis and below it alike
FLOOR, HIGH = 234, 44  # the same for the cost
ROWS = (268, 298, 326, 354)
BAR, FULL = 84, 86  # where the bars of the shares begin, and how long a share of 1 is
SIDE, SQUARE_TOP = 112, 258
ROC, PR = 228, 355  # where the two squares begin


def histograms(late, on_time, threshold: float, prevalence: float, counts: list[list[str]]) -> list[dict]:
    """Both histograms on one scale, cut at the threshold; counts as words: [[missed, found], [left alone, alarmed]]."""
    up, down = _outlines(late, prevalence, threshold), _outlines(on_time, prevalence - 1, threshold)
    (missed, found), (alone, alarmed) = counts
    ticks = [(score, BASE + TALL + 22) for score in (-6, -4, -2, 0)]
    return [
        marks.polygon(up[0], role="data", fill=0.12, width=1.6),
        marks.polygon(up[1], role="data", fill=0.85, width=0),
        marks.polygon(down[0], role="context", fill=0.3, width=0),
        marks.polygon(down[1], role="model", fill=0.85, width=0),
        marks.line([(LEFT, -BASE * UNIT), (RIGHT, -BASE * UNIT)], width=1),
        marks.lines(
            [[(threshold, -y * UNIT) for y in ends] for ends in ((22, BASE + TALL - 8), (BASE + TALL + 28, FLOOR))],
            role="ink",
            width=1.5,
        ),
        _text(4, 15, f"late, missed (FN): {missed}", "data", "start", weight=700),
        _text(WIDTH - 4, 15, f"late, found (TP): {found}", "data", "end", weight=700),
        _text(4, BASE + TALL + 4, f"on time, left alone (TN): {alone}", "context", "start", weight=700),
        _text(WIDTH - 4, BASE + TALL + 4, f"false alarms (FP): {alarmed}", "model", "end", weight=700),
        *(
            marks.text((score, -y * UNIT), f"{score}".replace("-", "−"), anchor="middle", dx=0, dy=0)
            for score, y in ticks
        ),
        _text(WIDTH - 4, BASE + TALL + 22, "score", "context", "end"),
        _text(4, 15, "one scale above and below", "context", "start", dy=16),
    ]


def cost(thresholds, costs, threshold: float, now: float) -> list[dict]:
    """The cost at every threshold, under the histograms, and where it stands now."""
    top = max(costs.max(), 1e-9)
    x, y = thresholds, -(FLOOR - HIGH * costs / top) * UNIT
    at = (threshold, -(FLOOR - HIGH * now / top) * UNIT)
    side = {"anchor": "end", "dx": -10} if threshold > (LEFT + RIGHT) / 2 else {"anchor": "start", "dx": 10}
    floor = -FLOOR * UNIT
    return [
        marks.polygon([(x[0], floor), *zip(x, y), (x[-1], floor)], role="truth", fill=0.08, width=0),
        marks.line(np.column_stack([x, y]), role="truth", width=2),
        marks.line([(LEFT, floor), (RIGHT, floor)], width=1),
        marks.points([at], role="truth", size=5.5),
        marks.text((threshold, floor), f"{number(now, 2)} € a flight", role="truth", dy=-6, weight=700, **side),
        _text(4, FLOOR - HIGH - 5, f"cost, up to {number(top, 2)} €", "truth", "start", loose=True),
    ]


def shares(named: dict[str, float], target: tuple[str, float], guess: float | None) -> list[dict]:
    """A bar for each share; a notch at the target of one of them, and the guess on the same."""
    drawn = []
    for y, (name, share) in zip(ROWS, named.items()):
        role = "truth" if name == target[0] else "ink"
        drawn += [
            _text(0, y + 4.5, name, role, "start", weight=600),
            marks.line([_at(BAR, y), _at(BAR + FULL, y)], width=12, opacity=0.18),
            marks.line([_at(BAR, y), _at(BAR + FULL * share, y)], role=role, width=12, opacity=0.85),
            _text(BAR + FULL + 6, y + 4.5, number(share, 2), role, "start", weight=600),
        ]
        if name == target[0]:
            x = BAR + FULL * target[1]
            drawn += [marks.line([_at(x, y - 9), _at(x, y + 9)], role="truth", width=2)]
            if guess is not None:
                x = BAR + FULL * guess
                drawn += [
                    marks.line([_at(x, y - 10), _at(x, y + 10)], role="guess", width=3, dash="4 3"),
                    _text(x, y - 9, "guess", "guess", "end" if guess > 0.5 else "start", weight=600),
                ]
    return drawn


def curves(alarmed, found, precisions, now: tuple[float, float, float | None], area: float) -> list[dict]:
    """ROC and PR as two squares of side 1; `now` is the point of the threshold: alarmed, found, precision."""
    (x, y, right), some = now, np.linspace(0, len(found) - 1, 70).astype(int)  # enough to draw them
    alarmed, precisions, found = alarmed[some], precisions[some[1:] - 1], found[some]
    drawn = [
        *_square(ROC, "↑ recall", "→ false alarms"),
        marks.line([_in(ROC, 0, 0), _in(ROC, 1, 1)], dash="3 4", width=1),
        marks.line([_in(ROC, *point) for point in zip(alarmed, found)], role="truth", width=2),
        marks.points([_in(ROC, x, y)], role="ink", size=5.5),
        _text(ROC + SIDE - 5, SQUARE_TOP + SIDE - 7, "ROC", "ink", "end", weight=700, dy=-15),
        _text(ROC + SIDE - 5, SQUARE_TOP + SIDE - 7, f"AUC {number(area, 2)}", "truth", "end"),
        *_square(PR, "↑ precision", "→ recall"),
        marks.line([_in(PR, *point) for point in zip(found[1:], precisions)], role="truth", width=2),
        _text(PR + SIDE - 5, SQUARE_TOP + 15, "PR", "ink", "end", weight=700),
    ]
    return drawn if right is None else [*drawn, marks.points([_in(PR, y, right)], role="ink", size=5.5)]


def _square(left: float, up: str, across: str) -> list[dict]:
    corners = [(0, 0), (1, 0), (1, 1), (0, 1)]
    return [
        marks.polygon([_in(left, *corner) for corner in corners], role="context", fill=0.05, width=1),
        _text(left, SQUARE_TOP - 5, up, "context", "start"),
        _text(left + SIDE, SQUARE_TOP + SIDE + 14, across, "context", "end"),
    ]


def _outlines(scores, share: float, threshold: float) -> list[np.ndarray]:
    """The histogram left and right of the threshold; `share` of all flights are in it, and below 0 it hangs down."""
    heights = TALL * share / MOST * np.histogram(scores, BINS)[0] / len(scores)
    return [_outline(heights, *ends) for ends in ((BINS[0], threshold), (threshold, BINS[-1]))]


def _outline(heights, low: float, high: float) -> np.ndarray:
    low, high = np.clip([low, high], BINS[0], BINS[-1])
    edges = np.concatenate([[low], BINS[(BINS > low) & (BINS < high)], [high]])
    bars = np.clip(np.searchsorted(BINS, (edges[:-1] + edges[1:]) / 2) - 1, 0, len(heights) - 1)
    tops = np.column_stack([np.repeat(edges, 2)[1:-1], (np.repeat(heights[bars], 2) - BASE) * UNIT])
    base = -BASE * UNIT
    return np.vstack([[low, base], tops, [high, base]])


def _at(x: float, y: float) -> tuple[float, float]:
    """A place in pixels from the upper left, in units of the plane."""
    return LEFT + x * UNIT, -y * UNIT


def _in(left: float, x: float, y: float) -> tuple[float, float]:
    """A place in a square whose sides go from 0 to 1."""
    return _at(left + SIDE * x, SQUARE_TOP + SIDE * (1 - y))


def _text(x: float, y: float, words: str, role: str, anchor: str, **look) -> dict:
    return marks.text(_at(x, y), words, role=role, anchor=anchor, **{"dx": 0, "dy": 0} | look)
