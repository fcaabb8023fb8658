"""What the step `calibration` claims."""

import re
from typing import NamedTuple

import numpy as np
import pytest

from core.calibration import expected_calibration_error, fit_platt, recalibrate
from core.data import cancer_forecasts, flight_forecasts
from core.metrics import roc_auc_score
from labs.probability_stats.calibration import picture as draw
from labs.probability_stats.calibration.question import question
from labs.probability_stats.calibration.step import (
    GUESSES,
    MODELS,
    SETS,
    calibration,
    cell,
    found,
    should_and_do,
    what_it_does,
)
from labs.probability_stats.calibration.understand import (
    how_sure_of_a_bin,
    what_happened,
    what_next,
    which_diagram,
    which_to_use,
)
from tests.conftest import look
from ui.words import number


def page_at(at=None, **link):
    return look(calibration, **({} if at is None else {"bin": f"{at:g},0"}), **link)


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


class Known(NamedTuple):
    """What the cell gives of one model, before or after the repair."""

    happened: np.ndarray
    said: np.ndarray
    cases: np.ndarray
    ece: float
    brier: float
    loss: float


def shown(name, model, repaired, bins):
    _, _, happened, said, cases, *_, brier, ece, loss = found(name, model, repaired, bins)
    return Known(happened, said, cases, *(pair[repaired] for pair in (ece, brier, loss)))


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("repaired", [False, True])
def test_what_is_kept_is_what_the_listed_cell_gives(name, model, repaired):
    page = page_at(data=name, model=model, repair="true" if repaired else "false", bins="7")
    for kept, fresh in zip(page.ran.results.values(), cell(**page.ran.values), strict=True):
        np.testing.assert_array_equal(kept, fresh)
    scores = [mark["text"] for mark in page.marks if re.fullmatch(r"\d\.\d{3}", mark.get("text", ""))][-6:]
    results = page.ran.results
    told = [number(results[score][column], 3) for column in (0, 1) for score in ("brier", "ece", "loss")]
    assert scores == told
    assert results["ece"][0] == expected_calibration_error(page.ran.values["y"], page.ran.values["p"], 7)


def test_the_task_can_be_done_and_only_there():
    known, link = shown("Flights", "Logistic", False, 15), {"model": "Logistic", "bins": "15"}
    worst = draw.bin_of(known.said[(known.cases * np.abs(known.happened - known.said)).argmax()], 1 / 15)
    at = next(n / 100 for n in range(101) if draw.bin_of(n / 100, 1 / 15) == worst)
    assert all(page_at(at, **link).tasks.values())
    for other in (0, 0.55, 1):
        assert not any(page_at(other, **link).tasks.values()), "neither end of the handle, nor where it starts"
    assert not any(page_at(at, **link, repair="true").tasks.values())
    assert not any(page_at(at, **(link | {"bins": "14"})).tasks.values())
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
    assert "nothing to judge" in page_at(1, model="Logistic").said
    assert "nothing to judge" not in page_at(0, model="Logistic").said


def test_a_bin_emptied_by_the_repair_says_what_it_held():
    n = next(int(n) for n, p in zip(*shown("Flights", "Naive Bayes", False, 10)[2:0:-1]) if 0.5 < p <= 0.6)
    said = page_at(repair="true").said
    assert (
        f"After the repair not one of the 2,506 flights got a probability from 0.5 to 0.6, where {n} did before" in said
    )
    assert "all three scores better: the ECE goes from 0.1843 to 0.0119" in said


def test_what_the_repair_does_is_told_for_every_model():
    assert "**worse**: the ECE goes from 0.0153 to 0.0220" in page_at(repair="true", model="Logistic").said
    for name in SETS:
        for model in MODELS:
            for bins in range(2, 21):
                before, after = (shown(name, model, repaired, bins) for repaired in (False, True))
                pairs = list(zip(before[3:], after[3:]))
                told = what_it_does(*pairs)
                assert ("all three scores better" in told) == all(b > a for b, a in pairs)
                assert ("**worse**" in told) == all(b < a for b, a in pairs)
                assert (f"the ECE gets {'better' if pairs[0][0] > pairs[0][1] else 'worse'}" in told) == ("but" in told)
                if "little to repair" in told:
                    assert before.ece < 0.03 and before.brier < after.brier and before.loss < after.loss
                    assert "but" not in told or "but Brier and log-loss get worse" in told


def test_how_many_should_happen_holds_as_printed():
    rng = np.random.default_rng(0)
    for n in (1, 2, 7, 55, 99, 100, 640, 2506):
        for x in rng.random(20):
            words = should_and_do("Flights", "from 0 to 1", n, x, 1 / n)
            told = re.search(r"to 1, ([\d.]+)( on average)?, so about \*\*([\d,.]+)\*\* should be", words)
            assert bool(told[2]) == (n > 1) and words.endswith("**1** is.")
            assert n * float(told[1]) == pytest.approx(float(told[3].replace(",", "")), abs=0.101 if n < 100 else 0.63)


def test_the_repair_helps_the_model_that_needs_it():
    for name in SETS:
        before, after = (shown(name, "Naive Bayes", repaired, 10) for repaired in (False, True))
        assert after.ece < before.ece and after.brier < before.brier and after.loss < before.loss


def test_what_a_bin_should_hold_and_holds():
    known = shown("Flights", "Naive Bayes", False, 10)
    said = page_at(0.95).said
    assert f"about **{known.cases[-1] * known.said[-1]:.0f}** should be" in said
    assert f"**{round(known.cases[-1] * known.happened[-1])}** are." in said


def test_the_checkpoint_asks_for_whole_answers():
    for seed in range(500):
        asked = question(seed)
        assert asked.is_clear() and asked.answer == int(asked.answer) > 0
        assert asked.solution.endswith(f"**{asked.answer}**.")


# ---------------------------------------------------------------- the questions to understand


def drawn(situation, count=100):
    return [situation(np.random.default_rng(seed)) for seed in range(count)]


def figures(text):
    return [float(each.replace(",", "")) for each in re.findall(r"\d[\d,]*\.?\d*", text)]


def test_only_the_right_diagram_passes_through_both_points():
    for asked in drawn(which_diagram, 60):
        low, below, high, above = figures(asked.prompt)
        fits = []
        for sketch in asked.sketches:
            left, right, bottom, top = 46, 166, 34, 154
            x, y = np.array(next(mark for mark in sketch.marks if mark["kind"] == "points")["points"]).T
            x, y = 100 * (x - left) / (right - left), 100 * (y - bottom) / (top - bottom)
            fits.append(np.allclose(np.interp([low, high], x, y), [below, above], atol=4))
        assert sum(fits) == 1 and asked.choices[fits.index(True)] == asked.answer


def test_a_bin_is_judged_by_its_two_standard_errors():
    seen = set()
    for asked in drawn(how_sure_of_a_bin):
        said, n, happened = figures(asked.prompt)
        strayed = happened - n * said / 100
        reach = 2 * np.sqrt(n * said / 100 * (1 - said / 100))
        word = "too few" if abs(strayed) < reach else "too much" if strayed < 0 else "too little"
        assert word in asked.answer and not 0.7 < abs(strayed) / reach < 1.4
        seen.add(word)
    assert len(seen) == 3


def test_a_repair_keeps_the_order_and_mends_the_numbers():
    """What `which_to_use` takes for granted, on the flights: one AUC, two ECEs, and the same first hundred."""
    known = flight_forecasts()
    a, b = fit_platt(known.train_y, known.train_naive_bayes)
    before, after = known.naive_bayes, recalibrate(known.naive_bayes, a, b)
    assert roc_auc_score(known.y, after) == pytest.approx(roc_auc_score(known.y, before), abs=1e-3)
    assert expected_calibration_error(known.y, after) < 0.2 * expected_calibration_error(known.y, before)
    for asked in drawn(which_to_use):
        a, b = re.search(r"ECEs are (\d\.\d+) and (\d\.\d+)", asked.prompt).groups()
        order = any(sign in asked.prompt for sign in ("call the", "riskiest", "sort"))
        assert asked.answer == (
            "Either: it makes no difference" if order else f"Model {'A' if float(a) < float(b) else 'B'}"
        )


def test_each_change_has_its_own_pattern_of_three_scores():
    seen = set()
    for asked in drawn(what_happened):
        hits, brier, loss, n, now, brier_now, loss_now = figures(asked.prompt)
        word = "towards one half" if now == hits else "the opposite" if hits - now > 5 else "very sure"
        assert word == "towards one half" or (loss_now - loss > 0.15 and hits - now < 2) == (word == "very sure")
        assert word in asked.answer and brier_now > brier and loss_now > loss and n == 1000
        seen.add(word)
    assert len(seen) == 3


def test_whoever_always_says_the_base_rate_is_calibrated_and_tells_nothing_apart():
    y = np.random.default_rng(0).random(5000) < 0.2
    said = np.full(5000, y.mean())
    assert expected_calibration_error(y, said) < 1e-9 and roc_auc_score(y, said) == 0.5
    seen = set()
    for asked in drawn(what_next):
        gap, area, _ = figures(asked.prompt)
        word = "Look for" if area < 0.6 else "Repair" if gap > 0.05 else "Use it"
        assert asked.answer.startswith(word)
        seen.add(word)
    assert len(seen) == 3
