"""A formula to be read piece by piece, above the things it speaks of: dots behind two lines, and two circles."""

from __future__ import annotations

import numpy as np

from ui import marks

BILL, MASS = (30.0, 62.0), (2.5, 6.5)  # what the axes show: mm, kg
WIDTH, HEIGHT = 7.4, 4.5  # of the dots' panel, from (0, 0)
SIZE = (-0.85, 13.0, -1.0, 7.5)
LINE, RAIL, ALOUD = 7.0, 6.25, 5.5  # heights: the formula, the pointer below it, what is read aloud
PIECES = 7
CENTRES, RADIUS = ((9.7, 2.35), (11.2, 2.35)), 1.5
CHOSEN = {"and": (False, True, False), "or": (True, True, True), "and not": (True, False, False)}


def place(bill, mass):
    """Where measurements stand in the panel."""
    across = (np.asarray(bill, dtype=float) - BILL[0]) / (BILL[1] - BILL[0]) * WIDTH
    up = (np.asarray(mass, dtype=float) - MASS[0]) / (MASS[1] - MASS[0]) * HEIGHT
    return np.column_stack([np.atleast_1d(across), np.atleast_1d(up)]).round(2)


def scene(bill, mass, caught, counts, part: float, a: float, b: float, how: str, pieces: list[tuple], at: int):
    """All of it. counts: only A, both, only B, neither; part: the share. pieces: each sign with its words; `at` is the
    one in hand."""
    return [*strip(pieces, at), *dots(bill, mass, caught, a, b), *circles(counts, part, how)]


def strip(pieces: list[tuple[str, str]], at: int) -> list[dict]:
    """The formula in its pieces, the one in hand marked, and what is read aloud there."""
    sizes = np.array([max(len(sign), 3) + 2.5 for sign, _ in pieces])
    centres = (np.cumsum(sizes) - sizes / 2) / sizes.sum() * (SIZE[1] - SIZE[0] - 0.6) + SIZE[0] + 0.3
    drawn = [
        marks.text((x, LINE), sign, role="model" if k == at else "ink", anchor="middle", dx=0, dy=5,
                   weight=700 if k == at else 500)
        for k, (x, (sign, _)) in enumerate(zip(centres, pieces))
    ]  # fmt: skip
    rail = marks.lines([[stop(0), stop(PIECES - 1)]], width=1.3, opacity=0.5)
    lead = marks.line([(centres[at], LINE - 0.22), stop(at)], role="model", width=1.5, opacity=0.6)
    words = marks.text((SIZE[0], ALOUD), f"“{pieces[at][1]}”", role="model", anchor="start", dx=4, dy=5, weight=600)
    return [*drawn, rail, lead, words]


def stop(k: int) -> tuple[float, float]:
    """Where the pointer stands for piece number k."""
    return 0.5 + 2.0 * k, RAIL


def dots(bill, mass, caught, a: float, b: float) -> list[dict]:
    """The penguins, those the condition holds for in colour, behind the two lines."""
    at = place(bill, mass)
    (x, y) = place(a, b)[0]
    corners = [(0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT)]
    return [
        marks.polygon(corners, role="context", fill=0.05, width=1, opacity=0.7),
        *(marks.text((place(b, MASS[0])[0]), f"{b}", anchor="middle", dx=0, dy=24) for b in (35, 40, 45, 50, 55)),
        *(marks.text((place(BILL[0], m)[0]), f"{m}", anchor="end", dx=-11, dy=4) for m in (3, 4, 5, 6)),
        marks.points(at[~caught], role="context", size=2.4, opacity=0.6),
        marks.points(at[caught], role="truth", size=3.2),
        marks.line([(x, 0), (x, HEIGHT)], role="data", width=2),
        marks.line([(0, y), (WIDTH, y)], role="guess", width=2),
        marks.text((x, HEIGHT), "A: to the right", role="data", dx=5, dy=14, anchor="start")
        if x < 0.6 * WIDTH
        else marks.text((x, HEIGHT), "A: to the right", role="data", dx=-5, dy=14, anchor="end"),
        marks.text((WIDTH, y), "B: above", role="guess", dx=-4, dy=-5 if y < 0.85 * HEIGHT else 15, anchor="end"),
        marks.text((WIDTH, 0), "bill b, mm →", dx=-4, dy=-6, anchor="end"),
        marks.text((0, HEIGHT), "↑ mass m, kg", dx=4, dy=14, anchor="start"),
    ]


def circles(counts, part: float, how: str) -> list[dict]:
    """Two circles that overlap, with how many penguins each part holds; the chosen parts are filled, and their share
    of all stands above."""
    (left, y), (right, _) = CENTRES
    middles = [left - RADIUS / 2, (left + right) / 2, right + RADIUS / 2]
    drawn = [
        marks.polygon(piece, role="truth", fill=0.35 if chosen else False, width=0)
        for piece, chosen in zip(parts(), CHOSEN[how])
    ]
    drawn += [marks.line(arc(x, y, 0, 2 * np.pi), role=role, width=2) for x, role in ((left, "data"), (right, "guess"))]
    drawn += [
        marks.text((x, y), f"{count}", role="ink", anchor="middle", dx=0, dy=5, weight=600)
        for x, count in zip(middles, counts)
    ]
    return [
        *drawn,
        marks.text((left - 0.75, y + RADIUS), "A", role="data", anchor="middle", dx=0, dy=-4, weight=700),
        marks.text((right + 0.75, y + RADIUS), "B", role="guess", anchor="middle", dx=0, dy=-4, weight=700),
        marks.text(
            ((left + right) / 2, HEIGHT), f"share {part:.3f}", role="truth", anchor="middle", dx=0, dy=0, weight=700
        ),
        marks.text(((left + right) / 2, y - RADIUS), f"in neither: {counts[3]}", anchor="middle", dx=0, dy=22),
    ]


def parts() -> list[np.ndarray]:
    """The corners of what lies in A alone, in both circles, and in B alone."""
    (left, y), (right, _) = CENTRES
    half = np.arccos((right - left) / 2 / RADIUS)
    inner_left, inner_right = arc(left, y, -half, half), arc(right, y, np.pi - half, np.pi + half)
    outer_left, outer_right = arc(left, y, half, 2 * np.pi - half), arc(right, y, np.pi + half, 3 * np.pi - half)
    return [
        np.vstack([outer_left, inner_right[::-1]]),
        np.vstack([inner_left, inner_right]),
        np.vstack([outer_right, inner_left[::-1]]),
    ]


def arc(x: float, y: float, start: float, end: float) -> np.ndarray:
    """Part of a circle: a corner for each fifth of a radian."""
    t = np.linspace(start, end, 2 + round(5 * (end - start)))
    return np.column_stack([x + RADIUS * np.cos(t), y + RADIUS * np.sin(t)]).round(2)
