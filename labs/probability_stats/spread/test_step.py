"""What the step `spread` claims."""

import re

import numpy as np
import pytest

from core.data import anscombe, datasaurus
from core.statistics import mean, median, quantile, standard_deviation
from labs.probability_stats.spread import picture as draw
from labs.probability_stats.spread.question import question
from labs.probability_stats.spread.step import DOZEN, FOUR, GOAL, PRESETS, START, said_of_line, spread
from labs.probability_stats.spread.understand import (
    lowest_that_shows,
    two_results,
    what_follows,
    what_moves,
    which_histogram,
)
from tests.conftest import look
from ui.words import number


def shown(**link):
    return look(spread, **link)


def link_to(x):
    return {name: f"{at:g},0" for name, at in zip(draw.NAMES, x)}


def test_the_prediction():
    far = (*START[:-1], 20)
    assert "7, 8, 9, 10, 11, 12, 13" in shown().asked[0] and START == (7, 8, 9, 10, 11, 12, 13)
    assert mean(far) - mean(START) == 1 and median(far) == median(START) == 10
    assert shown().asked[2] == "The mean moves by 1, the median stays"
    assert (20 - 13) / len(START) == 1


def test_the_task_can_be_done_on_the_grid_and_is_not_done_by_half():
    twice = tuple(10 + 2 * (x - 10) for x in START)
    assert all(shown(**link_to(twice)).tasks.values())
    assert not any(shown(**link_to([x + 1 for x in twice])).tasks.values()), "the mean moved"
    assert not any(shown(**link_to(START)).tasks.values())
    assert f"from {standard_deviation(START):.2f} to {GOAL:.2f}" in next(iter(shown().tasks))


def test_two_camps_have_the_numbers_of_the_start():
    for figure in (mean, median, standard_deviation):
        assert figure(PRESETS["Two camps"]) == pytest.approx(figure(START), abs=1e-9)
    assert PRESETS["Start again"] == START


def test_all_equal_has_words_of_its_own():
    for x in (0, 10, 20):
        page = shown(**link_to([x] * 7))
        assert "exactly **0**" in page.said and page.ran.results["deviations"] == [0.0]


def test_the_bars_balance():
    rng = np.random.default_rng(0)
    for _ in range(50):
        x = rng.integers(0, 201, 7) / 10
        words = [mark["text"] for mark in draw.number_line(x, mean(x), standard_deviation(x), median(x), (10, GOAL))
                 if mark["kind"] == "text"]  # fmt: skip
        sides = [float(word.split()[-1]) for word in words if "bars" in word]
        assert len(sides) == 2 and sides[0] == sides[1], "as printed"


@pytest.mark.parametrize(("x", "arrows"), [([20] * 5 + [0] * 2, "→"), ([0] * 5 + [20] * 2, "←"), (START, "")])
def test_an_sd_that_reaches_beyond_the_picture_has_an_arrow(x, arrows):
    drawn = draw.number_line(x, mean(x), standard_deviation(x), median(x), (10, GOAL))
    assert "".join(mark["text"] for mark in drawn if mark["kind"] == "text" and mark["text"] in "←→") == arrows
    for mark in drawn:
        for place, _ in mark.get("points", []):
            assert draw.SIZE[0] <= place <= draw.SIZE[1]


def test_the_distance_of_mean_and_median_holds_as_printed():
    rng = np.random.default_rng(2)
    for _ in range(300):
        x = rng.integers(0, 201, 7) / 10
        told = [float(n) for n in re.findall(r"\d+\.\d\d", said_of_line(x, mean(x), standard_deviation(x), median(x)))]
        if len(told) == 4:
            assert round(abs(told[0] - told[1]), 2) == told[3]


def test_points_that_stand_together_are_stacked_and_none_hides_another():
    rng = np.random.default_rng(1)
    for x in ([10] * 7, START, *(rng.integers(0, 201, 7) / 10 for _ in range(50))):
        lines = draw.number_line(x, mean(x), standard_deviation(x), median(x), (10, GOAL))
        rails = {mark["rail"]: mark["points"][0][1] for mark in lines if "rail" in mark}
        assert set(rails) == set(draw.NAMES) and max(rails.values()) < draw.TOP
        places = np.column_stack([x, [rails[name] for name in draw.NAMES]])
        gaps = np.linalg.norm(places[:, None] - places[None], axis=2) + np.eye(7) * 9
        assert gaps.min() > 0.7


@pytest.mark.parametrize(("which", "count"), [(FOUR, 4), (DOZEN, 13)])
def test_the_sets_agree_on_what_they_are_said_to_agree_on(which, count):
    sets = anscombe() if which == FOUR else datasaurus()
    pairs = list(zip(sets.x, sets.y))
    assert len(pairs) == len(sets.names) == count
    figures = {tuple(number(figure(column), 1) for column in columns for figure in (mean, standard_deviation))
               for columns in pairs}  # fmt: skip
    medians = {tuple(number(median(column), 1) for column in columns) for columns in pairs}
    assert len(figures) == 1 and len(medians) == count
    left, right, bottom, top = draw.BOXES[which == DOZEN]
    for x, y in pairs:
        assert left <= x.min() and x.max() <= right and bottom <= y.min() and y.max() <= top


@pytest.mark.parametrize(("which", "key", "count"), [(FOUR, "four", 4), (DOZEN, "dozen", 13)])
def test_every_set_can_be_shown_by_a_link_and_none_is_drawn_at_first(which, key, count):
    assert "How do you picture" in shown(set=which).said
    names = [re.match(r"\*\*(.+?)\*\*", shown(set=which, **{key: str(n)}).said).group(1) for n in (1, count)]
    assert len(set(names)) == 2


def test_the_figures_of_where_it_bites():
    bite, x = shown().bite, [0.2] * 95 + [10] * 5
    assert f"takes {mean(x):.2f} s" in bite
    assert f"median, {median(x):g} s" in bite and f"99 of 100 stay within, is {quantile(x, 0.99):g} s" in bite


def test_the_checkpoint_asks_for_less_than_the_newcomer_adds():
    for seed in range(500):
        asked = question(seed)
        numbers = [int(n) for n in re.findall(r"\d+", asked.prompt)]
        assert asked.answer == pytest.approx(np.mean(numbers) - np.mean(numbers[:-1]))


# ---------------------------------------------------------------- the questions to understand


def drawn(situation, count=100):
    return [situation(np.random.default_rng(seed)) for seed in range(count)]


def figures(text):
    return [float(each.replace(",", "")) for each in re.findall(r"\d[\d,]*\.?\d*", text)]


def test_the_lowest_quantile_that_shows_the_slow_ones():
    said = set()
    for asked in drawn(lowest_that_shows):
        total, quick, low, slow, high, average = figures(asked.prompt)
        x = np.repeat([low, high], [int(quick), int(slow)])
        assert len(x) == total and number(x.mean(), 2) == number(average, 2)
        shows = {choice: np.quantile(x, figures(choice)[0]) == high for choice in asked.choices}
        lowest = min((choice for choice in shows if shows[choice]), key=figures)
        assert asked.answer == lowest
        said.add(lowest)
        for mistake in asked.mistakes:
            assert ("too low" in mistake.why) != shows[mistake.value]
    assert len(said) == 3


def test_what_moves_is_what_the_right_answer_names():
    said = set()
    for asked in drawn(what_moves):
        numbers = re.search(r"took ([\d, ]+) ", asked.prompt).group(1)
        x, k = np.sort(figures(numbers)), figures(asked.prompt.replace(numbers, ""))[0]
        if "Slowest" in asked.prompt or "slowest" in asked.prompt:
            new = np.append(x[:-1], x[-1] + k)
        else:
            new = x * k if "times" in asked.prompt else x - k if "come off" in asked.prompt else x + k
        named, _, other = asked.answer.partition(" but not ")
        for word, figure in (("mean", mean), ("median", median), ("s.d.", standard_deviation)):
            moves = abs(figure(new) - figure(x)) > 1e-9
            assert (word in named) == moves and (word in other) <= (not moves)
        said.add(asked.answer)
    assert len(said) == 3


def test_the_colleague_does_what_the_right_answer_says():
    ways = {
        "It divides by n": lambda x: np.std(x),
        "It never takes the root": lambda x: np.var(x, ddof=1),
        "It averages distances, not squares": lambda x: np.mean(np.abs(x - np.mean(x))),
        "It starts from the median": lambda x: np.sqrt(np.sum((x - np.median(x)) ** 2) / (len(x) - 1)),
    }
    for asked in drawn(two_results):
        n, *x, mine, theirs = figures(asked.prompt)
        assert len(x) == n and number(np.std(x, ddof=1), 2) == number(mine, 2)
        fits = [way for way, function in ways.items() if abs(function(np.array(x)) - theirs) < 0.006]
        assert fits == [asked.answer]
        for mistake in asked.mistakes:
            assert number(ways[mistake.value](np.array(x)), 2).replace(",", "") in mistake.why.replace(",", "")
            size = ways[mistake.value](np.array(x)) - mine
            assert ("smaller" in mistake.why) <= (size < 0) and ("larger than" in mistake.why) <= (size > 0)


def test_of_two_logs_that_share_one_number_only_its_own_claim_holds():
    a, b = np.r_[np.full(60, 50.0), np.full(40, 175)], np.r_[np.full(90, 89.0), np.full(10, 199)]
    assert mean(a) == pytest.approx(mean(b)) == 100 and median(a) != median(b) and np.sum(np.abs(a - 100) < 30) == 0
    for asked in drawn(what_follows):
        name = re.search(r"same (mean|median|0.99 quantile)", asked.prompt).group(1)
        claim = {"mean": "in total", "median": "half of the answers", "0.99 quantile": "1 answer in 100"}[name]
        assert claim in asked.answer


def test_the_histogram_agrees_with_the_clue():
    for asked in drawn(which_histogram, 40):
        clue = re.search(r"mean lies (?:([\d.]+) (above|below)|close to)", asked.prompt)
        gap = 0 if clue[1] is None else float(clue[1]) * (1 if clue[2] == "above" else -1)
        gaps = []
        for sketch in asked.sketches:
            stairs = np.array(sketch.marks[0]["points"])
            tops = stairs[1:-1:2, 1] - stairs[0, 1]
            middle = np.interp(0.5, np.append(0, np.cumsum(tops)) / tops.sum(), np.arange(21))
            gaps.append(np.average(np.arange(20) + 0.5, weights=tops) - middle)
        assert asked.choices[int(np.argmin(np.abs(np.array(gaps) - gap)))] == asked.answer
        assert np.sort(gaps)[1] - np.sort(gaps)[0] > 0.4 and np.sort(gaps)[2] - np.sort(gaps)[1] > 0.4
