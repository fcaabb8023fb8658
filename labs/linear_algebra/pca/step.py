"""What does PCA keep?"""

from functools import cache

import numpy as np

from core.data import digits, wine
from core.linear_algebra import covariance_matrix, principal_components, reconstruct, standardise, variance_along
from labs.linear_algebra.pca import picture
from labs.linear_algebra.pca.question import question
from labs.linear_algebra.pca.turn import turn
from labs.linear_algebra.pca.understand import understand
from ui.scene import Handle, step
from ui.words import number, percent

FIRST = ("flavanoids", "total phenols")
OTHERS = (
    ("flavanoids", "OD280/OD315"),
    ("malic acid", "flavanoids"),
    ("alcohol", "colour intensity"),
    ("hue", "proline"),
)
PAIRS = {" and ".join(pair): pair for pair in (FIRST, *OTHERS)}
GUESSES = {
    "About half": (0.5, "50 %"),
    "About three quarters": (0.75, "75 %"),
    "More than nine tenths": (0.9, "over 90 %"),
}
DIGITS = digits().X[3::4]  # every fourth of the 1,797: 449 of them
SHOWN = [int(np.flatnonzero(digits().labels[3::4] == label)[0]) for label in (0, 2, 3, 5, 8)]
AXIS, HOW_MANY = "Find the axis", "How many are enough"
TABLES = {"Digits": DIGITS, "Wine, standardised": standardise(wine().X), "Wine, raw": wine().X}


@cache
def two_columns(pair: tuple[str, str], standardised: bool) -> np.ndarray:
    X = wine().X[:, [wine().names.index(name) for name in pair]]
    return standardise(X) if standardised else X


@cache
def by_angle(pair: tuple[str, str], standardised: bool) -> np.ndarray:
    """The share of the variance that an axis keeps, at 0°, 1°, … 180°."""
    X, turns = two_columns(pair, standardised), np.radians(np.arange(181))
    spread = [variance_along(X, (np.cos(turn), np.sin(turn))) for turn in turns]
    return np.array(spread) / np.trace(covariance_matrix(X))


@cache
def components_of(name: str) -> tuple[np.ndarray, np.ndarray]:
    """The principal components of a table, and the variance along each."""
    return principal_components(TABLES[name])


def at_hand(name: str, k: int) -> tuple:
    """What the cell of `how_many` returns, sooner: for while a hand moves."""
    X, (components, variances) = TABLES[name], components_of(name)
    mean, kept = np.mean(X, axis=0), components[:k]
    share = np.sum(variances[:k]) / np.sum(variances)
    rebuilt = (mean + (X - mean) @ kept.T @ kept).round(2)
    return (100 * variances / np.sum(variances)).round(1), share, kept[-1:].round(3), rebuilt


@cache
def fewest(share: float) -> int:
    """How many components of the digits it takes to keep that share of the variance."""
    _, variances = components_of("Digits")
    return int(np.argmax(np.cumsum(variances) >= share * np.sum(variances))) + 1


@step(
    "What does PCA keep?",
    why="Wide tables become narrow ones, and you should know what was thrown away.",
    needs=["matrices"],
)
def pca(page):
    r"""
    **Principal component analysis** keeps the directions in which the data spread most. It measures that by the
    **variance**, the spread (standard deviation) squared: the mean squared distance from the mean, divided by $n - 1$
    for $n$ rows.

    Lay an axis through the data. Each point casts a **shadow** on it: two numbers become one.
    The axis *keeps* the variance of the shadows and *loses* the rest.

    The best axis is the **first principal component**; the next is the best at right angles to it. They are the
    **eigenvectors** of the **covariance matrix** $C$, which holds how much every two columns rise together:

    $$C v = \lambda v$$

    $C$ only stretches them, by the **eigenvalue** $\lambda$: the variance along $v$.
    """
    guess = page.predict(
        "178 wines, two numbers each: flavanoids and total phenols. You may keep *one* number per wine, its place "
        "along a straight axis. How much of the variance can the best axis keep?",
        list(GUESSES),
        answer="More than nine tenths",
        because="The two rise together, so one axis keeps 94.6 %. Find it.",
        tries={"best": True},
    )
    view = page.choose("view", "View", [AXIS, HOW_MANY])
    found, fewest_found = (find_the_axis(page, guess), False) if view == AXIS else (False, how_many(page))
    page.task("Find the axis: turn it until it keeps at least 99 % of what the best axis keeps.", done=found)
    page.task(
        "How many are enough: find the fewest components that keep 90 % of the digits' variance.", done=fewest_found
    )
    page.bites(
        "You run PCA on the raw wine table, and the first component keeps 99.8 % of the variance. It looks like a "
        "triumph. It is only proline, the column with the largest spread, under another name. Standardised, the first "
        "component keeps 36 %. The symptom: one component explains nearly everything, and of its thirteen weights one "
        "is nearly 1 and the rest are nearly 0. Scale first. And remember that what spreads most need not be what "
        "you want to predict."
    )
    page.check(question, understand)


def find_the_axis(page, guess) -> bool:
    """Turn an axis through two columns of the wines by hand. True once it keeps nearly as much as the best."""
    named = page.pick("pair", "Columns", list(PAIRS), quiet=True)
    standardised = page.toggle("std", "Standardise", beside=True)
    told = page.toggle("best", "Best axis", beside=True)
    (v,) = page.plane(
        size=picture.SIZE,
        bare=True,
        v=Handle((2.4, -0.9), role="model", bounds=picture.REACH, step=0.05, says="the axis"),
    )

    def cell(X, v):
        spread = variance_along(X, v)
        total = np.trace(covariance_matrix(X))
        kept = spread / total
        components, variances = principal_components(X)
        best = variances[0] / total
        return spread, kept, components, variances, best

    def library(X, v):
        from sklearn.decomposition import PCA

        spread = np.var(X @ v / np.linalg.norm(v), ddof=1)
        best = PCA().fit(X).explained_variance_ratio_[0]
        return spread, best

    pair = PAIRS[named]
    X = two_columns(pair, standardised)
    page.yours(turn)
    spread, kept, components, variances, best = page.run(cell, library, X=X, v=v)
    centred, axis = X - X.mean(axis=0), v / np.linalg.norm(v)
    shadows = np.outer(centred @ axis, axis)
    curve, at = by_angle(pair, standardised), np.degrees(np.arctan2(v[1], v[0])) % 180
    top = [picture.through(components[0], "truth", width=3, opacity=0.8, label="best axis")] if told else []
    level, said = GUESSES[guess] if guess and pair == FIRST else (None, "")
    found = f" The best axis keeps **{percent(best)}**"
    found += ": a diagonal, as both columns count alike." if standardised else "."
    size = number(spread, 0 if spread >= 100 else 2)
    page.picture(
        picture.cloud(centred, shadows, v, pair)
        + top
        + picture.strip(curve, at, kept, int(np.argmax(curve)) if told else None, level, f"your guess: {said}"),
        says=f"The shadows on your axis have variance {size}: **{percent(kept)}** of the whole. "
        f"{percent(1 - kept)} is lost." + (found if told else ""),
    )
    return bool(kept >= 0.99 * best)


def how_many(page) -> bool:
    """Choose how many components to keep. True for the fewest that keep 90 % of the digits' variance."""
    name = page.choose("of", "Data", list(TABLES))
    X = TABLES[name]
    if name == "Digits":
        k = page.slider("k", "Components to keep", 0, 64, 10)
    else:
        k = page.slider("kw", "Components to keep", 1, 13, 1)

    def cell(X, k):
        components, variances = principal_components(X)
        percents = (100 * variances / np.sum(variances)).round(1)
        kept = np.sum(variances[:k]) / np.sum(variances)
        newest = components[:k][-1:].round(3)
        rebuilt = reconstruct(X, k).round(2)
        return percents, kept, newest, rebuilt

    def library(X, k):
        eigenvalues = np.linalg.eigvalsh(np.cov(X.T))[::-1]
        kept = np.sum(eigenvalues[:k]) / np.sum(eigenvalues)
        return kept

    known = {cell: at_hand(name, k)} if page.moving else None
    percents, kept, newest, rebuilt = page.run(cell, library, known=known, X=X, k=k)
    many = f"The first {k} of {len(percents)}" if k < len(percents) else f"All {k}"
    keep = f"{many} components keep" if k > 1 else "The first component keeps"
    if name == "Digits":
        below = picture.rebuilt(DIGITS[SHOWN], rebuilt[SHOWN], newest, k)
        now = (
            "1 number instead of 64" if k == 1 else f"{k} numbers instead of 64" if k < 64 else "64 numbers, as before"
        )
        says = f"{keep} **{percent(kept)}** of the variance. Each digit becomes {now}."
        if k == 0:
            says = "Without any component every digit is the mean of all 449: **0 %** of the variance is kept."
    else:
        below = picture.recipe(newest[0], wine().names, k)
        leader = int(np.argmax(np.abs(newest[0])))
        says = f"{keep} **{percent(kept)}** of the variance. "
        says += f"Component {k} leans most on **{wine().names[leader]}**, with weight {number(newest[0][leader], 2)}."
    page.picture(picture.scree(percents, k, kept) + below, says=says, size=picture.HOW_MANY)
    return name == "Digits" and k == fewest(0.9)
