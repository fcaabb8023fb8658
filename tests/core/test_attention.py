import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import softmax as reference

from core.attention import attention, attention_scores, attention_weights, softmax, softmax_naive

laws = settings(max_examples=80)
scores = st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=8)
temperatures = st.floats(0.01, 100)


@st.composite
def heads(draw):
    n, m, d, e = (draw(st.integers(1, 5)) for _ in range(4))
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    size = draw(st.sampled_from([0.1, 1, 30]))
    return tuple(size * rng.standard_normal(shape) for shape in [(n, d), (m, d), (m, e)])


@laws
@given(scores, temperatures)
def test_softmax_equals_scipy_and_is_a_distribution(z, T):
    weights = softmax(z, temperature=T)
    assert weights == pytest.approx(reference(np.array(z) / T), abs=1e-10)
    assert weights.sum() == pytest.approx(1)
    assert (weights >= 0).all()
    assert weights[np.argmax(z)] == weights.max()


@laws
@given(st.lists(st.floats(-30, 30), min_size=1, max_size=8), st.floats(-100, 100))
def test_laws_of_softmax(z, c):
    z = np.array(z)
    assert softmax(z + c) == pytest.approx(softmax(z), abs=1e-9)
    assert softmax(z, temperature=2) == pytest.approx(softmax(z / 2), abs=1e-12)
    assert softmax_naive(z) == pytest.approx(softmax(z), abs=1e-12)
    logs = np.log(softmax(z))
    assert logs - logs[0] == pytest.approx(z - z[0], abs=1e-9)


def test_softmax_works_along_any_axis():
    z = np.arange(24.0).reshape(2, 3, 4) ** 1.3
    for axis in (-3, -2, -1, 0, 1, 2):
        assert softmax(z, axis=axis) == pytest.approx(reference(z, axis=axis))
        assert softmax_naive(z / 10, axis=axis) == pytest.approx(reference(z / 10, axis=axis))


def test_temperature_goes_from_the_winner_alone_to_all_alike():
    z = [1.0, 2.0, 4.0]
    assert softmax(z, temperature=1e-6).tolist() == [0, 0, 1]
    assert softmax(z, temperature=1e150) == pytest.approx([1 / 3] * 3)
    assert softmax([1e300, -1e300], temperature=1e-6).tolist() == [1, 0]


def test_softmax_survives_what_the_naive_one_does_not():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert softmax([1000, 1000, 0]).tolist() == [0.5, 0.5, 0]
        assert softmax([-1000, -1000]).tolist() == [0.5, 0.5]
    with np.errstate(all="ignore"):
        assert np.isnan(softmax_naive([1000, 1000, 0])[:2]).all()
        assert np.isnan(softmax_naive([-1000, -1000])).all()
    with np.errstate(over="raise"), pytest.raises(FloatingPointError, match="overflow encountered in exp"):
        softmax_naive([710])


@laws
@given(heads(), st.booleans(), temperatures)
def test_attention_equals_the_formula_written_out(head, scaled, T):
    Q, K, V = head
    mixed = []
    for q in Q:
        z = np.array([q @ k for k in K]) / (np.sqrt(len(q)) if scaled else 1)
        mixed.append(reference(z / T) @ V)
    assert attention(Q, K, V, scaled=scaled, temperature=T) == pytest.approx(np.array(mixed), abs=1e-8)


@laws
@given(heads())
def test_laws_of_attention(head):
    Q, K, V = head
    weights = attention_weights(Q, K)
    assert weights.shape == (len(Q), len(K))
    assert weights.sum(axis=1) == pytest.approx(np.ones(len(Q)))
    mixed = attention(Q, K, V)
    assert (mixed >= V.min(axis=0) - 1e-9).all()
    assert (mixed <= V.max(axis=0) + 1e-9).all()
    assert attention(Q, K[::-1], V[::-1]) == pytest.approx(mixed, abs=1e-9)
    assert attention_scores(Q, K, scaled=False) == pytest.approx(attention_scores(Q, K) * np.sqrt(Q.shape[1]))


def test_attention_equals_scaled_dot_product_attention_by_hand():
    Q, K, V = [[1, 0, 0, 0]], [[2 * np.log(3), 0, 0, 0], [0, 1, 0, 0]], [[8, 0], [0, 4]]
    assert attention_weights(Q, K) == pytest.approx(np.array([[0.75, 0.25]]))
    assert attention(Q, K, V) == pytest.approx(np.array([[6, 1]]))


def test_attention_stays_finite_on_huge_scores():
    Q, K, V = np.full((2, 8), 1e149), np.full((3, 8), -1e149), np.arange(6.0).reshape(3, 2)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert attention(Q, K, V, scaled=False) == pytest.approx(np.array([[2, 3], [2, 3]]))
        assert attention(1e4 * np.eye(3), 1e4 * np.eye(3), V).tolist() == V.tolist()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: softmax([]), "z is empty"),
        (lambda: softmax(3), "no axis -1"),
        (lambda: softmax([1, 2], axis=1), "no axis 1"),
        (lambda: softmax([1, float("nan")]), "z holds nan"),
        (lambda: softmax([1, float("inf")]), "z holds inf"),
        (lambda: softmax(["a"]), "z must hold only numbers"),
        (lambda: softmax([1, 2], temperature=0), "temperature must be above 0"),
        (lambda: softmax([1, 2], temperature=-1), "temperature must be above 0"),
        (lambda: softmax([1, 2], temperature=1e-7), "at least 1e-6"),
        (lambda: softmax([1, 2], temperature=float("nan")), "temperature holds nan"),
        (lambda: softmax([1, 2], temperature=[1, 2]), "temperature must be a single number"),
        (lambda: softmax_naive([]), "z is empty"),
        (lambda: attention_weights([1, 2], [[1, 2]]), "Q must be a matrix"),
        (lambda: attention_weights([[1, 2]], [1, 2]), "K must be a matrix"),
        (lambda: attention_weights([[1, 2]], [[1, 2, 3]]), "Queries and keys must be equally long"),
        (lambda: attention([[1, 2]], [[1, 2]], [[1], [2]]), "keys: 1, values: 2"),
        (lambda: attention([[1, 2]], [[1, 2]], [1]), "V must be a matrix"),
        (lambda: attention([[1e200]], [[1]], [[1]]), "Q holds 1e\\+200"),
    ],
)
def test_bad_input_is_refused_in_words(call, words):
    with pytest.raises(ValueError, match=words):
        call()
