"""What the step `fooled` claims."""

import re

import numpy as np
import pytest

from core.probability import binomial_pmf
from core.statistics import best_of, family_error_rate, permutation_p_value, shares_p_value
from labs.probability_stats.fooled import picture as draw
from labs.probability_stats.fooled.question import question
from labs.probability_stats.fooled.step import BAR, GUESSES, MEASURED, METRICS, PROMPTS, TEST, WAYS, fooled
from labs.probability_stats.fooled.understand import (
    more_than_luck,
    what_p_says,
    which_cure,
    which_p_values,
    why_the_drop,
)
from tests.conftest import look
from ui.words import percent


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


# ---------------------------------------------------------------- the questions to understand


def drawn(situation, count=100):
    return [situation(np.random.default_rng(seed)) for seed in range(count)]


def figures(text):
    return [float(each.replace(",", "")) for each in re.findall(r"\d[\d,]*\.?\d*", text)]


def test_each_way_to_fool_yourself_has_its_cure():
    seen = set()
    for asked in drawn(which_cure):
        cure = {"morning": "Fix", "rings": "Fix", "metrics.": "Divide", "countries": "Divide", "prompts": "Score",
                "sweep": "Score", "metric in advance": "None", "beforehand": "None"}  # fmt: skip
        (sign,) = [sign for sign in cure if sign in asked.prompt]
        assert asked.answer.startswith(cure[sign])
        seen.add(cure[sign])
    assert len(seen) == 4


def test_a_drop_is_luck_of_the_best_other_tasks_or_chance():
    seen, rng = set(), np.random.default_rng(0)
    for asked in drawn(why_the_drop):
        numbers = figures(asked.prompt)
        n, score, truth = numbers[0], numbers[-2], numbers[-1]
        k = int(numbers[1]) if "best of" in asked.prompt else 1
        scores = 100 * rng.binomial(int(n), truth / 100, (2000, k)).max(axis=1) / n
        usual = np.mean(scores >= score - 0.5) > 0.08
        word = "other" if not usual else "luck" if k > 1 else "few"
        assert {"other": "harder", "luck": "picked for its luck", "few": "± of the test"}[word] in asked.answer
        assert word != "other" or np.mean(scores >= score) == 0
        seen.add(word)
    assert len(seen) == 3


def test_a_p_value_is_no_probability_of_being_equal():
    """Played out: of tests with p below 0.05, far more than one in 20 are of equal versions if most versions are."""
    rng = np.random.default_rng(0)
    equal = rng.random(4000) < 0.9
    a, b = rng.binomial(400, 0.2, 4000), rng.binomial(400, np.where(equal, 0.2, 0.28))
    p = shares_p_value(a, b, 400)
    assert equal[p < 0.05].mean() > 0.2 and np.mean(p[equal] < 0.05) < 0.05
    assert np.mean(p[~equal] > 0.2) > 0.02, "a real difference may stay hidden"
    for asked in drawn(what_p_says):
        p = float(re.search(r"p = ([\d.]+)\.", asked.prompt).group(1))
        assert ("nothing is shown" in asked.answer) == (p > 0.05) and percent(p) in asked.answer


def test_more_than_luck_is_what_the_binomial_says():
    seen = set()
    for asked in drawn(more_than_luck):
        m, found, _ = figures(asked.prompt)
        as_many = binomial_pmf(np.arange(int(found), int(m) + 1), int(m), 0.05).sum()
        assert as_many > 0.3 or as_many < 1e-3
        assert ("more" in asked.answer.lower()) == (as_many < 0.01) and asked.answer.startswith(("About", "More"))
        seen.add(as_many < 0.01)
    assert len(seen) == 2


def test_p_values_of_nothing_are_level_and_those_of_an_effect_low():
    rng = np.random.default_rng(0)
    equal = shares_p_value(*rng.binomial(5000, 0.3, (2, 3000)), 5000)
    assert np.histogram(equal, [0, 0.25, 0.5, 0.75, 1])[0] == pytest.approx([750] * 4, abs=110)
    apart = shares_p_value(rng.binomial(5000, 0.3, 500), rng.binomial(5000, 0.33, 500), 5000)
    assert np.mean(apart < 0.05) > 0.8
    for asked in drawn(which_p_values, 40):
        low = {}
        for name, sketch in zip(asked.choices, asked.sketches):
            stairs = np.array(sketch.marks[0]["points"])
            tops = stairs[1:-1:2, 1] - stairs[0, 1]
            low[name] = tops[0] / tops.sum()
        wanted = {"none": 0.05, "every one": 0.9, "one in four": 0.27}
        share = next(value for words, value in wanted.items() if f"In truth {words} has" in asked.prompt)
        others = [value for name, value in low.items() if name != asked.answer]
        assert low[asked.answer] == pytest.approx(share, abs=0.1)
        assert all(abs(value - share) > 0.1 or value < 0.02 for value in others)
