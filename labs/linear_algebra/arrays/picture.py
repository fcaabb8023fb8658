"""Drawings for arrays: cells that pile up along an axis, pour into another shape, are repeated, or go round a wheel."""

from __future__ import annotations

import numpy as np

from ui import marks
from ui.words import rounded

SIZE = (0.0, 480.0, -252.0, 0.0)  # where most of it is drawn
LOW = (0.0, 480.0, -206.0, 0.0)  # and where shapes are made to fit
LETTER = 14.0  # how high a number in a cell is, at least 12 px
ROWS = ("group1", "group2", "group3")  # the colours of the three rows that are poured


def _box(x: float, y: float, wide: float, high: float, role: str, fill: float = 0.14, **look) -> dict:
    """A rectangle around (x, y)."""
    a, b = wide / 2, high / 2
    return marks.polygon([(x - a, y + b), (x + a, y + b), (x + a, y - b), (x - a, y - b)], role, fill=fill, **look)


def _word(x: float, y: float, words: str, role: str = "context", anchor: str = "start", weight: int = 500) -> dict:
    return marks.text((x, y), words, role, anchor=anchor, dx=0, dy=5, weight=weight)


def _number(x: float, y: float, value: str, role: str = "ink", weight: int = 500) -> dict:
    return marks.text((x, y), value, role, anchor="middle", dx=0, dy=5, height=LETTER, least=12, weight=weight)


def _cell(at, wide: float, high: float, value: str, role: str, fill: float = 0.14, dash: str = "") -> list[dict]:
    look = {"width": 1.2, "dash": dash} if dash else {"width": 1}
    return [_box(*at, wide, high, role, fill, **look), _number(*at, value)]


def told(value: float) -> str:
    """A number in a cell, in four places at most, and with a minus sign; what only rounds to 0 is about 0."""
    short = f"{rounded(value, 1 if abs(value) < 100 else 0) + 0.0:g}".replace("-", "−")
    return "≈0" if short == "0" and abs(value) > 1e-9 else short


# ---------------------------------------------------------------- summing along an axis

TABLE = {"wide": 62.0, "high": 32.0, "left": 112.0, "top": -44.0}
STACK = {"wide": 28.0, "high": 28.0, "left": 76.0, "top": -70.0, "across": 152.0, "up": 22.0}  # from table to table


def homes(shape: tuple[int, ...]) -> np.ndarray:
    """Where each entry of a table, or of a stack of tables, stands; shape (…, 2)."""
    look = TABLE if len(shape) == 2 else STACK
    *layer, row, column = np.indices(shape)
    depth = layer[0] if layer else 0
    x = look["left"] + (column + 0.5) * look["wide"] + depth * look.get("across", 0)
    y = look["top"] - (row + 0.5) * look["high"] + depth * look.get("up", 0)
    return np.stack([x, y], axis=-1)


def sums(shape: tuple[int, ...], axis: int) -> np.ndarray:
    """Where the totals along an axis stand, with that axis kept as one of size 1; shape (…, 2)."""
    look, at = TABLE if len(shape) == 2 else STACK, homes(shape)
    last = np.take(at, [-1], axis=axis)
    if axis == len(shape) - 1:
        return last + (look["wide"] + 6, 0)
    if axis == len(shape) - 2:
        return last - (0, look["high"] + 6)
    return last + (4.2 * look["wide"], -look["up"])


def collapse(A: np.ndarray, so_far: np.ndarray, axis: int, done: float, names: tuple[str, ...]) -> list[dict]:
    """The entries of A on their way: `done` slices of the axis have arrived at the totals. Always as many marks."""
    shape = A.shape
    look, at, goal = TABLE if A.ndim == 2 else STACK, homes(shape), sums(shape, axis)
    wide, high = look["wide"] - 3, look["high"] - 3
    order = np.indices(shape)[axis]
    way = np.clip(done - order, 0, 1)[..., np.newaxis]
    way = way * way * (3 - 2 * way)
    here = at + way * (goal - at)
    whole = done >= shape[axis] - 1e-9
    shown = np.reshape(so_far, goal.shape[:-1])
    drawn = [_box(*place, wide, high, "context", 0.03, width=1, opacity=0.45) for place in at.reshape(-1, 2)]
    flying = here[(way[..., 0] > 0) & (way[..., 0] < 0.98)]
    totals = goal.reshape(-1, 2)[: goal.size * (done >= 1 - 1e-9)]

    def bare(place, above=flying) -> bool:  # of two numbers that would lie on each other one is written
        return not np.any(np.all(np.abs(above - place) < (wide / 2 + 8, high / 2 + 8), axis=-1))

    drawn += [
        _number(*place, told(value) if gone and bare(place) else "", "context")
        for place, value, gone in zip(at.reshape(-1, 2), A.ravel(), way.ravel() > 0)
    ]
    for place in goal.reshape(-1, 2):
        drawn.append(_box(*place, wide, high, "truth", 0.2 if whole else 0.08, width=2))
    for place, value, on in zip(here.reshape(-1, 2), A.ravel(), way.ravel()):
        seen = on < 0.98
        drawn += [
            _box(*place, wide, high, "data", 0.2 * seen, width=1.0 * seen),
            _number(*place, told(value) if seen and bare(place, totals if on > 0 else flying) else ""),
        ]
    for place, value in zip(goal.reshape(-1, 2), shown.ravel()):
        seen = told(value) if done >= 1 - 1e-9 else ""
        drawn.append(_number(*place, seen, "truth", 700))
    return drawn + _axes(shape, axis, names) + (_edges(at) if A.ndim == 3 else [])


def _axes(shape: tuple[int, ...], axis: int, names: tuple[str, ...]) -> list[dict]:
    """What runs along each axis, as an arrow with its number; the one that is summed is lit."""
    look = TABLE if len(shape) == 2 else STACK
    left, top, wide, high = look["left"], look["top"], look["wide"] * shape[-1], look["high"] * shape[-2]
    roles = ["model" if place == axis else "context" for place in range(len(shape))]
    down, along = roles[-2], roles[-1]
    n = len(shape)
    drawn = [
        marks.arrow((left - 9, top - high), (left - 9, top), down, width=2),
        _word(left - 16, top - high / 2 + 9, f"axis {n - 2}", down, "end", 600),
        _word(left - 16, top - high / 2 - 9, names[-2], down, "end"),
        marks.arrow((left + wide, top + 9), (left, top + 9), along, width=2),
        _word(left, top + 22, f"axis {n - 1}: {names[-1]}", along, weight=600),
    ]
    if n == 3:
        far = left + look["across"]
        drawn += [
            marks.arrow((far - 5, top + 34), (left + wide + 2, top + 9), roles[0], width=2),
            _word(far, top + look["up"] + 22, f"axis 0: {names[0]}", roles[0], weight=600),
        ]
    return drawn


def _edges(at: np.ndarray) -> list[dict]:
    """Faint lines from the corners of the first table to those of the last: a block, pulled apart."""
    corners = [(0, 0), (0, -1), (-1, 0), (-1, -1)]
    return [marks.lines([(at[0][i, j], at[-1][i, j]) for i, j in corners], width=1, dash="2 4", opacity=0.35)]


def sizes(shape: tuple[int, ...], result: tuple[int, ...], axis: int, done: float, guess: str) -> list[dict]:
    """The shape as boxes, one for each axis; the one that is summed falls out as it collapses."""
    y, drawn = -228.0, [_word(4, -228.0, "shape", weight=600)]
    gone = done / shape[axis]
    for place, size in enumerate(shape):
        x, now = 76 + 40 * place, place == axis
        role = "model" if now else "context"
        drawn += [
            _box(x, y, 32, 28, role, 0.25 if now else 0.08, width=1.5, dash="3 3" if now and gone > 0.99 else ""),
            _number(x, y, str(size), "model" if now else "ink", 700),
        ]
        if now:
            drawn.append(marks.line([(x - 15, y - 13), (x - 15 + 30 * gone, y - 13 + 26 * gone)], "model", width=2))
    right = 76 + 40 * len(shape)
    drawn.append(_word(right, y, f"→  {tuple(result)}", "truth", weight=700))
    return drawn + ([_word(476, y, guess, "guess", "end", 600)] if guess else [])


# ---------------------------------------------------------------- the same numbers in another shape


def laid_out(shape: tuple[int, ...], box: tuple[float, float, float, float]) -> tuple[np.ndarray, float, float]:
    """Where each entry of a list, a table or a row of tables stands in a box, and how wide and high a cell is."""
    layers, rows, columns = (1,) * (3 - len(shape)) + shape
    left, right, bottom, top = box
    gap = 14.0 if layers > 1 else 0.0
    wide = min(34.0, (right - left - gap * (layers - 1)) / (layers * columns))
    high = min(30.0, (top - bottom) / rows)
    layer, row, column = np.indices((layers, rows, columns))
    x = left + (column + 0.5) * wide + layer * (columns * wide + gap)
    return np.stack([x, top - (row + 0.5) * high], axis=-1).reshape(*shape, 2), wide, high


SOURCE, FORM = (20.0, 156.0, -230.0, -40.0), (196.0, 476.0, -232.0, -40.0)


def pour(X: np.ndarray, new: np.ndarray | None, order: np.ndarray, done: float, words: str) -> list[dict]:
    """X with a colour for each row, and its numbers on their way into `new`; order[k] is where number k of X goes."""
    at, wide, high = laid_out(X.shape, SOURCE)
    drawn = [_word(20, -20, f"X, shape {X.shape}", weight=600)]
    for row, (places, values) in enumerate(zip(at, X)):
        for place, value in zip(places, values):
            drawn += _cell(place, wide - 3, high - 3, told(value), ROWS[row], 0.22)
        drawn.append(_word(4, places[0][1], str(row), ROWS[row], weight=700))
    drawn.append(_word(196, -20, words, weight=600))
    if new is None:
        return drawn
    form, cell_wide, cell_high = laid_out(new.shape, FORM)
    form, flat, values = form.reshape(-1, 2), at.reshape(-1, 2), new.ravel()
    drawn += [_box(*place, cell_wide - 2, cell_high - 2, "context", 0.03, width=1, opacity=0.5) for place in form]
    for k in range(X.size):
        way = np.clip(done * (X.size + 2) / 3 - k / 3, 0, 1)  # three are in the air at a time
        place = flat[k] + way * (form[order[k]] - flat[k])
        size = wide + way * (cell_wide - wide), high + way * (cell_high - high)
        drawn += _cell(place, size[0] - 3, size[1] - 3, told(values[order[k]]), ROWS[k // X.shape[1]], 0.3)
    return drawn


# ---------------------------------------------------------------- shapes that are made to fit

CELL, HIGH, TOP = 32.0, 32.0, -52.0
BLOCKS = (20.0, 176.0, 332.0)  # where the three tables begin


def _table(places: np.ndarray, values: np.ndarray, role: str, fill: float = 0.16) -> list[dict]:
    drawn = []
    for place, value in zip(places.reshape(-1, 2), np.ravel(values)):
        drawn += _cell(place, CELL - 3, HIGH - 3, told(value), role, fill)
    return drawn


def _block(place: int, shape=(3, 4)) -> np.ndarray:
    row, column = np.indices(shape)
    return np.stack([BLOCKS[place] + (column + 0.5) * CELL, TOP - (row + 0.5) * HIGH], axis=-1)


def repeated(A: np.ndarray, stretched: np.ndarray, done: float, place: int, role: str) -> list[dict]:
    """A small array and its copies, slid out of it as far as `done` says: from 0, where they lie on it, to 1."""
    at = _block(place, stretched.shape)
    small = (1,) * (2 - A.ndim) + A.shape
    own = np.minimum(np.indices(stretched.shape), np.reshape(np.array(small) - 1, (-1, 1, 1)))
    start = at[own[0], own[1]]
    here = start + done * (at - start)
    copy = np.any(at != start, axis=-1)
    drawn = []
    for there, value, is_copy in zip(here.reshape(-1, 2), np.ravel(stretched), copy.ravel()):
        drawn += _cell(there, CELL - 3, HIGH - 3, told(value), role, 0.06 if is_copy else 0.3, "3 3" if is_copy else "")
    return drawn[::-1] if done < 0.02 else drawn


def headed(place: int, name: str, shape: tuple[int, ...], role: str) -> list[dict]:
    """A name and a shape above a table."""
    return [
        _word(BLOCKS[place], -16, name, role, weight=700),
        _word(BLOCKS[place], -36, "a number" if shape == () else f"{shape}", role),
    ]


def alone(X: np.ndarray) -> list[dict]:
    """X with its name and shape."""
    return headed(0, "X", X.shape, "data") + _table(_block(0), X, "data")


def sign(after: int, words: str) -> dict:
    """What stands between two tables."""
    return marks.text((BLOCKS[after] + 4 * CELL + 14, TOP - 1.5 * HIGH), words, "ink", anchor="middle", dx=0, dy=6,
                      height=20, least=14, weight=700)  # fmt: skip


def means_below(place: int, values: np.ndarray) -> list[dict]:
    """The mean of each column, under its table: in the colour of truth where it is 0."""
    x = BLOCKS[place] + (np.arange(len(values)) + 0.5) * CELL
    y = TOP - 3 * HIGH - 22
    drawn = [marks.line([(BLOCKS[place], y + 16), (BLOCKS[place] + 4 * CELL, y + 16)], width=1, opacity=0.7)]
    drawn += [
        _number(at, y, told(value), "truth" if abs(value) < 1e-9 else "context", 700) for at, value in zip(x, values)
    ]
    return [*drawn, _word(BLOCKS[place], y - 22, "column means")]


def subtracted(X, b, result, stretched, done: float) -> list[dict]:
    """X minus b, stretched, is the result, with the means of the columns; or why they don't fit."""
    drawn = [*alone(X), *means_below(0, X.mean(axis=0))]
    drawn += [*headed(1, "b", np.shape(b), "model"), sign(0, "−")]
    if isinstance(result, str):  # no table: the numbers of b as they are, from the right
        flat = np.atleast_1d(b)
        if flat.ndim == 1 and len(flat) <= 4:
            x = BLOCKS[1] + (4 - len(flat) + np.arange(len(flat)) + 0.5) * CELL
            for at, value in zip(x, flat):
                drawn += _cell((at, TOP - 0.5 * HIGH), CELL - 3, HIGH - 3, told(value), "model", 0.3)
        ends = (X.shape[-1], flat.shape[-1])
        clash = f"{ends[1]} ≠ {ends[0]}" if ends[0] != ends[1] and 1 not in ends else "they don't fit"
        return [*drawn, _word(BLOCKS[2], TOP - 0.5 * HIGH, clash, "guess", weight=700)]
    if np.shape(result) != X.shape:
        return [*drawn, sign(1, "="), *headed(2, "X − b", np.shape(result), "truth")]
    drawn += [*repeated(np.asarray(b), stretched, done, 1, "model"), sign(1, "=")]
    drawn += headed(2, "X − b", np.shape(result), "truth") + _table(_block(2), result, "truth")
    return drawn + means_below(2, result.mean(axis=0))


def compared(labels: np.ndarray, classes: np.ndarray, coded: np.ndarray, done: float) -> list[dict]:
    """A column of labels against a row of classes, both stretched: 1 where they are equal."""
    column, row = np.repeat(labels[:, np.newaxis], 4, axis=1), np.repeat(classes[np.newaxis], 3, axis=0)
    drawn = headed(0, "labels", (3, 1), "data") + repeated(labels[:, np.newaxis], column, done, 0, "data")
    drawn += [
        *headed(1, "classes", (4,), "model"),
        *repeated(classes, row, done, 1, "model"),
        sign(0, "=="),
        sign(1, "→"),
    ]
    drawn += headed(2, "one-hot", coded.shape, "truth")
    for place, value in zip(_block(2).reshape(-1, 2), coded.ravel()):
        drawn += _cell(place, CELL - 3, HIGH - 3, told(value), "truth", 0.6 if value == 1 else 0.04)
    return drawn


# ---------------------------------------------------------------- what one number can hold

CENTRE, RADIUS = np.array([126.0, -126.0]), 96.0


def on_wheel(value, radius: float = RADIUS) -> np.ndarray:
    """Where a number stands on the wheel of 256 places: 0 on top, clockwise; shape (…, 2)."""
    turn = 2 * np.pi * np.asarray(value, dtype=float) / 256
    return CENTRE + radius * np.stack([np.sin(turn), np.cos(turn)], axis=-1)


def wheel(a: int, b: int, stored: int, low: int, kind: str) -> list[dict]:
    """From 0 to a, and on by b; after 256 places the wheel begins anew. Beside it the bits that are kept."""
    ticks = np.arange(0, 256, 8)
    names = [value if low == 0 or value < 128 else value - 256 for value in (0, 64, 128, 192)]
    seam = 256 if low == 0 else 128  # between the largest and the smallest number
    drawn = [
        marks.line(on_wheel(np.linspace(0, 256, 129)), width=1.5, opacity=0.7),
        marks.lines(np.stack([on_wheel(ticks, RADIUS - 4), on_wheel(ticks)], axis=1), width=1, opacity=0.6),
        marks.lines(
            [np.stack([on_wheel(seam - 0.5, RADIUS - 14), on_wheel(seam - 0.5, RADIUS + 12)])], "guess", width=3
        ),
    ]
    for at, name in zip((0, 64, 128, 192), names):
        place = on_wheel(at, RADIUS + 15)
        drawn.append(_word(place[0], place[1], told(name), anchor="middle"))
    first, then = np.linspace(0, a, 65), np.linspace(a, a + b, 65)
    drawn += [
        marks.line(on_wheel(first, RADIUS - 16), "data", width=7, opacity=0.9),
        marks.line(on_wheel(then, RADIUS - 30), "model", width=7, opacity=0.9),
        marks.line([on_wheel(a, RADIUS - 16), on_wheel(a, RADIUS - 30)], "data", width=2),
        marks.line([on_wheel(a + b, RADIUS - 30), on_wheel(a + b)], "truth", width=2),
        marks.points([on_wheel(a + b)], "truth", size=7),
        _word(CENTRE[0], CENTRE[1] + 10, "stored", "truth", "middle"),
        marks.text(
            CENTRE - (0, 14), told(stored), "truth", anchor="middle", dx=0, dy=6, height=26, least=20, weight=700
        ),
    ]
    return drawn + _beside(a, b, stored, kind)


def _beside(a: int, b: int, stored: int, kind: str) -> list[dict]:
    """The sum as one would write it, and its bits: eight of them are kept."""
    x, exact = 268.0, a + b
    sign_of = "−" if b < 0 else "+"
    fits = exact == stored
    bits = f"{exact % 512:09b}"
    drawn = [
        _word(x, -36, f"{told(a)} {sign_of} {told(abs(b))} = {told(exact)}", "ink", weight=600),
        _word(x, -60, f"{kind} keeps {told(stored)}", "truth", weight=700),
        _word(x, -84, "they agree" if fits else f"off by {abs(exact - stored)}", "truth" if fits else "guess"),
        _word(x, -122, "the sum in binary", "context"),
    ]
    for place, bit in enumerate(bits):
        kept = place > 0
        at = x + 11 + 22 * place + (8 if kept else 0)
        drawn += [
            _box(at, -148, 20, 26, "truth" if kept else "guess", 0.14, width=1.2, dash="" if kept else "3 3"),
            _number(at, -148, bit, "ink" if kept else "guess"),
        ]
    return [
        *drawn,
        _word(x + 30, -178, "the last 8 are kept", "truth"),
        _word(x, -200, "the one before is lost", "guess"),
    ]
