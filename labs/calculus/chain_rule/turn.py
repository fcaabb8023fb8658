"""Your turn in `chain_rule`: the values and the local slopes of a chain."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core.calculus import chain
from ui.turn import Slip, Turn


class Named:
    """A function that says what it does where it is printed."""

    def __init__(self, name: str, function: Callable):
        self.name, self.function = name, function

    def __call__(self, x):
        return self.function(x)

    def __repr__(self) -> str:
        return self.name


LINKS = [
    (Named("times 3", lambda x: 3 * x), Named("3", lambda x: 3.0)),
    (Named("square", lambda x: x**2), Named("2x", lambda x: 2 * x)),
    (Named("subtract from 1", lambda x: 1 - x), Named("−1", lambda x: -1.0)),
    (Named("sin", np.sin), Named("cos", np.cos)),
]
END = "return np.array(values), np.array(slopes)"
turn = Turn(
    function=chain,
    inputs=lambda rng: {
        "links": [LINKS[k] for k in rng.integers(len(LINKS), size=rng.integers(1, 5))],
        "x": float(rng.integers(-4, 5)) / 2,
    },
    slips=(
        Slip(
            "values, slopes = [x], []\nfor f, slope in links:\n    values.append(f(values[-1]))\n"
            f"    slopes.append(slope(values[-1]))\n{END}",
            "You took each slope where the link's output is. A link's slope belongs to its input: take it first.",
        ),
        Slip(
            "values, slopes = [x], []\nfor f, slope in links:\n    slopes.append(slope(x))\n"
            f"    values.append(f(values[-1]))\n{END}",
            "You took every slope at x. Only the first link gets x; each other one gets what came before it.",
        ),
        Slip(
            "values, slopes = [x], []\nfor f, slope in links:\n    slopes.append(slope(x))\n"
            f"    values.append(f(x))\n{END}",
            "Every link gets x here. In a chain each gets what the link before it gives.",
        ),
        Slip(
            "values, slopes = [], []\nfor f, slope in links:\n    slopes.append(slope(x))\n    x = f(x)\n"
            f"    values.append(x)\n{END}",
            "The values lack x itself: they begin with what goes into the first link.",
        ),
    ),
    hints=(
        "Walk along the links with the value so far in hand; it begins as x.",
        "For each link keep its slope at that value, then its output, which is the next value.",
        "In the loop `for f, slope in links`: first slopes.append(slope(values[-1])), then the new value.",
    ),
    answer="values, slopes = [x], []\nfor f, slope in links:\n    slopes.append(slope(values[-1]))\n"
    f"    values.append(f(values[-1]))\n{END}",
)
