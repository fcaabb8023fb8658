"""The checkpoint of `attention_real`: one number of what a head hands on."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ui.question import Mistake, Question, bracketed, printed

WORDS = ("the", "dog", "barked")


def question(seed: int) -> Question:
    """Which number does one token get, from the weights of three tokens and their values?"""
    rng = np.random.default_rng(seed)
    while True:
        W = rng.multinomial(10, [1 / 3] * 3, size=3) / 10
        V, asks, place = rng.integers(-6, 10, size=(3, 2)), int(rng.integers(3)), int(rng.integers(2))
        v, w, me = V[:, place], W[asks], WORDS[asks]
        if np.min(W) == 0 or np.sum(w == np.max(w)) > 1:
            continue
        answer = float(round(w @ v, 1))
        sums = " + ".join(f"{a:.1f} \\cdot {bracketed(b)}" for a, b in zip(w, v))
        rows = "\n".join(
            f"| **{word}** | {a:.1f} | {b:.1f} | {c:.1f} | ({x}, {y}) |"
            for word, (a, b, c), (x, y) in zip(WORDS, W, V.tolist())
        )
        name, other = ("first", "second") if place == 0 else ("second", "first")
        question = Question(
            prompt="Here are the weights of one head. Each row belongs to the token that asks, each column to a token "
            "that it looks at. The last column holds each token's value.\n\n"
            f"| asks | the | dog | barked | value |\n|---|---|---|---|---|\n{rows}\n\n"
            f"The head hands **{me}** a mix of the values. What is the {name} number of this mix? One decimal is "
            "exact.",
            answer=answer,
            tolerance=0.06,
            mistakes=(
                Mistake(float(W[:, asks] @ v), f"You took the column of “{me}”, which says how much it is looked at. "
                        "Take its row.", "attention"),
                Mistake(float(v[asks]), f"That is from the value of “{me}” itself. It gets a mix of all three.",
                        "attention"),
                Mistake(float(v[np.argmax(w)]), "You took the value with the largest weight alone. The others count "
                        "too.", "attention"),
                Mistake(float(v.sum()), "You added the values. Multiply each by its weight first.", "attention"),
                Mistake(float(v.mean()), "You took the plain average. Here the weights differ, and each value counts "
                        "by its own.", "attention"),
                Mistake(float(w @ V[:, 1 - place]), f"You mixed the {other} numbers. Take the {name} number of each "
                        "value."),
            ),
            hints=(
                "Which row or column belongs to the token that asks?",
                "The mix has two numbers, like each value. Which part of the values do you need for the one asked?",
            ),
            solution=(
                f"The row of “{me}” holds the weights {listed(f'{a:.1f}' for a in w)}. The {name} numbers of the "
                f"values are {listed(map(str, v))}.\n\n"
                f"Multiply each weight by its number, and add: ${sums} =$ **{printed(answer, 1)}**."
            ),
        )  # fmt: skip
        if question.is_clear():
            return question


def listed(words: Iterable[str]) -> str:
    """Three words in a row: `0.2, 0.5 and 0.3`."""
    first, second, third = words
    return f"{first}, {second} and {third}"
