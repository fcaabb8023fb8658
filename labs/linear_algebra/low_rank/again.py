"""The prediction again: the error of the photo at other ranks."""

import numpy as np

from labs.linear_algebra.low_rank.step import PHOTO, missing
from ui.question import Again, one_of
from ui.words import rounded

RANKS = (2, 3, 5, 7, 9, 12, 15, 19, 25, 30, 40, 50)


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    error = missing(PHOTO)
    most = len(error) - 1
    while True:
        r = int(rng.choice(RANKS))
        right = said(error[r])
        wrong = {
            said(1 - r / most): f"You took the patterns for equal, and counted the {most - r} that are left "
            "out. The first ones hold far more.",
            said(1 - error[r]): "That is 100 % less the error. It says nothing of the length of what is missing.",
            said(error[r] ** 2): "That is the share of the squared length. The error takes the root of it.",
        }
        if len({right, *wrong}) == 4:
            break
    prompt = f"You rebuild the photo, 61 × 91 numbers, from its {r} strongest patterns. How large is the error?"
    way = (
        f"The singular values fall fast. Those after the first {r} have {right.removeprefix('About ')} of the length "
        f"of all. **{right}**."
    )
    return Again(one_of(rng, prompt, right, wrong, way, ()), {"r": str(r)})


def said(share: float) -> str:
    return f"About {rounded(100 * share):g} %"
