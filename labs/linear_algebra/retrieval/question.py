"""The checkpoint of `retrieval`: recall@k of a given ranking."""

from __future__ import annotations

import numpy as np

from core.retrieval import precision_at_k, recall_at_k
from ui.question import Mistake, Question, printed

SHOWN = 8  # passages in the ranking
SHARES = [
    (hits, total) for total in range(3, 8) for hits in range(1, min(total, 6))
]  # found in time, of all right ones


def question(seed: int) -> Question:
    """Recall@k of eight ranked passages: some right ones are among the first k, some below, some not returned."""
    rng = np.random.default_rng(seed)
    found, total = SHARES[rng.integers(len(SHARES))]
    while True:
        k = int(rng.integers(max(found, 2), SHOWN))
        below = int(rng.integers(1, min(SHOWN - k, total - found) + 1))
        lost = total - found - below
        names = [f"p{number}" for number in rng.permutation(np.arange(1, 21))]
        ranking = names[:SHOWN]
        right = [*rng.choice(ranking[:k], found, replace=False), *rng.choice(ranking[k:], below, replace=False)]
        right = sorted([*map(str, right), *names[SHOWN : SHOWN + lost]], key=lambda name: int(name[1:]))
        recall = recall_at_k(ranking, right, k)
        third = (
            Mistake(found / (found + below), "You divided by the number of right passages that the search returned. "
                    "Those that it didn't return are missed, too. Divide by all of them.")
            if lost else
            Mistake(float(found), f"That is how many right passages are among the first {k}. Recall is their share of "
                    "all right passages.")
        )  # fmt: skip
        hits = ", ".join(name for name in ranking[:k] if name in right)
        question = Question(
            prompt=f"A search returns these passages, the best first: {', '.join(ranking)}.\n\n"
            f"The right passages are {', '.join(right)}. What is recall@{k}? Give a fraction, or two decimals.",
            answer=recall,
            tolerance=0.006,
            unit="share",
            mistakes=(
                Mistake(precision_at_k(ranking, right, k), f"You divided by {k}, the number of passages shown. That is "
                        "precision. Recall divides by the number of right passages."),
                Mistake(recall_at_k(ranking, right, SHOWN), f"You counted right passages below place {k}, too. For "
                        f"recall@{k} only the first {k} count."),
                third,
            ),
            solution=f"The first {k} are {', '.join(ranking[:k])}. Among them {'is' if found == 1 else 'are'} {hits}: "
            f"{found} of the {total} right passages.\n\n"
            f"So recall@{k} is ${found} / {total} =$ **{printed(recall, 2)}**.",
            hints=(f"Which of the first {k} are right?", "Recall asks how much of what there is was found. Divide by "
            "that."),
        )  # fmt: skip
        if question.is_clear():
            return question
