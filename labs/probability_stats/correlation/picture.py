"""Scatters with their lines, and rates with those of their groups, on one plane of 35 by 24.5 units."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ui import marks
from ui.words import percent

WIDTH, HEIGHT = 35.0, 24.5
SIZE = (-3.4, 35.8, -4.4, 25.4)
BOX = (0.0, WIDTH, 0.0, HEIGHT)
CENTRES = (4.0, 31.0, 1.5, 21.5)  # where the middle of a cloud may be dragged: its name stays in the picture
GROUPS = ("data", "model", "truth")  # the colours of the first, second and third group


class Frame(NamedTuple):
    """What the plane shows: from where to where, in the units of the data, and what its axes say."""

    x: tuple[float, float]
    y: tuple[float, float]
    x_name: str
    y_name: str
    x_ticks: tuple[float, ...] = ()
    y_ticks: tuple[float, ...] = ()
    unit: str = ""


PENGUINS = Frame((30, 62), (11, 24), "bill length in mm", "bill depth in mm", (30, 40, 50, 60), (12, 16, 20))
FIVE = Frame((0, 10), (0, 7), "x", "y", (0, 2, 4, 6, 8, 10), (0, 2, 4, 6))
GALTON = Frame((60, 80), (60, 80), "", "", (60, 65, 70, 75, 80), (60, 65, 70, 75))
KIDNEY = Frame((0, 1), (0.6, 1), "% of its patients with small stones", "% success", (0, 0.25, 0.5, 0.75, 1),
               (0.6, 0.7, 0.8, 0.9), "%")  # fmt: skip
BERKELEY = Frame((0, 1), (0, 1), "% admitted (a dot's area: how many applied)", "", (0, 0.2, 0.4, 0.6, 0.8, 1), (), "%")


def on_plane(frame: Frame, x, y) -> np.ndarray:
    """Where data stand on the plane: shape (n, 2), or (2,) for one pair."""
    (left, right), (bottom, top) = frame.x, frame.y
    across = (np.asarray(x, dtype=float) - left) / (right - left) * WIDTH
    return np.stack([across, (np.asarray(y, dtype=float) - bottom) / (top - bottom) * HEIGHT], axis=-1)


def in_data(frame: Frame, at) -> np.ndarray:
    """The data that stand at places on the plane: the inverse of `on_plane`, shape (n, 2)."""
    (left, right), (bottom, top) = frame.x, frame.y
    return np.asarray(at) / [WIDTH, HEIGHT] * [right - left, top - bottom] + [left, bottom]


def axes(frame: Frame) -> list[dict]:
    """Grid, ticks and names."""
    across = [on_plane(frame, tick, frame.y[0])[0] for tick in frame.x_ticks]
    up = [on_plane(frame, frame.x[0], tick)[1] for tick in frame.y_ticks]
    grid = [[(x, 0), (x, HEIGHT)] for x in across] + [[(0, y), (WIDTH, y)] for y in up]
    return [
        marks.lines(grid, width=1, opacity=0.22),
        *(_word((min(x, 34.2), 0), _tick(tick, frame), "middle", dy=17) for x, tick in zip(across, frame.x_ticks)),
        *(_word((0, y), _tick(tick, frame), "end", dx=-6, dy=4) for y, tick in zip(up, frame.y_ticks)),
        _word((WIDTH, 0), frame.x_name, "end", dy=35),
        _word((-3.2, HEIGHT), frame.y_name, "start", dy=-7),
    ]


def inside(frame: Frame, x, y) -> np.ndarray:
    """True for each pair that lies on the axes."""
    (left, right), (bottom, top) = frame.x, frame.y
    return (left <= x) & (x <= right) & (bottom <= y) & (y <= top)


def cloud(frame: Frame, x, y, role: str, size: float = 2.6, opacity: float = 0.6) -> dict:
    """Dots, of which only those inside the axes are seen."""
    return marks.window(BOX, [marks.points(on_plane(frame, x, y), role=role, size=size, opacity=opacity)])


def fitted(frame: Frame, x, slope: float, intercept: float, role: str, **look) -> dict:
    """The line intercept + slope · x above the reach of x, inside the axes."""
    ends = np.array([np.min(x), np.max(x)])
    return marks.window(BOX, [marks.line(on_plane(frame, ends, intercept + slope * ends), role=role, **look)])


def named(at, words: str, role: str, anchor: str = "start", dx: float = 8, dy: float = -8) -> dict:
    return _word(at, words, anchor, role, dx, dy) | {"weight": 700}


def guessed(frame: Frame, x, y, direction: int) -> list[dict]:
    """The learner's guess as a line through the means: rising, falling or level."""
    ends = np.array(frame.x)
    slope = direction * np.std(y) / np.std(x) * 0.6
    heights = np.mean(y) + slope * (ends - np.mean(x))
    line = on_plane(frame, ends, heights)
    start = line[0][0], np.clip(line[0][1], 2.5, HEIGHT - 1.5)
    return [
        marks.window(BOX, [marks.line(line, role="guess", width=2.5, dash="7 5")]),
        named(start, "your guess", "guess", dx=6, dy=-9 if direction <= 0 else 20),
    ]


def departments(names, tried, rates, men: float, women: float, groups: bool) -> list[dict]:
    """A row for each department, a dot's area its number of applicants, and all together in the last row.

    tried, rates: shape (departments, 2); men in the first column, women in the second.
    """
    drawn = axes(BERKELEY)
    for row, name in enumerate(names if groups else ()):
        y = 22.2 - 3.05 * row
        at = np.column_stack([rates[row] * WIDTH, [y, y]])
        drawn.append(_word((-1.5, y), name, "middle", "ink", dy=5))
        drawn.append(marks.lines([at], width=1.5, opacity=0.7))
        drawn += _pair(at, np.sqrt(tried[row]) * 0.42)
    y = 2.2
    at = np.array([(men * WIDTH, y), (women * WIDTH, y)])
    drawn += [marks.line([(0, 4.9), (WIDTH, 4.9)], width=1.5), _word((-1.5, y), "all", "middle", "ink", dy=5)]
    drawn += _pair(at, [10, 10])
    right = men >= women
    sides = {True: ("start", 15), False: ("end", -15)}
    for place, words, role, after in [(at[0], "men", "model", right), (at[1], "women", "data", not right)]:
        anchor, dx = sides[after]
        share = place[0] / WIDTH
        drawn.append(named(place, f"{words} {percent(share)}", role, anchor, dx, 5))
    return drawn


def _pair(at, sizes) -> list[dict]:
    """Men as a ring, women as a disc."""
    return [
        marks.points(at[:1], role="model", size=round(float(sizes[0]), 1), hollow=True, width=2.5),
        marks.points(at[1:], role="data", size=round(float(sizes[1]), 1), opacity=0.85),
    ]


def _tick(value: float, frame: Frame) -> str:
    return f"{100 * value:.0f}" if frame.unit == "%" else f"{value:g}"


def _word(at, words: str, anchor: str, role: str = "context", dx: float = 0, dy: float = 0) -> dict:
    return marks.text(at, words, role=role, anchor=anchor, dx=dx, dy=dy)
