"""The checkpoint of `rag`: recall through two stages."""

from __future__ import annotations

import numpy as np

from ui.question import Mistake, Question, printed

ABOUT = ("the wiki", "the manuals", "the tickets", "the contracts", "the release notes", "the staff handbook")


def question(seed: int) -> Question:
    """The share of all questions whose right passage gets through finding and reranking."""
    rng = np.random.default_rng(seed)
    while True:
        n, wide, k = int(rng.choice([200, 250, 400, 500, 800])), int(rng.choice([20, 30, 50])), int(rng.choice([3, 5]))
        found, kept = int(n * rng.integers(60, 93) / 100), int(rng.integers(60, 95))
        first = 100 * found / n
        answer = first * kept / 100
        question = Question(
            prompt=f"You test a bot over {ABOUT[rng.integers(len(ABOUT))]} with {n} questions, each with one right "
            f"passage. It is among the {wide} chunks found for {found} of them. Of these {found}, reranking keeps it "
            f"among the first {k} for {kept} %. For how many per cent of all {n} questions does the right passage "
            "reach the prompt? One decimal will do.",
            answer=answer,
            tolerance=0.06,
            unit="per cent",
            mistakes=(
                Mistake(
                    kept,
                    "That is reranking alone. It forgets the questions whose passage was never found.",
                    "conditional",
                ),
                Mistake(first, "That is finding alone. Reranking loses some of these again."),
                Mistake(
                    first + kept - 100,
                    "You added up the two losses. Reranking can lose only what was found, so it loses a share of that.",
                    "conditional",
                ),
                Mistake((first + kept) / 2, "You took the mean of the two. A passage has to get through both."),
                Mistake(100 - answer, "That is the share that is lost. Asked for is what reaches the prompt."),
            ),
            hints=(
                "What share of all questions is left after the first stage?",
                "The second share is one of those that are left. How do you take a share of a share?",
            ),
            solution=(
                f"After finding, ${found} / {n} = {printed(found / n, 4)}$ of the questions have their passage. "
                f"Reranking keeps {kept} % of these.\n\nShares of shares are multiplied: ${printed(found / n, 4)} "
                f"\\cdot {kept / 100:g} = {printed(answer / 100, 4)}$, which is **{printed(answer, 1)}** %."
            ),
        )
        edge = abs(abs(answer - round(answer)) - 0.06) < 0.005  # whether a whole number will do hangs on dust
        if question.is_clear() and not edge:
            return question
