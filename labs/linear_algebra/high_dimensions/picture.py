"""The picture of `high_dimensions`: two histograms of cosines, and a threshold to drag across them."""

from __future__ import annotations

import numpy as np

from ui import marks
from ui.words import percent

SIZE = (-1.08, 1.08, -0.5, 1.32)
BINS = np.linspace(-1, 1, 101)


def shares(cosines) -> np.ndarray:
    """The share of the pairs in each bar of the histogram."""
    return np.histogram(cosines, BINS)[0] / len(cosines)


def cosine_marks(chance, real, threshold: float, passed: str) -> list[dict]:
    """The histogram of random pairs, filled where they pass the threshold, and the real one over it: on one scale.

    chance, real: the share in each bar. The tallest bar of both is 1 high.
    """
    top = max(chance.max(), real.max())
    low, high = (_staircase(chance / top, *ends) for ends in [(-1, threshold), (threshold, 1)])
    filled = np.flatnonzero(real)
    first, last = BINS[filled[0]], BINS[filled[-1] + 1]
    real_high = _staircase(real / top, min(max(threshold, first), last), last)
    side = {"anchor": "start", "dx": 8} if threshold < 0.4 else {"anchor": "end", "dx": -8}
    return [
        marks.polygon(low, role="data", fill=0.22, width=0),
        marks.polygon(high, role="data", fill=0.85, width=0),
        marks.polygon(real_high, role="model", fill=0.35, width=0),
        marks.polygon(_staircase(real / top, first, last), role="model", fill=0.1, width=2),
        *_axis(),
        marks.line([(threshold, 0), (threshold, 1.16)], role="ink", width=2),
        marks.text((threshold, 1.02), passed, role="ink", dy=0, **side),
    ]


def legend_marks(d: int, top: float) -> list[dict]:
    """What the two colours are, written in them, in the upper left, and how much the tallest bar holds."""
    return [
        marks.text((-1.06, 1.22), f"random pairs, d = {d}", role="data", anchor="start", dx=0, dy=5, weight=700),
        marks.text((-1.06, 1.12), "MiniLM pairs, d = 384", role="model", anchor="start", dx=0, dy=5, weight=700),
        marks.text((-1.06, 1.02), f"tallest bar: {percent(top)} of pairs", anchor="start", dx=0, dy=5),
    ]


def spread_marks(measured: float, expected: float) -> list[dict]:
    """The spread of the random pairs as a bar from 0, above the bar of 1/√d."""
    bars = [(-0.29, "data", "spread, measured", measured), (-0.42, "truth", "1/√d", expected)]
    drawn = []
    for y, role, words, length in bars:
        drawn += [
            marks.line([(0, y), (length, y)], role=role, width=9),
            marks.text((0, y), words, role=role, anchor="end", dx=-8, dy=5),
            marks.text((length, y), f"{length:.3f}", role=role, anchor="start", dx=8, dy=5, weight=700),
        ]
    return drawn


def guess_marks(low: float, high: float) -> list[dict]:
    """Where the learner expected the cosines of many dimensions."""
    return [
        marks.line([(low, 0), (high, 0)], role="guess", width=7),
        marks.text(
            ((low + high) / 2, 0), "your guess", role="guess", anchor="end" if low > 0 else "middle", dx=0, dy=36
        ),
    ]


def _staircase(heights, low: float, high: float) -> np.ndarray:
    """The outline of the histogram between low and high, from the height of each bar."""
    inside = BINS[(BINS > low) & (BINS < high)]
    edges = np.concatenate([[low], inside, [high]])
    bars = np.searchsorted(BINS, (edges[:-1] + edges[1:]) / 2) - 1
    tops = np.repeat(heights[np.clip(bars, 0, len(heights) - 1)], 2)
    return np.vstack([[low, 0], np.column_stack([np.repeat(edges, 2)[1:-1], tops]), [high, 0]])


def _axis() -> list[dict]:
    ticks = np.linspace(-1, 1, 5)
    return [
        marks.line([(-1.04, 0), (1.04, 0)], width=1),
        marks.lines([[(tick, 0), (tick, -0.025)] for tick in ticks], width=1),
        *(
            marks.text((tick, 0), f"{tick:g}".replace("-", "−"), anchor="middle", dx=0, dy=19)
            for tick in ticks
        ),
        marks.text((-1.04, 0), "cosine", anchor="start", dx=0, dy=36),
    ]  # fmt: skip
