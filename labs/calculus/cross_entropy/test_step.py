"""What the step `cross_entropy` claims."""

import inspect
import itertools
import math
import re
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.attention import softmax
from core.optimisation import cross_entropy, cross_entropy_gradient, cross_entropy_naive
from labs.calculus.cross_entropy import picture as chart
from labs.calculus.cross_entropy.question import question
from labs.calculus.cross_entropy.step import CLASSES, LOGITS, TIMES, cross_entropy_step, in_words
from labs.calculus.cross_entropy.step import cross_entropy_step as STEP
from labs.calculus.cross_entropy.understand import understand
from tests.conftest import look, tried

SOURCE = " ".join(inspect.getsource(cross_entropy_step.body).replace('"', " ").split())

logit = st.integers(-30, 30).map(lambda n: n / 10)
logits = st.lists(logit, min_size=3, max_size=3)


def opened(z=LOGITS, **link):
    handles = {name: f"0,{value}" for name, value in zip(CLASSES, z)}
    return look(STEP, **handles, **link)


def cost(p):
    """What a row costs whose true class has probability p."""
    return cross_entropy(np.log([p, 1 - p]), 0)


def test_the_second_row_of_the_guess_costs_about_4_times_as_much():
    assert f"{cost(0.3):.1f}" == "1.2" and f"{cost(0.01):.1f}" == "4.6"
    assert round(cost(0.01) / cost(0.3)) == 4
    assert "-\\\\log 0.3 = 1.2" in SOURCE and "-\\\\log 0.01 = 4.6" in SOURCE


def test_the_second_row_can_be_tried():
    page = tried(STEP)
    assert page.asked[2] == "About 4 times as much"
    assert "gets p = 0.010. Loss **4.62**" in page.said and "wrong" in page.said


def test_each_division_by_e_adds_1():
    assert cost(0.5 / math.e) - cost(0.5) == pytest.approx(1)


def test_the_figures_of_where_it_bites():
    assert f"{cost(0.6):.2f}" == "0.51" and "p = 0.6 the true class costs 0.51" in SOURCE
    assert f"{cost(0.01):.1f}" == "4.6" and "p = 0.01 it costs 4.6" in SOURCE
    assert round(cost(0.01) / cost(0.6)) == 9 and "as much as nine" in SOURCE


@settings(max_examples=80)
@given(st.lists(st.floats(-50, 50), min_size=3, max_size=3), st.integers(0, 2))
def test_softmax_taken_twice_never_costs_less_than_it_says(z, true_class):
    least = cross_entropy([1, 0, 0], 0)
    assert f"{least:.2f}" == "0.55" and "0.55" in SOURCE
    assert cross_entropy(softmax(z), true_class) >= least - 1e-9


@pytest.mark.parametrize("true_class", range(3))
def test_at_1000_the_naive_form_breaks_as_soon_as_one_logit_is_above_0_7(true_class):
    with np.errstate(all="ignore"):
        assert math.isfinite(cross_entropy_naive(np.array([700, 700, 700]), true_class))
        for place in range(3):
            z = np.where(np.arange(3) == place, 800.0, -3000.0)
            assert not math.isfinite(cross_entropy_naive(z, true_class))
            assert math.isfinite(cross_entropy(z, true_class))


@pytest.mark.parametrize("true_class", CLASSES)
def test_the_task_can_be_done_by_hand_for_each_class_and_a_tie_does_not(true_class):
    z = [0.1 if name == true_class else 0.0 for name in CLASSES]
    page = opened(z, true=true_class)
    assert page.ran.results["right"] and page.ran.results["loss"] > 1
    assert list(page.tasks.values()) == [True]
    assert not any(opened((0, 0, 0), true=true_class).tasks.values())


@settings(max_examples=100)
@given(logits)
def test_right_with_a_loss_above_1_has_a_probability_just_above_a_third(z):
    loss, p = cross_entropy(z, 0), softmax(z)[0]
    if z[0] == max(z):
        assert loss <= math.log(3) + 1e-9
        assert (loss > 1) == (p < math.exp(-1))


def test_the_first_sight_is_wrong_and_dear():
    page = opened()
    assert not page.ran.results["right"] and page.ran.results["loss"] > 2
    assert "wrong" in page.said and "breaks" not in page.said
    assert page.library.results["loss"] == pytest.approx(page.ran.results["loss"])


def test_the_naive_form_fails_at_the_highest_factor_and_the_loss_holds():
    page = opened(times=str(TIMES.index(1000)))
    assert page.ran.values["times"] == 1000
    assert not np.isfinite(page.ran.results["naive"]).any()
    assert page.ran.results["loss"] == pytest.approx(2000)
    assert "breaks" in page.said and "holds" in page.said


@pytest.mark.parametrize(
    ("z", "times", "words"),
    [
        ((3, 0, 0), 1000, "p comes out as 0"),
        ((0, 3, 0), 1000, "∞ / ∞"),
        ((-3, -3, -3), 1000, "0 / 0"),
        ((0, 0, 0), 1, "accuracy: **wrong**, by a tie"),
        ((2, 0, 2), 1, "accuracy: **wrong**."),
        ((3, -3, 3), 2, "An arrow shows that the loss is off the chart."),
        ((-3, 3, -3), 1, "accuracy: **right**."),
    ],
)
def test_words_at_the_edges(z, times, words):
    page = opened(z, times=str(TIMES.index(times)))
    assert words in page.said


def test_a_tie_is_right_for_the_first_of_equals():
    assert "**right**, by a tie" in opened((1, 1, 0), true="cat").said


@settings(max_examples=60)
@given(logits, st.sampled_from(TIMES), st.integers(0, 2))
def test_picture_and_words_hold_everywhere(z, times, true_class):
    scaled = times * np.array(z)
    p, loss, slopes = softmax(scaled), cross_entropy(scaled, true_class), cross_entropy_gradient(scaled, true_class)
    with np.errstate(all="ignore"):
        naive = cross_entropy_naive(scaled, true_class)
    left, right, bottom, top = chart.SIZE
    for mark in chart.scene(CLASSES, times, z, p, true_class, loss, slopes, naive, "right"):
        for part in ("points", "at", "tip", "tail", "segments"):
            if part in mark:
                at = np.array(mark[part]).reshape(-1, 2)
                assert (at >= [left, bottom]).all() and (at <= [right, top]).all(), mark
    words = in_words("cat", chart.shares(p)[true_class], loss, naive, True, False, max(z) > 0)
    assert "`" not in words, "read as it stands"
    assert "nan" not in words and "inf" not in words and words.endswith(".")


@settings(max_examples=200)
@given(logits, st.sampled_from(TIMES))
def test_the_shares_add_up_as_they_stand_and_equal_ones_look_equal(z, times):
    p = softmax(times * np.array(z))
    texts = chart.shares(p)
    assert sum(map(Fraction, texts)) == 1
    assert [float(Fraction(text)) for text in texts] == pytest.approx(list(p), abs=6e-4)
    for a, b in itertools.combinations(range(3), 2):
        assert p[a] != p[b] or texts[a] == texts[b]


def test_a_loss_off_the_scale_has_an_arrow_and_no_place_on_it():
    for loss in (6.9, 7.1, 2000.0):
        kinds = {mark["kind"] for mark in chart.point(0.001, loss)}
        assert ("arrow" in kinds, "points" in kinds) == (loss > chart.MOST, loss <= chart.MOST)


def test_the_largest_loss_without_a_factor_is_on_the_chart():
    assert cross_entropy([-chart.REACH, chart.REACH, chart.REACH], 0) < chart.MOST


def test_the_question_over_many_seeds():
    for seed in range(500):
        asked = question(seed)
        assert asked.is_clear() and asked.answer > 0 and len(asked.mistakes) == 4
        assert f"{asked.answer:.2f}" in asked.solution


def test_the_numbers_at_which_a_loss_stands():
    for seed in range(1, 201, 5):
        asked = understand(seed)
        k = int(re.search(r"(\d+) classes", asked.prompt)[1])
        twice = cross_entropy(softmax(np.eye(k)[0] * 1e4), 0)  # probabilities that are sure and right, for logits
        if "inf" in asked.prompt:
            with np.errstate(all="ignore"):
                assert np.isinf(cross_entropy_naive(np.r_[0.0, np.full(k - 1, -800.0)], 1))
            assert "rounded to 0" in asked.answer
        else:
            stands = float(re.search(r"stands at ([\d.]+)", asked.prompt)[1])
            assert abs(stands - (twice if "100 %" in asked.prompt else math.log(k))) < 0.006
            assert ("twice" in asked.answer) == ("100 %" in asked.prompt)


def test_a_change_of_logits_moves_the_loss_as_is_said():
    for seed in range(3, 203, 5):
        asked = understand(seed)
        text = asked.prompt.replace("−", "-")
        z = np.array([float(n) for n in re.findall(r"(?:cat|dog|fox) (-?\d\.\d)", text)])
        true, after = CLASSES.index(re.search("it is a (...)", text)[1]), z.copy()
        if lifted := re.search("logit of the (...) goes", text):
            after[CLASSES.index(lifted[1])] += 1
        elif swapped := re.search("logits of (...) and (...) change", text):
            places = [CLASSES.index(name) for name in swapped.groups()]
            after[places] = z[places[::-1]]
        else:
            after = (
                2 * z
                if "double" in text
                else z - 1
                if "take 1 off" in text
                else z + int(re.search(r"add (\d+)", text)[1])
            )
        change = cross_entropy(after, true) - cross_entropy(z, true)
        assert asked.answer.split()[1].strip(".") == (
            "stays" if abs(change) < 1e-9 else "falls" if change < 0 else "rises"
        )


def test_the_row_that_adds_most_is_the_one_whose_p_fell_by_the_largest_factor():
    for seed in range(5, 205, 5):
        asked = understand(seed)
        table = re.findall(r"\| (\d+) \| ([\d.]+) \| ([\d.]+) \|", asked.prompt)
        assert asked.answer == "row " + max(table, key=lambda row: float(row[1]) / float(row[2]))[0]


def test_the_bars_called_right_are_p_minus_y():
    for seed in range(2, 202, 5):
        asked = understand(seed)
        p = np.array([float(n) for n in re.findall(r"(?:cat|dog|fox) (0\.\d\d)", asked.prompt)])
        true = next(k for k, name in enumerate(CLASSES) if re.search(f"(a|says) {name}", asked.prompt.split(".")[0]))
        for name, sketch in zip(asked.choices, asked.sketches):
            bars = [mark["points"][2][1] for mark in sketch.marks if mark["kind"] == "polygon"]
            assert np.allclose(bars, p - np.eye(3)[true], atol=0.006) == (name == asked.answer)
