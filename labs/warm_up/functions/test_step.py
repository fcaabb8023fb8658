"""What the step `functions` claims."""

import warnings

import numpy as np
import pytest

from core.warm_up import compose
from labs.warm_up.functions import picture as chart
from labs.warm_up.functions.step import ORDERS, SAME, f, g, graphs
from tests.conftest import LABS, open_step, page_of

LAB, STEP = next((lab, step) for lab in LABS for step in lab.steps if step.id == "functions")
XS = np.round(np.arange(10 * chart.LEFT, 10 * chart.RIGHT + 1) / 10, 1)


def test_the_guess():
    assert compose(f, g)(2) == 3 and compose(g, f)(2) == 4
    assert page_of(open_step(LAB, STEP), STEP).asked[2] == "4"


def test_both_inputs_where_the_order_does_not_matter_are_needed():
    assert tuple(x for x in XS if abs(compose(f, g)(x) - compose(g, f)(x)) < 1e-9) == SAME
    assert np.roots([1 / 4, -1, 0]) == pytest.approx(sorted(SAME, reverse=True)), "x²/2 + 1 − (x/2 + 1)² = x²/4 − x"
    app = open_step(LAB, STEP, x="0,0")
    page = page_of(app, STEP)
    assert list(page.tasks.values()) == [False] and "gives the same" in page.said[0], "one is not enough"
    assert [part for _, part in page._state["met"]] == ["the left one"]
    assert [part for _, part in page_of(open_step(LAB, STEP, x="4,0"), STEP)._state["met"]] == ["the right one"]
    for place in ("0.1,0", "2,0", "5,0", "-4,0"):
        assert page_of(open_step(LAB, STEP, x=place), STEP)._state["met"] == []


@pytest.mark.parametrize("order", ORDERS)
def test_the_words_follow_the_machines(order):
    outer, inner = (f, g) if order == "f(g(x))" else (g, f)
    page = page_of(open_step(LAB, STEP, x="-3,0", order=order), STEP)
    assert page.ran.results["inner"] == inner(-3) and page.ran.results["y"] == outer(inner(-3))
    assert (
        f"gives **{chart.show(inner(-3))}**" in page.said[0] and f"**{chart.show(outer(inner(-3)))}**" in page.said[0]
    )
    assert [name for name, *_ in ORDERS[order]] == (["g", "f"] if order == "f(g(x))" else ["f", "g"])


def test_both_graphs_stay_on_the_picture():
    for points in graphs().values():
        assert points[:, 1].min() >= 0 and points[:, 1].max() <= chart.TOP
        assert (points[0, 0], points[-1, 0]) == (chart.LEFT, chart.RIGHT)


def test_the_root_after_the_mean_is_the_symptom_named():
    x = np.array([1.0, 2.0, 6.0])
    assert np.isfinite(np.sqrt(x) - np.mean(np.sqrt(x))).all()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert np.isnan(np.sqrt(x - np.mean(x))).any()
    assert "invalid value encountered in sqrt" in str(caught[0].message)
