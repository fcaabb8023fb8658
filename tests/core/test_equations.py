import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.equations import rearranged, solve_linear, tidy, undone, worth

laws = settings(max_examples=100)
numbers = st.floats(-50, 50).map(lambda x: round(x, 2))
above = st.floats(0.2, 20).map(lambda x: round(x, 2))
FORMULAS = ["y = a * x + b", "y = s / sqrt(n)", "2 / y = 1 / a + 1 / b", "y = a - (b - n) / s", "y = (n + a) ** 2 / b"]


@laws
@given(numbers.filter(lambda a: abs(a) > 0.1), numbers, numbers)
def test_the_solution_solves_and_is_that_of_numpy(a, b, c):
    x = solve_linear(a, b, c)
    assert a * x + b == pytest.approx(c, abs=1e-9) and x == pytest.approx(np.linalg.solve([[a]], [c - b])[0], abs=1e-9)


@laws
@given(st.sampled_from(FORMULAS), st.fixed_dictionaries({name: above for name in "abnsx"}), st.data())
def test_every_line_holds_for_the_same_numbers_and_the_letter_ends_alone(formula, letters, data):
    right = formula.split("=")[1]
    value = worth(right, letters)
    assume(value > 0.001 and letters["b"] != letters["n"])
    letters |= {"y": 2 / value if formula.startswith("2") else value}
    letter = data.draw(st.sampled_from([name for name in letters if name in formula.replace("sqrt", "")]))
    steps = rearranged(formula, letter)
    for line in steps:
        left, right = (worth(side, letters) for side in line.split("="))
        assert left == pytest.approx(right, rel=1e-6), line
    assert steps[0] == formula and steps[-1].split(" = ")[0] == letter
    assert worth(steps[-1].split(" = ")[1], letters) == pytest.approx(letters[letter], rel=1e-6)


def test_the_standard_error_for_each_of_its_letters():
    assert rearranged("SE = s / sqrt(n)", "n")[-1] == "n = (s / SE) ** 2"
    assert rearranged("SE = s / sqrt(n)", "s")[-1] == "s = SE * sqrt(n)"
    assert rearranged("s / sqrt(n) = SE", "SE") == ["s / sqrt(n) = SE", "SE = s / sqrt(n)"]
    assert rearranged("2 / F1 = 1 / P + 1 / R", "R")[-1] == "R = 1 / (2 / F1 - 1 / P)"
    assert rearranged("C = f + p * t", "t") == ["C = f + p * t", "p * t = C - f", "t = (C - f) / p"]
    assert undone("n ** 2", "9", "n") == ("n", "sqrt(9)") and tidy("((a)) + (b * (c))") == "a + b * c"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: solve_linear(0, 2, 3), "a must not be 0"),
        (lambda: rearranged("s / sqrt(n)", "n"), "one = in it"),
        (lambda: rearranged("a = b = c", "b"), "one = in it"),
        (lambda: rearranged("y = x + x", "x"), "stands there 2 times"),
        (lambda: rearranged("y = x", "z"), "stands there 0 times"),
        (lambda: rearranged("y = sqrt(x)", "sqrt"), "letter must be a name"),
        (lambda: rearranged("y = x ** 3", "x"), "must be made of letters"),
        (lambda: rearranged("y = __import__('os')", "y"), "must be made of letters"),
        (lambda: rearranged("y = x +", "x"), "must be made of letters"),
        (lambda: worth("s / n", {"s": 1, "n": 0}), "divides by 0"),
        (lambda: worth("sqrt(0 - n)", {"n": 1}), "less than 0"),
        (lambda: worth("s / n", {"s": 1}), "a number for each of n, s"),
    ],
)
def test_bad_input_gets_a_sentence(wrong, words):
    with pytest.raises(ValueError, match=words):
        wrong()


def test_a_root_is_the_one_from_0_up():
    assert worth("sqrt(n)", {"n": 9}) == math.sqrt(9)
