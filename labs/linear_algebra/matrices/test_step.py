"""What the step `matrices` claims."""

import importlib
import inspect
import re
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.linear_algebra import apply, determinant, distance, projection
from labs.linear_algebra.matrices.picture import LETTER, SQUARE
from labs.linear_algebra.matrices.question import question
from labs.linear_algebra.matrices.understand import understand
from tests.conftest import look
from ui.question import judge

lab = importlib.import_module("labs.linear_algebra.matrices.step")
grid = st.integers(-23, 23).map(lambda tenths: tenths / 10)
squares = arrays(float, (2, 2), elements=grid)


def columns(name):
    return np.column_stack(lab.MOVES[name])


def test_the_prediction():
    A = np.column_stack(lab.START)
    assert apply(A, [1, 1]).tolist() == list(lab.GUESSES["(0, 2)"])
    assert apply(A.T, [1, 1]).tolist() == list(lab.GUESSES["(2, 0)"])


@given(squares, arrays(float, 2, elements=grid))
def test_every_point_goes_along_with_the_columns(A, p):
    assert apply(A, p) == pytest.approx(p[0] * A[:, 0] + p[1] * A[:, 1], abs=1e-9)


@given(squares, arrays(float, (2, 2), elements=grid), st.integers(0, 4))
def test_straight_lines_stay_straight_and_even_spacing_stays_even(A, ends, quarters):
    start, step = ends
    assert apply(A, start + quarters * step) == pytest.approx(apply(A, start) + quarters * apply(A, step), abs=1e-9)


@given(squares)
def test_the_unit_square_becomes_a_shape_of_the_determinants_size(A):
    x, y = apply(A, lab.CORNERS).T
    shoelace = (x * np.roll(y, -1) - y * np.roll(x, -1)).sum() / 2
    assert shoelace == pytest.approx(determinant(A), abs=1e-9)


@given(squares)
def test_the_smallest_area_on_the_grid_that_is_not_zero_is_told_from_zero(A):
    exact = (round(10 * A[0, 0]) * round(10 * A[1, 1]) - round(10 * A[0, 1]) * round(10 * A[1, 0])) / 100
    assert (abs(determinant(A)) < 0.005) == (exact == 0)


@pytest.mark.parametrize(
    ("name", "area"), [("Stay", 1), ("Turn", 1), ("Shear", 1), ("Squash", 0.75), ("Mirror", -1), ("Project", 0)]
)
def test_the_presets_do_what_their_names_say(name, area):
    A = columns(name)
    assert determinant(A) == pytest.approx(area)
    assert np.array_equal(np.round(A, 1), A), "on the grid of the plane"


@given(arrays(float, 2, elements=grid))
def test_turn_keeps_lengths_and_project_casts_the_shadow_on_a_line(p):
    assert distance(apply(columns("Turn"), p), [0, 0]) == pytest.approx(distance(p, [0, 0]))
    assert apply(columns("Project"), p) == pytest.approx(projection(p, [2, 1]), abs=1e-9)


def test_the_task_can_be_done_on_the_grid_of_the_plane():
    A = np.column_stack([(1, 0), (-0.8, 1)])
    assert np.allclose(apply(A, apply(lab.GIVEN["Undo a shear"], lab.CORNERS)), lab.CORNERS)
    assert not np.allclose(apply(columns("Stay"), apply(lab.GIVEN["Undo a shear"], lab.CORNERS)), lab.CORNERS)


@given(squares)
def test_no_matrix_parts_the_twins_again(A):
    first, second = apply(A, apply(lab.GIVEN["Undo a flattening"], lab.TWINS))
    assert first == pytest.approx(second, abs=1e-9)


@given(grid, grid, grid, grid)
@settings(max_examples=300)
def test_the_words_name_flat_and_turned_over(a, b, c, d):
    area = determinant([[a, b], [c, d]])
    words = lab.free_words(np.array([a + b, c + d]), area)
    assert ("flattened" in words) == (abs(area) < 0.005)
    assert ("turned over" in words) == (area < -0.005)
    assert "-" not in words, "a true minus sign"


def test_a_narrow_layer_gives_different_inputs_the_same_output():
    W = np.random.default_rng(0).standard_normal((64, 2))
    lost = np.linalg.svd(W.T)[2][-1]
    assert np.linalg.norm(lost) == pytest.approx(1)
    assert lost @ W == pytest.approx([0, 0], abs=1e-12)


def on_one_line():
    """Every two columns of the plane's grid that lie on one line, as matrices."""
    left, right, bottom, top = (round(10 * edge) for edge in lab.SIZE)
    tips = np.array([(x, y) for x in range(left, right + 1) for y in range(bottom, top + 1) if (x, y) != (0, 0)])
    for tip in tips:
        for other in tips[tips @ (-tip[1], tip[0]) == 0]:
            yield np.column_stack([tip / 10, other / 10])


def test_a_corner_beyond_the_picture_is_said_and_pointed_to():
    far = look(lab.matrices, c1="2.3,0", c2="0,2.3")
    assert "**(2.3, 2.3)**: column" in far.said
    far = look(lab.matrices, c1="2.3,0", c2="2.3,2.3")
    assert "**(4.6, 2.3)**, beyond the picture" in far.said
    assert any(mark.get("label") == "(1, 1) → (4.6, 2.3) ↗" for mark in far.marks)


def test_a_new_mode_starts_with_a_matrix_that_moves_nothing_and_no_preset_does_the_task():
    page = look(lab.matrices)
    modes, *presets = page.controls
    assert modes["sets"] == {"c1": "1,0", "c2": "0,1"}
    for preset in presets:
        assert not any(look(lab.matrices, do="Undo a shear", **preset["sets"]).tasks.values())
    assert all(look(lab.matrices, do="Undo a shear", c1="1,0", c2="-0.8,1").tasks.values())


def test_the_letter_is_lopsided():
    turns = [
        np.array(matrix) for matrix in ([[-1, 0], [0, -1]], [[-1, 0], [0, 1]], [[1, 0], [0, -1]], [[0, 1], [1, 0]])
    ]
    letter = {tuple(corner) for corner in LETTER.round(3)}
    for M in turns:
        moved = apply(M, LETTER)
        assert {tuple(corner) for corner in (moved - moved.min(axis=0) + LETTER.min(axis=0)).round(3)} != letter


def test_numpy_inverts_many_a_flattening_without_a_word():
    """The bite: an inverse that isn't one comes back without an error, and the condition number tells."""
    silent = flat = 0
    for A in on_one_line():
        flat += 1
        try:
            inverse = np.linalg.inv(A)
        except np.linalg.LinAlgError:
            continue
        silent += 1
        assert np.abs(inverse).max() > 1e15
    assert flat == 13_811 and 0.05 < silent / flat < 0.3


def test_the_matrix_of_the_bite_is_inverted_silently_and_its_condition_tells():
    bite = " ".join(inspect.getsource(lab.matrices.body).split("page.bites(")[1].replace('"', " ").split())
    first, second = (tuple(map(float, pair)) for pair in re.findall(r"\(([\d.]+), ([\d.]+)\)", bite)[:2])
    A = np.column_stack([first, second])
    assert determinant(A * 10) == 0 and np.abs(np.linalg.inv(A)).max() > 1e15 and "10¹⁵" in bite
    assert not np.allclose(A @ np.linalg.inv(A), np.eye(2))
    assert np.linalg.cond(A) > 1e16 and "10¹⁶" in bite


@given(squares)
@settings(max_examples=300)
def test_no_sentence_multiplies_an_area_by_one(A):
    words = lab.free_words(A.sum(axis=1), determinant(A))
    assert "multiplied by 1:" not in words and "-0" not in words
    if size := re.search(r"multiplied by ([\d.]+):", words):
        assert float(size[1]) == pytest.approx(abs(determinant(A)), abs=0.0051)
    elif "keeps its size" in words:
        assert abs(determinant(A)) == pytest.approx(1)


def test_a_turn_keeps_every_area_although_its_determinant_is_rounded():
    area = determinant(np.column_stack([(0.8, 0.6), (-0.6, 0.8)]) @ np.column_stack([(0.8, 0.6), (-0.6, 0.8)]))
    for nearly in (area, 0.9999999999999999, -0.9999999999999999):
        assert "keeps its size" in lab.free_words(np.ones(2), nearly)


def test_the_checkpoint_over_many_seeds():
    for seed in range(500):
        asked = question(seed)
        assert judge(asked, asked.answer).right
        assert judge(asked, asked.answer.strip("()").replace(" ", "")).right
        assert asked.solution.endswith(f"**{asked.answer}**.")
        for mistake in asked.mistakes:
            assert judge(asked, mistake.value).why == mistake.why


# ---------------------------------------------------------------- the question to understand


def plain(text):
    return text.replace("−", "-")


def matrix_in(text):
    """A matrix out of LaTeX, exactly as it is printed."""
    rows = re.search(r"begin\{pmatrix\} (.*?) .end\{pmatrix\}", text)[1].split(r" \\ ")
    return [[Fraction(number) for number in row.split(" & ")] for row in rows]


@pytest.mark.parametrize("seed", range(0, 150, 6))
def test_the_right_picture_is_what_the_matrix_does_to_the_letter(seed):
    asked = understand(seed)
    A = np.array(matrix_in(asked.prompt), dtype=float)
    for name, sketch in zip(asked.choices, asked.sketches):
        square = np.array(sketch.marks[-2]["points"])
        assert np.allclose(square, SQUARE @ A.T) == (name == asked.answer)
        assert np.abs(square).max() <= sketch.size[1]


@pytest.mark.parametrize("seed", range(1, 150, 6))
def test_only_the_right_matrix_has_the_determinant_that_fits(seed):
    asked = understand(seed)
    for choice in asked.choices:
        det = determinant(eval(plain(choice)))
        kept = abs(abs(det) - 1) < 1e-9
        fits = det < 0 if "mirror" in asked.prompt else abs(det) < 1e-9 if "line" in asked.prompt else kept
        assert fits == (choice == asked.answer), choice


@pytest.mark.parametrize("seed", range(2, 150, 6))
def test_when_there_is_a_way_back(seed):
    asked = understand(seed)
    (a, b), (c, d) = matrix_in(asked.prompt)
    det = a * d - b * c
    if det == 0:
        assert asked.answer == "No: its columns lie on one line" and "determinant is" not in asked.prompt
    else:
        assert f"determinant is {float(det):.10f}".rstrip("0").rstrip(".") in asked.prompt
        cond = np.linalg.cond(np.array([[a, b], [c, d]], dtype=float))
        cosine = (a * b + c * d) / np.sqrt(float((a * a + c * c) * (b * b + d * d)))
        assert cond == pytest.approx(1) and cosine == 0 if "Yes" in asked.answer else cond > 1e11 and cosine > 0.999
        if "about 10" in asked.solution:
            written = re.search(r"about 10(\S+)\. Of", asked.solution)[1]
            power = int(written.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")))
            assert np.log10(cond) == pytest.approx(power, abs=0.51)
            assert f"about {16 - power} are left" in asked.solution


@pytest.mark.parametrize("seed", range(3, 150, 6))
def test_what_a_change_of_the_columns_does_to_the_determinant(seed):
    asked = understand(seed)
    A = np.random.default_rng(seed).normal(size=(2, 2))
    change = plain(re.search(r"something, you (.*)\. What", asked.prompt)[1])
    k = float(found[0]) if (found := re.search(r"-?\d+", change)) else 0.0
    B = {"multiply its first": A * [k, 1], "multiply all": k * A, "swap": A[:, ::-1],
         "add": A + np.outer(k * A[:, 0], [0, 1]), "multiply its second": A * [1, k]}  # fmt: skip
    (B,) = [M for words, M in B.items() if change.startswith(words)]
    factor = determinant(B) / determinant(A)
    said = re.search(r"by (-?\d+)", plain(asked.answer))
    assert factor == pytest.approx(float(said[1]) if said else -1 if "sign" in asked.answer else 1)


@pytest.mark.parametrize("seed", range(4, 150, 6))
def test_only_the_right_line_makes_the_matrix(seed):
    asked = understand(seed)
    c1, c2 = (np.array(eval(text)) for text in re.findall(r"c[12] = (\(.*?\))", plain(asked.prompt)))
    lands = np.array([eval(text) for text in re.findall(r" on (\(.*?\))", plain(asked.prompt))])
    for line in asked.choices:
        A = eval(line.strip("`"), {"np": np, "c1": c1, "c2": c2})
        assert np.array_equal(A.T, lands) == (line == asked.answer)
    assert not np.array_equal(lands, [c1, c2])


JOBS = {  # each job by its first words, as a function of points
    "Turn": lambda P: P @ np.array([[0.8, 0.6], [-0.6, 0.8]]), "Mirror": lambda P: P * [-1, 1],
    "Make": lambda P: P * [3, 1], "Slide": lambda P: P + np.outer(P[:, 1], [0.5, 0]),
    "Flatten": lambda P: P @ np.ones((2, 2)), "Move everything up": lambda P: P + [0, 3], "Move": lambda P: P + [3, 0],
    "Bend": lambda P: P + np.outer(P[:, 0] ** 2, [0, 1]),
    "Enlarge": lambda P: P * (1 + np.exp(-np.sum(P**2, axis=1, keepdims=True))), "Square": lambda P: P**2,
}  # fmt: skip


@pytest.mark.parametrize("seed", range(5, 120, 6))
def test_only_the_right_job_is_no_matrix(seed):
    asked = understand(seed)
    P, Q = np.random.default_rng(seed).normal(size=(2, 50, 2))
    for choice in asked.choices:
        job = next(does for words, does in JOBS.items() if choice.startswith(words))
        linear = np.allclose(job(P + 2 * Q), job(P) + 2 * job(Q)) and np.allclose(job(np.zeros((1, 2))), 0)
        assert linear == (choice != asked.answer), choice
