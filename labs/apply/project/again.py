"""The prediction again: other columns, other rows, another model or threshold."""

import numpy as np

from labs.apply.project.decisions import ALL, CHEAPEST, HALF, HONEST, LINEAR, SHUFFLED, TREE, WITHOUT
from labs.apply.project.step import FIRST, MISSES, OTHER, Given, shipped_outcome, shipped_suspects
from ui.question import Again, one_of

TEN = 10
HOW = {
    TREE: "a small tree",
    LINEAR: "a linear model",
    HONEST: "on later days",
    SHUFFLED: "on shuffled rows",
    ALL: "from all columns",
    WITHOUT: "without the two columns that are known too late",
    HALF: "at a threshold of 0.5",
    CHEAPEST: f"where training is cheapest if a miss costs {TEN} false alarms",
}
PAIRS = {"columns": (ALL, WITHOUT), "split": (SHUFFLED, HONEST), "model": (TREE, LINEAR), "rule": (HALF, CHEAPEST)}


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    while True:
        columns, split, model, rule = (str(rng.choice(pair)) for pair in PAIRS.values())
        right = found(columns, split, model, rule)
        whys = {
            found(OTHER[columns], split, model, rule): f"That is {HOW[OTHER[columns]]}.",
            found(columns, split, model, OTHER[rule]): f"That is {HOW[OTHER[rule]]}.",
            found(columns, split, OTHER[model], rule): f"That is what {HOW[OTHER[model]]} finds.",
        }
        wrong = {choice: f"{why} Look at what was asked." for choice, why in whys.items() if choice != right}
        if len(wrong) > 1:
            break
    how = ", ".join(HOW[each] for each in (columns, split, rule))
    prompt = f"Late flights are foreseen by {HOW[model]}, {how}. How many are found?"
    knew = "The delays tell it" if columns == ALL else "Hour, airport and weather say little"
    chosen = dict(zip(PAIRS, (columns, split, model, rule)))
    at = {name: choice for name, choice in chosen.items() if choice != PAIRS[name][0]}  # the others stand there already
    at["miss"] = f"{MISSES.index(TEN)}"
    return Again(one_of(rng, prompt, right, wrong, f"{knew}, and the threshold decides the rest: **{right}**.", ()), at)


def found(columns: str, split: str, model: str, rule: str) -> str:
    """How many late flights are found, of how many."""
    left_out = shipped_suspects(FIRST, "late") if columns == WITHOUT else ()
    result = shipped_outcome(FIRST, Given("late", "yes", left_out, split, model, TEN, rule))
    return f"{result.found} of {result.events}"
