"""How a column gives a target away: it is the target in other units, cut into steps, or one part of a sum.

A strong column is no suspect: a good model needs one. Suspected is only what a column that was measured on its own
would hardly show: that it fixes the target in every row.

x    a column's values in some rows: numbers, or words
y    the target in the same rows: numbers, or classes as text
"""

from __future__ import annotations

import numpy as np
import pandas as pd

FEWEST = 30  # rows: with fewer, nearly anything fits by chance
MOST_GROUPS = 30


def gives_away(x: pd.Series, y: np.ndarray, target: str) -> str:
    """How a column alone fixes the target, in words; "" if it doesn't.

    >>> y = np.random.default_rng(0).normal(size=40).round(3)
    >>> gives_away(pd.Series(2 * y + 1), y, "y"), gives_away(pd.Series(y > 0).map(int), y, "y")
    ('it is y in other units: one line runs through all rows', '')
    """
    known = x.notna().to_numpy()
    number, numeric = isinstance(y[0], float), pd.api.types.is_numeric_dtype(x)
    if known.sum() < max(FEWEST, 0.5 * len(known)) or len(set(y[known])) < min(len(set(y)), 2 + number):
        return ""
    x, y = x[known], y[known]
    return "" if is_clock(x, y) else fixed_by_number(x, y, target) if numeric else fixed_by_word(x, y, target)


def fixed_by_number(x: pd.Series, y: np.ndarray, target: str) -> str:
    """How a column of numbers fixes the target, in words; "" if it doesn't."""
    number = isinstance(y[0], float)
    if number and on_a_line(x, y):
        return f"it is {target} in other units: one line runs through all rows"
    if number and never_turns(x, y):
        return f"it alone determines {target}: sorted by it, {target} only rises or only falls"
    if not number and cut_into_classes(x, y):
        return f"{target} is this column, cut at a value: no two classes overlap"
    return fixed_by_word(x, y, target)


def fixed_by_word(x: pd.Series, y: np.ndarray, target: str) -> str:
    """How a column of few different cells fixes the target, in words; "" if it doesn't."""
    if isinstance(y[0], float) and in_steps(x, y):
        return f"it is {target} cut into bands: no two of its groups overlap"
    return f"all rows that share its value share {target}, too" if one_value_each(x, y) else ""


def is_clock(x: pd.Series, y: np.ndarray) -> bool:
    """True if x only rises, or only falls, from row to row: it counts the rows or tells the time, as y doesn't."""
    if not pd.api.types.is_numeric_dtype(x) or x.nunique() < 3:
        return False
    y = pd.Series(pd.factorize(y)[0] if y.dtype == object else y)
    steps = x.astype(float).diff().iloc[1:].round(9).unique()
    counts = len(set(steps) - {0.0}) == 1
    return is_sorted(x) and (counts or not is_sorted(y))


def is_sorted(values: pd.Series) -> bool:
    """True if values never fall, or never rise."""
    return values.is_monotonic_increasing or values.is_monotonic_decreasing


def on_a_line(x: pd.Series, y: np.ndarray) -> bool:
    """True if y = a·x + b in every row, but for rounding."""
    return x.nunique() > 2 and add_up(x.to_numpy(float)[:, None], y)


def never_turns(x: pd.Series, y: np.ndarray) -> bool:
    """True if y only rises with x, or only falls, in 30 different rows or more: one is a function of the other.

    Two columns that both rise from row to row are two trends, and tell nothing.
    """
    if is_sorted(x) or x.nunique() < FEWEST or len(np.unique(y)) < FEWEST:
        return False
    means = pd.Series(y).groupby(x.to_numpy(float)).agg(["min", "max"])
    rises = (means["min"].to_numpy()[1:] >= means["max"].to_numpy()[:-1]).all()
    falls = (means["max"].to_numpy()[1:] <= means["min"].to_numpy()[:-1]).all()
    return bool(rises or falls)


def in_steps(x: pd.Series, y: np.ndarray) -> bool:
    """True if the groups of x hold y in ranges that meet and don't overlap, as the bands of a price do."""
    groups = pd.Series(y).groupby(x.to_numpy())
    low, high, count = groups.min(), groups.max(), groups.size()
    if not 3 <= len(low) <= min(MOST_GROUPS, len(y) / 5) or count.min() < 2:
        return False
    order = np.lexsort([high, low])
    low, high, count = low.to_numpy()[order], high.to_numpy()[order], count.to_numpy()[order]
    return meets(low, high, (high - low) / (count - 1))


def meets(low: np.ndarray, high: np.ndarray, spacing: np.ndarray) -> bool:
    """True if ranges in their order meet: no overlap, and no gap of more than five times the spacing beside it."""
    gap, beside = low[1:] - high[:-1], np.maximum(spacing[1:], spacing[:-1])
    return bool((gap >= 0).all() and (gap <= 5 * beside).all() and (spacing > 0).any())


def cut_into_classes(x: pd.Series, y: np.ndarray) -> bool:
    """True if each class is a range of x, the ranges meet, and rows are many where they do.

    Groups that differ by nature overlap, or leave a gap, or thin out towards each other.
    """
    groups = x.astype(float).groupby(y)
    if groups.size().min() < 5 or groups.nunique().max() < 5:
        return False
    parts = sorted((part.to_numpy() for _, part in groups), key=min)
    low, high = np.array([part.min() for part in parts]), np.array([part.max() for part in parts])
    spacing = np.array([(part.max() - part.min()) / max(len(np.unique(part)) - 1, 1) for part in parts])
    dense = (max(edge_share(below, 1), edge_share(above, -1)) >= 0.35 for below, above in zip(parts, parts[1:]))
    return meets(low, high, spacing) and bool((low[1:] > high[:-1]).all()) and all(dense)


def edge_share(values: np.ndarray, end: int) -> float:
    """The share of numbers in the upper (1) or lower (−1) quarter of their range.

    >>> edge_share(np.array([0.0, 1, 2, 3, 3.5, 4]), 1), edge_share(np.array([5.0, 5]), -1)
    (0.5, 1.0)
    """
    rising = end * values
    return float(np.mean(rising >= rising.max() - 0.25 * np.ptp(rising)))


def one_value_each(x: pd.Series, y: np.ndarray) -> bool:
    """True if rows with the same x always have the same y, in up to 30 groups of three rows or more on average."""
    codes, groups = pd.factorize(x)
    if not 2 <= len(groups) <= min(MOST_GROUPS, len(y) / 3) or pd.Series(codes).value_counts().min() < 2:
        return False
    return pd.Series(y).groupby(codes).nunique().max() == 1


def parts_of(X: np.ndarray, y: np.ndarray) -> list[int]:
    """Up to four columns that together give y exactly, as parts of a sum or, of positive numbers, of a product do."""
    whole = np.isfinite(X).all(axis=1)
    if whole.sum() < max(20, 3 * X.shape[1] + 3):
        return []
    X, y = X[whole], y[whole]
    if found := parts_of_a_sum(X, y, steps_of(X), steps_of(y[:, None])):
        return found
    at = np.flatnonzero((X > 0).all(axis=0))
    if len(at) < 2 or (y <= 0).any():
        return []
    X, steps = X[:, at], (steps_of(X[:, at]) / X[:, at], steps_of(y[:, None]) / y[:, None])
    return [int(at[place]) for place in parts_of_a_sum(np.log(X), np.log(y), *steps)]


def parts_of_a_sum(X: np.ndarray, y: np.ndarray, grain: np.ndarray, grain_of_y: np.ndarray) -> list[int]:
    """Columns, one by one the most telling, until a weighted sum of at most four gives y exactly; else none.

    >>> X = np.random.default_rng(0).normal(size=(40, 3)).round(2)
    >>> parts_of_a_sum(X, X[:, 0] + X[:, 2], steps_of(X), np.full((1, 1), 0.01))
    [0, 2]
    """
    chosen: list[int] = []
    for _ in range(min(4, X.shape[1])):
        fits = {at: fit_of(X[:, [*chosen, at]], y)[0] for at in range(X.shape[1]) if at not in chosen}
        chosen.append(max(fits, key=lambda at: fits[at]))
        if add_up(X[:, chosen], y, grain[:, chosen], grain_of_y):
            return sorted(chosen)
    return []


def add_up(X: np.ndarray, y: np.ndarray, grain=None, grain_of_y=None) -> bool:
    """True if a weighted sum of the columns, and a constant, misses no y by more than the numbers were rounded.

    grain    how finely each number is written: 0.01 for two decimals
    """
    grain, grain_of_y = (steps_of(X), steps_of(y[:, None])) if grain is None else (grain, grain_of_y)
    r2, w, missed = fit_of(X, y)
    allowed = 0.55 * (grain_of_y[:, 0] + grain @ np.abs(w)) + 1e-6 * np.std(y)
    return bool(r2 > 0.999 and (np.abs(missed) <= allowed).all())


def steps_of(X: np.ndarray) -> np.ndarray:
    """How finely the numbers of each column are written, from 1 down to 0.000001, shape (1, columns).

    >>> steps_of(np.array([[1.5, 3.0], [2.25, 4.0]])).tolist()
    [[0.01, 1.0]]
    """
    fits = [np.abs(X * 10**digits - np.round(X * 10**digits)).max(axis=0) < 1e-4 for digits in range(6)]
    return 10.0 ** -np.where(np.any(fits, axis=0), np.argmax(fits, axis=0), 6)[None, :]


def fit_of(X: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
    """Least squares with an intercept: R², the weights of the columns, and what each row misses."""
    A = np.column_stack([X, np.ones(len(X))])
    scale = np.abs(A).max(axis=0) + 1e-12
    w = np.linalg.lstsq(A / scale, y, rcond=None)[0] / scale
    missed = y - A @ w
    return float(1 - np.mean(missed**2) / max(np.var(y), 1e-300)), w[:-1], missed
