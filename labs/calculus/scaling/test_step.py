"""What the step `scaling` claims."""

import itertools
import re

import numpy as np
import pytest

from core.data import diabetes, diabetes_columns
from core.linear_algebra import standardise
from core.models import fit_least_squares
from core.optimisation import (
    condition_number,
    first_within,
    gradient_descent,
    largest_stable_rate,
    minibatch_descent,
    mse,
    mse_gradient,
)
from labs.calculus.descent.picture import STEPS
from labs.calculus.gradient.picture import ellipse
from labs.calculus.scaling import picture as chart
from labs.calculus.scaling.step import BATCHES, BEST, FEW, LONG, SHARE, SHARES, overflows, raw_losses, seen
from labs.calculus.scaling.step import scaling as STEP
from labs.calculus.scaling.understand import understand
from tests.conftest import look, tried

X, Y = diabetes_columns(*chart.COLUMNS)
A = {False: X, True: standardise(X)}


def walked(scaled, share, batch=442, draw=1):
    rate = share * largest_stable_rate(A[scaled])
    path = minibatch_descent(A[scaled], Y, [0, 0], rate, STEPS, batch, np.random.default_rng(draw))
    return path, np.array([mse(w, A[scaled], Y) for w in path])


def words_at(scaled, share, batch=442, draw=1):
    kappa, limit = condition_number(A[scaled]), largest_stable_rate(A[scaled])
    return seen(scaled, share, batch, draw, kappa, limit, walked(scaled, share, batch, draw)[1])


def excess_after(table, y, rate, steps):
    """How far above the least the loss is, by the spectrum of the Hessian: w − best shrinks by 1 − rate·λ a step."""
    bends, axes = np.linalg.eigh(2 * table.T @ table / len(table))
    best = np.linalg.lstsq(table, y, rcond=None)[0]
    away = axes.T @ -best * (1 - rate * bends) ** steps
    return bends @ away**2 / 2 / np.mean((table @ best - y) ** 2)


def test_the_figures_of_all_ten_columns():
    """A column of ones for the intercept, zero weights to start with. Standardised at 0.1; raw at half its limit."""
    raw, y = diabetes().X, diabetes().y
    raw, scaled = (np.column_stack([table, np.ones(len(table))]) for table in (raw, standardise(raw)))
    assert [excess_after(scaled, y, 0.1, steps) <= 0.01 for steps in (18, 19)] == [False, True]
    path = gradient_descent(lambda w: mse_gradient(w, scaled, y), np.zeros(11), 0.1, 300)
    best, _ = fit_least_squares(scaled, y, intercept=False)
    assert first_within([mse(w, scaled, y) for w in path], 1.01 * mse(best, scaled, y)) == 19
    limit = largest_stable_rate(raw)
    assert f"{limit:.3g}" == "1.36e-05"
    assert f"{excess_after(raw, y, limit / 2, 200_000):.0%}" == "7%"
    early = gradient_descent(lambda w: mse_gradient(w, raw, y), np.zeros(11), limit / 2, 500)[-1]
    least = np.mean((raw @ np.linalg.lstsq(raw, y, rcond=None)[0] - y) ** 2)
    assert mse(early, raw, y) / least - 1 == pytest.approx(excess_after(raw, y, limit / 2, 500), rel=1e-6)


def test_the_numbers_of_the_prose():
    spreads = X.std(axis=0)
    assert [f"{spread:.2g}" for spread in spreads] == ["4.4", "0.52"]
    assert np.diag(chart.surface(False).H) == pytest.approx(2 * np.square(spreads))
    assert all(f"{spread:.2g}" in STEP.prose for spread in spreads)


@pytest.mark.parametrize("scaled", [False, True])
@pytest.mark.parametrize("share", [0.05, 0.5, 0.95])
def test_a_step_leaves_this_much_of_the_way_along_the_valley(scaled, share):
    best, _, H = chart.surface(scaled)
    along = np.linalg.eigh(H)[1][:, 0]
    rate = share * largest_stable_rate(A[scaled])
    before, after = gradient_descent(lambda w: mse_gradient(w, A[scaled], Y), best + 10 * along, rate, 1)
    left = (after - best) @ along / ((before - best) @ along)
    assert left == pytest.approx(1 - 2 * share / condition_number(A[scaled]) ** 2)


@pytest.mark.parametrize("scaled", [False, True])
def test_a_contour_is_as_many_times_as_long_as_wide_on_the_map_too(scaled):
    best, _, H = chart.surface(scaled)
    ring = ellipse(chart.on_map(best), H / chart.UNIT**2, 300) - chart.on_map(best)
    sizes = np.linalg.norm(ring, axis=1)
    assert sizes.max() / sizes.min() == pytest.approx(condition_number(A[scaled]), rel=0.01)
    there = (ring + chart.on_map(best) - chart.ZERO) / chart.UNIT
    assert [mse(w, A[scaled], Y) for w in there] == pytest.approx([chart.surface(scaled).least + 300] * len(there))


def test_the_truth_of_the_prediction():
    losses = walked(False, SHARE)[1]
    assert losses == pytest.approx(raw_losses())
    assert f"{losses[-1] / chart.surface(False).least - 1:.1%}" == "1.8%"
    assert any(first_within(walked(True, share)[1], losses[-1]) == 1 for share in SHARES)
    assert "after **1 step**" in tried(STEP).said and "Standardised" in tried(STEP).said
    assert not any(tried(STEP).tasks.values())
    asked, _, answer = look(STEP).asked
    assert f"{STEPS} steps at {SHARE}" in asked and answer == "A single one"


def test_the_task_takes_standardised_columns_and_a_small_rate():
    goal = raw_losses()[-1]
    places = itertools.product(A, range(len(SHARES)), (1, 7))
    done = {place for place in places if is_done(*place)}
    assert done and all(scaled and SHARES[rate] <= 0.1 for scaled, rate, _ in done)
    assert (True, 0, 1) in done and SHARES[0] == 0.05
    assert f"{goal:,.0f}" in next(iter(look(STEP).tasks)) and "960 rows, not 26,520" in next(iter(look(STEP).tasks))
    assert not is_done(True, 0, 1, batch=64) and not is_done(True, SHARES.index(BEST), 1, batch=442)


def is_done(scaled, rate, draw, batch=FEW):
    kind = "standardised" if scaled else "raw"
    page = look(STEP, columns=kind, rate=str(rate), batch=str(BATCHES.index(batch)), draw=str(draw))
    return all(page.tasks.values())


@pytest.mark.parametrize("scaled", [False, True])
@pytest.mark.parametrize("batch", BATCHES)
def test_words_and_marks_hold_everywhere(scaled, batch):
    for share, draw in itertools.product((0.05, 0.9, 1.05, 1.2), (1, 20)):
        path, losses = walked(scaled, share, batch, draw)
        words = words_at(scaled, share, batch, draw)
        assert words.endswith(".") and not re.search(r"nan|inf\b|None", words)
        assert ("explodes" in words) == (share > 1 and batch == 442)
        assert ("jitters" in words) == (batch < 442 and losses[-1] <= losses[0])
        assert ("higher than it began" in words) == (batch < 442 and losses[-1] > losses[0])
        drawn = chart.scene(scaled, path, losses, raw_losses())
        for mark in [inner for outer in drawn for inner in outer.get("marks", [outer])]:
            places = [mark[part] for part in ("points", "segments", "at", "tip", "tail") if part in mark]
            assert all(np.isfinite(place).all() for place in places)


@pytest.mark.parametrize("scaled, share, batch", [(True, 1.2, 442), (False, 1.2, 16), (True, 0.9, 1)])
def test_the_named_overflow_is_that_of_the_loss(scaled, share, batch):
    rate = share * largest_stable_rate(A[scaled])
    path = minibatch_descent(A[scaled], Y, [0, 0], rate, LONG, batch, np.random.default_rng(3))
    with np.errstate(all="ignore"):
        squares = np.sum((A[scaled] @ path.T - Y[:, None]) ** 2, axis=0)
    broken = np.flatnonzero(~np.isfinite(squares))
    assert overflows(scaled, share, batch, 3) == (broken[0] if len(broken) else None)


def test_a_smaller_rate_jitters_less_and_a_few_rows_bend_more_than_all():
    spread = [np.ptp(walked(True, share, 16, 1)[1][-20:]) for share in (0.1, 0.25, 0.5)]
    assert spread == sorted(spread)
    assert largest_stable_rate(X[np.argsort(-np.abs(X[:, 0]))[:4]]) < largest_stable_rate(X)


def test_the_service_does_what_gives_the_number_it_gave():
    for seed in range(4, 204, 5):
        question = understand(seed)
        mean, spread, first, *others, gave = (
            float(n.replace("−", "-")) for n in re.findall(r"−?\d+(?:\.\d+)?", question.prompt)
        )
        rows = np.array([first, *others])
        ways = {"own": (first - rows.mean()) / rows.std(), "as it is": first, "doesn't divide": first - mean,
                "doesn't subtract": first / spread}  # fmt: skip
        assert [word for word, value in ways.items() if abs(value - gave) < 0.006] == [
            word for word in ways if word in question.answer
        ]


def test_the_column_named_has_the_largest_or_the_smallest_curvature_whatever_the_means():
    for seed in range(5, 205, 5):
        question = understand(seed)
        table = re.findall(r"\| ([^|]+?) \| ([\d.]+) \| ([\d.]+) \|", question.prompt)
        spreads = {name: float(spread) for name, _, spread in table}
        pick = min if "arrives last" in question.prompt else max
        assert question.answer == pick(spreads, key=spreads.get) and len(spreads) == 3


def test_a_larger_standard_deviation_makes_the_oval_narrow_along_its_weight():
    for seed in range(2, 202, 5):
        question = understand(seed)
        first, second = map(float, re.search(r"deviations ([\d.]+) and ([\d.]+),", question.prompt).groups())
        wanted = 1.0 if "then they are standardised" in question.prompt else second / first
        for name, sketch in zip(question.choices, question.sketches):
            across, up = np.ptp(np.array(sketch.marks[1]["points"]), axis=0)
            assert (abs(np.log(across / up / wanted)) < 0.15) == (name == question.answer)
