"""The graph of one function in another, with the two as machines beside it."""

from __future__ import annotations

import numpy as np

from ui import marks

LEFT, RIGHT, TOP = -4, 5, 14  # inputs from LEFT to RIGHT, outputs from 0 to TOP
UP = 6.6 / TOP  # how high on the plane an output of 1 stands
SIZE = (-4.9, 9.6, -0.8, 7.0)
MIDDLE, HALF = 7.7, 1.75  # the machines: where they stand, and half their width
BOXES = ((4.95, 3.95), (2.75, 1.75))  # top and bottom of each


def scene(ran: np.ndarray, other: np.ndarray, x: float, inner: float, y: float, machines: list[tuple]) -> list[dict]:
    """The graph that ran and the one of the other order, the way from x to y, and the machines on that way.

    ran, other: graphs, shape (n, 2). machines: name, rule and role of each, in the order in which they work.
    """
    way = marks.line([(x, 0), (x, UP * y), (0, UP * y)], role="truth", width=1.5, dash="4 4")
    side = {"anchor": "end", "dx": -8} if x >= 0 else {"anchor": "start", "dx": 8}
    at_y = marks.text((0, UP * y), show(y), role="truth", dy=5, loose=True, **side)
    return [
        *axes(),
        marks.line(other * (1, UP), role="context", width=2, dash="3 4"),
        marks.line(ran * (1, UP), role="truth", width=3, rail="x"),
        way,
        at_y,
        *machine(x, inner, y, machines),
    ]


def axes() -> list[dict]:
    """The two number lines: inputs to the right, outputs upwards."""
    ticks = [marks.text((k, 0), show(k), anchor="middle", dx=0, dy=16) for k in range(LEFT, RIGHT + 1) if k]
    heights = range(2, TOP + 1, 2)
    return [
        marks.lines([[(LEFT, UP * y), (RIGHT, UP * y)] for y in heights], width=1, opacity=0.22),
        marks.lines([[(k, 0), (k, UP * TOP)] for k in range(LEFT, RIGHT + 1) if k], width=1, opacity=0.22),
        marks.lines([[(LEFT, 0), (RIGHT, 0)], [(0, 0), (0, UP * TOP)]], width=1.3, opacity=0.8),
        *ticks,
        *(marks.text((LEFT, UP * y), f"{y}", anchor="end", dx=-5, dy=4) for y in heights if y % 4 == 0),
        marks.text((RIGHT, 0), "input", anchor="end", dx=0, dy=-6),
        marks.text((0, UP * TOP), "output", anchor="start", dx=6, dy=6),
    ]


def machine(x: float, inner: float, y: float, machines: list[tuple]) -> list[dict]:
    """A column: the input, the first machine, what it hands on, the second machine, the output."""
    drawn = []
    for (name, rule, role), (top, bottom) in zip(machines, BOXES):
        left, right, centre = MIDDLE - HALF, MIDDLE + HALF, (top + bottom) / 2
        drawn += [
            marks.polygon([(left, bottom), (right, bottom), (right, top), (left, top)], role=role, fill=0.13, width=2),
            marks.text((MIDDLE, centre), f"{name}: {rule}", role=role, anchor="middle", dx=0, dy=5, weight=600),
        ]
    stops = [(5.95, x, "data"), (3.35, inner, "ink"), (0.75, y, "truth")]
    for height, value, role in stops:
        drawn.append(marks.text((MIDDLE, height), show(value), role=role, anchor="middle", dx=0, dy=5, weight=600))
    gaps = [(5.6, BOXES[0][0]), (BOXES[1][1], 1.15)]
    drawn += [marks.arrow((MIDDLE, low), tail=(MIDDLE, high), role="context", width=2) for high, low in gaps]
    for between in ((BOXES[0][1], 3.62), (3.05, BOXES[1][0])):
        drawn.append(marks.line([(MIDDLE, between[0]), (MIDDLE, between[1])], role="context", width=2))
    return drawn


def show(value: float) -> str:
    """A number to at most three decimals, with a minus that is one."""
    return f"{round(value, 3) + 0.0:g}".replace("-", "−")
