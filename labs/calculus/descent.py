"""Why does training explode, or crawl?"""

from functools import lru_cache

import numpy as np

from charts import descent as chart
from charts.gradient import ground, rows, surface
from core.models import fit_least_squares
from core.optimisation import (
    first_within,
    gradient_descent,
    largest_stable_rate,
    mse,
    mse_gradient,
    overflow_step,
)
from core.questions.descent import question
from ui import Handle, step

RATES = [0.001, 0.003, 0.01, 0.03, 0.1, 0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.57, 0.58, 0.6, 0.7, 1.0]
RATES += [2.0, 5.0, 10.0, 100.0]
START = (30.0, 70.0)
FEWEST = 3
LONG = 1000  # how far the search for an overflow goes


@step("Why does training explode, or crawl?")
def descent(page):
    r"""
    **Gradient descent** trains a model: take a step downhill, look at the gradient again, and repeat.

    $$w \leftarrow w - \eta \, \nabla L(w)$$

    The **learning rate** $\eta$ scales every step. Too small, and training crawls. Too large, and each step lands
    higher on the other side of the valley: training explodes. Without momentum the limit is $2 / \lambda_{max}$, where
    $\lambda_{max}$ says how strongly the loss bends where it bends most.

    **Momentum** $m$ adds that share of the last step, which helps along a narrow valley.

    Drag the start. Press ▶, or slide along the loss curve on the right, to walk the path step by step.
    """
    page.predict(
        "On ten standardised columns, a learning rate of 0.24 trains well. You try 0.26. What does the loss do?",
        ["It falls a little faster", "It settles a little higher", "It explodes"],
        answer="It explodes",
        because="The limit is 0.248. Beyond it, steps lead farther and farther from the lowest point.",
    )
    rate = page.slider("rate", "Learning rate η", options=RATES, value=0.03)
    momentum = page.slider("m", "Momentum m", 0.0, 0.9, 0.0, 0.1)
    start, _ = page.plane(
        size=chart.SIZE, bare=True,
        start=Handle(START, "point", bounds=chart.BOX, step=1),
        t=Handle((chart.PANEL[1], 0), "point", role="model", along="x", label=" ", step=1,
                 bounds=(chart.LEFT, chart.PANEL[1], 0, 0)),
    )  # fmt: skip
    X, y = rows()

    def cell(start, rate, momentum, X, y):
        path = gradient_descent(lambda w: mse_gradient(w, X, y), start, rate, 60, momentum)
        losses = np.array([mse(w, X, y) for w in path])
        best, b = fit_least_squares(X, y, intercept=False)
        arrived = first_within(losses, 1.01 * mse(best, X, y))
        limit = largest_stable_rate(X)
        w1, w2 = path.T
        return arrived, limit, losses, w1, w2

    def library(start, rate, momentum, X, y):
        bends = np.linalg.eigvalsh(2 * X.T @ X / len(X))
        limit = 2 / bends[-1]
        return limit

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
        "With all ten columns, standardised, the limit is 0.248. From zero weights, a rate of 0.24 comes within 1 % of "
        "the least loss in 36 steps. At 0.26 the loss falls once, then rises, in the end by 19 % a step. "
        "At step 3,931 it is larger than a float can hold. "
        "The symptom: `RuntimeWarning: overflow encountered in square`, then a loss of `inf`, then `nan`. "
        "Divide the rate by 10 before you change anything else. A rate that is far too small gives no warning: "
        "the loss keeps falling and doesn't arrive."
    )
    page.check(question)


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
        when = f"at step {where}" if where is not None else f"after more than {LONG:,} steps"
        return (
            f"The rate {rate:g} is too large ({up_to}): **it explodes**. "
            f"The loss overflows {when}: that is the first number too large for a float."
        )
    if arrived is None:
        verdict = (
            f"after {len(losses) - 1} steps the loss is {chart.tidy(losses[-1])}, **not within 1 %** of the least yet"
        )
        return f"With rate {rate:g} it settles in the end ({up_to}), but {verdict}."
    if arrived == 0:
        return f"With rate {rate:g} it settles ({up_to}). The start is within 1 % of the least loss already."
    plural = "s" if arrived > 1 else ""
    return f"With rate {rate:g} it settles ({up_to}): within 1 % of the least loss after **{arrived} step{plural}**."
