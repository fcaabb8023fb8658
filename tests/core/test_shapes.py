import string

import numpy as np
import pytest
from hypothesis import example, given, reject, settings
from hypothesis import strategies as st

from core.shapes import result_shape

sizes = st.sampled_from([0, 1, 1, 2, 3])
shapes = st.lists(sizes, max_size=3).map(tuple)


@st.composite
def expressions(draw, depth=2):
    """Python text in shapes, with brackets, any spaces, and .T here and there."""
    space = draw(st.sampled_from(["", " "]))
    parts = []
    for _ in range(draw(st.integers(1, 3))):
        nested = depth and draw(st.integers(0, 3)) == 0
        operand = f"({draw(expressions(depth - 1))})" if nested else str(draw(shapes))
        parts += [operand + draw(st.sampled_from(["", "", ".T"])), draw(st.sampled_from("@*+-@"))]
    return space.join(parts[:-1])


def what_numpy_says(text):
    """The shape, or the message of the error, when Python runs the expression on real arrays."""
    as_arrays, i = "", 0
    while i < len(text):
        closing = text.find(")", i)
        inside = text[i + 1 : closing]
        if text[i] == "(" and set(inside) <= set("0123456789, "):
            as_arrays += f"zeros(({inside}))"
            i = closing + 1
        else:
            as_arrays += text[i]
            i += 1
    try:
        return np.shape(eval(as_arrays, {"zeros": lambda shape: np.asarray(np.zeros(shape))}))
    except ValueError as error:
        return str(error)
    except TypeError:  # two scalars met at @: Python has no array left to ask
        reject()


def what_we_say(text):
    try:
        return result_shape(text)
    except ValueError as error:
        return str(error)


@settings(max_examples=500)
@given(expressions())
@example("(3, 4) @ (4, 2)")
@example("(3, 4) @ (5, 2)")
@example("(3,) @ (3,)")
@example("(2,3)+(4,)")
@example("(3,4) @ ()")
@example("(2, 3, 4) @ (5, 4, 2)")
@example("(2, 1, 3, 4) @ (5, 4, 2) * () - (2,)")
@example("((2, 3) + (3,)) @ (3, 2).T @ (2, 7)")
@example("(2,3)@(3,4)@(5,4)")
@example("(2,3)@(3,)@(2,4)")
@example("(2,3,4) @ (2,4,5)")
@example("(2,3,4) @ (3,4,5)")
@example("(8,2,3,4)@(7,4,2)")
@example("(0,3)@(0,3)")
@example("(0,)+(2,)")
@example("() @ (3,4)")
@example("(2,3,4).T@(3,2)")
def test_python_on_real_arrays_says_the_same_word_for_word(text):
    assert what_we_say(text) == what_numpy_says(text)


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("(3, 4) @ (4, 2)", (3, 2)),
        ("(3,4)@(4,2)", (3, 2)),
        ("  ( 3 , 4 )@( 4 , 2 , )  ", (3, 2)),
        ("(3, 4)\n@ (4,)", (3,)),
        ("(4,) @ (4,)", ()),
        ("(4,) @ (4, 2)", (2,)),
        ("(5, 1, 3, 4) @ (6, 4, 2)", (5, 6, 3, 2)),
        ("(3, 4) + (4,) * (3, 1)", (3, 4)),
        ("(3, 4) @ (4, 2) @ (2, 5) - (5,)", (3, 5)),
        ("(2, 3) @ ((3, 1) + (1, 4))", (2, 4)),
        ("(((3, 4)))", (3, 4)),
        ("() * (3, 4)", (3, 4)),
        ("() + ()", ()),
        ("(0, 3) @ (3, 2)", (0, 2)),
        ("(442,) − (442, 1)", (442, 442)),
        ("(442,) – (442, 1)", (442, 442)),
        ("(3, 4).T @ (3, 2)", (4, 2)),
        ("((3, 4) @ (4, 2)).T", (2, 3)),
        ("X(442, 64) @ W(64, 10) + b(10,)", (442, 10)),
        ("(A(3, 4) @ B(4, 2)) / (2,)", (3, 2)),
        ("(n, m) @ (m, k)", ("n", "k")),
        ("(n, 64) @ (64, 10) + (10,)", ("n", 10)),
        ("(n, 1) + (d,)", ("n", "d")),
        ("(β, n, d) @ (d, h_1)", ("β", "n", "h_1")),
        ("(1000000, 1000000) @ (1000000, 1000000)", (10**6, 10**6)),
        ("(1000000000, 1) * (1, 1000000000)", (10**9, 10**9)),
    ],
)
def test_shapes_that_fit(text, shape):
    assert result_shape(text) == shape


MATMUL = "matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (n?,k),(k,m?)->(n?,m?) "


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("(3, 4) @ (3, 2)", MATMUL + "(size 3 is different from 4)"),
        ("(1000000, 1000000) @ (999999, 1000000)", MATMUL + "(size 999999 is different from 1000000)"),
        (
            "(1000000, 1000000) + (1000000, 999999)",
            "operands could not be broadcast together with shapes (1000000,1000000) (1000000,999999) ",
        ),
        ("(2, 3) + (4,)", "operands could not be broadcast together with shapes (2,3) (4,) "),
        ("(2, 3) * (2,)", "operands could not be broadcast together with shapes (2,3) (2,) "),
    ],
)
def test_numbers_that_do_not_fit_give_numpys_message(text, message):
    with pytest.raises(ValueError) as refusal:
        result_shape(text)
    assert str(refusal.value) == message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("(n, m) @ (q, k)", r"^m and q must be the same size"),
        ("(n, 64) @ (32, k)", r"^64 and 32 must be the same size"),
        ("(n, d) + (n,)", r"^d and n must be the same size, or one of them 1"),
        ("(n, d) @ ()", r"single number"),
        ("", r"Type two shapes"),
        ("   ", r"Type two shapes"),
        (None, r"Type two shapes"),
        ("(3, 4", r"^At character 6, the text ends. Expected a comma or a closing bracket"),
        ("((3, 4)", r"^At character 8, the text ends. Expected a closing bracket"),
        ("3, 4)", r"^At character 1, found '3'. Expected a shape"),
        ("(3, 4))", r"^At character 7, found '\)'. Expected an operation"),
        ("(3, 4) (4, 2)", r"^At character 8, found '\('. Expected an operation"),
        ("(3, 4) @", r"^At character 9, the text ends. Expected a shape"),
        ("(3, 4) @ @ (4, 2)", r"^At character 10, found '@'"),
        ("(3, 4) % (4, 2)", r"^At character 8, found '%'"),
        ("(3, -4) @ (4, 2)", r"^At character 5, found '-'. Expected a size, which is a whole number"),
        ("(3.5, 4)", r"^At character 2, found '3.5'"),
        ("(1e3, 4)", r"^At character 2, found '1e3'"),
        ("(3n, 4)", r"^At character 2, found '3n'"),
        ("(3,, 4)", r"^At character 4, found ','"),
        ("(,)", r"^At character 2, found ','"),
        ("(3 4)", r"^At character 4, found '4'. Expected a comma"),
        ("(3)", r"^\(3\) is a plain number in Python: write \(3,\)"),
        ("hello", r"^At character 1, found 'hello'. Expected a shape"),
        ("2 * (3, 4)", r"^At character 1, found '2'. Expected a shape.* A single number is \(\)"),
        ("3x4 @ 4x2", r"^At character 1, found '3x4'. Expected a shape.* in brackets, with commas: \(3, 4\)"),
        ("3×4 @ 4×2", r"^At character 1, found '3'. Expected a shape.* in brackets, with commas: \(3, 4\)"),
        ("(3x4) @ (4x2)", r"^At character 2, found '3x4'. Expected a size.* in brackets, with commas: \(3, 4\)"),
        ("(3, 4) x (4, 2)", r"^At character 8, found 'x'. Expected an operation.* @ for the product of two matrices"),
        ("(3, 4) × (4, 2)", r"^At character 8, found '×'. Expected an operation.* @ for the product of two matrices"),
        ("(3, 4)·(4, 2)", r"^At character 7, found '·'. Expected an operation.* @ for the product of two matrices"),
        ("[3, 4] @ [4, 2]", r"^At character 1, found '\['"),
        ("('a', 2)", r"""^At character 2, found "'"."""),
        ("(3, 4).shape", r"^At character 7, found '.'"),
        ("__import__('os').system('ls')", r"^At character 12, found"),
        ("(" * 10_000, r"^That is 10000 characters long; 200"),
        ("(" * 200, r"^At character 201, the text ends"),
        ("(" * 99 + ")" * 99, None),
        ("(9999999999, 9999999999)", r"^NumPy has no array as large as \(9999999999, 9999999999\)"),
        ("(9999999999, 1) + (1, 9999999999)", r"^NumPy has no array as large as"),
        ("(9999999999, 1) @ (1, 9999999999)", r"^NumPy has no array as large as"),
        (f"({'9' * 150},)", r"^NumPy has no array as large as"),
        (f"({'1,' * 65})", r"^NumPy has no array .* 64 dimensions"),
        ("(٣, 4)", r"^At character 2"),
        ("(3, 4)\x00", r"^At character 7"),
    ],
)
def test_what_does_not_fit_or_can_not_be_read_says_where(text, words):
    if words is None:
        assert result_shape(text) == ()
        return
    with pytest.raises(ValueError, match=words):
        result_shape(text)


@settings(max_examples=400)
@given(st.text(alphabet="()()(),,  0123nm@+-*/.T" + string.punctuation, max_size=40) | st.text(max_size=40))
def test_any_text_gives_a_shape_or_a_sentence(text):
    try:
        shape = result_shape(text)
    except ValueError as error:
        assert len(str(error)) > 20
    else:
        assert all(isinstance(size, (int, str)) for size in shape)
