"""The checkpoint of `retrieval`: recall@k of a given ranking."""

from __future__ import annotations

import numpy as np

from core.retrieval import precision_at_k, recall_at_k
from ui.question import Mistake, Question


def question(seed: int) -> Question:
    """Recall@k of eight ranked passages, some of which are right."""
    rng = np.random.default_rng(seed)
    while True:
        ranking = [f"p{number}" for number in rng.permutation(np.arange(1, 21))[:8]]
        missing = [f"p{number}" for number in range(1, 21) if f"p{number}" not in ranking]
        k, found, lost = (int(rng.integers(*ends)) for ends in ((2, 7), (2, 5), (0, 3)))
        right = rng.permutation([*rng.choice(ranking, found, replace=False), *rng.choice(missing, lost, replace=False)])
        right = sorted(right.tolist(), key=lambda name: int(name[1:]))
        hits = [name for name in ranking[:k] if name in right]
        recall = recall_at_k(ranking, right, k)
        question = Question(
            prompt=f"A search returns, best first: {', '.join(ranking)}.\n\n"
            f"The right passages are {', '.join(right)}. What is recall@{k}? A fraction, or two decimals.",
            answer=recall,
            tolerance=0.006,
            mistakes=(
                Mistake(precision_at_k(ranking, right, k), f"You divided by {k}, the number shown: that is "
                        "precision. Recall divides by the number of right passages."),
                Mistake(recall_at_k(ranking, right, len(ranking)), f"You counted right passages below place {k} too. "
                        f"Only the first {k} reach the model."),
                Mistake(len(hits) / found if lost else float(len(hits)), "You divided by the right passages the search "
                        "returned. Those it never returned are missed as well: divide by all of them."
                        if lost else "That is how many you found. Recall is their share of the right passages."),
            ),
            solution=f"The first {k} are {', '.join(ranking[:k])}. Right among them: {', '.join(hits) or 'none'}, "
            f"so {len(hits)} of the {len(right)} right passages.\n\n"
            f"recall@{k} $= {len(hits)} / {len(right)} =$ **{recall:.2f}**",
        )  # fmt: skip
        if hits and question.is_clear():
            return question
