"""What the step `distributions` claims."""

import re
from statistics import NormalDist

import numpy as np
import pytest

from core.data import flights
from core.probability import binomial_pmf, pdf, pmf, poisson_pmf, sample
from core.statistics import mean, quantile, standard_deviation
from labs.probability_stats.distributions import picture as draw
from labs.probability_stats.distributions.question import question
from labs.probability_stats.distributions.step import (
    FAMILIES,
    GUESSES,
    MYSTERY,
    OWN,
    as_given,
    distributions,
    hidden,
    is_found,
    outside,
    peak,
)
from labs.probability_stats.distributions.understand import empty_hours, height, twice_as_many, which_histogram
from tests.conftest import look

CORNERS = [
    (title, as_given(values))
    for title, family in FAMILIES.items()
    for end in (2, 3, 5)  # low, high, start
    for values in [[parameter[end] for parameter in family.parameters]]
]


def shown(**link):
    return look(distributions, **link)


def said(**link):
    return shown(**link).said.replace("\u00a0", " ")


def test_the_prediction():
    asked, choices, answer = shown().asked
    assert "one an hour on average" in asked
    assert answer == min(choices, key=lambda choice: abs(GUESSES[choice] - poisson_pmf(0, 1)))
    assert "P(0) = **36.8 %**" in said(), "the first picture shows the answer"


@pytest.mark.parametrize(("title", "values"), CORNERS)
def test_probabilities_add_up_to_1_with_what_lies_beyond(title, values):
    family = FAMILIES[title]
    x = draw.places(family.whole)
    inside = np.sum((pmf if family.whole else pdf)(family.name, x, *values)) * (x[1] - x[0])
    draws = sample(family.name, 200_000, np.random.default_rng(0), *values)
    seen = np.mean((draws >= draw.LEFT) & (draws <= draw.RIGHT))
    assert inside == pytest.approx(seen, abs=0.005) and inside < 1.0002


@pytest.mark.parametrize(("title", "values"), CORNERS)
def test_many_draws_stand_as_high_as_the_curve(title, values):
    family = FAMILIES[title]
    edges = draw.bins(family.whole)
    draws = sample(family.name, 200_000, np.random.default_rng(0), *values)
    shares = np.histogram(draws, edges)[0] / len(draws)
    x = draw.places(family.whole)
    heights = (pmf if family.whole else pdf)(family.name, x, *values) * (x[1] - x[0])
    promised = heights.reshape(len(edges) - 1, -1).sum(axis=1)
    np.testing.assert_allclose(shares, promised, atol=0.006)


def test_more_draws_come_closer():
    def away(n):
        page = shown(n=str(n))
        return np.abs(page.ran.results["bars"] - poisson_pmf(draw.WHOLE, 1)).sum()

    assert away(999) < away(19) / 3, "the slider's last stop, 5000 draws, against its 20th"


def test_the_words_tell_what_lies_between_the_handles():
    assert "P(1 to 3)" in said(a="3.25,0", b="0.75,0"), "whichever handle is on the right"
    assert "P(no outcome) = **0 %**" in said(a="3.25,0", b="3.5,0")
    assert "P(exactly 3.5) = **0 %**" in said(family="Normal", a="3.5,0", b="3.5,0")
    assert "P(2 to 8) = **100 %**" in said(family="Uniform", a="2,0", b="8,0")
    assert "of 1 draw, " in said(n="0")


def test_at_least_one_of_the_prose():
    assert sum(poisson_pmf(np.arange(1, 60), 1)) == pytest.approx(1 - poisson_pmf(0, 1))


def test_what_the_picture_has_no_room_for_is_counted():
    page = shown(family="Normal", mean="2", sd="2", n="999", seed="3")
    draws = sample("normal", 5000, np.random.default_rng(3), 2, 2)
    left = np.sum(draws < draw.LEFT)
    assert left > 0 and f"{left:,} of them lie beyond the left edge" in page.said
    assert f"← {left:,} draws" in [mark.get("text") for mark in draw.outside(int(left), 0)]
    assert re.search(r"[\d,]+ of them lie beyond the right edge, the largest at", said(family="Heavy tail", n="999"))
    assert "1 of them lies beyond the right edge, at **14**" in outside(20, 0, 1, 14.0, True)
    assert outside(20, 0, 0, 9.0, True) == ""


def test_bars_higher_than_the_picture_have_an_arrow():
    heights = np.zeros(11)
    heights[[2, 5]] = 0.6, 0.3
    arrows = [mark for mark in draw.bars(heights, 5, True, 0.55) if mark["kind"] == "text"]
    assert [mark["at"][0] for mark in arrows] == [2]


@pytest.mark.parametrize("title", FAMILIES)
def test_each_family_is_first_asked_for_a_probability_it_has(title):
    chance = shown(family=title).ran.results["chance"]
    assert 0.01 < chance < 0.99


@pytest.mark.parametrize("number", [1, 9])
def test_a_family_of_the_other_kind_of_numbers_is_told_so(number):
    true_title, _, _ = hidden(number)
    for title, family in FAMILIES.items():
        told = said(draws=MYSTERY, mystery=str(number), family=title)
        other_kind = family.whole != FAMILIES[true_title].whole
        assert ("must be another family" in told) == other_kind and ("fell there" in told) != other_kind


def test_every_mystery_can_be_found_on_the_grid_and_all_families_occur():
    titles = set()
    for number in range(1, 31):
        title, values, draws = hidden(number)
        titles.add(title)
        assert is_found(number, title, values) and len(draws) == 5000
        for parameter, value in zip(FAMILIES[title].parameters, values):
            assert parameter.low <= value <= parameter.high
            steps = (value - parameter.low) / parameter.step
            assert steps == pytest.approx(round(steps))
        starts = [parameter.start for parameter in FAMILIES[title].parameters]
        assert not is_found(number, title, starts), "more to do than choosing the family"
        others = [other for other in FAMILIES if other != title]
        assert not any(is_found(number, other, values) for other in others)
        far = [value + 3 * parameter.step for value, parameter in zip(values, FAMILIES[title].parameters)]
        assert not is_found(number, title, far)
    assert titles == set(FAMILIES)


def test_the_task_is_done_by_the_link_of_a_right_match_and_only_in_a_mystery():
    title, values, _ = hidden(1)
    link = {parameter.name: str(value) for parameter, value in zip(FAMILIES[title].parameters, values)}
    page = shown(draws=MYSTERY, family=title, **link)
    assert all(page.tasks.values()) and "Found" in page.said
    assert not any(shown(draws=OWN, family=title, **link).tasks.values())
    assert title not in str(page.ran.values["draws"]) and "family" in page.ran.values


def test_a_mystery_keeps_its_bars_whatever_family_you_lay_over_it():
    bars = [shown(draws=MYSTERY, family=title, n="999").ran.results["bars"] for title in FAMILIES]
    assert all((each == bars[0]).all() for each in bars) and bars[0].max() < peak(1)


def test_the_figures_of_where_it_bites():
    bite, late = shown().bite, flights().dep_delay_min
    centre, s = mean(late), standard_deviation(late)
    bell = NormalDist(centre, s).inv_cdf(0.99)
    assert len(late) == 5000 and f"{centre:.1f} minutes on average, with an s.d. of {s:.1f}" in bite
    assert f"its p99 at {bell:.0f} minutes" in bite and f"p99 is {quantile(late, 0.99):.0f}." in bite
    share = np.mean(late > bell)
    assert f"{100 * share:.1f} % are later" in bite and round(share / 0.01) == 3 and "three times" in bite


def test_the_checkpoint_is_one_minus_none():
    for seed in range(500):
        asked = question(seed)
        p = int(re.search(r"(\d+) %", asked.prompt).group(1)) / 100
        (n,) = (int(n) for n in re.findall(r"\b\d+\b", re.sub(r"\d+ %|from 0 to 1", "", asked.prompt)))
        assert asked.answer == pytest.approx(1 - (1 - p) ** n) == pytest.approx(1 - binomial_pmf(0, n, p))


@pytest.mark.parametrize(("title", "values"), [(title, values) for title, values in CORNERS if FAMILIES[title].whole])
@pytest.mark.parametrize("top", [0.05, 0.2, 1.0])
def test_stalks_stay_in_their_frame(title, values, top):
    _, stalks, *others = draw.promise(FAMILIES[title].name, values, True, top, (0.5, 3.5), "guess")
    heads, arrows = ([mark for mark in others if mark["kind"] == kind] for kind in ("points", "text"))
    promised = pmf(FAMILIES[title].name, draw.WHOLE, *values)
    assert [k for k, height in zip(draw.WHOLE, promised) if height > top] == [mark["at"][0] for mark in arrows]
    assert [k for k, height in zip(draw.WHOLE, promised) if height <= top] == sorted(
        k for head in heads for k, _ in head["points"]
    )
    for (k, _), (_, y) in stalks["segments"]:
        assert y == pytest.approx(draw.TALL * min(promised[int(k)] / top, 1), abs=0.001)


def test_a_guess_stands_where_no_bar_is():
    line, _, words = draw.guessed(0.0, 0.55, "your guess: 0 %")
    assert words["anchor"] == "end" and words["at"][0] == line["points"][1][0] == draw.RIGHT
    assert sum(poisson_pmf(k, 1) for k in range(8)) > 0.9999, "what stands under the words never comes"


# ---------------------------------------------------------------- the questions to understand


def drawn(situation, count=100):
    return [situation(np.random.default_rng(seed)) for seed in range(count)]


def figures(text):
    return [float(each.replace(",", "")) for each in re.findall(r"\d[\d,]*\.?\d*", text)]


def test_bursts_leave_more_hours_empty_than_chance_and_a_timer_fewer():
    rng = np.random.default_rng(0)
    bursts = np.zeros(20_000, dtype=int)
    np.add.at(bursts, np.repeat(rng.integers(0, 20_000, 10_000), 4), 1)
    timer = np.bincount((np.arange(40_000) * 0.5).astype(int))
    assert bursts.mean() == timer.mean() == 2
    assert np.mean(bursts == 0) > 3 * pmf("poisson", 0, 2) and np.mean(timer == 0) < 0.1 * pmf("poisson", 0, 2)


def test_the_empty_hours_say_what_the_right_answer_says():
    kinds = set()
    for asked in drawn(empty_hours):
        _, rate, empty = figures(asked.prompt)
        usual = 1000 * pmf("poisson", 0, rate)
        kind = "independent" if abs(empty - usual) < 6 else "bursts" if empty > usual else "timer"
        kinds.add(kind)
        assert kind in asked.answer
    assert len(kinds) == 3


def test_the_level_line_is_judged_by_its_area():
    for asked in drawn(height):
        low, high, density = figures(asked.prompt)
        area = density * (high - low)
        side = "right as it stands" if abs(area - 1) < 1e-6 else "go up" if area < 1 else "come down"
        assert side in asked.answer


def test_twice_as_many_tries_is_what_the_binomial_says():
    for asked in drawn(twice_as_many):
        n, now, after = figures(asked.prompt)
        p = 1 - (1 - now / 100) ** (1 / n)
        share = 100 * (1 - pmf("binomial", 0, int(after), p))
        assert figures(asked.answer)[0] == pytest.approx(share, abs=0.501)
        values = sorted(figures(choice)[0] for choice in asked.choices)
        assert min(np.diff(values)) >= 3, "no choice is within rounding of another"


def test_each_way_a_number_comes_about_makes_its_family():
    rng = np.random.default_rng(1)
    assert np.mean((rng.random((20_000, 8)) < 0.3).sum(axis=1) == 2) == pytest.approx(
        pmf("binomial", 2, 8, 0.3), abs=0.02
    )
    events = rng.random((20_000, 500)) < 3 / 500
    assert np.mean(events.sum(axis=1) == 2) == pytest.approx(pmf("poisson", 2, 3), abs=0.02)
    waits = events.ravel().nonzero()[0]
    assert np.mean(np.diff(waits) > 500 / 3) == pytest.approx(np.exp(-1), abs=0.02)
    sums = rng.random((20_000, 100)).sum(axis=1)
    assert np.mean(np.abs(sums - 50) < np.sqrt(100 / 12)) == pytest.approx(0.683, abs=0.02)


def test_only_the_right_histogram_has_the_shares_that_are_told():
    for asked in drawn(which_histogram, 40):
        _, near, low, high, beyond, far = figures(asked.prompt)
        fits = []
        for sketch in asked.sketches:
            stairs = np.array(sketch.marks[0]["points"])
            edges = 4 * far / 2 * (stairs[::2, 0] - stairs[0, 0]) / (stairs[-1, 0] - stairs[0, 0])
            tops, middles = stairs[1:-1:2, 1] - stairs[0, 1], (edges[:-1] + edges[1:]) / 2
            inside = 100 * tops[(low < middles) & (middles < high)].sum() / tops.sum()
            outside = 100 * tops[middles > far].sum() / tops.sum()
            fits.append(abs(inside - near) < 4 and abs(outside - beyond) < 4)
        assert sum(fits) == 1 and asked.choices[fits.index(True)] == asked.answer
