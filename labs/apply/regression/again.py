"""The prediction again: another number of steps downhill, other columns, or no intercept."""

import numpy as np

from core.models import fit_least_squares, matching_digits, predict
from labs.apply.regression.step import ALL, STEPS, columns, diabetes, found, theirs
from ui.question import Again, one_of

FEW, SOME, MANY = BANDS = ("At most 2", "3 to 9", "10 or more")
RATE = 0.24
ASKED = (4, 5, 6, 8, 16, 20, 25, 50, 100, 200)  # steps, none near the edge of a band


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    right = BANDS[rng.integers(3)]
    names = [*diabetes().names, ALL]
    while True:
        feature, intercept = names[rng.integers(len(names))], bool(rng.random() < 0.8)
        steps, solver = int(rng.choice(ASKED)), bool(rng.random() < 0.08)
        if band(digits(feature, intercept, steps, solver)) == right:
            break
    from_what = "all ten columns" if feature == ALL else f"one column, {feature}"
    without = "" if intercept else ", all of them without an intercept"
    if solver:
        way = "Both minimise the same sum, and it has one lowest point."
        asked = "To how many digits do *solve* and the *library* agree?"
    else:
        asked = f"To how many digits does *descend* agree with *solve* after {steps} steps?"
        way = f"On one standardised column a step at rate {RATE} leaves {1 - 2 * RATE:g} of the way, "
        way += "so each digit takes 3 to 4 steps."
        if feature == ALL:
            way = "Columns that nearly repeat each other make a valley that is flat along, and along it descent crawls."
        if not intercept:
            way = "Standardised columns have mean 0. Without an intercept what descend predicts has mean 0, too, and "
            way += "what solve predicts from the raw ones hasn't."
    whys = {
        FEW: f"So few would be a beginning, or another place. {way}",
        SOME: f"So many would be on the way to the same place, and not there yet. {way}",
        MANY: f"So many would be the same place, as far as a float can tell. {way}",
    }
    prompt = (
        f"Three ways to the best predictions from {from_what}{without}: *solve* finds them at once, *descend* walks "
        f"there from zero at a rate of {RATE} on standardised columns, and the *library* calls scikit-learn. {asked}"
    )
    wrong = {choice: why for choice, why in whys.items() if choice != right}
    at = {"feature": feature, "intercept": str(intercept).lower(), "steps": f"{STEPS.index(steps)}"}
    return Again(one_of(rng, prompt, right, wrong, f"{way} **{right}**.", ()), at)


def digits(feature: str, intercept: bool, steps: int, solver: bool) -> int:
    """To how many digits descend agrees with solve; or the library, where `solver`."""
    if not solver:
        return found(feature, intercept, steps)[4]
    X, y = columns(feature), diabetes().y
    w, b, _ = theirs(feature, intercept, steps)
    return matching_digits(predict(X, *fit_least_squares(X, y, intercept)), predict(X, w, b))


def band(digits: int) -> str:
    return FEW if digits <= 2 else SOME if digits <= 9 else MANY
