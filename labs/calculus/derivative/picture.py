"""A curve with its secant and tangent, the step h under a lens, and the error against h."""

from __future__ import annotations

from functools import cache, lru_cache

import altair as alt
import numpy as np

from core.expressions import parse
from ui import marks
from ui.theme import by_role

LEFT, RIGHT, TOP = -4.0, 4.0, 2.8  # the curve's panel; x in its own units, y from −TOP to TOP
LENS = (4.35, 8.35)  # the lens, beside it
SIZE = (LEFT, LENS[1], -TOP, TOP)
LEAST, MOST = 1e-16, 10.0  # the errors the chart shows; beyond them stand triangles that point there
HEIGHT = 130  # of the chart, in pixels


def window(values: np.ndarray) -> tuple[float, float]:
    """The middle and half the height of what is worth seeing of a curve: most of it, not its spikes."""
    values = values[np.abs(values) < 1e300]
    low, high = np.percentile(values, [4, 96]) if values.size else (-1.0, 1.0)
    half = 1.3 * (high / 2 - low / 2)
    return high / 2 + low / 2, half if half > 1e-12 * max(1.0, abs(high)) else 1.0


@lru_cache(maxsize=64)
@np.errstate(all="ignore")
def curve(text: str) -> tuple[list[dict], float, float]:
    """The grid and the curve of a function as typed, with the middle and half the height of their window."""
    f = parse(text)
    x = np.linspace(LEFT, RIGHT, 321)
    y = f(x)
    middle, half = window(y[40:-40])
    drawn = pieces(x, TOP * (y / half - middle / half), role="data", width=2.5, rail="x")
    return grid(middle, half) + drawn, middle, half


def grid(middle: float, half: float) -> list[dict]:
    """Lines and numbers behind the curve."""
    step = 10 ** np.floor(np.log10(half))
    step *= next(s for s in (0.5, 1, 2, 5) if half / (step * s) <= 2.5)
    ys = np.arange(np.ceil((middle - half) / step), np.floor((middle + half) / step) + 1) * step
    heights = TOP * (ys - middle) / half
    segments = [[(x, -TOP), (x, TOP)] for x in range(-3, 4)] + [[(LEFT, y), (RIGHT, y)] for y in heights]
    return [
        marks.lines(segments, width=1, opacity=0.25),
        *(marks.text((x, -TOP), f"{x}".replace("-", "−"), dx=0, dy=-4, anchor="middle") for x in range(-3, 4)),
        *(
            marks.text((LEFT, height), f"{y + 0.0:g}".replace("-", "−"), dx=3, dy=-4, anchor="start")
            for y, height in zip(ys, heights)
            if abs(height) < 0.8 * TOP
        ),
    ]


@np.errstate(all="ignore")
def scene(text: str, x: float, h: float, sides: tuple, estimate: float, slope: float, caption: str) -> list[dict]:
    """The curve with tangent and secant at x, and the lens. `sides` are the secant's ends in steps of h from x.

    `estimate` and `slope` are the slopes of secant and tangent, nan where there is none; `caption` is the lens's.
    """
    f = parse(text)
    drawn, middle, half = curve(text)
    ends = np.array([x + side * h for side in sides])
    heights = f(ends)

    def place(points):
        return [(px, np.clip(TOP * (py / half - middle / half), -1e4, 1e4)) for px, py in points]

    lines = []
    if finite(slope):
        tangent = place(line_at(x, f(x), slope, half))
        lines += [marks.line(tangent, role="truth", width=6, opacity=0.35), named(tangent[::-1], "tangent", "truth")]
    if finite(estimate):
        secant = place(line_at(ends[0], heights[0], estimate, half))
        lines += [
            marks.polygon(place(zip(ends[[0, 1, 1]], heights[[0, 0, 1]])), role="model", width=1),
            marks.line(secant, role="model", width=2),
            named(secant, "secant", "model"),
            marks.points(place(zip(ends, heights)), role="model", size=4.5),
        ]
    above = TOP * (f(x) / half - middle / half)
    if abs(above) > TOP:
        lines.append(beyond(x, f(x), above > 0))
    title = marks.text((LENS[0], TOP), caption, dx=8, dy=16, anchor="start")
    return [*drawn, *lines, *lens(f, x, h, sides, estimate, slope), title]


def beyond(x: float, y: float, above: bool) -> dict:
    """An arrow with the height of the curve, where that is off the picture."""
    words, dy = f"{'↑' if above else '↓'} f(x) = {y:.4g}".replace("-", "−"), 34 if above else -26
    return marks.text((x, TOP if above else -TOP), words, role="data", dx=0, dy=dy, anchor="middle", weight=600)


def named(line: list, name: str, role: str) -> dict:
    """A line's name, at the first place from its right (from its left, if it comes in reverse) inside the panel."""
    (x0, y0), (x1, y1) = line
    along = np.linspace(0.97, 0, 600)
    x, y = x0 + (x1 - x0) * along, y0 + (y1 - y0) * along
    first = int(np.argmax(np.abs(y) < 0.82 * TOP))
    return marks.text((x[first], y[first]), name, role=role, dx=0, dy=-7, anchor="end" if x1 > x0 else "start")


def line_at(x: float, y: float, slope: float, half: float) -> list[tuple[float, float]]:
    """The straight line through (x, y), to the edges of the panel or far above and below it."""
    reach = 50 * half / max(abs(slope), half)
    ends = [x + np.clip(edge - x, -reach, reach) for edge in (LEFT, RIGHT)]
    return [(end, y + slope * (end - x)) for end in ends]


def lens(f, x: float, h: float, sides: tuple[float, float], estimate: float, slope: float) -> list[dict]:
    """What lies within a step or so of x, enlarged until the step fills the frame: t counts in steps of h."""
    left, right = LENS
    start, end = (sides[0] - 0.6, sides[1] + 0.6)
    t = np.linspace(start, end, 241)
    steepest = max(abs(slope) if finite(slope) else 0.0, abs(estimate) if finite(estimate) else 0.0) or 1.0
    middle = (sides[0] + sides[1]) / 2 * (estimate if finite(estimate) else 0.0)
    stretch = 1.5 * TOP / (end - start)

    def place(steps, rises):
        across = left + (np.asarray(steps) - start) / (end - start) * (right - left)
        return across, np.clip(stretch * (np.asarray(rises) - middle) / steepest, -1e4, 1e4)

    seen = pieces(*place(t, (f(x + t * h) - f(x)) / h), role="data", width=2)
    rises = (f(x + np.array(sides) * h) - f(x)) / h
    drawn = [
        marks.polygon([(left, -TOP), (right, -TOP), (right, TOP), (left, TOP)], role="context", fill=0.07, width=0),
        *seen,
    ]
    if finite(slope):
        line = np.column_stack(place([start, end], [slope * start, slope * end]))
        drawn.append(marks.line(line, role="truth", width=6, opacity=0.35))
    if np.isfinite(rises).all():
        (x0, x1), (y0, y1) = place(sides, rises)
        drawn += [
            marks.polygon([(x0, y0), (x1, y0), (x1, y1)], role="model", width=1),
            marks.line([(x0, y0), (x1, y1)], role="model", width=2),
            marks.points([(x0, y0), (x1, y1)], role="model", size=4.5),
            marks.text(((x0 + x1) / 2, y0), "run", role="model", dx=0, dy=14 if y1 >= y0 else -6, anchor="middle"),
            marks.text((x1, (y0 + y1) / 2), "rise", role="model", dx=5, dy=5, anchor="start"),
        ]
    return drawn


def pieces(x: np.ndarray, y: np.ndarray, **look) -> list[dict]:
    """A curve as lines: broken where it has no value, or leaps from above the picture to below it."""
    y = np.where(np.isfinite(y), np.clip(y, -2 * TOP, 2 * TOP), np.nan)
    broken = np.flatnonzero(~(np.abs(np.diff(y)) < 3.9 * TOP)) + 1
    parts = [np.column_stack(part) for part in zip(np.split(x, broken), np.split(y, broken))]
    return [marks.line(part, **look) for part in parts if len(part) > 1 and np.isfinite(part).all()]


def finite(number: float) -> bool:
    """True unless the number is nan or infinite."""
    return bool(np.isfinite(number))


# The error against h


@cache
def errors_spec() -> dict:
    """Two lines on log scales, one of them lit, and a rule at the h in hand. Data: `errors`, `now`."""
    power = "datum.value == 1 ? '1' : format(datum.value, '.0e')"
    steps = alt.Axis(values=[1e-16, 1e-12, 1e-8, 1e-4, 1], labelExpr=power, title=None)
    powers = alt.Axis(values=[1e-15, 1e-10, 1e-5, 1], labelExpr=power, title="error")
    x = alt.X("h:Q", axis=steps, scale=alt.Scale(type="log", domain=[5e-17, 2]))
    y = alt.Y("shown:Q", axis=powers, scale=alt.Scale(type="log", domain=[LEAST, MOST], clamp=True))
    errors, now = alt.NamedData("errors"), alt.NamedData("now")
    tip = [alt.Tooltip("formula:N"), alt.Tooltip("h:Q", format=".0e"), alt.Tooltip("error:Q", format=".1e")]
    of_formula = alt.Chart(errors).encode(x, y, color=by_role("role"))
    line = of_formula.mark_line(strokeWidth=1.5).encode(detail="formula:N")
    dots = of_formula.mark_point(size=28, opacity=1, filled=True).encode(
        shape=alt.Shape("shape:N", scale=None), tooltip=tip
    )
    named = [
        of_formula.transform_filter(f"datum.h == 1e-3 && datum.formula == '{formula}'")
        .mark_text(dy=dy, fontSize=12)
        .encode(text="formula:N")
        for formula, dy in (("forward", -10), ("central", 14))
    ]
    rule = alt.Chart(now).mark_rule(strokeDash=[3, 3]).encode(x, color=by_role("role"))
    lit = alt.Chart(now).mark_point(size=150, strokeWidth=2.5).encode(x, y, color=by_role("role"))
    return (
        alt.layer(rule, line, dots, *named, lit)
        .properties(height=HEIGHT, padding={"left": 0, "top": 6, "right": 6, "bottom": 0})
        .to_dict()
    )


def error_rows(steps: list[float], errors: dict[str, list[float]], chosen: str, h: float) -> dict[str, list[dict]]:
    """The data of `errors_spec`: the errors of each formula, none where a slope is missing."""
    rows = [
        {"formula": formula, "h": step, "error": error, "shown": min(max(error, LEAST), MOST), "shape": shape(error),
         "role": "model" if formula == chosen else "context"}
        for formula, of_steps in errors.items() for step, error in zip(steps, of_steps) if finite(error)
    ]  # fmt: skip
    return {"errors": rows, "now": [row for row in rows if row["h"] == h and row["formula"] == chosen]}


def shape(error: float) -> str:
    """A dot, or a triangle that points to where an error lies beyond the chart."""
    return "triangle-up" if error > MOST else "triangle-down" if error < LEAST else "circle"
