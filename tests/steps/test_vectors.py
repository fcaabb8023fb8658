"""What the step `vectors` claims."""

import inspect
import re

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.neighbors import KNeighborsClassifier, NearestNeighbors

from charts.vectors import on_one_line, rows_chart
from core.data import wine
from core.linear_algebra import distance, linear_combination, norm, standardise
from core.questions import judge
from core.questions.vectors import question
from labs.linear_algebra import vectors as step

tenths = st.integers(-33, 33).map(lambda n: n / 10)
arrows = arrays(float, 2, elements=tenths).filter(np.any)
LABELS = wine().cultivar


@settings(deadline=None)
@given(arrows, arrows, arrows)
def test_two_arrows_reach_every_point(u, v, point):
    assume(not on_one_line(u, v))
    a, b = np.linalg.solve(np.column_stack([u, v]), point)
    assert linear_combination([u, v], [a, b]) == pytest.approx(point, abs=1e-6)


@settings(deadline=None)
@given(arrows, st.integers(-30, 30), st.integers(-30, 30), st.integers(1, 9))
def test_two_arrows_on_one_line_never_leave_it(u, a, b, k):
    total = linear_combination([u, -k * u], [a / 10, b / 10])
    assert on_one_line(u, -k * u) and on_one_line(u, total)
    assert "on one line" in step.target_words(u, -k * u, total) or distance(total, step.TARGET) < 0.1


def test_the_target_can_be_reached_on_the_sliders_grid():
    total = linear_combination([(2, 1), (1, 2)], [2.0, -1.5])
    assert total.tolist() == step.TARGET.tolist()
    assert "at the **target**" in step.target_words(np.array([2, 1]), np.array([1, 2]), total)


def test_the_words_for_no_arrow_and_for_a_difference():
    zero = step.sum_words(0.0, 0.0, np.zeros(2), 0.0)
    assert zero.startswith("0u + 0v is the **zero vector**")
    u, v = np.array([2.0, 1.0]), np.array([1.0, 2.0])
    assert f"**{distance(u, v):.2f}**, is the distance" in step.sum_words(1.0, -1.0, u - v, norm(u - v))
    assert "beyond the picture" in step.sum_words(3.0, 3.0, 3 * (u + v), norm(3 * (u + v)))


def test_a_target_on_the_line_of_both_arrows_is_named():
    u = np.array([2.5, -1.0])
    assert "The target is on it" in step.target_words(u, -u, 0 * u)
    assert "The target is off it" in step.target_words(np.array([1.0, 1.0]), np.array([2.0, 2.0]), np.zeros(2))


# ---------------------------------------------------------------- wine


def test_the_scores_of_neighbours_raw_and_standardised():
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    score = {
        units: cross_val_score(KNeighborsClassifier(5), step.table(units), LABELS, cv=folds).mean()
        for units in step.UNITS
    }
    claimed = re.findall(r"(\d+) %", inspect.getsource(step.vectors.body).split("page.bites(")[1])
    assert [int(percent) for percent in claimed] == [round(100 * score[units]) for units in step.UNITS]


@pytest.mark.parametrize("units", step.UNITS)
def test_the_nearest_wine_is_the_librarys(units):
    X = standardise(wine().X) if units == "standardised" else wine().X
    found = NearestNeighbors(n_neighbors=2).fit(X).kneighbors(X, return_distance=False)
    assert found[:, 0].tolist() == list(range(178)), "no two wines are equal"
    assert found[:, 1].tolist() == step.neighbours(units)


def test_one_column_decides_in_raw_units_and_none_does_standardised():
    raw, scaled = step.shares("raw"), step.shares("standardised")
    assert {wine().names[column] for column in raw.argmax(axis=1)} == {"proline"} and raw.max(axis=1).min() > 0.97
    assert np.all(100 * raw.max(axis=1) % 1 > 0), "over n %, never exactly n %"
    assert scaled.max() < 0.5
    assert wine().X[:, wine().names.index("proline")].max() > 1000 and wine().X[:, wine().names.index("hue")].max() < 2


def test_another_unit_brings_other_neighbours():
    milligrams = wine().X.copy()
    milligrams[:, 1] *= 1000
    found = NearestNeighbors(n_neighbors=2).fit(milligrams).kneighbors(milligrams, return_distance=False)[:, 1]
    assert np.mean(found != step.neighbours("raw")) > 0.9


def test_the_wine_to_find_is_there_and_not_the_first():
    lost = [row for row in range(178) if step.is_lost_in_raw_units(row)]
    assert 0 not in lost and len(lost) > 20
    words = {units: step.wine_words(units, lost[0], step.neighbours(units)[lost[0]], 1.0) for units in step.UNITS}
    assert "another cultivar" in words["raw"] and "the same cultivar" in words["standardised"]


@pytest.mark.parametrize("units", step.UNITS)
def test_the_chart_has_room_for_every_wine(units):
    spec, data = rows_chart(wine().names, step.table(units), 3, 7, units)
    low, high = spec["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert low <= data["reach"]["low"].min() and data["reach"]["high"].max() <= high
    assert data["numbers"]["number"].tolist() == [*step.table(units)[3], *step.table(units)[7]]


# ---------------------------------------------------------------- checkpoint


@pytest.mark.parametrize("seed", range(500))
def test_the_checkpoint(seed):
    asked = question(seed)
    u, v = (np.array(row.split(","), dtype=float) for row in re.findall(r"= \(([^)]*)\)", asked.prompt))
    k = int(re.search(r"u - (\d)v", asked.prompt).group(1))
    assert asked.answer == pytest.approx(np.linalg.norm(u - k * v)) and asked.is_clear()
    assert asked.solution.endswith(f"**{asked.answer:.2f}**.")
    assert judge(asked, f"{asked.answer:.2f}").right
    for wrong, why in [
        (norm(u) + k * norm(v), "added the lengths"),
        (asked.answer**2, "squared"),
        (norm(u - v), "left out"),
    ]:
        assert why in judge(asked, f"{wrong:.2f}").why
