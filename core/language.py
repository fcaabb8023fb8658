"""How a language model chooses its next token, and how far a text surprised it.

Letters
    p, q     probabilities, one for each token that could come next: 0 or more, together 1
    places   positions in p
    dice     numbers from 0 up to 1, each as likely as any other: NumPy's random

Logarithms are natural, so surprise is counted in nats: 1 nat is 1.44 bits.
Top-p is from "The Curious Case of Neural Text Degeneration", Holtzman et al., 2020.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from core.checks import (
    EXACT,
    as_chances,
    as_count,
    as_dice,
    as_distribution,
    as_distributions,
    as_numbered,
    as_something,
    as_vector,
    as_within,
    plain,
)


def top_p(p: ArrayLike, share: float) -> list[int]:
    """The fewest places whose probabilities reach `share` together, the most probable first: ties keep their order.

    share: above 0, at most 1. ValueError if it isn't, or if p is no distribution.

    >>> top_p([0.1, 0.5, 0.15, 0.25], 0.7)
    [1, 3]
    """
    p = as_distribution(p, "p")
    share = as_within(share, "share", lambda part: 0 < part <= 1, "be above 0 and at most 1")
    order = np.argsort(-p, kind="stable")
    short = np.cumsum(p[order]) < share - 1e-12  # while the running total hasn't reached it
    return order[: np.sum(short) + 1].tolist()


def keep_only(p: ArrayLike, places: Sequence[int]) -> np.ndarray:
    """p at these places, 0 at all others, divided by its sum, so that it adds up to 1 again.

    p: shape (n,), and so is the result. ValueError if what is kept has no probability at all.

    >>> keep_only([0.1, 0.5, 0.15, 0.25], [1, 3]).round(3)
    array([0.   , 0.667, 0.   , 0.333])
    """
    p = as_distribution(p, "p")
    places = as_numbered(places, "places", len(p))
    kept = np.zeros(len(p))
    kept[places] = p[places]
    return kept / as_something(np.sum(kept))


def draw(p: ArrayLike, dice: ArrayLike) -> list[int]:
    """For each number of the dice the first place where the running total of p goes above it.

    So a place is drawn as often as its probability says. p: shape (n,); dice: shape (m,). Gives m places.

    >>> draw([0.5, 0.3, 0.2], [0.1, 0.79, 0.8])
    [0, 1, 2]
    """
    p, dice = as_distribution(p, "p"), as_dice(dice)
    total = np.cumsum(p)
    total[-1] = 1.0  # whatever rounding left
    return [int(np.sum(total <= number)) for number in dice]


def surprisal(p: ArrayLike) -> float | np.ndarray:
    """−log p: how far it surprises that what had probability p has come, in nats.

    0 for what was certain; each time p is halved it grows by log 2 = 0.69. ValueError unless p is above 0, at most 1.

    >>> surprisal([1, 0.5, 0.01]).round(3)
    array([0.   , 0.693, 4.605])
    """
    p = as_chances(p)
    return plain(-np.log(p) + 0.0)


def perplexity(p: ArrayLike) -> float:
    """exp(−Σ log pᵢ / n): as if each token had been one of so many, all equally likely.

    p: for each token of a text the probability that it had, shape (n,). Its logarithm is the mean surprisal.

    >>> round(perplexity([0.25, 0.25, 0.25]), 6), round(perplexity([0.5, 0.125]), 6)
    (4.0, 4.0)
    """
    return float(np.exp(np.mean(surprisal(as_vector(p, "p")))))


def bits_per_character(p: ArrayLike, characters: int) -> float:
    """−Σ log₂ pᵢ / characters: what a text costs a letter, however it was cut into tokens.

    p: for each token the probability that it had, shape (n,). characters: how long the text is.

    >>> round(bits_per_character([0.25, 0.125], 10), 6)
    0.5
    """
    characters = as_count(characters, "characters", highest=EXACT)
    return float(np.sum(surprisal(as_vector(p, "p"))) / np.log(2) / characters)


def kl_divergence(p: ArrayLike, q: ArrayLike) -> float:
    """Σ pᵢ log(pᵢ / qᵢ): how many nats more it surprises, on average, to expect q where p is true.

    0 if they are equal, never less; the other way round it is another number. Infinite if q holds something to be
    impossible that p doesn't. Grouping places can only make it smaller.
    p, q: shape (n,). ValueError unless both are distributions of the same length.

    >>> round(kl_divergence([0.5, 0.5], [0.9, 0.1]), 4), round(kl_divergence([0.9, 0.1], [0.5, 0.5]), 4)
    (0.5108, 0.3681)
    """
    p, q = as_distributions(p, q)
    there = p > 0
    if np.any(q[there] == 0):
        return np.inf
    return max(float(np.sum(p[there] * (np.log(p[there]) - np.log(q[there])))), 0.0)
