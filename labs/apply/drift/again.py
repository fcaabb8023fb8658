"""The prediction again: when the alarm comes, for another column and another limit."""

import numpy as np

from labs.apply.drift.step import COLUMNS, LIMITS, first_above
from labs.apply.drift.year import FORECASTS, MONTHS, drift_by_month
from ui.question import Again, one_of
from ui.words import number

WINDOW = 3


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    while True:
        name, limit = str(rng.choice(COLUMNS)), float(rng.choice(LIMITS))
        psi = drift_by_month(name, WINDOW)[0]
        first, top = first_above(psi, limit, WINDOW), int(np.argmax(psi)) + WINDOW + 1
        if (not first or first > WINDOW + 1) and np.abs(psi - limit).min() > 0.006 and top not in (first, WINDOW + 1):
            break
    listed = ", ".join(f"{MONTHS[WINDOW + i][:3]} {number(each, 2)}" for i, each in enumerate(psi))
    right = said(first)
    wrong = {
        said(WINDOW + 1): f"In April it is {number(psi[0], 2)}, and that is not above {limit:g}.",
        said(top): "That is where it is largest. "
        + (f"It had passed {limit:g} before." if first else f"Even there it is not above {limit:g}."),
    }  # fmt: skip
    if first:
        wrong[said(0)] = f"It does: {number(psi[first - WINDOW - 1], 2)} in {MONTHS[first - 1]} is above {limit:g}."
    shown = name if name == FORECASTS else f"the {name}"
    prompt = f"The PSI of {shown} beside January to March is: {listed}. When is the first alarm, above {limit:g}?"
    way = f"Go from month to month and stop at the first number above {limit:g}: **{right}**."
    return Again(one_of(rng, prompt, right, wrong, way, ()), {"watch": name, "limit": f"{LIMITS.index(limit)}"})


def said(month: int) -> str:
    return f"In {MONTHS[month - 1]}" if month else "There is none"
