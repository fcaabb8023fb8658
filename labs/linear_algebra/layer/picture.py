"""The picture of the step `layer`: a row for each image, a column for each neuron, an activation where they cross.

Everything stands on a plane of its own units: a column is 3 wide and a row 4 high, so that handles snap to them.
Below the table one crossing unfolds: image times weights, pixel by pixel, and what the 64 products add up to.
"""

from __future__ import annotations

import numpy as np

from ui import marks
from ui.words import number

SIZE = (0.0, 82.0, 0.0, 67.5)  # for 8 images
COLUMN, ROW = 3, 4
LEFT, TOP = 10.5, 54.0  # the corner of the table of activations
FIRST = (12.0, 52.0)  # the centre of its first cell
SCORES = (61.0, 76.0)  # left and right of the scores
FOLD, BASE = 16.0, 0.4  # the side and the bottom of the large pictures
LEFTS = (5.8, 25.8, 45.8)  # where they begin


def size(n: int) -> tuple[float, float, float, float]:
    """The plane for n images: more of them make it longer at the bottom."""
    return SIZE[0], SIZE[1], SIZE[2] - ROW * (n - 8), SIZE[3]


def crossing(at_i, at_j) -> tuple[int, int]:
    """The row and the column that the two handles stand at."""
    return round((FIRST[1] - at_i[1]) / ROW), round((at_j[0] - FIRST[0]) / COLUMN)


def table(X, W, H, i: int, j: int, shapes: str) -> list[dict]:
    """Images beside the rows, weights above the columns, activations between them; row i and column j stand out."""
    n, h = H.shape
    right, bottom = LEFT + COLUMN * h, TOP - ROW * n
    x, y = FIRST[0] + COLUMN * j, FIRST[1] - ROW * i
    small: list[tuple] = []  # where each image and each neuron's weights are shown
    drawn = [marks.heat((LEFT, right, bottom, TOP), H / max(H.max(), 1e-9)), frame(LEFT, right, bottom, TOP)]
    for row, image in enumerate(X):
        middle = FIRST[1] - ROW * row
        small.append((5.8, 9.4, middle - 1.8, middle + 1.8))
        drawn.append(marks.heat(small[-1], np.reshape(image, (8, 8)), plus="ink"))
    for column, weights in enumerate(W.T):
        middle = FIRST[0] + COLUMN * column
        small.append((middle - 1.4, middle + 1.4, TOP + 0.7, TOP + 3.5))
        drawn.append(marks.heat(small[-1], np.reshape(weights / np.abs(W).max(), (8, 8))))
    around = [(a, b) for box in small for a, b in zip(corners(*box), corners(*box)[1:] + corners(*box)[:1])]
    return drawn + [
        marks.lines(around, width=0.7),
        frame(5, right, y - 2, y + 2, role="ink", width=1.3),
        frame(x - 1.5, x + 1.5, bottom, TOP + 4.1, role="ink", width=1.3),
        frame(x - 1.5, x + 1.5, y - 2, y + 2, role="truth", width=3),
        frame(5, right, bottom, TOP + 4.1, width=0, jump="i j"),
        marks.text((7.6, TOP), "X", role="ink", weight=700, dx=0, dy=-6, anchor="middle"),
        marks.text((right, TOP), "W", role="ink", weight=700, dx=6, dy=-6, anchor="start"),
        marks.text((LEFTS[0], SIZE[3]), shapes, role="ink", dx=0, dy=12, anchor="start"),
    ]


def scores(scores, labels, digits) -> list[dict]:
    """A row of scores for each image with the highest framed, and the digit it stands for; a wrong one is crossed."""
    (left, right), bottom = SCORES, TOP - ROW * len(scores)
    width = (right - left) / scores.shape[1]
    drawn = [
        marks.heat((left, right, bottom, TOP), scores / max(np.abs(scores).max(), 1e-9)),
        frame(left, right, bottom, TOP),
        marks.text(((left + right) / 2, TOP), "scores", anchor="middle", dx=0, dy=-8),
    ]
    for row, (label, digit) in enumerate(zip(labels, digits)):
        y, x = FIRST[1] - ROW * row, left + width * digit
        words, role = (f"{digit}", "truth") if digit == label else (f"{digit} ✗", "model")
        drawn.append(frame(x, x + width, y - 2, y + 2, role="ink", width=1.3))
        drawn.append(marks.text((right, y), words, role=role, weight=700, anchor="start", dx=6, dy=5))
    return drawn


def waiting(shape: tuple[int, int], rows: int | str, columns: int | str) -> list[dict]:
    """Where the scores will be: what is known of the second layer's shape."""
    return _instead(shape[0], [f"{shape} @", f"({rows}, {columns})", "", "scores?"], "context")


def refusal(shape: tuple[int, int], other: tuple[int, int]) -> list[dict]:
    """Where the scores would be: the two shapes, and the two sizes that don't fit."""
    return _instead(shape[0], [f"{shape} @", f"{other}", "", f"{shape[1]} ≠ {other[0]}"], "model")


def _instead(rows: int, words: list[str], role: str) -> list[dict]:
    """A dashed box in the place of the scores, with a few lines in it."""
    (left, right), bottom = SCORES, TOP - ROW * rows
    return [marks.polygon(corners(left, right, bottom, TOP), role=role, fill=0.06, width=1, dash="4 4")] + [
        marks.text(((left + right) / 2, (TOP + bottom) / 2), text, role=role, anchor="middle", dx=0, dy=18 * line - 22)
        for line, text in enumerate(words)
    ]


def unfolded(x, w, ledger: list[tuple[str, float]], largest: int, captions: list[str], bottom: float) -> list[dict]:
    """An image, a neuron's weights and their 64 products as pictures of 8 by 8; beside them what they add up to."""
    base, unit = bottom + BASE, max(np.abs(w).max(), 1e-9)
    drawn = []
    for left, values, plus, caption in zip(LEFTS, (x, w / unit, x * w / unit), ("ink", "data", "data"), captions):
        drawn += folded((left, left + FOLD, base, base + FOLD), values, plus)
        drawn.append(marks.lines(minuses(left, base, values), role="ink", width=1, opacity=0.7))
        drawn.append(marks.text((left + FOLD / 2, base + FOLD), caption, anchor="middle", dx=0, dy=-6))
        if w.any():
            x0, y0 = left + largest % 8 * FOLD / 8, base + FOLD - (largest // 8 + 1) * FOLD / 8
            drawn.append(frame(x0, x0 + FOLD / 8, y0, y0 + FOLD / 8, role="truth", width=2.5))
    for left, sign in zip(LEFTS[1:], "×="):
        drawn.append(marks.text((left - 2, base + FOLD / 2), sign, role="ink", anchor="middle", dx=0, dy=5))
    for line, (name, value) in enumerate(ledger):
        y = base + FOLD * (1 - (line + 0.5) / len(ledger))
        look = {"role": "truth" if name == "ReLU" else "ink", "dx": 0, "dy": 5}
        drawn.append(marks.text((LEFTS[2] + FOLD + 2, y), name, anchor="start", **look))
        drawn.append(marks.text((SIZE[1], y), number(value, 3), anchor="end", **look))
    return drawn


def folded(place, values, plus="data") -> list[dict]:
    """64 numbers as a picture of 8 by 8 with a thin frame."""
    return [marks.heat(place, np.reshape(values, (8, 8)), plus=plus), frame(*place, width=0.7)]


def minuses(left: float, base: float, values) -> np.ndarray:
    """A short stroke in each pixel that is clearly negative, so that the sign can be seen without the colour."""
    rows, columns = np.nonzero(np.reshape(values, (8, 8)) < -0.1)
    x, y = left + (columns + 0.5) * FOLD / 8, base + FOLD - (rows + 0.5) * FOLD / 8
    return np.stack([np.stack([x - 0.4, y], axis=1), np.stack([x + 0.4, y], axis=1)], axis=1)


def frame(left: float, right: float, bottom: float, top: float, role="context", **look) -> dict:
    """A rectangle without a filling."""
    return marks.polygon(corners(left, right, bottom, top), role=role, fill=0, **{"width": 1} | look)


def corners(left: float, right: float, bottom: float, top: float) -> list[tuple[float, float]]:
    """The corners of a rectangle."""
    return [(left, bottom), (right, bottom), (right, top), (left, top)]
