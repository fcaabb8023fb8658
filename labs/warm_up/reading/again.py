"""The prediction again: other limits, and another word between the two conditions."""

import numpy as np

from core.data import penguins
from labs.warm_up.reading.picture import place
from labs.warm_up.reading.step import SIGNS, joins
from ui.question import Again, one_of
from ui.scene import as_text

BILLS, MASSES = (38, 40, 42, 45, 48, 50), (3.5, 3.8, 4.0, 4.2, 4.6, 5.0)  # mm and kg
NEEDS = {
    "and": "So many have both: *and* asks for that.",
    "or": "So many have at least one of the two: *or* asks for that.",
    "and not": "So many have the long bill and not the mass: *and not* asks for that.",
}


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    data = penguins()
    while True:
        a, b = int(rng.choice(BILLS)), float(rng.choice(MASSES))
        before, after = map(str, rng.permutation(list(SIGNS))[:2])
        in_a, in_b = data.bill_length_mm > a, data.body_mass_g / 1000 > b
        counts = {how: int(np.sum(mask)) for how, mask in joins(in_a, in_b).items()}
        one = int(np.sum(in_a ^ in_b))
        values = sorted([*counts.values(), one])
        if min(values) > 5 and np.diff(values).min() > 5:
            break
    n, light = len(in_a), int(np.sum(in_b & ~in_a))
    prompt = (
        f"{counts['and not']} of {n} penguins have a bill over {a} mm, but not a mass over {b:g} kg. {light} have such "
        f"a mass, but not such a bill. {counts['and']} have both, and the other {n - counts['or']} neither. The "
        f"formula joins the two conditions with *{before}*, bill first, and the share is {counts[before]} of {n}. You "
        f"write *{after}*. What does the share become?"
    )
    wrong = {said(counts[how], n): why for how, why in NEEDS.items() if how != after}
    wrong[said(one, n)] = "So many have exactly one of the two. None of the three words asks for that."
    sums = {
        "and": "*And* asks for both.",
        "or": f"*Or* asks for at least one: {counts['and not']} + {counts['and']} + {light} = {counts['or']}.",
        "and not": "*And not* asks for the bill without the mass.",
    }
    at = {"join": after, "a": as_text((place(a, b)[0][0], 0)), "b": as_text((0, place(a, b)[0][1]))}
    right = said(counts[after], n)
    return Again(one_of(rng, prompt, right, wrong, f"{sums[after]} **{right}**.", ()), at)


def said(count: int, n: int) -> str:
    return f"{count} of {n}"
