"""Thirty weights as bars, and the error against how strongly the model is held back. Lengths are in pixels."""

from __future__ import annotations

import numpy as np

from ui import marks
from ui.marks import Panel
from ui.words import number

SIZE = (0.0, 556.0, -370.0, 0.0)
TOP = (44.0, 530.0, -146.0, -30.0)  # left, right, bottom, top of each panel
BELOW = (44.0, 530.0, -318.0, -198.0)
MEASURED, WIDEST = 10, 32.0  # so many columns are measured, the others are noise; the largest weight there is room for
REAL, NOISE, SEEN, HELD = "group1", "group2", "data", "model"


def weights(w) -> list[dict]:
    """A bar for each weight, a ring for each that is 0."""
    panel = Panel(TOP, x=(0.2, len(w) + 0.8), y=(-WIDEST, WIDEST))
    places = np.arange(1, len(w) + 1)
    drawn = [
        *panel.frame((), (-30, 0, 30)),
        marks.text(panel.at(0.5, WIDEST), "10 measured columns", REAL, anchor="start", dx=0, dy=-8, weight=700),
        marks.text(panel.at(30.5, WIDEST), "20 columns of noise", NOISE, anchor="end", dx=0, dy=-8, weight=700),
        marks.text(panel.at(0.2, -WIDEST), "weights", anchor="start", dx=2, dy=-5),
    ]
    for role, kind in ((REAL, places <= MEASURED), (NOISE, places > MEASURED)):
        alive, dead = kind & (w != 0), kind & (w == 0)
        bars = [panel.at([j, j], [0, height]) for j, height in zip(places[alive], w[alive])]
        drawn += [marks.lines(bars, role=role, width=8)] if bars else []
        drawn += (
            [marks.points(panel.at(places[dead], 0), role=role, size=3, hollow=True, width=1.5)] if dead.any() else []
        )
    return drawn


def errors(at, seen, held, now, ticks, across: str, log: bool, low: float, beside=None) -> list[dict]:
    """The error on the people it learned from, and on people held out, at every setting; `now` is the place of ours.

    beside: the settings and errors of another curve to compare with, and its name.
    """
    left, right, bottom, top = BELOW
    panel = Panel(BELOW, x=(float(min(at)), float(max(at))), y=(low, 90.0), log="x" if log else "")
    drawn = panel.frame(ticks, (low, (low + 90) / 2, 90), across)
    if beside:
        other_at, other, name = beside
        drawn.append(marks.window(BELOW, [marks.line(panel.at(other_at, other).round(1), width=1.8, dash="5 4")]))
        drawn.append(marks.text((right, top), name, anchor="end", dx=-2, dy=12))
    told = f"error where it learned {number(seen[now], 1)}"
    return [
        *drawn,
        marks.text((left, -178), told, SEEN, anchor="start", dx=0, dy=4, weight=700),
        marks.text((right, -178), f"held out {number(held[now], 1)}", HELD, anchor="end", dx=0, dy=4, weight=700),
        marks.line(panel.at(at[now], [low, 90]), role="ink", width=1.2),
        marks.window(
            (left - 4, right + 4, bottom - 2, top),
            [
                marks.line(panel.at(at, seen).round(1), role=SEEN, width=2.2),
                marks.line(panel.at(at, held).round(1), role=HELD, width=2.6),
            ],
        ),
        marks.points([panel.at(at[now], seen[now])], role=SEEN, size=5),
        marks.points([panel.at(at[now], held[now])], role=HELD, size=5.5),
    ]  # fmt: skip


def guessed(at, x: float, level: float, low: float) -> list[dict]:
    """Where the learner expected the error of people held out."""
    panel = Panel(BELOW, x=(float(min(at)), float(max(at))), y=(low, 90.0), log="x")
    place = panel.at(x, level)
    return [
        marks.points([place], role="guess", size=6, hollow=True, width=2.5),
        marks.text(place, "guess", role="guess", anchor="start", dx=10, dy=4, weight=600),
    ]


def hidden(kept, said, of_pass: int, plain: float, measured: float) -> list[dict]:
    """The hidden neurons in one pass, and what forty passes with dropout left on say of one person.

    kept: for each neuron whether it is kept; said: the answers; plain: the answer with dropout off.
    """
    left, right = TOP[:2]
    across = left + 8 + np.arange(len(kept)) * (right - left - 16) / (len(kept) - 1)
    panel = Panel((left, right, -128.0, -84.0), x=(0, 350))
    dots = np.column_stack([across, np.full(len(kept), -42.0)])
    drawn = [
        marks.text((left, -14), f"{len(kept)} hidden neurons, {int(np.sum(~kept))} dropped in pass {of_pass}", REAL,
                   anchor="start", dx=0, dy=4, weight=700),
        marks.text((left, -68), "one person, 40 passes with dropout left on", anchor="start", dx=0, dy=4),
        marks.points(dots[kept], role=REAL, size=4),
        *panel.frame((0, 100, 200, 300), (), ""),
        marks.line(panel.at(plain, [0, 1]), role=HELD, width=3),
        marks.line(panel.at(measured, [0, 1]), role=SEEN, width=2, dash="5 3"),
        marks.points(panel.at(np.clip(said, 0, 350), 0.5), role=NOISE, size=4, opacity=0.45),
        marks.points([panel.at(np.clip(said[of_pass - 1], 0, 350), 0.5)], role=NOISE, size=7),
    ]  # fmt: skip
    if not kept.all():
        drawn.append(marks.points(dots[~kept], role="context", size=4, hollow=True, width=1.2))
    return [
        *drawn,
        marks.text((right, -112), f"off: {number(plain)}", HELD, anchor="end", dx=0, dy=4, weight=700),
        marks.text((right, -92), f"measured: {number(measured)}", SEEN, anchor="end", dx=0, dy=4, weight=700),
    ]
