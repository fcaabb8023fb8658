"""What the step `search` claims."""

import re
from collections import Counter

import numpy as np
import pytest
from sklearn.neighbors import KNeighborsClassifier

from core.data import digits
from core.retrieval import nearest, vote
from labs.apply.search.step import INKS, MEASURES, MOST, neighbours, seen, share_right, stored, votes
from labs.apply.search.step import search as STEP
from labs.apply.search.understand import DISTANCE, LINES, NONE, WITH_COSINE, WITH_DOT, understand
from tests.conftest import look


def first_places(measure):
    """For each of all digits, the nearest of the others."""
    X = digits().X
    lengths = np.sqrt(np.sum(X**2, axis=1))
    scores = X @ X.T if measure == "dot" else X @ X.T / lengths
    np.fill_diagonal(scores, -1)
    return scores.argmax(axis=1), lengths


def test_the_figures_of_where_it_bites():
    labels = digits().labels
    (by_dot, lengths), (by_cosine, _) = first_places("dot"), first_places("cosine")
    assert len(labels) == 1797
    assert f"{np.mean(labels[by_dot] == labels):.0%}" == "72%"
    assert f"{np.mean(labels[by_cosine] == labels):.1%}" == "98.9%"
    counts = np.bincount(by_dot, minlength=len(labels))
    busiest = np.argsort(-counts, kind="stable")[:16]
    assert counts[busiest].sum() >= len(labels) / 2 > counts[busiest[:15]].sum()
    assert np.all(lengths[busiest] > np.quantile(lengths, 0.9)), "all with much ink"


def test_the_raw_dot_product_is_wrong_far_more_often():
    for k in (1, 3, 5, 7):
        wrong = {measure: 1 - share_right(measure, 1.0, k)[0] for measure in MEASURES}
        assert wrong["dot"] > 4 * max(wrong["distance"], wrong["cosine"])


@pytest.mark.parametrize("by", MEASURES)
@pytest.mark.parametrize("ink", INKS)
def test_all_queries_at_once_are_found_as_the_cell_finds_one(by, ink):
    here = stored()
    found = neighbours(by, ink)
    scores = {"distance": 2 * ink * here.queries @ here.vectors.T - np.sum(here.vectors**2, axis=1)}
    scores |= {"dot": ink * here.queries @ here.vectors.T}
    scores |= {"cosine": scores["dot"] / np.sqrt(np.sum(here.vectors**2, axis=1))}
    whole = np.argsort(-scores[by], axis=1, kind="stable")
    assert np.array_equal(found, whole[:, :MOST]), "no more are equally near than TIES"
    for row in range(0, 360, 9):
        assert nearest(ink * here.queries[row], here.vectors, MOST, by) == found[row].tolist()
        if by != "distance":
            assert np.array_equal(found[row], neighbours(by, 1.0)[row]), "ink changes distance only"


def test_the_hits_that_the_cell_is_given_are_what_its_lines_find():
    page = look(STEP, by="distance", ink="1", k="1")
    values, here = page.ran.values, stored()
    assert (values["ink"], values["k"]) == (0.5, 3)
    for row in range(0, 360, 40):
        says = page.ran.cell(**values | {"query": here.queries[row]})[3]
        assert (says["distance"] == here.wanted[row]) == values["right"][row]


def test_every_share_and_its_interval_has_its_place_on_the_axis():
    for by in MEASURES:
        for ink in INKS:
            for k in (1, 3, 5, 7):
                share, low, high = share_right(by, ink, k)
                assert 0.5 <= low <= share <= high <= 1


def test_more_ink_than_black_is_said():
    for ink in range(len(INKS)):
        page = look(STEP, ink=str(ink))
        darkest = np.max(page.ran.values["ink"] * page.ran.values["query"])
        assert any(mark.get("text") == "black: ≥ 1" for mark in page.marks) == (darkest > 1)


def test_with_too_little_ink_distance_fails():
    assert share_right("distance", 0.25, 1)[0] < 0.7 < 0.9 < share_right("distance", 1.0, 1)[0]


def test_queries_and_stored_images_are_kept_apart():
    here = stored()
    assert here.vectors.shape == (1437, 64) and here.queries.shape == (360, 64)
    assert np.all(np.diff(here.wanted) >= 0)


@pytest.mark.parametrize("k", [1, 5])
def test_the_votes_are_scikit_learns_where_no_two_labels_tie(k):
    here = stored()
    model = KNeighborsClassifier(k, algorithm="brute").fit(here.vectors, here.labels)
    shares = np.sort(model.predict_proba(here.queries), axis=1)
    clear = shares[:, -1] > shares[:, -2]
    assert clear.mean() > 0.95
    assert np.array_equal(model.predict(here.queries)[clear], votes("distance", 1.0, k)[clear])


def test_a_vote_is_the_most_frequent_label_and_a_tie_goes_to_the_nearest():
    assert (
        vote([7]) == 7 and vote([1, 2, 2]) == 2 and vote([4, 9, 9, 4]) == 4 and vote(np.array(["a", "b", "b"])) == "b"
    )
    for nothing in ([], np.array([]), 3):
        with pytest.raises(ValueError, match="at least one neighbour"):
            vote(nothing)


def test_what_was_looked_up_at_once_is_what_the_cell_finds():
    for link in ({}, {"digit": "7,0", "k": "3", "ink": "0"}, {"digit": "359,0", "by": "dot", "ink": "5"}):
        page = look(STEP, **link)
        for told, value in zip(page.ran.results.values(), page.ran.cell(**page.ran.values)):
            assert told == value


def test_the_task_can_be_done_but_not_where_it_starts():
    assert not any(look(STEP).tasks.values())
    right = sum((votes(by, 1.0, 5) == stored().wanted).astype(int) for by in MEASURES)
    alone = np.flatnonzero(right == 1)
    assert 2 <= len(alone) <= 20
    assert list(look(STEP, digit=f"{alone[0]},0").tasks.values()) == [True]


def test_the_prediction_is_about_the_nearest_alone():
    page = look(STEP, **look(STEP).tries)
    assert page.ran.values["k"] == 1 and page.ran.values["ink"] == 1 and page.asked[2] == MEASURES["dot"]


def test_words_name_who_is_right():
    share = (0.9, 0.87, 0.93)
    assert "**all three** say so" in seen(3, {"distance": 3, "dot": 3, "cosine": 3}, share, "cosine")
    assert "**Cosine** is right; distance says 5, the dot product says 8" in seen(
        3, {"distance": 5, "dot": 8, "cosine": 3}, share, "cosine"
    )
    assert "**Not one** of the three" in seen(3, {"distance": 5, "dot": 8, "cosine": 5}, share, "cosine")


# ---------------------------------------------------------------- to be understood


@pytest.mark.parametrize(
    "moved, right",
    [
        (lambda Q, V: (4 * Q, V), DISTANCE),
        (lambda Q, V: (Q, V * np.where(np.arange(len(V)) == 3, 4, 1)[:, None]), WITH_DOT),
        (lambda Q, V: (4 * Q, 4 * V), NONE),
        (lambda Q, V: (Q - V.mean(axis=0), V - V.mean(axis=0)), WITH_COSINE),
    ],
)
def test_what_the_answers_say_of_scaled_and_shifted_vectors(moved, right):
    Q, V = np.random.default_rng(0).normal(2, 1, size=(40, 4)), np.random.default_rng(1).normal(2, 1, size=(30, 4))
    new_Q, new_V = moved(Q, V)
    changed = {by for by in MEASURES for q, p in zip(Q, new_Q) if nearest(q, V, 5, by) != nearest(p, new_V, 5, by)}
    assert (
        changed
        == {DISTANCE: {"distance"}, WITH_DOT: {"dot", "distance"}, NONE: set(), WITH_COSINE: {"dot", "cosine"}}[right]
    )


@pytest.mark.parametrize("rare", range(2, 6))
def test_too_few_of_a_kind_are_always_outvoted(rare):
    def said(k):
        return vote(["fraud"] * rare + ["fine"] * (k - rare))

    assert all(said(2 * rare + more) == "fine" for more in (1, 3, 5, 7)) and said(2 * rare - 1) == "fraud"


@pytest.mark.parametrize("seed", range(1, 121))
def test_the_understand_questions_show_what_their_answers_say(seed):
    asked = understand(seed)
    if "The log, with the scores" in asked.prompt:
        rows = [line.split("|")[2] for line in asked.prompt.splitlines() if "| no. " in line]
        ids = {tuple(sorted(re.findall(r"no\. (\d+)", row))) for row in rows}
        assert len(rows) == 3 and len(ids) == 1, "the same come back"
        assert (len(set(rows)) == 1) == (asked.answer == "Every query became the same vector")
    elif "95 % interval" in asked.prompt:
        low, high = (re.findall(r"([\d.]+)\D+ to ([\d.]+)", line)[-1] for line in asked.prompt.splitlines()
                     if line.startswith(("| A", "| B")))  # fmt: skip
        apart = float(low[1]) < float(high[0])
        assert apart == (asked.answer == "B finds more than A") or "you tried" in asked.prompt
        hits = [
            int(count.replace(",", "")) for count in re.findall(r"([\d,]+) of", asked.prompt.split("interval |")[1])
        ]
        assert asked.answer != "Too little: it may well be chance" or 0.5 ** (hits[1] - hits[0] - 1) > 0.1, (
            "a sign test"
        )
    elif asked.sketches and "disagree" in asked.prompt:
        for name, sketch in zip(asked.choices, asked.sketches):
            q, *stored = (np.array(mark["tip"]) for mark in sketch.marks)
            by_dot, by_cosine = (nearest(q, stored, 1, by) for by in ("dot", "cosine"))
            assert (by_dot != by_cosine) == (name == asked.answer)


@pytest.mark.parametrize("seed", [5, 11, 17, 23, 29, 35, 41, 47])
def test_the_line_named_is_the_one_whose_repair_makes_it_cosine_and_a_vote(seed):
    asked = understand(seed)
    lines = asked.prompt.split("```")[1].splitlines()[1:]
    here, k = stored(), 5
    places = {line: at for at, line in enumerate(lines)}

    def read(lines, query):
        names = {"np": np, "Counter": Counter, "vectors": here.vectors, "labels": here.labels, "query": query, "k": k}
        exec("\n".join(lines), names)
        return names["rows"].tolist(), names["said"]

    def right(lines):
        wanted = [nearest(query, here.vectors, k) for query in here.queries[::9]]
        return [read(lines, query) == (rows, vote(here.labels[rows])) for query, rows in zip(here.queries[::9], wanted)]

    at = places[asked.answer.strip("`")]
    mended = [*lines[:at], LINES[at][0], *lines[at + 1 :]]
    assert all(right(mended)) and not all(right(lines))
    if "it reads the query as a" in asked.prompt:
        seen, said = map(int, re.findall(r"labelled (\d)", asked.prompt)), int(asked.prompt.split("as a ")[1][0])
        assert said not in seen
