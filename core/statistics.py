"""Statistics: what a few numbers say about many, and how sure they are.

Letters
    x, y     samples: flat lists of numbers, shape (n,); x and y together: one pair for each thing
    n        how many numbers there are
    s        the standard deviation of a sample
    r        a correlation, from −1 to 1
    q        a share from 0 to 1: how far along the sorted numbers a quantile stands
    level    how often an interval made this way holds the truth: 0.95 unless told
    alpha    how often a test gives a false alarm when there is nothing to find: 0.05 unless told
    draws    how many times chance is played out
    Σ        add up over the numbers of a sample

What every function of core answers where there is no plain answer
    no numbers, text, nan, inf              ValueError, which names the argument
    one number where spread is asked for    ValueError: one number has no spread
    numbers that are all equal              their standard deviation (spread) is exactly 0; a correlation with
                                            them, or a line along them, is a ValueError: they never change
    a share of nobody, 0 / 0                None, or nan in a table (core.probability); core.metrics answers as
                                            scikit-learn does: one score counts it as 0.0, a ROC curve as nan and warns
    equal scores                            one threshold for all of them: they pass it together

"Spread" is the standard deviation, everywhere. Variance divides by n − 1: the mean was fitted to the same numbers, so
one of their n deviations is not free.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import ArrayLike

from core.checks import (
    EXACT,
    LARGEST,
    as_changing,
    as_columns,
    as_count,
    as_distribution,
    as_function,
    as_level,
    as_names,
    as_numbers,
    as_probability,
    as_rng,
    as_room,
    as_shares,
    as_spread,
    as_successes,
    as_vector,
    plain,
)
from core.linear_algebra import cosine_similarity
from core.probability import binomial_pmf, log_factorial

# One sample


def mean(x: ArrayLike) -> float:
    """Σ x / n: the balance point of the numbers.

    The sum keeps every digit (fsum), and the clip keeps rounding inside the data.
    x: shape (n,), n at least 1. The mean has the unit of x.

    >>> mean([1, 2, 6])
    3.0
    """
    x = as_vector(x, "x")
    return float(np.clip(math.fsum(x) / len(x), x.min(), x.max()))


def median(x: ArrayLike) -> float:
    """The middle number of the sorted x, or halfway between the middle two: at most half lie below, at most half above.

    x: shape (n,), n at least 1.

    >>> median([1, 2, 60]), median([1, 2, 4, 60])
    (2.0, 3.0)
    """
    return quantile(x, 0.5)


def quantile(x: ArrayLike, q: ArrayLike) -> float | np.ndarray:
    """The number a share q of the way along the sorted x: of n different numbers, a share q lies below it, within 1/n.

    The first stands at q = 0, the last at q = 1; between two neighbours the way is straight, as in np.quantile.
    x: shape (n,), n at least 1. q: one share from 0 to 1, or several. Gives the shape of q.

    >>> quantile([10, 20, 30, 40, 50], 0.9)
    46.0
    """
    x, q = np.sort(as_vector(x, "x")), as_shares(q, "q")
    place = q * (len(x) - 1)
    below, above = np.floor(place).astype(int), np.ceil(place).astype(int)
    return plain(x[below] + (place - below) * (x[above] - x[below]))


def variance(x: ArrayLike) -> float:
    """Σ (x − mean)² / (n − 1): the squared distance from the mean, averaged over n − 1.

    The mean comes first, then the distances: x² − mean² would lose the digits of large numbers close together.
    x: shape (n,), n at least 2. The variance has the squared unit of x.

    >>> variance([1, 2, 6])
    7.0
    """
    x = as_spread(x, "x")
    return float(np.sum((x - mean(x)) ** 2) / (len(x) - 1))


def standard_deviation(x: ArrayLike) -> float:
    """s = √variance: the spread of x, how far a number typically lies from the mean, in the unit of x.

    x: shape (n,), n at least 2.

    >>> standard_deviation([2, 4, 6])
    2.0
    """
    return math.sqrt(variance(x))


# How sure a sample is


def standard_error(x: ArrayLike) -> float:
    """s / √n: how far the mean of n such numbers typically lies from the truth.

    Four times as many numbers, half the error. They must be drawn independently.
    x: shape (n,), n at least 2.

    >>> standard_error([0, 0, 2, 6])
    1.4142135623730951
    """
    x = as_spread(x, "x")
    return standard_deviation(x) / math.sqrt(len(x))


def resample(x: ArrayLike, rng: np.random.Generator, draws: int = 1000) -> np.ndarray:
    """n numbers drawn from x with replacement, many times over: samples that could have been.

    x: shape (n,), n at least 1. Gives shape (draws, n).

    >>> resample([5, 7], np.random.default_rng(0), draws=3).shape
    (3, 2)
    """
    x = as_vector(x, "x")
    return x[as_rng(rng).integers(len(x), size=as_room(as_count(draws, "draws"), len(x)))]


def bootstrap_interval(
    x: ArrayLike, statistic: Callable, rng: np.random.Generator, level: float = 0.95, draws: int = 1000
) -> tuple[float, float]:
    """The middle share `level` of statistic(resample), over many resamples: how far the statistic could have moved.

    The percentile bootstrap (Efron 1979). statistic: a function of a sample, such as np.median; one that has an
    `axis`, as NumPy's do, is called once for all resamples, which is far faster. It is too narrow for small n.
    x: shape (n,), n at least 2; level: between 0 and 1.

    >>> low, high = bootstrap_interval([1, 2, 3, 4, 5], np.mean, np.random.default_rng(0))
    >>> 1 < low < 3 < high < 5
    True
    """
    samples, statistic = resample(as_spread(x, "x"), rng, draws), as_function(statistic, "statistic")
    values = statistic(samples, axis=1) if _takes_axis(statistic) else [statistic(sample) for sample in samples]
    if as_numbers(values, "statistic(x)").shape != (draws,):
        raise ValueError("statistic must give one number for a sample, as np.median does.")
    low, high = quantile(values, [(1 - as_level(level)) / 2, (1 + level) / 2])
    return float(low), float(high)


# Two samples of one column, then and now


def bin_shares(x: ArrayLike, edges: ArrayLike) -> np.ndarray:
    """(how many in the bin + 0.5) / (n + half the bins): the share of x in each bin, never quite 0.

    edges: rising; k edges make k + 1 bins, and a number on an edge belongs to the bin below.

    >>> bin_shares([1, 2, 3, 9], edges=[2, 5])
    array([0.45454545, 0.27272727, 0.27272727])
    """
    x, edges = as_vector(x, "x"), as_vector(edges, "edges")
    if np.any(np.diff(edges) <= 0):
        raise ValueError("edges must rise, each above the one before.")
    counts = np.bincount(np.searchsorted(edges, x), minlength=len(edges) + 1) + 0.5
    return counts / counts.sum()


def population_stability_index(p: ArrayLike, q: ArrayLike) -> float:
    """Σ (q − p) log(q / p) over bins: how far the shares q have moved from the shares p; 0 where nothing moved.

    The logarithm is the natural one. p, q: shape (bins,), each above 0 and adding up to 1: an empty bin would make it
    infinite, so give every bin at least a part of a count, as `bin_shares` does.

    >>> round(population_stability_index([0.5, 0.5], [0.25, 0.75]), 3)
    0.275
    """
    p, q = as_distribution(p, "p"), as_distribution(q, "q")
    if len(p) != len(q) or min(p.min(), q.min()) < 1 / LARGEST:
        raise ValueError(f"p and q need the same bins, and no share may be 0; they have {len(p)} and {len(q)} bins.")
    return float(np.sum((q - p) * np.log(q / p)))


def ks_distance(x: ArrayLike, y: ArrayLike) -> float:
    """max |share of x up to t − share of y up to t| over all t: the largest gap of two running shares, from 0 to 1.

    The statistic of Kolmogorov and Smirnov. x and y may differ in length.

    >>> ks_distance([1, 2, 3, 4], [3, 4, 5, 6])
    0.5
    """
    x, y = np.sort(as_vector(x, "x")), np.sort(as_vector(y, "y"))
    t = np.concatenate([x, y])
    below_x, below_y = (np.searchsorted(each, t, side="right") / len(each) for each in (x, y))
    return float(np.max(np.abs(below_x - below_y)))


# Two columns


def covariance(x: ArrayLike, y: ArrayLike) -> float:
    """Σ (x − mean of x)(y − mean of y) / (n − 1): do they rise together?

    Positive: they do. Negative: one falls as the other rises. The unit is that of x times that of y.
    x, y: shape (n,), n at least 2. ValueError if they differ in length.

    >>> covariance([1, 2, 3], [2, 4, 6])
    2.0
    """
    x, y = as_columns(x, y)
    return float(np.sum((x - mean(x)) * (y - mean(y))) / (len(x) - 1))


def correlation(x: ArrayLike, y: ArrayLike) -> float:
    """r = covariance / (s of x · s of y): the cosine of the angle between the deviations from the means.

    1: on a rising line; −1: on a falling one; 0: no line helps. Changing units leaves it alone.
    x, y: shape (n,), n at least 2. ValueError if they differ in length, or one of them never changes.

    >>> round(correlation([1, 2, 3], [10, 0, 10]), 12), round(correlation([1, 2, 3], [6, 4, 2]), 12)
    (0.0, -1.0)
    """
    x, y = as_columns(x, y)
    return cosine_similarity(x - mean(as_changing(x, "x")), y - mean(as_changing(y, "y")))


def group_correlations(x: ArrayLike, y: ArrayLike, groups: ArrayLike) -> dict:
    """r of x and y within each group, under the group's name.

    x, y, groups: shape (n,). ValueError if they differ in length, or if x or y never changes within a group.

    >>> group_correlations([0, 1, 2, 5, 6, 7], [9, 3, 9, 2, 7, 2], ["a", "a", "a", "b", "b", "b"])
    {'a': 0.0, 'b': 0.0}
    """
    (x, y), groups = as_columns(x, y), as_names(groups, "groups")
    if groups.shape != x.shape:
        raise ValueError(f"groups must have a name for each number; shapes: {groups.shape} and {x.shape}.")
    return {name: correlation(x[groups == name], y[groups == name]) for name in np.unique(groups).tolist()}


def regression_line(x: ArrayLike, y: ArrayLike) -> tuple[float, float]:
    """The slope and the intercept of the line y = intercept + slope · x with the least squared error.

    slope = covariance / variance of x; the line passes through the two means.
    x, y: shape (n,), n at least 2. ValueError if they differ in length, or x never changes.

    >>> regression_line([0, 1, 2], [1, 3, 5])
    (2.0, 1.0)
    """
    x, y = as_columns(x, y)
    slope = covariance(x, y) / variance(as_changing(x, "x"))
    return slope, mean(y) - slope * mean(x)


def regression_slope(x: ArrayLike, y: ArrayLike) -> float:
    """covariance / variance of x: by how much y rises on average for each unit of x.

    x, y: shape (n,), n at least 2. ValueError if they differ in length, or x never changes.

    >>> regression_slope([0, 1, 2], [1, 3, 5])
    2.0
    """
    slope, _ = regression_line(x, y)
    return slope


# How to fool yourself


def permutation_p_value(x: ArrayLike, y: ArrayLike, rng: np.random.Generator, draws: int = 1000) -> float:
    """How often chance alone parts the means of x and y as far as they are: all numbers shuffled and dealt again.

    The further x's deviations from the common mean add up from 0, the further the two means are parted.
    Both directions count. The real deal counts as one more, so p is never 0.
    x: shape (n,), y: shape (m,). Gives a share from 1 / (draws + 1) to 1.

    >>> permutation_p_value([1, 2, 3], [1, 2, 3], np.random.default_rng(0))
    1.0
    """
    x, y = as_vector(x, "x"), as_vector(y, "y")
    deviations = np.append(x, y) - mean(np.append(x, y))
    values, counts = np.unique(deviations, return_counts=True)
    method = "count" if len(values) > 20 else "marginals"
    draws, _ = as_room(as_count(draws, "draws"), len(values))
    hands = as_rng(rng).multivariate_hypergeometric(counts, len(x), draws, method)
    parted, rounding = abs(np.sum(deviations[: len(x)])), 1e-12 * np.sum(np.abs(deviations))
    as_far = np.sum(np.abs(hands @ values) >= parted - rounding)
    return float((1 + as_far) / (draws + 1))


def shares_p_value(a: ArrayLike, b: ArrayLike, n: int) -> float | np.ndarray:
    """min(1, 2 P(X ≤ min(a, b))): the p-value of a of n beside b of n, that permutation_p_value nears by shuffling.

    X is how many of all k = a + b successes a shuffle deals to one side: there are C(n, x) · C(n, k − x) ways to deal
    it x of them. This is Fisher's exact test for two sides of n each.
    a, b: whole numbers from 0 to n, both of one shape, and so is the result.

    >>> round(shares_p_value(1, 6, 10), 4)
    0.0573
    """
    n = as_count(n, "n")
    a, b, x = as_successes(a, n, "a"), as_successes(b, n, "b"), np.arange(n + 1)
    if a.shape != b.shape:
        raise ValueError(f"a and b must have one shape; shapes: {a.shape} and {b.shape}.")
    log_ways, p = log_factorial(n) - log_factorial(x) - log_factorial(n - x), np.ones(np.shape(a + b))
    for k in np.unique(a + b):
        dealt = x[max(0, k - n) : k + 1]
        log_both = log_ways[dealt] + log_ways[k - dealt]
        at_most = np.cumsum(np.exp(log_both - log_both.max()))
        here = a + b == k
        p[here] = np.minimum(1, 2 * at_most[np.minimum(a, b)[here] - dealt[0]] / at_most[-1])
    return plain(p)


def peeking_error_rates(looks: int, batch: int, share: float, tests: int = 20_000, seed: int = 0) -> np.ndarray:
    """Of many tests of nothing, the share with p below 0.05 by the first look, by the second, … by the last.

    Two sides succeed at the same share, and `batch` more come to each before every look. Its p-value is that of
    permutation_p_value on all so far: of its 1000 shuffles, each parts them as far with probability shares_p_value.
    Gives shape (looks,), the same for the same seed.

    >>> peeking_error_rates(3, 100, 0.2, tests=1000).round(2)
    array([0.03, 0.05, 0.07])
    """
    looks, batch, share = as_count(looks, "looks"), as_count(batch, "batch"), as_probability(share, "share")
    tests, seed = as_count(tests, "tests"), as_count(seed, "seed", 0, EXACT)
    as_room(2 * tests, looks)
    return _peeking_error_rates(looks, batch, share, tests, seed).copy()


@cache
def _peeking_error_rates(looks: int, batch: int, share: float, tests: int, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    so_far = rng.binomial(batch, share, size=(2, tests, looks)).cumsum(axis=2)
    as_far = [rng.binomial(1000, shares_p_value(*so_far[:, :, i], batch * (i + 1))) for i in range(looks)]
    p = (1 + np.array(as_far)) / 1001
    return np.maximum.accumulate(p < 0.05).mean(axis=1)


def family_error_rate(k: int, alpha: float = 0.05) -> float:
    """1 − (1 − alpha)ᵏ: how probable at least one false alarm is in k independent tests of nothing.

    k: at least 0; alpha: from 0 to 1.

    >>> round(family_error_rate(14), 2)
    0.51
    """
    return 1 - (1 - as_probability(alpha, "alpha")) ** as_count(k, "k", 0, EXACT)


def best_of(k: int, share: float, n: int) -> float:
    """Σ (1 − P(score ≤ j)ᵏ) / n, over j from 0 to n − 1: the average best score of k that are equally good.

    Each of the k truly succeeds at a share of tasks, and is scored on n tasks of its own, so its score is binomial.
    The best of them is at most j only if all k are. k, n: at least 1; share: from 0 to 1. Gives a share.

    >>> round(best_of(1, 0.8, 100), 9), round(best_of(20, 0.8, 100), 2)
    (0.8, 0.87)
    """
    k, n, share = as_count(k, "k", highest=EXACT), as_count(n, "n"), as_probability(share, "share")
    at_most = np.cumsum(binomial_pmf(np.arange(n), n, share))
    return float(np.sum(1 - np.minimum(at_most, 1) ** k) / n)


def _takes_axis(statistic: Callable) -> bool:
    """Can the statistic be asked for one value for each row, with axis=1, as NumPy's can?"""
    try:
        return "axis" in inspect.signature(statistic).parameters
    except (TypeError, ValueError):
        return False
