"""The prediction again: another table, and another order, split or column, with a leak or without."""

import numpy as np

from labs.apply.leakage import picture as chart
from labs.apply.leakage.step import (
    BIKES,
    FAMILIES,
    LATE,
    NAMES,
    NOISE,
    RARE,
    SETS,
    SPLITS,
    faults,
    found,
    honest,
    table,
)
from ui.question import Again, one_of
from ui.words import number

TESTED = {
    (BIKES, "by lot"): "The days to test are drawn by lot.",
    (BIKES, "by time"): "The last fifth of the days is tested.",
    (FAMILIES, "by lot"): "The children to test are drawn by lot.",
    (FAMILIES, "by group"): "Whole families are tested.",
}


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    name, leaks = SETS[rng.integers(len(SETS))], bool(rng.integers(2))
    here = table(name)
    late_known = leaks and name == LATE
    split = here.splits[0 if leaks else -1]
    while True:
        order = tuple(str(each) for each in rng.permutation([here.third, "standardise", "split"]))
        said = [why for part, why in faults(name, list(order), split, late_known).items() if part != "standardise"]
        if bool(said) == leaks and (leaks or order[0] == "split"):
            break
    measure = "R²" if "numbers" in here.model else "AUC"
    scores = found(name, order, split, late_known).mean(), leaky(name, order)
    right, clean, flattered = scores[0], honest(name, order).mean(), scores[1]
    fault = said[0] if leaks else clean_words(name)
    half = (clean + flattered) / 2
    wrong = {
        shown(measure, half): f"You took the middle. {fault}",
        shown(measure, clean if leaks else flattered): f"So it would be without the leak. {fault}"
        if leaks
        else f"So it would be with a leak. {fault}",
    }
    level = "0 is as good as always saying the mean" if measure == "R²" else "0.5 is guessing"
    blocks = " → ".join(NAMES[block] for block in order)
    extra = {True: " The departure delay is one of the columns.", False: " The departure delay is left out."}
    prompt = (
        f"{here.about}{extra[late_known] if name == LATE else ''} Your pipeline: *{blocks}* → fit → score. "
        f"{TESTED.get((name, split), '')} What does it score, on average ({level})?"
    ).replace("  ", " ")
    at = {"table": name}
    for block, handle in ((here.third, "third"), ("standardise", "scale"), ("split", "split")):
        at[handle] = f"{chart.CENTRE:g},{chart.PLACES[order.index(block)]:g}"
    if len(here.splits) > 1:
        at[f"tested_{name.lower()}"] = SPLITS[split]
    if name == LATE:
        at["delay"] = str(late_known).lower()
    solution = f"{fault} **{shown(measure, right)}**."
    return Again(one_of(rng, prompt, shown(measure, right), wrong, solution, ()), at)


def leaky(name: str, order: tuple[str, ...]) -> float:
    """What the table scores with its leak."""
    first = (table(name).third, "standardise", "split") if name in (NOISE, RARE) else order
    return float(found(name, first, table(name).splits[0], name == LATE).mean())


def clean_words(name: str) -> str:
    """Why nothing leaks."""
    return {
        NOISE: "The 20 columns are chosen from training rows alone, and they hold nothing to find.",
        LATE: "All that is left is known before the plane leaves.",
        BIKES: "Only earlier days teach, as they will when you forecast.",
        FAMILIES: "No brother or sister of a child that is tested is among those learned from.",
        RARE: "Rows are copied after the split, so no test row has a copy of itself among the training rows.",
    }[name]


def shown(measure: str, score: float) -> str:
    return f"{measure} {number(score, 2)}"
