"""Where is the leak?"""

from functools import cache, lru_cache
from itertools import permutations
from typing import NamedTuple

import numpy as np

from core.data import bike_days, flights, galton
from core.leakage import (
    folds,
    halves,
    pipeline_answers,
    pipeline_scores,
    prepare,
    with_kin,
    with_neighbour,
)
from core.metrics import roc_auc_score
from core.models import r_squared
from labs.apply.leakage import picture as chart
from labs.apply.leakage.question import question
from labs.apply.leakage.turn import turn
from labs.apply.leakage.understand import understand
from ui.scene import Handle, step
from ui.words import number

NOISE, LATE, BIKES, FAMILIES, RARE = "Noise", "Late flights", "Bikes", "Families", "Rare delays"
GUESSES = {"About 0.5": 0.5, "About 0.7": 0.7, "About 0.9": 0.9}
NAMES = {
    "split": "Split the rows", "standardise": "Standardise", "keep the best": "Keep the 20 best",
    "copy the rare": "Copy the rare", "take cube roots": "Take cube roots",
}  # fmt: skip


class Table(NamedTuple):
    """One of the five: what is known and asked, and how it is scored and drawn."""

    X: np.ndarray
    y: np.ndarray
    groups: tuple
    third: str  # the block beside split and standardise
    model: str
    about: str
    splits: tuple[str, ...]  # the first is where it starts, the last is honest
    ends: tuple[float, float]
    ticks: tuple[float, ...]
    extra: np.ndarray | None = None  # a column from the future


@cache
def table(name: str) -> Table:
    rng = np.random.default_rng(3)
    known, some = flights(), slice(None, None, 3)
    days = known.dates[some]
    if name == NOISE:
        X, y = rng.normal(size=(100, 1000)).round(1), rng.permutation(np.arange(100) % 2)
        about = "100 rows of random numbers in 1,000 columns; y is a coin flip."
        return Table(
            X, y, tuple(range(100)), "keep the best", "naive Bayes", about, ("by lot",), (0.0, 1.0), (0, 0.5, 1)
        )
    if name == LATE:
        about = "1,667 flights; y: an hour late or more, forecast before it leaves."
        return Table(known.X[some], known.late[some], days, "take cube roots", "logistic", about, ("by group",),
                     (0.4, 1.0), (0.5, 0.75, 1), known.dep_delay_min[some].astype(float))  # fmt: skip
    if name == RARE:
        about = "The same flights, on days the model has seen. One in twelve is late; those are copied to make half."
        return Table(known.X[some], known.late[some], days, "copy the rare", "tree of classes", about, ("by lot",),
                     (0.4, 1.0), (0.5, 0.75, 1))  # fmt: skip
    if name == BIKES:
        X, _, y = bike_days()
        about = "365 days in a row; y: bicycles rented. You forecast days to come."
        return Table(X, y, tuple(range(365)), "take cube roots", "tree of numbers", about, ("by lot", "by time"),
                     (-1.0, 1.0), (-1, -0.5, 0, 0.5, 1))  # fmt: skip
    kin = galton()
    X = np.column_stack([kin.father_in, kin.mother_in, kin.daughter])
    about = "934 children; y: their height. You ask about families not met yet."
    return Table(X, kin.child_in, kin.family, "take cube roots", "tree of numbers", about, ("by lot", "by group"),
                 (0.0, 1.0), (0, 0.5, 1))  # fmt: skip


SETS = (NOISE, LATE, BIKES, FAMILIES, RARE)
SPLITS = {"by lot": "By lot", "by group": "Whole families", "by time": "The last fifth"}


@cache
def columns(name: str, late_known: bool) -> np.ndarray:
    here = table(name)
    return np.column_stack([here.X, here.extra]) if late_known and here.extra is not None else here.X


@cache
def groups(name: str) -> list[str]:
    return list(map(str, table(name).groups))


def found(name: str, order: tuple[str, ...], split: str, late_known: bool) -> np.ndarray:
    """The score of each fold."""
    return all_orders(name, split, late_known)[order]


@cache
def all_orders(name: str, split: str, late_known: bool) -> dict[tuple[str, ...], np.ndarray]:
    """The score of each fold for each order of the three blocks, so that a hand that moves one needn't wait."""
    here = table(name)
    given = columns(name, late_known), here.y, here.groups, split, here.model
    return {order: pipeline_scores(order, *given) for order in permutations((here.third, "standardise", "split"))}


def repaired(name: str, order: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """The same blocks with the split before all of them, and the table's honest split."""
    return ("split", *(block for block in order if block != "split")), table(name).splits[-1]


def honest(name: str, order: tuple[str, ...]) -> np.ndarray:
    """The score of each fold once every leak is mended."""
    return found(name, *repaired(name, order), False)


START = {"third": (chart.CENTRE, chart.PLACES[0]), "scale": (chart.CENTRE, chart.PLACES[1]),
         "split": (chart.CENTRE, chart.PLACES[2])}  # fmt: skip


@step(
    "Where is the leak?",
    why="A leak makes a model look good on your desk and useless in production, and raises no error.",
)
def leakage(page):
    r"""
    In a **leak**, test rows have a say before they are asked, and the score flatters. Follow the rows: who knows what,
    and when?

    - **Order**: a block that learns from many rows, be it a mean or a choice of columns, belongs after the split.
    - **Target**: a column that is known only later.
    - **Group**: rows of one family on both sides.
    - **Time**: learning from days after those tested.
    - **Copies**: one row on both sides.

    An honest score asks a model fitted on training rows alone: $\text{score}(y_{test},\, f_{train}(X_{test}))$

    Drag the blocks. The bar beside each shows which rows it sees. Classes are scored by the **AUC** (0.5 is
    guessing), since a balanced accuracy hangs on one threshold.
    """
    guess = page.predict(
        "100 rows of random numbers in 1,000 columns, and a coin flipped for each row. You keep the 20 columns that go "
        "best with the coin, then split the rows and cross-validate. What AUC do you see? (0.5 is guessing.)",
        list(GUESSES),
        answer="About 0.9",
        because="The 20 columns were chosen with the test rows in sight. Chosen from training rows alone, they do no "
        "better than guessing.",
        tries={},
    )
    name = page.choose("table", "Table", list(SETS), default=NOISE, then=dict.fromkeys(START))
    here = table(name)
    page.note(here.about)
    split, late_known = here.splits[0], here.extra is not None
    if len(here.splits) > 1:
        words = [SPLITS[each] for each in here.splits]
        said = page.choose(f"tested_{name.lower()}", "Who is tested", words, quiet=False)
        split = here.splits[words.index(said)]
    if here.extra is not None:
        late_known = page.toggle("delay", "Use the departure delay", default=True)
    third = NAMES[here.third]
    block = {"kind": "block", "along": "y", "swaps": True, "step": chart.SLOT, "wide": chart.WIDE, "tall": chart.TALL}
    block["bounds"] = (chart.CENTRE, chart.CENTRE, min(chart.PLACES), max(chart.PLACES))
    places = page.plane(
        size=chart.SIZE, bare=True,
        third=Handle(START["third"], role="ink", label=third, **block),
        scale=Handle(START["scale"], role="ink", label=NAMES["standardise"], **block),
        split=Handle(START["split"], role="truth", label=NAMES["split"], **block),
    )  # fmt: skip
    blocks = (here.third, "standardise", "split")
    order = [blocks[i] for i in np.argsort([-place[1] for place in places], kind="stable")]

    def cell(X, y, groups, order, split, model, honest_order, honest_split, honest_columns):
        # for each fold, y of the rows tested and what the model says of them
        answers = pipeline_answers(order, X, y, groups, split, model)
        X_known = X[:, :honest_columns]
        honest_answers = pipeline_answers(honest_order, X_known, y, groups, honest_split, model)
        measure = r_squared if model == "tree of numbers" else roc_auc_score
        scores = np.array([measure(*fold) for fold in answers])
        honest_scores = np.array([measure(*fold) for fold in honest_answers])
        your_score, honest_score = scores.mean(), honest_scores.mean()
        return your_score, honest_score, scores, honest_scores

    scores, unleaked = found(name, tuple(order), split, late_known), honest(name, tuple(order))
    honest_order, honest_split = repaired(name, tuple(order))
    page.yours(turn)
    _, _, scores, unleaked = page.run(
        cell,
        known={cell: (scores.mean(), unleaked.mean(), scores, unleaked)},
        X=columns(name, late_known),
        y=here.y,
        groups=groups(name),
        order=order,
        split=split,
        model=here.model,
        honest_order=list(honest_order),
        honest_split=honest_split,
        honest_columns=here.X.shape[1],
    )
    said = faults(name, order, split, late_known)
    copied = "copy the rare" in halves(order)[0]
    measure = "R²" if here.model == "tree of numbers" else "AUC"
    chosen_first = name == NOISE and "keep the best" in halves(order)[0]
    page.picture(
        chart.pipeline(order, {part: "early" if part == "standardise" else "leak" for part in said})
        + chart.scores(scores, unleaked, here.ends, list(here.ticks), measure,
                       GUESSES.get(guess) if chosen_first else None)
        + chart.strip(asked_first(name, split, copied), len(scores)),
        says=in_words(measure, scores.mean(), unleaked.mean(), list(said.values())),
    )  # fmt: skip
    page.task(
        "Find all the leaks: make the score of each table honest.",
        done={each: each == name and not said for each in SETS},
    )
    page.bites(
        "You choose the best columns on the whole table, then cross-validate with care: an AUC of 0.91 on pure noise, "
        "where 0.5 is guessing. Or you copy rare rows before the split, and a tree that scores 0.53 when they are "
        "copied after it shows 0.96. "
        "The symptom: great in the notebook, useless in production, and no error anywhere. "
        "Put every block that learns inside the pipeline that is cross-validated. Then ask of each column when it is "
        "known, and of each test row whether a relative of it is among the training rows."
    )
    page.check(question, understand)


@lru_cache(maxsize=32)
def asked_first(name: str, split: str, copied: bool) -> np.ndarray:
    """Which rows are tested in the first fold, in the order of the table, with the copies behind it if it has them."""
    here = table(name)
    n = len(origins(name)) if copied else len(here.y)
    mask = np.zeros(n, dtype=bool)
    mask[folds(split, here.groups, n)[0][1]] = True
    return mask


@cache
def origins(name: str) -> np.ndarray:
    """The row that each row is a copy of, once the rare ones have been copied."""
    row = np.arange(len(table(name).y), dtype=float)[:, np.newaxis]
    return prepare(["copy the rare"], row, table(name).y, row)[0][:, 0]


def faults(name: str, order: list[str], split: str, late_known: bool) -> dict[str, str]:
    """For each part that lets test rows have a say, a sentence: which rows knew what, and when.

    The parts are the blocks of the order, "split" among them, and "table" for a column of it.
    """
    here = table(name)
    before, _ = halves(order)
    train, test = folds(split, here.groups, len(here.y))[0]
    said = {}
    if late_known and here.extra is not None:
        said["table"] = "The departure delay is known once the plane leaves, and your forecast is made before."
    if "keep the best" in before:
        said["keep the best"] = (
            "The 20 columns were chosen with y of the test rows in sight: among 1,000, some fit it by luck."
        )
    if "copy the rare" in before:
        said["copy the rare"] = copies(name, split)
    if name == BIKES and split == "by lot":
        near = with_neighbour(train, test)
        said["split"] = tested(len(test), "days", near, "the day before or after")
    if name == FAMILIES and split == "by lot":
        kin = with_kin(here.groups, train, test)
        said["split"] = tested(len(test), "children", kin, "a brother or sister")
    if "standardise" in before:
        said["standardise"] = (
            "Standardise stands too early: it takes mean and standard deviation from test rows too. In these tables "
            "that changes the score by less than 0.01."
        )
    return said


def in_words(measure: str, yours: float, honest: float, said: list[str]) -> str:
    """The score, the honest one if there is a leak, and what leaks."""
    if said:
        return " ".join(
            [f"Your pipeline scores **{number(yours, 2)}** ({measure}), without a leak {number(honest, 2)}.", *said]
        )
    words = f"Your pipeline scores **{number(yours, 2)}** ({measure}). **No leak is left.**"
    return words + (" It is below 0: always saying the mean of the days tested would do better." if yours < 0 else "")


def tested(count: int, what: str, known: int, whom: str) -> str:
    """How many of those tested have somebody on the other side."""
    return f"Of {count} {what} tested in the first fold, {known} have {whom} among those learned from."


@lru_cache(maxsize=8)
def copies(name: str, split: str) -> str:
    """How many of the test rows have a copy of themselves among the training rows, in the first fold."""
    origin = origins(name)
    train, test = folds(split, origin, len(origin))[0]
    kin = with_kin(origin, train, test)
    return tested(len(test), "rows", kin, "a copy of themselves")
