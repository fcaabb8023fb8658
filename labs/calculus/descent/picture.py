"""A path downhill on the contours of a loss, and the loss after each step beside it. Letters as in `gradient`."""

from __future__ import annotations

import numpy as np

from labs.calculus.gradient.picture import BOX, frame
from ui import marks

LEFT, STEPS = 46, 60  # the panel of the loss starts here; each step is one unit
PANEL = (LEFT, LEFT + STEPS, BOX[2], BOX[3])
SIZE = (BOX[0] - 3.5, PANEL[1] + 4, BOX[2] - 3.5, BOX[3] + 3.5)
LOW, HIGH = -4.0, 2.0  # powers of ten of how far the loss is above the least, as a share of it
BRIEF = {-4: "0.01 % or less", -2: "1 %", 0: "100 %"}


def walk(path, losses, least: float, at=(BOX[0] + 3, BOX[2] + 9)) -> list[dict]:
    """The path on the map, with where it leaves it, and the loss after each step on a log scale.

    `at` is where the step in hand is told.
    """
    texts = [f"step {t}: loss {tidy(loss)}" for t, loss in enumerate(losses)]
    curve = np.column_stack([LEFT + np.arange(len(losses)), height(losses, least)]).round(2)
    near = marks.lines([[(LEFT, rise(-2)), (PANEL[1], rise(-2))]], role="truth", width=1.5)
    return [
        marks.window(BOX, [marks.steps(reachable(path).round(1), "t", LEFT, texts, at, width=2)]),
        *leaving(path),
        frame(PANEL),
        marks.lines([[(LEFT, rise(power)), (PANEL[1], rise(power))] for power in BRIEF], width=1, opacity=0.3),
        near,
        marks.line(curve, role="model", width=2, opacity=0, rail="t"),
        *(marks.line(part, role="model", width=2) for part in on_the_chart(curve)),
        *(
            marks.text(
                (PANEL[1], rise(power)), words, role="truth" if power == -2 else "context", anchor="end", dx=-4, dy=-4
            )
            for power, words in BRIEF.items()
        ),
        *([off_the_chart(curve)] if curve[:, 1].max() >= rise(HIGH) else []),
        marks.text((LEFT, PANEL[3]), "loss above the least", role="model", anchor="start", dx=4, dy=15),
        *(marks.text((LEFT + t, PANEL[2]), f"{t}", anchor="middle", dx=0, dy=-6) for t in (20, 40)),
        marks.text((LEFT, PANEL[2]), "step", anchor="start", dx=4, dy=-6),
    ]


def on_the_chart(curve) -> list[np.ndarray]:
    """The curve in pieces, without what lies above the panel."""
    over = curve[:, 1] >= rise(HIGH)
    hidden = over[:-1] & over[1:]
    cuts = np.flatnonzero(np.diff(hidden)) + 1
    segments = np.split(np.arange(len(hidden)), cuts)
    return [curve[part[0] : part[-1] + 2] for part in segments if not hidden[part[0]]]


def off_the_chart(curve) -> dict:
    """A word where the loss is first higher than the panel reaches."""
    first = int(np.argmax(curve[:, 1]))
    on_left = first < STEPS / 2
    return marks.text(
        curve[first], "off the chart ↑", role="model", anchor="start" if on_left else "end", dx=0, dy=18, weight=600
    )


def leaving(path) -> list[dict]:
    """An arrow and the number of the step where the path first leaves the map; nothing if it never does."""
    inside = within(path)
    if inside.all():
        return []
    first = int(np.argmin(inside))
    before, after = np.array(path[first - 1]), reachable(path)[first]
    edge = before + (after - before) * share_inside(before, after)
    way = (after - before) / np.hypot(*(after - before))
    at = np.clip(edge, (BOX[0] + 30, BOX[2] + 20), (BOX[1] - 30, BOX[3] - 24))
    return [
        marks.arrow(edge, tail=edge - 9 * way, role="model", width=3.5),
        marks.text(at, f"leaves at step {first}", role="model", anchor="middle", dx=0, dy=4, weight=600),
    ]


def within(path) -> np.ndarray:
    """For each place of a path, whether it lies on the map."""
    x, y = np.asarray(path).T
    return (BOX[0] <= x) & (x <= BOX[1]) & (BOX[2] <= y) & (y <= BOX[3])


def share_inside(before, after) -> float:
    """How much of the way from a place on the map to one off it lies on the map."""
    low, high = np.array([BOX[0], BOX[2]]), np.array([BOX[1], BOX[3]])
    room = np.where(after > before, high - before, before - low)
    gone = np.abs(after - before)
    return float(np.min(room[gone > 0] / gone[gone > 0]))


def reachable(path) -> np.ndarray:
    """The path, with everything from the first place far off the map drawn in that direction and not farther."""
    path = np.array(path, dtype=float)
    far = np.flatnonzero(~(np.max(np.abs(path), axis=1) < 1e4))
    if len(far):
        last = np.nan_to_num(path[far[0]], nan=0.0, posinf=1e300, neginf=-1e300)
        path[far[0] :] = last / np.max(np.abs(last)) * 1e4
    return path


def height(losses, least: float) -> np.ndarray:
    """Where losses stand in the panel; those off it at its edge."""
    with np.errstate(all="ignore"):
        above = np.nan_to_num(np.asarray(losses) / least - 1, nan=1e300, posinf=1e300)
    return rise(np.clip(np.log10(np.maximum(above, 1e-9)), LOW, HIGH))


def rise(power):
    """Where a power of ten stands in the panel."""
    return PANEL[2] + 12 + (np.asarray(power, dtype=float) - LOW) / (HIGH - LOW) * (PANEL[3] - PANEL[2] - 28)


def tidy(loss: float) -> str:
    """A loss as it is read: 5,021, 3.2e+57, or overflow."""
    if not np.isfinite(loss):
        return "overflow"
    return f"{loss:,.0f}" if loss < 1e7 else f"{loss:.1e}"
