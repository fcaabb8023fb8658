"""The checkpoint of `spread`: by how much one number far out moves the mean."""

from __future__ import annotations

import numpy as np

from core.statistics import mean, median
from ui.question import Mistake, Question

STORIES = (
    ("builds took", "minutes", "One more hangs, and takes"),
    ("requests took", "milliseconds", "One more times out, after"),
    ("invoices were for", "pounds", "One more comes, for"),
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
        listed = f"{', '.join(map(str, x[:-1]))} and {x[-1]}"
        question = Question(
            prompt=f"{_word(n)} {things} {listed} {unit}. {one_more} {far}. "
            f"By how many {unit} does the mean rise? Two decimals will do.",
            answer=moved,
            tolerance=0.006,
            mistakes=(
                Mistake(median([*x, far]) - median(x), "That is how far the median moves: it hardly feels a number "
                        "far out. You were asked for the mean."),
                Mistake((sum(x) + far) / n - before, f"You divided the new sum by {n}, and there are {n + 1} numbers "
                        "now."),
                Mistake((far - before) / n, f"You shared the excess among {n}. The newcomer counts too: share it "
                        f"among {n + 1}."),
                Mistake(far / (n + 1), "That is what the newcomer adds to the mean. The old sum is now shared among "
                        "one more, and that takes something away."),
                Mistake(after, "That is the new mean. You were asked how far it moved."),
                Mistake(far - before, "That is how far the newcomer lies from the old mean. The mean goes only a "
                        "part of that way."),
            ),
            solution=(
                f"Before: ${'+'.join(map(str, x))} = {sum(x)}$, and $\\frac{{{sum(x)}}}{{{n}}} = {before:.3f}$. "
                f"After: $\\frac{{{sum(x)} + {far}}}{{{n + 1}}} = {after:.3f}$.\n\n"
                f"The mean rises by $({far} - {before:.3f}) / {n + 1} =$ **{moved:.2f}**."
            ),
        )  # fmt: skip
        if question.is_clear():
            return question


def _word(n: int) -> str:
    return {4: "Four", 5: "Five", 6: "Six", 7: "Seven"}[n]
