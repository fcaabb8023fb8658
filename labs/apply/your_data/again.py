"""The prediction again: another column of another table, with all columns or without some, and what its score says."""

import numpy as np

from labs.apply.your_data.columns import quoted
from labs.apply.your_data.step import FIRST, HONEST, SHUFFLED, TABLES, label_of, labelled, shipped, shipped_answer
from ui.question import Again, one_of
from ui.words import number

LEAK, LEARNT, LUCK = CLAIMS = ("A column gives the answer away", "It has learnt something", "It may be luck")
PENGUINS, FLIGHTS, FAMILIES = list(TABLES)[1:]
COUNTS = ("casual", "registered")
MIXED = "with rows shuffled before the split, "
ASKED = {  # table, target, columns left out, and test rows
    LEAK: [
        (FIRST, "rentals", (), HONEST), (FIRST, "registered", (), SHUFFLED),
        (FLIGHTS, "late", (), HONEST), (FAMILIES, "father_in", (), HONEST), (FAMILIES, "midparent_in", (), SHUFFLED),
    ],
    LEARNT: [
        (FIRST, "rentals", COUNTS, HONEST), (FIRST, "humidity_pct", (), HONEST),
        (PENGUINS, "bill_length_mm", (), HONEST), (PENGUINS, "body_mass_g", (), HONEST), (PENGUINS, "sex", (), HONEST),
        (PENGUINS, "island", (), SHUFFLED), (FAMILIES, "child_in", (), HONEST),
    ],
    LUCK: [
        (FIRST, "windspeed_kmh", (), HONEST), (FIRST, "holiday", (), HONEST),
        (FIRST, "weather", (), HONEST), (FIRST, "humidity_pct", (), SHUFFLED),
    ],
}  # fmt: skip


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    right = CLAIMS[rng.integers(3)]
    label, target, left_out, split = ASKED[right][rng.integers(len(ASKED[right]))]
    table = shipped(TABLES[label])
    task, suspects, _, scores, _, y, *_ = shipped_answer(TABLES[label], target, left_out, split).results
    suspects = [each for each in suspects if each.column not in left_out]
    low, high = (number(value, 2) for value in scores.gain[1:])
    above, below = "The whole interval of the gain lies above 0", "The interval of the gain reaches down to 0 or below"
    none = "the report finds no column that gives the answer away"
    whys = {
        LEAK: f"{below if right == LUCK else above}, and {none}.",
        LEARNT: f"{below}: chance alone may have made it.",
        LUCK: f"{above}, from {low} to {high}.",
    }
    way = whys[LEARNT] if right == LUCK else whys[LEAK]
    if suspects:
        way = f"The report says of {quoted(suspects[0].column)}: {suspects[0].why}."
        whys |= {LEARNT: f"The model was handed the answer. {way}", LUCK: f"{whys[LUCK]} {way}"}
    best = scores.score[scores.names.index(scores.better)]
    does, base = f"has R² {number(best, 2)}", f"R² {number(scores.score[0], 2)}"
    if task != "number":
        does, base = f"is right in {number(100 * best)} %", f"{number(100 * scores.score[0])} %"
    used = [quoted(name) for name in table.frame if name != target and name not in left_out]
    prompt = (
        f"In the table *{label}*, {MIXED if split == SHUFFLED else ''}a model predicts {quoted(target)} from "
        f"{', '.join(used)}. On {len(y):,} unseen rows it {does}, and a baseline {base}. The 95 % interval of its gain "
        f"goes from {low} to {high}. What does that say?"
    )
    wrong = {choice: why for choice, why in whys.items() if choice != right}
    names = list(table.frame)
    at = {"table": label, "target": label_of(labelled(table), target), "split": split}
    at |= {"without": ".".join(str(names.index(name)) for name in left_out)} if left_out else {}
    return Again(one_of(rng, prompt, right, wrong, f"{way} **{right}**.", ()), at)
