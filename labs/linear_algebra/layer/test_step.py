"""What the step `layer` claims."""

import re

import numpy as np
import pytest
from sklearn.neural_network import MLPClassifier

from core.data import digits, digits_layer
from core.linear_algebra import dense, relu
from labs.linear_algebra.layer import picture as chart
from labs.linear_algebra.layer.question import question
from labs.linear_algebra.layer.step import (
    COLUMNS,
    OPEN,
    ROWS,
    all_right,
    framed,
    layer,
    network,
    read_right,
    refused,
    resized,
    unseen,
)
from labs.linear_algebra.layer.understand import understand
from tests.conftest import look


def answers(X, rows=16, columns=10):
    W, b, W2, b2 = network()
    W2, b2 = resized(W2, b2, rows, columns)
    return dense(relu(dense(X, W, b)), W2, b2).argmax(axis=1)


def test_the_batch_may_grow_and_the_weights_stay_as_they_are():
    W, b, _, _ = network()
    assert dense(np.zeros((8, 64)), W, b).shape == (8, 16)
    assert dense(np.zeros((16, 64)), W, b).shape == (16, 16)


def test_three_decimals_of_the_weights_read_every_unseen_image_as_all_of_them_do():
    trained = digits_layer()
    X, labels = digits().X[trained.test_rows], digits().labels[trained.test_rows]
    H = np.maximum(0, X @ trained.W1 + trained.b1)
    assert (answers(X) == (H @ trained.W2 + trained.b2).argmax(axis=1)).all()
    assert all_right() == np.sum(answers(X) == labels) == 329


def test_the_45_batches_are_the_unseen_images_and_the_first_shown_has_one_mistake():
    images, labels = zip(*(unseen(batch) for batch in range(1, 46)))
    assert all(X.shape == (8, 64) for X in images)
    assert np.array_equal(np.concatenate(images), digits().X[digits_layer().test_rows])
    assert labels[30].tolist() == list(range(8))
    assert answers(images[30]).tolist() == [0, 1, 2, 8, 4, 5, 6, 7]


def test_what_is_said_of_another_number_of_columns():
    X = digits().X[digits_layer().test_rows]
    assert answers(X, columns=8).max() <= 7
    assert "no answer can be 8 or above" in read_right(np.arange(8), None, 8)
    assert not resized(*network()[2:], 16, 16)[0][:, 10:].any()
    assert "6 of them belong to no digit" in read_right(np.arange(8), None, 16)
    _, labels = unseen(31)
    assert "7 of these 8" in read_right(labels, answers(unseen(31)[0]), 10)


def test_the_two_silent_neurons():
    W, b, _, _ = network()
    dead = [j for j in range(16) if not W[:, j].any()]
    assert dead == [5, 11] and (b[dead] < 0).all()
    assert "die away" in framed(np.ones(64), W[:, 5], 0)
    assert "16/16 × " in framed(np.ones(64), W[:, 0], 3)


@pytest.mark.parametrize("rows", [10, 64])
def test_the_message_is_numpys_own(rows):
    page = look(layer, rows=str(rows), columns="16")
    with pytest.raises(ValueError) as raised:
        np.zeros((8, 16)) @ np.zeros((rows, 16))
    assert page.ran.results["answers"] == str(raised.value)
    assert f"cannot be multiplied (8x16 and {rows}x16)" in refused("", (8, 16), (rows, 16))


def test_the_task_can_be_done_and_only_by_that_shape():
    for rows in ROWS:
        for columns in COLUMNS:
            page = look(layer, rows=str(rows), columns=str(columns))
            assert list(page.tasks.values()) == [(rows, columns) == (16, 10)]
            assert ("answers" in page.ran.results) == (OPEN not in (rows, columns))


def test_it_opens_without_an_error_that_nobody_made():
    page = look(layer)
    assert "answers" not in page.ran.results
    assert note(page).startswith("H has shape (8, 16). Which shape must W2 have") and "NumPy" not in note(page)


def note(page):
    return next(control["label"] for control in page.controls if control["kind"] == "note")


def test_one_click_from_the_start_does_not_do_the_task():
    for name, options in (("rows", ROWS), ("columns", COLUMNS)):
        for option in options:
            assert not any(look(layer, **{name: str(option)}).tasks.values())


@pytest.mark.parametrize("batch", [1, 31, 45])
def test_sixteen_images_go_through_the_same_weights(batch):
    eight, sixteen = (look(layer, batch=str(batch), images=str(n), rows="16", columns="10") for n in (8, 16))
    assert sixteen.ran.values["X"].shape == (16, 64) and sixteen.ran.results["activations"].shape == (16, 16)
    assert np.array_equal(eight.ran.values["W"], sixteen.ran.values["W"])
    if batch < 45:
        assert np.array_equal(eight.ran.values["X"], sixteen.ran.values["X"][:8])
    assert note(sixteen).startswith("(16, 16) @ (16, 10) + (10,) is (16, 10): 10 scores for each image.")
    assert look(layer, **look(layer).tries).ran.values["X"].shape == (16, 64)


@pytest.mark.parametrize("batch", range(1, 46))
def test_the_sums_in_words_hold_as_printed(batch):
    W, X = network()[0], unseen(batch)[0]
    for x in X:
        for j in range(16):
            products = x * W[:, j]
            words = framed(x, W[:, j], int(np.argmax(np.abs(products))))
            assert "-" not in words and "−0.000" not in words
            if found := re.fullmatch(r"Framed: (\d+)/16 × ([−\d.]+) = ([−\d.]+)\.", words):
                ink, weight, product = (float(part.replace("−", "-")) for part in found.groups())
                assert product == pytest.approx(ink / 16 * weight, abs=0.00051)
                assert abs(product) == pytest.approx(np.abs(products).max(), abs=0.00051)
            else:
                assert "die away" in words and not W[:, j].any()


@pytest.mark.parametrize(("i", "j"), [(0, 0), (7, 15), (3, 8)])
def test_the_handles_choose_the_row_and_the_column(i, j):
    link = {"i": f"2.5,{52 - 4 * i}", "j": f"{12 + 3 * j},59.4"}
    page = look(layer, **link)
    W, b, _, _ = network()
    assert (page.ran.values["i"], page.ran.values["j"]) == (i, j) == chart.crossing((2.5, 52 - 4 * i), (12 + 3 * j, 0))
    assert page.ran.results["z"] == pytest.approx((unseen(31)[0] @ W + b)[i, j])
    assert page.ran.results["h"] == max(0, page.ran.results["z"])


def test_a_square_weight_the_wrong_way_round_raises_no_error():
    W = np.arange(9.0).reshape(3, 3)
    assert dense([1, 2, 3], W, np.zeros(3)).tolist() != dense([1, 2, 3], W.T, np.zeros(3)).tolist()


@pytest.mark.filterwarnings("ignore")  # one round of training is enough to count
def test_the_question_counts_what_scikit_learn_trains():
    X, y = digits().X, digits().labels
    network = MLPClassifier((3,), max_iter=1).fit(X[:50], y[:50])
    trained = sum(array.size for array in [*network.coefs_, *network.intercepts_])
    assert trained == 64 * 3 + 3 + 3 * 10 + 10
    for seed in range(500):
        asked = question(seed)
        d, h, c = (int(size) for size in asked.prompt.split("scores: ")[1].split(". ")[0].split(" → "))
        assert asked.answer == d * h + h + h * c + c and asked.is_clear()


# ---------------------------------------------------------------- the question to understand


def plain(text):
    return text.replace("−", "-")


@pytest.mark.parametrize("seed", range(0, 150, 6))
def test_only_one_slip_gives_this_message(seed):
    asked = understand(seed)
    d, h, c, n = map(
        int,
        re.search(
            r"(\d+) inputs, (\d+) hidden neurons, (\d+) scores, (\d+) "
            "rows",
            asked.prompt,
        ).groups(),
    )
    X, H, W1, W2 = ((n, d), (n, h), (d, h), (h, c))
    pairs = {"The first weight": (X, W1[::-1]), "The second weight": (H, W2[::-1]), "The second layer": (X, W2),
             "The inputs": (X[::-1], W1)}  # fmt: skip
    for choice in asked.choices:
        (a, b), (p, q) = next(pair for words, pair in pairs.items() if choice.startswith(words))
        with pytest.raises(ValueError):
            np.ones((a, b)) @ np.ones((p, q))
        assert (f"({a}x{b} and {p}x{q})" in asked.prompt) == (choice == asked.answer)


@pytest.mark.parametrize("seed", range(1, 120, 6))
def test_what_zeros_and_negative_numbers_in_a_layer_come_from(seed):
    asked = understand(seed)
    rng, k = np.random.default_rng(seed), int((re.search(r"(?:row|column) (\d+)", asked.prompt) or [0, 2])[1])
    X, W, b = 5 * rng.normal(size=(60, 6)), rng.normal(size=(6, 16)), rng.normal(size=16)
    hidden = relu
    if "Neuron" in asked.answer:
        b[k] = -100
    elif "Input row" in asked.answer:
        X[k], b = 0, -0.01 * np.abs(b)
    elif "all 0" in asked.answer:
        W[:] = 0
    else:
        assert "left out" in asked.answer
        hidden, b = lambda Z: Z, 0 * b
    H = hidden(dense(X, W, b))
    zero_columns, zero_rows = np.flatnonzero(~H.any(axis=0)), np.flatnonzero(~H.any(axis=1))
    if "is 0 in all" in asked.prompt:
        assert zero_columns.tolist() == [k] and not len(zero_rows)
    elif "in every column" in asked.prompt:
        assert zero_rows.tolist() == [k] and not len(zero_columns)
    elif "are equal" in asked.prompt:
        assert np.ptp(H, axis=0).max() == 0
    else:
        assert H.min() < 0


@pytest.mark.parametrize("seed", range(2, 120, 6))
def test_only_the_right_line_shows_the_symptom(seed):
    asked = understand(seed)
    rng = np.random.default_rng(seed)
    X, W1, W2 = rng.normal(size=(400, 5)), rng.normal(size=(5, 7)), rng.normal(size=(7, 2))
    names = {"W1": W1, "W2": W2, "b1": rng.normal(size=7), "b2": rng.normal(size=2) - 1, "relu": relu}

    def scores(line, X):
        return eval(line.strip("`"), names | {"X": X})

    for line in asked.choices:
        Y = scores(line, X)
        if "no better than a single one" in asked.prompt:  # one layer gives the very same
            one = np.column_stack([X, np.ones(len(X))])
            shown = np.allclose(one @ np.linalg.lstsq(one, Y, rcond=None)[0], Y)
        elif "come out as exactly 0" in asked.prompt:
            shown = any(np.any(np.all(scores(line, much * X) == 0, axis=1)) for much in (0.1, 1, 50))
        else:
            shown = np.allclose(scores(line, np.where(X < 0, 9 * X, X)), Y)
        assert shown == (line == asked.answer), line


@pytest.mark.parametrize("seed", range(3, 120, 6))
def test_which_shapes_change(seed):
    asked = understand(seed)
    n, d, h = map(int, re.search(r"X has shape \((\d+), (\d+)\), W \(\d+, (\d+)\)", asked.prompt).groups())
    new, old = map(int, re.search(r"(?:You|Your).* (\d+) .*instead of (\d+)\. Which", asked.prompt).groups())
    assert len({n, d, h}) == 3 and new == 2 * old
    sizes = tuple(new if size == old else size for size in (n, d, h))

    def shapes(n, d, h):
        X, W, b = np.ones((n, d)), np.ones((d, h)), np.ones(h)
        return {"X": X.shape, "W": W.shape, "b": b.shape, "H": relu(dense(X, W, b)).shape}

    before, after = shapes(n, d, h), shapes(*sizes)
    changed = {name for name in before if before[name] != after[name]}
    expected = {"X and H, nothing": {"X", "H"}, "W, b and H": {"W", "b", "H"}, "X and W": {"X", "W"}}
    assert changed == next(names for words, names in expected.items() if asked.answer.startswith(words))


@pytest.mark.parametrize("seed", range(4, 150, 6))
def test_the_right_image_has_the_extreme_sum(seed):
    asked = understand(seed)
    plus, minus = re.search(r"\+1 in (.*?), −1 in (.*?), and", asked.prompt).groups()
    weights = np.zeros((6, 6))
    places = {"the top two rows": np.s_[:2], "the bottom two rows": np.s_[4:], "the left two columns": np.s_[:, :2],
              "the right two columns": np.s_[:, 4:]}  # fmt: skip
    weights[places[plus]], weights[places[minus]] = 1, -1
    images = [np.array([[(ord(letter) - 68) / 20 for letter in row] for row in sketch.marks[0]["rows"]])
              for sketch in asked.sketches]  # fmt: skip
    sums = [np.sum(image * weights) for image in images]
    best = np.argmax(sums) if "largest" in asked.prompt else np.argmin(sums)
    assert asked.choices[int(best)] == asked.answer and np.diff(np.sort(np.abs(sums))).max() > 2
    assert np.argmax([image.sum() for image in images]) != best, "not the one with the most ink"


@pytest.mark.parametrize("seed", range(5, 120, 6))
def test_what_happened_to_a_loaded_weight(seed):
    asked = understand(seed)
    d, h = map(int, re.search(r"of shape \((\d+), (\d+)\)", asked.prompt).groups())
    rng = np.random.default_rng(seed)
    X, W, b = rng.normal(size=(9, d)), rng.normal(size=(d, h)), rng.normal(size=h)
    if "transposed" in asked.answer:
        assert d == h and np.corrcoef(np.ravel(dense(X, W.T, b)), np.ravel(dense(X, W, b)))[0, 1] < 0.5
    else:
        with pytest.raises(ValueError):
            dense(X, W.T, b)
    if "bias" in asked.answer:
        assert (
            np.ptp(dense(X, W, 0 * b) - dense(X, W, b), axis=0).max() < 1e-9 and "off by one constant" in asked.prompt
        )
    if "all 0" in asked.answer:
        assert np.ptp(dense(X, 0 * W, b), axis=0).max() == 0 and "very same scores" in asked.prompt
