"""What you read is what ran: sources, literals, packed data."""

import numpy as np
import pytest

from core.autodiff import backward, forward
from core.linear_algebra import cosine_similarity, dot
from ui import code


def cell(u, v):
    # the comment stays
    agreement = dot(u, v)
    similarity = cosine_similarity(u, v)
    return agreement, similarity


def test_a_cell_is_read_from_its_file():
    source = code.read(cell.__code__)
    assert source.names == ("agreement", "similarity")
    assert source.body == "# the comment stays\nagreement = dot(u, v)\nsimilarity = cosine_similarity(u, v)"


def test_a_cell_that_returns_no_names_is_refused():
    def sum_of(u):
        return u + 1

    with pytest.raises(ValueError, match="must end in"):
        code.read(sum_of.__code__)


def test_results_carry_their_names():
    ran = code.run(cell, {"u": [1, 0], "v": [2, 0]})
    assert ran.results == {"agreement": 2.0, "similarity": 1.0}
    assert code.results_text(ran.results) == "agreement = 2.0\nsimilarity = 1.0"
    assert code.results_text({"A": np.eye(2)}) == "A =\n[[1. 0.]\n [0. 1.]]"


@pytest.mark.parametrize(
    "value", [1.5, "a'b", (1, 2), np.array([1.5, -2.0]), np.arange(3), np.array([1.5], dtype=np.float32), None]
)
def test_a_literal_gives_the_value_again(value):
    again = eval(code.literal(value), {"np": np})
    assert type(again) is type(value) and np.array_equal(again, value)
    if isinstance(value, np.ndarray):
        assert again.dtype == value.dtype


def test_functions_of_core_come_with_all_they_call():
    names = [function.__name__ for function in code.core_functions(cell)]
    assert names.index("norm") < names.index("cosine_similarity") and "as_numbers" in names


def test_what_the_methods_of_a_class_call_comes_with_it():
    def cell(w):
        end, start = forward(lambda w: w[0].tanh(), w)
        gradient = backward(end)[start[0]]
        return gradient

    names = [function.__name__ for function in code.core_functions(cell)]
    assert "tanh_slope" in names and "as_node" in names and names.count("Node") == 1
    run = {}
    exec(f"{code._preamble([cell])}\n\nw = [1.0]\n{code.read(cell.__code__).body}", run)
    assert run["gradient"] == code.run(cell, {"w": [1.0]}).results["gradient"]


def test_large_values_are_packed_and_come_back():
    table, words = np.random.default_rng(0).normal(size=(50, 4)), [f"word {n}" for n in range(200)]
    names = {"np": np}
    exec(code._unpack({"table": table, "words": words}), names)
    assert np.array_equal(names["table"], table) and names["words"] == words
    assert code.large(table) and code.large(words) and not code.large(np.zeros(3))


def test_agreement_is_to_nine_digits():
    assert code.same(1.0, 1.0 + 1e-12) and not code.same(1.0, 1.0 + 1e-6)
    assert code.same("a", "a") and not code.same("a", "b") and not code.same(np.zeros(2), np.ones(2))


def test_an_attribute_is_not_taken_for_a_function_of_core():
    def by_library(u):
        lengths = [np.linalg.dot(row, row) for row in u]
        return lengths

    def by_hand(u):
        lengths = [dot(row, row) for row in u]
        return lengths

    assert code.called(by_library) == [] and code.core_functions(by_library) == []
    assert code.called(by_hand) == [dot]
