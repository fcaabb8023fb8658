"""What a table says about one of its columns: suspects first, then an honest split, a baseline, two models, intervals.

target     the column to predict; a number ("number") or one of several classes ("classes")
rows       the places of the rows that take part: those whose target is known
features   the columns that the models may use
units      rows that belong together get one number: the same person, the same stretch of days, or a row by itself
score      R² for a number, accuracy for classes: 1 for a model that is always right. R² has no lowest value
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.impute import SimpleImputer
from sklearn.inspection import permutation_importance
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import GroupShuffleSplit, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from labs.apply.your_data.columns import GROUPS, LAST_IDS, apart, count_of, is_named, listed, quoted
from labs.apply.your_data.suspects import gives_away, parts_of
from labs.apply.your_data.tables import Table

FEWEST_ROWS = 10  # with fewer, nothing can be set aside
FEWEST_OF_A_CLASS = 5
MOST_CLASSES = 30
MOST_ROWS = 8000  # more rows than this are thinned out before models are fitted: an answer within seconds
MOST_CELLS = 800_000
TEST_SHARE = 0.3
LARGEST = 1e30  # the square of such a number, and the sum of many, still fits into a float
NOTHING_LEFT = "No column is left to predict from. Put one back, or choose another target."
TARGETS = (
    r"target|label|class|outcome|y|response|default|churn(?:ed)?|survived|died|species|diagnosis|result|late|spam|fraud",
    r"preis|umsatz|miete|ergebnis|prix|ventes|precio|ventas|price|sales|demand|rentals|cnt|count|score|grade|rating|revenue|cost|quality|mpg|medv|charges|income|salary|status|"
    r"type|category|yield|power|load|strength|life_?expectancy\w*",
)
CLOCKS = "year|month|day|hour|week|weekday|time|age|sex|gender"
TIMES = "time|timestamp|datetime|date|epoch|ts|zeit|uhrzeit|zeitstempel|heure|hora"
YEARS = "year|years|yr|jahr|année|annee|año|ano|anno|rok|год|年"


class Suspicion(NamedTuple):
    """A column that may give the target away, why, and how sure that is: 1 for one that determines it."""

    column: str
    why: str
    strength: float


class Split(NamedTuple):
    """Which rows train and which test, its kind ("random", "group" or "time"), why so, and the units of the test."""

    train: np.ndarray
    test: np.ndarray
    kind: str
    why: str
    units: np.ndarray


class Scores(NamedTuple):
    """For each model, in the order of `names`: its score, and the interval that holds 95 % of the resampled ones.

    gain is how much the better of the models adds to the baseline, with its interval.
    """

    names: tuple[str, ...]
    score: np.ndarray
    low: np.ndarray
    high: np.ndarray
    better: str
    gain: tuple[float, float, float]


# ---------------------------------------------------------------- the target


def task_of(table: Table, target: str) -> str:
    """ "number" or "classes": what predicting this column is. ValueError if it can't be predicted, with the reason.

    Whole numbers are classes where there are two, or up to ten under a name such as class or label.
    """
    if target not in table.types:
        raise ValueError(f"There is no column {quoted(target)} in this table. Choose another target.")
    values, kind = table.frame[target].dropna(), table.types[target]
    distinct, rows = values.nunique(), count_of(len(values), "row")
    if kind in ("id", "text", "date"):
        what = {"id": "ids", "text": "free text", "date": "dates"}[kind]
        raise ValueError(f"{quoted(target)} holds {what}: choose a column of numbers, of groups, or of yes and no.")
    if distinct < 2:
        raise ValueError(f"{quoted(target)} never changes, so there is nothing to predict. Choose another target.")
    if len(values) < FEWEST_ROWS:
        raise ValueError(
            f"{quoted(target)} is known in {rows}. At least {FEWEST_ROWS} are needed, to leave some for the test."
        )
    if kind == "number" and not (distinct == 2 or (distinct <= 10 and is_named(target, TARGETS[0]) and whole(values))):
        return number_task(target, values)
    if len(kept_classes(values)) < 2:
        raise ValueError(too_rare(target, values))
    return "classes"


def number_task(target: str, values: pd.Series) -> str:
    """ "number", or ValueError if the numbers are too large to be squared."""
    if values.abs().max() > LARGEST:
        raise ValueError(f"{quoted(target)} holds numbers beyond {LARGEST:g}: too large to square. Take logarithms.")
    return "number"


def too_rare(target: str, values: pd.Series) -> str:
    """A sentence on classes of which fewer than two occur often enough."""
    counts = values.value_counts()
    name = {True: "yes", False: "no"}.get(counts.index[-1], counts.index[-1])
    rows = count_of(int(counts.iloc[-1]), "row")
    if len(counts) == 2:
        return (
            f"{quoted(target)} is {quoted(name)} in only {rows}. At least {FEWEST_OF_A_CLASS} are needed: some to "
            "learn from, some to test on. Collect more of them, or choose another target."
        )
    return (
        f"{quoted(target)} has {len(counts):,} classes, and fewer than two of them occur in {FEWEST_OF_A_CLASS} rows: "
        "too rare to learn from. Choose another target, or put rare classes together."
    )


def whole(values: pd.Series) -> bool:
    """True if all numbers are whole."""
    return bool((values % 1 == 0).all())


def kept_classes(values: pd.Series) -> list:
    """The classes that occur often enough to be learnt, the commonest first, at most MOST_CLASSES of them.

    >>> kept_classes(pd.Series(["a"] * 6 + ["b"] * 5 + ["c"]))
    ['a', 'b']
    """
    counts = values.value_counts()
    return counts[counts >= FEWEST_OF_A_CLASS].index[:MOST_CLASSES].tolist()


def suggest_target(table: Table) -> str:
    """The column that people most likely want to predict: by its name, its place and its kind.

    ValueError, with the reason for the last column, if none can be predicted.
    """
    points = {name: likeness(table, name, at) for at, name in enumerate(table.frame) if can_be_target(table, name)}
    if not points:
        task_of(table, list(table.frame)[-1])
        raise ValueError("No column of this table can be predicted from the others.")
    return max(points, key=lambda name: points[name])


def can_be_target(table: Table, name: str) -> bool:
    """True if a column can be predicted at all."""
    try:
        task_of(table, name)
    except ValueError:
        return False
    return True


def likeness(table: Table, name: str, at: int) -> float:
    """How much a column looks like a target, in points."""
    kind, last = table.types[name], at == table.frame.shape[1] - 1
    against = is_named(name, CLOCKS) + is_named(name, GROUPS) + table.missing[name] / len(table.frame)
    likely = 4 * is_named(name, TARGETS[0]) + 2 * is_named(name, TARGETS[1]) + 1.5 * last
    return likely + (kind == "yes/no") + 0.5 * (kind == "category") - 2 * against


def known_rows(table: Table, target: str, seed: int = 0) -> tuple[np.ndarray, list[str]]:
    """The places of the rows to learn from, in their order, and sentences on those left out and why."""
    values, said = table.frame[target], []
    take = values.notna().to_numpy(copy=True)
    if not take.all():
        said.append(f"{count_of(int((~take).sum()), 'row')} without a known {quoted(target)}: left out.")
    if task_of(table, target) == "classes":
        kept = kept_classes(values.dropna())
        rare = take & ~values.isin(kept).to_numpy()
        if rare.any():
            classes, count = values[rare].nunique(), count_of(int(rare.sum()), "row")
            those = "1 class is" if classes == 1 else f"{classes:,} classes are"
            said.append(f"{those} too rare to learn, and left out with {count}.")
        take &= ~rare
    rows = np.flatnonzero(take)
    most = int(min(MOST_ROWS, max(500, MOST_CELLS / table.frame.shape[1])))
    if len(rows) > most:
        said.append(
            f"The models learn from {most:,} rows, drawn at random from {len(rows):,}, to answer within seconds."
        )
        rows = np.sort(np.random.default_rng(seed).choice(rows, most, replace=False))
    return rows, said


def why_not(table: Table, target: str, left_out: tuple[str, ...] = (), split: str = "honest") -> str:
    """Why nothing can be predicted, in a sentence; "" if something can."""
    try:
        task = task_of(table, target)
    except ValueError as problem:
        return str(problem)
    features, reasons = usable(table, target)
    if not set(features) - set(left_out):
        return nothing_left(target, reasons, left_out)
    test = cut_rows(table, target, known_rows(table, target)[0], split).test
    if task == "number" and np.ptp(target_values(table, target, test)) == 0:
        return f"{quoted(target)} never changes among the test rows, so no score can be told. Choose another target."
    return ""


def nothing_left(target: str, reasons: dict[str, str], left_out: tuple[str, ...]) -> str:
    """A sentence on why no column is left, for each of them."""
    why = [f"{quoted(name)} ({reason})" for name, reason in reasons.items()]
    why += [f"{quoted(name)} (you left it out)" for name in left_out]
    return f"No column is left to predict {quoted(target)} from. Not used: {listed(why, most=3)}."


# ---------------------------------------------------------------- features


def usable(table: Table, target: str) -> tuple[list[str], dict[str, str]]:
    """The columns that models can use, and for each of the others the reason why not."""
    kinds = {"id": "an id names a row and says nothing about it", "text": "free text isn't used here"}
    reasons = {name: kinds[kind] for name, kind in table.types.items() if kind in kinds}
    for name in table.frame:
        if table.frame[name].nunique() < 2:
            reasons[name] = "it never changes" if table.frame[name].nunique() else "every cell is missing"
    if group := group_column(table, target):
        reasons[group] = "it says whose row it is, and the models have to work for new people and things"
    reasons.pop(target, None)
    return [name for name in table.frame if name != target and name not in reasons], reasons


def feature_frame(table: Table, features: list[str]) -> pd.DataFrame:
    """The features as numbers and words: yes is 1 and no 0, a date becomes a day count, a month and a weekday.

    Numbers beyond ±1e30 count as that. ValueError if there is no feature.
    """
    if not features:
        raise ValueError(NOTHING_LEFT)
    parts = {}
    for name in features:
        values, kind = table.frame[name], table.types[name]
        if kind == "date":
            parts |= {f"{name}: {part}": numbers for part, numbers in date_parts(values).items()}
        elif kind == "category":
            parts[name] = values.astype(object).where(values.notna(), "missing")
        else:
            parts[name] = values.astype("float64").clip(-LARGEST, LARGEST)
    return pd.DataFrame(parts)


def date_parts(dates: pd.Series) -> dict[str, pd.Series]:
    """A date as numbers: days since the first, month, weekday, and the hour where there is one."""
    days = (dates - dates.min()).dt.total_seconds() // 86400
    parts = {"day": days, "month": dates.dt.month, "weekday": dates.dt.day_of_week, "hour": dates.dt.hour}
    return {name: part.astype("float64") for name, part in parts.items() if name == "day" or part.nunique() > 1}


def target_values(table: Table, target: str, rows: np.ndarray) -> np.ndarray:
    """The target of some rows: numbers, or classes as text."""
    values = table.frame[target].iloc[rows]
    if task_of(table, target) == "number":
        return values.to_numpy(float)
    words = {True: "yes", False: "no"} if table.types[target] == "yes/no" else {}
    return np.array([words.get(value, str(value)) for value in values], dtype=object)


# ---------------------------------------------------------------- how columns spread and go together


def relations(table: Table, target: str) -> list[str]:
    """Sentences on scales that differ, and on the two columns that go together most, among the features' numbers.

    At most 60 columns and 8,000 rows are looked at: those the models may see.
    """
    names = [name for name in usable(table, target)[0] if table.types[name] == "number"][:60]
    numbers = table.frame[names].iloc[known_rows(table, target)[0]].astype("float64").clip(-LARGEST, LARGEST)
    return [sentence for sentence in (scales_told(numbers), pair_told(numbers)) if sentence]


def scales_told(numbers: pd.DataFrame) -> str:
    """A sentence if one column spreads ten times as widely as another or more, by standard deviation; else "".

    >>> scales_told(pd.DataFrame({"m": [1.0, 2, 3], "mm": [1000.0, 2000, 3000]})).partition(":")[0]
    'On very different scales'
    >>> scales_told(pd.DataFrame({"a": [1.0, 2, 3], "b": [3.0, 5, 7]}))
    ''
    """
    spread = numbers.std()
    spread = spread[spread > 0]
    if len(spread) < 2 or spread.max() < 10 * spread.min():
        return ""
    wide, narrow, times = spread.idxmax(), spread.idxmin(), spread.max() / spread.min()
    return (
        f"On very different scales: the standard deviation of {quoted(wide)} is {times:,.0f} times that of "
        f"{quoted(narrow)}. Distances would hardly see {quoted(narrow)}, so each column of numbers is standardised."
    )


def pair_told(numbers: pd.DataFrame) -> str:
    """A sentence on the two columns with the largest |r|, from 0.5 on; "" if there are none, known in ten rows or more.

    >>> pair_told(pd.DataFrame({"a": range(10), "b": range(10, 0, -1), "c": [0, 1] * 5})).partition(",")[0]
    'Most alike of the columns to predict from: “a” and “b”'
    """
    r = numbers.corr(min_periods=10).to_numpy(copy=True)
    strength = np.nan_to_num(np.abs(np.triu(r, 1)))
    if not strength.size or strength.max() < 0.5:
        return ""
    a, b = np.unravel_index(strength.argmax(), strength.shape)
    pair = f"{quoted(numbers.columns[a])} and {quoted(numbers.columns[b])}, r = {r[a, b]:.3f}".replace("r = -", "r = −")
    near = " Both say nearly the same, so the weight of either means little by itself." if strength[a, b] > 0.9 else ""
    return f"Most alike of the columns to predict from: {pair}.{near}"


def summed_up(table: Table, target: str, most: int = 300) -> pd.DataFrame:
    """Every column: its type, missing and different cells, mean, standard deviation, commonest cell, r with the target.

    r is that of the numbers, for a target that is a number, or yes (1) and no (0).
    """
    numeric = ("number", "yes/no")
    goal = table.frame[target].astype("float64") if table.types[target] in numeric else None
    rows = []
    for name, kind in list(table.types.items())[:most]:
        values = table.frame[name]
        numbers = values.astype("float64") if kind in numeric else None
        told = {"column": name, "type": kind, "missing": table.missing[name], "different": values.nunique()}
        told["mean"] = None if numbers is None else numbers.mean()
        told["standard deviation"] = None if numbers is None else spread_of(numbers)
        told["commonest"] = "".join(values.mode().astype(str).head(1))[:40]
        told[f"r with {target}"] = None if numbers is None or goal is None else r_of(numbers, goal)
        rows.append(told)
    return pd.DataFrame(rows)


def r_of(a: pd.Series, b: pd.Series) -> float | None:
    """The correlation of two columns; None where one never changes."""
    both = a.notna() & b.notna()
    a, b = (values[both] / (values[both].abs().max() or 1) for values in (a, b))
    return float(a.corr(b)) if both.any() and min(a.nunique(), b.nunique()) > 1 else None


def spread_of(values: pd.Series) -> float:
    """The standard deviation, also of numbers whose squares are too large for a float."""
    scale = values.abs().max() or 1.0
    return float((values / scale).std() * scale)


# ---------------------------------------------------------------- leak suspects


def leak_suspects(table: Table, target: str) -> list[Suspicion]:
    """Columns that give the target away, the surest first: copies, cuts, parts of a sum, gaps that tell.

    At most 3,000 rows are looked at, in their order: nothing is shuffled.
    """
    rows = known_rows(table, target)[0]
    rows = rows[:: max(1, len(rows) // 3000)]
    y, names = target_values(table, target, rows), screened(table, target, rows)
    plain = {name: table.frame[name].iloc[rows] for name in names if table.types[name] != "date"}
    ways = {name: gives_away(as_values(x), y, quoted(target)) for name, x in plain.items()}
    found = [Suspicion(name, way, 1.0) for name, way in ways.items() if way]
    found += telling_gaps(table, target, y, rows)
    if isinstance(y[0], float):
        found += parts(table, target, y, rows) if not found else []
    else:
        found += far_ahead(table, target, y, rows, [name for name in plain if not ways[name]])
    return sorted(found, key=lambda suspect: -suspect.strength)


def as_values(x: pd.Series) -> pd.Series:
    """A column as numbers where it holds numbers, or yes and no; else as words."""
    return x.astype(object) if pd.api.types.is_string_dtype(x) or x.dtype == object else x.astype("float64")


def far_ahead(table: Table, target: str, y: np.ndarray, rows: np.ndarray, names: list[str]) -> list[Suspicion]:
    """A number that alone removes six tenths of the errors where each of three others or more removes next to none.

    Of two classes only, one of them rare: a delay that is known no sooner than the answer looks like this.
    """
    if len(set(y)) != 2 or len(y) < 100 or pd.Series(y).value_counts(normalize=True).min() > 1 / 3:
        return []
    alone = {name: power_alone(table, target, name, y, rows) for name in names}
    *others, best = sorted(alone, key=lambda name: alone[name]) or [""]
    if len(others) < 3 or alone[best] < 0.6 or alone[others[-1]] > 0.1 or table.types[best] != "number":
        return []
    share = f"{100 * alone[best]:.0f} % of the errors"
    why = f"it alone removes {share}, and no other column removes 10 %. Ask whether it is known in time"
    return [Suspicion(best, why, alone[best])]


def screened(table: Table, target: str, rows: np.ndarray, most: int = 40) -> list[str]:
    """The features worth a closer look: all, or of a wide table those most related to the target, by ranks."""
    features, _ = usable(table, target)
    if len(features) <= most:
        return features
    codes = pd.factorize(table.frame[target].iloc[rows], sort=True)[0]
    ranks = {
        name: np.argsort(np.argsort(pd.factorize(table.frame[name].iloc[rows], sort=True)[0])) for name in features
    }
    related = {name: abs(np.corrcoef(rank, codes)[0, 1]) for name, rank in ranks.items()}
    return sorted(features, key=lambda name: -related[name])[:most]


def power_alone(table: Table, target: str, name: str, y: np.ndarray, rows: np.ndarray) -> float:
    """The share of the baseline's errors that one column alone removes, in a small tree, on unseen rows."""
    X = feature_frame(table, [name]).iloc[rows]
    if X[X.columns[0]].dtype == object:
        codes, words = pd.factorize(X[name])
        if len(words) > 0.2 * len(rows):
            return 0.0
        X = pd.get_dummies(pd.Series(codes)).astype(float)
    tree = DecisionTreeClassifier(max_leaf_nodes=max(8, 2 * len(set(y))), min_samples_leaf=2, random_state=0)
    train, test = (np.searchsorted(rows, part) for part in honest_split(table, target, rows)[:2])
    X = np.nan_to_num(X.to_numpy(float), nan=-1e9)
    return error_removed(y[test], tree.fit(X[train], y[train]).predict(X[test]))


def error_removed(y: np.ndarray, predicted: np.ndarray) -> float:
    """1 − error / baseline's error: of squared errors for numbers, of wrong answers for classes.

    >>> error_removed(np.array(["a", "a", "b", "b"]), np.array(["a", "a", "b", "a"]))
    0.5
    """
    if isinstance(y[0], float):
        error, base = np.mean((y - predicted) ** 2), np.var(y)
    else:
        error, base = np.sum(y != predicted), len(y) - pd.Series(y).value_counts().iloc[0]
    return float(1 - error / base) if base > 0 else 0.0


def telling_gaps(table: Table, target: str, y: np.ndarray, rows: np.ndarray) -> list[Suspicion]:
    """Columns that are filled or missing depending on the class: written down only once the answer was known."""
    if isinstance(y[0], float):
        return []
    found = []
    for name in table.frame:
        gaps = table.frame[name].iloc[rows].isna().to_numpy()
        if name != target and min(gaps.sum(), (~gaps).sum()) >= FEWEST_OF_A_CLASS:
            guess = [pd.Series(y[gaps == gap]).mode()[0] for gap in (False, True)]
            power = error_removed(y, np.where(gaps, guess[1], guess[0]))
            if power >= 0.8:
                found.append(Suspicion(name, f"whether it is filled gives {quoted(target)} away", power))
    return found


def parts(table: Table, target: str, y: np.ndarray, rows: np.ndarray) -> list[Suspicion]:
    """Up to four columns of numbers that together give the target exactly."""
    names = [name for name in usable(table, target)[0] if table.types[name] == "number"][:60]
    found = [names[at] for at in parts_of(table.frame[names].iloc[rows].to_numpy(float), y)] if names else []
    if len(found) < 2:
        return []
    why = f"{listed(map(quoted, found))} together give {quoted(target)} exactly"
    return [Suspicion(name, why, 1.0) for name in found]


# ---------------------------------------------------------------- the split


def honest_split(table: Table, target: str, rows: np.ndarray, seed: int = 0) -> Split:
    """Training and test rows as the model would meet them: new people, later days, or any other rows; and why so.

    Rows that are equal in every cell stay on one side. Three rows in ten are for the test.
    """
    group, date = group_column(table, target, rows), date_column(table, target, rows)
    if group:
        units = pd.factorize(table.frame[group].iloc[rows].astype(str))[0]
        count = len(set(units))
        why = f"by {quoted(group)}: its {count:,} groups repeat, so the test holds groups that training never saw"
        return split_by_units(rows, units, "group", why, seed)
    if date:
        return split_by_time(table, date, rows)
    return shuffled_split(table, target, rows, seed)


def cut_rows(table: Table, target: str, rows: np.ndarray, split: str, seed: int = 0) -> Split:
    """Training and test rows, cut the honest way or drawn ("shuffled")."""
    return (honest_split if split == "honest" else drawn_split)(table, target, rows, seed)


def shuffled_split(table: Table, target: str, rows: np.ndarray, seed: int = 0) -> Split:
    """Rows drawn at random, the same share of each class; rows that are equal in every cell stay on one side."""
    equal = pd.util.hash_pandas_object(table.frame.iloc[rows], index=False)
    units = pd.factorize(equal)[0]
    if len(set(units)) < len(rows):
        twins = len(rows) - len(set(units))
        repeats = count_of(twins, "repeated row")
        why = f"at random, {repeats} on the side of the first, so that training saw no test row"
        return split_by_units(rows, units, "random", why, seed)
    return drawn_split(table, target, rows, seed)


def drawn_split(table: Table, target: str, rows: np.ndarray, seed: int = 0) -> Split:
    """Rows drawn at random, whatever belongs together; for classes the same share of each on both sides."""
    classes = target_values(table, target, rows) if task_of(table, target) == "classes" else None
    fits = classes is not None and len(set(classes)) <= int(TEST_SHARE * len(rows))
    train, test = train_test_split(rows, test_size=TEST_SHARE, random_state=seed, stratify=classes if fits else None)
    why = (
        "at random, with the same share of each class on both sides"
        if fits
        else "at random, since no column says when a row was recorded or whose it is"
    )
    return Split(np.sort(train), np.sort(test), "random", why, np.arange(len(test)))


def split_by_units(rows: np.ndarray, units: np.ndarray, kind: str, why: str, seed: int) -> Split:
    """Whole units drawn at random for the test."""
    train, test = next(GroupShuffleSplit(1, test_size=TEST_SHARE, random_state=seed).split(rows, groups=units))
    return Split(rows[train], rows[test], kind, why, pd.factorize(units[test])[0])


def split_by_time(table: Table, date: str, rows: np.ndarray, blocks: int = 20) -> Split:
    """The last three rows in ten for the test; its units are stretches of time, since neighbouring days are alike.

    Rows without a date stand before all others, so they train.
    """
    when = table.frame[date].iloc[rows]
    ordered = rows[np.argsort(when.rank(method="first", na_option="top").to_numpy(), kind="stable")]
    cut = len(ordered) - max(1, int(TEST_SHARE * len(ordered)))
    train, test = ordered[:cut], ordered[cut:]
    named = f" ({quoted(date)})" if table.types[date] != "date" else ""
    since = moment(table.frame[date].iloc[test[0]])
    why = f"by time{named}: trained on what came before {since}, tested on what came after, as the model would be used"
    return Split(train, test, "time", why, np.arange(len(test)) * min(blocks, len(test)) // len(test))


def moment(when) -> str:
    """A date, a year, seconds since 1970 or a time, as it is read.

    >>> moment(pd.Timestamp("2023-01-05")), moment(1985), moment(1.7e12), moment(2.5)
    ('2023-01-05', '1985', '2023-11-14', '2.5')
    """
    if not hasattr(when, "year"):
        unit = next((unit for unit in (1, 1000, 1e6, 1e9) if 9e8 * unit < when < 2.2e9 * unit), 0)
        if not unit:
            return f"{when:g}"
        when = pd.Timestamp(when / unit, unit="s")
    return f"{when:%Y-%m-%d}"


def group_column(table: Table, target: str, rows: np.ndarray | None = None) -> str:
    """The column that says which rows belong to one person or thing; "" if there is none.

    It is an id that repeats, or has a name such as patient or customer; eight groups or more, of two rows on average.
    Numbers are one only if the name says nothing else: customer, store no, but not years_member or family_size.
    """
    bare = rf"[^a-z]*(?:{GROUPS})[^a-z]*(?:(?:id|code|{LAST_IDS})[^a-z]*)?"
    for name, kind in table.types.items():
        values = table.frame[name] if rows is None else table.frame[name].iloc[rows]
        named = re.fullmatch(bare, apart(name)) if kind == "number" else is_named(name, GROUPS) and kind != "date"
        if name != target and (kind == "id" or named) and values.isna().sum() < 0.1 * len(values):
            if 8 <= values.nunique() <= len(values) / 2:
                return name
    return ""


def date_column(table: Table, target: str, rows: np.ndarray) -> str:
    """The column that says when each row was; "" if there is none. A birthday says nothing of when."""
    for name, kind in table.types.items():
        values = table.frame[name].iloc[rows]
        born = re.search(r"birth|born|dob|geb|naiss|nacim", name.lower())
        clock = not born if kind == "date" else kind == "number" and is_clock_of_numbers(name, values)
        if clock and name != target and values.isna().mean() < 0.1 and values.nunique() >= 10:
            return name
    return ""


def is_clock_of_numbers(name: str, values: pd.Series) -> bool:
    """True if numbers say when a row was: years, seconds since 1970, or a time that rises from row to row.

    >>> is_clock_of_numbers("year", pd.Series([1999, 2001])), is_clock_of_numbers("ts", pd.Series([1.7e9, 1.6e9]))
    (True, True)
    >>> is_clock_of_numbers("time", pd.Series([3.5, 1.2])), is_clock_of_numbers("years_member", pd.Series([1999, 2001]))
    (False, False)
    """
    if re.fullmatch(YEARS, name.lower()):
        return bool(values.dropna().between(1600, 2200).all())
    if not is_named(name, TIMES):
        return False
    seconds = any(values.dropna().between(9e8 * unit, 2.2e9 * unit).all() for unit in (1, 1000, 1e6, 1e9))
    return bool(seconds or (values.notna().all() and values.is_monotonic_increasing and values.is_unique))


# ---------------------------------------------------------------- models and scores


def three_models(task: str, X: pd.DataFrame, count: int) -> dict:
    """A baseline that knows no feature, a linear model and a tree, each with all that is fitted before it.

    Gaps are filled, numbers standardised and words turned into columns of 0 and 1 with what training shows, no more.
    """
    if task == "number":
        models = DummyRegressor(), Ridge(), DecisionTreeRegressor
    else:
        models = DummyClassifier(), LogisticRegression(max_iter=200), DecisionTreeClassifier
    leaf = max(3, count // 100)
    tree = models[2](max_depth=6, min_samples_leaf=leaf, random_state=0)
    return {
        "baseline": models[0],
        "linear": make_pipeline(prepared(X), models[1]),
        "tree": make_pipeline(prepared(X), tree),
    }


def prepared(X: pd.DataFrame) -> ColumnTransformer:
    """Numbers filled with their median and standardised; words as columns of 0 and 1, at most 20 for each feature."""
    words = [name for name in X if X[name].dtype == object]
    numbers = [name for name in X if name not in words]
    filled = SimpleImputer(strategy="median", keep_empty_features=True)
    one_hot = OneHotEncoder(handle_unknown="infrequent_if_exist", max_categories=20, sparse_output=False)
    return ColumnTransformer([("numbers", make_pipeline(filled, StandardScaler()), numbers), ("words", one_hot, words)])


def fitted(models: dict, X: pd.DataFrame, y: np.ndarray) -> dict:
    """Each model fitted to the training rows; where these hold one class only, all are the baseline."""
    if len(set(y)) < 2:
        models = dict.fromkeys(models, models["baseline"])
    return {name: model.fit(X, y) for name, model in models.items()}


def score_models(y: np.ndarray, predicted: dict[str, np.ndarray], units: np.ndarray, seed: int = 0) -> Scores:
    """Every model's score on the test, and its interval: 500 times, draw as many units as there are, with replacement.

    The better model is the one with the higher score; gain is its score less the baseline's, drawn the same way.
    """
    parts = {name: unit_sums(y, guess, units) for name, guess in predicted.items()}
    count = int(units.max()) + 1
    times = np.random.default_rng(seed).multinomial(count, np.full(count, 1 / count), size=500)
    drawn = {name: score_of(times @ sums) for name, sums in parts.items()}
    names, scores = tuple(parts), np.array([score_of(sums.sum(axis=0)) for sums in parts.values()])
    low, high = np.array([np.nanquantile(drawn[name], (0.025, 0.975)) for name in names]).T
    better = names[1 + int(np.argmax(scores[1:]))]
    more = np.nanquantile(drawn[better] - drawn["baseline"], (0.025, 0.975))
    gain = float(scores[names.index(better)] - scores[0])
    return Scores(names, scores, low, high, better, (gain, float(more[0]), float(more[1])))


def unit_sums(y: np.ndarray, predicted: np.ndarray, units: np.ndarray) -> np.ndarray:
    """What a score is made of, summed over each unit: n, Σz, Σz², Σ(z − ẑ)² for numbers; n, right ones for classes.

    z is y less its mean, in standard deviations: a score knows no units.
    """
    if isinstance(y[0], float):
        scale = np.std(y) or 1.0
        centred = (y - y.mean()) / scale
        columns = [np.ones(len(y)), centred, centred**2, ((y - predicted) / scale) ** 2]
    else:
        columns = [np.ones(len(y)), (y == predicted).astype(float)]
    return np.column_stack([np.bincount(units, weights=column) for column in columns])


def score_of(sums: np.ndarray) -> np.ndarray:
    """R² = 1 − Σ(y − ŷ)² / Σ(y − mean)², or accuracy = right / count, from the sums along the last axis.

    R² is 1 at best and has no lowest value; NaN where y doesn't change.
    """
    if sums.shape[-1] == 2:
        return sums[..., 1] / sums[..., 0]
    count, total, squares, errors = np.moveaxis(sums, -1, 0)
    spread = squares - total**2 / count
    return 1 - errors / np.where(spread > 1e-12 * squares, spread, np.nan)


def beyond_told(y_train: np.ndarray, y_test: np.ndarray) -> str:
    """A sentence if one test row in twenty or more lies beyond every number that training saw; else "".

    >>> beyond_told(np.array([1.0, 2, 3]), np.array([3.0, 4, 5])).partition(":")[0]
    '2 of 3 test rows lie above all that training saw'
    """
    above, below = int((y_test > y_train.max()).sum()), int((y_test < y_train.min()).sum())
    count, where = (above, "above") if above >= below else (below, "below")
    if count < 0.05 * len(y_test):
        return ""
    lie = "lies" if count == 1 else "lie"
    return (
        f"{count:,} of {len(y_test):,} test rows {lie} {where} all that training saw: a tree can't go there. It says "
        "the mean of some training rows, so it never leaves their range."
    )


def leaning(model, X: pd.DataFrame, y: np.ndarray, seed: int = 0, most: int = 6) -> dict[str, float]:
    """How much the score falls when one column's cells change places among the test rows: what the model leans on.

    Looked at are the columns that count most inside the model. The largest fall stands first.
    """
    if not hasattr(model, "steps"):
        return {}
    names = strongest(model, X, 2 * most)

    def removed(model, shuffled: pd.DataFrame, y: np.ndarray) -> float:
        return error_removed(y, model.predict(X.assign(**shuffled)))

    found = permutation_importance(model, X[names], y, scoring=removed, n_repeats=2, random_state=seed)
    falls = dict(zip(names, found.importances_mean.tolist()))
    return dict(sorted(falls.items(), key=lambda item: -item[1])[:most])


def strongest(model, X: pd.DataFrame, most: int) -> list[str]:
    """The features with the largest weights, or that a tree splits on most."""
    last, made = model.steps[-1][1], [name.split("__", 1)[1] for name in model.steps[0][1].get_feature_names_out()]
    tree = hasattr(last, "feature_importances_")
    weight = last.feature_importances_ if tree else np.abs(np.atleast_2d(last.coef_)).sum(axis=0)
    known = sorted(X, key=len, reverse=True)
    whose = [part if part in X else next(name for name in known if part.startswith(f"{name}_")) for part in made]
    return pd.Series(weight, index=whose).groupby(level=0).sum().sort_values(ascending=False).index[:most].tolist()
