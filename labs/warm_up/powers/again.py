"""The prediction again: another base, and another number of factors."""

import numpy as np

from core.warm_up import power
from labs.warm_up.powers.step import BASES
from ui.question import Again, one_of

VERBS = {2: "double", 3: "triple"}


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    base, n = int(rng.choice(list(VERBS))), int(rng.integers(5, 19))
    right, once = int(power(base, n)), int(power(base, n - 1))
    whys = {
        said(base * n): f"You added {base} again and again. Each time the whole number is multiplied.",
        said(once): f"That is where you are after {n - 1} times.",
        said(int(power(base, n + 1))): f"That is where you are after {n + 1} times.",
        said(n**base): "You swapped the base and the exponent.",
    }
    wrong = {choice: whys[choice] for choice in map(str, rng.permutation(list(whys))[:3])}
    prompt = f"You start at 1 and {VERBS[base]} it {n} times. Where do you end?"
    way = f"{n} factors of {base}, multiplied: ${base}^{{{n}}} = {right}$. **{said(right)}**."
    return Again(one_of(rng, prompt, said(right), wrong, way, ()), {"base": f"{BASES.index(base)}", "n": f"{n},0"})


def said(value: int) -> str:
    return f"At {value:,}"
