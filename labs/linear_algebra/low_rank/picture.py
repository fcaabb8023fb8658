"""Drawings for low rank: a photo and what is rebuilt of it, words and their neighbours, two thin matrices."""

from __future__ import annotations

import numpy as np

from ui import marks
from ui.words import percent

WIDTH = 480.0
SIZE = (0.0, WIDTH, -272.0, 0.0)  # in pixels of a bare plane
CURVE = (56.0, 252.0, -246.0, -194.0)
SCALE = (272.0, 476.0, -240.0, -222.0)  # the bar that counts numbers


def _words(x: float, y: float, words: str, role: str = "context", anchor: str = "start", weight: int = 500) -> dict:
    return marks.text((x, y), words, role, anchor=anchor, dx=0, dy=0, weight=weight)


def _box(box, role: str, fill: float, **look) -> dict:
    left, right, low, high = box
    return marks.polygon([(left, low), (right, low), (right, high), (left, high)], role, fill=fill, **look)


def grey(box, values: np.ndarray) -> list[dict]:
    """A picture from 0, black, to 1, white, the same on a light page and on a dark one; what lies outside is cut."""
    shade = 2 * np.clip(values, 0, 1) - 1
    ground = [_box(box, "white", 1, width=0), _box(box, "black", 0.5, width=0)]
    return [*ground, marks.heat(box, shade, plus="white", minus="black")]


def photos(A: np.ndarray, rebuilt: np.ndarray, r: int) -> list[dict]:
    """The photo, and beside it the matrix of rank r."""
    high = 232.0 * A.shape[0] / A.shape[1]
    cut = ", cut to 0…1" if rebuilt.min() < -0.005 or rebuilt.max() > 1.005 else ""
    return [
        _words(0, -14, f"the photo: {A.shape[0]} × {A.shape[1]}", "data", weight=600),
        _words(248, -14, f"rank {r}{cut}", "model", weight=600),
        *grey((0, 232, -20 - high, -20), A),
        *grey((248, 480, -20 - high, -20), rebuilt),
    ]


def curve(missing: np.ndarray, r: int, level: float = 0.05) -> list[dict]:
    """The error of each rank from 0 on, where it stands now, and the level that is looked for."""
    most = len(missing) - 1
    panel = marks.Panel(CURVE, x=(0, most), y=(0, 1))
    at = panel.at(np.arange(most + 1), missing)
    down = panel.at(r, 0)
    return [
        *panel.frame(x=[0, (most / 2, "rank"), most], y=[(0, "0"), (1, "100 %")], grid=False),
        marks.line(panel.at([0, most], [level, level]), "truth", width=1.5, dash="4 3"),
        marks.line(at, "context", width=1.5),
        marks.line(at[: r + 1], "model", width=3),
        marks.line([down, at[r]], "model", width=1.5, dash="2 3"),
        marks.points([at[r]], "model", size=5),
        _words(CURVE[1], CURVE[3] + 2, f"error {percent(missing[r])}", "model", "end", 700),
        _words(CURVE[1], panel.at(most, level)[1] - 2 + 8, "5 %", "truth", "end"),
    ]


def counted(numbers: int, whole: int, most: int) -> list[dict]:
    """How many numbers are kept, as a bar beside that of the whole matrix."""
    left, right, low, high = SCALE
    end = left + (right - left) * np.array([numbers, whole]) / max(most, whole)
    return [
        _words(left, high + 26, f"{numbers:,} numbers", "model", weight=700),
        _words(left, high + 9, f"of {whole:,}: {percent(numbers / whole)}", "context"),
        _box((left, end[1], low, high), "context", 0.14, width=1),
        _box((left, end[0], low + 4, high - 4), "model", 0.85, width=0),
        marks.line([(end[1], low - 4), (end[1], high + 4)], "ink", width=2),
        _words(min(end[1], right), low - 18, "the matrix", "ink", "end"),
    ]


# ---------------------------------------------------------------- words


def neighbours(word: str, before: list[str], now: list[str], r: int, kept: float) -> list[dict]:
    """The nearest words of one word by all numbers and by rank r, and lines between those in both lists."""
    left, right, top, pitch = 128.0, 300.0, -54.0, 22.0
    drawn = [
        _words(0, -13, f"nearest to “{word}”", "ink", weight=700),
        _words(left, -36, "by all 50", "data", "end", 600),
        _words(right, -36, f"by rank {r}", "model", weight=600),
    ]
    for place, name in enumerate(before):
        y = top - pitch * place
        drawn.append(_words(left, y - 5, name, "data" if name in now else "context", "end", 600))
        if name in now:
            drawn.append(marks.line([(left + 8, y), (right - 8, top - pitch * now.index(name))], "truth", width=2))
    for place, name in enumerate(now):
        drawn.append(_words(right, top - pitch * place - 5, name, "model" if name in before else "guess", weight=600))
    return [
        *drawn,
        _words(WIDTH - 4, -72, percent(kept), "truth", "end", 700),
        _words(WIDTH - 4, -92, "of 843 words", "context", "end"),
        _words(WIDTH - 4, -109, "keep their", "context", "end"),
        _words(WIDTH - 4, -126, "nearest one", "context", "end"),
    ]


# ---------------------------------------------------------------- a change

CORNER, SIDE, GAP = (142.0, -112.0), 150.0, 8.0  # where the product stands, and how large it is


def thin(B: np.ndarray, A: np.ndarray, change: np.ndarray, r: int) -> list[dict]:
    """B, a tall matrix, and A, a flat one; where they meet, their product."""
    x, y = CORNER
    wide = SIDE * r / len(B)
    tall, flat = (x - GAP - wide, x - GAP, y - SIDE, y), (x, x + SIDE, y + GAP, y + GAP + wide)
    square = (x, x + SIDE, y - SIDE, y)
    drawn = []
    for box, values in ((tall, B), (flat, A), (square, change)):
        drawn += [marks.heat(box, values / max(np.abs(values).max(), 1e-9)), _box(box, "context", 0, width=1)]
    return [
        *drawn,
        _words(tall[0] - 6, y - SIDE / 2 - 4, "B", "ink", "end", 700),
        _words(x + SIDE + 6, flat[2] + wide / 2 - 5, "A", "ink", weight=700),
        _words(x + SIDE + 6, y - SIDE + 3, "B A", "ink", weight=700),
        _words(0, -14, f"B: 64 × {r}", "model", weight=600),
        _words(0, -34, f"A: {r} × 64", "model", weight=600),
    ]


def digits(x: np.ndarray, wanted: np.ndarray, got: np.ndarray) -> list[dict]:
    """What goes in, what should come out, and what comes out."""
    drawn = []
    for place, (values, words, role) in enumerate(
        ((x, "in", "data"), (wanted, "wanted", "truth"), (got, "out", "model"))
    ):
        left, top = 346.0, -4.0 - 64 * place
        box = (left, left + 56, top - 58, top - 2)
        drawn += [*grey(box, 1 - values.reshape(8, 8)), _box(box, role, 0, width=1.5)]
        drawn.append(_words(left + 62, top - 34, words, role, weight=600))
        below, above = values.min() < -0.005, values.max() > 1.005
        if below or above:
            drawn.append(_words(left + 62, top - 52, "cut off" if below and above else f"cut at {int(above)}", role))
    return drawn


def priced(numbers: int, whole: int, error: float) -> list[dict]:
    """What the two thin matrices cost, and what is missing."""
    return [
        _words(346, -218, f"{numbers:,} numbers", "model", weight=700),
        _words(346, -238, f"of {whole:,}: {percent(numbers / whole)}", "context"),
        _words(346, -260, f"error {percent(error)}", "truth" if error == 0 else "model", weight=700),
    ]


def guessed(level: float, most: int) -> list[dict]:
    """The guess, as an error at rank 1."""
    panel = marks.Panel(CURVE, x=(0, most), y=(0, 1))
    return [
        marks.line(panel.at([0, most], [level, level]), "guess", width=2, dash="5 4"),
        _words(CURVE[1], panel.at(0, level)[1] + (4 if level < 0.5 else -14), "your guess", "guess", "end", 600),
    ]
