"""What the step `metrics` claims."""

import re

import numpy as np
import pytest
from sklearn.metrics import precision_recall_curve

from core import metrics as textbook
from core.probability import posterior
from labs.probability_stats.metrics import picture as draw
from labs.probability_stats.metrics.question import question
from labs.probability_stats.metrics.step import GRID, GUESSES, SLACK, TARGET, amount, as_printed, metrics, unseen
from labs.probability_stats.metrics.understand import complaint, what_may_hide, what_moves, which_model, which_threshold
from tests.conftest import look
from ui.words import rounded


def shown(t=None, **link):
    return look(metrics, **({} if t is None else {"t": f"{t:g},0"}), **link)


def test_the_prediction_is_the_guess_nearest_to_the_recall_at_one_half():
    page = shown()
    asked, choices, answer = page.asked
    results = page.ran.results
    assert answer == min(choices, key=lambda choice: abs(GUESSES[choice] - results["recall"]))
    assert asked.startswith(f"{100 * page.ran.values['prevalence']:.0f} %")
    assert f"right on {100 * results['accuracy']:.0f} %" in asked
    assert "This model" in asked and "from a probability of one half on" in asked and page.ran.values["threshold"] == 0
    assert "on the 91 % that are on time" in page.verdict and round(100 * (1 - unseen().share)) == 91


def test_accuracy_alone_does_not_tell_the_recall():
    """As many right as this model, and every late flight found: alarms where it misses."""
    counts = shown().ran.results["counts"]
    late, wrong = counts[1].sum(), counts[0, 1] + counts[1, 0]
    y_true = np.repeat([1, 0], [late, counts[0].sum()])
    y_pred = np.repeat([1, 0], [late + wrong, len(y_true) - late - wrong])
    assert textbook.accuracy(y_true, y_pred) == pytest.approx(shown().ran.results["accuracy"])
    assert textbook.recall(y_true, y_pred) == 1


def test_the_figures_of_where_it_bites():
    prevalences = sorted({unseen().share} | {n / 100 for n in range(1, 51)})
    page = shown(prev=str(prevalences.index(0.02)))
    results = page.ran.results
    assert page.ran.values["prevalence"] == 0.02 and page.ran.values["threshold"] == 0
    assert "2 % of flights are late" in page.bite and f"rises to {100 * results['accuracy']:.0f} %" in page.bite
    assert f"1 in {1 / results['recall']:.0f} late flights" in page.bite
    assert "never says late is right on 98 %" in page.bite.replace("\n", " ")
    assert results["accuracy"] > shown().ran.results["accuracy"]


def test_at_two_per_cent_an_accuracy_of_98_leaves_next_to_all_late_flights_unfound():
    """On these scores: where accuracy rounds to 98 %, 1 in 19 is found at most; where 39 % are, accuracy is 88 %."""
    alarmed, found, _ = textbook.roc_curve(unseen().late, unseen().score, drop_intermediate=False)
    accuracy = 0.98 * (1 - alarmed) + 0.02 * found
    assert 0.05 < found[accuracy >= 0.975].max() < 1 / 18
    assert accuracy[np.argmin(np.abs(found - 0.39))] == pytest.approx(0.88, abs=0.005)


@pytest.mark.parametrize("t", [-7.4, -3.5, -1, 0, 1])
@pytest.mark.parametrize("place", ["0", None, "50"])
def test_every_number_is_that_of_the_library(t, place):
    page = shown(t, **({"prev": place} if place else {}))
    for name, theirs in page.library.results.items():
        assert np.allclose(theirs, page.ran.results[name], rtol=1e-12, atol=1e-12), name


@pytest.mark.parametrize("t", [-7.4, -3.5, -1, 0, 1])
def test_the_formulas_are_those_of_the_textbook_as_tested(t):
    results = shown(t).ran.results
    late, called = unseen().late, (unseen().score >= t).astype(int)
    for name in ("accuracy", "recall", "precision", "f1"):
        assert results[name] == pytest.approx(getattr(textbook, name)(late, called)), name
    assert results["cost"] == pytest.approx(textbook.expected_cost(late, called, 5, 50))
    assert sum(results[name] for name in ("tp", "fn", "fp", "tn")) == pytest.approx(1000)


def test_recall_stays_and_precision_moves_with_the_prevalence():
    rare, common = shown(-2, prev="0").ran.results, shown(-2, prev="50").ran.results
    assert rare["recall"] == pytest.approx(common["recall"]) and rare["precision"] < common["precision"] / 5
    assert rare["area"] == common["area"]


def test_the_curves_are_those_of_the_library():
    place = [n / 100 for n in range(1, 51)].index(0.2)
    place += sorted({unseen().share} | {n / 100 for n in range(1, 51)}).index(unseen().share) <= place
    page, flights = shown(prev=str(place)), unseen()
    assert page.ran.values["prevalence"] == 0.2
    found, precisions, thresholds = (page.ran.results[name] for name in ("found", "precisions", "thresholds"))
    weight = np.where(flights.late == 1, 0.2 / flights.share, 0.8 / (1 - flights.share))
    theirs, recalls, _ = precision_recall_curve(flights.late, flights.score, sample_weight=weight)
    curve = set(zip(recalls.round(9), theirs.round(9)))
    assert set(zip(found[1:].round(9), precisions.round(9))) <= curve
    assert thresholds.tolist() == textbook.cost_by_threshold(flights.late, flights.score, 5, 50, 0.2)[1].tolist()


@pytest.mark.parametrize("prices", [{}, {"alarm": "1", "miss": "100"}, {"alarm": "20", "miss": "1"}, {"prev": "50"}])
def test_the_task_can_be_done_on_the_grid_of_the_handle(prices):
    flights, values = unseen(), shown(**prices).ran.values
    costs, thresholds = textbook.cost_by_threshold(
        flights.late, flights.score, values["false_alarm"], values["miss"], values["prevalence"]
    )
    found = textbook.roc_curve(flights.late, flights.score, drop_intermediate=False)[1]
    best = np.where(found >= TARGET, costs, np.inf).argmin()
    t = max(np.floor(100 * thresholds[best]) / 100, draw.BOUNDS[0])
    assert all(shown(t, **prices).tasks.values())
    assert not any(shown(0, **prices).tasks.values())
    assert SLACK * 100 - 100 == pytest.approx(5)


def test_the_drawn_cost_is_the_cost():
    flights = unseen()
    costs, thresholds = textbook.cost_by_threshold(flights.late, flights.score, 5, 50)
    drawn = costs[np.searchsorted(-thresholds, -GRID, side="right") - 1]
    for t, cost in list(zip(GRID, drawn))[::15]:
        assert cost == pytest.approx(textbook.expected_cost(flights.late, (flights.score >= t).astype(int), 5, 50))


def test_the_threshold_reaches_past_every_score():
    low, high = draw.BOUNDS
    assert low < unseen().score.min() and unseen().score.max() < high
    assert draw.BINS[0] <= unseen().score.min() and unseen().score.max() <= draw.BINS[-1]


def test_nothing_called_late_has_no_precision():
    page = shown(1)
    assert page.ran.results["precision"] == 0 and "nothing to divide by" in page.said
    assert "nothing to divide by" not in shown(0).said
    every = shown(-7.4)
    assert every.ran.results["recall"] == 1 and "**1,000** are called late" in every.said


def test_counts_never_round_to_a_lie():
    told = [amount(rounded(n, 1), n) for n in (0, 0.01, 1.2, 99.96, 453.4, 1000.0)]
    assert told == ["0", "under 0.1", "1.2", "100", "453.4", "1,000"]


@pytest.mark.parametrize("place", [None, "0", "4", "50"])
def test_counts_add_up_as_printed(place):
    for t in np.arange(-7.4, 1, 0.3):
        page = shown(t, **({"prev": place} if place else {}))
        results, prevalence = page.ran.results, page.ran.values["prevalence"]
        told = as_printed(results["tp"], results["fp"], prevalence)
        assert round(sum(told), 6) == 1000 and min(told) >= 0
        assert round(told.found + told.missed, 6) == rounded(1000 * prevalence, 1)
        assert told == pytest.approx([results[name] for name in ("tp", "fn", "fp", "tn")], abs=0.11)
        texts = " ".join(mark["text"] for mark in page.marks if mark["kind"] == "text")
        for name, part in zip(("TP", "FN", "FP", "TN"), told):
            assert f"({name}): {amount(part, results[name.lower()])}" in texts


def test_both_histograms_stand_on_one_scale():
    def area_of(outlines):
        return sum(map(area, outlines))

    flights = unseen()
    late, on_time = flights.score[flights.late == 1], flights.score[flights.late == 0]
    for prevalence in (0.01, flights.share, 0.5):
        up, down = draw._outlines(late, prevalence, -2), draw._outlines(on_time, prevalence - 1, -2)
        assert area_of(up) / area_of(down) == pytest.approx(prevalence / (1 - prevalence))
        top = max(np.abs(each[:, 1] + draw.BASE * draw.UNIT).max() for each in (*up, *down))
        assert top <= draw.TALL * draw.UNIT


def test_the_parts_of_the_histograms_hold_every_bar_once():
    whole = draw._outlines(unseen().score, 0.9, draw.BINS[0])[1]
    for t in (-9, -3.21, 0.5, 9):
        parts = draw._outlines(unseen().score, 0.9, t)
        assert sum(map(area, parts)) == pytest.approx(area(whole), rel=1e-9)


def area(outline):
    x, y = np.asarray(outline).T
    return abs(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)) / 2


def test_the_checkpoint_names_the_mean_and_the_accuracy():
    for seed in range(500):
        asked = question(seed)
        assert asked.is_clear() and 0 < asked.answer < 1
        assert "harmonic mean" in asked.mistakes[0].why and asked.mistakes[0].value > asked.answer


# ---------------------------------------------------------------- the questions to understand


def drawn(situation, count=100):
    return [situation(np.random.default_rng(seed)) for seed in range(count)]


def figures(text):
    return [float(each.replace(",", "")) for each in re.findall(r"\d[\d,]*\.?\d*", text)]


def test_the_complaint_is_about_the_share_that_is_low():
    seen = set()
    for asked in drawn(complaint):
        total, bad, flagged, found, right = figures(asked.prompt)
        recall, precision = found / bad, found / flagged
        word = "unnoticed" if recall < 0.5 else "false alarm" if precision < 0.5 else "Neither"
        assert word in asked.answer and (word != "Neither" or min(recall, precision) > 0.75)
        assert right == pytest.approx(100 * (found + total - bad - flagged + found) / total, abs=0.06) and right > 90
        seen.add(word)
    assert len(seen) == 3


def test_what_a_threshold_and_a_prevalence_move():
    """On many random scores: recall never rises with the threshold; precision and accuracy do both."""
    rng, ways = np.random.default_rng(0), set()
    for _ in range(200):
        y, score = rng.integers(0, 2, 12), rng.random(12)
        if not 0 < y.sum() < 12:
            continue
        low, high = np.sort(rng.choice(score, 2, replace=False))
        said = [(score >= t).astype(int) for t in (low, high)]
        assert textbook.recall(y, said[1]) <= textbook.recall(y, said[0])
        for name in ("precision", "accuracy"):
            figure = getattr(textbook, name)
            ways.add((name, np.sign(figure(y, said[1]) - figure(y, said[0]))))
    assert {("precision", 1), ("precision", -1), ("accuracy", 1), ("accuracy", -1)} <= ways
    for rarer in (0.02, 0.1):
        assert posterior(rarer, 0.7, 0.1) < posterior(2 * rarer, 0.7, 0.1), "precision goes with the prevalence"
    for asked in drawn(what_moves):
        words = asked.prompt
        expected = {
            "raise": "can't rise",
            "lower": "can't fall",
            "times rarer": "precision falls",
            "as frequent": "precision rises",
        }
        (sign,) = [sign for sign in expected if sign in words]
        assert asked.answer.endswith(expected[sign]) and asked.answer.startswith("Recall")


def test_the_model_to_ship_costs_least_and_another_is_most_accurate():
    for asked in drawn(which_model):
        alarm, miss = figures(asked.prompt.split("costs")[1])
        lines = re.findall(r"\*\*(Model [ABC])\*\* \| (\d+) \| (\d+)", asked.prompt)
        costs = {name: int(alarms) * alarm + int(missed) * miss for name, alarms, missed in lines}
        errors = {name: int(alarms) + int(missed) for name, alarms, missed in lines}
        assert asked.answer == min(costs, key=costs.get) != min(errors, key=errors.get)
        for mistake in asked.mistakes:
            assert f"{costs[mistake.value]:,.0f} €" in mistake.why and f"{costs[asked.answer]:,.0f} €" in mistake.why


def test_the_right_threshold_has_that_recall_and_precision_by_area():
    for asked in drawn(which_threshold, 40):
        met, hit = figures(asked.prompt)
        fits = []
        for sketch in asked.sketches:
            hills = [np.array(mark["points"]) for mark in sketch.marks[:4]]
            upper, upper_filled, lower, lower_filled = (
                0.5 * abs(np.dot(p[:, 0], np.roll(p[:, 1], 1)) - np.dot(p[:, 1], np.roll(p[:, 0], 1))) for p in hills
            )
            pair = 100 * upper_filled / upper, 100 * upper_filled / (upper_filled + lower_filled)
            fits.append(np.allclose(pair, (met, hit), atol=2.5))
        assert sum(fits) == 1 and asked.choices[fits.index(True)] == asked.answer


def test_the_hidden_model_has_the_number_that_is_bragged_of_and_no_other_has():
    seen = set()
    for asked in drawn(what_may_hide):
        n, bad, told = (int(each) if each == int(each) else each for each in figures(asked.prompt))
        good, name = n - bad, re.search(r"model: an? (\w+) of", asked.prompt).group(1)
        seen.add(name)
        models = {"misses most": (bad // 4, 0), "flags every one": (bad, good), "never flags": (0, 0),
                  "flags one half": (bad // 2, good // 2)}  # fmt: skip
        for choice in asked.choices:
            tp, fp = next(counts for words, counts in models.items() if words in choice)
            value = {
                "precision": tp / (tp + fp) if tp + fp else np.nan,
                "recall": tp / bad,
                "accuracy": (tp + good - fp) / n,
            }
            assert (abs(100 * value[name] - told) < 0.06) == (choice == asked.answer)
    assert len(seen) == 3
