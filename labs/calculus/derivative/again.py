"""The prediction again: another curve at another place."""

import numpy as np

from core.calculus import central_difference
from core.expressions import parse
from ui.question import Again, one_of
from ui.words import number

CURVES = {"sin x": (-2, 2), "x^2": (-1.5, 1.5), "e^x": (-2, 1), "x^3 - 2x": (-1.5, 1.5), "log x": (0.5, 2.5)}
TEX = {"sin x": "\\sin x", "x^2": "x^2", "e^x": "e^x", "x^3 - 2x": "x^3 - 2x", "log x": "\\log x"}


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    while True:
        text = str(rng.choice(list(CURVES)))
        x = round(float(rng.uniform(*CURVES[text])) * 4) / 4
        f = parse(text)
        slope, height = float(central_difference(f, x, 1e-5)), float(f(x))
        if min(abs(slope), abs(height)) > 0.05 and len({said(value) for value in (slope, height, -slope)}) == 3:
            break
    wrong = {
        said(height): "That is how high the curve is there, not how steep.",
        said(-slope): "The size is right, but not the sign: does the curve rise or fall there, to the right?",
        "It shrinks to 0": "The rise shrinks, and so does the run it is divided by.",
    }
    prompt = (
        f"On ${TEX[text]}$ at $x = {x:g}$ you take a step of $h = 1$, then of $0.1$, then of $0.01$ and on. What "
        "does rise divided by run do?"
    )
    way = f"It settles near the slope of the tangent there, {number(slope, 2)}. **{said(slope)}**."
    question = one_of(rng, prompt, said(slope), wrong, way, ())
    return Again(question, {"f": text, "x": f"{x:g},0", "h": "14"})


def said(value: float) -> str:
    return f"It settles near {number(value, 2)}"
