import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import r2_score, roc_auc_score
from sklearn.model_selection import cross_val_score
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from core.leakage import (
    BEST,
    BLOCKS,
    MODELS,
    copy_rare,
    folds,
    halves,
    keep_best,
    pipeline_scores,
    prepare,
    score,
    standardise_all,
    with_kin,
    with_neighbour,
)

laws = settings(max_examples=40)


def noise(seed, n=60, d=40):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, d)), rng.permutation(np.arange(n) % 2)


@laws
@given(st.integers(0, 1000))
def test_the_blocks_equal_scikit_learns(seed):
    X, y = noise(seed)
    theirs = SelectKBest(f_classif, k=BEST).fit(X, y)
    ours, _, new = keep_best(X, y, X[:5])
    assert np.array_equal(ours, theirs.transform(X)) and np.array_equal(new, theirs.transform(X[:5]))
    scaler = StandardScaler().fit(X[:30])
    ours, _, new = standardise_all(X[:30], y[:30], X[30:])
    assert ours == pytest.approx(scaler.transform(X[:30])) and new == pytest.approx(scaler.transform(X[30:]))


@pytest.mark.parametrize(
    "model, theirs", [("naive Bayes", GaussianNB()), ("logistic", LogisticRegression(max_iter=500))]
)
def test_blocks_after_the_split_are_scikit_learns_pipeline(model, theirs):
    X, y = noise(1)
    ours = pipeline_scores(["split", "standardise", "keep the best"], X, y, range(60), "by lot", model)
    pipeline = make_pipeline(StandardScaler(), SelectKBest(f_classif, k=BEST), theirs)
    cut = folds("by lot", range(60), 60)
    assert ours == pytest.approx(cross_val_score(pipeline, X, y, cv=cut, scoring="roc_auc"))


@laws
@given(st.integers(0, 1000))
def test_what_stands_after_the_split_never_sees_the_test_rows(seed):
    X, y = noise(seed)
    train, test = folds("by lot", range(60), 60)[0]
    other = X.copy()
    other[test] = 1e6
    for block in BLOCKS:
        ours = prepare([block], X[train], y[train], X[test])
        theirs = prepare([block], other[train], y[train], other[test])
        assert all(np.array_equal(a, b) for a, b in zip(ours[:2], theirs[:2]))


def test_cube_roots_may_stand_anywhere():
    X, y = noise(2)
    ways = [["take cube roots", "split"], ["split", "take cube roots"]]
    before, after = (pipeline_scores(way, X, y, range(60), "by lot", "naive Bayes") for way in ways)
    assert np.array_equal(before, after)


def test_copies_make_the_classes_equal_and_add_nothing_new():
    X, y = np.arange(11.0)[:, np.newaxis], np.array([0] * 8 + [1] * 3)
    copied, labels, new = copy_rare(X, y, X[:2])
    assert labels.sum() * 2 == len(labels) == 16 and set(copied[11:, 0]) <= {8.0, 9.0, 10.0} and len(new) == 2
    assert len(copy_rare(X, np.zeros(11), X)[0]) == 11


@laws
@given(st.integers(10, 80), st.integers(10, 30), st.integers(0, 100))
def test_a_fold_keeps_its_promise(n, groups, seed):
    member = np.random.default_rng(seed).permutation(np.resize(np.arange(groups), max(n, groups)))
    n = len(member)
    for split, count in (("by lot", 5), ("by group", 5), ("by time", 1)):
        cut = folds(split, member, n)
        assert len(cut) == count
        for train, test in cut:
            assert len(test) and sorted([*train, *test]) == list(range(n))
            assert split != "by group" or with_kin(member, train, test) == 0
            assert split != "by time" or train.max() < test.min()
        if count == 5:
            assert sorted(np.concatenate([test for _, test in cut])) == list(range(n)), "every row is tested once"


def test_counts_of_kin_and_neighbours():
    assert with_kin(["a", "b", "a", "c"], [0, 1], [2, 3]) == 1
    assert with_neighbour([0, 1, 2], [3, 4]) == 1 and with_neighbour([0, 2, 4], [1, 3]) == 2


def test_scores_are_scikit_learns():
    y, said = np.array([0, 0, 0, 1, 1]), np.array([0.1, 0.4, 0.3, 0.6, 0.3])
    assert score(y, said) == pytest.approx(roc_auc_score(y, said))
    y, said = np.array([1.0, 2.5, 4.0]), np.array([1.5, 2.0, 4.5])
    assert score(y, said) == pytest.approx(r2_score(y, said))


def test_a_pipeline_that_cannot_be_is_refused():
    X, y = noise(0)
    for order in ([], ["split", "split"], ["standardise"], ["split", "stir"]):
        with pytest.raises(ValueError, match="An order has one split"):
            halves(order)
    with pytest.raises(ValueError, match="split must be"):
        pipeline_scores(["split"], X, y, range(60), "by luck", "logistic")
    with pytest.raises(ValueError, match="10 or more"):
        folds("by lot", range(9), 9)
    with pytest.raises(ValueError, match="folds need at least"):
        folds("by group", [0] * 30 + [1] * 30, 60)
    assert set(MODELS) == {"naive Bayes", "logistic", "tree of classes", "tree of numbers"}
