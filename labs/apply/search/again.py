"""The prediction again: queries with more ink or less, and how often one of the measures is right."""

import numpy as np

from labs.apply.search.step import INKS as EVERY
from labs.apply.search.step import MEASURES, felt, share_right, stored
from ui.question import Again, one_of
from ui.words import percent

INKS = {0.25: "a quarter of its ink", 0.5: "half its ink", 2.0: "twice its ink"}  # where the three lie well apart
NAMES = {"distance": "distance", "dot": "dot product", "cosine": "cosine"}
WHY = {
    "distance": "So many are right by distance: it counts ink as well as shape, and the queries' ink has changed.",
    "dot": "So many are right by dot product: there a stored image gains by its ink, whatever the query.",
    "cosine": "So many are right by cosine: it compares shapes, and no amount of ink changes that.",
}


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    ink, k, by = float(rng.choice(list(INKS))), int(rng.choice([1, 3, 5, 7])), str(rng.choice(list(MEASURES)))
    right = {measure: share_right(measure, felt(measure, ink), k)[0] for measure in MEASURES}
    near = "the nearest" if k == 1 else f"a vote of the {k} nearest"
    prompt = (
        f"You draw each of {len(stored().queries)} new digits with {INKS[ink]}. The {len(stored().vectors):,} stored "
        f"ones stay as they are. You read a digit by {near}, and near means by {NAMES[by]}. How many are read right?"
    )
    wrong = {percent(right[measure]): why for measure, why in WHY.items() if measure != by}
    question = one_of(rng, prompt, percent(right[by]), wrong, f"{WHY[by]} **{percent(right[by])}**.", ())
    return Again(question, {"by": by, "ink": f"{EVERY.index(ink)}", "k": f"{[1, 3, 5, 7].index(k)}"})
