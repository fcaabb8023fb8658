import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.calculus import numerical_gradient
from core.data import diabetes
from core.linear_algebra import standardise
from core.models import fit_gradient_descent, fit_least_squares, mean_squared_error, predict
from core.optimisation import (
    adam_step,
    bowl,
    condition_number,
    cosine_schedule,
    first_overflow,
    first_within,
    gradient_descent,
    largest_stable_rate,
    minibatch_descent,
    momentum_step,
    mse,
    mse_gradient,
    overflow_step,
)

laws = settings(max_examples=60)
seeds = st.integers(0, 10_000)


def problem(seed, n=12, d=3):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, d)), rng.normal(size=n), rng.normal(size=d)


def slope_of(X, y):
    return lambda w: mse_gradient(w, X, y)


def hessian(X):
    return 2 * X.T @ X / len(X)


@laws
@given(seeds)
def test_the_loss_is_that_of_the_models_and_of_scikit_learn(seed):
    from sklearn.metrics import mean_squared_error as theirs

    X, y, w = problem(seed)
    assert mse(w, X, y) == pytest.approx(mean_squared_error(y, predict(X, w, 0.0)))
    assert mse(w, X, y) == pytest.approx(theirs(y, X @ w)) and type(mse(w, X, y)) is float


@laws
@given(seeds)
def test_the_gradient_is_the_numerical_one_and_zero_at_the_least_squares_solution(seed):
    X, y, w = problem(seed)
    assert mse_gradient(w, X, y) == pytest.approx(numerical_gradient(lambda w: mse(w, X, y), w), abs=1e-7)
    best, _ = fit_least_squares(X, y, intercept=False)
    assert mse_gradient(best, X, y) == pytest.approx(np.zeros(3), abs=1e-10)


@laws
@given(seeds, st.floats(0.05, 0.95))
def test_below_the_stable_rate_the_loss_never_rises_and_above_it_the_path_leaves(seed, share):
    X, y, w = problem(seed)
    limit = largest_stable_rate(X)
    settling = gradient_descent(slope_of(X, y), w, share * limit, 60)
    losses = [mse(at, X, y) for at in settling]
    assert np.all(np.diff(losses) <= 1e-12)
    best, _ = fit_least_squares(X, y, intercept=False)
    steepest = np.linalg.eigh(hessian(X))[1][:, -1]
    leaving = gradient_descent(slope_of(X, y), best + steepest, (1 + share) * limit, 20)
    away = np.linalg.norm(leaving - best, axis=1)
    assert np.all(np.diff(away) > 0)


@laws
@given(seeds, st.floats(0, 0.9))
def test_a_path_follows_the_rule_of_momentum_step_by_step(seed, m):
    X, y, w = problem(seed)
    path = gradient_descent(slope_of(X, y), w, 0.1, 8, m)
    assert path.shape == (9, 3) and np.array_equal(path[0], w)
    for before, here, after in zip(path, path[1:], path[2:]):
        assert after - here == pytest.approx(m * (here - before) - 0.1 * mse_gradient(here, X, y), abs=1e-9)


@laws
@given(seeds)
def test_descent_ends_where_the_model_that_descends_does(seed):
    X, y, _ = problem(seed)
    rate = 0.5 * largest_stable_rate(X)
    theirs, _ = fit_gradient_descent(X, y, 30, rate, intercept=False)
    assert gradient_descent(slope_of(X, y), np.zeros(3), rate, 30)[-1] == pytest.approx(theirs, abs=1e-9)


@laws
@given(seeds, st.floats(0.1, 10))
def test_the_stable_rate_and_the_condition_number_agree_with_numpy(seed, k):
    X, _, _ = problem(seed)
    bends = np.linalg.eigvalsh(hessian(X))
    assert largest_stable_rate(X) == pytest.approx(2 / bends[-1])
    assert condition_number(X) == pytest.approx(np.linalg.cond(X))
    assert condition_number(X) ** 2 == pytest.approx(bends[-1] / bends[0])
    assert condition_number(k * X) == pytest.approx(condition_number(X))
    assert largest_stable_rate(k * X) == pytest.approx(largest_stable_rate(X) / k**2)


@laws
@given(seeds)
def test_the_bowl_has_the_loss_everywhere(seed):
    X, y, w = problem(seed)
    best, least, H = bowl(X, y)
    assert least + (w - best) @ H @ (w - best) / 2 == pytest.approx(mse(w, X, y))
    assert H @ (w - best) == pytest.approx(mse_gradient(w, X, y), abs=1e-9)


@laws
@given(seeds, st.floats(1.5, 100), st.sampled_from([0.0, 0.5, 0.9]))
def test_the_step_of_the_overflow_is_that_of_the_loss(seed, share, m):
    X, y, w = problem(seed)
    rate = share * (1 + m) * largest_stable_rate(X)
    losses = [mse(at, X, y) for at in gradient_descent(slope_of(X, y), w, rate, 1500, m)]
    assert overflow_step(X, y, w, rate, 1500, m) == pytest.approx(first_overflow(losses), abs=1)
    assert overflow_step(X, y, w, 0.5 * rate / share, 50, m) is None


@laws
@given(seeds)
def test_a_batch_of_all_rows_is_plain_descent(seed):
    X, y, w = problem(seed)
    whole = minibatch_descent(X, y, w, 0.05, 20, len(X), np.random.default_rng(seed))
    assert whole == pytest.approx(gradient_descent(slope_of(X, y), w, 0.05, 20), abs=1e-9)


def test_the_gradient_of_a_batch_is_right_on_average_and_the_seed_gives_the_same_path():
    X, y, w = problem(1)
    rng = np.random.default_rng(2)
    steps = [minibatch_descent(X, y, w, 1.0, 1, 3, rng) for _ in range(4000)]
    mean = np.mean([start - end for start, end in steps], axis=0)
    assert mean == pytest.approx(mse_gradient(w, X, y), abs=0.1)
    one, same, other = (minibatch_descent(X, y, w, 0.1, 9, 2, np.random.default_rng(seed)) for seed in (5, 5, 6))
    assert np.array_equal(one, same) and not np.array_equal(one, other)


def test_the_figures_on_all_ten_standardised_columns():
    X, y = standardise(diabetes().X), diabetes().y - np.mean(diabetes().y)
    least = mse(fit_least_squares(X, y)[0], X, y)
    assert f"{largest_stable_rate(X):.3f}" == "0.248"
    at_024, at_026 = (gradient_descent(slope_of(X, y), np.zeros(10), rate, 2000)[-1] for rate in (0.24, 0.26))
    assert mse(at_024, X, y) == pytest.approx(least, rel=0.01)
    assert mse(at_026, X, y) > 1e6 * least


def test_an_explosion_is_a_path_that_stops_being_finite():
    X, y = [[1.0], [-1.0]], [1.0, -1.0]
    path = gradient_descent(slope_of(X, y), [2.0], 50.0, 200)
    losses = [mse(w, X, y) for w in path]
    in_loss, in_w = first_overflow(losses), first_overflow(path)
    assert 0 < in_loss < in_w < 200
    assert np.isfinite(losses[:in_loss]).all() and np.isfinite(path[:in_w]).all()
    assert in_loss == math.ceil(math.log(1.79e308) / 2 / math.log(99)) and np.isnan(path[-1]).all()
    assert first_overflow([1.0, 2.0]) is None


def test_no_warning_is_raised_on_the_way():
    with np.errstate(all="raise"):
        path = gradient_descent(slope_of([[1.0]], [1.0]), [2.0], 50.0, 200)
        assert mse(path[-1], [[1.0]], [1.0]) != 0
        minibatch_descent([[1.0]], [1.0], [2.0], 50.0, 200, 1, np.random.default_rng(0))


@pytest.mark.parametrize(
    "losses, bound, step", [([9, 4, 3], 5, 1), ([9, 4, 6], 5, None), ([1], 5, 0), ([1, math.inf, math.nan], 5, None)]
)
def test_first_within(losses, bound, step):
    assert first_within(losses, bound) == step


def test_a_path_can_be_of_numbers_or_of_matrices_and_its_slopes_in_a_list():
    assert gradient_descent(lambda w: 2 * w, 8, 0.25, 2).tolist() == [8, 4, 2]
    assert gradient_descent(lambda w: [2 * w[0], 0], (8, 1), 0.25, 2, momentum=0.5).tolist() == [[8, 1], [4, 1], [0, 1]]
    W = np.ones((2, 3))
    assert gradient_descent(lambda W: W, W, 0.5, 2) == pytest.approx(np.array([W, W / 2, W / 4]))


def test_special_tables():
    assert condition_number([[1, 1], [1, 1]]) > 1e15
    assert condition_number([[1, 0], [0, 0]]) == math.inf
    assert gradient_descent(lambda w: w, [1, 2], 0.1, 0).tolist() == [[1, 2]]


@pytest.mark.parametrize(
    "words, call",
    [
        ("w needs one number for each column", lambda: mse([1, 2], [[1], [2]], [1, 2])),
        ("y needs one number for each row", lambda: mse_gradient([1], [[1], [2]], [1])),
        ("rate must be above 0", lambda: gradient_descent(lambda w: w, [1], 0, 3)),
        ("steps must be a whole number", lambda: gradient_descent(lambda w: w, [1], 0.1, -1)),
        ("momentum must be 0 or more and below 1", lambda: gradient_descent(lambda w: w, [1], 0.1, 3, 1.0)),
        ("one slope for each weight", lambda: gradient_descent(lambda w: w[:, None], [1, 2], 0.1, 3)),
        ("start holds nan", lambda: gradient_descent(lambda w: w, math.nan, 0.1, 3)),
        ("it can't have 3", lambda: minibatch_descent([[1], [2]], [1, 2], [0], 0.1, 3, 3, np.random.default_rng(0))),
        ("batch must be a whole number",
         lambda: minibatch_descent([[1], [2]], [1, 2], [0], 0.1, 3, 0, np.random.default_rng(0))),
        ("every rate is stable", lambda: largest_stable_rate([[0, 0]])),
        ("at least as many rows", lambda: condition_number([[1, 2]])),
        ("all zeros", lambda: condition_number([[0], [0]])),
        ("bound holds nan", lambda: first_within([1], math.nan)),
    ],
)  # fmt: skip
def test_says_what_is_wrong(words, call):
    with pytest.raises(ValueError, match=words):
        call()


# ---------------------------------------------------------------- momentum, Adam and the schedule, a step at a time


@laws
@given(seeds, st.floats(0, 0.9))
def test_momentum_step_by_step_is_the_path_of_descent(seed, m):
    X, y, w = problem(seed)
    path, v = gradient_descent(slope_of(X, y), w, 0.1, 8, m), np.zeros(3)
    for place in path[1:]:
        w, v = momentum_step(w, v, mse_gradient(w, X, y), 0.1, m)
        assert w == pytest.approx(place)


@laws
@given(seeds)
def test_adam_and_momentum_are_those_of_scikit_learn(seed):
    from sklearn.neural_network._stochastic_optimizers import AdamOptimizer, SGDOptimizer

    X, y, w = problem(seed)
    assume(np.min(np.abs(mse_gradient(w, X, y))) > 0.05)  # theirs adds 1e-8 before the correction: tiny slopes show it
    theirs, sgd = [w.copy()], [w.copy()]
    adam, plain = AdamOptimizer(theirs, 0.3), SGDOptimizer(sgd, 0.05, momentum=0.9, nesterov=False)
    mine, mean, square, other, v = w, np.zeros(3), np.zeros(3), w, np.zeros(3)
    for t in range(1, 9):
        adam.update_params(theirs, [mse_gradient(theirs[0], X, y)])
        plain.update_params(sgd, [mse_gradient(sgd[0], X, y)])
        mine, mean, square = adam_step(mine, mse_gradient(mine, X, y), mean, square, t, 0.3)
        other, v = momentum_step(other, v, mse_gradient(other, X, y), 0.05)
        assert mine == pytest.approx(theirs[0], abs=1e-5) and other == pytest.approx(sgd[0])


@laws
@given(seeds, st.floats(1e-3, 1e3))
def test_adam_does_not_see_in_which_unit_the_loss_is(seed, unit):
    slopes = np.random.default_rng(seed).normal(size=(6, 3))
    places = []
    for scale in (1, unit):
        w = mean = square = np.zeros(3)
        for t, slope in enumerate(scale * slopes, start=1):
            w, mean, square = adam_step(w, slope, mean, square, t, 0.1)
        places.append(w)
    assert places[0] == pytest.approx(places[1], rel=1e-3, abs=1e-4)


@laws
@given(seeds, st.floats(0.001, 100))
def test_the_first_step_of_adam_is_the_rate_against_each_slope(seed, rate):
    slopes, zero = np.random.default_rng(seed).normal(size=3) * [1e-3, 1, 1e3], np.zeros(3)
    w, _, _ = adam_step(zero, slopes, zero, zero, 1, rate)
    assert w == pytest.approx(-rate * np.sign(slopes), rel=1e-3)
    uncorrected, _, _ = adam_step(zero, slopes, zero, zero, 1, rate, corrected=False)
    assert uncorrected == pytest.approx(w * 0.1 / np.sqrt(0.001), rel=1e-2)


def test_the_schedule_falls_from_the_rate_to_nothing():
    rates = [cosine_schedule(0.3, t, 10) for t in range(11)]
    assert rates[0] == 0.3 and rates[5] == pytest.approx(0.15) and rates[10] == pytest.approx(0)
    assert np.all(np.diff(rates) < 0) and rates[2] + rates[8] == pytest.approx(0.3)
    with pytest.raises(ValueError, match="t must be at most 10"):
        cosine_schedule(0.3, 11, 10)
