"""Leaks: ways for test rows to have a say before they are asked.

Letters
    X        what is known of each row, shape (n, d)
    y        what is to be predicted, shape (n,)
    order    the blocks of a pipeline by name, first to last; "split" stands among them, and then the model follows
    fold     two lists of row numbers: those to learn from, and those kept apart for testing

A block before the split learns from every row, so the test rows have had their say. A block after it learns from the
training rows alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from sklearn.feature_selection import SelectKBest, f_regression
from sklearn.model_selection import KFold

from core.checks import (
    as_both,
    as_count,
    as_folds,
    as_items,
    as_labels,
    as_matrix,
    as_names,
    as_numbered,
    as_rng,
    as_rows,
    as_vector,
    as_vectors,
    as_word,
)
from core.metrics import roc_auc_score
from core.models import r_squared

__all__ = [
    "folds", "group_lots", "halves", "lots", "pipeline_answers", "pipeline_scores", "prepare", "score", "with_kin",
    "with_neighbour",
]  # fmt: skip

BEST = 20  # how many columns `keep_best` keeps


def standardise_all(X: np.ndarray, y: np.ndarray, new: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(x − mean) / s.d. of every column of X; the rows of `new` with the mean and the s.d. of X.

    >>> _, _, new = standardise_all(np.array([[1.0], [3.0]]), np.array([0, 1]), np.array([[5.0]]))
    >>> new
    array([[3.]])
    """
    mean, spread = X.mean(axis=0), X.std(axis=0)
    spread = np.where(spread > 0, spread, 1)
    return (X - mean) / spread, y, (new - mean) / spread


def keep_best(X: np.ndarray, y: np.ndarray, new: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The BEST columns of X with the largest |r| with y; the same columns of `new`.

    >>> X = np.eye(30)
    >>> keep_best(X, X[:, 7], X)[0].shape
    (30, 20)
    """
    best = SelectKBest(f_regression, k=min(BEST, X.shape[1])).fit(X, y)  # its F grows with r²
    return best.transform(X), y, best.transform(new)


def copy_rare(X: np.ndarray, y: np.ndarray, new: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The rows of the rarer class over again, until it has as many as the other; `new` stays as it is.

    >>> copy_rare(np.array([[5.0], [6.0], [7.0]]), np.array([0, 1, 0]), np.zeros((1, 1)))[0].ravel()
    array([5., 6., 7., 6.])
    """
    rare = np.flatnonzero(y == (1 if 2 * y.sum() < len(y) else 0))
    lacking = len(y) - 2 * len(rare)
    rows = np.concatenate([np.arange(len(y)), np.resize(rare, lacking)]) if len(rare) else np.arange(len(y))
    return X[rows], y[rows], new


def cube_roots(X: np.ndarray, y: np.ndarray, new: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """∛x of every entry of X and of `new`, to tame large values. It looks at one entry at a time: it learns nothing.

    >>> cube_roots(np.array([[8.0]]), np.array([1]), np.array([[-27.0]]))[2]
    array([[-3.]])
    """
    return np.cbrt(X), y, np.cbrt(new)


BLOCKS = {
    "standardise": standardise_all,
    "keep the best": keep_best,
    "copy the rare": copy_rare,
    "take cube roots": cube_roots,
}


def prepare(
    blocks: Sequence[str], X: np.ndarray, y: np.ndarray, new: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """X, y and `new` after each of the blocks in turn; all that a block learns, it learns from X and y.

    >>> prepare(["standardise"], np.array([[1.0], [3.0]]), np.array([0, 1]), np.array([[2.0]]))[2]
    array([[0.]])
    """
    (X, y), new = as_rows(X, y), as_matrix(new, "new")
    if new.shape[1] != X.shape[1]:
        raise ValueError(f"new must have the columns of X; shapes: {new.shape} and {X.shape}.")
    for name in as_items(blocks, "blocks must be a list of blocks"):
        X, y, new = BLOCKS[as_word(name, "A block in blocks", tuple(BLOCKS))](X, y, new)
    return X, y, new


def pipeline_answers(
    order: Sequence[str], X: ArrayLike, y: ArrayLike, groups: Sequence, split: str, model: str
) -> list[tuple[np.ndarray, np.ndarray]]:
    """For each fold, y of the rows tested and what the model says of them, a number or the probability of a 1.

    What stands before "split" in the order sees all rows, what stands after it the training rows alone.
    split: "by lot", "by group" or "by time"; model: one of MODELS; groups: one name for each row, used "by group".
    ValueError for an order without a split, or with an unknown block.

    >>> X = np.arange(20.0)[:, np.newaxis]
    >>> answers = pipeline_answers(["split"], X, 3 * X[:, 0], range(20), "by time", "tree of numbers")
    >>> [(y.tolist(), said.tolist()) for y, said in answers]
    [([48.0, 51.0, 54.0, 57.0], [45.0, 45.0, 45.0, 45.0])]
    """
    (X, y), fresh = as_rows(X, y), MODELS[as_word(model, "model", tuple(MODELS))]
    before, after = halves(order)
    X, y, _ = prepare(before, X, y, X)
    answers = []
    for train, test in folds(split, groups, len(y)):
        learned, labels, held = prepare(after, X[train], y[train], X[test])
        labels = labels if model == "tree of numbers" else as_both(as_labels(labels, "y"), "y")
        answers.append((y[test], forecast(fresh().fit(learned, labels), held)))
    return answers


def pipeline_scores(
    order: Sequence[str], X: ArrayLike, y: ArrayLike, groups: Sequence, split: str, model: str
) -> np.ndarray:
    """A score for each fold of `pipeline_answers`: R² where y is a number, and the AUC where it is 0 or 1.

    >>> X = np.arange(20.0)[:, np.newaxis]
    >>> pipeline_scores(["split", "standardise"], X, 3 * X[:, 0], range(20), "by lot", "tree of numbers").round(1)
    array([1., 1., 1., 1., 1.])
    """
    return np.array([score(*fold) for fold in pipeline_answers(order, X, y, groups, split, model)])


def halves(order: Sequence[str]) -> tuple[list[str], list[str]]:
    """The blocks before the split, and those after it.

    >>> halves(["standardise", "split", "keep the best"])
    (['standardise'], ['keep the best'])
    """
    demand = f"An order has one split among {', '.join(BLOCKS)}"
    order = as_items(order, demand)
    if order.count("split") != 1 or set(order) - {"split", *BLOCKS}:
        raise ValueError(f"{demand}; it is {order}.")
    at = order.index("split")
    return order[:at], order[at + 1 :]


def forecast(fitted: Any, X: np.ndarray) -> np.ndarray:
    """What a fitted model says of rows: the probability of a 1, or a number."""
    return fitted.predict_proba(X)[:, 1] if hasattr(fitted, "predict_proba") else fitted.predict(X)


def score(y: np.ndarray, said: np.ndarray) -> float:
    """R² of numbers; of 0 and 1 the AUC: how often a 1 is given more than a 0. 0.5 is guessing.

    An AUC needs no threshold. Where a 1 is rare, a model may well never give one 0.5 or more, and still rank well.

    >>> score(np.array([0, 0, 0, 1]), np.array([0.1, 0.2, 0.1, 0.3]))
    1.0
    """
    y, said = as_vectors(y=y, said=said)
    return roc_auc_score(y, said) if set(np.unique(y)) <= {0, 1} else r_squared(y, said)


# Who is tested


def folds(split: str, groups: Sequence, n: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """The rows to learn from and the rows to test, fold by fold.

    "by lot": five folds of shuffled rows. "by group": five folds, no group in two of them. "by time": one fold, the
    last fifth of the rows. A lot or a group is drawn with a fixed seed. n: 10 or more. ValueError for another word.

    >>> [(train.tolist(), test.tolist()) for train, test in folds("by time", range(10), 10)]
    [([0, 1, 2, 3, 4, 5, 6, 7], [8, 9])]
    """
    rng, rows = np.random.default_rng(0), np.arange(as_count(n, "n", lowest=10))
    split = as_word(split, "split", ("by lot", "by group", "by time"))
    if split == "by time":
        tests = [rows[-(n // 5) :]]
    elif split == "by lot":
        tests = lots(n, rng)
    else:
        tests = group_lots(as_names(groups, "groups", n), rng)
    return [(np.setdiff1d(rows, test), test) for test in tests]


def lots(n: int, rng: np.random.Generator) -> list[np.ndarray]:
    """Row numbers 0 to n − 1, shuffled into five parts.

    >>> sorted(np.concatenate(lots(11, np.random.default_rng(0))).tolist()) == list(range(11))
    True
    """
    order = as_rng(rng).permutation(as_count(n, "n"))
    return [np.sort(order[part]) for _, part in KFold(as_folds(5, n)).split(order)]


def group_lots(groups: Sequence, rng: np.random.Generator) -> list[np.ndarray]:
    """Row numbers in five parts, whole groups at a time. ValueError if there are fewer than ten groups.

    >>> parts = group_lots([name for name in "abcdefghij" for _ in "12"], np.random.default_rng(0))
    >>> [part.tolist() for part in parts][0]
    [8, 9, 12, 13]
    """
    names, member = np.unique(as_names(groups, "groups"), return_inverse=True)
    return [np.flatnonzero(np.isin(member, part)) for part in lots(len(names), rng)]


def with_kin(groups: Sequence, train: ArrayLike, test: ArrayLike) -> int:
    """How many test rows have a row of their own group among the training rows.

    >>> with_kin(["a", "a", "b", "c"], train=[0, 2], test=[1, 3])
    1
    """
    groups = as_names(groups, "groups")
    train, test = as_numbered(train, "train", len(groups)), as_numbered(test, "test", len(groups))
    return int(np.isin(groups[test], groups[train]).sum())


def with_neighbour(train: ArrayLike, test: ArrayLike) -> int:
    """How many test rows have a training row just before or just after them, in the order of the table.

    >>> with_neighbour(train=[0, 1, 5], test=[2, 3, 4])
    2
    """
    train, test = as_vector(train, "train"), as_vector(test, "test")
    return int((np.isin(test - 1, train) | np.isin(test + 1, train)).sum())


# The models


def naive_bayes() -> Any:
    from sklearn.naive_bayes import GaussianNB

    return GaussianNB()


def logistic() -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(max_iter=500)


def tree_of_classes() -> Any:
    from sklearn.tree import DecisionTreeClassifier

    return DecisionTreeClassifier(random_state=0)


def tree_of_numbers() -> Any:
    from sklearn.tree import DecisionTreeRegressor

    return DecisionTreeRegressor(random_state=0)


MODELS = {
    "naive Bayes": naive_bayes,
    "logistic": logistic,
    "tree of classes": tree_of_classes,
    "tree of numbers": tree_of_numbers,
}
