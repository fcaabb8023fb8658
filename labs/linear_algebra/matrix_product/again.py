"""The prediction again: two other things done to the letter, in both orders."""

import numpy as np

from core.linear_algebra import apply, matmul
from labs.linear_algebra.matrix_product.picture import FRAMES, is_cut
from ui.question import Again, one_of
from ui.scene import as_text

DEEDS = {  # each with its two columns
    "turn it a quarter to the left": ((0, 1), (-1, 0)),
    "turn it a quarter to the right": ((0, -1), (1, 0)),
    "turn it half round": ((-1, 0), (0, -1)),
    "swap its left and right": ((-1, 0), (0, 1)),
    "swap its top and bottom": ((1, 0), (0, -1)),
    "make it half as large": ((0.5, 0), (0, 0.5)),
    "squash it to half its height": ((1, 0), (0, 0.5)),
    "squash it to half its width": ((0.5, 0), (0, 1)),
    "lean it over to the right": ((1, 0), (0.5, 1)),
}
SAME, TURNED, OTHER = "The same picture", "The same, but turned half round", "Two different shapes"


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    right = str(rng.choice([SAME, TURNED, OTHER]))
    while True:
        first, second = map(str, rng.choice(list(DEEDS), size=2, replace=False))
        A, B = (np.column_stack(DEEDS[deed]).astype(float) for deed in (first, second))
        orders = matmul(B, A), matmul(A, B)
        if outcome(*orders) == right and not is_cut(A, B, *orders):
            break
    ends = [follow(A, B), follow(B, A)]
    if right == SAME:
        told = "Both orders do the same to every point, since they do the same to (1, 0) and to (0, 1)."
    elif right == TURNED:
        told = (
            f"In one order (1, 0) ends at {ends[0][0]} and (0, 1) at {ends[0][1]}. In the other order both end at the "
            "opposite points."
        )
    else:
        told = (
            f"In the order told first, (1, 0) ends at {ends[0][0]} and (0, 1) at {ends[0][1]}. In the other order they "
            f"end at {ends[1][0]} and {ends[1][1]}."
        )
    whys = {
        SAME: f"Here the order counts. {told}",
        TURNED: f"Follow (1, 0) and (0, 1) through both orders. {told}",
        OTHER: f"The shapes agree. {told}",
    }
    prompt = f"Take the letter F. First {first}, then {second}. Or first {second}, then {first}. "
    wrong = {choice: why for choice, why in whys.items() if choice != right}
    at = {
        name: as_text(np.add(FRAMES[name[0].upper()], M[:, int(name[1]) - 1]))
        for M, names in ((A, ("a1", "a2")), (B, ("b1", "b2")))
        for name in names
    }
    question = one_of(rng, prompt + "What do you get in the two orders?", right, wrong, f"{told} **{right}**.", ())
    return Again(question, at)


def outcome(one: np.ndarray, other: np.ndarray) -> str:
    """What the two orders have in common; "" for what none of the choices says."""
    if np.allclose(one, other):
        return SAME
    if np.allclose(one, -other):
        return TURNED
    return "" if np.allclose(one.T @ one, other.T @ other) else OTHER


def follow(A: np.ndarray, B: np.ndarray) -> list[str]:
    """Where (1, 0) and (0, 1) end, A first."""
    ends = (apply(B, apply(A, start)) for start in ((1, 0), (0, 1)))
    return [f"({x:g}, {y:g})".replace("-", "−") for x, y in (end + 0.0 for end in ends)]
