"""What the step `functions` claims."""

import re
import warnings

import numpy as np
import pytest

from core.warm_up import compose, graph
from labs.warm_up.functions import picture as chart
from labs.warm_up.functions.step import ORDERS, SAME, f, g, graphs
from labs.warm_up.functions.step import functions as STEP
from labs.warm_up.functions.understand import understand
from tests.conftest import look, tried

XS = np.round(np.arange(10 * chart.LEFT, 10 * chart.RIGHT + 1) / 10, 1)


def test_the_guess():
    assert compose(f, g)(2) == 3 and compose(g, f)(2) == 4
    assert look(STEP).asked[2] == "4"
    assert "input 2 goes into f" in tried(STEP).said and "gives **4**. The other order" in tried(STEP).said


def test_both_inputs_where_the_order_does_not_matter_are_needed():
    assert tuple(x for x in XS if abs(compose(f, g)(x) - compose(g, f)(x)) < 1e-9) == SAME
    assert np.roots([1 / 4, -1, 0]) == pytest.approx(sorted(SAME, reverse=True)), "x²/2 + 1 − (x/2 + 1)² = x²/4 − x"
    page = look(STEP, x="0,0")
    assert page.marked[0][1] == {"the left one": True, "the right one": False} and "gives the same" in page.said
    assert list(page.tasks.values()) == [False], "one is not enough"
    assert list(look(STEP, x="4,0", met=page.link["met"]).tasks.values()) == [True]
    assert look(STEP, moving=True, x="0,0").link["met"] is None, "dragging through doesn't count"
    for place in ("0.1,0", "2,0", "5,0", "-4,0"):
        assert look(STEP, x=place).link["met"] is None


@pytest.mark.parametrize("order", ORDERS)
def test_the_words_follow_the_machines(order):
    outer, inner = (f, g) if order == "f(g(x))" else (g, f)
    page = look(STEP, x="-3,0", order=order)
    assert page.ran.results["inner"] == inner(-3) and page.ran.results["y"] == outer(inner(-3))
    assert f"gives **{chart.show(inner(-3))}**" in page.said and f"**{chart.show(outer(inner(-3)))}**" in page.said
    assert [name for name, *_ in ORDERS[order]] == (["g", "f"] if order == "f(g(x))" else ["f", "g"])


def test_both_graphs_stay_on_the_picture():
    for points in graphs(graph).values():
        assert points[:, 1].min() >= 0 and points[:, 1].max() <= chart.TOP
        assert (points[0, 0], points[-1, 0]) == (chart.LEFT, chart.RIGHT)


def test_the_root_after_the_mean_is_the_symptom_named():
    x = np.array([1.0, 2.0, 6.0])
    assert np.isfinite(np.sqrt(x) - np.mean(np.sqrt(x))).all()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert np.isnan(np.sqrt(x - np.mean(x))).any()
    assert "invalid value encountered in sqrt" in str(caught[0].message)


def test_a_swap_called_free_is_free_for_every_number_and_the_others_are_not():
    asked = [understand(seed) for seed in range(4, 204, 5)]
    assert all("want to swap two steps" in question.prompt for question in asked)
    for question in asked:
        for choice in question.choices:
            first, second = (made(name) for name in re.findall("“(.+?)”", choice))
            same = np.allclose(second(first(XS)), first(second(XS)))
            assert same == (choice == question.answer), choice


def made(name: str):
    """A step from its name."""
    number = float((re.findall(r"\d+", name) or ["0"])[0])
    return {"add": lambda x: x + number, "sub": lambda x: x - number, "mul": lambda x: x * number,
            "div": lambda x: x / number, "squ": np.square, "cha": np.negative, "tak": np.abs}[name[:3]]  # fmt: skip


def test_what_the_service_did_gives_what_it_gave():
    for seed in range(5, 205, 5):
        question = understand(seed)
        mean, by, x, meant, gave = map(float, re.findall(r"-?\d+", question.prompt.replace("−", "-"))[:5])
        assert meant == (x - mean) / by
        ways = {
            "It divides, then subtracts.": x / by - mean,
            "It subtracts and never divides.": x - mean,
            "It divides and never subtracts.": x / by,
            "It subtracts twice, then divides.": (x - 2 * mean) / by,
        }
        assert [way for way, value in ways.items() if value == gave] == [question.answer]
