"""The checkpoint of `distributions`: how probable it is that something happens at least once."""

from __future__ import annotations

import numpy as np

from core.probability import binomial_pmf
from ui.question import Mistake, Question

STORIES = (
    ("A test is flaky: it fails by chance in {p} of runs. You run it {n} times.", "it fails at least once"),
    ("Each of {n} servers goes down in a given week with probability {p}, independently.",
     "at least one goes down"),
    ("A call to a service times out with probability {p}. A page makes {n} such calls, independently.",
     "at least one times out"),
    ("A model gives a wrong answer with probability {p}, each time anew. You ask it {n} questions.",
     "at least one answer is wrong"),
)  # fmt: skip


def question(seed: int) -> Question:
    """Something happens with probability p in each of n independent tries. How probable is it at all?"""
    rng = np.random.default_rng(seed)
    while True:
        story, wanted = STORIES[rng.integers(len(STORIES))]
        p, n = int(rng.choice([2, 3, 4, 5, 8, 10, 15, 20, 25, 30])) / 100, int(rng.integers(3, 16))
        none, one = (binomial_pmf(k, n, p) for k in (0, 1))
        question = Question(
            prompt=f"{story.format(p=f'{100 * p:.0f} %', n=n)} How probable is it that {wanted}? "
            "Give a number from 0 to 1, to two decimals.",
            answer=1 - none,
            tolerance=0.006,
            mistakes=(
                Mistake(n * p, "You added the probabilities. That counts it twice where it happens twice; with enough "
                        "tries it would even pass 1."),
                Mistake(none, "That is the probability that it never happens. Take it away from 1."),
                Mistake(one, "That is the probability of exactly once. Twice or more is at least once as well."),
                Mistake(p, "That is the probability for one try. Each further try is another chance."),
                Mistake(1 - p**n, "You took away the case that it happens every time. Take away the case that it "
                        "never does."),
                Mistake((1 - none) * 100, "That is in per cent, without its sign. From 0 to 1 it is a hundredth of "
                        "it."),
            ),
            solution=(
                f"One try goes well with probability $1 - {p:g} = {1 - p:g}$. The tries are independent, so multiply: "
                f"all {n} go well with probability ${1 - p:g}^{{{n}}} = {none:.4f}$.\n\n"
                f"At least once is everything else: $1 - {none:.4f} =$ **{1 - none:.2f}**."
            ),
        )  # fmt: skip
        if question.is_clear():
            return question
