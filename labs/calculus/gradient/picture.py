"""A loss over two weights as contours, the arrow downhill, and a slice through it.

One unit on the plane is 1 of a weight. Letters: X, y the rows; `best` the weights with the least loss, `least`;
H the Hessian, the curvature of the loss.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from core.data import diabetes_columns
from core.linear_algebra import standardise
from core.optimisation import Bowl, bowl, mse
from ui import marks

COLUMNS = ("HDL", "cholesterol / HDL")

BOX = (-64.0, 38.0, -34.0, 78.0)  # the map of the loss
PANEL = (46.0, 102.0, -34.0, 78.0)  # the slice, beside it
SIZE = (BOX[0] - 3.5, PANEL[1], BOX[2] - 3.5, BOX[3] + 3.5)  # with room for a handle at the edge of the map
ARROW = 0.25  # so long is a slope of 1 drawn
HIGHER = (25, 100, 300, 700, 1300, 2200, 3500, 5200, 7400, 10000)  # contours, this much above the least loss
REACH = 50.0  # how far the slice goes to each side
LOW, HIGH = 4500.0, 10000.0  # the losses that the slice shows; an arrow tells of those above


@cache
def rows() -> tuple[np.ndarray, np.ndarray]:
    """Two standardised columns of the diabetes rows, and what is to be predicted from them."""
    X, y = diabetes_columns(*COLUMNS)
    return standardise(X), y


@cache
def surface() -> Bowl:
    """The loss over two weights that `gradient` and `descent` walk on."""
    return bowl(*rows())


@cache
def ground() -> list[dict]:
    """The map of that loss, with the names of its weights."""
    names = [f"w{sub}: {name}" for sub, name in zip("₁₂", COLUMNS)]
    return contours(*surface(), names=names, ticks=((-50, -25), (50,)))


def ellipse(best, H, height: float, corners: int = 60) -> np.ndarray:
    """Where the loss is `height` above the least: ½ dᵀHd = height, with d the way from `best`."""
    curvatures, directions = np.linalg.eigh(H)
    turn = np.linspace(0, 2 * np.pi, corners + 1)
    circle = np.column_stack([np.cos(turn), np.sin(turn)])
    return best + circle * np.sqrt(2 * height / curvatures) @ directions.T


def contours(
    best, least: float, H, names=("", ""), origin=(0.0, 0.0), told=HIGHER[2:8:2], ticks=((), ())
) -> list[dict]:
    """The map: contour lines, the loss of those that are told, the axes of both weights, and their names."""
    left, right, bottom, top = BOX
    x, y = origin
    rings = [marks.line(ellipse(best, H, height, 48).round(1), width=1.2, opacity=0.7) for height in HIGHER]
    axes = marks.lines([[(x, bottom), (x, top)], [(left, y), (right, y)]], width=1, opacity=0.35)
    ticks = [
        *(marks.text((w, y), f"{w}".replace("-", "−"), anchor="middle", dx=0, dy=14) for w in ticks[0]),
        *(marks.text((x, w), f"{w}".replace("-", "−"), anchor="end", dx=-4, dy=4) for w in ticks[1]),
        *([marks.text((x, y), "0", anchor="end", dx=-4, dy=14)] if ticks[0] else []),
    ]
    return [
        frame(BOX),
        *ticks,
        marks.window(BOX, [axes, *rings, *(level(best, least, H, height) for height in told)]),
        marks.text((right, bottom), names[0], anchor="end", dx=-4, dy=-6),
        marks.text((left, top), names[1], anchor="start", dx=4, dy=15),
    ]


def level(best, least: float, H, height: float) -> dict:
    """A contour's loss, where it crosses the steep side on the lower right."""
    curvatures, directions = np.linalg.eigh(H)
    steep = directions[:, -1] * np.sign(directions[0, -1])
    place = best + steep * np.sqrt(2 * height / curvatures[-1])
    return marks.text(place, f"{least + height:,.0f}", anchor="middle", dx=0, dy=4)


def frame(box) -> dict:
    """A faint ground for a part of the picture."""
    left, right, bottom, top = box
    corners = [(left, bottom), (right, bottom), (right, top), (left, top)]
    return marks.polygon(corners, role="context", fill=0.07, width=0)


def downhill(p, slopes) -> list[dict]:
    """The arrow from p against the gradient, with one part along each weight, and where it would lead."""
    size = np.hypot(*slopes)
    if size * ARROW < 0.5:
        return []
    tip, far = p - ARROW * slopes, p - slopes / size * 250
    drawn = [
        marks.line([p, far], role="truth", width=1.2, dash="2 5"),
        marks.lines([[p, (tip[0], p[1])], [(tip[0], p[1]), tip]], role="truth", width=1.5, dash="5 3"),
        marks.arrow(tip, tail=p, role="truth", width=3.5),
    ]
    return [marks.window(BOX, drawn), named("downhill", tip, -slopes / size, "truth")]


def compared(slopes, nudged) -> list[dict]:
    """The gradient by its formula, and by central differences below it."""
    return [
        marks.text(
            (BOX[0], BOX[2]), f"{name} ({signed(at[0])}, {signed(at[1])})", role=role, anchor="start", dx=5, dy=dy
        )
        for name, at, role, dy in (("∇L", slopes, "truth", -24), ("nudged", nudged, "context", -7))
    ]


def signed(slope: float) -> str:
    """A slope to two decimals, with the minus of print.

    >>> signed(-30.604), signed(-0.001)
    ('−30.60', '0.00')
    """
    return f"{round(slope, 2) + 0.0:.2f}".replace("-", "−")


def guessed(p, way) -> list[dict]:
    """Where the learner expected the arrow to point."""
    size = np.hypot(*way)
    if size < 1:
        return []
    tip = p + way / size * 26
    arrow = marks.arrow(tip, tail=p, role="guess", width=2.5, dash="6 4")
    return [marks.window(BOX, [arrow]), named("your guess", tip, way / size, "guess")]


def named(name: str, tip, way, role: str) -> dict:
    """An arrow's name, beyond its tip and on the map."""
    inside = np.clip(tip, (BOX[0] + 14, BOX[2] + 6), (BOX[1] - 14, BOX[3] - 8))
    return marks.text(inside, name, role=role, anchor="middle", dx=round(36 * way[0]), dy=round(5 - 16 * way[1]))


def slice_of(p, u, loss: float, slope: float, X, y) -> list[dict]:
    """The loss along the line through p in the direction u, and its slope at p; on the map, the line itself."""
    along = np.linspace(-REACH, REACH, 41)
    curve = np.column_stack([across(along), height([mse(p + t * u, X, y) for t in along])])
    ends = np.array([-REACH, REACH])
    tangent = np.column_stack([across(ends), height(loss + slope * ends)])
    levels = (5000, 6000, 7000, 8000)
    told = f"{slope:+.0f}".replace("-", "−") if round(slope) else "0"
    here = (across(0.0), height(loss))
    return [
        marks.window(BOX, [marks.line([p - REACH * u, p + REACH * u], role="model", width=2)]),
        frame(PANEL),
        marks.lines([[(PANEL[0], height(one)), (PANEL[1], height(one))] for one in levels], width=1, opacity=0.25),
        *(marks.text((PANEL[0], height(one)), f"{one:,.0f}", anchor="start", dx=2, dy=-3) for one in levels),
        marks.window(
            PANEL,
            [
                marks.line(tangent, role="truth", width=5, opacity=0.4),
                marks.line(curve, role="model", width=2.5),
                marks.lines([[(here[0], PANEL[2]), here]], width=1, opacity=0.6),
                marks.points([here], role="data", size=5.5),
            ],
        ),
        *([beyond(loss)] if loss > HIGH else []),
        marks.text((PANEL[0], PANEL[3]), "loss along the slice", role="model", anchor="start", dx=4, dy=15),
        marks.text((PANEL[0], PANEL[3]), f"slope {told}", role="truth", anchor="start", dx=4, dy=33),
        marks.text((across(0.0), PANEL[2]), "p", role="data", anchor="start", dx=5, dy=-6),
        marks.text((PANEL[1], PANEL[2]), "to r →", role="model", anchor="end", dx=-4, dy=-6),
    ]


def beyond(loss: float) -> dict:
    """An arrow with the loss at p, where that is above the panel."""
    return marks.text(
        (across(0.0), PANEL[3]), f"↑ p: {loss:,.0f}", role="data", anchor="middle", dx=0, dy=52, weight=600
    )


def across(t):
    """Where a place on the slice, t from p, stands in the panel."""
    return PANEL[0] + (np.asarray(t) + REACH) / (2 * REACH) * (PANEL[1] - PANEL[0])


def height(loss):
    """Where a loss stands in the panel."""
    return np.clip(PANEL[2] + (np.asarray(loss) - LOW) / (HIGH - LOW) * (PANEL[3] - PANEL[2]), -1e4, 1e4)
