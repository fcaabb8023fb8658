"""Your turn in `dot_product`: the shadow of one arrow on the line of another."""

import numpy as np

from core.linear_algebra import dot, projection
from ui.turn import Slip, Turn


def inputs(rng: np.random.Generator) -> dict:
    """Two vectors of one to four numbers; neither is zero."""
    d = rng.integers(1, 5)
    u, v = rng.integers(-5, 6, size=(2, d)).astype(float)
    return {"u": u if u.any() else u + 3, "v": v if v.any() else v + 2}


turn = Turn(
    function=projection,
    inputs=inputs,
    slips=(
        Slip("return dot(u, v) * v", "You left the length of v in, twice. Divide the dot product by v · v."),
        Slip(
            "return dot(u, v) / np.sqrt(dot(v, v)) * v",
            "You divided by the length of v once. It comes in twice: in u · v, and in the v at the end.",
        ),
        Slip(
            "return dot(u, v) / dot(u, u) * u",
            "That is the shadow of v on the line of u. It was asked for the other way round.",
        ),
        Slip(
            "return dot(u, v) / dot(v, v)",
            "That is how many times v the shadow is: one number. The shadow itself is that many times v.",
        ),
        Slip(
            "return abs(dot(u, v)) / dot(v, v) * v",
            "You took the sign away. A shadow that falls behind needs its minus.",
        ),
    ),
    hints=(
        "The shadow lies on the line of v, so it is some number times v. Which number?",
        "That number is a dot product, divided by something that makes the length of v cancel.",
        "Divide `dot(u, v)` by `dot(v, v)`, and multiply v by it.",
    ),
    uses=(dot,),
)
