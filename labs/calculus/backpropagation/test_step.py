"""What the step `backpropagation` claims."""

import itertools
import math
import re

import numpy as np
import pytest

from core.calculus import numerical_gradient
from core.optimisation import gradient_descent, largest_stable_rate, mse, mse_gradient
from labs.calculus.backpropagation import picture as chart
from labs.calculus.backpropagation.picture import BACKWARD, FANS, NODES, STAGES, WEIGHTS
from labs.calculus.backpropagation.question import question
from labs.calculus.backpropagation.step import (
    BY_INPUT,
    BY_ITSELF,
    BY_SLOPE,
    GIVEN,
    OFF,
    ROWS,
    State,
    in_words,
    is_why,
    judged,
    plain,
    reasons,
    two_walks,
)
from labs.calculus.backpropagation.step import backpropagation as STEP
from labs.calculus.backpropagation.understand import understand
from labs.calculus.gradient.picture import rows
from tests.conftest import look, tried
from ui.question import judge


def loss(w, x, y, works):
    """The network once more, in plain numbers."""
    w1, w2, b1, w3, w4, b2, v1, v2, c = np.asarray(w) * works
    return (v1 * max(w1 * x[0] + w2 * x[1] + b1, 0) + v2 * max(w3 * x[0] + w4 * x[1] + b2, 0) + c - y) ** 2


def state(row, cut=(), off=()):
    """The state that the step reaches, worked out in plain numbers, and the slopes by nudging."""
    x, y = ROWS[row]
    w = dict(zip(WEIGHTS, GIVEN)) | {f"b{'₁₂'[k - 1]}": OFF for k in off}
    works = {name: name not in cut for name in WEIGHTS}
    on = {name: w[name] * works[name] for name in WEIGHTS}
    z1, z2 = on["w₁"] * x[0] + on["w₂"] * x[1] + on["b₁"], on["w₃"] * x[0] + on["w₄"] * x[1] + on["b₂"]
    h1, h2 = max(z1, 0.0), max(z2, 0.0)
    p = on["v₁"] * h1 + on["v₂"] * h2 + on["c"]
    dp = 2 * (p - y)
    dh1, dh2 = dp * on["v₁"], dp * on["v₂"]
    inside = [dh1 * (z1 > 0), dh1, dh2 * (z2 > 0), dh2, dp, 1.0]
    nudged = numerical_gradient(lambda a: loss(a, x, y, list(works.values())), list(w.values()))
    slopes = {name: 0.0 if abs(slope) < 1e-8 else round(slope, 8) for name, slope in zip(WEIGHTS, nudged)}
    dx = numerical_gradient(lambda a: loss(list(w.values()), a, y, list(works.values())), x)
    inside += [0.0 if abs(slope) < 1e-8 else round(slope, 8) for slope in dx]
    values = [z1, h1, z2, h2, p, (p - y) ** 2]
    return State(x, y, w, works, dict(zip(NODES, values)), dict(zip([*NODES, *FANS], inside)), slopes)


EVERY = [
    (row, cut, off)
    for row in ROWS
    for size in (0, 1, 2, 6)
    for cut in itertools.combinations(chart.LINKS, size)
    for off in ((), (1,), (2,), (1, 2))
]


def shown(row, cut=(), off=(), **more):
    """The page with some links cut and ReLUs off."""
    pressed = {plain(name): "1,0" for name in cut} | {f"relu{k}": "1,0" for k in off}
    return look(STEP, row=row, **pressed, **more)


@pytest.mark.parametrize(
    ("row", "cut", "off"),
    [("1", (), ()), ("2", (), ()), ("3", (), ()), ("1", ("v₁",), ()), ("1", ("w₂", "v₂"), ()), ("3", (), (1, 2))],
)
def test_the_two_walks_agree_with_plain_numbers_and_with_nudging(row, cut, off):
    results, expected = shown(row, cut, off).ran.results, state(row, cut, off)
    assert results["values"] == pytest.approx(list(expected.values.values()))
    assert [*results["inside"], *results["slopes"][9:]] == pytest.approx(list(expected.inside.values()), abs=1e-7)
    assert results["slopes"][:9] == pytest.approx(list(expected.slopes.values()), abs=1e-7)
    assert results["agree"] and np.allclose(results["slopes"], results["nudged"])


def test_what_is_kept_is_what_the_cell_gives():
    for link in ({}, {"v1": "1,0"}, {"relu1": "1,0", "row": "2"}):
        ran = look(STEP, **link).ran
        assert ran.cell is two_walks
        for kept, again in zip(ran.results.values(), two_walks(**ran.values)):
            assert np.array_equal(kept, again)


def test_the_answer_to_the_prediction():
    before, after = state("1"), state("1", cut=("v₁",))
    assert all(slope != 0 for slope in before.slopes.values())
    assert {name for name, slope in after.slopes.items() if slope == 0} == {"v₁", "w₁", "w₂", "b₁"}
    assert "No gradient: **w₁, w₂, b₁, v₁**" in tried(STEP).said


def test_a_switched_off_relu_is_off_on_every_row():
    for row in ROWS:
        s = state(row, off=(1, 2))
        assert s.values["z₁"] < 0 and s.values["z₂"] < 0
        assert [name for name in WEIGHTS if s.slopes[name] != 0] == ["c"]


def test_the_rows_show_both_reasons():
    found = {row: {name: reasons(state(row), name) for name in WEIGHTS} for row in ROWS}
    assert not any(found["1"].values())
    assert {name for name, why in found["2"].items() if why} == {"w₃", "w₄", "b₂", "v₂"}
    assert found["2"]["v₂"] == {BY_INPUT} and found["2"]["b₂"] == {BY_SLOPE}
    assert {name for name, why in found["3"].items() if why} == {"w₁", "w₃"} and found["3"]["w₁"] == {BY_INPUT}


@pytest.mark.parametrize(
    ("row", "weight", "why", "cut", "done", "said"),
    [
        ("2", "w₃", BY_SLOPE, (), True, "Right: w₃"),
        ("2", "v₂", BY_INPUT, (), True, "Right: v₂"),
        ("3", "w₁", BY_INPUT, (), True, "Right: w₁"),
        ("2", "w₃", BY_INPUT, (), False, "another reason"),
        ("2", "w₃", BY_ITSELF, (), False, "its own size"),
        ("1", "w₁", BY_INPUT, (), False, "its gradient here is −1.2"),
        ("1", "v₁", BY_SLOPE, ("v₁",), False, "because you cut it"),
        ("1", "w₁", BY_SLOPE, ("v₁",), False, "Right: w₁"),
    ],
)
def test_the_task_can_be_done_by_finding_and_not_by_cutting(row, weight, why, cut, done, said):
    page = shown(row, cut, weight=weight, why=why)
    assert list(page.tasks.values()) == [done]
    assert said in page.said.replace("**", "")


def test_a_reason_is_one_wherever_a_weight_gets_no_gradient():
    for each in EVERY:
        s = state(*each)
        for name in WEIGHTS:
            assert bool(reasons(s, name)) == (s.slopes[name] == 0 and s.works[name]), (each, name)
            assert not is_why(s, name, BY_ITSELF)
            assert "None" not in judged(s, name, BY_INPUT)


@pytest.mark.parametrize("stage", range(len(STAGES)))
def test_each_product_in_words_comes_to_what_is_said(stage):
    for each in EVERY[::5]:
        s = state(*each)
        words = in_words(stage, s, {})
        assert words.endswith(".") and "nan" not in words and "None" not in words
        name = STAGES[stage].partition(": ")[2]
        if STAGES[stage].startswith("forward"):
            said = re.search(r"\*\*(−?[\d.e−]+?)\*\*(, the loss)?\.", words).group(1)
            assert float(said.replace("−", "-")) == pytest.approx(s.values[name], rel=1e-5, abs=1e-9), (each, words)
        if STAGES[stage].startswith("backward"):
            said = float(re.search(r"\*\*(−?[\d.]+?)\*\*\.$", words).group(1).replace("−", "-"))
            assert said == pytest.approx((s.inside | s.slopes)[name], rel=1e-5, abs=1e-7), (each, words)
            product = re.search(r"slope: (\S+) × (\S+) =", words)
            if product:
                factors = [float(part.strip("()").replace("−", "-")) for part in product.groups()]
                assert math.prod(factors) == pytest.approx(said, rel=1e-4, abs=1e-7), (each, words)


def test_beside_each_gradient_stands_what_nudging_says():
    for each in EVERY[::9]:
        s = state(*each)
        walked = s.inside | s.slopes
        start = [*s.given.values(), *s.x]
        works = list(s.works.values())
        nudges = numerical_gradient(lambda a, s=s, works=works: loss(a[:9], a[9:], s.y, works), start)
        nudged = dict(zip([*WEIGHTS, *FANS], nudges))
        for name in nudged:
            words = in_words(STAGES.index(f"backward: {name}"), s, nudged)
            said = re.search(r" Nudging gives (\S+)\.$", words).group(1)
            assert float(said.replace("−", "-")) == pytest.approx(walked[name], abs=1e-5), (each, words)
        assert "Nudging" not in in_words(STAGES.index("backward: h₁"), s, nudged)
        assert "the same slopes" in in_words(len(STAGES) - 1, s, nudged)
        assert "disagrees" in in_words(len(STAGES) - 1, s, nudged | {"w₁": walked["w₁"] + 0.001})


def test_gradients_that_pile_up_swing_and_do_not_explode():
    X, y = rows()
    rate, w, total, losses = 0.3 * largest_stable_rate(X), np.array([30.0, 70.0]), 0, []
    for _ in range(400):
        losses.append(mse(w, X, y))
        total = total + mse_gradient(w, X, y)
        w = w - rate * total
    assert max(losses) < 1.02 * losses[0]
    assert min(losses[200:]) < 4760 and max(losses[200:]) > 0.95 * losses[0]
    path = gradient_descent(lambda w: mse_gradient(w, X, y), [30.0, 70.0], rate, 400)
    assert mse(path[-1], X, y) == pytest.approx(min(losses), rel=0.001)


def test_sums_in_words_add_up():
    for each in EVERY[::3]:
        s = state(*each)
        for name, links in FANS.items():
            words = in_words(STAGES.index(f"backward: {name}"), s, {})
            ways = sum(s.works[link] for link in links)
            assert ("two ways" in words) == (ways == 2) and ("nothing flows" in words) == (ways == 0)
            if ways:
                total = eval(re.search(r": (.+?) = \*\*", words).group(1).replace("−", "-").replace("·", "*"))
                assert total == pytest.approx(s.inside[name], abs=1e-5), words
        for stage, name in enumerate(("z₁", "h₁", "z₂", "h₂", "p", "L"), start=1):
            if name not in ("z₁", "z₂", "p"):
                continue
            text = re.search(rf"{name} = (.+?) = \*\*", in_words(stage, s, {})).group(1)
            total = eval(text.replace("−", "-").replace("·", "*"), {"__builtins__": {}})
            assert total == pytest.approx(s.values[name], abs=1e-5), text


def test_marks_hold_at_every_stage():
    for each in EVERY[::7]:
        s = state(*each)
        for stage in range(len(STAGES)):
            for mark in chart.scene(stage, **s._asdict()):
                places = [mark[part] for part in ("points", "at") if part in mark]
                assert all(np.isfinite(place).all() for place in places)
                assert len(mark.get("text", "")) <= 9, mark["text"]


def test_the_walk_back_comes_to_each_number_after_what_it_went_into():
    place = {name: k for k, name in enumerate(BACKWARD)}
    for name in BACKWARD[1:]:
        after = (
            ["h" + name[1]] if name[0] == "z" else ["p"] if name[0] == "h" else FANS.get(name, [chart.INTO.get(name)])
        )
        assert all(place[each] < place[name] for each in after)
    assert set(BACKWARD) == {*WEIGHTS, *NODES, *FANS} - {"L"}


def test_the_checkpoints_answer_is_the_slope_by_nudging_and_seldom_0():
    off = 0
    for seed in range(300):
        asked = question(seed)
        numbers = (re.search(rf"\${letter} = (-?\d+)\$", asked.prompt) for letter in "xwvy")
        x, w, v, y = (int(number[1]) for number in numbers)
        slope = numerical_gradient(lambda w, x=x, v=v, y=y: (v * max(w[0] * x, 0) - y) ** 2, [float(w)])[0]
        assert asked.answer == pytest.approx(slope, abs=1e-3)
        if w * x < 0:
            off += 1
            assert "off" in judge(asked, f"{-2 * y * v * x}").why
        else:
            assert "took ReLU to be off" in judge(asked, "0").why
    assert 10 <= off <= 45


def test_the_line_called_wrong_is_the_one_to_mend():
    for seed in range(3, 203, 5):
        asked = understand(seed)
        (code,) = re.findall(r"```\n(.+?)\n```", asked.prompt, re.DOTALL)
        numbers = [
            int(n.replace("−", "-").replace(",", ""))
            for n in re.findall(r"(?<= )−?[\d,]*\d", asked.prompt.split("```")[2])
        ]
        w, v, x, y, dw, dv, true_dw, true_dv = numbers
        start = {"w": w, "v": v, "x": x, "y": y, "z": w * x, "h": max(w * x, 0), "p": v * max(w * x, 0)}
        names = dict(start)
        exec(code, names)
        assert (names["dw"], names["dv"]) == (dw, dv) != (true_dw, true_dv)
        right = re.search("should say `(.+?)`", asked.solution)[1]
        names = dict(start)
        exec(code.replace(asked.answer.strip("`"), right), names)
        assert (names["dw"], names["dv"]) == (true_dw, true_dv)


def test_what_grad_shows_tells_what_went_wrong():
    for seed in range(1, 201, 5):
        asked = understand(seed)
        seen, check = (
            np.array([float(n.replace("−", "-").replace(",", "")) for n in row.split(", ")])
            for row in re.search(r"steps: (.+?)\. Nudging .+ gives (.+?)\. What", asked.prompt).groups()
        )
        sums, same = np.allclose(seen, np.cumsum(check), atol=0.021), np.allclose(seen, check)
        word = "detach" if not seen.any() else "explodes" if same and seen[-1] ** 2 > 1e4 * seen[0] ** 2 else ""
        assert (word or ("are added" if sums else "is right" if same else "?")) in asked.answer


def test_gradients_of_two_ways_add_and_a_constant_has_no_part():
    for seed in range(4, 204, 5):
        asked = understand(seed)
        text = asked.prompt.replace("−", "-")
        a, b = map(int, re.search(r"times (-?\d+), (?:once times|and a constant) (-?\d+)", text).groups())
        assert float(asked.answer.replace("−", "-")) == (a if "constant" in text else a + b)
