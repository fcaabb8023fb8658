"""What the step `derivative` claims."""

import math

import numpy as np
import pytest

from core.calculus import central_difference, difference_quotient
from core.expressions import parse
from labs.calculus.derivative import picture as chart
from labs.calculus.derivative.step import CURVES, GUESSES, NAMES, STEPS, agreed, measured, seen
from labs.calculus.derivative.step import derivative as STEP
from tests.conftest import look


def errors(difference, text="sin x", x=1.0):
    f = parse(text)
    return {h: abs(difference(f, x, h) - f.slope(x)) for h in STEPS}


@pytest.mark.parametrize("difference", [difference_quotient, central_difference])
def test_the_error_shrinks_then_grows(difference):
    error = errors(difference)
    best = min(error, key=error.get)
    assert 1e-9 < best < 1e-4
    falling = [error[h] for h in reversed(STEPS) if h >= best]
    assert falling == sorted(falling, reverse=True)
    assert error[1e-16] > 1e5 * error[best]


def test_the_figures_of_where_it_bites():
    error = errors(central_difference)
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
    error = {"forward": errors(difference_quotient), "central": errors(central_difference)}
    best = {by: STEPS.index(min(of_steps, key=of_steps.get)) for by, of_steps in error.items()}
    assert STEPS[best["central"]] == 1e-5 and STEPS[best["forward"]] == 1e-8
    app = open_step(LAB, STEP, h=str(best["central"]), by="central")
    assert not any(page_of(app, STEP).tasks.values()), "one of two"
    assert page_of(app, STEP)._state["met"] == [(next(iter(page_of(app, STEP).tasks)), "central")]
    for link in ({"h": str(best["central"] + 1), "by": "central"}, {"h": str(best["central"]), "by": "forward"},
                 {"h": str(best["forward"]), "by": "forward", "x": "1.05,0"},
                 {"h": str(best["forward"]), "by": "forward", "f": "x^2"}):  # fmt: skip
        assert look(STEP, **link)._state["met"] == []


def test_names_of_steps():
    assert STEPS[0] == 1e-16 and STEPS[-1] == 1 and len(NAMES) == len(STEPS)
    assert (NAMES[0], NAMES[6], NAMES[13], NAMES[14], NAMES[16]) == ("10⁻¹⁶", "10⁻¹⁰", "10⁻³", "0.01", "1")


AWKWARD = ["sqrt(x)", "x|x|", "tan x", "7", "0x", "e^(300x)", "1e300x", "x^x", "sqrt(x-9)", "x^99", "1e-300x",
           "sin(1e6x)", "ln(ln(x))", "1/sin(99x)", "4e307x - 1e308", "9e307x"]  # fmt: skip


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
                    measured({by: [abs(difference(f, x, step) - slope) for step in STEPS]}, h),
                ):
                    assert "nan" not in words and "inf" not in words and words.endswith(".")
                for mark in chart.scene(text, x, h, sides, estimate, slope, "h"):
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
        assert math.isnan(agreed(f, x))
    else:
        assert agreed(f, x) == pytest.approx(slope, abs=1e-9)
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


@pytest.mark.parametrize("typed", ["", "2 +", "((((", "y", "1/0", "x" * 300, "*[a](b)*`", "e^-x^2"])
def test_anything_may_be_typed(typed):
    page = look(STEP, f=typed)
    assert page.ran.values["text"] == (typed if typed == "e^-x^2" else CURVES[0])
    assert all(math.isfinite(value) for value in page.ran.results.values())


def test_an_error_off_the_chart_has_an_arrow_and_a_word():
    errors = {"forward": [1e3, 0.0, 1e-3], "central": [1e-3] * 3}
    rows = chart.error_rows(STEPS[:3], errors, "forward", STEPS[0])["errors"]
    assert [row["shape"] for row in rows[:3]] == ["triangle-up", "triangle-down", "circle"]
    assert [row["shown"] for row in rows[:3]] == [chart.MOST, chart.LEAST, 1e-3]
    assert "forward **1e+03** (off the chart)" in measured(errors, STEPS[0])
    assert "forward **0** (off the chart)" in measured(errors, STEPS[1])
    assert "off" not in measured(errors, STEPS[2])


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
        words = {mark.get("text") for mark in chart.lens(f, 0.0, 1.0, (-1.0, 1.0), estimate, slope)}
    assert not words & {"run", "rise"}
