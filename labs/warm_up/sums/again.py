"""The prediction again: other misses, added or squared first, up to another place."""

import numpy as np

from core.warm_up import running_sum
from labs.warm_up.sums.picture import FLOOR
from ui.question import Again, bracketed, one_of
from ui.words import number

PLACES = {3: "three", 4: "four", 5: "five"}


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    while True:
        x, n, squares = rng.choice([-3, -2, -1, 1, 2, 3], size=5), int(rng.choice(list(PLACES))), bool(rng.integers(2))
        plain, squared, short = x[:n].sum(), (x[:n] ** 2).sum(), (x[: n - 1] ** (2 if squares else 1)).sum()
        right = int(running_sum(x**2 if squares else x)[n - 1])
        if len({plain, squared, short, plain**2 if squares else np.abs(x[:n]).sum()}) == 4:
            break
    if squares:
        wrong = {
            said(plain): "You added the misses as they are. Each is squared before it is added.",
            said(plain**2): "You added first and squared the total. The square belongs to each term.",
        }
    else:
        wrong = {
            said(np.abs(x[:n]).sum()): "You left out the signs. A miss with a minus is taken away.",
            said(squared): "You squared them. Here they are added as they are.",
        }
    wrong[said(short)] = f"You stopped one too early. The {n} above the Σ is the last i that counts, too."
    terms = [f"({miss})^2" if miss < 0 else f"{miss}^2" for miss in x] if squares else [bracketed(miss) for miss in x]
    what, term = ("the squares of its", "x_i^2") if squares else ("its", "x_i")
    prompt = (
        f"A model misses five values, one after the other: by {', '.join(map(number, x[:4]))} and {number(x[4])}. What "
        f"is the sum of {what} first {PLACES[n]} misses, $\\sum_{{i=1}}^{{{n}}} {term}$?"
    )
    way = f"One term for each i from 1 to {n}: ${' + '.join(terms[:n])} = {right}$. **{said(right)}**."
    at = {f"x{k}": f"{k},{miss}" for k, miss in enumerate(x, start=1)}
    at |= {"i": f"{n},{FLOOR:g}", "term": "xᵢ²" if squares else "xᵢ"}
    return Again(one_of(rng, prompt, said(right), wrong, way, ()), at)


def said(total: int) -> str:
    return number(total)
