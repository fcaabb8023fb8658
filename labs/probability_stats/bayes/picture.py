"""A thousand people as dots, the four kinds of them as a table, and the positives as a bar. The unit is a pixel.

The ill are blue: a disc was found, a ring missed. The healthy are orange if the test alarmed them, else small and grey.
"""

from __future__ import annotations

import numpy as np

from ui import marks

WIDTH = 474
SIZE = (0, WIDTH, -358, 0)
PITCH, GAP = 9, 6  # from person to person, and what is added between two blocks of a hundred
LOOKS = {
    "f": {"role": "data", "size": 3.7},
    "m": {"role": "data", "size": 2.9, "hollow": True, "width": 1.6},
    "a": {"role": "model", "size": 3.2},
    "l": {"role": "context", "size": 2, "opacity": 0.5},
}  # found, missed, alarmed, left alone
COLUMNS = (232, 350, 468)  # where the numbers of the table end
ROWS = (-212, -234, -256, -278)  # where its lines of text stand


def crowd(counts: np.ndarray) -> list[dict]:
    """One dot for each of 1000 people, kind after kind, in ten blocks of 10 × 10: five side by side, in two rows."""
    people = "".join(letter * int(count) for letter, count in zip(LOOKS, counts))
    side, drawn = 10 * PITCH, []
    for block in range(10):
        left, top = (block % 5) * (side + GAP), -(block // 5) * (side + GAP)
        rows = [people[100 * block + 10 * row :][:10] for row in range(10)]
        drawn.append(marks.crowd((left, left + side, top - side, top), rows, LOOKS))
    return drawn


def table(cells: list[list[str]], names: tuple[str, str], note: str) -> list[dict]:
    """The 2 × 2 table with its sums: three lines of three texts; `names` are those of the first two lines."""
    words = [_box(1, WIDTH - 1, ROWS[1] - 7, ROWS[1] + 15, "truth", fill=0, width=1.5)]
    words += [_text(x, ROWS[0], word, "end") for x, word in zip(COLUMNS, ("ill", "healthy", "together"))]
    for y, name, line in zip(ROWS[1:], (*names, "together"), cells):
        words.append(_text(6, y, name, "start", "ink"))
        words += [_text(x, y, text, "end", "ink") for x, text in zip(COLUMNS, line)]
    keys = [(x - 76, y + 4.5) for x in COLUMNS[:2] for y in ROWS[1:3]]
    return [
        *words,
        _text(6, ROWS[0], note, "start"),
        *(marks.points([key], **look) for key, look in zip(keys, LOOKS.values())),
    ]


def answer(sum_done: str, share: float | None, guess: float | None, said: str) -> list[dict]:
    """The positives as one bar, the ill among them from the left: the truth in words above, the guess below."""
    low, high = -332, -310
    title = _text(6, -302, sum_done, "start", "truth") | {"weight": 600}
    if share is None:
        return [title, _box(0, WIDTH, low, high, "context", fill=0.1)]
    x = WIDTH * share
    bar = [title, _box(0, x, low, high, "data"), _box(x, WIDTH, low, high, "model")]
    edge = min(max(x, 2), WIDTH - 2)
    bar += [marks.line([(edge, low - 3), (edge, high + 3)], role="truth", width=4)]
    if guess is not None:
        x = WIDTH * guess
        near, anchor = (x + 6, "start") if x < WIDTH / 2 else (x - 6, "end")
        bar += [marks.line([(x, low - 8), (x, high)], role="guess", width=3, dash="4 3")]
        bar += [_text(near, low, said, anchor, "guess") | {"weight": 600, "dy": 16}]
    return bar


def _box(left: float, right: float, low: float, high: float, role: str, fill: float = 0.85, width: float = 0) -> dict:
    return marks.polygon([(left, low), (right, low), (right, high), (left, high)], role=role, fill=fill, width=width)


def _text(x: float, y: float, words: str, anchor: str, role: str = "context") -> dict:
    return marks.text((x, y), words, role=role, anchor=anchor, dx=0, dy=0)
