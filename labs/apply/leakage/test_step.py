"""What the step `leakage` claims."""

import itertools
import re

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score, roc_auc_score

from core.leakage import folds, halves, pipeline_scores
from labs.apply.leakage import picture as chart
from labs.apply.leakage.picture import CENTRE, PLACES
from labs.apply.leakage.step import (
    BIKES,
    FAMILIES,
    LATE,
    NOISE,
    RARE,
    SETS,
    asked_first,
    columns,
    faults,
    found,
    honest,
    in_words,
    repaired,
    table,
)
from labs.apply.leakage.step import leakage as STEP
from labs.apply.leakage.understand import LEARNS, understand
from tests.conftest import look
from ui.words import number

HONEST = {"third": f"{CENTRE},{PLACES[2]}", "scale": f"{CENTRE},{PLACES[1]}", "split": f"{CENTRE},{PLACES[0]}"}


def opened(name, **link):
    extra = {
        BIKES: {"tested_bikes": "The last fifth"},
        FAMILIES: {"tested_families": "Whole families"},
        LATE: {"delay": "false"},
    }
    return look(STEP, table=name, **link, **(extra.get(name, {}) if link else {}))


def start(name):
    return table(name).third, "standardise", "split"


def leaky(name):
    return found(name, start(name), table(name).splits[0], table(name).extra is not None)


def states(name):
    """Every order, split and column there is: (order, split, whether the delay is used)."""
    here = table(name)
    known = (True, False) if here.extra is not None else (False,)
    return list(itertools.product(itertools.permutations(start(name)), here.splits, known))


@pytest.mark.parametrize("name", SETS)
def test_every_table_starts_with_a_leak_that_flatters_and_can_be_made_honest(name):
    assert leaky(name).mean() > honest(name, start(name)).mean() + 0.15
    first, end = opened(name), opened(name, **HONEST)
    assert "**No leak is left.**" not in first.said and "**No leak is left.**" in end.said
    assert end.ran.results["your_score"] == end.ran.results["honest_score"]
    for page in (first, end):
        for told, value in zip(page.ran.results.values(), page.ran.cell(**page.ran.values)):
            assert np.array_equal(told, value)
    assert (end.verdict, end.waits) and not end.tasks[next(iter(end.tasks))], "one table of five"


def test_the_prediction_and_the_figures_of_where_it_bites():
    page = look(STEP)
    assert page.asked[2] == "About 0.9" and f"{leaky(NOISE).mean():.1f}" == "0.9"
    for score in (leaky(NOISE), leaky(RARE), honest(RARE, start(RARE))):
        assert f"{score.mean():.2f}" in page.bite
    assert [f"{score.mean():.2f}" for score in (leaky(NOISE), leaky(RARE), honest(RARE, start(RARE)))] == [
        "0.91", "0.96", "0.53"
    ]  # fmt: skip
    assert 0.4 < honest(NOISE, start(NOISE)).mean() < 0.6, "they guess"


# ---------------------------------------------------------------- a fair score


def test_the_honest_flights_get_a_fair_score():
    """The model ranks flights well and still calls none of them late at one half: an accuracy would say it guesses."""
    here = table(LATE)
    scores = honest(LATE, start(LATE))
    assert 0.69 < scores.min() and scores.max() < 0.77
    for (train, test), score in zip(folds("by group", here.groups, len(here.y)), scores):
        X = np.cbrt(here.X)
        mean, spread = X[train].mean(axis=0), X[train].std(axis=0)
        model = LogisticRegression(max_iter=500).fit((X[train] - mean) / spread, here.y[train])
        given = model.predict_proba((X[test] - mean) / spread)[:, 1]
        assert score == pytest.approx(roc_auc_score(here.y[test], given))
        assert balanced_accuracy_score(here.y[test], given >= 0.5) < 0.52


@pytest.mark.parametrize("name", SETS)
def test_every_score_has_its_place_on_the_axis(name):
    here = table(name)
    for order, split, known in states(name):
        for score in (*found(name, order, split, known), *honest(name, order)):
            assert here.ends[0] <= score <= here.ends[1], (name, order, split)
            assert chart.AXIS[0] <= chart._along(score, here.ends) <= chart.AXIS[1]


# ---------------------------------------------------------------- what is marked as a leak


@pytest.mark.parametrize("name", SETS)
def test_what_is_marked_as_a_leak_flatters_and_nothing_else_does(name):
    """With a leak marked the score flatters; without one it doesn't, and without any mark it is the honest one."""
    for order, split, known in states(name):
        marked = faults(name, list(order), split, known)
        leaks = set(marked) - {"standardise"}
        flattered = found(name, order, split, known).mean() - honest(name, order).mean()
        assert (flattered > 0.15) == bool(leaks), (order, split, known)
        assert ("standardise" in marked) == ("standardise" in halves(order)[0])
        if not marked:
            assert np.array_equal(found(name, order, split, known), honest(name, order))


@pytest.mark.parametrize("name", SETS)
def test_standardising_too_early_changes_less_than_is_said(name):
    here = table(name)
    for split in here.splits:
        for early, late in (
            (("standardise", "split", here.third), ("split", "standardise", here.third)),
            ((here.third, "standardise", "split"), (here.third, "split", "standardise")),
        ):
            apart = found(name, early, split, False).mean() - found(name, late, split, False).mean()
            assert abs(apart) < 0.01
    assert "less than 0.01" in faults(name, ["standardise", "split", here.third], here.splits[-1], False)["standardise"]


@pytest.mark.parametrize("name", SETS)
def test_the_word_leak_stands_beside_the_part_that_leaks(name):
    rows = {"table": 1, "split": 4}
    page = opened(name)
    order = page.ran.values["order"]
    rows |= {block: 2 + place for place, block in enumerate(order)}
    marked = faults(name, order, table(name).splits[0], table(name).extra is not None)
    drawn = chart.pipeline(order, {part: "early" if part == "standardise" else "leak" for part in marked})
    words = {mark["text"]: -mark["at"][1] / chart.SLOT for mark in drawn if mark.get("text") in ("leak", "early")}
    leaking = {NOISE: "keep the best", LATE: "table", BIKES: "split", FAMILIES: "split", RARE: "copy the rare"}[name]
    assert words == {"leak": rows[leaking], "early": rows["standardise"]}


def test_what_is_counted_is_true():
    said = faults(BIKES, ["split", "standardise", "take cube roots"], "by lot", False)["split"]
    assert said.startswith("Of 73 days tested in the first fold, ")
    said = faults(FAMILIES, ["split", "standardise", "take cube roots"], "by lot", False)["split"]
    assert said.startswith("Of 187 children tested in the first fold, ")
    copied = faults(RARE, ["copy the rare", "split", "standardise"], "by lot", False)["copy the rare"]
    assert "have a copy of themselves" in copied
    shown = asked_first(RARE, "by lot", True).sum()
    assert copied.startswith(f"Of {shown} rows tested in the first fold, "), "the strip shows these rows"
    assert len(asked_first(RARE, "by lot", False)) == len(table(RARE).y)


@pytest.mark.parametrize("name", SETS)
def test_the_words_are_true_in_every_state(name):
    for order, split, known in states(name):
        yours, unleaked = found(name, order, split, known).mean(), honest(name, order).mean()
        marked = faults(name, list(order), split, known)
        words = in_words("AUC", yours, unleaked, list(marked.values()))
        assert ("No leak is left" in words) != bool(marked)
        assert ("below 0" in words) == (not marked and yours < 0)
        assert all(number(score, 2) in words for score in ((yours, unleaked) if marked else (yours,)))
        assert not re.search(r"\bnan\b|\.\.|  ", words)
        count = 1 if split == "by time" else 5
        assert len(found(name, order, split, known)) == count


def test_one_flight_in_twelve_is_late():
    late = table(LATE).y
    assert len(late) == 1667 and round(1 / late.mean()) == 12
    assert "1,667 flights" in table(LATE).about and "One in twelve" in table(RARE).about


def test_the_delay_is_a_column_from_the_future():
    assert columns(LATE, True).shape[1] == columns(LATE, False).shape[1] + 1
    assert np.array_equal(columns(NOISE, True), table(NOISE).X)
    assert repaired(LATE, start(LATE)) == (("split", "take cube roots", "standardise"), "by group")


def test_a_guess_stands_only_beside_the_pipeline_it_was_about():
    def shown(name, **link):
        return any(mark.get("text") == "guess" for mark in look(STEP, guess="2", table=name, **link).marks)

    assert shown(NOISE) and not shown(NOISE, **HONEST) and not shown(RARE)


def test_the_strip_shows_the_rows_that_are_tested():
    for name, share in ((NOISE, 0.2), (BIKES, 0.2), (RARE, 0.2)):
        tested = asked_first(name, table(name).splits[-1], False)
        (row,) = [mark["rows"][0] for mark in chart.strip(tested, 5) if mark["kind"] == "heat"]
        shades = np.array([(ord(letter) - ord("D")) / 20 for letter in row])
        assert len(row) == min(len(tested), chart.CELLS) and shades.mean() == pytest.approx(share, abs=0.03)
    assert row and set(chart.strip(np.arange(50) >= 40, 1)[1]["rows"][0][:40]) == {"D"}, "blank where nobody is tested"


def test_the_task_is_done_when_all_five_have_been():
    met, extra = "", {"tested_bikes": "The last fifth", "tested_families": "Whole families", "delay": "false"}
    for count, name in enumerate(SETS, start=1):
        page = look(STEP, table=name, met=met, **HONEST, **extra)
        met = page.link["met"]
        assert list(page.tasks.values()) == [count == len(SETS)]
        assert [part for part, done in page.marked[0][1].items() if done] == list(SETS[:count])
    choice = page.controls[0]
    assert choice["name"] == "table" and choice["sets"] == {"third": None, "scale": None, "split": None}


# ---------------------------------------------------------------- to be understood


@pytest.mark.parametrize("n, d", [(80, 1000), (160, 1000), (80, 3000), (160, 3000)])
def test_what_the_answers_say_of_a_shuffled_y(n, d):
    """Columns chosen in sight of the test rows fit even a shuffled y; a column from the future doesn't."""
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(n, d)), np.arange(n) % 2
    shuffled, groups = rng.permutation(y), tuple(range(n))
    early, late = ("keep the best", "standardise", "split"), ("split", "standardise", "keep the best")
    assert pipeline_scores(early, X, shuffled, groups, "by lot", "naive Bayes").mean() > 0.8
    future = np.column_stack([X, 2 * y + rng.normal(size=n)])
    assert pipeline_scores(late, future, y, groups, "by lot", "naive Bayes").mean() > 0.6
    chance = [
        pipeline_scores(late, future, rng.permutation(y), groups, "by lot", "naive Bayes").mean() for _ in "12345"
    ]
    assert abs(np.mean(chance) - 0.5) < 0.1


@pytest.mark.parametrize("n, d", [(60, 2000), (120, 2000), (120, 8000)])
def test_noise_alone_reaches_the_scores_that_may_fall_to_one_half(n, d):
    X, y = np.random.default_rng(0).normal(size=(n, d)), np.arange(n) % 2
    score = pipeline_scores(("keep the best", "standardise", "split"), X, y, tuple(range(n)), "by lot", "naive Bayes")
    assert score.mean() > 0.86


def test_copied_noise_is_known_again_by_a_tree():
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(1500, 5)), (np.arange(1500) % 30 == 0).astype(int)
    orders = ("copy the rare", "standardise", "split"), ("split", "standardise", "copy the rare")
    groups = tuple(range(1500))
    early, late = (pipeline_scores(order, X, y, groups, "by lot", "tree of classes").mean() for order in orders)
    assert early > 0.9 and late < 0.6


@pytest.mark.parametrize("seed", range(1, 121))
def test_the_understand_questions_show_what_their_answers_say(seed):
    asked = understand(seed)
    if "You try four repairs" in asked.prompt:
        base = float(re.search(r"AUC of (\d\.\d\d)", asked.prompt)[1])
        scores = {row[0]: float(row[1]) for row in re.findall(r"^\| (.+?) \| (\d\.\d\d) \|$", asked.prompt, re.M)}
        (fell,) = [repair for repair, score in scores.items() if score < base - 0.05]
        assert f"“{fell}” takes the score" in asked.solution
        named = {"Whole": "Rows of one", "Without": "A column", "Columns": "Columns", "Duplicate": "Copies"}
        assert asked.answer.startswith(named[fell.split()[0]])
    elif asked.sketches:
        leaks = {}
        for name, sketch in zip(asked.choices, asked.sketches):
            blocks = [mark["text"] for mark in sketch.marks if mark["kind"] == "text"]
            leaks[name] = bool(set(LEARNS) & set(blocks[: blocks.index("Split")]))
        wanted = "Which one leaks?" in asked.prompt
        assert [name for name, leaky in leaks.items() if leaky == wanted] == [asked.answer]
