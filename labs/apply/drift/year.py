"""The year 2013 of `drift`: flights month by month, models that learned from its start, and how wrong they are."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from core.data import flights
from core.statistics import bin_shares, bootstrap_interval, ks_distance, population_stability_index, quantile

FORECASTS = "the forecasts"
COLUMNS = ("hour", "distance", "temperature", "humidity", "wind", "rain", "sight", FORECASTS)
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip


class Error(NamedTuple):
    """How wrong the model is."""

    learned: float  # the mean squared error of its forecasts in the window it learned from
    means: np.ndarray  # and in each live month
    lows: np.ndarray  # with 95 % intervals
    highs: np.ndarray
    worse: int  # the first live month whose whole interval lies above what was learned; 0 for none


@cache
def months() -> np.ndarray:
    """The month of each flight, 1 to 12."""
    return np.array([int(date[5:7]) for date in flights().dates])


@cache
def forecasts(window: int) -> np.ndarray:
    """What a logistic regression that learned from the first months says: each flight's chance to be late."""
    learned = months() <= window
    model = make_pipeline(StandardScaler(), LogisticRegression())
    return model.fit(flights().X[learned], flights().late[learned]).predict_proba(flights().X)[:, 1]


@cache
def errors(window: int) -> np.ndarray:
    """The squared error of each forecast, (p − y)²: their mean is the Brier score."""
    return (forecasts(window) - flights().late) ** 2


def column(name: str, window: int) -> np.ndarray:
    return forecasts(window) if name == FORECASTS else flights().X[:, COLUMNS.index(name)]


@cache
def error_by_month(window: int) -> Error:
    live, wrong = range(window + 1, 13), errors(window)
    learned = float(wrong[months() <= window].mean())
    ends = [bootstrap_interval(wrong[months() == m], np.mean, np.random.default_rng(0)) for m in live]
    lows, highs = np.array(ends).T
    means = np.array([wrong[months() == m].mean() for m in live])
    worse = next((m for m, low in zip(live, lows) if low > learned), 0)
    return Error(learned, means, lows, highs, worse)


@cache
def drift_by_month(name: str, window: int) -> tuple[np.ndarray, np.ndarray]:
    """PSI and KS of a column in each live month."""
    values, live = column(name, window), range(window + 1, 13)
    learned = values[months() <= window]
    edges = cut(learned)
    p = bin_shares(learned, edges)
    psi = [population_stability_index(p, bin_shares(values[months() == m], edges)) for m in live]
    return np.array(psi), np.array([ks_distance(learned, values[months() == m]) for m in live])


def cut(learned: np.ndarray) -> np.ndarray:
    """The edges of ten bins that hold a tenth of the numbers each; fewer where many of them are equal.

    >>> cut(np.array([0.0, 0.0, 0.0, 0.0, 1.0]))[[0, -1]]
    array([0. , 0.6])
    """
    return np.unique(quantile(learned, np.arange(1, 10) / 10))
