"""Families of distributions, tables, words as evidence, against SciPy, scikit-learn and laws."""

import math

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
    marginal,
    naive_bayes_log_odds,
    normal_pdf,
    normal_quantile,
    pareto_pdf,
    pdf,
    pmf,
    poisson_pmf,
    posterior,
    running_mean,
    sample,
    uniform_pdf,
    variance_of,
    word_weights,
)

laws = settings(deadline=None, max_examples=100)
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


@laws
@given(st.integers(1, 999).map(lambda n: n / 1000), st.floats(-50, 50), positive)
def test_normal_quantile_as_scipy_has_it(q, middle, size):
    assert normal_quantile(q, middle, size) == pytest.approx(stats.norm.ppf(q, middle, size), abs=1e-9 * size)


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
        (lambda rng: normal_quantile(1, 0, 1), "q must lie between 0 and 1"),
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
