"""What is no data is refused everywhere in the same way: a ValueError that names the argument."""

import inspect
import math

import numpy as np
import pytest

from core import calibration, metrics, statistics

DATA = {
    "x": [1.0, 2.0, 4.0],
    "y": [2.0, 1.0, 5.0],
    "y_true": [0, 1, 1],
    "y_pred": [0, 1, 0],
    "y_score": [0.1, 0.4, 0.3],
    "y_prob": [0.1, 0.4, 0.3],
}
OTHERS = {"rng": np.random.default_rng(0), "statistic": np.mean, "groups": [0, 0, 0], "q": 0.5, "a": 1, "b": 0}
OTHERS |= {"false_alarm": 1, "miss": 1}
BAD = {
    "nothing": [],
    "nan": [0, math.nan, 1],
    "inf": [0, math.inf, 1],
    "text": ["a", "b", "c"],
    "None": None,
    "a gap": [0, None, 1],
    "complex": [0, 1j, 1],
    "ragged": [[0], [0, 1]],
}
FUNCTIONS = [
    function
    for module in (statistics, metrics, calibration)
    for name, function in inspect.getmembers(module, inspect.isfunction)
    if function.__module__ == module.__name__ and not name.startswith("as_")
]
CASES = [(function, name) for function in FUNCTIONS for name in inspect.signature(function).parameters if name in DATA]


def call(function, **changed):
    needed = [p.name for p in inspect.signature(function).parameters.values() if p.default is p.empty]
    return function(**{name: (DATA | OTHERS)[name] for name in needed} | changed)


@pytest.mark.parametrize(("function", "name"), CASES, ids=lambda part: getattr(part, "__name__", part))
def test_what_is_no_data_is_refused_by_name(function, name):
    call(function)
    for kind, bad in BAD.items():
        with pytest.raises(ValueError, match=rf"\b{name}\b"):
            call(function, **{name: bad})
            pytest.fail(f"{kind} was taken")


def test_the_sweep_reaches_every_function_of_data():
    assert {f.__name__ for f, _ in CASES} >= {"mean", "correlation", "roc_curve", "f1", "auc", "log_loss", "fit_platt"}
