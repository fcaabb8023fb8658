"""Drawings for matrices: a grid and a letter that move with the plane, and a matrix written in numbers."""

from __future__ import annotations

from functools import cache

import numpy as np

from ui import marks

SQUARE = np.array([[0, 0], [1, 0], [1, 1], [0, 1]])
LETTER = np.array(  # an F: sharp, and lopsided, so that a turn and a mirror can be told apart
    [(0.2, 0.08), (0.2, 0.92), (0.82, 0.92), (0.82, 0.74), (0.4, 0.74),
     (0.4, 0.58), (0.7, 0.58), (0.7, 0.42), (0.4, 0.42), (0.4, 0.08)]
)  # fmt: skip
PAPER = "var(--st-background-color)"


@cache
def grid_lines(reach: int = 12) -> tuple[np.ndarray, np.ndarray]:
    """The lines along the first axis and those along the second: two arrays of segments, shape (n, 2, 2)."""
    steps = np.arange(-reach, reach + 1.0)
    ends = np.full_like(steps, reach)
    along = np.stack([np.column_stack([-ends, steps]), np.column_stack([ends, steps])], axis=1)
    return along, along[:, :, ::-1]


def ghost(faint: float = 0.3, at=(0, 0)) -> list[dict]:
    """Where the letter stood before anything moved."""
    return [
        marks.polygon(LETTER + at, role="context", fill=faint, width=0),
        marks.polygon(SQUARE + at, role="context", fill=False, width=1.5, dash="4 4"),
    ]


def ink(square, letter, flat: bool) -> list[dict]:
    """The letter in its moved square; a flattened one is a stroke, and where even that is gone, a dot."""
    if not flat:
        return [
            marks.polygon(square, role="truth", fill=0.12, width=1.5),
            marks.polygon(letter, role="ink", fill=0.88, width=0),
        ]
    square = np.asarray(square)
    far = square[np.argmax(np.sum((square - square[0]) ** 2, axis=1))]
    ends = sorted(square.tolist(), key=lambda corner: float((corner - square[0]) @ (far - square[0])))
    return [
        marks.line([ends[0], ends[-1]], role="ink", width=5),
        marks.points([ends[0], ends[-1]], role="ink", size=2.5),
    ]


def numbers(M, corner, words: str, roles: list[str], cell: float = 0.45) -> list[dict]:
    """A matrix written out behind some words, top left at `corner`; each column in the colour of its role."""
    rows, columns = np.shape(M)
    (left, top), height, wide, tall = corner, 0.46 * cell, 1.15 * cell, 0.8 * cell
    start, bottom, lip = left + 0.22 * cell * len(words) + 0.3 * cell, top - rows * tall, 0.12 * cell
    right = start + columns * wide
    look = {"height": height, "least": 12, "dx": 0, "dy": 0}
    paper = [(left, top), (right, top), (right, bottom), (left, bottom)]
    drawn = [
        marks.polygon(paper, role=PAPER, fill=0.8, width=0),
        marks.text((left, (top + bottom) / 2 - 0.35 * height), words, role="ink", anchor="start", **look),
    ]
    for x, inwards in ((start, lip), (right, -lip)):
        bracket = [(x + inwards, top), (x, top), (x, bottom), (x + inwards, bottom)]
        drawn.append(marks.line(bracket, role="ink", width=1.5))
    for (i, j), value in np.ndenumerate(np.asarray(M)):
        place = (start + (j + 0.5) * wide, top - (i + 0.5) * tall - 0.35 * height)
        drawn.append(marks.text(place, written(value), role=roles[j], anchor="middle", weight=600, **look))
    return drawn


def written(value: float) -> str:
    """A number with at most two decimals and a true minus sign: −0.8, 2, 0."""
    return f"{round(float(value), 2) + 0.0:g}".replace("-", "−")


def written_point(point) -> str:
    """A point as it is read: (−1, 0.5)."""
    return f"({', '.join(written(value) for value in point)})"
