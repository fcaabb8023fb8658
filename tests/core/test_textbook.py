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


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_that_is_offered_has_an_example(name):
    assert ">>>" in FUNCTIONS[name].__doc__ or name in ("autodiff.as_node", "autodiff.as_end")
