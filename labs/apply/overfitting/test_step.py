"""What the step `overfitting` claims."""

import re

import numpy as np
import pytest

from core.data import diabetes
from core.models import fold_rows, r_squared, train_test_split
from labs.apply.overfitting import picture as chart
from labs.apply.overfitting.step import (
    CELLS,
    GUESSES,
    LEVELS,
    POLYNOMIAL,
    SIZES,
    SMALL,
    TREE,
    found,
    looked,
    named,
    read_looks,
    rounded,
    seen,
    theirs,
)
from tests.conftest import LABS, open_step, page_of

LAB, STEP = next((lab, step) for lab in LABS for step in lab.steps if step.id == "overfitting")
ALL = SIZES[-1]


def opened(**link):
    return page_of(open_step(LAB, STEP, **link), STEP)


def done(**link):
    return all(opened(**link).tasks.values())


def test_the_prediction_is_what_the_tree_does():
    page = opened(test="true")
    training, _, validation, test, *_ = page.ran.results.values()
    assert f"{training:.2f}" == "1.00" and test < 0 and validation < 0
    assert page.asked[2] == "Below 0" and min(GUESSES.values()) < 0
    measured = train_test_split(page.ran.values["X"], page.ran.values["y"], 0.3, np.random.default_rng(1))[2]
    assert len(measured) == 309 and f"{np.mean(page.ran.results['predicted'] == measured):.1f}" == "0.8"
    assert "four people in five by heart" in page.verdict


def test_the_figures_of_where_it_bites():
    training, _, validation, test, *_ = found(TREE, 12, ALL, True)
    bite = opened().bite
    assert all(rounded(score) in bite for score in (training, validation, test))
    assert [rounded(score) for score in (training, validation, test)] == ["1.00", "−0.26", "−0.05"]


# ---------------------------------------------------------------- what is listed is what ran


@pytest.mark.parametrize("kind", CELLS)
def test_the_listed_cell_made_what_is_shown(kind):
    page = opened(model=kind, level="5", rows="3", test="true")
    again = page.ran.cell(**page.ran.values)
    for told, value in zip(page.ran.results.values(), again):
        assert np.array_equal(told, value)
    assert page.ran.cell is CELLS[kind] and page.ran.results["test"] == again[3] != "still shut"


@pytest.mark.parametrize("kind", CELLS)
def test_the_curves_are_the_cell_run_at_every_level_and_number_of_people(kind, monkeypatch):
    drawn, real = [], chart._scores
    monkeypatch.setattr(
        chart, "_scores", lambda panel, at, lines, *rest: drawn.append(lines) or real(panel, at, lines, *rest)
    )
    page = opened(model=kind, level="4", rows="2")
    bend, people = drawn
    for lines, places in ((bend, [(level, 80) for level in LEVELS]), (people, [(4, rows) for rows in SIZES])):
        for k in (0, len(places) // 2, -1):
            level, rows = places[k]
            training, _, validation, *_ = page.ran.cell(**page.ran.values | {"level": level, "rows": rows})
            assert (lines["training"][k], lines["cross-validation"][k]) == (training, validation)


def test_what_is_drawn_of_people_held_out_is_what_was_scored():
    """The library's predictions of the folds belong to the scores that `cross_validate` gave."""
    page = opened(level="3")
    y = train_test_split(page.ran.values["X"], page.ran.values["y"], 0.3, np.random.default_rng(1))[2]
    scores = [r_squared(y[fold], page.ran.results["held_out"][fold]) for fold in fold_rows(ALL, 5)]
    assert scores == pytest.approx(page.ran.results["unseen"])
    assert r_squared(y, page.ran.results["predicted"]) == pytest.approx(page.ran.results["training"])


def test_what_the_library_gave_is_kept_for_its_own_position():
    for level in (3, 4, 3):
        page = opened(level=str(level))
        assert np.array_equal(page.library.cell(**page.library.values), page.library.results["unseen"])
    assert theirs(3, ALL) == pytest.approx(found(TREE, 3, ALL)[1])


# ---------------------------------------------------------------- the task: never a reward for peeking


@pytest.mark.parametrize(("kind", "best"), [(TREE, 3), (SMALL, 2), (POLYNOMIAL, 2)])
def test_done_is_the_level_that_cross_validation_names_and_then_one_look(kind, best):
    scores = {level: found(kind, level, ALL)[2] for level in LEVELS}
    assert named(kind, ALL) == best == max(scores, key=scores.get)
    shown = [rounded(score, 3) for score in scores.values()]
    assert shown.count(rounded(scores[best], 3)) == 1, "who reads the numbers can tell which is best"
    assert done(model=kind, level=str(best), test="true")
    for level in (best - 1 or 3, 9):
        assert not done(model=kind, level=str(level), test="true"), "whatever the test set says there"


def test_the_best_on_the_test_set_is_another_degree():
    """So that who chooses by peeking is told from who chooses by cross-validation."""
    tests = {level: found(POLYNOMIAL, level, ALL, True)[3] for level in LEVELS}
    assert max(tests, key=tests.get) == 9 and f"{found(POLYNOMIAL, 9, ALL)[2]:.2f}" == "-13.16"


def test_a_look_elsewhere_first_or_after_is_no_honest_number():
    assert not done(level="3", test=f"9x{ALL},3x{ALL}") and not done(level="3", test=f"3x{ALL},9x{ALL}")
    assert not done(level="3", test="3x220") and not done(level="3")
    assert done(level="9", test=f"3x{ALL}"), "who moves on afterwards has still looked once"


def test_by_the_buttons():
    app = open_step(LAB, STEP, level="3")
    app.button(key="open").click().run()
    assert all(page_of(app, STEP).tasks.values()) and app.button(key="open").disabled
    app.button_group(key="model").set_value(SMALL).run()
    assert page_of(app, STEP).ran.results["test"] == "still shut", "another model starts with the test set shut"


def test_who_has_peeked_can_start_over():
    app = open_step(LAB, STEP, level="3", test=f"9x{ALL},3x{ALL}")
    assert "opened the test set 2 times" in page_of(app, STEP).said[0]
    app.button(key="shut").click().run()
    assert page_of(app, STEP).ran.results["test"] == "still shut" and app.button(key="shut").disabled
    app.button(key="open").click().run()
    assert all(page_of(app, STEP).tasks.values())


def test_nothing_of_the_test_set_is_seen_while_it_is_shut():
    page = opened()
    assert page.ran.results["test"] == "still shut" and "test set" not in page.said[0]
    elsewhere = opened(level="4", test=f"3x{ALL}")
    assert elsewhere.ran.results["test"] == "still shut", "only the place that was opened"


@pytest.mark.parametrize("text", ["13x309", "3x300", "3", "3x309,", "3x309,3x309", "yes", "3x309;4x309", "x" * 500])
def test_a_doctored_list_of_looks_is_none(text):
    with pytest.raises(ValueError):
        read_looks(text)
    assert "test set" not in opened(test=text).said[0]


# ---------------------------------------------------------------- words and marks


def test_a_deeper_tree_never_fits_its_own_people_worse():
    for kind in (TREE, SMALL):
        assert np.all(np.diff([found(kind, level, ALL)[0] for level in LEVELS]) >= -1e-9)


@pytest.mark.parametrize("kind", CELLS)
def test_the_words_are_true_of_every_level_and_number_of_people(kind):
    name = "degree" if kind == POLYNOMIAL else "depth"
    for level in LEVELS:
        for rows in SIZES:
            training, unseen, validation, *_ = found(kind, level, rows)
            words = seen(training, unseen, level, rows, name)
            assert validation == pytest.approx(unseen.mean())
            assert ("no worse" in words) == (validation <= 0)
            assert ("hardly overfits" in words) == (0 < validation and training - validation <= 0.15)
            assert ("The worst of the five folds, at" in words) == (unseen.min() < validation - 1)


def test_words_of_the_test_set():
    assert looked(TREE, {}, (3, ALL), "depth") == ""
    assert looked(TREE, {(3, ALL): 0.41}, (3, ALL), "depth") == " The test set, opened once, says **0.41**."
    assert "another depth" in looked(TREE, {(2, ALL): 0.35}, (2, ALL), "depth")
    assert "at depth 2, with 309 people: 0.35." in looked(TREE, {(2, ALL): 0.35}, (3, ALL), "depth")
    assert "3 times: −0.10, 0.20, below −100." in looked(
        TREE, {(1, 20): -0.1, (2, 20): 0.2, (3, 20): -1e9}, (3, ALL), "depth"
    )
    assert rounded(-0.001) == "0.00" and rounded(0.2996, 3) == "0.300"


def test_what_is_off_the_scale_has_an_arrow_and_no_place_on_a_tick():
    for score, kind in ((0.3, "points"), (-0.5, "points"), (-0.51, "arrow"), (-4000.0, "arrow")):
        assert [mark["kind"] for mark in chart._dot(chart.BEND, 3, score, (1, 12), "model", 5)] == [kind]
    lines = {"training": [0.3] * 12, "cross-validation": [-1e6] * 12}
    drawn = chart.against_bend(lines, 12, "degree", None, {})
    assert not any(re.search("[≤≥]", mark.get("text", "")) for mark in drawn)
    assert sum(mark["kind"] == "arrow" for mark in drawn) == 1
    assert diabetes().y.max() < chart.PEOPLE[1] and diabetes().y.min() > chart.PEOPLE[0]
