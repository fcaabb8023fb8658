"""The parts of a transformer do what their formulas say."""

import numpy as np
import pytest

from core.attention import attention, attention_scores, softmax
from core.transformer import block, causal_attention, causal_mask, masked_softmax, rms_norm, rotate_positions


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def test_a_causal_mask_is_a_triangle_and_ahead_widens_it():
    for n in (1, 2, 7):
        assert np.array_equal(causal_mask(n), np.tril(np.ones((n, n), dtype=bool)))
        assert np.array_equal(causal_mask(n, 1), np.tril(np.ones((n, n), dtype=bool), 1))
        assert causal_mask(n, n).all()


def test_masked_weights_are_those_of_the_visible_scores_alone(rng):
    z = rng.normal(0, 5, (6, 6))
    weights = masked_softmax(z, causal_mask(6))
    for row in range(6):
        assert np.allclose(weights[row, : row + 1], softmax(z[row, : row + 1]))
        assert not weights[row, row + 1 :].any()
    assert np.allclose(masked_softmax(z, np.ones((6, 6), dtype=bool)), softmax(z))
    with pytest.raises(ValueError, match="hides a whole row"):
        masked_softmax([[1.0, 2.0]], [[False, False]])


def test_no_token_depends_on_a_later_one(rng):
    Q, K, V = rng.normal(size=(3, 6, 4))
    first = causal_attention(Q, K, V)
    assert np.allclose(first[-1], attention(Q, K, V)[-1]) and np.allclose(first[0], V[0])
    for place in range(1, 6):
        other = [each.copy() for each in (Q, K, V)]
        for each in other:
            each[place:] = rng.normal(size=(6 - place, 4))
        assert np.array_equal(causal_attention(*other)[:place], first[:place])
    with pytest.raises(ValueError, match="a query, a key and a value"):
        causal_attention(Q, K, V[:3])


def test_a_norm_leaves_the_direction_and_sets_the_size(rng):
    X, w = rng.normal(3, 9, (5, 8)), rng.normal(size=8)
    assert np.allclose(np.mean(rms_norm(X, epsilon=1e-12) ** 2, axis=1), 1)
    assert np.allclose(rms_norm(1000 * X, w, 1e-12), rms_norm(X, w, 1e-12))
    assert np.allclose(rms_norm(X, w), rms_norm(X) * w) and np.allclose(rms_norm(X[0], w), rms_norm(X, w)[0])
    assert np.array_equal(rms_norm(np.zeros(4)), np.zeros(4))
    with pytest.raises(ValueError, match="one for each number of a row"):
        rms_norm(X, w[:3])


def test_what_is_turned_keeps_its_length_and_scores_depend_on_distance_alone(rng):
    Q, K = rng.normal(size=(2, 6, 8))
    assert np.allclose(np.linalg.norm(rotate_positions(Q, 5), axis=1), np.linalg.norm(Q, axis=1))
    assert np.allclose(rotate_positions(Q)[0], Q[0]), "position 0 isn't turned"
    here = attention_scores(rotate_positions(Q), rotate_positions(K))
    assert np.allclose(attention_scores(rotate_positions(Q, 100), rotate_positions(K, 100)), here)
    assert not np.allclose(attention_scores(rotate_positions(Q, 1), rotate_positions(K)), here)
    turned = (Q[3, 0] + 1j * Q[3, 1]) * np.exp(3j)  # the first pair by one radian for each position
    assert np.allclose(rotate_positions(Q)[3, :2], [turned.real, turned.imag])
    with pytest.raises(ValueError, match="even count"):
        rotate_positions(Q[:, :3])


def test_a_block_adds_twice(rng):
    X, A, B = rng.normal(size=(4, 6)), rng.normal(size=(4, 4)), rng.normal(size=(6, 6))
    middle = X + A @ rms_norm(X)
    assert np.allclose(block(X, lambda U: A @ U, lambda U: U @ B), middle + rms_norm(middle) @ B)
    assert np.array_equal(block(X, np.zeros_like, np.zeros_like), X), "nothing added, nothing changed"
    with pytest.raises(ValueError, match="attend must give the shape it gets"):
        block(X, lambda U: U[:2], lambda U: U)
