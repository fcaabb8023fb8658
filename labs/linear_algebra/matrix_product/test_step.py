"""What the step `matrix_product` claims."""

import importlib
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.linear_model import LinearRegression

from core.data import diabetes
from core.linear_algebra import apply, matmul
from core.shapes import result_shape
from labs.linear_algebra.matrices.picture import SQUARE
from labs.linear_algebra.matrix_product.picture import FRAMES, boxes, by_cell, is_cut, pieces
from labs.linear_algebra.matrix_product.question import question
from labs.linear_algebra.matrix_product.understand import COMMUTE, DIFFER, matrices_of, understand
from tests.conftest import look
from ui.question import judge

lab = importlib.import_module("labs.linear_algebra.matrix_product.step")
tenths = st.integers(-11, 11).map(lambda n: n / 10)
squares = arrays(float, (2, 2), elements=tenths)


def column(name):
    return lab.COLUMNS[name][1:]


TURN = np.column_stack([column("a1"), column("a2")])
SQUASH = np.column_stack([column("b1"), column("b2")])


def test_the_prediction_a_turn_and_a_squash_do_not_swap():
    assert apply(TURN, [1, 0]).tolist() == [0, 1] and apply(TURN, [0, 1]).tolist() == [-1, 0]
    assert apply(SQUASH, [1, 1]).tolist() == [1, 0.4]
    one, other = matmul(SQUASH, TURN), matmul(TURN, SQUASH)
    assert not np.allclose(one, other)
    mirrors = ([[-1, 0], [0, 1]], [[1, 0], [0, -1]])
    assert not any(np.allclose(matmul(M, one), other) for M in mirrors)


@given(squares, squares, arrays(float, 2, elements=tenths))
def test_the_product_does_the_right_one_first(A, B, p):
    assert apply(matmul(A, B), p) == pytest.approx(apply(A, apply(B, p)), abs=1e-9)
    assert matmul(A, B).T == pytest.approx(apply(A, B.T), abs=1e-9), "its columns are where A sends those of B"


@pytest.mark.parametrize(
    ("A", "B"),
    [
        ([[0, -1], [1, 0]], [[0, 1], [-1, 0]]),  # two turns
        ([[1, 0], [0, 0.5]], [[-1, 0], [0, 0.4]]),  # two stretches along the axes
    ],
)
def test_the_first_task_can_be_done_on_the_grid_of_the_plane(A, B):
    assert np.abs(matmul(A, B) - matmul(B, A)).max() < 0.005
    assert np.abs([A, B]).max() <= lab.REACH and not np.array_equal(A, np.eye(2)) and not np.array_equal(B, np.eye(2))


@pytest.mark.parametrize("text", ["(3, 4) @ (4, 2) @ (2, 5)", "(n,d)@(d,h)@(h,10)", "X(5, 4) @ (W(4, 3) @ V(3, 2))"])
def test_the_second_task_can_be_done(text):
    assert result_shape(text) and lab.is_chain_of_three(text)


@pytest.mark.parametrize("text", [lab.FIRST, "(3, 4) @ (4,) @ (2, 5)", "(3, 4) + (3, 4) @ (4, 4)", "", "@ @", "a@b@c"])
def test_other_texts_are_no_chain_of_three_matrices(text):
    assert not lab.is_chain_of_three(text)


def test_where_it_bites():
    X, y, _ = diabetes()
    predictions = LinearRegression().fit(X, y).predict(X)
    targets = y[:, np.newaxis]
    assert predictions.shape == (442,) and targets.shape == (442, 1)
    assert (predictions - targets).shape == result_shape("(442,) - (442, 1)") == (442, 442)
    assert round(np.mean((predictions - y) ** 2), -1) == 2860
    assert round(np.mean((predictions - targets) ** 2), -1) == 9000


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("(3, 4) @ (4,2)", [("3", "4"), "@", ("4", "2")]),
        ("X(n, 64).T * ()", [("64", "n"), "*", ()]),
        ("((3,) + (2, 3)).T", ["(", ("3",), "+", ("2", "3"), ")", ".T"]),
        ("(03, 0)", [("3", "0")]),
        ("", []),
    ],
)
def test_the_pieces_of_a_text(text, found):
    assert pieces(text) == found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("(3, 4) @ (4, 2)", "has shape **(3, 2)**. At every @ the two sizes that meet are equal, and they vanish."),
        ("(3, 4) @ (5, 2)", "(size 5 is different from 4)**. In plain words: 4 and 5 must be the same size"),
        ("(n, d) @ (h, 2)", "They don't fit. d and h must be the same size"),
        ("(n, d) @ ()", "They don't fit. @ needs a vector or a matrix on both sides"),
        ("(3, 4) @ ()", "In plain words: @ needs a vector or a matrix on both sides"),
        ("(2, 3) + (4,)", "could not be broadcast together with shapes (2,3) (4,)**. In plain words: 3 and 4"),
        ("(442,) - (442, 1)", "has shape **(442, 442)**."),
        ("(442,) - (442, 1)", "a 1, or a missing one, stretches. Here **both sides stretched**."),
        ("(3, 4", "That can't be worked out. At character 6, the text ends."),
        ("", "That can't be worked out. Type two shapes"),
    ],
)  # fmt: skip
def test_the_words_of_the_calculator(text, words):
    shape = result_shape(text) if not_refused(text) else refusal(text)
    assert words in lab.shape_words(text, shape, lab.in_plain_words(text))


@pytest.mark.parametrize(
    "text", ["(1,) + (1,)", "(3, 1) * (3, 1)", "(3, 4) + (4,)", "((1, 3) + (1, 3)).T", "(02,) - (2,)"]
)
def test_nothing_is_said_to_stretch_that_does_not(text):
    assert "both sides stretched" not in lab.shape_words(text, result_shape(text), "")


def not_refused(text):
    return refusal(text) == ""


def refusal(text):
    try:
        result_shape(text)
    except ValueError as error:
        return str(error)
    return ""


@given(st.text(alphabet="()(),,  0123nm@+-*.T", max_size=40))
def test_any_text_is_drawn_and_put_into_words(text):
    fits = not_refused(text)
    assert boxes(text, result_shape(text) if fits else None)
    assert lab.shape_words(text, result_shape(text) if fits else refusal(text), lab.in_plain_words(text)).strip()


@pytest.mark.parametrize(("left", "right"), [(lab.A, lab.B), (lab.B, lab.A)])
def test_the_player_ends_with_the_whole_product(left, right):
    (n, k), m = left.shape, right.shape[1]
    drawn = by_cell(left, right, left @ right, ("A", "B"), n - 1, m - 1, k - 1)
    shown = [mark["text"] for mark in drawn if mark["kind"] == "text" and mark["role"] == "truth"][: n * m]
    assert shown == [str(int(value)).replace("-", "−") for value in matmul(left, right).ravel()]


@given(squares, squares)
def test_the_words_say_when_the_orders_agree(A, B):
    gap = np.abs(matmul(A, B) - matmul(B, A)).max()
    assert ("end alike" in lab.order_words(gap, [])) == np.allclose(A @ B, B @ A, atol=1e-9)


def test_what_leaves_its_frame_is_said():
    still, wide = np.eye(2), np.array([[0.9, 0.9], [0, 1]])
    assert not is_cut(still, still, still, still) and not is_cut(TURN, SQUASH, SQUASH @ TURN, TURN @ SQUASH)
    for place in range(4):
        assert is_cut(*[wide if each == place else still for each in range(4)]) == (place < 2)
    assert is_cut(still, still, still, 2 * wide) and is_cut(still, -1.2 * still, still, still)


def test_frames_stand_on_the_grid():
    for x, y in FRAMES.values():
        assert (round(x, 1), round(y, 1)) == (x, y)


def test_the_checkpoint_over_many_seeds():
    for seed in range(500):
        asked = question(seed)
        answer = asked.answer if isinstance(asked.answer, str) else f"{asked.answer:.0f}"
        assert judge(asked, answer).right
        assert asked.solution.rstrip(".").endswith(f"**{answer}**")
        for mistake in asked.mistakes:
            assert judge(asked, str(mistake.value)).why == mistake.why


def test_back_and_next_walk_through_the_product_and_stop_at_its_ends():
    page, at = look(lab.matrix_product, look=lab.CELLS), 0
    while True:
        back, forward = (next(c for c in page.controls if c["label"] == label) for label in ("‹ Back", "Next ›"))
        assert back["off"] == (at == 0) and back["sets"] == {"at": str(max(at - 1, 0))}
        if forward["off"]:
            break
        at += 1
        assert forward["sets"] == {"at": str(at)}
        page = look(lab.matrix_product, look=lab.CELLS, **forward["sets"])
    assert at == 2 * 2 * 3 - 1 and "complete" in page.said


def test_no_button_does_a_task_and_each_is_done_in_its_own_view():
    first, second = look(lab.matrix_product).tasks
    for mode in (lab.ORDERS, lab.CELLS, lab.SHAPES):
        for control in look(lab.matrix_product, look=mode).controls:
            if control["kind"] == "button":
                assert not any(look(lab.matrix_product, look=mode, **control["sets"]).tasks.values())
    turned = {"b1": "0,-1", "b2": "1,0"}
    assert look(lab.matrix_product, **turned).tasks[first]
    assert not look(lab.matrix_product, look=lab.SHAPES, **turned).tasks[first]
    assert look(lab.matrix_product, look=lab.SHAPES, shapes="(3, 4) @ (4, 2) @ (2, 5)").tasks[second]


# ---------------------------------------------------------------- the question to understand


@pytest.mark.parametrize("seed", range(0, 120, 6))
def test_only_the_line_to_blame_makes_an_array_of_n_by_n(seed):
    asked = understand(seed)
    n, d = map(int, re.search(r"X has shape \((\d+), (\d+)\)", asked.prompt).groups())
    small = {"X": np.ones((7, 3)), "w": np.ones(3), "mean": np.ones(3), "pred": np.ones(7), "y": np.ones((7, 1))}
    for line in asked.choices:
        shape = eval(line.strip("`"), {}, small).shape
        assert (shape == (7, 7)) == (line == asked.answer)
        if line != asked.answer:
            why = next(mistake.why for mistake in asked.mistakes if mistake.value == line)
            real = tuple({7: n, 3: d, 1: 1}[size] for size in shape)
            assert f"gives shape {real}:" in why


@pytest.mark.parametrize("seed", range(1, 150, 6))
def test_the_right_picture_does_the_moves_in_their_order(seed):
    asked = understand(seed)
    steps = {
        "turn it a quarter to the left": lambda P: np.column_stack([-P[:, 1], P[:, 0]]),
        "turn it a quarter to the right": lambda P: np.column_stack([P[:, 1], -P[:, 0]]),
        "squash it": lambda P: P * [1, 0.5], "make it twice as wide": lambda P: P * [2, 1],
        "mirror it": lambda P: P * [-1, 1],
        "slide its upper part": lambda P: P + np.outer(P[:, 1], [0.8, 0]),
    }  # fmt: skip
    told = [words for _, words in sorted((asked.prompt.find(words), words) for words in steps if words in asked.prompt)]
    assert len(told) == 2
    expected = steps[told[1]](steps[told[0]](SQUARE.astype(float)))
    for name, sketch in zip(asked.choices, asked.sketches):
        square = np.array(sketch.marks[-2]["points"])
        assert np.allclose(square, expected, atol=0.002) == (name == asked.answer)
        assert np.abs(square).max() <= sketch.size[1]


@pytest.mark.parametrize("seed", range(2, 120, 6))
def test_which_entries_a_wrong_number_reaches(seed):
    asked = understand(seed)
    n, d, h = map(int, re.search(r"shape \((\d+), (\d+)\) and W \(\d+, (\d+)\)", asked.prompt).groups())
    name, *spot = re.search(r"([XW])\[(\d), (\d)\]", asked.prompt).groups()
    rng = np.random.default_rng(seed)
    X, W = rng.normal(size=(n, d)), rng.normal(size=(d, h))
    before = X @ W
    {"X": X, "W": W}[name][tuple(map(int, spot))] += 1
    rows, columns = (np.unique(each) for each in np.nonzero(~np.isclose(X @ W, before)))
    expected = f"Row {rows[0]}" if len(rows) == 1 else f"Column {columns[0]}"
    assert asked.answer.startswith(expected) and len(rows) * len(columns) in (n, h)


def test_which_moves_of_the_plane_get_in_each_others_way():
    for moves, alike in ((COMMUTE, True), (DIFFER, False)):
        for _, names in moves:
            for a in range(10, 90, 10):
                A, B = matrices_of(names, a, 90 - a / 2, 3, 5)
                assert np.allclose(A @ B, B @ A) == alike
                assert not np.allclose(A, np.eye(2)) and not np.allclose(B, np.eye(2))
    A, B = matrices_of("turn turn", 90, 180, 2, 3)
    assert np.allclose(A, [[0, -1], [1, 0]]) and np.allclose(B, -np.eye(2))
    for asked in map(understand, range(3, 200, 6)):
        words = re.sub(r"\d+", "#", asked.answer).lower()
        known = [re.sub(r"\{\w\}", "#", text) for text, _ in (COMMUTE if "**miss**" in asked.prompt else DIFFER)]
        assert words in known


@pytest.mark.parametrize("seed", range(4, 120, 6))
def test_only_the_right_repair_keeps_the_numbers_together(seed):
    asked = understand(seed)
    n, d = map(int, re.search(r"holds (\d+) \w+ with (\d+) numbers", asked.prompt).groups())
    x_shape, w_shape = (eval(text) for text in re.search(r"shape (\(.*?\)) and W (\(.*?\))\.", asked.prompt).groups())
    h = next(size for size in w_shape if size != d)
    rng = np.random.default_rng(seed)
    things, weights = rng.normal(size=(n, d)), rng.normal(size=(d, h))
    X = things if x_shape == (n, d) else things.T.copy()
    W = weights if w_shape == (d, h) else weights.T.copy()
    assert X.shape == x_shape and W.shape == w_shape
    for line in asked.choices:
        try:
            right = np.allclose(eval(line.strip("`"), {}, {"X": X, "W": W}), things @ weights)
        except ValueError:
            right = False
        assert right == (line == asked.answer), line


@pytest.mark.parametrize("seed", range(5, 120, 6))
def test_what_numpy_does_with_two_shapes(seed):
    asked = understand(seed)
    one, other = (eval(text) for text in re.findall(r"array of shape (\(.*?\))", asked.prompt))
    try:
        expected = f"It works, and gives {(np.ones(one) @ np.ones(other)).shape}"
    except ValueError:
        expected = f"It fails, since {one[1]} and {other[0]} differ"
    assert asked.answer == expected
