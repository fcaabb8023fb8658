"""core reads like a textbook: short functions, each with an example."""

import ast
import inspect
import textwrap

import pytest

from core import checks
from tests.core.test_bad_input import FUNCTIONS, MODULES

LONG = {"apply_function"}  # a table of seventeen functions and their slopes


@pytest.mark.parametrize("module", [*MODULES, checks], ids=lambda module: module.__name__)
def test_every_function_is_short(module):
    for name, function in inspect.getmembers(module, inspect.isfunction):
        if function.__module__ == module.__name__ and name not in LONG:
            body = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0].body
            lines = body[1:] if isinstance(body[0], ast.Expr) else body
            assert not lines or lines[-1].end_lineno - lines[0].lineno < 15, name


def test_a_name_is_given_once_and_a_function_has_one():
    names, functions = [name.split(".")[1] for name in FUNCTIONS], list(FUNCTIONS.values())
    assert len(set(names)) == len(names), {name for name in names if names.count(name) > 1}
    assert len(set(functions)) == len(functions)
    for module in MODULES:
        for name, found in inspect.getmembers(module, inspect.isfunction):
            assert name == found.__name__, f"{name} is {found.__name__} in {module.__name__}"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_that_is_offered_has_an_example(name):
    assert ">>>" in FUNCTIONS[name].__doc__ or name in ("autodiff.as_node", "autodiff.as_end")
