"""What the step `sums` claims."""

import re

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression

from core.data import diabetes
from core.warm_up import running_sum
from labs.warm_up.sums import picture as chart
from labs.warm_up.sums.step import START, TERMS, seen
from labs.warm_up.sums.step import sums as STEP
from labs.warm_up.sums.understand import understand
from tests.conftest import look, tried


def link(x, i) -> dict[str, str]:
    return {f"x{k}": f"{k},{value}" for k, value in enumerate(x, start=1)} | {"i": f"{i},{chart.FLOOR}"}


def test_the_task_needs_entries_that_cancel_and_the_whole_loop():
    cancel = (3, -3, 2, -2, 0)
    assert list(look(STEP, **link(cancel, 5)).tasks.values()) == [True]
    assert list(look(STEP, **link(cancel, 4)).tasks.values()) == [False]
    assert list(look(STEP, **link((0, 0, 0, 0, 0), 5)).tasks.values()) == [False]


def test_the_misses_of_the_prediction_cancel():
    page = tried(STEP)
    assert list(page.ran.values["x"])[:2] == [3, -3] and page.asked[2] == "0" and "**Σ xᵢ = 0**" in page.said


@pytest.mark.parametrize("term", TERMS)
@pytest.mark.parametrize("x", [START, (3, 3, 3, 3, 3), (-3,) * 5, (0,) * 5, (3, -3, 3, -3, 3)])
def test_words_and_arrows_follow_the_loop(term, x):
    terms = np.square(x) if term == "xᵢ²" else np.array(x, dtype=float)
    totals = running_sum(terms)
    for i in range(1, 6):
        words = seen(term, i, terms, totals)
        assert f"total so far is **{chart.show(totals[i - 1])}**" in words
        assert ("last one" in words) == (i == 5) and chart.show(totals[-1]) in words
        arrows = [mark for mark in chart.laid(terms, totals, i) if mark["kind"] == "arrow"]
        assert len(arrows) == i
        for before, after in zip(arrows, arrows[1:]):
            assert before["tip"][0] == pytest.approx(after["tail"][0])
        reached = [mark["tip"][0] for mark in arrows]
        assert all(chart.LEFT <= at <= chart.RIGHT for at in reached)
        spans = [mark["tip"][0] - mark["tail"][0] for mark in arrows]
        assert all(np.sign(round(span, 6)) == np.sign(t) for span, t in zip(spans, terms))


def test_the_loop_of_the_prose_runs_as_it_stands():
    (loop,) = re.findall(r"```\n(.+?)```", STEP.prose, re.DOTALL)
    names = {"x": list(START)}
    exec(loop, names)
    assert names["total"] == sum(START)


def test_squared_terms_come_from_the_link():
    page = look(STEP, term="xᵢ²", **link(START, 5))
    assert page.ran.results["total"] == pytest.approx(np.sum(np.square(START)))


def test_the_misses_of_a_regression_add_up_to_nothing_and_are_not_small():
    data = diabetes()
    misses = data.y - LinearRegression().fit(data.X, data.y).predict(data.X)
    assert abs(np.sum(misses)) < 1e-6 and f"{np.mean(np.abs(misses)):.0f}" == "43"
    assert (data.y.min(), data.y.max()) == (25, 346)


def test_the_formula_called_right_is_what_the_loop_computes_and_no_other_is():
    for seed in range(2, 202, 5):
        question = understand(seed)
        (code,) = re.findall(r"```\n(.+?)\n```", question.prompt, re.DOTALL)
        name, n = re.search(r"A list `(\w)`", question.prompt)[1], 5
        x = np.array([2.0, -1.0, 5.0, 3.0, 11.0])
        names = {name: list(x), "n": n}
        exec(code, names)
        for choice in question.choices:
            start, end = (eval(limit, {"n": n}) for limit in re.search(r"i=(\d)\}\^\{(.+?)\}", choice).groups())
            entries = x[start - 1 : end] if start else np.array([np.nan])  # there is no entry number 0
            value = np.sum(entries) ** 2 if "big" in choice else np.sum(entries**2)
            assert (value == names["total"]) == (choice == question.answer), (seed, choice)


def test_the_slip_named_is_the_one_that_gives_the_number():
    lines = ["total = 0", "for i in range(len(x)):", "    total += (x[i] - c) ** 2", "result = total"]
    slips = {
        "squared": {2: "    total += x[i] - c", 3: "result = total ** 2"},
        "begins": {1: "for i in range(1, len(x)):"},
        "for `+=`": {2: "    total = (x[i] - c) ** 2"},
        "inside": {3: "    result = total; break"},
        "taken off": {2: "    total += x[i] ** 2", 3: "result = total - c"},
    }
    for seed in range(1, 201, 5):
        question = understand(seed)
        c, x, meant, gave = re.search(
            r"- (\d)\)\^2.+?(\[.+?\])` that is ([\d,]+).+gives (−?[\d,]+)\.", question.prompt
        ).groups()
        names = {"c": int(c), "x": eval(x)}
        exec("\n".join(lines), names)
        assert names["result"] == int(meant.replace(",", ""))
        wrong = next(changed for word, changed in slips.items() if word in question.answer)
        exec("\n".join(wrong.get(k, line) for k, line in enumerate(lines)), names)
        assert names["result"] == int(gave.replace(",", "").replace("−", "-")), seed


def test_what_is_said_of_misses_holds_for_misses_with_these_sums():
    rng = np.random.default_rng(1)
    for _ in range(200):
        x = rng.integers(-4, 5, size=rng.integers(2, 5))
        total, sizes = x.sum(), np.abs(x).sum()
        assert (total == sizes) == (x >= 0).all() and (-total == sizes) == (x <= 0).all()
        assert (0 < total < sizes) <= ((x < 0).any() and x[x > 0].sum() > -x[x < 0].sum())
