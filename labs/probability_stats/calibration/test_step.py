"""What the step `calibration` claims."""

import numpy as np
import pytest

from core.data import cancer_forecasts, flight_forecasts
from labs.probability_stats.calibration import picture as draw
from labs.probability_stats.calibration.question import question
from labs.probability_stats.calibration.step import GUESSES, MODELS, SETS, shown
from tests.conftest import LABS, open_step, page_of

LAB, STEP = next((lab, step) for lab in LABS for step in lab.steps if step.id == "calibration")


def page_at(at=None, **link):
    return page_of(open_step(LAB, STEP, **({} if at is None else {"bin": f"{at:g},0"}), **link), STEP)


def test_the_prediction_is_what_happened_in_the_last_bin():
    page = page_at()
    asked, choices, answer = page.asked
    said, late = flight_forecasts().naive_bayes, flight_forecasts().y
    sure = said > 0.9
    assert f"gives {sure.sum()} unseen flights" in asked and f"{said[sure].mean():.2f} on average" in asked
    assert answer == min(choices, key=lambda choice: abs(GUESSES[choice] - late[sure].mean()))
    assert answer == f"About {100 * late[sure].mean():.0f} %"


def test_the_figures_of_where_it_bites():
    page = page_at(data="Tumours")
    said, malignant = cancer_forecasts().naive_bayes, cancer_forecasts().y
    sure = np.maximum(said, 1 - said) > 0.99
    wrong = ((said > 0.5) != malignant)[sure].mean()
    assert f"of {100 * sure.mean():.1f} % of the tumours" in page.bite
    assert f"wrong on {100 * wrong:.1f} % of those" in page.bite and f"one in {1 / wrong:.0f} that" in page.bite


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("repair", ["false", "true"])
def test_the_numbers_beside_are_those_of_the_cell(name, model, repair):
    page = page_at(data=name, model=model, repair=repair, bins="7")
    known = shown(name, model, repair == "true", 7)
    for result, kept in (("happened", known.happened), ("said", known.said), ("cases", known.cases),
                         ("ece", known.ece), ("brier", known.brier), ("loss", known.loss)):  # fmt: skip
        assert np.allclose(page.ran.results[result], kept), result
    if page.library:
        for result, value in page.library.results.items():
            assert np.allclose(value, page.ran.results[result], rtol=1e-9), result
    assert bool(page.library) == (repair == "false")


@pytest.mark.parametrize("bins", [10, 13, 20])
def test_the_task_can_be_done_and_only_there(bins):
    known = shown("Flights", "Logistic", False, bins)
    worst = draw.bin_of(known.said[(known.cases * np.abs(known.happened - known.said)).argmax()], 1 / bins)
    link = {"model": "Logistic", "bins": str(bins)}
    at = next(n / 100 for n in range(101) if draw.bin_of(n / 100, 1 / bins) == worst)
    assert all(page_at(at, **link).tasks.values())
    assert not any(page_at(0.55, **link).tasks.values())
    assert not any(page_at(at, **link, repair="true").tasks.values())
    assert not any(page_at(at, **(link | {"bins": "9"})).tasks.values())
    assert not any(page_at(at, **link, data="Tumours").tasks.values())
    assert not any(page_at(at, **(link | {"model": "Naive Bayes"})).tasks.values())


def test_every_bin_can_be_chosen_and_only_the_empty_ones_have_nothing_to_judge():
    for bins in range(2, 21):
        reached = {draw.bin_of(n / 100, 1 / bins) for n in range(101)}
        assert reached == set(range(bins))
        for name in SETS:
            for model in MODELS:
                for repaired in (False, True):
                    known = shown(name, model, repaired, bins)
                    places = [draw.bin_of(p, 1 / bins) for p in known.said]
                    assert len(set(places)) == len(places)
                    p = np.asarray(known.said)
                    edges = np.linspace(0, 1, bins + 1)
                    assert places == (np.searchsorted(edges[1:-1], p)).tolist()


def test_an_empty_bin_says_so():
    assert "nothing to judge" in page_at(1, model="Logistic").said[0]
    assert "nothing to judge" not in page_at(0, model="Logistic").said[0]


def test_the_repair_helps_the_model_that_needs_it():
    for name in SETS:
        before, after = (shown(name, "Naive Bayes", repaired, 10) for repaired in (False, True))
        assert after.ece < before.ece and after.brier < before.brier and after.loss < before.loss


def test_what_a_bin_should_hold_and_holds():
    known = shown("Flights", "Naive Bayes", False, 10)
    said = page_at(0.95).said[0]
    assert f"**{known.cases[-1] * known.said[-1]:.1f}** should be" in said
    assert f"**{round(known.cases[-1] * known.happened[-1])}** are." in said


def test_the_checkpoint_asks_for_whole_answers():
    for seed in range(500):
        asked = question(seed)
        assert asked.is_clear() and asked.answer == int(asked.answer) > 0
        assert asked.solution.endswith(f"**{asked.answer}**.")
