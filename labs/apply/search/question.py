"""The checkpoint of `search`: how sure is a recall@k?"""

from __future__ import annotations

import math

import numpy as np

from ui.question import Mistake, Question, printed
from ui.words import rounded


def question(seed: int) -> Question:
    """The lower end of the 95 % interval of recall@k, from the number of queries and of hits."""
    rng = np.random.default_rng(seed)
    while True:
        n, k = int(rng.choice([50, 80, 100, 125, 150, 160, 200, 250, 300, 400])), int(rng.choice([3, 5, 10]))
        hits = int(n * rng.uniform(0.6, 0.95))
        recall = hits / n
        error = math.sqrt(recall * (1 - recall) / n)
        answer = 100 * (recall - 2 * error)
        r = rounded(recall, 4)
        two = rounded(2 * math.sqrt(r * (1 - r) / n), 4)
        if printed(100 * (r - two), 1) != printed(answer, 1):
            continue  # in print it would not come out
        precision = hits / (n * k)
        question = Question(
            prompt=f"Each of {n} queries has one right passage. Your search puts it among the first {k} for {hits} "
            f"of them, so recall@{k} is $r = {hits} / {n}$. Its 95 % interval reaches 2 standard errors, "
            "$2\\sqrt{r(1-r)/n}$, to either side. What is the lower end of the interval, in per cent? "
            "One decimal will do.",
            answer=answer,
            tolerance=0.06,
            unit="per cent",
            mistakes=(
                Mistake(100 * recall, "That is recall itself. The question asks for the lower end of its interval."),
                Mistake(100 * (recall + 2 * error), "That is the upper end. For the lower end subtract the two "
                        "standard errors."),
                Mistake(100 * (recall - error), "You subtracted one standard error. The interval reaches two of them "
                        "to either side.", "sampling"),
                Mistake(100 * (recall - 2 * recall * (1 - recall) / n), "You left out the root in the standard error.",
                        "sampling"),
                Mistake(
                    100 * (precision - 2 * math.sqrt(precision * (1 - precision) / n)),
                    f"You divided the hits by all {k} results of each query. That is precision. Recall asks how many "
                    "of the right passages were found.",
                    "retrieval",
                ),
                Mistake(200 * error, "Those are the two standard errors. Subtract them from recall."),
            ),
            hints=(
                "Work out recall first, then one standard error, then two.",
                "The lower end lies below recall. How many standard errors below?",
            ),
            solution=(
                f"Recall is $r = {hits} / {n} = {r:g}$, and two standard errors are $2 "
                f"\\sqrt{{{r:g} \\cdot {1 - r:g} / {n}}} = {two:.4f}$.\n\n"
                f"The lower end is ${r:g} - {two:.4f} = {r - two:.4f}$, which is **{printed(answer, 1)}** %."
            ),
        )  # fmt: skip
        if question.is_clear():
            return question
