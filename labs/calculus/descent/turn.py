"""Your turn in `descent`: step after step against the gradient."""

import numpy as np

from core.optimisation import gradient_descent
from ui.turn import Slip, Turn


def slopes_of_a_bowl(w):
    return 2 * w


def slopes_of_a_tilted_bowl(w):
    return 3 * w - 1


def inputs(rng: np.random.Generator) -> dict:
    """A bowl, a start of one number or two, and some steps, half of the time with momentum."""
    return {
        "gradient": [slopes_of_a_bowl, slopes_of_a_tilted_bowl][rng.integers(2)],
        "start": rng.integers(-8, 9, size=rng.integers(1, 3)) / 2,
        "rate": float(rng.choice([0.05, 0.1, 0.25, 0.5])),
        "steps": int(rng.integers(0, 6)),
        "momentum": float(rng.choice([0.0, 0.0, 0.5, 0.9])),
    }


LOOP = "path, w, v = [start], start, 0 * start\nfor _ in range(steps):\n"
END = "    path.append(w)\nreturn np.array(path)"
turn = Turn(
    function=gradient_descent,
    inputs=inputs,
    slips=(
        Slip(
            f"{LOOP}    v = momentum * v + rate * gradient(w)\n    w = w + v\n{END}",
            "You walk uphill. The step goes against the gradient: subtract it.",
        ),
        Slip(
            f"{LOOP}    w = w - rate * gradient(w)\n{END}",
            "You left out momentum: a step also holds that share of the step before.",
        ),
        Slip(
            f"{LOOP}    v = momentum * v - gradient(w)\n    w = w + v\n{END}",
            "You left out the rate. The step is the rate times the gradient.",
        ),
        Slip(
            f"{LOOP}    v = momentum * v - rate * gradient(start)\n    w = w + v\n{END}",
            "You took the gradient at the start every time. Look at it anew where you stand.",
        ),
        Slip(
            "path, w, v = [], start, 0 * start\nfor _ in range(steps):\n"
            f"    v = momentum * v - rate * gradient(w)\n    w = w + v\n{END}",
            "The path lacks its start: it has one place more than there are steps.",
        ),
    ),
    hints=(
        "Keep three things: where you stand, w; the last step, v, which begins as 0; and the path so far.",
        "In each turn: the new step, then the new place, then append the place to the path.",
        "The step is momentum * v - rate * gradient(w), and the place w + v. At the end: return np.array(path).",
    ),
    answer=f"{LOOP}    v = momentum * v - rate * gradient(w)\n    w = w + v\n{END}",
)
