"""What can't be used is refused everywhere in the same way: a ValueError, a sentence that names the argument.

Every public function of the mathematics gets every kind of nonsense in every place of its arguments. It gives a right
answer or a ValueError of its own: no other exception, no warning, no nan that nobody said a word about.
"""

import ast
import importlib
import inspect
import linecache
import math
import re
import traceback
import warnings
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_matrix
from sklearn.exceptions import UndefinedMetricWarning
from sklearn.linear_model import LinearRegression

from core.autodiff import Node
from core.checks import as_number, as_numbers
from core.models import GaussianNaiveBayes
from tests.conftest import ROOT

MODULES = [
    importlib.import_module(f"core.{name}")
    for name in (
        "linear_algebra statistics probability metrics calibration calculus optimisation autodiff expressions shapes "
        "models networks attention retrieval warm_up arrays equations leakage tokens transformer language"
    ).split()
]


def public(module):
    """The functions that a module offers: those in its `__all__`, or all whose names don't begin with a _."""
    own = {name: f for name, f in inspect.getmembers(module, inspect.isfunction) if f.__module__ == module.__name__}
    return [own[name] for name in getattr(module, "__all__", own) if name in own and not name.startswith("_")]


def title(function):
    return f"{function.__module__.removeprefix('core.')}.{function.__name__}"


FUNCTIONS = {title(function): function for module in MODULES for function in public(module)}

# ---------------------------------------------------------------- arguments that are right

X = [[1.0, 2.0], [2.0, 1.0], [4.0, 5.0], [3.0, 7.0]]
NET = [(np.array([[1.0, -1.0], [0.5, 2.0]]), np.zeros(2)), (np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([0.5, 0.0]))]
BAYES = GaussianNaiveBayes(np.array([0.5, 0.5]), np.array([[1.0, 2.0], [3.0, 4.0]]), np.ones((2, 2)))
RIGHT = {
    **dict.fromkeys(["X", "vectors", "new", "Q", "K", "V", "points"], X),
    **dict.fromkeys(["x", "values", "draws", "xs", "terms", "start_at"], [1.0, 2.0, 4.0, 7.0]),
    **dict.fromkeys(["y", "y_true", "labels"], [0, 1, 1, 0]),
    **dict.fromkeys(["u", "v", "coefficients", "b", "query", "w", "weights", "start"], [2.0, 1.0]),
    **dict.fromkeys(["k", "d", "n", "count", "dimension", "folds", "batch", "bins"], 2),
    **dict.fromkeys(["c", "p", "q", "level", "alpha", "share", "prior", "sensitivity", "false_positive_rate"], 0.25),
    **dict.fromkeys(["sx", "sy", "degrees", "sd", "rate", "low", "smoothing", "h", "penalty", "temperature"], 0.5),
    **dict.fromkeys(["false_alarm", "miss", "a", "expected", "bound"], 1.5),
    **dict.fromkeys(["f", "g", "gradient"], lambda x: 2 * x),
    **dict.fromkeys(["scaled", "intercept", "density", "drop_intermediate", "turned", "exclude_inputs"], True),
    "A": [[1.0, 2.0], [0.0, 3.0]], "B": [[1.0, 2.0], [0.0, 3.0]], "W": [[1.0, 2.0], [0.0, 3.0]], "Z": X,
    "components": [[1.0, 0.0]], "shape_a": (3, 2), "shape_b": (2, 1), "shape": (3, "n"), "z": [1.0, 0.0, 2.0],
    "rng": None, "statistic": np.mean, "groups": ["a", "a", "b", "b"], "freedom": 3,
    "successes": 1, "shares": [0.5, 0.25], "total": 4, "counts": [[1, 3], [2, 2]], "of": "rows", "given": "columns",
    "spam_counts": [3, 0], "ham_counts": [1, 2], "probabilities": [0.25, 0.25, 0.25, 0.25], "mean": 0.5, "high": 2.0,
    "family": "normal", "parameters": (0.0, 1.0), "y_pred": [0, 1, 0, 1], "y_score": [0.1, 0.4, 0.3, 0.7],
    "zero_division": 0.0, "prevalence": 0.5, "y_prob": [0.1, 0.4, 0.3, 0.7], "n_bins": 2, "steps": 3, "momentum": 0.5,
    "true_class": 1, "losses": [3.0, 2.0, 1.0], "links": [(np.sin, np.cos)], "end": Node(2) * 3, "text": "x + 1",
    "predicted": [0.5, 0.5, 1.0, 0.0], "model": LinearRegression(), "test_size": 0.5, "net": NET, "sizes": (2, 3, 2),
    "epochs": 2, "flat": np.arange(12.0), "axis": -1, "scores": [0.1, 0.4, 0.3], "by": "dot", "ranking": ["a", "b"],
    "relevant": ["a"], "rankings": [["a", "b"]], "relevants": [["a"]], "words": ["man", "king", "woman", "queen"],
    "condition": [True, False], "blocks": ["standardise"], "order": ["split", "standardise"], "split": "by lot",
    "train": [0, 1], "test": [2, 3], "pull": [1.0, 1.0], "number": 2.0,
    "ahead": 1, "epsilon": 1e-5, "first": 3, "base": 10_000.0,
    "places": [0, 1], "dice": [0.1, 0.5], "characters": 10,
    "id": 905, "ids": [19556, 905], "pair": (19556, 905), "new": 7, "word": "word",
    "items": ["a", "b", "c"], "size": 2, "overlap": 1, "texts": [["a", "b"], ["b", "c"]],
    "keepdims": True, "r": 1, "classes": 3,
    "looks": 2, "tests": 50, "seed": 0, "side": 1, "said": [0.5, 0.5, 1.0, 0.0],
}  # fmt: skip
TEN = {"X": np.arange(40.0).reshape(20, 2) % 7, "y": [0, 1] * 10, "groups": sorted("abcdefghij" * 2), "n": 20}
BETAS = {"beta1": 0.9, "beta2": 0.99, "corrected": True}
OWN = {  # where a name means something else than it mostly does
    "linear_algebra.linear_combination": {"vectors": X[:2]},
    "linear_algebra.shear": {"k": 0.5},
    "linear_algebra.reconstruct": {"k": 1},
    "linear_algebra.broadcast_shape": {"shape_b": (1, 2)},
    "arrays.reshaped": {"shape": (4, 1)},
    "arrays.broadcast": {"shape": (3, 2, 2)},
    "statistics.group_correlations": {"y": [3.0, 1.0, 2.0, 5.0]},
    "statistics.best_of": {"n": 5},
    "statistics.shares_p_value": {"a": 1, "b": 2, "n": 3},
    "calculus.one_sided_slope": {"x": 1.0},
    "calculus.two_sided_slope": {"x": 1.0},
    "statistics.bin_shares": {"edges": [1.5, 3.0]},
    "statistics.population_stability_index": {"p": [0.5, 0.5], "q": [0.25, 0.75]},
    "statistics.resample": {"draws": 3},
    "statistics.bootstrap_interval": {"draws": 3},
    "statistics.permutation_p_value": {"draws": 3},
    "probability.pmf": {"family": "binomial", "parameters": (3, 0.5)},
    "metrics.auc": {"y": [0.5, 1.0, 0.0, 2.0]},
    "calibration.recalibrate": {"b": 0.5},
    "calculus.numerical_gradient": {"f": lambda w: float(np.sum(w))},
    "calculus.chain": {"x": 1.0},
    "optimisation.momentum_step": {"slopes": [3.0, -1.0]},
    "optimisation.adam_step": {"slopes": [3.0, -1.0], "mean": [0.5, 0.5], "square": [1.0, 2.0], "t": 3} | BETAS,
    "optimisation.cosine_schedule": {"t": 2, "steps": 4},
    "optimisation.entropy": {"p": [0.25, 0.75]},
    **dict.fromkeys(["language.top_p", "language.keep_only", "language.draw"], {"p": [0.25, 0.75]}),
    **dict.fromkeys(["language.surprisal", "language.perplexity", "language.bits_per_character"], {"p": [0.5, 1.0]}),
    "language.kl_divergence": {"p": [0.25, 0.75], "q": [0.5, 0.5]},
    "optimisation.first_overflow": {"values": [1.0, math.inf]},
    "autodiff.forward": {"f": lambda w: w[0] * 2},
    "autodiff.gradient_check": {"f": lambda w: w[0] * w[1]},
    "shapes.result_shape": {"text": "(3, 4) @ (4, 2)"},
    "models.predict": {"b": 0.5},
    "models.lasso_path": {"penalties": [1.0, 0.5]},
    "networks.dropout": {"H": X},
    "models.logistic_loss": {"A": X, "v": [1.0, 2.0]},
    "models.naive_bayes_scores": {"model": BAYES},
    "models.matching_digits": {"a": [1.0, 2.0], "b": [1.0, 2.1]},
    "retrieval.analogy": {"a": "man", "b": "king", "c": "woman"},
    "equations.solve_linear": {"a": 3.0, "b": 2.0, "c": 14.0},
    "equations.rearranged": {"formula": "y = 2 * x", "letter": "x"},
    "equations.undone": {"mine": "2 * x", "rest": "y", "letter": "x"},
    "equations.holds": {"side": "2 * x", "letter": "x"},
    "equations.tidy": {"side": "(2 * x)"},
    "equations.worth": {"side": "2 * x", "letters": {"x": 3.0}},
    "warm_up.implies": {"p": [True, False], "q": [False, False]},
    "warm_up.power": {"b": 2.0, "n": 3},
    "warm_up.logarithm": {"y": 8.0, "b": 2.0},
    "leakage.prepare": {"new": X},
    "transformer.masked_softmax": {"mask": [True, True, False]},
    "transformer.block": {"attend": lambda X: 2 * X, "feed": lambda X: 3 * X},
    "leakage.pipeline_answers": TEN | {"model": "naive Bayes", "split": "by group"},
    "leakage.pipeline_scores": TEN | {"model": "naive Bayes", "split": "by group"},
    "leakage.folds": TEN | {"split": "by group"},
    "leakage.group_lots": TEN,
    "leakage.lots": TEN,
}


UNKNOWN = "no right value is given above"


def arguments(name):
    """A right value for every argument of a function, and what stands behind them, such as a family's parameters."""
    known, parameters = (
        RIGHT | OWN.get(name, {}) | {"rng": np.random.default_rng(0)},
        inspect.signature(FUNCTIONS[name]).parameters,
    )
    named = {key: known.get(key, UNKNOWN) for key, p in parameters.items() if p.kind is not p.VAR_POSITIONAL}
    return named, known["parameters"] if len(named) < len(parameters) else ()


def call(name, named, rest):
    """The function's answer, with every warning an error: none gives a number and a doubt."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore" if name in LESSONS else "error")
        return FUNCTIONS[name](*named.values(), *rest)


PLACES = [(name, key) for name in FUNCTIONS for key in [*arguments(name)[0], *map(str, range(len(arguments(name)[1])))]]


def with_nonsense(name, key, nonsense):
    named, rest = arguments(name)
    if key.isdigit():
        return named, tuple(nonsense if place == int(key) else value for place, value in enumerate(rest))
    return named | {key: nonsense}, rest


# ---------------------------------------------------------------- nonsense, and what comes back


class Odd:
    """Neither a number nor a list."""


DATES = np.array(["2024-01-01", "2024-01-02"], dtype="datetime64[D]")
NEVER = {  # refused wherever it stands
    "nothing": None,
    "no numbers": [],
    "an object": Odd(),
    "a class": Odd,
    "a dictionary": {"a": 1},
    "bytes": b"12",
    "complex": 1j,
    "complex numbers": [0, 1j, 1, 0],
    "nan": math.nan,
    "a nan in it": [0, math.nan, 1, 0],
    "a gap in it": [0, None, 1, 0],
    "a missing number": [0, pd.NA, 1, 0],
    "infinite": math.inf,
    "minus infinity in it": [0, -math.inf, 1, 0],
    "ragged rows": [[0], [0, 1], [2], [3]],
    "dates": DATES,
    "no date": pd.NaT,
    "400 digits": 10**400,
    "5,000 digits": -(10**5000),
    "a huge number": 1e200,
    "a masked entry": np.ma.array([0, 1, 1, 0], mask=[0, 0, 1, 0]),
    "masked rows": [np.ma.array([1.0, 2.0], mask=[0, 1])] * 4,
    "all masked": np.ma.masked,
    "a table of text": pd.DataFrame({"a": ["x", "y"]}),
    "a table with a gap": pd.DataFrame({"a": [1.0, None, 2.0, 3.0], "b": [1.0, 2.0, 3.0, 4.0]}),
    "a sparse table": csr_matrix(np.eye(4)),
    "records": np.array([(1, 2.0)], dtype=[("a", int), ("b", float)]),
    "a cube of nothing": np.zeros((0, 2, 2)),
    "a generator": (number for number in ()),
}
MAYBE = {  # refused, or answered with numbers that are finite
    "text": "abc",
    "no text": "",
    "words": ["a", "b", "c", "d"],
    "a set": {1, 2},
    "a function": abs,
    "a function of nothing": lambda: 0,
    "a function that gives text": lambda *x: "abc",
    "a function that gives nothing": lambda *x: None,
    "a function that gives a list": lambda *x: [1.0, 2.0, 3.0],
    "zero": 0,
    "minus one": -1,
    "one half": 0.5,
    "true": True,
    "a million million": 10**12,
    "10^30": 10**30,
    "the largest": 1e150,
    "tiny": 1e-320,
    "one number in a list": [1.0],
    "five numbers": [1.0, 2.0, 3.0, 4.0, 5.0],
    "zeros": [0.0, 0.0, 0.0, 0.0],
    "equal numbers": [3, 3, 3, 3],
    "the largest ones": [1e150, -1e150, 1e150, 1e150],
    "tiny ones": [1e-320, -1e-320, 0.0, 1e-300],
    "a row": [[1.0, 2.0]],
    "a column": [[1.0], [2.0], [3.0], [4.0]],
    "a table of zeros": [[0.0, 0.0]] * 4,
    "a table of large numbers": [[1e150, -1e150], [-1e150, 1e150], [1e150, 1e150], [0.0, 1e150]],
    "a table of tiny numbers": [[1e-320, 0.0], [0.0, 1e-320], [1e-320, 1e-320], [0.0, 0.0]],
    "a cube": np.ones((2, 2, 2)),
    "a generator's class": np.random,
    "a node": Node(1),
}
SHAPES = [("show", "shape")] + [(f"{name}_shape", f"shape_{side}") for name in ("broadcast", "matmul") for side in "ab"]
RANKED = ("recall_at_k", "precision_at_k", "reciprocal_rank")
ITEMS = {"complex numbers", "minus infinity in it", "dates", "records"}  # whatever has a name can be ranked
PATHS = [("first_overflow", "values"), ("first_within", "losses")]
EXPLODED = {"nan", "a nan in it", "infinite", "minus infinity in it", "a huge number", "a table with a gap"}
TAKES = {  # the only places where something of NEVER is no nonsense
    ("metrics.cost_by_threshold", "prevalence"): {"nothing"},  # None: as many as there are
    ("probability.naive_bayes_log_odds", "weights"): {"no numbers"},  # a message without a known word
    ("leakage.prepare", "blocks"): {"no numbers", "a generator"},
    ("calculus.chain", "links"): {"no numbers", "a cube of nothing"},
    **{("linear_algebra." + name, key): {"no numbers"} for name, key in SHAPES},  # the shape of a single number
    **{(f"retrieval.{name}", "ranking"): ITEMS | {"no numbers", "a generator"} for name in RANKED},
    **{(f"retrieval.{name}", "relevant"): ITEMS for name in RANKED},
    ("retrieval.vote", "labels"): ITEMS,
    ("retrieval.chunks", "items"): ITEMS,
    ("retrieval.bm25", "query"): ITEMS | {"no numbers", "a generator"},  # a question without a word finds nothing
    **dict.fromkeys([("retrieval.bm25", "texts"), ("retrieval.reciprocal_rank_fusion", "rankings")], {"ragged rows"}),
    ("leakage.with_kin", "groups"): {"minus infinity in it"},
    **{(f"metrics.{name}", "zero_division"): {"nan"} for name in ("precision", "recall", "f1")},
    **{(f"optimisation.{name}", key): EXPLODED for name, key in PATHS},  # they find where a descent explodes
    ("models.logistic_loss", "v"): EXPLODED,
}
SAID_TO_BE_NAN = {  # their docstring says when, and this word is in it
    "probability.posterior_odds": "Infinite",
    "probability.conditional": "nan",
    "probability.naive_bayes_log_odds": "Infinite",
    "metrics.roc_curve": "inf",
    "metrics.cost_by_threshold": "inf",
    "language.kl_divergence": "Infinite",
    "optimisation.mse": "Infinite",
    "optimisation.condition_number": "Infinite",
    "optimisation.gradient_descent": "inf or nan",
    "optimisation.minibatch_descent": "inf or nan",
    "models.fit_gradient_descent": "inf or nan",
    "retrieval.chunks": "as they are",
    **dict.fromkeys(["calculus.difference_quotient", "calculus.central_difference", "calculus.tangent"], ""),
}
NAMED = {  # where the sentence names an argument in other words
    **{("linear_algebra.matmul_shape", f"shape_{side}"): f"shape_{side}|needs a vector" for side in "ab"},
    **{("retrieval.analogy", key): f"{key}|among the 4 words" for key in "abc"},
    ("retrieval.reciprocal_rank_fusion", "rankings"): "[Rr]ankings?",
    ("retrieval.mean_reciprocal_rank", "rankings"): "[Rr]ankings?|relevant items",
    ("retrieval.mean_reciprocal_rank", "relevants"): "relevants|relevant",
    ("autodiff.as_node", "number"): "What goes with a node",
    ("expressions.parse", "text"): "Type",
    ("shapes.result_shape", "text"): "Type",
    ("statistics.group_correlations", "groups"): "groups|x holds one number",  # a group of one
    ("leakage.group_lots", "groups"): "groups|folds",  # fewer groups than folds
}
LESSONS = {"attention.softmax_naive", "optimisation.cross_entropy_naive"}  # their warning is what they are for


def assert_is_a_sentence(error):
    """Our own sentence: raised by a line of core, short, and on one line."""
    *_, (frame, line) = traceback.walk_tb(error.__traceback__)
    file = frame.f_code.co_filename
    assert "/core/" in file and "raise" in linecache.getline(file, line), f"from {file}: {error!r}"
    words = str(error)
    assert words[-1] == "." and "\n" not in words and 15 < len(words) < 250, words
    assert "object at 0x" not in words or "..." in words, words


def numbers_in(answer):
    if isinstance(answer, (tuple, list)):
        return [number for part in answer for number in numbers_in(part)]
    if isinstance(answer, dict):
        return numbers_in(list(answer.values()))
    if isinstance(answer, np.ndarray) and answer.dtype.kind == "f":
        return answer.ravel().tolist()
    return [answer] if isinstance(answer, float) else []


@pytest.mark.parametrize("name", FUNCTIONS)
def test_right_arguments_are_taken(name):
    named, rest = arguments(name)
    unknown = [key for key, value in named.items() if value is UNKNOWN]
    assert not unknown, f"{name} is new: write a right value for {unknown} into RIGHT or OWN"
    call(name, named, rest)


@pytest.mark.parametrize(("name", "key"), PLACES, ids=map(" ".join, PLACES))
def test_nonsense_gets_a_sentence_or_a_right_answer(name, key):
    for kind, nonsense in (NEVER | MAYBE).items():
        try:
            answer = call(name, *with_nonsense(name, key, nonsense))
        except ValueError as error:
            assert_is_a_sentence(error)
            named = re.search(rf"\b({NAMED.get((name, key), key)})\b", str(error)) or key.isdigit() or kind in MAYBE
            assert named, f"{kind}: which argument is meant by: {error}"
            continue
        except UndefinedMetricWarning:
            continue  # a metric of nobody says so
        except Exception as error:
            pytest.fail(f"{kind}: {error!r}")
        assert kind not in NEVER or kind in TAKES.get((name, key), ()), f"{kind} was taken: {answer}"
        fine = all(map(math.isfinite, numbers_in(answer))) or name in SAID_TO_BE_NAN or name in LESSONS
        assert fine, f"{kind} gives {answer}"


@pytest.mark.parametrize("kind", [kind for kind in NEVER if kind != "a huge number"])  # a node may hold one
def test_a_node_is_made_of_numbers_alone(kind):
    for made in (Node, lambda bad: Node(2) * bad, lambda bad: bad - Node(2), lambda bad: Node(2) ** bad):
        if made is Node or not hasattr(NEVER[kind], "__array_ufunc__"):  # arrays take − for themselves
            with pytest.raises(ValueError) as error:
                made(NEVER[kind])
            assert_is_a_sentence(error.value)


def test_where_an_answer_may_be_infinite_the_docstring_says_so():
    for name, word in SAID_TO_BE_NAN.items():
        said = FUNCTIONS[name].__doc__ if word else inspect.getmodule(FUNCTIONS[name]).__doc__
        assert (word or "a result is nan (not a number) or infinite") in said, name


# ---------------------------------------------------------------- the same numbers in other forms


def in_pandas(table):
    """A column or a table whose rows are numbered oddly."""
    return (pd.DataFrame if np.ndim(table) == 2 else pd.Series)(table, index=range(9, 9 - len(table), -1))


FORMS = {
    "tuples": lambda table: tuple(map(tuple, table)) if np.ndim(table) == 2 else tuple(table),
    "an array": np.array,
    "pandas": in_pandas,
    "nothing masked": lambda table: np.ma.array(table, mask=np.zeros(np.shape(table))),
    "objects": lambda table: np.array(table, dtype=object),
}
LISTS = [
    (name, key)
    for name, key in PLACES
    if isinstance(arguments(name)[0].get(key), list) and key not in ("net", "links", "rankings", "relevants", "texts")
]


@pytest.mark.parametrize(("name", "key"), LISTS, ids=map(" ".join, LISTS))
def test_the_same_numbers_give_the_same_answer_in_any_form(name, key):
    named, rest = arguments(name)
    expected = numbers_in(call(name, named, rest))
    for form, made in FORMS.items():
        fresh, rest = arguments(name)
        answer = numbers_in(call(name, fresh | {key: made(fresh[key])}, rest))
        assert answer == pytest.approx(expected, nan_ok=True), form


def test_numbers_of_any_kind_are_numbers():
    mixed = [Fraction(1, 3), Decimal("0.5"), np.float32(2), 10**30, True]
    assert as_numbers(mixed, "x").tolist() == [1 / 3, 0.5, 2.0, 1e30, 1.0]
    assert as_number(np.array(3), "x") == 3.0 and type(as_number(np.int8(3), "x")) is float


def test_the_sweep_reaches_every_function_that_a_step_calls():
    modules = {module.__name__ for module in MODULES}
    for path in (ROOT / "labs").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module in modules:
                for name in (alias.name for alias in node.names):
                    found = getattr(importlib.import_module(node.module), name)
                    assert found in FUNCTIONS.values() or not inspect.isfunction(found), f"{path}: {name}"


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_checks_live_in_one_module(module):
    """A function of mathematics may still refuse, but what many ask of their arguments is asked in core.checks."""
    own = [name for name, f in inspect.getmembers(module, inspect.isfunction) if f.__module__ == module.__name__]
    assert not [name for name in own if name.startswith("as_") and name not in ("as_node", "as_end")]
