"""Your turn in `attention_real`: how well each query fits each key."""

import numpy as np

from core.attention import attention_scores
from ui.turn import Slip, Turn


def inputs(rng: np.random.Generator) -> dict:
    """Some queries and keys of two to six numbers, mostly scaled."""
    n, m, d = (int(rng.integers(*ends)) for ends in ((1, 5), (1, 5), (2, 7)))
    Q, K = rng.integers(-4, 5, size=(n, d)), rng.integers(-4, 5, size=(m, d))
    return {"Q": Q, "K": K, "scaled": bool(rng.random() < 0.8)}


turn = Turn(
    function=attention_scores,
    inputs=inputs,
    slips=(
        Slip("return Q @ K.T", "You left out the division by √d, so that long queries make large scores."),
        Slip(
            "return Q @ K.T / (Q.shape[1] if scaled else 1)",
            "You divide by d. Divide by its root: the scores' standard deviation grows like √d.",
        ),
        Slip(
            "return Q @ K.T / np.sqrt(Q.shape[1])",
            "You always divide. Where `scaled` is False, the dot products stay as they are.",
        ),
        Slip(
            "return Q @ K.T / (np.sqrt(len(Q)) if scaled else 1)",
            "You took the number of queries for d. d is how many numbers a query has: Q.shape[1].",
        ),
        Slip(
            "return K @ Q.T / (np.sqrt(Q.shape[1]) if scaled else 1)",
            "Rows and columns are swapped: a row belongs to a query, a column to a key.",
        ),
    ),
    hints=(
        "A score is the dot product of a query and a key. All of them at once are one matrix product.",
        "Q @ K.T has a row for each query and a column for each key. d is Q.shape[1].",
        "Divide by np.sqrt(Q.shape[1]) if scaled, else by 1.",
    ),
    answer="return Q @ K.T / (np.sqrt(Q.shape[1]) if scaled else 1)",
)
