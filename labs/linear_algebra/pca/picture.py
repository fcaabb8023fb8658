"""Drawings for principal components: an axis through real data with its shadows, and what the first components keep."""

from __future__ import annotations

import numpy as np

from ui import marks
from ui.words import number, percent

# The axis: the data around (0, 0), and below them a strip with the angle across and the variance kept upwards.

SIZE = (-4.0, 4.0, -4.45, 2.6)
REACH = (-3.9, 3.9, -2.4, 2.5)  # of the handle
FLOOR, CEILING = -4.05, -2.95  # 0 % and 100 % of the strip
LEFT, RIGHT = -3.05, 3.7  # 0° and 180°


def scale(X: np.ndarray) -> float:
    """What to divide centred points by, the same for both columns, so that they and all their shadows fit."""
    far = np.sqrt(np.sum(X**2, axis=1))
    return float(np.max((far + np.abs(X)[:, ::-1].T) / 2 / np.array([[2.4], [3.8]])))


def cloud(X: np.ndarray, shadows: np.ndarray, v: np.ndarray, names: tuple[str, str]) -> list[dict]:
    """Points, their shadows on the axis through v, and the way from one to the other; X and shadows are centred."""
    size = scale(X)
    X, shadows = (X / size).round(2), (shadows / size).round(2)
    return [
        marks.lines([[(-3.95, 0), (3.95, 0)], [(0, -2.5), (0, 2.55)]], opacity=0.5, width=1),
        marks.text((3.95, 0), names[0], anchor="end", dx=0, dy=15),
        marks.text((0, 2.55), names[1], anchor="start", dx=7, dy=8),
        marks.lines(np.stack([X, shadows], axis=1), opacity=0.3, width=1),
        through(v, "model", width=1.5),
        marks.points(X, role="data", size=3, opacity=0.85),
        marks.points(shadows, role="model", size=2.6, opacity=0.7),
    ]


def through(v: np.ndarray, role: str, **look) -> dict:
    """The whole axis in direction v, as far as the data's part of the plane goes; a label stands at its lower end."""
    reach = np.min(np.array([3.95, 2.5]) / np.maximum(np.abs(v), 1e-9))
    up = reach * v if v[1] > 0 else -reach * v
    return marks.line([up, -up], role=role, **look)


def on_strip(degrees: np.ndarray | float, share: np.ndarray | float) -> np.ndarray:
    """The place on the strip of an angle from 0 to 180 and a share from 0 to 1; shape (…, 2)."""
    x = LEFT + (RIGHT - LEFT) * np.asarray(degrees) / 180
    return np.stack(np.broadcast_arrays(x, FLOOR + (CEILING - FLOOR) * np.asarray(share)), axis=-1)


def strip(curve: np.ndarray, at: float, share: float, best: int | None, guess: float | None, said: str) -> list[dict]:
    """The share kept now as a dot over its angle; `curve` has the share at 0°, 1°, … 180°, seen near the dot only,
    or all of it with its top marked once `best` is told."""
    edges = [[on_strip(0, level), on_strip(180, level)] for level in (0, 1)]
    drawn = [
        marks.lines(edges, opacity=0.5, width=1),
        *(marks.text(on_strip(0, n), f"{100 * n} %", anchor="end", dx=-5, dy=2) for n in (0, 1)),
        *(marks.text(on_strip(n, 0), f"{n}°", anchor="middle", dx=0, dy=17) for n in (0, 45, 90, 135, 180)),
        marks.text(on_strip(0, 1), "variance kept, by angle", anchor="start", dx=2, dy=-6),
    ]
    degrees = np.arange(181)
    if guess is not None:
        level = [on_strip(0, guess), on_strip(180, guess)]
        drawn.append(marks.line(level, role="guess", width=2, dash="5 4"))
        drawn.append(marks.text(on_strip(180, 1), said, role="guess", anchor="end", dx=0, dy=-6))
    if best is not None:
        top = on_strip(best, curve[best])
        drawn.append(marks.line(on_strip(degrees, curve)[::2], width=2))
        drawn.append(marks.points([top], role="truth", size=6))
        drawn.append(marks.line([on_strip(best, 0), top], role="truth", width=2))
    near = degrees[np.abs(degrees - at) <= 14]
    drawn.append(marks.line(on_strip(near, curve[near]), role="model", width=2.5))
    drawn.append(marks.line([on_strip(at, 0), on_strip(at, share)], role="model", width=2.5))
    drawn.append(marks.points([on_strip(at, share)], role="model", size=6))
    if share < 0.4:
        place = {"anchor": "middle", "dx": 0, "dy": -11}
    else:
        left = at >= 120 or (best is not None and 0 < best - at < 30)  # clear of the edge, and of the best axis
        place = {"anchor": "end", "dx": -8, "dy": -5} if left else {"anchor": "start", "dx": 8, "dy": -5}
    drawn.append(
        marks.text(
            on_strip(at, share if share < 0.4 else 0), percent(share), role="model", weight=600, loose=True, **place
        )
    )
    return drawn


# How many are enough: everything in pixels of a bare plane.

WIDTH = 474
HOW_MANY = (0, WIDTH, -352, 0)


def scree(percents: np.ndarray, k: int, kept: float) -> list[dict]:
    """A bar for the share of each component, the first k lit, and one bar for what they keep together."""
    low, high, pitch = -112, -26, WIDTH / len(percents)
    x = (np.arange(len(percents)) + 0.5) * pitch
    tops = low + (high - low) * percents / percents.max()
    bars = np.stack([np.column_stack([x, np.full(len(x), low)]), np.column_stack([x, tops])], axis=1)
    width = round(0.7 * pitch, 1)
    return [
        _words(0, -12, "each component's share of the variance"),
        marks.lines(bars[:k], role="model", width=width),
        marks.lines(bars[k:], role="context", width=width, opacity=0.55),
        marks.lines([[(0, low), (WIDTH, low)]], width=1, opacity=0.6),
        marks.text((x[0], tops[0]), f"{percents[0]:g} %", role="ink", dx=width / 2 + 4, dy=10, anchor="start"),
        _words(0, -134, f"{'none' if k == 0 else 'the first' if k == 1 else f'the first {k}'}: {percent(kept)}", "ink"),
        _box(0, WIDTH, -158, -142, "context", fill=0.18),
        _box(0, WIDTH * kept, -158, -142, "model", fill=0.9),
    ]


def rebuilt(originals: np.ndarray, rebuilds: np.ndarray, newest: np.ndarray, k: int) -> list[dict]:
    """Five digits, the same five rebuilt below, and the pattern of the newest component; rows of 64 pixels."""
    again = "rebuilt from 1 number each" if k == 1 else f"rebuilt from {k} numbers each"
    again += ", cut to 0…1" if rebuilds.min() < 0 or rebuilds.max() > 1 else ""
    drawn = [_words(0, -178, "as scanned: 64 numbers each"), _words(0, -272, again)]
    for place, (image, rebuild) in enumerate(zip(originals, rebuilds)):
        left = 76 * place
        drawn += [_picture(left, -186, image), _picture(left, -280, np.clip(rebuild, 0, 1))]
    if k:
        pattern = newest[0] / np.abs(newest).max()
        drawn += [
            _words(WIDTH, -178, f"component {k} (own shades)", anchor="end"),
            _picture(WIDTH - 68, -186, pattern, "model", "data"),
        ]
    return drawn


def recipe(weights: np.ndarray, names: tuple[str, ...], k: int) -> list[dict]:
    """The six measurements that weigh most in component k."""
    drawn = [_words(0, -178, f"what component {k} is made of: its six largest weights")]
    for row, column in enumerate(np.argsort(-np.abs(weights), kind="stable")[:6]):
        y, end = -206 - 25 * row, 300 + 110 * weights[column]
        drawn += [
            _words(160, y - 4, names[column], "ink", "end"),
            _box(min(300, end), max(300, end), y - 7, y + 7, "model", fill=0.9),
            _words(WIDTH, y - 4, number(weights[column], 2), "ink", "end"),
        ]
    return [*drawn, marks.lines([[(300, -192), (300, -346)]], width=1, opacity=0.6)]


def _picture(left: float, top: float, values: np.ndarray, plus: str = "ink", minus: str = "ink") -> dict:
    return marks.heat((left, left + 68, top - 68, top), values.reshape(8, 8), plus, minus)


def _box(left: float, right: float, low: float, high: float, role: str, fill: float) -> dict:
    return marks.polygon([(left, low), (right, low), (right, high), (left, high)], role=role, fill=fill, width=0)


def _words(x: float, y: float, words: str, role: str = "context", anchor: str = "start") -> dict:
    return marks.text((x, y), words, role=role, dx=0, dy=0, anchor=anchor)
