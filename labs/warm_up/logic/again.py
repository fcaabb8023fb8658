"""The prediction again: another claim, and one card turned already."""

import numpy as np

from labs.warm_up.logic.picture import NAMES
from labs.warm_up.logic.step import BACKS, CLAIMS, DEALS, FACES, ON_CARDS, QUIET, RED, SIDES, deal, truth
from ui.question import Again, one_of

NONE = "None: it is refuted"


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    claim, card, number = str(rng.choice(CLAIMS)), int(rng.integers(4)), int(rng.integers(1, DEALS + 1))
    case, rule = deal(number)[card], truth(claim, RED, QUIET)
    back = BACKS[card][SIDES[card].index(case)]
    covered = [k for k in range(4) if k != card]
    may = [k for k in covered if not rule[list(SIDES[k])].all()]
    right = said(may) if rule[case] else NONE
    forbids = "not deployed, but green" if claim == CLAIMS[1] else "red, but deployed"
    broken = f"{NAMES[card]} breaks the claim already, and one case is enough."
    whys = {
        said(may): broken,
        said([k for k in covered if k not in may]): f"It forbids one case: {forbids}. Which cards may be that one?",
        said(covered): "You turn more than you need. A card that can't be the forbidden case tells you nothing.",
        NONE: f"{NAMES[card]} says “{FACES[card]}” and “{back}”. The claim doesn't forbid that.",
    }
    prompt = (
        f"A red, B green, C not deployed, D deployed. The claim: {ON_CARDS[claim]} You turn {NAMES[card]}, and its "
        f"other side says “{back}”. Which cards must you turn still?"
    )
    wrong = {choice: broken if right == NONE else why for choice, why in whys.items() if choice != right}
    way = f"The claim forbids one case: {forbids}. **{right}**."
    at = {"claim": claim, f"card{card + 1}": "1,0", "deal": f"{number}"}
    return Again(one_of(rng, prompt, right, wrong, way, ()), at)


def said(cards: list[int]) -> str:
    """`D alone`, `A and D`, `A, B and D`."""
    *first, last = (NAMES[k] for k in sorted(cards))
    return f"{', '.join(first)} and {last}" if first else f"{last} alone"
