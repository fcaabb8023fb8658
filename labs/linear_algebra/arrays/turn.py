"""Your turn in `arrays`: the sum along an axis."""

import numpy as np

from core.arrays import sum_along
from ui.turn import Slip, Turn


def inputs(rng: np.random.Generator) -> dict:
    """A table or a stack of tables of whole numbers, no two sizes alike, and one of its axes."""
    shape = rng.permutation([2, 3, 4])[: rng.integers(2, 4)]
    axis = int(rng.integers(-len(shape), len(shape)))
    return {"A": rng.integers(-9, 10, size=shape).astype(float), "axis": axis, "keepdims": bool(rng.random() < 0.4)}


turn = Turn(
    function=sum_along,
    inputs=inputs,
    slips=(
        Slip(
            "return np.sum(A, axis=axis)",
            "The totals are right, but keepdims is forgotten: where it is True, the axis stays with size 1.",
        ),
        Slip(
            "return np.mean(A, axis=axis, keepdims=keepdims)",
            "Those are means. The sum isn't divided by how many there are.",
        ),
        Slip(
            "return np.sum(A, axis=0, keepdims=keepdims)",
            "You always sum along axis 0. Use the axis that was asked for.",
        ),
        Slip("return np.cumsum(A, axis=axis)", "That keeps every running total. Only the last one is asked for."),
    ),
    hints=(
        "What you add are slices: all that is left when the index along that axis is held still.",
        "NumPy's sum takes the axis by name, and keepdims, too.",
        "Nearly there: `np.sum(A, axis=…, keepdims=…)`.",
    ),
)
