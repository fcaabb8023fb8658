"""The prediction again: one of the seven numbers is dragged elsewhere, and mean and median move or don't."""

import numpy as np

from core.statistics import mean, median
from labs.probability_stats.spread.picture import NAMES
from labs.probability_stats.spread.step import START
from ui.question import Again, one_of


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    while True:
        place, by = int(rng.integers(7)), float(rng.choice([-10.5, -7, -3.5, 3.5, 7, 10.5]))
        moved = np.array(START, dtype=float)
        moved[place] += by
        shifts = mean(moved) - mean(START), median(moved) - median(START)
        if 0 <= moved[place] <= 20 and shifts[0] != shifts[1]:
            break
    wrong = {
        said(by, shifts[1]): "The mean gets a seventh of the way: what one number gains is shared among all seven.",
        said(
            *shifts[::-1]
        ): "You swapped the two. Every number counts in the mean; the median is the one in the middle.",
        said(shifts[0], shifts[0]): "The median is the middle one in the order: look which one that is now.",
    }
    prompt = (
        f"Seven numbers: 7, 8, 9, 10, 11, 12, 13. You drag the {START[place]} to {moved[place]:g}. What do mean and "
        "median do?"
    )
    way = (
        f"The mean changes by {by:g} shared among 7, so by {shifts[0]:g}. In the new order "
        f"{', '.join(f'{x:g}' for x in sorted(moved))} the middle one is {median(moved):g}: it was 10. "
        f"**{said(*shifts)}**."
    )
    at = {NAMES[place]: f"{moved[place]:g},0"}
    return Again(one_of(rng, prompt, said(*shifts), wrong, way.replace("-", "−"), ()), at)


def said(of_mean: float, of_median: float) -> str:
    first, second = (f"moves by {shift:g}".replace("-", "−") if shift else "stays" for shift in (of_mean, of_median))
    return f"The mean {first}, the median {second}"
