"""Arrays: every function beside NumPy's own, and beside its formula written out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays, broadcastable_shapes
from sklearn.preprocessing import OneHotEncoder

from core.arrays import broadcast, one_hot, reshaped, sum_along
from core.linear_algebra import broadcast_shape

SHAPES = array_shapes(min_dims=1, max_dims=3, max_side=4)
blocks = arrays(float, SHAPES, elements=st.integers(-9, 9).map(float))


@given(blocks, st.data())
def test_the_axis_that_is_summed_vanishes_and_the_rest_is_added_slice_by_slice(A, data):
    axis = data.draw(st.integers(-A.ndim, A.ndim - 1))
    place = axis % A.ndim
    total = sum(np.take(A, i, axis=place) for i in range(A.shape[place]))
    assert np.array_equal(sum_along(A, axis), total) and total.shape == A.shape[:place] + A.shape[place + 1 :]
    kept = sum_along(A, axis, keepdims=True)
    assert kept.shape == A.shape[:place] + (1,) + A.shape[place + 1 :] and np.array_equal(
        np.squeeze(kept, place), total
    )
    assert np.shape(A - np.broadcast_to(kept, A.shape)) == A.shape, "what is kept still fits the array"


@given(blocks, st.permutations([1, 2, 3]), st.booleans())
def test_the_numbers_keep_their_order_in_any_shape(A, order, worked_out):
    sizes = [(A.size, 1), (1, A.size), (1, A.size, 1)][order[0] - 1]
    asked = tuple(-1 if worked_out and size == A.size and A.size > 1 else size for size in sizes)
    new = reshaped(A, asked)
    assert new.shape == sizes and new.ravel().tolist() == A.ravel().tolist()
    rows = reshaped(np.arange(12), (3, 4))
    assert all(rows[i, j] == 4 * i + j for i in range(3) for j in range(4))


@given(SHAPES.flatmap(lambda shape: st.tuples(st.just(shape), broadcastable_shapes(shape, min_dims=0, max_dims=3))))
def test_what_is_repeated_is_numpys_and_fits_by_the_rule(shapes):
    wanted, small = shapes
    A = np.arange(np.prod(small, dtype=int)).reshape(small)
    if np.broadcast_shapes(wanted, small) == wanted:
        stretched = broadcast(A, wanted)
        assert np.array_equal(stretched, np.broadcast_to(A, wanted))
        assert broadcast_shape(small, wanted) == wanted
        stretched[...] = 0  # a copy of its own: the array stays
        assert A.ravel().tolist() == list(range(A.size))
    else:
        with pytest.raises(ValueError, match="can't be repeated"):
            broadcast(A, wanted)


@given(st.lists(st.integers(0, 4), min_size=1, max_size=8))
def test_a_row_for_each_label_is_the_librarys(labels):
    coded = one_hot(labels, 5)
    other = OneHotEncoder(categories=[range(5)], sparse_output=False).fit_transform(np.reshape(labels, (-1, 1)))
    assert np.array_equal(coded, other) and np.array_equal(np.argmax(coded, axis=1), labels)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: sum_along([[1, 2]], 2), "axis is -2 to 1, not 2"),
        (lambda: sum_along(3, 0), "it has no axis"),
        (lambda: reshaped(range(12), (5, 2)), "A holds 12 numbers: they don't fill the shape"),
        (lambda: reshaped(range(12), (5, -1)), "don't fill"),
        (lambda: reshaped(range(12), (-1, -1)), "one of them may be"),
        (lambda: broadcast([1, 2, 3], (3, 4)), r"shape \(3,\), and can't be repeated to the shape \(3, 4\)"),
        (lambda: one_hot([0, 3], 3), "from 0 to 2"),
        (lambda: one_hot([0, 0.5], 3), "from 0 to 2"),
    ],
)
def test_what_does_not_fit_is_said(call, says):
    with pytest.raises(ValueError, match=says):
        call()
