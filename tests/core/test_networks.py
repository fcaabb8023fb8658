"""Networks from scratch, against scikit-learn, against the losses of one row, and against the laws of a slope."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn.metrics import log_loss
from sklearn.neural_network import MLPClassifier

from core.attention import softmax
from core.linear_algebra import dense, relu
from core.networks import (
    count_parameters,
    dropout,
    flattened,
    gradients,
    init_network,
    network_accuracy,
    network_forward,
    network_gradient_check,
    network_loss,
    shaped,
    train,
)
from core.optimisation import cross_entropy, cross_entropy_gradient

laws = settings(max_examples=40)
seeds = st.integers(0, 10_000)
shapes = st.sampled_from([(3, 4), (3, 5, 4), (3, 6, 5, 4)])


def problem(seed, sizes=(3, 5, 4), n=12):
    rng = np.random.default_rng(seed)
    return init_network(sizes, rng), rng.normal(size=(n, sizes[0])), rng.integers(0, sizes[-1], n)


def equal(a, b) -> bool:
    return len(a) == len(b) and all(np.array_equal(x, y) for one, two in zip(a, b) for x, y in zip(one, two))


@laws
@given(seeds, shapes)
def test_a_layer_is_dense_and_relu(seed, sizes):
    net, X, _ = problem(seed, sizes)
    H = X
    for W, b in net[:-1]:
        H = relu(dense(H, W, b))
    assert np.allclose(network_forward(net, X)[-1], dense(H, *net[-1]), rtol=1e-12)


@laws
@given(seeds, shapes)
def test_the_loss_is_the_mean_of_the_rows_cross_entropies(seed, sizes):
    net, X, y = problem(seed, sizes)
    logits = network_forward(net, X)[-1]
    assert network_loss(net, X, y) == pytest.approx(np.mean([cross_entropy(z, c) for z, c in zip(logits, y)]))
    assert network_loss(net, X, y) == pytest.approx(log_loss(y, softmax(logits), labels=range(sizes[-1])))


@laws
@given(seeds, shapes)
def test_every_slope_is_the_one_found_by_nudging(seed, sizes):
    net, X, y = problem(seed, sizes)
    net = shaped(flattened(net) + 0.1 * np.random.default_rng(seed).normal(size=count_parameters(net)), net)
    before_relu = [H @ W + b for H, (W, b) in zip(network_forward(net, X), net[:-1])]
    assume(all(np.min(np.abs(Z)) > 1e-3 for Z in before_relu))  # no nudge crosses a bend
    assert network_gradient_check(net, X, y, np.random.default_rng(seed), count=count_parameters(net)) < 1e-7


@laws
@given(seeds)
def test_the_last_layers_slopes_are_p_minus_y(seed):
    net, X, y = problem(seed)
    *_, H, logits = network_forward(net, X)
    D = np.array([cross_entropy_gradient(z, c) for z, c in zip(logits, y)]) / len(y)
    dW, db = gradients(net, X, y)[-1]
    assert np.allclose(dW, H.T @ D) and np.allclose(db, D.sum(axis=0))


def test_a_comparison_turned_round_is_found_out_and_only_below_the_last_layer():
    net, X, y = problem(1)
    right, wrong = gradients(net, X, y), gradients(net, X, y, turned=True)
    assert equal(right[-1:], wrong[-1:]) and not np.allclose(right[0][0], wrong[0][0])
    assert network_gradient_check(net, X, y, np.random.default_rng(0), turned=True) > 0.1


def test_a_net_without_slopes_passes_the_check():
    net = [(np.zeros((2, 3)), np.zeros(3)), (np.zeros((3, 2)), np.zeros(2))]
    assert network_gradient_check(net, [[1, 2], [1, 2]], [0, 1], np.random.default_rng(0)) == 0


@laws
@given(seeds, st.integers(0, 3), st.integers(0, 3), st.integers(1, 12))
def test_training_can_be_interrupted(seed, first, then, batch):
    net, X, y = problem(seed)
    whole, parts = np.random.default_rng(seed), np.random.default_rng(seed)
    at_once = train(net, X, y, first + then, 0.1, batch, whole)
    one = train(net, X, y, first, 0.1, batch, parts)
    two = train([net, *one][-1], X, y, then, 0.1, batch, parts)
    assert len(at_once) == first + then and all(map(equal, at_once, one + two))


@pytest.mark.parametrize("sizes", [(3, 4), (3, 6, 4), (3, 6, 5, 4)])
def test_scikit_learn_ends_with_the_same_weights(sizes):
    net, X, y = problem(3, sizes, n=50)
    sgd = {"solver": "sgd", "alpha": 0, "momentum": 0, "shuffle": False}
    model = MLPClassifier(sizes[1:-1], batch_size=8, learning_rate_init=0.2, **sgd)
    model.partial_fit(X, y, classes=np.arange(4))
    model.coefs_, model.intercepts_ = [W.copy() for W, _ in net], [b.copy() for _, b in net]
    rng = np.random.default_rng(5)
    for _ in range(6):
        order = rng.permutation(50)
        model.partial_fit(X[order], y[order])
    last = train(net, X, y, 6, 0.2, 8, np.random.default_rng(5))[-1]
    for (W, b), theirs, biases in zip(last, model.coefs_, model.intercepts_):
        assert np.allclose(W, theirs, rtol=0, atol=1e-10) and np.allclose(b, biases, rtol=0, atol=1e-10)
    assert np.allclose(softmax(network_forward(last, X)[-1]), model.predict_proba(X))
    assert network_accuracy(last, X, y) == pytest.approx(model.score(X, y))


@laws
@given(seeds, st.integers(1, 12))
def test_training_leaves_what_it_was_given_as_it_was(seed, batch):
    net, X, y = problem(seed)
    before = [(W.copy(), b.copy()) for W, b in net]
    train(net, X, y, 2, 0.5, batch, np.random.default_rng(0))
    assert equal(net, before)


@laws
@given(seeds)
def test_small_steps_on_all_rows_go_downhill(seed):
    net, X, y = problem(seed)
    (after,) = train(net, X, y, 1, 1e-4, len(X), np.random.default_rng(0))
    assert network_loss(after, X, y) <= network_loss(net, X, y)


@laws
@given(seeds, shapes)
def test_flattened_and_back(seed, sizes):
    net, *_ = problem(seed, sizes)
    flat = flattened(net)
    assert len(flat) == count_parameters(net) and equal(shaped(flat, net), net)


def test_a_start_at_random_has_the_spread_it_says():
    (W, b), _ = init_network((400, 300, 2), np.random.default_rng(0))
    assert abs(W.std() / np.sqrt(2 / 400) - 1) < 0.02 and abs(W.mean()) < 0.001 and not b.any()


def test_labels_as_a_column_are_refused():
    net, X, y = problem(0)
    with pytest.raises(ValueError, match="flat list"):
        network_accuracy(net, X, y[:, None])


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda net, X, y: init_network((64,), np.random.default_rng(0)), "classes at least"),
        (lambda net, X, y: init_network((64, 0), np.random.default_rng(0)), "sizes"),
        (lambda net, X, y: network_forward(net, X[:, :2]), "reads 3 numbers a row"),
        (lambda net, X, y: network_loss(net, X, y + 4), "whole numbers from 0 to 3"),
        (lambda net, X, y: network_loss(net, X, y - 9), "whole numbers from 0 to 3"),
        (lambda net, X, y: gradients(net, X, y * 1.0), "whole numbers"),
        (lambda net, X, y: gradients(net, X[:5], y), "one class for each row"),
        (lambda net, X, y: train(net, X, y, 1, 0, 4, np.random.default_rng(0)), "rate must be above 0"),
        (lambda net, X, y: train(net, X, y, 1, 0.1, 13, np.random.default_rng(0)), "12 rows of X"),
        (lambda net, X, y: train(net, X, y, -1, 0.1, 4, np.random.default_rng(0)), "epochs"),
        (lambda net, X, y: network_gradient_check(net, X, y, np.random.default_rng(0), count=0), "count"),
    ],
)
def test_bad_input_is_refused_in_words(call, words):
    with pytest.raises(ValueError, match=words):
        call(*problem(0))


def test_dropout_keeps_the_mean_and_drops_its_share():
    rng = np.random.default_rng(0)
    dropped = dropout(np.full(20_000, 3.0), 0.25, rng)
    assert set(np.unique(dropped)) == {0.0, 4.0}
    assert np.mean(dropped == 0) == pytest.approx(0.25, abs=0.01) and dropped.mean() == pytest.approx(3, abs=0.05)
    assert dropout([[1.0, 2.0]], 0, rng).tolist() == [[1.0, 2.0]]
