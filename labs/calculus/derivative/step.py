"""What is a slope?"""

import math

import numpy as np

from core.calculus import central_difference, difference_quotient, one_sided_slope, tangent, two_sided_slope
from core.expressions import parse
from labs.calculus.derivative import picture as chart
from labs.calculus.derivative.question import question
from labs.calculus.derivative.turn import turn
from labs.calculus.derivative.understand import understand
from ui.scene import Handle, step

STEPS = [float(f"1e-{power}") for power in range(16, -1, -1)]
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
NAMES = [f"10⁻{str(power).translate(RAISED)}" for power in range(16, 2, -1)]
NAMES += ["0.01", "0.1", "1"]
CURVES = ["sin x", "x^2", "e^x", "x^3 - 2x", "log x", "1/x", "|x|", "sigmoid(x)", "relu(x)"]
ASKED = [difference_quotient(math.sin, 1, h) for h in (1, 0.1, 0.01)]  # what the prediction is about
GUESSES = [
    "It shrinks to 0, as the rise does",
    "It grows without end, as the run vanishes",
    "It settles near one number",
]


@step("What is a slope?", why="Training moves every weight by the slope of the loss along it.")
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
        tries={"h": STEPS.index(0.01)},
    )
    (at,) = page.plane(
        size=chart.SIZE, bare=True,
        x=Handle((1, 0), "point", along="x", bounds=(-3, 3, -3, 3), step=0.05, says="x, where you stand"),
    )  # fmt: skip
    x = float(at[0])
    text = chosen(page)
    by = page.choose("by", "Formula", ["forward", "central"], beside=True)
    h = page.slider("h", "Step h", options=STEPS, texts=NAMES, value=1.0, beside=True, wide=2)

    def cell(text, x, h, steps):
        f = parse(text)
        forward = difference_quotient(f, x, h)
        central = central_difference(f, x, h)
        m, b = tangent(f, x)
        exact = f.slope(x)
        slope = exact if np.isfinite(exact) else two_sided_slope(f, x)
        both = [[difference_quotient(f, x, step), central_difference(f, x, step)] for step in steps]
        errors = np.abs(np.array(both) - slope)
        return forward, central, m, b, exact, slope, errors

    def library(text, x, h, steps):
        f = parse(text)
        central = np.gradient(f(np.array([x - h, x, x + h])), h)[1]
        return central

    f = parse(text)
    has_values = np.isfinite(f(np.array([x - h, x, x + h]))).all()
    page.yours(turn)
    forward, central, _, _, exact, slope, errors = page.run(
        cell, library if has_values else None, text=text, x=x, h=h, steps=np.array(STEPS)
    )
    page.may_miss = missing(f, x, h, exact, slope)
    estimate, here = central if by == "central" else forward, errors[STEPS.index(h)]
    sides = (-1.0, 1.0) if by == "central" else (0.0, 1.0)
    page.picture(
        chart.scene(text, x, h, sides, estimate, slope, f"h = {NAMES[STEPS.index(h)]}")
        + chart.error_chart(STEPS, NAMES, errors, by, h),
        says=f"{seen(text, x, h, by, estimate, exact)} {measured(*here, h)}",
    )
    there = text == "sin x" and x == 1
    page.task(
        "With sin x at x = 1: find the $h$ with the least error, once with forward steps and once with central ones.",
        done={
            formula: there and by == formula and error == np.min(of_steps)
            for formula, error, of_steps in zip(("forward", "central"), here, errors.T)
        },
    )
    page.bites(
        "You check a hand-written derivative against a numerical one, and choose a tiny step to be safe. A computer "
        "keeps 16 digits, and f(x + h) and f(x) soon share nearly all of them. For sin x at x = 1 the central "
        "difference is off by 1e-11 with a step of 1e-5, and by 1e-5 with a step of 1e-12. In float32, which keeps 7 "
        "digits, a step of 1e-8 gives 0. The symptom: a gradient check that fails on correct code, or a numerical "
        "gradient that is exactly 0."
    )
    page.check(question, understand)


def missing(f, x: float, h: float, exact: float, slope: float) -> tuple[str, ...]:
    """The results that don't exist here: those that need a value of f, or a slope, where it has none."""

    def holes(*at) -> bool:
        return not np.isfinite(f(np.array(at))).all()

    gone = {"forward": holes(x, x + h), "central": holes(x - h, x + h), "m": holes(x - 1e-5, x + 1e-5)}
    gone |= {"b": gone["m"] or holes(x), "exact": not math.isfinite(exact)}
    gone["slope"] = not math.isfinite(slope)
    gone["errors"] = gone["slope"] or holes(x, *(x + step for step in STEPS), *(x - step for step in STEPS))
    return tuple(name for name, is_gone in gone.items() if is_gone)


def chosen(page) -> str:
    """The function to look at, from the list or typed."""
    typed = page.pick(
        "f", "f(x), or type your own", CURVES, typed=True, wide=2,
        help="Such as 2x, x^2, e^-x, |x|, sin 3x, sqrt(x) or 1/(1+e^-x). log is the natural logarithm.",
    )  # fmt: skip
    try:
        parse(typed)
    except ValueError as problem:
        page.note(f"{problem} Until then you see {CURVES[0]}.")
        return CURVES[0]
    return typed


def seen(text: str, x: float, h: float, by: str, estimate: float, exact: float) -> str:
    """What the plane shows, in words, with the cases in which something is missing."""
    f, name, place = parse(text), NAMES[STEPS.index(h)], f"x = {x:.2f}"
    if not math.isfinite(f(x)):
        jump = f" A central step jumps over the gap: its {number(estimate)} is no slope of the curve."
        return f"{text} has no value at {place}. {way_out(f)}{jump if math.isfinite(estimate) else ''}"
    slope = exact if math.isfinite(exact) else two_sided_slope(f, x)
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


def measured(forward: float, central: float, h: float) -> str:
    """What the chart shows at h, in words."""
    if not math.isfinite(forward) and not math.isfinite(central):
        return "There is no error to measure."
    return f"Error of the slope at h = {NAMES[STEPS.index(h)]}: forward {told(forward)}, central {told(central)}."


def told(error: float) -> str:
    """An error to one digit, and whether the chart is too low for it."""
    if not math.isfinite(error):
        return "has none"
    mantissa, power = f"{error:.0e}".split("e")
    words = f"{float(f'{error:.1g}'):g}"
    if error and not 1e-3 <= error < 1e4:
        words = f"{mantissa} · 10{'⁻' if int(power) < 0 else ''}{str(abs(int(power))).translate(RAISED)}"
    return f"**{words}**" + (" (off the chart)" if error > chart.MOST or error < chart.LEAST else "")


def number(value: float) -> str:
    """A number to ten digits."""
    return f"{value + 0.0:.10g}" if math.isfinite(value) else "none"
