"""The figures Lab 1 quotes, each measured again with the protocol that gives it."""

import numpy as np
import pytest
from sklearn.datasets import load_wine
from sklearn.model_selection import StratifiedKFold

from core.attention import attention_weights
from core.linear_algebra import broadcast_shape, principal_components, random_unit_vectors, standardise
from core.retrieval import nearest
from core.shapes import result_shape


def knn_accuracy(X, y, k):
    """Share of wines whose k nearest (by distance) in the other four fifths vote for their own class."""
    folds = StratifiedKFold(5, shuffle=True, random_state=0).split(X, y)
    right = [
        np.bincount(y[train][nearest(X[row], X[train], k, by="distance")]).argmax() == y[row]
        for train, test in folds
        for row in test
    ]
    return np.mean(right)


def test_vectors_knn_on_wine_raw_and_standardised():
    # 5 neighbours, 5 stratified folds, shuffled with seed 0; standardised once over all 178 wines
    X, y = load_wine(return_X_y=True)
    assert round(100 * knn_accuracy(X, y, 5)) == 66
    assert round(100 * knn_accuracy(standardise(X), y, 5)) == 96


@pytest.mark.parametrize(("dimension", "spread"), [(2, 0.71), (1536, 0.026)])
def test_high_dimensions_spread_of_random_cosines(dimension, spread):
    # 2,000 pairs of random unit vectors: the standard deviation of a cosine is 1 / √d
    rng = np.random.default_rng(0)
    U, V = (random_unit_vectors(2000, dimension, rng) for _ in range(2))
    cosines = np.sum(U * V, axis=1)
    assert 1 / np.sqrt(dimension) == pytest.approx(spread, rel=0.02)
    assert np.std(cosines) == pytest.approx(1 / np.sqrt(dimension), rel=0.05)


def test_matrix_product_the_broadcast_nobody_asked_for():
    assert broadcast_shape((442,), (442, 1)) == result_shape("(442,) - (442, 1)") == (442, 442)
    assert (np.zeros(442) - np.zeros((442, 1))).shape == (442, 442)


@pytest.mark.parametrize(("scaled", "top"), [(False, 0.96), (True, 0.36)])
def test_attention_top_weight_of_512_dimensional_scores(scaled, top):
    # 8 tokens, queries and keys of standard normal numbers; the top weight of each of 2,000 queries, averaged
    rng = np.random.default_rng(0)
    heads = [rng.standard_normal((2, 8, 512)) for _ in range(250)]
    tops = [attention_weights(Q, K, scaled=scaled).max(axis=1).mean() for Q, K in heads]
    assert np.mean(tops) == pytest.approx(top, abs=0.005)


@pytest.mark.parametrize(("prepare", "percent", "winner"), [(np.asarray, 99.8, "proline"), (standardise, 36.2, None)])
def test_pca_share_of_the_first_component_of_wine(prepare, percent, winner):
    wine = load_wine()
    components, variances = principal_components(prepare(wine.data))
    assert round(100 * variances[0] / variances.sum(), 1) == percent
    if winner:
        assert wine.feature_names[np.argmax(components[0])] == winner
        assert components[0].max() > 0.999
