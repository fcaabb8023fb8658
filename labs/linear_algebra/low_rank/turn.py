"""Your turn in `low_rank`: the nearest matrix of a rank, from the SVD."""

import numpy as np

from core.linear_algebra import low_rank, svd
from ui.turn import Slip, Turn


def inputs(rng: np.random.Generator) -> dict:
    """A matrix of two to five rows and columns, and how many of its patterns to keep."""
    n, d = (int(size) for size in rng.integers(2, 6, size=2))
    return {"A": rng.normal(size=(n, d)).round(2), "r": int(rng.integers(1, min(n, d) + 1))}


turn = Turn(
    function=low_rank,
    inputs=inputs,
    slips=(
        Slip(
            "U, s, V = svd(A)\nreturn U[:, :r] @ V[:r]",
            "The singular values are missing: each pattern needs its strength. Multiply column k of U by s[k].",
        ),
        Slip(
            "U, s, V = svd(A)\nreturn U[:, r:] * s[r:] @ V[r:]",
            "Those are the patterns that are left out. Keep the first r.",
        ),
        Slip(
            "U, s, V = svd(A)\nreturn U[:, -r:] * s[-r:] @ V[-r:]",
            "Those are the weakest r. svd gives the strongest first.",
        ),
        Slip(
            "U, s, V = svd(A)\nreturn s[r - 1] * np.outer(U[:, r - 1], V[r - 1])",
            "That is pattern number r alone. Add up the first r.",
        ),
    ),
    hints=(
        "`svd(A)` gives U, s and V: the columns of U, the strengths s, the rows of V.",
        "The first r columns of U are `U[:, :r]`, the first r rows of V are `V[:r]`.",
        "`U[:, :r] * s[:r]` gives each column its strength. Multiply that by the rows: `@`.",
    ),
    uses=(svd,),
)
