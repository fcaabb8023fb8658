import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.warm_up import all_of, any_of, compose, graph, implies, logarithm, power, running_sum, share

laws = settings(max_examples=100)
numbers = st.floats(-100, 100).map(lambda x: round(x, 3))
bases = st.floats(0.1, 20).map(lambda b: round(b, 2)).filter(lambda b: b != 1)
counts = st.integers(-12, 12)
lists = st.lists(numbers, min_size=1, max_size=20)


@laws
@given(bases, counts, counts)
def test_powers_as_in_python_and_adding_the_counts_multiplies(b, m, n):
    assert power(b, n) == pytest.approx(b**n)
    assert power(b, m + n) == pytest.approx(power(b, m) * power(b, n))


@laws
@given(bases, counts)
def test_the_logarithm_takes_the_power_back(b, n):
    assert logarithm(power(b, n), b) == pytest.approx(n, abs=1e-9)


@laws
@given(st.floats(0.01, 1000), st.floats(0.01, 1000), bases)
def test_the_logarithm_of_a_product_is_a_sum(x, y, b):
    assert logarithm(x, b) == pytest.approx(math.log(x, b), abs=1e-9)
    assert logarithm(x * y, b) == pytest.approx(logarithm(x, b) + logarithm(y, b), abs=1e-7)


@laws
@given(lists)
def test_the_running_sum_is_that_of_numpy(x):
    assert running_sum(x) == pytest.approx(np.cumsum(x))
    assert running_sum(x[::-1])[-1] == pytest.approx(running_sum(x)[-1])


@laws
@given(st.lists(st.booleans(), min_size=1, max_size=30))
def test_a_share_is_the_mean_of_its_mask_and_the_rest_is_one_minus_it(mask):
    assert share(mask) == pytest.approx(np.mean(mask))
    assert share(~np.array(mask)) == pytest.approx(1 - share(mask))


@laws
@given(lists)
def test_a_graph_is_what_numpy_gives_and_composing_chains(xs):
    points = graph(compose(lambda x: x / 2 + 1, np.square), xs)
    assert points[:, 0] == pytest.approx(np.array(xs)) and points[:, 1] == pytest.approx(np.square(xs) / 2 + 1)
    f, g, h = (lambda x: x + 1), (lambda x: 3 * x), (lambda x: x**2)
    assert compose(compose(f, g), h)(xs[0]) == compose(f, compose(g, h))(xs[0])


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: power(0, 2), "b must be above 0"),
        (lambda: power(2, 0.5), "n must be a whole number"),
        (lambda: power(2, 1e200), "n holds 1e\\+200"),
        (lambda: power(2, 1e9), "from −10,000 to 10,000; it is 1e\\+09"),
        (lambda: power(2, 1024), "2 to the power 1024 is too large for a computer"),
        (lambda: power(1e150, 3), "too large"),
        (lambda: logarithm(0, 2), "y must be above 0"),
        (lambda: logarithm(-1, 2), "y must be above 0"),
        (lambda: logarithm(2, 1), "b must not be 1"),
        (lambda: running_sum([]), "empty"),
        (lambda: running_sum(["a"]), "only numbers"),
        (lambda: share([1, 0]), "True and False"),
        (lambda: share([]), "True and False"),
    ],
)
def test_bad_input_gets_a_sentence(wrong, words):
    with pytest.raises(ValueError, match=words):
        wrong()


truths = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=12)


@laws
@given(truths)
def test_an_if_is_broken_only_by_the_one_without_the_other_and_is_its_contrapositive(cases):
    p, q = (np.array(column) for column in zip(*cases))
    assert implies(p, q).tolist() == [not (a and not b) for a, b in cases]
    assert (implies(p, q) == implies(~q, ~p)).all() and (implies(q, p) == implies(~p, ~q)).all()
    assert all_of(p) == all(p.tolist()) and any_of(p) == any(p.tolist())
    assert all_of(p) == (not any_of(~p)), "not all is the same as at least one not"
    assert (~(p & q) == (~p | ~q)).all() and (~(p | q) == (~p & ~q)).all()


def test_two_lists_of_cases_are_equally_long():
    with pytest.raises(ValueError, match="equally long"):
        implies([True], [True, False])
