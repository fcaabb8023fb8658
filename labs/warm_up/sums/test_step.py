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
