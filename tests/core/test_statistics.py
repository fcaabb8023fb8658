"""Samples, intervals and chance, against NumPy, SciPy, exact fractions and NIST's certified values."""

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from core.data import penguins
from core.statistics import (
    best_of,
    bin_shares,
    bootstrap_interval,
    correlation,
    covariance,
    family_error_rate,
    group_correlations,
    ks_distance,
    mean,
    median,
    peeking_error_rates,
    permutation_p_value,
    population_stability_index,
    quantile,
    regression_line,
    regression_slope,
    resample,
    shares_p_value,
    standard_deviation,
    standard_error,
    variance,
)

laws = settings(max_examples=100)
numbers = st.floats(-1e6, 1e6).map(lambda x: round(x, 6))
samples = st.lists(numbers, min_size=2, max_size=30)
pairs = st.lists(st.tuples(numbers, numbers), min_size=2, max_size=30).map(lambda rows: np.array(rows).T)


@pytest.fixture
def rng():
    return np.random.default_rng(0)


# Hard numbers: NIST, Statistical Reference Datasets (www.itl.nist.gov/div898/strd), with their certified values


def around(middle, low, high):
    """1001 numbers: the middle, then low and high in turn."""
    return [middle] + [low, high] * 500


MICHELSON = """
850 740 900 1070 930 850 950 980 980 880 1000 980 930 650 760 810 1000 1000 960 960 960 940 960 940 880 800 850 880
900 840 830 790 810 880 880 830 800 790 760 800 880 880 880 860 720 720 620 860 970 950 880 910 850 870 840 840 850
840 840 840 890 810 810 820 800 770 760 740 750 760 910 920 890 860 880 720 840 850 850 780 890 840 780 810 760 810
790 810 820 850 870 870 810 740 810 940 950 800 810 870
"""  # the speed of light in air, km/s above 299 000 (1879)

MAVRO = """
180 170 180 190 180 170 150 140 150 150 170 180 180 190 190 210 200 160 140 130 130 150 150 160 150 140 130 140 150
140 150 160 150 160 190 200 200 210 220 230 240 250 270 260 260 260 270 260 250 240
"""  # filter transmittance, in 0.00001 above 2

LEW = """
-213 -564 -35 -15 141 115 -420 -360 203 -338 -431 194 -220 -513 154 -125 -559 92 -21 -579 -52 99 -543 -175 162 -457
-346 204 -300 -474 164 -107 -572 -8 83 -541 -224 180 -420 -374 201 -236 -531 83 27 -564 -112 131 -507 -254 199 -311
-495 143 -46 -579 -90 136 -472 -338 202 -287 -477 169 -124 -568 17 48 -568 -135 162 -430 -422 172 -74 -577 -13 92 -534
-243 194 -355 -465 156 -81 -578 -64 139 -449 -384 193 -198 -538 110 -44 -577 -6 66 -552 -164 161 -460 -344 205 -281
-504 134 -28 -576 -118 156 -437 -381 200 -220 -540 83 11 -568 -160 172 -414 -408 188 -125 -572 -32 139 -492 -321 205
-262 -504 142 -83 -574 0 48 -571 -106 137 -501 -266 190 -391 -406 194 -186 -553 83 -13 -577 -49 103 -515 -280 201 300
-506 131 -45 -578 -80 138 -462 -361 201 -211 -554 32 74 -533 -235 187 -372 -442 182 -147 -566 25 68 -535 -244 194 -351
-463 174 -125 -570 15 72 -550 -190 172 -424 -385 198 -218 -536 96
"""  # deflections of a beam


def digits_of_pi(n):
    """The first n digits of π = 16 arctan 1/5 − 4 arctan 1/239, in whole numbers (Machin 1706)."""
    unit = 10 ** (n + 10)

    def arctan_of_one_over(k):
        power, total, odd = unit // k, 0, 1
        while power:
            total += power // odd if odd % 4 == 1 else -(power // odd)
            power, odd = power // k**2, odd + 2
        return total

    pi = 16 * arctan_of_one_over(5) - 4 * arctan_of_one_over(239)
    return [int(digit) for digit in str(Decimal(pi))[:n]]


def as_nist_lists_them(digits):
    """NIST's mean, s.d. and autocorrelation are those of π with one 8 read as a 3; where it stands is no matter."""
    digits[digits.index(8)] = 3
    return digits


NUMBERS = {
    "PiDigits": (as_nist_lists_them(digits_of_pi(5000)), 4.5348, 2.86733906028871, 1e-14),
    "Lew": ([int(v) for v in LEW.split()], -177.435, 277.332168044316, 1e-13),
    "Mavro": ([2 + int(v) / 100_000 for v in MAVRO.split()], 2.001856, 0.000429123454003053, 1e-11),
    "Michelso": ([(299_000 + int(v)) / 1000 for v in MICHELSON.split()], 299.8524, 0.0790105478190518, 1e-12),
    "NumAcc1": ([10_000_001, 10_000_003, 10_000_002], 10_000_002, 1, 0),
    "NumAcc2": (around(1.2, 1.1, 1.3), 1.2, 0.1, 1e-13),
    # 0.1 is the 10 millionth part of what follows: the numbers themselves keep 9 and 8 digits of it
    "NumAcc3": (around(1_000_000.2, 1_000_000.1, 1_000_000.3), 1_000_000.2, 0.1, 1e-9),
    "NumAcc4": (around(10_000_000.2, 10_000_000.1, 10_000_000.3), 10_000_000.2, 0.1, 1e-8),
}

NORRIS = """
0.1 0.2 338.8 337.4 118.1 118.2 888.0 884.6 9.2 10.1 228.1 226.5 668.5 666.3 998.5 996.3 449.1 448.6 778.9 777.0
559.2 558.2 0.3 0.4 0.1 0.6 778.1 775.5 668.8 666.9 339.3 338.0 448.9 447.5 10.8 11.6 557.7 556.0 228.3 228.1 998.0
995.8 888.8 887.6 119.6 120.2 0.3 0.3 0.6 0.3 557.6 556.8 339.3 339.1 888.0 887.2 998.5 999.0 778.9 779.0 10.2 11.1
117.6 118.3 228.9 229.2 668.4 669.1 449.2 448.9 0.2 0.5
"""  # y, then x: ozone monitors compared


@pytest.mark.parametrize("name", NUMBERS)
def test_mean_and_standard_deviation_keep_nists_digits(name):
    x, certified_mean, certified_sd, tolerance = NUMBERS[name]
    assert mean(x) == pytest.approx(certified_mean, rel=1e-15)
    assert standard_deviation(x) == pytest.approx(certified_sd, rel=tolerance, abs=0)


def test_the_one_pass_formula_would_fail_there():
    x = np.array(NUMBERS["NumAcc4"][0])
    one_pass = (np.sum(x * x) - np.sum(x) ** 2 / len(x)) / (len(x) - 1)
    assert abs(one_pass - 0.01) > 0.001


def test_the_line_through_nists_norris():
    y, x = np.array(NORRIS.split(), dtype=float).reshape(-1, 2).T
    slope, intercept = regression_line(x, y)
    assert len(x) == 36
    assert slope == pytest.approx(1.00211681802045, rel=1e-13) == regression_slope(x, y)
    assert intercept == pytest.approx(-0.262323073774029, rel=1e-11)


@laws
@given(samples, st.sampled_from([0, 1e3, 1e6, 1e9]))
def test_mean_and_variance_against_exact_fractions(x, shift):
    x = [value + shift for value in x]
    exact = [Fraction(value) for value in x]
    middle = sum(exact) / len(x)
    assert mean(x) == pytest.approx(float(middle), rel=1e-15, abs=0)
    spread = float(sum((value - middle) ** 2 for value in exact) / (len(x) - 1))
    assert variance(x) == pytest.approx(spread, rel=1e-12, abs=1e-12 * max(np.abs(x)) ** 2 * 1e-16)


# One sample


@laws
@given(samples)
def test_one_sample_as_numpy_has_it(x):
    assert mean(x) == pytest.approx(np.mean(x), rel=1e-9, abs=1e-9)
    assert median(x) == pytest.approx(np.median(x))
    rounding = 1e-9 * max(np.abs(x))
    assert standard_deviation(x) == pytest.approx(np.std(x, ddof=1), rel=1e-9, abs=rounding)
    assert standard_error(x) == pytest.approx(stats.sem(x), rel=1e-9, abs=rounding)
    assert variance(x) == pytest.approx(np.var(x, ddof=1), rel=1e-9, abs=rounding**2)


@laws
@given(samples, st.lists(st.floats(0, 1), min_size=1, max_size=5))
def test_quantiles_as_numpy_has_them(x, shares):
    assert quantile(x, shares) == pytest.approx(np.quantile(x, shares), rel=1e-12, abs=1e-9)
    assert quantile(x, 0) == min(x) and quantile(x, 1) == max(x)
    assert isinstance(quantile(x, 0.3), float) and quantile(x, [[0.1], [0.2]]).shape == (2, 1)


@laws
@given(samples, numbers, st.floats(0.01, 100))
def test_shift_and_stretch(x, shift, stretch):
    moved = [stretch * value + shift for value in x]
    size = 1e-9 * max(1, *np.abs(moved), *np.abs(x))
    assert mean(moved) == pytest.approx(stretch * mean(x) + shift, abs=size)
    assert standard_deviation(moved) == pytest.approx(stretch * standard_deviation(x), abs=size)
    assert min(x) <= mean(x) <= max(x)


@pytest.mark.parametrize("value", [0.1, -3, 1e150, 1e-300, 1 / 3])
@pytest.mark.parametrize("n", [2, 3, 7, 1000])
def test_equal_numbers_have_no_spread_at_all(value, n):
    x = [value] * n
    assert mean(x) == median(x) == quantile(x, 0.3) == value
    assert variance(x) == standard_deviation(x) == standard_error(x) == 0


# How sure a sample is


def test_the_bootstrap_as_scipy_has_it(rng):
    x = rng.exponential(size=80)
    theirs = stats.bootstrap((x,), np.median, method="percentile", n_resamples=20_000, rng=rng).confidence_interval
    assert bootstrap_interval(x, np.median, rng, draws=20_000) == pytest.approx(theirs, abs=0.02)


@pytest.mark.parametrize("statistic", [np.mean, mean, lambda sample: sum(sample) / len(sample)])
def test_any_function_of_a_sample_can_be_bootstrapped(statistic, rng):
    x = rng.normal(size=40)
    low, high = bootstrap_interval(x, statistic, np.random.default_rng(1), level=0.9, draws=300)
    assert (low, high) == pytest.approx(bootstrap_interval(x, np.mean, np.random.default_rng(1), level=0.9, draws=300))
    assert bootstrap_interval(x, max, rng)[1] == x.max()


def test_resamples_hold_what_the_sample_holds(rng):
    samples = resample([3, 5, 5, 9], rng, draws=4000)
    assert samples.shape == (4000, 4) and set(np.unique(samples)) == {3, 5, 9}
    assert np.mean(samples == 5) == pytest.approx(0.5, abs=0.02)


@laws
@given(samples, st.integers(0, 100))
def test_bootstrap_intervals_stay_inside_the_data(x, seed):
    low, high = bootstrap_interval(x, np.mean, np.random.default_rng(seed), draws=50)
    slack = 1e-9 * max(np.abs(x))
    assert min(x) - slack <= low <= high <= max(x) + slack


# Two columns


@laws
@given(pairs)
def test_two_columns_as_numpy_and_scipy_have_them(table):
    x, y = table
    size = np.ptp(x) * np.ptp(y) + 1e-9
    assert covariance(x, y) == pytest.approx(np.cov(x, y)[0, 1], abs=1e-9 * size)
    assume(np.ptp(x) > 0 and np.ptp(y) > 0)
    r = correlation(x, y)
    assert r == pytest.approx(stats.pearsonr(x, y).statistic, abs=1e-6) and -1 <= r <= 1
    theirs = stats.linregress(x, y)
    assert regression_line(x, y)[0] == pytest.approx(theirs.slope, rel=1e-6, abs=1e-9 * np.ptp(y) / np.ptp(x))


@laws
@given(pairs, st.floats(0.01, 100), numbers)
def test_a_correlation_ignores_units(table, stretch, shift):
    x, y = table
    assume(np.ptp(x) > 1 and np.ptp(y) > 1)
    r = correlation(x, y)
    assert r == correlation(y, x)
    assert correlation(stretch * x + shift, y) == pytest.approx(r, abs=1e-6)
    assert correlation(-x, y) == pytest.approx(-r, abs=1e-9)


@laws
@given(pairs)
def test_the_line_passes_through_the_means_and_leaves_nothing_to_explain(table):
    x, y = table
    assume(np.ptp(x) > 1)
    slope, intercept = regression_line(x, y)
    size = np.abs(table).max() * (1 + abs(slope))
    assert slope * mean(x) + intercept == pytest.approx(mean(y), abs=1e-9 * size)
    assert covariance(x, y - (slope * x + intercept)) == pytest.approx(0, abs=1e-9 * size * np.ptp(x))


def test_a_flat_y_gives_a_flat_line():
    assert regression_line([1, 2, 3], [7, 7, 7]) == (0, 7) and covariance([1, 2, 3], [7, 7, 7]) == 0


def test_group_correlations_are_those_of_the_groups():
    birds = penguins()
    found = group_correlations(birds.bill_length_mm, birds.bill_depth_mm, birds.species)
    species = np.array(birds.species)
    assert list(found) == ["Adelie", "Chinstrap", "Gentoo"]
    for name, r in found.items():
        of = species == name
        assert r == pytest.approx(np.corrcoef(birds.bill_length_mm[of], birds.bill_depth_mm[of])[0, 1])
    assert group_correlations([1, 2, 3, 4], [1, 2, 4, 3], [0, 0, 1, 1]) == pytest.approx({0: 1, 1: -1})


# How to fool yourself


def test_permutation_p_value_against_every_possible_deal(rng):
    # for few numbers SciPy tries all deals: the exact p
    for _ in range(5):
        x, y = rng.normal(size=5), rng.normal(1, 1, size=4)

        def gap(a, b):
            return abs(np.mean(a) - np.mean(b))

        exact = stats.permutation_test((x, y), gap, alternative="greater", n_resamples=np.inf).pvalue
        assert permutation_p_value(x, y, rng, draws=20_000) == pytest.approx(exact, abs=0.015)


def test_permutation_p_value_of_many_values_and_of_two(rng):
    x, y = rng.normal(size=60), rng.normal(0.4, 1, size=50)
    theirs = stats.ttest_ind(x, y).pvalue
    assert permutation_p_value(x, y, rng, draws=10_000) == pytest.approx(theirs, abs=0.02)
    bought, also = np.repeat([1, 0], [30, 70]), np.repeat([1, 0], [18, 82])
    fisher = stats.fisher_exact([[30, 70], [18, 82]]).pvalue
    assert permutation_p_value(bought, also, rng, draws=20_000) == pytest.approx(fisher, abs=0.01)


@laws
@given(samples, samples, st.integers(0, 50))
def test_p_values_lie_above_zero_and_equal_samples_differ_by_chance_alone(x, y, seed):
    p = permutation_p_value(x, y, np.random.default_rng(seed), draws=99)
    assert 0.01 <= p <= 1
    assert permutation_p_value(x, x, np.random.default_rng(seed), draws=99) == 1


def test_p_values_of_nothing_are_spread_evenly(rng):
    p = [permutation_p_value(rng.normal(size=12), rng.normal(size=9), rng, draws=199) for _ in range(500)]
    assert np.mean(np.array(p) <= 0.05) == pytest.approx(0.05, abs=0.025)
    assert np.mean(p) == pytest.approx(0.5, abs=0.05)


def test_large_numbers_close_together_can_still_be_told_apart(rng):
    x, y = 1e9 + np.arange(10), 1e9 + 100 + np.arange(10)
    assert permutation_p_value(x, y, rng, draws=999) == 0.001


@laws
@given(st.integers(1, 300).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n), st.integers(0, n))))
def test_the_p_value_of_two_shares_is_fishers(case):
    n, a, b = case
    fisher = stats.fisher_exact([[a, n - a], [b, n - b]]).pvalue
    assert shares_p_value(a, b, n) == pytest.approx(fisher, rel=1e-7, abs=1e-300)


def test_the_p_value_of_two_shares_is_what_shuffling_nears(rng):
    a, b = np.array([20, 210, 400]), np.array([33, 190, 401])
    for n, first, second in zip((100, 1000, 2000), a, b):
        shuffled = permutation_p_value(*(np.repeat([1, 0], [k, n - k]) for k in (first, second)), rng, draws=20_000)
        assert shares_p_value(first, second, n) == pytest.approx(shuffled, abs=0.015)
    one_by_one = [shares_p_value(first, second, 2000) for first, second in zip(a, b)]
    assert shares_p_value(a, b, 2000).tolist() == pytest.approx(one_by_one)


@pytest.mark.parametrize(("a", "b", "n"), [(-1, 0, 5), (6, 0, 5), (0.5, 0, 5), (0, 7, 5), (0, 0, 0)])
def test_successes_that_cannot_be_are_refused(a, b, n):
    with pytest.raises(ValueError, match="[abn] must be"):
        shares_p_value(a, b, n)


def test_one_look_cries_out_as_often_as_every_pair_of_counts_says():
    k = np.arange(61)
    weight = stats.binom.pmf(k, 60, 0.3)
    p = shares_p_value(np.repeat(k, 61), np.tile(k, 61), 60).reshape(61, 61)
    exact = weight @ stats.binom.cdf(49, 1000, p) @ weight  # (1 + 49) / 1001 is the largest p below 0.05
    assert peeking_error_rates(1, 60, 0.3)[0] == pytest.approx(exact, abs=3 * np.sqrt(exact / 20_000))


def test_more_looks_cry_out_more_often_and_the_first_ones_stay():
    few, many = peeking_error_rates(2, 50, 0.4, tests=2000), peeking_error_rates(6, 50, 0.4, tests=2000)
    assert np.all(np.diff(many) >= 0) and many[-1] > many[0] > 0
    assert few == pytest.approx(many[:2], abs=0.02)
    assert (peeking_error_rates(2, 50, 0.4, tests=2000, seed=1) != few).any()


@laws
@given(st.integers(0, 200), st.integers(0, 1000).map(lambda n: n / 1000))
def test_family_error_rate_counts_the_quiet_tests(k, alpha):
    assert family_error_rate(k, alpha) == pytest.approx(1 - stats.binom.pmf(0, k, alpha), abs=1e-12)
    assert family_error_rate(0, alpha) == 0 and family_error_rate(1, alpha) == pytest.approx(alpha)


@pytest.mark.parametrize(("k", "share", "n"), [(1, 0.3, 10), (5, 0.5, 20), (20, 0.8, 100), (3, 0, 4), (3, 1, 4)])
def test_best_of_against_simulation(k, share, n, rng):
    best = rng.binomial(n, share, size=(20_000, k)).max(axis=1) / n
    assert best_of(k, share, n) == pytest.approx(best.mean(), abs=0.004)
    assert share - 1e-9 <= best_of(k, share, n) <= best_of(k + 1, share, n) + 1e-12 <= 1 + 1e-9


# What is refused, and in which words


ONE_SAMPLE = [mean, median, variance, standard_deviation, standard_error]
SPREAD = [variance, standard_deviation, standard_error]
TWO = [covariance, correlation, regression_line, regression_slope]


@pytest.mark.parametrize("function", ONE_SAMPLE)
@pytest.mark.parametrize("bad", [[], [1, math.nan], [1, math.inf], ["a", "b"], [[1, 2], [3, 4]], 5, [1, None]])
def test_what_is_no_sample_is_refused(function, bad):
    with pytest.raises(ValueError, match="^x "):
        function(bad)


@pytest.mark.parametrize("function", SPREAD)
def test_one_number_has_no_spread(function):
    with pytest.raises(ValueError, match="x holds one number, and spread needs at least two"):
        function([3])


@pytest.mark.parametrize("function", TWO)
def test_two_columns_must_pair_up(function):
    with pytest.raises(ValueError, match="x and y must be equally long"):
        function([1, 2, 3], [1, 2])
    with pytest.raises(ValueError, match="y holds one number"):
        function([1, 2], [1])
    with pytest.raises(ValueError, match="y holds nan"):
        function([1, 2], [1, math.nan])


@pytest.mark.parametrize("function", [correlation, regression_line, regression_slope])
@pytest.mark.parametrize("value", [0, 0.1, 1e150])
def test_nothing_changes_along_with_what_never_changes(function, value):
    with pytest.raises(ValueError, match="x never changes"):
        function([value] * 3, [1, 2, 3])
    if function is correlation:
        with pytest.raises(ValueError, match="y never changes"):
            function([1, 2, 3], [value] * 3)


def test_groups_are_checked_too():
    with pytest.raises(ValueError, match="groups must have a name for each number"):
        group_correlations([1, 2], [1, 2], ["a"])
    with pytest.raises(ValueError, match="x holds one number"):
        group_correlations([1, 2, 3], [1, 2, 3], ["a", "a", "b"])


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda rng: quantile([1, 2], 1.1), "q must lie from 0 to 1; it holds 1.1"),
        (lambda rng: quantile([1, 2], [-1, 0.5]), "q must lie from 0 to 1; it holds -1"),
        (lambda rng: bootstrap_interval([1], np.mean, rng), "x holds one number"),
        (lambda rng: bootstrap_interval([1, 2], np.mean, rng, level=0), "level must lie between"),
        (lambda rng: resample([1, 2], rng, draws=0), "draws must be a whole number"),
        (lambda rng: permutation_p_value([], [1], rng), "x is empty"),
        (lambda rng: permutation_p_value([1], [math.nan], rng), "y holds nan"),
        (lambda rng: family_error_rate(-1), "k must be a whole number"),
        (lambda rng: family_error_rate(3, 1.5), "alpha must be a probability"),
        (lambda rng: best_of(0, 0.5, 10), "k must be a whole number"),
        (lambda rng: best_of(2, 1.5, 10), "share must be a probability"),
    ],
)
def test_other_arguments_are_refused_by_name(call, complaint, rng):
    with pytest.raises(ValueError, match=complaint):
        call(rng)


@laws
@given(samples)
def test_single_answers_are_plain_python_numbers(x):
    assert all(type(function(x)) is float for function in ONE_SAMPLE)


@laws
@given(st.sets(numbers, min_size=1, max_size=40).map(list), st.floats(0, 1))
def test_a_share_q_lies_below_the_quantile_within_one_of_n(x, q):
    below = np.mean(np.array(x) < quantile(x, q) * (1 - 1e-12 * np.sign(quantile(x, q))))
    assert abs(below - q) <= 1 / len(x) + 1e-9


@laws
@given(st.lists(st.integers(-3, 3), min_size=1, max_size=12))
def test_at_most_half_lie_on_either_side_of_the_median_also_with_ties(x):
    assert np.mean(np.array(x) < median(x)) <= 0.5 >= np.mean(np.array(x) > median(x))


# Two samples of one column


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=30), st.lists(st.floats(-50, 50), min_size=1, max_size=30))
def test_ks_is_scipys_and_psi_is_symmetric_and_never_negative(x, y):
    assert ks_distance(x, y) == pytest.approx(stats.ks_2samp(x, y, method="asymp").statistic)
    p, q = bin_shares(x, [-10, 0, 10]), bin_shares(y, [-10, 0, 10])
    assert p.sum() == pytest.approx(1) and p.min() > 0 and len(p) == 4
    there, back = population_stability_index(p, q), population_stability_index(q, p)
    assert there == pytest.approx(back) and there >= 0 and population_stability_index(p, p) == 0


def test_shares_that_have_no_psi_are_refused():
    with pytest.raises(ValueError, match="no share may be 0"):
        population_stability_index([1.0, 0.0], [0.5, 0.5])
    with pytest.raises(ValueError, match="same bins"):
        population_stability_index([0.5, 0.5], [0.2, 0.3, 0.5])
    with pytest.raises(ValueError, match="edges must rise"):
        bin_shares([1, 2], [2, 1])
    assert bin_shares([2, 2], [2]).tolist() == [2.5 / 3, 0.5 / 3], "a number on an edge belongs to the bin below"
