"""What the step `descent` claims."""

import math
import re

import numpy as np
import pytest

from core.data import diabetes
from core.linear_algebra import standardise
from core.models import fit_least_squares
from core.optimisation import first_overflow, first_within, gradient_descent, largest_stable_rate, mse, mse_gradient
from labs.calculus.descent import picture as chart
from labs.calculus.descent.step import FEWEST, LONG, RATES, SAFE, START, UNSAFE, overflows, seen
from labs.calculus.descent.step import descent as STEP
from labs.calculus.descent.understand import EDITS, understand
from labs.calculus.gradient import picture as gradient
from tests.conftest import look, tried

X, Y = gradient.rows()
BEST, LEAST, H = gradient.surface()
MOMENTA = [round(0.1 * k, 1) for k in range(10)]
STARTS = [START, (-64.0, 78.0), (38.0, -34.0), (-13.0, 24.0), (0.0, 0.0)]


def walked(start, rate, momentum=0.0, steps=chart.STEPS):
    path = gradient_descent(lambda w: mse_gradient(w, X, Y), start, rate, steps, momentum)
    return path, np.array([mse(w, X, Y) for w in path])


def test_the_prediction_can_be_tried_in_the_picture():
    page = look(STEP)
    question, _, answer = page.asked
    assert {SAFE, UNSAFE} <= set(RATES) and f"{SAFE} comes within 1 %" in question and f"try {UNSAFE}." in question
    assert first_within(walked(START, SAFE)[1], 1.01 * LEAST) == 5 and "in 5 steps" in question
    assert answer == "It explodes" and walked(START, UNSAFE)[1][-1] > 10 * walked(START, UNSAFE)[1][0]
    limit = largest_stable_rate(X)
    assert SAFE < limit < UNSAFE and f"is {limit:.3f}" in page.verdict and f"limit is {limit:.3f}" in page.bite
    assert f"The rate {UNSAFE} is too large" in tried(STEP).said and "explodes" in tried(STEP).said
    across = np.linalg.eigh(H)[1][:, -1]
    away = np.abs((walked(START, UNSAFE)[0] - BEST) @ across)
    assert np.all(np.diff(away) > 0), "each step across lands farther out"


def test_the_figures_of_ten_columns():
    A, y = standardise(diabetes().X), diabetes().y - np.mean(diabetes().y)
    least = mse(fit_least_squares(A, y)[0], A, y)
    assert f"{largest_stable_rate(A):.3f}" == "0.248"

    def losses(rate, steps):
        path = gradient_descent(lambda w: mse_gradient(w, A, y), np.zeros(10), rate, steps)
        return np.array([mse(w, A, y) for w in path])

    assert first_within(losses(0.24, 500), 1.01 * least) == 36
    growing = losses(0.26, 4000)
    assert growing[1] < growing[0] and np.all(np.diff(growing[1:1000]) > 0)
    assert f"{growing[200] / growing[199] - 1:.0%}" == "19%"
    assert first_overflow(growing) == 3931


def test_the_rule_of_the_limit_with_momentum():
    """v ← m·v − rate·λ·d, d ← d + v settles if and only if both eigenvalues of that rule are below 1 in size."""
    for m in MOMENTA:
        for share in (0.5, 0.99, 1.01, 2.0):
            pull = share * 2 * (1 + m)
            rule = np.array([[m, -pull], [m, 1 - pull]])
            assert (np.max(np.abs(np.linalg.eigvals(rule))) < 1) == (share < 1)


def test_the_task_can_be_done_with_momentum_only():
    arrivals = {(rate, m): first_within(walked(START, rate, m)[1], 1.01 * LEAST) for rate in RATES for m in MOMENTA}
    done = [place for place, steps in arrivals.items() if steps is not None and steps <= FEWEST]
    assert done and all(m > 0 for _, m in done) and min(s for s in arrivals.values() if s is not None) == FEWEST
    rate, m = done[0]
    page = look(STEP, rate=str(RATES.index(rate)), m=str(m))
    assert list(page.tasks.values()) == [True] and f"**{FEWEST} steps**" in page.said
    moved = look(STEP, rate=str(RATES.index(rate)), m=str(m), start="-13,24")
    assert not any(moved.tasks.values())


@pytest.mark.parametrize(
    "rate, m", [(0.7, 0.0), (1.0, 0.0), (5.0, 0.5), (100.0, 0.9), (100.0, 0.0), (0.6, 0.0), (0.3, 0.0)]
)
def test_the_named_overflow_is_that_of_the_loss_itself(rate, m):
    assert overflows(START, rate, m) == first_overflow(walked(START, rate, m, LONG)[1])


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("rate", RATES)
def test_words_and_marks_hold_everywhere(start, rate):
    limit = largest_stable_rate(X)
    for m in (0.0, 0.4, 0.9):
        path, losses = walked(start, rate, m)
        arrived = first_within(losses, 1.01 * LEAST)
        words = seen(start, rate, m, limit, losses, arrived)
        assert "**" in words or "already" in words
        assert not words.count("None") and words.endswith(".")
        if rate > limit * (1 + m):
            assert "explodes" in words
        else:
            assert "settles" in words and overflows(start, rate, m) is None
        drawn = chart.walk(path, losses, LEAST)
        for mark in [inner for outer in drawn for inner in outer.get("marks", [outer])]:
            places = [mark[part] for part in ("points", "segments", "at", "tip", "tail") if part in mark]
            assert all(np.isfinite(place).all() for place in places)
        (steps,) = [inner for outer in drawn for inner in outer.get("marks", []) if inner["kind"] == "steps"]
        assert len(steps["points"]) == len(steps["texts"]) == chart.STEPS + 1
        assert not any("nan" in text or "inf" in text for text in steps["texts"])


def test_a_loss_off_the_chart_is_not_drawn_along_its_edge():
    for rate, m in ((UNSAFE, 0.0), (1.0, 0.9), (1.0, 0.6), (0.1, 0.0), (100.0, 0.0)):
        path, losses = walked(START, rate, m)
        curve = np.column_stack([np.arange(61), chart.height(losses, LEAST)])
        over = curve[:, 1] >= chart.rise(chart.HIGH)
        parts = chart.on_the_chart(curve)
        drawn = {(a[0], b[0]) for part in parts for a, b in zip(part, part[1:])}
        assert drawn == {(t, t + 1) for t in range(60) if not (over[t] and over[t + 1])}
        words = [mark.get("text") for mark in chart.walk(path, losses, LEAST)]
        assert ("off the chart ↑" in words) == over.any()


def test_where_a_path_leaves_the_map_is_marked():
    path, _ = walked(START, 100.0)
    arrow, name = chart.leaving(path)
    left, right, bottom, top = chart.BOX
    x, y = arrow["tip"]
    on_the_edge = [math.isclose(x, edge, abs_tol=0.01) for edge in (left, right)]
    on_the_edge += [math.isclose(y, edge, abs_tol=0.01) for edge in (bottom, top)]
    assert any(on_the_edge) and left - 0.01 <= x <= right + 0.01 and bottom - 0.01 <= y <= top + 0.01
    assert name["text"] == "leaves at step 1" and chart.leaving(walked(START, 0.3)[0]) == []


def test_what_is_done_to_the_data_moves_the_largest_stable_rate_as_is_said():
    rng, ways = np.random.default_rng(5), {edit: set() for edit in EDITS}
    for _ in range(60):
        A = rng.normal(size=(7, 3)) * rng.choice([0.0, 1.0], p=[0.2, 0.8], size=3) + [1e-3, 0, 0]
        more = A[:, :2]
        edits = {
            "You add a column to the data": (more, A), "You leave a column out": (A, more),
            "You take y in cents, not in euros": (A, A), "You start from other weights": (A, A),
            "You shuffle the rows": (A, rng.permutation(A)), "You put every row in twice": (A, np.vstack([A, A])),
            "You take all columns in tenths of their unit, so that each number is ten times as large": (A, 10 * A),
            "You divide all columns by 5": (A, A / 5), "You turn the sign of a column round": (A, A * [1, -1, 1]),
        }  # fmt: skip
        for edit, (before, after) in edits.items():
            change = largest_stable_rate(after) / largest_stable_rate(before)
            ways[edit].add("stays" if math.isclose(change, 1, rel_tol=1e-9) else "falls" if change < 1 else "grows")
    for edit, way in EDITS.items():
        assert ways[edit] == set(way.split(" or ")), edit
    assert largest_stable_rate(10 * A) == pytest.approx(largest_stable_rate(A) / 100)


def test_the_path_called_right_is_the_one_of_that_rate():
    for seed in range(1, 201, 5):
        question = understand(seed)
        curvature, rate = re.search(r"curvature (\d+) .+ rate ([\d.]+), without", question.prompt).groups()
        factor = 1 - float(rate) * float(curvature)
        for name, sketch in zip(question.choices, question.sketches):
            w = np.array(sketch.marks[0]["marks"][1]["points"])[:, 0]
            assert (abs(w[1] / w[0] - factor) < 0.01) == (name == question.answer)


def test_what_a_log_says_of_the_rate():
    for seed in range(5, 205, 5):
        question = understand(seed)
        rate = float(re.search("rate ([^,]+),", question.prompt)[1])
        losses = [
            float(text.replace(",", "")) for text in re.findall(r"[\d.,]+(?:e\+\d+)?(?= →|\. What)", question.prompt)
        ]
        grows, arrived = losses[3] > losses[0], losses[-1] == losses[-2] < losses[0]
        assert rate > 0 and len(losses) == 6
        assert question.answer.split()[0] == ("Divide" if grows else "Leave" if arrived else "Multiply")
