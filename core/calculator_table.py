"""What a text of the calculator may call: built-ins, NumPy, math and methods, each with its arguments.

An entry says which arguments a function takes, and no others are passed on (so no `out`, no `dtype` by name):

    "@a; axis | keepdims"    a must be given, axis may be, keepdims may be by name
    @ an array, = what is made into one, & several arrays, # a number, $ a whole number; else CHECKED says what may be

Before NumPy runs, the entry's guard counts the numbers it would make and the work it would be.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Any

import numpy as np

from core.calculator_values import (
    BITS,
    CONTAINERS,
    NUMBERS,
    SCALARS,
    SEQUENCES,
    Once,
    Refused,
    Run,
    Tool,
    arithmetic,
    as_array,
    as_key,
    call_value,
    compare,
    entries,
    flops,
    iterate,
    joint_size,
    listed,
    made,
    multiplied,
    named,
    nearest,
    roomy,
    several_made,
    size_of,
    slower_by,
    span,
    spread_size,
    storable,
    truth,
    weigh,
)

# ---------------------------------------------------------------- arguments


def whole(run: Run, value: Any) -> int:
    if type(value) in NUMBERS and hasattr(value, "__index__") and type(value) is not np.bool_:
        return value
    raise Refused(f"A whole number must stand here, not {named(value)}.")


def number(run: Run, value: Any) -> Any:
    if type(value) in NUMBERS or (type(value) is np.ndarray and value.ndim == 0):
        return value
    raise Refused(f"math works on single numbers, not on {named(value)}. np has the same for arrays.")


def axis(run: Run, value: Any) -> Any:
    if value is None or type(value) is tuple:
        return value and tuple(whole(run, place) for place in value)
    return whole(run, value)


def shape(run: Run, value: Any) -> Any:
    if type(value) in SEQUENCES:
        return tuple(whole(run, size) for size in value[:65])
    if type(value) is np.ndarray and value.ndim == 1 and value.size < 65 and value.dtype.kind in "iu":
        return tuple(value)
    return None if value is None else whole(run, value)


def flag(run: Run, value: Any) -> bool:
    if type(value) in (bool, np.bool_, int):
        return bool(value)
    raise Refused(f"True or False must stand here, not {named(value)}.")


def as_it_is(run: Run, value: Any) -> Any:
    return value


def array_or_none(run: Run, value: Any) -> Any:
    return None if value is None else as_array(run, value)


def array_or_places(run: Run, value: Any) -> Any:
    """What an index of split, delete or insert may be: a whole number, a slice, or a list of numbers."""
    if type(value) is bool:
        raise Refused("A place is a whole number, not a truth value.")
    return value if type(value) is slice else as_array(run, value)


def array_alone(run: Run, value: Any) -> Any:
    if type(value) is not np.ndarray:
        raise Refused(f"An array must stand here, not {named(value)}: np.array(…) makes one.")
    return value


def few_digits(run: Run, value: Any) -> int:
    if abs(whole(run, value)) > 400:
        raise Refused("That is more decimals than a number has.")
    return value


def arrays(run: Run, value: Any) -> Any:
    if type(value) in SEQUENCES:
        weigh(run, value)
        return [as_array(run, part) for part in value]
    if type(value) is np.ndarray and value.ndim and len(value) <= 5_000:
        return value
    raise Refused(f"A list of arrays must stand here, not {named(value)}: two go in [ ], [a, b].")


def rows(run: Run, value: Any) -> Any:
    """What NumPy makes an array of: a list as it is, so that a dtype is asked of its numbers."""
    if type(value) in SEQUENCES:
        weigh(run, value, numbers=True)
        return value
    return as_array(run, value)


def word(*words: Any) -> Callable[[Run, Any], Any]:
    def check(run: Run, value: Any) -> Any:
        if (type(value) is str or type(value) in NUMBERS or value is None) and value in words:
            return value
        raise Refused(f"Here may stand {', '.join(map(repr, words))}.")

    return check


def data_type(run: Run, value: Any) -> Any:
    if value is None or (type(value) is Tool and value.name in DATA_TYPES):
        return value and DATA_TYPES[value.name]
    if type(value) is str and value != "bool_" and (value in ("float", "int", "bool") or f"np.{value}" in DATA_TYPES):
        return np.dtype(value)
    raise Refused("A dtype here is float, int, bool or one of NumPy's numbers, such as np.float32.")


DATA_TYPES = {"float": float, "int": int, "bool": bool} | {
    f"np.{name}": getattr(np, name)
    for name in "float16 float32 float64 int8 int16 int32 int64 uint8 uint16 uint32 uint64 bool_".split()
}
FLAGS = (
    "keepdims equal_nan full_matrices compute_uv hermitian density right endpoint retstep return_index return_inverse "
    "return_counts rowvar bias replace shuffle reverse strict invert increasing stable copy"
).split()
CHECKED: dict[str, Callable[[Run, Any], Any]] = {
    **dict.fromkeys(FLAGS, flag),
    **dict.fromkeys(["axis", "axes", "shift", "source", "destination", "M"], axis),
    **dict.fromkeys(["shape", "size", "reps", "newshape"], shape),
    **dict.fromkeys(["decimals", "ndigits"], few_digits),
    **dict.fromkeys(
        ["weights", "a_min", "a_max", "min", "max", "y", "p", "left", "rcond", "tol", "repeats"], array_or_none
    ),
    **dict.fromkeys(["range", "rtol", "atol", "nan", "posinf", "neginf", "dx", "scale", "loc"], as_array),
    **dict.fromkeys(["indices_or_sections", "obj"], array_or_places),
    "dtype": data_type,
    "ary": array_alone,
    "side": word("left", "right"),
    "kind": word(None, "stable", "quicksort", "mergesort", "heapsort"),
    "ord": word(None, "fro", "nuc", *range(-9, 10), math.inf, -math.inf),
    "mode": word("full", "same", "valid"),
    "method": word("linear", "lower", "higher", "nearest", "midpoint", "median_unbiased", "inverted_cdf", "hazen"),
    "indexing": word("ij", "xy"),
}
PREFIXED = {"@": as_array, "=": rows, "&": arrays, "#": number, "$": whole}


def tool(name: str, function: Callable, spec: str, guard: Callable | None = None, plain: bool = False) -> Tool:
    """A tool that checks its arguments, then how large the result will be, then runs `function` and checks the result.

    plain: the function is one of ours; it takes the run first and has its own limits.
    """
    before, _, by_name = spec.partition("|")
    must, _, may = before.partition(";")
    checks, order, known = {}, [], []
    for token in [*must.split(), *may.split(), *by_name.split()]:
        own = token.lstrip("@=&#$")
        checks[own] = PREFIXED[token[0]] if token[0] in PREFIXED else CHECKED.get(own, as_it_is)
        order.append(own)
        known += [own] if not plain or token in by_name.split() or own in ("start", "ndigits") else []
    needed, most = len(must.split()), len(must.split()) + len(may.split())

    def use(run: Run, args: list, named_args: dict) -> Any:
        fits(name, order, needed, most, args, named_args, known)
        args = [checks[own](run, value) for own, value in zip(order, args)]
        named_args = {own: checks[own](run, value) for own, value in named_args.items()}
        if plain:
            return function(run, *args, **named_args)
        if guard is None:
            run.room(joint_size(*args))
        else:
            guard(run, *args, **named_args)
        return several_made(run, function(*args, **named_args))

    return Tool(name, use)


def fits(
    name: str, order: list[str], needed: int, most: int, args: list, named_args: dict, by_name: list[str] | None = None
) -> None:
    """Refused unless the arguments are those that the function takes here, by their places or by name."""
    if len(args) > most:
        takes = f"takes {most} arguments at most" if most else "takes nothing in its brackets"
        raise Refused(f"{name} {takes} here; it was given {len(args)}.")
    for own in named_args:
        if own not in (order if by_name is None else by_name):
            raise Refused(f"{name} has no argument {own} here.{nearest(own, order)}")
        if own in order[: len(args)]:
            raise Refused(f"{name} was given its argument {own} twice.")
    missing = [own for own in order[len(args) : needed] if own not in named_args]
    if missing:
        raise Refused(f"{name} was not given its argument {missing[0]}.")


# ---------------------------------------------------------------- guards


def worth(weight: float) -> Callable:
    """A guard for work that grows with the arguments."""
    return lambda run, *args, **_: run.room(joint_size(*args), weight)


def makes(size: Callable, weight: float = 1) -> Callable:
    """A guard for a function that makes as many numbers as `size` says, of the same arguments."""

    def guard(run: Run, *args: Any, **named_args: Any) -> None:
        named_args.pop("dtype", None)
        run.room(size(*args, **named_args), weight)

    return guard


def together(run: Run, parts: Any, *_: Any, **__: Any) -> None:
    run.room(sum(map(size_of, parts)) if type(parts) is list else size_of(parts), 2)


def by_flops(slower: float) -> Callable:
    """A guard for decompositions: rows · columns · the fewer of both, for each matrix."""

    def guard(run: Run, a: Any, *args: Any, **_: Any) -> None:
        if type(a) is not np.ndarray or a.ndim < 2:
            raise Refused("This takes a matrix: rows of numbers, such as np.array([[1, 2], [3, 4]]).")
        right = [value for value in args if type(value) is np.ndarray]
        for value in right:
            columns = value.shape[-1] if value.ndim > 1 else 1
            run.room(spread_size([a.shape[:-2], value.shape[:-2]]) * max(a.shape[-1], 1) * max(columns, 1))
        count = size_of(a) * (min(a.shape[-2:]) + 1) + span(a.shape[:-2]) * 500
        flops(run, count + sum(map(size_of, right)) * a.shape[-1], slower)

    return guard


def finite_by_flops(slower: float) -> Callable:
    """The same, for methods that go on until it is near enough: with nan they might never be."""

    def guard(run: Run, a: Any, *args: Any, **named_args: Any) -> None:
        by_flops(slower)(run, a, *args, **named_args)
        if not all(np.all(np.isfinite(value)) for value in (a, *args) if type(value) is np.ndarray):
            raise Refused("The matrix holds nan or inf, so it can't be taken apart.")

    return guard


def full_svd(run: Run, a: Any, full_matrices: bool = True, *_: Any, **__: Any) -> None:
    finite_by_flops(5)(run, a)
    if full_matrices:
        run.room(span(a.shape[:-2]) * max(a.shape[-2:]) ** 2)


def norm_guard(run: Run, x: Any, ord: Any = None, axis: Any = None, *_: Any, **__: Any) -> None:
    if ord in (2, -2, "nuc") and np.ndim(x) > 1 and type(axis) is not int:
        if x.ndim > 2:
            raise Refused("np.linalg.norm takes one matrix at a time here.")
        finite_by_flops(5)(run, x)
    run.room(size_of(x), 2)


def matrix_power_guard(run: Run, a: Any, n: int) -> None:
    by_flops(1)(run, a)
    run.room(abs(n).bit_length() * 16)
    flops(run, a.size * a.shape[-1] * 2 * (abs(n).bit_length() + 1), slower_by(a) / 4)


def dot_guard(run: Run, a: Any, b: Any) -> None:
    if np.ndim(a) and np.ndim(b) and (a.ndim > 2 or b.ndim > 2):
        inner = max(a.shape[-1], 1)
        run.room(size_of(a) // inner * (size_of(b) // inner))
        flops(run, size_of(a) * (size_of(b) // inner), 5)
    elif np.ndim(a) and np.ndim(b):
        multiplied(run, a, b)
    else:
        run.room(joint_size(a, b))


def arange_size(start: Any, stop: Any = None, step: Any = 1, *_: Any) -> float:
    if stop is None:
        start, stop = 0, start
    return max(math.ceil((float(stop) - float(start)) / float(step)), 0)


def repeat_size(a: Any, repeats: Any, axis: Any = None) -> float:
    if type(repeats) is np.ndarray and repeats.size != 1:
        longest = 1 if axis is None or not np.ndim(a) else a.shape[axis]
        return float(np.sum(repeats, dtype=float)) * size_of(a) / max(longest if axis is not None else size_of(a), 1)
    return size_of(a) * float(np.max(repeats))


def diff_guard(run: Run, a: Any, n: int = 1, *_: Any, **__: Any) -> None:
    if n < 1:
        raise Refused("np.diff takes at least one step here.")
    run.room(max(size_of(a), 100) * n)


def diag_size(v: Any, k: int = 0) -> float:
    return (size_of(v) + abs(k)) ** 2 if np.ndim(v) == 1 else size_of(v)


def bincount_size(x: Any, weights: Any = None, minlength: int = 0) -> float:
    return max(float(np.max(x)) + 1 if np.size(x) and np.ndim(x) else 0, minlength, size_of(x))


def bins_size(a: Any, bins: Any = 10, *_: Any, **__: Any) -> float:
    return max(size_of(a), bins if type(bins) in NUMBERS else size_of(bins))


def quantile_size(a: Any, q: Any, axis: Any = None, **_: Any) -> float:
    kept = 1 if axis is None or not np.ndim(a) else size_of(a) / max(math.prod(np.take(a.shape, axis).ravel()), 1)
    return max(size_of(q) * kept, size_of(a))


def to_list_guard(run: Run, a: Any) -> None:
    run.room(size_of(a), 4)
    run.take(40 * size_of(a) + 64 * span(np.shape(a)[:-1]))


def unique_guard(run: Run, ar: Any, *_: Any, **named_args: Any) -> None:
    whole_rows = named_args.get("axis") is not None or len(_) > 3
    run.room(size_of(ar) * (8 if whole_rows else 1), 40)


def rows_of(m: Any) -> int:
    return max(np.shape(m)[:1] + (1,)) if np.ndim(m) > 1 else 1


def cov_size(m: Any, y: Any = None, rowvar: bool = True, **_: Any) -> float:
    rows = sum((rows_of(part) if rowvar else max(np.shape(part)[-1:] + (1,))) for part in (m, y) if part is not None)
    many = np.size(m) // max(rows_of(m), 1) if rowvar else rows_of(m)
    if many < 2:
        raise Refused("A covariance takes at least two columns of measurements.")
    return rows**2


# ---------------------------------------------------------------- quiet versions of what would print a warning


def averaged_over(a: Any, axis: Any) -> int:
    if axis is None:
        return np.size(a)
    places = np.lib.array_utils.normalize_axis_tuple(axis, np.ndim(a))
    return math.prod(np.shape(a)[place] for place in places)


def quiet_mean(a: Any, axis: Any = None, dtype: Any = None, keepdims: bool = False) -> Any:
    if averaged_over(a, axis):
        return np.mean(a, axis, dtype=dtype, keepdims=keepdims)
    return np.true_divide(np.sum(a, axis, dtype=dtype, keepdims=keepdims), 0)


def quiet_median(a: Any, axis: Any = None, keepdims: bool = False) -> Any:
    return (np.median if averaged_over(a, axis) else quiet_mean)(a, axis=axis, keepdims=keepdims)


def quiet_var(a: Any, axis: Any = None, ddof: Any = 0, keepdims: bool = False) -> Any:
    if averaged_over(a, axis) > ddof:
        return np.var(a, axis, ddof=ddof, keepdims=keepdims)
    deviations = a - quiet_mean(a, axis, keepdims=True)
    return np.true_divide(np.sum(deviations**2, axis, keepdims=keepdims), 0)


def quiet_std(a: Any, axis: Any = None, ddof: Any = 0, keepdims: bool = False) -> Any:
    return np.sqrt(quiet_var(a, axis, ddof, keepdims))


def quiet_average(a: Any, axis: Any = None, weights: Any = None) -> Any:
    return quiet_mean(a, axis) if weights is None else np.average(a, axis, weights)


def quiet_histogram(a: Any, *args: Any, **named_args: Any) -> Any:
    a = np.asarray(a)
    return np.histogram(a.astype(np.uint8) if a.dtype == bool else a, *args, **named_args)


def unique(
    ar: Any, return_index: bool = False, return_inverse: bool = False, return_counts: bool = False, axis: Any = None
) -> Any:
    """np.unique, always by sorting: NumPy's table of hashes can be filled so that all collide."""
    found = np.unique(ar, return_index, return_inverse, True, axis)
    wanted = (True, return_index, return_inverse, return_counts)
    parts = iter(found)
    kept = [next(parts) for part, asked in zip(wanted, (True, return_index, return_inverse, True)) if asked]
    return tuple(kept if return_counts else kept[:-1]) if any(wanted[1:]) else kept[0]


def isin(element: Any, test_elements: Any) -> Any:
    """np.isin, by sorting."""
    ordered = np.sort(np.ravel(test_elements))
    if not ordered.size:
        return np.zeros(np.shape(element), bool)
    places = np.minimum(np.searchsorted(ordered, element), ordered.size - 1)
    return np.asarray(np.equal(ordered[places], element))


def setdiff1d(ar1: Any, ar2: Any) -> Any:
    alone = unique(ar1)
    return alone[~isin(alone, ar2)]


# ---------------------------------------------------------------- NumPy


def numpy_table() -> dict[str, Any]:
    """Everything behind `np.`: tools, and numbers such as np.pi."""
    table: dict[str, Any] = {"pi": np.pi, "e": np.e, "inf": np.inf, "nan": np.nan, "newaxis": None}

    def add(names: str, spec: str, guard: Callable | None = None, function: Callable | None = None) -> None:
        for name in names.split():
            found = function or functools.reduce(getattr, name.split("."), np)
            table[name] = tool(f"np.{name}", found, spec, guard)

    add(
        "abs absolute fabs negative positive exp expm1 exp2 log log2 log10 log1p sqrt cbrt square sign sin cos tan "
        "arcsin arccos arctan sinh cosh tanh arcsinh arccosh arctanh degrees radians deg2rad rad2deg floor ceil trunc "
        "rint isnan isinf isfinite logical_not reciprocal signbit invert", "@x", worth(2),
    )  # fmt: skip
    add(
        "add subtract multiply divide true_divide floor_divide mod remainder power float_power arctan2 hypot maximum "
        "minimum fmax fmin logaddexp logaddexp2 copysign greater greater_equal less less_equal equal not_equal "
        "logical_and logical_or logical_xor fmod heaviside", "@x1 @x2", worth(4),
    )  # fmt: skip
    for name in DATA_TYPES:
        if name.startswith("np."):
            add(name[3:], "; =x", function=DATA_TYPES[name])
    # made from nothing, or from a shape
    add("array asarray", "=a; dtype | copy")
    add("zeros ones", "shape; dtype", makes(lambda shape, *_: entries(shape)))
    add("empty", "shape; dtype", makes(lambda shape, *_: entries(shape)), np.zeros)
    add("full", "shape @fill_value; dtype", makes(lambda shape, *_: entries(shape)))
    add("zeros_like ones_like", "@a; dtype")
    add("full_like", "@a @fill_value; dtype", makes(lambda a, *_: size_of(a)))
    add("arange", "@start; @stop @step dtype", makes(arange_size))
    add("linspace", "@start @stop; $num endpoint retstep dtype",
        makes(lambda start, stop, num=50, *_, **__: joint_size(start, stop) * max(num, 1), 2))  # fmt: skip
    add("logspace geomspace", "@start @stop; $num endpoint",
        makes(lambda start, stop, num=50, *_, **__: joint_size(start, stop) * max(num, 1), 4))  # fmt: skip
    add("eye", "$N; M $k dtype", makes(lambda N, M=None, k=0, *_: max(N, 1) * max(N if M is None else M, 1)))
    add("identity", "$n; dtype", makes(lambda n, *_: n * n if n > 0 else 0))
    add("tri", "$N; M $k", makes(lambda N, M=None, k=0: max(N, 1) * max(N if M is None else M, 1)))
    add("diag", "@v; $k", makes(diag_size))
    add("triu_indices tril_indices", "$n; $k", makes(lambda n, k=0: n * n if n > 0 else 0))
    add("meshgrid", "@x1; @x2 @x3 | indexing", makes(lambda *axes, **_: math.prod(map(size_of, axes)), 3))
    # one number of many
    add("sum prod", "@a; axis dtype | keepdims")
    add("min max amin amax any all count_nonzero ptp", "@a; axis | keepdims")
    add("mean", "@a; axis dtype | keepdims", function=quiet_mean)
    add("median", "@a; axis | keepdims", worth(8), quiet_median)
    add("var", "@a; axis | #ddof keepdims", worth(4), quiet_var)
    add("std", "@a; axis | #ddof keepdims", worth(4), quiet_std)
    add("average", "@a; axis weights", worth(2), quiet_average)
    add("argmin argmax", "@a; axis | keepdims")
    add("quantile percentile", "@a @q; axis | method keepdims", makes(quantile_size, 16))
    add("trace", "@a; $offset")
    add("array_equal", "@a1 @a2; equal_nan", makes(lambda a1, a2, *_, **__: max(size_of(a1), size_of(a2)), 2))
    add("isclose allclose", "@a @b; rtol atol equal_nan", worth(8))
    # as many as there were
    add("sort", "@a; axis | kind stable", worth(16))
    add("argsort", "@a; axis kind | stable", worth(40))
    add("cumsum cumprod", "@a; axis dtype")
    add("diff", "@a; $n axis", diff_guard)
    add("round around", "@a; decimals", worth(2))
    add("clip", "@a; a_min a_max | min max",
        lambda run, a, *args, **named_args: run.room(joint_size(a, *args, *named_args.values())))  # fmt: skip
    add("nan_to_num", "@x; copy nan posinf neginf", worth(4))
    add("copy ravel flipud fliplr atleast_1d atleast_2d", "@a")
    add("transpose", "@a; axes")
    add("flip squeeze", "@a; axis")
    add("reshape", "@a shape", makes(lambda a, shape: max(size_of(a), entries(shape))))
    add("expand_dims", "@a axis", makes(lambda a, axis: size_of(a)))
    add("swapaxes", "@a $axis1 $axis2")
    add("moveaxis", "@a source destination", makes(lambda a, *_: size_of(a)))
    add("roll", "@a shift; axis", makes(lambda a, *_, **__: size_of(a), 2))
    add("rot90 triu tril diagonal", "@m; $k")
    add(
        "where",
        "@condition; @x @y",
        makes(lambda c, *xy: joint_size(c, *xy) if xy else size_of(c) * max(np.ndim(c), 1), 2),
    )
    add("interp", "@x @xp @fp; left @right", makes(lambda x, xp, fp, *_, **__: max(size_of(x), size_of(xp)), 16))
    add("gradient", "@f; @h | axis", makes(lambda f, *_, **__: size_of(f) * max(np.ndim(f), 1), 4))
    add("trapezoid", "@y; @x dx axis", worth(4))
    # more, fewer, or others
    add("tile", "@A reps", makes(lambda A, reps: size_of(A) * entries(reps), 2))
    add("repeat", "@a repeats; axis", makes(repeat_size, 2))
    add("broadcast_to", "@array shape", makes(lambda array, shape: entries(shape)))
    add("concatenate stack", "&arrays; axis", together)
    add("vstack hstack column_stack", "&tup", together)
    add("append", "@arr @values; axis", makes(lambda arr, values, *_, **__: size_of(arr) + size_of(values)))
    add(
        "insert",
        "@arr obj @values; axis",
        makes(lambda arr, obj, values, *_, **__: size_of(arr) + size_of(obj) * size_of(values), 4),
    )
    add("delete", "@arr obj; axis", makes(lambda arr, *_, **__: size_of(arr), 4))
    add("split array_split", "ary indices_or_sections; axis", makes(
        lambda ary, cuts, *_, **__: size_of(ary) + 8 * (size_of(cuts) if np.ndim(cuts) else cuts)))  # fmt: skip
    add("take", "@a @indices; axis", makes(lambda a, indices, axis=None: size_of(indices) * (
        1 if axis is None else size_of(a) / max(np.shape(a)[axis], 1)), 2))  # fmt: skip
    add("take_along_axis", "@arr @indices axis", makes(lambda arr, indices, axis: joint_size(arr, indices), 4))
    add("unique", "@ar; return_index return_inverse return_counts axis", unique_guard, unique)
    add("isin", "@element @test_elements", makes(lambda a, b: size_of(a) + size_of(b), 40), isin)
    add("setdiff1d", "@ar1 @ar2", makes(lambda a, b: size_of(a) + size_of(b), 40), setdiff1d)
    add("searchsorted", "@a @v; side", makes(lambda a, v, *_, **__: max(size_of(a), size_of(v)), 16))
    add("digitize", "@x @bins; right", makes(lambda x, bins, *_, **__: max(size_of(x), size_of(bins)), 16))
    add("bincount", "@x; weights $minlength", makes(bincount_size, 2))
    add("histogram", "@a; @bins range | density weights", makes(bins_size, 16), quiet_histogram)
    add("nonzero flatnonzero argwhere", "@a", makes(lambda a: size_of(a) * max(np.ndim(a), 1), 2))
    add("cov", "@m; y rowvar bias | ddof", makes(cov_size, 4))
    add("corrcoef", "@x; y rowvar", makes(cov_size, 4))
    add("convolve", "@a @v; mode", lambda run, a, v, *_, **__: flops(run, size_of(a) * size_of(v), 4))
    add("polyval", "@p @x", makes(lambda p, x: size_of(p) * (size_of(x) + 100)))
    # products and decompositions
    add("dot", "@a @b", dot_guard)
    add("inner", "@a @b", lambda run, a, b: dot_guard(run, a, b.T if np.ndim(b) else b))
    add("vdot", "@a @b", makes(lambda a, b: size_of(a) + size_of(b)))
    add("matmul", "@x1 @x2", multiplied)
    add("outer kron", "@a @b", makes(lambda a, b: size_of(a) * size_of(b), 2))
    add("linalg.norm", "@x; ord axis keepdims", norm_guard)
    add("linalg.solve", "@a @b", by_flops(1))
    add("linalg.inv linalg.det linalg.slogdet linalg.cholesky", "@a", by_flops(1.5))
    add("linalg.eigh linalg.eigvalsh linalg.cond linalg.matrix_rank", "@a", finite_by_flops(4))
    add("linalg.eig linalg.eigvals", "@a", finite_by_flops(12))
    add("linalg.svd", "@a; full_matrices compute_uv", full_svd)
    add("linalg.qr", "@a", by_flops(4))
    add("linalg.lstsq", "@a @b; rcond", finite_by_flops(4))
    add("linalg.pinv", "@a", finite_by_flops(8))
    add("linalg.matrix_power", "@a $n", matrix_power_guard)
    table["finfo"] = tool("np.finfo", lambda run, dtype: np.finfo(dtype), "dtype", plain=True)
    table["random.default_rng"] = tool(
        "np.random.default_rng", lambda run, seed: np.random.default_rng(seed), "$seed", plain=True
    )
    add("size", "@a; $axis")
    add("shape ndim", "@a")
    return table


# ---------------------------------------------------------------- methods


def array_methods() -> dict[str, Tool]:
    """The methods of arrays: mostly the functions of the same name."""
    same = (
        "sum prod min max any all mean var std argmin argmax cumsum cumprod round clip ravel squeeze dot repeat "
        "take searchsorted nonzero trace diagonal swapaxes argsort copy"
    ).split()
    methods = {name: NUMPY[name] for name in same if name in NUMPY}

    def add(name: str, spec: str, function: Callable, guard: Callable | None = None) -> None:
        methods[name] = tool(name, function, spec, guard)

    add("flatten", "@a", lambda a: a.flatten())
    add("astype", "@a dtype", lambda a, dtype: a.astype(dtype), makes(lambda a, *_: size_of(a)))
    add(
        "tolist",
        "@a",
        lambda a: a.tolist(),
        to_list_guard,
    )
    add("item", "@a; $place", lambda a, *place: a.item(*place))
    add("fill", "@a #value", lambda a, value: a.fill(value))
    add("sort", "@a; axis | kind", lambda a, *axis, **kind: a.sort(*axis, **kind), worth(16))
    methods["reshape"] = Tool("reshape", spread(NUMPY["reshape"], 1))
    methods["transpose"] = Tool("transpose", spread(NUMPY["transpose"], 1))
    return methods


def spread(function: Tool, first: int) -> Callable:
    """A method whose last argument, a tuple, may also be given as several whole numbers: x.reshape(2, 3)."""

    def use(run: Run, args: list, named_args: dict) -> Any:
        loose = args[first:]
        return function.run(run, [*args[:first], tuple(loose)] if len(loose) > 1 else args, named_args)

    return use


def add_entry(run: Run, row: list, new: Any) -> None:
    row.append(storable(run, new, row))


def extend(run: Run, row: list, values: Any) -> None:
    new = [storable(run, entry, row) for entry in listed(run, values)]
    run.room(len(row) + len(new))
    run.take(8 * len(new))
    row.extend(new)


def insert(run: Run, row: list, place: int, new: Any) -> None:
    run.spend(len(row) // 64)
    row.insert(place, storable(run, new, row))


def pop(run: Run, row: list, place: int = -1) -> Any:
    run.spend(len(row) // 64)
    return row.pop(place)


def index(run: Run, row: Any, value: Any) -> int:
    found(run, row, value)
    if value not in row:
        raise Refused(f"The value isn't in {named(row)}.")
    return row.index(value)


def count(run: Run, row: Any, value: Any) -> int:
    found(run, row, value)
    return row.count(value)


def found(run: Run, row: Any, value: Any) -> None:
    weigh(run, row)
    if type(value) in CONTAINERS:
        weigh(run, value)


def remove(run: Run, row: list, value: Any) -> None:
    found(run, row, value)
    row.remove(value)


def sort_list(run: Run, row: list, key: Any = None, reverse: bool = False) -> None:
    row[:] = ordered(run, row, key, reverse)


def turn(run: Run, row: list) -> None:
    run.spend(len(row) // 64)
    row.reverse()


def get(run: Run, table: dict, key: Any, default: Any = None) -> Any:
    return table.get(as_key(run, key), default)


def add_to_set(run: Run, group: set, value: Any) -> None:
    group.add(as_key(run, value))
    roomy(group)


def between_sets(name: str) -> Callable:
    def use(run: Run, group: set, other: Any) -> Any:
        return getattr(set, name)(group, as_set(run, other))

    return use


# ---------------------------------------------------------------- built-ins

TOGETHER = 1_000  # lists that zip goes through
MOST_AT_ONCE = 300  # numbers that math.gcd and math.hypot take
SORTED = 20_000  # entries that Python sorts at once: it holds everything else up meanwhile


def total(run: Run, values: Any, start: Any = 0) -> Any:
    """sum: Python's own where all are numbers, else one + after the other."""
    entries = listed(run, values)
    if type(start) in NUMBERS and NUMBERS.issuperset(map(type, entries)):
        return made(run, sum(entries, start))
    for value in entries:
        run.spend(1)
        start = arithmetic(run, "+", start, value)
    return start


def extreme(sign: str) -> Callable:
    """min or max, as Python compares: the first of those that are equal."""

    def use(run: Run, args: list, named_args: dict) -> Any:
        name = "max" if sign == ">" else "min"
        fits(name, ["key", "default"], 0, 2, [], named_args)
        values = listed(run, args[0]) if len(args) == 1 else args
        if not values and "default" in named_args:
            return named_args["default"]
        if not values:
            raise Refused(f"{name} needs at least one value.")
        if named_args.get("key") is None and NUMBERS.issuperset(map(type, values)):
            return (max if sign == ">" else min)(values)
        return furthest(run, sign, values, named_args.get("key"))

    return use


def furthest(run: Run, sign: str, values: list, key: Any) -> Any:
    best = best_rank = None
    for place, value in enumerate(values):
        run.spend(1)
        rank = value if key is None else call_value(run, key, [value], {})
        if place == 0 or truth(compare(run, sign, rank, best_rank)):
            best, best_rank = value, rank
    return best


def ordered(run: Run, values: Any, key: Any = None, reverse: bool = False) -> list:
    """sorted: Python's own, for entries that can be compared fast."""
    entries = listed(run, values, SORTED)
    ranks = entries if key is None else [call_value(run, key, [entry], {}) for entry in entries]
    run.room(len(entries), 64)
    if not SCALARS.issuperset(map(type, ranks)) and weigh(run, ranks) > SORTED:
        raise Refused(f"Python's sorted puts {SORTED:,} numbers in order at most here; np.sort and np.argsort more.")
    places = sorted(range(len(entries)), key=ranks.__getitem__, reverse=flag(run, reverse))
    return [entries[place] for place in places]


def size(run: Run, value: Any) -> int:
    if type(value) in (list, tuple, dict, set, range, str) or (type(value) is np.ndarray and value.ndim):
        return len(value)
    raise Refused(f"{named(value).capitalize()} has no length.")


def absolute(run: Run, x: Any) -> Any:
    if type(x) is np.ndarray:
        run.room(x.size)
    elif type(x) not in NUMBERS:
        raise Refused(f"abs takes a number or an array, not {named(x)}. np.abs takes a list, too.")
    return made(run, abs(x))


def rounded(run: Run, x: Any, ndigits: Any = None) -> Any:
    if type(x) is np.ndarray or type(x) not in NUMBERS:
        raise Refused(f"round takes a number, not {named(x)}. np.round takes an array.")
    return made(run, round(x) if ndigits is None else round(x, few_digits(run, ndigits)))


def power(run: Run, base: Any, exp: Any) -> Any:
    return arithmetic(run, "**", base, exp)


def quotient_and_rest(run: Run, a: Any, b: Any) -> tuple:
    return arithmetic(run, "//", a, b), arithmetic(run, "%", a, b)


def as_type(kind: type) -> Callable:
    """float, int or bool of one number."""

    def use(run: Run, x: Any = 0) -> Any:
        if type(x) not in NUMBERS and not (type(x) is np.ndarray and x.ndim == 0):
            if kind is bool:
                return truth(x)
            if kind is float and type(x) is str and x.lower().lstrip("+-") in ("inf", "infinity", "nan"):
                return float(x[:9])
            name = kind.__name__
            raise Refused(f"{name} takes one number, not {named(x)}. For an array write .astype({name}).")
        return made(run, kind(x))

    return use


def each(run: Run, args: list, named_args: dict) -> Once:
    """zip. Where all have a length, Python's own; else one step after the other, so that zips of zips count."""
    fits("zip", ["strict"], 0, 0, [], named_args)
    strict = flag(run, named_args.get("strict", False))
    if len(args) > TOGETHER:
        raise Refused(f"zip takes {TOGETHER} lists at most here.")
    parts = [iterate(run, value) for value in args]
    steps = (
        zip(*parts, strict=strict)
        if Once not in map(type, args)
        else zip(*[slowly(run, p) for p in parts], strict=strict)
    )
    return Once(slowly(run, steps, 2 * len(parts)) if len(parts) > 3 else steps, *args)


def slowly(run: Run, steps: Any, cost: int = 1) -> Any:
    """The same steps, each of them counted."""
    for value in steps:
        run.spend(cost)
        yield value


def numbered(run: Run, values: Any, start: int = 0) -> Once:
    return Once(enumerate(slowly(run, iterate(run, values)), start), values)


def backwards(run: Run, values: Any) -> Any:
    if type(values) in (list, tuple, range) or (type(values) is np.ndarray and values.ndim):
        return Once(reversed(values))
    raise Refused(f"reversed takes a list, a range or an array, not {named(values)}.")


def numbers_below(run: Run, args: list, named_args: dict) -> range:
    fits("range", ["start", "stop", "step"], 1, 3, args, {})
    fits("range", [], 0, 0, [], named_args)
    return range(*[whole(run, value) for value in args])


def quantified(stop: bool) -> Callable:
    """any (stops at the first True) or all (stops at the first False)."""

    def use(run: Run, values: Any) -> bool:
        for value in iterate(run, values):
            run.spend(1)
            if truth(value) is stop:
                return stop
        return not stop

    return use


def as_set(run: Run, values: Any = ()) -> set:
    group: set = set()
    for value in iterate(run, values):
        run.spend(1)
        add_to_set(run, group, value)
    return group


def as_dict(run: Run, pairs: Any = ()) -> dict:
    table: dict = {}
    for pair in pairs.items() if type(pairs) is dict else iterate(run, pairs):
        run.spend(1)
        key, value = listed(run, pair, 2)
        table[as_key(run, key)] = value
        roomy(table)
    return table


def mapped(run: Run, args: list, named_args: dict) -> Once:
    fits("map", ["function", "values"], 2, len(args), args, named_args, [])
    function, *rows = args
    if len(rows) == 1:
        steps = ([value] for value in iterate(run, rows[0]))
    else:
        steps = map(list, each(run, rows, {}).steps)
    return Once((call_value(run, function, values, {}) for values in slowly(run, steps)), *rows)


def builtins() -> dict[str, Tool]:
    rows = {
        "len": (size, "value"), "abs": (absolute, "x"), "round": (rounded, "number; ndigits"),
        "pow": (power, "base exp"), "divmod": (quotient_and_rest, "a b"), "float": (as_type(float), "; x"),
        "int": (as_type(int), "; x"), "bool": (as_type(bool), "; x"), "sum": (total, "values; start"),
        "any": (quantified(True), "values"),
        "all": (quantified(False), "values"), "sorted": (ordered, "values | key reverse"),
        "list": (lambda run, values=(): listed(run, values), "; values"),
        "tuple": (lambda run, values=(): tuple(listed(run, values)), "; values"),
        "set": (as_set, "; values"), "dict": (as_dict, "; pairs"), "enumerate": (numbered, "values; $start"),
        "reversed": (backwards, "values"),
    }  # fmt: skip
    tools = {name: tool(name, function, spec, plain=True) for name, (function, spec) in rows.items()}
    own = {"min": extreme("<"), "max": extreme(">"), "zip": each, "map": mapped, "range": numbers_below}
    return tools | {name: Tool(name, run_it) for name, run_it in own.items()}


# ---------------------------------------------------------------- math


def few_enough(*_: Any, **__: Any) -> None:
    return None


def fits_in_bits(run: Run, n: int, k: int | None = None) -> None:
    """Refused if n!, or n over k, would have too many digits."""
    if k is None:
        few_bits(run, math.lgamma(n + 1) / math.log(2) if 0 < n <= BITS else n)
    else:
        few_bits(run, min(min(k, n - k) * max(n, 2).bit_length(), n))


def few_bits(run: Run, bits: float) -> None:
    if bits > BITS:
        raise Refused(f"This whole number would have more than {BITS // 10 * 3} digits. Add logarithms: math.lgamma.")
    run.spend(BITS // 16)


def perm_guard(run: Run, n: int, k: int | None = None) -> None:
    fits_in_bits(run, n) if k is None else few_bits(run, k * max(n, 2).bit_length())


def exact_sum(run: Run, values: Any) -> float:
    return math.fsum([number(run, value) for value in listed(run, values)])


def product(run: Run, values: Any, start: Any = 1) -> Any:
    for value in listed(run, values):
        run.spend(1)
        start = arithmetic(run, "*", start, number(run, value))
    return start


def of_points(run: Run, p: Any, q: Any) -> float:
    return math.dist(*[[number(run, value) for value in listed(run, point)] for point in (p, q)])


def many_numbers(function: Callable, check: Callable) -> Callable:
    def use(run: Run, args: list, named_args: dict) -> Any:
        fits(f"math.{function.__name__}", [], 0, 0, [], named_args)
        if len(args) > MOST_AT_ONCE:
            raise Refused(f"math.{function.__name__} takes {MOST_AT_ONCE} numbers at most here.")
        run.room(len(args), 8)
        return made(run, function(*[check(run, value) for value in args]))

    return use


def math_table() -> dict[str, Any]:
    """Everything behind `math.`."""
    table: dict[str, Any] = {name: getattr(math, name) for name in ("pi", "e", "inf", "nan", "tau")}
    one = (
        "sqrt exp exp2 expm1 log2 log10 log1p sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh floor ceil "
        "trunc fabs erf erfc gamma lgamma degrees radians cbrt isnan isinf isfinite ulp"
    ).split()
    two = "atan2 copysign fmod remainder nextafter".split()
    for names, spec in ((one, "#x"), (two, "#x #y"), (["pow"], "#x #y"), (["log"], "#x; #base")):
        table |= {name: tool(f"math.{name}", getattr(math, name), spec, few_enough) for name in names}
    table["isclose"] = tool("math.isclose", math.isclose, "#a #b | #rel_tol #abs_tol", few_enough)
    table["factorial"] = tool("math.factorial", math.factorial, "$n", fits_in_bits)
    table["comb"] = tool("math.comb", math.comb, "$n $k", fits_in_bits)
    table["perm"] = tool("math.perm", math.perm, "$n; $k", perm_guard)
    table["isqrt"] = tool("math.isqrt", math.isqrt, "$n", few_enough)
    table["fsum"] = tool("math.fsum", exact_sum, "values", plain=True)
    table["prod"] = tool("math.prod", product, "values | #start", plain=True)
    table["dist"] = tool("math.dist", of_points, "p q", plain=True)
    table["hypot"] = Tool("math.hypot", many_numbers(math.hypot, number))
    table["gcd"] = Tool("math.gcd", many_numbers(math.gcd, whole))
    table["lcm"] = Tool("math.lcm", lcm)
    return table


def lcm(run: Run, args: list, named_args: dict) -> int:
    fits("math.lcm", [], 0, 0, [], named_args)
    result = 1
    for value in args:
        run.spend(1)
        result = made(run, math.lcm(result, whole(run, value)))
    return result


# ---------------------------------------------------------------- random numbers


def draws(*params: Any, size: Any = None) -> float:
    return max(entries(size), joint_size(*params))


def rng_methods() -> dict[str, Tool]:
    """The methods of a generator of random numbers that the text was given."""

    def rows(name: str, spec: str, size: Callable, weight: float = 8) -> Tool:
        def guard(run: Run, rng: Any, *args: Any, **named_args: Any) -> None:
            run.room(size(*args, **{k: v for k, v in named_args.items() if k != "endpoint"}), weight)

        return tool(
            name, lambda rng, *args, **named_args: getattr(rng, name)(*args, **named_args), "rng " + spec, guard
        )

    def pair(a: Any = 0, b: Any = 1, size: Any = None, **_: Any) -> float:
        return draws(a, b, size=size)

    def chosen(a: Any, size: Any = None, *_: Any, **__: Any) -> float:
        pool = max(int(a), 0) if type(a) in NUMBERS else size_of(a)
        return max(pool, entries(size) * (size_of(a) / max(len(a), 1) if np.ndim(a) else 1))

    return {
        "standard_normal": rows("standard_normal", "; size", lambda size=None: entries(size)),
        "random": rows("random", "; size", lambda size=None: entries(size)),
        "normal": rows("normal", "; @loc @scale size", pair),
        "uniform": rows("uniform", "; @low @high size", pair),
        "integers": rows(
            "integers", "@low; @high size | endpoint", lambda low, high=None, size=None: draws(low, size=size)
        ),
        "exponential": rows("exponential", "; @scale size", lambda scale=1, size=None: draws(scale, size=size)),
        "binomial": rows("binomial", "@n @p; size", pair, 64),
        "poisson": rows("poisson", "@lam; size", lambda lam, size=None: draws(lam, size=size), 64),
        "permutation": rows("permutation", "; @x", lambda x: max(int(x), 0) if type(x) in NUMBERS else size_of(x)),
        "choice": rows("choice", "@a; size replace p | axis shuffle", chosen, 16),
    }


NUMPY = numpy_table()
MATH = math_table()
BUILTINS = builtins()
ARRAY_METHODS = array_methods()
ARRAY_FACTS = {"T": lambda a: a.T, "shape": lambda a: a.shape, "size": lambda a: a.size, "ndim": lambda a: a.ndim}


def plain_tools(rows: dict[str, tuple[Callable, str]]) -> dict[str, Tool]:
    return {name: tool(name, function, spec, plain=True) for name, (function, spec) in rows.items()}


LIST_METHODS = plain_tools({
    "append": (add_entry, "row new"), "extend": (extend, "row values"), "insert": (insert, "row $place new"),
    "pop": (pop, "row; $place"), "index": (index, "row value"), "count": (count, "row value"),
    "remove": (remove, "row value"), "sort": (sort_list, "row | key reverse"), "reverse": (turn, "row"),
    "copy": (lambda run, row: listed(run, row), "row"), "clear": (lambda run, row: row.clear(), "row"),
})  # fmt: skip
TUPLE_METHODS = {name: LIST_METHODS[name] for name in ("index", "count")}
DICT_METHODS = plain_tools({
    "get": (get, "table key; default"), "keys": (lambda run, table: table.keys(), "table"),
    "values": (lambda run, table: table.values(), "table"), "items": (lambda run, table: table.items(), "table"),
})  # fmt: skip
SET_METHODS = plain_tools({
    "add": (add_to_set, "group value"),
    **{name: (between_sets(name), "group other") for name in ("union", "intersection", "difference")},
})  # fmt: skip
METHODS: dict[type, dict[str, Tool]] = {
    list: LIST_METHODS, tuple: TUPLE_METHODS, dict: DICT_METHODS, set: SET_METHODS, np.ndarray: ARRAY_METHODS,
    np.random.Generator: rng_methods(),
}  # fmt: skip
