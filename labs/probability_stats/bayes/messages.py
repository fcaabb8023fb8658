"""A message's words as evidence: bars that start where the last one ended, from the odds before to those after.

The unit is a pixel; across runs the logarithm of the odds of spam. A word for spam goes right, one against it left.
"""

from __future__ import annotations

import numpy as np

from ui import marks
from ui.words import number, parts

WIDTH = 474
LEFT, RIGHT = 122, 430  # where the bars may go; words stand left of them, weights right
TOP, BOTTOM = -40, -328  # the first row's upper edge, the last one's lower edge
MOST = 13  # words with a row of their own
REACHES = (6, 12, 24, 48, 96, 192, 384, 1000)
TICKS = {6: (0.01, 0.1, 0.5, 0.9, 0.99), 12: (0.0001, 0.5, 0.9999)}


def evidence(words: list[str], weights, before: float, said: str) -> list[dict]:
    """One row for the odds before reading, one for each word, one for the sum; `said` is what it comes to.

    The numbers beside the bars add up as printed.
    """
    names, weights = strongest(words, np.asarray(weights, dtype=float))
    told = [signed(each) for each in parts([before, *weights], 1)] + [signed(before + float(np.sum(weights)))]
    ends = before + np.concatenate([[0.0], np.cumsum(weights)])
    reach = next(reach for reach in REACHES if reach >= np.abs(ends).max())
    pitch = min(24, (TOP - BOTTOM) / (len(names) + 2))
    rows = [TOP - pitch * (i + 0.5) for i in range(len(names) + 2)]
    drawn = _frame(reach, rows[-1] - pitch / 2)
    drawn += _row(rows[0], pitch, "before reading", told[0], 0.0, before, reach, "context")
    for y, name, words_told, weight, start, end in zip(rows[1:], names, told[1:], weights, ends, ends[1:]):
        drawn += _row(y, pitch, name, words_told, start, end, reach, "model" if weight > 0 else "data")
    drawn += _row(rows[-1], pitch, "all together", told[-1], 0.0, ends[-1], reach, "truth")
    steps = [[(_x(end, reach), y), (_x(end, reach), y - pitch)] for y, end in zip(rows, ends)]
    drawn.append(marks.lines(steps, role="ink", width=1, opacity=0.6))
    below = rows[-1] - pitch / 2 - 16
    drawn.append(_text(WIDTH - 2, below, "log-odds", "end"))
    return [*drawn, _text(WIDTH / 2, below, said, "middle", "truth", weight=700)]


def strongest(words: list[str], weights: np.ndarray) -> tuple[list[str], np.ndarray]:
    """The words in their order; of very many those that weigh most, and the sum of the others last."""
    if len(words) <= MOST:
        return list(words), weights
    kept = np.sort(np.argsort(-np.abs(weights), kind="stable")[: MOST - 1])
    rest = np.delete(weights, kept)
    return [words[i] for i in kept] + [f"{len(rest)} weaker words"], np.append(weights[kept], rest.sum())


def _frame(reach: float, bottom: float) -> list[dict]:
    ticks = TICKS.get(reach, (0.5,))
    at = [float(_x(np.log(p / (1 - p)), reach)) for p in ticks]
    return [
        marks.lines([[(x, TOP), (x, bottom)] for x in at], width=1, dash="2 4"),
        *(_text(x, TOP + 4, f"{round(100 * p, 2):g} %", "middle") for x, p in zip(at, ticks)),
        _text(LEFT, TOP + 24, "← not spam", "start", "data", weight=600),
        _text(RIGHT, TOP + 24, "spam →", "end", "model", weight=600),
    ]


def signed(evidence: float) -> str:
    """A weight with its sign; what rounds to nothing has none.

    >>> signed(1.25), signed(-0.6), signed(-0.01)
    ('+1.3', '−0.6', '0.0')
    """
    text = number(evidence, 1)
    return text if text.startswith("−") or text == "0.0" else f"+{text}"


def _row(y: float, pitch: float, name: str, told: str, start: float, end: float, reach: float, role: str) -> list[dict]:
    half, (x, there) = min(0.36 * pitch, 8), sorted(float(_x(value, reach)) for value in (start, end))
    bar = [(x, y - half), (there, y - half), (there, y + half), (x, y + half)]
    name = name if len(name) <= 15 else name[:14] + "…"
    ink = role if role == "truth" else "ink"
    return [
        marks.polygon(bar, role=role, fill=0.85, width=0.5),
        _text(2, y - 5, name, "start", ink, weight=700 if role == "truth" else 500),
        _text(WIDTH - 2, y - 5, told, "end", ink),
    ]


def _x(log_odds, reach: float):
    return (LEFT + RIGHT) / 2 + (RIGHT - LEFT) / 2 * np.asarray(log_odds) / reach


def _text(x: float, y: float, words: str, anchor: str, role: str = "context", **look) -> dict:
    return marks.text((float(x), float(y)), words, role=role, anchor=anchor, dx=0, dy=0, **look)
