"""Your turn in `derivative`: rise over run."""

import numpy as np

from core.calculus import difference_quotient
from ui.turn import Slip, Turn


def square(x):
    return x**2


def sine(x):
    return np.sin(x)


def cube_minus_x(x):
    return x**3 - x


turn = Turn(
    function=difference_quotient,
    inputs=lambda rng: {
        "f": [square, sine, cube_minus_x][rng.integers(3)],
        "x": rng.integers(-6, 7, size=3) / 2 if rng.random() < 0.3 else float(rng.integers(-6, 7)) / 2,
        "h": float(rng.choice([-0.5, -0.1, 0.01, 0.1, 0.5, 1.0])),
    },
    slips=(
        Slip("return f(x + h) - f(x)", "That is the rise. Divide it by the run, h."),
        Slip("return f(x + h) - f(x) / h", "You divided only f(x) by h. Put brackets around the whole rise."),
        Slip("return (f(x) - f(x + h)) / h", "The rise is turned round: it is the value ahead minus the value here."),
        Slip(
            "return (f(x + h) - f(x - h)) / h",
            "You went a step to both sides, so the run is 2h. Or start at x itself, as a forward step does.",
        ),
    ),
    hints=(
        "The slope is rise over run.",
        "The run is h. The rise is how far f climbs on the way from x to x + h.",
        "Put the whole rise into brackets before you divide: (f(…) − f(…)) / h.",
    ),
    answer="return (f(x + h) - f(x)) / h",
)
