"""What the step `matrices` claims."""

import importlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.linear_algebra import apply, determinant, distance, projection
from core.questions import judge
from core.questions.matrices import question

lab = importlib.import_module("labs.linear_algebra.matrices")
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


def test_numpy_refuses_to_undo_a_flattening():
    with pytest.raises(np.linalg.LinAlgError, match="Singular matrix"):
        np.linalg.inv([[1, 2], [2, 4]])


def test_the_checkpoint_over_many_seeds():
    for seed in range(500):
        asked = question(seed)
        assert judge(asked, asked.answer).right
        assert judge(asked, asked.answer.strip("()").replace(" ", "")).right
        assert asked.solution.endswith(f"**{asked.answer}**.")
        for mistake in asked.mistakes:
            assert judge(asked, mistake.value).why == mistake.why
