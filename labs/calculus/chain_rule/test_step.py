"""What the step `chain_rule` claims."""

import math
import re

import numpy as np
import pytest

from core.calculus import central_difference, chain, relu_slope, sigmoid, sigmoid_slope, tanh_slope
from core.linear_algebra import relu
from labs.calculus.chain_rule import picture as chart
from labs.calculus.chain_rule.step import FUNCTIONS, LONG, W, seen
from labs.calculus.chain_rule.step import chain_rule as STEP
from labs.calculus.chain_rule.understand import understand
from tests.conftest import look, tried

PAIRS = dict(zip(FUNCTIONS, [(sigmoid, sigmoid_slope), (np.tanh, tanh_slope), (relu, relu_slope),
                             (lambda z: z, lambda z: 1)]))  # fmt: skip
STEP_BITES = look(STEP).bite
XS = [round(0.05 * k, 2) for k in range(-30, 31)]
WS = [round(0.1 * k, 1) for k in range(41)]


def through(name, x, w, depth):
    f, slope = PAIRS[name]
    return chain(depth * [(lambda x: f(w * x), lambda x: slope(w * x) * w)], x)


def fine(slopes):
    low, high = chart.GOAL
    so_far = np.cumprod(slopes)
    return bool(np.all((so_far >= low) & (so_far <= high)))


def test_the_figures():
    assert f"{0.25**10:.1e}" == "9.5e-07" and round(0.25**10, 6) == 0.000001 and 3**10 == 59049
    z = np.linspace(-50, 50, 10_001)
    assert sigmoid_slope(z).max() == 0.25 and tanh_slope(z).max() == 1
    ends = [through("sigmoid", x, 1.0, 10)[0][-1] for x in np.linspace(-20, 20, 401)]
    apart = 10  # steps of 0.1: x moves by 1
    assert np.max(np.abs(np.array(ends[apart:]) - np.array(ends[:-apart]))) <= 0.25**10


def test_the_prediction_is_what_the_picture_starts_with():
    page = tried(STEP)
    assert page.asked[2] == "About 0.000001" and page.ran.values["depth"] == 10 and page.ran.values["w"] == 1
    assert page.ran.results["whole"] < 0.25**10 and "the slope vanishes" in page.said


def test_a_residual_link_adds_one_to_its_slope():
    _, slopes = chain([(lambda x: x + math.tanh(x), lambda x: 1 + float(tanh_slope(x)))], 0.4)
    h = 1e-5
    measured = (0.4 + h + math.tanh(0.4 + h) - (0.4 - h) - math.tanh(0.4 - h)) / (2 * h)
    assert slopes[0] == pytest.approx(measured)


def test_the_task_has_a_narrow_window_and_neither_the_start_nor_the_end_of_x_is_in_it():
    window = [x for x in XS if fine(through("tanh", x, W, LONG)[1])]
    assert window == [-0.2, -0.15, 0.15, 0.2]
    assert np.prod(through("tanh", 0, W, LONG)[1]) > 2 and np.prod(through("tanh", 1.5, W, LONG)[1]) < 0.01
    for link, x, w, depth, done in [
        ("tanh", 0.15, W, LONG, True), ("tanh", 0, W, LONG, False), ("tanh", 0, 1, LONG, False),
        ("tanh", 0.1, 1, LONG, False), ("ReLU", 1, 1, LONG, False), ("tanh", 0.15, W, 2, False),
    ]:  # fmt: skip
        page = look(STEP, link=link, x=f"0,{x}", w=f"{w:g}", depth=str(depth))
        assert list(page.tasks.values()) == [done], (link, x, w, depth)


def test_the_figures_of_an_explosion():
    assert 3**10 == 59049 < np.finfo(np.float16).max == 65504 < 3**11
    with np.errstate(over="ignore", invalid="ignore"):
        inf = np.float16(59049) * np.float16(3)
        assert np.isinf(inf) and np.isnan(inf - inf)
    assert "59,049" in STEP_BITES and "65,504" in STEP_BITES and "loss is nan" not in STEP_BITES


def test_a_slope_off_the_scale_has_an_arrow_and_no_place_on_it():
    for name, x, w, off in [("sigmoid", 0, 0.1, "↓ off the chart: 9e−17"), ("ReLU", -1, 1, "↓ off the chart: 0"),
                            ("× w alone", 1, 4, "↑ off the chart: 1e6"), ("tanh", 0, 1, "")]:  # fmt: skip
        _, slopes = through(name, x, w, LONG)
        drawn = chart.product(slopes)
        said = [mark["text"] for mark in drawn if "off the chart" in mark.get("text", "")]
        assert said == ([off] if off else [])
        dots = sum(len(mark["points"]) for mark in drawn if mark["kind"] == "points")
        assert dots == 1 + int(np.sum(chart.on_the_scale(np.cumprod(slopes))))


def test_the_measured_slope_agrees():
    for link, x, w in [("sigmoid", 1, 4), ("tanh", -0.5, 1.5), ("ReLU", 1, 1.2), ("× w alone", -1, 2)]:
        results = look(STEP, link=link, x=f"0,{x}", w=f"{w}").ran.results
        assert results["measured"] == pytest.approx(results["whole"], rel=1e-4, abs=1e-10), link


@pytest.mark.parametrize("name", FUNCTIONS)
def test_words_and_marks_hold_everywhere(name):
    for x in XS[::6]:
        for w in WS[::4]:
            for depth in (1, 2, 10):
                values, slopes = through(name, x, w, depth)
                whole = np.prod(slopes)
                words = seen(slopes, name, x, w)
                assert ("vanishes" in words) == (0 < whole < 0.01) and ("explodes" in words) == (whole > 100)
                assert ("arrives smaller" in words) == (0.01 <= whole < 0.5) and ("larger" in words) == (whole > 2)
                if whole == 0:
                    assert any(why in words for why in ("w = 0", "corner", "off"))
                    assert ("corner" in words) == (x == 0 and w > 0) and (w == 0 or name == "ReLU" and x <= 0)
                if depth > 1 and whole:  # the product in words comes to what is said
                    factors, sign, total = re.match(r"(.+) ([≈=]) \*\*(.+?)\*\*", words).groups()
                    product = math.prod(float(each.replace("−", "-")) for each in factors.split(" × "))
                    assert product == pytest.approx(float(total.replace("−", "-")), rel=0.09)
                    assert sign == "≈" or float(total.replace("−", "-")) == pytest.approx(whole, rel=1e-11)
                check_marks(chart.scene(values, slopes, name))


def check_marks(drawn):
    for mark in [inner for outer in drawn for inner in outer.get("marks", [outer])]:
        places = [mark[part] for part in ("points", "segments", "at") if part in mark]
        assert all(np.isfinite(place).all() for place in places)
        assert "nan" not in mark.get("text", "") and "inf" not in mark.get("text", "")


def test_a_number_in_the_rows_fits_between_its_neighbours():
    for number in [*(w * s for w in WS for s in (0.25, 0.013, 1)), 1e-9, 4**10, -(4**10), 123.4, -0.0731]:
        assert len(chart.brief(number)) <= 5, number


def test_only_the_line_called_right_is_the_slope_at_every_place():
    names = {"sin": np.sin, "cos": np.cos, "exp": np.exp, "log": np.log}
    for seed in range(1, 201, 5):
        question = understand(seed)
        f = re.search("computes `(.+?)`", question.prompt)[1]
        for choice in question.choices:
            fits = [
                np.isclose(
                    eval(choice.strip("`"), names | {"x": x}),
                    central_difference(lambda x: eval(f, names | {"x": x}), x, 1e-5),  # noqa: B023
                )
                for x in (0.6, 1.1, 1.45)
            ]
            assert all(fits) == (choice == question.answer), (f, choice)


def test_the_picture_called_right_goes_the_way_of_the_product():
    for seed in range(3, 203, 5):
        question = understand(seed)
        slopes = [
            float(n)
            for n in re.findall(r"slope (\d+(?:\.\d+)?)|last five (\d+(?:\.\d+)?)", question.prompt)
            for n in n
            if n
        ]
        so_far = np.log10(np.cumprod(np.repeat(slopes, 10 // len(slopes))))
        for name, sketch in zip(question.choices, question.sketches):
            heights = np.array(sketch.marks[3]["points"])[1:, 1]
            assert (np.corrcoef(heights, so_far)[0, 1] > 0.999) == (name == question.answer)


def test_what_the_norms_do_from_layer_to_layer():
    for seed in range(5, 205, 5):
        question = understand(seed)
        norms = [float(n.replace("−", "-")) for n in re.findall(r"layer \d: ([^,]+?)(?=,|\. What)", question.prompt)]
        ratios = np.divide(norms[1:], norms[:-1])
        word = "less than half" if ratios.max() < 0.5 else "more than double" if ratios.min() > 2 else "at full size"
        assert word in question.answer and (word != "at full size" or 0.5 < ratios.min() <= ratios.max() < 2)
