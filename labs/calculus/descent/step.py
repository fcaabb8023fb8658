"""Why does training explode, or crawl?"""

from functools import lru_cache

import numpy as np

from core.models import fit_least_squares
from core.optimisation import (
    first_within,
    gradient_descent,
    largest_stable_rate,
    mse,
    mse_gradient,
    overflow_step,
)
from labs.calculus.descent import picture as chart
from labs.calculus.descent.question import question
from labs.calculus.descent.turn import turn
from labs.calculus.descent.understand import understand
from labs.calculus.gradient.picture import ground, rows, surface
from ui.scene import Handle, step

RATES = [0.001, 0.003, 0.01, 0.03, 0.1, 0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.57, 0.58, 0.6, 0.7, 1.0]
RATES += [2.0, 5.0, 10.0, 100.0]
START = (30.0, 70.0)
FEWEST = 3
SAFE, UNSAFE = 0.55, 0.6  # rates on either side of the limit
LONG = 1000  # how far the search for an overflow goes


@step(
    "Why does training explode, or crawl?",
    why="The learning rate is the first thing to set, and to suspect.",
    needs=["gradient"],
)
def descent(page):
    r"""
    **Gradient descent** trains a model: take a step downhill, look at the gradient again, and repeat.

    $$w \leftarrow w - \text{rate} \cdot \nabla L(w)$$

    The **learning rate** ($\eta$ in papers, `lr` in PyTorch) scales every step. Too small, and training crawls. Too
    large, and each step lands higher on the other side of the valley: training explodes. Without momentum the limit is
    $2 / \lambda_{max}$, where $\lambda_{max}$ is the largest **curvature**: how sharply the loss bends where it bends
    most.

    **Momentum** $m$ adds that share of the last step, which helps along a narrow valley.

    Drag the start. Press ▶, or slide along the loss curve on the right, to walk the path step by step.
    """
    X, y = rows()
    page.predict(
        f"On these two standardised columns, a learning rate of {SAFE} comes within 1 % of the least loss in 5 steps. "
        f"You try {UNSAFE}. What does the loss do?",
        ["It falls a little faster", "It settles a little higher", "It explodes"],
        answer="It explodes",
        because=f"The limit is {largest_stable_rate(X):.3f}. Beyond it, each step across the valley lands farther out "
        "than the one before.",
        tries={"rate": RATES.index(UNSAFE)},
    )
    rate = page.slider("rate", "Learning rate", options=RATES, value=0.03)
    momentum = page.slider("m", "Momentum m", 0.0, 0.9, 0.0, 0.1, beside=True)
    start, _ = page.plane(
        size=chart.SIZE, bare=True,
        start=Handle(START, "point", bounds=chart.BOX, step=1),
        t=Handle((chart.PANEL[1], 0), "point", role="model", along="x", label=" ", step=1,
                 bounds=(chart.LEFT, chart.PANEL[1], 0, 0)),
    )  # fmt: skip

    def cell(start, rate, momentum, X, y):
        path = gradient_descent(lambda w: mse_gradient(w, X, y), start, rate, 60, momentum)
        losses = np.array([mse(w, X, y) for w in path])
        best, b = fit_least_squares(X, y, intercept=False)
        arrived = first_within(losses, 1.01 * mse(best, X, y))
        limit = largest_stable_rate(X)
        w1, w2 = path.T
        return arrived, limit, losses, w1, w2

    def library(start, rate, momentum, X, y):
        curvatures = np.linalg.eigvalsh(2 * X.T @ X / len(X))
        limit = 2 / curvatures[-1]
        return limit

    page.yours(turn)
    arrived, limit, losses, w1, w2 = page.run(cell, library, start=start, rate=rate, momentum=momentum, X=X, y=y)
    path = np.column_stack([w1, w2])
    page.picture(
        ground() + chart.walk(path, losses, surface().least),
        says=seen(tuple(start), rate, momentum, limit, losses, arrived),
    )
    page.task(
        f"Leave the start at ({START[0]:g}, {START[1]:g}). Get within 1 % of the least loss, for good, "
        f"in {FEWEST} steps.",
        done=tuple(start) == START and arrived is not None and arrived <= FEWEST,
    )
    page.bites(
        f"You add columns, and the same rate explodes. With these two the limit is {largest_stable_rate(X):.3f}; with "
        "all ten, standardised, it is 0.248. There a rate of 0.24 comes within 1 % of the least loss in 36 steps from "
        "zero weights. At 0.26 the loss falls once, then rises, in the end by 19 % a step. "
        "At step 3,931 it is larger than a float can hold. "
        "The symptom: `RuntimeWarning: overflow encountered in square`, then a loss of `inf`, then `nan`. "
        "Divide the rate by 10 before you change anything else. A rate that is far too small gives no warning: "
        "the loss keeps falling and doesn't arrive."
    )
    page.check(question, understand)


@lru_cache(maxsize=256)
def overflows(start: tuple[float, float], rate: float, momentum: float) -> int | None:
    """The first of many steps at which the loss overflows, or None."""
    return overflow_step(*rows(), start, rate, LONG, momentum)


def seen(start: tuple[float, float], rate: float, momentum: float, limit: float, losses, arrived: int | None) -> str:
    """What the path does, in words."""
    bound = limit * (1 + momentum)
    up_to = f"the limit is {bound:.3f}" + (f" with this momentum, {limit:.3f} without" if momentum else "")
    if rate > bound:
        where = overflows(start, rate, momentum)
        end = f"At step {where} the loss overflows: then it is too large for a float."
        if where is None:
            end = f"It takes its time: even after {LONG:,} steps a float can hold the loss."
        return f"The rate {rate:g} is too large ({up_to}): **it explodes**. {end}"
    if arrived is None:
        verdict = f"after {len(losses) - 1} steps the loss is {chart.tidy(losses[-1])}, **not within 1 %** of the least"
        return f"With rate {rate:g} it settles in the end ({up_to}), but {verdict}."
    if arrived == 0:
        return f"With rate {rate:g} it settles ({up_to}). The start is within 1 % of the least loss already."
    plural = "s" if arrived > 1 else ""
    return f"With rate {rate:g} it settles ({up_to}): within 1 % of the least loss after **{arrived} step{plural}**."
