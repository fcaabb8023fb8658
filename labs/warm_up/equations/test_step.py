"""What the step `equations` claims."""

import itertools
import re

import numpy as np
import pytest

from core.equations import rearranged, solve_linear, worth
from labs.warm_up.equations.moves import FORMULAS, followed, layers, offered, pretty
from labs.warm_up.equations.step import BALANCE, FORMULA, GOAL, RATES, carried_out, weighs
from labs.warm_up.equations.step import equations as STEP
from labs.warm_up.equations.understand import FORMULAS as ASKED
from labs.warm_up.equations.understand import slipped, understand
from tests.conftest import look, tried

RNG = np.random.default_rng(5)


def test_the_guess():
    (a, b, c), lines, _ = carried_out(3, 2, 14, "d")
    assert look(STEP).asked[2] == "x + 2/3" and lines == ["3x + 2 = 14", "x + 2/3 = 14/3"]
    assert (
        tried(STEP).said.startswith("**x + 2/3 = 14/3**") and "it is level where it was: at x = 4" in tried(STEP).said
    )
    assert solve_linear(1, 2, 14 / 3) != 4, "had the 2 been left, the sides would no longer be equal"


@pytest.mark.parametrize("did", ["", "t", "d", "td", "dt", "T", "D", "Td", "dT", "TD"])
def test_what_is_done_to_both_sides_leaves_the_solution_and_to_one_side_moves_it(did):
    for boxes, units in itertools.product(range(2, 5), range(1, 6)):
        weigh = weighs(boxes, units)
        assert 1 <= weigh <= 7
        (a, b, c), _, _ = carried_out(boxes, units, boxes * weigh + units, did)
        page = look(STEP, a=f"{boxes}", b=f"{units}", did=did)
        level = solve_linear(float(a), float(b), float(c))
        assert page.ran.results["level"] == pytest.approx(level)
        assert (abs(level - weigh) < 1e-9) == ("One side was changed alone" not in page.said)
    assert "the scales are **level**" in look(STEP, x=f"{-8 + 2 * weighs(3, 2)},-3.4").said
    assert "right pan is heavier" in look(STEP).said and "left pan is heavier" in look(STEP, x="8,-3.4").said


def test_the_formula_is_rearranged_in_three_moves_and_no_fewer():
    name, letter, way = GOAL
    steps = rearranged(FORMULAS[name].text, letter)
    assert len(steps) == 4 and steps[-1] == "n = (s / SE) ** 2"
    done = [
        "".join(each)
        for length in range(4)
        for each in itertools.product("012", repeat=length)
        if list(look(STEP, look=FORMULA, way="".join(each)).tasks.values())[0]
    ]
    assert done == ["000"] == [way]
    page = look(STEP, look=FORMULA, way=way)
    assert "**n = (s / SE)²**. n stands alone. With s = 12, SE = 3 it is **16**" in page.said


@pytest.mark.parametrize("name", FORMULAS)
def test_every_line_that_can_be_reached_holds_and_the_right_moves_lead_home(name):
    chosen = FORMULAS[name]
    for letter in chosen.letters:
        for way in map("".join, itertools.product("012", repeat=4)):
            lines, made = followed(chosen.text, letter, way)
            for mine, rest in lines:
                assert worth(mine, chosen.letters) == pytest.approx(worth(rest, chosen.letters)), (letter, way, mine)
                assert mine.replace("sqrt", "").count(letter) == 1
            for (before, _), (after, _), choice in zip(lines, lines[1:], way):
                grown = len(layers(after, letter)) - len(layers(before, letter))
                assert grown == 1 if choice != "0" else grown <= 0, "a detour puts one layer more around the letter"
        lines, _ = followed(chosen.text, letter, "00000")
        mine, rest = lines[-1]
        assert mine == letter and worth(rest, chosen.letters) == pytest.approx(chosen.letters[letter])
        assert not offered(mine, letter)
        page = look(STEP, look=FORMULA, formula=name, find=f"for {letter}")
        assert page.ran.results["level"] == pytest.approx(chosen.letters[letter])
        at = -8 + 16 * chosen.letters[letter] / chosen.ends[letter]
        assert "the sides are" in page.said and "the scales are level" in look(
            STEP, look=FORMULA, formula=name, find=f"for {letter}", at=f"{at:g},-3.4"
        ).said  # fmt: skip


@pytest.mark.parametrize("name", FORMULAS)
def test_the_letter_that_is_looked_for_has_no_number_but_the_one_on_its_line(name):
    for letter in FORMULAS[name].letters:
        (told,) = look(STEP, look=FORMULA, formula=name, find=f"for {letter}", at="8,-3.4").blocks
        given = dict(re.findall(r"(\w+) = ([\d.]*\d)", told.content.split("Here")[1]))
        assert {each: float(told) for each, told in given.items()} == {
            each: value for each, value in FORMULAS[name].letters.items() if each != letter}  # fmt: skip
        assert f"{letter} is looked for" in told.content


def test_f1_turned_over_is_f1():
    P, R = 0.75, 0.5
    assert worth("2 / (1 / P + 1 / R)", {"P": P, "R": R}) == pytest.approx(2 * P * R / (P + R)) == pytest.approx(0.6)


def test_a_rise_of_three_points_that_is_a_fifth():
    found = []
    for before, after in itertools.product(np.arange(0.5, 20.5, 0.5), repeat=2):
        if after - before == 3 and round(after / before, 9) == 1.2:
            found.append((before, after))
    assert found == [(15, 18)]
    at = {"look": RATES, "before": f"-7.4,{-3.55 + 0.37 * 15:g}", "after": f"-3.4,{-3.55 + 0.37 * 18:g}"}
    page = look(STEP, **at)
    assert list(page.tasks.values()) == [False, True] and "**+3 percentage points**, and **+20 %**" in page.said
    assert "nothing has changed" in look(STEP, look=RATES, after=f"-3.4,{-3.55 + 0.37 * 4:g}").said


def test_where_it_bites():
    start = look(STEP, look=RATES)
    assert "From 4 % to 6 %: **+2 percentage points**, and **+50 %**" in start.said and "4 % to 6 %" in start.bite
    assert 100 * solve_linear(4, 4, 6) == 50 and 6 * (1 - 0.5) == 3
    assert "−33.3 %, for it starts" in start.said and round(100 * solve_linear(6, 6, 4), 1) == -33.3
    assert look(STEP).controls[0]["options"] == [BALANCE, FORMULA, RATES]


def numbers() -> dict[str, float]:
    return dict(zip("s n f p t x m w b a k c P R".split(), RNG.uniform(0.3, 0.9, 14).round(3).tolist()))


def test_the_line_called_wrong_is_the_first_that_does_not_hold():
    for formula, (letter, _) in ASKED.items():
        for line in rearranged(formula, letter)[:-1]:
            mine, rest = slipped(line, letter)
            letters = numbers()
            left, right = formula.split(" = ")
            total = worth(right, letters)
            letters |= {left: 2 / total if left.startswith("2") else total, "F1": 2 / total}
            try:
                held = worth(mine, letters) == pytest.approx(worth(rest, letters), rel=1e-6)
            except ValueError:
                held = False
            assert not held, (formula, line, mine, rest)
    squared = {why for formula, (_, why) in ASKED.items() if "**" in formula}
    assert squared == {"the width of an image"}, "where a number may be below 0, its square has two roots"
    rights = {understand(seed).answer for seed in range(3, 203, 5)}
    assert {"Line 2", "Line 3", "None: each line follows"} <= rights


def test_a_move_that_is_due_later_is_not_called_further_in_where_it_isnt():
    for seed in range(2, 302, 5):
        asked = understand(seed)
        for each in asked.mistakes:
            fraction = "Multiply" in asked.answer and "sqrt{n}" in asked.prompt
            assert (each.value == "Divide both sides by SE") == ("under the fraction bar" in each.why)
            assert not (fraction and "further in" in each.why)


def test_what_a_change_is_called_is_what_it_is():
    for seed in range(0, 200, 5):
        question = understand(seed)
        first, second = (float(n) for n in re.findall(r"\d+(?= %| percentage| per cent)", question.prompt)[:2])
        answer = float(question.answer.rstrip(" %"))
        if "from" in question.prompt:
            assert answer == pytest.approx(100 * (second / first - 1))
        elif "points" in question.prompt:
            assert answer == first + second
        else:
            assert answer == pytest.approx(first * (1 + second / 100))


def test_there_and_back_ends_where_it_is_said_to():
    for seed in range(1, 201, 5):
        question = understand(seed)
        up = float(re.search(r"rises by (\d+)", question.prompt)[1])
        down = float(re.search(r"falls by (\d+)", question.prompt)[1])
        end = round((1 + up / 100) * (1 - down / 100), 9)
        assert question.answer.split()[0] == ("Where" if end == 1 else "Above" if end > 1 else "Below")


def test_what_becomes_of_a_letter():
    k = 3.0
    assert worth("(s / SE) ** 2", {"s": 2, "SE": 1 / k}) == pytest.approx(
        k**2 * worth("(s / SE) ** 2", {"s": 2, "SE": 1})
    )
    assert worth("w / T", {"w": 2, "T": 1 / k}) == pytest.approx(k * worth("w / T", {"w": 2, "T": 1}))
    assert worth("sqrt(N)", {"N": 1 / k**2}) == pytest.approx(worth("sqrt(N)", {"N": 1}) / k)
    assert worth("C / p", {"C": 1, "p": k}) == pytest.approx(worth("C / p", {"C": 1, "p": 1}) / k)


def test_formulas_are_written_as_on_paper():
    assert pretty("SE * sqrt(n)") == "SE · √n" and pretty("1 / (2 / F1 - 1 / P)") == "1 / (2 / F1 − 1 / P)"
    assert layers("s / sqrt(n)", "n") == [("s / ", ""), ("√", "")] and layers("(s / SE) ** 2", "s") == [
        ("", "²"), ("", " / SE")]  # fmt: skip
