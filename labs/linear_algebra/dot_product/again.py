"""The prediction again: two arrows made longer, shorter or turned round, and what their dot product does."""

import numpy as np

from ui.question import Again, bracketed, one_of
from ui.scene import as_text

U, V = (2, 1), (4, -1)  # where the arrows start
TIMES_U = (-2, -1.5, -1, -0.5, 0.5, 1.5, 2, 2.4)  # as far as the plane reaches
TIMES_V = (-1, -0.8, -0.5, 0.5, 0.8, 1.2)


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    while True:
        a, b = float(rng.choice(TIMES_U)), float(rng.choice(TIMES_V))
        right, added = round(a * b, 4), round(a + b, 4)
        if len({right, added, -right, a}) == 4:
            break
    wrong = {
        said(added): "You added the two factors. Each product $u_i v_i$ gets both of them, one times the other.",
        said(-right): "The size is right, but not the sign: each arrow turned round changes it once.",
        said(a): "That is what $u$ does to it alone. $v$ was changed, too.",
    }
    prompt = f"You multiply the arrow $u$ by ${a:g}$ and the arrow $v$ by ${b:g}$. What happens to $u \\cdot v$?"
    way = f"Every product $u_i v_i$ gets both factors, so their sum does: ${a:g} \\cdot {bracketed(b)} = {right:g}$."
    at = {"u": as_text(np.multiply(a, U)), "v": as_text(np.multiply(b, V))}
    return Again(one_of(rng, prompt, said(right), wrong, f"{way} **{said(right)}**.", ()), at)


def said(factor: float) -> str:
    return f"It is multiplied by {factor:g}".replace("-", "−")
