"""The checkpoint of `distributions`: how probable it is that something happens at least once."""

from __future__ import annotations

import numpy as np

from core.probability import binomial_pmf
from ui.question import Mistake, Question, printed

STORIES = (
    ("A flaky test fails by chance in {p} of its runs. You run it {n} times.", "it fails at least once"),
    ("Each of {n} servers goes down in a given week with probability {p}, independently of the others.",
     "at least one goes down"),
    ("A page makes {n} calls to a service. Each of them times out with probability {p}, independently of the others.",
     "at least one times out"),
    ("You ask a model {n} questions. It gets each of them wrong with probability {p}, independently of the others.",
     "at least one answer is wrong"),
)  # fmt: skip


def question(seed: int) -> Question:
    """Something happens with probability p in each of n independent tries. How probable is it at all?"""
    rng = np.random.default_rng(seed)
    while True:
        story, wanted = STORIES[rng.integers(len(STORIES))]
        p, n = int(rng.integers(2, 31)) / 100, int(rng.integers(3, 16))
        none, one = (binomial_pmf(k, n, p) for k in (0, 1))
        question = Question(
            prompt=f"{story.format(p=f'{100 * p:.0f} %', n=n)} What is the probability that {wanted}? "
            "Give a number from 0 to 1, to two decimals.",
            answer=1 - none,
            tolerance=0.006,
            unit="share",
            mistakes=(
                Mistake(n * p, "You added the probabilities. That counts a case twice where it happens twice, and with "
                        "enough tries the sum passes 1."),
                Mistake(none, "That is the probability that it never happens. Subtract it from 1."),
                Mistake(one, "That is the probability of exactly once. Twice or more is at least once, too."),
                Mistake(p, "That is the probability for one try. Each further try is another chance."),
                Mistake(1 - p**n, "You subtracted the case that it happens every time. Subtract the case that it "
                        "never does."),
            ),
            solution=(
                f"One try goes well with probability $1 - {p:g} = {1 - p:g}$. The tries are independent, so their "
                f"probabilities multiply: all {n} go well with probability ${1 - p:g}^{{{n}}} = "
                f"{printed(none, 4)}$.\n\n"
                f"“At least once” is everything else: $1 - {printed(none, 4)} =$ **{printed(1 - none, 2)}**."
            ),
            hints=(
                "How probable is it that it never happens?",
                "Probabilities of independent tries multiply.",
            ),
        )  # fmt: skip
        if question.is_clear():
            return question
