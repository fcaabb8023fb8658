"""Does it know, or remember?"""

from functools import cache, lru_cache
from itertools import product
from threading import Thread

import numpy as np
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PolynomialFeatures, StandardScaler
from sklearn.tree import DecisionTreeRegressor

from core.data import diabetes
from core.models import cross_validate, r_squared, train_test_split
from labs.apply.overfitting import picture as chart
from labs.apply.overfitting.question import question
from labs.apply.overfitting.turn import turn
from labs.apply.overfitting.understand import understand
from ui.scene import step
from ui.words import number

TREE, SMALL, POLYNOMIAL = "Tree, ten columns", "Tree, BMI", "Polynomial, BMI"  # BMI: body mass index
LEVELS = list(range(1, 13))
SIZES = [20, 40, 80, 140, 220, 309]
ALONG = np.linspace(18.0, 42.5, 246)[:, np.newaxis]  # where the curve is drawn
MOST = 30  # looks at the test set that are kept
TRIED = ("true", f"3x{SIZES[-1]}", f"1x{SIZES[0]},12x{SIZES[-1]},9x{SIZES[-1]}")
GUESSES = {"About 0.8": 0.8, "About 0.4": 0.4, "Below 0": -0.1}


@step(
    "Does it know, or remember?",
    why="A score on rows that a model has already seen says little about the rows it will meet.",
)
def overfitting(page):
    r"""
    A model that can bend far enough **remembers** the rows it learned from, noise and all. That is **overfitting**: it
    does much better on these rows than on new ones. A model that can't bend enough **underfits**: it misses what is
    there to be learned.

    So hold rows back. **Cross-validation** cuts the training rows into $k$ parts, called **folds**. Each fold is
    predicted by a model that learned from the others:

    $$\text{score} = \frac{1}{k} \sum_{i=1}^{k} R^2_i$$

    Choose the depth or the degree by this score. The **test set** stays shut until you have chosen. You open it once,
    for an honest number.

    The **learning curve**, at the lower right, shows whether more rows would help.
    """
    guess = page.predict(
        "A decision tree may ask 12 questions in a row. It learns from 309 people, and its R² on them is 1.00. "
        "What is its R² on people it hasn't seen?",
        list(GUESSES),
        answer="Below 0",
        because="It has learned four people in five by heart. Always saying the mean would do better on new ones.",
        tries={},
    )
    kind = page.choose("model", "Model", list(CELLS), default=TREE, then={"test": None})
    name = "degree" if kind == POLYNOMIAL else "depth"
    level = page.slider("level", name.capitalize(), LEVELS[0], LEVELS[-1], LEVELS[-1], 1)
    rows = page.slider("rows", "People", options=SIZES, value=SIZES[-1], beside=True)
    here = (level, rows)
    told = page.remember("test", "", lambda before: as_looks(looks_in(before, here)), TRIED)
    looks = looks_in(told, here)
    opened = here in looks
    page.press("Open the test set", sets={"test": as_looks([*looks, here])}, off=opened or len(looks) == MOST)
    page.press("Shut it and start over", sets={"test": None}, off=not looks, beside=True)
    given = {"X": columns(kind), "y": diabetes().y, "level": level, "rows": rows, "opened": opened}
    given |= {} if kind == TREE else {"along": ALONG}
    library = tree_library if kind == TREE else None
    known = {CELLS[kind]: found(kind, level, rows, True) if opened else found(kind, level, rows)}
    if library and not page.moving:
        known[library] = theirs(level, rows)
    page.yours(turn)
    training, unseen, validation, test, *drawn = page.run(CELLS[kind], library, known, **given)
    by_bend = {"training": [], "cross-validation": []}
    by_rows = {"training": [], "cross-validation": []}
    for lines, places in ((by_bend, [(each, rows) for each in LEVELS]), (by_rows, [(level, each) for each in SIZES])):
        for at in places:
            lines["training"].append(found(kind, *at)[0])
            lines["cross-validation"].append(found(kind, *at)[2])
    by_bend["training"][LEVELS.index(level)] = by_rows["training"][SIZES.index(rows)] = training  # as the cell gave it
    scores = {look: found(kind, *look, True)[3] for look in looks}
    scores |= {here: test} if opened else {}
    now = {"training": rounded(training), "cross-validation": rounded(validation, 3)}
    now["test"] = rounded(test) if opened else "not opened here" if looks else "still shut"
    asked = kind == TREE and rows == SIZES[-1]
    page.picture(
        people(kind, rows, *drawn)
        + chart.names(now)
        + chart.against_bend(by_bend, level, name, GUESSES.get(guess) if asked else None,
                             {a: score for (a, b), score in scores.items() if b == rows})
        + chart.against_rows(by_rows, SIZES, rows, {b: score for (a, b), score in scores.items() if a == level}),
        says=seen(training, unseen, level, rows, name) + looked(kind, scores, here, name),
        size=chart.SIZE,
    )  # fmt: skip
    page.task(
        f"Choose the depth or degree that is best in cross-validation, with all {SIZES[-1]} people. Then open the test "
        "set, once.",
        done=honest(kind, looks),
    )
    page.bites(
        "In the notebook your tree's R² is 1.00; in production it is −0.05. Nothing broke: in the notebook it was "
        "scored on the rows it had learned from. Cross-validation on these same rows would have warned you: it says "
        "−0.26. The symptom: a wonderful number, until new data come. "
        "The same happens slowly to a test set that you open after every change. In the end you have chosen by it, "
        "and its number flatters."
    )
    page.check(question, understand)
    meanwhile()


def tree(X, y, level, rows, opened):
    # the curves against depth and people: these same lines, run for every depth and every number of people
    X_train, X_test, y_train, y_test = train_test_split(X, y, 0.3, np.random.default_rng(1))
    X_some, y_some = X_train[:rows], y_train[:rows]
    model = DecisionTreeRegressor(max_depth=level, random_state=0)
    _, unseen = cross_validate(model, X_some, y_some, folds=5)
    held_out = cross_val_predict(model, X_some, y_some, cv=5)
    model.fit(X_some, y_some)
    predicted = model.predict(X_some)
    training = r_squared(y_some, predicted)
    validation = unseen.mean()
    test = r_squared(y_test, model.predict(X_test)) if opened else "still shut"
    return training, unseen, validation, test, predicted, held_out


def tree_of_one(X, y, level, rows, opened, along):
    # the curves against depth and people: these same lines, run for every depth and every number of people
    X_train, X_test, y_train, y_test = train_test_split(X, y, 0.3, np.random.default_rng(1))
    X_some, y_some = X_train[:rows], y_train[:rows]
    model = DecisionTreeRegressor(max_depth=level, random_state=0)
    _, unseen = cross_validate(model, X_some, y_some, folds=5)
    model.fit(X_some, y_some)
    training = r_squared(y_some, model.predict(X_some))
    validation = unseen.mean()
    test = r_squared(y_test, model.predict(X_test)) if opened else "still shut"
    curve = model.predict(along)
    return training, unseen, validation, test, curve


def polynomial(X, y, level, rows, opened, along):
    # the curves against degree and people: these same lines, run for every degree and every number of people
    X_train, X_test, y_train, y_test = train_test_split(X, y, 0.3, np.random.default_rng(1))
    X_some, y_some = X_train[:rows], y_train[:rows]
    powers = PolynomialFeatures(level, include_bias=False)
    model = make_pipeline(StandardScaler(), powers, LinearRegression())
    _, unseen = cross_validate(model, X_some, y_some, folds=5)
    model.fit(X_some, y_some)
    training = r_squared(y_some, model.predict(X_some))
    validation = unseen.mean()
    test = r_squared(y_test, model.predict(X_test)) if opened else "still shut"
    curve = model.predict(along)
    return training, unseen, validation, test, curve


def tree_library(X, y, level, rows, opened):
    from sklearn.model_selection import KFold, cross_val_score

    X_train, _, y_train, _ = train_test_split(X, y, 0.3, np.random.default_rng(1))
    model = DecisionTreeRegressor(max_depth=level, random_state=0)
    unseen = cross_val_score(model, X_train[:rows], y_train[:rows], cv=KFold(5), scoring="r2")
    return unseen


CELLS = {TREE: tree, SMALL: tree_of_one, POLYNOMIAL: polynomial}


@cache
def columns(kind: str) -> np.ndarray:
    X, _, names = diabetes()
    return X if kind == TREE else X[:, [names.index("body mass index")]]


@lru_cache(maxsize=512)
def found(kind: str, level: int, rows: int, opened: bool = False) -> tuple:
    """What the cell gives."""
    along = [] if kind == TREE else [ALONG]
    return CELLS[kind](columns(kind), diabetes().y, level, rows, opened, *along)


@cache
def meanwhile() -> None:
    """Work out every level and number of people of each model, once, beside what is asked for: nobody waits later."""
    every = list(product(CELLS, LEVELS, SIZES))
    Thread(target=lambda: [found(*each) for each in every], daemon=True).start()


@lru_cache(maxsize=128)
def theirs(level: int, rows: int) -> np.ndarray:
    """What the library gives."""
    return tree_library(columns(TREE), diabetes().y, level, rows, False)


def people(kind: str, rows: int, *drawn: np.ndarray) -> list[dict]:
    """The upper panel: the curve among its people, or what a tree on ten columns says of people seen and held out."""
    X, _, y, _ = train_test_split(columns(kind), diabetes().y, 0.3, np.random.default_rng(1))
    X, y = X[:rows], y[:rows]
    if kind == TREE:
        predicted, held_out = drawn
        return chart.predicted((predicted, y), (held_out, y))
    return chart.fitted(X[:, 0], y, ALONG[:, 0], drawn[0], "body mass index")


# The test set, and who opened it


def looks_in(text: str, here: tuple[int, int]) -> list[tuple[int, int]]:
    """At which level and with how many people the test set was opened, in turn: "3x309,4x309"; none in other words.

    "true", from older links, says that it is open where one stands.
    """
    if text == "true":
        return [here]
    places = {f"{level}x{rows}": (level, rows) for level in LEVELS for rows in SIZES}
    looks = text.split(",") if text else []
    sound = set(looks) <= set(places) and len(set(looks)) == len(looks) <= MOST
    return [places[look] for look in looks] if sound else []


def as_looks(looks: list[tuple[int, int]]) -> str:
    return ",".join(f"{level}x{rows}" for level, rows in looks)


@cache
def named(kind: str, rows: int) -> int:
    """The level with the best score in cross-validation."""
    return max(LEVELS, key=lambda level: found(kind, level, rows)[2])


def honest(kind: str, looks: list[tuple[int, int]]) -> bool:
    """The test set was opened once, at the level that cross-validation names, with all people."""
    return looks == [(named(kind, SIZES[-1]), SIZES[-1])]


# Words


def seen(training: float, unseen: np.ndarray, level: int, rows: int, name: str) -> str:
    """What the picture shows, in words."""
    validation = unseen.mean()
    words = f"At {name} {level}, from {rows} people: R² **{rounded(training)}** on those it learned from, "
    words += f"**{rounded(validation, 3)}** in cross-validation. "
    if unseen.min() < validation - 1:
        words += f"The worst of the five folds scores {rounded(unseen.min())} and pulls that mean down. "
    if validation <= 0:
        return words + "Always saying the mean of the people held out would score 0, which is no worse."
    if training - validation > 0.15:
        return words + "The gap is what it remembers but doesn't know."
    return words + "The two are close: it hardly overfits."


def looked(kind: str, scores: dict[tuple[int, int], float], here: tuple[int, int], name: str) -> str:
    """What the test set has said so far, and what that is worth."""
    if not scores:
        return ""
    if len(scores) > 1:
        told = ", ".join(map(rounded, scores.values()))
        return f" You have opened the test set {len(scores)} times: {told}. Choose the best of these, and it flatters."
    ((level, rows), score) = next(iter(scores.items()))
    if (level, rows) != here:
        return (
            f" You opened the test set at {name} {level}, with {rows} people: {rounded(score)}. If you choose again "
            "now, you choose with this number in mind."
        )
    words = f" The test set, opened once, says **{rounded(score)}**."
    return words if level == named(kind, rows) else words + f" Cross-validation names another {name}, though."


def rounded(score: float, decimals: int = 2) -> str:
    """R² as it is read, and a very bad one in words."""
    return "below −100" if score < -100 else number(score, decimals)
