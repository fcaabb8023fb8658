"""The clinic over many seeds: the symptom shows, the repair helps, one look tells, and no two causes are both true."""

import linecache
import re

import numpy as np
import pytest
from sklearn.calibration import calibration_curve
from sklearn.metrics import r2_score
from sklearn.neighbors import KNeighborsClassifier

from core.data import messages
from labs.apply.clinic import ward as clinic
from labs.apply.clinic.ward import (
    FAULTS,
    FEWEST,
    WARDS,
    WRONG,
    case,
    choices,
    fewest,
    look,
    price,
    repair,
    symptom,
    told,
)
from labs.apply.clinic.ward.evidence import percent, tidy
from labs.apply.clinic.ward.patients import NUMBERS, message_numbers
from labs.apply.clinic.ward.pipelines import cheapest, correlations, most_accurate, vote
from labs.apply.clinic.ward.scripts import body_of, changed, difference, names_of, run, text_of, warning_of

SEEDS = range(1, 3 * len(FAULTS) + 1)  # each fault three times, which is each of its ways to break


@pytest.fixture(scope="module", params=SEEDS)
def patient(request):
    return case(request.param)


def test_at_least_twelve_faults_and_each_comes_once_before_one_comes_again():
    assert len(FAULTS) >= 12 and len({WARDS[ward].faults[name].name for ward, name in FAULTS}) >= 12
    for block in range(40):
        seeds = range(1 + block * len(FAULTS), 1 + (block + 1) * len(FAULTS))
        assert {clinic.drawn(seed)[:2] for seed in seeds} == set(FAULTS)


def test_the_first_four_patients_come_from_four_wards():
    assert {clinic.drawn(seed)[0] for seed in range(1, 5)} == set(WARDS)


@pytest.mark.parametrize("seed", [0, -1, 10_000])
def test_there_is_no_patient_of_such_a_number(seed):
    with pytest.raises(ValueError, match="from 1 to 9999"):
        case(seed)


# ---------------------------------------------------------------- every patient


def test_the_symptom_shows_and_the_repair_helps(patient):
    before, after = patient.before, patient.after
    if patient.ward == "line":
        assert after["r2"] > 0.3 and before["r2"] <= after["r2"] - 0.2
    elif patient.ward == "net":
        assert before["right"] < 0.5 and after["right"] > 0.7
    elif patient.ward == "promise":
        assert clinic.gap(before) >= 0.1 and abs(clinic.gap(after)) <= 0.06
    else:
        y = patient.inputs["y"][after["test"]]
        none, every = patient.inputs["miss"] * y.mean(), patient.inputs["false_alarm"] * (1 - y.mean())
        assert before["cost"] > 1.4 * after["cost"] and after["cost"] < min(none, every)
    assert symptom(patient.seed).vital != symptom(patient.seed, True).vital


def test_one_look_tells_the_cause_and_rules_out_every_other_on_offer(patient):
    assert told(patient, patient.cause)
    offered = choices(patient.seed)
    assert offered.count(patient.cause) == 1 and len(offered) == len(set(offered)) > FEWEST
    for name in set(offered) - {patient.cause}:
        assert not told(patient, name), name


def test_once_cured_the_look_tells_it_no_longer(patient):
    fault = WARDS[patient.ward].faults[patient.cause]
    cured = WARDS[patient.ward].looks[fault.look].show(clinic.seen(patient, True)).facts
    assert not fault.told_by(cured), cured


def test_the_repair_is_one_line_of_the_same_script(patient):
    lines = repair(patient.seed)
    assert [line.strip() for mark, line in lines if mark == "+"] == [patient.fault.line]
    assert 1 <= sum(mark == "-" for mark, _ in lines) <= 4
    assert text_of(patient.repaired) == text_of(WARDS[patient.ward].pipeline)
    assert body_of(patient.repaired).splitlines() == [line for mark, line in lines if mark != "-"]


def test_every_look_works_before_and_after(patient):
    for cured in (False, True):
        for name in [*WARDS[patient.ward].looks, ""]:
            shown = look(patient.seed, name, cured)
            assert shown.words.endswith(".") and not re.search(r"\b(nan|inf|None)\b|\$", shown.words), shown.words
            assert all(np.isfinite(value) or name == "curve" for value in shown.facts.values()), (name, shown.facts)


def test_what_was_printed_is_what_was_computed(patient):
    for cured in (False, True):
        run_, printed = patient.after if cured else patient.before, "\n".join(symptom(patient.seed, cured).printed)
        number = run_[{"line": "r2", "net": "right", "promise": "found", "gate": "cost"}[patient.ward]]
        shown = {"line": tidy(number), "gate": f"{number:.2f} €"}.get(patient.ward) or percent(number)
        assert shown in printed and shown in symptom(patient.seed, cured).vital


def test_the_same_number_gives_the_same_patient():
    before = case(7)
    clinic.case.cache_clear()
    again = case(7)
    assert (again.cause, again.about, again.broken) == (before.cause, before.about, before.broken)
    assert all(np.array_equal(again.inputs[name], before.inputs[name]) for name in before.inputs)


def test_looks_and_wrong_diagnoses_are_added_up():
    looks = WARDS[case(1).ward].looks
    assert price(1, ()) == 0 and price(1, (), 2) == 2 * WRONG
    assert price(1, ("curve", "code"), 1) == looks["curve"].cost + looks["code"].cost + WRONG
    assert fewest(1) == looks[case(1).fault.look].cost
    for ward in WARDS.values():
        assert ward.looks["code"].cost == max(each.cost for each in ward.looks.values())
        assert {fault.look for fault in ward.faults.values()} <= set(ward.looks) - {"code"}


# ---------------------------------------------------------------- every fault, every way to break


@pytest.mark.parametrize("ward, name", FAULTS)
def test_no_broken_script_stops_with_an_error(ward, name):
    fault = WARDS[ward].faults[name]
    for place, became in enumerate(fault.became):
        broken = changed(WARDS[ward].pipeline, fault.line, became)
        _, inputs = clinic.PATIENTS[ward](np.random.default_rng(place))
        assert set(run(broken, inputs)) == set(names_of(broken)) == set(names_of(WARDS[ward].pipeline))


def test_every_way_to_break_comes_up():
    ways = [(ward, name, became) for ward, name in FAULTS for became in WARDS[ward].faults[name].became]
    assert len({clinic.drawn(seed)[2] for seed in SEEDS}) == len(ways)


def test_an_overflow_warns_in_numpys_own_words():
    seed = next(s for s in SEEDS if clinic.drawn(s)[1] == "rate" and np.isinf(case(s).before["losses"][-1]))
    with pytest.warns(RuntimeWarning) as caught:
        case(seed).broken(**case(seed).inputs)
    first = symptom(seed).printed[0]
    assert first == f"RuntimeWarning: {caught[0].message}" and "overflow" in first
    assert warning_of(case(seed).repaired, case(seed).inputs) == ""


# ---------------------------------------------------------------- the pieces, against others


def test_a_line_trained_downhill_scores_as_scikit_learn_scores_it():
    seed = next(s for s in SEEDS if clinic.drawn(s)[0] == "line")
    after, y = case(seed).after, case(seed).inputs["y"]
    assert after["r2"] == pytest.approx(r2_score(y[after["test"]], after["said"]))


@pytest.mark.parametrize("k", [1, 3, 9])
def test_the_vote_is_that_of_the_nearest_neighbours(k):
    rng = np.random.default_rng(k)
    known, new, labels = rng.normal(size=(50, 6)), rng.normal(size=(30, 6)), rng.integers(0, 2, 50)
    theirs = KNeighborsClassifier(k).fit(known[:, :4], labels).predict(new[:, :4])
    assert np.array_equal(vote(known, labels, new, 4, k), theirs)


def test_correlations_are_those_of_numpy_and_zero_for_a_constant():
    rng = np.random.default_rng(0)
    X, y = np.column_stack([rng.normal(size=(40, 3)), np.ones(40)]), rng.integers(0, 2, 40)
    assert np.allclose(correlations(X, y)[:3], [np.corrcoef(column, y)[0, 1] for column in X.T[:3]])
    assert correlations(X, y)[3] == 0


def test_no_threshold_is_cheaper_or_more_accurate():
    rng = np.random.default_rng(1)
    y, score = rng.integers(0, 2, 80), rng.random(80).round(2)
    costs = [np.mean(np.where(score >= t, 5 * (y == 0), 50 * (y == 1))) for t in [*score, np.inf]]
    at = cheapest(y, score, 5, 50)
    assert np.mean(np.where(score >= at, 5 * (y == 0), 50 * (y == 1))) == pytest.approx(min(costs))
    right = [np.mean((score >= t) == y) for t in [*score, np.inf]]
    assert np.mean((score >= most_accurate(y, score)) == y) == pytest.approx(max(right))


def test_the_reliability_shown_is_scikit_learns():
    seed = next(s for s in SEEDS if clinic.drawn(s)[0] == "gate")
    run_ = case(seed).after
    shown = look(seed, "calibration", True).data
    happened, said = calibration_curve(case(seed).inputs["y"][run_["test"]], run_["p"], n_bins=5)
    assert np.allclose(shown["y"], happened) and np.allclose(shown["x"], said)


def test_messages_as_numbers():
    numbers = message_numbers()
    text = messages().texts[5]
    assert numbers.shape == (len(messages().texts), len(NUMBERS))
    assert numbers[5, 0] == len(text) and numbers[5, 3] == sum(letter.isupper() for letter in text)


# ---------------------------------------------------------------- scripts


def half(x):
    """Half of it."""
    y = x / 2
    return (y,)


def test_a_changed_script_can_be_read_and_run():
    other = changed(half, "y = x / 2", "y = x / 4")
    assert run(other, {"x": 2})["y"] == 0.5 and run(half, {"x": 2})["y"] == 1
    assert body_of(other) == "y = x / 4" and "Half" not in text_of(half)
    assert linecache.getline(other.__code__.co_filename, 2).strip() == "y = x / 4"
    assert difference(other, half) == [("-", "y = x / 4"), ("+", "y = x / 2")]


def test_a_line_that_stands_there_never_or_twice_is_refused():
    for old in ("z = 1", "y"):
        with pytest.raises(ValueError, match="must stand in half once"):
            changed(half, old, "0")


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.4812, "0.48"),
        (29087.3, "29,087"),
        (-3.13e120, "−3.1e+120"),
        (float("inf"), "overflow"),
        (7e-17, "0"),
        (0.00123, "0.00123"),
    ],
)
def test_numbers_as_they_are_read(number, text):
    assert tidy(number) == text
