"""A model among the people it learned from; R² against how far it may bend, and against how many people it saw.

Lengths are in pixels of a picture WIDTH wide.
"""

from __future__ import annotations

import numpy as np

from ui import marks
from ui.marks import Panel

WIDTH, HEIGHT = 556, 498
SIZE = (0.0, float(WIDTH), -float(HEIGHT), 0.0)
TOP = (40.0, 548.0, -200.0, -30.0)  # left, right, bottom, top of each panel
BEND = (48.0, 296.0, -442.0, -304.0)
ROWS = (372.0, 540.0, -442.0, -304.0)
LOW, HIGH = -0.5, 1.0  # of R²; a curve that falls below leaves the panel, and an arrow says that it goes on
MOST = 350  # of y
MEASURED = "measured: progression after a year"
ROLES = {"training": "data", "cross-validation": "model", "test": "truth"}


def fitted(x, y, along, curve, x_name: str) -> list[dict]:
    """People as dots, and what the model says at every x, as a curve."""
    panel = Panel(TOP, x=(float(along[0]), float(along[-1])), y=(0, MOST))
    return [
        *panel.frame((20, 25, 30, 35, 40), (0, 100, 200, 300), x_name, MEASURED),
        marks.window(TOP, [
            marks.points(panel.at(x, y).round(), role="data", size=3, opacity=0.55),
            marks.line(panel.at(along, np.clip(curve, -1e3, 1e3)).round(1), role="model", width=2.5),
        ]),
    ]  # fmt: skip


def predicted(seen: tuple, unseen: tuple) -> list[dict]:
    """Across what the model says, up what was measured: of people it learned from, and of people it did not."""
    panel = Panel(TOP, x=(0, MOST), y=(0, MOST))
    return [
        *panel.frame((0, 100, 200, 300), (0, 100, 200, 300), "predicted", MEASURED),
        marks.window(TOP, [
            marks.line(panel.at([0, MOST], [0, MOST]), width=1.5, dash="5 4"),
            marks.points(panel.at(*unseen).round(), role="model", size=3, opacity=0.6),
            marks.points(panel.at(*seen).round(), role="data", size=3, opacity=0.55),
        ]),
        marks.text((TOP[0], TOP[3]), "learned from", "data", anchor="start", dx=8, dy=16, weight=700),
        marks.text((TOP[0], TOP[3]), "held out", "model", anchor="start", dx=8, dy=34, weight=700),
    ]  # fmt: skip


def names(words: dict[str, str]) -> list[dict]:
    """The names of the curves, with the score of each as words."""
    places = {"training": (4, -266), "cross-validation": (236, -266), "test": (4, -288)}
    return [
        marks.text(places[label], f"{'R² in ' * (label == 'training')}{label} {score}", ROLES[label],
                   anchor="start", dx=0, dy=0, weight=700)
        for label, score in words.items()
    ]  # fmt: skip


def against_bend(lines: dict, level: int, name: str, guess: float | None, looks: dict[int, float]) -> list[dict]:
    """R² for every depth or degree, from 1 up; the guess stands at the last of them, the test scores where looked."""
    last = len(next(iter(lines.values())))
    panel = Panel(BEND, x=(1, last), y=(LOW, HIGH))
    drawn = scores(panel, np.arange(1, last + 1), lines, level, (1, 3, 6, 9, last), name)
    drawn += [mark for at, score in looks.items() for mark in dot(panel, at, score, "truth", 6)]
    if guess is not None:
        at = panel.at([last - 1.6, last], guess)
        drawn += [
            marks.line(at, role="guess", width=3, dash="4 3"),
            marks.text(at[0], "guess", role="guess", anchor="end", dx=-6, dy=4, weight=600),
        ]
    return drawn


def against_rows(lines: dict, sizes: list[int], rows: int, looks: dict[int, float]) -> list[dict]:
    """The learning curve: R² for every number of people it learned from."""
    panel = Panel(ROWS, x=(sizes[0], sizes[-1]), y=(LOW, HIGH))
    drawn = scores(panel, sizes, lines, rows, (sizes[0], 100, 200, sizes[-1]), "people")
    return drawn + [mark for at, score in looks.items() for mark in dot(panel, at, score, "truth", 6)]


def scores(panel: Panel, at, lines: dict, now: int, ticks: tuple, name: str) -> list[dict]:
    """A curve for each kind of score, with a dot where the learner is."""
    left, right, bottom, top = panel.box
    curves = [
        marks.line(panel.at(at, np.maximum(values, -100)).round(1), role=ROLES[label], width=2.2)
        for label, values in lines.items()
    ]
    return [
        *panel.frame(ticks, (LOW, 0, 0.5, 1), name),
        marks.line(panel.at(now, [LOW, HIGH]), role="ink", width=1.2),
        marks.window((left - 2, right + 2, bottom, top + 2), curves),
        *(each for label, values in lines.items()
          for each in dot(panel, now, float(values[list(at).index(now)]), ROLES[label], 5)),
    ]  # fmt: skip


def dot(panel: Panel, x: float, score: float, role: str, size: float) -> list[dict]:
    """A dot at its score, or an arrow down where that is below the panel."""
    at = panel.at(x, max(score, LOW))
    if score >= LOW:
        return [marks.points([at], role=role, size=size)]
    return [marks.arrow(at - [0, 6], tail=at + [0, 16], role=role, width=2.5)]
