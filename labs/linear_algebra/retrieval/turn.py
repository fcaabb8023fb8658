"""Your turn in `retrieval`: the places of the highest scores."""

import numpy as np

from core.retrieval import top_k
from ui.turn import Slip, Turn


def inputs(rng: np.random.Generator) -> dict:
    """One to eight scores, many of them alike; k may be more than there are."""
    return {"scores": rng.integers(-3, 5, size=rng.integers(1, 9)) / 4, "k": int(rng.integers(1, 10))}


turn = Turn(
    function=top_k,
    inputs=inputs,
    slips=(
        Slip(
            'return np.argsort(scores, kind="stable")[:k].tolist()',
            "Those are the lowest scores: `argsort` begins with the least. Sort the negative scores.",
        ),
        Slip(
            'return np.argsort(scores, kind="stable")[::-1][:k].tolist()',
            "Turning the order round turns ties round, too. Of equal scores the first must stay first.",
        ),
        Slip(
            "return np.sort(scores)[::-1][:k].tolist()",
            "Those are the scores themselves. Asked for are the places where they stand.",
        ),
        Slip(
            'return np.argsort(-scores, kind="stable").tolist()',
            "That is the whole ranking. Cut it off after k.",
        ),
    ),
    hints=(
        "You need places, not scores: in which order would you go through them, best first?",
        "`np.argsort` gives the places, the least first. Give it the scores with a minus.",
        '`np.argsort(-scores, kind="stable")` keeps ties in order. Take the first k of it.',
    ),
)
