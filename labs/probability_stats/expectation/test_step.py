"""What the step `expectation` claims."""

import re
from fractions import Fraction

import numpy as np
import pytest

from core.probability import expectation, sample, variance_of
from labs.probability_stats.expectation import picture as draw
from labs.probability_stats.expectation.question import question
from labs.probability_stats.expectation.step import (
    CALL,
    FACES,
    SEED,
    SIZES,
    TAIL,
    bargain,
    expectation_step,
    scale,
    weight_of_largest,
)
from labs.probability_stats.expectation.understand import (
    no_memory,
    steady_or_risky,
    what_moves,
    which_line,
    which_running_mean,
)
from tests.conftest import look
from ui.words import number


def shown(**link):
    return look(expectation_step, **link)


def die(weights, price):
    return {f"w{face}": f"{weight},{face}" for face, weight in zip(FACES, weights)} | {"price": f"{draw.RIGHT},{price}"}


def test_the_prediction():
    page = shown(n=str(SIZES.index(5000)))
    rolls = np.random.default_rng(SEED).choice(FACES, 5000, p=np.ones(6) / 6)
    assert rolls[:3].tolist() == [6, 6, 5] and "6, 6 and 5" in page.asked[0]
    assert page.ran.results["means"][0, -1] == pytest.approx(rolls.mean()) == pytest.approx(3.5, abs=0.05)
    assert np.mean(rolls[3:] <= 3) == pytest.approx(0.5, abs=0.02), "low faces come as often as ever"


def test_the_fair_die_of_the_prose():
    page = shown()
    assert page.ran.results["E"] == pytest.approx(3.5) and 3.5 not in FACES


def test_the_task_wants_both_the_die_and_the_price():
    loaded = (0, 0, 0, 0, 1, 1)
    assert all(shown(**die(loaded, 5.5)).tasks.values())
    assert all(shown(**die((0, 0, 0, 0, 1, 0), 5.05)).tasks.values())
    assert not any(shown(**die(loaded, 5.4)).tasks.values()), "the price"
    assert not any(shown(**die((1,) * 6, 3.5)).tasks.values()), "the die"


def test_shares_are_lengths_divided_by_all():
    assert shown(**die((1, 0, 0, 0, 0, 3), 1)).ran.results["p"].tolist() == [0.25, 0, 0, 0, 0, 0.75]


def test_empty_bars_have_words_of_their_own():
    page = shown(**die((0,) * 6, 1))
    assert "All bars are empty" in page.said and page.ran.results["E"] == pytest.approx(3.5)


@pytest.mark.parametrize("rate", [0, 30, 100])
def test_a_call_costs_what_its_tries_cost(rate):
    results, f = shown(draw=CALL, fail=str(rate)).ran.results, rate / 100
    assert results["p"].sum() == pytest.approx(1)
    assert results["E"] == pytest.approx((1 - f) * (1 + 2 * f + 3 * f**2) + 6 * f**3)


def test_costs_can_be_dragged():
    at = {f"c{i}": f"{x},2" for i, x in enumerate(draw.COLUMNS, start=1)}
    page = shown(draw=CALL, **at)
    assert page.ran.results["E"] == pytest.approx(2) and page.ran.results["variance"] == pytest.approx(0)


def test_what_a_price_does():
    assert bargain(2.5, 3.5, "", "play") == "You charge 2.50, so you lose **1.00** a play on average."
    assert (
        bargain(1.5, 1.25, " cents", "call") == "You charge 1.50 cents, so you gain **0.25** cents a call on average."
    )
    assert "break even" in bargain(3.55, 3.5, "", "play")
    assert "a call on average" in shown(draw=CALL).said and "play" not in shown(draw=CALL).said


def test_price_and_expectation_differ_by_what_is_told_as_they_are_printed():
    for cents in range(0, 651, 5):
        for E in (3.5, 1.474, 1.475, 2.9999, 4.0049, 0):
            told = re.findall(r"\d+\.\d\d", bargain(cents / 100, E, "", "play").replace("within 0.05", ""))
            if len(told) == 2:
                assert abs(round(float(told[0]) - float(number(E, 2)), 2)) == float(told[1]) > 0.05


def test_shares_add_up_to_1_as_printed():
    rng = np.random.default_rng(0)
    for lengths in [(1,) * 6, (0,) * 6, (0, 0, 3, 0, 0, 0), *(rng.integers(0, 61, (200, 6)) / 20)]:
        told = draw.shares(lengths)
        assert sum(map(Fraction, told)) == 1
        expected = np.array(lengths) / np.sum(lengths) if np.any(lengths) else np.ones(6) / 6
        assert [float(Fraction(share)) for share in told] == pytest.approx(expected.tolist())
    assert draw.shares((1,) * 6) == ["1/6"] * 6


@pytest.mark.parametrize("rate", range(0, 101))
def test_the_shares_of_a_calls_tries_add_up_to_100_as_printed(rate):
    f = rate / 100
    drawn = draw.costs((1, 2, 3, 6), (1 - f, f * (1 - f), f**2 * (1 - f), f**3))
    *words, unit = (mark["text"] for mark in drawn if mark["kind"] == "text" and mark["dy"] == 34)
    assert unit == "%"
    shares = [0 if word.startswith("<") else Fraction(word) for word in words]
    assert len(words) == 4 and sum(shares) == 100
    assert not words[3].startswith("<") or 0 < f**3 < 0.001


def test_what_goes_beyond_the_picture_has_an_arrow():
    def arrows(drawn):
        return [mark["text"][0] for mark in drawn if mark["kind"] == "text" and mark["text"][0] in "↑↓"]

    assert arrows(draw.level(3.5, 2.9)) == [] and arrows(draw.level(5.8, 2.4)) == ["↑"]
    assert arrows(draw.level(0.5, 2.0)) == ["↓"] and arrows(draw.level(11, None)) == ["↑"]
    at = draw.checkpoints(10)
    calm = draw.means_so_far(at, [np.full(10, 3.0), np.full(10, 3.0), np.full(10, 60.0)])
    assert arrows(calm) == ["↑"] and "↑ 1 of the grey" in [mark.get("text") for mark in calm]


def test_the_mean_comes_close_to_the_expectation_and_the_mean_of_a_heavy_tail_does_not():
    rng = np.random.default_rng(0)
    fair = [rng.choice(FACES, 5000).mean() for _ in range(40)]
    heavy = [sample("pareto", 5000, rng, 1, 1).mean() for _ in range(40)]
    assert np.ptp(fair) < 0.2 and np.ptp(heavy) > 3


def test_where_it_bites():
    bite = shown().bite
    assert f"makes up {100 * weight_of_largest(7):.0f} % of the sum" in bite and weight_of_largest(7) > 0.1
    page = shown(draw=TAIL, seed="7", n=str(SIZES.index(5000)))
    assert page.ran.results["its_share"] == pytest.approx(weight_of_largest(7)), "as the page shows it"
    assert "no E" in page.said


@pytest.mark.parametrize("alpha", [1.5, 2.0, 3.0])
def test_the_expectation_of_a_heavy_tail(alpha):
    edges = np.geomspace(1, 1e9, 200_001)
    left = edges[:-1] ** -alpha - edges[1:] ** -alpha
    middles = np.sqrt(edges[:-1] * edges[1:])
    assert expectation(middles, left / left.sum()) == pytest.approx(alpha / (alpha - 1), rel=1e-3)
    assert f"E = α / (α − 1) = {alpha / (alpha - 1):.2f}" in shown(draw=TAIL, alpha=f"{alpha:g}").said


def test_every_mean_of_a_heavy_tail_stays_in_the_picture():
    for seed in range(1, 51):
        for alpha in (0.8, 1, 2, 3):
            draws = sample("pareto", 5000, np.random.default_rng(seed), 1, alpha)
            means = np.cumsum(draws) / np.arange(1, 5001)
            assert means.max() <= scale(alpha, seed)


def test_the_checkpoint_plays_the_tries():
    rng = np.random.default_rng(1)
    for seed in range(500):
        asked = question(seed)
        c, f = (
            int(re.search(r"(\d+) cents", asked.prompt)[1]),
            float(re.search(r"probability ([\d.]+),", asked.prompt)[1]),
        )
        assert asked.answer == pytest.approx(c * (1 + f + f * f))
        if seed < 5:
            fails = rng.random((200_000, 2)) < f
            assert (c * (1 + fails[:, 0] + fails.all(axis=1))).mean() == pytest.approx(asked.answer, rel=0.01)


# ---------------------------------------------------------------- the questions to understand


def drawn(situation, count=100):
    return [situation(np.random.default_rng(seed)) for seed in range(count)]


def figures(text):
    return [float(each.replace(",", "")) for each in re.findall(r"\d[\d,]*\.?\d*", text)]


def test_a_start_is_kept_and_not_repaid():
    """Played out: of many runs with such a start, the rest is the same as after any other."""
    rng = np.random.default_rng(0)
    runs = rng.random((4000, 300)) < 0.3
    start = runs[:, :10].sum(axis=1)
    after = [runs[:, 10:].sum(axis=1)[group].mean() for group in (start <= 1, start >= 6)]
    assert after == pytest.approx([0.3 * 290] * 2, abs=1.5)
    for asked in drawn(no_memory):
        percent, *seen, first, more, total = figures(asked.prompt)
        assert figures(asked.answer)[0] == (seen or [0])[0] + percent / 100 * more and total == first + more


def test_the_cheaper_plan_is_the_one_with_the_lower_expectation():
    said = set()
    for asked in drawn(steady_or_risky):
        usual, often, bad, seldom, steady = figures(asked.prompt)
        E = expectation([usual, bad], [often / 100, seldom / 100])
        cheaper = "both" if abs(E - steady) < 1e-6 else "risky" if E < steady else "steady"
        said.add(cheaper)
        assert cheaper in asked.answer
    assert len(said) == 3


def test_e_and_variance_move_as_the_right_answer_says():
    for asked in drawn(what_moves):
        *listed, k = figures(asked.prompt)
        costs, p = np.array(listed[::2]), listed[1::2]
        new = costs * k if "multiplied" in asked.answer else costs + (k if "rises" in asked.answer else -k)
        grows = variance_of(new, p) / variance_of(costs, p)
        assert grows == pytest.approx(k * k if "multiplied" in asked.answer else 1)
        words = asked.answer.split(", ")
        assert figures(words[0]) == [k] and figures(words[1]) == ([k * k] if grows > 1.01 else [])


def test_the_wrong_line_prints_the_symptom_and_the_right_one_mends_it():
    for asked in drawn(which_line):
        code = re.search(r"```python\n(.+?)```", asked.prompt, re.S).group(1)
        broken, mended = {"np": np}, {"np": np}
        fixed = code.replace(asked.answer.strip("`"), re.search(r"It has to be `(.+?)`", asked.solution).group(1))
        assert fixed != code
        exec(code, broken)
        exec(fixed, mended)
        E = expectation(mended["costs"], mended["p"])
        assert mended["E"] == pytest.approx(E) and mended["variance"] == pytest.approx(
            variance_of(mended["costs"], mended["p"])
        )
        assert f"E is {number(E, 2)} cents" in asked.solution
        symptom = asked.prompt.split("```")[-1]
        if "np.sum(p) prints" in symptom:
            assert f"prints {number(broken['p'].sum(), 3)}," in symptom and broken["E"] < E
        elif "variance prints" in symptom:
            assert abs(broken["variance"]) < 0.005 < mended["variance"]
        else:
            assert f"at {number(E, 2)} on average, and E prints {number(broken['E'], 2)}." in symptom


def test_the_three_running_means_do_what_is_said_of_them():
    for asked in drawn(which_running_mean, 30):
        words = {m.value: m.why for m in asked.mistakes} | {asked.answer: asked.solution}
        for name, sketch in zip(asked.choices, asked.sketches):
            y = np.array(sketch.marks[0]["points"])[:, 1] - 34
            late = y[len(y) // 5 :]
            jumps, rises = np.max(late[1:] / late[:-1]) > 1.2, late[-1] > 1.2 * late[0]
            kind = "jumps" if jumps else "rises steadily" if rises else "settles early"
            assert kind in words[name]
