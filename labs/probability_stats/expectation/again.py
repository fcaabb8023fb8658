"""The prediction again: a loaded die that begins by chance as it does, and where the mean of 5,000 rolls ends up."""

import numpy as np

from core.probability import expectation
from labs.probability_stats.expectation.step import FACES, SIZES
from ui.question import Again, one_of
from ui.words import number

SEEDS = 50  # as many as the picture has


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    as_fair = bool(rng.integers(4) == 0)
    while True:
        half, *rest = (int(face) for face in rng.choice(FACES, 3, replace=False))
        first, second = sorted(rest)
        lengths = np.zeros(6)
        lengths[half - 1], lengths[first - 1], lengths[second - 1] = 2, 1, 1
        E, fair, alike = expectation(FACES, lengths / 4), np.mean(FACES), np.mean([half, first, second])
        draws = 1 + int(rng.integers(SEEDS))
        begun = np.random.default_rng(draws).choice(FACES, 3, p=lengths / 4)
        start, other = np.mean(begun), half if as_fair else fair
        if (E == fair) == as_fair and min(np.diff(sorted([E, alike, start, other]))) > 0.15:
            break
    wrong = {
        said(alike): "You gave the three faces the same weight. One of them comes twice as often as each other one.",
        said(start): "Three rolls weigh a lot among ten, and next to nothing among 5,000. The rolls to come don't know "
        "of them.",
        said(other): "That is the face that comes most often. A mean takes in the others, too."
        if as_fair
        else "That is where a fair die ends up. On this one some faces come more often, and some never.",
    }
    shown = f"{begun[0]}, {begun[1]} and {begun[2]}"
    prompt = (
        f"A loaded die shows {half} in half of all rolls, {first} in a quarter and {second} in a quarter. It has shown "
        f"{shown}. You roll on, up to 5,000 rolls. Where does the mean of all of them end up?"
    )
    way = (
        f"Each face, weighted by its probability: $0.5 \\cdot {half} + 0.25 \\cdot {first} + 0.25 \\cdot {second} = "
        f"{E:g}$. The die has no memory: nothing makes up for the first three, they only weigh less and less. "
        f"**{said(E)}**."
    )
    at = {f"w{face}": f"{length:g},{face}" for face, length in zip(FACES, lengths)}
    at |= {"n": f"{len(SIZES) - 1}", "seed": f"{draws}"}
    return Again(one_of(rng, prompt, said(E), wrong, way, ()), at)


def said(mean: float) -> str:
    return f"Near {number(mean, 2)}"
