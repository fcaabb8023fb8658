"""One table of four counts as two squares that are cut in a different order, and as numbers below them.

The left square is cut by the columns first, into spam and ham, the right one by the rows first, into with and without
the word. A square's side is 100: each cell's area is its share of all, its height a conditional.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ui import marks

SIZE = (-25.0, 225.0, -89.0, 121.0)
RIGHT = 121.0  # where the right square begins
COLUMNS, LINES = (70, 130, 200), (-50, -61.5, -73, -84.5)  # where the numbers of the table end, and its lines
ROLES, FILLS = ("data", "model"), (0.85, 0.28)  # by column: spam, ham; by row: with the word, without


class Split(NamedTuple):
    """A square: where it begins, its title, its two columns' shares and names, what is written below."""

    left: float
    title: str
    shares: np.ndarray
    names: tuple[str, str]
    result: tuple[str, str]


def square(split: Split, cells: list[tuple[float, float, str, float]], chosen: tuple[int, int]) -> list[dict]:
    """A square of two columns. cells: for each column the height of its lower cell, then the looks of both cells.

    chosen: column and place in it, 0 for the lower cell.
    """
    edges = 100 * np.array([0, split.shares[0], 1]) + split.left
    drawn = [_text(split.left, 112, split.title, "start", "ink", weight=600)]
    outline = []
    for column, (height, looks) in enumerate(cells):
        if split.shares[column] == 0:
            continue
        for place, (role, fill) in enumerate(looks):
            low, high = ((0, height), (height, 1))[place]
            box = _box(edges[column], edges[column + 1], 100 * low, 100 * high)
            drawn.append(marks.polygon(box, role=role, fill=fill, width=0))
            if (column, place) == chosen and high > low:
                outline = [marks.polygon(box, role="ink", fill=False, width=2.5)]
    drawn.append(marks.line([(edges[1], 0), (edges[1], 100)], role="ink", width=1.2))
    ends = [("start", split.left), ("end", split.left + 100)]
    drawn += [_text(x, -9, name, anchor, "context") for name, (anchor, x) in zip(split.names, ends)]
    drawn += [
        _text(split.left, -22, split.result[0], "start", "truth", weight=600),
        _text(split.left, -33, split.result[1], "start", "truth", weight=600),
    ]
    return drawn + outline


def table(counts: np.ndarray, rows: tuple[str, str], columns: tuple[str, str], chosen: tuple[int, int]) -> list[dict]:
    """The four counts with their sums; the chosen one is framed."""
    drawn = [
        _text(x, LINES[0], name, "end", role)
        for x, name, role in zip(COLUMNS, (*columns, "together"), (*ROLES, "context"))
    ]
    sums = np.vstack([counts, counts.sum(axis=0)])
    for y, name, line in zip(LINES[1:], (*rows, "together"), np.column_stack([sums, sums.sum(axis=1)])):
        drawn.append(_text(-23, y, name, "start", "context"))
        drawn += [_text(x, y, f"{n:,}", "end", "ink") for x, n in zip(COLUMNS, line.tolist())]
    row, column = chosen
    x, y = COLUMNS[column], LINES[1 + row]
    keys = [
        marks.polygon(_box(x - 30, x - 23, y - 1, y + 6), role=role, fill=fill, width=0)
        for x, role in zip(COLUMNS, ROLES)
        for y, fill in zip(LINES[1:], FILLS)
    ]
    return [marks.polygon(_box(x - 33, x + 4, y - 3.2, y + 8), role="ink", fill=0.04, width=1.8), *drawn, *keys]


def guess(share: float) -> list[dict]:
    """The learner's guess of P(spam | free), a height on the column of the word."""
    y = 100 * share
    return [
        marks.line([(RIGHT - 5, y), (RIGHT + 12, y)], role="guess", width=3, dash="4 3"),
        _text(RIGHT + 15, y - 2 if y > 8 else y + 3, "your guess", "start", "guess", weight=600),
    ]


def _box(left: float, right: float, low: float, high: float) -> list[tuple[float, float]]:
    return [(left, low), (right, low), (right, high), (left, high)]


def _text(x: float, y: float, words: str, anchor: str, role: str, **look) -> dict:
    return marks.text((x, y), words, role=role, anchor=anchor, dx=0, dy=0, **look)
