"""What the step `reading` claims."""

import re

import numpy as np
import pandas as pd
import pytest

from core.data import penguins
from labs.warm_up.reading import picture as chart
from labs.warm_up.reading.question import question
from labs.warm_up.reading.step import HALF, SIGNS, pieces, seen
from labs.warm_up.reading.step import reading as STEP
from labs.warm_up.reading.understand import EDITS, understand
from tests.conftest import look, tried

BILL, MASS = penguins().bill_length_mm, penguins().body_mass_g / 1000


def test_every_penguin_stands_in_the_panel():
    at = chart.place(BILL, MASS)
    assert len(at) == 342 == 2 * HALF
    assert at.min() > 0 and at[:, 0].max() < chart.WIDTH and at[:, 1].max() < chart.HEIGHT


def test_the_truth_of_the_prediction():
    both, either = (BILL > 45) & (MASS > 4.2), (BILL > 45) | (MASS > 4.2)
    page = tried(STEP)
    assert f"{both.sum()} of 342 penguins" in page.asked[0] and f"{either.sum()} of them" in page.verdict
    assert either.sum() > both.sum() and page.asked[2] == "It grows"
    assert f"{both.sum()} of 342" in look(STEP).said and f"{either.sum()} of 342" in page.said


def test_the_task_can_be_done():
    page = look(STEP, join="or")
    assert not any(page.tasks.values())
    for place in np.arange(0, chart.WIDTH, 0.01):
        a = round(chart.BILL[0] + place / chart.WIDTH * (chart.BILL[1] - chart.BILL[0]), 1)
        if np.sum((BILL > a) | (MASS > 6.5)) == HALF:
            break
    link = {"a": f"{place:.2f},0", "b": f"0,{chart.HEIGHT}"}
    assert list(look(STEP, join="or", **link).tasks.values()) == [True]
    assert list(look(STEP, join="and", **link).tasks.values()) == [False]


@pytest.mark.parametrize("how", SIGNS)
def test_words_and_counts_agree(how):
    page = look(STEP, join=how)
    in_a, in_b = BILL > page.ran.values["a"], MASS > page.ran.values["b"]
    wanted = {"and": in_a & in_b, "or": in_a | in_b, "and not": in_a & ~in_b}[how]
    assert page.ran.results["count"] == wanted.sum() and page.ran.results["part"] == pytest.approx(wanted.mean())
    assert f"{wanted.sum()} of 342, or **{wanted.mean():.3f}**" in page.said and SIGNS[how] in page.said
    counts = [np.sum(in_a & ~in_b), np.sum(in_a & in_b), np.sum(~in_a & in_b)]
    assert sum(n for n, chosen in zip(counts, chart.CHOSEN[how]) if chosen) == wanted.sum()


def test_each_piece_is_read_in_its_turn():
    signs = pieces(342, 45.0, 4.2, "and")
    assert len(signs) == chart.PIECES
    for at in range(chart.PIECES):
        texts = [mark["text"] for mark in chart.strip(signs, at) if mark["kind"] == "text"]
        assert texts == [sign for sign, _ in signs] + [f"“{signs[at][1]}”"]
        x, y = chart.stop(at)
        page = look(STEP, word=f"{x},{y}")
        assert page.ran
    assert seen(342, 45.0, 4.2, "and not", 0, 0.0).count("**and not**") == 1


def test_what_pandas_and_python_say():
    df = pd.DataFrame({"bill": BILL, "mass": MASS})
    with pytest.raises(ValueError, match="The truth value of a Series is ambiguous"):
        df[(df.bill > 45) and (df.mass > 4.2)]
    with pytest.raises(TypeError):
        df.bill > 45 & df.mass > 4.2  # noqa: B015
    assert len(df[(df.bill > 45) & (df.mass > 4.2)]) == 105


def test_the_checkpoint_counts_what_the_formula_lets_in():
    joined = set()
    for seed in range(300):
        asked = question(seed)
        rows = re.findall(r"\| \d+ \| (\d) \| (\d) \|", asked.prompt)
        a, word, b = re.search(r"x_i > (\d) \\text\{ (and|or) \} y_i > (\d)", asked.prompt).groups()
        join = {"and": all, "or": any}[word]
        assert asked.answer == np.mean([join((x > a, y > b)) for x, y in rows])
        joined.add(word)
    assert joined == {"and", "or"}


def test_a_changed_condition_moves_the_share_as_is_said():
    rng, rest = np.random.default_rng(3), np.random.default_rng(4)
    signs = {edit: set() for edit in EDITS}
    for _ in range(400):
        x, y, z = rng.integers(0, 6, size=(3, 4))
        a, b, c = (int(limit) for limit in rest.integers(1, 5, size=3))
        both, either, one = (x > a) & (y > b), (x > a) | (y > b), x > a
        changed = {
            "raise the limit in `x > a`": (one, x > a + 1), "lower the limit in `x > a`": (one, x > a - 1),
            "write `>=` in place of `>`": (one, x >= a), "write `|` in place of `&`": (both, either),
            "write `&` in place of `|`": (either, both), "add `& (z > c)`": (one, one & (z > c)),
            "add `| (z > c)`": (one, one | (z > c)), "put `~` in front of it": (one, ~one),
            "raise b": ((x > a) & ~(y > b), (x > a) & ~(y > b + 1)), "write `y` in place of `x`": (one, y > a),
            "raise a and lower b": (both, (x > a + 1) & (y > b - 1)),
            "lower both limits": (either, (x > a - 1) | (y > b - 1)),
        }  # fmt: skip
        for edit, (before, after) in changed.items():
            signs[edit].add(int(np.sign(after.sum() - before.sum())))
    for edit, (_, way) in EDITS.items():
        assert signs[edit] == {"up": {0, 1}, "down": {0, -1}, "either": {-1, 0, 1}}[way], edit


def test_the_picture_called_right_shades_what_the_mask_takes():
    a, b = np.array([True, True, False]), np.array([False, True, True])  # only A, both, only B
    for seed in range(2, 202, 5):
        question = understand(seed)
        code = re.search(r"`(?:\w+\[(.+?)\]|np\.sum\((.+?)\))`", question.prompt)
        taken = eval(code[1] or code[2], {"a": a, "b": b})
        for name, sketch in zip(question.choices, question.sketches):
            shaded = [mark["fill"] is not False for mark in sketch.marks[:3]]
            assert (shaded == taken.tolist()) == (name == question.answer)


def test_the_line_called_right_is_the_formula():
    x, a = np.array([3.0, 8.0, 5.0, 1.0, 9.0]), 4.0
    n, over = len(x), x > a
    formulas = {"\\frac{1}{n}\\sum_i 1[x_i > a]": over.sum() / n, "\\sum_i 1[x_i > a]": over.sum(),
                "\\sum_i x_i \\cdot 1[x_i > a]": x @ over, "\\frac{1}{n}\\sum_i x_i \\cdot 1[x_i > a]": x @ over / n,
                "1\\big[\\frac{1}{n}\\sum_i x_i > a\\big]": float(x.sum() / n > a),
                "\\frac{\\sum_i x_i \\cdot 1[x_i > a]}{\\sum_i 1[x_i > a]}": x @ over / over.sum()}  # fmt: skip
    for seed in range(4, 204, 5):
        question = understand(seed)
        formula = re.search(r"reports \$(.+?)\$", question.prompt)[1]
        assert eval(question.answer.strip("`"), {"x": x, "a": a}) == pytest.approx(formulas[formula])


def test_the_limits_are_those_of_every_overlap_there_can_be():
    for seed in range(1, 201, 5):
        question = understand(seed)
        n, first, second = map(int, re.findall(r"\d+", question.prompt))
        rows = range(max(0, first + second - n), min(first, second) + 1)
        kind = question.prompt.split("How many are ")[1]
        counts = [both if kind.startswith("both") else first - both if " and not " in kind else first + second - both
                  for both in rows]  # fmt: skip
        assert question.answer == f"It lies between {min(counts)} and {max(counts)}."
