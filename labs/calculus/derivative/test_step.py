"""What the step `derivative` claims."""

import math
import re

import numpy as np
import pytest

from core.calculus import central_difference, difference_quotient, two_sided_slope
from core.expressions import parse
from labs.calculus.derivative import picture as chart
from labs.calculus.derivative.step import CURVES, GUESSES, NAMES, STEPS, measured, seen
from labs.calculus.derivative.step import derivative as STEP
from labs.calculus.derivative.understand import CURVES as TOLD
from labs.calculus.derivative.understand import STORIES, understand
from tests.conftest import look


def errors_of(difference, text="sin x", x=1.0):
    f = parse(text)
    return {h: abs(difference(f, x, h) - f.slope(x)) for h in STEPS}


@pytest.mark.parametrize("difference", [difference_quotient, central_difference])
def test_the_error_shrinks_then_grows(difference):
    error = errors_of(difference)
    best = min(error, key=error.get)
    assert 1e-9 < best < 1e-4
    falling = [error[h] for h in reversed(STEPS) if h >= best]
    assert falling == sorted(falling, reverse=True)
    assert error[1e-16] > 1e5 * error[best]


def test_the_figures_of_where_it_bites():
    error = errors_of(central_difference)
    assert f"{error[1e-5]:.0e}" == "1e-11"
    assert f"{error[1e-12]:.0e}" == "1e-05"
    x, h = np.float32(1), np.float32(1e-8)
    assert np.sin(x + h) - np.sin(x) == 0 and np.sin(x + h) - np.sin(x - h) == 0


def test_the_truth_of_the_prediction():
    page = look(STEP)
    assert page.asked[2] == GUESSES[2]
    for h in (1, 0.1, 0.01):
        assert f"{math.sin(1 + h) / h - math.sin(1) / h:.2f}" in page.verdict
    assert (
        f"is {math.cos(1):.2f}." in page.verdict and abs(difference_quotient(math.sin, 1, 0.01) - math.cos(1)) < 0.005
    )


def test_the_task_has_two_places_and_both_are_needed():
    error = {"forward": errors_of(difference_quotient), "central": errors_of(central_difference)}
    best = {by: STEPS.index(min(of_steps, key=of_steps.get)) for by, of_steps in error.items()}
    assert STEPS[best["central"]] == 1e-5 and STEPS[best["forward"]] == 1e-8
    page = look(STEP, h=str(best["central"]), by="central")
    assert page.marked[0][1] == {"forward": False, "central": True} and not any(page.tasks.values()), "one of two"
    both = look(STEP, h=str(best["forward"]), by="forward", met=page.link["met"])
    assert list(both.tasks.values()) == [True]
    assert look(STEP, moving=True, h=str(best["central"]), by="central").link["met"] is None
    for link in ({"h": str(best["central"] + 1), "by": "central"}, {"h": str(best["central"]), "by": "forward"},
                 {"h": str(best["forward"]), "by": "forward", "x": "1.05,0"},
                 {"h": str(best["forward"]), "by": "forward", "f": "x^2"}):  # fmt: skip
        assert look(STEP, **link).link["met"] is None


def test_names_of_steps():
    assert STEPS[0] == 1e-16 and STEPS[-1] == 1 and len(NAMES) == len(STEPS)
    assert (NAMES[0], NAMES[6], NAMES[13], NAMES[14], NAMES[16]) == ("10⁻¹⁶", "10⁻¹⁰", "10⁻³", "0.01", "1")


AWKWARD = ["sqrt(x)", "x|x|", "tan x", "7", "0x", "e^(300x)", "1e300x", "x^x", "sqrt(x-9)", "x^99", "1e-300x",
           "sin(1e6x)", "ln(ln(x))", "1/sin(99x)", "4e307x - 1e308", "9e307x"]  # fmt: skip


def flat(drawn):
    return [mark for outer in drawn for mark in outer.get("marks", [outer])]


@pytest.mark.parametrize("text", [*CURVES, *AWKWARD])
def test_words_and_picture_hold_everywhere(text):
    f = parse(text)
    for x in (-3.0, -1.0, -0.05, 0.0, 0.05, 1.0, 3.0):
        for h in (1.0, 0.1, 1e-5, 1e-16):
            for by, sides in (("forward", (0.0, 1.0)), ("central", (-1.0, 1.0))):
                difference = central_difference if by == "central" else difference_quotient
                estimate, slope = difference(f, x, h), f.slope(x)
                for words in (
                    seen(text, x, h, by, estimate, slope),
                    measured(*[abs(each(f, x, h) - slope) for each in (difference_quotient, central_difference)], h),
                ):
                    assert "nan" not in words and "inf" not in words and words.endswith(".")
                for mark in flat(chart.scene(text, x, h, sides, estimate, slope, "h")):
                    places = [mark.get(part) for part in ("points", "segments", "at") if mark.get(part)]
                    assert all(np.isfinite(place).all() for place in places)


@pytest.mark.parametrize(
    "text, x, words",
    [
        ("log x", -1.0, "log x has no value at x = -1.00. Drag"),
        ("sqrt(x - 9)", 1.0, "No curve shows between −4 and 4"),
        ("sqrt(x - 3.5)", 1.0, "beyond the point's reach"),
        ("|x|", 0.0, "corner: slope -1 on the left, 1 on the right"),
        ("relu(x)", 0.0, "corner: slope 0 on the left, 1 on the right"),
        ("|x^2 - 1|", 1.0, "corner: slope -2 on the left, 2 on the right"),
        ("sqrt|x|", 0.0, "cusp: the closer you look, the steeper both sides get"),
        ("1 - |x - 1|^0.9", 1.0, "cusp"),
        ("sqrt(relu(x))", 0.0, "steeper the curve gets on the right, without end"),
        ("arctan(1/x)", 0.0, "the curve jumps"),
        ("sqrt(x)", 0.0, "the curve ends: it has no values on the left"),
        ("arcsin x", 1.0, "no values on the right"),
        ("x^x", -1.0, "no values close by on either side"),
    ],
)
def test_places_without_a_slope_have_their_own_words(text, x, words):
    f = parse(text)
    assert words in seen(text, x, 0.1, "forward", difference_quotient(f, x, 0.1), f.slope(x))


@pytest.mark.parametrize(
    "text, x, slope",
    [("|x|^1.5", 0, 0), ("x|x|", 0, 0), ("|x|^1.1", 0, 0), ("sqrt(x^4) + 3x", 0, 3), ("|x - 1|^1.5", 1, 0),
     ("e^(-1/x^2)", 0, 0), ("|x|", 0, None), ("sqrt|x|", 0, None), ("arctan(1/x)", 0, None), ("x^x", -1, None)],
)  # fmt: skip
def test_where_the_rules_fail_both_sides_tell_the_slope(text, x, slope):
    f = parse(text)
    assert math.isnan(f.slope(x))
    if slope is None:
        assert math.isnan(two_sided_slope(f, x))
    else:
        assert two_sided_slope(f, x) == pytest.approx(slope, abs=1e-9)
        assert f"slope is **{slope}**. The rules of differentiation fail" in seen(
            text, x, 0.1, "forward", difference_quotient(f, x, 0.1), f.slope(x)
        )


@pytest.mark.parametrize("text", [*CURVES, "1000 + x", "e^-x", "x - 1", "7"])
@pytest.mark.parametrize("by", ["forward", "central"])
def test_a_slope_that_rounding_spoils_is_never_shown_without_a_word(text, by):
    f, difference = parse(text), central_difference if by == "central" else difference_quotient
    for x in (-1.5, -0.05, 0.05, 1.0, 2.95):
        for h in STEPS:
            estimate, slope = difference(f, x, h), f.slope(x)
            if not (math.isfinite(estimate) and math.isfinite(slope)):
                continue
            words = seen(text, x, h, by, estimate, slope)
            warned = "rounding shows" in words or "is lost" in words
            if h < 1e-9 and abs(estimate - slope) > 0.01 * max(abs(slope), abs(estimate)):
                assert warned, words
            if h > 1e-7:
                assert not warned, words


def test_e_to_the_x_with_the_smallest_step():
    for x, why in ((1.0, "rounds to x itself"), (0.0, "round to the same height")):
        assert why in seen("e^x", x, 1e-16, "forward", difference_quotient(math.exp, x, 1e-16), math.exp(x))


def test_a_step_that_leads_off_the_curve_and_one_that_is_lost_have_their_own_words():
    f = parse("sqrt(x)")
    assert "no secant" in seen("sqrt(x)", 0.5, 1.0, "central", central_difference(f, 0.5, 1), f.slope(0.5))
    assert "rounds to x itself" in seen("x", 1.0, 1e-16, "forward", 0.0, 1.0)
    assert "rounds" not in seen("x", 1.0, 1e-15, "forward", 1.1, 1.0)


@pytest.mark.parametrize("typed", ["", "2 +", "((((", "y", "1/0", "x(" * 60, "*[a](b)*`", "e^-x^2"])
def test_anything_may_be_typed(typed):
    page = look(STEP, f=typed)
    assert page.ran.values["text"] == (typed if typed == "e^-x^2" else CURVES[0])
    assert all(np.isfinite(value).all() for value in page.ran.results.values())


def test_an_error_off_the_chart_has_an_arrow_and_a_word():
    errors = np.array([[1e3, 1e-3], [0.0, 1e-3], [1e-3, 1e-3], [np.nan, 1e-3]])
    drawn = chart.error_line(np.array(STEPS[:4]), NAMES[:4], errors[:, 0], "forward", "model")
    (dots,) = [mark for mark in drawn if mark["kind"] == "points"]
    up, down = [mark for mark in drawn if mark["kind"] == "arrow"]
    assert len(dots["points"]) == 1 and "h = 10⁻¹⁴: 1.0e-03" in dots["titles"][0]
    assert up["tip"][1] > up["tail"][1] and down["tip"][1] < down["tail"][1]
    left, right, bottom, top = chart.ERRORS.box
    assert up["tip"][1] == pytest.approx(top) and down["tip"][1] == pytest.approx(bottom)
    assert "forward **1000** (off the chart), central **0.001**." in measured(1e3, 1e-3, STEPS[0])
    assert "forward **0** (off the chart)" in measured(0.0, 1e-3, STEPS[1])
    assert measured(4e-11, 3e5, 1.0).endswith("forward **4 · 10⁻¹¹**, central **3 · 10⁵** (off the chart).")
    assert "forward has none, central **0.001**" in measured(math.nan, 1e-3, STEPS[1])


def test_the_errors_drawn_are_those_of_the_cell():
    page = look(STEP, by="central", h="11")
    errors = page.ran.results["errors"]
    assert errors[:, 0] == pytest.approx(list(errors_of(difference_quotient).values()))
    dots = [mark["points"] for mark in page.marks if mark["kind"] == "points" and mark.get("titles")]
    for drawn, of_steps in zip(dots, errors.T):
        assert np.ravel(drawn) == pytest.approx(np.ravel(chart.ERRORS.at(STEPS, of_steps)), abs=0.006)


@pytest.mark.parametrize(
    "text, x, y", [("1/x", "0.05,0", 1), ("1/x", "-0.05,0", -1), ("e^x", "3,0", 1), ("tan x", "1.55,0", 1)]
)
def test_the_point_stands_at_the_edge_where_the_curve_is_off_the_picture(text, x, y):
    page, at = look(STEP, f=text, x=x), float(x.split(",")[0])
    rails = [np.array(mark["points"]) for mark in page.marks if mark.get("rail") == "x"]
    rail = next(rail for rail in rails if rail[0, 0] <= at <= rail[-1, 0])
    assert np.interp(at, *rail.T) == pytest.approx(y * chart.EDGE * chart.TOP)
    arrow = "↑" if y > 0 else "↓"
    assert any(mark.get("text", "").startswith(f"{arrow} f(x) =") for mark in page.marks)


def test_nothing_is_drawn_outside_its_panel():
    left, right, bottom, top = chart.ERRORS.box
    for text in ("e^x", "tan x", "x^99", "1/x"):
        for x in ("3,0", "0.05,0", "-3,0"):
            for mark in look(STEP, f=text, x=x).marks:  # what lies in a window is cut off there
                for _, y in mark.get("points", []):
                    assert abs(y) <= chart.TOP + 0.01 or bottom - 0.01 <= y <= top + 0.01, (text, x, mark["kind"], y)


def test_a_curve_breaks_at_a_pole_and_where_it_has_no_value():
    assert len([mark for mark in chart.curve("1/x")[0] if mark.get("rail")]) == 2
    assert len([mark for mark in chart.curve("x^3")[0] if mark.get("rail")]) == 1
    (line,) = [mark for mark in chart.curve("ln x")[0] if mark.get("rail")]
    assert line["points"][0][0] > 0


def test_a_central_step_over_a_gap_is_no_slope_of_the_curve():
    f = parse("1/x")
    estimate, slope = central_difference(f, 0.0, 1.0), f.slope(0.0)
    assert "central step jumps over the gap: its 1 is no slope" in seen("1/x", 0.0, 1.0, "central", estimate, slope)
    forward = difference_quotient(f, 0.0, 1.0)
    assert "jumps" not in seen("1/x", 0.0, 1.0, "forward", forward, slope)
    with np.errstate(invalid="ignore"):
        assert chart.rise_and_run(f, 0.0, 1.0, (-1.0, 1.0), estimate, slope) == []


def asked(place: int) -> list:
    """Forty questions of one of the five situations."""
    return [understand(seed) for seed in range(place, 200, 5)]


def test_who_is_right_in_a_gradient_check_follows_from_the_slope_itself():
    for question in asked(5):
        tex, x, code = re.search(r"that of \$(.+?)\$, .+ \$x = (.+?)\$.+says (.+?)\. Meas", question.prompt).groups()
        slope = TOLD[tex][3](float(x))
        right = abs(slope - float(code.replace("−", "-"))) < 1e-4
        small = "h = 1e-17: 0.0000" in question.prompt  # where x + h rounds to x
        assert ("1e-17" in question.prompt) == small
        wanted = "That can't be told" if not small else "The code is right" if right else "The code is wrong"
        assert question.answer.startswith(wanted)


def test_the_picture_called_right_is_the_slope_of_what_is_told():
    for question in asked(1):
        f = next(f for told, f in STORIES.items() if told in question.prompt)
        for name, sketch in zip(question.choices, question.sketches):
            t, y = np.array(sketch.marks[-1]["marks"][0]["points"]).T
            fits = np.isclose(np.corrcoef(np.gradient(f(t), t), y)[0, 1], 1, atol=0.01) if np.ptp(y) > 1e-3 else False
            if "evenly" in question.prompt:
                fits = np.ptp(y) < 1e-3 and y[0] > 0
            assert bool(fits) == (name == question.answer), question.prompt
        drawn = [np.array(sketch.marks[-1]["marks"][0]["points"])[:, 1] for sketch in question.sketches]
        assert min(np.abs(a - b).max() for k, a in enumerate(drawn) for b in drawn[:k]) > 0.7, "they can be told apart"


def test_a_corner_keeps_its_slopes_a_smooth_curve_has_one_and_a_jump_has_none():
    for question in asked(2):
        left, right = np.array(
            [[float(n.replace(",", "").replace("−", "-")) for n in row] for row in
             re.findall(r"\| 0\.\d+ \| (.+?) \| (.+?) \|", question.prompt)]
        ).T  # fmt: skip
        grows, meets = abs(left[2]) > 9 * abs(left[1]) / 1.2, abs(left[2] - right[2]) < 0.02
        assert question.answer == f"The curve {'jumps' if grows else 'is smooth' if meets else 'has a corner'} there."


def test_the_error_falls_as_the_formula_named_makes_it_fall():
    for question in asked(4):
        first, second = (float(n) for n in re.findall(r"\d\.\de-\d\d", question.prompt))
        word = "forward" if 8 < first / second < 12 else "central" if 80 < first / second < 120 else "rounding"
        assert word in question.answer


def test_only_what_does_not_exist_here_may_be_missing():
    """Neither more nor less: where the curve is smooth, every result is a number."""
    for text in CURVES:
        for x in (-2, -1, 0, 0.5, 1, 3):
            for h in (0, 11, len(STEPS) - 1):
                page = look(STEP, f=text, x=f"{x},0", h=str(h), moving=True)
                gone = {name for name, value in page.ran.results.items() if not np.isfinite(value).all()}
                assert set(page.may_miss) == gone, (text, x, h)
    assert look(STEP).may_miss == ()
