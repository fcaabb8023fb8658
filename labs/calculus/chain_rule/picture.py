"""A number on its way through a chain of links, how a nudge to it fares, and the slope so far on a log scale."""

from __future__ import annotations

import math

import numpy as np

from ui import marks, words

MOST = 10  # links
REACH = 1.5  # how far x can be dragged
EDGE = 1.75  # the panel of values ends here, above and below
SIZE = (-0.75, MOST + 0.7, -4.95, 2.4)
LEFT, RIGHT = -0.35, MOST + 0.5
BOX = (LEFT, RIGHT, -EDGE, EDGE)
SLOPES = -2.08  # the row of local slopes
PANEL = (LEFT, RIGHT, -4.9, -2.4)  # the slope so far
LOW, HIGH = -7, 6  # powers of ten
GOAL = (0.5, 2.0)
NUDGE = 0.3
TICKS = {0: "", -3: "", -6: "0.000001", 3: "1,000"}


def scene(values, slopes, name: str) -> list[dict]:
    """The chain: values, shape (n + 1,), and local slopes, shape (n,)."""
    return [*path(values, slopes, name), *product(slopes)]


def path(values, slopes, name: str) -> list[dict]:
    """The values from link to link, a band for the nudge to x as each link passes it on, and the local slopes."""
    places = np.arange(len(values))
    way, so_far = np.column_stack([places, values]), np.concatenate([[1.0], np.cumprod(slopes)])
    width = np.column_stack([np.zeros(len(values)), NUDGE * so_far])
    inside = [
        marks.lines([[(k, -EDGE), (k, EDGE)] for k in places], opacity=0.35, width=1),
        marks.polygon(near(np.vstack([way + width, (way - width)[::-1]])), role="truth", fill=0.2, width=1),
        marks.line(near(way), role="data", width=2.5),
        marks.points(near(way[1:]), role="data", size=4.5),
    ]
    return [
        marks.window(BOX, inside),
        marks.text((0.3, -EDGE), "band: a nudge, scaled by the slopes", role="truth", dx=0, dy=-6, anchor="start"),
        *(small((k, 2.15), brief(value), "data", 600) for k, value in zip(places, values)),
        *(small((k + 0.5, SLOPES), brief(slope), "model", 600) for k, slope in enumerate(slopes)),
    ]


def product(slopes) -> list[dict]:
    """The slope so far, link by link: the product of the local slopes up to there, on a log scale."""
    so_far = np.concatenate([[1.0], np.cumprod(slopes)])
    curve = np.column_stack([np.arange(len(so_far)), height(so_far)])
    left, right, bottom, top = PANEL
    low, high = height(GOAL)
    corners = [(left, low), (right, low), (right, high), (left, high)]
    fine, on = (so_far >= GOAL[0]) & (so_far <= GOAL[1]), on_the_scale(so_far)
    return [
        marks.lines([[(left, height(10.0**power)), (right, height(10.0**power))] for power in TICKS],
                    width=1, opacity=0.35),
        marks.polygon(corners, role="truth", fill=0.3, width=0),
        marks.line(curve if on.all() else curve[: np.argmin(on) + 1], role="model", width=2),
        *(marks.points(curve[chosen], role=role, size=4.5) for chosen, role in ((fine, "truth"), (on & ~fine, "model"))
          if chosen.any()),
        *(marks.text((left, height(10.0**power)), name, anchor="start", dx=2, dy=-3)
          for power, name in TICKS.items() if name),
        marks.text((left, bottom), "slope so far", role="model", anchor="start", dx=2, dy=-4, weight=600),
        marks.text((MOST / 2, high), "0.5 to 2", role="truth", anchor="middle", dx=0, dy=-4 if so_far[-1] <= 1 else 20),
        beside(curve[-1], so_far[-1]) if on.all() else beyond(curve[np.argmin(on)], so_far[-1]),
    ]  # fmt: skip


def beside(at, slope: float) -> dict:
    """The last number of the curve, where there is room for it."""
    side = {"anchor": "end", "dx": 4} if at[0] > 2 else {"anchor": "start", "dx": 0}
    return marks.text(at, brief(slope), role="model", dy=20 if slope > 20 else -9, weight=700, **side)


def beyond(at, slope: float) -> dict:
    """An arrow where the curve leaves its panel, with the slope of the whole chain."""
    up = abs(slope) > 1
    side = {"anchor": "end", "dx": -6} if at[0] > MOST / 2 else {"anchor": "start", "dx": 6}
    text = f"{'↑' if up else '↓'} off the chart: {brief(slope)}"
    return marks.text(at, text, role="model", dy=34 if up else -6, weight=700, **side)


def on_the_scale(slopes) -> np.ndarray:
    """For each slope, whether it has a place in the panel."""
    return (np.abs(slopes) >= 10.0**LOW) & (np.abs(slopes) <= 10.0**HIGH)


def height(slope):
    """Where a slope stands in its panel; those off the scale at its edge."""
    with np.errstate(divide="ignore"):
        power = np.clip(np.log10(np.abs(np.asarray(slope, dtype=float))), LOW, HIGH)
    return PANEL[2] + 0.3 + (power - LOW) / (HIGH - LOW) * (PANEL[3] - PANEL[2] - 0.4)


def near(points) -> np.ndarray:
    """Points, with what is far off the panel kept within reach of a drawing."""
    points = np.asarray(points, dtype=float).copy()
    points[:, 1] = np.clip(points[:, 1], -1e4, 1e4)
    return points


def small(at, text: str, role: str, weight: int = 500) -> dict:
    """A number in a row of up to eleven: smaller on a narrow screen."""
    return marks.text(at, text, role=role, anchor="middle", dx=0, dy=4, weight=weight, height=0.29, least=12)


def written(number: float, digits: int = 3) -> str:
    """A number to so many digits that count, for a product that can be checked by hand.

    >>> written(0.19661), written(1.0), written(2.73e-7, 2), written(59049, 2), written(-0.5), written(6.25, 2)
    ('0.197', '1', '2.7e−7', '5.9e4', '−0.5', '6.3')
    """
    if number and (abs(number) < 0.001 or abs(number) >= 1000):
        mantissa, power = f"{number:.{digits - 1}e}".split("e")
        return f"{mantissa}e{int(power)}".replace("-", "−")
    decimals = digits - 1 - (math.floor(math.log10(abs(number))) if number else 0)
    return f"{words.rounded(number, decimals):g}".replace("-", "−")


def brief(number: float) -> str:
    """A number in as few letters as it needs.

    >>> brief(0.2471), brief(-1.5), brief(1), brief(0.0031), brief(0.0099), brief(59049), brief(9.5e-7), brief(0)
    ('0.25', '−1.5', '1', '0.003', '0.01', '6e4', '1e−6', '0')
    """
    number = float(number)
    size = abs(number)
    if size == 0:
        text = "0"
    elif size < 0.001 or size >= 1000:
        mantissa, power = f"{number:.0e}".split("e")
        text = f"{mantissa}e{int(power)}"
    else:
        text = words.number(number, 3 if size < 0.01 else 2 if size < 10 else 0)
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace("-", "−")
