"""What is a slope?"""

import math
import re

import numpy as np
import streamlit as st

from charts import derivative as chart
from core.calculus import central_difference, difference_quotient, tangent
from core.expressions import parse
from core.questions.derivative import question
from ui import Chart, Handle, step

STEPS = [float(f"1e-{power}") for power in range(16, -1, -1)]
NAMES = [f"10⁻{str(power).translate(str.maketrans('0123456789', '⁰¹²³⁴⁵⁶⁷⁸⁹'))}" for power in range(16, 2, -1)]
NAMES += ["0.01", "0.1", "1"]
CURVES = ["sin x", "x^2", "e^x", "x^3 - 2x", "ln x", "1/x", "|x|", "sigmoid(x)", "relu(x)"]


@step("What is a slope?")
def derivative(page):
    r"""
    The **slope** of a curve says how much $f(x)$ changes for each 1 that $x$ changes. It differs from place to
    place, so measure it close by. Take a small step $h$ **forward** and divide the **rise** by the **run**:

    $$f'(x) \approx \frac{f(x + h) - f(x)}{h}$$

    On a smooth curve, as $h$ shrinks, the line through both points, the **secant**, turns into the **tangent**, which
    touches the curve at $x$. The tangent's slope is the **derivative** $f'(x)$.

    **Central** steps go to both sides: $\big(f(x + h) - f(x - h)\big) / 2h$.

    The lens on the right shows the step $h$ enlarged. Where the curve looks straight in it, secant and tangent agree.
    """
    page.predict(
        "You measure the slope of $\\sin x$ at $x = 1$ with $h = 1$, then $0.1$ and so on, down to $10^{-16}$. "
        "What does the error do?",
        ["It shrinks all the way", "It shrinks, then stays", "It shrinks, then grows"],
        answer="It shrinks, then grows",
        because="Computers keep 16 digits. $f(x+h)$ and $f(x)$ soon share them all.",
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
    estimate = central if by == "central" else forward
    errors = {
        "forward": [abs(difference_quotient(f, x, step) - exact) for step in STEPS],
        "central": [abs(central_difference(f, x, step) - exact) for step in STEPS],
    }
    sides = (-1.0, 1.0) if by == "central" else (0.0, 1.0)
    page.picture(
        chart.scene(text, x, h, sides, estimate, exact, f"h = {NAMES[STEPS.index(h)]}"),
        says=seen(text, x, h, by, estimate, exact),
    )
    page.picture(
        Chart(chart.errors_spec(), chart.error_rows(STEPS, errors, by, h)),
        says=measured(errors, h),
    )
    error = errors[by][STEPS.index(h)]
    page.task(
        "With sin x: switch to central and find the $h$ with the least error.",
        done=text == "sin x" and by == "central" and error == min(filter(math.isfinite, errors[by]), default=None),
    )
    page.bites(
        "You check a hand-written gradient against a numerical one and choose a tiny step, to be safe. "
        "For sin x at x = 1 the central difference is off by 1e-11 with a step of 1e-5, "
        "and by 1e-5 with a step of 1e-12. In float32, which keeps 7 digits, a step of 1e-8 gives 0. "
        "The symptom: a gradient check that fails on correct code, or a numerical gradient that is exactly 0."
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


def seen(text: str, x: float, h: float, by: str, estimate: float, slope: float) -> str:
    """What the plane shows, in words, with the cases in which something is missing."""
    f, name, place = parse(text), NAMES[STEPS.index(h)], f"x = {x:.2f}"
    if not math.isfinite(f(x)):
        anywhere = np.isfinite(f(np.linspace(chart.LEFT, chart.RIGHT, 81))).any()
        way_out = "Drag the point to where the curve is." if anywhere else "No curve shows between −4 and 4 either."
        jump = f" A central step jumps over the gap: its {number(estimate)} is no slope of the curve."
        return f"{text} has no value at {place}. {way_out}{jump if math.isfinite(estimate) else ''}"
    if not math.isfinite(slope):
        return f"At {place}, {no_slope(f, x)} The secant's slope, with h = {name}: {number(estimate)}."
    truth = f"the tangent's slope is **{number(slope)}**"
    if not math.isfinite(estimate):
        return f"At {place}, {truth}. A step of {name} leads to where {text} has no value, so there is no secant."
    lost = " A step that small is lost: x + h rounds to x itself." if x + h == x else ""
    return f"At {place} with h = {name}, the secant's slope is **{number(estimate)}**, {truth}.{lost}"


def no_slope(f, x: float) -> str:
    """Why the curve has a value at x and no slope."""
    right, left = (difference_quotient(f, x, h) + 0.0 for h in (1e-6, -1e-6))
    if not (math.isfinite(right) and math.isfinite(left)):
        return "the curve ends, so nothing can touch it from both sides: it has no slope there."
    if abs(right - left) > 1e-3 * (1 + abs(right)):
        return f"the curve has a corner: slope {left:.4g} on the left, {right:.4g} on the right, so no single slope."
    return f"the rules give no slope, though left and right agree on about {round((left + right) / 2, 3) + 0.0:g}."


def measured(errors: dict[str, list[float]], h: float) -> str:
    """What the chart shows at h, in words."""
    if not any(math.isfinite(error) for of_steps in errors.values() for error in of_steps):
        return "Where there is no slope, there is no error to measure."
    here = {formula: of_steps[STEPS.index(h)] for formula, of_steps in errors.items()}
    words = [
        f"{formula} **{error:.1g}**" if math.isfinite(error) else f"{formula} has none"
        for formula, error in here.items()
    ]
    return f"Error of the slope at h = {NAMES[STEPS.index(h)]}: {', '.join(words)}."


def number(value: float) -> str:
    """A number to ten digits."""
    return f"{value + 0.0:.10g}" if math.isfinite(value) else "none"
