"""38 questions on their way through the stages, a thread for each; below, the handbook with its cuts.

Lengths are pixels of a picture WIDTH wide.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ui import marks

WIDTH, HEIGHT = 556, 446
SIZE = (0, WIDTH, -HEIGHT, 0)
COLUMNS = (34, 152, 270, 388, 506)
NAMES = ("asked", "uncut", "found", "prompt", "answered")
TOP, PITCH, GAP = 60, 5, 10  # of the threads: the first, from one to the next, and above those that nothing answers
KEY = 277
ROWS, SHELF, LINE, TALL = 6, 341, 18, 11  # of the handbook: lines, the first, from one to the next, how tall
LEFT, RIGHT = 4, WIDTH - 4


def threads(kept: np.ndarray, sent: Sequence[bool], texts: Sequence[str], chosen: int) -> list[dict]:
    """kept: of each question, is a right passage still there after each of four stages; sent: does a prompt go out?

    The last four questions are those that no passage answers.
    """
    stage = kept.sum(axis=1)
    answerable = len(kept) - 4
    order = sorted(range(answerable), key=lambda q: (-stage[q], -sent[q], q))
    order += sorted(range(answerable, len(kept)), key=lambda q: (-sent[q], q))
    drawn, green, red, grey, ends = [], [], [], [], {"truth": [], "model": [], "refused": [], "rightly": []}
    for place, q in enumerate(order):
        y, end = -_height(place, answerable), COLUMNS[-1]
        reach = COLUMNS[stage[q]]
        if stage[q]:
            green.append([(COLUMNS[0], y), (reach, y)])
        if q >= answerable:
            (red if sent[q] else green).append([(COLUMNS[3], y), (end, y)])
            grey.append([(COLUMNS[0], y), (COLUMNS[3], y)])
            ends["model" if sent[q] else "rightly"].append(((end, y), texts[q]))
        elif stage[q] == 4:
            ends["truth"].append(((end, y), texts[q]))
        else:
            (red if sent[q] else grey).append([(reach, y), (end, y)])
            ends["model" if sent[q] else "refused"].append(((end, y), texts[q]))
        if q == chosen:
            band = [(COLUMNS[0] - 8, y - 4.5), (WIDTH - 4, y - 4.5), (WIDTH - 4, y + 4.5), (COLUMNS[0] - 8, y + 4.5)]
            drawn.append(marks.polygon(band, role="ink", fill=0.16, width=0))
            drawn.append(marks.text((COLUMNS[0] - 12, y), "▸", role="ink", anchor="end", dx=0, dy=4))
    drawn.append(marks.lines([[(x, -TOP + 6), (x, -_height(len(kept) - 1, answerable) - 6)] for x in COLUMNS],
                             width=1, opacity=0.3))  # fmt: skip
    drawn += [
        marks.lines(segments, role=role, width=wide, opacity=opacity)
        for segments, role, wide, opacity in (
            (grey, "context", 1.2, 0.6), (red, "model", 1.6, 0.9), (green, "truth", 2.6, 1)
        )
        if segments
    ]  # fmt: skip
    looks = {"truth": ("truth", {}), "model": ("model", {}), "refused": ("context", {"hollow": True}),
             "rightly": ("truth", {"hollow": True})}  # fmt: skip
    for kind, (role, look) in looks.items():
        if ends[kind]:
            at, titles = zip(*ends[kind])
            drawn.append(marks.points(at, role=role, size=3.4, titles=list(titles), picks="ask", **look))
    left = [answerable, *kept[:answerable].sum(axis=0).tolist()]
    for x, name, count in zip(COLUMNS, NAMES, left):
        drawn.append(marks.text((x, -15), name, role="ink", anchor="middle", dx=0, dy=0, weight=600))
        drawn.append(marks.text((x, -42), f"{count}", role="truth", anchor="middle", dx=0, dy=0, weight=700, height=19))
    for a, b, before, after in zip(COLUMNS, COLUMNS[1:], left, left[1:]):
        if before > after:
            words = f"−{before - after}"
            drawn.append(marks.text(((a + b) / 2, -42), words, role="model", anchor="middle", dx=0, dy=0, weight=600))
    return drawn + _key(kept, sent, answerable)


def _height(place: int, answerable: int) -> float:
    return TOP + PITCH * place + (GAP if place >= answerable else 0)


def _key(kept: np.ndarray, sent: Sequence[bool], answerable: int) -> list[dict]:
    right = int(kept[:, 3].sum())
    wrong = sum(map(bool, sent)) - right
    said = (
        (LEFT, f"● right passage: {right}", "truth", "start"),
        (WIDTH / 2 - 2, f"● without it: {wrong}", "model", "middle"),
        (RIGHT, f"○ refused: {len(kept) - right - wrong}", "context", "end"),
    )
    return [
        marks.text((x, -KEY), words, role=role, anchor=anchor, dx=0, dy=0, weight=600)
        for x, words, role, anchor in said
    ]


def guessed(count: int) -> list[dict]:
    """The prediction: as far down as so many threads would reach."""
    y, (a, b) = -(TOP + PITCH * (count - 0.5)), COLUMNS[:2]
    return [
        marks.line([(a + 8, y), (b + 46, y)], role="guess", width=2, dash="4 3"),
        marks.text((b + 48, y), "your guess", role="guess", anchor="start", dx=0, dy=4),
    ]


def shelf(count: int, cuts: Sequence[int], right: Sequence[tuple], sent: Sequence[tuple], words: str) -> list[dict]:
    """The handbook of `count` words in ROWS lines: where it is cut, the right passages, what is sent, best first."""
    drawn = [marks.text((LEFT, -(SHELF - 36)), f"“{words}”", role="ink", anchor="start", dx=0, dy=0, weight=600,
                        wide=WIDTH - 8, rows=1),
             marks.text((LEFT, -(SHELF - 11)), "the handbook, cut", anchor="start", dx=0, dy=0),
             marks.text((RIGHT, -(SHELF - 11)), "sent" if sent else "nothing sent", role="data", anchor="end", dx=0,
                        dy=0, weight=600)]  # fmt: skip
    if right:
        drawn.append(marks.text((WIDTH / 2, -(SHELF - 11)), "right passage", role="truth", anchor="middle", dx=0, dy=0,
                                weight=600))  # fmt: skip
    per = -(-count // ROWS)
    for row in range(ROWS):
        long = min(per, count - row * per)
        drawn.append(_box(row, 0, long, per, 0, "context", 0.14))
    drawn += [_box(*run, per, 2.5, "data", 0.22 if place else 0.4, 1.2)
              for place, span in enumerate(sent) for run in _runs(*span, per)]  # fmt: skip
    drawn += [_box(*run, per, -1.5, "truth", 0.75) for span in right for run in _runs(*span, per)]
    ticks = []
    for cut in cuts:
        x, top = LEFT + (RIGHT - LEFT) * (cut % per) / per, -(SHELF + LINE * (cut // per))
        ticks.append([(x, top), (x, top - TALL)])
    return [*drawn, marks.lines(ticks, role="ink", width=1, opacity=0.75)]


def _runs(start: int, stop: int, per: int) -> list[tuple[int, int, int]]:
    """A span of words as (line, from, to) for each line it touches."""
    lines = range(start // per, (stop - 1) // per + 1)
    return [(line, max(start - line * per, 0), min(stop - line * per, per)) for line in lines]


def _box(row: int, start: int, stop: int, per: int, more: float, role: str, fill: float, width: float = 0) -> dict:
    a, b = (LEFT + (RIGHT - LEFT) * each / per for each in (start, stop))
    top, low = -(SHELF + LINE * row) + more, -(SHELF + LINE * row + TALL) - more
    return marks.polygon([(a, top), (b, top), (b, low), (a, low)], role=role, fill=fill, width=width)
