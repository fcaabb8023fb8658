"""The prediction again: chunks of another size, or with an overlap."""

import numpy as np

from labs.apply.rag.step import OVERLAPS, SIZES, outcome
from ui.question import Again, one_of

SHARES = list(OVERLAPS.values())
WITH = ("no overlap", "a quarter of overlap", "half of overlap")


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    while True:
        size, share = int(rng.choice(SIZES[1:])), int(rng.integers(3))
        right, others = whole(size, share), [each for each in range(3) if whole(size, each) != whole(size, share)]
        if right < 34 and others and right != 17:
            break
    overlap = int(size * SHARES[share])
    cut = f"with an overlap of {overlap} words" if overlap else "end to end"
    wrong = {
        said(34 - right): "So many are cut through. You were asked for those that stand whole.",
        said(34): "For some of them no chunk holds a right passage from end to end.",
    }
    for each in others:
        wrong.setdefault(
            said(whole(size, each)), f"So many would be whole with {WITH[each]}, and that is not how you cut."
        )
    prompt = (
        f"You cut the handbook into chunks of {size} words, {cut}. Its passages have 8 to 27 words. For how many of "
        "the 34 questions does a right passage stand whole in a chunk?"
    )
    way = f"Counted over all chunks of {size} words, a right passage is whole for **{said(right)}**."
    return Again(
        one_of(rng, prompt, said(right), wrong, way, ()), {"size": f"{SIZES.index(size)}", "overlap": f"{share}"}
    )


def whole(size: int, share: int) -> int:
    return int(outcome("", size, int(size * SHARES[share]), "Vectors", 0, 3, 0.0).kept[:, 0].sum())


def said(count: int) -> str:
    return f"{count} of 34"
