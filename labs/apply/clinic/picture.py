"""A patient's chart: the number in question on top, and below it one piece of evidence, or two of a kind side by side.

The unit is a pixel of a laptop's picture. Two panels share their limits, so that before and after can be compared.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ui import marks

WIDTH, TOP, TALL = 474, 58, 178  # the strip of the number takes TOP, a panel TALL
SIZE = (0, WIDTH, -(TOP + TALL), 0)
SHORT = (0, WIDTH, -TOP, 0)  # the strip alone
GAP = 18  # between two panels
MOST = 1e300
Box = tuple[float, float, float, float]  # left, right, bottom, top


def vital(called: str, now: str, before: str, cured: bool) -> list[dict]:
    """The number as it was delivered, and beside it what it was before the change; the same number, once cured."""
    half = WIDTH / 2 + 8
    return [
        _text(0, -12, called, "context", "start"),
        marks.text((0, -46), now, role="model", anchor="start", dx=0, dy=0, weight=800, height=_fit(now)),
        _text(half, -12, "once repaired" if cured else "before the change", "context", "start"),
        marks.text(
            (half, -46), before, role="truth", anchor="start", dx=0, dy=0,
            weight=800 if cured else 500, height=_fit(before),
        ),
        marks.line([(0, -TOP + 4), (WIDTH, -TOP + 4)], width=1, opacity=0.5),
    ]  # fmt: skip


def _fit(text: str) -> float:
    """The height of a number's letters, so that it keeps to its half."""
    return min(30, 380 / max(len(text), 1))


def waiting(lines: list[str]) -> list[dict]:
    """What stands in the panel before anything is bought."""
    middle = -TOP - TALL / 2
    frame = _frame((0, WIDTH, -TOP - TALL + 2, -TOP - 2)) | {"dash": "5 5"}
    return [
        frame,
        *(_text(WIDTH / 2, middle + 12 - 24 * row, line, "context", "middle") for row, line in enumerate(lines)),
    ]


def panels(shown: list[tuple[str, dict[str, Any]]]) -> list[dict]:
    """One exhibit (kind, data), or two of one kind: as delivered, and once repaired."""
    kind = shown[0][0]
    every = [data for _, data in shown]
    if kind == "table":
        shown = shown[-1:]
    width = (WIDTH - GAP * (len(shown) - 1)) / len(shown)
    drawn = []
    for place, (_, data) in enumerate(shown):
        left = place * (width + GAP)
        box = (left, left + width, -TOP - TALL, -TOP)
        role = "truth" if place or len(every) > len(shown) else "model"
        if len(shown) == 2:
            drawn.append(_text(left, -TOP - 14, ("before", "after")[place], role, "start", weight=700))
            box = (*box[:3], -TOP - 20)
        drawn += DRAW[kind](data, box, role, every)
    return drawn + footnote(kind, every)


def footnote(kind: str, every) -> list[dict]:
    """What the bars stand for, once for both panels."""
    y, data = -TOP - TALL + 8, every[0]
    if kind == "bars":
        return [_text(WIDTH, y, f"{data['label']}{', log scale' * (_ends(every)[0] > 0)} →", "context", "end")]
    if kind == "pairs":
        words = (f"thick: {data['label']}", "start"), (f"thin: {data['second_label']}", "end")
        return [_text(x, y, text, "context", side) for x, (text, side) in zip((0, WIDTH), words)]
    return []


# --- One function for each kind of exhibit: data, the box it goes into, its colour, and the data of all panels ------


def draw_table(data, box: Box, role: str, every) -> list[dict]:
    left, right, bottom, top = box
    rows = [data["head"], *data["rows"]]
    pitch = min(30, (top - bottom - 10) / len(rows))
    columns = len(data["head"])
    first = 0.34 if columns > 2 else 0.62
    ends = [left + (right - left) * (first + (1 - first) * (j + 1) / (columns - 1)) for j in range(columns - 1)]
    drawn = [marks.line([(left, top - 8 - pitch), (right, top - 8 - pitch)], width=1, opacity=0.5)]
    for i, cells in enumerate(rows):
        y = top - 2 - pitch * (i + 0.75)
        look = {"role": "context"} if i == 0 else {"role": "ink"}
        drawn.append(_text(left, y, _short(cells[0], 34 if columns == 2 else 22), look["role"], "start"))
        drawn += [
            _text(end, y, _short(cell, 17), role if i and j == columns - 2 else look["role"], "end",
                  weight=600 if i else 500)
            for j, (end, cell) in enumerate(zip(ends, cells[1:]))
        ]  # fmt: skip
    return drawn


def draw_bars(data, box: Box, role: str, every) -> list[dict]:
    """A bar across the box for each name, the name and the value written on it."""
    left, right, bottom, top = box
    ends, whole = _ends(every), all(float(value).is_integer() for each in every for value in each["values"])
    pitch = min(30, (top - bottom - 24) / len(data["names"]))
    drawn = []
    for i, (name, value) in enumerate(zip(data["names"], data["values"])):
        y = top - pitch * (i + 0.5) - 2
        end = left + max((right - left) * _reach(value, *ends), 1)
        drawn += [
            marks.polygon(_corners((left, end, y - pitch * 0.4, y + pitch * 0.4)), role=role, fill=0.28, width=0),
            _text(left + 5, y - 5, _short(name, 24 if right - left > 300 else 17), "ink", "start"),
            _text(right - 2, y - 5, _number(value, whole), role, "end", weight=600),
        ]
    return drawn


def draw_pairs(data, box: Box, role: str, every) -> list[dict]:
    """Two thin bars for each name, from a common zero: what is in question, and what it is compared with."""
    left, right, bottom, top = box
    low = min(0.0, *(float(np.min(each[key])) for each in every for key in ("values", "seconds")))
    high = max(float(np.max(each[key])) for each in every for key in ("values", "seconds"))
    start = left + (right - left) * 0.4
    pitch = min(30, (top - bottom - 24) / len(data["names"]))

    def x(value):
        return start + (right - start) * (float(value) - low) / max(high - low, 1e-9)

    drawn = [marks.line([(x(0), top - 2), (x(0), top - 2 - pitch * len(data["names"]))], width=1)]
    for i, (name, value, second) in enumerate(zip(data["names"], data["values"], data["seconds"])):
        y = top - pitch * (i + 0.5) - 2
        drawn += [
            _text(left, y - 5, _short(name, 24 if right - left > 300 else 11), "ink", "start"),
            marks.line([(x(0), y + 4), (x(value), y + 4)], role=role, width=8, opacity=0.85),
            marks.line([(x(0), y - 5), (x(second), y - 5)], role="context", width=4),
        ]
    return drawn


def draw_curve(data, box: Box, role: str, every) -> list[dict]:
    """The loss after each step; on a log scale where it covers more than a factor of 30."""
    left, right, bottom, top = (box[0], box[1], box[2] + 20, box[3] - 4)
    losses = [np.clip(np.nan_to_num(each["losses"], nan=MOST, posinf=MOST), 1e-9, MOST) for each in every]
    low, high = min(each.min() for each in losses), max(each.max() for each in losses)
    log = bool(high / low > 30)
    ends = np.log([low, high]) if log else np.array([min(low, high * 0.9), high])

    def y(values):
        at = np.log(values) if log else values
        return bottom + 14 + (np.asarray(at) - ends[0]) / max(ends[1] - ends[0], 1e-12) * (top - bottom - 34)

    own = np.clip(np.nan_to_num(data["losses"], nan=MOST, posinf=MOST), 1e-9, MOST)
    x = np.linspace(left + 6, right - 6, len(own))
    over = np.flatnonzero(~np.isfinite(data["losses"]))
    drawn = [
        _frame((left, right, bottom, top)),
        marks.line(np.column_stack([x, y(own)]), role=role, width=2.5),
        _text(left + 6, y(high) + 5, _number(high) if high < MOST else "too large for a float", "context", "start"),
        _text(left + 6, y(low) - 14 if y(low) > bottom + 16 else bottom + 5, _number(low), "context", "start"),
        _text(right, bottom - 16, f"step {len(own)}", "context", "end"),
        _text(left, bottom - 16, "loss" + ", log scale" * log, "context", "start"),
    ]
    if len(over):
        at = (x[over[0]], (bottom + top) / 2)
        drawn.append(
            _text(
                *at,
                f"overflow at step {over[0] + 1}",
                role,
                "middle" if 0.2 < over[0] / len(own) < 0.8 else "end",
                weight=600,
            )
        )
    return drawn


def draw_dots(data, box: Box, role: str, every) -> list[dict]:
    """One dot for each case on equal axes, the diagonal through them; arrows for what lies above or below."""
    left, right, bottom, top = (box[0] + 4, box[1] - 4, box[2] + 22, box[3] - 4)
    actual = np.asarray(data["x"], dtype=float)
    reach = (0.0, 1.0) if data.get("unit") else (float(actual.min()), float(actual.max()))
    room = 0.05 * (reach[1] - reach[0])
    low, high = reach[0] - room, reach[1] + room
    said = np.ravel(data["y"])

    def place(x, y):
        return np.column_stack([
            left + (np.asarray(x) - low) / (high - low) * (right - left),
            bottom + (np.asarray(y) - low) / (high - low) * (top - bottom),
        ])  # fmt: skip

    over, under = said > high, ~(said >= low)
    inside = ~(over | under)
    drawn = [
        _frame((left, right, bottom, top)),
        marks.line(place([low, high], [low, high]), role="context", dash="4 4", width=1.5),
        marks.points(place(actual[inside], said[inside]), role=role, size=6 if data.get("unit") else 3, opacity=0.75),
        _text(right, bottom - 16, f"{data['x_label']} →", "context", "end"),
        _text(left, bottom - 16, f"↑ {data['y_label']}", "context", "start"),
    ]
    for side, (beyond, edge, way) in {"above": (over, top, 1), "below": (under, bottom, -1)}.items():
        if beyond.any():
            x = left + 16
            drawn.append(marks.arrow((x, edge - 2 * way), (x, edge - 22 * way), role=role, width=3))
            words = f"{beyond.sum()} {side} the chart"
            drawn.append(_text(x + 10, edge - 18 * way - 4, words, role, "start", weight=600))
    return drawn


def draw_images(data, box: Box, role: str, every) -> list[dict]:
    """Images of 8 × 8 pixels in a grid, each with what it is called."""
    left, right, bottom, top = box
    count = len(data["images"])
    columns = max(n for n in (2, 3, 4, 6) if n <= max(2, count / 2) and (right - left) / n > 52)
    rows = -(-count // columns)
    side = min((right - left) / columns - 12, (top - bottom) / rows - 26)
    drawn = []
    for i, (image, caption) in enumerate(zip(data["images"], data["captions"])):
        column, row = i % columns, i // columns
        centre = left + (right - left) * (column + 0.5) / columns
        up = top - 6 - row * (top - bottom) / rows
        where = (centre - side / 2, centre + side / 2, up - side, up)
        drawn += [
            _frame(where),
            marks.heat(where, np.reshape(image, (8, 8)), plus="ink"),
            _text(centre, up - side - 15, caption, role, "middle", weight=600),
        ]
    return drawn


def draw_heat(data, box: Box, role: str, every) -> list[dict]:
    """How often each class (row) is called each class (column)."""
    left, right, bottom, top = (box[0] + 18, box[1], box[2] + 18, box[3] - 4)
    side = min(right - left, top - bottom)
    where = (left, left + side, top - side, top)
    step = side / 10
    return [
        _frame(where),
        marks.heat(where, data["values"], plus=role),
        *(_text(left - 5, top - step * (k + 0.5) - 5, str(k), "context", "end") for k in range(10)),
        *(_text(left + step * (k + 0.5), top - side - 15, str(k), "context", "middle") for k in range(10)),
        *([_text(left + side + 10, top - 20, f"row: what it {data['rows']}", "context", "start"),
           _text(left + side + 10, top - 40, f"column: what is {data['columns']}", "context", "start")]
          if right - left - side > 130 else []),
    ]  # fmt: skip


def draw_hist(data, box: Box, role: str, every) -> list[dict]:
    """Probabilities of both kinds, back to back, from 0 to 1, and the threshold. Heights: root of each kind's share."""
    left, right, bottom, top = (box[0], box[1], box[2] + 22, box[3] - 4)
    middle, edges = (bottom + top) / 2, np.linspace(0, 1, 21)
    drawn = [marks.line([(left, middle), (right, middle)], width=1)]
    for way, key, colour in ((1, "up", role), (-1, "down", "context")):
        shares = np.sqrt(np.histogram(data[key], edges)[0] / max(len(data[key]), 1))
        for i, share in enumerate(shares):
            if share:
                x = left + (right - left) * edges[i], left + (right - left) * edges[i + 1] - 2
                ends = sorted((middle, middle + way * share * (top - bottom) * 0.42))
                drawn.append(marks.polygon(_corners((*x, *ends)), role=colour, fill=0.6, width=0))
    at = left + (right - left) * float(np.clip(data["at"], 0, 1))
    side = "start" if at < (left + right) / 2 else "end"
    inwards = 24 if side == "start" else -24
    beyond = not 0 <= data["at"] <= 1
    up, down = data["labels"]
    return [
        *drawn,
        marks.arrow((at, bottom + 10), (at + inwards, bottom + 10), role="ink", width=2) if beyond else
        marks.line([(at, bottom), (at, top)], role="ink", width=2, dash="5 3"),
        _text(at + (5 if side == "start" else -5) + inwards * beyond, bottom + 2, f"threshold {_number(data['at'])}",
              "ink", side, weight=600),
        _text((left + right) / 2, top - 12, up, role, "middle", weight=600),
        _text((left + right) / 2, bottom + 20, down, "context", "middle", weight=600),
        _text(left, bottom - 16, "0", "context", "start"),
        _text(right, bottom - 16, "1", "context", "end"),
        _text((left + right) / 2, bottom - 16, "p →", "context", "middle"),
    ]  # fmt: skip


DRAW = {
    "table": draw_table, "bars": draw_bars, "pairs": draw_pairs, "curve": draw_curve, "dots": draw_dots,
    "images": draw_images, "heat": draw_heat, "hist": draw_hist,
}  # fmt: skip


def _ends(every) -> tuple[float, float]:
    """Where the bars of all panels begin and end: at 0, or above it for a log scale, where they differ that much."""
    values = np.concatenate([np.asarray(each["values"], dtype=float) for each in every])
    some = values[np.isfinite(values) & (values > 0)]
    high = max([float(some.max(initial=1e-12)), *(each.get("top", 0.0) for each in every)])
    log = all(each.get("log") for each in every) and len(some) > 0 and high / some.min() > 100
    return (float(some.min()) / 3 if log else 0.0), high


def _reach(value: float, low: float, high: float) -> float:
    """How far a bar reaches between the ends, from 0 to 1."""
    if low > 0:
        return float(np.clip(np.log(max(value, low) / low) / np.log(high / low), 0, 1))
    return float(np.clip(np.nan_to_num(value, posinf=high) / high, 0, 1))


def _number(value: float, whole: bool = False) -> str:
    if not np.isfinite(value):
        return "overflow"
    size = abs(value)
    text = f"{value:.1e}" if size >= 1e6 else f"{value:,.0f}" if size >= 100 or whole else f"{value:.2f}"
    return text.replace("-", "−", 1) if value < 0 else text


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _corners(box: Box) -> list[tuple[float, float]]:
    left, right, low, high = box
    return [(left, low), (right, low), (right, high), (left, high)]


def _frame(box: Box) -> dict:
    return marks.polygon(_corners(box), role="context", fill=0.04, width=1)


def _text(x: float, y: float, words: str, role: str, anchor: str, **look) -> dict:
    return marks.text((x, y), words, role=role, anchor=anchor, dx=0, dy=0, **look)
