"""What is a vector?"""

from functools import cache

import numpy as np

from core.data import wine
from core.linear_algebra import distance, linear_combination, norm, standardise
from core.retrieval import nearest
from labs.linear_algebra.vectors import picture
from labs.linear_algebra.vectors.question import question
from labs.linear_algebra.vectors.turn import turn
from labs.linear_algebra.vectors.understand import understand
from ui.scene import step
from ui.words import number

TARGET = np.array([2.5, -1.0])
VIEWS, UNITS = ("Two numbers", "Thirteen numbers"), ("raw", "standardised")
BETWEEN, LINES, EVERY = "Those between the two arrows", "Those on their two lines", "Every point"


@step("What is a vector?", why="To a model, every row of a table, every word and every image is a vector.")
def vectors(page):
    r"""
    A vector is a **list of numbers** whose order counts. Two numbers make an arrow: so far across, so far up. Thirteen
    can describe a wine: its alcohol, its malic acid, … You can't draw that arrow, but all of this still works:

    - **Scale**: multiply every number by $a$. A minus turns the arrow round.
    - **Add**: number by number. In the picture, tip to tail.
    - **Length**, by Pythagoras: $\lVert u \rVert = \sqrt{u_1^2 + u_2^2 + \dots}$
    - **Distance**: the length of the difference $u - v$.

    Scale two, then add: $a\,u + b\,v$ is a **linear combination**.
    """
    guess = page.predict(
        "Two arrows, not on one line. Scale each by any number you like, then add them. Which points can you reach?",
        [BETWEEN, LINES, EVERY],
        answer=EVERY,
        because="Negative numbers reach behind you. Only two arrows on one line would keep you on that line.",
        tries={"a": -1, "b": 1},
    )
    view = page.choose("view", "A vector of", list(VIEWS))
    units = page.choose("units", "Units", list(UNITS), beside=True) if view == VIEWS[1] else UNITS[0]
    if view == VIEWS[0]:
        page.press("u + v", name="plus", sets={"a": 1, "b": 1}, beside=True)
        page.press("u − v", name="minus", sets={"a": 1, "b": -1}, beside=True)
        u, v = page.plane(size=(-5, 5, -3.3, 3.6), u=(2, 1), v=(1, 2))
        a = page.slider("a", "a, the scale of u", -3, 3, value=1.0, step=0.1)
        b = page.slider("b", "b, the scale of v", -3, 3, value=1.0, step=0.1)
    else:
        row = page.slider("wine", "Wine", 0, 177, value=0)
        near = neighbours(units)[row]
        u, v, a, b = table(units)[row], table(units)[near], 1.0, -1.0

    def cell(u, v, a, b):
        total = linear_combination([u, v], [a, b])
        length = norm(total)
        apart = distance(u, v)
        return total, length, apart

    def library(u, v, a, b):
        total = a * u + b * v
        length = np.linalg.norm(total)
        apart = np.linalg.norm(u - v)
        return total, length, apart

    page.yours(turn)
    total, length, apart = page.run(cell, library, u=u, v=v, a=a, b=b)
    if view == VIEWS[0]:
        drawn = picture.guess_marks([BETWEEN, LINES].index(guess), u, v) if guess in (BETWEEN, LINES) else []
        page.picture(
            drawn + picture.sum_marks(u, v, a * u, b * v, total) + picture.target_marks(TARGET),
            says=f"{sum_words(a, b, total, length)} {target_words(u, v, total)}",
        )
    else:
        page.picture(
            picture.rows(wine().names, table(units), row, near, units),
            says=wine_words(units, row, near, apart),
            size=picture.ROWS,
        )
    page.task(
        "Two numbers: reach the target, with neither a nor b at zero.",
        done=view == VIEWS[0] and a != 0 and b != 0 and distance(total, TARGET) < 0.1,
    )

    def lost(before: str) -> str:
        """The last wine that was looked at in raw units and has a nearest of another cultivar there."""
        return str(row) if view == VIEWS[1] and units == "raw" and is_lost_in_raw_units(row) else before

    seen = page.remember("lost", "", lost, ends=("3", "177", "x"))
    page.task(
        "Thirteen numbers: in raw units, find a wine whose nearest is of another cultivar (grape variety), but of its "
        "own once standardised. Stay with that wine and switch.",
        done=view == VIEWS[1] and units == "standardised" and seen == str(row) and is_lost_in_raw_units(row),
    )
    page.bites(
        "You name the grape variety of a wine by a vote of its five nearest neighbours, and 70 % come out right "
        "(the mean over thirty random splits of the wines into five parts, each predicted from the other four). "
        "No error, no warning. But proline has a standard deviation (its typical distance from the mean) of 314, and "
        "hue one of 0.23, so the distance is a distance in proline. Standardise first: from each column subtract its "
        "mean, then divide by its standard deviation. The same code now gets 96 % right. The symptom: write one column "
        "in milligrams instead of grams, and other neighbours come back."
    )
    page.check(question, understand)


# --- Words ------------------------------------------------------------------------------------------------------


def sum_words(a: float, b: float, total: np.ndarray, length: float) -> str:
    """The combination in words."""
    scaled = f"{_times(a)}u {'−' if b < 0 else '+'} {_times(abs(b))}v"
    if length < 0.005:
        return f"{scaled} is the **zero vector**: its length is 0, and it points nowhere."
    outside = ", beyond the picture" if np.any(np.abs(total - (0, 0.15)).round(6) > (5, 3.45)) else ""
    lead = f"{scaled} = **({number(total[0], 2)}, {number(total[1], 2)})**{outside}."
    if (a, b) == (1, -1):
        return f"{lead} Its length, **{number(length, 2)}**, is the distance between the tips of u and v."
    return f"{lead} It is **{number(length, 2)}** long."


def _times(a: float) -> str:
    return {1: "", -1: "−"}.get(a, f"{a:g}".replace("-", "−"))


def target_words(u: np.ndarray, v: np.ndarray, total: np.ndarray) -> str:
    """Whether the target is reached, and can be."""
    missing = distance(total, TARGET)
    if missing < 0.005:
        return "You are at the **target**."
    if missing < 0.1:
        return f"The **target** is {number(missing, 2)} away: near enough."
    if picture.on_one_line(u, v):
        where = "The target is on that line" if picture.on_one_line(u, TARGET) else "The target is not on that line"
        return f"u and v lie on one line, so every such sum does too. {where}."
    return f"The target is {number(missing, 2)} away."


def wine_words(units: str, row: int, near: int, apart: float) -> str:
    """A wine, its nearest, and the column that decides."""
    cultivar, share = wine().cultivar, shares(units)[row]
    alike = "the same cultivar" if cultivar[row] == cultivar[near] else f"another cultivar, {cultivar[near]}"
    name, percent = wine().names[share.argmax()], 100 * share.max()
    if units == "raw":
        decides = (
            f"**{name.capitalize()}** alone makes up over {int(percent)} % of its squared distances to all others."
        )
    else:
        decides = (
            "Every column has standard deviation 1, and none decides alone: "
            f"{name} makes up the largest part of its squared distances to all others, {percent:.0f} %."
        )
    own = f"Wine {row} is of cultivar {cultivar[row]}."
    return f"{own} The nearest, wine {near}, is {number(apart, 2)} away and of **{alike}**. {decides}"


# --- All wines, computed once ------------------------------------------------------------------------------------


@cache
def table(units: str) -> np.ndarray:
    """The 178 wines in raw units, or standardised (to six decimals)."""
    return wine().X if units == "raw" else standardise(wine().X).round(6)


@cache
def neighbours(units: str) -> list[int]:
    """The nearest other wine of each: the second in line, for the first is the wine itself."""
    return [nearest(each, table(units), k=2, by="distance")[1] for each in table(units)]


@cache
def shares(units: str) -> np.ndarray:
    """Each column's share of a wine's squared distances to all wines, shape (178, 13)."""
    squares = np.array([np.sum((table(units) - each) ** 2, axis=0) for each in table(units)])
    return squares / squares.sum(axis=1, keepdims=True)


def is_lost_in_raw_units(row: int) -> bool:
    """True if a wine's nearest is of another cultivar in raw units, and of its own once standardised."""
    own, raw, scaled = wine().cultivar[[row, neighbours("raw")[row], neighbours("standardised")[row]]]
    return bool(raw != own and scaled == own)
