"""People as dots, with the lines of three methods and the learner's own; or predictions against what was measured."""

from __future__ import annotations

import numpy as np

from ui import marks
from ui.marks import Panel

LEFT, RIGHT, TOP = 24.0, 546.0, 350.0  # where the smallest and the largest x stand, and the top of y, in its own units
SIZE = (-34.0, 570.0, -62.0, 376.0)
BOX = (LEFT, RIGHT, 0.0, TOP)
SEEN = (0.0, 570.0, 0.0, 360.0)  # what lies outside it isn't drawn
NAMED = {"solve": ("truth", 0.94), "descend": ("model", 0.3), "library": ("context", 0.74)}
MEASURED = "measured: progression after a year"


def people(x, y, own: tuple[float, float], fits: dict, x_name: str) -> list[dict]:
    """Every person as a dot at (x, y), a line for each method, and the learner's line with how far it misses some.

    `own` is the height of the learner's line at the smallest and the largest x; `fits` has each method's predictions.
    """
    low, high = np.argmin(x), np.argmax(x)
    panel = Panel(BOX, x=(x[low], x[high]), y=(0, TOP))
    at = panel.at(x, y).round()
    misses = [[(px, py), (px, at_height(own, px))] for px, py in at[::6]]
    drawn = [
        *panel.frame(ticks(x[low], x[high]), (0, 100, 200, 300), x_name, MEASURED),
        marks.points(at, role="data", size=3, opacity=0.35),
        marks.lines(misses, role="guess", width=1, opacity=0.35),
        marks.line([(LEFT, own[0]), (RIGHT, own[1])], role="guess", width=2),
        marks.text(((LEFT + RIGHT) / 2, sum(own) / 2), "your line", role="guess", dy=-7, anchor="middle", loose=True),
    ]
    lines, names = [], []
    for name, predicted in fits.items():
        line, label = line_of(name, (predicted[low], predicted[high]))
        lines += line
        names += label
    return [*drawn, marks.window(SEEN, lines), *names]


def line_of(name: str, ends: tuple[float, float]) -> tuple[list[dict], list[dict]]:
    """The line of one method, drawn so that three can lie on each other and be seen, and its name where it shows."""
    role, preferred = NAMED[name]
    along = np.linspace(0, 1, 101)
    heights = ends[0] + (ends[1] - ends[0]) * along
    path = np.column_stack([LEFT + (RIGHT - LEFT) * along, heights]).round(1)
    if name == "library":
        line = marks.points(path[4:-3:8], role=role, size=4, hollow=True)
    else:
        look = {"width": 7, "opacity": 0.4} if name == "solve" else {"width": 2}
        line = marks.line(path[[0, -1]], role=role, **look)
    seen = np.flatnonzero((heights >= 0) & (heights < TOP - 10))
    if not len(seen):
        return [line], []
    best = seen[np.argmin(np.abs(along[seen] - preferred))]
    return [line], [marks.text(path[best], name, role=role, dx=0, dy=18, anchor="middle", loose=True)]


def predictions(y, fits: dict) -> list[dict]:
    """Every third person: across what each method predicts, up what was measured. The diagonal is right on."""
    looks = {"solve": {"size": 5.5, "opacity": 0.45}, "descend": {"size": 3}, "library": {"size": 5.5, "hollow": True}}
    panel = Panel(BOX, x=(0, TOP), y=(0, TOP))
    drawn = [
        *panel.frame((0, 100, 200, 300), (0, 100, 200, 300), "predicted (every third person)", MEASURED),
        marks.line(panel.at([0, TOP], [0, TOP]), width=1.5, dash="5 4"),
        marks.text(panel.at(TOP, TOP), "predicted = measured", dx=-22, dy=8, anchor="end", loose=True),
    ]
    for row, (name, predicted) in enumerate(fits.items()):
        role = NAMED[name][0]
        look = {"width": 1} | looks[name]
        at = panel.at(predicted, y)[::3].round(1)
        here = (SEEN[0] <= at[:, 0]) & (at[:, 0] <= SEEN[1])
        drawn += [
            marks.points(at[here], role=role, **look),
            *beyond(int((at[:, 0] < SEEN[0]).sum()), int((at[:, 0] > SEEN[1]).sum()), role),
            marks.points([(RIGHT - 90, 90 - 28 * row)], role=role, **look),
            marks.text((RIGHT - 90, 90 - 28 * row), name, role=role, dx=10, dy=5, anchor="start"),
        ]
    return drawn


def beyond(left: int, right: int, role: str) -> list[dict]:
    """How many lie off the picture, with an arrow."""
    sides = ((left, f"← {left} more", (SEEN[0], 14), "start"), (right, f"{right} more →", (SEEN[1], 14), "end"))
    return [marks.text(place, words, role=role, dx=0, dy=0, anchor=anchor, weight=700)
            for count, words, place, anchor in sides if count]  # fmt: skip


def ticks(low: float, high: float) -> np.ndarray:
    """Up to seven round numbers from low to high."""
    step = next(s for s in (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100) if (high - low) / s <= 7)
    return (np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step).round(6)


def at_height(own: tuple[float, float], across):
    """The height of the learner's line at a place on the plane."""
    return own[0] + (own[1] - own[0]) * (across - LEFT) / (RIGHT - LEFT)


def to_plane(x):
    """Where x stands on the plane, when its smallest stands at the left and its largest at the right."""
    return LEFT + (x - x.min()) / (x.max() - x.min()) * (RIGHT - LEFT)
