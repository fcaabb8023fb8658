"""The prediction again: another bin of another model, on flights or tumours, before or after the repair."""

from functools import cache
from itertools import product
from typing import NamedTuple

import numpy as np

from labs.probability_stats.calibration.picture import bin_of
from labs.probability_stats.calibration.step import MODELS, SETS, forecasts, found
from ui.question import Again, one_of
from ui.words import number, percent

FEWEST = 40  # cases in a bin that is asked about
FEWER, ALIKE, MORE = CLAIMS = ("Fewer than half as many", "About as many", "More than twice as many")
NAMES = {"Naive Bayes": "Naive Bayes", "Logistic": "Logistic regression"}
FATES = {"Flights": ("land an hour late or more", "do", "does"), "Tumours": ("are malignant", "are", "is")}


class Bin(NamedTuple):
    """A bin of a model's probabilities: which, what was said and what happened there, on average, and how many."""

    data: str
    model: str
    repaired: bool
    n_bins: int
    said: float
    happened: float
    cases: int

    @property
    def claim(self) -> str:
        """What happened, compared with what was said; "" where it isn't what one expects of such a model."""
        ratio = self.happened / self.said
        if self.model == "Naive Bayes" and not self.repaired:
            return FEWER if ratio < 0.5 else MORE if ratio > 2 else ""
        return ALIKE if 0.8 <= ratio <= 1.25 else ""


@cache
def bins() -> list[Bin]:
    """All bins with enough cases."""
    every = []
    for asked in product(SETS, MODELS, (False, True), (5, 10, 20)):
        happened, said, cases = found(*asked)[2:5]
        every += [Bin(*asked, float(x), float(y), int(n)) for x, y, n in zip(said, happened, cases)]
    return [each for each in every if each.cases >= FEWEST]


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    right = str(rng.choice(CLAIMS))
    fitting = [each for each in bins() if each.claim == right]
    here = fitting[rng.integers(len(fitting))]
    (thing, _), (fate, do, one), width = SETS[here.data], FATES[here.data], 1 / here.n_bins
    name = f"{NAMES[here.model]}, repaired," if here.repaired else NAMES[here.model]
    base, place = percent(float(np.mean(forecasts(here.data).y))), bin_of(here.said, width)
    sure = (
        "Naive Bayes takes each sign as independent of the others, so it strays too far from the share of all "
        f"{thing}s, which is {base}: above it, it says too much, and below it too little."
    )
    honest = (
        "The repair has stretched and shifted what it says, until it is about what happens."
        if here.repaired
        else "It learns its weights together, and they share what the signs have in common. So it isn't too sure."
    )
    way = honest if right == ALIKE else sure
    whys = {
        FEWER: f"Then it would have said too much. {way}",
        ALIKE: f"Then it would mean what it says. {way}",
        MORE: f"Then it would have said too little. {way}",
    }
    wrong = {claim: why for claim, why in whys.items() if claim != right}
    should = here.cases * here.said
    prompt = (
        f"{name} gives {here.cases:,} unseen {thing}s a probability from {place * width:.3g} to "
        f"{(place + 1) * width:.3g}, {number(here.said, 3 if here.said >= 0.01 else 4)} on average. "
        f"If it means what it says, {'fewer than 1' if should < 1 else f'about {number(should)}'} of them "
        f"{fate}. How many {do}?"
    )
    happened = round(here.cases * here.happened)
    way += f" In truth {happened:,} {one if happened == 1 else do}. **{right}**."
    at = {"data": here.data, "model": here.model, "repair": str(here.repaired).lower(), "bins": f"{here.n_bins}"}
    at["bin"] = f"{np.floor(100 * (place + 0.5) * width) / 100:g},0"
    return Again(one_of(rng, prompt, right, wrong, way, ()), at)
