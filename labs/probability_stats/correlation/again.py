"""The prediction again: a cloud of penguins is dragged elsewhere, or two treatments get another mix of stones."""

from functools import cache

import numpy as np

from core.data import kidney_stones, penguins
from core.statistics import correlation
from labs.probability_stats.correlation import picture as draw
from labs.probability_stats.correlation.step import signed
from ui.question import Again, one_of
from ui.scene import as_text
from ui.words import number, percent

DEEPER, NOTHING, SHALLOWER = "Longer bills are deeper", "Next to nothing", "Longer bills are shallower"
OPEN, LEVEL, KEYHOLE = "Open surgery", "They are level", "Keyhole surgery"


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    return birds(rng) if rng.integers(2) else stones(rng)


@cache
def clouds() -> tuple[np.ndarray, np.ndarray, list[str], np.ndarray, np.ndarray]:
    """Length and depth of each bill, the species, which one each bird is of, and where their clouds start."""
    measured = penguins()
    names, kind = np.unique(measured.species, return_inverse=True)
    x, y = measured.bill_length_mm, measured.bill_depth_mm
    centres = np.array([[x[kind == place].mean(), y[kind == place].mean()] for place in range(len(names))])
    return x, y, names.tolist(), kind, centres


def birds(rng: np.random.Generator) -> Again:
    """One of the three clouds is dragged: what does r say of all birds together?"""
    x, y, names, kind, centres = clouds()
    start = np.round(draw.on_plane(draw.PENGUINS, *centres.T), 1)
    right = (DEEPER, NOTHING, SHALLOWER)[rng.integers(3)]
    while True:
        which = int(rng.integers(3))
        place = np.array([rng.uniform(8, 27), rng.uniform(4, 19)]).round(1)
        by = (draw.in_data(draw.PENGUINS, place) - draw.in_data(draw.PENGUINS, start[which])).round(3)
        moved = (kind == which)[:, np.newaxis] * by
        r = correlation(x + moved[:, 0], y + moved[:, 1])
        if abs(r) < 0.05 if right == NOTHING else r > 0.3 if right == DEEPER else r < -0.3:
            break
    now = centres + (np.arange(3) == which)[:, np.newaxis] * by
    means = [
        f"{name}s {number(length, 1)} mm long and {number(depth, 1)} mm deep"
        for name, (length, depth) in zip(names, now)
    ]
    here = f"Here r = {signed(r)}."
    whys = {
        DEEPER: f"So it is inside each species. Pooled, it counts as much where the clouds stand. {here}",
        NOTHING: f"Where the three clouds stand, they don't cancel each other out. {here}",
        SHALLOWER: f"So it was before you moved a cloud. Where the clouds stand decides. {here}",
    }
    prompt = (
        "In each of three species of penguin, birds with longer bills have deeper ones. You drag the cloud of the "
        f"{names[which]}s. Now the mean bills are: {means[0]}, {means[1]}, {means[2]}. What does the scatter of all "
        "three together say?"
    )
    way = f"Inside each species nothing has changed; where the clouds stand decides. r is {signed(r)}. **{right}**."
    wrong = {choice: why for choice, why in whys.items() if choice != right}
    return Again(one_of(rng, prompt, right, wrong, way, ()), {names[which].lower(): as_text(tuple(place))})


def stones(rng: np.random.Generator) -> Again:
    """Each treatment gets another mix of stones: which leads in total?"""
    counts = kidney_stones()
    (open_small, keyhole_small), (open_large, keyhole_large) = rates = counts.succeeded / counts.tried
    right = (OPEN, LEVEL, KEYHOLE)[rng.integers(3)]
    while True:
        small = rng.integers(1, 35, 2) * 10  # patients of 350
        cut, keyhole = (rates * [small / 350, 1 - small / 350]).sum(axis=0)
        ahead = 100 * (cut - keyhole)
        if abs(ahead) < 0.5 if right == LEVEL else ahead > 2 if right == OPEN else ahead < -2:
            break
    here = f"In total open surgery succeeds in {percent(cut)}, keyhole in {percent(keyhole)}."
    whys = {
        OPEN: f"It is ahead with stones of either size. The total also hangs on who was treated. {here}",
        LEVEL: f"Work out both totals: they differ by more than that. {here}",
        KEYHOLE: f"It leads in total only where it gets enough more of the small stones. {here}",
    }
    prompt = (
        f"Open surgery succeeds in {percent(open_small)} of small kidney stones and {percent(open_large)} of large "
        f"ones, keyhole surgery in {percent(keyhole_small)} and {percent(keyhole_large)}. Of 350 patients each, open "
        f"surgery gets {small[0]} with small stones, keyhole {small[1]}. Which succeeds more often in total, or are "
        "they level to half a point?"
    )
    way = f"Weight each rate by its share of patients. {here} **{right}**."
    wrong = {choice: why for choice, why in whys.items() if choice != right}
    at = {"data": "Kidneys"} | {name: f"{n / 10:g},12" for name, n in zip(("open", "keyhole"), small)}
    return Again(one_of(rng, prompt, right, wrong, way, ()), at)
