"""Families of distributions, tables, words as evidence, against SciPy, scikit-learn and laws."""

import math
from decimal import Decimal, localcontext
from fractions import Fraction
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.special import expit
from sklearn.naive_bayes import MultinomialNB

from core.data import messages
from core.probability import (
    PDF,
    PMF,
    bernoulli_pmf,
    binomial_pmf,
    conditional,
    expectation,
    exponential_pdf,
    from_log_odds,
    histogram,
    joint,
    log_factorial,
    marginal,
    naive_bayes_log_odds,
    normal_cdf,
    normal_pdf,
    pareto_pdf,
    pdf,
    pmf,
    poisson_pmf,
    posterior,
    running_mean,
    sample,
    shortfall,
    stirling_gap,
    uniform_pdf,
    variance_of,
    word_weights,
)

laws = settings(max_examples=100)
shares = st.integers(0, 1000).map(lambda n: n / 1000)
positive = st.floats(0.01, 100)
places = st.lists(st.floats(-200, 200).map(lambda x: round(x, 6)), min_size=1, max_size=10)
tables = st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(
    lambda shape: st.lists(
        st.lists(st.integers(0, 50), min_size=shape[1], max_size=shape[1]), min_size=shape[0], max_size=shape[0]
    )
)
outcomes = st.lists(st.tuples(st.floats(-1000, 1000), st.integers(1, 100)), min_size=1, max_size=10).map(
    lambda rows: (np.array(rows)[:, 0], np.array(rows)[:, 1] / np.sum(np.array(rows)[:, 1]))
)


@pytest.fixture
def rng():
    return np.random.default_rng(0)


# Families


@laws
@given(st.integers(0, 300), shares)
def test_binomial_as_scipy_has_it(n, p):
    k = np.arange(-1, n + 2)
    assert binomial_pmf(k, n, p) == pytest.approx(stats.binom.pmf(k, n, p), rel=1e-9, abs=1e-300)
    assert binomial_pmf(k, n, p).sum() == pytest.approx(1)


def test_binomial_of_a_million_tries():
    assert binomial_pmf(500_000, 1_000_000, 0.5) == pytest.approx(stats.binom.pmf(500_000, 1_000_000, 0.5), rel=1e-8)


@laws
@given(shares)
def test_bernoulli_as_scipy_has_it(p):
    k = [-1, 0, 0.5, 1, 2]
    assert bernoulli_pmf(k, p) == pytest.approx(stats.bernoulli.pmf(k, p), abs=1e-15)


@laws
@given(positive)
def test_poisson_as_scipy_has_it(rate):
    k = np.arange(-1, 300)
    assert poisson_pmf(k, rate) == pytest.approx(stats.poisson.pmf(k, rate), rel=1e-9, abs=1e-300)
    assert poisson_pmf(k, rate).sum() == pytest.approx(1)


def test_many_rare_chances_are_poisson():
    assert binomial_pmf(np.arange(8), 100_000, 2 / 100_000) == pytest.approx(poisson_pmf(np.arange(8), 2), rel=1e-3)


def test_counts_that_cannot_be_have_probability_zero():
    assert binomial_pmf([0.5, -1, 4], 3, 0.5).tolist() == poisson_pmf([0.5, -1, -2.5], 3).tolist() == [0, 0, 0]


@laws
@given(places, st.floats(-50, 50), positive)
def test_curves_as_scipy_has_them(x, middle, size):
    assert normal_pdf(x, middle, size) == pytest.approx(stats.norm.pdf(x, middle, size), rel=1e-9, abs=1e-300)
    assert uniform_pdf(x, middle, middle + size) == pytest.approx(stats.uniform.pdf(x, middle, middle + size - middle))
    assert exponential_pdf(x, size) == pytest.approx(stats.expon.pdf(x, scale=1 / size), rel=1e-9, abs=1e-300)
    assert pareto_pdf(x, size, 1.5) == pytest.approx(stats.pareto.pdf(x, 1.5, scale=size), rel=1e-9, abs=1e-300)


CURVES = [
    ("uniform", (2, 5), 2, 5),
    ("normal", (3, 2), -17, 23),
    ("exponential", (0.5,), 0, 60),
    ("pareto", (1, 2), 1, 1e3),
]
COUNTS = [("bernoulli", (0.3,)), ("binomial", (12, 0.3)), ("poisson", (4.5,))]


@pytest.mark.parametrize(("family", "parameters", "low", "high"), CURVES)
def test_the_area_under_a_curve_is_one(family, parameters, low, high):
    x = np.geomspace(low, high, 200_001) if family == "pareto" else np.linspace(low, high, 200_001)
    assert np.trapezoid(pdf(family, x, *parameters), x) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize(("family", "parameters", "low", "high"), CURVES)
def test_draws_fall_onto_their_curve(family, parameters, low, high, rng):
    draws = sample(family, 100_000, rng, *parameters)
    edges = np.linspace(low, min(high, low + 8), 41)
    heights, _ = histogram(draws, edges, density=True)
    x = np.linspace(low, min(high, low + 8), 4001)
    curve = pdf(family, (x[1:] + x[:-1]) / 2, *parameters).reshape(40, 100).mean(axis=1)
    assert draws.shape == (100_000,) and draws.min() >= low
    assert heights == pytest.approx(curve, abs=0.03)


@pytest.mark.parametrize(("family", "parameters"), COUNTS)
def test_draws_come_as_often_as_their_pmf_says(family, parameters, rng):
    draws = sample(family, 100_000, rng, *parameters)
    found = np.bincount(draws, minlength=30) / len(draws)
    assert found == pytest.approx(pmf(family, np.arange(len(found)), *parameters), abs=0.006)


@pytest.mark.parametrize(("family", "parameters"), COUNTS + [(f, p) for f, p, *_ in CURVES])
def test_the_same_seed_draws_the_same(family, parameters):
    first, again = (sample(family, 5, np.random.default_rng(7), *parameters) for _ in range(2))
    assert first.tolist() == again.tolist() and first.shape == (5,)


def test_single_answers_are_plain_python_numbers():
    for family, parameters in COUNTS:
        assert type(pmf(family, 1, *parameters)) is float and pmf(family, [[1, 2]], *parameters).shape == (1, 2)
    for family, parameters, *_ in CURVES:
        assert type(pdf(family, 3, *parameters)) is float and pdf(family, [[1, 2]], *parameters).shape == (1, 2)
    assert type(from_log_odds(0.3)) is float and type(naive_bayes_log_odds(0.3, [1])) is float
    assert type(expectation([1, 2], [0.5, 0.5])) is type(variance_of([1, 2], [0.5, 0.5])) is float


def test_nothing_overflows_at_the_edges():
    with np.errstate(all="raise", under="ignore"):
        assert normal_pdf(1e150, -1e150, 1e-9) == 0
        assert pareto_pdf([1e150, -5, 0], 1e-9, 3).tolist() == [0, 0, 0]
        assert exponential_pdf([1e150, -1e150], 5).tolist() == [0, 0]
        assert poisson_pmf(0, 1e5) == 0 and binomial_pmf([0, 5000], 5000, 0.5).max() < 1e-300
        assert from_log_odds([-1e150, 1e150]).tolist() == [0, 1]


# What happens on average


@laws
@given(outcomes)
def test_expectation_and_variance_as_numpy_has_them(outcome):
    values, probabilities = outcome
    average = np.average(values, weights=probabilities)
    assert expectation(values, probabilities) == pytest.approx(average, abs=1e-9)
    spread = np.average((values - average) ** 2, weights=probabilities)
    assert variance_of(values, probabilities) == pytest.approx(spread, abs=1e-6)


@laws
@given(outcomes, st.floats(-100, 100), st.floats(-10, 10))
def test_expectation_moves_with_the_values_and_variance_with_the_square(outcome, shift, stretch):
    values, probabilities = outcome
    moved = stretch * values + shift
    assert expectation(moved, probabilities) == pytest.approx(stretch * expectation(*outcome) + shift, abs=1e-6)
    assert variance_of(moved, probabilities) == pytest.approx(stretch**2 * variance_of(*outcome), rel=1e-6, abs=1e-4)


def test_variance_keeps_the_digits_of_large_values():
    assert variance_of([1e9, 1e9 + 1], [0.5, 0.5]) == 0.25


@laws
@given(places)
def test_the_running_mean_is_the_mean_so_far(draws):
    assert running_mean(draws) == pytest.approx([np.mean(draws[: k + 1]) for k in range(len(draws))], abs=1e-9)


def test_the_running_mean_settles_unless_the_tail_is_heavy(rng):
    settled = running_mean(sample("exponential", 100_000, rng, 0.5))
    assert settled[-1000:] == pytest.approx(2, abs=0.03)
    jumps = [np.ptp(running_mean(sample("pareto", 100_000, rng, 1, 0.8))[-50_000:]) for _ in range(10)]
    assert np.median(jumps) > 1


# Tables


@laws
@given(tables.filter(lambda rows: np.sum(rows) > 0))
def test_the_shares_of_a_table(rows):
    counts = np.array(rows)
    assert joint(rows).sum() == pytest.approx(1)
    assert joint(rows) * counts.sum() == pytest.approx(counts)
    assert marginal(rows, "rows") == pytest.approx(joint(rows).sum(axis=1))
    assert marginal(rows, "columns") == pytest.approx(joint(rows.copy()).sum(axis=0))
    assert conditional(rows, "columns").T == pytest.approx(conditional(counts.T, "rows"), nan_ok=True)
    for line, shares in zip(counts, conditional(rows, "rows")):
        assert shares == pytest.approx(line / line.sum()) if line.sum() else np.isnan(shares).all()


@laws
@given(st.lists(st.integers(1, 500), min_size=4, max_size=4))
def test_bayes_turns_a_table_around(counts):
    table = np.reshape(counts, (2, 2))  # rows: ill, healthy; columns: positive, negative
    (sensitivity, _), (false_positive_rate, _) = conditional(table, "rows")
    prior = float(marginal(table, "rows")[0])
    sure = posterior(prior, float(sensitivity), float(false_positive_rate))
    assert conditional(table, "columns")[0, 0] == pytest.approx(sure)


def test_words_of_real_messages_both_ways_round():
    texts, spam, _ = messages()
    free = np.array(["free" in text.lower().split() for text in texts])
    table = [[np.sum(free & (spam == s)), np.sum(~free & (spam == s))] for s in (1, 0)]
    assert conditional(table, "rows")[0, 0] == pytest.approx(free[spam == 1].mean())
    assert conditional(table, "columns")[0, 0] == pytest.approx(spam[free].mean())


# Words as evidence


@laws
@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 3)), min_size=1, max_size=8),
    st.integers(1, 999),
)
def test_log_odds_are_those_of_multinomial_naive_bayes(rows, thousandths):
    spam, ham, message = np.array(rows).T
    prior = thousandths / 1000
    model = MultinomialNB(class_prior=[1 - prior, prior]).fit([ham, spam], [0, 1])
    no, yes = model.predict_log_proba([message])[0]
    weights = np.repeat(word_weights(spam, ham), message)
    assert naive_bayes_log_odds(prior, weights) == pytest.approx(yes - no, abs=1e-6)
    assert from_log_odds(naive_bayes_log_odds(prior, weights)) == pytest.approx(math.exp(yes), abs=1e-9)


def test_a_message_without_a_known_word_leaves_the_prior():
    assert from_log_odds(naive_bayes_log_odds(0.2, [])) == pytest.approx(0.2)
    assert naive_bayes_log_odds(0, [50]) == -math.inf and naive_bayes_log_odds(1, [-50]) == math.inf


@laws
@given(st.integers(1, 50), st.integers(1, 50))
def test_evidence_changes_sides_with_the_kinds(a, b):
    assert word_weights([a, b], [b, a]) == pytest.approx(-word_weights([b, a], [a, b]))
    assert word_weights([0, a], [0, a]) == pytest.approx([0, 0])


@laws
@given(st.floats(-700, 700))
def test_from_log_odds_as_scipy_has_it(z):
    assert from_log_odds(z) == pytest.approx(expit(z), rel=1e-12)
    assert from_log_odds(z) + from_log_odds(-z) == pytest.approx(1)


# Histograms


@laws
@given(places, st.integers(1, 12))
def test_histogram_as_numpy_has_it(x, bins):
    for edges in (bins, np.linspace(-200, 200, bins + 1)):
        for density in (False, True):
            theirs, places = np.histogram(x, edges, density=density)
            heights, ours = histogram(x, edges, density)
            assert heights == pytest.approx(theirs) and ours == pytest.approx(places)


def test_a_cut_off_tail_still_counts():
    heights, edges = histogram([0.5, 1.5, 50, 90], [0, 1, 2], density=True)
    assert heights.tolist() == [0.25, 0.25] and edges.tolist() == [0, 1, 2]


# What is refused, and in which words


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda rng: binomial_pmf(1, 3, 1.2), "p must be a probability"),
        (lambda rng: binomial_pmf(1, -3, 0.2), "n must be a whole number"),
        (lambda rng: binomial_pmf(math.nan, 3, 0.2), "k holds nan"),
        (lambda rng: poisson_pmf(1, 0), "rate must be above 0"),
        (lambda rng: uniform_pdf(1, 2, 2), "low must be below high"),
        (lambda rng: normal_pdf(1, 0, 0), "sd must be above 0"),
        (lambda rng: normal_pdf([], 0, 1), "x is empty"),
        (lambda rng: exponential_pdf(1, -1), "rate must be above 0"),
        (lambda rng: pareto_pdf(1, 0, 1), "low must be above 0"),
        (lambda rng: pareto_pdf(1, 1, 0), "alpha must be above 0"),
        (lambda rng: pdf("poisson", 1, 2), "family must be one of uniform, normal, exponential, pareto"),
        (lambda rng: pmf("normal", 1, 0, 1), "family must be one of bernoulli, binomial, poisson"),
        (lambda rng: sample("gauss", 3, rng, 0, 1), "family must be one of bernoulli, .*, pareto; it is 'gauss'"),
        (lambda rng: sample("normal", 3, rng, 0, -1), "sd must be above 0"),
        (lambda rng: sample("normal", 0, rng, 0, 1), "count must be a whole number"),
        (lambda rng: expectation([1, 2], [0.5, 0.6]), "add up to 1; they add up to 1.1"),
        (lambda rng: expectation([1, 2], [1.5, -0.5]), "probabilities must be 0 or more"),
        (lambda rng: expectation([1, 2], [1]), "Each value needs one probability"),
        (lambda rng: variance_of([], []), "values is empty"),
        (lambda rng: running_mean([1, math.nan]), "draws holds nan"),
        (lambda rng: joint([[0, 0], [0, 0]]), "a table of nobody has no shares"),
        (lambda rng: joint([1, 2]), "counts must be a matrix"),
        (lambda rng: conditional([[1, -1]], "rows"), "counts must be 0 or more"),
        (lambda rng: conditional([[1, 1]], "row"), 'given must be "rows" or "columns"'),
        (lambda rng: marginal([[1, 1]], 0), 'of must be "rows" or "columns"'),
        (lambda rng: word_weights([1], [1, 2]), "Each word needs one count"),
        (lambda rng: word_weights([-1], [1]), "Each word needs one count"),
        (lambda rng: naive_bayes_log_odds(2, [1]), "prior must be a probability"),
        (lambda rng: naive_bayes_log_odds(0.5, [math.nan]), "weights holds nan"),
        (lambda rng: histogram([], 3), "x is empty"),
        (lambda rng: histogram([1], 0), "bins must be a whole number"),
        (lambda rng: histogram([1], [2, 1]), "bins"),
    ],
)
def test_arguments_are_refused_by_name(call, complaint, rng):
    with pytest.raises(ValueError, match=complaint):
        call(rng)


def test_every_family_is_in_the_two_tables():
    assert {name for name, _ in COUNTS} == set(PMF) and {name for name, *_ in CURVES} == set(PDF)


# Large counts, where the logarithms of the formula cancel to the last digit


def exact_log_factorial(k):
    """Stirling's series in as many digits as asked for; its next term is below 1 / 1000 k⁷."""
    k, pi = Decimal(k), Decimal("3.14159265358979323846264338327950288419716939937510582097494")
    return k * k.ln() - k + (2 * pi * k).ln() / 2 + 1 / (12 * k) - 1 / (360 * k**3) + 1 / (1260 * k**5)


def exact_poisson(k, rate):
    with localcontext() as digits:
        digits.prec = 60
        return float((k * Decimal(rate).ln() - Decimal(rate) - exact_log_factorial(k)).exp())


def exact_binomial(k, n, p):
    with localcontext() as digits:
        digits.prec = 60
        ways = exact_log_factorial(n) - exact_log_factorial(k) - exact_log_factorial(n - k)
        return float((ways + k * Decimal(p).ln() + (n - k) * (1 - Decimal(p)).ln()).exp())


@pytest.mark.parametrize("rate", [1e4, 1e8, 1e12, 1e15])
@pytest.mark.parametrize("off", [0, 1, -2, 5])
def test_a_poisson_probability_is_right_however_large_the_mean(rate, off):
    k = int(rate + off * math.sqrt(rate))
    assert poisson_pmf(k, rate) == pytest.approx(exact_poisson(k, rate), rel=1e-12)


@pytest.mark.parametrize("rate", [1.0, 7.0, 4096.0, 1e12, 2.0**52])
def test_a_whole_mean_and_the_count_below_it_are_equally_probable(rate):
    """P(rate) / P(rate − 1) = rate / rate."""
    assert poisson_pmf(rate, rate) == pytest.approx(poisson_pmf(rate - 1, rate), rel=1e-13)


def test_far_means_give_what_is_left_of_the_formula():
    assert poisson_pmf(1e30, 1e30) == pytest.approx(1 / math.sqrt(2 * math.pi * 1e30), rel=1e-12)
    assert poisson_pmf(3, 1e150) == poisson_pmf(1e150, 3) == 0.0
    assert poisson_pmf(0, 1e-300) == 1.0 and poisson_pmf(1, 1e-300) == pytest.approx(1e-300)


@laws
@given(st.integers(0, 60), st.floats(0.01, 60))
def test_a_small_poisson_probability_is_the_formula_in_fractions(k, rate):
    assert poisson_pmf(k, rate) == pytest.approx(
        float(Fraction(rate) ** k / math.factorial(k)) * math.exp(-rate), rel=1e-12
    )


@pytest.mark.parametrize(("n", "p"), [(10**5, 0.5), (10**9, 0.1), (10**12, 0.5), (10**15, 0.999)])
@pytest.mark.parametrize("off", [0, 1, -3])
def test_a_binomial_probability_is_right_however_many_tries(n, p, off):
    k = int(n * p + off * math.sqrt(n * p * (1 - p)))
    assert binomial_pmf(k, n, p) == pytest.approx(exact_binomial(k, n, p), rel=1e-11)


@laws
@given(st.integers(1, 60), st.integers(0, 60), st.integers(1, 999).map(lambda n: n / 1000))
def test_a_small_binomial_probability_is_the_formula_in_fractions(n, k, p):
    exact = math.comb(n, k) * Fraction(p) ** k * (1 - Fraction(p)) ** max(n - k, 0)
    assert binomial_pmf(k, n, p) == pytest.approx(float(exact), rel=1e-12)


@laws
@given(st.integers(0, 10**6), st.floats(0.1, 1e6))
def test_gap_and_shortfall_are_what_they_say(k, expected):
    whole = k * math.log(k) - k if k else 0.0
    assert stirling_gap(k) == pytest.approx(math.lgamma(k + 1) - whole, rel=1e-9, abs=1e-8)
    assert log_factorial(k) == pytest.approx(math.lgamma(k + 1))
    plainly = (k * math.log(k / expected) if k else 0.0) + expected - k
    assert shortfall(k, expected) == pytest.approx(plainly, rel=1e-9, abs=1e-8)
    assert shortfall(k, expected) >= 0 == shortfall(k + 1, k + 1)


# The normal CDF


@laws
@given(places, st.floats(-50, 50), positive)
def test_the_normal_cdf_is_scipys(x, mean, sd):
    assert normal_cdf(x, mean, sd) == pytest.approx(stats.norm.cdf(x, mean, sd), rel=1e-11, abs=1e-300)
    assert type(normal_cdf(x[0], mean, sd)) is float


@laws
@given(st.floats(-6, 6), st.floats(-50, 50), positive)
def test_the_normal_cdf_has_the_bell_as_its_slope_and_the_quantile_as_its_way_back(z, mean, sd):
    x, h = mean + z * sd, 1e-4 * sd
    slope = (normal_cdf(x + h, mean, sd) - normal_cdf(x - h, mean, sd)) / (2 * h)
    assert slope == pytest.approx(normal_pdf(x, mean, sd), rel=1e-5, abs=1e-9 / sd)
    assert normal_cdf(x, mean, sd) + normal_cdf(2 * mean - x, mean, sd) == pytest.approx(1)
    assert NormalDist(mean, sd).inv_cdf(normal_cdf(x, mean, sd)) == pytest.approx(x, abs=1e-6 * sd)
    assert normal_cdf(x, mean, sd) <= normal_cdf(x + h, mean, sd)


def test_the_normal_cdf_keeps_its_digits_far_out():
    assert normal_cdf(-20, 0, 1) == pytest.approx(2.7536241186062337e-89, rel=1e-12)
    assert (normal_cdf(-1e150, 0, 1), normal_cdf(0, 0, 1), normal_cdf(1e150, 0, 1)) == (0.0, 0.5, 1.0)


# Histograms


@pytest.mark.parametrize("bins", [[5, 5], [1, 2, 2, 3], [3, 1], [4], [[1, 2]]])
@pytest.mark.parametrize("density", [True, False])
def test_edges_that_do_not_rise_are_refused(bins, density):
    with pytest.raises(ValueError, match="bins must be"):
        histogram([1.0, 2.0, 5.0], bins, density)


def test_a_bin_too_narrow_for_its_height_is_refused():
    with pytest.raises(ValueError, match="height is too large|edges that rise"):
        histogram([0.0, 1e-320], 2, density=True)
    with pytest.raises(ValueError, match="edges that rise"):
        histogram([1e150, 1e150], 4)
