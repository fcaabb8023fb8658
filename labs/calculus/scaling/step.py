"""Why is it so slow?"""

from functools import cache, lru_cache

import numpy as np

from core.data import diabetes_columns
from core.linear_algebra import standardise
from core.optimisation import (
    condition_number,
    first_overflow,
    first_within,
    gradient_descent,
    largest_stable_rate,
    minibatch_descent,
    mse,
    mse_gradient,
    overflow_step,
)
from labs.calculus.descent.picture import PANEL, STEPS, tidy
from labs.calculus.scaling import picture as chart
from labs.calculus.scaling.question import question
from labs.calculus.scaling.turn import turn
from labs.calculus.scaling.understand import understand
from ui.scene import Handle, step
from ui.words import percent

SHARES = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1.05, 1.1, 1.2]
BEST = 0.5  # at which one step on standardised columns is enough
SHARE = 0.9  # at which raw columns are walked for comparison
BATCHES = [1, 4, 16, 64, 442]
FEW = 16  # rows of the task's batches
LONG = 1000  # how far the search for an overflow goes
LAST = 20  # steps whose losses are told of a path that is noisy


@step(
    "Why is it so slow?",
    why="Columns on different scales can make training take thousands of times as long.",
    needs=["descent"],
)
def scaling(page):
    r"""
    One learning rate serves all weights. Yet the **curvature** along a weight, how sharply the loss bends there, grows
    with the square of its column's standard deviation: 4.4 for body mass index, 0.52 for log triglycerides. The loss
    is a valley: steep across, nearly flat along. The steep way limits the rate; the flat way then takes tiny steps.

    The **condition number** $\kappa$: a contour's length over its width. With all rows, a step at a share $s$
    of the limit leaves this much of the way along:

    $$1 - 2s / \kappa^2$$

    **Standardised** columns have standard deviation 1.

    A **batch** is a few rows, drawn anew each step. Its gradient costs less, and is right only on average.
    """
    page.predict(
        "On these two columns, 60 steps at 0.9 of the largest stable rate leave the loss 1.8 % above the least. "
        "You standardise both and choose the rate anew. How few steps does the same loss take?",
        ["About 60", "About 20", "A single one"],
        answer="A single one",
        because="The valley becomes nearly round, so downhill leads nearly to the lowest point.",
        tries={"columns": "standardised", "rate": SHARES.index(BEST)},
    )
    scaled = page.choose("columns", "Columns", ["raw", "standardised"]) == "standardised"
    share = page.slider(
        "rate", "Rate, of the limit", options=SHARES, texts=[f"{s:g} ×" for s in SHARES], value=SHARE, beside=True
    )
    texts = ["1 row", *(f"{rows} rows" for rows in BATCHES[1:-1]), "all 442 rows"]
    batch = page.slider("batch", "Batch", options=BATCHES, texts=texts, value=BATCHES[-1], beside=True)
    draw = page.slider("draw", "Which rows: draw", 1, 20, 1) if batch < BATCHES[-1] else 1
    page.plane(
        size=chart.SIZE, bare=True,
        t=Handle((PANEL[1], 0), "point", role="model", along="x", label=" ", step=1, bounds=(PANEL[0], PANEL[1], 0, 0)),
    )  # fmt: skip
    X, y = diabetes_columns(*chart.COLUMNS)

    def cell(X, y, scaled, share, batch, draw):
        A = standardise(X) if scaled else X
        kappa = condition_number(A)
        limit = largest_stable_rate(A)
        rng = np.random.default_rng(draw)
        path = minibatch_descent(A, y, [0, 0], share * limit, 60, batch, rng)
        losses = np.array([mse(w, A, y) for w in path])
        w1, w2 = path.T
        return kappa, limit, losses, w1, w2

    def library(X, y, scaled, share, batch, draw):
        from sklearn.preprocessing import StandardScaler

        A = StandardScaler().fit_transform(X) if scaled else X
        kappa = np.linalg.cond(A)
        limit = 2 / np.linalg.eigvalsh(2 * A.T @ A / len(A))[-1]
        return kappa, limit

    page.yours(turn)
    kappa, limit, losses, w1, w2 = page.run(cell, library, X=X, y=y, scaled=scaled, share=share, batch=batch, draw=draw)
    page.picture(
        chart.scene(scaled, np.column_stack([w1, w2]), losses, raw_losses()),
        says=seen(scaled, share, batch, draw, kappa, limit, losses),
    )
    goal = raw_losses()[-1]
    page.task(
        f"The dashed line: on raw columns, {STEPS} steps with all rows end at a loss of {goal:,.0f}. Take batches of "
        f"{FEW} rows, and stay that low for the last {LAST} steps. They read {STEPS * FEW:,} rows, not "
        f"{STEPS * BATCHES[-1]:,}.",
        done=batch == FEW and bool(np.max(losses[-LAST:]) <= goal),
    )
    page.bites(
        "Take all ten columns and a column of ones for the intercept, and start from zero weights. Standardised, at a "
        "rate of 0.1, the loss is within 1 % of the least after 19 steps. Raw, the limit is 0.0000136, and at half of "
        "it the loss is still 7 % above the least after 200,000 steps. The symptom: training takes a rate of 0.00001 "
        "or it explodes, and the loss goes on falling, ever more slowly. Standardise with the training rows' mean and "
        "standard deviation, and use those same numbers on new rows. Small batches can look slow too: the loss falls, "
        "then jitters above the least. A smaller rate jitters less."
    )
    page.check(question, understand)


@cache
def raw_losses() -> np.ndarray:
    """The losses on raw columns, with all rows: the walk to compare with."""
    X, y = diabetes_columns(*chart.COLUMNS)
    path = gradient_descent(lambda w: mse_gradient(w, X, y), [0, 0], SHARE * largest_stable_rate(X), STEPS)
    return np.array([mse(w, X, y) for w in path])


@lru_cache(maxsize=256)
def overflows(scaled: bool, share: float, batch: int, draw: int) -> int | None:
    """The first of many steps at which the loss overflows, or None."""
    X, y = diabetes_columns(*chart.COLUMNS)
    A = standardise(X) if scaled else X
    rate = share * largest_stable_rate(A)
    if batch == len(A):
        return overflow_step(A, y, [0, 0], rate, LONG)
    path = minibatch_descent(A, y, [0, 0], rate, LONG, batch, np.random.default_rng(draw))
    return first_overflow([mse(w, A, y) for w in path])


def seen(scaled: bool, share: float, batch: int, draw: int, kappa: float, limit: float, losses) -> str:
    """What map and path show, in words."""
    kind = "Standardised" if scaled else "Raw"
    words = f"{kind}: contours **{kappa:.1f} times** as long as wide, largest stable rate {limit:.3g}. "
    whole, least = batch == BATCHES[-1], chart.surface(scaled).least
    if not whole:
        read = STEPS * batch
        words += f"{STEPS} steps read {read:,} rows; with all rows that is {read / BATCHES[-1]:.1f} steps. "
    if (whole and share > 1) or not losses[-1] <= losses[0]:
        return words + exploding(whole, share, overflows(scaled, share, batch, draw))
    if not whole:
        low, high = (tidy(loss) for loss in extremes(losses[-LAST:]))
        return f"{words}The path jitters: over the last {LAST} steps the loss lies between {low} and {high}."
    arrived = first_within(losses, 1.01 * least)
    if arrived is None:
        above = percent(losses[-1] / least - 1)
        return f"{words}After {STEPS} steps the loss is {tidy(losses[-1])}, **{above}** above the least."
    return f"{words}Within 1 % of the least loss after **{arrived} step{'s' if arrived > 1 else ''}**."


def exploding(whole: bool, share: float, overflow: int | None) -> str:
    """Why a path leads away, and when its loss overflows."""
    why = "The loss ends **higher than it began**: a few rows can have a larger curvature, and need a smaller rate."
    if share > 1:
        why = f"Beyond that rate **{'it explodes' if whole else 'the loss ends higher than it began'}**."
    if overflow is not None:
        return f"{why} At step {overflow:,} the loss overflows: then it is too large for a float."
    return f"{why} Even after {LONG:,} steps a float can hold the loss." if whole else why


def extremes(losses) -> tuple[float, float]:
    """The least and the largest of some losses."""
    return float(np.min(losses)), float(np.max(losses))
