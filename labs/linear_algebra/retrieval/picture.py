"""Two pictures of retrieval: the ranking one query gives, and all queries at once.

Both have a constant spec. Scales have ranges told in terms of the picture's `width`, so that one chart holds two parts.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Sequence
from functools import cache

import altair as alt
import numpy as np
import pandas as pd

from labs.linear_algebra.embeddings.picture import HALO, INK
from ui import theme

DEPTH = 10  # the passages shown, and the largest k
ROOMY = "width > 400"
BESIDE = alt.ExprRef("datum.threshold < 0.2 ? 'left' : datum.threshold > 0.8 ? 'right' : 'center'")


# ---------------------------------------------------------------- one query


def ranking(passages: Sequence[tuple[str, float, bool]], sent: int, threshold: float):
    """The constant spec, and its data: the best passages as (text, score, right); the first `sent` go to the model."""
    rows = [
        {
            "row": row,
            "score": score,
            "end": max(score, 0),
            "roomy": "\n".join(textwrap.wrap(text, 72)),
            "narrow": "\n".join(textwrap.wrap(text, 62)),
            "mark": "✓" if right else "",
            "role": "truth" if right else "model" if row < sent else "context",
            "seen": 1.0 if row < sent else 0.55,
        }
        for row, (text, score, right) in enumerate(passages)
    ]
    lines = {"sent": [sent], "threshold": [threshold], "words": [f"refuse below {threshold:.2f}" if threshold else ""]}
    return _ranking_spec(), {"passages": pd.DataFrame(rows), "lines": pd.DataFrame(lines)}


def spread(heights: np.ndarray, gap: float) -> np.ndarray:
    """Heights moved apart so that no two labels overlap: in the same order, at least `gap` from one to the next.

    >>> spread(np.array([0.0, 0.5, 0.01]), gap=0.2).round(3).tolist()
    [-0.095, 0.5, 0.105]
    """
    order = np.argsort(heights, kind="stable")
    runs = [[heights[row], 1] for row in order]  # neighbours that touch become one run: its middle, its length
    place = 0
    while place + 1 < len(runs):
        (a, n), (b, m) = runs[place], runs[place + 1]
        if b - a < gap * (n + m) / 2 - 1e-9:
            runs[place : place + 2] = [[(n * a + m * b) / (n + m), n + m]]
            place = max(place - 1, 0)
        else:
            place += 1
    moved = np.empty(len(heights))
    moved[order] = np.concatenate([middle + gap * (np.arange(n) - (n - 1) / 2) for middle, n in runs])
    return moved


@cache
def _ranking_spec() -> dict:
    across, down = _scale([0, 1], "42", "width"), _scale([0, DEPTH], "14", "334")
    passages = alt.Chart(alt.NamedData("passages")).transform_calculate(
        zero="0", one="1", middle="datum.row + 0.5", text=f"{ROOMY} ? datum.roomy : datum.narrow"
    )
    lines = alt.Chart(alt.NamedData("lines")).transform_calculate(zero="0", bottom=str(DEPTH))
    zero, one = _x("zero", across), _x("one", across)
    middle = _y("middle", down)
    seen = alt.Opacity("seen:Q", scale=None, legend=None)
    return _finished(
        334,
        passages.mark_rule(strokeWidth=28, strokeOpacity=0.28)
        .encode(zero, middle, x2="end:Q", color=theme.by_role("role:N"), opacity=seen),
        lines.mark_rule(strokeDash=[2, 3], strokeWidth=1.5)
        .encode(_x("threshold", across), _y("zero", down), y2="bottom:Q", color=INK)
        .transform_filter(alt.datum.threshold > 0),
        passages.mark_text(
            align="left", dx=6, lineBreak="\n", fontSize=alt.ExprRef(f"{ROOMY} ? 12.5 : 11"),
            lineHeight=alt.ExprRef(f"{ROOMY} ? 13 : 11.5"), baseline="middle",
            dy=alt.ExprRef(f"-(length(split(datum.text, '\\n')) - 1) * ({ROOMY} ? 6.5 : 5.75)"),
        )
        .encode(zero, middle, text="text:N", color=INK, opacity=seen),
        passages.mark_text(align="right", dx=-6, fontSize=13, fontWeight=600)
        .encode(zero, middle, text=alt.Text("score:Q", format=".2f"), color=INK, opacity=seen),
        passages.mark_text(align="right", dx=-3, fontSize=17, fontWeight=700)
        .encode(one, middle, text="mark:N", color=theme.role("truth")),
        lines.mark_rule(strokeWidth=2)
        .encode(x=alt.value(0), x2=alt.value(alt.ExprRef("width")), y=_y("sent", down), color=INK),
        lines.mark_text(dy=-8, fontSize=12, fontWeight=600, align=BESIDE)
        .encode(_x("threshold", across), _y("zero", down), text="words:N", color=INK),
    )  # fmt: skip


# ---------------------------------------------------------------- all queries


def overview(curves: dict[str, Sequence[float]], method: str, k: int, best: Sequence[tuple], threshold: float):
    """The constant spec, and its data.

    curves   recall@1, recall@2, … of each method; `method` and `k` stand out
    best     one dot for each query: its best score, its role, its text, True for the one chosen
    """
    points = [
        {"method": name, "k": place, "recall": recall, "role": "truth" if name == method else "context"}
        for name, curve in curves.items()
        for place, recall in enumerate(curve, start=1)
    ]
    now = {"k": [k], "recall": [curves[method][k - 1]], "words": [f"{curves[method][k - 1]:.2f}"]}
    ends = pd.DataFrame([point for point in points if point["k"] == DEPTH])
    dots = pd.DataFrame(best, columns=["score", "role", "text", "chosen"])
    dots["level"] = _stacked(dots["score"], dots["role"] == "data")
    dots["kept"] = np.where(dots["score"] < threshold, 0.1, 0.9)
    words = [f"refuse below {threshold:.2f}" if threshold else "nothing is refused"]
    return _overview_spec(), {
        "points": pd.DataFrame(points),
        "ends": ends.assign(recall=spread(ends["recall"].to_numpy(), 0.12)),
        "now": pd.DataFrame(now),
        "dots": dots,
        "edge": pd.DataFrame({"threshold": [threshold], "words": words}),
        "ticks": TICKS,
        "titles": TITLES,
    }


def _stacked(scores: Sequence[float], above: Sequence[bool]) -> list[int]:
    """Dots of about the same score stand on one another: 1, 2, 3, … above the axis, −1, −2, … below it."""
    seats: Counter = Counter()
    levels = []
    for score, up in zip(scores, above):
        seat = round(score / 0.018), up
        seats[seat] += 1
        levels.append(seats[seat] if up else -seats[seat])
    return levels


TICKS = pd.DataFrame(
    [("k", k, str(k)) for k in range(1, DEPTH + 1)]
    + [("recall", share, f"{share:g}") for share in (0, 0.5, 1)]
    + [("score", score, f"{score:g}") for score in (0, 0.25, 0.5, 0.75, 1)],
    columns=["axis", "at", "text"],
)
TITLES = pd.DataFrame(
    [(0, 6, "recall@k", "context"), (6, 154, "k", "context"), (0, 184, "best score of each query:", "context"),
     (130, 184, "34 with an answer", "data"), (230, 184, "4 without", "model")],
    columns=["left", "top", "text", "role"],
)  # fmt: skip


@cache
def _overview_spec() -> dict:
    return _finished(334, *_curves(), *_strip())


def _curves() -> list[alt.Chart]:
    across, upwards = _scale([1, DEPTH], "32", "width - 94"), _scale([0, 1], "142", "18")
    k, recall, role = _x("k", across), _y("recall", upwards), theme.by_role("role:N")
    grey = {"text": "text:N", "color": theme.role("context")}
    points, ends, now, titles = (alt.Chart(alt.NamedData(name)) for name in ("points", "ends", "now", "titles"))
    left, top = _x("left", _scale([0, 999], "0", "999")), _y("top", _scale([0, 999], "0", "999"))
    return [
        titles.mark_text(align="left", fontSize=11).encode(left, top, text="text:N", color=role),
        _ticks("k").mark_text(fontSize=11).encode(x=_x("at", across), y=alt.value(154), **grey),
        _ticks("recall").mark_text(align="right", fontSize=11).encode(x=alt.value(26), y=_y("at", upwards), **grey),
        _ticks("recall").mark_rule(opacity=0.25)
        .encode(x=alt.value(32), x2=alt.value(alt.ExprRef("width - 94")), y=_y("at", upwards), color=grey["color"]),
        now.mark_rule(strokeDash=[2, 3]).encode(k, recall, y2=alt.value(142), color=INK),
        points.mark_line(strokeWidth=2).encode(k, recall, detail="method:N", color=role),
        ends.mark_text(align="left", dx=8, fontSize=12.5).encode(k, recall, text="method:N", color=role),
        now.mark_circle(size=90, opacity=1).encode(k, recall, color=theme.role("truth")),
        *[now.mark_text(dy=15, fontSize=13, fontWeight=700, **halo).encode(k, recall, text="words:N", color=INK)
          for halo in (HALO, {})],
    ]  # fmt: skip


def _strip() -> list[alt.Chart]:
    along, stack = _scale([0, 1], "10", "width - 10"), _scale([-5, 12.5], "320", "208")
    score, level, role = _x("score", along), _y("level", stack), theme.by_role("role:N")
    dots, edge = alt.Chart(alt.NamedData("dots")), alt.Chart(alt.NamedData("edge"))
    edge = edge.transform_calculate(low="-5", high="12.5")
    grey = theme.role("context")
    return [
        _ticks("score").mark_text(fontSize=11).encode(x=_x("at", along), y=alt.value(328), text="text:N", color=grey),
        edge.mark_rule(opacity=0.4)
        .encode(x=alt.value(10), x2=alt.value(alt.ExprRef("width - 10")), y=alt.value(288), color=grey),
        dots.mark_circle(size=38, opacity=1, strokeWidth=1.2)
        .encode(score, level, fill=role, stroke=theme.by_role("role:N"), tooltip="text:N",
                fillOpacity=alt.FillOpacity("kept:Q", scale=None, legend=None)),
        dots.transform_filter(alt.datum.chosen).mark_point(size=140, strokeWidth=2, opacity=1)
        .encode(score, level, color=INK),
        edge.mark_rule(strokeWidth=2).encode(_x("threshold", along), _y("low", stack), y2="high:Q", color=INK),
        *[edge.mark_text(dy=-7, fontSize=12, fontWeight=600, align=BESIDE, **halo)
          .encode(_x("threshold", along), _y("high", stack), text="words:N", color=INK) for halo in (HALO, {})],
    ]  # fmt: skip


def _ticks(axis: str) -> alt.Chart:
    return alt.Chart(alt.NamedData("ticks")).transform_filter(alt.datum.axis == axis)


# ---------------------------------------------------------------- both


def _scale(domain: list[float], start: str, end: str) -> alt.Scale:
    """A scale whose range is told in terms of the picture's `width`, in pixels."""
    return alt.Scale(domain=domain, range=[alt.ExprRef(start), alt.ExprRef(end)], zero=False, nice=False, clamp=True)


def _x(field: str, scale: alt.Scale) -> alt.X:
    return alt.X(f"{field}:Q", scale=scale, axis=None)


def _y(field: str, scale: alt.Scale) -> alt.Y:
    return alt.Y(f"{field}:Q", scale=scale, axis=None)


def _finished(height: int, *layers: alt.Chart) -> dict:
    """The layers as one spec: as wide as its place, each layer with scales of its own."""
    chart = alt.layer(*layers).resolve_scale(x="independent", y="independent")
    chart = chart.properties(width="container", height=height).configure_view(stroke=None)
    return chart.configure_mark(tooltip=False).to_dict(validate=False)
