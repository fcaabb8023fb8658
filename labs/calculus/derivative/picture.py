"""A curve with its secant and tangent, the step h under a lens, and the error against h."""

from __future__ import annotations

from functools import cache, lru_cache

import numpy as np

from core.expressions import parse
from ui import marks

LEFT, RIGHT, TOP = -4.0, 4.0, 2.3  # the curve's panel; x in its own units, y from −TOP to TOP
BOX = (LEFT, RIGHT, -TOP, TOP)
EDGE = 0.87  # of TOP: so high the point stands where the curve is off the picture
LENS = (4.35, 8.35)  # the lens, beside it
SIZE = (LEFT, LENS[1], -TOP - 3.3, TOP)
LEAST, MOST = 1e-16, 10.0  # the errors the chart shows; beyond them stand arrows
ERRORS = marks.Panel((LEFT + 1.5, LENS[1] - 0.2, -TOP - 2.55, -TOP - 0.8), (4e-17, 2.5), (LEAST, MOST), log="xy")


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
    x = np.linspace(LEFT, RIGHT, 241)
    y = f(x)
    middle, half = window(y[30:-30])
    height = TOP * (y / half - middle / half)
    drawn = pieces(x, height, role="data", width=2.5)
    rails = pieces(x[::4], height[::4], edge=EDGE, opacity=0, rail="x")
    return [*grid(middle, half), marks.window(BOX, drawn), *rails], middle, half


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

    above = TOP * (f(x) / half - middle / half)
    lines, names, rail = [], [], []
    if finite(above):  # the curve's own rail, which comes after it, is coarse: it may jump close to a pole
        here = np.clip(above, -EDGE * TOP, EDGE * TOP)
        rail = [marks.line([(x - 0.03, here), (x + 0.03, here)], opacity=0, rail="x")]
    if finite(slope):
        tangent = place(line_at(x, f(x), slope, half))
        lines.append(marks.line(tangent, role="truth", width=6, opacity=0.35))
        names.append(named(tangent[::-1], "tangent", "truth"))
    if finite(estimate):
        secant = place(line_at(ends[0], heights[0], estimate, half))
        lines += [
            marks.polygon(place(zip(ends[[0, 1, 1]], heights[[0, 0, 1]])), role="model", width=1),
            marks.line(secant, role="model", width=2),
            marks.points(place(zip(ends, heights)), role="model", size=4.5),
        ]
        names.append(named(secant, "secant", "model"))
    if abs(above) > TOP:
        names.append(beyond(x, f(x), above > 0))
    title = marks.text((LENS[0], TOP), caption, dx=8, dy=16, anchor="start")
    box = (*LENS, -TOP, TOP)
    seen = marks.window(box, lens(f, x, h, sides, estimate, slope))
    return [
        *rail,
        *drawn,
        marks.window(BOX, lines),
        *names,
        seen,
        *rise_and_run(f, x, h, sides, estimate, slope),
        title,
    ]


def beyond(x: float, y: float, above: bool) -> dict:
    """An arrow with the height of the curve, where that is off the picture."""
    words, dy = f"{'↑' if above else '↓'} f(x) = {y:.4g}".replace("-", "−"), 34 if above else -26
    return marks.text(
        (x, TOP if above else -TOP), words, role="data", dx=0, dy=dy, anchor="middle", weight=600, loose=True
    )


def named(line: list, name: str, role: str) -> dict:
    """A line's name, at the first place from its right (from its left, if it comes in reverse) inside the panel."""
    (x0, y0), (x1, y1) = line
    along = np.linspace(0.97, 0, 600)
    x, y = x0 + (x1 - x0) * along, y0 + (y1 - y0) * along
    first = int(np.argmax(np.abs(y) < 0.82 * TOP))
    return marks.text(
        (x[first], y[first]), name, role=role, dx=0, dy=-7, anchor="end" if x1 > x0 else "start", loose=True
    )


def line_at(x: float, y: float, slope: float, half: float) -> list[tuple[float, float]]:
    """The straight line through (x, y), to the edges of the panel or far above and below it."""
    reach = 50 * half / max(abs(slope), half)
    ends = [x + np.clip(edge - x, -reach, reach) for edge in (LEFT, RIGHT)]
    return [(end, y + slope * (end - x)) for end in ends]


def lens_scale(sides: tuple[float, float], estimate: float, slope: float):
    """Where the lens begins and ends, in steps of h from x, and how it places steps and rises (in units of h)."""
    start, end = (sides[0] - 0.6, sides[1] + 0.6)
    steepest = max(abs(slope) if finite(slope) else 0.0, abs(estimate) if finite(estimate) else 0.0) or 1.0
    middle = (sides[0] + sides[1]) / 2 * (estimate if finite(estimate) else 0.0)
    stretch = 1.5 * TOP / (end - start)

    def place(steps, rises):
        across = LENS[0] + (np.asarray(steps) - start) / (end - start) * (LENS[1] - LENS[0])
        return across, np.clip(stretch * (np.asarray(rises) - middle) / steepest, -1e4, 1e4)

    return start, end, place


def lens(f, x: float, h: float, sides: tuple[float, float], estimate: float, slope: float) -> list[dict]:
    """What lies within a step or so of x, enlarged until the step fills the frame: t counts in steps of h."""
    left, right = LENS
    start, end, place = lens_scale(sides, estimate, slope)
    t = np.linspace(start, end, 141)
    drawn = [
        marks.polygon([(left, -TOP), (right, -TOP), (right, TOP), (left, TOP)], role="context", fill=0.07, width=0),
        *pieces(*place(t, (f(x + t * h) - f(x)) / h), role="data", width=2),
    ]
    if finite(slope):
        line = np.column_stack(place([start, end], [slope * start, slope * end]))
        drawn.append(marks.line(line, role="truth", width=6, opacity=0.35))
    rises = (f(x + np.array(sides) * h) - f(x)) / h
    if np.isfinite(rises).all():
        (x0, x1), (y0, y1) = place(sides, rises)
        drawn += [
            marks.polygon([(x0, y0), (x1, y0), (x1, y1)], role="model", width=1),
            marks.line([(x0, y0), (x1, y1)], role="model", width=2),
            marks.points([(x0, y0), (x1, y1)], role="model", size=4.5),
        ]
    return drawn


def rise_and_run(f, x: float, h: float, sides: tuple[float, float], estimate: float, slope: float) -> list[dict]:
    """The names of the two sides of the secant's triangle in the lens."""
    rises = (f(x + np.array(sides) * h) - f(x)) / h
    if not np.isfinite(rises).all():
        return []
    (x0, x1), (y0, y1) = lens_scale(sides, estimate, slope)[2](sides, rises)
    run = marks.text(((x0 + x1) / 2, y0), "run", role="model", dx=0, dy=14 if y1 >= y0 else -6, anchor="middle")
    rise = marks.text((x1, (y0 + y1) / 2), "rise", role="model", dx=5, dy=5, anchor="start")
    return [run, rise] if abs(y1 - y0) > 0.1 else [run]


def pieces(x: np.ndarray, y: np.ndarray, edge: float = 2, **look) -> list[dict]:
    """A curve as lines: broken where it has no value, or leaps from above the picture to below it.

    What lies beyond `edge` times the panel's half height is drawn there.
    """
    y = np.where(np.isfinite(y), np.clip(y, -2 * TOP, 2 * TOP), np.nan)
    broken = np.flatnonzero(~(np.abs(np.diff(y)) < 3.9 * TOP)) + 1
    y = np.clip(y, -edge * TOP, edge * TOP)
    parts = [np.column_stack(part) for part in zip(np.split(x, broken), np.split(y, broken))]
    return [marks.line(part.round(2), **look) for part in parts if len(part) > 1 and np.isfinite(part).all()]


def finite(number: float) -> bool:
    """True unless the number is nan or infinite."""
    return bool(np.isfinite(number))


# The error against h

NAMED = {
    "forward": (-6, {"anchor": "middle", "dx": 0, "dy": -8}),
    "central": (-4, {"anchor": "start", "dx": 6, "dy": 14}),
}


@cache
def error_frame() -> list[dict]:
    """The axes of the errors, both on log scales."""
    steps = [(1e-16, "10⁻¹⁶"), (1e-12, "10⁻¹²"), (1e-8, "10⁻⁸"), (1e-4, "10⁻⁴"), (1, "h = 1")]
    powers = [(1e-15, "10⁻¹⁵"), (1e-8, "10⁻⁸"), (0.1, "0.1")]
    return ERRORS.frame(x=steps, y=powers, upwards="error of the slope, by step h")


def error_chart(steps, names: list[str], errors: np.ndarray, chosen: str, h: float) -> list[dict]:
    """The errors of both formulas against the step. errors: shape (steps, 2), nan where a slope is missing."""
    now = ERRORS.at(h, [LEAST, MOST])
    drawn = [*error_frame(), marks.line(now, role="model", width=1.5, dash="3 3")]
    for formula, of_steps in zip(("forward", "central"), errors.T):
        role = "model" if formula == chosen else "context"
        drawn += error_line(np.asarray(steps), names, of_steps, formula, role)
        here = of_steps[list(steps).index(h)]
        if formula == chosen and LEAST <= here <= MOST:
            drawn.append(marks.points([ERRORS.at(h, here)], role="model", size=8, hollow=True, width=2.5))
    return drawn


def error_line(steps, names: list[str], errors, formula: str, role: str) -> list[dict]:
    """One formula's errors: dots joined by a line, arrows where they lie beyond the chart, and its name."""
    on = (errors >= LEAST) & (errors <= MOST)
    at = ERRORS.at(steps, np.where(on, errors, MOST)).round(2)
    titles = [f"{formula}, h = {name}: {error:.1e}" for name, error in zip(names, errors)]
    runs = np.split(np.arange(len(on)), np.flatnonzero(np.diff(on)) + 1)
    drawn = [marks.line(at[run], role=role, width=1.5) for run in runs if on[run[0]] and len(run) > 1]
    if on.any():
        drawn.append(marks.points(at[on], role=role, size=3, titles=[t for t, shown in zip(titles, on) if shown]))
        wanted, look = NAMED[formula]
        place = at[np.flatnonzero(on)[np.argmin(np.abs(np.log10(steps[on]) - wanted))]]
        drawn.append(marks.text(place, formula, role=role, loose=True, **look))
    for step, error in zip(steps, errors):
        if error > MOST or error < LEAST:
            drawn.append(arrow_beyond(step, error > MOST, role))
    return drawn


def arrow_beyond(step: float, above: bool, role: str) -> dict:
    """An arrow at the edge of the chart, towards an error that lies beyond it."""
    edge, inward = (MOST, MOST / 100) if above else (LEAST, 100 * LEAST)
    return marks.arrow(ERRORS.at(step, edge), tail=ERRORS.at(step, inward), role=role, width=1.5)
