"""What the step `classifier` claims."""

import numpy as np
import pytest

from core.metrics import expected_cost
from core.probability import from_log_odds
from labs.apply.classifier.step import GRID, GUESSES, SLACK, cost_along, halves, scores, seen, sureness
from tests.conftest import LABS, open_step, page_of

LAB, STEP = next((lab, step) for lab in LABS for step in lab.steps if step.id == "classifier")
MODELS = ("Naive Bayes", "Logistic")


def sure_and_wrong(name):
    z, y = scores(name), halves().new_y
    sure = np.maximum(from_log_odds(z), from_log_odds(-z)) > 0.99
    return int(sure.sum()), int(np.sum((z > 0)[sure] != y[sure]))


def test_the_prediction_is_what_the_models_do():
    page = page_of(open_step(LAB, STEP), STEP)
    question, choices, answer = page.asked
    assert sure_and_wrong("Naive Bayes") == (273, GUESSES[answer]) and sure_and_wrong("Logistic") == (186, 0)
    assert f"Of {len(halves().new_y)} unseen tumours" in question and "sure of 273" in question
    assert sureness("Naive Bayes") == "over 99 % sure of 273, wrong on 16"
    z = scores("Naive Bayes")
    p = np.maximum(from_log_odds(z), from_log_odds(-z))
    assert np.sum((1 - p)[p > 0.99]) < 3 and "fewer than 3" in page.verdict


def test_the_figures_of_where_it_bites():
    z, y = scores("Naive Bayes"), halves().new_y
    for gate, through, benign in ((0.9, 104, 10), (0.95, 104, 10), (0.999, 98, 4)):
        passed = from_log_odds(z) > gate
        assert (passed.sum(), np.sum(y[passed] == 0)) == (through, benign)
    p = from_log_odds(z)
    assert np.mean((p < 0.01) | (p > 0.99)) > 0.95, "nearly every probability is close to 0 or to 1"


def test_the_halves_share_no_tumour_and_the_second_is_unseen():
    X, y, new_X, new_y = halves()
    assert len(y) == 284 and len(new_y) == 285
    assert X.mean(axis=0) == pytest.approx(np.zeros(30), abs=1e-9)
    assert not np.allclose(new_X.mean(axis=0), 0, atol=1e-3)


def test_the_task_takes_the_right_model_and_threshold():
    assert not any(page_of(open_step(LAB, STEP), STEP).tasks.values())
    cost = {name: cost_along(name, 2, 40) for name in MODELS}
    assert cost["Logistic"].min() * SLACK < cost["Naive Bayes"].min(), "only one model can do it"
    best = GRID[cost["Logistic"].argmin()]
    page = page_of(open_step(LAB, STEP, model="Logistic", t=f"{best},0"), STEP)
    assert list(page.tasks.values()) == [True]
    page = page_of(open_step(LAB, STEP, model="Naive Bayes", t=f"{GRID[cost['Naive Bayes'].argmin()]},0"), STEP)
    assert not any(page.tasks.values())


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("prices", [(1, 1), (2, 40), (20, 1), (1, 100)])
def test_the_curve_is_the_cost_at_every_threshold(name, prices):
    z, y = scores(name), halves().new_y
    line = cost_along(name, *prices)
    for place in range(0, len(GRID), 7):
        assert line[place] == pytest.approx(expected_cost(y, (z >= GRID[place]).astype(int), *prices))


@pytest.mark.parametrize("ratio", [1, 5, 20, 100])
def test_the_rule_suits_the_honest_model_better(ratio):
    y = halves().new_y
    paid = {name: expected_cost(y, (scores(name) >= -np.log(ratio)).astype(int), 1, ratio) for name in MODELS}
    assert paid["Logistic"] < paid["Naive Bayes"]


def test_words():
    words = seen("Logistic", 0.5, 0.2, {"Naive Bayes": 1.0, "Logistic": 0.5}, {"Naive Bayes": 0.7, "Logistic": 0.1})
    assert "logistic regression costs **0.50 €** a tumour, naive Bayes 1.00 €" in words
