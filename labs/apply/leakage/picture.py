"""A pipeline as blocks, with which rows each of them sees; its score beside the honest one; and who is tested.

Lengths are in pixels of a picture WIDTH wide.
"""

from __future__ import annotations

import numpy as np

from ui import marks

WIDTH, HEIGHT = 474, 352
SIZE = (0.0, float(WIDTH), -float(HEIGHT), 0.0)
SLOT, TALL = 42, 32  # from block to block, and how tall one is
WIDE = 166
CENTRE = 86  # of the blocks
PLACES = (-2 * SLOT, -3 * SLOT, -4 * SLOT)  # where the three blocks that move can stand
FIXED = {1: "Load the table", 5: "Fit the model", 6: "Score it"}
SEES = (178, 226)  # the little bar beside a block: all rows, the test rows at its right end
SHARE = 0.75
AXIS = (278, 458)
ROWS = {"yours": 96, "honest": 172}
STRIP = (6, 468, 304, 322)
CELLS = 308  # the most rows of the table that the strip tells apart


def pipeline(order: list[str], marked: dict[str, str]) -> list[dict]:
    """The fixed blocks, the way through all of them, and beside each block which rows it sees.

    `marked`: a word beside some of them, "table" being the first: "leak", or "early" for what stands too early.
    """
    tops = [SLOT * n for n in range(1, 7)]
    drawn = [marks.arrow((CENTRE, -b + TALL / 2), tail=(CENTRE, -a - TALL / 2), role="context", width=1.5)
             for a, b in zip(tops, tops[1:])]  # fmt: skip
    for place, words in FIXED.items():
        y = -SLOT * place
        corners = [(CENTRE - WIDE / 2, y - TALL / 2), (CENTRE + WIDE / 2, y - TALL / 2),
                   (CENTRE + WIDE / 2, y + TALL / 2), (CENTRE - WIDE / 2, y + TALL / 2)]  # fmt: skip
        drawn += [
            marks.polygon(corners, "context", fill=0.08, width=1),
            marks.text((CENTRE - WIDE / 2 + 25, y), words, anchor="start", dx=0, dy=4),
        ]
    split = order.index("split")
    sees = [
        "all",
        *("all" if place < split else "cut" if place == split else "train" for place in range(3)),
        "train",
        "test",
    ]
    for top, seen, name in zip(tops, sees, ["table", *order, "", ""]):
        drawn += _bar(-top, seen, marked.get(name, ""))
    middle = (SEES[0] + SEES[1]) / 2
    return [*drawn, marks.text((middle, -12), "sees", anchor="middle", dx=0, dy=0)]


def _bar(y: float, seen: str, word: str) -> list[dict]:
    left, right = SEES
    cut = left + SHARE * (right - left)
    parts = {"train": (left, cut, "data"), "test": (cut + 2, right, "model")}
    drawn = []
    for name, (a, b, role) in parts.items():
        box = [(a, y - 6), (b, y - 6), (b, y + 6), (a, y + 6)]
        drawn.append(marks.polygon(box, role, fill=0.75 if seen in (name, "all", "cut") else 0.0, width=1))
    if word:
        look = {"role": "model", "weight": 700} if word == "leak" else {"role": "context", "weight": 500}
        drawn.append(marks.text((right + 4, y), word, anchor="start", dx=0, dy=4, **look))
    return drawn


def scores(yours, honest, ends: tuple[float, float], ticks: list[float], unit: str, guess: float | None) -> list[dict]:
    """The score of every fold as a small dot and their mean as a large one: of this pipeline, and of the honest one."""
    drawn = [_text(AXIS[0], 12, unit, "context", "start")]
    bottom = ROWS["honest"] + 26
    for tick in ticks:
        x = _along(tick, ends)
        drawn += [marks.line([(x, -ROWS["yours"] + 22), (x, -bottom)], width=1, opacity=0.3),
                  _text(x, bottom + 15, f"{tick:g}".replace("-", "−"), "context", "middle")]  # fmt: skip
    for (name, y), values, role in zip(ROWS.items(), (yours, honest), ("model", "truth")):
        mean = float(np.mean(values))
        x = _along(mean, ends)
        label = {"yours": "your pipeline", "honest": "without a leak"}[name]
        words = f"{label} {mean:.2f}".replace("-", "−")
        drawn += [
            marks.line([(AXIS[0], -y), (AXIS[1], -y)], width=1, opacity=0.4),
            marks.points([(_along(v, ends), -y) for v in values], role=role, size=3, opacity=0.5),
            marks.points([(x, -y)], role=role, size=7),
            _text(AXIS[0], y - 18, words, role, "start", weight=700),
        ]
    if guess is not None:
        x = _along(guess, ends)
        drawn += [
            marks.line([(x, -ROWS["yours"] - 14), (x, -ROWS["yours"] + 14)], role="guess", width=3, dash="4 3"),
            _text(x, ROWS["yours"] + 28, "guess", "guess", "middle", weight=600),
        ]
    return drawn


def strip(tested: np.ndarray, folds: int) -> list[dict]:
    """The rows of the table in their order, those of the first fold's test standing out; shape (n,) of bool."""
    which = "is tested" if folds == 1 else f"is tested, in the first of {folds} folds"
    left, right, top, bottom = STRIP
    which = "is tested" if folds == 1 else f"is tested, in the first of {folds} folds"
    cells = min(len(tested), CELLS)
    edges = np.arange(cells + 1) * len(tested) // cells
    shares = np.add.reduceat(tested.astype(float), edges[:-1]) / np.diff(edges)
    whole = [(left, -bottom), (right, -bottom), (right, -top), (left, -top)]
    return [
        marks.polygon(whole, "data", fill=0.55, width=0),
        marks.heat((left, right, -bottom, -top), [shares], plus="model"),
        _text(left, top - 8, "the rows of the table, first to last", "ink", "start"),
        _text(left, bottom + 20, "learns from", "data", "start", weight=700),
        _text(left + 108, bottom + 20, which, "model", "start", weight=700),
    ]


def _along(score: float, ends: tuple[float, float]) -> float:
    """Where a score stands; the step's test holds that every one lies between the ends."""
    return AXIS[0] + (score - ends[0]) / (ends[1] - ends[0]) * (AXIS[1] - AXIS[0])


def _text(x: float, y: float, words: str, role: str, anchor: str, **look) -> dict:
    return marks.text((x, -y), words, role=role, anchor=anchor, dx=0, dy=0, **look)
