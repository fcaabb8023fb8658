"""What seven decisions make of a table: an event to foresee, forecasts on unseen rows, their cost, and the objections.

event      what is foreseen of the target: one of its classes, or that a number is high or low
miss       what a missed event costs, in false alarms
rule       how the threshold was found: half, or where the training rows cost least
suspects   the columns that may give the target away
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.tree import DecisionTreeClassifier

from core.metrics import confusion_matrix, cost_by_threshold, expected_cost
from labs.apply.your_data.report import (
    Split,
    cut_rows,
    feature_frame,
    kept_classes,
    known_rows,
    leak_suspects,
    prepared,
    target_values,
    task_of,
    usable,
)
from labs.apply.your_data.tables import Table

ALL, WITHOUT = "every column", "without suspects"
SHUFFLED, HONEST = "shuffled", "honest"
NO_BASE, NEVER, ALWAYS = "none", "never alarm", "always alarm"
TREE, LINEAR = "tree", "linear"
HALF, CHEAPEST = "at 0.5", "where training is cheapest"
HIGH, TOP, LOW = "above its median", "in its top quarter", "in its lowest quarter"
SHARES = {HIGH: 0.5, TOP: 0.75, LOW: 0.25}
ROWS_AT_ONCE = 2500  # more are thinned out, evenly, so that every decision can be undone at once
FEWEST_EVENTS = 6  # events, and other rows, among those that train
TIMES_DRAWN = 1000


class Outcome(NamedTuple):
    """What forecasts come to on unseen rows; costs are for 100 rows, in false alarms.

    found, events, alarms, rows: events found, of how many; false alarms; rows judged. never, always: the two baselines.
    low, high: the interval of what is saved against the cheaper of them.
    """

    cost: float
    never: float
    always: float
    saved: float
    low: float
    high: float
    threshold: float
    right: float
    found: int
    events: int
    alarms: int
    rows: int


def events_of(table: Table, target: str) -> list[str]:
    """What can be foreseen of a target: each class, the rarest first, or that a number is high or low."""
    if task_of(table, target) == "number":
        return [TOP, HIGH, LOW]
    words = {True: "yes", False: "no"} if table.types[target] == "yes/no" else {}
    return [words.get(each, str(each)) for each in kept_classes(table.frame[target].dropna())[::-1][:8]]


def outcome(table, target, event, left_out, split, model, miss, rule):
    """The way from a table to a cost: rows, an event, forecasts, a threshold, and what is saved."""
    train, test, _, _, units = rows_cut(table, target, split)
    happened = event_rows(table, target, event, train)
    features = [name for name in usable(table, target)[0] if name not in left_out]
    seen, unseen = chances(table, features, train, test, happened[train], model)
    threshold = 0.5 if rule == "at 0.5" else cheapest(happened[train], seen, miss)
    result = judged(happened[test], unseen >= threshold, units, miss, threshold)
    return result


def rows_cut(table: Table, target: str, split: str) -> Split:
    """Rows to train on, rows to test on, why so, and which of the test rows belong together."""
    rows = known_rows(table, target)[0]
    return cut_rows(table, target, rows[:: -(-len(rows) // ROWS_AT_ONCE)], split)


def event_rows(table: Table, target: str, event: str, train: np.ndarray) -> np.ndarray:
    """For every row of the table 1 if the event happened, else 0. What is high is told by the rows that train.

    ValueError if the rows that train hold too few events, or too few others.
    """
    known = np.flatnonzero(table.frame[target].notna())
    values, happened = target_values(table, target, known), np.zeros(len(table.frame), dtype=int)
    if event in SHARES:
        limit = np.quantile(target_values(table, target, train), SHARES[event])
        happened[known] = values < limit if event == LOW else values > limit
    else:
        happened[known] = values == event
    count = int(happened[train].sum())
    if min(count, len(train) - count) < FEWEST_EVENTS:
        raise ValueError(f"Of {len(train):,} rows that train, {count:,} are such an event: too few on one side.")
    return happened


def chances(table: Table, features: list[str], train, test, y: np.ndarray, model: str) -> tuple[np.ndarray, np.ndarray]:
    """The probability of the event: for rows that train, from a model that left them out, and for those that test."""
    X = feature_frame(table, features)
    tree = DecisionTreeClassifier(max_depth=5, min_samples_leaf=max(3, len(train) // 100), random_state=0)
    made = make_pipeline(prepared(X), tree if model == TREE else LogisticRegression(max_iter=200))
    seen = cross_val_predict(made, X.iloc[train], y, cv=StratifiedKFold(3), method="predict_proba")[:, 1]
    return seen, made.fit(X.iloc[train], y).predict_proba(X.iloc[test])[:, 1]


def cheapest(y: np.ndarray, chance: np.ndarray, miss: float) -> float:
    """The threshold at which the rows that train cost least."""
    costs, thresholds = cost_by_threshold(y, chance, false_alarm=1, miss=miss)
    return float(thresholds[np.argmin(costs)])


def judged(y: np.ndarray, alarm: np.ndarray, units: np.ndarray, miss: float, threshold: float) -> Outcome:
    """The cost of alarms on unseen rows, beside the two baselines, and what is saved against the cheaper one."""
    alarm = alarm.astype(int)
    (quiet, alarms), (missed, found) = confusion_matrix(y, alarm).tolist()
    cost, never, always = (
        100 * expected_cost(y, said, false_alarm=1, miss=miss) for said in (alarm, 0 * alarm, 0 * alarm + 1)
    )
    base = miss * y if never <= always else 1 - y
    low, high = interval(100 * (base - np.where(y == 1, miss * (1 - alarm), alarm)), units)
    right = (quiet + found) / len(y)
    return Outcome(
        cost,
        never,
        always,
        min(never, always) - cost,
        low,
        high,
        threshold,
        right,
        found,
        found + missed,
        alarms,
        len(y),
    )


def interval(values: np.ndarray, units: np.ndarray) -> tuple[float, float]:
    """The interval that holds 95 % of the means of values whose units are drawn again and again."""
    sums, sizes = np.bincount(units, weights=values), np.bincount(units)
    drawn = np.random.default_rng(0).integers(len(sums), size=(TIMES_DRAWN, len(sums)))
    low, high = np.quantile(sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1), [0.025, 0.975])
    return float(low), float(high)


def suspects_of(table: Table, target: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(suspect.column for suspect in leak_suspects(table, target)))
