"""What the step `derivative` claims."""

import math

import numpy as np
import pytest

from charts import derivative as chart
from core.calculus import central_difference, difference_quotient
from core.expressions import parse
from labs.calculus.derivative import CURVES, NAMES, STEPS, measured, seen
from tests.conftest import LABS, open_step, page_of

LAB, STEP = next((lab, step) for lab in LABS for step in lab.steps if step.id == "derivative")


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


def test_the_task_can_be_done_in_one_place_only():
    error = errors(central_difference)
    best = STEPS.index(min(error, key=error.get))
    assert STEPS[best] == 1e-5
    for place, done in ((best, True), (best + 1, False), (best - 1, False)):
        page = page_of(open_step(LAB, STEP, h=str(place), by="central"), STEP)
        assert list(page.tasks.values()) == [done]
    assert not any(page_of(open_step(LAB, STEP, h=str(best), by="forward"), STEP).tasks.values())


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
        ("ln x", -1.0, "ln x has no value at x = -1.00"),
        ("sqrt(x - 9)", 1.0, "No curve shows between −4 and 4"),
        ("|x|", 0.0, "corner: slope -1 on the left, 1 on the right"),
        ("relu(x)", 0.0, "corner: slope 0 on the left, 1 on the right"),
        ("sqrt(x)", 0.0, "the curve ends"),
        ("x|x|", 0.0, "agree on about 0."),
    ],
)
def test_places_without_a_slope_have_their_own_words(text, x, words):
    f = parse(text)
    assert words in seen(text, x, 0.1, "forward", difference_quotient(f, x, 0.1), f.slope(x))


def test_a_step_that_leads_off_the_curve_and_one_that_is_lost_have_their_own_words():
    f = parse("sqrt(x)")
    assert "no secant" in seen("sqrt(x)", 0.5, 1.0, "central", central_difference(f, 0.5, 1), f.slope(0.5))
    assert "rounds to x itself" in seen("x", 1.0, 1e-16, "forward", 0.0, 1.0)
    assert "rounds" not in seen("x", 1.0, 1e-15, "forward", 1.1, 1.0)


@pytest.mark.parametrize("typed", ["", "2 +", "((((", "y", "1/0", "x" * 300, "*[a](b)*`", "e^-x^2"])
def test_anything_may_be_typed(typed):
    page = page_of(open_step(LAB, STEP, f=typed), STEP)
    assert page.ran.values["text"] == (typed if typed == "e^-x^2" else CURVES[0])
    assert all(math.isfinite(value) for value in page.ran.results.values())


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
