import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.calculus import central_difference
from core.expressions import CONSTANTS, FUNCTIONS, LONGEST, apply_function, parse

# What people type, and what they mean by it, in Python's own words.
TYPED = {
    "2x": lambda x: 2 * x,
    "2 x": lambda x: 2 * x,
    "-2x": lambda x: -2 * x,
    "x^2": lambda x: x * x,
    "x**2": lambda x: x * x,
    "x²": lambda x: x * x,
    "x⁻²": lambda x: 1 / (x * x),
    "x¹⁰": lambda x: x**10,
    "-x^2": lambda x: -(x * x),
    "−x²": lambda x: -(x * x),
    "(-x)^2": lambda x: x * x,
    "e^-x": lambda x: math.exp(-x),
    "e^-x^2": lambda x: math.exp(-(x * x)),
    "2^-x": lambda x: 0.5**x,
    "x^2^3": lambda x: x**8,
    "x^x": lambda x: math.exp(x * math.log(x)),
    "e^2x": lambda x: math.exp(2) * x,
    "|x|": abs,
    "|x - 2|": lambda x: abs(x - 2),
    "2|x|": lambda x: 2 * abs(x),
    "||x| - 1|": lambda x: abs(abs(x) - 1),
    "|x(|x| - 3)|": lambda x: abs(x * (abs(x) - 3)),
    "sin x": math.sin,
    "sinx": math.sin,
    "Sin(X)": math.sin,
    "sin 2x": lambda x: math.sin(2 * x),
    "sin 2πx": lambda x: math.sin(2 * math.pi * x),
    "sin x^2": lambda x: math.sin(x * x),
    "sin -x": lambda x: math.sin(-x),
    "sin x + 1": lambda x: math.sin(x) + 1,
    "sin x / x": lambda x: math.sin(x) / x,
    "sin x cos x": lambda x: math.sin(x) * math.cos(x),
    "2sin(x)cos(x)": lambda x: math.sin(2 * x),
    "sin(x)^2": lambda x: math.sin(x) ** 2,
    "sin^2 x": lambda x: math.sin(x) ** 2,
    "sin²x": lambda x: math.sin(x) ** 2,
    "sin^2(3x)": lambda x: math.sin(3 * x) ** 2,
    "sin x(x+1)": lambda x: math.sin(x * (x + 1)),
    "xsin(x)": lambda x: x * math.sin(x),
    "x sin x": lambda x: x * math.sin(x),
    "e^sin x": lambda x: math.exp(math.sin(x)),
    "tan x": math.tan,
    "arcsin(x/4)": lambda x: math.asin(x / 4),
    "acos(x/4)": lambda x: math.acos(x / 4),
    "atan x": math.atan,
    "sinh x": math.sinh,
    "cosh x": math.cosh,
    "tanh(3x)": lambda x: math.tanh(3 * x),
    "exp(-x)": lambda x: math.exp(-x),
    "ln(x)": math.log,
    "log x": math.log,
    "log2(x)": math.log2,
    "log10(x)": math.log10,
    "sqrt(x)": math.sqrt,
    "√x": math.sqrt,
    "√(x + 1)": lambda x: math.sqrt(x + 1),
    "abs(x)": abs,
    "sigmoid(x)": lambda x: 1 / (1 + math.exp(-x)),
    "relu(x - 1)": lambda x: max(x - 1, 0),
    "1/(1+e^(-x))": lambda x: 1 / (1 + math.exp(-x)),
    "1/2x": lambda x: x / 2,
    "1/x/x": lambda x: 1 / (x * x),
    "3(x+1)": lambda x: 3 * (x + 1),
    "(x+1)(x-1)": lambda x: (x + 1) * (x - 1),
    "x(x+1)": lambda x: x * (x + 1),
    "x·x×x": lambda x: x**3,
    "x ÷ 4": lambda x: x / 4,
    "3 - -x": lambda x: 3 + x,
    "x - 1 - 1": lambda x: x - 2,
    "x*-2": lambda x: -2 * x,
    "2e3x": lambda x: 2000 * x,
    "2e^x": lambda x: 2 * math.exp(x),
    ".5x + 1.": lambda x: x / 2 + 1,
    "max(0, x - 1)": lambda x: max(0, x - 1),
    "min(x, 1)(x + 1)": lambda x: min(x, 1) * (x + 1),
    "2max(x, -x)": lambda x: 2 * abs(x),
    "sin x max(1, |x - 1|)": lambda x: math.sin(x) * max(1, abs(x - 1)),
    "max(x, min(2, x^2))": lambda x: max(x, min(2, x * x)),
    "log_2(x)": math.log2,
    "log₁₀ x": math.log10,
    "[x + 1]{x - 1}": lambda x: x * x - 1,
    "x^{2}": lambda x: x * x,
    "e^{-x}": lambda x: math.exp(-x),
    "\\sin(\\pi x)": lambda x: math.sin(math.pi * x),
    "f(x) = x^2": lambda x: x * x,
    " Y= 2x+1": lambda x: 2 * x + 1,
    "exp(-x^2/2)": lambda x: math.exp(-x * x / 2),
    "1e-3x": lambda x: x / 1000,
    "x—1": lambda x: x - 1,
    "+".join("x" * 100): lambda x: 100 * x,
    "pi": lambda x: math.pi,
    "7": lambda x: 7,
}


@pytest.mark.parametrize("text", TYPED)
def test_reads_what_people_type_as_they_mean_it(text):
    f = parse(text)
    assert f(np.ones((2, 3))).shape == f.slope(np.ones((2, 3))).shape == (2, 3)
    places = np.array([0.3, 1.0, 1.7, 2.6])
    expected = [TYPED[text](x) for x in places]
    assert f(places) == pytest.approx(expected, rel=1e-12)
    assert [f(x) for x in places] == pytest.approx(expected, rel=1e-12)
    assert all(type(f(x)) is float and type(f.slope(x)) is float for x in places)


@pytest.mark.parametrize("text", TYPED)
def test_the_exact_slope_is_what_the_central_difference_closes_in_on(text):
    f = parse(text)
    for x in (0.3, 1.3, 2.61):
        assert f.slope(x) == pytest.approx(central_difference(f, x, 1e-5), rel=1e-6, abs=1e-6)
    assert f.slope(np.array([0.3, 2.6])) == pytest.approx([f.slope(0.3), f.slope(2.6)])


@pytest.mark.parametrize(
    "text, at, found",
    [
        ("y", 1, "'y'"),
        ("x*y", 3, "'y'"),
        ("foo(x)", 1, "'foo'"),
        ("2 3", 3, "'3'"),
        ("x2", 2, "'2'"),
        ("2,5x", 2, "write a point for the comma"),
        ("max x", 5, "as in max(0, x)"),
        ("max(x)", 6, "a comma and a second part"),
        ("min(x; 1)", 6, "a comma and a second part"),
        ("max(0, x", 9, "closing ) for the opening one at character 4"),
        ("y = 2 + y", 9, "'y'"),
        ("f(x) =", 7, "the text ends"),
        ("{x", 3, "closing ) for the opening one at character 1"),
        ("x +", 4, "the text ends"),
        ("sin", 4, "the text ends"),
        ("x^", 3, "the text ends"),
        ("(x", 3, "closing ) for the opening one at character 1"),
        ("2(x+(1)", 8, "closing ) for the opening one at character 2"),
        ("x)", 2, "')'"),
        ("|x", 3, "closing | for the opening one at character 1"),
        ("|x|x|", 6, "the text ends"),
        ("x!", 2, "'!'"),
        ("x⁻", 2, "'⁻'"),
        ("1.2.3", 4, "'.3'"),
        (".", 1, "'.'"),
        ("1/0", 2, "no number"),
        ("x + ln(-1)", 5, "no number"),
        ("9^9^9^9", 4, "no number"),
        ("1e999", 1, "no number"),
        ("sin^-1 x", 4, "1/sin(x)"),
        ("sin^-1(x)", 4, "The inverse function is arcsin(x)"),
        ("2cos⁻¹ x", 5, "The inverse function is arccos(x)"),
        ("tan^(-1)(x)", 4, "The inverse function is arctan(x)"),
        ("exp^-1 x", 4, "The inverse function is ln(x)"),
        ("x[0]", 2, "x is one number"),
        ("1 + 2x [i]", 8, "x is one number"),
        ("sin x[-1]", 6, "x is one number"),
        ("sin⁻¹ x", 4, "1/sin(x)"),
        ("ſin x", 1, "'ſin'"),
    ],
)
def test_says_what_was_not_understood_and_where(text, at, found):
    with pytest.raises(ValueError, match=f"^At character {at}, ") as error:
        parse(text)
    assert found in str(error.value)


@pytest.mark.parametrize("text", ["", "  ", None, 3, "x" * (LONGEST + 1)])
def test_says_what_to_type_when_there_is_nothing_to_read(text):
    with pytest.raises(ValueError, match="Type a function|characters long"):
        parse(text)


@pytest.mark.parametrize("deep", ["(", "-", "|", "√", "x^", "sin ", "2^-", "-(", "sin(", "x^(", "log2²", "max(x,"])
def test_no_nesting_is_too_deep_for_python(deep):
    closing = ")" if "(" in deep else ""
    repeats = (LONGEST - 1) // len(deep + closing)
    reads_or_refuses(deep * repeats + "x" + closing * repeats)
    reads_or_refuses(deep * repeats)


def reads_or_refuses(text):
    try:
        f = parse(text)
    except ValueError as error:
        assert str(error).strip()
        return
    x = np.array([-2.0, 0.0, 0.5, 3.0])
    assert f(x).shape == f.slope(x).shape == (4,)
    assert not np.any(np.isfinite(f.slope(x)) & ~np.isfinite(f(x))), "no value, no slope"


def test_more_brackets_than_python_can_follow_are_refused():
    assert parse("(" * 40 + "x" + ")" * 40)(3) == 3
    with pytest.raises(ValueError, match="more than 40 opening brackets"):
        parse("(" * 41 + "x" + ")" * 41)


@settings(max_examples=300)
@given(st.text(max_size=LONGEST + 5))
def test_any_text_is_read_or_refused(text):
    reads_or_refuses(text)


pieces = st.sampled_from(["x", "2", ".5", "9e9", "(", ")", "|", ",", "max(", "min(", "+", "-", "*", "/", "^",
                          "²", "⁻¹", " ", "**", *CONSTANTS, *FUNCTIONS, "π", "√", "y", "−"])  # fmt: skip


@settings(max_examples=500)
@given(st.lists(pieces, max_size=25).map("".join))
def test_any_jumble_of_pieces_is_read_or_refused(text):
    reads_or_refuses(text)


def grown(parts):
    """Longer Python expressions from shorter ones, all smooth for x between 1 and 2."""
    return st.one_of(
        st.tuples(parts, st.sampled_from(["+", "-", "*"]), parts).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
        parts.map(lambda p: f"(1 / (3 + cos({p})))"),
        parts.map(lambda p: f"(1 + ({p})**2)**0.5"),
        st.tuples(st.sampled_from(["sin", "cos", "tanh", "arctan"]), parts).map(lambda p: f"{p[0]}({p[1]})"),
    )


smooth = st.recursive(st.one_of(st.just("x"), st.integers(1, 9).map(str)), grown, max_leaves=6)


@settings(max_examples=200)
@given(smooth.filter(lambda text: len(text) <= LONGEST), st.floats(1, 2))
def test_python_reads_the_same(text, x):
    names = {"x": x, "sin": math.sin, "cos": math.cos, "tanh": math.tanh, "arctan": math.atan}
    f = parse(text)
    assert f(x) == pytest.approx(eval(text, names), rel=1e-9, abs=1e-9)
    assert f.slope(x) == pytest.approx(central_difference(f, x, 1e-5), rel=1e-4, abs=1e-4)


def test_every_function_has_its_rule():
    for name in FUNCTIONS:
        assert all(np.isfinite(apply_function(name, np.array([0.5]), np.array([1.0]))))


def test_no_slope_at_a_corner_an_edge_or_a_vertical_rise():
    for text in ("|x|", "relu(x)", "sqrt(x)", "x^(1/3)", "sqrt(x^2)", "ln(x)", "1/x", "arcsin(x + 1)"):
        assert not math.isfinite(parse(text).slope(0)), text
    assert parse("x^2").slope(0) == parse("x^0").slope(0) == parse("max(x, x)").slope(0) - 1 == 0
    assert math.isnan(parse("max(x, 0)").slope(0))
    assert parse("0^x").slope(2) == parse("0^(x^2 + 1)").slope(-3) == 0 and parse("3 + 0^x")(2) == 3
    assert parse("0^x").slope(np.array([0.5, 1])).tolist() == [0, 0]
    assert math.isnan(parse("0^x").slope(0)) and math.isnan(parse("0^x").slope(-1))
    assert math.isnan(parse("ln(x)")(-1)) and math.isnan(parse("ln(x)").slope(-1))


def test_far_out_nothing_overflows_into_nonsense():
    assert parse("sigmoid(x)")(-1000) == 0 and parse("sigmoid(x)").slope(-1000) == 0
    assert parse("tanh(x)").slope(1000) == 0


def test_square_brackets_are_brackets_where_no_entry_is_asked_for():
    assert parse("2[x + 1]")(3) == 8.0 and parse("[x + 1](x)")(2) == 6.0 and parse("max[0, x]")(-1) == 0.0
    assert "inverse" not in refusal("cosh^-1 x") + refusal("sin^x")


def refusal(text):
    with pytest.raises(ValueError) as error:
        parse(text)
    return str(error.value)


@pytest.mark.parametrize("x", [None, "1", [1, None], math.nan, math.inf, 1j, np.ma.masked, pd.DataFrame({"a": ["b"]})])
def test_what_f_is_asked_of_must_be_a_number(x):
    f = parse("x^2")
    for ask in (f, f.slope):
        with pytest.raises(ValueError, match="^x "):
            ask(x)
