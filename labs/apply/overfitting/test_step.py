"""What the step `overfitting` claims."""

import re

import numpy as np
import pytest
from sklearn.model_selection import KFold, cross_val_score
from sklearn.model_selection import train_test_split as train_test_split_of_the_library
from sklearn.tree import DecisionTreeRegressor

from core.data import diabetes
from core.models import r_squared, train_test_split
from labs.apply.overfitting import picture as chart
from labs.apply.overfitting.step import (
    CELLS,
    GUESSES,
    LEVELS,
    MOST,
    POLYNOMIAL,
    SIZES,
    SMALL,
    TREE,
    found,
    looked,
    looks_in,
    named,
    rounded,
    seen,
    theirs,
)
from labs.apply.overfitting.step import overfitting as STEP
from labs.apply.overfitting.understand import FAULTS, RIGHT_LINES, tree_scores, understand
from tests.conftest import look
from ui.marks import Panel

ALL = SIZES[-1]


def opened(**link):
    return look(STEP, **link)


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
    drawn, real = [], chart.scores
    monkeypatch.setattr(
        chart, "scores", lambda panel, at, lines, *rest: drawn.append(lines) or real(panel, at, lines, *rest)
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
    scores = [r_squared(y[fold], page.ran.results["held_out"][fold]) for _, fold in KFold(5).split(y)]
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


def button(page, label):
    return next(each for each in page.controls if each["label"] == label)


def pressed(page, label):
    """The scene after a button has been pressed."""
    assert not button(page, label)["off"]
    link = {name: text for name, text in page.link.items() if text is not None} | button(page, label)["sets"]
    return opened(**{name: text for name, text in link.items() if text is not None})


def test_by_the_buttons():
    page = pressed(opened(level="3"), "Open the test set")
    assert all(page.tasks.values()) and button(page, "Open the test set")["off"]
    (model,) = [each for each in page.controls if each["name"] == "model"]
    assert model["sets"] == {"test": None}, "another model starts with the test set shut"


def test_who_has_peeked_can_start_over():
    page = opened(level="3", test=f"9x{ALL},3x{ALL}")
    assert "opened the test set 2 times" in page.said
    page = pressed(page, "Shut it and start over")
    assert page.ran.results["test"] == "still shut" and button(page, "Shut it and start over")["off"]
    assert all(pressed(page, "Open the test set").tasks.values())


def test_a_look_is_remembered_wherever_the_hand_goes():
    """An old link with test=true is one look, at the place where it was sent from."""
    page = opened(level="3", test="true")
    assert page.link["test"] == f"3x{ALL}"
    moved = opened(**page.link | {"level": "8"} | {name: "" for name, text in page.link.items() if text is None})
    assert "You opened the test set at depth 3, with 309 people: 0.41." in moved.said


def test_a_test_set_can_be_opened_everywhere_only_so_often():
    every = ",".join(f"{level}x{rows}" for level in LEVELS for rows in SIZES)
    assert looks_in(every, (1, 20)) == [] and len(looks_in(every[: every.index("6x20") - 1], (1, 20))) == MOST
    full = opened(test=every[: every.index("6x20") - 1])
    assert button(full, "Open the test set")["off"]


def test_nothing_of_the_test_set_is_seen_while_it_is_shut():
    page = opened()
    assert page.ran.results["test"] == "still shut" and "test set" not in page.said
    elsewhere = opened(level="4", test=f"3x{ALL}")
    assert elsewhere.ran.results["test"] == "still shut", "only the place that was opened"


@pytest.mark.parametrize("text", ["13x309", "3x300", "3", "3x309,", "3x309,3x309", "yes", "3x309;4x309", "x" * 299])
def test_a_doctored_list_of_looks_is_none(text):
    assert looks_in(text, (3, ALL)) == [] and "test set" not in opened(test=text).said
    assert "test set" not in look(STEP, moving=True, test=text).said


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
            assert ("The worst of the five folds scores" in words) == (unseen.min() < validation - 1)


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
        panel = Panel(chart.BEND, x=(1, 12), y=(chart.LOW, chart.HIGH))
        assert [mark["kind"] for mark in chart.dot(panel, 3, score, "model", 5)] == [kind]
    lines = {"training": [0.3] * 12, "cross-validation": [-1e6] * 12}
    drawn = chart.against_bend(lines, 12, "degree", None, {})
    assert not any(re.search("[≤≥]", mark.get("text", "")) for mark in drawn)
    assert sum(mark["kind"] == "arrow" for mark in drawn) == 1
    assert 0 < diabetes().y.min() and diabetes().y.max() < chart.MOST


# ---------------------------------------------------------------- to be understood


def test_the_tree_that_is_asked_about_is_the_one_of_the_picture():
    for depth, people in ((1, 309), (3, 220), (6, 80), (12, 309)):
        assert tree_scores(depth, people) == pytest.approx(
            (found(TREE, depth, people)[0], found(TREE, depth, people)[2])
        )


def test_the_best_of_many_tries_flatters_and_one_look_does_not():
    """Forty models that are equally good, each scored on 100 test rows: the best score, and the first one."""
    rng, best, first = np.random.default_rng(0), [], []
    for _ in range(60):
        y = rng.normal(size=100)
        scores = [r_squared(y, 0.5 * y + rng.normal(0, 0.5, 100)) for _ in range(40)]
        best.append(max(scores))
        first.append(scores[0])
    truth = 0.5  # the misses have variance 0.25 + 0.25, where y has 1
    assert np.mean(best) > truth + 0.1 and abs(np.mean(first) - truth) < 0.03


def test_the_line_named_is_the_broken_one():
    """As it should be, the script prints what the chosen depth has on fresh rows; broken, it flatters or remembers."""
    names = {"np": np, "train_test_split": train_test_split_of_the_library, "cross_val_score": cross_val_score}
    names |= {"tree": lambda d: DecisionTreeRegressor(max_depth=d, random_state=0), "depths": [1, 2, 3, 4, 6, 12]}

    def flatters_and_chooses(lines):
        rng, apart, depths = np.random.default_rng(1), [], []
        for _ in range(10):
            X, new = rng.uniform(-1, 1, (90, 1)), rng.uniform(-1, 1, (2000, 1))
            y, new_y = (2 * np.sin(4 * rows[:, 0]) + rng.normal(0, 1, len(rows)) for rows in (X, new))
            told, given = [], names | {"X": X, "y": y}
            np.random.seed(0)  # the library's split, which the script leaves to chance
            given["print"] = told.append
            exec("\n".join(lines), given)
            chosen = given["tree"](given["best"]).fit(given["X_train"], given["y_train"])
            apart.append(told[0] - chosen.score(new, new_y))
            depths.append(given["best"])
        return np.mean(apart), np.mean(depths)

    honest, depth = flatters_and_chooses(RIGHT_LINES)
    broken = [flatters_and_chooses([line if at == place else each for at, each in enumerate(RIGHT_LINES)])
              for place, line, _ in FAULTS]  # fmt: skip
    assert abs(honest) < 0.05 and depth < 6 and broken[1][1] == 12, "it chooses the tree that remembers"
    assert all(broken[fault][0] > honest + 0.03 for fault in (0, 3, 4)), [honest, broken]


@pytest.mark.parametrize("seed", range(1, 121))
def test_the_understand_questions_show_what_their_answers_say(seed):
    asked = understand(seed)
    if "What do you make of the tree?" in asked.prompt:
        own, held, linear = (float(text.replace("−", "-")) for text in
                             re.findall(r"(?:is|and|has) (−?\d\.\d\d)", asked.prompt))  # fmt: skip
        held_by = {"It overfits": own - held > 0.3, "It underfits": own - held < 0.05 and held < linear - 0.2,
                   "It does": own - held < 0.05 and held > linear + 0.1}  # fmt: skip
        assert [name for name, is_so in held_by.items() if is_so] == [" ".join(asked.answer.split(":")[0].split()[:2])]
    elif "Across: how many" in asked.prompt:
        kinds = {}
        for name, sketch in zip(asked.choices, asked.sketches):
            (thin,) = [mark["points"] for mark in sketch.marks if mark.get("role") == "data"]
            (bold,) = [mark["marks"][0]["points"] for mark in sketch.marks if mark["kind"] == "window"]
            apart = thin[-1][1] - bold[-1][1] > 20
            kinds["most" if apart else "calls for" if bold[-1][1] < 90 else "leave as"] = name
        assert kinds[re.search("most|calls for|leave as", asked.prompt)[0]] == asked.answer and len(kinds) == 3
