"""What the step `expectation` claims."""

import re

import numpy as np
import pytest

from core.probability import expectation, sample
from labs.probability_stats.expectation import picture as draw
from labs.probability_stats.expectation.question import question
from labs.probability_stats.expectation.step import CALL, FACES, SEED, SIZES, TAIL, bargain, scale, weight_of_largest
from tests.conftest import LABS, open_step, page_of

LAB, STEP = next((lab, step) for lab in LABS for step in lab.steps if step.id == "expectation")


def shown(**link):
    return page_of(open_step(LAB, STEP, **link), STEP)


def die(weights, price):
    return {f"w{face}": f"{weight},{face}" for face, weight in zip(FACES, weights)} | {"price": f"{draw.RIGHT},{price}"}


def test_the_prediction():
    page = shown(n=str(SIZES.index(5000)))
    rolls = np.random.default_rng(SEED).choice(FACES, 5000, p=np.ones(6) / 6)
    assert rolls[:3].tolist() == [6, 6, 5] and "6, 6 and 5" in page.asked[0]
    assert page.ran.results["means"][-1] == pytest.approx(rolls.mean()) == pytest.approx(3.5, abs=0.05)
    assert np.mean(rolls[3:] <= 3) == pytest.approx(0.5, abs=0.02), "low faces come as often as ever"


def test_the_fair_die_of_the_prose():
    page = shown()
    assert page.ran.results["E"] == pytest.approx(3.5) and 3.5 not in FACES


def test_the_task_wants_both_the_die_and_the_price():
    loaded = (0, 0, 0, 0, 1, 1)
    assert all(shown(**die(loaded, 5.5)).tasks.values())
    assert all(shown(**die((0, 0, 0, 0, 1, 0), 5.05)).tasks.values())
    assert not any(shown(**die(loaded, 5.4)).tasks.values()), "the price"
    assert not any(shown(**die((1,) * 6, 3.5)).tasks.values()), "the die"


def test_shares_are_lengths_divided_by_all():
    assert shown(**die((1, 0, 0, 0, 0, 3), 1)).ran.results["p"].tolist() == [0.25, 0, 0, 0, 0, 0.75]


def test_empty_bars_have_words_of_their_own():
    page = shown(**die((0,) * 6, 1))
    assert "All bars are empty" in page.said[0] and page.ran.results["E"] == pytest.approx(3.5)


@pytest.mark.parametrize("rate", [0, 30, 100])
def test_a_call_costs_what_its_tries_cost(rate):
    results, f = shown(draw=CALL, fail=str(rate)).ran.results, rate / 100
    assert results["p"].sum() == pytest.approx(1)
    assert results["E"] == pytest.approx((1 - f) * (1 + 2 * f + 3 * f**2) + 6 * f**3)


def test_costs_can_be_dragged():
    at = {f"c{i}": f"{x},2" for i, x in enumerate(draw.COLUMNS, start=1)}
    page = shown(draw=CALL, **at)
    assert page.ran.results["E"] == pytest.approx(2) and page.ran.results["variance"] == pytest.approx(0)


def test_what_a_price_does():
    assert "lose **1.00**" in bargain(-1) and "gain **0.25**" in bargain(0.25) and "break even" in bargain(0.05)


def test_the_mean_comes_close_to_the_expectation_and_the_mean_of_a_heavy_tail_does_not():
    rng = np.random.default_rng(0)
    fair = [rng.choice(FACES, 5000).mean() for _ in range(40)]
    heavy = [sample("pareto", 5000, rng, 1, 1).mean() for _ in range(40)]
    assert np.ptp(fair) < 0.2 and np.ptp(heavy) > 3


def test_where_it_bites():
    bite = shown().bite
    assert f"makes up {100 * weight_of_largest(7):.0f} % of the sum" in bite and weight_of_largest(7) > 0.1
    page = shown(draw=TAIL, seed="7", n=str(SIZES.index(5000)))
    assert page.ran.results["its_share"] == pytest.approx(weight_of_largest(7)), "as the page shows it"
    assert "no E" in page.said[0]


@pytest.mark.parametrize("alpha", [1.5, 2.0, 3.0])
def test_the_expectation_of_a_heavy_tail(alpha):
    edges = np.geomspace(1, 1e9, 200_001)
    left = edges[:-1] ** -alpha - edges[1:] ** -alpha
    middles = np.sqrt(edges[:-1] * edges[1:])
    assert expectation(middles, left / left.sum()) == pytest.approx(alpha / (alpha - 1), rel=1e-3)
    assert f"E = α / (α − 1) = {alpha / (alpha - 1):.2f}" in shown(draw=TAIL, alpha=f"{alpha:g}").said[0]


def test_every_mean_of_a_heavy_tail_stays_in_the_picture():
    for seed in range(1, 51):
        for alpha in (0.8, 1, 2, 3):
            draws = sample("pareto", 5000, np.random.default_rng(seed), 1, alpha)
            means = np.cumsum(draws) / np.arange(1, 5001)
            assert means.max() <= scale(alpha, seed)


def test_the_checkpoint_plays_the_tries():
    rng = np.random.default_rng(1)
    for seed in range(500):
        asked = question(seed)
        c, f = (
            int(re.search(r"(\d+) cents", asked.prompt)[1]),
            float(re.search(r"probability ([\d.]+),", asked.prompt)[1]),
        )
        assert asked.answer == pytest.approx(c * (1 + f + f * f))
        if seed < 5:
            fails = rng.random((200_000, 2)) < f
            assert (c * (1 + fails[:, 0] + fails.all(axis=1))).mean() == pytest.approx(asked.answer, rel=0.01)
