"""The prediction again: another start, and another number of multiplications."""

import numpy as np

from labs.linear_algebra.eigenvectors.step import AGAIN
from ui.question import Again, one_of
from ui.scene import as_text

STARTS = {  # of the arrow, by how many times as large its part along the direction that shrinks is as the other
    2: (0.0, 0.9), 3: (-0.1, 0.7), 4: (-0.2, 0.9), 5: (-0.3, 1.1), 7: (-0.3, 0.9), 12: (-0.4, 1.0), 17: (-0.3, 0.7),
    22: (-0.4, 0.9), 27: (-0.5, 1.1),
}  # fmt: skip
SHRINKS, LEVEL, STRETCHES = (
    "Nearer to the one that shrinks",
    "Halfway between the two",
    "Nearer to the one that stretches",
)


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    right = str(rng.choice([SHRINKS, LEVEL, STRETCHES]))
    while True:
        ratio, k = int(rng.choice(list(STARTS))), int(rng.integers(1, 6))
        if outcome(3**k, ratio) == right:
            break
    times = {1: "once", 2: "twice"}.get(k, f"{k} times")
    prompt = (
        "A matrix makes one direction 1.5 times as long, and the one at right angles to it half as long. An arrow's "
        f"part along the one that shrinks is {ratio} times its part along the other. You multiply the arrow by the "
        f"matrix {times}. Which direction does it have then?"
    )
    way = (
        "Compared with the other, each multiplication makes the part that stretches 1.5 / 0.5 = 3 times as large. "
        f"{'One makes' if k == 1 else f'{k} make'} it {'·'.join('3' * k)}{'' if k == 1 else f' = {3**k}'} times as "
        f"large. To draw level it takes {ratio} times."
    )
    whys = {
        SHRINKS: f"By then the other part has caught up. {way}",
        LEVEL: f"For that both parts would have to be equal. {way}",
        STRETCHES: f"It wins in the end, but not so soon. {way}",
    }
    wrong = {choice: why for choice, why in whys.items() if choice != right}
    question = one_of(rng, prompt, right, wrong, f"{way} **{right}**.", ())
    return Again(question, {"look": AGAIN, "k": f"{k}", "s": as_text(STARTS[ratio])})


def outcome(gained: int, ratio: int) -> str:
    """Which direction is nearer once the smaller part has gained so much on the one that was larger."""
    return LEVEL if gained == ratio else STRETCHES if gained > ratio else SHRINKS
