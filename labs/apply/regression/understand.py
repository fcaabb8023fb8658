"""What `regression` asks beside numbers: what makes a fit look wrong, and what R² does and doesn't say."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.linear_algebra import standardise
from core.models import (
    fit_gradient_descent,
    fit_least_squares,
    matching_digits,
    mean_squared_error,
    predict,
    r_squared,
)
from ui import marks
from ui.question import Question, Sketch, one_of
from ui.words import number


class Story(NamedTuple):
    """Rows of what, what is predicted of them in which unit, and from which two columns."""

    rows: str
    target: str
    unit: str
    small: str
    large: str


STORIES = (
    Story("flats", "rent", "€", "rooms", "distance to the centre in metres"),
    Story("used cars", "price", "€", "age in years", "kilometres driven"),
    Story("deliveries", "duration", "minutes", "stops", "weight in grams"),
    Story("machines", "power draw", "watts", "load", "hours since service"),
    Story("orders", "picking time", "seconds", "items", "shelf number"),
)


def understand(seed: int) -> Question:
    """One of six situations, with a story and numbers of its own."""
    rng = np.random.default_rng(seed)
    situation = (two_solvers, explodes, said_of_r2, which_line, in_production, digits)[seed % 6]
    return situation(rng, STORIES[rng.integers(len(STORIES))])


def two_solvers(rng: np.random.Generator, story: Story) -> Question:
    """Your solver against the library's on the same rows: without an intercept, or with rows out of step."""
    n, order = int(rng.integers(40, 400)), rng.permutation(400)
    X = np.column_stack([rng.uniform(1, 6, n), rng.uniform(1, 4, n)])
    y = rng.uniform(300, 900) + X @ rng.choice([-1, 1], 2) * rng.uniform(30, 60) + rng.normal(0, 30, n)
    mixed = bool(rng.integers(2))
    paired = y[order[order < n]] if mixed else y
    theirs, yours = predict(X, *fit_least_squares(X, y)), predict(X, *fit_least_squares(X, paired, intercept=mixed))
    table = "".join(
        f"| {name} | {number(np.mean(of - said), 1)} | {number(r_squared(of, said), 2)} |\n"
        for name, of, said in (("library", y, theirs), ("yours", paired, yours))
    )
    off = number(np.mean(paired - yours), 1)
    none, apart = "Your model has no intercept", "X and y are out of step"
    wrong = {
        "Your columns aren't standardised": "You think of descent. A solver that works in one go doesn't mind "
        "units: it makes each weight larger or smaller to match.",
        "Your solver stopped too early": "A solver that works in one go has no steps to stop. Stopping early "
        "happens to descent.",
    }
    if mixed:
        wrong |= {none: "Your residuals average 0.0. An intercept sees to that, so your model has one."}
        solution = (
            "With an intercept residuals average 0 whatever the rows say, so that proves little. But your R² is near "
            f"0: the columns know nothing of the {story.target}. Each row has the {story.target} of another, so "
            "check what was sorted or shuffled alone."
        )
    else:
        wrong |= {apart: "Then your columns would know nothing, but the residuals would still average 0: an intercept "
                  f"sees to that. Yours average {off}."}  # fmt: skip
        solution = (
            "With an intercept, least squares shifts all predictions up or down until the residuals average 0. Yours "
            f"average {off}, so nothing in your model can shift them. Give it a column of ones."
        )
    return one_of(
        rng,
        f"You fit the {story.target} of {n} {story.rows} twice on the same two columns: with your own solver, which "
        "finds the weights in one go, and with scikit-learn's `LinearRegression`. Each prints the mean of its "
        f"residuals $y - \\hat y$ in {story.unit}, and R²:\n\n| solver | mean residual | R² |\n|---|---|---|\n{table}\n"
        "Where does the difference come from?",
        apart if mixed else none,
        wrong,
        solution,
        ("Look at the mean residual first. What must a model be able to do, so that it is 0?",
         "Which part of $x \\cdot w + b$ moves all predictions by the same amount?"),
    )  # fmt: skip


def explodes(rng: np.random.Generator, story: Story) -> Question:
    """Descent whose loss grows: because of the columns' units, or because of the rate."""
    n, raw = 60, bool(rng.integers(2))
    scale = int(rng.choice([500, 800, 2000, 3000]))
    X = np.column_stack([rng.uniform(1, 6, n), rng.uniform(0.5, 2, n) * scale])
    y = rng.uniform(300, 900) + X @ [rng.uniform(10, 60), rng.uniform(10, 60) / scale] + rng.normal(0, 30, n)
    rate = float(rng.choice([0.05, 0.1, 0.2]) if raw else rng.choice([1.5, 2.0, 2.5]))
    X = X if raw else standardise(X)
    losses = [mean_squared_error(y, predict(X, *fit_gradient_descent(X, y, steps, rate))) for steps in range(4)]
    rows = "".join(f"| {name} | {number(mean, 1)} | {number(spread, 1)} |\n" for name, mean, spread in
                   zip((story.small, story.large), X.mean(axis=0), X.std(axis=0)))  # fmt: skip
    log = "\n".join(f"step {step}: loss {loss:.2g}" for step, loss in enumerate(losses))
    fixes = {
        "Standardise the columns": "They are standardised already: mean 0 and standard deviation 1. It would change "
        "nothing.",
        "Lower the rate": "A rate that is low enough for the wide column is far too low for the others: then the fit "
        "crawls. Mend the scales first.",
        "Give the model an intercept": "You think of predictions that are off on average. A missing intercept doesn't "
        "make the loss grow from step to step.",
        "Run it for more steps": "Each step makes the loss larger here. More of them end at `nan`, and not at the "
        "lowest point.",
    }
    right = "Standardise the columns" if raw else "Lower the rate"
    why = (
        f"One column is spread over {number(X[:, 1].std())}, the other over {number(X[:, 0].std(), 1)}. A rate of "
        f"{rate:g} suits standardised columns; along the wide one it lands far up the other side. Standardise both, "
        "and the same rate converges."
        if raw
        else f"Both columns have mean 0 and standard deviation 1, so nothing is wrong with the scales. At {rate:g} "
        "each step lands further up the other side. Take a rate of 0.1, and look again."
    )
    return one_of(
        rng,
        f"You predict the {story.target} of {n} {story.rows} by gradient descent at the rate {rate:g}. "
        "The columns, as the model gets them, and the log:\n\n"
        f"| column | mean | standard deviation |\n|---|---|---|\n{rows}\n```text\n{log}\n```\n\nWhat do you do first?",
        right,
        {fix: told for fix, told in fixes.items() if fix != right},
        why,
        ("Compare the two columns before you look at the log.",
         "A step along a column grows with the numbers in that column, and with the rate."),
    )  # fmt: skip


def said_of_r2(rng: np.random.Generator, story: Story) -> Question:
    """What follows from a mean squared error and a variance."""
    variance = int(rng.integers(20, 90)) * 100
    share = float(rng.choice([rng.uniform(0.15, 0.85), -rng.uniform(0.1, 0.6)]))
    mse = round(variance * (1 - share) / 10) * 10
    share = 1 - mse / variance
    part, squared = f"{abs(100 * share):.0f} %", f"squared {story.unit}"
    better, worse = f"It accounts for {part} of the variance", "Always saying the mean would miss by less"
    if share > 0:
        wrong = {
            worse: f"Then R² would be below 0. Here the model's mean squared error, {mse:,}, is the smaller one: "
            f"always saying the mean leaves {variance:,}.",
            f"Its answers are right for {part} of the {story.rows}": "You read R² as an accuracy. With a number to "
            "predict hardly any answer is exactly right; R² says how much of the variance is accounted for.",
            f"A prediction typically misses by {mse:,} {story.unit}": f"That is the mean squared error, in {squared}. "
            f"Its root, {number(mse**0.5)} {story.unit}, says how far a prediction typically misses.",
        }
        right, solution = better, (
            f"$R^2 = 1 - {mse} / {variance} = {number(share, 2)}$: of the variance of the {story.target}, the model "
            f"leaves {number(1 - share, 2)} and accounts for the rest. Whether that is good depends on what you need."
        )  # fmt: skip
    else:
        wrong = {
            f"It accounts for {part} of the variance": f"You dropped the sign. $R^2 = 1 - {mse} / {variance} = "
            f"-{-share:.2f}$: it leaves more than all of the variance.",
            f"The {story.target} falls where its columns rise": (
                "You read R² as a correlation. The sign of R² doesn't say which way a line goes, only whether it beats "
                "the mean.", "correlation",
            ),
            "Somebody made a slip: R² can't be below 0": "It can. R² compares the model with always saying the mean, "
            "and this model loses.",
        }  # fmt: skip
        right, solution = worse, (
            f"$R^2 = 1 - {mse} / {variance} = -{-share:.2f}$, below 0. Whoever always says the mean of these rows "
            f"has a mean squared error of {variance:,}, and the model has {mse:,}. Look for a missing intercept or "
            "for rows that were prepared differently."
        )  # fmt: skip
    return one_of(
        rng,
        f"On rows that it hasn't seen, a model of the {story.target} of {story.rows} has a mean squared error of "
        f"{mse:,}. The variance of the {story.target} in these rows is {variance:,}, both in {squared}. What can "
        "you say of the model?",
        right,
        wrong,
        solution,
        ("Which mean squared error has somebody who always says the mean of these rows?", "$R^2 = 1 -$ error / "
        "variance."),
    )  # fmt: skip


def which_line(rng: np.random.Generator, story: Story) -> Question:
    """Three lines through the same dots: least squares with and without an intercept, and the mean."""
    x = rng.uniform(2.5, 9.5, 24)
    y = rng.uniform(45, 60) + rng.choice([-1, 1]) * rng.uniform(2, 3.5) * x + rng.normal(0, 4, 24)
    X, height = x[:, np.newaxis], float(y.mean())
    w, b = fit_least_squares(X, y)
    slope, _ = fit_least_squares(X, y, intercept=False)
    drawn = {"best": (float(w[0]), b), "zero": (float(slope[0]), 0.0), "mean": (0.0, height)}
    sketches = {name: lined(x, y, *line) for name, line in drawn.items()}
    score = {name: number(r_squared(y, a * x + c), 2) for name, (a, c) in drawn.items()}
    asked = ("zero", "best", "mean")[rng.integers(3)]
    ask, solution, whys = {
        "zero": (
            "A colleague fitted it with `fit_intercept=False`. Which picture shows this fit?",
            f"In {{right}} the line meets the left edge at 0: without $b$, $\\hat y$ has to be 0 where $x$ is 0. It "
            f"tilts to come near the dots, and its R² is {score['zero']}, against {score['best']} with an intercept.",
            {"best": f"This line meets the left edge at {number(b)}, so it has an intercept. That is the best fit.",
             "mean": f"This line says {number(height)} for every x. It has an intercept, and what it lacks is a "
             "slope."},
        ),
        "best": (
            "In which picture is the mean squared error of the line the smallest?",
            f"In {{right}} the line follows the dots on both sides: R² is {score['best']}. Of all lines, least squares "
            "with an intercept finds the one with the smallest mean squared error.",
            {"zero": "This line has to start at 0 on the left, and it misses the dots at both ends for it: its R² is "
             f"{score['zero']}.",
             "mean": "This line runs at the height of the mean. It accounts for none of the variance: its R² is 0."},
        ),
        "mean": (
            "One of the three lines has an R² of exactly 0 on these dots. Which?",
            "R² compares with always saying the mean, and the level line of {right} says just that. The two "
            f"others have {score['best']} with an intercept and {score['zero']} without one.",
            {"best": f"This is the best line there is. It accounts for a share of the variance: R² is {score['best']}.",
             "zero": "You mixed up a line through 0 with an R² of 0. R² compares with the mean, and here it is "
             f"{score['zero']}."},
        ),
    }[asked]  # fmt: skip
    return one_of(
        rng,
        f"Each dot is one of 24 {story.rows}. Across: {story.small}; up: {story.target}; both axes begin at 0. {ask}",
        sketches[asked],
        [(sketches[name], told) for name, told in whys.items()],
        solution,
        ("Look at where each line stands at the left edge, and whether it follows the dots.",
         "What does $\\hat y = x \\cdot w + b$ give where x is 0?"),
    )  # fmt: skip


def lined(x, y, slope: float, height: float) -> Sketch:
    """Dots and a line, on axes that begin at 0."""
    panel = marks.Panel((24, 214, 22, 150), x=(0, 10), y=(0, 110))
    return Sketch(
        [
            *panel.frame((0, 5, 10), (0, 50, 100)),
            marks.points(panel.at(x, y), role="data", size=3),
            marks.window(panel.box, [marks.line(panel.at([0, 10], [height, height + 10 * slope]), "model", width=2.5)]),
        ],
        (0, 220, 0, 160),
    )


def in_production(rng: np.random.Generator, story: Story) -> Question:
    """The same three rows predicted in the notebook and in production, with one slip between them."""
    w = rng.choice([-1, 1], 2) * 2 * rng.integers(8, 30, 2)
    b, mean, spread = int(rng.integers(150, 400)), rng.integers([4, 30], [9, 80]), rng.integers([2, 9], [4, 20])
    Z = np.array([rng.permutation([-1.5, -1, -0.5, 0.5, 1, 1.5])[:2] for _ in range(3)])
    said = {
        "The rows weren't standardised": predict(mean + Z * spread, w, b),
        "Each row was standardised by itself": predict(0 * Z, w, b),
        "The intercept was left out": predict(Z, w, 0),
        "The two columns changed places": predict(Z[:, ::-1], w, b),
    }
    first = np.sort([predict(Z, w, b)[0], *(column[0] for column in said.values())])
    if np.diff(first).min() < 5 or np.abs(said["The rows weren't standardised"]).min() < 2 * b:
        return in_production(rng, story)
    whys = {
        "The rows weren't standardised": "Raw numbers are far larger than standardised ones, and so are the "
        "predictions",
        "Each row was standardised by itself": "A row alone equals its own mean, so it becomes all zeros, and each "
        f"prediction would be the intercept, {b}",
        "The intercept was left out": f"Then every prediction would be too low by {b}, one like the other",
        "The two columns changed places": "Then each number would get the other column's weight",
    }
    right = list(said)[rng.integers(4)]
    rows = "".join(f"| {at} | {number(a)} | {number(c)} |\n" for at, (a, c) in
                   enumerate(zip(predict(Z, w, b), said[right]), start=1))  # fmt: skip
    wrong = {
        slip: f"{told}. The first row would come out at {number(said[slip][0])}."
        for slip, told in whys.items()
        if slip != right
    }
    return one_of(
        rng,
        f"A model of the {story.target} of {story.rows} was fitted on two standardised columns. Its weights are {w[0]} "
        f"and {w[1]}, its intercept is {b}. ".replace("-", "−")
        + "Production gets the same three rows as the notebook and says something else:\n\n"
        f"| row | notebook | production |\n|---|---|---|\n{rows}\nWhich slip in production does this look like?",
        right,
        wrong,
        f"{whys[right]}: the first row comes out at {number(said[right][0])}, as in the table. Keep the means and "
        "standard deviations of the training rows with the model, and let one function predict in both places.",
        ("Are the predictions of production all the same, all shifted alike, far too large, or none of these?",
         f"What is left of $x \\cdot w + b$ where x is all zeros? And what without $b$, which is {b}?"),
    )  # fmt: skip


def _digits(count: int) -> str:
    return "1 digit" if count == 1 else f"{count} digits"


def digits(rng: np.random.Generator, story: Story) -> Question:
    """To how many digits two fits agree as one goes on: growing, stuck, or down to rounding."""
    from sklearn.linear_model import LinearRegression, Ridge

    X = rng.normal(size=(80, 2)) @ np.array([[1, rng.uniform(0.2, 0.5)], [0, 1]])
    y = rng.uniform(200, 600) + X @ rng.uniform(20, 90, 2) + rng.normal(0, 30, 80)
    Z, case = standardise(X), ("on its way", "another sum", "rounding")[rng.integers(3)]
    library = Ridge(alpha=float(rng.choice([5, 10, 20]))) if case == "another sum" else LinearRegression()
    theirs = library.fit(Z, y).predict(Z)
    rate = float(rng.uniform(0.02, 0.05) if case == "on its way" else 0.2)
    counts = (40, 80, 160) if case == "on its way" else (100, 500, 2500)
    agree = [matching_digits(theirs, predict(Z, *fit_gradient_descent(Z, y, steps, rate))) for steps in counts]
    solved = matching_digits(theirs, predict(Z, *fit_least_squares(Z, y)))
    whys = {
        "It hasn't arrived: take more steps": (
            f"From {counts[0]:,} to {counts[-1]:,} steps the agreement doesn't grow. It has arrived, but somewhere "
            "else."
            if case == "another sum"
            else "Your solver works in one go. It has no steps to take."
        ),
        "The two minimise different sums": (
            "Then the agreement would get stuck at a few digits. Here it grows from row to row."
            if case == "on its way"
            else f"Two different sums have different lowest points. They wouldn't agree to {solved} digits."
        ),
        "It is rounding: nothing is wrong": (
            f"Rounding begins at about the 15th digit. At {_digits(agree[-1])} the gap is larger by far."
        ),
        "The rate is too high": (
            "Then the two would drift apart with every step, until the loss is `nan`. Here they come closer."
            if case == "on its way"
            else "Then the two would drift apart with every step, until the loss is `nan`. Here nothing moves any more."
            if case == "another sum"
            else "Your solver works in one go, so it has no rate."
        ),
    }
    right = {"on its way": "It hasn't arrived: take more steps", "another sum": "The two minimise different sums",
             "rounding": "It is rounding: nothing is wrong"}[case]  # fmt: skip
    table = "".join(f"| {steps:,} steps | {agreed} |\n" for steps, agreed in zip(counts, agree))
    yours = (
        f"which solve in one go. They agree to {solved} digits, and no further."
        if case == "rounding"
        else f"by gradient descent on standardised columns:\n\n| yours | digits that agree |\n|---|---|\n{table}\n"
    )
    solution = {
        "on its way": f"The agreement grows with every row, from {agree[0]} to {agree[-1]} digits: descent walks "
        "towards the library's point. Take more steps, or a higher rate.",
        "another sum": f"Descent has stopped moving, and still they agree to {_digits(agree[-1])} only. So it stands "
        "at the lowest point of another sum: look for a penalty, an intercept or other rows on one side.",
        "rounding": "Both found the same lowest point, and added up in another order on the way. After "
        f"about 15 digits a float ends, so {solved} are as good as you can ask.",
    }[case]
    return one_of(
        rng,
        f"A library's model of the {story.target} of {story.rows} is fitted. You compare its predictions with those of "
        f"your own lines, {yours} What follows?",
        right,
        {choice: told for choice, told in whys.items() if choice != right},
        solution,
        ("Ask whether the agreement still grows, and how many digits a float has.",),
    )  # fmt: skip
