"""Your turn in `next_token`: which token do the dice choose?"""

import numpy as np

from core.language import draw
from ui.turn import Slip, Turn


def inputs(rng: np.random.Generator) -> dict:
    """Two to six probabilities, now and then one of them 0, and one to five numbers of the dice."""
    shares = rng.integers(1, 9, size=rng.integers(2, 7)).astype(float)
    shares[rng.integers(len(shares))] *= rng.random() < 0.8
    return {"p": shares / shares.sum(), "dice": rng.random(rng.integers(1, 6)).round(3)}


turn = Turn(
    function=draw,
    inputs=inputs,
    slips=(
        Slip(
            "return [int(np.argmax(p)) for number in dice]",
            "You always take the likeliest: that is temperature 0. Let the number of the dice decide.",
        ),
        Slip(
            "return [int(np.sum(p <= number)) for number in dice]",
            "You compare the dice with each probability alone. Compare them with the running total.",
        ),
        Slip(
            "total = np.cumsum(p)\nreturn [int(np.sum(total <= number)) - 1 for number in dice]",
            "You are one place too early: the first place is 0, where no running total lies below the dice.",
        ),
        Slip(
            "return [int(np.argmin(np.abs(p - number))) for number in dice]",
            "You take the place whose probability is nearest to the dice. A place should come up as often as its "
            "probability says.",
        ),
    ),
    hints=(
        "Put the probabilities side by side, from 0 to 1, as under the bars. On whose stretch does the number lie?",
        "`np.cumsum(p)` is where each stretch ends. Count the ends that the number has passed.",
        "For each number: `int(np.sum(np.cumsum(p) <= number))`.",
    ),
)
