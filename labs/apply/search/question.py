"""The checkpoint of `search`: how sure is a recall@k?"""

from __future__ import annotations

import math

import numpy as np

from ui.question import Mistake, Question


def question(seed: int) -> Question:
    """The lower end of the 95 % interval of recall@k, from the number of queries and of hits."""
    rng = np.random.default_rng(seed)
    while True:
        n, k = int(rng.choice([50, 80, 100, 150, 200, 250, 400])), int(rng.choice([3, 5, 10]))
        hits = int(n * rng.uniform(0.6, 0.95))
        recall = hits / n
        error = math.sqrt(recall * (1 - recall) / n)
        answer = 100 * (recall - 2 * error)
        precision = hits / (n * k)
        question = Question(
            prompt=f"Each of {n} queries has one right passage. Your search puts it among the first {k} for {hits} "
            f"of them. Take 2 standard errors, $2\\sqrt{{r(1-r)/n}}$, as the ±. "
            f"What is the lower end of the interval of recall@{k}, in per cent? One decimal will do; leave out the "
            "% sign.",
            answer=answer,
            tolerance=0.06,
            mistakes=(
                Mistake(100 * recall, "That is recall itself. You were asked for the lower end of its interval."),
                Mistake(100 * (recall + 2 * error), "That is the upper end: take the ± away, not on top."),
                Mistake(100 * (recall - error), "That is one standard error below. The ± is two of them."),
                Mistake(100 * (recall - 2 * recall * (1 - recall) / n), "You left out the root."),
                Mistake(
                    100 * (precision - 2 * math.sqrt(precision * (1 - precision) / n)),
                    f"You divided the hits by all {k} results of every query. That is precision: recall asks how many "
                    "of the right passages were found.",
                ),
                Mistake(200 * error, "That is the ±. Take it away from recall."),
            ),
            solution=(
                f"Recall: $r = {hits} / {n} = {recall:g}$.\n\n"
                f"The ±: $2 \\sqrt{{{recall:g} \\cdot {1 - recall:g} / {n}}} = {2 * error:.4f}$.\n\n"
                f"Lower end: ${recall:g} - {2 * error:.4f} = {recall - 2 * error:.4f}$, that is **{answer:.1f}** %."
            ),
        )  # fmt: skip
        if question.is_clear():
            return question
