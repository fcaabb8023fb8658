"""What the step `fooled` claims."""

import re

import numpy as np
import pytest

from core.probability import binomial_pmf
from core.statistics import best_of, family_error_rate, permutation_p_value, shares_p_value
from labs.probability_stats.fooled import picture as draw
from labs.probability_stats.fooled.question import question
from labs.probability_stats.fooled.step import BAR, GUESSES, MEASURED, METRICS, PROMPTS, TEST, WAYS, fooled
from tests.conftest import look


def shown(guess="shown", **link):
    return look(fooled, guess, **link)


def test_the_prediction_is_the_guess_nearest_to_the_truth():
    page = shown(peeks="19")
    share = page.ran.results["fooled"][-1]
    assert page.asked[2] == min(page.asked[1], key=lambda choice: abs(GUESSES[choice] - share))
    assert page.asked[2] == f"{100 * share:.0f} % of the time"
    assert {choice: int(choice.split()[0]) / 100 for choice in page.asked[1]} == GUESSES
    assert f"would make it {100 * family_error_rate(20):.0f} %" in page.verdict


def test_the_bill_is_that_of_the_very_test_in_the_picture():
    """The step's own cell, played over many noises: each p-value as the page computes it."""
    seeds, seen = range(1, 121), (1, 5, 20)
    significant = np.array([np.array(shown_p(seed)) < 0.05 for seed in seeds])
    fooled = shown(peeks="19").ran.results["fooled"]
    assert fooled.shape == (20,) and np.all(np.diff(fooled) >= 0) and fooled[0] < 0.05 < fooled[2]
    for looks in seen:
        share = significant[:, :looks].any(axis=1).mean()
        assert share == pytest.approx(fooled[looks - 1], abs=3 * np.sqrt(fooled[looks - 1] / len(seeds)))


def shown_p(seed):
    clicks = np.random.default_rng(seed).binomial(1, 0.2, size=(2, 2000))
    return [permutation_p_value(*clicks[:, :n], np.random.default_rng(seed)) for n in range(100, 2001, 100)]


def test_the_p_values_of_the_picture_are_those_played_over_many_noises():
    assert shown(peeks="19", seed="5").ran.results["p"][:-1] == shown_p(5)


def test_the_bill_of_many_metrics_is_that_of_one_metric_of_the_picture():
    page = shown(way=METRICS, metrics="19", bill="true")
    luck = page.ran.results["luck"]
    assert page.ran.results["at_least_one"] == family_error_rate(20, luck)
    assert 0.03 < luck < 0.05, "the permutation test promises 5 % at most"
    chances = shares_p_value(*np.random.default_rng(3).binomial(1000, 0.2, size=(2, 5000)), 1000)
    assert np.mean(chances < 0.05) == pytest.approx(luck, abs=0.01)


def test_the_figures_of_where_it_bites():
    bite, fooled = shown().bite, shown(peeks="19").ran.results["fooled"]
    assert f"peek 20 times, and {100 * fooled[-1]:.0f} % of such experiments" in bite
    assert f"reads {best_of(20, 0.8, 100):.2f} on average for a true .80".replace("0.", ".", 1) in bite


def test_the_bar_of_a_prompt_is_what_one_in_twenty_reaches():
    def reached(bar):
        return 1 - binomial_pmf(np.arange(bar), 100, 0.8).sum()

    assert reached(BAR) < 0.05 < reached(BAR - 1)


def met(page):
    ((_, parts),) = page.marked
    return {part for part, was in parts.items() if was}


@pytest.mark.parametrize("way", WAYS)
def test_the_task_is_done_by_pressing_the_button_and_asking_for_the_bill(way):
    page = shown(way=way)
    for _ in range(19):
        if "headline" in page.said:
            break
        page = shown(**pressed(page, "again"))
    looks = next(iter(page.ran.values.values()))
    assert "headline" in page.said and not met(page) and 1 < looks < 20
    page = shown(way=way, bill="true", **{WAYS[way][0]: str(looks - 1)})
    assert met(page) == {way} and f"You looked **{looks}** times" in page.said
    assert not all(page.tasks.values()), "one way of three"


def test_all_three_ways_make_the_task():
    link = {}
    for way, (name, *_) in WAYS.items():
        found = next(k for k in range(20) if "headline" in shown(way=way, **{name: str(k)}).said)
        page = shown(**link | {"way": way, name: str(found), "bill": "true"})
        link = {name: text for name, text in page.link.items() if text is not None}
    assert all(page.tasks.values()) and met(page) == set(WAYS)


def pressed(page, name):
    """The link of a page once one of its buttons is pressed."""
    (button,) = [control for control in page.controls if control["name"] == name]
    assert not button["off"]
    return {name: text for name, text in (page.link | button["sets"]).items() if text is not None}


@pytest.mark.parametrize("way", WAYS)
def test_no_task_is_done_by_the_bill_alone_nor_by_running_past_what_was_found(way):
    assert not met(shown(way=way, bill="true"))
    assert not met(shown(way=way, bill="true", **{WAYS[way][0]: "19"}))


@pytest.mark.parametrize("way", WAYS)
def test_what_was_seen_stays_as_it_was_when_more_is_looked_at(way):
    name = WAYS[way][0]
    few, many = (list(shown(way=way, **{name: str(at)}).ran.results.values())[0] for at in (6, 19))
    few, many = (few[:-1], many[:-1]) if way == TEST else (few, many)
    assert len(few) == 7 and len(many) == 20 and list(many[:7]) == list(few)


def test_the_planned_look_is_the_last_peek():
    p = shown(peeks="19").ran.results["p"]
    assert p[-1] == p[-2]


def test_every_noise_has_its_own_words_for_what_it_found():
    endings = set()
    for seed in range(1, 51, 3):
        for way in WAYS:
            said = shown(way=way, seed=str(seed), **{WAYS[way][0]: "19"}).said
            endings.add(re.search(r"You have your headline\.$|change the noise\.$", said).group())
    assert len(endings) == 2


def test_the_cure_of_many_metrics_keeps_the_promise():
    page = shown(way=METRICS, metrics="19", bill="true")
    assert page.ran.results["bonferroni"] == pytest.approx(0.0025) and "0.05 / 20 = **0.0025**" in page.said
    assert page.ran.results["after_the_cure"] <= 0.05
    assert len(MEASURED) == len(set(MEASURED)) == draw.MOST


def test_the_winner_is_scored_afresh():
    page = shown(way=PROMPTS, prompts="19", bill="true")
    best, afresh = page.ran.results["best"], page.ran.results["afresh"]
    assert f"yours {best}\u00a0%" in page.said and page.said.endswith(f"**{afresh}\u00a0%**.")


def test_the_checkpoint_agrees_with_its_own_words():
    for seed in range(500):
        asked = question(seed)
        k = int(re.search(r"\d+", asked.prompt).group())
        assert asked.answer == pytest.approx(1 - np.prod(np.full(k, 0.95)))


def test_no_score_of_any_noise_lies_off_the_scale():
    for seed in range(1, 51):
        rng = np.random.default_rng(seed)
        scores = [*rng.binomial(100, 0.8, size=20), rng.binomial(100, 0.8)]
        assert 66 <= min(scores) and max(scores) <= 97
        assert shown(way=PROMPTS, prompts="19", seed=str(seed)).ran.results["afresh"] == scores[-1]
