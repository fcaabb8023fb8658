"""Seven decisions as rows: what was chosen, whether it is signed, and what it would cost to undo it.

The unit is a pixel of a laptop's picture.
"""

from __future__ import annotations

from ui import marks
from ui.words import number

WIDTH, ROW, TOP = 474, 24, 52
TALL = TOP + 7 * ROW + 30
SIZE = (0, WIDTH, -TALL, 0)
LEFT, RIGHT = 272, WIDTH - 14  # the axis of costs


def board(points: list, here: int, cost: float, base: dict[str, float], undone: dict[str, float]) -> list[dict]:
    """points: the seven; here: the one in hand. base: the cost of each rule without a model; undone: of each decision
    the cost with that one alone turned back."""
    most = max([cost, *base.values(), *undone.values(), 1.0]) * 1.04
    bottom = -TOP - 7 * ROW + 6

    def across(value: float) -> float:
        return LEFT + (RIGHT - LEFT) * value / most

    signed = sum(each.signed for each in points)
    drawn = [
        text(0, -16, f"{signed} of 7 signed", role="truth" if signed == 7 else "guess", weight=700),
        text(RIGHT + 12, -16, "cost of 100 rows, in false alarms", anchor="end"),
        marks.line([(LEFT, bottom), (RIGHT, bottom)], width=1, opacity=0.8),
        *(
            [text(LEFT, bottom - 17, "0", anchor="middle")] if across(cost) > LEFT + 12 else []
        ),  # else “now” stands there
        text(RIGHT, bottom - 17, number(most, 0 if most >= 20 else 1), anchor="middle"),
    ]
    for value in base.values():
        drawn.append(marks.line([(across(value), -TOP + 8), (across(value), bottom)], width=1.4, dash="4 4"))
    low, high = sorted(base, key=lambda name: base[name])
    drawn += [
        text(across(base[low]), -TOP + 12, low.split()[0],
             anchor="end" if across(base[low]) > LEFT + 40 else "start"),
        text(across(base[high]), -TOP + 12 if across(base[high]) - across(base[low]) > 50 else bottom - 32,
             high.split()[0], anchor="end"),
    ]  # fmt: skip
    at = across(cost)
    drawn.append(marks.line([(at, -TOP + 2), (at, bottom)], role="truth", width=2.5))
    side = "middle" if LEFT + 60 < at < RIGHT - 60 else "start" if at < LEFT + 80 else "end"
    drawn.append(text(at, bottom - 17, f"now {number(cost, 1)}", role="truth", weight=600, loose=True, anchor=side))
    for k, point in enumerate(points):
        y = -TOP - ROW * k - 9
        role = "truth" if point.signed else "guess"
        if k == here:
            corners = [(-2, y - 7), (LEFT - 12, y - 7), (LEFT - 12, y + 15), (-2, y + 15)]
            drawn.append(marks.polygon(corners, role="data", fill=0.12, width=1.2))
        drawn += [
            text(4, y, "✓" if point.signed else "✗", role=role, weight=700),
            text(20, y, point.name, role="ink", weight=700 if k == here else 500),
            text(104, y, point.chosen, role=role),
        ]
        if point.name in undone:
            there, middle = across(undone[point.name]), y + 4
            if abs(there - at) > 1:
                drawn.append(marks.line([(at, middle), (there, middle)], role="model", width=2, opacity=0.7))
            drawn.append(marks.points([(there, middle)], role="model", size=5, hollow=True))
    return drawn


def text(x: float, y: float, words: str, role: str = "context", anchor: str = "start", **look) -> dict:
    return marks.text((x, y), words, role=role, anchor=anchor, dx=0, dy=0, **look)
