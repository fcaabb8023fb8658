"""What the step `dot_product` claims."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.linear_algebra import cosine_similarity, dot, norm, projection

vectors = arrays(float, 2, elements=st.integers(-50, 50).map(lambda n: n / 10)).filter(lambda u: norm(u) > 0)


@given(vectors, vectors)
def test_doubling_u_doubles_the_product_and_leaves_the_cosine(u, v):
    assert dot(2 * u, v) == pytest.approx(2 * dot(u, v))
    assert cosine_similarity(2 * u, v) == pytest.approx(cosine_similarity(u, v))


@given(vectors, vectors)
def test_the_product_is_the_length_of_v_times_the_shadow_of_u(u, v):
    behind = -1 if dot(u, v) < 0 else 1
    assert dot(u, v) == pytest.approx(behind * norm(v) * norm(projection(u, v)), abs=1e-9)


def test_the_task_can_be_done_on_the_grid_of_the_plane():
    u, v = np.array([2.0, 4.0]), np.array([4.0, -2.0])
    assert dot(u, v) == 0 and norm(u) > 2 and norm(v) > 2


def test_a_long_document_beats_a_closer_one_by_raw_product():
    query, close, long = [1, 1], [1, 1], [9, 1]
    assert dot(query, long) > dot(query, close)
    assert cosine_similarity(query, long) < cosine_similarity(query, close)
