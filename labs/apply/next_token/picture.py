"""The pictures of the step `next_token`: what may come next, two prompts side by side, stories, a text as it is read.

A token is shown in a box, its space as a dot. The plane's units are pixels on a laptop for the charts, and on a phone
for the pictures made of text, so that no letter is ever too small.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache

import numpy as np

from ui import marks
from ui.words import number

ROWS, ROW, FIRST = 8, 23, -67  # the tokens shown, from one to the next, and the height of the first
SIZE = (0.0, 556.0, -330.0, 0.0)
NAME = 92  # where a token's name ends
LOGITS = marks.Panel((100, 192, SIZE[2], 0), x=(0, 1))
CHANCES = marks.Panel((250, 448, SIZE[2], 0), x=(0, 1))
WHEEL = marks.Panel((4, 552, -300, -282), x=(0, 1))  # all chances side by side, and the dice below
TWO = (0.0, 556.0, -288.0, 0.0)
LEFT = marks.Panel((206, 26, TWO[2], 0), x=(0, 1))
RIGHT = marks.Panel((350, 530, TWO[2], 0), x=(0, 1))
PAGE = (0.0, 358.0, -212.0, 0.0)  # of the pictures made of text
LINE, LETTER = 1.375, 12.0  # from one line to the next, in sizes; the smallest size
SKYLINE = marks.Panel((22, 318, -200, -142), x=(0, 1), y=(0, 20))
STORY = 66


# ---------------------------------------------------------------- tokens


def seen(token: str) -> str:
    """A token as it is shown: spaces as dots, a new line as an arrow.

    >>> seen(" Paris"), seen("\\n"), seen("   return")
    ('·Paris', '↵', '···return')
    """
    return token.replace(" ", "·").replace("\n", "↵").replace("\t", "⇥")


def spoken(token: str) -> str:
    """A token in a sentence, where some signs would mean something else.

    >>> spoken(" *"), spoken(" $")
    ('·∗', '·dollar sign')
    """
    return seen(token).replace("*", "∗").replace("$", "dollar sign")


def short(token: str, most: int = 12) -> str:
    """A token as it is shown, at most so many letters of it."""
    token = seen(token)
    return token if len(token) <= most else f"{token[: most - 1]}…"


WIDTHS = {  # of letters, in thousandths of their size
    "abdeghknopquvz": 540, "csxy": 450, "fijlrtI": 290, "mw": 780, "MW@%—…↵⇥": 800, " ": 204, ".,:;'’|·-": 255,
    '!()[]{}`"“”': 330, "ABCDEFGHJKLNOPQRSTUVXYZ": 600,
}  # fmt: skip


KNOWN = {letter: wide for letters, wide in WIDTHS.items() for letter in letters}


def width(text: str, size: float = LETTER) -> float:
    """About how wide a text is, in the units of its size."""
    return size * sum(KNOWN[letter] if letter in KNOWN else _wide(letter) for letter in text) / 1000


def _wide(letter: str) -> int:
    return 1000 if unicodedata.east_asian_width(letter) in "WF" else 540


def flow(texts: Sequence[str], size: float, left: float = 2, right: float = 356) -> list[tuple[float, float]]:
    """Where boxes for texts of this size stand, one after the other, in lines from the top: the left upper corners."""
    places, x, y = [], left, 0.0
    for text in texts:
        wide = width(text, size) + 2
        if x + wide > right and x > left:
            x, y = left, y - LINE * size
        places.append((x, y))
        x += wide
    return places


@cache
def fitting(texts: tuple[str, ...]) -> float:
    """The largest size of letters in which a text ends above the towers."""
    room = SKYLINE.box[3] + 14
    sizes = (24, 20, 17, 14.5, LETTER)
    return next(size for size in sizes if size == LETTER or flow(texts, size)[-1][1] - LINE * size > room)


def box(left: float, right: float, bottom: float, top: float) -> list[tuple[float, float]]:
    return [(left, bottom), (right, bottom), (right, top), (left, top)]


def chips(tokens: Sequence[str], last: str = "") -> list[dict]:
    """A prompt in boxes on one line, as many from its end as there is room for, and the token that was drawn."""
    ends, room = [*map(seen, tokens)], 556 - 34
    after = f"{last}" if last else "?"
    room -= width(after, 20) + 14
    shown: list[str] = []
    while ends and room - width(ends[-1], 20) - 12 > 0:
        shown.insert(0, ends.pop())
        room -= width(shown[0], 20) + 12
    drawn, x = [], 2.0
    if ends:
        drawn.append(marks.text((x, -16), "…", anchor="start", dx=0, dy=4))
        x += 24
    for token, role in [*((token, "context") for token in shown), (after, "truth")]:
        wide = width(token, 20) + 8
        drawn += [
            marks.polygon(box(x, x + wide, -27, -3), role=role, fill=0.16, width=0),
            marks.text((x + wide / 2, -15), token, "ink" if role == "context" else role, anchor="middle", dx=0, dy=4,
                       weight=500 if role == "context" else 700),
        ]  # fmt: skip
        x += wide + 4
    return drawn


def share(p: float) -> str:
    """A probability with three decimals; what rounds to 0 or 1 without being it is said to be less or more.

    >>> share(0.2185), share(0.0001), share(0.99999), share(1.0), share(0.0)
    ('0.219', '<0.001', '>0.999', '1', '0')
    """
    if p in (0, 1):
        return f"{p:.0f}"
    return "<0.001" if p < 0.0005 else ">0.999" if p > 0.9995 else number(p, 3)


# ---------------------------------------------------------------- what comes next


def height(row: int) -> float:
    return FIRST - ROW * row


def bars(tokens, names, logits, p, kept, drawn, dice, temperature: float) -> list[dict]:
    """Logits, probabilities before and after the cuts, how often each was drawn; below, the dice on all chances.

    p: of the 500 known tokens; kept: after the cuts, with all other tokens in the last place.
    """
    last = drawn[-1] if drawn else None
    others = max(1 - float(np.sum(p[:ROWS])), 0.0), float(np.sum(kept[ROWS:]))
    made = f"p, by softmax of z ÷ {temperature:g}" if temperature else "p"
    made = "p, dashed: uncut" if np.abs(kept[:ROWS] - p[:ROWS]).max() > 1e-9 else made
    heads = [("logit z", LOGITS, "data"), (made, CHANCES, "model")]
    marks_ = chips(tokens, "" if last is None else short(names[last]) if last < ROWS else "another")
    marks_ += [
        marks.text((panel.box[0], FIRST + 15), words, role, anchor="start", dx=0, dy=0) for words, panel, role in heads
    ]
    if drawn:
        marks_.append(marks.text((554, FIRST + 15), "drawn", "truth", anchor="end", dx=0, dy=0))
    for row in range(ROWS):
        marks_ += _row(row, names[row], logits[row] / max(logits[0], 1), p[row], kept[row], number(logits[row], 1))
        marks_ += _counted(row, drawn.count(row), row == last)
    marks_ += _row(ROWS, "others", None, *others, "")
    marks_ += _counted(ROWS, sum(place >= ROWS for place in drawn), last is not None and last >= ROWS)
    return marks_ + _wheel(names, kept, others[1], dice)


def _row(row: int, name: str, z: float | None, p: float, kept: float, logit: str) -> list[dict]:
    y = height(row)
    gone = kept == 0 < p
    label = name if row == ROWS else short(name)
    drawn = [marks.text((NAME, y), label, "context" if gone or row == ROWS else "ink", anchor="end", dx=0, dy=4)]
    if z is not None:
        left, end = LOGITS.at([0, max(z, 0.02)], 0)[:, 0]
        drawn += [
            marks.polygon(box(left, end, y - 7, y + 7), role="data", fill=0.35, width=0),
            marks.text((end, y), logit, "ink", anchor="start", dx=4, dy=4),
        ]
    left, before, now = CHANCES.at([0, p, kept], 0)[:, 0]
    drawn.append(marks.polygon(box(left, now, y - 7, y + 7), role="model", fill=0.55, width=0))
    if abs(kept - p) > 1e-9:
        drawn.append(marks.polygon(box(left, before, y - 7, y + 7), role="context", fill=False, width=1, dash="2 2"))
    words = "cut" if gone else share(kept)
    return [*drawn, marks.text((max(before, now), y), words, "context" if gone else "ink", anchor="start", dx=5, dy=4)]


def _counted(row: int, times: int, last: bool) -> list[dict]:
    if not times:
        return []
    return [marks.text((554, height(row)), f"{times}×", "truth", anchor="end", dx=0, dy=4, weight=700 if last else 500)]


def _wheel(names, kept, others: float, dice) -> list[dict]:
    """All chances side by side, from 0 to 1, and the numbers of the dice under them, the last one large."""
    edges = np.concatenate([[0], np.cumsum(kept[:ROWS]), [1]])
    _, _, bottom, top = WHEEL.box
    drawn = []
    for place, (low, high) in enumerate(zip(edges, edges[1:])):
        left, right = WHEEL.at([low, high], 0)[:, 0]
        if right - left < 0.5:
            continue
        role = "context" if place == ROWS else "model"
        drawn.append(marks.polygon(box(left, right, bottom, top), role=role, fill=0.5 - 0.3 * (place % 2), width=0))
        label = "others" if place == ROWS else short(names[place])
        if right - left > width(label, 21) + 6:
            middle = ((left + right) / 2, (bottom + top) / 2)
            drawn.append(marks.text(middle, label, "ink", anchor="middle", dx=0, dy=4))
    ends = WHEEL.at([0, 1], 0)[:, 0]
    drawn.append(marks.polygon(box(*ends, bottom, top), role="context", fill=False, width=1))
    if len(dice) == 0:
        return drawn
    ticks = WHEEL.at(dice, 0)[:, 0]
    drawn.append(marks.lines([[(x, bottom - 3), (x, bottom - 10)] for x in ticks], role="truth", width=1.2))
    at = float(ticks[-1])
    words = f"dice {number(dice[-1], 3)}"
    side = {"anchor": "start", "dx": 9} if at < 420 else {"anchor": "end", "dx": -9}
    return drawn + [
        marks.arrow((at, bottom - 1), tail=(at, bottom - 29), role="truth", width=2),
        marks.text((at, bottom - 26), words, "truth", dy=4, weight=700, **side),
    ]


def pieces(texts: Sequence[str], ids: Sequence[int]) -> list[dict]:
    """A text in its tokens, each in a box with its id below, as large as they fit; at the smallest size, the first."""
    drawn, shown = [], 0
    for size in (24, 20, 16, 13):
        drawn, shown = _boxes(texts, ids, size)
        if shown == len(ids):
            return drawn
    words = f"… and {len(ids) - shown} more"
    return [*drawn, marks.text((2, PAGE[2] + 22), words, anchor="start", height=LETTER, least=12, dx=0, dy=0)]


def _boxes(texts: Sequence[str], ids: Sequence[int], size: float) -> tuple[list[dict], int]:
    """The boxes that have room, and how many they are."""
    drawn, x, y, small = [], 2.0, -4.0, max(LETTER, 0.75 * size)
    look = {"anchor": "middle", "least": 12, "dx": 0, "dy": 0}
    for place, (token, id) in enumerate(zip(map(seen, texts), ids)):
        wide = max(width(token, size), width(str(id), small)) + 8
        if x + wide > 356 and x > 2:
            x, y = 2.0, y - 1.8 * size - 1.5 * small
        if y - 1.55 * size - 1.2 * small < PAGE[2] + 30:
            return drawn, place
        middle = x + wide / 2
        drawn += [
            marks.polygon(
                box(x, x + wide, y - 1.55 * size, y), role="data" if place % 2 else "model", fill=0.22, width=0
            ),
            marks.text((middle, y - 1.1 * size), token, "ink", height=size, **look),
            marks.text((middle, y - 1.6 * size - small), f"{id}", height=small, **look),
        ]
        x += wide + 3
    return drawn, len(ids)


# ---------------------------------------------------------------- two prompts


def two(prompts: tuple[str, str], names: Sequence[str], ours, theirs, others: tuple[float, float]) -> list[dict]:
    """The same tokens after two prompts: to the left what they have after the one, to the right after the other.

    A probability may be None: that token isn't among the 500 whose logits are known.
    """
    drawn = [
        marks.text((4, -22), f"{prompts[0]} …", "data", wide=262, anchor="start"),
        marks.text((290, -22), f"{prompts[1]} …", "model", wide=262, anchor="start"),
    ]
    rows = [*zip(map(short, names), ours, theirs), ("others", *others)]
    for row, (name, one, other) in enumerate(rows):
        y = -58 - 24 * row
        drawn.append(marks.text((278, y), name, "context" if row == len(names) else "ink", anchor="middle", dx=0, dy=4))
        for panel, p, role, anchor, dx in ((LEFT, one, "data", "end", -5), (RIGHT, other, "model", "start", 5)):
            start, end = panel.at([0, p or 0], 0)[:, 0]
            drawn.append(marks.polygon(box(*sorted((start, end)), y - 8, y + 8), role=role, fill=0.5, width=0))
            near = min(max(end, 42), 514)
            words = "<0.001" if p is None else share(p)
            inside = near != end
            drawn.append(
                marks.text((start if inside else end, y), words, "ink", dy=4,
                           anchor={"end": "start", "start": "end"}[anchor] if inside else anchor,
                           dx=-dx if inside else dx)
            )  # fmt: skip
    return drawn


# ---------------------------------------------------------------- stories


def stories(texts: Sequence[tuple[int, str, float]]) -> list[dict]:
    """Texts that went on from one prompt: the seed of the dice, the text, and its mean surprisal as a bar."""
    drawn = [
        marks.text((0, -12), "seed", anchor="start", dx=0, dy=0),
        marks.text((554, -12), "surprisal, nats", "model", anchor="end", dx=0, dy=0),
    ]
    for row, (seed, text, surprise) in enumerate(texts):
        y = -30 - STORY * (row + 0.5)
        end = 478 + 74 * min(surprise / 12, 1)
        drawn += [
            marks.line([(0, y + STORY / 2), (556, y + STORY / 2)], width=1, opacity=0.25),
            marks.text((12, y), f"{seed}", anchor="middle", dx=0, dy=4),
            marks.text((34, y), seen_in_text(text), "ink", wide=430, rows=3),
            marks.polygon(box(478, end, y - 17, y - 5), role="model", fill=0.5, width=0),
            marks.text((478, y), number(surprise, 2), "ink", anchor="start", dx=0, dy=-4),
        ]
    return drawn


def seen_in_text(text: str) -> str:
    """A text on one line, its new lines as arrows."""
    return text.replace("\n", " ↵ ").strip()


# ---------------------------------------------------------------- a text as it is read


def read(tokens: Sequence[str], surprise, expected, at: int) -> list[dict]:
    """A text, each token the darker the more it surprised, and below it a tower for each token.

    surprise: of the tokens read so far. expected: entropies of all, what the model itself expected. at: the one shown.
    """
    shown = tuple(token.replace("\n", "↵") for token in tokens)
    size = fitting(shown)
    places = flow(shown, size)
    corners, shades, drawn = [], [], []
    for token, (x, y), nats in zip(shown, places, surprise):
        corners.append(box(x, x + width(token, size) + 2, y - 1.33 * size, y - 0.08 * size))
        shades.append(min(nats / 20, 1) * 0.8)
    drawn.append(marks.cells(corners, shades, role="model"))
    for place, (token, (x, y)) in enumerate(zip(shown, places)):
        blank = width(" ", size) * (len(token) - len(token.lstrip(" ")))
        role = "truth" if place == at else "ink" if place < len(surprise) else "context"
        look = {"height": size, "least": 12, "weight": 700 if place == at else 500}
        words, start = token.strip(" ") or "·", (x + 1 + blank, y - 1.04 * size)
        drawn.append(marks.text(start, words, role, anchor="start", dx=0, dy=0, **look))
    return drawn + skyline(surprise, expected, at)


def skyline(surprise, expected, at: int) -> list[dict]:
    """A tower for each token as high as its surprisal, and the mean, whose power of e is the perplexity."""
    n = len(expected)
    step = 1 / max(n, 24)
    panel = SKYLINE
    drawn = panel.frame(y=[0, 5, 10, 15, 20], upwards="surprisal, nats")
    corners = []
    for place, nats in enumerate(surprise):
        (left, bottom), (right, top) = panel.at([step * place, step * (place + 0.8)], [0, float(nats)])
        corners.append(box(left, right, bottom, top))
    drawn.append(marks.cells(corners, [0.55] * len(corners), role="model"))
    left, right = step * at, step * (at + 0.8)
    top = float(surprise[at])
    drawn.append(marks.polygon(box(*panel.at([left, right], 0)[:, 0], panel.at(0, 0)[1], panel.at(0, top)[1]),
                               role="truth", fill=0.9, width=0))  # fmt: skip
    dashes = [panel.at([step * k, step * (k + 0.8)], [float(h)] * 2).tolist() for k, h in enumerate(expected)]
    drawn.append(marks.lines(dashes[: len(surprise)], role="ink", width=1.5))
    mean = float(np.mean(surprise))
    line = panel.at([0, 1], [mean, mean])
    return drawn + [
        marks.line(line, role="truth", width=1.5, dash="4 3"),
        marks.text(line[1], "mean", "truth", anchor="start", dx=4, dy=4),
        marks.text((318, -137), "– expected", "ink", anchor="end", dx=0, dy=0),
    ]
