"""What the step `sampling` claims."""

import re

import numpy as np
import pytest

from core.data import flights
from core.statistics import mean, standard_deviation, standard_error
from labs.probability_stats.sampling import picture as draw
from labs.probability_stats.sampling.question import question
from labs.probability_stats.sampling.step import GUESSES, MINUTES, MOST, SHARE, SIZES, column, sampling
from labs.probability_stats.sampling.understand import (
    is_it_better,
    share_of_the_whole,
    what_n_buys,
    which_pile,
    why_off,
)
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


# ---------------------------------------------------------------- the questions to understand


def drawn(situation, count=100):
    return [situation(np.random.default_rng(seed)) for seed in range(count)]


def figures(text):
    return [float(each.replace(",", "")) for each in re.findall(r"\d[\d,]*\.?\d*", text)]


def reach(share, n):
    """Two standard errors of a column with so many ones."""
    return 2 * np.std(np.arange(1000) < 1000 * share) / np.sqrt(n)


def test_the_better_one_is_told_where_the_gap_is_wider_than_both_reaches():
    said = set()
    for asked in drawn(is_it_better):
        new, old, n = figures(asked.prompt)
        reaches, gap = [reach(share / 100, n) for share in (new, old)], (new - old) / 100
        clear = gap > sum(reaches)
        assert clear or gap < min(0.7 * reaches[1], 0.9 * reaches[0])
        assert ("is better" in asked.answer) == clear and ("can't be told" in asked.answer) != clear
        said.add(clear)
    assert len(said) == 2


def test_a_gap_within_the_reach_comes_about_by_chance_and_a_wide_one_hardly():
    rng = np.random.default_rng(0)
    scores = rng.binomial(100, 0.8, size=(2, 20_000)) / 100
    gaps = np.abs(scores[0] - scores[1])
    assert np.mean(gaps >= 0.6 * reach(0.8, 100)) > 0.2 > 0.01 > np.mean(gaps >= 1.1 * 2 * reach(0.8, 100))


def test_what_n_buys():
    rng = np.random.default_rng(1)
    for k in (2, 3, 4, 5):
        one, more = (rng.exponential(10, n) for n in (20_000, 20_000 * k * k))
        assert standard_deviation(more) == pytest.approx(standard_deviation(one), rel=0.05)
        assert standard_error(more) == pytest.approx(standard_error(one) / k, rel=0.05)
        wider = k * rng.exponential(10, 20_000 * k * k)
        assert standard_error(wider) == pytest.approx(standard_error(one), rel=0.05)
    parts = {2: "half", 3: "a third", 4: "a quarter", 5: "a fifth"}
    for asked in drawn(what_n_buys):
        _, k = figures(asked.prompt)
        if "What do you expect" in asked.prompt:
            assert asked.answer == f"About the same s.d., and {parts[round(k**0.5)]} of the s.e."
        else:
            assert asked.answer == f"{k * k:g} times as many"


def test_the_surer_share_is_the_one_of_more_cases():
    rng = np.random.default_rng(2)
    shares = [rng.hypergeometric(many // 2, many - many // 2, 400, 4000) / 400 for many in (20_000, 9_000_000)]
    assert np.std(shares[0]) == pytest.approx(np.std(shares[1]), rel=0.05)
    for asked in drawn(share_of_the_whole):
        n, _, more, _, share = figures(asked.prompt)
        assert ("large" in asked.answer) == (more > n) and ("equally" in asked.answer) == (more == n)
        for text in (asked.solution, *(mistake.why for mistake in asked.mistakes)):
            assert f"± {100 * reach(share / 100, n):.1f} points for the small one" in text


def test_each_cause_makes_its_symptom():
    rng = np.random.default_rng(3)
    families = np.repeat(rng.random((2000, 20)) < 0.7, 10, axis=1).mean(axis=1)
    assert np.mean(np.abs(families - 0.7) > reach(0.7, 200)) > 0.4, "they hang together"
    alone = rng.binomial(400, 0.7, 20_000) / 400
    assert np.mean(np.abs(alone - 0.7) > reach(0.7, 400)) == pytest.approx(0.05, abs=0.015)
    assert 0.9**10 > 0.3, "ten cases often hold none of one in ten"
    for asked in drawn(why_off):
        words = asked.prompt
        cause = {"rewritten": "hang", "sessions": "hang", "click": "picked", "looked at": "picked"}
        kind = next((cause[sign] for sign in cause if sign in words), "luck" if "teams" in words else "few")
        assert {"hang": "hang together", "picked": "drawn at random", "luck": "one sample in 20", "few": "so small"}[
            kind
        ] in asked.answer
        numbers = figures(words)
        if kind == "luck":
            _, n, share, _, told, other = numbers
            assert told == pytest.approx(100 * reach(share / 100, n), abs=0.06)
            assert told < share - other < 1.3 * told
        elif kind != "few":
            told = float(re.search(r"([\d.]+) points", words)[1])
            share, *_, other = (float(each) for each in re.findall(r"(\d+) %", words))
            assert share - other > 2 * told, "far beyond the ± that was told"


def test_the_pile_is_as_wide_as_two_standard_errors():
    for asked in drawn(which_pile, 40):
        percent, n = figures(asked.prompt)[:2]
        within = []
        for sketch in asked.sketches:
            stairs = np.array(sketch.marks[0]["points"])
            tops = stairs[1:-1:2, 1] - stairs[0, 1]
            middles = np.arange(0, 100, 4)
            spread = np.sqrt(np.average((middles - percent) ** 2, weights=tops[: len(middles)]))
            within.append(abs(np.log(2 * spread / (100 * reach(percent / 100, n)))))
        assert asked.choices[int(np.argmin(within))] == asked.answer
