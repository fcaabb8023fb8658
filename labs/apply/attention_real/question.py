"""The checkpoint of `attention_real`: one number of what a head hands on."""

from __future__ import annotations

import numpy as np

from ui.question import Mistake, Question, bracketed

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
        answer = float(round(w @ v, 2))
        sums = " + ".join(f"{a:.1f} \\cdot {bracketed(b)}" for a, b in zip(w, v))
        rows = "\n".join(
            f"| **{word}** | {a:.1f} | {b:.1f} | {c:.1f} | ({x}, {y}) |"
            for word, (a, b, c), (x, y) in zip(WORDS, W, V.tolist())
        )
        name = ("first", "second")[place]
        question = Question(
            prompt="A head gave these weights: a row for each token that asks, a column for each that is looked at. "
            f"Beside them stands each token's value.\n\n| asks | the | dog | barked | value |\n|---|---|---|---|---|\n"
            f"{rows}\n\nWhat is the {name} number that **{me}** gets? One decimal is exact.",
            answer=answer,
            tolerance=0.005,
            mistakes=(
                Mistake(float(W[:, asks] @ v), f"You took the column of {me}, how much it is looked at. Take its row."),
                Mistake(float(v[asks]), f"That is the own value of {me}. It gets a mix of all three."),
                Mistake(float(v[np.argmax(w)]), "You took the value with the largest weight. The others count too."),
                Mistake(float(v.sum()), "You added the values. Multiply each by its weight first."),
                Mistake(float(v.mean()), "You took the plain average. The weights aren't equal."),
                Mistake(float(w @ V[:, 1 - place]), f"You mixed the other numbers. Take the {name} of each value."),
            ),
            solution=(
                f"The row of {me}: {', '.join(f'{a:.1f}' for a in w)}. The {name} numbers of the values: "
                f"{', '.join(map(str, v))}.\n\n${sums} =$ **{answer:.1f}**."
            ),
        )  # fmt: skip
        if question.is_clear():
            return question
