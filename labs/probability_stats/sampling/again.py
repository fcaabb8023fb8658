"""The prediction again: another number of flights in each sample."""

import numpy as np

from labs.probability_stats.sampling.step import MOST, SIZES
from ui.question import Again, one_of

ASKED = [n for n in SIZES[1:] if n <= 200 or n % 100 == 0]  # the answers of large samples are much alike
SHARE = 0.84  # of all flights, as the step says


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    while True:
        n = int(rng.choice(ASKED))
        single = np.sqrt(SHARE * (1 - SHARE))  # the s.d. of zeros and ones
        right, one, spread, over_n = (round(100 * each) for each in (2 * single / np.sqrt(n), single / np.sqrt(n),
                                                                     2 * single, 2 * single / n))  # fmt: skip
        if len({right, one, spread, over_n}) == 4:
            break
    wrong = {
        said(one): "That is one standard error: about 2 of 3 samples come so close. 19 of 20 take two.",
        said(spread): f"That is how far single flights stray. A mean of {n} strays less.",
        said(over_n): f"You divided by {n}. The standard error divides by its root.",
    }
    prompt = (
        f"Of all flights 84 % arrived less than 30 minutes late. You ask {n} of them, drawn by chance. How close to "
        "the truth do 19 out of 20 such samples come?"
    )
    way = f"2 standard errors: $2 \\cdot \\sqrt{{0.84 \\cdot 0.16 / {n}}}$. **{said(right)}**."
    at = {"n": f"{SIZES.index(n)}", "draws": f"{MOST}"}
    return Again(one_of(rng, prompt, said(right), wrong, way, ()), at)


def said(points: int) -> str:
    return f"About {points} point{'' if points == 1 else 's'}"
