"""The prediction again: another number through the two machines, in one order or the other."""

import numpy as np

from labs.warm_up.functions.step import f, g
from ui.question import Again, one_of


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    while True:
        x = int(rng.integers(-4, 6))
        values = {"f(g(x))": f(g(x)), "g(f(x))": g(f(x))}
        order, other = map(str, rng.permutation(list(values)))
        first = g(x) if order == "f(g(x))" else f(x)
        if len({values[order], values[other], first, f(x) * g(x)}) == 4:
            break
    wrong = {
        said(values[other]): "That is the other order. Read the brackets from the inside.",
        said(first): "That is what the inner function gives. The outer one works on it next.",
        said(f(x) * g(x)): "You multiplied the two. A function inside a function is no product.",
    }
    prompt = f"Remember $f(x) = x/2 + 1$ and $g(x) = x^2$. What is ${order.replace('x', str(x))}$?"
    way = f"The inner function gives {said(first)}, and the outer one makes **{said(values[order])}** of it."
    return Again(one_of(rng, prompt, said(values[order]), wrong, way, ()), {"x": f"{x},0", "order": order})


def said(value: float) -> str:
    return f"{value:g}".replace("-", "−")
