"""The prediction again: when the alarm comes, for another column and another limit."""

from functools import cache
from itertools import product

import numpy as np

from labs.apply.drift.step import COLUMNS, LIMITS, first_above
from labs.apply.drift.year import FORECASTS, MONTHS, drift_by_month
from ui.question import Again, one_of
from ui.words import number


@cache
def cases() -> dict[int, list[tuple[str, float, int]]]:
    """For each month in which an alarm can be the first, and 0 for none: column, limit and window that lead there."""
    found: dict[int, list[tuple[str, float, int]]] = {}
    for name, limit, window in product(COLUMNS, LIMITS, (2, 3, 4)):
        psi = drift_by_month(name, window)[0]
        if np.abs(psi - limit).min() > 0.006 and psi.max() > 0.08:  # in two decimals it is clear which side it lies on
            found.setdefault(first_above(psi, limit, window), []).append((name, limit, window))
    return found


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    while True:
        first = int(rng.choice(sorted(cases())))
        name, limit, window = cases()[first][rng.integers(len(cases()[first]))]
        psi = drift_by_month(name, window)[0]
        top = int(np.argmax(psi)) + window + 1
        wrong = whys(psi, limit, window, first, top)
        if len(wrong) >= 2:
            break
    kept = [list(wrong)[i] for i in np.sort(rng.permutation(len(wrong))[: int(rng.integers(2, 4))])]
    listed = ", ".join(f"{MONTHS[window + i][:3]} {number(each, 2)}" for i, each in enumerate(psi))
    shown = name if name == FORECASTS else f"the {name}"
    prompt = (
        f"The PSI of {shown} beside January to {MONTHS[window - 1]} is: {listed}. In which month is the first alarm, "
        f"if it is raised above {limit:g}?"
    )
    way = f"Go from month to month and stop at the first number above {limit:g}: **{said(first)}**."
    if not first:
        way = f"Go from month to month: not one number is above {limit:g}. **{said(0)}**."
    question = one_of(rng, prompt, said(first), {each: wrong[each] for each in kept}, way, ())
    return Again(question, {"watch": name, "limit": f"{LIMITS.index(limit)}", "window": f"{window}"})


def whys(psi: np.ndarray, limit: float, window: int, first: int, top: int) -> dict[str, str]:
    """What might be answered instead, and what is wrong with it."""
    start, low = window + 1, int(np.argmin(psi)) + window + 1
    told = {
        start: f"In {MONTHS[start - 1]} it is {number(psi[0], 2)}, and that is not above {limit:g}.",
        low: f"In {MONTHS[low - 1]} it is lowest. "
        + ("The alarm is raised above the limit, not below it." if psi.min() <= limit else
           f"It is above {limit:g} even then, but it had passed that before."),
        top: f"In {MONTHS[top - 1]} it is highest, but it had passed {limit:g} before." if first else
        f"Even in {MONTHS[top - 1]}, where it is highest, it is not above {limit:g}.",
        0: f"There is: in {MONTHS[first - 1]} it is {number(psi[first - start], 2)}, above {limit:g}.",
    }  # fmt: skip
    return {said(month): why for month, why in told.items() if month != first}


def said(month: int) -> str:
    return f"In {MONTHS[month - 1]}" if month else "There is none"
