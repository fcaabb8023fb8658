import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.calculus import (
    central_difference,
    chain,
    difference_quotient,
    numerical_gradient,
    one_sided_slope,
    relu_slope,
    sigmoid,
    sigmoid_slope,
    tangent,
    tanh_slope,
)

laws = settings(max_examples=100)
numbers = st.floats(-5, 5).map(lambda x: round(x, 3))
steps = st.sampled_from([1.0, 0.5, 0.1, 0.01, -0.1])


@laws
@given(numbers, steps)
def test_agree_with_numpy(x, h):
    left, here, right = np.sin([x - h, x, x + h])
    assert difference_quotient(np.sin, x, h) == pytest.approx(np.diff([here, right])[0] / h)
    assert central_difference(np.sin, x, h) == pytest.approx(np.gradient([left, here, right], h)[1])


@laws
@given(numbers, numbers, numbers, steps)
def test_a_straight_line_has_one_slope_everywhere(m, b, x, h):
    def line(t):
        return m * t + b

    assert difference_quotient(line, x, h) == pytest.approx(m, abs=1e-9)
    assert central_difference(line, x, h) == pytest.approx(m, abs=1e-9)
    assert tangent(line, x) == pytest.approx((m, b), abs=1e-7)


@laws
@given(numbers, numbers, numbers, steps)
def test_the_errors_on_a_parabola_and_a_cubic_are_those_of_the_book(a, b, x, h):
    assert difference_quotient(lambda t: a * t**2 + b * t, x, h) == pytest.approx(2 * a * x + b + a * h, abs=1e-8)
    assert central_difference(lambda t: a * t**2 + b * t, x, h) == pytest.approx(2 * a * x + b, abs=1e-8)
    assert central_difference(lambda t: a * t**3, x, h) == pytest.approx(3 * a * x**2 + a * h**2, abs=1e-8)


@laws
@given(numbers)
def test_the_central_difference_is_the_mean_of_right_and_left(x):
    right, left = difference_quotient(math.exp, x, 0.25), difference_quotient(math.exp, x, -0.25)
    assert central_difference(math.exp, x, 0.25) == pytest.approx((right + left) / 2)


@laws
@given(numbers)
def test_the_tangent_touches_with_the_slope_of_the_curve(x):
    m, b = tangent(np.sin, x)
    assert m == pytest.approx(np.cos(x), abs=1e-9)
    assert m * x + b == pytest.approx(np.sin(x), abs=1e-12)


def test_many_places_at_once_give_the_same_as_one_by_one():
    x = np.array([[-1.0, 0.5], [2.0, 3.0]])
    for difference in (difference_quotient, central_difference):
        each = [difference(np.sin, place, 1e-3) for place in x.ravel()]
        assert difference(np.sin, x, 1e-3) == pytest.approx(np.reshape(each, (2, 2)))
    m, b = tangent(np.sin, x)
    assert m * x + b == pytest.approx(np.sin(x)) and m.shape == (2, 2)
    assert math.isinf(difference_quotient(lambda x: 1 / x, 0, 1))


def test_results_are_plain_numbers_and_nan_where_there_is_no_value():
    assert type(difference_quotient(np.sin, 1, 0.1)) is float and type(central_difference(np.sin, 1, 0.1)) is float
    assert all(type(part) is float for part in tangent(np.sin, 1))
    assert math.isnan(difference_quotient(np.sqrt, 0, -1)) and math.isnan(central_difference(np.log, 0, 0.5))


@pytest.mark.parametrize("difference", [difference_quotient, central_difference])
def test_says_what_is_wrong_with_a_step(difference):
    with pytest.raises(ValueError, match="h is 0"):
        difference(np.sin, 1, 0)
    with pytest.raises(ValueError, match="h holds nan"):
        difference(np.sin, 1, math.nan)
    with pytest.raises(ValueError, match="x holds inf"):
        difference(np.sin, [1, math.inf], 0.1)
    with pytest.raises(ValueError, match="h is 0"):
        tangent(np.sin, 1, 0)


@laws
@given(numbers, numbers, numbers, steps)
def test_the_numerical_gradient_of_a_bowl_is_exact(a, x, y, h):
    gradient = numerical_gradient(lambda w: w[0] ** 2 + a * w[0] * w[1] + 3 * w[1], [x, y], h)
    assert gradient == pytest.approx([2 * x + a * y, a * x + 3], abs=1e-8)


@laws
@given(st.lists(numbers, min_size=1, max_size=5))
def test_the_numerical_gradient_is_a_central_difference_along_each_axis(w):
    def f(w):
        return np.sum(np.sin(w)) + np.prod(w)

    def along(i):
        return lambda t: f(np.array([*w[:i], t, *w[i + 1 :]]))

    each = [central_difference(along(i), w[i], 1e-3) for i in range(len(w))]
    gradient = numerical_gradient(f, w, 1e-3)
    assert gradient.shape == (len(w),) and gradient == pytest.approx(each, rel=1e-6, abs=1e-8)


def test_the_numerical_gradient_takes_a_number_or_a_matrix():
    assert numerical_gradient(lambda w: w**2, 3) == pytest.approx(6)
    A = np.arange(6).reshape(2, 3)
    assert numerical_gradient(lambda W: np.sum(A * W**2), A) == pytest.approx(2 * A**2, abs=1e-6)


def test_the_numerical_gradient_says_what_is_wrong():
    with pytest.raises(ValueError, match="h is 0"):
        numerical_gradient(np.sum, [1, 2], 0)
    with pytest.raises(ValueError, match="w is empty"):
        numerical_gradient(np.sum, [])
    assert np.isnan(numerical_gradient(lambda w: np.log(w[0]), [0.0])).all()


@laws
@given(st.lists(numbers, min_size=0, max_size=6), numbers)
def test_a_chain_of_lines_multiplies_their_slopes(ms, x):
    values, slopes = chain([(lambda t, m=m: m * t + 1, lambda t, m=m: m) for m in ms], x)
    assert slopes.tolist() == ms and values.shape == (len(ms) + 1,) and values[0] == x
    assert np.prod(slopes) == pytest.approx(math.prod(ms))


LINKS = [(np.sin, np.cos), (sigmoid, sigmoid_slope), (np.tanh, tanh_slope), (lambda t: t**2, lambda t: 2 * t)]


@laws
@given(st.lists(st.sampled_from(LINKS), min_size=1, max_size=5), st.floats(-1, 1))  # beyond, x³² bends too much
def test_the_slope_of_a_chain_is_the_slope_of_the_whole(links, x):
    _, slopes = chain(links, x)
    measured = central_difference(lambda t: chain(links, t)[0][-1], x, 1e-5)
    assert np.prod(slopes) == pytest.approx(measured, rel=1e-5, abs=1e-7)


@laws
@given(st.floats(-30, 30))
def test_the_squeezing_functions_agree_with_their_formulas(z):
    assert float(sigmoid(z)) == pytest.approx(1 / (1 + math.exp(-z)), rel=1e-12)
    assert float(sigmoid(z) + sigmoid(-z)) == pytest.approx(1)
    assert float(sigmoid_slope(z)) == pytest.approx(math.exp(-abs(z)) / (1 + math.exp(-abs(z))) ** 2, rel=1e-12)
    assert float(tanh_slope(z)) == pytest.approx(1 / math.cosh(z) ** 2, rel=1e-12)
    assert 0 < sigmoid_slope(z) <= 0.25 and 0 < tanh_slope(z) <= 1


@laws
@given(numbers)
def test_their_slopes_agree_with_the_central_difference(z):
    for f, slope in ((sigmoid, sigmoid_slope), (np.tanh, tanh_slope)):
        assert float(slope(z)) == pytest.approx(central_difference(f, z, 1e-5), abs=1e-9)


def test_the_squeezing_functions_hold_far_out_and_on_arrays():
    z = np.array([[-1000.0, -1.0], [0.0, 1000.0]])
    with np.errstate(over="raise", invalid="raise"):
        assert sigmoid(z) == pytest.approx(np.array([[0, 1 / (1 + math.e)], [0.5, 1]]))
        assert sigmoid_slope(z)[[0, 1], [0, 1]].tolist() == [0, 0]
        assert tanh_slope(z)[[0, 1], [0, 1]].tolist() == [0, 0]
    assert relu_slope([[-1, 0], [2, 0.5]]).tolist() == [[0, 0], [1, 1]]
    for function in (sigmoid, sigmoid_slope, tanh_slope, relu_slope):
        with pytest.raises(ValueError, match="z holds nan"):
            function(math.nan)


def test_a_chain_says_what_is_wrong():
    with pytest.raises(ValueError, match="x must be a single number"):
        chain([], [1, 2])


@pytest.mark.parametrize(
    "f, left, right",
    [
        (abs, -1, 1),
        (lambda x: 3 * x + abs(x) ** 1.1, 3, 3),  # the slope closes in on 3, but slowly
        (lambda x: abs(x) ** 0.5, -math.inf, math.inf),  # a cusp
        (lambda x: abs(x) ** 0.9, -math.inf, math.inf),
        (lambda x: float(x >= 0), math.inf, 0),  # a jump
        (lambda x: 1e6 + 1000 * abs(x), -1000, 1000),
        (lambda x: x**0.5 if x >= 0 else math.nan, math.nan, math.inf),
        (math.exp, 1, 1),
    ],
)
def test_slopes_from_each_side(f, left, right):
    got = one_sided_slope(f, 0.0, -1), one_sided_slope(f, 0.0, 1)
    assert got == pytest.approx((left, right), rel=1e-4, abs=1e-9, nan_ok=True)
