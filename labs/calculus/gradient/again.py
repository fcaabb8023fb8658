"""The prediction again: other places on the bowl, and other ways from there."""

import numpy as np

from core.linear_algebra import dot
from core.optimisation import mse_gradient
from labs.calculus.gradient.picture import BOX, rows, surface
from labs.calculus.gradient.step import tenths
from ui.question import Again, one_of
from ui.scene import as_text

FASTEST, SLOWER, LEVEL, RISES = WAYS = (
    "It falls as fast as it can", "It falls, but slower than it could", "It stays as good as level", "It rises"
)  # fmt: skip
RULES = {
    FASTEST: "So it does straight against the gradient, and no other way.",
    SLOWER: "So it does where the direction leans against the gradient, but isn't straight against it.",
    LEVEL: "So it does at right angles to the gradient, along the contour.",
    RISES: "So it does where the direction leans the way the gradient points.",
}


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    right, best = WAYS[rng.integers(4)], surface().best
    at_best = right == SLOWER and bool(rng.integers(2))
    while True:
        p = half_steps(rng.uniform(BOX[::2], BOX[1::2]))
        slopes = mse_gradient(p, *rows())
        size = float(np.hypot(*slopes))
        turn = {FASTEST: np.pi, LEVEL: rng.choice([-1, 1]) * np.pi / 2}.get(right, rng.uniform(0, 2 * np.pi))
        along = np.arctan2(*slopes[::-1]) + turn
        r = half_steps(best if at_best else p + rng.uniform(20, 40) * np.array([np.cos(along), np.sin(along)]))
        inside = np.all((np.array(BOX[::2]) <= r) & (r <= np.array(BOX[1::2])))
        if inside and size > 20 and np.hypot(*(r - p)) > 15 and way(slopes, r - p) == right:
            break
    slope = float(dot(slopes, r - p) / np.hypot(*(r - p)))
    here = f"Here the slope in this direction is {tenths(slope)}; the steepest way down has a slope of {tenths(-size)}."
    here = here.replace("-", "−")
    (a, b), (dx, dy) = slopes, r - p
    prompt = (
        f"You stand at $p$, where the gradient is $({a:.1f}, {b:.1f})$. You set out in the direction "
        f"$({dx:g}, {dy:g})${', straight at the lowest point' if at_best else ''}. What does the loss do at first?"
    )
    wrong = {choice: f"{why} {here}" for choice, why in RULES.items() if choice != right}
    at = {"p": as_text(p), "r": as_text(r)}
    return Again(one_of(rng, prompt, right, wrong, f"{RULES[right]} {here} **{right}**.", ()), at)


def half_steps(place: np.ndarray) -> np.ndarray:
    """The nearest place that the hand can reach."""
    return np.round(2 * np.asarray(place)) / 2 + 0.0


def way(slopes: np.ndarray, direction: np.ndarray) -> str:
    """What the loss does at first in a direction; "" where two answers would be near."""
    share = -float(dot(slopes, direction) / np.hypot(*slopes) / np.hypot(*direction))
    if share > 0.995:
        return FASTEST
    if abs(share) < 0.02:
        return LEVEL
    return SLOWER if 0.3 < share < 0.9 else RISES if share < -0.3 else ""
