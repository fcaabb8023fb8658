"""The prediction again: two other rows, in one of which the true class got less, more, or as much."""

import numpy as np

from core.attention import softmax
from core.optimisation import cross_entropy
from labs.calculus.cross_entropy.picture import COLUMNS
from labs.calculus.cross_entropy.step import CLASSES
from ui.question import Again, one_of
from ui.words import number

SAME = "The same"


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    kind = int(rng.integers(3))  # the second row costs more, less, or the same
    while True:
        true = int(rng.integers(3))
        z = rng.integers(-30, 31, 3) / 10
        second, loss = softmax(z).round(2), cross_entropy(z, true)
        first = softmax(rng.uniform(-2.5, 2.5, 3)).round(2)
        if kind == 2:  # the same for the true class, other shares for the two others
            rest = round(1 - second[true], 2)
            first[(true + 1) % 3], first[true] = round(rest * rng.uniform(0.1, 0.9), 2), second[true]
            first[(true + 2) % 3] = round(rest - first[(true + 1) % 3], 2)
        if not all(is_wrong(p, true) for p in (first, second)):
            continue
        ratio, ps = loss / -np.log(first[true]), first[true] / second[true]
        told = np.log(second[true]) / np.log(first[true])  # from the numbers that are printed
        largest, smallest = (
            np.log(pick(second[np.arange(3) != true])) / np.log(pick(first[np.arange(3) != true]))
            for pick in (np.max, np.min)
        )
        if kind == 2:
            if said(ratio) == SAME and min(abs(np.log([largest, smallest, largest / smallest]))) > 0.25:
                break
        elif said(ratio) == said(told) and (1.6 < ratio < 6 if kind == 0 else 1.6 < 1 / ratio < 6):
            if abs(np.log(ps / ratio)) > 0.3:
                break
    right = said(ratio)
    wrong = {
        SAME: "So it is to accuracy: both rows are wrong. −log p asks how little the true class got.",
        **(
            {said(ps): "You compared the two p, one divided by the other. What costs is the logarithm of each."}
            if rng.integers(2)
            else {said(1 / ratio): "That is the first row, compared with the second."}
        ),
    }
    if kind == 2:
        wrong = {
            said(largest): "You went by the largest of the others. −log p asks only what the true class got.",
            said(smallest): "You went by the smallest of the others. −log p asks only what the true class got.",
        }
    name = CLASSES[true]
    prompt = (
        f"Two rows are wrong: the true class is {name} in both. In the first the model gives {row(first)}; in the "
        f"second {row(second)}. By $-\\log p$, what does the second cost, compared with the first?"
    )
    a, b = -np.log(first[true]), -np.log(second[true])
    way = f"Only the true class counts: $-\\log {first[true]:.2f} = {a:.2f}$ and $-\\log {second[true]:.2f} = {b:.2f}$."
    at = {each: f"{x:g},{logit:g}" for each, x, logit in zip(CLASSES, COLUMNS, z)} | {"true": name}
    return Again(one_of(rng, prompt, right, wrong, f"{way} **{right}**.", ()), at)


def is_wrong(p: np.ndarray, true: int) -> bool:
    """True if another class got more, by a margin, and the printed numbers are fit to be asked about."""
    others = p[np.arange(3) != true]
    return p.min() >= 0.01 and round(p.sum(), 2) == 1 and p[true] < others.max() - 0.03


def row(p: np.ndarray) -> str:
    return ", ".join(f"{name} {share:.2f}" for name, share in zip(CLASSES, p))


def said(ratio: float) -> str:
    if abs(ratio - 1) < 0.05:
        return SAME
    return f"About {number(ratio, 0 if ratio >= 10 else 1 if ratio >= 1 else 2)} times as much"
