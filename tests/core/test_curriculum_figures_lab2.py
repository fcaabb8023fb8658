"""The figures Lab 2 quotes, each measured again with the protocol that gives it."""

import numpy as np

from core.data import berkeley, cancer_forecasts, flight_forecasts, flights, kidney_stones, penguins
from core.metrics import accuracy, confusion_matrix
from core.probability import normal_quantile, posterior
from core.statistics import (
    best_of,
    confidence_interval,
    correlation,
    family_error_rate,
    group_correlations,
    mean,
    peeking_error_rates,
    proportion_interval,
    quantile,
    standard_deviation,
)


def test_distributions_latency_modelled_as_normal():
    # departure delays of 5,000 flights: the wait that 1 in 100 exceeds, and what a bell of the same mean and s.d. says
    delay = flights().dep_delay_min
    bell = normal_quantile(0.99, mean(delay), standard_deviation(delay))
    assert (round(bell), round(quantile(delay, 0.99))) == (113, 185)
    assert round(100 * np.mean(delay > bell), 1) == 3.3  # of 100 flights, where the bell promised 1


def test_sampling_85_percent_on_50_prompts_is_about_10_points_either_way():
    # 85 % of 50 is no whole number of prompts: 42 and 43 stand on both sides of it
    normal = 1.96 * np.sqrt(0.85 * 0.15 / 50)
    assert round(100 * normal) == 10
    for right in (42, 43):
        low, high = proportion_interval(right, 50)
        assert round(100 * (high - low) / 2) == 10
        low, high = confidence_interval(np.repeat([1, 0], [right, 50 - right]))
        assert round(100 * (high - low) / 2) in (10, 11)


def test_bayes_how_many_alerts_are_real():
    # 95 % sensitive, 10 % false alarms, 1 % prevalence
    assert round(100 * posterior(0.01, 0.95, 0.10), 1) == 8.8


def test_correlation_penguins_pooled_and_within_species():
    # bill length against bill depth, the 342 birds that were measured
    birds = penguins()
    length, depth = birds.bill_length_mm, birds.bill_depth_mm
    assert round(correlation(length, depth), 3) == -0.235
    within = group_correlations(length, depth, birds.species)
    assert {name: round(r, 2) for name, r in within.items()} == {"Adelie": 0.39, "Chinstrap": 0.65, "Gentoo": 0.64}


def test_correlation_berkeley_and_kidney_stones_reverse():
    for counts, percents, reversed_in in [(berkeley(), (44.5, 30.4), 4), (kidney_stones(), (78.0, 82.6), 2)]:
        first, second = 100 * counts.succeeded.sum(axis=0) / counts.tried.sum(axis=0)
        assert (round(first, 1), round(second, 1)) == percents
        shares = counts.succeeded / counts.tried
        other_way = (shares[:, 0] - shares[:, 1]) * (first - second) < 0
        assert other_way.sum() == reversed_in  # of 6 departments; of 2 sizes


def test_metrics_accuracy_of_late_flights():
    # 2,506 flights on unseen days, 9 % late, threshold one half: as accurate as always saying no
    said = flight_forecasts()
    assert confusion_matrix(said.y, said.logistic >= 0.5).tolist() == [[2277, 2], [224, 3]]
    assert round(accuracy(said.y, said.logistic >= 0.5), 2) == round(accuracy(said.y, 0 * said.y), 2) == 0.91


def test_calibration_what_naive_bayes_claims():
    # breast tumours, 40 % kept for testing (228, stratified, seed 0); Gaussian naive Bayes, untouched columns
    said = cancer_forecasts()
    sure = np.maximum(said.naive_bayes, 1 - said.naive_bayes) > 0.99
    wrong = (said.naive_bayes > 0.5) != said.y
    assert (sure.sum(), wrong[sure].sum()) == (220, 13)
    assert round(100 * sure.mean(), 1) == 96.5 and round(100 * wrong[sure].mean(), 1) == 5.9


def test_fooled_an_a_a_test_peeked_at():
    # two buttons clicked by 20 %, 100 visitors more to each before each look, p of the permutation test below 0.05
    # at one look or another (20,000 tests); the step's own test plays the same by shuffling
    fooled = 100 * peeking_error_rates(20, batch=100, share=0.2)
    assert fooled[[0, 4, 19]].round().tolist() == [3, 11, 21]


def test_fooled_the_best_of_20_equal_prompts():
    # each truly right on 80 %, scored on 100 tasks of its own
    assert round(best_of(20, 0.8, 100), 2) == 0.87
    assert round(best_of(20, 0.8, 50), 2) == 0.90


def test_fooled_fourteen_tests_of_nothing_are_more_likely_than_not_to_cry_out():
    assert family_error_rate(13) < 0.5 < family_error_rate(14)
    assert round(family_error_rate(20), 2) == 0.64
