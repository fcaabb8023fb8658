"""A pair of scales with the two sides of an equation on its pans, and a rate before and after on two scales."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from ui import marks
from ui.words import number

SIZE = (-10.0, 10.0, -4.9, 5.2)
ENDS, RAIL = (-8.0, 8.0), -3.4  # the number line of the unknown
ARM, BEAM, HANG, PAN = 5.0, 3.35, 2.7, 4.4  # the scales: how long an arm is, its height, the strings, half a pan
DIP = 0.85
LETTER = 0.36  # how wide a letter is, in units of the plane
HIGH = {"height": 0.66, "least": 12}
FLOOR, UNIT = -3.55, 0.37  # the rates: where 0 % stands, and how high one point is
RATES = (0.5, 20.0)
PAIRS = {"points": (-8.6, -4.6), "per cent": (2.0, 6.0)}  # the left edges of the two bars of each scale
WIDE = 2.4
MOST = 200  # per cent of the rate before that the right scale shows


def place(value: float, end: float) -> float:
    """Where a value from 0 to `end` stands along the number line."""
    return ENDS[0] + (ENDS[1] - ENDS[0]) * value / end


def scales(left: float, right: float) -> tuple[list[dict], tuple[float, float]]:
    """Beam, post, strings and pans, tilted by what lies on them; and the heights of the two pans."""
    lean = DIP * float(np.clip(2 * (left - right) / max(abs(left), abs(right), 1e-9), -1, 1))
    ends = [(-ARM, BEAM - lean), (ARM, BEAM + lean)]
    pans = [y - HANG for _, y in ends]
    strings = [[(x, y), (x + side * PAN, y - HANG)] for x, y in ends for side in (-1, 1)]
    level = "truth" if abs(left - right) < 1e-9 else "context"
    drawn = [
        marks.lines(strings, width=1, opacity=0.55),
        marks.line([(0, -2.1), (0, BEAM)], width=3, opacity=0.8),
        marks.line([(-1.6, -2.1), (1.6, -2.1)], width=4, opacity=0.8),
        marks.line(ends, role=level, width=5),
        marks.points([(0, BEAM)], role=level, size=6),
        *(marks.line([(x - PAN, y), (x + PAN, y)], role="ink", width=3) for (x, _), y in zip(ends, pans)),
    ]
    return drawn, (pans[0], pans[1])


def rail(end: float, ticks: list[float], name: str, levels: float) -> list[dict]:
    """The number line of the unknown, with the place at which the scales are level."""
    off = not 0 <= levels <= end
    at = ENDS[1] + 0.9 if levels > end else ENDS[0] - 0.9 if levels < 0 else place(levels, end)
    words = f"level at {shown(levels)}"
    drawn = [
        marks.lines([[(ENDS[0], RAIL), (ENDS[1], RAIL)]], width=1.5, opacity=0.8),
        marks.lines([[(place(t, end), RAIL), (place(t, end), RAIL - 0.22)] for t in ticks], width=1, opacity=0.8),
        *(marks.text((place(t, end), RAIL), shown(t), anchor="middle", dx=0, dy=24) for t in ticks),
        marks.text((SIZE[0], RAIL), name, role="data", anchor="start", dx=3, dy=5, weight=700),
    ]
    if off:
        side = 1 if levels > end else -1
        drawn.append(marks.arrow((at, RAIL), tail=(at - side * 0.8, RAIL), role="truth", width=2))
    else:
        drawn.append(marks.line([(at, RAIL - 0.3), (at, RAIL + 0.45)], role="truth", width=2.5))
    anchor = "end" if at > 5 else "start" if at < -5 else "middle"
    return [*drawn, marks.text((at, RAIL + 0.72), words, role="truth", anchor=anchor, dx=0, dy=0, weight=600)]


def heading(before: str, move: str, now: str, note: str = "") -> list[dict]:
    """The equation as it stands, with the line before it and what was done to it; a note below, such as the guess."""
    drawn = [marks.text((0 if not before else 9.8, 4.72), now, role="ink", anchor="end" if before else "middle", dx=0,
                        dy=4, weight=700, **HIGH)]  # fmt: skip
    if before:
        drawn += [
            marks.text((-9.8, 4.72), before, role="context", anchor="start", dx=0, dy=4, **HIGH),
            marks.text((0, 4.72), f"{move} →", role="truth", anchor="middle", dx=0, dy=4, weight=600, **HIGH),
        ]
    if note:
        drawn.append(marks.text((0, 3.95), note, role="guess", anchor="middle", dx=0, dy=0))
    return drawn


# ------------------------------------------------------------ boxes and weights


def tape(a: Fraction, b: Fraction, x: float, scale: float, centre: float, pan: float) -> list[dict]:
    """So many boxes of weight x, and so many units beside them, on a pan: each as wide as it is heavy."""
    drawn, left = [], centre - scale * (float(a) * x + float(b)) / 2
    for count, weight, role in ((a, x, "data"), (b, 1.0, "model")):
        pieces = [Fraction(1)] * int(count) + ([count - int(count)] if count % 1 else [])
        for piece in pieces:
            wide = scale * weight * float(piece)
            corners = [(left, pan), (left + wide, pan), (left + wide, pan + 1.25), (left, pan + 1.25)]
            drawn.append(marks.polygon(corners, role=role, fill=0.32, width=1.2))
            name = "x" if piece == 1 and role == "data" else ""
            if name and wide > 0.45:
                drawn.append(marks.text((left + wide / 2, pan + 0.6), name, role=role, anchor="middle", dx=0, dy=4,
                                        weight=700))  # fmt: skip
            left += wide
    return drawn


def balance(a, b, c, x: float, sides: tuple[str, float, float], levels: float, end: float, head: list) -> list[dict]:
    """The scales with a boxes and b units on the left, c units on the right. sides: the left in words, and both."""
    said, left, right = sides
    drawn, (low, high) = scales(left, right)
    scale = 2 * (PAN - 0.3) / max(float(a) * end + float(b), float(c))
    return [
        *drawn,
        *tape(a, b, x, scale, -ARM, low),
        *tape(Fraction(0), c, x, scale, ARM, high),
        marks.text((-ARM, low), said, role="ink", anchor="middle", dx=0, dy=18, weight=600),
        marks.text((ARM, high), shown(right), role="ink", anchor="middle", dx=0, dy=18, weight=600),
        *rail(end, list(range(int(end) + 1)), "x", levels),
        *head,
    ]


# ------------------------------------------------------------ a formula in its layers


def onion(layers: list[tuple[str, str]], letter: str, centre: float, pan: float) -> list[dict]:
    """The letter in nested boxes, one for each operation around it."""
    before, after = [len(first) for first, _ in layers], [len(last) for _, last in layers]
    wide = LETTER * (sum(before) + sum(after) + len(letter)) + 0.44 * len(layers)
    left, right, middle, drawn = centre - wide / 2, centre + wide / 2, pan + 1.0, []
    for depth, (first, last) in enumerate(layers):
        high = max(0.42, 0.95 - 0.15 * depth)
        drawn.append(box(left, right, middle, high, "data", 0.08))
        look = {"role": "data", "dx": 0, "dy": 5, **HIGH}
        if first:
            drawn.append(marks.text((left + 0.11, middle), first, anchor="start", **look))
        if last:
            drawn.append(marks.text((right - 0.11, middle), last.strip(), anchor="end", **look))
        left, right = left + LETTER * len(first) + 0.22, right - LETTER * len(last) - 0.22
    name = marks.text(
        ((left + right) / 2, middle), letter, role="data", anchor="middle", dx=0, dy=5, weight=700, **HIGH
    )
    return [*drawn, name]


def box(left: float, right: float, middle: float, high: float, role: str, fill: float) -> dict:
    """A frame around what stands there."""
    corners = [(left, middle - high), (right, middle - high), (right, middle + high), (left, middle + high)]
    return marks.polygon(corners, role=role, fill=fill, width=1.4)


def formula(layers, letter: str, rest: str, left: float, right: float, levels: float, end: float, head) -> list[dict]:
    """The scales with the letter in its layers on the left, and the other side on the right."""
    drawn, (low, high) = scales(left, right)
    half = max(0.8, LETTER * len(rest) / 2 + 0.25)
    return [
        *drawn,
        *onion(layers, letter, -ARM, low),
        box(ARM - half, ARM + half, high + 1.0, 0.62, "model", 0.1),
        marks.text((ARM, high + 1.0), rest, role="model", anchor="middle", dx=0, dy=5, weight=600, **HIGH),
        marks.text((-ARM, low), shown(left), role="ink", anchor="middle", dx=0, dy=18, weight=600),
        marks.text((ARM, high), shown(right), role="ink", anchor="middle", dx=0, dy=18, weight=600),
        *rail(end, [end * k / 4 for k in range(5)], letter, levels),
        *head,
    ]


# ------------------------------------------------------------ per cent or points


def rates(before: float, after: float, points: float, change: float) -> list[dict]:
    """Two rates as bars: on the left in per cent of all, on the right in per cent of the rate before."""
    of_before = 100 + change
    drawn = []
    scales_of = {"points": (UNIT, before, after), "per cent": (20 * UNIT / MOST, 100.0, min(of_before, MOST))}
    for name, (unit, first, second) in scales_of.items():
        one, two = PAIRS[name]
        drawn.append(marks.lines([[(one - 0.5, FLOOR), (two + WIDE + 0.5, FLOOR)]], width=1.3, opacity=0.8))
        for left, height, role in ((one, first, "data"), (two, second, "model")):
            top = FLOOR + unit * height
            corners = [(left, FLOOR), (left + WIDE, FLOOR), (left + WIDE, top), (left, top)]
            drawn.append(marks.polygon(corners, role=role, fill=0.3, width=1.5))
        level = FLOOR + unit * first
        drawn.append(marks.line([(one, level), (two + WIDE, level)], role="data", width=1.3, dash="4 4"))
        gap = [(two + WIDE + 0.35, level), (two + WIDE + 0.35, FLOOR + unit * second)]
        if abs(gap[0][1] - gap[1][1]) > 0.05:
            drawn.append(marks.arrow(gap[1], tail=gap[0], role="truth", width=2.5))
        for left, words in ((one, "before"), (two, "after")):
            drawn.append(marks.text((left + WIDE / 2, FLOOR), words, anchor="middle", dx=0, dy=17))
        texts = (percent(before), percent(after)) if name == "points" else ("100 %", percent(of_before))
        for left, height, words, role in ((one, first, texts[0], "data"), (two, second, texts[1], "model")):
            above = height * unit < 1.2
            look = {"role": role, "anchor": "middle", "dx": 0, "weight": 600}
            drawn.append(marks.text((left + WIDE / 2, FLOOR + unit * height * (1 if above else 0.5)), words,
                                    dy=-12 if above else 5, **look))  # fmt: skip
    if of_before > MOST:
        top = (PAIRS["per cent"][1] + WIDE / 2, FLOOR + 20 * UNIT)
        drawn.append(marks.text(top, "↑ off this scale", anchor="middle", dx=0, dy=14))
    for name, words, under in (
        ("points", f"{signed(points)} points", "in per cent of all cases"),
        ("per cent", f"{signed(change)} %", "in per cent of “before”"),
    ):
        centre = sum(PAIRS[name]) / 2 + WIDE / 2
        drawn += [
            marks.text(
                (centre, 4.65), words, role="truth", anchor="middle", dx=0, dy=4, weight=700, height=0.8, least=14
            ),
            marks.text((centre, FLOOR), under, anchor="middle", dx=0, dy=34),
        ]
    return drawn


def shown(value: float) -> str:
    """A number to two decimals at most."""
    return f"{round(value, 2) + 0.0:,.10g}".replace("-", "−")


def percent(value: float) -> str:
    return f"{number(value, 0 if abs(value - round(value)) < 0.05 else 1)} %"


def signed(value: float) -> str:
    """A change with its sign: +2, −0.5, and 0 without one."""
    text = number(value, 0 if abs(value - round(value)) < 0.05 else 1)
    return text if text.startswith("−") or not float(text.replace(",", "")) else f"+{text}"
