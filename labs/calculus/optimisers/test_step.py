"""What the step `optimisers` claims."""

import numpy as np
import pytest

from core.data import diabetes
from core.linear_algebra import standardise
from core.models import fit_least_squares
from core.optimisation import adam_step, gradient_descent, largest_stable_rate, momentum_step, mse, mse_gradient
from labs.calculus.optimisers import picture as chart
from labs.calculus.optimisers.step import (
    ADAM,
    EARLY,
    HEAVY,
    PLAIN,
    ROUND,
    START,
    STEPS,
    best_momentum,
    steepness,
    three_ways,
    turns,
    walked,
)
from labs.calculus.optimisers.step import optimisers as STEP
from labs.calculus.optimisers.understand import adam_path, decays, paths, understand
from tests.conftest import look, tried

X, Y = chart.rows()
BEST, LEAST, H = chart.surface()


def at(adam: float, **link: str):
    return look(STEP, adam=str(ADAM.index(adam)), **link)


def test_the_prediction_is_what_the_first_step_shows():
    page, asked = tried(STEP), look(STEP).asked
    slopes = mse_gradient(START, X, Y)
    assert f"{-slopes[1] / slopes[0]:.0f} times as steep" in asked[0] and asked[2] == "Just as long"
    first = page.ran.results["paths"][1, 2]
    assert first == pytest.approx([START[0] + 2, START[1] - 2]) and "+1.00 of the rate along w₁" in page.said
    assert "−1.00 of the rate along w₂" in page.said
    at_1, at_2 = ([m for m in look(STEP, guess="2", t=t).marks if m.get("role") == "guess"] for t in "12")
    assert len(at_1) == 4 and not at_2
    assert steepness() == pytest.approx(-slopes[1] / slopes[0])


@pytest.mark.parametrize("link", [{}, {"rate": "Cosine schedule"}, {"start": "50,-5", "momentum": "10", "plain": "7"}])
def test_the_paths_are_those_of_the_steps_one_by_one(link):
    page = look(STEP, **link)
    found = page.ran.results["paths"]
    assert found.shape == (STEPS + 1, 3, 2)
    if not link:
        assert found[:, 0] == pytest.approx(gradient_descent(lambda w: mse_gradient(w, X, Y), START, 0.045, STEPS))
        heavy = gradient_descent(lambda w: mse_gradient(w, X, Y), START, 0.01, STEPS, 0.9)
        assert found[:, 1] == pytest.approx(heavy)
        assert found[:, 2] == pytest.approx(adam_path(lambda w: mse_gradient(w, X, Y), np.array(START), 2.0, STEPS))
    steps = np.diff(found[:, 2], axis=0)
    shares = page.ran.results["means"] / (page.ran.results["sizes"] + 1e-8)
    left = (1 + np.cos(np.pi * np.arange(STEPS) / STEPS)) / 2 if "rate" in link else np.ones(STEPS)
    assert steps == pytest.approx(-2.0 * left[:, None] * shares), "the step taken apart is the step"


def test_what_is_kept_is_what_the_cell_gives():
    settings = (0.05, 0.02, 5.0, True, True)
    given = three_ways(X, Y, np.array([3.0, 4.0]), *settings)
    assert all(np.array_equal(a, b) for a, b in zip(given, walked((3.0, 4.0), *settings)))


def test_a_steady_slope_moves_by_the_rate_and_a_changing_one_hardly():
    w = mean = square = np.zeros(2)
    for t in range(1, 201):
        w, mean, square = adam_step(w, [400.0, 3.0], mean, square, t, 0.1)
    assert w == pytest.approx([-20, -20], rel=1e-6)
    w = mean = square = np.zeros(1)
    for t in range(1, 201):
        w, mean, square = adam_step(w, [400.0 * (-1) ** t], mean, square, t, 0.1)
    assert abs(w[0]) < 0.5


def test_the_task_can_be_done_and_not_from_the_start():
    rate, goal = best_momentum()
    told = "".join(look(STEP).tasks).replace("\u00a0", " ")
    assert rate == 0.05 and f"does best at {rate:g}: the loss after {EARLY} steps is {100 * goal:.0f} %" in told
    off = mse(gradient_descent(lambda w: mse_gradient(w, X, Y), START, 0.08, EARLY, 0.9)[-1], X, Y) / LEAST - 1
    assert off < goal and "Of the rates on its slider" in told, "between its ticks lies a better one"
    assert "start at ({:g}, {:g})".format(*START).replace("-", "−") in told and "more than twice" in told
    lower, circling = ({r for r in ADAM if at(r).marked[0][1][part]} for part in (f"Lower after {EARLY}", "Circling"))
    assert lower == {3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 15.0, 20.0, 25.0} and circling == {12.0, 15.0}
    for link in ({"start": "50,5"}, {"correct": "false"}, {"rate": "Cosine schedule"}):
        for r in ADAM:
            assert not any(at(r, **link).marked[0][1].values())


def test_once_round_is_once_round():
    angles = np.linspace(0, 2 * np.pi, 41)
    ring = np.column_stack([np.cos(angles), np.sin(angles)]) + [3, 4]
    assert turns(ring, [3, 4]) == pytest.approx(1) and turns(np.vstack([ring, ring[::-1]]), [3, 4]) == pytest.approx(1)
    assert turns(ring, [9, 9]) < 0.5 and ROUND == 2


def test_the_rates_reach_beyond_the_limit():
    limit = largest_stable_rate(X)
    assert PLAIN[-2] < limit < PLAIN[-1] and HEAVY[-2] < 1.9 * limit < HEAVY[-1]
    page = look(STEP, plain=str(len(PLAIN) - 1), momentum=str(len(HEAVY) - 1), t="60")
    assert page.said.count("over 1,000") == 2
    far = [mark for mark in page.marks if mark["kind"] == "arrow" and mark["role"] in chart.ROLES]
    assert len(far) == 2, "both have left the map"


def test_the_bias_creeps_to_the_mean_of_y():
    y, bias, mean, square = diabetes().y, 0.0, 0.0, 0.0
    assert f"{y.mean():.0f}" == "152"
    A = standardise(diabetes().X)
    assert fit_least_squares(A, y)[1] == pytest.approx(y.mean()), "the columns have mean 0: only the bias lifts"
    centre = float(y.mean())
    for t in range(1, 100_001):  # adam_step on one number, written out for speed
        slope = 2 * (bias - centre)
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope * slope
        bias -= 0.001 * (mean / (1 - 0.9**t)) / ((square / (1 - 0.999**t)) ** 0.5 + 1e-8)
        if t == 50:
            w = m = v = np.zeros(1)
            for k in range(1, 51):
                w, m, v = adam_step(w, 2 * (w - centre), m, v, k, 0.001)
            assert w[0] == pytest.approx(bias, rel=1e-6)
    assert f"{bias:.0f}" == "99" and "for the diabetes rows 152" in look(STEP).bite
    assert "99 after 100,000 steps" in look(STEP).bite


def test_what_forgetting_the_correction_does_to_the_first_step():
    slope, zero = np.array([7.0]), np.zeros(1)
    right, mean, square = adam_step(zero, slope, zero, zero, 1, 1.0)
    neither, _, _ = adam_step(zero, slope, zero, zero, 1, 1.0, corrected=False)
    for_m, for_v = mean / np.sqrt(square / 0.001), (mean / 0.1) / np.sqrt(square)
    assert [f"{abs(part[0] / right[0]):.2g}" for part in (neither, for_m, for_v)] == ["3.2", "0.1", "32"]
    for link in ({}, {"adam": "16"}, {"start": "20,10", "adam": "2"}, {"rate": "Cosine schedule"}):
        page, fair = (look(STEP, correct=each, **link) for each in ("false", "true"))
        first, its = (np.diff(each.ran.results["paths"][:2, 2], axis=0) for each in (page, fair))
        assert first == pytest.approx(np.sqrt(10) * its, rel=1e-3)
        assert "first step is 3.2 times as long" in page.said
        assert "3.2 times" not in fair.said


def test_decay_in_the_loss_hardly_reaches_steep_weights_and_adamw_does():
    for steep, flat in ((50.0, 2.0), (200.0, 0.5)):
        for w, rate, lam in ((2.0, 0.01, 0.1), (5.0, 0.1, 0.2)):
            a, b = decays(w, rate, lam, np.array([steep, flat]), apart=False)
            assert 0 < a < 0.5 * b
            a, b = decays(w, rate, lam, np.array([steep, flat]), apart=True)
            assert a == pytest.approx(b) and a == pytest.approx(w * (1 - (1 - rate * lam) ** 60), rel=0.05)


def test_the_path_called_right_is_the_one_that_was_asked_for():
    for seed in range(1, 301, 5):
        question = paths(np.random.default_rng(seed))
        name = next(each for each in ("plain descent", "momentum", "Adam") if f"that of {each}?" in question.prompt
                    or f"did {each} draw" in question.prompt or f"is {each}: which" in question.prompt)  # fmt: skip
        for picture, sketch in zip(question.choices, question.sketches):
            path = np.array(sketch.marks[0]["marks"][4]["points"])
            first = np.abs(path[1] - path[0])
            equal = abs(first[0] - first[1]) < 0.01
            shrinks = np.abs(path[2:5] - path[1:4]).max() < first.max()
            kind = "Adam" if equal else "plain descent" if first.max() > 1.5 and shrinks else "momentum"
            assert (kind == name) == (picture == question.answer), (seed, kind)
        assert ". t" not in question.solution, "a sentence begins with a capital"


def test_a_bias_comes_as_far_as_the_rate_times_the_steps():
    for target, rate, steps in ((300.0, 0.01, 1000), (40_000.0, 0.01, 800), (900.0, 0.001, 8000)):
        path = adam_path(lambda w: 2 * (w - target), np.zeros(1), rate, steps)  # noqa: B023
        assert path[-1, 0] == pytest.approx(rate * steps, rel=0.03)


def test_momentum_grows_where_the_slope_stays_the_same():
    w = v = np.zeros(1)
    for _ in range(300):
        w, v = momentum_step(w, v, [1.0], 0.1, 0.9)
    assert v[0] == pytest.approx(-0.1 / (1 - 0.9)) and understand(3) == understand(3)
