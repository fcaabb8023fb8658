"""What the step `regression` claims."""

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression

from core.data import diabetes
from core.linear_algebra import standardise
from core.models import (
    fit_gradient_descent,
    fit_least_squares,
    matching_digits,
    mean_squared_error,
    predict,
    r_squared,
)
from labs.apply.regression import picture as chart
from labs.apply.regression.step import ALL, STEPS, agreement, columns, errors, fewest
from labs.apply.regression.step import regression as STEP
from labs.apply.regression.understand import understand
from tests.conftest import look

Y = diabetes().y
FEATURES = [*diabetes().names, ALL]


def solved(X, intercept=True):
    return predict(X, *fit_least_squares(X, Y, intercept))


@pytest.mark.parametrize("intercept", [True, False])
@pytest.mark.parametrize("feature", FEATURES)
def test_solver_and_library_agree_to_more_than_ten_digits(feature, intercept):
    X = columns(feature)
    theirs = LinearRegression(fit_intercept=intercept).fit(X, Y).predict(X)
    assert matching_digits(solved(X, intercept), theirs) > 10


@pytest.mark.parametrize("feature", FEATURES)
def test_enough_steps_make_all_three_agree_with_an_intercept_and_never_without(feature):
    X = columns(feature)
    Z = standardise(X)
    for intercept in (True, False):
        descended = predict(Z, *fit_gradient_descent(Z, Y, STEPS[-1], 0.24, intercept))
        assert (matching_digits(solved(X, intercept), descended) >= 6) == intercept
    assert matching_digits(solved(X), predict(Z, *fit_gradient_descent(Z, Y, 1, 0.24))) < 6


@pytest.mark.parametrize("feature", FEATURES)
def test_the_fewest_steps_are_the_first_that_agree(feature):
    X = columns(feature)
    digits = [matching_digits(solved(X), predict(standardise(X), *fit_gradient_descent(standardise(X), Y, n, 0.24)))
              for n in STEPS]  # fmt: skip
    assert STEPS[[each >= 6 for each in digits].index(True)] == fewest(feature) > STEPS[1]


def test_predictions_off_the_picture_are_told_by_an_arrow_and_their_number():
    X = columns(ALL)
    for steps, intercept in ((1, True), (25, False), (STEPS[-1], True)):
        descended = predict(standardise(X), *fit_gradient_descent(standardise(X), Y, steps, 0.24, intercept))
        drawn = chart.predictions(Y, {"descend": descended})
        gone = [int(mark["text"].split()[1]) for mark in drawn if str(mark.get("text")).startswith("← ")]
        (dots,) = [mark["points"] for mark in drawn if mark["kind"] == "points" and len(mark["points"]) > 1]
        assert len(dots) + sum(gone) == len(Y[::3]) and all(chart.SIZE[0] <= x <= chart.SIZE[1] for x, _ in dots)
        assert bool(gone) == (steps < STEPS[-1])


def done(**link):
    return list(look(STEP, **link).tasks.values())


def test_the_tasks_can_be_done():
    assert done() == [False, False]
    assert done(steps=str(STEPS.index(25)), left="24,66", right="546,314") == [True, True]
    for steps in (20, 32, STEPS[-1]):
        assert done(steps=str(STEPS.index(steps))) == [False, False], "dragged to its end, or past it"
    assert done(steps=str(STEPS.index(3000)), feature=ALL) == [True, False]
    assert done(steps=str(len(STEPS) - 1), feature=ALL) == [False, False], "dragged to its end"
    assert done(steps=str(STEPS.index(25)), intercept="false") == [False, False]
    assert not any(look(STEP, moving=True, steps=str(STEPS.index(25))).marked[0][1].values()), "judged at rest"


def test_what_was_kept_is_what_the_cell_gives():
    for link in ({"steps": "9"}, {"steps": "20", "feature": ALL}, {"steps": "3", "intercept": "false"}):
        page = look(STEP, **link)
        for ran in (page.ran, page.library):
            for told, value in zip(ran.results.values(), ran.cell(**ran.values)):
                assert np.array_equal(told, value)


@pytest.mark.parametrize("feature", diabetes().names)
def test_the_best_line_of_every_column_is_within_reach_of_the_hand(feature):
    X = columns(feature)
    x, best = X[:, 0], solved(X)
    hands = np.round([best[np.argmin(x)], best[np.argmax(x)]])
    assert np.all((hands >= 0) & (hands <= 350))
    mine = chart.at_height(hands, chart.to_plane(x))
    assert mean_squared_error(Y, mine) <= 1.01 * mean_squared_error(Y, best)


def test_the_figures_of_where_it_bites():
    X = columns("HDL")
    assert f"{r_squared(Y, solved(X)):.2f}" == "0.16"
    assert f"{r_squared(Y, solved(X, intercept=False)):.2f}" == "-0.62"
    X = columns(ALL)
    with np.errstate(all="ignore"):
        assert not np.isfinite(fit_gradient_descent(X, Y, 70, 0.24)[0]).all()
        assert np.isnan(predict_raw(X, *fit_gradient_descent(X, Y, 100, 0.24))).all()
    steepest = 2 * np.linalg.eigvalsh(gram(X))[-1]
    with np.errstate(all="ignore"):
        assert not np.isfinite(fit_gradient_descent(X, Y, 100_000, 2.01 / steepest)[0]).all()
    crawling = predict(X, *fit_gradient_descent(X, Y, 100_000, 1.99 / steepest))
    assert f"{mean_squared_error(Y, crawling) / mean_squared_error(Y, solved(X)) - 1:.0%}" == "7%"


def predict_raw(X, w, b):
    return X @ w + b


def gram(X):
    A = np.column_stack([X, np.ones(len(X))])
    return A.T @ A / len(A)


def test_the_rate_suits_standardised_columns():
    steepest = 2 * np.linalg.eigvalsh(gram(standardise(columns(ALL))))[-1]
    assert 0.24 < 2 / steepest < 0.25


def test_leaving_the_intercept_out_is_shown_to_be_wrong():
    for feature in FEATURES:
        X = columns(feature)
        best, without = mean_squared_error(Y, solved(X)), mean_squared_error(Y, solved(X, False))
        assert without > best and abs(np.mean(Y - solved(X))) < 1e-9 < abs(np.mean(Y - solved(X, False)))
        words = errors(Y, solved(X, False), 6000.0, best, r_squared(Y, solved(X, False)), intercept=False)
        assert f"{without:,.0f}" in words and f"not {best:,.0f}" in words and " 0.0 too" not in words
        assert ("too high" in words) == (np.mean(solved(X, False) - Y) > 0)


def test_words_fit_their_numbers():
    assert agreement(0, 16, 0, True).startswith("The library agrees with solve to **16 digits**. Before its first step")
    assert "After 1 step," in agreement(1, 15, 1, True) and agreement(1, 15, 1, True).endswith("**1 digit**.")
    assert agreement(0, 15, 2000, True).endswith("After 2,000 steps, descend agrees to **no digit**.")


def test_without_an_intercept_descent_never_agrees_and_the_reason_said_is_true():
    for feature in FEATURES:
        for steps in STEPS:
            page = look(STEP, feature=feature, steps=str(STEPS.index(steps)), intercept="false")
            v, c = page.ran.results["v"], page.ran.results["c"]
            assert page.ran.results["digits"] == 0 and page.said.endswith(
                "descend agrees to **no digit**: its columns have mean 0, so without b its predictions have mean 0 too."
            )
            assert np.mean(predict(standardise(columns(feature)), v, c)) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("feature", FEATURES)
@pytest.mark.parametrize("intercept", [True, False])
def test_every_line_that_can_be_seen_has_its_name(feature, intercept):
    X = columns(feature)
    fits = dict.fromkeys(("solve", "descend", "library"), solved(X, intercept))
    marks = chart.predictions(Y, fits) if feature == ALL else chart.people(X[:, 0], Y, (0.0, 350.0), fits, feature)
    for mark in marks:
        for part in ("points", "segments", "at"):
            if mark.get(part):
                assert np.isfinite(mark[part]).all()
    assert {"solve", "descend", "library"} <= {mark.get("text") for mark in marks}


# ---------------------------------------------------------------- to be understood


def test_what_the_answers_on_solvers_say_holds_for_any_rows():
    """Units, outliers and rows out of step leave the mean residual at 0; without an intercept it isn't."""
    X = columns(ALL)[:, :2] + [3, 2]
    y, mixed = Y.copy(), np.random.default_rng(0).permutation(Y)
    y[:5] += 5000
    for target in (Y, y, mixed):
        assert np.mean(target - predict(X, *fit_least_squares(X, target))) == pytest.approx(0, abs=1e-9)
    assert r_squared(mixed, predict(X, *fit_least_squares(X, mixed))) < 0.05
    assert abs(np.mean(Y - predict(X, *fit_least_squares(X, Y, intercept=False)))) > 1
    scaled = X * [1000, 0.01]
    assert matching_digits(predict(scaled, *fit_least_squares(scaled, Y)), solved(X)) > 9


def test_what_the_answers_on_descent_say_holds():
    rng = np.random.default_rng(0)
    X = np.column_stack([rng.uniform(1, 6, 60), rng.uniform(0.5, 2, 60) * 500])
    y = 300 + X @ [40, 0.08] + rng.normal(0, 30, 60)
    best = mean_squared_error(y, solved_on(X, y))
    for rate in (0.05, 0.1, 0.2):
        Z = standardise(X)
        assert mean_squared_error(y, predict(Z, *fit_gradient_descent(Z, y, 300, rate))) < 1.001 * best
    steepest = 2 * np.linalg.eigvalsh(gram(X))[-1]
    crawling = predict(X, *fit_gradient_descent(X, y, 20_000, 1.9 / steepest))
    assert mean_squared_error(y, crawling) > 1.2 * best, "a rate low enough for the wide column crawls"


def solved_on(X, y):
    return predict(X, *fit_least_squares(X, y))


@pytest.mark.parametrize("seed", range(1, 121))
def test_the_numbers_of_the_understand_questions_agree_with_their_answers(seed):
    asked = understand(seed)
    if "step 0: loss" in asked.prompt:
        losses = [float(line.split()[-1]) for line in asked.prompt.splitlines() if line.startswith("step ")]
        assert losses == sorted(losses) and losses[3] > 10 * losses[0]
        assert (asked.answer == "Lower the rate") == ("| 0.0 | 1.0 |" in asked.prompt)
    elif "mean residual" in asked.prompt:
        mean, r2 = (float(cell.replace("−", "-")) for cell in asked.prompt.split("| yours |")[1].split("|")[:2])
        assert (asked.answer == "X and y are out of step") == (mean == 0) and (abs(mean) > 1 or r2 < 0.2)
    elif "digits that agree" in asked.prompt:
        agreed = [int(line.split("|")[2]) for line in asked.prompt.splitlines() if " steps |" in line]
        grows = agreed[-1] >= agreed[0] + 2
        assert asked.answer == ("It hasn't arrived: take more steps" if grows else "The two minimise different sums")
        assert agreed[-1] < 12 and (grows or agreed[-1] == agreed[0] < 4)
    elif "no further" in asked.prompt:
        assert 12 < int(asked.prompt.split("agree to ")[1].split()[0])
