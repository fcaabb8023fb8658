"""What the step `sampling` claims."""

import re

import numpy as np
import pytest

from core.data import flights
from core.statistics import mean, standard_deviation, standard_error
from labs.probability_stats.sampling import picture as draw
from labs.probability_stats.sampling.question import question
from labs.probability_stats.sampling.step import GUESSES, MINUTES, MOST, SHARE, SIZES, column, sampling
from tests.conftest import look


def shown(**link):
    return look(sampling, **link)


def two_errors(p, n):
    return 2 * np.sqrt(p * (1 - p) / n)


def test_the_prediction_is_the_guess_nearest_to_the_truth():
    page, truth = shown(), mean(column(SHARE))
    asked, choices, answer = page.asked
    assert f"{100 * truth:.0f} % arrived less than 30" in asked and "ask 50 of them" in asked
    assert answer == min(choices, key=lambda choice: abs(GUESSES[choice] - two_errors(truth, 50)))
    rng = np.random.default_rng(0)
    means = rng.choice(column(SHARE), size=(4000, 50)).mean(axis=1)
    assert np.mean(np.abs(means - truth) <= GUESSES[answer]) == pytest.approx(19 / 20, abs=0.02)


def test_there_are_5000_flights_and_the_columns_say_what_they_are_called():
    assert len(column(SHARE)) == len(column(MINUTES)) == 5000
    assert mean(column(SHARE)) == pytest.approx(np.mean(flights().arr_delay_min < 30))


def test_about_95_per_cent_of_the_means_of_large_samples_lie_within_two_standard_errors():
    for shown_column in (SHARE, MINUTES):
        x, rng = column(shown_column), np.random.default_rng(1)
        means = rng.choice(x, size=(3000, 400)).mean(axis=1)
        near = np.abs(means - mean(x)) <= 2 * standard_deviation(x) / 20
        assert near.mean() == pytest.approx(0.95, abs=0.015)


def test_more_draws_go_on_where_fewer_ended():
    few, many = (shown(draws=str(d), seed="7").ran.results["piled"] for d in (30, 31))
    assert (many - few).sum() == 1 and (many >= few).all()


@pytest.mark.parametrize("which", [SHARE, MINUTES])
def test_every_mean_is_counted_once_whatever_n(which):
    look, x, rng = draw.LOOKS[which == MINUTES], column(which), np.random.default_rng(2)
    for n in SIZES:
        edges = draw.bins(look, n)
        assert (np.diff(edges) > 0).all() and edges[1] <= look.low + 0.2 * (look.high - look.low)
        means = rng.choice(x, size=(50, n)).mean(axis=1)
        assert np.histogram(means, edges)[0].sum() == 50
        if which == SHARE:
            inner = edges[1:-1]
            held = [((np.arange(n + 1) / n >= a) & (np.arange(n + 1) / n < b)).sum() for a, b in zip(inner, inner[1:])]
            assert len({count for count, b in zip(held, inner[1:]) if b <= 1}) <= 1, (
                "bars that hold equally many shares"
            )


def test_the_task_can_be_done_by_the_slider_and_by_no_wrong_n():
    done = [n for n in SIZES if round(100 * two_errors(mean(column(SHARE)), n), 1) == 3.0]
    assert done
    for n in (done[0], done[-1]):
        assert all(shown(n=str(SIZES.index(n))).tasks.values())
    for n in (done[0] - 10, done[-1] + 10, 50):
        assert not any(shown(n=str(SIZES.index(n))).tasks.values())
    assert not any(shown(n=str(SIZES.index(done[0])), column=MINUTES).tasks.values())


def test_the_figures_of_where_it_bites():
    bite = shown().bite
    assert "86 % on 50 is ± 10 points" in bite and round(100 * two_errors(0.86, 50)) == 10
    assert "76 % or 96 %" in bite
    assert "On 500 it would still be ± 3" in bite and round(100 * two_errors(0.86, 500)) == 3


def test_a_sample_whose_numbers_are_all_alike_is_told_so():
    x = column(SHARE)
    for seed in range(1, 51):
        if np.ptp(np.random.default_rng(seed).choice(x, size=(1, 5))[-1]) == 0:
            said = shown(n="0", seed=str(seed)).said
            assert "all 5 are alike" in said and "falsely sure" in said
            return
    raise AssertionError("no seed gives five alike")


def test_means_and_intervals_beyond_the_picture_are_told():
    page = shown(n="0", draws=str(MOST), seed="4", column=MINUTES)
    outside = page.ran.results["piled"][0] + page.ran.results["piled"][-1]
    assert outside > 0 and re.search(rf"{outside} means? lies? beyond the picture", page.said)
    assert [
        mark["text"] for mark in page.marks if mark["kind"] == "text" and "mean" in mark["text"] and "→" in mark["text"]
    ]
    for seed in range(1, 51):
        page = shown(n="0", seed=str(seed))
        told, error = page.ran.results["told"], page.ran.results["error_told"]
        arrows = [mark for mark in page.marks if mark.get("text") == "→" and mark["role"] == "model"]
        assert bool(arrows) == (told + 2 * error > 1.031)


def test_the_last_sample_tells_its_own_standard_error():
    page = shown(draws="12", n="3", seed="4")
    samples = np.random.default_rng(4).choice(column(SHARE), size=(12, SIZES[3]))
    assert page.ran.results["error_told"] == standard_error(samples[-1])
    assert page.ran.results["low"] <= page.ran.results["told"] <= page.ran.results["high"]
    assert MOST >= 12


def test_the_checkpoint_makes_the_interval_as_narrow_as_asked():
    words = {"half": 2, "third": 3, "quarter": 4, "fifth": 5}
    for seed in range(500):
        asked = question(seed)
        n = int(re.search(r"\b\d+0\b", asked.prompt).group())
        times = words[re.search(r"half|third|quarter|fifth", asked.prompt).group()]
        assert two_errors(0.5, asked.answer) == pytest.approx(two_errors(0.5, n) / times)
