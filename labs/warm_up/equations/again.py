"""The prediction again: other boxes and weights, divided before anything is taken away."""

from fractions import Fraction

import numpy as np

from labs.warm_up.equations.step import weighs
from ui.question import Again, one_of


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    while True:
        a, b = (int(n) for n in rng.integers([2, 1], [5, 6]))
        if b % a:
            break
    c, part = a * weighs(a, b) + b, Fraction(b, a)
    wrong = {
        f"x + {b}": f"You divided the boxes alone. The {b} stands on the same side, so it is divided, too.",
        f"{a}x + {part}": f"You divided the {b} alone. The boxes stand on the same side, so they are divided, too.",
        f"x + {a * b}": f"You multiplied the {b}. The whole side is divided by {a}.",
    }
    prompt = f"${a}x + {b} = {c}$. You divide both sides by {a}. What stands on the left then?"
    way = f"Each part of the left side is divided by {a}: the boxes, and the {b}. **x + {part}**."
    at = {"a": f"{a}", "b": f"{b}", "did": "d"}
    return Again(one_of(rng, prompt, f"x + {part}", wrong, way, ()), at)
