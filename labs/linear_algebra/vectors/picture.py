"""The pictures of `vectors`: two arrows added both ways, and a wine among all wines."""

from __future__ import annotations

from functools import cache

import altair as alt
import numpy as np
import pandas as pd

from core.linear_algebra import norm
from ui import marks
from ui.theme import by_role

FAR = 40  # beyond every edge of the plane


def sum_marks(u, v, au, bv) -> list[dict]:
    """au and then bv, tip to tail, with the other way round behind; the line of all sums if u and v share one."""
    total, both = au + bv, np.any(au) and np.any(bv)
    drawn = [
        marks.polygon([(0, 0), au, total, bv], role="context", fill=0.08, width=0),
        marks.arrow(bv, role="context", width=1.5, dash="3 4"),
        marks.arrow(total, tail=bv, role="context", width=1.5, dash="3 4"),
        marks.arrow(au, role="data", width=2.5, dash="7 4", opacity=0.8),
        marks.arrow(total, tail=au, role="model", width=2.5, dash="7 4", opacity=0.8),
        marks.arrow(total, role="truth", width=4),
    ]
    if both:
        drawn += [
            marks.text(0.7 * au, "a·u", role="data", anchor="middle", dx=0, dy=18),
            marks.text(au + bv / 2, "b·v", role="model", dx=9, dy=4),
        ]
    if np.any(total):
        shown = total / max(1, abs(total[0]) / 6, abs(total[1]) / 4.8)  # a name in the picture, for an arrow beyond it
        drawn.append(marks.text(0.62 * shown, "a·u + b·v", role="truth", anchor="middle", dx=0, dy=-9, weight=700))
    if on_one_line(u, v):
        drawn.insert(0, marks.line([-FAR * u, FAR * u], dash="2 5", width=1.5))
    return drawn


def target_marks(target) -> list[dict]:
    """A ring to hit."""
    return [
        marks.points([target], role="ink", size=10, hollow=True, width=2),
        marks.points([target], role="ink", size=3),
        marks.text(target, "target", role="ink", dx=15, dy=5),
    ]


def guess_marks(kind: int, u, v) -> list[dict]:
    """Where the learner thought all sums would be: 0, between the two arrows; 1, on their two lines."""
    ends = [[-FAR * u, FAR * u], [-FAR * v, FAR * v]]
    beside = 0.8 * u / norm(u) + 0.2 * v / norm(v)
    wedge = marks.polygon([(0, 0), FAR * u, FAR * (u + v), FAR * v], role="guess", fill=0.1, width=0)
    label = marks.text(4.3 * beside / norm(beside), "your guess", role="guess", anchor="middle", dx=0, dy=4)
    if kind == 0:
        return [wedge, label]
    return [marks.lines(ends, role="guess", width=1.5), marks.text(-u, "your guess", role="guess", dx=6, dy=16)]


def on_one_line(u, v) -> bool:
    """True if v lies on the line of u, on a grid of tenths."""
    return abs(u[0] * v[1] - u[1] * v[0]) < 1e-9


def rows_chart(names, X, row: int, near: int, units: str) -> tuple[dict, dict]:
    """Two rows of X on one axis, over the reach of each column: what a distance gets to see.

    reach    lowest and highest number of each column of X
    numbers  the 13 numbers of both wines; `text` as the table shows them
    heads    the names of both wines, above their numbers
    """
    reach = pd.DataFrame({"name": names, "low": X.min(axis=0), "high": X.max(axis=0), "role": "context"})
    d, both = len(names), [row, near]
    numbers = pd.DataFrame(
        {
            "name": [*names, *names], "number": X[both].ravel(), "text": [_short(x, units) for x in X[both].ravel()],
            "role": ["data"] * d + ["model"] * d, "wine": [f"wine {row}"] * d + [f"wine {near}"] * d,
        }
    )  # fmt: skip
    heads = pd.DataFrame({"role": ["data", "model"], "text": [f"wine {row}", f"wine {near}"]})
    return _rows_spec(units, tuple(names)), {"reach": reach, "numbers": numbers, "heads": heads}


def _short(number: float, units: str) -> str:
    text = f"{number:.4g}" if units == "raw" else f"{number:+.2f}"
    return text.replace("-", "−")


@cache
def _rows_spec(units: str, names: tuple[str, ...]) -> dict:
    domain, title = {
        "raw": ([0, 1700], "all columns on one axis, each in its own unit"),
        "standardised": ([-4.5, 4.5], "standard deviations above or below the column's mean"),
    }[units]
    reach, numbers, heads = (alt.Chart(alt.NamedData(name)) for name in ("reach", "numbers", "heads"))
    scale = alt.Scale(domain=domain, nice=False)
    y = alt.Y("name:N", sort=list(names), title=None)
    y = y.axis(labelLimit=150, domain=False, ticks=False, labelPadding=8, grid=False)
    x = alt.X("number:Q", scale=scale, title=title, axis=alt.Axis(tickCount=5, domain=False, ticks=False))
    hints = [alt.Tooltip("wine:N"), alt.Tooltip("name:N", title="column"), alt.Tooltip("text:N", title="number")]
    layers = [
        reach.mark_bar(height=9, opacity=0.28, cornerRadius=4).encode(
            x=alt.X("low:Q", scale=scale), x2="high:Q", y=y, color=by_role("role:N")
        )
    ]
    for role, dx, look in [
        ("model", 112, {"shape": "diamond", "size": 90, "filled": True}),
        ("data", 54, {"shape": "circle", "size": 50, "filled": False, "strokeWidth": 2.5}),
    ]:
        own = alt.datum.role == role
        text = {"align": "right", "dx": dx, "fontSize": 12}
        layers += [
            numbers.mark_point(opacity=1, **look)
            .encode(x=x, y=y, color=by_role("role:N"), tooltip=hints)
            .transform_filter(own),
            numbers.mark_text(baseline="middle", **text)
            .encode(x=alt.value("width"), y=y, text="text:N", color=by_role("role:N"))
            .transform_filter(own),
            heads.mark_text(baseline="bottom", fontWeight=700, **text)
            .encode(x=alt.value("width"), y=alt.value(-4), text="text:N", color=by_role("role:N"))
            .transform_filter(own),
        ]
    return alt.layer(*layers).properties(height=alt.Step(22)).configure_view(stroke=None).to_dict()
