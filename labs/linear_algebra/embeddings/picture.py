"""The word map: words on a flat view of their vectors, a ranking beside it, two vectors as strips of 50 numbers.

The three parts share one chart. Each has scales of its own, whose ranges divide the picture: side by side where there
is room, one below the other on a phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import altair as alt
import numpy as np
import pandas as pd

from core.data import grouped_words, word_map
from core.retrieval import nearest
from ui import theme

HEIGHT = 404
EDGES = (-0.80, 0.70, -0.62, 0.80)  # left, right, bottom, top of the map
GROUPS = {"family": (-0.12, 0.76), "country": (0.36, -0.38), "animal": (-0.62, 0.03), "food": (-0.58, -0.34)}
GROUPS |= {"technology": (0.02, -0.48), "calendar": (0.50, -0.02)}
LINE, LETTER, BESIDE = 0.085, 0.0363, 0.0409  # of a label, in the map's units: its height, a letter's width, its gap
HALO = {"stroke": "Canvas", "strokeWidth": 4, "strokeJoin": "round", "strokeOpacity": 0.8}  # the page's own colour
INK = alt.value("CanvasText")


def picture(
    at: dict[str, np.ndarray],
    captions: dict[str, tuple[float, float]],
    lit: dict[str, str],
    lines: Sequence[tuple[str, str, str]],
    bars: Sequence[tuple[str, float, str]],
    strips: dict[str, np.ndarray],
) -> tuple[dict, dict[str, pd.DataFrame]]:
    """The constant spec, and its data.

    at        where each word stands
    captions  words in the background, and where
    lit       words to light up, each with its role; the first have the first right to a label
    lines     from one word to another, each with its role
    bars      the ranking, best first: label, cosine, role
    strips    two vectors by name, shown number by number
    """
    ends = np.array([[at[start], at[end]] for start, end, _ in lines]).reshape(-1, 4).round(3)
    x, y = np.array([at[word] for word in lit]).round(3).T
    labels = {word: places for word, *places in labelled({word: at[word] for word in lit})}
    named = [(word, role, *labels.get(word, (0.0, ""))) for word, role in lit.items()]
    most = max(np.abs(vector).max() for vector in strips.values())  # the darkest cell; both strips have one scale
    rows = [
        (row, name, place, abs(value) / most, "data" if value > 0 else "model")
        for row, (name, vector) in enumerate(strips.items())
        for place, value in enumerate(vector.round(3).tolist())
    ]
    return spec(), {
        "words": _words().assign(**dict(zip("xy", np.array([at[word] for word in grouped_words().words]).round(3).T))),
        "near": _near(),
        "captions": pd.DataFrame([(text, *place) for text, place in captions.items()], columns=["text", "x", "y"]),
        "lit": pd.DataFrame(named, columns=["word", "role", "level", "side"]).assign(x=x, y=y),
        "lines": pd.DataFrame(ends, columns=["x", "y", "x2", "y2"]).assign(role=[role for *_, role in lines]),
        "bars": pd.DataFrame(bars, columns=["label", "cosine", "role"]).assign(row=range(len(bars))),
        "strips": pd.DataFrame(rows, columns=["row", "name", "place", "size", "role"]),
    }


def unit(vectors: np.ndarray) -> np.ndarray:
    """One vector, or each row of many, divided by its length."""
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)


def on_map(vectors: np.ndarray) -> np.ndarray:
    """Where words of these vectors stand on the map: shape (n, 2)."""
    return (unit(vectors.astype(float)) - word_map().centre) @ word_map().axes.T


def on_plane(vectors: np.ndarray, a: int, b: int, c: int, fit: Sequence[int]) -> np.ndarray:
    """The shadows of vectors on the plane through three of them, a to the left of b; the rows in `fit` fill the map."""
    axes, R = np.linalg.qr(np.stack([vectors[b] - vectors[a], vectors[c] - vectors[a]], axis=1))
    points = (vectors - vectors[a]) @ (axes * np.where(np.diag(R) < 0, -1, 1))
    low, high = points[fit].min(axis=0), points[fit].max(axis=0)
    return (points - (low + high) / 2) * (1.05 / max((high - low).max(), 1e-9)) + [-0.04, 0.12]


def labelled(at: dict[str, np.ndarray]) -> list[tuple[str, float, str]]:
    """Words whose label has room beside their dot, each with its height and side: no label lies on an earlier one.

    It keeps off the dots where it can. In a crowd some words go without: the ranking names them.

    >>> labelled({"one": (0, 0), "two": (0, 0.01), "far": (-0.5, 0.5)})
    [('one', 0.0, 'right'), ('two', 0.095, 'right'), ('far', 0.5, 'right')]
    """
    dots = [(x - 0.02, x + 0.02, y - 0.03, y + 0.03) for x, y in at.values()]
    taken, found = [], []
    for word, (x, y) in at.items():
        sides = ("right", "left") if x < 0.2 else ("left", "right")
        rooms = [(side, y + lift) for side in sides for lift in (0, LINE, -LINE)]
        boxes = {_box(word, x, level, side): (round(float(level), 3), side) for side, level in rooms}
        fit = [box for box in boxes if EDGES[0] <= box[0] and box[1] <= EDGES[1] and not _meets(box, taken)]
        best = [box for box in fit if not _meets(box, dots)] or fit
        for box in best[:1]:
            taken.append(box)
            found.append((word, *boxes[box]))
    return found


def _box(word: str, x: float, level: float, side: str) -> tuple[float, float, float, float]:
    """Left, right, bottom and top of a label."""
    ends = (BESIDE, BESIDE + LETTER * len(word)) if side == "right" else (-BESIDE - LETTER * len(word), -BESIDE)
    return x + ends[0], x + ends[1], level - LINE / 2, level + LINE / 2


def _meets(box: tuple, others: list[tuple]) -> bool:
    """True if a box overlaps one of the others."""
    left, right, bottom, top = box
    return any(
        left < end and start < right and bottom + 1e-6 < high and low < top - 1e-6 for start, end, low, high in others
    )


@cache
def spec() -> dict:
    """The chart without its data."""
    return (
        alt.layer(_map(), _ranking(), _strips())
        .resolve_scale(x="independent", y="independent")
        .properties(width="container", height=HEIGHT)
        .configure_view(stroke=None)
        .configure_mark(tooltip=False)
        .to_dict(validate=False)
    )


def _map() -> alt.LayerChart:
    left, right, bottom, top = EDGES
    across = _scale([left, right], "0", "width > 400 ? 0.62 * width : width")
    upwards = _scale([bottom, top], "width > 400 ? 326 : 204", "4")
    x, y = alt.X("x:Q", scale=across, axis=None), alt.Y("y:Q", scale=upwards, axis=None)
    level = alt.Y("level:Q", scale=upwards, axis=None)
    pointed = {"on": "pointerover", "clear": "pointerout", "nearest": True, "empty": False}
    hover = alt.selection_point(name="hover", fields=["i"], **pointed)
    words, lit = alt.Chart(alt.NamedData("words")), alt.Chart(alt.NamedData("lit"))
    words = words.transform_filter(f"inrange(datum.x, [{left}, {right}]) && inrange(datum.y, [{bottom}, {top}])")
    near = alt.Chart(alt.NamedData("near")).transform_filter(hover)
    near = near.transform_lookup("i", alt.LookupData(alt.NamedData("words"), "i", ["x", "y"]))
    near = near.transform_lookup("j", alt.LookupData(alt.NamedData("words"), "i", ["x", "y"]), as_=["x2", "y2"])
    told = words.transform_filter(hover)
    written = {"fontSize": 12.5, "fontWeight": 600}
    sides = [(alt.datum.side == "right", "left", 8), (alt.datum.side == "left", "right", -8)]
    return alt.layer(
        words.mark_circle(size=16, opacity=0.32, clip=True).encode(x, y, color=theme.role("context")).add_params(hover),
        *[alt.Chart(alt.NamedData("captions")).mark_text(fontSize=11.5, fontStyle="italic", **halo)
          .encode(x, y, text="text:N", color=theme.role("context")) for halo in (HALO, {})],
        alt.Chart(alt.NamedData("lines")).mark_rule(strokeWidth=1.75, opacity=0.75, clip=True)
        .encode(x, y, x2="x2:Q", y2="y2:Q", color=theme.by_role("role:N")),
        *[lit.transform_filter(side).mark_text(align=align, dx=dx, **written, **HALO).encode(x, level, text="word:N")
          for side, align, dx in sides],
        lit.mark_circle(size=70, opacity=1, clip=True).encode(x, y, color=theme.by_role("role:N")),
        *[lit.transform_filter(side).mark_text(align=align, dx=dx, **written)
          .encode(x, level, text="word:N", color=theme.by_role("role:N")) for side, align, dx in sides],
        near.mark_rule(opacity=0.8, clip=True).encode(x, y, x2="x2:Q", y2="y2:Q", color=INK),
        *[told.mark_text(dy=-10, fontSize=13, fontWeight=700, **halo).encode(x, y, text="word:N", color=INK)
          for halo in (HALO, {})],
        told.mark_text(align="left", fontSize=12)
        .encode(x=alt.value(0), y=alt.value(alt.ExprRef("width > 400 ? 339 : 216")), text="near:N", color=INK),
    )  # fmt: skip


def _ranking() -> alt.LayerChart:
    along = _scale([0, 1], "width > 400 ? 0.62 * width + 14 : 0", "width - 34", clamp=True)
    down = _scale([0, 6], "width > 400 ? 62 : 236", "width > 400 ? 284 : 344")
    y = alt.Y("row:Q", scale=down, axis=None)
    zero, one = alt.X("zero:Q", scale=along, axis=None), alt.X("one:Q", scale=along, axis=None)
    bars = alt.Chart(alt.NamedData("bars")).transform_calculate(zero="0", one="1")
    first = bars.transform_filter(alt.datum.row == 0)
    return alt.layer(
        bars.mark_rule(strokeWidth=17, opacity=0.3).encode(zero, y, x2="cosine:Q", color=theme.by_role("role:N")),
        bars.mark_text(align="left", dx=6, fontSize=13).encode(zero, y, text="label:N", color=INK),
        bars.mark_text(align="right", dx=34, fontSize=13)
        .encode(one, y, text=alt.Text("cosine:Q", format=".2f"), color=INK),
        first.mark_text(align="right", dx=34, dy=-24, text="cosine", fontSize=11)
        .encode(one, y, color=theme.role("context")),
    )  # fmt: skip


def _strips() -> alt.LayerChart:
    along = _scale([0, 50], "92", "width")
    down = _scale([0, 2], "366", "402")
    strips = alt.Chart(alt.NamedData("strips")).transform_calculate(
        end="datum.place + 1", top="datum.row + 0.06", bottom="datum.row + 0.94"
    )
    x, y = alt.X("place:Q", scale=along, axis=None), alt.Y("top:Q", scale=down, axis=None)
    first = strips.transform_filter(alt.datum.place == 0)
    middle = alt.Y("middle:Q", scale=down, axis=None)
    return alt.layer(
        strips.mark_rect()
        .encode(x, y, x2="end:Q", y2="bottom:Q", color=theme.by_role("role:N"),
                opacity=alt.Opacity("size:Q", scale=None, legend=None)),
        first.transform_calculate(middle="datum.row + 0.5").mark_text(align="right", dx=-7, fontSize=12.5, limit=88)
        .encode(x, middle, text="name:N", color=INK),
        first.transform_filter(alt.datum.row == 0)
        .mark_text(align="left", dy=-9, fontSize=11, text="50 numbers each: blue above zero, orange below")
        .encode(x, y, color=theme.role("context")),
    )  # fmt: skip


def _scale(domain: list[float], start: str, end: str, clamp: bool = False) -> alt.Scale:
    """A scale whose range is told in terms of the picture's `width`."""
    return alt.Scale(domain=domain, range=[alt.ExprRef(start), alt.ExprRef(end)], zero=False, nice=False, clamp=clamp)


@cache
def _words() -> pd.DataFrame:
    """The words of the map, and what is told of one under the pointer."""
    words = grouped_words().words
    near = _near().groupby("i")["j"].agg(lambda rows: ", ".join(words[row] for row in rows))
    told = [f"{word}: {near[i]}" for i, word in enumerate(words)]
    return pd.DataFrame({"i": range(len(words)), "word": words, "near": told})


@cache
def _near() -> pd.DataFrame:
    """The five nearest words of each word, by row number."""
    vectors = grouped_words().vectors
    pairs = [(i, j) for i in range(len(vectors)) for j in nearest(vectors[i], vectors, k=6) if i != j]
    return pd.DataFrame(pairs, columns=["i", "j"])
