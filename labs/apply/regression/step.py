"""Does my solver equal LinearRegression?"""

from functools import cache

import numpy as np
from sklearn.linear_model import LinearRegression

from core.data import diabetes
from core.linear_algebra import standardise
from core.models import (
    fit_gradient_descent,
    fit_least_squares,
    matching_digits,
    mean_squared_error,
    predict,
    r_squared,
)
from labs.apply.regression import picture as chart
from labs.apply.regression.question import question
from labs.apply.regression.turn import turn
from labs.apply.regression.understand import understand
from ui.scene import Handle, step
from ui.words import counted, number

ALL = "all ten"
STEPS = [0, 1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 32, 50, 100, 200, 500, 1000, 2000, 3000, 5000, 8000]


@step(
    "Does my solver equal LinearRegression?",
    why="Once your own few lines give the library's numbers, `fit` is no black box any more.",
    needs=["descent"],
)
def regression(page):
    r"""
    Each of 442 people with diabetes is a row $x$ of measurements; $y$ says how far the disease had moved a year later.
    **Linear regression** predicts with a dot product, plus an **intercept** $b$:

    $$\hat y = x \cdot w + b$$

    A **residual**, $y - \hat y$, is how far a prediction misses. The best $w$ and $b$ make the **mean squared error**,
    the average squared residual, as small as it can be. Three ways there:

    - **solve** finds them at once;
    - **descend** starts at zero and walks downhill, on standardised columns;
    - **library** calls scikit-learn.

    $R^2$ is the share of $y$'s variance that they account for: 1 is perfect, 0 no better than always saying the mean,
    below 0 worse.
    """
    page.predict(
        "Your own few lines of NumPy and scikit-learn's `LinearRegression` fit the same rows. "
        "To how many digits do their predictions agree?",
        ["About 3", "About 6", "More than 10"],
        answer="More than 10",
        because="Both minimise the same sum, and it has one lowest point.",
        tries={},
    )
    steps = page.slider("steps", "Steps downhill", options=STEPS, texts=[f"{n:,}" for n in STEPS], value=1)
    feature = page.pick("feature", "Predict from", [*diabetes().names, ALL], default=diabetes().names[2], wide=3)
    intercept = page.toggle("intercept", "Intercept b", default=True, beside=True, wide=2)
    ends = {} if feature == ALL else {"left": (chart.LEFT, "A", "left"), "right": (chart.RIGHT, "B", "right")}
    hands = page.plane(size=chart.SIZE, bare=True, **{
        name: Handle((x, 150), "point", role="guess", along="y", label=label, bounds=(0, 570, 0, 350), step=1,
                     says=f"{label}, the {side} end of your line")
        for name, (x, label, side) in ends.items()
    })  # fmt: skip
    X, y = columns(feature), diabetes().y
    known = {cell: found(feature, intercept, steps), library: theirs(feature, intercept, steps)}
    page.yours(turn)
    w, b, v, c, digits, r2 = page.run(cell, library, known, X=X, y=y, intercept=intercept, steps=steps)
    their_w, their_b, _ = known[library]
    fits = {
        "solve": predict(X, w, b),
        "descend": predict(standardise(X), v, c),
        "library": predict(X, their_w, their_b),
    }
    agree = matching_digits(fits["solve"], fits["library"])
    best = mean_squared_error(y, fits["solve"]) if intercept else least(feature)
    if feature == ALL:
        own, picture = None, chart.predictions(y, fits)
    else:
        ends = tuple(float(hand[1]) for hand in hands)
        own = mean_squared_error(y, chart.at_height(ends, chart.to_plane(X[:, 0])))
        picture = chart.people(X[:, 0], y, ends, fits, feature)
    page.picture(
        picture,
        says=" ".join([errors(y, fits["solve"], own, best, r2, intercept), agreement(digits, agree, steps, intercept)]),
    )
    page.task(
        "Find the fewest steps after which all three agree to 6 digits.",
        done=intercept and agree >= 6 and steps == fewest(feature),
    )
    page.task(
        "With body mass index: drag A and B until your line's error is within 1 % of the least.",
        done=feature == "body mass index" and own <= 1.01 * best,
    )
    page.bites(
        "You leave the intercept out (`fit_intercept=False`, or no column of ones): the line has to pass through zero. "
        "With HDL alone, R² falls from 0.16 to −0.62: worse than always predicting the mean. "
        "Or you descend on raw columns. The rate that suits standardised ones, 0.24, overflows within 70 steps, "
        "and the loss reads `nan`. With the largest rate that doesn't, the error is still 7 % above the best "
        "after 100,000 steps. The symptom: your model is worse than the library's, and more training hardly helps."
    )
    page.check(question, understand)


def cell(X, y, intercept, steps):
    w, b = fit_least_squares(X, y, intercept)
    solved = predict(X, w, b)
    Z = standardise(X)
    v, c = fit_gradient_descent(Z, y, steps, rate=0.24, intercept=intercept)
    descended = predict(Z, v, c)
    digits = matching_digits(solved, descended)
    r2 = r_squared(y, solved)
    return w, b, v, c, digits, r2


def library(X, y, intercept, steps):
    model = LinearRegression(fit_intercept=intercept).fit(X, y)
    w, b = model.coef_, model.intercept_
    r2 = model.score(X, y)
    return w, b, r2


@cache
def found(feature: str, intercept: bool, steps: int) -> tuple:
    """What the cell gives: thousands of steps take longer than a hand may wait."""
    return cell(columns(feature), diabetes().y, intercept, steps)


@cache
def theirs(feature: str, intercept: bool, steps: int) -> tuple:
    return library(columns(feature), diabetes().y, intercept, steps)


@cache
def least(feature: str) -> float:
    """The least mean squared error there is, with an intercept."""
    X, y = columns(feature), diabetes().y
    return mean_squared_error(y, predict(X, *fit_least_squares(X, y)))


@cache
def columns(feature: str) -> np.ndarray:
    """The column of this name as a table of one column, or all ten."""
    data = diabetes()
    return data.X if feature == ALL else data.X[:, [data.names.index(feature)]]


@cache
def fewest(feature: str) -> int:
    """The fewest of STEPS after which descent agrees with solving to 6 digits, both with an intercept."""
    return next(n for n in STEPS if found(feature, True, n)[4] >= 6)


def errors(y, solved, own: float | None, best: float, r2: float, intercept: bool) -> str:
    """How far the best line and the learner's miss."""
    yours = "" if own is None else f"Your line's mean squared error is **{number(own)}**. "
    least = mean_squared_error(y, solved)
    if intercept:
        return f"{yours}The least possible is **{number(least)}** (R² {number(r2, 2)})."
    off = float(np.mean(solved - y))
    worse = ", below 0: the mean alone does better" if r2 < 0 else ""
    return (
        f"{yours}Without an intercept the least possible is **{number(least)}** (R² {number(r2, 2)}{worse}), not "
        f"{number(best)}, and predictions are {number(abs(off), 1)} too {'high' if off > 0 else 'low'} on average."
    )


def agreement(digits: int, theirs: int, steps: int, intercept: bool) -> str:
    """To how many digits the three ways agree."""
    descend, library = ("no digit" if n == 0 else counted(n, "digit") for n in (digits, theirs))
    when = "Before its first step" if steps == 0 else f"After {counted(steps, 'step')}"
    why = "" if intercept else ": its columns have mean 0, so without b its predictions have mean 0 too"
    return f"The library agrees with solve to **{library}**. {when}, descend agrees to **{descend}**{why}."
