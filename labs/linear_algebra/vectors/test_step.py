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
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from core.data import wine
from core.linear_algebra import distance, linear_combination, norm, standardise
from labs.linear_algebra.vectors import step as step
from labs.linear_algebra.vectors.picture import AXES, ROWS, on_one_line, rows
from labs.linear_algebra.vectors.question import question
from labs.linear_algebra.vectors.understand import UNITS, understand
from tests.conftest import look
from ui.question import judge

tenths = st.integers(-33, 33).map(lambda n: n / 10)
arrows = arrays(float, 2, elements=tenths).filter(np.any)
LABELS = wine().cultivar


@given(arrows, arrows, arrows)
def test_two_arrows_reach_every_point(u, v, point):
    assume(not on_one_line(u, v))
    a, b = np.linalg.solve(np.column_stack([u, v]), point)
    assert linear_combination([u, v], [a, b]) == pytest.approx(point, abs=1e-6)


@given(arrows, st.integers(-30, 30), st.integers(-30, 30), st.integers(1, 9))
def test_two_arrows_on_one_line_never_leave_it(u, a, b, k):
    total = linear_combination([u, -k * u], [a / 10, b / 10])
    assert on_one_line(u, -k * u) and on_one_line(u, total)
    assert "on one line" in step.target_words(u, -k * u, total) or distance(total, step.TARGET) < 0.1


@settings(max_examples=300)
@given(arrows, arrows, st.integers(-30, 30), st.integers(-30, 30))
def test_the_words_say_what_holds(u, v, tenths_of_u, tenths_of_v):
    a, b = tenths_of_u / 10, tenths_of_v / 10
    total = linear_combination([u, v], [a, b])
    words = step.sum_words(a, b, total, norm(total)) + " " + step.target_words(u, v, total)
    assert "-" not in words and "−0.00" not in words and ("zero vector" in words) == (norm(total) < 0.005)
    assert ("at the **target**" in words) == (total.tolist() == pytest.approx(step.TARGET.tolist(), abs=1e-6))
    if "zero vector" not in words:
        x, y, length = (float(part.replace("−", "-")) for part in re.findall(r"[−\d.]+(?=[,)*]+)", words)[:3])
        assert (x, y) == pytest.approx(total, abs=0.006) and length == pytest.approx(np.hypot(x, y), abs=0.02)
        assert ("beyond the picture" in words) == (abs(x) > 5 or not -3.3 <= y <= 3.6)


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
    assert "The target is on that line" in step.target_words(u, -u, 0 * u)
    assert "The target is not on that line" in step.target_words(
        np.array([1.0, 1.0]), np.array([2.0, 2.0]), np.zeros(2)
    )


# ---------------------------------------------------------------- wine


BITES = " ".join(inspect.getsource(step.vectors.body).split("page.bites(")[1].replace('"', " ").split())


def test_the_scores_of_neighbours_raw_and_standardised():
    """Five neighbours vote; five stratified parts, shuffled thirty times; scaled by the other four parts alone."""

    def score(model):
        splits = [StratifiedKFold(5, shuffle=True, random_state=seed) for seed in range(30)]
        return np.mean([cross_val_score(model, wine().X, LABELS, cv=split).mean() for split in splits])

    models = [KNeighborsClassifier(5), make_pipeline(StandardScaler(), KNeighborsClassifier(5))]
    assert "thirty random splits" in BITES and "five parts" in BITES
    assert [int(percent) for percent in re.findall(r"(\d+) %", BITES)] == [round(100 * score(m)) for m in models]


def test_the_largest_standard_deviation_decides_not_the_largest_number():
    spread = dict(zip(wine().names, wine().X.std(axis=0)))
    assert max(spread, key=spread.get) == "proline" and step.shares("raw").mean(axis=0).argmax() == 12
    assert f"of {spread['proline']:.0f}, and hue one of {spread['hue']:.2f}" in BITES
    X = np.column_stack([10_000 + wine().X[:, 10], wine().X[:, 12]])  # large numbers that hardly differ, and proline
    squares = np.mean((X[:, np.newaxis] - X) ** 2, axis=(0, 1))
    assert squares[1] > 1000 * squares[0]


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
def test_the_picture_has_room_for_every_wine_and_shows_its_numbers(units):
    X = step.table(units)
    low, high, ticks, _ = AXES[units]
    assert low <= X.min() and X.max() <= high and low <= min(ticks) and max(ticks) <= high
    drawn = rows(wine().names, X, 3, 7, units)
    texts = [mark["text"].replace("−", "-") for mark in drawn if mark["kind"] == "text" and mark["role"] != "context"]
    shown = [float(text) for text in texts if text[-1].isdigit()]
    for wine_shown in (3, 7):
        assert all(any(abs(number - text) <= 0.005 + abs(number) / 2000 for text in shown) for number in X[wine_shown])
    for mark in drawn:
        for x, y in mark.get("points", []):
            assert ROWS[0] <= x <= ROWS[1] and ROWS[2] <= y <= ROWS[3]


def test_the_second_task_needs_one_wine_looked_at_in_both_units():
    lost = [row for row in range(178) if step.is_lost_in_raw_units(row)]
    one, other = map(str, lost[:2])
    name = list(look(step.vectors).tasks)[1]
    raw = look(step.vectors, view=step.VIEWS[1], wine=one)
    assert raw.link["lost"] == one and not raw.tasks[name]
    seen = {"view": step.VIEWS[1], "units": "standardised", "lost": one}
    assert look(step.vectors, wine=one, **seen).tasks[name]
    assert not look(step.vectors, wine=other, **seen).tasks[name], "dragged there only now"
    assert not look(step.vectors, wine="0", **seen | {"lost": "0"}).tasks[name], "a wine that raw units don't lose"
    assert look(step.vectors, wine="0", **seen).link["lost"] == one


def test_the_first_task_can_be_done_and_no_button_does_it():
    name = list(look(step.vectors).tasks)[0]
    assert look(step.vectors, a="2", b="-1.5").tasks[name]
    assert not look(step.vectors, u="2.5,-1", a="1", b="0").tasks[name], "b at zero"
    page = look(step.vectors)
    for sets in [page.tries, *(each["sets"] for each in page.controls if each["kind"] == "button")]:
        assert not look(step.vectors, **sets).tasks[name]


def test_what_is_tried_lies_outside_both_wrong_guesses():
    (x, y), (u, v) = look(step.vectors, **look(step.vectors).tries).ran.results["total"], ((2, 1), (1, 2))
    a, b = np.linalg.solve(np.column_stack([u, v]), [x, y])
    assert a < 0 < b, "neither between the two arrows nor on one of their lines"


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


# ---------------------------------------------------------------- the question to understand


def plain(text):
    return text.replace("−", "-")


def rows_in(text, name):
    return np.array(re.search(rf"{name} = \(([^)]*)\)", plain(text)).group(1).split(","), dtype=float)


@pytest.mark.parametrize("seed", range(0, 120, 5))
def test_the_column_that_decides_makes_up_nearly_all_of_the_squared_distances(seed):
    asked = understand(seed)
    table = re.findall(r"\| (.+) \| (\d+) \| (\d+) \|", asked.prompt)
    draws = np.random.default_rng(seed).normal(size=(4000, 3))
    X = draws * [float(row[2]) for row in table] + [float(row[1]) for row in table]
    X = standardise(X) if "standardised first" in asked.prompt else X
    squares = np.mean((X[::2] - X[1::2]) ** 2, axis=0)
    shares = dict(zip([row[0] for row in table], squares / squares.sum()))
    if "standardised first" in asked.prompt:
        assert asked.answer.startswith("All three") and max(shares.values()) < 0.4
    else:
        assert asked.answer == max(shares, key=shares.get) and shares[asked.answer] > 0.8
        printed = float(re.search(r"about (\d+) %", asked.solution).group(1))
        assert 100 * shares[asked.answer] == pytest.approx(printed, abs=3)
        assert table[int(np.argmax([float(row[1]) for row in table]))][0] != asked.answer, "not the largest numbers"


@pytest.mark.parametrize("seed", range(1, 120, 5))
def test_what_a_new_unit_does_to_the_distances(seed):
    asked = understand(seed)
    factor = next(unit[4] for unit in UNITS if f"{unit[1]}, in {unit[3]} instead of {unit[2]}" in asked.prompt)
    X = np.random.default_rng(seed).normal(size=(60, 5))
    Y = X * [factor, 1, 1, 1, 1]
    if "standardised" in asked.prompt:
        X, Y = standardise(X), standardise(Y)
    before, after = (np.array([distance(row, M[0]) for row in M[1:]]) for M in (X, Y))
    share = [np.mean((M[1:, 0] - M[0, 0]) ** 2) / np.mean(d**2) for M, d in ((X, before), (Y, after))]
    ratios = after / before
    if np.allclose(ratios, 1):
        assert "stay" in asked.answer
    else:
        assert ratios.max() > 1.01 * ratios.min(), "not by one factor"
        assert ("more" if share[1] > share[0] else "less") in asked.answer


@pytest.mark.parametrize("seed", range(2, 150, 5))
def test_why_a_target_is_out_of_reach(seed):
    asked = understand(seed)
    u, v, t = (rows_in(asked.prompt, name) for name in "uvt")
    if on_one_line(u, v):
        assert not on_one_line(u, t) and "one line" in asked.answer
    else:
        weights = np.linalg.solve(np.column_stack([u, v]), t)
        negative, large = weights.min() < -0.01, weights.max() > 3.01
        assert negative != large and ("negative" if negative else "above 3") in asked.answer
    assert u @ v != 0


@pytest.mark.parametrize("seed", range(3, 150, 5))
def test_the_right_picture_shows_the_combination_and_the_others_do_not(seed):
    asked = understand(seed)
    words = re.search(r"w = ([^.]*)\.", plain(asked.prompt)).group(1).replace(" ", "")
    a, b = (float({"": "1", "-": "-1", "+": "1"}.get(sign, sign)) for sign in
            (re.search(rf"([-+]?\d?){letter}", words).group(1) for letter in "uv"))  # fmt: skip
    for name, sketch in zip(asked.choices, asked.sketches):
        u, v, w = (np.array(mark["tip"]) for mark in sketch.marks[-3:])
        assert (distance(w, a * u + b * v) < 1e-6) == (name == asked.answer)
        assert np.all(np.abs(w) < (sketch.size[1], sketch.size[3]))


@pytest.mark.parametrize("seed", range(4, 150, 5))
def test_only_the_right_line_gives_the_number_that_came_out(seed):
    asked = understand(seed)
    u, v = (rows_in(asked.prompt, name) for name in "uv")
    result, true = map(float, re.search(r"result ([\d.]+)\. The distance is ([\d.]+)\.", asked.prompt).groups())
    assert true == pytest.approx(distance(u, v), abs=0.0051) != result
    for line in asked.choices:
        value = eval(line.strip("`"), {"np": np, "norm": norm, "u": u, "v": v})
        assert (abs(value - result) < 0.0051) == (line == asked.answer)
        if line != asked.answer:
            assert f"gives {value:.2f}." in judge(asked, line).why
