"""What the step `dot_product` claims."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.linear_algebra import angle, cosine_similarity, dot, norm, projection
from labs.linear_algebra.dot_product.step import shadow_words, sign_words

vectors = arrays(float, 2, elements=st.integers(-50, 50).map(lambda n: n / 10)).filter(lambda u: norm(u) > 0)


@given(vectors, vectors)
def test_doubling_u_doubles_the_product_and_leaves_the_cosine(u, v):
    assert dot(2 * u, v) == pytest.approx(2 * dot(u, v))
    assert cosine_similarity(2 * u, v) == pytest.approx(cosine_similarity(u, v))


@given(vectors, vectors)
def test_the_product_is_the_length_of_v_times_the_shadow_of_u(u, v):
    behind = -1 if dot(u, v) < 0 else 1
    assert dot(u, v) == pytest.approx(behind * norm(v) * norm(projection(u, v)), abs=1e-9)


def say(u, v):
    agreement, similarity, shadow = dot(u, v), cosine_similarity(u, v), projection(u, v)
    return sign_words(agreement, angle(u, v), similarity), shadow_words(agreement, shadow, v)


def test_a_shadow_that_falls_behind_counts_as_negative():
    assert say([-2.0, 1.0], [4.0, 0.0])[1] == (
        "The shadow falls behind: it is 2.00 long, and counts as −2.00. Then −2.00 times v's length 4.00 is −8.00."
    )
    assert say([3.0, 2.0], [0.0, 2.0])[1] == "The shadow is 2.00 long: 2.00 times v's length 2.00 is 4.00."


@settings(max_examples=400)
@given(vectors, vectors)
def test_the_equation_in_words_holds_as_printed(u, v):
    lead, shadow = say(u, v)
    assert "-" not in lead + shadow and not re.search(r"−0\.0+\b", lead + shadow)
    if found := re.search(r"([−\d.]+) times v's length ([\d.]+) is ([−\d.]+?)(, up to rounding)?\.$", shadow):
        a, b, c = (float(part.replace("−", "-")) for part in found.groups()[:3])
        assert c == pytest.approx(dot(u, v), abs=0.0051)
        assert (abs(a * b - c) >= 0.0049) if found[4] else (abs(a * b - c) <= 0.0051)
        assert abs(a * b - c) < 0.005 * (norm(u) + norm(v)) + 0.006
    else:
        assert dot(u, v) == pytest.approx(0) and "right angles" in lead and "shrinks to a point" in shadow
    degrees, cosine = (float(part.replace("−", "-")) for part in re.findall(r"\*\*([−\d.]+)°?\*\*", lead)[1:])
    assert np.sign(cosine) == np.sign(round(dot(u, v), 6)) == np.sign(90 - degrees)


def test_the_task_can_be_done_on_the_grid_of_the_plane():
    u, v = np.array([2.0, 4.0]), np.array([4.0, -2.0])
    assert dot(u, v) == 0 and norm(u) > 2 and norm(v) > 2


def test_a_long_document_beats_a_closer_one_by_raw_product():
    query, close, long = [1, 1], [1, 1], [9, 1]
    assert dot(query, long) > dot(query, close)
    assert cosine_similarity(query, long) < cosine_similarity(query, close)
