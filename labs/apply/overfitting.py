"""Does it know, or remember?"""

from functools import cache
from typing import Any, NamedTuple

import numpy as np
import streamlit as st
from sklearn.linear_model import LinearRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PolynomialFeatures, StandardScaler
from sklearn.tree import DecisionTreeRegressor

from charts import overfitting as chart
from core.data import diabetes
from core.models import cross_validate, fold_rows, r_squared, train_test_split
from core.questions.overfitting import question
from ui import step

TREE, SMALL, POLYNOMIAL = "Tree, ten columns", "Tree, BMI", "Polynomial, BMI"  # BMI: body mass index
LEVELS = list(range(1, 13))
SIZES = [20, 40, 80, 140, 220, 309]
SEED = 1
GUESSES = {"About 0.8": 0.8, "About 0.4": 0.4, "Below 0": -0.1}
SLACK = 0.02
THEIRS: dict[tuple, np.ndarray] = {}  # what the library gave, for each model, level and number of people once


class Scores(NamedTuple):
    """R² at every level (rows) and number of people (columns)."""

    training: np.ndarray
    validation: np.ndarray
    test: np.ndarray
    unseen: np.ndarray  # of each fold; validation is their mean


def columns(kind: str) -> np.ndarray:
    X, _, names = diabetes()
    return X if kind == TREE else X[:, [names.index("body mass index")]]


def built(kind: str, level: int) -> Any:
    """The model that the cell makes, for the curves around it."""
    if kind == POLYNOMIAL:
        return make_pipeline(StandardScaler(), PolynomialFeatures(level, include_bias=False), LinearRegression())
    return DecisionTreeRegressor(max_depth=level, random_state=0)


@cache
def scores(kind: str) -> Scores:
    """What the cell finds, at every level and number of people."""
    X, X_test, y, y_test = train_test_split(columns(kind), diabetes().y, 0.3, np.random.default_rng(SEED))
    found, folds = np.empty((3, len(LEVELS), len(SIZES))), np.empty((len(LEVELS), len(SIZES), 5))
    for i, level in enumerate(LEVELS):
        for j, rows in enumerate(SIZES):
            model = built(kind, level)
            folds[i, j] = cross_validate(model, X[:rows], y[:rows])[1]
            model.fit(X[:rows], y[:rows])
            found[:, i, j] = (
                r_squared(y[:rows], model.predict(X[:rows])),
                folds[i, j].mean(),
                r_squared(y_test, model.predict(X_test)),
            )
    return Scores(*found, folds)


@step("Does it know, or remember?")
def overfitting(page):
    r"""
    A model that may bend far enough **remembers** the rows it learned from, noise and all. That is **overfitting**:
    on these rows $R^2$ nears 1, on new ones it falls. One that can't bend **underfits**: it misses what there is.

    So hold rows back. **Cross-validation** cuts the training rows into $k$ **folds**. Each is predicted by a model
    that learned from the others:

    $$\text{score} = \frac{1}{k} \sum_{i=1}^{k} R^2_i$$

    Choose depth or degree by this score. The **test set** stays shut until you have chosen; you open it once, for an
    honest number.

    The **learning curve**, below on the right, shows whether more rows would help.
    """
    guess = page.predict(
        "A decision tree may ask 12 questions in a row. It learns from 309 people, and its R² on them is 1.00. "
        "What is its R² on people it hasn't seen?",
        list(GUESSES),
        answer="Below 0",
        because="It has learned each person by heart. Always saying the mean would do better on new ones.",
    )
    controls = page.controls
    kind = controls.segmented_control(
        "Model", [TREE, SMALL, POLYNOMIAL], default=TREE, required=True, key="model", bind="query-params",
        on_change=st.rerun, label_visibility="collapsed",
    )  # fmt: skip
    left, middle, right = controls.columns([3, 3, 3], vertical_alignment="bottom")
    page.controls = left
    level = page.slider("level", "Degree" if kind == POLYNOMIAL else "Depth", LEVELS[0], LEVELS[-1], LEVELS[-1], 1)
    page.controls = middle
    rows = page.slider("rows", "People", options=SIZES, value=SIZES[-1])
    opened = right.toggle("Open test set", key="test", bind="query-params")
    page.plane(size=chart.SIZE, bare=True)
    X, y = columns(kind), diabetes().y

    def tree(X, y, level, rows, opened):
        X_train, X_test, y_train, y_test = train_test_split(X, y, 0.3, np.random.default_rng(1))
        X_some, y_some = X_train[:rows], y_train[:rows]
        model = DecisionTreeRegressor(max_depth=level, random_state=0)
        _, unseen = cross_validate(model, X_some, y_some, folds=5)
        model.fit(X_some, y_some)
        training = r_squared(y_some, model.predict(X_some))
        validation = unseen.mean()
        test = r_squared(y_test, model.predict(X_test)) if opened else "still shut"
        return training, unseen, validation, test

    def polynomial(X, y, level, rows, opened):
        X_train, X_test, y_train, y_test = train_test_split(X, y, 0.3, np.random.default_rng(1))
        X_some, y_some = X_train[:rows], y_train[:rows]
        powers = PolynomialFeatures(level, include_bias=False)
        model = make_pipeline(StandardScaler(), powers, LinearRegression())
        _, unseen = cross_validate(model, X_some, y_some, folds=5)
        model.fit(X_some, y_some)
        training = r_squared(y_some, model.predict(X_some))
        validation = unseen.mean()
        test = r_squared(y_test, model.predict(X_test)) if opened else "still shut"
        return training, unseen, validation, test

    def tree_library(X, y, level, rows, opened):
        from sklearn.model_selection import KFold, cross_val_score

        X_train, _, y_train, _ = train_test_split(X, y, 0.3, np.random.default_rng(1))
        model = DecisionTreeRegressor(max_depth=level, random_state=0)
        unseen = cross_val_score(model, X_train[:rows], y_train[:rows], cv=KFold(5), scoring="r2")
        return unseen

    cell, library = (polynomial, None) if kind == POLYNOMIAL else (tree, tree_library)
    known, place, size = scores(kind), LEVELS.index(level), SIZES.index(rows)
    training, validation, test, unseen = (each[place, size] for each in known)
    test = test if opened else "still shut"
    given = {"X": X, "y": y, "level": level, "rows": rows, "opened": opened}
    position = kind, level, rows
    if library and position not in THEIRS:
        THEIRS[position] = library(**given)
    page.run(cell, library, {cell: (training, unseen, validation, test), library: THEIRS.get(position)}, **given)
    by_bend = {"training": known.training[:, size], "cross-validation": known.validation[:, size]}
    by_rows = {"training": known.training[place], "cross-validation": known.validation[place]}
    now = {"training": training, "cross-validation": validation}
    if opened:
        by_bend["test"], by_rows["test"], now["test"] = known.test[:, size], known.test[place], test
    name = "degree" if kind == POLYNOMIAL else "depth"
    page.picture(
        people(kind, level, rows)
        + chart.names(by_bend, {label: rounded(score).replace("-", "−") for label, score in now.items()})
        + chart.against_bend(by_bend, level, name, GUESSES.get(guess) if kind == TREE else None)
        + chart.against_rows(by_rows, SIZES, rows),
        says=seen(training, validation, test if opened else None, level, rows, name),
    )
    page.task(
        f"Choose depth or degree by cross-validation, with all {SIZES[-1]} people. Then open the test set: you should "
        "be within 0.02 of the best R² that any of the 12 reaches there.",
        done=bool(opened and rows == SIZES[-1] and test >= known.test[:, size].max() - SLACK),
    )
    page.bites(
        "In the notebook your tree's R² is 1.00; in production it is −0.05. Nothing broke: it scored itself on the "
        "rows it learned from. A tree 3 deep scores 0.51 in the notebook and 0.41 in production, where it counts. "
        "The symptom: a wonderful number, until new data come. "
        "The same happens slowly to a test set that you open after every change: in the end you have chosen by it, "
        "and its number flatters."
    )
    page.check(question)


@cache
def people(kind: str, level: int, rows: int) -> list[dict]:
    """The upper panel: the curve among its people, or what a tree on ten columns says of people seen and held out."""
    X, _, y, _ = train_test_split(columns(kind), diabetes().y, 0.3, np.random.default_rng(SEED))
    X, y = X[:rows], y[:rows]
    model = built(kind, level).fit(X, y)
    if kind != TREE:
        along = np.linspace(18.0, 42.5, 246)
        return chart.fitted(X[:, 0], y, along, model.predict(along[:, np.newaxis]), "body mass index")
    says, held = model.predict(X), np.empty(rows)
    for fold in fold_rows(rows, 5):
        learned = np.setdiff1d(np.arange(rows), fold)
        held[fold] = built(kind, level).fit(X[learned], y[learned]).predict(X[fold])
    return chart.predicted((says, y), (held, y))


def seen(training: float, validation: float, test: float | None, level: int, rows: int, name: str) -> str:
    """What the picture shows, in words."""
    gap = training - validation
    words = f"At {name} {level}, from {rows} people: R² **{rounded(training)}** on those it learned from, "
    words += f"**{rounded(validation)}** in cross-validation"
    words += f", {rounded(test)} on the test set. " if test is not None else ". "
    if validation <= 0:
        return words + "On people held out, the mean alone does no worse."
    if gap > 0.15:
        return words + "The gap is what it remembers and doesn't know."
    return words + "The two are close: it hardly overfits."


def rounded(score: float) -> str:
    """R² with two decimals, and a very bad one in words."""
    return "below −100" if score < -100 else f"{round(score, 2) + 0.0:.2f}"
