"""How tokens are chosen, and how a text surprises."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from core.language import bits_per_character, draw, keep_only, kl_divergence, perplexity, surprisal, top_p
from core.optimisation import entropy

counts = st.lists(st.integers(0, 30), min_size=1, max_size=8).filter(any)
full = st.lists(st.integers(1, 30), min_size=3, max_size=3)


def shares(numbers):
    return np.array(numbers) / np.sum(numbers)


@given(counts, st.integers(1, 20).map(lambda n: n / 20))
def test_top_p_is_the_shortest_list_that_reaches_the_share(numbers, share):
    p = shares(numbers)
    places = top_p(p, share)
    assert sum(p[places]) >= share - 1e-9
    assert len(places) == 1 or sum(sorted(p)[::-1][: len(places) - 1]) < share
    assert list(p[places]) == sorted(p)[::-1][: len(places)]


@given(counts, st.data())
def test_what_is_kept_keeps_its_ratios(numbers, data):
    p = shares(numbers)
    places = data.draw(st.lists(st.integers(0, len(p) - 1), min_size=1, unique=True))
    if p[places].sum() == 0:
        with pytest.raises(ValueError, match="no probability"):
            keep_only(p, places)
        return
    kept = keep_only(p, places)
    assert kept.sum() == pytest.approx(1) and np.allclose(kept[places] * p[places].sum(), p[places])
    assert not np.delete(kept, places).any()


def test_a_place_is_drawn_as_often_as_its_probability_says():
    p = np.array([0.5, 0.0, 0.3, 0.2])
    drawn = draw(p, np.random.default_rng(0).random(20_000))
    assert np.bincount(drawn, minlength=4) / 20_000 == pytest.approx(p, abs=0.01)
    assert draw(p, [0, 0.5, 0.8, 1 - 1e-16]) == [0, 2, 3, 3], "what can't come never does, at the edges either"


@given(counts, st.lists(st.floats(0, 1, exclude_max=True), min_size=1, max_size=4))
def test_the_dice_are_looked_up_in_the_running_total(numbers, dice):
    total = np.cumsum(shares(numbers))[:-1]
    assert draw(shares(numbers), dice) == np.searchsorted(total, dice, side="right").tolist()


@given(st.lists(st.floats(0.001, 1), min_size=1, max_size=9))
def test_perplexity_is_one_over_the_geometric_mean(p):
    assert perplexity(p) == pytest.approx(1 / stats.gmean(p))
    assert np.log(perplexity(p)) == pytest.approx(np.mean(surprisal(p)))
    assert bits_per_character(p, 7) == pytest.approx(-np.sum(np.log2(p)) / 7)


def test_equal_chances_have_their_number_for_perplexity():
    assert perplexity([0.1] * 5) == pytest.approx(10) and surprisal(1) == 0.0


@given(full, full)
def test_kl_divergence_is_never_below_zero_and_is_what_cross_entropy_costs_more(a, b):
    p, q = shares(a), shares(b)
    assert kl_divergence(p, q) == pytest.approx(stats.entropy(p, q), abs=1e-12)
    assert kl_divergence(p, q) >= 0 == kl_divergence(p, p)
    assert kl_divergence(p, q) == pytest.approx(-np.sum(p * np.log(q)) - entropy(p), abs=1e-9)
    grouped = np.array([p[0], p[1] + p[2]]), np.array([q[0], q[1] + q[2]])
    assert kl_divergence(*grouped) <= kl_divergence(p, q) + 1e-12, "grouping can only make it smaller"


def test_what_q_calls_impossible_costs_without_end():
    assert kl_divergence([0.5, 0.5], [1, 0]) == np.inf and kl_divergence([1, 0], [0.5, 0.5]) == pytest.approx(np.log(2))
