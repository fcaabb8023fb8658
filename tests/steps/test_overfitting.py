"""What the step `overfitting` claims."""

import numpy as np
import pytest

from labs.apply.overfitting import GUESSES, LEVELS, POLYNOMIAL, SIZES, SLACK, SMALL, TREE, rounded, scores, seen
from tests.conftest import LABS, open_step, page_of

LAB, STEP = next((lab, step) for lab in LABS for step in lab.steps if step.id == "overfitting")


def test_the_prediction_is_what_the_tree_does():
    page = page_of(open_step(LAB, STEP, test="true"), STEP)
    training, _, validation, test = page.ran.results.values()
    assert f"{training:.2f}" == "1.00" and test < 0 and validation < 0
    assert page.asked[2] == "Below 0" and min(GUESSES.values()) < 0


def test_the_figures_of_where_it_bites():
    known = scores(TREE)
    assert [f"{known.training[-1, -1]:.2f}", f"{known.test[-1, -1]:.2f}"] == ["1.00", "-0.05"]
    assert [f"{known.training[2, -1]:.2f}", f"{known.test[2, -1]:.2f}"] == ["0.51", "0.41"]


@pytest.mark.parametrize("kind", [TREE, SMALL, POLYNOMIAL])
def test_the_curves_are_what_the_cell_finds(kind):
    known = scores(kind)
    for level, size in ((1, 0), (5, 3), (12, 5)):
        page = page_of(open_step(LAB, STEP, model=kind, level=str(level), rows=str(size), test="true"), STEP)
        training, unseen, validation, test = page.ran.cell(**page.ran.values)
        at = LEVELS.index(level), size
        assert (training, validation, test) == pytest.approx([table[at] for table in known[:3]])
        assert unseen == pytest.approx(known.unseen[at])
        shown = page.ran.results
        assert [shown[name] for name in ("training", "validation", "test")] == pytest.approx(
            [training, validation, test]
        )
        assert shown["unseen"] == pytest.approx(unseen)


@pytest.mark.parametrize("kind", [TREE, SMALL, POLYNOMIAL])
def test_who_chooses_by_cross_validation_does_the_task(kind):
    known = scores(kind)
    choice = int(np.argmax(known.validation[:, -1]))
    near = np.flatnonzero(known.validation[:, -1] >= known.validation[:, -1].max() - 0.01)
    best = known.test[:, -1].max()
    assert max(known.test[near, -1]) >= best - SLACK, "one of the best by cross-validation is as good on the test set"
    assert known.test[choice, -1] > best - 0.1
    assert known.test[-1, -1] < best - SLACK, "the last level is no way to do it"


@pytest.mark.parametrize("kind", [TREE, SMALL])
def test_what_the_library_gave_is_kept_for_its_own_position(kind):
    for level in (3, 4, 3):
        page = page_of(open_step(LAB, STEP, model=kind, level=str(level)), STEP)
        assert np.array_equal(page.library.cell(**page.library.values), page.library.results["unseen"])


def test_the_task_needs_the_test_set_open():
    best = LEVELS[int(np.argmax(scores(TREE).test[:, -1]))]
    assert not any(page_of(open_step(LAB, STEP, level=str(best)), STEP).tasks.values())
    assert all(page_of(open_step(LAB, STEP, level=str(best), test="true"), STEP).tasks.values())
    fewer = page_of(open_step(LAB, STEP, level=str(best), test="true", rows=str(len(SIZES) - 2)), STEP)
    assert not any(fewer.tasks.values())


def test_nothing_of_the_test_set_is_seen_while_it_is_shut():
    page = page_of(open_step(LAB, STEP), STEP)
    assert page.ran.results["test"] == "still shut" and "test set" not in page.said[0]


def test_a_deeper_tree_never_fits_its_own_people_worse():
    for kind in (TREE, SMALL):
        assert np.all(np.diff(scores(kind).training, axis=0) >= -1e-9)


def test_words_fit_their_numbers():
    assert seen(1.0, -0.2, None, 12, 309, "depth").endswith("the mean alone does no worse.")
    assert "doesn't know" in seen(0.8, 0.3, None, 5, 309, "depth") and "hardly" in seen(0.4, 0.3, 0.2, 2, 309, "depth")
    assert ", 0.20 on the test set." in seen(0.4, 0.3, 0.2, 2, 309, "depth")
    assert rounded(-1e9) == "below −100" and rounded(-0.001) == "0.00"
