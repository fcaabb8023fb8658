"""Probability: how sure you are, before and after you look.

Letters
    P(A)        how probable A is: from 0, it never happens, to 1, it always does
    P(A, B)     how probable it is that A and B both happen
    P(A | B)    how probable A is once you know that B happened: among all cases of B, the share that are A
    prior                  P(ill), before the test: the share of people who are ill
    sensitivity            P(positive | ill): the share of the ill that the test finds
    false_positive_rate    P(positive | healthy): the share of the healthy that it alarms
    E           the expectation: the average over very many tries
    k, n        a whole number of events, and the most there can be
    p           the probability that one try works out
    rate        how many events come in a unit of time, on average

"Ill" and "positive" stand for any two such events: a fraud and an alert, a bug and a failing check.
A question about nobody has no answer. It is given as None, which no later sum can mistake for a number.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from core.checks import (
    EXACT,
    as_array,
    as_count,
    as_counts,
    as_finite,
    as_flag,
    as_from_zero,
    as_number,
    as_numbers,
    as_outcomes,
    as_parameters,
    as_positive,
    as_probability,
    as_rates,
    as_rising,
    as_rng,
    as_vector,
    as_word,
    plain,
)


def posterior(prior: float, sensitivity: float, false_positive_rate: float) -> float | None:
    """P(ill | positive) = P(positive | ill) P(ill) / P(positive): how sure a positive makes you.

    Bayes' rule. P(positive) counts both ways to get one: ill and found, healthy and alarmed.
    All three from 0 to 1. None if P(positive) is 0: nobody tests positive, so there is nobody to ask about.

    >>> posterior(0.2, 0.8, 0.2)
    0.5
    """
    prior, sensitivity, false_positive_rate = as_rates(prior, sensitivity, false_positive_rate)
    found = sensitivity * prior
    alarmed = false_positive_rate * (1 - prior)
    positive = found + alarmed
    return found / positive if positive > 0 else None


def posterior_odds(prior: float, sensitivity: float, false_positive_rate: float) -> float | None:
    """P(ill | positive) / P(healthy | positive): among the positives, how many are ill for each healthy one.

    It is the odds before, prior / (1 − prior), times sensitivity / false_positive_rate: every further
    independent positive multiplies by that number again.
    All three from 0 to 1. Infinite if only the ill test positive; None if nobody does.

    >>> posterior_odds(0.5, 0.75, 0.25)
    3.0
    """
    prior, sensitivity, false_positive_rate = as_rates(prior, sensitivity, false_positive_rate)
    found = sensitivity * prior
    alarmed = false_positive_rate * (1 - prior)
    if alarmed == 0:
        return math.inf if found > 0 else None
    return found / alarmed


def screening_table(prior: float, sensitivity: float, false_positive_rate: float) -> np.ndarray:
    """P(test, health) = P(test | health) P(health): the share of all people in each of the four cells.

    Rows: positive, negative. Columns: ill, healthy. Gives shape (2, 2); the four add up to 1.
    All three arguments from 0 to 1.

    >>> screening_table(0.25, 0.9, 0.1)
    array([[0.225, 0.075],
           [0.025, 0.675]])
    """
    prior, sensitivity, false_positive_rate = as_rates(prior, sensitivity, false_positive_rate)
    health = np.array([prior, 1 - prior])
    positive = np.array([sensitivity, false_positive_rate])
    return np.array([positive * health, (1 - positive) * health])


def whole_counts(shares: ArrayLike, total: int) -> np.ndarray:
    """Whole numbers in proportion to the shares that add up to `total`, each less than 1 away from its exact value.

    Round everything down; whoever lost most by it gets what is left, one each. At a tie, the first one.
    shares: shape (n,), none negative, not all 0. Gives shape (n,).

    >>> whole_counts([0.0095, 0.0005, 0.0990, 0.8910], 1000)
    array([ 10,   0,  99, 891])
    """
    shares, total = as_vector(shares, "shares"), as_count(total, "total", lowest=0)
    if shares.min() < 0 or shares.sum() == 0:
        raise ValueError("shares must be 0 or more, and not all of them 0.")
    exact = (total * shares / shares.sum()).round(9)
    counts = np.floor(exact).astype(int)
    lost_most = np.argsort(counts - exact, kind="stable")
    counts[lost_most[: total - counts.sum()]] += 1
    return counts


# Two yes-or-no questions at once: a table of counts


def joint(counts: ArrayLike) -> np.ndarray:
    """P(A, B) = count / total, for every cell of a table: how probable it is that both happen.

    counts: how many of each kind, rows for A and columns for B, shape (r, c). Gives the same shape; it adds up to 1.

    >>> joint([[1, 3], [2, 2]])
    array([[0.125, 0.375],
           [0.25 , 0.25 ]])
    """
    counts = as_counts(counts)
    return counts / counts.sum()


def marginal(counts: ArrayLike, of: str) -> np.ndarray:
    """P(A) = P(A, B) + P(A, not B): the share of each row ("rows") or of each column ("columns").

    counts: shape (r, c). Gives shape (r,) for "rows" and (c,) for "columns"; it adds up to 1.

    >>> marginal([[1, 3], [2, 2]], "columns")
    array([0.375, 0.625])
    """
    return joint(counts).sum(axis=1 - SIDES.index(as_word(of, "of", SIDES)))


def conditional(counts: ArrayLike, given: str) -> np.ndarray:
    """P(B | A) = P(A, B) / P(A): the table with each row ("rows") or each column ("columns") adding up to 1.

    counts: shape (r, c), and so is the result. Given "rows", entry i, j is P(column j | row i).
    A row or a column of nobody is nan: a question about nobody, in a table that can't hold None.

    >>> conditional([[1, 3], [2, 2]], given="rows")
    array([[0.25, 0.75],
           [0.5 , 0.5 ]])
    """
    counts, side = as_counts(counts), SIDES.index(as_word(given, "given", SIDES))
    totals = counts.sum(axis=1 - side, keepdims=True)
    return counts / np.where(totals > 0, totals, np.nan)


# Words as evidence


def word_weights(spam_counts: ArrayLike, ham_counts: ArrayLike, smoothing: float = 1.0) -> np.ndarray:
    """log (P(word | spam) / P(word | ham)), for every word: the evidence one word brings; above 0, for spam.

    P(word | spam) = (count + 1) / (all words of spam + size of the vocabulary): every word is counted once more
    than it was seen (Laplace), so that a word never seen in one kind can't decide alone.
    spam_counts, ham_counts: how often each word occurs in either, shape (v,). smoothing: what to add, above 0.

    >>> word_weights([3, 0], [1, 2]).round(3)
    array([ 0.693, -1.099])
    """
    spam, ham = as_vector(spam_counts, "spam_counts"), as_vector(ham_counts, "ham_counts")
    if spam.shape != ham.shape or min(spam.min(), ham.min()) < 0 or as_number(smoothing, "smoothing") <= 0:
        raise ValueError("Each word needs one count in spam and one in ham, 0 or more, and smoothing above 0.")
    spam, ham = spam + smoothing, ham + smoothing
    return np.log(spam) - np.log(spam.sum()) - np.log(ham) + np.log(ham.sum())


def naive_bayes_log_odds(prior: float, weights: ArrayLike) -> float:
    """log (prior / (1 − prior)) + Σ weights: how the odds of spam stand once every word has spoken.

    Naive: within spam, and within ham, words are taken as independent of each other. So the evidence adds up.
    prior: P(spam) before reading, from 0 to 1. weights: one for each word of the message, shape (n,); a message
    without a known word has none. Infinite where the prior leaves no doubt.

    >>> naive_bayes_log_odds(0.5, [2.0, -0.5])
    1.5
    """
    prior = as_probability(prior, "prior")
    if prior in (0, 1):
        return math.inf if prior == 1 else -math.inf
    evidence = as_vector(weights, "weights").sum() if as_array(weights, "weights").shape != (0,) else 0.0
    return float(math.log(prior) - math.log1p(-prior) + evidence)


def from_log_odds(z: ArrayLike) -> float | np.ndarray:
    """p = 1 / (1 + e⁻ᶻ): the probability whose odds p / (1 − p) have the logarithm z.

    Written so that no z overflows. z: any shape, and so is the result.

    >>> from_log_odds(0), from_log_odds(-1000)
    (0.5, 0.0)
    """
    return plain(np.exp(-np.logaddexp(0, -as_numbers(z, "z"))))


# What happens on average


def expectation(values: ArrayLike, probabilities: ArrayLike) -> float:
    """E = Σ p · value: the average over very many tries, each value weighted by how often it comes.

    values, probabilities: shape (n,). The expectation has the unit of the values.
    ValueError if they differ in length, or the probabilities don't add up to 1.

    >>> expectation([0, 10], [0.75, 0.25])
    2.5
    """
    values, probabilities = as_outcomes(values, probabilities)
    return math.fsum(values * probabilities)


def variance_of(values: ArrayLike, probabilities: ArrayLike) -> float:
    """Σ p · (value − E)²: the average squared distance from the expectation.

    values, probabilities: shape (n,). The variance has the squared unit of the values.

    >>> variance_of([0, 10], [0.5, 0.5])
    25.0
    """
    values, probabilities = as_outcomes(values, probabilities)
    return math.fsum(probabilities * (values - expectation(values, probabilities)) ** 2)


def running_mean(draws: ArrayLike) -> np.ndarray:
    """(x₁ + … + x_k) / k, for k = 1 to n: the average so far.

    draws: shape (n,), and so is the result. It settles at the expectation, if there is one.

    >>> running_mean([4, 0, 2])
    array([4., 2., 2.])
    """
    draws = as_vector(draws, "draws")
    return np.cumsum(draws) / np.arange(1, len(draws) + 1)


# Families of distributions. A pmf gives the probability of a whole number, a pdf the height of a curve:
# the area under it, from one point to another, is the probability to land between them.


def bernoulli_pmf(k: ArrayLike, p: float) -> float | np.ndarray:
    """P(1) = p, P(0) = 1 − p: one try that works out, or not.

    k: any shape, and so is the result; anything but 0 and 1 has probability 0. p: from 0 to 1.

    >>> bernoulli_pmf([0, 1, 2], 0.25)
    array([0.75, 0.25, 0.  ])
    """
    return binomial_pmf(k, 1, p)


def binomial_pmf(k: ArrayLike, n: int, p: float) -> float | np.ndarray:
    """P(k) = n! / (k! (n − k)!) · pᵏ (1 − p)ⁿ⁻ᵏ: how many of n independent tries work out.

    It adds logarithms, since n! alone overflows from n = 171 on. The large ones cancel (Loader 2000): with D the
    `shortfall` and G the `stirling_gap`, log P(k) = G(n) − G(k) − G(n − k) − D(k, np) − D(n − k, n(1 − p)).
    k: any shape, and so is the result; anything but a whole number from 0 to n has probability 0. p: from 0 to 1.

    >>> binomial_pmf([0, 1, 2], 2, 0.5).round(12)
    array([0.25, 0.5 , 0.25])
    """
    k, n, p = as_numbers(k, "k"), as_count(n, "n", 0, EXACT), as_probability(p, "p")
    if p in (0, 1) or n == 0:
        return plain(np.where(k == n * p, 1.0, 0.0))
    possible = (k >= 0) & (k <= n) & (k == np.floor(k))
    k = np.where(possible, k, 0)
    gaps = stirling_gap(n) - stirling_gap(k) - stirling_gap(n - k)
    return plain(np.where(possible, np.exp(gaps - shortfall(k, n * p) - shortfall(n - k, n * (1 - p))), 0.0))


def poisson_pmf(k: ArrayLike, rate: float) -> float | np.ndarray:
    """P(k) = rateᵏ e⁻ʳᵃᵗᵉ / k!: how many events fall into an hour, if they come independently at `rate` an hour.

    It adds logarithms, and the large ones cancel (Loader 2000): with D the `shortfall` and G the `stirling_gap`,
    log P(k) = −D(k, rate) − G(k).
    k: any shape, and so is the result; anything but a whole number from 0 up has probability 0. rate: above 0.

    >>> round(poisson_pmf(0, 1), 4)
    0.3679
    """
    k, rate = as_numbers(k, "k"), as_positive(rate, "rate")
    possible = (k >= 0) & (k == np.floor(k))
    k = np.where(possible, k, 0)
    return plain(np.where(possible, np.exp(-shortfall(k, rate) - stirling_gap(k)), 0.0))


def log_factorial(k: ArrayLike) -> np.ndarray:
    """log k!, for every entry k from 0 up: k! itself overflows from 171 on.

    >>> np.exp(log_factorial([0, 3])).round(9)
    array([1., 6.])
    """
    return special.gammaln(as_from_zero(k, "k") + 1)


def stirling_gap(k: ArrayLike) -> np.ndarray:
    """log k! − (k log k − k), for every entry k from 0 up: small, where log k! itself is large.

    From 16 on it is ½ log 2πk + 1/12k − 1/360k³ + … (Stirling's series), good to 15 digits with four terms.

    >>> stirling_gap([1, 100]).round(6)
    array([1.      , 3.222357])
    """
    k = as_from_zero(k, "k")
    few, v = np.clip(k, 0, 15), 1 / np.maximum(k, 16)
    exact = special.gammaln(few + 1) - few * np.log(np.maximum(few, 1)) + few
    series = np.log(2 * np.pi / v) / 2 + v / 12 - v**3 / 360 + v**5 / 1260 - v**7 / 1680
    return np.where(k < 16, exact, series)


def shortfall(k: ArrayLike, expected: float) -> np.ndarray:
    """k log(k / expected) + expected − k: 0 where as many came as expected, and the larger, the further k is off.

    Close to 0 the three parts cancel, so it adds up the series of the logarithm in v = (k − expected) / (k + expected).

    >>> shortfall([0, 2, 4], 2).round(6)
    array([2.      , 0.      , 0.772589])
    """
    k, expected = as_from_zero(k, "k"), as_positive(expected, "expected")
    v = (k - expected) / (k + expected)
    series = (k - expected) * v + 2 * k * sum(v ** (2 * j + 1) / (2 * j + 1) for j in range(1, 9))
    plainly = k * (np.log(np.maximum(k, 1)) - math.log(expected)) + expected - k
    return np.where(np.abs(v) < 0.1, series, plainly)


def uniform_pdf(x: ArrayLike, low: float, high: float) -> float | np.ndarray:
    """1 / (high − low) from low to high, 0 elsewhere: every place as likely as any other.

    x: any shape, and so is the result. low must be below high.

    >>> uniform_pdf([1, 3, 9], 2, 6)
    array([0.  , 0.25, 0.  ])
    """
    x, low, high = as_numbers(x, "x"), as_number(low, "low"), as_number(high, "high")
    if low >= high:
        raise ValueError(f"low must be below high; they are {low} and {high}.")
    return as_finite(plain(np.where((low <= x) & (x <= high), 1 / (high - low), 0.0)), "The height")


def normal_pdf(x: ArrayLike, mean: float, sd: float) -> float | np.ndarray:
    """e^(−z² / 2) / (sd √(2π)), with z = (x − mean) / sd: the bell, what many small chances add up to.

    x: any shape, and so is the result. sd, the standard deviation: above 0.

    >>> round(normal_pdf(0, 0, 1), 4)
    0.3989
    """
    x, mean, sd = as_numbers(x, "x"), as_number(mean, "mean"), as_positive(sd, "sd")
    with np.errstate(over="ignore"):
        z = np.clip((x - mean) / sd, -100, 100)
        return as_finite(plain(np.exp(-z * z / 2) / (sd * math.sqrt(2 * math.pi))), "The height")


def normal_cdf(x: ArrayLike, mean: float, sd: float) -> float | np.ndarray:
    """P(draw ≤ x) = ½ erfc(−z / √2), with z = (x − mean) / sd: the area under the bell to the left of x.

    No formula of powers and exponentials gives this area; erfc is a function made for it. It keeps its digits far out
    on the left, where 1 minus the area on the right would round to 0.
    x: any shape, and so is the result. sd, the standard deviation: above 0.

    >>> round(normal_cdf(1.96, 0, 1), 4)
    0.975
    """
    x, mean, sd = as_numbers(x, "x"), as_number(mean, "mean"), as_positive(sd, "sd")
    with np.errstate(over="ignore"):
        z = np.clip((x - mean) / sd, -100, 100)
    return plain(special.erfc(-z / math.sqrt(2)) / 2)


def exponential_pdf(x: ArrayLike, rate: float) -> float | np.ndarray:
    """rate · e^(−rate · x) from 0 up: the wait for the next event, if they come independently at `rate` an hour.

    x: any shape, and so is the result; below 0 it is 0. rate: above 0; the average wait is 1 / rate.

    >>> exponential_pdf([-1, 0], 2)
    array([0., 2.])
    """
    x, rate = as_numbers(x, "x"), as_positive(rate, "rate")
    return plain(np.where(x >= 0, rate * np.exp(-rate * np.maximum(x, 0)), 0.0))


def pareto_pdf(x: ArrayLike, low: float, alpha: float) -> float | np.ndarray:
    """(alpha / low) · (low / x)^(alpha + 1) from low up: a heavy tail, where the huge is rare but never negligible.

    Twice as far out, 2^alpha times fewer are left. With alpha at most 1 there is no average, at most 2 no variance.
    x: any shape, and so is the result; below low it is 0. low, alpha: above 0.

    >>> pareto_pdf([0.5, 1, 2], 1, 1)
    array([0.  , 1.  , 0.25])
    """
    x, low, alpha = as_numbers(x, "x"), as_positive(low, "low"), as_positive(alpha, "alpha")
    with np.errstate(over="ignore", invalid="ignore"):
        height = alpha / low * (low / np.maximum(x, low)) ** (alpha + 1)
    return as_finite(plain(np.where(x >= low, height, 0.0)), "The height")


def pmf(family: str, k: ArrayLike, *parameters: float) -> float | np.ndarray:
    """P(k) in a family of counts: "bernoulli" (p), "binomial" (n, p) or "poisson" (rate).

    >>> pmf("binomial", 2, 2, 0.5) == binomial_pmf(2, 2, 0.5)
    True
    """
    family = as_word(family, "family", tuple(PMF))
    return PMF[family](k, *as_parameters(parameters, PMF[family], family))


def pdf(family: str, x: ArrayLike, *parameters: float) -> float | np.ndarray:
    """The curve at x: "uniform" (low, high), "normal" (mean, sd), "exponential" (rate) or "pareto" (low, alpha).

    >>> pdf("uniform", 3, 2, 6)
    0.25
    """
    family = as_word(family, "family", tuple(PDF))
    return PDF[family](x, *as_parameters(parameters, PDF[family], family))


def sample(family: str, count: int, rng: np.random.Generator, *parameters: float) -> np.ndarray:
    """So many independent draws from one of the seven families, with the parameters of its pmf or pdf.

    Gives shape (count,). ValueError for an unknown family, or parameters that make no distribution.

    >>> sample("bernoulli", 5, np.random.default_rng(0), 1)
    array([1, 1, 1, 1, 1])
    """
    law = (PMF | PDF)[as_word(family, "family", tuple(PMF | PDF))]
    law(0, *as_parameters(parameters, law, family))  # refuses what makes no distribution
    n, rng, first, last = as_count(count, "count"), as_rng(rng), parameters[0], parameters[-1]
    if family in PMF and first > EXACT:
        raise ValueError(f"Counts above {EXACT:,} can't be drawn exactly; {family} would give {first:g} or so.")
    draw = {
        "bernoulli": lambda: rng.binomial(1, first, n),
        "binomial": lambda: rng.binomial(first, last, n),
        "poisson": lambda: rng.poisson(first, n),
        "uniform": lambda: rng.uniform(first, last, n),
        "normal": lambda: rng.normal(first, last, n),
        "exponential": lambda: rng.exponential(1 / first, n),
        "pareto": lambda: first * (1 + rng.pareto(last, n)),
    }
    return as_finite(draw[family](), "A draw")


def histogram(x: ArrayLike, bins: int | ArrayLike = 10, density: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """How many numbers fall into each bin; with density, count / (n · width): heights to lay a pdf over.

    bins: how many of equal width from the least to the greatest, or their edges, rising. A bin owns its left edge,
    the last one both. With density n counts every number, also those outside the edges: then a heavy tail
    cut off at the right still fits its curve. (np.histogram counts only those inside.)
    x: shape (n,). Gives the heights, shape (b,), and the edges, shape (b + 1,). ValueError unless the edges rise.

    >>> histogram([1, 1, 2, 9], [0, 2, 4])
    (array([2, 1]), array([0., 2., 4.]))
    """
    x, density = as_vector(x, "x"), as_flag(density, "density")
    given = as_array(bins, "bins").ndim > 0
    edges = as_rising(bins if given else _even_edges(x, as_count(bins, "bins")), "bins")
    heights, _ = np.histogram(x, edges)
    with np.errstate(over="ignore"):
        return (as_finite(heights / (len(x) * np.diff(edges)), "A height") if density else heights), edges


def _even_edges(x: np.ndarray, bins: int) -> np.ndarray:
    """The edges of so many bins of equal width from the least x to the greatest; a width of 1 if all x are equal.

    >>> _even_edges(np.array([2.0, 6.0]), 2)
    array([2., 4., 6.])
    """
    room = 0.5 if x.min() == x.max() else 0.0
    return np.linspace(x.min() - room, x.max() + room, bins + 1)


PMF = {"bernoulli": bernoulli_pmf, "binomial": binomial_pmf, "poisson": poisson_pmf}
PDF = {"uniform": uniform_pdf, "normal": normal_pdf, "exponential": exponential_pdf, "pareto": pareto_pdf}
SIDES = ("rows", "columns")
