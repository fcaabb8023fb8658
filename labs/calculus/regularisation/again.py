"""The prediction again: another way to hold back, another strength, and the error on people held out."""

import numpy as np

from labs.calculus.regularisation.step import EARLY, L1, L2, LASSO, RIDGE, STEPS, found
from ui.question import Again, one_of
from ui.words import number

NAMES = {L2: ("l2", RIDGE), L1: ("l1", LASSO), EARLY: ("steps", STEPS)}


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    free = found(L2, RIDGE[0])
    while True:
        kind = [L2, L1, EARLY][rng.integers(3)]
        name, options = NAMES[kind]
        place = int(rng.integers(len(options)))
        _, _, learned, held = found(kind, options[place])
        values = {"right": held, "learned": learned, "free": free[3], "more": free[3] + held - learned}
        values |= {key: round(values[key], 1) for key in ("learned", "free")}  # as the prompt prints them
        said = {key: f"About {number(value)}" for key, value in values.items()}
        apart = min(abs(a - b) for i, a in enumerate(values.values()) for b in list(values.values())[:i])
        if apart > 2.5:
            break
    how = {
        L2: f"L2 with λ = {options[place]:g}",
        L1: f"L1 with λ = {options[place]:g}",
        EARLY: f"descent from zero weights, stopped after {options[place]} step{'s' if options[place] > 1 else ''}",
    }[kind]
    wrong = {
        said["learned"]: "That is the error where it learned. People held out had no part in the weights.",
        said["free"]: "That is the error with hardly a penalty. Holding the weights back has moved it.",
        said["more"]: "You added the gap on top. Held back, the model follows less of the noise.",
    }
    prompt = (
        f"The step's 80 people, 10 measured columns and 20 of noise. With hardly a penalty the error is "
        f"{number(free[2], 1)} where the model learned and {number(free[3], 1)} on people held out. Now {how}: where "
        f"it learned the error is {number(learned, 1)}. And on people held out?"
    )
    way = (
        f"Held out the error {'falls' if held < free[3] else 'rises'}, from {number(free[3], 1)}: **{said['right']}**."
    )
    return Again(one_of(rng, prompt, said["right"], wrong, way, ()), {"kind": kind, name: str(place)})
