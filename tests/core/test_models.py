import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import mean_squared_error as reference_mse
from sklearn.metrics import r2_score
from sklearn.model_selection import KFold
from sklearn.model_selection import cross_validate as sklearn_cross_validate
from sklearn.naive_bayes import GaussianNB

from core.calculus import numerical_gradient
from core.data import diabetes, tumours
from core.linear_algebra import standardise
from core.models import (
    coefficient_errors,
    cross_validate,
    fit_gaussian_naive_bayes,
    fit_gradient_descent,
    fit_least_squares,
    fit_logistic,
    lasso_path,
    logistic_loss,
    matching_digits,
    mean_absolute_error,
    mean_squared_error,
    naive_bayes_scores,
    predict,
    r_squared,
    ridge,
    root_mean_squared_error,
    train_test_split,
)
from core.probability import from_log_odds

laws = settings(max_examples=60)

# NIST Statistical Reference Datasets, Longley 1967: seven coefficients from sixteen rows that nearly copy each other.
LONGLEY = np.array(
    """60323 83.0 234289 2356 1590 107608 1947   61122 88.5 259426 2325 1456 108632 1948
       60171 88.2 258054 3682 1616 109773 1949   61187 89.5 284599 3351 1650 110929 1950
       63221 96.2 328975 2099 3099 112075 1951   63639 98.1 346999 1932 3594 113270 1952
       64989 99.0 365385 1870 3547 115094 1953   63761 100.0 363112 3578 3350 116219 1954
       66019 101.2 397469 2904 3048 117388 1955  67857 104.6 419180 2822 2857 118734 1956
       68169 108.4 442769 2936 2798 120445 1957  66513 110.8 444546 4681 2637 121950 1958
       68655 112.6 482704 3813 2552 123366 1959  69564 114.2 502601 3931 2514 125368 1960
       69331 115.7 518173 4806 2572 127852 1961  70551 116.9 554894 4007 2827 130081 1962""".split(),
    dtype=float,
).reshape(16, 7)
CERTIFIED = [15.0618722713733, -0.0358191792925910, -2.02022980381683, -1.03322686717359, -0.0511041056535807,
             1829.15146461355]  # fmt: skip
CERTIFIED_ERRORS = [84.9149257747669, 0.0334910077722432, 0.488399681651699, 0.214274163161675, 0.226073200069370,
                    455.478499142212]  # fmt: skip

# NIST, Filippelli: y in 0.0001, then x. A polynomial of degree 10, whose powers nearly copy each other.
FILIP_Y = """
8116 9072 9052 9039 8053 8377 8667 8809 7975 8162 8515 8766 8885 8859 8959 8913 8959 8971 9021 9090 9139 9199 8692
8872 8900 8910 8977 9035 9078 7675 7705 7713 7736 7775 7841 7971 8329 8641 8804 7668 7633 7678 7697 7700 7749 7796
7897 8131 8498 8741 8061 8460 8751 8856 8919 8934 8940 8957 9047 9129 9209 9219 7739 7681 7665 7703 7702 7761 7809
7961 8253 8602 8809 8301 8664 8834 8898 8964 8963 9074 9119 9228
"""
FILIP_X = """
-6.860120914 -4.324130045 -4.358625055 -4.358426747 -6.955852379 -6.661145254 -6.355462942 -6.118102026 -7.115148017
-6.815308569 -6.519993057 -6.204119983 -5.853871964 -6.109523091 -5.79832982 -5.482672118 -5.171791386 -4.851705903
-4.517126416 -4.143573228 -3.709075441 -3.499489089 -6.300769497 -5.953504836 -5.642065153 -5.031376979 -4.680685696
-4.329846955 -3.928486195 -8.56735134 -8.363211311 -8.107682739 -7.823908741 -7.522878745 -7.218819279 -6.920818754
-6.628932138 -6.323946875 -5.991399828 -8.781464495 -8.663140179 -8.473531488 -8.247337057 -7.971428747 -7.676129393
-7.352812702 -7.072065318 -6.774174009 -6.478861916 -6.159517513 -6.835647144 -6.53165267 -6.224098421 -5.910094889
-5.598599459 -5.290645224 -4.974284616 -4.64454848 -4.290560426 -3.885055584 -3.408378962 -3.13200249 -8.726767166
-8.66695597 -8.511026475 -8.165388579 -7.886056648 -7.588043762 -7.283412422 -6.995678626 -6.691862621 -6.392544977
-6.067374056 -6.684029655 -6.378719832 -6.065855188 -5.752272167 -5.132414673 -4.811352704 -4.098269308 -3.66174277
-3.2644011
"""
FILIP = [-2772.17959193342, -2316.37108160893, -1127.97394098372, -354.478233703349, -75.1242017393757,
         -10.8753180355343, -1.06221498588947, -0.670191154593408e-01, -0.246781078275479e-02,
         -0.402962525080404e-04]  # fmt: skip

# NIST, Pontius: the deflection of a load cell in 0.00001, at 150000, 300000, … twice over.
PONTIUS = """
11019 21956 32949 43899 54803 65694 76562 87487 98292 109146 120001 130822 141599 152399 163194 173947 184646 195392
206128 216844 11052 22018 32939 43886 54798 65739 76596 87474 98300 109150 120004 130818 141613 152408 163159 173965
184696 195445 206177 216829
"""


@st.composite
def tables(draw):
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    d = draw(st.integers(1, 4))
    n = draw(st.integers(d + 2, 30))
    X = rng.normal(size=(n, d)) * rng.uniform(0.1, 100, d) + rng.uniform(-100, 100, d)
    return X, X @ rng.normal(size=d) + rng.normal(size=n) * draw(st.sampled_from([0, 1, 10])) + 5


@laws
@given(tables(), st.booleans())
def test_least_squares_equals_the_library(table, intercept):
    X, y = table
    model = LinearRegression(fit_intercept=intercept).fit(X, y)
    w, b = fit_least_squares(X, y, intercept)
    assert w == pytest.approx(model.coef_, rel=1e-6, abs=1e-8) and b == pytest.approx(model.intercept_, abs=1e-6)
    assert predict(X, w, b) == pytest.approx(model.predict(X), abs=1e-7)
    assert r_squared(y, predict(X, w, b)) == pytest.approx(model.score(X, y), abs=1e-9)


@laws
@given(tables(), st.booleans())
def test_what_is_left_over_stands_at_right_angles_to_every_column(table, intercept):
    X, y = table
    w, b = fit_least_squares(X, y, intercept)
    residuals = y - predict(X, w, b)
    scale = np.abs(X).max() * np.abs(y).max() * len(y)
    assert np.abs(X.T @ residuals).max() <= 1e-10 * scale
    if intercept:
        assert abs(residuals.sum()) <= 1e-10 * np.abs(y).max() * len(y)
    else:
        assert b == 0


@laws
@given(tables(), st.lists(st.floats(-1, 1), min_size=5, max_size=5))
def test_no_other_weights_do_better(table, nudge):
    X, y = table
    w, b = fit_least_squares(X, y)
    best = mean_squared_error(y, predict(X, w, b))
    other = predict(X, w + nudge[1 : len(w) + 1], b + nudge[0])
    assert best <= mean_squared_error(y, other) + 1e-9


def test_least_squares_keeps_its_digits_where_columns_nearly_copy_each_other():
    X, y = LONGLEY[:, 1:], LONGLEY[:, 0]
    w, b = fit_least_squares(X, y)
    assert w == pytest.approx(CERTIFIED, rel=1e-9) and b == pytest.approx(-3482258.63459582, rel=1e-9)
    assert r_squared(y, predict(X, w, b)) == pytest.approx(0.995479004577296, rel=1e-12)


def powers(x, degree):
    return np.column_stack([x**k for k in range(1, degree + 1)])


def test_least_squares_keeps_eight_digits_of_nists_filip_where_the_normal_equations_keep_none():
    x, y = np.array(FILIP_X.split(), dtype=float), np.array(FILIP_Y.split(), dtype=float) / 10_000
    X = powers(x, 10)
    w, b = fit_least_squares(X, y)
    assert len(x) == len(y) == 82
    assert w == pytest.approx(FILIP, rel=5e-8) and b == pytest.approx(-1467.48961422980, rel=5e-8)
    assert r_squared(y, predict(X, w, b)) == pytest.approx(0.996727416185620, rel=1e-9)
    A = np.column_stack([np.ones(82), X])
    assert np.abs(np.linalg.solve(A.T @ A, A.T @ y)[1:] / FILIP - 1).max() > 0.1


def test_least_squares_keeps_its_digits_of_nists_pontius():
    y, x = np.array(PONTIUS.split(), dtype=float) / 100_000, 150_000.0 * np.tile(np.arange(1, 21), 2)
    w, b = fit_least_squares(powers(x, 2), y)
    assert w == pytest.approx([0.732059160401003e-06, -0.316081871345029e-14], rel=1e-11)
    assert b == pytest.approx(0.673565789473684e-03, rel=1e-11)
    assert r_squared(y, predict(powers(x, 2), w, b)) == pytest.approx(0.999999900178537, rel=1e-14)


@pytest.mark.parametrize("share, tolerance", [(1.0, 1e-8), (0.1, 1e-12)])
def test_least_squares_finds_nists_wampler(share, tolerance):
    x, truth = np.arange(21.0), share ** np.arange(6)
    w, b = fit_least_squares(powers(x, 5), np.polyval(truth[::-1], x))
    assert np.append(b, w) == pytest.approx(truth, rel=tolerance)


def test_least_squares_without_an_intercept_on_nists_noint():
    w, _ = fit_least_squares(np.arange(60, 71)[:, np.newaxis], np.arange(130, 141), intercept=False)
    assert w == pytest.approx([2.07438016528926], rel=1e-14)
    w, _ = fit_least_squares([[4], [5], [6]], [3, 4, 4], intercept=False)
    assert w == pytest.approx([0.727272727272727], rel=1e-14)


@laws
@given(tables(), st.booleans())
def test_descent_arrives_where_the_solution_is(table, intercept):
    X, y = table
    X = np.linalg.qr(X - X.mean(axis=0))[0] * np.sqrt(len(X))  # columns of spread 1 that share nothing
    w, b = fit_least_squares(X, y, intercept)
    assert fit_gradient_descent(X, y, 100, 0.3, intercept)[0] == pytest.approx(w, rel=1e-9, abs=1e-7)
    assert fit_gradient_descent(X, y, 100, 0.3, intercept)[1] == pytest.approx(b, rel=1e-9, abs=1e-7)


@laws
@given(tables(), st.booleans())
def test_a_step_of_descent_is_the_rate_times_the_gradient(table, intercept):
    X, y = table
    (w, b), (w2, b2) = (fit_gradient_descent(X, y, steps, 1e-6, intercept) for steps in (3, 4))
    error = predict(X, w, b) - y
    assert (w - w2) / 1e-6 == pytest.approx(2 * X.T @ error / len(y), rel=1e-4, abs=1e-3)
    assert (b - b2) / 1e-6 == pytest.approx(2 * error.mean() * intercept, rel=1e-4, abs=1e-3)
    assert mean_squared_error(y, predict(X, w2, b2)) <= mean_squared_error(y, predict(X, w, b)) + 1e-9


def test_no_steps_means_no_weights_and_too_large_a_rate_no_end():
    X, y = diabetes().X, diabetes().y
    assert fit_gradient_descent(X, y, 0, 0.1) == (pytest.approx(np.zeros(10)), 0.0)
    with np.errstate(all="ignore"):
        w, b = fit_gradient_descent(X, y, 200, 0.24)
    assert not np.isfinite(w).any()
    assert np.isfinite(fit_gradient_descent(standardise(X), y, 200, 0.24)[0]).all()


@laws
@given(tables(), st.integers(0, 100))
def test_scores_equal_the_library(table, seed):
    _, y = table
    predicted = y + np.random.default_rng(seed).normal(size=len(y))
    assert mean_squared_error(y, predicted) == pytest.approx(reference_mse(y, predicted))
    assert r_squared(y, predicted) == pytest.approx(r2_score(y, predicted))
    assert r_squared(y, np.full_like(y, y.mean())) == pytest.approx(0, abs=1e-9)
    assert r_squared(y, y) == 1


@given(st.integers(0, 15), st.floats(1e-3, 1e3))
def test_matching_digits_counts_what_agrees(digits, size):
    a = np.array([size, -size / 3])
    assert matching_digits(a, a + [0, size * 10 ** -(digits + 0.5)]) == digits
    assert matching_digits(a, a) == 16 and matching_digits(a, -a) == 0 and matching_digits([0], [0]) == 16


def test_results_are_plain_numbers():
    X, y = diabetes().X, diabetes().y
    for w, b in (fit_least_squares(X, y), fit_gradient_descent(X, y, 1, 1e-6), fit_least_squares(X, y, False)):
        assert w.shape == (10,) and type(b) is float
        assert type(r_squared(y, predict(X, w, b))) is float and type(mean_squared_error(y, y)) is float
    assert type(matching_digits(y, y)) is int


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda: predict([[1, 2]], [1], 0), "Each column of X needs one weight; you have 2 columns and 1 weights"),
        (lambda: predict([1, 2], [1], 0), "X must be a matrix"),
        (lambda: mean_squared_error([1, 2, 3], [1]), r"shapes: \(3,\) and \(1,\)"),
        (lambda: mean_squared_error([[1], [2]], [1, 2]), "y must be a vector"),
        (lambda: r_squared([2, 2], [1, 2]), "All of y are 2"),
        (lambda: fit_least_squares([[1], [2]], [1, 2, 3]), "one number for each row of X"),
        (lambda: fit_least_squares([[1, 2]], [1]), "3 numbers to find need at least as many rows; X has 1"),
        (lambda: fit_least_squares([[1, 2], [2, 4], [3, 6], [4, 8]], [1, 2, 3, 4]), "Column 1 of X"),
        (lambda: fit_least_squares([[0.1], [0.1], [0.1]], [1, 2, 3]), "Column 0 of X never changes"),
        (lambda: fit_least_squares([[1, np.nan], [1, 2]], [1, 2]), "X holds nan"),
        (lambda: fit_gradient_descent([[1], [2]], [1, 2], -1, 0.1), "steps must be a whole number"),
        (lambda: fit_gradient_descent([[1], [2]], [1, 2], 5, 0), "rate must be above 0"),
        (lambda: matching_digits([1, 2], [1]), "a and b must be equally long"),
    ],
)
def test_says_what_is_wrong(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_a_column_that_never_changes_is_fine_without_an_intercept():
    w, b = fit_least_squares([[1, 1], [1, 2], [1, 4]], [5, 7, 11], intercept=False)
    assert w == pytest.approx([3, 2]) and b == 0


# Two classes


@st.composite
def labelled(draw):
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    n, d = draw(st.integers(4, 40)), draw(st.integers(1, 4))
    y = rng.permutation(np.arange(n) % 2)
    return rng.normal(size=(n, d)) * rng.uniform(0.1, 10, d) + draw(st.sampled_from([0, 1, 30])) * y[:, np.newaxis], y


@laws
@given(labelled(), st.sampled_from([0.01, 1.0, 100.0]))
def test_logistic_regression_stands_where_the_slope_of_its_loss_is_zero(table, penalty):
    X, y = table
    w, b = fit_logistic(X, y, penalty)
    A, pull = np.column_stack([X, np.ones(len(X))]), np.append(np.full(X.shape[1], penalty), 0)
    v = np.append(w, b)
    slope = A.T @ (from_log_odds(A @ v) - y) + pull * v
    assert np.max(np.abs(slope)) < 1e-6 * (1 + np.max(np.abs(A)) * len(X))
    assert numerical_gradient(lambda v: logistic_loss(v, A, y, pull), v) == pytest.approx(slope, abs=1e-4)


@pytest.mark.parametrize("penalty", [0.1, 1.0, 10.0])
def test_logistic_regression_equals_the_library(penalty):
    X, y = standardise(tumours().X), tumours().malignant
    model = LogisticRegression(C=1 / penalty, solver="newton-cholesky", tol=1e-10).fit(X, y)
    w, b = fit_logistic(X, y, penalty)
    assert w == pytest.approx(model.coef_[0], abs=1e-5) and b == pytest.approx(model.intercept_[0], abs=1e-5)
    assert from_log_odds(predict(X, w, b)) == pytest.approx(model.predict_proba(X)[:, 1], abs=1e-6)


def test_classes_that_a_line_parts_keep_finite_weights():
    w, b = fit_logistic([[-1e3], [-999.0], [999.0], [1e3]], [0, 0, 1, 1], penalty=1e-6)
    assert np.isfinite(w).all() and from_log_odds(predict([[-1000], [1000]], w, b)).round(6).tolist() == [0, 1]


@laws
@given(labelled())
def test_naive_bayes_equals_the_library(table):
    X, y = table
    model, ours = GaussianNB().fit(X, y), fit_gaussian_naive_bayes(X, y)
    assert ours.mean == pytest.approx(model.theta_) and ours.variance == pytest.approx(model.var_)
    theirs = model.predict_joint_log_proba(X)
    assert naive_bayes_scores(X, ours) == pytest.approx(theirs[:, 1] - theirs[:, 0], rel=1e-6, abs=1e-6)


@laws
@given(labelled())
def test_a_column_that_stands_twice_counts_twice_in_naive_bayes(table):
    X, y = table
    once = naive_bayes_scores(X, fit_gaussian_naive_bayes(X, y)) - np.log(y.mean() / (1 - y.mean()))
    twice = naive_bayes_scores(np.hstack([X, X]), fit_gaussian_naive_bayes(np.hstack([X, X]), y))
    assert twice - np.log(y.mean() / (1 - y.mean())) == pytest.approx(2 * once, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("fit", [fit_logistic, fit_gaussian_naive_bayes])
def test_one_class_or_another_label_is_refused(fit):
    with pytest.raises(ValueError, match="rows of both"):
        fit([[1.0], [2.0]], [1, 1])
    with pytest.raises(ValueError, match=r"only 0 \(no\) and 1 \(yes\); it holds 2"):
        fit([[1.0], [2.0]], [1, 2])
    with pytest.raises(ValueError, match="one number for each row"):
        fit([[1.0], [2.0]], [1, 0, 1])


def test_a_model_is_asked_about_its_own_columns():
    model = fit_gaussian_naive_bayes([[1.0, 2], [2, 3], [5, 1], [6, 0]], [0, 0, 1, 1])
    with pytest.raises(ValueError, match="knows 2 columns; X has 1"):
        naive_bayes_scores([[1.0]], model)
    with pytest.raises(ValueError, match="no width"):
        naive_bayes_scores([[1.0]], fit_gaussian_naive_bayes([[3.0], [3.0]], [0, 1]))
    with pytest.raises(ValueError, match="penalty must be above 0"):
        fit_logistic([[1.0], [2.0]], [0, 1], penalty=0)


# Rows held back


@laws
@given(tables(), st.integers(2, 4))
def test_cross_validation_equals_the_library(table, folds):
    X, y = table
    if len(X) < 2 * folds:
        with pytest.raises(ValueError, match="folds need at least"):
            cross_validate(LinearRegression(), X, y, folds)
        return
    seen, unseen = cross_validate(LinearRegression(), X, y, folds)
    theirs = sklearn_cross_validate(LinearRegression(), X, y, cv=KFold(folds), scoring="r2", return_train_score=True)
    assert unseen == pytest.approx(theirs["test_score"], rel=1e-6, abs=1e-6)
    assert seen == pytest.approx(theirs["train_score"], rel=1e-6, abs=1e-6)


@laws
@given(st.integers(2, 50), st.floats(0.01, 0.99), st.integers(0, 1000))
def test_a_split_loses_no_row_and_keeps_y_with_its_x(n, share, seed):
    X, y = np.arange(n, dtype=float)[:, np.newaxis], np.arange(n) * 10.0
    if int(np.ceil(share * n)) == n:
        with pytest.raises(ValueError, match="not all of them"):
            train_test_split(X, y, share, np.random.default_rng(seed))
        return
    X_train, X_test, y_train, y_test = train_test_split(X, y, share, np.random.default_rng(seed))
    assert sorted([*X_train[:, 0], *X_test[:, 0]]) == list(range(n)) and len(X_test) == int(np.ceil(share * n))
    assert np.array_equal(10 * X_train[:, 0], y_train) and np.array_equal(10 * X_test[:, 0], y_test)


# Errors in the unit of y

rounded = st.floats(-100, 100).map(lambda y: round(y, 3))


@laws
@given(st.lists(st.tuples(rounded, rounded), min_size=1, max_size=20))
def test_the_mean_absolute_error_is_at_most_the_root_of_the_squared_one(pairs):
    y, predicted = np.array(pairs).T
    small, large = mean_absolute_error(y, predicted), root_mean_squared_error(y, predicted)
    assert small <= large * (1 + 1e-12) <= np.max(np.abs(y - predicted)) * (1 + 1e-9) + 1e-12
    assert small == pytest.approx(np.linalg.norm(y - predicted, 1) / len(y))
    assert large == pytest.approx(np.linalg.norm(y - predicted) / np.sqrt(len(y)))
    assert mean_absolute_error(3 * y, 3 * predicted) == pytest.approx(3 * small)


@laws
@given(st.lists(rounded, min_size=1, max_size=20), rounded)
def test_the_median_misses_least_by_the_one_and_the_mean_by_the_other(y, guess):
    def missed(error, number):
        return error(y, np.full(len(y), number))

    assert missed(mean_absolute_error, np.median(y)) <= missed(mean_absolute_error, guess) + 1e-9
    assert missed(root_mean_squared_error, np.mean(y)) <= missed(root_mean_squared_error, guess) + 1e-9


def test_r_squared_of_numbers_too_close_together_is_refused_and_of_small_ones_is_right():
    assert r_squared([1e-100, 2e-100, 3e-100], [1e-100, 2e-100, 2e-100]) == pytest.approx(0.5)
    with pytest.raises(ValueError, match="y hardly changes"):
        r_squared([1e-200, 2e-200, 3e-200], [1e-200, 2e-200, 3e-200])
    with pytest.raises(ValueError, match="too large"):
        r_squared([0.0, 1e-150], [0.0, 1e150])


# How sure a weight is


def test_standard_errors_of_longley_as_certified():
    X, y = LONGLEY[:, 1:], LONGLEY[:, 0]
    of_w, of_b = coefficient_errors(X, y)
    assert of_w == pytest.approx(CERTIFIED_ERRORS, rel=1e-9) and of_b == pytest.approx(890420.383607373, rel=1e-9)


@laws
@given(st.integers(0, 10**6), st.integers(3, 30))
def test_the_standard_error_of_a_slope_is_scipys(seed, n):
    x, y = np.random.default_rng(seed).normal(5, 2, (2, n))
    theirs = stats.linregress(x, y)
    (of_w,), of_b = coefficient_errors(x[:, np.newaxis], y)
    assert (of_w, of_b) == pytest.approx((theirs.stderr, theirs.intercept_stderr))


@laws
@given(st.integers(0, 10**6), st.booleans(), st.floats(0.01, 100))
def test_standard_errors_follow_the_formula_and_the_units(seed, intercept, unit):
    rng = np.random.default_rng(seed)
    X, y = rng.normal(size=(12, 3)), rng.normal(size=12)
    of_w, of_b = coefficient_errors(X, y, intercept)
    A = np.column_stack([X, np.ones(12)]) if intercept else X
    s2 = np.linalg.lstsq(A, y)[1][0] / (12 - A.shape[1])
    assert [*of_w, of_b][: A.shape[1]] == pytest.approx(np.sqrt(s2 * np.diag(np.linalg.inv(A.T @ A))))
    assert of_b > 0 if intercept else of_b == 0
    scaled, _ = coefficient_errors(X * [unit, 1, 1], y, intercept)
    assert scaled == pytest.approx(of_w / [unit, 1, 1])


def test_weights_of_new_samples_lie_as_far_apart_as_the_standard_error_says():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(40, 2))
    found = []
    for _ in range(1000):
        y = X @ [2, -1] + 3 + rng.normal(0, 0.5, 40)
        (w, b), (of_w, of_b) = fit_least_squares(X, y), coefficient_errors(X, y)
        found.append([*w, b, *of_w, of_b])
    found = np.array(found)
    assert found[:, :3].std(axis=0) == pytest.approx(np.sqrt(np.mean(found[:, 3:] ** 2, axis=0)), rel=0.06)


def test_a_standard_error_needs_a_row_more_than_numbers_to_find():
    assert fit_least_squares([[1], [2]], [1, 2])[1] == pytest.approx(0)
    with pytest.raises(ValueError, match="leave nothing to judge by"):
        coefficient_errors([[1], [2]], [1, 2])


# Columns far from zero


@pytest.mark.parametrize("offset", [0, 1e6, 1e9, 1e13, -1e13])
def test_an_offset_column_is_not_a_constant_one(offset):
    rng = np.random.default_rng(1)
    steps, other = rng.integers(0, 50, 30).astype(float), rng.normal(size=30)
    X, y = np.column_stack([steps + offset, other]), 3 * steps - 2 * other + rng.normal(size=30)
    w, _ = fit_least_squares(X, y)
    theirs = LinearRegression().fit(np.column_stack([steps, other]), y)
    assert w == pytest.approx(theirs.coef_, rel=1e-7)


@pytest.mark.parametrize("offset", [0, 1e6, 1e13])
def test_a_constant_or_copied_column_is_found_far_from_zero_too(offset):
    x = np.arange(8.0)
    constant = np.full(8, offset + 0.1)
    constant[3] = np.nextafter(constant[3], np.inf)  # constant, but for rounding
    for second in (constant, offset + x, offset - 2 * x):
        with pytest.raises(ValueError, match="Column 1 of X"):
            fit_least_squares(np.column_stack([x, second]), x)


@pytest.mark.parametrize("penalty", [0.01, 1.0, 30.0])
def test_ridge_and_lasso_are_those_of_scikit_learn(penalty):
    from sklearn.linear_model import Lasso, Ridge

    rng = np.random.default_rng(3)
    X, y = rng.normal(size=(30, 5)) * [1, 2, 0.5, 1, 1] + 4, rng.normal(size=30) * 9 + 50
    w, b = ridge(X, y, penalty)
    theirs = Ridge(alpha=30 * penalty).fit(X, y)
    assert w == pytest.approx(theirs.coef_) and b == pytest.approx(theirs.intercept_)
    lasso = Lasso(alpha=penalty / 2, tol=1e-14, max_iter=100_000).fit(X, y)
    assert lasso_path(X, y, [penalty])[0] == pytest.approx(lasso.coef_, abs=1e-8)


def test_without_a_penalty_both_are_least_squares_and_with_a_huge_one_nothing_is_left():
    rng = np.random.default_rng(4)
    X, y = rng.normal(size=(30, 4)), rng.normal(size=30) + 7
    w, b = fit_least_squares(X, y)
    assert ridge(X, y, 0)[0] == pytest.approx(w) and ridge(X, y, 0)[1] == pytest.approx(b)
    assert lasso_path(X, y, [0])[0] == pytest.approx(w)
    assert not lasso_path(X, y, [99.0]).any() and ridge(X, y, 1e9)[1] == pytest.approx(y.mean())
    with pytest.raises(ValueError, match="Raise the penalty"):
        ridge(np.column_stack([X, np.zeros(30)]), y, 0)
