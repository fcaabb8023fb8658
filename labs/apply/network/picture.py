"""The picture of the step `network`: loss and accuracy as they grow, weights as small pictures, a dozen digits read.

Lengths are in pixels of a picture WIDTH wide.
"""

from __future__ import annotations

import numpy as np

from ui import marks
from ui.marks import Panel

WIDTH, HEIGHT = 556, 478
SIZE = (0.0, float(WIDTH), -float(HEIGHT), 0.0)
LOSS, SHARE = (40.0, 288.0, -136.0, -34.0), (40.0, 288.0, -322.0, -214.0)  # the panels: left, right, bottom, top
MOST = 2.8  # the largest loss the panel shows
BOX = (314.0, 550.0, -270.0, -34.0)  # where the small pictures of weights stand
DIGITS, PITCH = (8.0, -414.0, 34.0), 46.0  # left, top and side of the first digit; from one to the next
GUESS = {"About 1 in 10": 0.1, "About half": 0.5, "More than 3 in 4": 0.85}


def curves(curve, plan: list[tuple[int, float]], span: int, goal: int, target: float, guess: str | None) -> list[dict]:
    """Loss above, accuracy below, over the epochs so far; a row of `curve` is loss, training and validation."""
    above, below = Panel(LOSS, x=(0, span), y=(0, MOST)), Panel(SHARE, x=(0, span), y=(0, 1))
    epochs = np.arange(len(curve))
    loss, training, validation = np.asarray(curve).T
    now = epochs[-1]
    drawn = [
        *waiting(above, now, goal),
        *waiting(below, now, goal),
        *above.frame((), (0, 1, 2)),
        *below.frame([span // 4 * k for k in range(5)], ((0, "0"), (0.5, "50"), (1, "100")), "epochs"),
        marks.line(below.at([0, span], target), role="truth", width=1.5, dash="5 4"),
        *rates(above, below, plan),
        marks.window((LOSS[0], LOSS[1] + 4, LOSS[2] - 4, LOSS[3]), [
            marks.line(above.at(epochs, np.minimum(loss, 100)).round(1), role="model", width=2.2)
        ]),
        marks.line(below.at(epochs, training).round(1), role="data", width=2.2),
        marks.line(below.at(epochs, validation).round(1), role="truth", width=2.2),
        last_loss(above, now, float(loss[-1])),
        marks.points([below.at(now, training[-1])], role="data", size=4),
        marks.points([below.at(now, validation[-1])], role="truth", size=4),
        text((LOSS[0], LOSS[3]), f"loss {brief(loss[-1])}", "model", "start", dy=-8, weight=700),
        text((SHARE[0], SHARE[3]), f"training {100 * training[-1]:.1f} %", "data", "start", dy=-26, weight=700),
        text((SHARE[0], SHARE[3]), f"validation {100 * validation[-1]:.1f} %", "truth", "start", dy=-8, weight=700),
    ]  # fmt: skip
    if guess in GUESS:
        at = below.at(1, GUESS[guess])
        drawn += [marks.points([at], role="guess", size=5, hollow=True), text(at, "guess", "guess", "start", 9, 4)]
    return drawn


def last_loss(panel: Panel, epoch: int, loss: float) -> dict:
    """The loss now: a dot, or an arrow up where it is above the panel."""
    if loss <= MOST:
        return marks.points([panel.at(epoch, loss)], role="model", size=4)
    top = panel.at(epoch, MOST)
    return marks.arrow(top, tail=top - [0, 20], role="model", width=2.2)


def waiting(panel: Panel, done: int, goal: int) -> list[dict]:
    """A shade over the epochs that are still to come."""
    if goal <= done:
        return []
    low, high = panel.y
    return [marks.polygon(panel.at([done, goal, goal, done], [low, low, high, high]), "model", fill=0.1, width=0)]


def rates(above: Panel, below: Panel, plan: list[tuple[int, float]]) -> list[dict]:
    """A stroke where the rate was changed, with the new one beside it where there is room."""
    drawn, done, free = [], 0, 0.0
    for epochs, rate in plan:
        x = float(above.at(done, 0)[0])
        if done:
            both = [panel.at([done, done], panel.y) for panel in (above, below)]
            drawn.append(marks.lines(both, width=1, dash="2 3"))
        if done and x >= free:
            late = x > (LOSS[0] + LOSS[1]) / 2
            place = dict(anchor="end", dx=-4) if late else dict(anchor="start", dx=4)
            drawn.append(text((x, LOSS[3]), f"rate {rate:g}", "context", dy=14, **place))
            free = x + 96
        done += epochs
    return drawn


def pictures(weights, changes: bool) -> list[dict]:
    """The weights of each neuron of the first layer, shape (64, h), as a picture of 8 by 8, all on one scale.

    The scale is told: the colours are full where a weight is larger than 99 in 100 of them, and beyond.
    `changes`: they are what training added since the start.
    """
    h = weights.shape[1]
    columns = int(np.ceil(np.sqrt(h)))
    rows = int(np.ceil(h / columns))
    table = np.zeros((9 * rows - 1, 9 * columns - 1))
    full = float(np.quantile(np.abs(weights), 0.99))
    shades = np.round(weights / max(full, 1e-9), 1)
    for k in range(h):
        top, left = 9 * (k // columns), 9 * (k % columns)
        table[top : top + 8, left : left + 8] = np.clip(shades[:, k], -1, 1).reshape(8, 8)
    left, right, _, top = BOX
    unit = (right - left) / (9 * columns - 1)
    bottom = top - unit * (9 * rows - 1)
    tiles = [(left + 9 * unit * (k % columns), top - unit * (9 * (k // columns) + 8)) for k in range(h)]
    scale = f"full colour from ±{full:.2g}" if full else "no change yet"
    return [
        *(marks.polygon(square(x, y, 8 * unit), role="context", fill=0.06, width=0.5) for x, y in tiles),
        marks.heat((left, right, bottom, top), table),
        text((left, top), f"{'changes' if changes else 'weights'}: + blue, − orange", "ink", "start", dy=-8),
        text((left, bottom), scale, "context", "start", dy=16),
    ]


def read(images, truth, answers) -> list[dict]:
    """A dozen validation digits, and what the net reads: images of shape (12, 64)."""
    left, top, side = DIGITS
    drawn = [text((left, top), "a dozen validation digits, and what the net reads", "ink", "start", dy=-8)]
    for k, (image, label, answer) in enumerate(zip(images, truth, answers)):
        x, right = left + PITCH * k, label == answer
        drawn += [
            marks.heat((x, x + side, top - side, top), np.reshape(image, (8, 8)), plus="ink"),
            text((x + side / 2, top - side), f"{answer} {'✓' if right else '✗'}", "truth" if right else "model",
                 "middle", dy=17, weight=700),
        ]  # fmt: skip
    return drawn


def square(x: float, y: float, side: float) -> list[tuple[float, float]]:
    """The corners of a square, from its lower left one."""
    return [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]


def brief(loss: float) -> str:
    """A loss as it is read: 2.45, 0.087, 3.4e+21.

    >>> brief(2.451), brief(0.0871), brief(3.4e21)
    ('2.45', '0.087', '3.4e+21')
    """
    if loss >= 1000:
        return f"{loss:.1e}"
    return f"{loss:.2f}" if loss >= 0.1 else f"{loss:.3f}"


def text(at, words: str, role: str, anchor: str, dx: float = 0, dy: float = 0, **look) -> dict:
    """Words at a place."""
    return marks.text(at, words, role=role, anchor=anchor, dx=dx, dy=dy, **look)
