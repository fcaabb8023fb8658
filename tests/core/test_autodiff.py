import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.autodiff import Node, backward, forward, gradient_check
from core.calculus import numerical_gradient

laws = settings(max_examples=100)
numbers = st.floats(-2, 2).map(lambda x: round(x, 3))
weights = st.lists(numbers, min_size=1, max_size=4)

ONE = {  # a node to a node, with the numbers it may be used on
    "exp": (lambda a: a.exp(), lambda a: abs(a) < 3),
    "log": (lambda a: a.log(), lambda a: a > 0.1),
    "tanh": (lambda a: a.tanh(), lambda a: True),
    "sigmoid": (lambda a: a.sigmoid(), lambda a: True),
    "relu": (lambda a: a.relu(), lambda a: abs(a) > 0.01),
    "minus": (lambda a: -a, lambda a: True),
    "square": (lambda a: a**2, lambda a: abs(a) < 30),
    "cube": (lambda a: a**3, lambda a: abs(a) < 10),
    "root": (lambda a: a**0.5, lambda a: a > 0.1),
    "inverse": (lambda a: a**-1, lambda a: abs(a) > 0.1),
    "2 −": (lambda a: 2 - a, lambda a: True),
    "2 /": (lambda a: 2 / a, lambda a: abs(a) > 0.1),
    "3 · + 1": (lambda a: 3 * a + 1, lambda a: True),
}
TWO = {
    "+": (lambda a, b: a + b, lambda a, b: True),
    "−": (lambda a, b: a - b, lambda a, b: True),
    "×": (lambda a, b: a * b, lambda a, b: abs(a * b) < 100),
    "÷": (lambda a, b: a / b, lambda a, b: abs(b) > 0.1),
}
instructions = st.tuples(st.sampled_from([*ONE, *TWO]), st.integers(0, 40), st.integers(0, 40))
programs = st.lists(instructions, min_size=1, max_size=12)


def ran(program, start):
    """Every node of a random graph: each instruction takes nodes made before it."""
    made = list(start)
    for name, i, j in program:
        a, b = made[i % len(made)], made[j % len(made)]
        made.append(ONE[name][0](a) if name in ONE else TWO[name][0](a, b))
    return made


def allowed(program, w):
    """The program without the instructions whose numbers don't suit them; nudging w won't change which these are."""
    kept = []
    for name, i, j in program:
        made = ran(kept, [Node(number) for number in w])
        a, b = made[i % len(made)].value, made[j % len(made)].value
        if ONE[name][1](a) if name in ONE else TWO[name][1](a, b):
            kept.append((name, i, j))
    return kept


@settings(max_examples=300)
@given(programs, weights)
def test_random_graphs_agree_with_nudging(program, w):
    program = allowed(program, w)
    walked, nudged = gradient_check(lambda w: ran(program, w)[-1], w, h=1e-6)
    assert walked.shape == nudged.shape == (len(w),)
    if np.all(np.abs(walked) < 1e3):  # beyond, nudging itself is too coarse
        assert np.all(np.abs(walked - nudged) < 1e-4 * (1 + np.abs(walked)))


def two_layers(w):
    """A net of 3 inputs, 4 tanh neurons and one sigmoid neuron on one row, in plain arithmetic."""
    x, hidden = (0.5, -1.2, 2.0), []
    for k in range(4):
        z = w[16 + k]
        for j in range(3):
            z = z + w[3 * k + j] * x[j]
        hidden.append(z.tanh())
    return sum((w[12 + k] * hidden[k] for k in range(4)), Node(0.0)).sigmoid()


@laws
@given(st.integers(0, 10_000))
def test_agrees_with_a_net_worked_out_in_matrices(seed):
    w, x = np.random.default_rng(seed).normal(size=20), np.array([0.5, -1.2, 2.0])
    W, v, b = w[:12].reshape(4, 3), w[12:16], w[16:]
    h = np.tanh(W @ x + b)
    p = 1 / (1 + math.exp(-(v @ h)))
    dh = p * (1 - p) * v
    dz = dh * (1 - h**2)
    end, start = forward(two_layers, w)
    gradient = backward(end)
    assert end.value == pytest.approx(p)
    expected = np.concatenate([np.outer(dz, x).ravel(), p * (1 - p) * h, dz])
    assert [gradient[node] for node in start] == pytest.approx(expected.tolist(), abs=1e-12)


@laws
@given(numbers, numbers)
def test_gradients_add_where_a_node_is_used_several_times(x, y):
    end, (a, b) = forward(lambda w: w[0] * w[0] + w[0] * w[1] + w[0], [x, y])
    gradient = backward(end)
    assert gradient[a] == pytest.approx(2 * x + y + 1, abs=1e-12) and gradient[b] == pytest.approx(x, abs=1e-12)
    assert backward(a + a)[a] == 2 and backward(a - a)[a] == 0


@laws
@given(programs, programs, weights, numbers)
def test_the_gradient_of_a_sum_is_the_sum_of_gradients(one, other, w, k):
    start = [Node(number) for number in w]
    f, g = ran(allowed(one, w), start)[-1], ran(allowed(other, w), start)[-1]
    both, of_f, of_g = backward(f * k + g), backward(f), backward(g)
    for node in start:
        total = k * of_f.get(node, 0.0) + of_g.get(node, 0.0)
        assert both.get(node, 0.0) == pytest.approx(total, rel=1e-9, abs=1e-9)


def test_a_walk_back_can_be_repeated_and_leaves_nothing_behind():
    end, (a,) = forward(lambda w: (w[0] ** 2).tanh(), [0.7])
    assert backward(end) == backward(end)
    assert backward(end)[end] == 1 and backward(a) == {a: 1.0}


def test_no_graph_is_too_deep_and_ways_are_not_walked_one_by_one():
    a = Node(1.0)
    end = a
    for _ in range(20_000):
        end = end + 1
    assert backward(end)[a] == 1
    end = a
    for _ in range(60):
        end = end + end  # 2⁶⁰ ways from a to the end
    assert backward(end)[a] == 2**60


def test_the_order_holds_where_a_short_way_meets_a_long_one():
    a = Node(2.0)
    long = ((a * 3).tanh() + 1) * 2
    end = long * a + a
    x = 2.0
    slope = ((math.tanh(3 * x) + 1) * 2) + x * 2 * 3 / math.cosh(3 * x) ** 2 + 1
    assert backward(end)[a] == pytest.approx(slope)


def test_far_out_values_stay_finite():
    for z in (-1000.0, 1000.0):
        for squeezed in (Node(z).sigmoid(), Node(z).tanh(), Node(z).relu()):
            assert math.isfinite(squeezed.value) and all(map(math.isfinite, squeezed.slopes))
    assert Node(1000.0).sigmoid().value == 1 and Node(-1000.0).sigmoid().value == 0


def test_relu_at_its_corner_has_slope_zero_as_is_the_custom():
    for value, slope in ((-1.0, 0), (0.0, 0), (1.0, 1)):
        a = Node(value)
        assert a.relu().slopes == (slope,) and a.relu().value == max(value, 0)


def test_a_number_that_is_left_out_has_no_gradient():
    walked, nudged = gradient_check(lambda w: w[0] * 2, [1, 5])
    assert walked.tolist() == [2, 0] and nudged == pytest.approx([2, 0])


def test_the_check_finds_a_wrong_local_slope():
    def wrong(w):
        return Node(w[0].value ** 2, (w[0],), (w[0].value,))  # the slope of a² is 2a

    walked, nudged = gradient_check(wrong, [3.0])
    assert walked[0] == 3 and nudged[0] == pytest.approx(6)


def test_nudging_is_that_of_calculus():
    _, nudged = gradient_check(lambda w: w[0].exp() * w[1], [0.3, 2.0], h=1e-4)
    assert nudged.tolist() == numerical_gradient(lambda w: np.exp(w[0]) * w[1], [0.3, 2.0], 1e-4).tolist()


@pytest.mark.parametrize(
    ("f", "w", "words"),
    [
        (lambda w: w[0].log(), [0], "From 0 comes -inf, with local slope inf"),
        (lambda w: w[0].log(), [-1], "From -1 comes nan"),
        (lambda w: 1 / w[0], [0], "From 1 and 0 comes inf"),
        (lambda w: w[0] ** 0.5, [0], "From 0 comes 0, with local slope inf"),
        (lambda w: w[0] ** 0.5, [-4], "From -4 comes nan"),
        (lambda w: w[0].exp(), [1000], "From 1000 comes inf"),
        (lambda w: w[0] ** w[0], [2], "The power must hold only numbers"),
        (lambda w: w[0] + "1", [2], "What goes with a node must hold only numbers"),
        (lambda w: w[0] * [1, 2], [2], "What goes with a node must be a single number"),
        (lambda w: w[0], [[1, 2]], "w must be a vector"),
        (lambda w: w[0], [math.nan], "w holds nan"),
    ],
)
def test_says_what_is_wrong(f, w, words):
    with pytest.raises(ValueError, match=words.replace("(", r"\(")):
        forward(f, w)


def test_a_power_of_zero_and_one_at_zero():
    assert (Node(0.0) ** 0).slopes == (0.0,) and (Node(0.0) ** 1).slopes == (1.0,)
