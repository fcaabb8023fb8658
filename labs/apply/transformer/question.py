"""The checkpoint of `transformer`: one weight of a row under a causal mask."""

from __future__ import annotations

import numpy as np

from core.transformer import causal_mask, masked_softmax
from ui.question import Mistake, Question, printed

TEXTS = (
    ("The", "lamp", "was", "on", "all", "night"),
    ("She", "put", "the", "key", "back", "again"),
    ("A", "small", "boat", "came", "home", "late"),
    ("We", "ate", "the", "bread", "and", "left"),
    ("My", "old", "clock", "stopped", "at", "noon"),
)


def question(seed: int) -> Question:
    """Scores of one row, made so that e to their power is a whole number: which weight does one token get?"""
    rng = np.random.default_rng(seed)
    while True:
        words, n = TEXTS[rng.integers(len(TEXTS))], int(rng.integers(5, 7))
        asks = int(rng.integers(2, n - 1))
        looked = int(rng.integers(0, asks))
        powers = rng.integers(1, 10, size=n)
        scores = np.log(powers)
        seen = causal_mask(n)[asks]
        weight = float(masked_softmax(scores, seen)[looked])
        visible, every = int(powers[: asks + 1].sum()), int(powers.sum())
        mine = int(powers[looked])
        mistakes = (
            Mistake(mine / every, "You let the token look at later ones, too. The mask hides them: leave them out of "
                    "the sum."),
            Mistake(mine / int(powers[:asks].sum()), "You left out the token that asks. The mask hides what comes "
                    "later; a token may look at itself."),
            Mistake(mine / (visible + n - 1 - asks), "You set the hidden scores to 0 before softmax, and e to the "
                    "power of 0 is 1. Hidden scores are −∞, and e to that power is 0."),
            Mistake(mine / int(powers[: asks + 2].sum()), "Your mask is off by one: you let the token look at the next "
                    "one as well."),
            Mistake(float(scores[looked] / scores[: asks + 1].sum()) if powers[: asks + 1].max() > 1 else -1.0,
                    "You shared out the scores themselves. Softmax shares out e to their power.", "attention"),
        )  # fmt: skip
        if asks + 2 >= n:  # the next one is the last: two of the slips are one
            mistakes = mistakes[:3] + mistakes[4:]
        rows = "\n".join(f"| {word} | {np.log(power):.2f} | {power} |" for word, power in zip(words, powers))
        terms = " + ".join(str(power) for power in powers[: asks + 1])
        made = Question(
            prompt=f"A model with a causal mask reads “{' '.join(words[:n])}”, one word a token. In one head, "
            f"**{words[asks]}** asks. Its scores, scaled already, and e to their power:\n\n"
            f"| token | score | e to its power |\n|---|---|---|\n{rows}\n\n"
            f"Which weight does **{words[looked]}** get? (two decimals)",
            answer=weight,
            mistakes=mistakes,
            solution=f"**{words[asks]}** is token {asks + 1} of {n}. The mask lets it see the first {asks + 1}, itself "
            f"among them. Their powers add up to ${terms} = {visible}$. So the weight of {words[looked]} is "
            f"${mine} / {visible} =$ **{printed(weight, 2)}**.",
            tolerance=0.006,
            unit="share",
            hints=(
                f"Which of the {n} tokens has the model read when it comes to “{words[asks]}”?",
                "Add up the powers of those alone, then divide.",
            ),
        )
        if made.is_clear():
            return made
