"""What the step `correlation` claims."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.data import berkeley, galton, kidney_stones, penguins
from core.probability import conditional
from core.statistics import correlation, group_correlations, regression_slope
from labs.probability_stats.correlation import picture as draw
from labs.probability_stats.correlation.question import question
from labs.probability_stats.correlation.step import GUESSES, OWN, correlation_step, signed
from labs.probability_stats.correlation.understand import did_it_help, same_mix, what_stays, which_groups, which_scatter
from tests.conftest import look


def shown(**link):
    return look(correlation_step, **link)


def test_the_prediction_and_the_figures_of_where_it_bites():
    birds = penguins()
    pooled = correlation(birds.bill_length_mm, birds.bill_depth_mm)
    within = group_correlations(birds.bill_length_mm, birds.bill_depth_mm, birds.species)
    page = shown()
    assert GUESSES[page.asked[2]] == np.sign(pooled)
    assert all(r > 0 for r in within.values()), "in each species birds with longer bills have deeper ones"
    figures = re.findall(r"[−+]0\.\d+", page.bite)
    assert figures == [f"{pooled:.3f}".replace("-", "−"), *(signed(r) for r in within.values())]
    lengths, depths = (
        {name: np.mean(column[np.array(birds.species) == name]) for name in within}
        for column in (birds.bill_length_mm, birds.bill_depth_mm)
    )
    assert depths["Gentoo"] == min(depths.values()) and lengths["Gentoo"] > np.mean(birds.bill_length_mm)


@settings(max_examples=20)
@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=3, max_size=3))
def test_moving_clouds_changes_nothing_inside_them(moves):
    birds = penguins()
    _, kind = np.unique(birds.species, return_inverse=True)
    x, y = birds.bill_length_mm + np.array(moves)[kind, 0], birds.bill_depth_mm + np.array(moves)[kind, 1]
    assert group_correlations(x, y, birds.species) == pytest.approx(
        group_correlations(birds.bill_length_mm, birds.bill_depth_mm, birds.species)
    )


def test_clouds_dragged_into_a_rising_row_turn_the_pooled_sign():
    page = shown(gentoo="22.4,21.5")
    assert page.ran.results["r"] > 0 and "nothing changed" in page.said


@pytest.mark.parametrize(
    ("data", "moved", "result"),
    [
        ("Penguins", {"gentoo": "22.4,21.5"}, "r"),
        ("Berkeley", {"mix": "60"}, "women_admitted"),
        ("Kidneys", {"open": "20,12", "keyhole": "3,12"}, "open_surgery"),
    ],
)
def test_switching_the_groups_off_leaves_what_was_dragged(data, moved, result):
    start, on, off = shown(data=data), shown(data=data, **moved), shown(data=data, groups="false", **moved)
    assert off.ran.results[result] == on.ran.results[result] != start.ran.results[result]
    again = {name: text for name, text in off.link.items() if text is not None} | {"groups": "true"}
    assert shown(**again).ran.results[result] == on.ran.results[result]


def test_birds_beyond_the_picture_are_counted():
    page = shown(gentoo="31,21.5")
    x, y = penguins().bill_length_mm, penguins().bill_depth_mm
    moved = page.ran.values["moved"][np.unique(penguins().species, return_inverse=True)[1]]
    outside = np.sum((x + moved[:, 0] > 62) | (y + moved[:, 1] > 24))
    assert outside > 1 and f"{outside} birds lie beyond the picture, and still count." in page.said
    assert "beyond the picture" not in shown().said


def test_berkeley_says_what_the_counts_say():
    counts = berkeley()
    rates, totals = counts.succeeded / counts.tried, counts.succeeded.sum(axis=0) / counts.tried.sum(axis=0)
    assert counts.groups == ("male", "female") and totals[0] > totals[1]
    men, women = conditional(counts.tried, given="columns").T
    overall = counts.succeeded.sum(axis=1) / counts.tried.sum(axis=1)
    assert women @ overall < men @ overall, "women applied more to departments that admit few"
    page = shown(data="Berkeley")
    assert [page.ran.results[name] for name in ("men_admitted", "women_admitted")] == pytest.approx(list(totals))
    assert f"women lead in {(rates[:, 1] > rates[:, 0]).sum()} of 6" in page.said
    assert "women lead in the total, too" in shown(data="Berkeley", mix="100").said
    assert "men still lead" in shown(data="Berkeley", mix="10").said


def test_kidney_stones_lie_on_lines_that_never_cross():
    counts = kidney_stones()
    assert counts.subgroups == ("small", "large") and (counts.tried.sum(axis=0) == 10 * draw.WIDTH).all()
    rates = counts.succeeded / counts.tried
    assert (rates[:, 0] > rates[:, 1]).all()
    page = shown(data="Kidneys")
    totals = counts.succeeded.sum(axis=0) / counts.tried.sum(axis=0)
    assert [page.ran.results[name] for name in ("open_surgery", "keyhole")] == pytest.approx(list(totals))
    assert "keyhole leads" in page.said
    for x in (0, 10, 35):
        said = shown(data="Kidneys", open=f"{x},12", keyhole=f"{x},12").said
        assert "open surgery leads" in said and "same mix" in said


@pytest.mark.parametrize("swapped", ["false", "true"])
def test_the_slope_of_sons_on_fathers_lies_below_one_both_ways(swapped):
    families = galton()
    pair = [families.father_in[~families.daughter], families.child_in[~families.daughter]]
    slope = regression_slope(*(pair[::-1] if swapped == "true" else pair))
    page = shown(data="Galton", swap=swapped)
    assert 0 < slope < 1 and page.ran.results["slope"] == pytest.approx(slope)
    for x in (0, 15.925, 16.1, 35):
        results = shown(data="Galton", swap=swapped, h=f"{x},12.25").ran.results
        y = pair[0] if swapped == "true" else pair[1]
        assert abs(results["expected"] - np.mean(y)) <= abs(results["above"])


def test_the_task_can_be_done_on_the_grid_of_the_plane():
    link = {"a": "1.05,24.5", "b": "2.1,23.1", "d": "31.5,0", "e": "35,0"}
    assert all(shown(data="Your five", **link).tasks.values())
    assert not any(shown(data="Your five").tasks.values())
    assert shown(data="Your five").ran.results["before"] > 0
    for name in OWN:
        for corner in ("0,0", "0,24.5", "35,0", "35,24.5"):
            assert not any(shown(data="Your five", **{name: corner}).tasks.values()), "more than one point to move"


@pytest.mark.parametrize("groups", ["true", "false"])
@pytest.mark.parametrize("data", ["Penguins", "Berkeley", "Kidneys", "Galton", "Your five"])
def test_every_scatter_agrees_with_the_library(data, groups):
    page = shown(data=data, groups=groups)
    for name, value in (page.library.results if page.library else {}).items():
        assert value == pytest.approx(page.ran.results[name])


def test_numbers_with_their_sign():
    assert [signed(r) for r in (0.391, -0.2351, 0.004, -0.004, -1)] == ["+0.39", "−0.24", "0.00", "0.00", "−1.00"]


def test_the_checkpoint_changes_nothing_but_the_sign():
    turned = set()
    for seed in range(500):
        asked = question(seed)
        r = float(re.search(r"r = (-?[\d.]+)", asked.prompt)[1])
        assert abs(asked.answer) == pytest.approx(abs(r))
        turned.add(asked.answer * r < 0)
        assert (asked.answer * r < 0) == bool(re.search(r"minus|−1", asked.prompt))
    assert turned == {True, False}


# ---------------------------------------------------------------- the questions to understand


def drawn(situation, count=100):
    return [situation(np.random.default_rng(seed)) for seed in range(count)]


def figures(text):
    return [float(each.replace(",", "")) for each in re.findall(r"\d[\d,]*\.?\d*", text)]


def dots(sketch):
    """The points of a sketch, group by group."""
    return [np.array(mark["points"]).T for mark in sketch.marks if mark["kind"] == "points"]


def signs(text):
    return [float(each.replace("−", "-")) for each in re.findall(r"[+−]?0\.\d\d", text)]


def test_only_the_right_scatter_has_both_r():
    for asked in drawn(which_scatter, 60):
        fits = []
        for sketch in asked.sketches:
            ((x, y),) = dots(sketch)
            keep = np.arange(len(x)) != np.argmax(x)
            pair = [np.corrcoef(x, y)[0, 1], np.corrcoef(x[keep], y[keep])[0, 1]]
            fits.append(np.allclose(pair, signs(asked.prompt), atol=0.03))
        assert sum(fits) == 1 and asked.choices[fits.index(True)] == asked.answer


def test_with_one_mix_for_both_the_total_says_what_the_right_answer_says():
    seen = set()
    for asked in drawn(same_mix):
        lines = [figures(line) for line in asked.prompt.split("\n") if line.startswith("| **")]
        names = re.findall(r"\| \*\*(.+?)\*\*", asked.prompt)
        (a1, a2, mix_a), (b1, b2, mix_b) = lines
        shares = np.linspace(0, 1, 101)
        ahead = (shares * b1 + (1 - shares) * b2) > (shares * a1 + (1 - shares) * a2)
        leader = names[1] if ahead.all() else names[0] if not ahead.any() else "depends"
        assert leader.lower() in asked.answer.lower()
        old, new = (mix / 100 * one + (1 - mix / 100) * two for one, two, mix in lines)
        told = figures(asked.prompt.split("In total")[1])
        assert told == pytest.approx(sorted([old, new], reverse=True), abs=0.51)
        assert f"In total {names[new > old]} has" in asked.prompt
        if leader != "depends":
            assert leader != names[new > old], "the totals say the opposite"
        seen.add("depends" if leader == "depends" else "leads")
    assert len(seen) == 2


def test_what_stays_by_numpy():
    seen = set()
    rng = np.random.default_rng(0)
    for asked in drawn(what_stays):
        x, y = rng.normal(50, 10, 30), rng.normal(50, 10, 30)
        k = next(iter(figures(asked.prompt)), 1)
        if "both columns" in asked.prompt:
            u, v = k * x, k * y
        elif "swap" in asked.prompt:
            u, v = y, x
        else:
            u, v = k - x if "backwards" in asked.prompt else x + k if "wrong zero" in asked.prompt else k * x, y
        figure = (
            lambda p, q: np.cov(p, q)[0, 1],
            lambda p, q: np.polyfit(p, q, 1)[0],
            lambda p, q: np.corrcoef(p, q)[0, 1],
        )
        stays = tuple(bool(np.isclose(f(u, v), f(x, y))) for f in figure)
        claim = {(True,) * 3: "All three", (False,) * 3: "None of them", (False, False, True): "Only r"}
        claim |= {(True, False, True): "The covariance and r", (False, True, True): "The slope and r"}
        assert asked.answer == claim[stays]
        seen.add(asked.answer)
    assert len(seen) == 5


def test_the_worst_of_a_month_get_better_by_themselves():
    rng = np.random.default_rng(0)
    errors = 50 + rng.normal(0, 8, 4000) + rng.normal(0, 8, (2, 4000))
    worst = np.argsort(errors[0])[-200:]
    assert errors[0, worst].mean() - 8 > errors[1, worst].mean() > 50
    seen = set()
    for asked in drawn(did_it_help):
        *_, before, helped, alone = figures(asked.prompt)
        word = "helped" if helped < alone - 5 else "harmed" if helped > alone + 5 else "nothing"
        assert (
            word in asked.answer and before > max(helped, alone) and (abs(helped - alone) <= 1) == (word == "nothing")
        )
        seen.add(word)
    assert len(seen) == 3


def test_only_the_right_groups_have_the_four_r():
    for asked in drawn(which_groups, 60):
        fits = []
        for sketch in asked.sketches:
            groups = dots(sketch)
            values = [np.corrcoef(*np.hstack(groups))[0, 1], *(np.corrcoef(*each)[0, 1] for each in groups)]
            fits.append(np.allclose(values, signs(asked.prompt), atol=0.03))
        assert sum(fits) == 1 and asked.choices[fits.index(True)] == asked.answer
