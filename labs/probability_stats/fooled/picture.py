"""Looks at pure noise, 1 to 20 of them: what each one found, and below it the bill. The unit is a pixel."""

from __future__ import annotations

import numpy as np

from ui import marks
from ui.words import number

SIZE = (0, 474, -330, 0)
MOST = 20
TOP, FLOOR = -26, -160  # the upper panel
BILL_TOP, BILL_FLOOR = -204, -300  # the lower one
LEFT, RIGHT = 54, 470
P_TICKS = (1, 0.2, 0.05, 0.01, 0.001)
SCORE_TICKS = (75, 80, 85, 90, 95)
HIGHEST = 0.7  # of the bill, a share


def p_values(p, joined: bool, found: int | None, over: str, first: str, last: str) -> list[dict]:
    """The p-value of each look on a log scale, the lower the more striking; `found` is the first below 0.05."""
    places = np.column_stack([_x(np.arange(1, len(p) + 1)), _p(p)])
    return [
        *_frame(over, first, last),
        marks.polygon(_box(LEFT, RIGHT, FLOOR, float(_p(0.05))), role="model", fill=0.12, width=0),
        *(_text(LEFT - 6, float(_p(tick)) - 4, f"{tick:g}", "end") for tick in P_TICKS),
        _text(RIGHT - 3, FLOOR + 6, "significant", "end", "model"),
        *([marks.line(places, role="data", width=1.5)] if joined else _stems(places, TOP)),
        *_dots(places, np.asarray(p) < 0.05, found, f"p = {told(p[found])}" if found is not None else ""),
    ]


def scores(tried, bar: int, found: int | None, over: str) -> list[dict]:
    """The score of each prompt in per cent; `bar` is what counts as a win, `found` the first to reach it."""
    tried = np.asarray(tried)
    places = np.column_stack([_x(np.arange(1, len(tried) + 1)), _score(tried)])
    return [
        *_frame(over, "prompt 1", "prompt 20"),
        marks.polygon(_box(LEFT, RIGHT, float(_score(bar - 0.5)), TOP), role="model", fill=0.12, width=0),
        *(_text(LEFT - 6, float(_score(tick)) - 4, f"{tick}", "end") for tick in SCORE_TICKS),
        _text(RIGHT - 3, TOP - 13, f"“better”: {bar} and more", "end", "model"),
        *_stems(places, FLOOR),
        *_dots(places, tried >= bar, found, f"{tried[found]} %" if found is not None else ""),
    ]


def planned(p: float) -> list[dict]:
    """The one look at the end that was fixed in advance."""
    at = (float(_x(MOST)), float(_p(p)))
    low = at[1] < TOP - 30
    return [
        marks.points([at], role="truth", size=8, hollow=True, width=2.5),
        _text(RIGHT, at[1] + (14 if low else -24), f"one look, planned: p = {told(p)}", "end", "truth", weight=700),
    ]


def corrected(k: int) -> list[dict]:
    """0.05 shared among k looks."""
    y = float(_p(0.05 / k))
    return [
        marks.line([(LEFT, y), (RIGHT, y)], role="truth", width=2, dash="6 4"),
        _text(LEFT + 4, y - 14, f"0.05 / {k}", "start", "truth", weight=700),
    ]


def tried_afresh(winner: int, fresh: int, expected: float) -> list[dict]:
    """The truth of every prompt, the best to expect by luck, and the winner's score on a fresh test set."""
    at, truth, best = (float(_x(winner)), float(_score(fresh))), float(_score(80)), float(_score(100 * expected))
    anchor = "start" if winner < 14 else "end"
    return [
        marks.line([(LEFT, truth), (RIGHT, truth)], role="truth", width=2),
        marks.line([(LEFT, best), (RIGHT, best)], role="truth", width=2, dash="6 4"),
        marks.points([at], role="truth", size=8, hollow=True, width=2.5),
        _text(at[0], FLOOR + 6, f"the winner, afresh: {fresh} %", anchor, "truth", weight=700),
    ]


def bill(fooled, k: int, guess: float | None, told: str) -> list[dict]:
    """The share that luck has fooled by each look, beside the 5 % that were promised and 1 − 0.95ᵏ."""
    all_looks = np.arange(1, MOST + 1)
    curve = np.column_stack([_x(all_looks), _share(1 - 0.95**all_looks)])
    truth = np.column_stack([_x(all_looks), _share(fooled)])
    promised, now = float(_share(0.05)), truth[k - 1]
    drawn = [
        *_lower(f"The bill for {k} look{'s' * (k > 1)}: fooled {told} of the time", "truth"),
        marks.line(curve, width=1.5, dash="3 4"),
        _text(float(_x(11)) - 4, float(_share(0.46)) + 2, "1 − 0.95ᵏ", "end"),
        marks.line([(LEFT, promised), (RIGHT, promised)], width=1.5),
        *(_text(LEFT - 6, float(_share(s)) - 4, f"{100 * s:.0f} %", "end") for s in (0.05, 0.2, 0.4, 0.6)),
        marks.line(truth, role="truth", width=1.5, opacity=0.5),
        marks.line(truth[:k], role="truth", width=3.5),
        marks.points([now], role="truth", size=6),
    ]
    if guess is not None:
        at = (float(_x(MOST)), float(_share(guess)))
        drawn += [
            marks.points([at], role="guess", size=6),
            _text(RIGHT - 4, at[1] + (-20 if guess > 0.5 else 10), "your guess", "end", "guess", weight=600),
        ]
    return drawn


def told(p: float) -> str:
    """A p-value with three digits, or with as many as show on which side of 0.05 it lies.

    >>> told(0.0123), told(50 / 1001)
    ('0.012', '0.04995')
    """
    return number(p, 5 if number(p, 3) == "0.050" else 3)


def no_bill() -> list[dict]:
    """The place where the bill will be."""
    middle = (BILL_TOP + BILL_FLOOR) / 2
    return [
        *_lower("The bill", "context"),
        _text((LEFT + RIGHT) / 2, middle - 4, "Somebody counts. First find something, then ask.", "middle"),
    ]


def _frame(over: str, first: str, last: str) -> list[dict]:
    return [
        marks.polygon(_box(LEFT, RIGHT, FLOOR, TOP), role="context", fill=0.04, width=1),
        _text(LEFT, TOP + 8, over, "start", "ink", weight=700),
        _text(LEFT, FLOOR - 16, first, "start"),
        _text(RIGHT, FLOOR - 16, last, "end"),
    ]


def _lower(title: str, role: str) -> list[dict]:
    return [
        marks.polygon(_box(LEFT, RIGHT, BILL_FLOOR, BILL_TOP), role="context", fill=0.04, width=1),
        _text(LEFT, BILL_TOP + 8, title, "start", role, weight=700),
        _text(LEFT, BILL_FLOOR - 16, "1 look", "start"),
        _text(RIGHT, BILL_FLOOR - 16, "20 looks", "end"),
    ]


def _stems(places, end: float) -> list[dict]:
    return [marks.lines([[(x, end), (x, y)] for x, y in places], role="data", width=2, opacity=0.5)]


def _dots(places, wins, found: int | None, told: str) -> list[dict]:
    """What each look found; the wins in another colour, and larger. The first of them is named."""
    drawn = [marks.points(places[~wins], role="data", size=4), marks.points(places[wins], role="model", size=6.5)]
    if found is not None:
        x, y = (float(v) for v in places[found])
        drawn.append(_text(x, y + 11, told, "start" if found < MOST / 2 else "end", "model", weight=700))
    return drawn


def _x(look):
    return LEFT + 12 + (RIGHT - LEFT - 24) * (np.asarray(look) - 1) / (MOST - 1)


def _p(p):
    return TOP - 8 + (TOP - 8 - FLOOR - 6) * np.log10(np.clip(p, 0.0005, 1)) / 3.1


def _score(percent):
    return FLOOR + (TOP - FLOOR) * (np.clip(percent, 66, 97) - 66) / 31


def _share(share):
    return BILL_FLOOR + (BILL_TOP - BILL_FLOOR) * np.asarray(share) / HIGHEST


def _box(left: float, right: float, low: float, high: float) -> list[tuple[float, float]]:
    return [(left, low), (right, low), (right, high), (left, high)]


def _text(x: float, y: float, words: str, anchor: str, role: str = "context", **look) -> dict:
    return marks.text((x, y), words, role=role, anchor=anchor, dx=0, dy=0, **look)
