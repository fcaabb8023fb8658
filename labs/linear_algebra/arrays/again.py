"""The prediction again: the shape of a sum, for a table or a stack, any axis, with or without keepdims."""

import numpy as np

from core.arrays import sum_along
from labs.linear_algebra.arrays.step import A_STACK, A_TABLE, BLOCKS
from ui.question import Again, one_of
from ui.scene import as_text


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    of, keepdims = (A_TABLE, A_STACK)[rng.integers(2)], bool(rng.random() < 0.5)
    A = BLOCKS[of]
    axis = int(rng.integers(-1, A.ndim))
    place, right = axis % A.ndim, sum_along(A, axis, keepdims).shape
    wrong = {}
    for other in range(A.ndim):
        if other != place:
            shape = sum_along(A, other, keepdims).shape
            wrong[str(shape)] = f"That is left when axis {other} is summed. Here it is axis {place}."
    flipped = sum_along(A, axis, not keepdims).shape
    wrong[str(flipped)] = (
        "With keepdims the axis that is summed stays, with size 1." if keepdims else
        "Without keepdims the axis that is summed is gone, and no 1 is left in its place."
    )  # fmt: skip
    kept = ", keepdims=True" if keepdims else ""
    kind = "stack of tables" if of == A_STACK else "table"
    last = f"Axis −1 is the last, axis {place}. " if axis == -1 else ""
    fate = f"becomes a 1: **{right}**." if keepdims else f"is gone: **{right}**."
    prompt = f"A {kind} A has shape {A.shape}. Which shape has `A.sum(axis={axis}{kept})`?"
    way = f"{last}The {A.shape[place]} at place {place} of {A.shape} is added up, and {fate}"
    at = {"of": None if of == A_TABLE else of, "axis": str(axis), "keep": as_text(keepdims), "t": "100"}
    at = {name: text for name, text in at.items() if text is not None}
    return Again(one_of(rng, prompt, str(right), wrong, way, ()), at)
