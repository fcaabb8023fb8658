"""What the step `functions` claims."""

import warnings

import numpy as np
import pytest

from core.warm_up import compose
from labs.warm_up.functions import picture as chart
from labs.warm_up.functions.step import ORDERS, f, g, graphs
from tests.conftest import LABS, open_step, page_of

LAB, STEP = next((lab, step) for lab in LABS for step in lab.steps if step.id == "functions")
XS = np.round(np.arange(-30, 31) / 10, 1)


def test_the_guess():
    assert compose(f, g)(2) == 3 and compose(g, f)(2) == 4
    assert page_of(open_step(LAB, STEP), STEP).asked[2] == "4"


def test_the_only_input_where_the_order_does_not_matter_does_the_task():
    assert [x for x in XS if abs(compose(f, g)(x) - compose(g, f)(x)) < 1e-9] == [0]
    page = page_of(open_step(LAB, STEP, x="0,0"), STEP)
    assert list(page.tasks.values()) == [True] and "gives the same" in page.said[0]


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
        assert points[:, 1].min() >= chart.SIZE[2] and points[:, 1].max() <= chart.SIZE[3]


def test_the_root_after_the_mean_is_the_symptom_named():
    x = np.array([1.0, 2.0, 6.0])
    assert np.isfinite(np.sqrt(x) - np.mean(np.sqrt(x))).all()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert np.isnan(np.sqrt(x - np.mean(x))).any()
    assert "invalid value encountered in sqrt" in str(caught[0].message)
