"""Three ways down one ravine, the loss of each, and a step of Adam taken apart.

One unit on the plane is 1 of a weight, along both weights alike.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from core.data import diabetes_columns
from core.optimisation import Bowl, bowl
from labs.calculus.gradient.picture import HIGHER, ellipse, frame
from ui import marks
from ui.marks import Panel
from ui.words import number, percent

COLUMNS = ("log triglycerides", "body mass index")  # the flat weight to the right, the steep one upwards
MAP = (-7.0, 83.0, -9.0, 29.0)  # left, right, bottom, top
REACH = (-7.0, 50.0, -9.0, 26.0)  # where a start may be: clear of the names at the upper right
CHART = (-7.0, 36.0, -31.0, -13.0)
BARS = (43.0, 83.0)
SIZE = (MAP[0] - 1, MAP[1] + 1, -35.5, MAP[3] + 1)
NAMES = ("plain", "momentum", "Adam")
ROLES = ("group1", "group2", "group3")
LOW, HIGH = 1e-4, 10.0  # how far above the least the chart shows losses, as a share of it
FAR = 1e4  # so far off the map a path is drawn
WIDEST = 1.5  # a bar of this many rates is as long as there is room


@cache
def rows() -> tuple[np.ndarray, np.ndarray]:
    """Two raw columns of the diabetes rows, and y, each measured from its mean."""
    return diabetes_columns(*COLUMNS)


@cache
def surface() -> Bowl:
    """The loss over the two weights."""
    return bowl(*rows())


@cache
def ground() -> list[dict]:
    """The map of the loss, with the names of its weights."""
    best, _, H = surface()
    left, right, bottom, top = MAP
    rings = [marks.line(ellipse(best, H, height, 60), width=1.2, opacity=0.4) for height in HIGHER]
    axes = marks.lines([[(0, bottom), (0, top)], [(left, 0), (right, 0)]], width=1, opacity=0.35)
    return [
        frame(MAP),
        marks.window(MAP, [axes, *rings]),
        marks.points([best], role="truth", size=3.5, titles=["the lowest point"]),
        *(marks.text((w, 0), f"{w}", anchor="middle", dx=0, dy=14) for w in (20, 40, 60)),
        *(marks.text((0, w), f"{w}", anchor="end", dx=-4, dy=4) for w in (10, 20)),
        marks.text((right, bottom), f"w₁: {COLUMNS[0]}", anchor="end", dx=-4, dy=-6),
        marks.text((left, top), f"w₂: {COLUMNS[1]}", anchor="start", dx=4, dy=15),
    ]


def walks(paths, t: int) -> list[dict]:
    """The three paths, as far as step t in full; an arrow at the edge where one has left the map.

    paths: shape (steps + 1, 3, 2).
    """
    drawn, each = [], list(zip(NAMES, ROLES, np.moveaxis(np.asarray(paths, dtype=float), 1, 0)))
    for name, role, path in each:
        kept = near(path)
        done = kept[: t + 1]
        drawn += [
            marks.line(kept.round(2), role=role, width=1.4, opacity=0.5),
            marks.line(done.round(2), role=role, width=2.4),
            marks.points(done.round(2), role=role, size=2.4),
            marks.points([done[-1].round(2)], role=role, size=6, titles=[f"{name}, step {t}"]),
        ]
    gone = [edge_arrow(path[t], role) for _, role, path in each if not on_map(path[t])]
    return [marks.window(MAP, drawn), *gone]


def near(path) -> np.ndarray:
    """The path without what follows its first place far off the map."""
    far = np.flatnonzero(~(np.max(np.abs(path), axis=1) < FAR))
    return path[: max(far[0], 1)] if len(far) else path


def on_map(place) -> bool:
    left, right, bottom, top = MAP
    return bool(left <= place[0] <= right and bottom <= place[1] <= top)


def edge_arrow(place, role: str) -> dict:
    """An arrow at the edge of the map, towards a place beyond it."""
    tip = np.clip(np.nan_to_num(place), (MAP[0], MAP[2]), (MAP[1], MAP[3]))
    way = np.sign(np.nan_to_num(place) - tip)
    return marks.arrow(tip, tail=tip - 4 * way / max(np.hypot(*way), 1), role=role, width=3.5)


def named(above, t: int) -> list[dict]:
    """On the map: the name of each path, and how far above the least its loss is at step t."""
    _, right, _, top = MAP
    words = [("ink", f"loss above the least, step {t}")]
    words += [(role, f"{name} {excess(each)}") for name, role, each in zip(NAMES, ROLES, above)]
    return [
        marks.text((right, top - 2.4 - 3.4 * k), said, role=role, anchor="end", dx=-4, dy=4, weight=700 if k else 400)
        for k, (role, said) in enumerate(words)
    ]


def losses_at(above, t: int) -> list[dict]:
    """How far above the least the three losses are at every step, on a log scale. above: shape (steps + 1, 3)."""
    left, right, bottom, top = CHART
    panel = Panel(CHART, x=(0, len(above) - 1), y=(LOW, HIGH), log="y")
    shown = np.clip(np.nan_to_num(np.asarray(above, dtype=float), nan=1e30, posinf=1e30), LOW, 1e30)
    levels = {1e-4: "0.01 % or less", 1e-2: "1 %", 1.0: "100 %"}
    curves = [
        marks.line(panel.at(np.arange(len(shown)), shown[:, k]).round(2), role=role, width=2)
        for k, role in enumerate(ROLES)
    ]
    dots = [
        marks.points([panel.at(t, shown[t, k])], role=role, size=4)
        for k, role in enumerate(ROLES)
        if shown[t, k] <= HIGH
    ]
    return [
        frame(CHART),
        marks.lines([[panel.at(0, level), panel.at(len(above) - 1, level)] for level in levels], width=1, opacity=0.3),
        marks.line(panel.at(t, [LOW, HIGH]), role="ink", width=1.2),
        marks.window((left, right, bottom - 0.3, top), curves),
        *dots,
        *(
            marks.text(panel.at(0, level), words, anchor="start", dx=3, dy=-3)
            if level < 1
            else marks.text(panel.at(len(above) - 1, level), words, anchor="end", dx=-3, dy=-3)
            for level, words in levels.items()
        ),
        *(marks.text(panel.at(step, LOW), f"{step}", anchor="middle", dx=0, dy=15) for step in (20, 40)),
        marks.text((left, bottom), "step", anchor="start", dx=0, dy=15),
    ]


def excess(above: float) -> str:
    """How far a loss is above the least, as it is read."""
    return "over 1,000 %" if not above < 10 else percent(max(above, 0.0))


def apart(t: int, mean, size, guess: tuple[float, float] | None = None) -> list[dict]:
    """Adam's step t: for each weight the mean of its slopes over their size, and the step as a bar of so many rates.

    guess: how long the learner expects both parts of the step to be, in rates.
    """
    left, right = BARS
    if t == 0:
        return [marks.text((left, -14.5), "Adam's step: none yet", role=ROLES[2], anchor="start", dx=0, weight=700)]
    drawn = [
        marks.text((left, -14.5), f"Adam's step {t}", role=ROLES[2], anchor="start", dx=0, dy=4, weight=700),
        marks.text((left, -18), "mean ÷ size", anchor="start", dx=0, dy=4),
        marks.text((right, -18), "step ÷ rate", anchor="end", dx=0, dy=4),
    ]
    for k, (name, y) in enumerate((("w₁", -21.6), ("w₂", -27.6))):
        share, bar = -mean[k] / (size[k] + 1e-8), y - 2.8
        reach = float(np.clip(share, -WIDEST, WIDEST))
        drawn += [
            marks.text((left, y), f"{name}  {short(mean[k])} ÷ {short(size[k])}", anchor="start", dx=0, dy=4),
            marks.text((right, y), signed(share), role=ROLES[2], anchor="end", dx=0, dy=4, weight=700),
            marks.polygon(box(-1, 1, bar), role="context", fill=0.14, width=0),
            marks.polygon(box(0, reach, bar), role=ROLES[2], fill=0.75, width=0),
            marks.lines([[(across(0), bar - 1.2), (across(0), bar + 1.2)]], role="ink", width=1.2),
        ]
        if abs(share) > WIDEST:
            tip = (across(reach), bar)
            drawn.append(marks.arrow(tip, tail=(tip[0] - 3 * np.sign(reach), bar), role="ink", width=2))
        if guess is not None:
            at = across(np.sign(share) * guess[k])
            aside = {"anchor": "end", "dx": -6} if share > 0 else {"anchor": "start", "dx": 6}
            drawn += [
                marks.lines([[(at, bar - 1.2), (at, bar + 1.2)]], role="guess", width=3.5),
                marks.text((across(0), bar), "guess", role="guess", dy=4, weight=600, **aside),
            ]
    return drawn + [
        marks.text((across(at), CHART[2]), words, anchor="middle", dx=0, dy=15)
        for at, words in ((-1, "−rate"), (0, "0"), (1, "+rate"))
    ]


def box(start: float, end: float, y: float) -> list[tuple[float, float]]:
    """The corners of a bar at height y, from one number of rates to another."""
    return [(across(at), y + up) for at, up in ((start, -0.9), (end, -0.9), (end, 0.9), (start, 0.9))]


def across(rates: float) -> float:
    """Where a number of rates stands."""
    left, right = BARS
    return (left + right) / 2 + rates * (right - left) / 2 / WIDEST


def short(value: float) -> str:
    """A slope in as many digits as there is room for."""
    return number(value, 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2)


def signed(share: float) -> str:
    """A number of rates with its sign.

    >>> signed(0.5), signed(-1.0), signed(0.001)
    ('+0.50', '−1.00', '0.00')
    """
    words = number(share, 2)
    return words if words.startswith("−") or words == "0.00" else f"+{words}"
