"""A model among the people it learned from; R² against how far it may bend, and against how many people it saw.

Lengths are in pixels of a picture WIDTH wide.
"""

from __future__ import annotations

import numpy as np

from ui import marks

WIDTH, HEIGHT = 474, 376
SIZE = (0.0, float(WIDTH), -float(HEIGHT), 0.0)
TOP = (8, 466, 6, 172)  # left, right, top, bottom of each panel
BEND = (46, 252, 230, 352)
ROWS = (308, 464, 230, 352)
LOW, HIGH = -0.5, 1.0  # of R²; a curve that falls below leaves the panel, and an arrow says that it goes on
PEOPLE = (0.0, 350.0)  # of y


def fitted(x, y, along, curve, x_name: str) -> list[dict]:
    """People as dots, and what the model says at every x, as a curve."""
    low, high = float(along[0]), float(along[-1])
    return [
        *_frame(TOP, {v: f"{v:g}" for v in np.arange(20, 45, 5)}, (low, high), x_name),
        marks.window(_box(TOP), [
            marks.points(_in(TOP, x, y, (low, high), PEOPLE), role="data", size=3, opacity=0.55),
            marks.line(_in(TOP, along, np.clip(curve, -1e3, 1e3), (low, high), PEOPLE), role="model", width=2.5),
        ]),
        _text(TOP[0] + 6, TOP[2] + 13, "measured: progression after a year", "context", "start"),
    ]  # fmt: skip


def predicted(seen: tuple, unseen: tuple) -> list[dict]:
    """Across what the model says, up what was measured: of people it learned from, and of people it did not."""
    diagonal = _in(TOP, [0, 350], [0, 350], PEOPLE, PEOPLE)
    return [
        *_frame(TOP, {v: f"{v}" for v in (50, 100, 150, 200, 250, 300)}, PEOPLE, "predicted"),
        marks.window(_box(TOP), [
            marks.line(diagonal, width=1.5, dash="5 4"),
            marks.points(_in(TOP, *unseen, PEOPLE, PEOPLE), role="model", size=3, opacity=0.6),
            marks.points(_in(TOP, *seen, PEOPLE, PEOPLE), role="data", size=3, opacity=0.55),
        ]),
        _text(TOP[0] + 6, TOP[2] + 13, "measured", "context", "start"),
        _text(TOP[0] + 6, TOP[2] + 31, "learned from", "data", "start", weight=700),
        _text(TOP[0] + 6, TOP[2] + 49, "held out", "model", "start", weight=700),
    ]  # fmt: skip


def against_bend(lines: dict, level: int, name: str, guess: float | None, looks: dict[int, float]) -> list[dict]:
    """R² for every depth or degree, from 1 up; the guess stands at the last of them, the test scores where looked."""
    last = len(next(iter(lines.values())))
    ends = (1, last)
    drawn = _scores(BEND, np.arange(1, last + 1), lines, level, ends, {n: f"{n}" for n in (1, 3, 6, 9, last)}, name)
    drawn += [mark for at, score in looks.items() for mark in _dot(BEND, at, score, ends, "truth", 6)]
    if guess is not None:
        x, y = _in(BEND, [last - 1.6, last], [guess] * 2, ends, (LOW, HIGH))
        drawn += [
            marks.line([x, y], role="guess", width=3, dash="4 3"),
            marks.text(y, "guess", role="guess", anchor="end", dx=0, dy=-6, weight=600),
        ]
    return drawn


def against_rows(lines: dict, sizes: list[int], rows: int, looks: dict[int, float]) -> list[dict]:
    """The learning curve: R² for every number of people it learned from."""
    ends = (sizes[0], sizes[-1])
    drawn = _scores(ROWS, sizes, lines, rows, ends, {n: f"{n}" for n in (sizes[0], 100, 200, sizes[-1])}, "people")
    return drawn + [mark for at, score in looks.items() for mark in _dot(ROWS, at, score, ends, "truth", 6)]


ROLES = {"training": "data", "cross-validation": "model", "test": "truth"}


def _scores(panel, at, lines, now, ends, ticks, name) -> list[dict]:
    drawn = _frame(panel, ticks, ends, name)
    for value in (-0.5, 0, 0.5, 1):
        (place,) = _in(panel, [ends[0]], [value], ends, (LOW, HIGH))
        drawn.append(marks.text(place, f"{value:g}".replace("-", "−"), anchor="end", dx=-4, dy=4))
        drawn.append(marks.line(_in(panel, ends, [value, value], ends, (LOW, HIGH)), width=1, opacity=0.3))
    drawn.append(marks.line(_in(panel, [now, now], [LOW, HIGH], ends, (LOW, HIGH)), role="ink", width=1.2))
    curves = [
        marks.line(_in(panel, at, np.maximum(values, -100), ends, (LOW, HIGH)), role=ROLES[label], width=2.2)
        for label, values in lines.items()
    ]
    left, right, top, bottom = panel
    drawn.append(marks.window((left - 2, right + 2, -bottom, -top + 2), curves))
    for label, values in lines.items():
        drawn += _dot(panel, now, float(values[list(at).index(now)]), ends, ROLES[label], 5)
    return drawn


def _dot(panel, x: float, score: float, ends: tuple, role: str, size: float) -> list[dict]:
    """A dot at its score, or an arrow down where that is below the panel."""
    (place,) = _in(panel, [x], [max(score, LOW)], ends, (LOW, HIGH))
    if score >= LOW:
        return [marks.points([place], role=role, size=size)]
    return [marks.arrow(place - [0, 6], tail=place + [0, 16], role=role, width=2.5)]


def names(words: dict[str, str]) -> list[dict]:
    """The names of the curves, with the score of each as words."""
    places = (BEND[0], BEND[0] + 112, BEND[0] + 276)
    return [
        _text(x, BEND[2] - 16, f"{label} {score}", ROLES[label], "start", weight=700)
        for x, (label, score) in zip(places, words.items())
    ] + [_text(BEND[0] - 6, BEND[2] - 16, "R²", "context", "end")]


def _frame(panel, ticks: dict, ends: tuple, name: str) -> list[dict]:
    left, right, _, bottom = panel
    places = [_in(panel, [tick], [0], ends, (0, 1))[0] for tick in ticks]
    return [
        marks.line([(left, -bottom), (right, -bottom)], width=1, opacity=0.6),
        *(marks.text(place, words, anchor="middle", dx=0, dy=15) for place, words in zip(places, ticks.values())),
        _text(right, bottom - 6, name, "context", "end"),
    ]


def _box(panel) -> tuple[float, float, float, float]:
    left, right, top, bottom = panel
    return left, right, -bottom, -top


def _in(panel, x, y, across: tuple[float, float], up: tuple[float, float]) -> np.ndarray:
    """Places in a panel, shape (n, 2)."""
    left, right, top, bottom = panel
    px = left + (np.asarray(x, dtype=float) - across[0]) / (across[1] - across[0]) * (right - left)
    py = -bottom + (np.asarray(y, dtype=float) - up[0]) / (up[1] - up[0]) * (bottom - top)
    return np.column_stack([px, py])


def _text(x: float, y: float, words: str, role: str, anchor: str, **look) -> dict:
    return marks.text((x, -y), words, role=role, anchor=anchor, dx=0, dy=0, **look)
