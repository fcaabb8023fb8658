"""Probability: how sure you are, before and after you look.

Letters
    P(A)        how probable A is: from 0, it never happens, to 1, it always does
    P(A, B)     how probable it is that A and B both happen
    P(A | B)    how probable A is once you know that B happened: among all cases of B, the share that are A
    prior                  P(ill), before the test: the share of people who are ill
    sensitivity            P(positive | ill): the share of the ill that the test finds
    false_positive_rate    P(positive | healthy): the share of the healthy that it alarms

"Ill" and "positive" stand for any two such events: a fraud and an alert, a bug and a failing check.
A question about nobody has no answer. It is given as None, which no later sum can mistake for a number.
"""

from __future__ import annotations

import math
from numbers import Real

import numpy as np
from numpy.typing import ArrayLike

from core.linear_algebra import as_count, as_vector


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


# What the functions above ask of their arguments.


def as_rates(prior: float, sensitivity: float, false_positive_rate: float) -> tuple[float, float, float]:
    """The three numbers that describe a test, as floats. ValueError names the one that is no probability."""
    return (
        as_probability(prior, "prior"),
        as_probability(sensitivity, "sensitivity"),
        as_probability(false_positive_rate, "false_positive_rate"),
    )


def as_probability(value: float, name: str) -> float:
    """`value` as a float. ValueError unless it is a number from 0 to 1."""
    if not isinstance(value, Real) or not 0 <= value <= 1:
        raise ValueError(f"{name} must be a probability, a number from 0 to 1; it is {value!r}.")
    return float(value)
