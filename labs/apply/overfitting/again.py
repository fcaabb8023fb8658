"""The prediction again: another depth of tree, and another number of people."""

import numpy as np

from labs.apply.overfitting.step import LEVELS, SIZES, TREE, found
from ui.question import Again, one_of
from ui.words import number


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    above = bool(rng.integers(2))  # better on new rows than always saying the mean
    while True:
        level, rows = int(rng.choice(LEVELS)), int(rng.choice(SIZES))
        training, _, validation, *_ = found(TREE, level, rows)
        half = (training + validation) / 2
        if training - validation > 0.3 and min(abs(validation), abs(half)) > 0.05 and (validation > 0) == above:
            break
    prompt = (
        f"A decision tree may ask {level} {'question' if level == 1 else 'questions'} in a row. It learns from {rows} "
        f"people, and its R² on them is {number(training, 2)}. What does cross-validation say?"
    )
    wrong = {
        said(training): "That is its R² on the people it learned from. In cross-validation each is predicted by a tree "
        "that hasn't seen them.",
        said(half): "It falls further than that: no fold is predicted by a tree that has seen it.",
        said(0): "That is the R² of always saying the mean. On rows it hasn't seen, this tree does "
        f"{'better' if above else 'worse'}.",
    }
    way = f"Each fold is predicted by a tree that hasn't seen it: **{said(validation)}**."
    return Again(
        one_of(rng, prompt, said(validation), wrong, way, ()), {"level": f"{level}", "rows": f"{SIZES.index(rows)}"}
    )


def said(score: float) -> str:
    return f"About {number(score, 2)}"
