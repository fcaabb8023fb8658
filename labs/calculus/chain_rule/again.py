"""The prediction again: another chain of links, each with the same slope."""

import numpy as np

from ui.question import Again, one_of
from ui.words import number

WEIGHTS = (0.2, 0.5, 0.8, 1.5, 2.0, 3.0)


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    w, depth = float(rng.choice(WEIGHTS)), int(rng.integers(3, 9))
    right = w**depth
    wrong = {
        said(w * depth): "You added the slopes of the links. Along a chain they multiply.",
        said(w): "That is what a single link does. Each further link multiplies again.",
        said(w / depth): "You shared one slope among the links. Along a chain the slopes multiply.",
    }
    prompt = (
        f"{depth} links in a row, each of which only multiplies what it gets by {w:g}. You move $x$ by 1. How far does "
        "the end move?"
    )
    way = f"{depth} slopes of {w:g}, multiplied: ${w:g}^{{{depth}}}$. **{said(right)}**."
    question = one_of(rng, prompt, said(right), wrong, way, ())
    return Again(question, {"link": "× w alone", "w": f"{w:g}", "depth": f"{depth}"})


def said(length: float) -> str:
    """A length to two digits that count."""
    return f"By about {length:.2g}" if length < 1 else f"By about {number(length, 1)}"
