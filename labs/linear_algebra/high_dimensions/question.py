"""The checkpoint of `high_dimensions`: a threshold so many spreads above 0."""

from __future__ import annotations

import numpy as np

from ui.question import Mistake, Question

SIZES = (50, 64, 100, 128, 200, 256, 300, 384, 400, 512, 768, 900, 1024, 1536, 2048, 2500, 3072, 4096)


def question(seed: int) -> Question:
    """Which cosine is k spreads of random pairs above 0, in d dimensions?"""
    rng = np.random.default_rng(seed)
    d, k = int(rng.choice(SIZES)), int(rng.integers(2, 6))
    times = {2: "two", 3: "three", 4: "four", 5: "five"}[k]
    threshold = k / np.sqrt(d)
    return Question(
        prompt=f"A model gives vectors of ${d}$ numbers. You set the threshold {times} spreads above 0, "
        "counting in spreads of random pairs. Which cosine is that? Three decimals.",
        answer=float(threshold),
        tolerance=0.0006,
        mistakes=(
            Mistake(k / d, "You divided by d. The spread is 1 over the root of d."),
            Mistake(float(1 / np.sqrt(d)), f"That is one spread. You need {times}."),
            Mistake(float(np.sqrt(k / d)), f"The {k} slipped under the root. Take the root of d alone, then multiply."),
            Mistake(
                float(k * np.sqrt(d)), "You multiplied by the root. More dimensions make the spread smaller: divide."
            ),
        ),
        solution=(
            f"One spread is $1/\\sqrt{{d}} = 1/\\sqrt{{{d}}} = {1 / np.sqrt(d):.4f}$.\n\n"
            f"{times.capitalize()} of them: ${k} / \\sqrt{{{d}}} =$ **{threshold:.3f}**."
        ),
    )
