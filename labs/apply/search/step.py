"""Does my search find the right item?"""

from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from core.data import digits, digits_layer
from core.retrieval import nearest, vote
from core.statistics import bootstrap_interval
from labs.apply.search import picture as chart
from labs.apply.search.question import question
from labs.apply.search.turn import turn
from labs.apply.search.understand import understand
from ui.scene import Handle, step
from ui.words import percent

MEASURES = {"distance": "Distance", "dot": "The dot product", "cosine": "Cosine"}  # short, and as said
INKS = [0.25, 0.5, 0.75, 1.0, 1.5, 2.0]
MOST, TIES = 7, 8  # neighbours, and images that may be as near as the last of them
START = 101  # the query shown first


class Stored(NamedTuple):
    """The images that are searched, and the queries that were kept apart, in the order of their digits."""

    vectors: np.ndarray  # (1437, 64)
    labels: np.ndarray  # (1437,)
    queries: np.ndarray  # (360, 64)
    wanted: np.ndarray  # (360,)


@cache
def stored() -> Stored:
    X, labels, held = digits().X, digits().labels, digits_layer().test_rows
    held = held[np.argsort(labels[held], kind="stable")]
    kept = np.setdiff1d(np.arange(len(X)), held)
    return Stored(X[kept], labels[kept], X[held], labels[held])


@lru_cache(maxsize=32)
def neighbours(measure: str, ink: float) -> np.ndarray:
    """For each query the rows of its MOST nearest images, nearest first, shape (360, MOST): `nearest`, all at once."""
    here = stored()
    products, squares = ink * here.queries @ here.vectors.T, np.sum(here.vectors**2, axis=1)
    scores = {"distance": 2 * products - squares, "dot": products, "cosine": products / np.sqrt(squares)}[measure]
    few = np.argpartition(-scores, MOST + TIES, axis=1)[:, : MOST + TIES]
    few.sort(axis=1)  # of images that are equally near, the first counts
    order = np.argsort(-np.take_along_axis(scores, few, axis=1), axis=1, kind="stable")
    return np.take_along_axis(few, order, axis=1)[:, :MOST]


@lru_cache(maxsize=128)
def votes(measure: str, ink: float, k: int) -> np.ndarray:
    """What the k nearest images say each query is, shape (360,)."""
    return np.array([vote(labels) for labels in stored().labels[neighbours(measure, ink)[:, :k]].tolist()])


@lru_cache(maxsize=128)
def share_right(measure: str, ink: float, k: int) -> tuple[float, float, float]:
    """The share of the queries it gets right, and the ends of its 95 % interval."""
    right = (votes(measure, ink, k) == stored().wanted).astype(int)
    return float(right.mean()), *bootstrap_interval(right, np.mean, np.random.default_rng(0))


def felt(measure: str, ink: float) -> float:
    """Ink matters to distance only."""
    return ink if measure == "distance" else 1.0


@step(
    "Does my search find the right item?",
    why="Vector stores rank by distance, dot product or cosine, and the wrong choice brings back the same few results.",
    needs=["dot_product"],
)
def search(page):
    r"""
    A new image is a vector $q$ of 64 pixels. To read it, **search**: find the $k$ stored images nearest to it, and let
    their labels **vote**. That is the method of the *k nearest neighbours*. Near by which measure?

    - **Distance** $\lVert q - v \rVert$ is small where the pixels agree.
    - **Dot product** $q \cdot v$ is large where both have ink in the same places. An image with more ink gains by that
      alone.
    - **Cosine** $\frac{q \cdot v}{\lVert q \rVert \lVert v \rVert}$ is the dot product after both are **normalised** to
      length 1. The shape counts, and not how much ink there is.

    How often is each right? 360 queries are only a sample, so each share has its bootstrap interval.
    """
    guess = page.predict(
        "You look up the nearest of 1,437 handwritten digits to a new one: by distance, by raw dot product, by cosine. "
        "Which of the three is wrong far more often than the others?",
        list(MEASURES.values()),
        answer=MEASURES["dot"],
        because="A stored image with much ink has a large dot product with nearly every query.",
        tries={"k": "0"},
    )
    here = stored()
    (handle,) = page.plane(
        size=chart.SIZE, bare=True,
        digit=Handle((START, -chart.RAIL * chart.UNIT), "point", role="ink", along="x", step=1, label=" ",
                     says="the query, by its number",
                     bounds=(0, chart.QUERIES - 1, -chart.RAIL * chart.UNIT, -chart.RAIL * chart.UNIT)),
    )  # fmt: skip
    k = page.slider("k", "Neighbours k", options=[1, 3, 5, 7], value=5, wide=3)
    texts = [f"× {ink:g}" for ink in INKS]
    ink = page.slider("ink", "Query: ink", options=INKS, texts=texts, value=1.0, beside=True, wide=3)
    measure = page.pick("by", "Look closer at", list(MEASURES), default="cosine", beside=True, wide=3)
    chosen = int(handle[0])
    query, label = here.queries[chosen], int(here.wanted[chosen])
    ink_felt = felt(measure, ink)
    right = (votes(measure, ink_felt, k) == here.wanted).astype(int)

    def cell(query, ink, vectors, labels, k, right):
        # right: 1 or 0 for each of the 360 queries, found by these same lines with the measure you look closer at
        near = {by: nearest(ink * query, vectors, k, by) for by in ("distance", "dot", "cosine")}
        by_distance, by_dot, by_cosine = near.values()
        says = {by: vote(labels[rows]) for by, rows in near.items()}
        accuracy = right.mean()
        interval = bootstrap_interval(right, np.mean, np.random.default_rng(0))
        return by_distance, by_dot, by_cosine, says, accuracy, interval

    def library(query, ink, vectors, labels, k, right):
        from sklearn.metrics.pairwise import cosine_distances, euclidean_distances

        def rows(distances):
            return np.argsort(distances([ink * query], vectors)[0], kind="stable")[:k].tolist()

        by_distance, by_cosine = rows(euclidean_distances), rows(cosine_distances)
        return by_distance, by_cosine

    near = [neighbours(by, felt(by, ink))[chosen, :k].tolist() for by in MEASURES]
    says = {by: vote(here.labels[found]) for by, found in zip(MEASURES, near)}
    accuracy, *interval = share_right(measure, ink_felt, k)
    given = {"query": query, "ink": ink, "vectors": here.vectors, "labels": here.labels, "k": k, "right": right}
    page.yours(turn)
    *near, says, _, _ = page.run(cell, library, {cell: (*near, says, accuracy, tuple(interval))}, **given)
    rows = {by: (here.vectors[found], here.labels[found].tolist(), says[by]) for by, found in zip(MEASURES, near)}
    page.picture(
        chart.search(ink * query, label, rows)
        + all_queries(measure, ink, k, next((by for by, name in MEASURES.items() if name == guess), None))
        + [chart.here(chosen)],
        says=seen(label, says, (accuracy, *interval), measure),
    )
    page.task(
        "Find a query that only one of the three gets right. Marks in the other two lanes show where to look.",
        done=sum(said == label for said in says.values()) == 1,
    )
    page.bites(
        "Your vector store ranks by raw dot product, and nobody normalised the vectors. Look up each of the 1,797 "
        "digits among the others: the nearest by dot product is the same digit for 72 %, by cosine for 98.9 %. "
        "The symptom: whatever you search, the same few results come back. Here 16 images, all with much ink, take "
        "half of all first places by dot product. "
        "Normalise the vectors when you store them; then dot product and cosine rank alike."
    )
    page.check(question, understand)


@lru_cache(maxsize=64)
def all_queries(measure: str, ink: float, k: int, guess: str | None) -> list[dict]:
    """What of the picture doesn't depend on the query: hits and misses, how often each is right, what is confused."""
    wanted = stored().wanted
    hits = {by: votes(by, felt(by, ink), k) == wanted for by in MEASURES}
    shares = {by: share_right(by, felt(by, ink), k) for by in MEASURES}
    table = np.zeros((10, 10), dtype=int)
    np.add.at(table, (wanted, votes(measure, felt(measure, ink), k)), 1)
    starts = [int(np.searchsorted(wanted, digit)) for digit in range(10)]
    return chart.strip(hits, starts) + chart.accuracies(shares, guess) + chart.confusion(table, measure)


def seen(label: int, says: dict[str, int], share: tuple[float, float, float], measure: str) -> str:
    """What the picture shows, in words."""
    right = [name for by, name in MEASURES.items() if says[by] == label]
    wrong = [f"{name.lower()} says {says[by]}" for by, name in MEASURES.items() if says[by] != label]
    if not wrong:
        lead = f"The query is a {label}, and **all three** say so."
    elif not right:
        lead = f"The query is a {label}. **Not one** of the three says so: {', '.join(wrong)}."
    else:
        names = " and ".join([right[0], *(name.lower() for name in right[1:])])
        lead = f"The query is a {label}. **{names}** {'is' if len(right) == 1 else 'are'} right; {', '.join(wrong)}."
    mean, low, high = share
    sure = f"95 % interval {percent(low)} to {percent(high)}"
    return f"{lead} Of all 360 queries, {MEASURES[measure].lower()} gets **{percent(mean)}** right ({sure})."
