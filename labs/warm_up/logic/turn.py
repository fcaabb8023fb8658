"""Your turn in `logic`: an if, case by case."""

import numpy as np

from core.warm_up import implies
from ui.turn import Slip, Turn


def cases(rng: np.random.Generator) -> dict[str, np.ndarray]:
    n = int(rng.integers(2, 9))
    return {"p": rng.random(n) < 0.5, "q": rng.random(n) < 0.5}


turn = Turn(
    function=implies,
    inputs=cases,
    slips=(
        Slip("return p & q", "That is “p and q”. Where p is false the rule asks for nothing, so it holds there."),
        Slip("return p | ~q", "That is the converse: if q, then p. You turned the rule round."),
        Slip("return p == q", "That is “p exactly where q”: the rule and its converse at once. Q without p is fine."),
        Slip("return ~p", "That holds where p is false. With p the rule holds as well, if q is there."),
    ),
    hints=(
        "There is one case that breaks the rule: p without q.",
        "It holds where p is false, and where q is true: at least one of the two.",
        "On arrays “not” is written ~ and “or” is |: return ~p | q.",
    ),
    answer="return ~p | q",
)
