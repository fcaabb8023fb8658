"""Four pictures of `drift`: all columns and the error, one column, a service's latency, a canary.

Lengths are pixels of a picture WIDTH wide; a month is MONTH wide.
"""

from __future__ import annotations

import numpy as np

from ui import marks
from ui.words import number

WIDTH, HEIGHT, LOW = 556, 444, 416
SIZE, LOWER = (0, WIDTH, -HEIGHT, 0), (0, WIDTH, -LOW, 0)  # of the alarm, and of the others
LEFT, MONTH = 124, 35  # where the months begin, and how wide one is
RIGHT = LEFT + 12 * MONTH
COLUMN = 58  # where the charts of one column begin
TOP, ROW = 24, 19  # of the table of columns
LETTERS = "JFMAMJJASOND"


# ---------------------------------------------------------------- the alarm


def heat(shown: dict[str, np.ndarray], watch: str, limit: float, window: int) -> list[dict]:
    """A row for each column, a cell for each live month: how far it has moved, in another colour above the limit."""
    box = (LEFT + MONTH * window, RIGHT, -(TOP + ROW * len(shown)), -TOP)
    values = np.array([np.where(row > limit, 1, -1) * np.clip(np.sqrt(row), 0.12, 1) for row in shown.values()])
    drawn = [_text(LEFT + MONTH * (m + 0.5), 16, letter) for m, letter in enumerate(LETTERS)]
    drawn += [
        _rectangle(LEFT, TOP, LEFT + MONTH * window, TOP + ROW * len(shown), "context", 0.12),
        _text(LEFT + MONTH * window / 2, TOP + 80, "learned"),
        marks.heat(box, values, plus="model", minus="data"),
    ]
    for row, name in enumerate(shown):
        chosen = name == watch
        words = name.removeprefix("the ")
        drawn.append(_text(LEFT - 6, TOP + ROW * row + 14, words, "ink" if chosen else "context", "end",
                           weight=700 if chosen else 400, height=13, least=12))  # fmt: skip
        if chosen:
            y = TOP + ROW * row
            corners = [(LEFT, -y), (RIGHT, -y), (RIGHT, -y - ROW), (LEFT, -y - ROW)]
            drawn.append(marks.polygon(corners, role="ink", fill=0, width=1.8))
    return drawn


def watched(moved: np.ndarray, measure: str, limit: float, window: int, alarm: int) -> list[dict]:
    """The column that is watched, month by month on a scale of factors, with the limit."""
    low, high = (0.01, 10.0) if measure == "PSI" else (0.01, 1.0)
    panel = marks.Panel((LEFT, RIGHT, -298, -200), x=(0, 12), y=(low, high), log="y")
    ticks = [each for each in (0.01, 0.1, 1, 10) if low <= each <= high]
    places = panel.at(np.arange(window, 12) + 0.5, np.clip(moved, low, high))
    line = panel.at([0, 12], [min(max(limit, low), high)] * 2)
    drawn = [
        *panel.frame(y=ticks),
        _text(4, 210, measure, "ink", "start", weight=600),
        _rectangle(LEFT, 200, LEFT + MONTH * window, 298, "context", 0.12),
        marks.line(line, role="ink", width=2, dash="5 4"),
        marks.line(places, role="data", width=2),
    ]
    for above, role in ((False, "data"), (True, "model")):
        dots = [place for place, each in zip(places, moved) if (each > limit) == above]
        if dots:
            drawn.append(marks.points(dots, role=role, size=4.5))
    if alarm:
        x = LEFT + MONTH * (alarm - 0.5)
        drawn += [
            marks.line([(x, -TOP), (x, -HEIGHT + 30)], role="model", width=1.6, dash="2 3"),
            marks.text((x, -311), "▲ alarm", role="model", anchor="middle", weight=700, dx=0, dy=4),
        ]
    words = f"alarm above {limit:g}"
    return [*drawn, marks.text(line[0], words, role="ink", anchor="start", dx=4, dy=-6, weight=600)]


def error(found, window: int, weeks: int, guessed: int) -> list[dict]:
    """The model's error month by month with its intervals, beside that in the window; when labels tell."""
    panel = marks.Panel((LEFT, RIGHT, -414, -328), x=(0, 12), y=(0, 0.2))
    live = np.arange(window, 12) + 0.5
    learned = panel.at([0, 12], [found.learned] * 2)
    drawn = [
        *panel.frame(y=[0, 0.1, 0.2]),
        _text(4, 338, "error", "ink", "start", weight=600),
        _rectangle(LEFT, 328, LEFT + MONTH * window, 414, "context", 0.12),
        marks.line(learned, role="context", width=1.5, dash="5 4"),
        marks.text(learned[0], "learned", anchor="start", dx=4, dy=-5),
    ]
    worse = found.lows > found.learned
    for which, role in ((~worse, "data"), (worse, "truth")):
        spans = np.stack([panel.at(live, found.lows), panel.at(live, found.highs)], axis=1)[which]
        drawn += [
            marks.lines(spans, role=role, width=3, opacity=0.7),
            marks.points(panel.at(live, found.means)[which], role=role, size=4.5),
        ]
    if found.worse:
        end = found.worse + weeks * 7 / 30.4
        foot = -HEIGHT + 14
        a, b = LEFT + MONTH * found.worse, LEFT + MONTH * end
        drawn += [
            marks.line([(a, -328), (a, foot - 4)], role="truth", width=1.2),
            _text(a - 5, HEIGHT - 10, "it errs more", "truth", "end", weight=600),
        ]
        if weeks:
            drawn.append(marks.arrow((b, foot), (a, foot), role="truth", width=2))
        drawn.append(_text(b + 5, HEIGHT - 10, "labels tell", "truth", "start", weight=600))
    if guessed:
        x, side = LEFT + MONTH * (guessed - 0.5), "end" if guessed > 10 else "start"
        drawn += [
            marks.line([(x, -328), (x, -414)], role="guess", width=2, dash="4 3"),
            marks.text((x, -334), "your guess", role="guess", anchor=side, dx=5 if side == "start" else -5, dy=4),
        ]
    return drawn


# ---------------------------------------------------------------- one column


def bins(p: np.ndarray, q: np.ndarray, parts: np.ndarray, month: str, window: int) -> list[dict]:
    """The share of each bin then and now, and what it adds to the PSI."""
    count, most = len(p), max(0.25, float(max(p.max(), q.max())))
    panel = marks.Panel((COLUMN, WIDTH - 28, -150, -34), x=(0, count), y=(0, most))
    drawn = panel.frame(y=[0, (most, number(most, 2))])
    drawn += [
        _text(COLUMN, 14, "share of each bin:", anchor="start"),
        _text(COLUMN + 140, 14, "learned", anchor="start", weight=700),
        _text(COLUMN + 214, 14, month, "data", "start", weight=700),
    ]
    for i in range(count):
        for share, role, a, b, fill in ((p[i], "context", 0.1, 0.48, 0.4), (q[i], "data", 0.52, 0.9, 0.75)):
            drawn.append(_bar(panel, i + a, i + b, share, role, fill))
    top = max(0.05, float(parts.max()))
    below = marks.Panel((COLUMN, WIDTH - 28, -226, -182), x=(0, count), y=(0, top))
    drawn += below.frame(y=[(top, number(top, 2))])
    drawn.append(_text(COLUMN, 172, f"what it adds: together {number(parts.sum(), 2)}", "model", "start", weight=700))
    return drawn + [_bar(below, i + 0.2, i + 0.8, part, "model", 0.8) for i, part in enumerate(parts)]


def running(learned: np.ndarray, now: np.ndarray, ks: float) -> list[dict]:
    """The share of numbers up to each value, then and now, and the largest gap."""
    low, high = float(min(learned.min(), now.min())), float(max(learned.max(), now.max()))
    panel = marks.Panel((COLUMN, WIDTH - 28, -384, -264), x=(low, high), y=(0, 1))
    a, b = np.sort(learned), np.sort(now)
    values = np.concatenate([a, b])
    under = [np.searchsorted(each, values, side="right") / len(each) for each in (a, b)]
    at = int(np.argmax(np.abs(under[0] - under[1])))
    shown = np.linspace(low, high, 90)
    drawn = panel.frame(x=_ticks(low, high), y=[0, 0.5, 1])
    drawn.append(_text(COLUMN, 254, f"running share: at most {number(ks, 2)} apart", "truth", "start", weight=700))
    for each, role in ((a, "context"), (b, "data")):
        drawn.append(
            marks.line(panel.at(shown, np.searchsorted(each, shown, side="right") / len(each)), role=role, width=2.4)
        )
    return [*drawn, marks.line(panel.at([values[at]] * 2, [under[0][at], under[1][at]]), role="truth", width=4)]


def _ticks(low: float, high: float) -> list[tuple[float, str]]:
    decimals = max(0, int(np.ceil(1 - np.log10(high - low))))
    return [(low + (high - low) * part, number(low + (high - low) * part, decimals)) for part in (0, 0.5, 1)]


def _bar(panel: marks.Panel, a: float, b: float, height: float, role: str, fill: float) -> dict:
    corners = panel.at([a, b, b, a], [0, 0, height, height])
    return marks.polygon(corners, role=role, fill=fill, width=0)


# ---------------------------------------------------------------- latency


def latency(arrivals: np.ndarray, took: np.ndarray, average: float, p50: float, p99: float) -> list[dict]:
    """How long requests take, on a scale of factors, and one after the other below."""
    edges = np.geomspace(10, 1_000_000, 61)
    counts = np.bincount(np.clip(np.searchsorted(edges, took) - 1, 0, 59), minlength=60)
    panel = marks.Panel((24, WIDTH - 16, -200, -74), x=(10, 1_000_000), y=(0, float(counts.max())), log="x")
    ticks = [(10, "10 ms"), (100, "100 ms"), (1000, "1 s"), (10_000, "10 s"), (100_000, "100 s")]
    drawn = panel.frame(x=ticks)
    drawn += [_bar_between(panel, edges[i], edges[i + 1], n) for i, n in enumerate(counts) if n]
    for value, name, role, y in ((p50, "p50", "truth", 16), (average, "mean", "data", 38), (p99, "p99", "model", 60)):
        x = panel.at(value, 0)[0]
        drawn += [
            marks.line([(x, -200), (x, -y)], role=role, width=2.4),
            _text(x + 5, y + 8, f"{name} {_short(value)}", role, "start", weight=700),
        ]
    every = np.arange(0, len(took), 10)
    top = 10 ** np.ceil(np.log10(took.max()))
    under = marks.Panel((84, WIDTH - 28, -386, -262), x=(0, float(arrivals[-1] / 1000)), y=(10, float(top)), log="y")
    levels = [(value, words) for value, words in ticks if value <= top]
    seconds = float(arrivals[-1] / 1000)
    drawn += under.frame(x=[0, (seconds, f"{number(seconds)} s")], y=levels)
    drawn.append(_text(24, 248, "one request after the other, every tenth of them", anchor="start"))
    high = took[every] > p99
    for which, role in ((~high, "context"), (high, "model")):
        if which.any():
            drawn.append(marks.points(under.at(arrivals[every][which] / 1000, took[every][which]), role=role, size=2))
    return drawn


def _bar_between(panel: marks.Panel, a: float, b: float, height: float) -> dict:
    corners = panel.at([a, b, b, a], [0, 0, height, height])
    return marks.polygon(corners, role="context", fill=0.5, width=0)


def _short(ms: float) -> str:
    return f"{number(ms)} ms" if ms < 1000 else f"{number(ms / 1000, 1)} s"


# ---------------------------------------------------------------- the canary


def canary(means: np.ndarray, lows: np.ndarray, highs: np.ndarray, weeks: int, most: float) -> list[dict]:
    """The new model's error minus the old one's, week by week, with its interval so far."""
    ends = np.ceil(most * 100) / 100
    panel = marks.Panel((64, WIDTH - 16, -376, -40), x=(0.5, weeks + 0.5), y=(-ends, ends))
    x = np.arange(1, len(means) + 1)
    zero = panel.at([0.5, weeks + 0.5], [0, 0])
    drawn = panel.frame(x=list(range(1, weeks + 1)), y=[(-ends, f"−{ends:g}"), 0, (ends, f"+{ends:g}")])
    drawn += [
        marks.line(zero, role="ink", width=2),
        marks.text((zero[1][0], -52), "the new one errs more ▲", anchor="end", dx=0, dy=4),
        marks.text((zero[1][0], -364), "the new one errs less ▼", anchor="end", dx=0, dy=4),
        _text(64, 18, "new model's error minus the old one's, week by week", "ink", "start", weight=600),
    ]
    if len(x) > 1:
        band = [*panel.at(x, highs), *panel.at(x[::-1], lows[::-1])]
        drawn.append(marks.polygon(band, role="model", fill=0.16, width=0))
        drawn.append(marks.line(panel.at(x, means), role="model", width=2.4))
    spans = np.stack([panel.at(x, lows), panel.at(x, highs)], axis=1)
    clear = (highs < 0) | (lows > 0)
    for which, role in ((~clear, "model"), (clear, "truth")):
        if which.any():
            drawn.append(marks.lines(spans[which], role=role, width=3))
            drawn.append(marks.points(panel.at(x, means)[which], role=role, size=5))
    return drawn


def _rectangle(left: float, top: float, right: float, bottom: float, role: str, fill: float) -> dict:
    corners = [(left, -top), (right, -top), (right, -bottom), (left, -bottom)]
    return marks.polygon(corners, role=role, fill=fill, width=0)


def _text(x: float, y: float, words: str, role: str = "context", anchor: str = "middle", **look) -> dict:
    return marks.text((x, -y), words, role=role, anchor=anchor, dx=0, dy=0, **look)
