"""What the step `classifier` claims."""

import re
from functools import cache

import numpy as np
import pytest

from core.metrics import cost_by_threshold, expected_cost
from core.models import fit_gaussian_naive_bayes, fit_logistic, naive_bayes_scores, predict
from core.probability import from_log_odds
from labs.apply.classifier import picture as chart
from labs.apply.classifier.step import GRID, GUESSES, SLACK, halves, on_grid, seen
from labs.apply.classifier.step import classifier as STEP
from labs.apply.classifier.understand import understand
from tests.conftest import look
from ui.words import number, percent

MODELS = ("Naive Bayes", "Logistic")


@cache
def scores(name):
    """The log-odds that a model gives to the unseen half."""
    X, y, new_X, _ = halves()
    if name == "Logistic":
        return predict(new_X, *fit_logistic(X, y))
    return naive_bayes_scores(new_X, fit_gaussian_naive_bayes(X, y))


def cost_along(name, false_alarm, miss):
    return on_grid(*cost_by_threshold(halves().new_y, scores(name), false_alarm, miss))


def sure_and_wrong(name):
    z, y = scores(name), halves().new_y
    sure = np.maximum(from_log_odds(z), from_log_odds(-z)) > 0.99
    return int(sure.sum()), int(np.sum((z > 0)[sure] != y[sure]))


def test_the_prediction_is_what_the_models_do():
    page = look(STEP)
    question, choices, answer = page.asked
    assert sure_and_wrong("Naive Bayes") == (273, GUESSES[answer]) and sure_and_wrong("Logistic") == (186, 0)
    assert f"Of {len(halves().new_y)} unseen tumours" in question and "sure of 273" in question
    texts = [mark.get("text", "") for mark in page.marks]
    assert any("over 99 % sure of 273, wrong on 16" in text for text in texts)
    assert any("over 99 % sure of 186, wrong on 0" in text for text in texts)
    z = scores("Naive Bayes")
    p = np.maximum(from_log_odds(z), from_log_odds(-z))
    assert np.sum((1 - p)[p > 0.99]) < 3 and "would be fewer than 3" in page.verdict


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
    assert not any(look(STEP).tasks.values())
    cost = {name: cost_along(name, 2, 40) for name in MODELS}
    assert cost["Logistic"].min() * SLACK < cost["Naive Bayes"].min(), "only one model can do it"
    best = GRID[cost["Logistic"].argmin()]
    page = look(STEP, model="Logistic", t=f"{best},0")
    assert list(page.tasks.values()) == [True]
    page = look(STEP, model="Naive Bayes", t=f"{GRID[cost['Naive Bayes'].argmin()]},0")
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


def test_what_is_drawn_is_what_the_listed_cell_gave(monkeypatch):
    drawn, real = [], chart.costs
    monkeypatch.setattr(chart, "costs", lambda *given: drawn.append(given) or real(*given))
    page = look(STEP, alarm="5", miss="60")
    _, lines, now, _, _ = drawn[0]
    results = page.ran.results
    assert np.array_equal(lines["Logistic"], on_grid(results["logistic_costs"], results["thresholds"]))
    assert np.array_equal(lines["Naive Bayes"], on_grid(results["bayes_costs"], results["bayes_thresholds"]))
    for name, cost in now.items():
        assert lines[name] == pytest.approx(cost_along(name, 5, 60))
        assert cost == pytest.approx(lines[name][np.argmin(np.abs(GRID))])


@pytest.mark.parametrize("prices", [(1, 1), (2, 40), (20, 1), (1, 100), (20, 100)])
def test_both_scales_are_said(prices):
    """The log-odds beyond the axis by an arrow and their number, the height of the costs in euros."""
    y = halves().new_y
    lines = {name: cost_along(name, *prices) for name in MODELS}
    marks = chart.costs(GRID, lines, {name: line[0] for name, line in lines.items()}, GRID[0], "Logistic")
    top = max(line.max() for line in lines.values())
    assert any(mark.get("text") == f"cost of a tumour, on average: 0 to {number(top, 2)} €" for mark in marks)
    for name in MODELS:
        z = scores(name)
        words = [mark["text"] for mark in chart.said(name, z, y, 0.0, True, "") if mark["kind"] == "text"]
        for count, said in ((np.sum(z < -chart.EDGE), "← {} beyond"), (np.sum(z > chart.EDGE), "{} beyond →")):
            assert (said.format(count) in words) == (count > 0)
        few = [mark.get("text") for mark in chart.said(name, np.array([-99.0, 0, 3]), np.array([0, 1, 1]), 0, True, "")]
        assert "← 1 beyond" in few and not any("→" in str(word) for word in few)


@pytest.mark.parametrize("alarm, miss", [(1, 1), (1, 100), (20, 1), (20, 100), (2, 40)])
def test_the_words_at_the_ends_of_every_control(alarm, miss):
    for at in (-chart.REACH, 0.0, chart.REACH):
        t = float(from_log_odds(at))
        honest = alarm / (alarm + miss)
        cost = {name: expected_cost(halves().new_y, (scores(name) >= at).astype(int), alarm, miss) for name in MODELS}
        for model in MODELS:
            words = seen(model, t, honest, cost, dict.fromkeys(MODELS, 0.1))
            assert f"With t at {percent(t)}, " in words and f"wants t at {percent(honest)}, the dashed line" in words
            assert f"**{number(cost[model], 2)} €**" in words
            assert -chart.REACH < np.log(alarm / miss) < chart.REACH, "the dashed line is on the axis"


def test_words():
    words = seen("Logistic", 0.5, 0.2, {"Naive Bayes": 1.0, "Logistic": 0.5}, {"Naive Bayes": 0.7, "Logistic": 0.1})
    assert "logistic regression costs **0.50 €** a tumour on average, naive Bayes 1.00 €" in words


# ---------------------------------------------------------------- to be understood


def after_adding(column, copies):
    """What the two models say once copies of a column, or noise for 0, stand beside: mean |log-odds|, probabilities."""
    X, y, new_X, _ = halves()
    if copies:
        added, new = X[:, [column] * copies], new_X[:, [column] * copies]
    else:
        rng = np.random.default_rng(column)
        added, new = rng.normal(size=(len(X), 1)), rng.normal(size=(len(new_X), 1))
    X, new_X = np.column_stack([X, added]), np.column_stack([new_X, new])
    z = predict(new_X, *fit_logistic(X, y))
    bayes_z = naive_bayes_scores(new_X, fit_gaussian_naive_bayes(X, y))
    return np.abs(bayes_z).mean(), from_log_odds(z)


@pytest.mark.parametrize("column", [0, 7, 22])
def test_copies_make_naive_bayes_surer_and_hardly_move_logistic_regression(column):
    before, p = np.abs(scores("Naive Bayes")).mean(), from_log_odds(scores("Logistic"))
    after, copied_p = after_adding(column, 5)
    assert after > 1.05 * before and np.mean(np.abs(copied_p - p)) < 0.02
    after, noisy_p = after_adding(column, 0)
    assert abs(after - before) < 0.02 * before and np.mean(np.abs(noisy_p - p)) < 0.02


@pytest.mark.parametrize("seed", range(1, 121))
def test_the_understand_questions_show_what_their_answers_say(seed):
    asked = understand(seed)
    numbers = [float(text.replace(",", "")) for text in re.findall(r"\d[\d,]*(?:\.\d+)?", asked.prompt)]
    if "What do you make of its probabilities" in asked.prompt:
        n, _, said, wrong, _ = numbers
        expected = n * (1 - said / 100)
        off = (wrong - expected) / np.sqrt(expected * said / 100)
        names = {
            "It means what it says": abs(off) < 1,
            "It is too sure of itself": off > 3,
            "It is not sure enough": off < -3,
        }
        assert names[asked.answer] and sum(names.values()) == 1
    elif "A false alarm costs" in asked.prompt:
        now, alarm, miss = numbers
        p = np.linspace(0.001, 0.999, 999)
        best = float(p[np.argmin(np.abs((1 - p) * alarm - p * miss))])
        assert (
            asked.answer.startswith("Lower" if 100 * best < now else "Raise")
            and percent(round(best, 2)) in asked.answer
        )
    elif "act alone" in asked.prompt:
        n, one_in = numbers[1], int(re.search(r"1 in (\d+)", asked.answer)[1])
        luck = (1 - 1 / one_in) ** n
        assert (luck > 0.1) == asked.answer.startswith("It may still") and (luck > 0.1 or luck < 0.01)
    elif asked.sketches:
        slopes = {}
        for name, sketch in zip(asked.choices, asked.sketches):
            (dots,) = [np.array(mark["points"]) for mark in sketch.marks if mark["kind"] == "points"]
            slopes[name] = float((dots[5, 1] - dots[3, 1]) / (dots[5, 0] - dots[3, 0]))
        rank = sorted(slopes, key=slopes.get).index(asked.answer)
        assert rank == {"counts": 0, "c_f": 1, "held": 2}[re.search("counts|c_f|held", asked.prompt)[0]]
