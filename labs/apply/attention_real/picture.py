"""The pictures of the step `attention_real`: who looks at whom in one head, all 72 heads, and a word in two senses.

A token is a row: those that ask on the left, those that are looked at beside them, a line between for each weight.
"""

from __future__ import annotations

import numpy as np

from ui import marks
from ui.words import number

SIZE = (0.0, 102.0, -4.0, 75.0)
LOWER = (0.0, 102.0, -4.0, 70.5)  # for one head, which has nothing above
ROW, TOP = 4.0, 64.0  # from one token to the next, and the height of the first
HANDLE, ASKS, FROM, TO, LOOKED = 4.0, 21.5, 22.5, 36.0, 37.0
SCORE, WEIGHT = 66.5, 75.5  # where these numbers end
TWINS = (68.5, 77.2, 59.5)  # where two columns of weights end, and then the scores
VALUES = (78.6, 101.6)
TILE = 5.5  # a head of the map
MAP = (63.25, 96.25, 2.75, 68.75)  # left, right, bottom, top
PANEL = (8.0, 58.0, 11.0, 70.0)  # of the two senses
LOW, HIGH = -0.06, 0.26  # of how much nearer the own sense is
GRID = (66.0, 101.6, 34.4, 70.0)


def height(row: int) -> float:
    """Where a token stands."""
    return TOP - ROW * row


def one_head(tokens, asks: int, scores, weights, words, every, values, mixed, guess, handle: str) -> list[dict]:
    """A head from the token that asks: scores, weights, the values of 32 numbers, and what they mix to.

    weights: of this sentence, and of its twin where it has one; `words` stand above them. every: all weights of the
    head. guess: a token that is framed, or None.
    """
    n, unit = len(tokens), max(np.abs(values).max(), np.abs(mixed).max())
    low, mix = height(n - 1) - ROW / 2, height(n - 1) - 1.9 * ROW
    left, right = VALUES
    ends = (WEIGHT,) if len(weights) == 1 else (TWINS[0], TWINS[1])
    score = SCORE if len(weights) == 1 else TWINS[2]
    drawn = looks(tokens, asks, weights[0], every, handle)
    for row, value in enumerate(scores):
        drawn.append(text((score, height(row)), number(value, 1), "ink", "end", 0, 4))
    for end, column, word, role in zip(ends, weights, words, ("truth", "context")):
        drawn.append(text((end, TOP + ROW), word, role, "end", 0, 4))
        for row, weight in enumerate(column):
            bold = 700 if weight == np.max(column) else 500
            drawn.append(text((end, height(row)), number(weight, 2), role, "end", 0, 4, weight=bold))
    cuts = [[(left, height(row) - ROW / 2), (right, height(row) - ROW / 2)] for row in range(n - 1)]
    if guess in tokens:
        drawn += guessed(tokens.index(guess), guess)
    return drawn + [
        text((score, TOP + ROW), "score", "ink", "end", 0, 4),
        text((right, TOP + ROW), f"values ±{unit:.1f}", "ink", "end", 0, 4),
        marks.heat((left, right, low, TOP + ROW / 2), values / unit),
        marks.lines(cuts, width=1, opacity=0.5),
        frame(left, right, low, TOP + ROW / 2),
        marks.heat((left, right, mix, mix + ROW), mixed[np.newaxis] / unit),
        frame(left, right, mix, mix + ROW, role="truth", width=2),
        text((left, mix + ROW / 2), "values mixed by these weights", "truth", "end", -8, 4, weight=700),
    ]


def all_heads(tokens, asks: int, weights, every, layer: int, head: int, handle: str) -> list[dict]:
    """The head chosen on the map, and the map: a column for each layer and a row for each head."""
    table = tiles(every)
    x, y = TILE * (12 + layer), TILE * (12 - head)
    left, right, bottom, top = MAP
    half = TILE / 2
    grid = [[(left + TILE * k, bottom), (left + TILE * k, top)] for k in range(7)]
    grid += [[(left, bottom + TILE * k), (right, bottom + TILE * k)] for k in range(13)]
    return looks(tokens, asks, weights, every[layer, head], handle) + [
        marks.heat((left + 0.3, right - 0.3, bottom + 0.3, top - 0.3), table, plus="truth"),
        marks.lines(grid, width=1, opacity=0.3),
        frame(x - half, x + half, bottom, top, role="ink", width=1),
        frame(left, right, y - half, y + half, role="ink", width=1),
        frame(x - half, x + half, y - half, y + half, role="truth", width=3),
        frame(left, right, bottom, top, width=0) | {"jump": "layer head"},
        *(text((TILE * (12 + k), bottom), f"{k}", "ink" if k == layer else "context", "middle", 0, 15)
          for k in range(6)),
        *(text((right, TILE * (12 - k)), f"{k}", "ink" if k == head else "context", "start", 3, 4) for k in range(12)),
        text((left, bottom), "layer", "context", "end", -4, 15),
        text((SIZE[1], top), "head", "context", "end", 0, -6),
    ]  # fmt: skip


def tiles(every) -> np.ndarray:
    """All heads' weights, shape (6, 12, n, n), as one table: layers side by side, heads one below the other.

    Blank lines part them. Weights are shown by their square roots, so that small ones can be seen.
    """
    layers, heads, n, _ = every.shape
    padded = np.pad(np.sqrt(np.clip(every, 0, 1)), ((0, 0), (0, 0), (0, 1), (0, 1)))
    return padded.transpose(1, 2, 0, 3).reshape(heads * (n + 1), layers * (n + 1))[:-1, :-1]


def looks(tokens, asks: int, weights, every, handle: str) -> list[dict]:
    """The tokens twice, lines from the one that asks, as thick as its weights, and faint ones from all others.

    A click on a token that asks moves the `handle` there.
    """
    n = len(tokens)
    others = [
        [(FROM, height(i)), (TO, height(j))] for i in range(n) for j in range(n) if i != asks and every[i, j] > 0.2
    ]
    drawn = [marks.lines(others, width=1, opacity=0.35)] if others else []
    for row, weight in enumerate(weights):
        if weight >= 0.005:
            ends = [(FROM, height(asks)), (TO, height(row))]
            drawn.append(marks.line(ends, role="truth", width=round(1 + 9 * float(weight), 1), opacity=0.6))
    most = int(np.argmax(weights))
    for row, token in enumerate(tokens):
        own = {"weight": 700} if row == asks else {}
        top = {"weight": 700} if row == most else {}
        drawn.append(text((ASKS, height(row)), token, "data" if row == asks else "ink", "end", 0, 4, **own))
        drawn.append(text((LOOKED, height(row)), token, "truth" if row == most else "ink", "start", 0, 4, **top))
    low, high = height(n - 1) - ROW / 2, TOP + ROW / 2
    return drawn + [
        text((ASKS, TOP + ROW), "asks", "data", "end", 0, 4),
        text((LOOKED + 9, TOP + ROW), "looked at", "truth", "end", 0, 4),
        frame(0, FROM, low, high, width=0) | {"jump": handle},
    ]


def guessed(row: int, word: str) -> list[dict]:
    """A frame around the token that was guessed."""
    return [frame(LOOKED - 1, LOOKED + 2.0 * len(word) + 2, height(row) - 2.1, height(row) + 2.1, "guess", dash="4 3")]


def two_senses(margins, layer: int, shares, cosines, nearest, senses: tuple[str, str]) -> list[dict]:
    """How much nearer each use is to its own sense, layer by layer, and the cosines of the six uses after one."""
    left, right, bottom, top = PANEL
    x = [left + 3 + (right - left - 6) * k / 6 for k in range(7)]
    zero = rise(0)
    drawn = [
        marks.polygon(
            [(left, bottom), (right, bottom), (right, zero), (left, zero)], role="context", fill=0.1, width=0
        ),
        frame(left, right, bottom, top),
        marks.lines([[(left, rise(y)), (right, rise(y))] for y in (0.1, 0.2)], width=1, opacity=0.25),
        marks.line([(left, zero), (right, zero)], role="ink", width=1.2),
        *(text((left, rise(y)), f"{y:g}", "context", "end", -4, 4) for y in (0, 0.1, 0.2)),
        text((left, top), "nearer to a use of its own sense ↑", "ink", "start", 0, -6),
        text((right, bottom), "nearer to the other sense", "context", "end", -4, -5),
        marks.line([(x[layer], bottom), (x[layer], top)], role="ink", width=1, dash="3 4"),
    ]
    for use, margin in enumerate(margins):
        role = "data" if use < 3 else "model"
        path = [(at, rise(value)) for at, value in zip(x, margin)]
        drawn += [
            marks.line(path, role=role, width=1.8, opacity=0.8),
            marks.points([path[layer]], role=role, size=5),
        ]
    for k, share in enumerate(shares):
        role, bold = ("truth", 700) if k == layer else ("context", 500)
        drawn.append(text((x[k], bottom), f"{k}", "ink" if k == layer else "context", "middle", 0, 15, weight=bold))
        drawn.append(text((x[k], bottom), f"{100 * share:.0f}", role, "middle", 0, 34, weight=bold))
    drawn += [
        text((left, bottom), "after", "context", "end", -2, 15),
        text((left, bottom), "%", "context", "end", -2, 34),
    ]
    return drawn + table(cosines, nearest, senses)


def table(cosines, nearest, senses: tuple[str, str]) -> list[dict]:
    """The cosines of six uses; in each row the nearest other use is ringed if of the same sense, else crossed."""
    left, right, bottom, top = GRID
    side, middle = (right - left) / 6, (bottom + top) / 2
    apart = cosines[~np.eye(6, dtype=bool)]
    shades = np.clip((cosines - apart.min() + 0.02) / (apart.max() - apart.min() + 0.02), 0, 1)
    shades[np.eye(6, dtype=bool)] = 0
    drawn = [
        marks.heat(GRID, shades, plus="truth"),
        frame(*GRID),
        marks.lines([[(left, middle), (right, middle)], [((left + right) / 2, bottom), ((left + right) / 2, top)]],
                    role="ink", width=1.5),
        text((left, top), "cosines of its six uses", "ink", "start", 0, -6),
    ]  # fmt: skip
    for use, other in enumerate(nearest):
        at = (left + side * (other + 0.5), top - side * (use + 0.5))
        same = use // 3 == other // 3
        drawn.append(text(at, "●" if same else "✗", "ink", "middle", 0, 5, weight=700))
    for k, (sense, role) in enumerate(zip(senses, ("data", "model"))):
        y, at = top - 3 * side * (k + 0.5), left + 3 * side * (k + 0.5)
        drawn.append(marks.line([(left - 1.2, y - side * 1.4), (left - 1.2, y + side * 1.4)], role=role, width=4))
        drawn.append(marks.line([(at - side * 1.4, bottom - 1.2), (at + side * 1.4, bottom - 1.2)], role=role, width=4))
        drawn.append(text((at, bottom - 1.2), sense, role, "middle", 0, 17, weight=700))
    scale = f"shades: {number(apart.min(), 2)} to {number(apart.max(), 2)}"
    notes = [scale, "● nearest, same sense", "✗ nearest, other sense", "% of ● in all 36 uses"]
    return drawn + [text((left, bottom), note, "context", "start", 0, 44 + 19 * k) for k, note in enumerate(notes)]


def rise(margin):
    """The height of a margin on the panel."""
    low, high = PANEL[2:]
    return low + (np.asarray(margin, dtype=float) - LOW) / (HIGH - LOW) * (high - low)


def frame(left: float, right: float, bottom: float, top: float, role="context", **look) -> dict:
    """A rectangle without a filling."""
    corners = [(left, bottom), (right, bottom), (right, top), (left, top)]
    return marks.polygon(corners, role=role, fill=0, **{"width": 1} | look)


def text(at, words: str, role: str, anchor: str, dx: float = 0, dy: float = 0, **look) -> dict:
    """Words at a place, of 12 px at least: rows of tokens stand close on a phone."""
    return marks.text(at, words, role=role, anchor=anchor, dx=dx, dy=dy, height=2.4, least=12, **look)
