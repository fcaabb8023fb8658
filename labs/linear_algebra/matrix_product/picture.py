"""Drawings for the matrix product: cell by cell, two orders side by side, and shapes as boxes."""

from __future__ import annotations

import math
import re

import numpy as np

from core.linear_algebra import apply, determinant
from labs.linear_algebra.matrices.picture import LETTER, SQUARE, ghost, ink, written
from ui import marks

HIGH = 0.8  # a cell of a written matrix is 1 wide and this high
TABLE = (0.0, 6.85, 0.0, 4.75)  # where `by_cell` draws
FRAMES = {"A": (0.0, 2.7), "B": (0.0, 0.0), "A, then B": (3.1, 2.7), "B, then A": (3.1, 0.0)}
TWO_ORDERS = (-1.3, 5.1, -1.15, 4.25)  # where `frames` draws: an origin for each picture
MIDDLE = 2.7
SHELF = (0.0, 10.0, 0.0, 5.0)  # where `boxes` draws
PIECE = re.compile(r"(?:[^\W\d]\w*\s*)?\(([\w\s,]*)\)((?:\s*\.T\b)*)|\.T\b|\S")


# ---------------------------------------------------------------- cell by cell


def by_cell(left, right, product, names: tuple[str, str], i: int, j: int, t: int) -> list[dict]:
    """left @ right, and `product` below `right`: row i meets column j, products 0 to t of them added so far."""
    (n, k), m = left.shape, right.shape[1]
    x0, x1 = 0.6, 0.6 + k + 0.45
    y0, y1 = TABLE[3] - 0.1 - k * HIGH - 0.35, TABLE[3] - 0.1
    row, column = y0 - i * HIGH, x1 + j
    products = left[i] * right[:, j]
    done = [[product[p][q] if (p, q) < (i, j) else None for q in range(m)] for p in range(n)]
    done[i][j] = products[: t + 1].sum()
    drawn = [
        _box(x0, row, x1 + m - x0, HIGH, "data", fill=0.07),
        _box(column, y1, 1, y1 - y0 + n * HIGH, "model", fill=0.07),
        _box(x0, row, k, HIGH, "data", fill=0.16),
        _box(column, y1, 1, k * HIGH, "model", fill=0.16),
        _box(x0 + t, row, 1, HIGH, "data", width=2.5, fill=False),
        _box(column, y1 - t * HIGH, 1, HIGH, "model", width=2.5, fill=False),
        _box(column, row, 1, HIGH, "truth", width=2.5, fill=0.22),
        *_table(left, x0, y0, "data"),
        *_table(right, x1, y1, "model"),
        *_table(done, x1, y0, "truth"),
        _word((x0 - 0.35, y0 - n * HIGH / 2), names[0], "data"),
        _word((x1 + m + 0.35, y1 - k * HIGH / 2), names[1], "model"),
        _word((x1 + m + 0.38, y0 - n * HIGH / 2), names[0] + names[1], "truth"),
    ]
    for s in range(t + 1):
        drawn += _product(x0 + k + 0.1, y1 - (s + 0.5) * HIGH, left[i, s], right[s, j], products[s])
    return drawn


def _box(x: float, top: float, width_: float, high: float, role: str, width: float = 0, fill=0.15) -> dict:
    corners = [(x, top), (x + width_, top), (x + width_, top - high), (x, top - high)]
    return marks.polygon(corners, role=role, width=width, fill=fill)


def _word(at, words: str, role: str, height: float = 0.4, anchor: str = "middle", weight: int = 600) -> dict:
    """Words centred on a place."""
    x, y = at
    look = {"height": height, "least": 12, "anchor": anchor, "weight": weight}
    return marks.text((x, y - 0.35 * height), words, role=role, dx=0, dy=0, **look)


def _table(rows, left: float, top: float, role: str) -> list[dict]:
    """Numbers between brackets; a dot where there is none yet."""
    right, bottom = left + len(rows[0]), top - len(rows) * HIGH
    drawn = []
    for x, inwards in ((left, 0.12), (right, -0.12)):
        drawn.append(
            marks.line([(x + inwards, top), (x, top), (x, bottom), (x + inwards, bottom)], role="ink", width=1.5)
        )
    for p, row in enumerate(rows):
        for q, value in enumerate(row):
            at = (left + q + 0.5, top - (p + 0.5) * HIGH)
            drawn.append(_word(at, "·", "context") if value is None else _word(at, written(value), role, 0.42))
    return drawn


def _product(right: float, y: float, a: float, b: float, product: float) -> list[dict]:
    """a · b = product, ending at `right`."""
    return [
        _word((right - 1.58, y), written(a), "data", 0.34, "end"),
        _word((right - 1.48, y), "·", "ink", 0.34),
        _word((right - 1.38, y), written(b), "model", 0.34, "start"),
        _word((right, y), f"= {written(product)}", "ink", 0.34, "end", 500),
    ]


# ---------------------------------------------------------------- two orders


def frames(A, B, A_then_B, B_then_A) -> list[dict]:
    """Four pictures: what A does alone, what B does alone, and the two orders."""
    left, right, bottom, top = TWO_ORDERS
    drawn = [
        marks.line([(left, 1.55), (right, 1.55)], width=1, opacity=0.5),
        marks.line([(1.4, bottom), (1.4, top)], width=1, opacity=0.5),
    ]
    words = ["A alone", "B alone", "A, then B: B @ A", "B, then A: A @ B"]
    roles = ["data", "model", "truth", "truth"]
    for (x, y), M, title, role in zip(FRAMES.values(), (A, B, A_then_B, B_then_A), words, roles):
        square, letter = apply(M, SQUARE), apply(M, LETTER)
        moved = ink(square + (x, y), letter + (x, y), flat=abs(determinant(M)) < 0.005)
        box = _frame(x, y)
        between = [
            marks.polygon(
                apply(A if y else B, SQUARE) + (x, y), role="data" if y else "model", fill=0.04, width=1.5, dash="2 3"
            )
        ]
        drawn.append(marks.window(box, ghost(0.25, at=(x, y)) + between * (x > 0) + moved))
        drawn.append(_word((box[0] + 0.08, y + 1.4), title, role, 0.21, "start"))
    return drawn


def is_cut(A, B, A_then_B, B_then_A) -> bool:
    """True if a moved square leaves its frame: what lies outside isn't drawn."""
    corners = {place: apply(M, SQUARE) + place for place, M in zip(FRAMES.values(), (A, B, A_then_B, B_then_A))}
    boxes = {place: np.reshape(_frame(*place), (2, 2)).T for place in corners}  # lowest corner, highest corner
    return any(np.any(at < boxes[place][0]) or np.any(at > boxes[place][1]) for place, at in corners.items())


def _frame(x: float, y: float) -> tuple[float, float, float, float]:
    """The frame (left, right, bottom, top) around the origin of one of the four pictures."""
    left, right, bottom, _ = TWO_ORDERS
    return (left, 1.4, y + bottom, y + 1.55) if x == 0 else (1.4, right, y + bottom, y + 1.55)


# ---------------------------------------------------------------- shapes


def pieces(text: str) -> list[str | tuple[str, ...]]:
    """What stands in an expression of shapes, in order: the sizes of each operand, and the signs between them."""
    found = []
    for piece in PIECE.finditer(text):
        sizes = tuple(size.strip().lstrip("0") or "0" for size in (piece[1] or "").split(",") if size.strip())
        turned = (piece[2] or "").count("T") % 2
        found.append(piece[0] if piece[1] is None else sizes[::-1] if turned else sizes)
    return found


def boxes(text: str, shape: tuple | None) -> list[dict]:
    """The shapes of an expression as boxes, and the shape that comes out (None: they don't fit)."""
    things = [*pieces(text), "=", "✗" if shape is None else shape]
    sides = [_sides(thing) if isinstance(thing, tuple) else (0.5, 0.5) for thing in things]
    across = sum(wide + 0.3 for wide, _ in sides)
    scale = min(1.7, 9.6 / across, 3.4 / max(high for _, high in sides))
    x, drawn = (SHELF[1] - scale * across) / 2, []
    for place, (thing, (wide, _)) in enumerate(zip(things, sides)):
        last = place == len(things) - 1
        centre = x + scale * (wide + 0.3) / 2
        if isinstance(thing, tuple):
            drawn += _shape(thing, centre, scale, "truth" if last else ("data", "model")[place // 2 % 2])
        else:
            drawn.append(_word((centre, MIDDLE), thing, "ink", min(0.5, 0.5 * scale)))
        if thing == "@" and 0 < place < len(things) - 3:
            drawn += _meeting(things[place - 1], things[place + 1], centre, scale)
        x += scale * (wide + 0.3)
    return drawn


def _sides(shape: tuple) -> tuple[float, float]:
    """How wide and high a box is drawn: a little more for each doubling."""
    return _side(shape[-1] if shape else 1), _side(shape[-2] if len(shape) > 1 else 1)


def _side(size: int | str) -> float:
    count = int(size) if str(size).isdigit() else 8
    return min(0.4 * math.log2(1 + count), 3.0) if count else 0.1


def _shape(shape: tuple, centre: float, scale: float, role: str) -> list[dict]:
    wide, high = (scale * side for side in _sides(shape))
    x, y = centre - wide / 2, MIDDLE + high / 2
    behind = [_box(x + 0.14 * s, y + 0.14 * s, wide, high, role, width=1, fill=0.06) for s in (2, 1)]
    words = "(" + ", ".join(str(size) for size in shape) + ("," if len(shape) == 1 else "") + ")"
    return [
        *behind[2 - max(0, min(len(shape) - 2, 2)) :],
        _box(x, y, wide, high, role, width=2, fill=0.18),
        _word((centre, y - high - 0.32), words, role, min(0.38, 0.3 * scale + 0.06)),
    ]


def _meeting(before, after, x: float, scale: float) -> list[dict]:
    """Below an @: the two sizes that meet there."""
    if not (isinstance(before, tuple) and isinstance(after, tuple) and len(before) == len(after) == 2):
        return []
    words = f"{before[1]} {'=' if before[1] == after[0] else '≠'} {after[0]}"
    return [_word((x, MIDDLE - 0.5 * min(1, scale)), words, "truth", min(0.3, 0.3 * scale))]
