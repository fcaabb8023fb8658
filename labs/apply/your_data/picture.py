"""A report at a glance: three scores with their intervals, what the better model leans on, where it is right.

The unit is a pixel of a laptop's picture.
"""

from __future__ import annotations

import numpy as np

from ui import marks
from ui.words import number

WIDTH, TALL = 474, 254
SIZE = (0, WIDTH, -TALL, 0)
LEFT, RIGHT = 74, WIDTH - 52  # the axis of the scores
LOW, ROW = -0.5, 27  # R² below this has an arrow; from one row to the next
TOP, PANEL = 116, 14  # where the lower half starts
ROLES = {"baseline": "context", "linear": "data", "tree": "model"}


def scores(found, is_number: bool) -> list[dict]:
    """A dot and its interval for each model on an axis that ends at 1, all right; an arrow for what lies left of it."""
    start = LOW if is_number and min(found.low) < 0 else 0.0
    ticks = [start, 0, 0.5, 1] if start < 0 else [0, 0.25, 0.5, 0.75, 1]
    drawn = [
        marks.lines(
            [[(_across(tick, start), -22), (_across(tick, start), -96)] for tick in ticks], width=1, opacity=0.3
        )
    ]
    drawn += [_text(_across(tick, start), -110, _number(tick), anchor="middle") for tick in ticks]
    drawn += [_text(0, -10, "R² on unseen rows" if is_number else "share right on unseen rows")]
    for row, name in enumerate(found.names):
        drawn += one_score(name, -33 - ROW * row, found.score[row], found.low[row], found.high[row], start)
    return drawn


def one_score(name: str, y: float, score: float, low: float, high: float, start: float) -> list[dict]:
    """A model's name, its dot and interval, and its score as a number."""
    role = ROLES[name]
    drawn = [
        _text(0, y - 4, name, role=role, weight=600),
        _text(WIDTH, y - 4, _number(score), role=role, anchor="end", weight=700),
    ]
    if high > start:
        ends = [(_across(end, start), y) for end in (low, high)]
        drawn.append(marks.line(ends, role=role, width=3, opacity=0.55))
    if low < start:
        drawn.append(marks.arrow((LEFT - 8, y), (LEFT + 14, y), role=role, width=3))
    if score >= start:
        drawn.append(marks.points([(_across(score, start), y)], role=role, size=5.5))
    return drawn


def leans(falls: dict[str, float]) -> list[dict]:
    """A bar for each column the better model leans on: how much of its score is lost without it."""
    drawn = [_text(0, -TOP - PANEL, "the better model leans on")]
    most = max([*falls.values(), 1e-9])
    for row, (name, fall) in enumerate(list(falls.items())[:4]):
        y = -TOP - PANEL - 22 - ROW * row
        drawn += [
            _text(0, y, short(name, 24), role="ink"),
            marks.line([(0, y - 10), (max(2, 200 * max(fall, 0) / most), y - 10)], role="truth", width=6, opacity=0.75),
        ]
    return drawn if falls else [*drawn, _text(0, -TOP - PANEL - 20, "nothing: it is the baseline", role="ink")]


def predictions(y, predicted) -> list[dict]:
    """Test rows: across what is predicted, up what was the case; on the diagonal both are equal."""
    left, right, bottom, top = 240, WIDTH, -TALL + 20, -TOP - PANEL - 10
    every = max(1, len(y) // 250)
    y, predicted = np.asarray(y)[::every], np.asarray(predicted)[::every]
    low, high = np.min([y, predicted]), np.max([y, predicted])
    reach = max(high - low, 1e-12)
    x = left + 8 + (predicted - low) / reach * (right - left - 16)
    up = bottom + 8 + (y - low) / reach * (top - bottom - 16)
    return [
        marks.polygon([(left, bottom), (right, bottom), (right, top), (left, top)], role="context", fill=0.04, width=1),
        marks.line([(left + 8, bottom + 8), (right - 8, top - 8)], width=1.5, dash="5 4"),
        marks.points(np.column_stack([x, up]), role="data", size=2.6, opacity=0.55),
        _text(left, -TOP - PANEL, "↑ was the case"),
        _text(right, -TALL + 4, f"→ predicted, {brief(low)} to {brief(high)}", anchor="end"),
    ]


def found(y, predicted) -> list[dict]:
    """For the commonest classes, how many of each are found: a full bar is all."""
    left, right = 240, WIDTH
    drawn = [_text(left, -TOP - PANEL, "found, of each class")]
    names, counts = np.unique(np.asarray(y, dtype=str), return_counts=True)
    for row, at in enumerate(np.argsort(-counts, kind="stable")[:4]):
        of = np.asarray(y, dtype=str) == names[at]
        right_ones = int(np.sum(of & (np.asarray(predicted, dtype=str) == names[at])))
        y_at = -TOP - PANEL - 22 - ROW * row
        drawn += [
            _text(left, y_at, short(names[at], 20), role="ink"),
            _text(right, y_at, f"{right_ones:,} of {counts[at]:,}", role="ink", anchor="end"),
            marks.line([(left, y_at - 10), (right, y_at - 10)], width=6, opacity=0.18),
            marks.line(
                [(left, y_at - 10), (left + (right - left) * right_ones / counts[at], y_at - 10)], role="truth", width=6
            ),
        ]
    return drawn


def columns(table) -> list[dict]:
    """A table's columns, the first seven: name, type, how much of it is filled, how many different cells it has."""
    names, rows = list(table.types), len(table.frame)
    heads = [("column", 0, "start"), ("type", 196, "start"), ("filled", 264, "start"), ("different", WIDTH, "end")]
    drawn = [_text(x, -12, head, anchor=anchor) for head, x, anchor in heads]
    for row, name in enumerate(names[:7]):
        y, filled = -38 - ROW * row, 1 - table.missing[name] / rows
        drawn += [
            _text(0, y, short(name, 26), role="ink", weight=600),
            _text(196, y, table.types[name], role="ink"),
            marks.line([(264, y + 4), (384, y + 4)], width=8, opacity=0.2),
            _text(WIDTH, y, f"{table.frame[name].nunique():,}", role="ink", anchor="end"),
        ]
        if filled:
            drawn.append(marks.line([(264, y + 4), (264 + 120 * filled, y + 4)], role="data", width=8))
    more = len(names) - 7
    return drawn + ([_text(0, -TALL + 14, f"and {more:,} more column{'s' * (more > 1)}")] if more > 0 else [])


def short(name: str, most: int) -> str:
    """A name that fits its place."""
    return name if len(name) <= most else name[: most - 1] + "…"


def brief(value: float) -> str:
    """A number as it is read on an axis."""
    plain = f"{value:,.0f}" if 100 <= abs(value) < 1e7 else f"{value:.3g}"
    return plain.replace("-", "−")


def _number(value: float) -> str:
    return number(value, 2) if abs(value) < 1000 else brief(value)


def _across(score: float, start: float) -> float:
    return LEFT + (float(np.clip(score, start, 1)) - start) / (1 - start) * (RIGHT - LEFT)


def _text(x: float, y: float, words: str, role: str = "context", anchor: str = "start", **look) -> dict:
    return marks.text((x, y), words, role=role, anchor=anchor, dx=0, dy=0, **look)
