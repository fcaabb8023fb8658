"""What is a slope?"""

import math
import re

import numpy as np
import streamlit as st

from core.calculus import central_difference, difference_quotient, one_sided_slope, tangent
from core.expressions import parse
from labs.calculus.derivative import picture as chart
from labs.calculus.derivative.question import question
from ui import Chart, Handle, step

STEPS = [float(f"1e-{power}") for power in range(16, -1, -1)]
NAMES = [f"10⁻{str(power).translate(str.maketrans('0123456789', '⁰¹²³⁴⁵⁶⁷⁸⁹'))}" for power in range(16, 2, -1)]
NAMES += ["0.01", "0.1", "1"]
CURVES = ["sin x", "x^2", "e^x", "x^3 - 2x", "log x", "1/x", "|x|", "sigmoid(x)", "relu(x)"]
ASKED = [difference_quotient(math.sin, 1, h) for h in (1, 0.1, 0.01)]  # what the prediction is about
GUESSES = [
    "It shrinks to 0, as the rise does",
    "It grows without end, as the run vanishes",
    "It settles near one number",
]


@step("What is a slope?")
def derivative(page):
    r"""
    The **slope** of a curve says how fast $f(x)$ changes: by how much for each 1 that $x$ moves. It differs from place
    to place, so measure it close by. Take a small step $h$ **forward** and divide the **rise** by the **run**:

    $$f'(x) \approx \frac{f(x + h) - f(x)}{h}$$

    On a smooth curve, as $h$ shrinks, the **secant**, the line through both points, turns into the **tangent**, which
    touches the curve at $x$. The tangent's slope is the **derivative** $f'(x)$.

    **Central** steps go to both sides: $\big(f(x + h) - f(x - h)\big) / 2h$.

    The lens on the right enlarges the step, on scales of its own. The chart below shows how far off the measured
    slope is.
    """
    page.predict(
        "On $\\sin x$ at $x = 1$ you take a step of $h = 1$, then of $0.1$, then of $0.01$. Rise and run both shrink. "
        "What does rise divided by run do?",
        GUESSES,
        answer=GUESSES[2],
        because=f"It is {ASKED[0]:.2f}, then {ASKED[1]:.2f}, then {ASKED[2]:.2f}. "
        f"The tangent's slope, $\\cos 1$, is {math.cos(1):.2f}.",
    )
    (at,) = page.plane(
        size=chart.SIZE, bare=True, x=Handle((1, 0), "point", along="x", bounds=(-3, 3, -3, 3), step=0.05)
    )
    x = float(at[0])
    text, by = chosen(page)
    h = page.slider("h", "Step h", options=STEPS, texts=NAMES, value=1.0)

    def cell(text, x, h):
        f = parse(text)
        forward = difference_quotient(f, x, h)
        central = central_difference(f, x, h)
        m, b = tangent(f, x)
        exact = f.slope(x)
        return forward, central, m, b, exact

    def library(text, x, h):
        f = parse(text)
        central = np.gradient(f(np.array([x - h, x, x + h])), h)[1]
        return central

    f = parse(text)
    has_values = np.isfinite(f(np.array([x - h, x, x + h]))).all()
    forward, central, _, _, exact = page.run(cell, library if has_values else None, text=text, x=x, h=h)
    estimate, slope = central if by == "central" else forward, exact if math.isfinite(exact) else agreed(f, x)
    errors = {
        "forward": [abs(difference_quotient(f, x, step) - slope) for step in STEPS],
        "central": [abs(central_difference(f, x, step) - slope) for step in STEPS],
    }
    sides = (-1.0, 1.0) if by == "central" else (0.0, 1.0)
    page.picture(
        chart.scene(text, x, h, sides, estimate, slope, f"h = {NAMES[STEPS.index(h)]}"),
        says=seen(text, x, h, by, estimate, exact),
    )
    page.picture(
        Chart(chart.errors_spec(), chart.error_rows(STEPS, errors, by, h)),
        says=measured(errors, h),
    )
    there = text == "sin x" and x == 1
    page.task(
        "With sin x at x = 1: find the $h$ with the least error, once with forward steps and once with central ones.",
        done={
            formula: there and by == formula and errors[formula][STEPS.index(h)] == min(errors[formula])
            for formula in errors
        },
    )
    page.bites(
        "You check a hand-written derivative against a numerical one, and choose a tiny step to be safe. A computer "
        "keeps 16 digits, and f(x + h) and f(x) soon share nearly all of them. For sin x at x = 1 the central "
        "difference is off by 1e-11 with a step of 1e-5, and by 1e-5 with a step of 1e-12. In float32, which keeps 7 "
        "digits, a step of 1e-8 gives 0. The symptom: a gradient check that fails on correct code, or a numerical "
        "gradient that is exactly 0."
    )
    page.check(question)


def chosen(page) -> tuple[str, str]:
    """The function to look at, from the list or typed, and the formula for its slope."""
    with page.controls:
        above = st.container()
        left, right = st.columns([3, 2], vertical_alignment="bottom")
    typed = left.selectbox(
        "f(x): choose one, or type your own", CURVES, key="f", bind="query-params", accept_new_options=True,
        help="Such as 2x, x^2, e^-x, |x|, sin 3x, sqrt(x) or 1/(1+e^-x). log is the natural logarithm.",
    )  # fmt: skip
    by = right.segmented_control(
        "Formula", ["forward", "central"], default="forward", key="by", required=True, bind="query-params",
        label_visibility="collapsed",
    )  # fmt: skip
    try:
        parse(typed)
    except ValueError as problem:
        plain = re.sub(r"([^\w\s])", r"\\\1", str(problem))
        above.markdown(f":small[:red[{plain} Until then you see {CURVES[0]}.]]")
        return CURVES[0], by
    return typed, by


def seen(text: str, x: float, h: float, by: str, estimate: float, exact: float) -> str:
    """What the plane shows, in words, with the cases in which something is missing."""
    f, name, place = parse(text), NAMES[STEPS.index(h)], f"x = {x:.2f}"
    if not math.isfinite(f(x)):
        jump = f" A central step jumps over the gap: its {number(estimate)} is no slope of the curve."
        return f"{text} has no value at {place}. {way_out(f)}{jump if math.isfinite(estimate) else ''}"
    slope = exact if math.isfinite(exact) else agreed(f, x)
    secant = f"A step of {name} leads to where {text} has no value, so there is no secant."
    if math.isfinite(estimate):
        secant = f"With h = {name}, the secant's slope is **{number(estimate)}**."
    lost = rounded(f, x, h, by, estimate, slope) if math.isfinite(estimate) else ""
    if not math.isfinite(slope):
        return f"At {place}, {no_slope(f, x)} {secant}{lost}"
    both = "" if math.isfinite(exact) else " The rules of differentiation fail here, but left and right agree on it."
    return f"At {place}, the tangent's slope is **{number(slope)}**.{both} {secant}{lost}"


def way_out(f) -> str:
    """Where to go from a place without a value."""
    if np.isfinite(f(np.linspace(-3, 3, 121))).any():
        return "Drag the point to where the curve is."
    if np.isfinite(f(np.linspace(chart.LEFT, chart.RIGHT, 321))).any():
        return "The curve lies beyond the point's reach: choose or type another function."
    return "No curve shows between −4 and 4 either: choose or type another function."


def from_sides(f, x: float) -> tuple[float, float]:
    """The slopes on the left and on the right of x."""
    return one_sided_slope(f, x, -1), one_sided_slope(f, x, 1)


def agreed(f, x: float) -> float:
    """The slope at x if left and right have the same, else nan."""
    left, right = from_sides(f, x)
    close = math.isclose(left, right, rel_tol=1e-5, abs_tol=1e-6 * abs(f(x)))
    return (left + right) / 2 + 0.0 if close and math.isfinite(left) else math.nan


def no_slope(f, x: float) -> str:
    """Why the curve has a value at x and no slope."""
    left, right = from_sides(f, x)
    ends = [side for side, slope in (("left", left), ("right", right)) if math.isnan(slope)]
    steep = [side for side, slope in (("left", left), ("right", right)) if math.isinf(slope)]
    if len(ends) == 2:
        return "the curve has no values close by on either side, so it has no slope."
    if ends:
        return f"the curve ends: it has no values on the {ends[0]}, so it has no slope."
    if any(jumps(f, x, side) for side in (-1, 1)):
        return "the curve jumps, so it has no slope."
    if len(steep) == 2 and left != right:
        return "the curve has a cusp: the closer you look, the steeper both sides get, without end. It has no slope."
    if steep:
        where = " and ".join(steep)
        return f"the closer you look, the steeper the curve gets on the {where}, without end. It has no slope."
    return (
        f"the curve has a corner: slope {left + 0.0:.4g} on the left, {right + 0.0:.4g} on the right, no single slope."
    )


def jumps(f, x: float, side: int) -> bool:
    """True if the rise over a tiny step is as large as over a longer one."""
    longer, tiny = (abs(f(x + side * h) - f(x)) for h in (1e-4, 1e-8))
    return tiny > 0.9 * longer > 0 and math.isinf(one_sided_slope(f, x, side))


def rounded(f, x: float, h: float, by: str, estimate: float, slope: float) -> str:
    """What rounding did to the slope that was measured, where it shows."""
    start, end = (x - h if by == "central" else x), x + h
    if start == end:
        return " A step that small is lost: x + h rounds to x itself."
    run, low, high = h * (2 if by == "central" else 1), f(start), f(end)
    steepest, grain = max(abs(slope), abs(estimate)), np.spacing(max(abs(low), abs(high)))
    if math.isnan(slope) or math.isclose(slope, estimate, rel_tol=1e-6):
        return ""
    if low == high and steepest * run < 4 * grain:
        return " A rise that small is lost: both points round to the same height."
    if steepest * run < 1000 * grain or abs(end - start - run) > 1e-3 * run:
        return " So small a step leaves few digits of the rise or the run: rounding shows in the secant's slope."
    return ""


def measured(errors: dict[str, list[float]], h: float) -> str:
    """What the chart shows at h, in words."""
    if not any(math.isfinite(error) for of_steps in errors.values() for error in of_steps):
        return "Where there is no slope, there is no error to measure."
    here = {formula: of_steps[STEPS.index(h)] for formula, of_steps in errors.items()}
    words = [f"{formula} {told(error)}" for formula, error in here.items()]
    return f"Error of the slope at h = {NAMES[STEPS.index(h)]}: {', '.join(words)}."


def told(error: float) -> str:
    """An error to one digit, and whether the chart is too low for it."""
    if not math.isfinite(error):
        return "has none"
    return f"**{error:.1g}**" + (" (off the chart)" if error > chart.MOST or error < chart.LEAST else "")


def number(value: float) -> str:
    """A number to ten digits."""
    return f"{value + 0.0:.10g}" if math.isfinite(value) else "none"
