"""The checkpoint of `arrays`: a shape after a sum, or one entry after a reshape."""

from __future__ import annotations

import numpy as np

from core.arrays import reshaped
from ui.question import Mistake, Question


def question(seed: int) -> Question:
    """Which shape has the sum, or which number stands there after the reshape? In turns."""
    return entry_after_reshape(seed) if seed % 2 else shape_after_sum(seed)


def shape_after_sum(seed: int) -> Question:
    """The shape of a sum along an axis: of a stack, or of a table with keepdims."""
    rng = np.random.default_rng(seed)
    while True:
        keepdims = bool(rng.random() < 0.4)
        shape = tuple(int(size) for size in rng.choice(np.arange(2, 13), size=2 if keepdims else 3, replace=False))
        axis = int(rng.integers(-1, len(shape)))
        place = axis % len(shape)
        other = (axis - 1) % len(shape)
        right = str(left(shape, place, keepdims))
        forgot = (
            "You dropped the axis. With keepdims it stays, with size 1."
            if keepdims
            else f"That is the shape with keepdims. Without it, axis {place} is gone, and no 1 is left."
        )
        counted = (
            "Axis −1 is the last one." if axis < 0 else f"Axes count from 0, so axis {axis} has size {shape[axis]}."
        )
        lead = f"Axis −1 is the last, axis {place}. " if axis < 0 else ""
        question = Question(
            prompt=f"A has shape {shape}. What is the shape of `A.sum(axis={axis}{', keepdims=True' * keepdims})`? "
            "Type it like (3, 4).",
            answer=right,
            mistakes=(
                Mistake(str(left(shape, place, not keepdims)), forgot),
                Mistake(str(left(shape, other, keepdims)), f"You summed axis {other}. {counted}"),
                Mistake(str((shape[place],)), "That is the axis that is summed. It is the one that goes."),
            ),
            solution=f"{lead}The sizes of {shape} belong to axis 0 to axis {len(shape) - 1}, in order. Axis {place}, "
            f"with its {shape[place]} entries, is added up, and it {'stays with size 1' if keepdims else 'is gone'}. "
            f"What is left is **{right}**.",
            hints=("Number the sizes from 0, from the left.", "Which of the sizes is added up?"),
        )
        if question.is_clear():
            return question


def left(shape: tuple[int, ...], axis: int, keepdims: bool) -> tuple[int, ...]:
    """The shape once an axis has been summed."""
    return shape[:axis] + (1,) * keepdims + shape[axis + 1 :]


def entry_after_reshape(seed: int) -> Question:
    """The number at a place of a table that was poured into another shape."""
    rng = np.random.default_rng(seed)
    while True:
        n, m = (int(size) for size in rng.integers(2, 9, size=2))
        fits = [rows for rows in range(2, n * m) if n * m % rows == 0 and rows not in (n, m)]
        if not fits:
            continue
        rows = int(rng.choice(fits))
        columns, start = n * m // rows, int(rng.integers(1, 60))
        i, j = int(rng.integers(rows)), int(rng.integers(columns))
        A = start + np.arange(n * m).reshape(n, m)
        answer = int(reshaped(A, (rows, columns))[i, j])
        found = {
            int(A.ravel()[j * rows + i]): "You filled the new shape column by column. NumPy fills it row by row.",
            int(A.T.ravel()[i * columns + j]): "You read A column by column. NumPy reads it row by row.",
            start + (i - 1) * columns + j - 1: "You counted from 1. Rows and columns count from 0.",
            start + i * rows + j: f"You went {rows} further for each row. A row of the new shape holds {columns}.",
        }
        before = i * columns + j
        question = Question(
            prompt=f"A has shape ({n}, {m}) and holds the whole numbers from {start} to {start + n * m - 1}, row by "
            f"row. Which whole number is `A.reshape({rows}, {columns})[{i}, {j}]`?",
            answer=float(answer),
            mistakes=tuple(Mistake(float(value), why) for value, why in found.items() if value != answer),
            solution=f"The order stays, row by row, and a new row holds {columns}. So before that place come "
            f"${i} \\cdot {columns} + {j} = {before}$ numbers. The first is {start}, and the one you look for is "
            f"${start} + {before} =$ **{answer}**.",
            hints=("A reshape keeps the order of the numbers, row by row.", "How many numbers come before that place?"),
        )
        if i and j and len(question.mistakes) >= 2 and question.is_clear():
            return question
