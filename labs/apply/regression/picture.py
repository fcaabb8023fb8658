"""People as dots, with the lines of three methods and the learner's own; or predictions against what was measured."""

from __future__ import annotations

import numpy as np

from ui import marks

LEFT, RIGHT = 24.0, 546.0  # where the smallest and the largest x stand, so that y keeps its own units
LOW, HIGH = -40.0, 360.0
SIZE = (0.0, 570.0, LOW, HIGH)
NAMED = {"solve": ("truth", 0.94), "descend": ("model", 0.3), "library": ("context", 0.74)}


def people(x, y, own: tuple[float, float], fits: dict, x_name: str) -> list[dict]:
    """Every person as a dot at (x, y), a line for each method, and the learner's line with how far it misses some.

    `own` is the height of the learner's line at the smallest and the largest x; `fits` has each method's predictions.
    """
    low, high = np.argmin(x), np.argmax(x)
    across = to_plane(x, x[low], x[high])
    misses = [[(px, py), (px, at(own, px))] for px, py in zip(across[::6], y[::6])]
    drawn = [
        *frame(x[low], x[high], x_name),
        marks.points(np.column_stack([across, y]), role="data", size=3, opacity=0.35),
        marks.lines(misses, role="guess", width=1, opacity=0.35),
        marks.line([(LEFT, own[0]), (RIGHT, own[1])], role="guess", width=2),
        marks.text(
            (LEFT + 0.5 * (RIGHT - LEFT), sum(own) / 2), "your line", role="guess", dx=0, dy=-7, anchor="middle"
        ),
    ]
    for name, predicted in fits.items():
        drawn += line_of(name, (predicted[low], predicted[high]))
    return drawn


def line_of(name: str, ends: tuple[float, float]) -> list[dict]:
    """The line of one method, drawn so that three can lie on each other and be seen, with its name where it shows."""
    role, preferred = NAMED[name]
    along = np.linspace(0, 1, 101)
    heights = ends[0] + (ends[1] - ends[0]) * along
    across = LEFT + (RIGHT - LEFT) * along
    path = np.column_stack([across, heights])
    if name == "library":
        drawn = [marks.points(path[4:-3:8], role=role, size=4, hollow=True)]
    else:
        look = {"width": 7, "opacity": 0.4} if name == "solve" else {"width": 2}
        drawn = [marks.line(path[[0, -1]], role=role, **look)]
    seen = np.flatnonzero((heights > LOW + 30) & (heights < HIGH - 40))
    if not len(seen):
        return drawn
    best = seen[np.argmin(np.abs(along[seen] - preferred))]
    return [*drawn, marks.text(path[best], name, role=role, dx=0, dy=18, anchor="middle")]


def predictions(y, fits: dict) -> list[dict]:
    """Every third person: across what each method predicts, up what was measured. The diagonal is right on."""
    looks = {"solve": {"size": 5.5, "opacity": 0.45}, "descend": {"size": 3}, "library": {"size": 5.5, "hollow": True}}
    ends = to_plane(np.array([0.0, 350.0]), 0, 350)
    drawn = [
        *frame(0, 350, "predicted (every third person)"),
        marks.line(np.column_stack([ends, [0, 350]]), width=1.5, dash="5 4"),
        marks.text((ends[0], 0), "predicted = measured", dx=38, dy=-4, anchor="start"),
    ]
    for row, (name, predicted) in enumerate(fits.items()):
        role = NAMED[name][0]
        look = {"width": 1} | looks[name]
        at = np.column_stack([to_plane(predicted, 0, 350), y])[::3]
        off = {"←": at[:, 0] < 2, "→": at[:, 0] > SIZE[1] - 2}
        for arrow, gone in off.items():
            if gone.any():
                place, anchor = ((2, 15), "start") if arrow == "←" else ((SIZE[1] - 2, 15), "end")
                words = f"← {gone.sum()} more" if arrow == "←" else f"{gone.sum()} more →"
                drawn.append(marks.text(place, words, role=role, dx=0, dy=0, anchor=anchor, weight=700))
        drawn += [
            marks.points(at[~off["←"] & ~off["→"]], role=role, **look),
            marks.points([(LEFT + 60, HIGH - 55 - 24 * row)], role=role, **look),
            marks.text((LEFT + 60, HIGH - 55 - 24 * row), name, role=role, dx=10, dy=5, anchor="start"),
        ]
    return drawn


def frame(low: float, high: float, x_name: str) -> list[dict]:
    """Grid, numbers and names of the axes."""
    step = next(s for s in (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100) if (high - low) / s <= 8)
    ticks = np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step
    across, heights = to_plane(ticks, low, high), range(0, 351, 50)
    segments = [[(x, LOW), (x, HIGH)] for x in across] + [[(0, y), (SIZE[1], y)] for y in heights]
    return [
        marks.lines(segments, width=1, opacity=0.22),
        *(marks.text((x, LOW), f"{tick:g}", dx=0, dy=-4, anchor="middle") for x, tick in zip(across, ticks)),
        *(marks.text((0, y), f"{y}", dx=2, dy=-3, anchor="start") for y in heights[2::2]),
        marks.text((0, HIGH), "measured: progression after a year", dx=4, dy=14, anchor="start"),
        marks.text((SIZE[1], LOW), x_name, dx=-4, dy=-22, anchor="end"),
    ]


def to_plane(x, low: float, high: float):
    """Where x stands on the plane, when `low` stands at its left and `high` at its right."""
    return LEFT + (np.asarray(x) - low) / (high - low) * (RIGHT - LEFT)


def at(own: tuple[float, float], across):
    """The height of the learner's line at a place on the plane."""
    return own[0] + (own[1] - own[0]) * (across - LEFT) / (RIGHT - LEFT)
