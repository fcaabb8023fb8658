"""The checkpoint of `matrix_product`: the shape of a product, or one of its entries."""

from __future__ import annotations

import numpy as np

from core.linear_algebra import dot, matmul, matmul_shape
from ui.question import Mistake, Question, bracketed
from ui.words import latex


def question(seed: int) -> Question:
    """What shape is AB, or which number stands in row i, column j of it? In turns."""
    return entry_question(seed) if seed % 2 else shape_question(seed)


def entry_question(seed: int) -> Question:
    """The number in row i, column j of AB."""
    rng = np.random.default_rng(seed)
    while True:
        A, B = rng.integers(-4, 6, size=(2, 3)), rng.integers(-4, 6, size=(3, 2))
        i, j = rng.integers(2, size=2)
        row, column = A[i], B[:, j]
        AB, BA = matmul(A, B), matmul(B, A)
        sums = " + ".join(f"{bracketed(a)} \\cdot {bracketed(b)}" for a, b in zip(row, column))
        question = Question(
            prompt=f"$A = {latex(A)}$ and $B = {latex(B)}$. Which whole number stands in row {i + 1}, column {j + 1} "
            "of $AB$?",
            answer=dot(row, column),
            mistakes=(
                Mistake(float(A[i, j] * B[i, j]),
                        "You multiplied the two entries in that place. Take a whole row of A and a whole column of "
                        "B."),
                Mistake(float(AB[j, i]), f"That is row {j + 1}, column {i + 1}: row and column are swapped."),
                Mistake(float(BA[i, j]), "That is the entry of BA. You took a row of B and a column of A."),
            ),
            solution=f"Multiply row {i + 1} of $A$ with column {j + 1} of $B$, entry by entry, and add: ${sums} =$ "
            f"**{dot(row, column):.0f}**.",
            hints=("One row meets one column: which of A, and which of B?", "Multiply matching numbers, and add."),
        )  # fmt: skip
        if question.is_clear() and i != j and A.all() and B.all():
            return question


def shape_question(seed: int) -> Question:
    """The shape of A @ B."""
    n, k, m = (int(size) for size in np.random.default_rng(seed).choice(np.arange(2, 13), size=3, replace=False))
    return Question(
        prompt=f"A has shape ({n}, {k}) and B has shape ({k}, {m}). What is the shape of `A @ B`? Type it like (3, 4).",
        answer=str(matmul_shape((n, k), (k, m))),
        mistakes=(
            Mistake(
                f"({k}, {k})",
                f"You kept the sizes that meet in the middle. The sum runs over them, so both {k}s vanish.",
            ),
            Mistake(f"({m}, {n})", "The two sizes are swapped. The rows come from A, and the columns from B."),
            Mistake(f"({n}, {k})", "That is the shape of A. Only its number of rows stays."),
            Mistake(f"({k}, {m})", "That is the shape of B. Only its number of columns stays."),
        ),
        solution=f"In ({n}, **{k}**) @ (**{k}**, {m}) the two {k}s in the middle are equal, so the shapes fit. They "
        f"vanish, and what is left is **({n}, {m})**.",
        hints=(
            "Write the two shapes side by side. Which sizes meet?",
            "The sum runs over what meets, so that size is gone.",
        ),
    )
