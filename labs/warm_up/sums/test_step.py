"""What the step `sums` claims."""

import re

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression

from core.data import diabetes
from core.warm_up import running_sum
from labs.warm_up.sums import picture as chart
from labs.warm_up.sums.step import START, TERMS, seen
from tests.conftest import LABS, open_step, page_of

LAB, STEP = next((lab, step) for lab in LABS for step in lab.steps if step.id == "sums")


def link(x, i) -> dict[str, str]:
    return {f"x{k}": f"{k},{value}" for k, value in enumerate(x, start=1)} | {"i": f"{i},{chart.FLOOR}"}


def test_the_task_needs_entries_that_cancel_and_the_whole_loop():
    cancel = (3, -3, 2, -2, 0)
    assert list(page_of(open_step(LAB, STEP, **link(cancel, 5)), STEP).tasks.values()) == [True]
    assert list(page_of(open_step(LAB, STEP, **link(cancel, 4)), STEP).tasks.values()) == [False]
    assert list(page_of(open_step(LAB, STEP, **link((0, 0, 0, 0, 0), 5)), STEP).tasks.values()) == [False]


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
    page = page_of(open_step(LAB, STEP, term="xᵢ²", **link(START, 5)), STEP)
    assert page.ran.results["total"] == pytest.approx(np.sum(np.square(START)))


def test_the_misses_of_a_regression_add_up_to_nothing_and_are_not_small():
    data = diabetes()
    misses = data.y - LinearRegression().fit(data.X, data.y).predict(data.X)
    assert abs(np.sum(misses)) < 1e-6 and f"{np.mean(np.abs(misses)):.0f}" == "43"
    assert (data.y.min(), data.y.max()) == (25, 346)
