import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import precision_score

from core.data import screening
from core.probability import posterior, posterior_odds, screening_table, whole_counts

laws = settings(max_examples=100)
thousandths = st.integers(0, 1000).map(lambda n: n / 1000)  # 0 and 1 among them, and no number too small to multiply
rates = st.tuples(thousandths, thousandths, thousandths)


# How sure a positive makes you


@laws
@given(rates)
def test_bayes_is_the_precision_of_the_test(rate):
    # scikit-learn counts four kinds of people: ill or not, positive or not, each with its share of everyone
    table = screening_table(*rate)
    precision = precision_score([1, 0, 1, 0], [1, 1, 0, 0], sample_weight=table.ravel(), zero_division=np.nan)
    answer = posterior(*rate)
    assert math.isnan(precision) if answer is None else answer == pytest.approx(precision)


@pytest.mark.parametrize(("place", "percent"), [(0, 7.8), (1, 4.4)])
def test_bayes_gives_the_published_share_of_positive_mammograms_that_are_cancer(place, percent):
    women = screening()[place]
    healthy = women.screened - women.with_cancer
    rate = women.with_cancer / women.screened, women.true_positive / women.with_cancer, women.false_positive / healthy
    assert round(100 * posterior(*rate), 1) == percent


@laws
@given(rates)
def test_ill_and_healthy_share_the_positives(rate):
    prior, sensitivity, false_positive_rate = rate
    ill, healthy = posterior(*rate), posterior(1 - prior, false_positive_rate, sensitivity)
    assert (ill is None) == (healthy is None)
    if ill is not None:
        assert ill + healthy == pytest.approx(1)


@laws
@given(rates)
def test_a_second_positive_starts_where_the_first_one_ended(rate):
    prior, sensitivity, false_positive_rate = rate
    both = posterior(prior, sensitivity**2, false_positive_rate**2)
    if both is not None:
        again = posterior(posterior(*rate), sensitivity, false_positive_rate)
        assert again == pytest.approx(both, abs=1e-9)


@laws
@given(rates)
def test_a_test_that_alarms_ill_and_healthy_alike_tells_nothing(rate):
    prior, sensitivity, _ = rate
    answer = posterior(prior, sensitivity, sensitivity)
    assert answer is None if sensitivity == 0 else answer == pytest.approx(prior)


@pytest.mark.parametrize("rate", [(0, 0.9, 0), (1, 0, 0.5), (0.3, 0, 0)])
def test_nobody_positive_is_no_answer(rate):
    assert posterior(*rate) is None and posterior_odds(*rate) is None
    assert screening_table(*rate)[0].tolist() == [0, 0]


# Odds


@laws
@given(rates)
def test_odds_and_probability_say_the_same(rate):
    odds, answer = posterior_odds(*rate), posterior(*rate)
    if odds is None or odds == math.inf:
        assert answer == (None if odds is None else 1)
    else:
        assert odds / (1 + odds) == pytest.approx(answer)


@laws
@given(st.tuples(*[st.integers(1, 999).map(lambda n: n / 1000)] * 3))
def test_a_positive_multiplies_the_odds_by_the_same_number(rate):
    prior, sensitivity, false_positive_rate = rate
    before = prior / (1 - prior)
    assert posterior_odds(*rate) == pytest.approx(before * sensitivity / false_positive_rate)


def test_odds_are_infinite_if_only_the_ill_test_positive():
    assert posterior_odds(0.3, 0.5, 0) == posterior_odds(1, 0.5, 0.5) == math.inf


# The four cells


@laws
@given(rates)
def test_the_four_cells_add_up_every_way(rate):
    prior, sensitivity, false_positive_rate = rate
    table = screening_table(*rate)
    assert table.sum() == pytest.approx(1) and (table >= 0).all()
    assert table.sum(axis=0) == pytest.approx([prior, 1 - prior])
    assert table[0] == pytest.approx([prior * sensitivity, (1 - prior) * false_positive_rate])


def test_the_four_cells_of_the_textbook_example():
    women = screening()[0]
    counts = [[women.true_positive, women.false_positive], [women.false_negative, women.true_negative]]
    assert 1000 * screening_table(0.01, 0.8, 95 / 990) == pytest.approx(np.array(counts))


@pytest.mark.parametrize("function", [posterior, posterior_odds, screening_table])
@pytest.mark.parametrize("wrong", [-0.1, 1.1, 95, math.nan, math.inf, "0.5", None])
@pytest.mark.parametrize(("place", "name"), [(0, "prior"), (1, "sensitivity"), (2, "false_positive_rate")])
def test_what_is_no_probability_is_refused_by_name(function, wrong, place, name):
    rate = [0.5, 0.5, 0.5]
    rate[place] = wrong
    with pytest.raises(ValueError, match=f"{name} must be a probability"):
        function(*rate)


# Whole people


@laws
@given(st.lists(thousandths, min_size=1, max_size=8).filter(any), st.integers(0, 2000))
def test_whole_counts_add_up_and_stay_within_one(shares, total):
    counts, exact = whole_counts(shares, total), total * np.array(shares) / sum(shares)
    assert counts.sum() == total and (counts >= 0).all()
    assert (np.abs(counts - exact) < 1).all()


@laws
@given(st.lists(st.integers(0, 50), min_size=1, max_size=8).filter(any))
def test_what_is_whole_already_stays(counts):
    assert whole_counts(np.array(counts) / sum(counts), sum(counts)).tolist() == counts


def test_seats_of_a_parliament_by_largest_remainder():
    # the usual textbook example of Hamilton's method: 100,000 votes, 10 seats
    assert whole_counts([47_000, 16_000, 15_900, 12_000, 6_000, 3_100], 10).tolist() == [5, 2, 1, 1, 1, 0]


@pytest.mark.parametrize(("shares", "total"), [([], 10), ([0, 0], 10), ([1, -1, 2], 10), ([0.5, 0.5], -1), ([1], 0.5)])
def test_whole_counts_refuse_what_cannot_be_shared(shares, total):
    with pytest.raises(ValueError, match="shares|total"):
        whole_counts(shares, total)
