import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import logsumexp
from scipy.stats import entropy as scipys
from sklearn.metrics import log_loss

from core.attention import softmax
from core.calculus import central_difference
from core.optimisation import cross_entropy, cross_entropy_gradient, cross_entropy_naive, entropy, log_sum_exp

laws = settings(max_examples=80)


@st.composite
def rows(draw, size=8.0):
    z = draw(st.lists(st.floats(-size, size), min_size=2, max_size=6))
    return np.array(z), draw(st.integers(0, len(z) - 1))


@laws
@given(rows(size=1e4))
def test_log_sum_exp_equals_scipy_and_lies_just_above_the_largest(row):
    z, _ = row
    assert log_sum_exp(z) == pytest.approx(logsumexp(z), rel=1e-12, abs=1e-12)
    assert z.max() <= log_sum_exp(z) <= z.max() + np.log(len(z)) + 1e-9


@laws
@given(rows())
def test_cross_entropy_equals_scikit_learn(row):
    z, true_class = row
    expected = log_loss([true_class], [softmax(z)], labels=range(len(z)))
    assert cross_entropy(z, true_class) == pytest.approx(expected, abs=1e-9)
    assert cross_entropy_naive(z, true_class) == pytest.approx(expected, abs=1e-9)


@laws
@given(rows(), st.floats(-100, 100))
def test_adding_the_same_to_every_logit_changes_nothing(row, c):
    z, true_class = row
    assert cross_entropy(z + c, true_class) == pytest.approx(cross_entropy(z, true_class), abs=1e-9)
    assert cross_entropy_gradient(z + c, true_class) == pytest.approx(cross_entropy_gradient(z, true_class), abs=1e-9)
    assert log_sum_exp(z + c) == pytest.approx(log_sum_exp(z) + c, abs=1e-9)


@laws
@given(rows())
def test_the_gradient_equals_the_central_difference_and_sums_to_0(row):
    z, true_class = row
    gradient = cross_entropy_gradient(z, true_class)
    for i, slope in enumerate(gradient):

        def along(moved, i=i):
            return cross_entropy(np.where(np.arange(len(z)) == i, moved, z), true_class)

        assert slope == pytest.approx(central_difference(along, float(z[i]), 1e-5), abs=1e-7)
    assert gradient.sum() == pytest.approx(0, abs=1e-12)
    assert gradient[true_class] <= 0 and (np.delete(gradient, true_class) >= 0).all()


@laws
@given(rows(size=1e4))
def test_it_is_never_negative_and_finite_at_huge_logits(row):
    z, true_class = row
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        loss, gradient = cross_entropy(z, true_class), cross_entropy_gradient(z, true_class)
    assert np.isfinite(loss) and loss >= -1e-9
    assert loss == pytest.approx(logsumexp(z - z[true_class]), abs=1e-9)
    assert np.isfinite(gradient).all()


def test_the_naive_form_breaks_in_both_ways():
    with np.errstate(all="ignore"):
        assert np.isnan(cross_entropy_naive([1e4, 0], 0))
        assert cross_entropy_naive([0, 700], 0) == pytest.approx(700)
        assert cross_entropy_naive([-1e4, 0], 0) == np.inf
        assert np.isnan(cross_entropy_naive([-1e4, -1e4], 0))
    with np.errstate(over="raise"), pytest.raises(FloatingPointError):
        cross_entropy_naive([710, 0], 0)
    assert cross_entropy([1e4, 0], 0) == 0 and cross_entropy([-1e4, 0], 0) == 1e4


def test_scalars_come_out_plain():
    assert type(cross_entropy([1, 2], 0)) is type(cross_entropy_naive([1, 2], 0)) is type(log_sum_exp([1, 2])) is float


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: log_sum_exp([]), "z is empty"),
        (lambda: log_sum_exp(3), "z must be a vector"),
        (lambda: log_sum_exp([1, float("inf")]), "z holds inf"),
        (lambda: cross_entropy([1, 2], 2), "true_class must be a place from 0 to 1"),
        (lambda: cross_entropy([1, 2], -1), "true_class must be a whole number, 0 or more"),
        (lambda: cross_entropy_naive([1, 2], 0.5), "true_class must be a whole number"),
        (lambda: cross_entropy_gradient([[1, 2]], 0), "z must be a vector"),
        (lambda: cross_entropy_gradient([1, 2], 3), "z has 2"),
    ],
)
def test_bad_input_is_refused_in_words(call, words):
    with pytest.raises(ValueError, match=words):
        call()


shares = st.lists(st.integers(0, 50), min_size=1, max_size=8).filter(any).map(lambda n: np.array(n) / sum(n))


@laws
@given(shares)
def test_entropy_is_scipys_and_lies_between_sure_and_even(p):
    assert entropy(p) == pytest.approx(scipys(p), abs=1e-12)
    assert -1e-12 <= entropy(p) <= np.log(len(p)) + 1e-12
    assert entropy(np.full(len(p), 1 / len(p))) == pytest.approx(np.log(len(p)))
    assert entropy(np.append(p, 0)) == pytest.approx(entropy(p)) and type(entropy(p)) is float


@laws
@given(rows(), rows())
def test_no_model_costs_less_on_average_than_the_entropy_and_the_truth_costs_just_that(row, other):
    z, q = row[0], np.resize(other[0], len(row[0]))
    p = softmax(z)
    average = [sum(p[i] * cross_entropy(logits, i) for i in range(len(p))) for logits in (z, q)]
    assert average[0] == pytest.approx(entropy(p), rel=1e-9)
    assert average[1] >= entropy(p) - 1e-9


@pytest.mark.parametrize("p", [[0.5, 0.6], [1.5, -0.5], [0.0], []])
def test_what_does_not_add_up_to_1_has_no_entropy(p):
    with pytest.raises(ValueError, match="^p "):
        entropy(p)
