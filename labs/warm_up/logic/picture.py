"""Four cards with two sides, flights behind a line, and the four cases there are as rows of a table."""

from __future__ import annotations

import numpy as np

from ui import marks
from ui.words import counted

SIZE = (-10.0, 10.0, -4.9, 5.2)
HIGH = {"height": 0.62, "least": 12}
CARDS = [(-9.8 + 5.0 * k, -5.2 + 5.0 * k, 0.75, 4.0) for k in range(4)]  # left, right, bottom, top
NAMES = "ABCD"
ROWS = [(-0.75 - 0.9 * k - 0.9) for k in range(4)]  # the heights of the table's rows, under its head
FLIGHTS = marks.Panel((-8.6, 2.2, -2.9, 3.05), x=(-20, 60), y=(-50, 70))


def cards(
    faces: list[str],
    backs: list[str],
    turned: list[bool],
    rule: np.ndarray,
    rows: list[list[int]],
    names: tuple[str, str],
    says: str,
) -> list[dict]:
    """The cards, turned or not, and below them the cases with what the rule says of each.

    rows: for each card the cases it may still be. names: what is asked of a case.
    """  # fmt: skip
    drawn = [marks.text((0, 4.72), says, role="ink", anchor="middle", dx=0, dy=4, weight=700, **HIGH)]
    for box, name, face, back, open_, cases in zip(CARDS, NAMES, faces, backs, turned, rows):
        left, right, bottom, top = box
        broken = open_ and not rule[cases[0]]
        role = "guess" if broken else "truth" if open_ else "data"
        corners = [(left, bottom), (right, bottom), (right, top), (left, top)]
        look = {"anchor": "middle", "dx": 0, **HIGH}
        middle = (left + right) / 2
        drawn += [
            marks.polygon(corners, role=role, fill=0.16 if open_ else 0.08, width=2.2),
            marks.text((left, top), name, role=role, anchor="start", dx=5, dy=14, weight=700),
            marks.text((middle, 2.75 if open_ else 2.45), face, role="ink", dy=5, weight=600, **look),
            marks.text((middle, 1.35 if open_ else 1.4), back if open_ else "touch to turn", dy=5, anchor="middle",
                       dx=0, role=role if open_ else "context", weight=600 if open_ else 400),
        ]  # fmt: skip
        if open_:
            drawn.append(marks.line([(left + 0.4, 2.05), (right - 0.4, 2.05)], role=role, width=1, opacity=0.6))
    lit = {cases[0] for cases, open_ in zip(rows, turned) if open_}
    drawn += table(names, rule, lit, (-9.8, 5.2), ROWS)
    for name, open_, cases, place in zip(NAMES, turned, rows, range(4)):
        for case in cases:
            at = (6.0 + 1.15 * place, ROWS[case])
            role = ("truth" if rule[case] else "guess") if open_ else "data"
            drawn.append(marks.text(at, name if open_ else f"{name}?", role=role, anchor="middle", dx=0, dy=5,
                                    weight=700 if open_ else 500))  # fmt: skip
    drawn.append(marks.text((7.7, ROWS[0] + 0.9), "which card", anchor="middle", dx=0, dy=5))
    return drawn


def table(names: tuple[str, str], rule: np.ndarray, lit: set[int], ends: tuple[float, float], rows: list) -> list:
    """The four cases as rows: yes or no for each of two, and whether the rule holds; those lit are filled."""
    left, right = ends
    columns = left + (right - left) * np.array([0.18, 0.5, 0.82])
    step = rows[0] - rows[1]
    drawn = [
        marks.text((x, rows[0] + step), words, anchor="middle", dx=0, dy=5)
        for x, words in zip(columns, (*names, "so it"))
    ]
    for case, y in enumerate(rows):
        said = ("yes" if case < 2 else "no", "no" if case % 2 else "yes", "holds" if rule[case] else "breaks")
        role = "truth" if rule[case] else "guess"
        corners = [(left, y - step / 2), (right, y - step / 2), (right, y + step / 2), (left, y + step / 2)]
        drawn.append(
            marks.polygon(corners, role=role, fill=0.28 if case in lit else 0.04, width=1.6 if case in lit else 0.6)
        )
        for x, words, ink in zip(columns, said, ("ink", "ink", role)):
            drawn.append(
                marks.text((x, y), words, role=ink, anchor="middle", dx=0, dy=5, weight=700 if case in lit else 400)
            )
    return drawn


def scatter(left: np.ndarray, arrived: np.ndarray, rule: np.ndarray, a: float, forbidden: str, case: int, at,
            case_row: int, table_rule: np.ndarray, says: str) -> list[dict]:  # fmt: skip
    """Flights by how late they left and arrived, what the claim forbids, and the case in hand with its row."""
    x0, x1, y0, y1 = FLIGHTS.box
    (line, zero) = FLIGHTS.at(a, 0)
    corners = {
        "right below": [(line, y0), (x1, y0), (x1, zero), (line, zero)],
        "left above": [(x0, zero), (line, zero), (line, y1), (x0, y1)],
    }[forbidden]
    words = {"right below": ((x1 - 0.1, y0 + 0.35), "end"), "left above": ((x0 + 0.15, y1 - 0.4), "start")}[forbidden]
    points = FLIGHTS.at(left, arrived)
    drawn = [
        *FLIGHTS.frame(
            x=(-20, 0, 20, 40, 60), y=(-40, 0, 40), across="left so late, min", upwards="arrived so late, min"
        ),
        marks.polygon(corners, role="guess", fill=0.14, width=0),
        marks.line([(x0, zero), (x1, zero)], role="context", width=1.5, opacity=0.9),
        marks.line([(line, y0), (line, y1)], role="data", width=2),
        marks.points(points[rule], role="context", size=2.8, opacity=0.75),
    ]
    if not rule.all():
        drawn.append(marks.points(points[~rule], role="guess", size=4))
    drawn += [
        marks.points([points[case]], role="truth" if rule[case] else "guess", size=8, hollow=True),
        marks.line([at, points[case]], role="model", width=1.2, dash="3 3"),
        marks.text((x1, y1), f"p: left > {a:g} →", role="data", anchor="end", dx=0, dy=12, weight=600),
        marks.text((x1, zero), "↑ q: arrived > 0", role="ink", anchor="end", dx=0, dy=-6, weight=600),
        marks.text(words[0], "forbidden", role="guess", anchor=words[1], dx=0, dy=4, weight=600),
        marks.text((-3.0, 4.72), says, role="ink", anchor="middle", dx=0, dy=4, weight=700),
    ]
    rows = [2.0 - 1.15 * k for k in range(4)]
    drawn += table(("p", "q"), table_rule, {case_row}, (3.2, 9.9), rows)
    look = {"anchor": "middle", "dx": 0, "dy": 0, "weight": 600}
    drawn += [
        marks.text((6.55, -2.6), f"{counted(int((~rule).sum()), 'case')} against,", role="guess", **look),
        marks.text((6.55, -3.4), f"{int(rule.sum())} not", role="truth", **look),
    ]  # fmt: skip
    return drawn
