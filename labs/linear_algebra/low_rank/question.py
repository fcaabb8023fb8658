"""The checkpoint of `low_rank`: how many numbers two thin matrices hold, or how large the error is."""

from __future__ import annotations

import numpy as np

from ui.question import Mistake, Question, printed


def question(seed: int) -> Question:
    """How many numbers does rank r take, or what error does it leave? In turns."""
    return numbers_kept(seed) if seed % 2 else error_left(seed)


def numbers_kept(seed: int) -> Question:
    """The numbers in two thin matrices whose product has the shape of a weight matrix."""
    rng = np.random.default_rng(seed)
    while True:
        n, d = (int(size) for size in rng.choice(np.array([256, 384, 512, 768, 1024, 1536, 2048, 3072, 4096]), size=2))
        n, d = n + int(rng.integers(-3, 4)) * 16, d + int(rng.integers(-3, 4)) * 16
        r = int(rng.choice([2, 4, 6, 8, 12, 16, 24, 32]))
        answer = r * (n + d)
        question = Question(
            prompt=f"A weight matrix has shape ({n}, {d}). LoRA trains a change of rank {r}: the product of two thin "
            "matrices. How many numbers does it train?",
            answer=float(answer),
            mistakes=(
                Mistake(
                    float(r * n), f"That is one factor, the ({n}, {r}) one. The other, ({r}, {d}), is trained, too."
                ),
                Mistake(
                    float(r * d), f"That is one factor, the ({r}, {d}) one. The other, ({n}, {r}), is trained, too."
                ),
                Mistake(float(n * d), "That is the whole matrix. The two thin ones stand for it."),
                Mistake(float(n + d), f"That is for a single pattern, one column and one row. There are {r}."),
            ),
            solution=f"One factor has shape ({n}, {r}), the other ({r}, {d}). Together they hold "
            f"${r} \\cdot ({n} + {d}) = {answer}$ numbers: **{answer}**.",
            hints=("Two matrices, multiplied, must give that shape.", "How many columns are there, and how many rows?"),
        )
        if question.is_clear():
            return question


def error_left(seed: int) -> Question:
    """The share of a matrix's length that is missing at rank r, from its singular values."""
    rng = np.random.default_rng(seed)
    while True:
        s = np.sort(rng.integers(1, 25, size=int(rng.integers(3, 5))))[::-1]
        r = int(rng.integers(1, len(s) - 1))
        squares = [int(value) ** 2 for value in s]
        left, whole = sum(squares[r:]), sum(squares)
        answer = np.sqrt(left / whole)
        listed = ", ".join(str(value) for value in s)
        question = Question(
            prompt=f"A matrix has the singular values {listed}. You keep its first {r}. How large is the error, the "
            "length of what is missing as a share of the length of the matrix? Two decimals will do.",
            answer=float(answer),
            tolerance=0.006,
            mistakes=(
                Mistake(float(left / whole), "You left out the root: that is the share of the squared length.",
                        "vectors"),
                Mistake(float(sum(s[r:]) / sum(s)), "You added the singular values. Lengths go by squares: square them "
                        "first, then take the root.", "vectors"),
                Mistake(float(np.sqrt(1 - left / whole)), "That is what is kept. The error is what is missing."),
            ),
            solution=f"Squared, the values left out add up to {' + '.join(map(str, squares[r:]))} = {left}, and "
            f"all of them to {' + '.join(map(str, squares))} = {whole}.\n\nThe error is "
            f"$\\sqrt{{{left} / {whole}}} =$ **{printed(answer, 2)}**.",
            hints=("The length of a matrix is the length of the list of its singular values.", "Which are left out?"),
            unit="share",
        )  # fmt: skip
        if question.is_clear():
            return question
