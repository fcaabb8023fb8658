"""The picture of the step `cross_entropy`: logits to drag on the left, probabilities and below them the loss beside.

Probabilities and the curve of the loss share their axis from 0 to 1, so that the true class's bar ends above its point.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import numpy as np

from ui import marks, words

SIZE = (-1.1, 14.4, -4.9, 4.9)
COLUMNS = (0.6, 2.4, 4.2)  # where the bars of the logits stand
REACH, ARROW = 3.0, 1.25  # the largest logit; how long the arrow of a slope of 1 is
LEFT, WIDTH = 7.4, 4.9  # the axis from probability 0 to 1
ROWS = (3.85, 3.1, 2.35)  # heights of the bars of the probabilities
FLOOR, HEIGHT, MOST = -4.25, 5.4, 7.0  # the curve's panel, and the largest loss it shows


@cache
def ground() -> list[dict]:
    """What never moves: the two panels' axes, and the curve of −log p."""
    p = np.geomspace(np.exp(-MOST), 1, 60)
    right = LEFT + WIDTH
    levels = range(-3, 4)
    ticks = [[(LEFT, cost(loss)), (right, cost(loss))] for loss in range(1, int(MOST))]
    return [
        marks.lines([[(-0.1, z), (5.5, z)] for z in levels], width=1, opacity=0.16),
        marks.line([(-0.1, 0), (5.5, 0)], width=1.2),
        *(marks.text((-0.1, z), f"{z}".replace("-", "−"), anchor="end", dx=-4, dy=4) for z in levels),
        marks.lines(ticks, width=1, opacity=0.16),
        marks.lines([[(LEFT, FLOOR), (right, FLOOR)], [(LEFT, FLOOR), (LEFT, FLOOR + HEIGHT)]], width=1.2),
        *(marks.text((LEFT, cost(loss)), f"{loss}", anchor="end", dx=-4, dy=4) for loss in range(0, int(MOST), 2)),
        marks.text((LEFT, FLOOR), "0", anchor="middle", dx=0, dy=15),
        marks.text((LEFT + WIDTH / 2, FLOOR), "0.5", anchor="middle", dx=0, dy=15),
        marks.text((right, FLOOR), "p = 1", anchor="middle", dx=0, dy=15),
        marks.line(np.column_stack([LEFT + WIDTH * p, cost(-np.log(p))]), role="truth", width=2, opacity=0.6),
        marks.text((LEFT, SIZE[3]), "softmax: p", role="model", dx=0, dy=15, anchor="start"),
    ]


def scene(
    names, times: int, logits, p, true_class: int, loss: float, gradient, naive: float, verdict: str
) -> list[dict]:
    """Bars and slopes on the left, probabilities and the loss on the right."""
    return (
        ground()
        + slopes(names, times, np.asarray(logits), true_class, gradient)
        + bars(names, p, true_class)
        + point(float(p[true_class]), loss)
        + told(loss, naive, verdict)
    )


def slopes(names, times: int, logits, true_class: int, gradient) -> list[dict]:
    """Each logit as a bar, with the loss's slope along it as an arrow."""
    title = "logits z" if times == 1 else f"logits z ÷ {times:,}"
    drawn = [
        marks.text((-0.1, SIZE[3]), title, role="data", dx=0, dy=15, anchor="start"),
        marks.text((5.5, SIZE[3]), "↑ p − y", role="truth", dx=0, dy=15, anchor="end"),
    ]
    for i, (x, z, slope) in enumerate(zip(COLUMNS, logits, gradient)):
        box = [(x - 0.3, 0), (x + 0.3, 0), (x + 0.3, z), (x - 0.3, z)]
        start = (x + 0.55, z)
        drawn += [
            marks.polygon(box, role="data", fill=0.3, width=1),
            marks.arrow((start[0], z + ARROW * slope), tail=start, role="truth", width=3),
            marks.lines([[(x + 0.42, z), (x + 0.68, z)]], role="truth", width=1.5),
            marks.text((x + 0.15, -3.9), named(names[i], i == true_class), role="ink", anchor="middle", dx=0, dy=4,
                       weight=700 if i == true_class else 500),
            marks.text((x + 0.15, -4.5), signed(slope), role="truth", anchor="middle", dx=0, dy=4),
        ]  # fmt: skip
    return drawn


def bars(names, p, true_class: int) -> list[dict]:
    """The probabilities, each a bar; a line leads from the true class's down to the loss."""
    drawn = []
    for i, (y, share, text) in enumerate(zip(ROWS, p, shares(p))):
        bold = 700 if i == true_class else 500
        end = LEFT + WIDTH * float(share)
        drawn += [
            marks.line([(LEFT, y), (end, y)], role="model", width=14, opacity=0.9 if i == true_class else 0.45),
            marks.text((LEFT, y), names[i], role="ink", weight=bold, anchor="end", dx=-6, dy=4),
            marks.text((end, y), text, role="ink", weight=bold, anchor="start", dx=5, dy=4),
        ]
    return drawn


def point(p: float, loss: float) -> list[dict]:
    """The loss as a point on the curve, at the end of lines to both axes; an arrow if it is off the scale."""
    x, y = LEFT + WIDTH * p, cost(loss)
    drawn = [
        marks.line([(x, ROWS[2] - 0.45), (x, FLOOR)], role="model", width=1.5, dash="3 4"),
        marks.text((LEFT + 0.3 * WIDTH, cost(1.2)), "−log p", role="truth", dx=12, dy=-6, anchor="start"),
    ]
    if loss > MOST:
        return [*drawn, marks.arrow((x, y), tail=(x, cost(MOST - 1.3)), role="truth", width=3.5)]
    return [
        *drawn,
        marks.line([(LEFT, y), (x, y)], role="truth", width=3),
        marks.points([(x, y)], role="truth", size=7),
    ]


def told(loss: float, naive: float, verdict: str) -> list[dict]:
    """In the empty corner of the curve: the loss, the other way to compute it, and what accuracy says."""
    x, top = LEFT + 0.38 * WIDTH, FLOOR + HEIGHT
    rows = [
        ("loss", number(loss), "truth", 700),
        ("by −log p", number(naive), "truth" if np.isfinite(naive) else "ink", 500),
        ("accuracy", verdict, "ink", 700),
    ]
    return [
        part
        for line, (name, value, role, weight) in enumerate(rows)
        for part in (
            marks.text((x, top - 0.4 - 0.65 * line), name, role=role, weight=weight, anchor="start", dx=0, dy=4),
            marks.text(
                (LEFT + WIDTH + 1.3, top - 0.4 - 0.65 * line), value, role=role, weight=weight, anchor="end", dx=0, dy=4
            ),
        )
    ]


def cost(loss):
    """The height of a loss on the plane, at most that of the largest shown."""
    return FLOOR + HEIGHT * np.minimum(loss, MOST) / MOST


def named(name: str, is_true: bool) -> str:
    """A class's name, marked if it is the true one."""
    return f"✓ {name}" if is_true else name


def number(loss: float) -> str:
    """A loss as it is read: two decimals below 100, and no minus before 0.

    >>> number(2.1534), number(2000.0), number(float("nan"))
    ('2.15', '2,000', 'nan')
    """
    return f"{loss + 0.0:,.{0 if loss >= 100 else 2}f}" if np.isfinite(loss) else str(loss)


def shares(p) -> list[str]:
    """Probabilities to three decimals, or to as many more as they need to add up to 1 as they stand.

    Five at most: if it takes more, the one that is most unlike the others gets what they leave.

    >>> shares([0.3347, 0.3347, 0.3306]), shares([1 / 3, 1 / 3, 1 / 3])
    (['0.3347', '0.3347', '0.3306'], ['1/3', '1/3', '1/3'])
    """
    if np.ptp(p) < 1e-12:
        return [f"1/{len(p)}"] * len(p)
    for decimals in (3, 4, 5):
        texts = [words.number(share, decimals) for share in p]
        if sum(map(Decimal, texts)) == 1:
            return texts
    odd = int(np.argmax(np.abs(p - np.median(p))))
    texts[odd] = str(1 - sum(map(Decimal, texts[:odd] + texts[odd + 1 :])))
    return texts


def signed(slope: float) -> str:
    """A slope with its sign and two decimals; 0 has none.

    >>> signed(0.6), signed(-0.884), signed(-0.001)
    ('+0.60', '−0.88', '0.00')
    """
    return "0.00" if abs(slope) < 0.005 else f"{slope:+.2f}".replace("-", "−")
