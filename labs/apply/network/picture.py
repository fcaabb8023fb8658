"""The picture of the step `network`: loss and accuracy as they grow, the first layer's weights as small pictures."""

from __future__ import annotations

import numpy as np

from ui import marks

SIZE = (0.0, 100.0, 0.0, 53.5)
LEFT, RIGHT = 6.5, 50.0  # the panels of the curves
LOSS, SHARE = (30.0, 49.0), (4.0, 23.5)  # bottom and top of each
MOST = 2.8  # the largest loss the panel shows
BOX = (54.5, 99.5, 4.0, 49.0)  # where the small pictures stand
GUESS = {"About 1 in 10": 0.1, "About half": 0.5, "More than 3 in 4": 0.85}


def curves(curve, plan: list[tuple[int, float]], span: int, goal: int, target: float, guess: str | None) -> list[dict]:
    """Loss above, accuracy below, over the epochs so far; a row of `curve` is loss, training and validation."""
    epochs = LEFT + np.arange(len(curve)) * (RIGHT - LEFT) / span
    loss, training, validation = np.asarray(curve).T
    ticks = [span // 4 * k for k in range(5)]
    drawn = [
        *waiting(len(curve) - 1, goal, span),
        *(frame(LEFT, RIGHT, *panel) for panel in (LOSS, SHARE)),
        marks.lines([[(LEFT, rise(x)), (RIGHT, rise(x))] for x in (0.25, 0.5, 0.75)], width=1, opacity=0.25),
        marks.lines([[(LEFT, fall(x)), (RIGHT, fall(x))] for x in (1, 2)], width=1, opacity=0.25),
        *(text((LEFT, fall(x)), f"{x}", "context", "end", dx=-4, dy=4) for x in (0, 1, 2)),
        *(text((LEFT, rise(x)), f"{100 * x:.0f}", "context", "end", dx=-4, dy=4) for x in (0, 0.5, 1)),
        *(text((place(x, span), SHARE[0]), f"{x}", "context", "middle", dy=15) for x in ticks),
        text((place(span, span) - 1, SHARE[0]), "epochs", "context", "end", dy=-5),
        marks.line([(LEFT, rise(target)), (RIGHT, rise(target))], role="truth", width=1.5, dash="5 4"),
        *rates(plan, span),
        marks.window((LEFT - 1, RIGHT + 1, *LOSS), [
            marks.line(np.column_stack([epochs, fall(np.minimum(loss, 100))]), role="model", width=2.2)
        ]),
        marks.line(np.column_stack([epochs, rise(training)]), role="data", width=2.2),
        marks.line(np.column_stack([epochs, rise(validation)]), role="truth", width=2.2),
        last_loss(float(epochs[-1]), float(loss[-1])),
        marks.points([(epochs[-1], rise(training[-1]))], role="data", size=4),
        marks.points([(epochs[-1], rise(validation[-1]))], role="truth", size=4),
        text((LEFT, LOSS[1]), f"loss {brief(loss[-1])}", "model", "start", dy=-5, weight=700),
        text((LEFT, SHARE[1]), f"training {100 * training[-1]:.1f} %", "data", "start", dy=-5, weight=700),
        text((RIGHT, SHARE[1]), f"validation {100 * validation[-1]:.1f} %", "truth", "end", dy=-5, weight=700),
    ]  # fmt: skip
    if guess in GUESS:
        at = (place(1, span), rise(GUESS[guess]))
        drawn += [marks.points([at], role="guess", size=5, hollow=True), text(at, "guess", "guess", "start", 9, 4)]
    return drawn


def last_loss(epoch: float, loss: float) -> dict:
    """The loss now: a dot, or an arrow up where it is above the panel."""
    if loss <= MOST:
        return marks.points([(epoch, fall(loss))], role="model", size=4)
    return marks.arrow((epoch, LOSS[1]), tail=(epoch, LOSS[1] - 4), role="model", width=2.2)


def waiting(done: int, goal: int, span: int) -> list[dict]:
    """A shade over the epochs that are still to come."""
    if goal <= done:
        return []
    left, right = place(done, span), place(goal, span)
    return [
        marks.polygon([(left, low), (right, low), (right, high), (left, high)], role="model", fill=0.1, width=0)
        for low, high in (LOSS, SHARE)
    ]


def rates(plan: list[tuple[int, float]], span: int) -> list[dict]:
    """A stroke where the rate was changed, with the new one beside it where there is room."""
    drawn, done, free = [], 0, 0.0
    for epochs, rate in plan:
        x = place(done, span)
        if done:
            drawn.append(marks.lines([[(x, low), (x, high)] for low, high in (LOSS, SHARE)], width=1, dash="2 3"))
        if done and x >= free:
            drawn.append(
                text(
                    (x, LOSS[1]),
                    f"rate {rate:g}",
                    "context",
                    "end" if x > 40 else "start",
                    dx=-4 if x > 40 else 4,
                    dy=14,
                )
            )
            free = x + 14
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
    unit = (BOX[1] - BOX[0]) / (9 * columns - 1)
    bottom = BOX[3] - unit * (9 * rows - 1)
    tiles = [
        (BOX[0] + 9 * unit * (k % columns), BOX[3] - unit * (9 * (k // columns) + 8)) for k in range(h)
    ]  # fmt: skip
    return [
        *(marks.polygon(square(x, y, 8 * unit), role="context", fill=0.06, width=0.5) for x, y in tiles),
        marks.heat((BOX[0], BOX[1], bottom, BOX[3]), table),
        text((BOX[0], BOX[3]), f"{'changes' if changes else 'weights'}: + blue, − orange", "ink", "start", dy=-5),
        text((BOX[0], BOX[2]), f"full colour from ±{full:.2g}" if full else "no change yet", "context", "start", dy=15),
    ]


def square(x: float, y: float, side: float) -> list[tuple[float, float]]:
    """The corners of a square, from its lower left one."""
    return [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]


def place(epoch: float, span: int) -> float:
    """Where an epoch stands on the panels."""
    return LEFT + epoch * (RIGHT - LEFT) / span


def fall(loss):
    """The height of a loss."""
    return LOSS[0] + np.asarray(loss, dtype=float) / MOST * (LOSS[1] - LOSS[0])


def rise(share):
    """The height of a share of right answers."""
    return SHARE[0] + np.asarray(share, dtype=float) * (SHARE[1] - SHARE[0])


def brief(loss: float) -> str:
    """A loss as it is read: 2.45, 0.087, 3.4e+21.

    >>> brief(2.451), brief(0.0871), brief(3.4e21)
    ('2.45', '0.087', '3.4e+21')
    """
    if loss >= 1000:
        return f"{loss:.1e}"
    return f"{loss:.2f}" if loss >= 0.1 else f"{loss:.3f}"


def frame(left: float, right: float, bottom: float, top: float) -> dict:
    """A rectangle without a filling."""
    return marks.polygon([(left, bottom), (right, bottom), (right, top), (left, top)], role="context", fill=0, width=1)


def text(at, words: str, role: str, anchor: str, dx: float = 0, dy: float = 0, **look) -> dict:
    """Words at a place."""
    return marks.text(at, words, role=role, anchor=anchor, dx=dx, dy=dy, **look)
