"""Calibration against scikit-learn, laws over random forecasts, and a repair that works on cases it has not seen."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import logit
from sklearn import metrics as theirs
from sklearn.calibration import calibration_curve
from sklearn.linear_model import LogisticRegression

from core.calibration import (
    brier_score,
    expected_calibration_error,
    fit_platt,
    log_loss,
    log_odds,
    recalibrate,
    reliability_curve,
)
from core.data import cancer_forecasts, flight_forecasts
from core.metrics import roc_auc_score

laws = settings(max_examples=100)
# tenths and quarters among them, so that probabilities on the edge of two bins are common
shares = st.one_of(st.integers(0, 20).map(lambda n: n / 20), st.floats(0, 1))
forecasts = st.lists(st.tuples(st.integers(0, 1), shares), min_size=1, max_size=40).map(
    lambda rows: (np.array([y for y, _ in rows]), np.array([p for _, p in rows]))
)
ALL = [reliability_curve, expected_calibration_error, brier_score, log_loss, fit_platt]


@laws
@given(forecasts, st.integers(1, 20))
def test_the_reliability_curve_is_scikit_learns(forecasts, n_bins):
    happened, said, cases = reliability_curve(*forecasts, n_bins)
    assert cases.sum() == len(forecasts[0]) and (cases > 0).all() and len(cases) <= n_bins
    if 0 < forecasts[0].mean() < 1:  # theirs refuses one class alone
        true, predicted = calibration_curve(*forecasts, n_bins=n_bins)
        assert happened == pytest.approx(true) and said == pytest.approx(predicted)


@laws
@given(forecasts)
def test_scores_are_scikit_learns(forecasts):
    y_true, y_prob = forecasts
    assert brier_score(y_true, y_prob) == pytest.approx(theirs.brier_score_loss(y_true, y_prob, labels=[0, 1]))
    assert log_loss(y_true, y_prob) == pytest.approx(theirs.log_loss(y_true, y_prob, labels=[0, 1]))
    assert type(brier_score(*forecasts)) is type(log_loss(*forecasts)) is float
    assert type(expected_calibration_error(*forecasts)) is float


@laws
@given(forecasts, st.integers(1, 20))
def test_expected_calibration_error_bin_by_bin(forecasts, n_bins):
    y_true, y_prob = forecasts
    edges = np.linspace(0, 1, n_bins + 1)
    off = 0
    for low, high in zip(edges[:-1], edges[1:]):
        inside = (y_prob > low) & (y_prob <= high) | (low == 0) & (y_prob == 0)
        if inside.any():
            off += inside.mean() * abs(y_true[inside].mean() - y_prob[inside].mean())
    assert expected_calibration_error(y_true, y_prob, n_bins) == pytest.approx(off)
    assert expected_calibration_error(y_true, y_prob, 1) == pytest.approx(abs(y_true.mean() - y_prob.mean()), abs=1e-12)


@laws
@given(st.integers(0, 20), st.integers(1, 20))
def test_the_true_share_is_the_best_constant_forecast(yes, no):
    y = np.repeat([1, 0], [yes, no])
    share = yes / (yes + no)
    for score in (brier_score, log_loss):
        best = score(y, np.full(len(y), share))
        assert all(score(y, np.full(len(y), p)) >= best - 1e-12 for p in np.linspace(0, 1, 21))
    assert expected_calibration_error(y, np.full(len(y), share)) == pytest.approx(0, abs=1e-12)


def test_sure_and_wrong_is_dear_but_finite():
    assert log_loss([1, 0], [0.0, 1.0]) == pytest.approx(36.04, abs=0.01)
    assert log_loss([1, 0], [1.0, 0.0]) == pytest.approx(0, abs=1e-15) and brier_score([1, 0], [0, 1]) == 1


def test_one_class_alone_can_be_scored():
    happened, said, cases = reliability_curve([1, 1], [0.25, 0.75], n_bins=2)
    assert (happened.tolist(), said.tolist(), cases.tolist()) == ([1, 1], [0.25, 0.75], [1, 1])
    assert brier_score([0, 0], [0.5, 0.5]) == 0.25
    assert log_loss([0, 0], [0.5, 0.5]) == pytest.approx(math.log(2))


# The repair


@laws
@given(st.lists(st.floats(1e-12, 1 - 1e-12), min_size=1, max_size=10))
def test_log_odds_as_scipy_has_them(p):
    assert log_odds(p) == pytest.approx(logit(p), rel=1e-9, abs=1e-9)
    assert recalibrate(p, 1, 0) == pytest.approx(p, rel=1e-9)
    assert recalibrate(p, 0, 0) == pytest.approx(0.5)


@laws
@given(st.lists(shares, min_size=2, max_size=20), st.floats(0.01, 5), st.floats(-3, 3))
def test_a_repair_keeps_the_order(p, a, b):
    repaired = recalibrate(np.sort(p), a, b)
    assert (np.diff(repaired) >= -1e-15).all() and (0 <= repaired).all() and (repaired <= 1).all()


@pytest.mark.parametrize("load", [cancer_forecasts, flight_forecasts])
def test_platt_is_a_logistic_regression_on_the_log_odds(load):
    y, p = load().train_y, load().train_naive_bayes
    z = np.clip(logit(p), -36.05, 36.05)
    model = LogisticRegression().fit(z.reshape(-1, 1), y)
    assert fit_platt(y, p) == pytest.approx((model.coef_[0, 0], model.intercept_[0]), abs=1e-3)


@pytest.mark.parametrize("load", [cancer_forecasts, flight_forecasts])
def test_a_repair_learnt_on_training_cases_helps_on_test_cases(load):
    said = load()
    a, b = fit_platt(said.train_y, said.train_naive_bayes)
    repaired = recalibrate(said.naive_bayes, a, b)
    assert 0 < a < 1
    for score in (brier_score, log_loss, expected_calibration_error):
        assert score(said.y, repaired) < score(said.y, said.naive_bayes)
    assert roc_auc_score(said.y, repaired) == pytest.approx(roc_auc_score(said.y, said.naive_bayes), abs=0.005)


def test_a_repair_of_completely_parted_labels_stays_finite():
    a, b = fit_platt([0, 0, 1, 1], [0.0, 0.1, 0.9, 1.0])
    assert 0 < a < math.inf and abs(b) < 1


# What is refused, and in which words


@pytest.mark.parametrize("function", ALL)
@pytest.mark.parametrize(
    ("y_true", "y_prob", "complaint"),
    [
        ([], [], "y_true is empty"),
        ([0, 1], [0.5, math.nan], "y_prob holds nan"),
        ([0, math.nan], [0.5, 0.5], "y_true holds nan"),
        ([0, 1], [0.5, 1.5], "y_prob must lie from 0 to 1; it holds 1.5"),
        ([0, 1], [0.5, -0.5], "y_prob must lie from 0 to 1; it holds -0.5"),
        ([0, 2], [0.5, 0.5], "y_true must hold only 0"),
        ([0, 1], [0.5], "y_true and y_prob must be equally long"),
        ([0, 1], 0.5, "y_prob must be a vector"),
        ([0, 1], [[0.5, 0.5], [0.5, 0.5]], "y_prob must be a vector"),
    ],
)
def test_what_is_no_forecast_is_refused_by_name(function, y_true, y_prob, complaint):
    with pytest.raises(ValueError, match=complaint):
        function(y_true, y_prob)


def test_other_arguments_are_refused_by_name():
    with pytest.raises(ValueError, match="n_bins must be a whole number"):
        reliability_curve([0, 1], [0.1, 0.9], 0)
    with pytest.raises(ValueError, match="y_true holds only 1"):
        fit_platt([1, 1], [0.5, 0.6])
    with pytest.raises(ValueError, match="a holds nan"):
        recalibrate([0.5], math.nan, 0)
