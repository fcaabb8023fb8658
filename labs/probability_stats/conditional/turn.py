"""Your turn in `conditional`: each count, divided by the total of its row or of its column."""

import numpy as np

from core.probability import conditional, joint, marginal
from ui.turn import Slip, Turn


def inputs(rng: np.random.Generator) -> dict:
    """A table of two or three rows and as many columns, at times with a row of nobody."""
    n = int(rng.integers(2, 4))
    counts = rng.integers(0, 40, size=(n, n)) + 1
    if rng.random() < 0.15:
        counts[rng.integers(n)] = 0
    return {"counts": counts, "given": str(rng.choice(["rows", "columns"]))}


turn = Turn(
    function=conditional,
    inputs=inputs,
    slips=(
        Slip(
            'if given == "rows":\n    return counts / np.sum(counts, axis=0)\n'
            "return counts / np.sum(counts, axis=1, keepdims=True)",
            "You swapped the two: axis=0 adds down the columns. Given the rows, each row has to add up to 1.",
        ),
        Slip(
            "return counts / np.sum(counts)",
            "You divided by the grand total: that is the joint probability. Divide by the total of what is given.",
        ),
        Slip(
            'if given == "rows":\n    return counts / np.sum(counts, axis=1)\nreturn counts / np.sum(counts, axis=0)',
            "The row sums lie flat, so each column was divided by one of them. keepdims=True keeps them upright, one "
            "beside each row.",
        ),
        Slip(
            "return counts / np.sum(counts, axis=1, keepdims=True)",
            "You divided by the rows, whatever is given. For “columns” each column has to add up to 1.",
        ),
        Slip(
            "return counts / np.sum(counts, axis=0)",
            "You divided by the columns, whatever is given. For “rows” each row has to add up to 1.",
        ),
    ),
    hints=(
        "Given a row, only the cases in this row count: divide by their sum.",
        'Two cases: given == "rows" and given == "columns". axis=1 adds along a row, axis=0 down a column.',
        'For "rows": counts / np.sum(counts, axis=1, keepdims=True). For "columns" with axis=0.',
    ),
    answer='axis = 1 if given == "rows" else 0\nreturn counts / np.sum(counts, axis=axis, keepdims=True)',
    uses=(joint, marginal),
)
