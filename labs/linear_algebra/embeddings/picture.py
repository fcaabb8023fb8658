"""The word map: words on a flat view of their vectors; below it a ranking, and two vectors as strips of 50 numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.data import grouped_words, word_map
from ui import marks
from ui.words import number

SIZE = (0, 556, -542, 0)
MAP = marks.Panel((0, 556, -330, 0), x=(-1.18, 1.17885), y=(-0.61, 0.79))  # 235.7 units for each 1, both ways
GROUPS = {"family": (0.31, 0.61), "country": (0.58, -0.40), "animal": (-0.86, 0.15), "food": (-0.74, -0.42)}
GROUPS |= {"technology": (0.02, -0.50), "calendar": (0.75, 0.05)}  # captions stand beside their words, not on them
ROLES = dict(zip(GROUPS, marks.GROUPS))
RANKS, RANK, COLUMN = -366, 27, 290  # the ranking: where it begins, from one line to the next and to the second column
LONG, WIDE = 200, 266  # a bar of cosine 1; where its number ends
STRIPS = (120, 556, -538, -490)


def picture(
    at: dict[str, np.ndarray],
    captions: dict[str, tuple[float, float]],
    lit: dict[str, str],
    lines: Sequence[tuple[str, str, str]],
    bars: Sequence[tuple[str, float, str]],
    beside: str,
    strips: dict[str, np.ndarray],
    picks: str = "",
) -> list[dict]:
    """All marks.

    at        where each word stands
    captions  words in the background, and where
    lit       words to light up, each with its role
    lines     from one word to another, each with its role
    bars      the ranking, best first: label, cosine, role
    beside    what the cosines are with
    strips    two vectors by name, shown number by number
    picks     the control that a touch on a dot sets to its word; without it a dot only says its word
    """
    drawn = [
        *_map(at, [group for group in GROUPS if group in captions], {"picks": picks} if picks else {}),
        *(
            marks.text(
                MAP.at(*place).round(), words, ROLES.get(words, "context"), anchor="middle", dx=0, dy=0, weight=600
            )
            for words, place in captions.items()
        ),
        *(marks.line(_on(at, [start, end]), role=role, width=1.75, opacity=0.75) for start, end, role in lines),
    ]
    for word, role in lit.items():
        drawn.append(marks.points(_on(at, [word]), role=role, size=4.5, title=word))
    for word, role in lit.items():
        drawn.append(marks.text(_on(at, [word])[0], word, role=role, weight=600, dx=8, dy=4, loose=True))
    return [*drawn, *_ranking(bars, beside), *_strips(strips)]


def _map(at: dict[str, np.ndarray], named: list[str], look: dict[str, str]) -> list[dict]:
    """A dot for each word on the map: those of a named group in its colour, all others in the background."""
    words, groups = np.array(grouped_words().words), np.array(grouped_words().groups)
    places = np.array([at[word] for word in words])
    inside, shown = MAP.holds(*places.T), np.where(np.isin(groups, named), groups, "")
    drawn = []
    for group in ("", *named):
        here = inside & (shown == group)
        how = {"role": ROLES[group], "size": 2.7, "opacity": 0.75} if group else {"size": 2.2, "opacity": 0.4}
        dots = MAP.at(*places[here].T).round()
        drawn.append(marks.points(dots, **{"role": "context"} | how, titles=words[here].tolist(), **look))
    return drawn


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


def _on(at: dict[str, np.ndarray], words: Sequence[str]) -> np.ndarray:
    return MAP.at(*np.array([at[word] for word in words]).T).round()


def in_short(cosine: float) -> str:
    """A cosine with two decimals, or three where two would make it 1.

    >>> in_short(0.826), in_short(0.997), in_short(1)
    ('0.83', '0.997', '1.00')
    """
    return number(cosine, 3 if 0.995 <= cosine < 0.9995 else 2)


def _ranking(bars: Sequence[tuple[str, float, str]], beside: str) -> list[dict]:
    """Bars in two columns, each with its label in it and its cosine behind."""
    drawn = [marks.text((0, RANKS + 22), f"cosine with {beside}", dx=0, dy=0, anchor="start")]
    half = (len(bars) + 1) // 2
    for place, (label, cosine, role) in enumerate(bars):
        x, y = COLUMN * (place // half), RANKS - RANK * (place % half)
        box = [(x, y - 9), (x + LONG * max(cosine, 0), y - 9), (x + LONG * max(cosine, 0), y + 9), (x, y + 9)]
        drawn += [
            marks.polygon(box, role=role, fill=0.3, width=0),
            marks.text((x + 6, y), label, role="ink", wide=200, rows=1),
            marks.text((x + WIDE, y), in_short(cosine), role="ink", dx=0, dy=5, anchor="end"),
        ]
    return drawn


def _strips(strips: dict[str, np.ndarray]) -> list[dict]:
    """Vectors as rows of 50 cells on one scale, the largest of all numbers darkest."""
    left, right, bottom, top = STRIPS
    values = np.array(list(strips.values()))
    drawn = [
        marks.heat(STRIPS, values / np.abs(values).max()),
        marks.line([(left, (top + bottom) / 2), (right, (top + bottom) / 2)], role="var(--st-background-color)"),
        marks.text((right, top), "50 numbers each: blue above 0, orange below", dx=0, dy=-6, anchor="end"),
    ]
    for row, name in enumerate(strips):
        y = top - (top - bottom) * (row + 0.5) / len(strips)
        drawn.append(marks.text((0, y), name, role="ink", dx=0, dy=5, anchor="start"))
    return drawn
