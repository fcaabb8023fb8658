"""A sum as bars, as a formula whose terms light up one by one, and as steps that add up."""

from __future__ import annotations

import numpy as np

from ui import marks

REACH = 3.0  # the bars go from −REACH to REACH
SIZE = (-0.3, 13.4, -4.3, 3.9)
FLOOR = -3.55  # where the loop's counter is
LEFT, RIGHT = 7.3, 13.1  # the panel of the sum
FIRST = -0.55  # the height of the first step, one below the other from there
SUBSCRIPTS = "₁₂₃₄₅"


def scene(x: np.ndarray, terms: np.ndarray, totals: np.ndarray, i: int, name: str) -> list[dict]:
    """Bars x, with those up to i lit; the formula with its terms; the terms laid end to end. `name` is one term's."""
    return [*bars(x, i), *formula(terms, totals, i, name), *laid(terms, totals, i)]


def bars(x: np.ndarray, i: int) -> list[dict]:
    """One bar for each entry; the one in hand is marked, those still to come are pale."""
    levels = (-3, -2, -1, 1, 2, 3)
    drawn = [
        marks.lines([[(0.4, level), (5.6, level)] for level in levels], width=1, opacity=0.16),
        marks.lines([[(0.4, 0), (5.6, 0)]], width=1.3, opacity=0.8),
        *(marks.text((0.4, level), show(level), anchor="end", dx=-4, dy=4) for level in (-3, 0, 3)),
    ]
    for k, value in enumerate(x, start=1):
        role, fill = ("model", 0.4) if k == i else ("data", 0.3) if k < i else ("context", 0.08)
        corners = [(k - 0.33, 0), (k + 0.33, 0), (k + 0.33, value), (k - 0.33, value)]
        drawn.append(marks.polygon(corners, role=role, fill=fill, width=1.5, opacity=1 if k <= i else 0.5))
    drawn.append(marks.lines([[(1, FLOOR), (5, FLOOR)]], width=1.3, opacity=0.5))
    drawn += [marks.text((k, FLOOR), f"{k}", anchor="middle", dx=0, dy=25) for k in range(1, 6) if k != i]
    return drawn


def formula(terms: np.ndarray, totals: np.ndarray, i: int, name: str) -> list[dict]:
    """The sum sign with its count, the terms so far, and the total."""
    drawn = [
        marks.text((LEFT + 0.7, 2.35), "Σ", role="ink", anchor="middle", dx=0, dy=6, height=1.3),
        marks.text((LEFT + 0.7, 3.35), "5", role="ink", anchor="middle", dx=0, dy=0),
        marks.text((LEFT + 0.7, 1.3), f"i = {i}", role="model", anchor="middle", dx=0, dy=2, weight=600),
        marks.text((LEFT + 1.5, 2.3), name, role="ink", anchor="start", dx=0, dy=5, height=0.62),
        marks.text((RIGHT, 2.3), f"so far {show(totals[i - 1])}", role="truth", anchor="end", dx=0, dy=5, weight=600),
    ]
    for k, term in enumerate(terms, start=1):
        role = "model" if k == i else "data" if k < i else "context"
        look = {"weight": 700 if k == i else 500, "opacity": 1}
        at = (LEFT + (RIGHT - LEFT) * (k - 0.5) / 5, 0.35)
        drawn.append(marks.text(at, signed(term, k), role=role, anchor="middle", dx=0, dy=5, **look))
    return drawn


def laid(terms: np.ndarray, totals: np.ndarray, i: int) -> list[dict]:
    """The terms up to i as arrows end to end, one below the other, from zero to the total."""
    ends = np.concatenate([[0.0], totals])
    low, high = ends.min(), ends.max()
    scale = (RIGHT - LEFT - 0.6) / max(high - low, 1.0)

    def across(value):
        return LEFT + 0.3 + (value - low) * scale

    drawn = [marks.lines([[(across(0), 0.0), (across(0), FLOOR)]], width=1.3, opacity=0.6)]
    drawn.append(marks.text((across(0), FLOOR), "0", anchor="middle", dx=0, dy=15))
    total = across(ends[i])
    if abs(total - across(0)) > 0.4:  # else the two numbers would touch
        drawn.append(marks.text((total, FLOOR), show(ends[i]), role="truth", anchor="middle", dx=0, dy=15, weight=600))
    for k in range(1, i + 1):
        y = FIRST - 0.55 * (k - 1)
        role = "model" if k == i else "data"
        drawn.append(marks.arrow((across(ends[k]), y), tail=(across(ends[k - 1]), y), role=role, width=5))
    drawn.append(marks.line([(total, FIRST - 0.55 * (i - 1)), (total, FLOOR)], role="truth", width=1.5, dash="4 4"))
    return drawn


def signed(term: float, k: int) -> str:
    """A term as it is added: the first as it is, the others with their sign."""
    number = show(abs(term))
    if k == 1:
        return f"−{number}" if term < 0 else number
    return f"− {number}" if term < 0 else f"+ {number}"


def show(value: float) -> str:
    """A number to two decimals at most, with a minus that is one."""
    return f"{round(value, 2) + 0.0:g}".replace("-", "−")
