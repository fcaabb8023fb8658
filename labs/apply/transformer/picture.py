"""The pictures of the step `transformer`: the answer forming, heads, the mask, positions, the stream, one block."""

from __future__ import annotations

from functools import cache

import numpy as np

from core.data import lenses
from labs.apply.attention_real.picture import ROW, TOP, frame, height, looks, text
from labs.apply.next_token.picture import box, width
from ui import marks
from ui.words import number

# ---------------------------------------------------------------- words


def shown(token: str) -> str:
    """A token as it stands in a picture: without the space in front, which nearly every word has."""
    named = {"\n": "↵", " ": "(space)", "\xa0": "(space)", "<|endoftext|>": "(end)"}
    return named.get(token, token.replace("\n", "↵").strip() or "(spaces)")


def on_one_line(prompt: str) -> str:
    """A prompt as it stands in a list: the one of code has a line break in it."""
    return " ".join(prompt.split())


def share(p: float, over: str = ">", under: str = "<") -> str:
    """A probability in two decimals; 1.00 and 0.00 are said of nothing else.

    >>> share(0.387), share(0.9994), share(0.0004)
    ('0.39', '>0.99', '<0.01')
    """
    return f"{over}0.99" if 0.995 <= p else f"{under}0.01" if p < 0.005 else number(p, 2)


# ---------------------------------------------------------------- the answer, layer by layer

ANSWER = (0.0, 100.0, -10.0, 65.0)
SHARES = marks.Panel((8, 73, 24, 50), x=(-0.5, 30.5), y=(0, 1))
RANKS = marks.Panel((8, 73, 0, 14.5), x=(-0.5, 30.5), y=(49152, 1), log="y")
FILL = {"truth": 1.0, "context": 0.18}
LIST = (77.0, 99.5, 41.5, 4.8)  # left, right, the first row and from one row to the next


def answer(prompt, lens, p, layer: int, guess) -> list[dict]:
    """What the model would say after each layer: shares of tokens as a skyline, the rank of its answer, five words.

    prompt: its tokens. lens: the five likeliest after each of 31 stops, as `core.data` has it; p: of the final answer.
    guess: two stops, or None.
    """
    tokens, shares, final, ranks = lens.tokens, lens.p, lens.answer, lens.answer_ranks
    bands = stacked(lens.prompt, final, p)
    colour = {name: role for name, role, _, _ in bands}
    drawn = [*chips(prompt), *SHARES.frame(y=[0, 0.5, 1])]
    for _, role, low, high in bands:
        drawn.append(marks.polygon(skyline(low, high), role=role, fill=FILL.get(role, 0.6), width=0))
    drawn += over(tokens, colour, final)
    if guess:
        (a, b), (low, high) = guess, (SHARES.box[2], SHARES.box[3])
        left, right = SHARES.at(a - 0.5, 0)[0], SHARES.at(b + 0.5, 0)[0]
        corners = [(left, low), (right, low), (right, high), (left, high)]
        drawn.append(marks.polygon(corners, role="guess", fill=0.1, width=1.5, dash="4 3"))
        anchor, x = ("end", left) if a == b else ("middle", (left + right) / 2)
        drawn.append(text((x, high), "your guess", "guess", anchor, -15 if a == b else 0, 15, weight=700))
    drawn.append(text((SHARES.box[0], SHARES.box[2]), "probability of the next token", "context", "start", 0, 14))
    drawn += RANKS.frame(x=[0, 10, 20, 30], y=[(1, "1"), (100, "100"), (10000, "10k")], across="layers gone through")
    at = np.round(RANKS.at(np.arange(31), np.asarray(ranks, dtype=float)), 2)
    drawn += [
        text((RANKS.box[0], RANKS.box[3]), f"rank of “{shown(final)}” among 49,152", "truth", "start", 0, -6),
        marks.line(at, role="truth", width=2),
        marks.points(at[[layer]], role="truth", size=5),
    ]
    left, right = SHARES.at(layer - 0.5, 0)[0], SHARES.at(layer + 0.5, 0)[0]
    drawn.append(frame(left, right, RANKS.box[2], SHARES.box[3], "ink", width=1.5))
    return drawn + five(tokens[layer], shares[layer], colour, layer)


def chips(tokens) -> list[dict]:
    """A prompt in boxes, one for each token, and what is asked for; placed as on a phone, where letters are largest."""
    unit, drawn, left, top = ANSWER[1] / 358, [], 0.0, ANSWER[3] - 0.3
    for word in [*map(shown, tokens), "?"]:
        wide = (width(word) + 6) * unit
        if left + wide > ANSWER[1]:
            left, top = 0.0, top - 17 * unit
        role, bold = ("truth", 700) if word == "?" else ("ink", 500)
        drawn.append(marks.polygon(box(left, left + wide, top - 4.2, top), role=role, fill=0.1, width=0))
        drawn.append(text((left + wide / 2, top - 2.1), word, role, "middle", 0, 4, weight=bold))
        left += wide + 2 * unit
    return drawn


def stacked(prompt: str, final: str, p) -> list[tuple[str, str, np.ndarray, np.ndarray]]:
    """Bands of the skyline from below: the final answer, the tokens that rival it, and all others of the five.

    Each is (token, role, lower edges, upper edges).
    """
    names, heights = rivals(prompt)
    edges = np.minimum(np.cumsum([np.zeros(31), p, *heights], axis=0), 1)
    roles = ["truth", *(f"group{place}" for place in range(1, len(names) + 1)), "context"]
    return list(zip([final, *names, ""], roles, edges[:-1], edges[1:]))


@cache
def rivals(prompt: str) -> tuple[list[str], np.ndarray]:
    """At most six tokens that have 0.2 at some stop, those with most first; their shares, and all others together."""
    lens = next(lens for lens in lenses() if lens.prompt == prompt)
    rows = [dict(zip(names, shares.tolist())) for names, shares in zip(lens.tokens, lens.p)]
    shares = {token: np.array([row.get(token, 0.0) for row in rows]) for row in rows for token in row}
    del shares[lens.answer]
    order = sorted(shares, key=lambda token: -shares[token].max())
    kept = [token for token in order if shares[token].max() >= 0.2][:6]
    rest = sum(shares[token] for token in order if token not in kept)
    return kept, np.array([*(shares[token] for token in kept), rest])


def skyline(low, high) -> np.ndarray:
    """The outline of a band of columns, one for each stop: along its upper edges and back along its lower ones."""
    x = np.repeat(np.arange(32), 2)[1:-1] - 0.5
    path = [*zip(x, np.repeat(high, 2)), *zip(x[::-1], np.repeat(low, 2)[::-1])]
    return np.round(SHARES.at(*np.transpose(corners(path))), 1)


def corners(path: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """A path of level and upright pieces without the points that lie between two others on one of them."""
    kept = path[:1]
    for here, after in zip(path[1:], path[2:]):
        if not (kept[-1][1] == here[1] == after[1] or kept[-1][0] == here[0] == after[0]):
            kept.append(here)
    return [*kept, path[-1]]


def over(tokens, colour: dict[str, str], final: str) -> list[dict]:
    """Above the skyline: the name of each token that leads three stops in a row or more, and of the final one."""
    winners, drawn, start = [row[0] for row in tokens], [], 0
    for stop in range(1, 32):
        if stop == 31 or winners[stop] != winners[start]:
            name, last = winners[start], stop == 31
            if (stop - start >= 4 or last) and name in colour:
                x, anchor, dx = SHARES.at((start + stop - 1) / 2, 0)[0], "middle", 0
                if last:
                    x, anchor, dx = SHARES.box[1], "start", 3
                drawn.append(text((x, SHARES.box[3]), shown(name), colour[name], anchor, dx, -6, weight=700))
            start = stop
    return drawn


def five(tokens, shares, colour: dict[str, str], layer: int) -> list[dict]:
    """The five likeliest tokens at a stop, and their probabilities."""
    left, right, top, step = LIST
    heading = "at the start" if layer == 0 else f"after {layer}"
    drawn = [text((left, top + step), heading, "ink", "start", 0, 4, weight=700)]
    for row, (token, p) in enumerate(zip(tokens, shares)):
        role, bold = colour.get(token, "context"), 700 if row == 0 else 500
        drawn.append(text((left, top - step * row), shown(token), role, "start", 0, 4, weight=bold))
        drawn.append(text((right, top - step * row), share(p), role, "end", 0, 4, weight=bold))
    return drawn


# ---------------------------------------------------------------- heads

HEADS = (0.0, 102.0, -4.0, 75.0)
ACROSS, UP = 3.4, 2.1  # the size of a head's tile
TILES = (19.5 * ACROSS, 28.5 * ACROSS, 1.5 * UP, 31.5 * UP)  # left, right, bottom, top
LAYER_AT, HEAD_AT = 61.0, 70.5  # where the two handles run


def heads(tokens, asks: int, weights, every, habit, layer: int, head: int, handle: str) -> list[dict]:
    """One head, and all 270 as tiles: a row for each layer, the first at the bottom; a column for each head."""
    left, right, bottom, top = TILES
    x, y = ACROSS * (20 + head), UP * (2 + layer)
    grid = [[(left + ACROSS * k, bottom), (left + ACROSS * k, top)] for k in range(10)]
    grid += [[(left, bottom + UP * k), (right, bottom + UP * k)] for k in range(31)]
    return looks([shown(token) for token in tokens], asks, weights, every, handle) + [
        marks.heat(TILES, habit[::-1], plus="truth"),
        marks.lines(grid, width=1, opacity=0.25),
        frame(x - ACROSS / 2, x + ACROSS / 2, bottom, top, "ink", width=1),
        frame(left, right, y - UP / 2, y + UP / 2, "ink", width=1),
        frame(x - ACROSS / 2, x + ACROSS / 2, y - UP / 2, y + UP / 2, "model", width=3),
        frame(*TILES, width=0) | {"jump": "layer head"},
        *(text((right, UP * (2 + k)), f"{k}", "context", "start", 4, 4) for k in (0, 10, 20, 29) if abs(k - layer) > 2),
        text((right, y), f"{layer}", "ink", "start", 4, 4, weight=700),
        *(text((ACROSS * (20 + k), bottom), f"{k}", "ink" if k == head else "context", "middle", 0, 15) for k in
          range(9)),
        text((left, bottom), "head", "context", "end", -4, 15),
        text((HEADS[1], top), "layer", "context", "end", 0, -6),
    ]  # fmt: skip


# ---------------------------------------------------------------- the mask

MASK = (0.0, 102.0, -6.5, 75.0)
OURS, THEIRS = (4.0, 40.0), (64.0, 100.0)  # the two maps, left and right
BETWEEN = 52.0


def masked(tokens, asks: int, weights, visible, changed, other_weights, other_changed, notes) -> list[dict]:
    """The map of one head with a causal mask, the tokens, and that of a head without; rows that the last word changes.

    visible: what the mask lets through. notes: two lines under each map.
    """
    n, m = len(weights), len(other_weights)
    low, top = height(n - 1) - ROW / 2, TOP + ROW / 2
    side = (OURS[1] - OURS[0]) / n
    hidden = [
        [(OURS[0] + side * int(row.sum()), height(k)), (OURS[1], height(k))]
        for k, row in enumerate(visible)
        if not row.all()
    ]
    drawn = [
        marks.lines(hidden, width=1, dash="1 4", opacity=0.7),
        marks.heat((*OURS, low, top), np.sqrt(weights), plus="truth"),
        marks.heat((*THEIRS, height(m - 1) - ROW / 2, top), np.sqrt(other_weights), plus="truth"),
        frame(*OURS, low, top),
        frame(*THEIRS, height(m - 1) - ROW / 2, top),
        frame(*OURS, height(asks) - ROW / 2, height(asks) + ROW / 2, "data", width=2),
        frame(*THEIRS, height(asks) - ROW / 2, height(asks) + ROW / 2, "data", width=2),
    ]
    for row, token in enumerate(tokens):
        own = {"weight": 700} if row == asks else {}
        drawn.append(text((BETWEEN, height(row)), token, "data" if row == asks else "ink", "middle", 0, 4, **own))
    for edge, rows in ((OURS[1] + 0.9, changed), (THEIRS[0] - 0.9, other_changed)):
        bars = [[(edge, height(row) + 1.7), (edge, height(row) - 1.7)] for row in rows]
        drawn += [marks.lines(bars, role="guess", width=4)] if bars else []
    for (left, right), names, lines in ((OURS, ("SmolLM2", "layer 13, head 8"), notes[0]),
                                        (THEIRS, ("MiniLM", "layer 3, head 1"), notes[1])):  # fmt: skip
        middle = (left + right) / 2
        drawn.append(text((middle, top), names[0], "ink", "middle", 0, -20, weight=700))
        drawn.append(text((middle, top), names[1], "context", "middle", 0, -5))
        for place, line in enumerate(lines):
            drawn.append(text((middle, height(m - 1) - ROW / 2), line, "ink", "middle", 0, 17 + 17 * place))
    return drawn + [frame(0, OURS[1], low, top, width=0) | {"jump": "asks"},
                    frame(THEIRS[0], THEIRS[1], low, top, width=0) | {"jump": "asks"}]  # fmt: skip


# ---------------------------------------------------------------- positions

TURNED = (0.0, 102.0, 5.0, 72.0)
HANDS = (58.0, 99.0)  # the first and the last of a row of hands
PAIRS = (0, 1, 2, 3, 4, 6, 8, 12)  # those of 32 that are drawn
LONG = 1.9


def positions(tokens, weights, angles) -> list[dict]:
    """Who looks at whom in one head, and each token's position as the hands of eight clocks, the fastest first.

    angles: how far each token has turned each pair of numbers, shape (n, 32); zeros without rotation.
    """
    n, words = len(tokens), [shown(token) for token in tokens]
    drawn = []
    for least, most, thick in ((0.03, 0.1, 1), (0.1, 0.25, 2), (0.25, 0.5, 4), (0.5, 0.75, 6.5), (0.75, 1.01, 9)):
        found = [
            [(22.5, height(i)), (36, height(j))]
            for i in range(n)
            for j in range(i + 1)
            if least <= weights[i, j] < most
        ]
        drawn += [marks.lines(found, role="truth", width=thick, opacity=0.55)] if found else []
    for row, word in enumerate(words):
        drawn.append(text((21.5, height(row)), word, "ink", "end", 0, 4))
        drawn.append(text((37, height(row)), word, "ink", "start", 0, 4))
    at, step = np.linspace(*HANDS, len(PAIRS), retstep=True)
    pivots = np.array([[(x, height(row)) for x in at] for row in range(n)])
    chosen = np.asarray(angles)[:, list(PAIRS)]
    tips = pivots + LONG * np.stack([np.sin(chosen), np.cos(chosen)], axis=2)
    return drawn + [
        marks.lines(np.stack([pivots, tips], axis=2).reshape(-1, 2, 2), role="data", width=2),
        text((21.5, TOP + ROW), "asks", "ink", "end", 0, 4),
        text((37, TOP + ROW), "looked at", "ink", "start", 0, 4),
        marks.crowd(
            (at[0] - step / 2, at[-1] + step / 2, height(n - 1) - ROW / 2, TOP + ROW / 2),
            ["a" * len(at)] * n,
            {"a": {"role": "data", "size": 2}},
        ),
        text((HANDS[0] - 1, TOP + ROW), "fast hands", "data", "start", 0, 4),
        text((HANDS[1] + 2, TOP + ROW), "slow", "data", "end", 0, 4),
    ]


# ---------------------------------------------------------------- the stream

STREAM = (0.0, 100.0, -9.5, 60.0)
LENGTHS = marks.Panel((14, 78, 3, 54), x=(0, 30), y=(1, 40000), log="y")


def stream(tokens, lengths, normed, layer: int) -> list[dict]:
    """How long each token's vector is after each layer, and how long after a norm."""
    drawn = LENGTHS.frame(
        x=[0, 10, 20, 30], y=[1, 10, 100, 1000, 10000], across="layers gone through", upwards="length of the vector"
    )
    x = np.arange(31)
    for row in range(1, len(tokens)):
        last = row == len(tokens) - 1
        look = {"role": "model", "width": 3} if last else {"role": "context", "width": 1.6, "opacity": 0.9}
        drawn.append(marks.line(LENGTHS.at(x, lengths[:, row]), **look))
    drawn += [
        marks.line(LENGTHS.at(x, lengths[:, 0]), role="data", width=3),
        marks.line(LENGTHS.at(x, normed[:, -1]), role="truth", width=2, dash="5 4"),
        marks.line([LENGTHS.at(layer, 1), LENGTHS.at(layer, 40000)], role="ink", width=1, dash="3 4"),
        marks.points(LENGTHS.at(layer, lengths[layer, 1:-1]), role="context", size=3.5),
        marks.points([LENGTHS.at(layer, lengths[layer, 0])], role="data", size=5),
        marks.points([LENGTHS.at(layer, lengths[layer, -1])], role="model", size=5),
    ]
    left = LENGTHS.box[1] + 1.5
    for value, words, role in ((24014, f"{shown(tokens[0])} the first", "data"),
                               (lengths[-1, -1], f"{shown(tokens[-1])}, the last", "model"),
                               (normed[-1, -1], "each, normed", "truth")):  # fmt: skip
        y = min(LENGTHS.at(30, value)[1], 52) if role != "data" else LENGTHS.at(30, lengths[-1, 0])[1]
        drawn.append(text((left, y), words, role, "start", 0, 4, weight=600))
    return drawn


# ---------------------------------------------------------------- one block

BLOCK = (0.0, 100.0, -8.5, 74.0)
SIDE = 14.0
LOW, HIGH, TOPMOST = 12.0, 34.5, 55.0  # where the three rows of tiles stand
TILE_AT = {"x": (1, LOW), "U": (15, HIGH), "a": (32, HIGH), "M": (43, LOW), "N": (56, HIGH), "f": (73, HIGH),
           "y": (85, LOW)}  # fmt: skip
HEADS_AT, UNITS_AT = (24.5, 36.5), (64.0, 79.0)  # left and right of what works between them


def tile(name: str, values, role: str = "context", **look) -> list[dict]:
    """The 576 numbers of a vector as 24 rows of 24, each shaded by its size among them."""
    left, low = TILE_AT[name]
    return shaded((left, left + SIDE, low, low + SIDE), np.reshape(values, (24, 24)), role, **look)


def shaded(where, values, role: str = "context", **look) -> list[dict]:
    """A table of numbers in a frame, shaded by 2.5 times their root mean square."""
    size = 2.5 * float(np.sqrt(np.mean(np.square(values)))) or 1.0
    return [marks.heat(where, values / size), frame(*where, role, **look)]


def block(vectors: dict[str, np.ndarray], heads, hidden, says: dict[str, list[tuple[str, float]]], parts) -> list[dict]:
    """The last token's vector through one block: what is read, what is added, and what it would say before and after.

    vectors: by the names of TILE_AT. heads: its weights in nine heads, shape (9, n); hidden: the numbers inside
    feed-forward. says: for x, M and y the three tokens with the highest scores. parts: whether attention is added, and
    feed-forward.
    """
    middle, half = LOW + SIDE / 2, SIDE / 2
    drawn = [
        marks.line([(TILE_AT["x"][0], middle), (TILE_AT["y"][0] + SIDE, middle)], role="ink", width=7, opacity=0.18)
    ]
    works = (
        ("x", "U", "a", "attention", HEADS_AT, "9 heads, 6 tokens", parts[0]),
        ("M", "N", "f", "feed-forward", UNITS_AT, "1,536 units", parts[1]),
    )
    for source, first, second, name, (left, right), inside, on in works:
        start, reads, plus = (TILE_AT[each][0] + half for each in (source, first, second))
        top, role = HIGH + SIDE, "truth" if on else "context"
        look = {"width": 1.5, "opacity": 0.6}
        drawn += [
            marks.arrow((reads - 4, HIGH), (start + 3, LOW + SIDE), "ink", **look),
            marks.arrow((left + 2, TOPMOST), (reads, top), "ink", **look),
            marks.arrow((plus, top + 4.5), (right - 2, TOPMOST), "ink", **look),
            marks.arrow((plus, middle + 2.6), (plus, HIGH - 5.5), "truth", width=3, opacity=1.0 if on else 0.25),
            text((plus, middle), "+" if on else "○", role, "middle", 0, 7, weight=700) | {"height": 4.6, "least": 18},
            text((reads - half, top), "norm", "ink", "start", 0, -5),
            text((plus + half, top), name, role, "end", 0, -5, weight=700),
            text(((left + right) / 2, TOPMOST + SIDE), inside, "ink", "middle", 0, -5),
        ]
    drawn += [
        marks.heat((*HEADS_AT, TOPMOST, TOPMOST + SIDE), np.sqrt(heads), plus="truth"),
        frame(*HEADS_AT, TOPMOST, TOPMOST + SIDE),
        *shaded((*UNITS_AT, TOPMOST, TOPMOST + SIDE), np.reshape(hidden, (32, 48))),
    ]
    for name, values in vectors.items():
        drawn += tile(name, values, *(("truth",) if name in "af" else ()), **({"width": 2} if name in "af" else {}))
        (left, low), long = TILE_AT[name], float(np.linalg.norm(values))
        drawn.append(text((left + half, low), number(long), "ink", "middle", 0, 15))
    for name, found in says.items():
        left, low = TILE_AT[name]
        x, anchor = {"x": (left, "start"), "M": (left + half, "middle"), "y": (left + SIDE, "end")}[name]
        for row, (token, score) in enumerate(found):
            role, bold = ("model", 700) if row == 0 else ("context", 500)
            words = f"{shown(token)} {number(score, 1)}"
            drawn.append(text((x, low), words, role, anchor, 0, 35 + 16 * row, weight=bold))
    return drawn
