"""The checkpoint of `leakage`: which block of a pipeline leaks?"""

from __future__ import annotations

import numpy as np

from ui.question import Mistake, Question

LEARNS = (
    ("fill gaps with the median of the column", "The median is taken over all rows, and the test rows are among them."),
    (
        "standardise every column",
        "Mean and standard deviation are taken over all rows, and the test rows are among them.",
    ),
    ("keep the {k} columns with the highest |r| with y", "To choose them, it looks at y in the test rows, too."),
    ("copy rows of the rare class until both are equal", "A copy of a test row can end up among the training rows."),
    ("replace each city by the mean of y in it", "The means contain y of the test rows."),
    ("keep the first {k} principal components", "The test rows help to find the directions."),
    ("clip every column to its middle 98 %", "The ends are quantiles of all rows, and the test rows are among them."),
    ("replace each row by the nearest of {k} cluster centres", "The test rows help to find the centres."),
    (
        "drop the {k} columns that vary least",
        "The variances are taken over all rows, and the test rows are among them.",
    ),
)
ALONE = (
    "drop rows without a y",
    "take the logarithm of the price",
    "turn the date into a weekday",
    "change °F into °C",
    "write names in lower case",
    "add the square of the age",
)


def question(seed: int) -> Question:
    """One of five blocks learns from the test rows; which?"""
    rng = np.random.default_rng(seed)
    k, n, share = int(rng.integers(1, 9)) * 5, int(rng.integers(4, 60)) * 50, int(rng.integers(2, 7)) * 5
    leak, after = (LEARNS[i] for i in rng.choice(len(LEARNS), size=2, replace=False))
    harmless = [ALONE[i] for i in rng.choice(len(ALONE), size=2, replace=False)]
    leaks, learned = leak[0].format(k=k), after[0].format(k=k + 5)
    first = [harmless[0], leaks] if rng.random() < 0.5 else [leaks, harmless[0]]
    split = f"split at random, {share} % for testing"
    blocks = (*first, split, learned, harmless[1])
    rows = "\n".join(f"{number}. {block}" for number, block in enumerate(blocks, start=1))
    alone = "That block works on each row by itself and learns nothing from the others, so it may come first or last."
    return Question(
        prompt=f"A table has {n:,} rows, each about a different customer. It goes through these five blocks in turn. "
        f"Which block leaks?\n\n{rows}\n",
        answer=leaks,
        mistakes=(
            Mistake(harmless[0], alone),
            Mistake(harmless[1], alone),
            Mistake(learned, "That block comes after the split, so it learns from the training rows alone."),
            Mistake(split, "The split itself learns nothing. Ask which block before it learns from many rows."),
        ),
        solution=f"A block leaks if it learns from many rows and comes before the split. {leak[1]} So the block that "
        f"leaks is **{leaks}**. Move it behind the split.",
        hints=(
            "Which of the five works on one row at a time, and which looks at many rows at once?",
            "Of those that look at many rows, which one sees the test rows?",
        ),
        choices=blocks,
    )
