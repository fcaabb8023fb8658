"""Your turn in `embeddings`: how near every vector is."""

import numpy as np

from core.retrieval import similarities
from ui.turn import Slip, Turn


def inputs(rng: np.random.Generator) -> dict:
    """A query and two to seven vectors, by any of the three measures, the cosine most often; none is zero."""
    d = rng.integers(2, 5)
    by = ("cosine", "cosine", "dot", "distance")[rng.integers(4)]
    query, *vectors = rng.integers(-4, 5, size=(rng.integers(3, 9), d)) + 0.5
    return {"query": query, "vectors": np.array(vectors), "by": by}


LENGTHS = "np.sqrt(np.sum(vectors**2, axis=1))"
OTHERS = (
    'if by == "dot":\n    return vectors @ query\n'
    'if by == "distance":\n    return -np.sqrt(np.sum((vectors - query) ** 2, axis=1))\n'
)
turn = Turn(
    function=similarities,
    inputs=inputs,
    slips=(
        Slip(
            f"{OTHERS}return vectors @ query",
            "Your cosine is the dot product alone, with both lengths still in it. Divide by them.",
        ),
        Slip(
            f"{OTHERS}return vectors @ query / {LENGTHS}",
            "Your cosine still has the query's length in it. Divide by both lengths.",
        ),
        Slip(
            f"return vectors @ query / ({LENGTHS} * np.sqrt(np.sum(query**2)))",
            "That is right for the cosine. But `by` may also be `dot` or `distance`: look at it first.",
        ),
        Slip(
            OTHERS.replace("-np.sqrt", "np.sqrt") + f"return vectors @ query / ({LENGTHS} * np.sqrt(np.sum(query**2)))",
            "A distance is less where things are nearer. Take it negative, so that higher is nearer here, too.",
        ),
    ),
    hints=(
        'Three measures, three returns. Begin with `if by == "dot":`, which takes one line.',
        "`vectors @ query` gives every row's dot product with the query. A distance is the length of a difference, "
        "taken negative.",
        "The cosine: divide by each row's length, `np.sqrt(np.sum(vectors**2, axis=1))`, and by the query's.",
    ),
    answer=f"{OTHERS}return vectors @ query / ({LENGTHS} * np.sqrt(np.sum(query**2)))",
)
