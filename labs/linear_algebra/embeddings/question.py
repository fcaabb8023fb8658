"""The checkpoint of `embeddings`: which of three words is nearest to a vector, by cosine."""

from __future__ import annotations

import numpy as np

from core.linear_algebra import cosine_similarity, distance, dot, norm
from ui.question import Mistake, Question, printed

TRIOS = [("lamp", "river", "cheese"), ("engine", "violet", "bread"), ("planet", "shoe", "tea"), ("coat", "bee", "iron")]


def question(seed: int) -> Question:
    """Which of three words has the highest cosine with the query?"""
    rng = np.random.default_rng(seed)
    while True:
        query, noise = rng.integers(1, 5, size=3), rng.integers(-2, 3, size=(2, 3))
        drawn = [3 * query + noise[0], np.maximum(query + noise[1], 0), rng.integers(1, 16, size=3)]
        if norm(drawn[1]) == 0:
            continue
        query, vectors = query.tolist(), rng.permutation(drawn).tolist()
        words = rng.permutation(TRIOS[rng.integers(len(TRIOS))]).tolist()
        cosines = [cosine_similarity(query, vector) for vector in vectors]
        best = first(cosines, 0.03)
        largest = first([dot(query, vector) for vector in vectors], 0.5)
        beside = first([-distance(query, vector) for vector in vectors], 0.2)
        alike = first([-abs(norm(query) - norm(vector)) for vector in vectors], 0.1)
        if None in (best, largest, beside) or len({best, largest, beside}) < 3 or alike != beside:
            continue
        table = "\n".join(f"| *{word}* | {tuple(vector)} |" for word, vector in zip(words, vectors))
        worked = "\n".join(
            f"| *{word}* | {dot(query, vector):.0f} | {printed(norm(query), 2)} · {printed(norm(vector), 2)} | "
            f"{printed(cosine, 3)} |"
            for word, vector, cosine in zip(words, vectors, cosines)
        )
        return Question(
            prompt="Here are three words, each as a vector of three numbers.\n\n| word | vector "
            f"|\n|---|---|\n{table}\n\n"
            f"Which word is nearest to $q = {tuple(query)}$ by cosine?",
            answer=words[best],
            mistakes=(
                Mistake(words[largest], "That one has the largest dot product, but only because it is long. "
                        "Divide by the lengths before you compare.", "dot_product"),
                Mistake(words[beside], "That one has the least distance to q, because it is about as long. "
                        "A cosine compares directions only, not lengths.", "dot_product"),
            ),
            choices=tuple(words),
            solution=f"Divide each dot product by the lengths of both vectors.\n\n"
            f"| word | dot product with $q$ | lengths | cosine |\n|---|---:|---:|---:|\n{worked}\n\n"
            f"The highest cosine is {printed(max(cosines), 3)}, and it belongs to **{words[best]}**.",
            hints=("A cosine compares directions, whatever the lengths.",
                   "Divide each dot product with q by both lengths, and compare."),
        )  # fmt: skip


def first(scores: list[float], margin: float) -> int | None:
    """The place of the highest score, or None unless it leads by the margin."""
    second, highest = sorted(scores)[-2:]
    return scores.index(highest) if highest - second > margin else None
