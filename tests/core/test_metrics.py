"""Metrics: the numbers of scikit-learn, laws over random scores, and answers where there is nothing to ask."""

import inspect
import math
import re

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn import metrics as theirs
from sklearn.calibration import calibration_curve
from sklearn.exceptions import UndefinedMetricWarning

from core import calibration, metrics, models
from core.data import flight_forecasts
from core.metrics import (
    accuracy,
    auc,
    average_precision,
    confusion_matrix,
    cost_by_threshold,
    counts_by_threshold,
    expected_cost,
    f1,
    precision,
    precision_recall_curve,
    recall,
    roc_auc_score,
    roc_curve,
)
from core.probability import posterior

laws = settings(max_examples=150)
labels = st.integers(0, 1)
answers = st.lists(st.tuples(labels, labels), min_size=1, max_size=40).map(lambda rows: np.array(rows).T)
# few different scores, so that ties are common
scored = (
    st.lists(st.tuples(labels, st.integers(-6, 6)), min_size=2, max_size=40)
    .map(lambda rows: (np.array(rows)[:, 0], np.array(rows)[:, 1] / 4))
    .filter(lambda rows: 0 < rows[0].mean() < 1)
)
SINGLE = [accuracy, precision, recall, f1]
CURVES = [
    counts_by_threshold,
    roc_curve,
    precision_recall_curve,
    roc_auc_score,
    lambda y, s: cost_by_threshold(y, s, 1, 1),
]


# Right and wrong answers


@laws
@given(answers)
def test_single_scores_are_those_of_scikit_learn(answers):
    y_true, y_pred = answers
    assert confusion_matrix(y_true, y_pred).tolist() == theirs.confusion_matrix(y_true, y_pred, labels=[0, 1]).tolist()
    assert accuracy(y_true, y_pred) == pytest.approx(theirs.accuracy_score(y_true, y_pred))
    for ours, other in [
        (precision, theirs.precision_score),
        (recall, theirs.recall_score),
        (f1, theirs.f1_score),
    ]:
        assert ours(y_true, y_pred) == pytest.approx(other(y_true, y_pred, zero_division=0))
    assert all(type(score(y_true, y_pred)) is float for score in SINGLE)


@laws
@given(answers)
def test_f1_is_the_harmonic_mean(answers):
    p, r = precision(*answers), recall(*answers)
    assert f1(*answers) == pytest.approx(2 * p * r / (p + r) if p + r else 0)
    assert min(p, r) - 1e-12 <= f1(*answers) <= (p + r) / 2 + 1e-12


@laws
@given(answers, st.floats(0, 100), st.floats(0, 100))
def test_a_cost_counts_each_kind_of_error(answers, false_alarm, miss):
    y_true, y_pred = answers
    each = np.where(y_true == y_pred, 0, np.where(y_true == 1, miss, false_alarm))
    assert expected_cost(y_true, y_pred, false_alarm, miss) == pytest.approx(each.mean())
    assert expected_cost(y_true, y_pred, 1, 1) == pytest.approx(1 - accuracy(y_true, y_pred))


@pytest.mark.parametrize(
    "kind", [list, np.array, tuple, lambda y: np.array(y, dtype=bool), lambda y: np.array(y, float)]
)
def test_labels_may_come_in_any_form(kind):
    assert confusion_matrix(kind([0, 1, 1]), kind([1, 1, 0])).tolist() == [[0, 1], [1, 1]]


# Thresholds


@laws
@given(scored, st.booleans())
def test_the_roc_curve_is_scikit_learns(scored, drop_intermediate):
    ours = roc_curve(*scored, drop_intermediate=drop_intermediate)
    for mine, other in zip(ours, theirs.roc_curve(*scored, drop_intermediate=drop_intermediate), strict=True):
        assert mine.shape == other.shape and mine == pytest.approx(other)


@laws
@given(scored, st.booleans())
def test_the_precision_recall_curve_is_scikit_learns(scored, drop):
    ours = precision_recall_curve(*scored, drop_intermediate=drop)
    for mine, other in zip(ours, theirs.precision_recall_curve(*scored, drop_intermediate=drop), strict=True):
        assert mine.shape == other.shape and mine == pytest.approx(other)


def test_curves_of_real_scores_are_scikit_learns():
    y_true, y_score = flight_forecasts().y, flight_forecasts().logistic
    pairs = [(roc_curve, theirs.roc_curve), (precision_recall_curve, theirs.precision_recall_curve)]
    for ours, other in pairs:
        for mine, its in zip(ours(y_true, y_score), other(y_true, y_score), strict=True):
            assert mine.shape == its.shape and np.allclose(mine, its)
    assert roc_auc_score(y_true, y_score) == pytest.approx(theirs.roc_auc_score(y_true, y_score))


@laws
@given(scored)
def test_every_point_of_a_curve_is_what_its_threshold_gives(scored):
    y_true, y_score = scored
    for fpr, tpr, threshold in zip(*roc_curve(y_true, y_score, drop_intermediate=False)):
        (tn, fp), (fn, tp) = confusion_matrix(y_true, y_score >= threshold)
        assert (fpr, tpr) == pytest.approx((fp / (fp + tn), tp / (tp + fn)))
    for p, r, threshold in zip(*precision_recall_curve(y_true, y_score)):
        assert p == pytest.approx(precision(y_true, y_score >= threshold))
        assert r == pytest.approx(recall(y_true, y_score >= threshold))


@laws
@given(scored)
def test_the_area_is_the_chance_that_a_positive_outscores_a_negative(scored):
    y_true, y_score = scored
    gaps = y_score[y_true == 1][:, np.newaxis] - y_score[y_true == 0]
    assert roc_auc_score(y_true, y_score) == pytest.approx(np.mean((gaps > 0) + (gaps == 0) / 2))
    assert roc_auc_score(y_true, -y_score) == pytest.approx(1 - roc_auc_score(y_true, y_score))
    assert roc_auc_score(y_true, np.exp(y_score)) == pytest.approx(roc_auc_score(y_true, y_score))


@laws
@given(scored)
def test_left_out_points_change_no_area(scored):
    fpr, tpr, _ = roc_curve(*scored, drop_intermediate=False)
    assert auc(fpr, tpr) == pytest.approx(roc_auc_score(*scored)) == pytest.approx(theirs.auc(fpr, tpr))


@laws
@given(st.lists(st.tuples(st.floats(0, 10), st.floats(-5, 5)), min_size=2, max_size=20))
def test_area_under_any_curve_as_scikit_learn_has_it(points):
    x, y = np.array(sorted(points)).T
    assert auc(x, y) == pytest.approx(theirs.auc(x, y), abs=1e-9)
    assert auc(x[::-1], y[::-1]) == pytest.approx(theirs.auc(x[::-1], y[::-1]), abs=1e-9)
    assert type(auc(x, y)) is float


@laws
@given(scored, st.floats(0, 10), st.floats(0, 10))
def test_cost_by_threshold_is_the_cost_of_the_answers(scored, false_alarm, miss):
    y_true, y_score = scored
    costs, thresholds = cost_by_threshold(y_true, y_score, false_alarm, miss)
    assert thresholds[0] == math.inf
    for cost, threshold in zip(costs, thresholds, strict=True):
        assert cost == pytest.approx(expected_cost(y_true, y_score >= threshold, false_alarm, miss))


@laws
@given(scored, st.integers(1, 999))
def test_prevalence_weighs_the_two_kinds_of_error(scored, thousandths):
    y_true, y_score = scored
    prevalence = thousandths / 1000
    fpr, tpr, _ = roc_curve(y_true, y_score, drop_intermediate=False)
    costs, _ = cost_by_threshold(y_true, y_score, 1, 9, prevalence)
    assert costs == pytest.approx((1 - prevalence) * fpr + 9 * prevalence * (1 - tpr))
    assert costs[0] == pytest.approx(9 * prevalence) and costs[-1] == pytest.approx(1 - prevalence)


@laws
@given(answers)
def test_precision_is_bayes_rule(answers):
    y_true, y_pred = answers
    assume(0 < y_true.mean() < 1)
    (tn, fp), (fn, tp) = confusion_matrix(y_true, y_pred)
    sure = posterior(float(y_true.mean()), tp / (tp + fn), fp / (fp + tn))
    assert precision(y_true, y_pred) == pytest.approx(sure or 0.0)


# Where there is nothing to ask


@pytest.mark.parametrize(
    ("y_true", "y_pred", "expected"),
    [
        ([0, 1], [0, 0], (0.5, 0, 0, 0)),  # nothing called positive
        ([0, 0], [0, 1], (0.5, 0, 0, 0)),  # nothing to find
        ([0, 0], [0, 0], (1, 0, 0, 0)),  # neither
        ([1, 1], [1, 1], (1, 1, 1, 1)),  # nothing else
        ([1], [0], (0, 0, 0, 0)),
    ],
)
def test_a_share_of_nobody_counts_as_zero(y_true, y_pred, expected):
    assert tuple(score(y_true, y_pred) for score in SINGLE) == expected
    assert confusion_matrix(y_true, y_pred).shape == (2, 2)


def test_equal_scores_pass_together():
    fpr, tpr, thresholds = roc_curve([0, 1, 0, 1], [0.3] * 4)
    assert (fpr.tolist(), tpr.tolist(), thresholds.tolist()) == ([0, 1], [0, 1], [math.inf, 0.3])
    assert roc_auc_score([0, 1, 0, 1], [0.3] * 4) == 0.5
    precisions, recalls, thresholds = precision_recall_curve([0, 1, 0, 1], [0.3] * 4)
    assert (precisions.tolist(), recalls.tolist(), thresholds.tolist()) == ([0.5, 1], [1, 0], [0.3])


@pytest.mark.parametrize("zero_division", [0.0, 1.0, math.nan])
@pytest.mark.parametrize(("y_true", "y_pred"), [([0, 1], [0, 0]), ([0, 0], [0, 1]), ([0, 0], [0, 0]), ([1, 0], [1, 0])])
def test_a_share_of_nobody_counts_as_you_name(y_true, y_pred, zero_division):
    for ours, other in [(precision, theirs.precision_score), (recall, theirs.recall_score), (f1, theirs.f1_score)]:
        mine, its = (score(y_true, y_pred, zero_division=zero_division) for score in (ours, other))
        assert mine == pytest.approx(its, nan_ok=True)


@pytest.mark.parametrize("only", [0, 1])
@pytest.mark.parametrize("y_score", [[0.25, 0.75], [0.1, 0.2, 0.3, 0.3], [0.5, 0.5]])
@pytest.mark.parametrize("drop_intermediate", [True, False])
def test_a_curve_of_one_label_is_scikit_learns(only, y_score, drop_intermediate):
    asked = ([only] * len(y_score), y_score)
    with pytest.warns(UndefinedMetricWarning, match=f"No {'negative' if only else 'positive'} samples in y_true"):
        ours = roc_curve(*asked, drop_intermediate=drop_intermediate)
    with pytest.warns(UndefinedMetricWarning):
        its = theirs.roc_curve(*asked, drop_intermediate=drop_intermediate)
    for mine, other in zip(ours, its, strict=True):
        assert mine == pytest.approx(other, nan_ok=True)
    with pytest.warns(UndefinedMetricWarning):
        assert math.isnan(roc_auc_score(*asked))
    with pytest.warns(UndefinedMetricWarning):
        assert np.isnan(cost_by_threshold(*asked, 1, 1, 0.5)[0]).all()


@pytest.mark.parametrize("drop_intermediate", [True, False])
def test_a_precision_recall_curve_of_one_label_is_scikit_learns(drop_intermediate):
    asked = ([0, 0, 0, 0], [0.1, 0.2, 0.3, 0.3])
    with pytest.warns(UndefinedMetricWarning, match="No positive samples"):
        ours = precision_recall_curve(*asked, drop_intermediate=drop_intermediate)
    with pytest.warns(UserWarning):
        its = theirs.precision_recall_curve(*asked, drop_intermediate=drop_intermediate)
    all_positive = ([1, 1, 1], [0.1, 0.2, 0.2])
    pairs = [*zip(ours, its), *zip(precision_recall_curve(*all_positive), theirs.precision_recall_curve(*all_positive))]
    for mine, other in pairs:
        assert mine.tolist() == other.tolist()


@pytest.mark.parametrize("function", [confusion_matrix, *SINGLE, lambda y, p: expected_cost(y, p, 1, 1), *CURVES])
@pytest.mark.parametrize(
    ("y_true", "other", "complaint"),
    [
        ([], [], "y_true is empty"),
        ([0, math.nan], [0, 1], "y_true holds nan"),
        ([0, 1], [0, math.nan], "holds nan"),
        ([0, 1], [0, math.inf], "holds inf"),
        ([0, 2], [0, 1], r"y_true must hold only 0 \(no\) and 1 \(yes\); it holds 2"),
        ([-1, 1], [0, 1], "y_true must hold only 0"),
        (["no", "yes"], [0, 1], "y_true must hold only numbers"),
        ([0, 1], [0, 1, 1], "y_true and y_(pred|score) must be equally long"),
        ([[0, 1]], [[0, 1]], "y_true must be a vector"),
    ],
)
def test_what_cannot_be_scored_is_refused_by_name(function, y_true, other, complaint):
    with pytest.raises(ValueError, match=complaint):
        function(y_true, other)


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: precision([0, 1], [0, 0.5]), "y_pred must hold only 0"),
        (lambda: expected_cost([0, 1], [0, 1], -1, 1), "false_alarm must be 0 or more"),
        (lambda: expected_cost([0, 1], [0, 1], 1, math.nan), "miss holds nan"),
        (lambda: cost_by_threshold([0, 1], [0, 1], 1, -2), "miss must be 0 or more"),
        (lambda: cost_by_threshold([0, 1], [0, 1], 1, 1, 1.5), "prevalence must be a probability"),
        (lambda: auc([1], [1]), "at least two points"),
        (lambda: auc([1, 2], [1]), "an x and a y for each"),
        (lambda: auc([1, 3, 2], [0, 0, 0]), "x is neither increasing nor decreasing"),
        (lambda: auc([0, 1], [0, math.nan]), "y holds nan"),
    ],
)
def test_other_arguments_are_refused_by_name(call, complaint):
    with pytest.raises(ValueError, match=complaint):
        call()


# What stands in the docstrings

SAID = {  # a docstring that names scikit-learn's function, and how that is called
    "confusion_matrix": lambda y, said: theirs.confusion_matrix(y, said > 0.5, labels=[0, 1]),
    "accuracy_score": lambda y, said: theirs.accuracy_score(y, said > 0.5),
    "precision_score": lambda y, said: theirs.precision_score(y, said > 0.5, zero_division=0),
    "recall_score": lambda y, said: theirs.recall_score(y, said > 0.5, zero_division=0),
    "f1_score": lambda y, said: theirs.f1_score(y, said > 0.5, zero_division=0),
    "roc_curve": theirs.roc_curve,
    "precision_recall_curve": theirs.precision_recall_curve,
    "auc": lambda y, said: theirs.auc(np.sort(said), y),
    "roc_auc_score": theirs.roc_auc_score,
    "average_precision_score": theirs.average_precision_score,
    "calibration_curve": lambda y, said: calibration_curve(y, said, n_bins=10),
    "brier_score_loss": theirs.brier_score_loss,
    "log_loss": lambda y, said: theirs.log_loss(y, said, labels=[0, 1]),
    "mean_squared_error": theirs.mean_squared_error,
    "root_mean_squared_error": theirs.root_mean_squared_error,
    "mean_absolute_error": theirs.mean_absolute_error,
    "r2_score": theirs.r2_score,
}


def named_after_scikit_learn():
    """Every function of core whose docstring names one of scikit-learn's functions (not a class), with that name."""
    for module in (metrics, calibration, models):
        for _, function in inspect.getmembers(module, inspect.isfunction):
            found = re.search(r"scikit-learn: ([a-z]\w*)", function.__doc__ or "")
            if found and function.__module__ == module.__name__:
                yield function, found.group(1)


NAMED = list(named_after_scikit_learn())


def test_every_name_of_scikit_learn_is_held_to_it():
    assert sorted(name for _, name in NAMED) == sorted(SAID)


@pytest.mark.parametrize(("ours", "name"), NAMED, ids=[name for _, name in NAMED])
def test_a_function_that_names_scikit_learns_takes_and_gives_the_same(ours, name):
    """What was the case first, what the model says second, and the same numbers come out in the same order."""
    rng = np.random.default_rng(0)
    for n in (2, 5, 40, 300):
        y, said = np.append([0, 1], rng.integers(0, 2, n)), np.append([0.2, 0.6], rng.random(n).round(2))
        first, second = (np.sort(said), y) if name == "auc" else (y, said)
        yes = name.endswith("_score") and name not in ("roc_auc_score", "average_precision_score", "r2_score")
        answer = ours(first, second > 0.5 if yes or name == "confusion_matrix" else second)
        expected = SAID[name](y, said)
        answer, expected = (part if isinstance(part, tuple) else (part,) for part in (answer, expected))
        for mine, its in zip(answer, expected):  # a curve may give more than scikit-learn's: here the cases in a bin
            assert mine == pytest.approx(its, rel=1e-12)


@laws
@given(scored)
def test_average_precision_is_scikit_learns_and_the_mean_precision_at_the_positives(scored):
    y_true, y_score = scored
    assert average_precision(y_true, y_score) == pytest.approx(theirs.average_precision_score(y_true, y_score))
    at = [np.mean(y_true[y_score >= score]) for score in y_score[y_true == 1]]
    assert average_precision(y_true, y_score) == pytest.approx(np.mean(at))
    assert average_precision(y_true, np.exp(y_score)) == pytest.approx(average_precision(y_true, y_score))
    assert y_true.mean() <= average_precision(y_true, y_true) == 1.0
    assert average_precision(y_true, np.zeros(len(y_true))) == pytest.approx(y_true.mean())


def test_average_precision_of_nobody_is_zero_with_a_warning():
    with pytest.warns(UndefinedMetricWarning, match="No positive samples"):
        assert average_precision([0, 0, 0], [0.1, 0.2, 0.3]) == 0.0
