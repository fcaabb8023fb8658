"""The checkpoint of `spread`: by how much one number far out moves the mean."""

from __future__ import annotations

import numpy as np

from core.statistics import mean, median
from ui.question import Mistake, Question, printed
from ui.words import rounded

STORIES = (
    ("builds took", "minutes", "One more hangs, and takes"),
    ("requests took", "milliseconds", "One more times out, after"),
    ("invoices were for", "pounds", "One more comes in, for"),
    ("patients waited", "minutes", "One more was forgotten, and waited"),
)


def question(seed: int) -> Question:
    """How far does the mean move when one number far out joins a few others?"""
    rng = np.random.default_rng(seed)
    while True:
        things, unit, one_more = STORIES[rng.integers(len(STORIES))]
        n = int(rng.integers(4, 8))
        x = rng.permutation(rng.choice(np.arange(12, 31), size=n, replace=False)).tolist()
        far = int(rng.integers(8, 31)) * 10
        after, before = mean([*x, far]), mean(x)
        moved = after - before
        if printed(rounded(after, 3) - rounded(before, 3), 2) != printed(moved, 2):
            continue  # in print it would not come out
        listed = f"{', '.join(map(str, x[:-1]))} and {x[-1]}"
        question = Question(
            prompt=f"{_word(n)} {things} {listed} {unit}. {one_more} {far}. By how many {unit} does the mean rise? Two "
            "decimals will do.",
            answer=moved,
            tolerance=0.006,
            mistakes=(
                Mistake(median([*x, far]) - median(x), "That is how far the median moves, and it hardly feels a "
                        "number far out. The question asks for the mean."),
                Mistake((sum(x) + far) / n - before, f"You divided the new sum by {n}. Now there are {n + 1} "
                        "numbers."),
                Mistake((far - before) / n, f"You divided the distance to the old mean by {n}. The new number counts, "
                        f"too, so divide by {n + 1}."),
                Mistake(far / (n + 1), "That is what the new number adds to the mean. But the old sum is now divided "
                        f"by {n + 1}, too, and that takes something away."),
                Mistake(after, "That is the new mean. The question is how far it rose."),
                Mistake(far - before, "That is how far the new number lies from the old mean. The mean goes only "
                        "part of that way."),
            ),
            solution=(
                f"The old sum is ${' + '.join(map(str, x))} = {sum(x)}$, so the mean was $\\frac{{{sum(x)}}}{{{n}}} = "
                f"{printed(before, 3)}$. Now it is $\\frac{{{sum(x)} + {far}}}{{{n + 1}}} = {printed(after, 3)}$.\n\n"
                f"It rises by ${printed(after, 3)} - {printed(before, 3)} =$ **{printed(moved, 2)}**."
            ),
            hints=(
                "Work out the mean before and after.",
                "How many numbers are there, once the new one has joined them?",
            ),
        )  # fmt: skip
        if question.is_clear():
            return question


def _word(n: int) -> str:
    return {4: "Four", 5: "Five", 6: "Six", 7: "Seven"}[n]
