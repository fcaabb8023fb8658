"""Powers of one base twice: on an axis where equal steps add, and on one where equal steps multiply."""

from __future__ import annotations

import numpy as np

from ui import marks

LOW, HIGH = -10, 20  # how many factors: n
GAP = 36  # from the left panel to the right one, in steps
TOP = 30.0  # the panels' height
SIZE = (LOW - 2.5, HIGH + GAP + 2.5, -3.5, TOP + 4.5)
POWERS = (-7.0, 10.0)  # powers of ten at the bottom and the top of the right panel
NAMES = {-6: "0.000001", -3: "0.001", 0: "1", 3: "1,000", 6: "1,000,000", 9: "1,000,000,000"}


def scene(ys: np.ndarray, n: int, y: str) -> list[dict]:
    """Both panels, with the dot at n. ys: bⁿ for n from LOW to HIGH; `y` is the one at n in words."""
    ns, i = np.arange(LOW, HIGH + 1), n - LOW
    plain = np.column_stack([ns, TOP * ys / ys.max()])
    logs = np.column_stack([ns + GAP, height(np.log10(np.clip(ys, 10 ** POWERS[0], None)))])
    rises = ys[-1] > ys[0]
    return [
        *frame(0, "equal steps add", rises),
        *frame(GAP, "log scale: steps multiply", True),
        *(marks.text((LOW if rises else HIGH, TOP * share), show(ys.max() * share), dy=13, **side(rises))
          for share in (0.5, 1)),
        marks.lines([[(LOW, TOP * share), (HIGH, TOP * share)] for share in (0.5, 1)], width=1, opacity=0.25),
        marks.lines([[(LOW + GAP, height(p)), (HIGH + GAP, height(p))] for p in NAMES], width=1, opacity=0.25),
        *(marks.text(((LOW if (p >= 0) == rises else HIGH) + GAP, height(p)), name, dy=-3, **side((p >= 0) == rises))
          for p, name in NAMES.items()),
        marks.line(plain, role="data", width=2.5, rail="n"),
        marks.line(logs, role="model", width=2.5),
        marks.points(logs, role="model", size=2.5),
        marks.line([(n + GAP, 0), logs[i]], role="model", width=1.5, dash="4 4"),
        marks.points([logs[i]], role="model", size=7),
        marks.text(logs[i], y, role="model", weight=600, **beside(n, rises)),
    ]  # fmt: skip


def side(left: bool) -> dict:
    """How a text stands at the left or the right end of a panel."""
    return {"anchor": "start", "dx": 3} if left else {"anchor": "end", "dx": -3}


def frame(shift: int, title: str, left: bool) -> list[dict]:
    """A panel's floor with the counts below it, and its title at the side where the line is low."""
    return [
        marks.lines([[(LOW + shift, 0), (HIGH + shift, 0)]], width=1.3, opacity=0.8),
        *(
            marks.text((n + shift, 0), f"{n}".replace("-", "−"), anchor="middle", dx=0, dy=15)
            for n in (-10, -5, 0, 5, 10, 15, 20)
        ),
        marks.text(((LOW if left else HIGH) + shift, TOP), title, role="ink", dy=-10, weight=600, **side(left)),
    ]


def beside(n: int, rises: bool) -> dict:
    """Where the number stands beside its dot, so that the line doesn't run through it."""
    if rises:
        return {"anchor": "start", "dx": 8, "dy": 18} if n < 4 else {"anchor": "end", "dx": -8, "dy": -8}
    return {"anchor": "start", "dx": 8, "dy": -8} if n < 6 else {"anchor": "end", "dx": -8, "dy": 18 if n < 14 else 10}


def height(power):
    """How high a power of ten stands in the right panel."""
    return TOP * (np.asarray(power, dtype=float) - POWERS[0]) / (POWERS[1] - POWERS[0])


def show(y: float) -> str:
    """A number as a person would write it: 1,048,576 or 0.00098."""
    if y >= 1000:
        return f"{y:,.0f}"
    return f"{y:.3g}" if y >= 0.0001 else f"{y:.8f}".rstrip("0")
