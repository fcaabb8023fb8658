"""What the step `powers` claims."""

import math
import re
import warnings

import numpy as np
import pytest

from core.warm_up import logarithm, power
from labs.warm_up.powers import picture as chart
from labs.warm_up.powers.question import question
from labs.warm_up.powers.step import BASES, GOAL, seen
from labs.warm_up.powers.step import powers as STEP
from labs.warm_up.powers.understand import understand
from tests.conftest import look, tried


def test_the_guess_and_its_reason():
    assert power(2, 10) == 1024 and power(2, 20) == 1024**2 == 1_048_576
    assert "1 multiplied by 2, 20 times: **1,048,576**" in tried(STEP).said


def test_a_power_has_as_many_factors_as_is_said():
    assert "$n$ factors" in STEP.prose and "2 \\cdot 2 \\cdot 2 = 8$, three 2s" in STEP.prose
    assert power(2, 3) == 2 * 2 * 2 == 8 and logarithm(8, 2) == 3


def test_the_task_can_be_done_at_the_first_power_above_a_million():
    assert power(3, 12) <= GOAL < power(3, 13)
    base = str(BASES.index(3.0))
    assert list(look(STEP, n="13,0", base=base).tasks.values()) == [True]
    assert list(look(STEP, n="14,0", base=base).tasks.values()) == [False]


@pytest.mark.parametrize("b", BASES)
def test_words_and_dots_hold_everywhere(b):
    ys = np.array([power(b, n) for n in range(chart.LOW, chart.HIGH + 1)])
    assert 10 ** chart.POWERS[0] < ys.min() and ys.max() < 10 ** chart.POWERS[1]
    for n in range(chart.LOW, chart.HIGH + 1):
        y = power(b, n)
        words = seen(b, n, y, logarithm(y, 10))
        assert f"is **{n}**" in words and ("divided" in words) == (n < 0)
        shown = float(chart.show(y).replace(",", ""))
        assert shown == pytest.approx(y, rel=0.01) and ("about" in words) == (abs(shown - y) > 1e-9 * y)
        assert round(math.log10(y), 2) == pytest.approx(float(words.split("it is ")[1].rstrip(".")), abs=0.006)
        assert chart.scene(ys, n, chart.show(y))


def test_a_log_scale_makes_it_a_straight_line():
    heights = chart.height(np.log10([power(3, n) for n in range(-10, 21)]))
    assert np.diff(heights) == pytest.approx(np.full(30, heights[1] - heights[0]))


def test_where_it_bites():
    assert np.prod(np.full(1074, 0.5)) > 0 and np.prod(np.full(1075, 0.5)) == 0.0
    assert round(1075 * math.log(0.5)) == -745
    assert f"{np.log(10):.1f}" == "2.3" and f"{math.e:.3f}" == "2.718"
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert np.log(np.float64(0.0)) == -np.inf
    assert "divide by zero encountered in log" in str(caught[0].message)


def test_the_checkpoints_logarithm_undoes_the_powers_of_three_kinds():
    kinds = set()
    for seed in range(300):
        asked = question(seed)
        base, inside = re.search(r"What is \$\\log_\{(\d+)\} (.+?)\$\?", asked.prompt).groups()
        numbers = [int(n) for n in re.findall(r"\d+", inside)]
        kind = "quotient" if "frac" in inside else "power" if "^" in inside else "product"
        whole = {"quotient": lambda x, y: x // y, "power": lambda x, k: x**k, "product": lambda x, y: x * y}[kind]
        assert int(base) ** int(asked.answer) == whole(*numbers)
        kinds.add(kind)
    assert len(kinds) == 3


def test_a_long_product_leaves_the_floats_in_any_order_and_its_logarithm_does_not():
    for seed in range(5, 105, 5):
        prompt = understand(seed).prompt
        n = int(re.search(r"over ([\d,]+)", prompt)[1].replace(",", ""))
        factor = float(re.search(r"about ([\d.]+)[,.]", prompt)[1].rstrip("."))
        with np.errstate(over="ignore"):
            assert float(re.search("`(.+?)`", prompt)[1]) == np.prod(np.full(n, factor))
        assert math.isfinite(n * math.log(factor)) and understand(seed).answer.startswith("Add up the logarithms")


def test_only_the_rewritten_logarithm_that_is_named_changes_the_result():
    for seed in range(3, 203, 5):
        question = understand(seed)
        (x, p), (y, q) = re.findall(r"(\w) = (\d+)", question.prompt)
        for choice in question.choices:
            before, after = (
                eval(code, {"log": math.log, x: int(p), y: int(q)}) for code in re.findall("`(.+?)`", choice)
            )
            assert math.isclose(before, after) == (choice != question.answer), (seed, choice)


def test_a_straight_line_means_equal_factors_on_a_log_scale_or_equal_amounts_on_a_plain_one():
    for seed in range(2, 202, 5):
        question = understand(seed)
        bends = [np.diff(sketch.marks[2]["points"], 2, axis=0)[:, 1].mean() for sketch in question.sketches]
        straight = "multiplied" in question.prompt if "log scale" in question.prompt else "every day" in question.prompt
        straight &= ("multiplied" in question.prompt) == ("log scale" in question.prompt)
        right = bends[question.choices.index(question.answer)]
        assert (abs(right) < 0.005) == straight and sum(abs(bend) < 0.005 for bend in bends) == 1


def test_growth_by_factors_takes_as_many_steps_as_the_logarithm_says():
    for seed in range(4, 204, 5):
        question = understand(seed)
        every, times = (int(n.replace(",", "")) for n in re.findall(r"every (\d+)|when it is ([\d,]+)", question.prompt)
                        for n in n if n)  # fmt: skip
        factor = 2 if "doubles" in question.prompt else 3 if "triples" in question.prompt else 10
        steps = int(question.answer.split()[1].replace(",", "")) / every
        assert factor**steps == times
