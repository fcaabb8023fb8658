"""What the step `fooled` claims."""

import re

import numpy as np
import pytest

from charts import fooled as draw
from core.probability import binomial_pmf
from core.questions.fooled import question
from core.statistics import best_of, family_error_rate
from labs.probability_stats.fooled import BAR, GUESSES, MEASURED, METRICS, PROMPTS, TEST, WAYS
from tests.conftest import LABS, open_step, page_of

LAB, STEP = next((lab, step) for lab in LABS for step in lab.steps if step.id == "fooled")


def shown(**link):
    return page_of(open_step(LAB, STEP, **link), STEP)


def peeked(looks: int, tests: int = 20_000) -> float:
    """The share of tests of nothing that are significant at one look or another, played out apart from the step."""
    sums = np.cumsum(np.random.default_rng(7).standard_normal((tests, looks)), axis=1)
    return np.mean(np.any(np.abs(sums) > 1.96 * np.sqrt(np.arange(1, looks + 1)), axis=1))


def test_the_prediction_is_the_guess_nearest_to_the_truth():
    page = shown()
    assert page.asked[2] == min(page.asked[1], key=lambda choice: abs(GUESSES[choice] - peeked(20)))
    assert {choice: int(choice.split()[0]) / 100 for choice in page.asked[1]} == GUESSES
    assert f"it would be {100 * family_error_rate(20):.0f} %" in page.verdict


def test_the_bill_of_peeking_agrees_with_tests_played_out_elsewhere():
    fooled = shown(peeks="19").ran.results["fooled"]
    assert fooled.shape == (20,) and np.all(np.diff(fooled) >= 0)
    for looks in (1, 5, 20):
        assert fooled[looks - 1] == pytest.approx(peeked(looks), abs=0.015)
        assert fooled[looks - 1] <= family_error_rate(looks) + 0.015


def test_the_figures_of_where_it_bites():
    bite = shown().bite
    assert f"“significant” {100 * peeked(20):.0f} % of the time" in bite
    assert f"reads {best_of(20, 0.8, 100):.2f} for a true .80".replace("0.", ".", 1) in bite


def test_the_bar_of_a_prompt_is_what_one_in_twenty_reaches():
    def reached(bar):
        return 1 - binomial_pmf(np.arange(bar), 100, 0.8).sum()

    assert reached(BAR) < 0.05 < reached(BAR - 1)


@pytest.mark.parametrize("way", WAYS)
def test_the_task_is_done_by_pressing_the_button_and_asking_for_the_bill(way):
    app = open_step(LAB, STEP, way=way)
    for _ in range(19):
        page = page_of(app, STEP)
        if "headline" in page.said[0]:
            break
        app.button(key="again").click().run()
    assert "headline" in page.said[0] and not any(page.tasks.values())
    looks = next(iter(page.ran.values.values()))
    assert 1 < looks < 20
    app.toggle(key="bill").set_value(True).run()
    page = page_of(app, STEP)
    assert all(page.tasks.values()) and f"You looked **{looks}** times" in page.said[0]


@pytest.mark.parametrize("way", WAYS)
def test_no_task_is_done_by_the_bill_alone(way):
    assert not any(shown(way=way, bill="true").tasks.values())


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
            said = shown(way=way, seed=str(seed), **{WAYS[way][0]: "19"}).said[0]
            endings.add(re.search(r"You have your headline\.$|change the noise\.$", said).group())
    assert len(endings) == 2


def test_the_cure_of_many_metrics_keeps_the_promise():
    page = shown(way=METRICS, metrics="19", bill="true")
    assert page.ran.results["bonferroni"] == pytest.approx(0.0025) and "0.05 / 20 = **0.0025**" in page.said[0]
    assert page.ran.results["after_the_cure"] <= 0.05
    assert len(MEASURED) == len(set(MEASURED)) == draw.MOST


def test_the_winner_is_scored_afresh():
    page = shown(way=PROMPTS, prompts="19", bill="true")
    best, afresh = page.ran.results["best"], page.ran.results["afresh"]
    assert f"yours {best}\u00a0%" in page.said[0] and page.said[0].endswith(f"**{afresh}\u00a0%**.")


def test_the_checkpoint_agrees_with_its_own_words():
    for seed in range(500):
        asked = question(seed)
        k = int(re.search(r"\d+", asked.prompt).group())
        assert asked.answer == pytest.approx(1 - np.prod(np.full(k, 0.95)))
