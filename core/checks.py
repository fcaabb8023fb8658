"""What the functions of core ask of their arguments, and what they say when they don't get it.

A check takes an argument and its name, and gives the argument back in one form, such as a NumPy array of floats.
What it can't use is a ValueError, in a sentence that names the argument.

    one number, a flat list, a table    lists, tuples, NumPy arrays, and pandas' Series and DataFrames will do
    nan, inf, None, text, dates         refused, and so is a masked entry: fill it, or leave it out, first
    more than LARGEST in size           refused: its square would be too large for a computer to hold
    more than MOST of something         refused where they are made or counted one by one: it would never end
"""

from __future__ import annotations

import ast
import inspect
import math
import reprlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

LARGEST = 1e150
MOST = 10_000_000
EXACT = 2**53  # so far floats count without a gap

# Numbers


def as_numbers(values: ArrayLike, name: str, largest: float = LARGEST) -> np.ndarray:
    """`values` as an array of floats. ValueError if one is text, nan or above `largest` in size, or there are none."""
    numbers = as_floats(values, name)
    fine = np.abs(numbers) <= largest
    if not fine.all():
        raise ValueError(f"{name} holds {numbers[~fine][0]}: it must be finite and at most {largest} in size.")
    return numbers


def as_floats(values: ArrayLike, name: str) -> np.ndarray:
    """`values` as an array of floats, nan and infinite ones too. ValueError if one is no number, or there are none."""
    numbers = as_array(values, name)
    if numbers.dtype == object:
        numbers = from_objects(numbers, name)
    if numbers.dtype.kind not in "biuf":
        raise ValueError(f"{name} must hold only numbers, such as 3 or 0.5, and no text, dates or complex numbers.")
    if numbers.size == 0:
        raise ValueError(f"{name} is empty: it has shape {numbers.shape}.")
    return numbers.astype(float)


def as_array(values: ArrayLike, name: str) -> np.ndarray:
    """`values` as an array of whatever they are. ValueError if an entry is masked, or rows differ in length."""
    rows = values if isinstance(values, (list, tuple)) else [values]
    may_be_masked = any(issubclass(kind, np.ma.MaskedArray) for kind in set(map(type, rows)))
    if may_be_masked and any(map(np.ma.is_masked, rows)):
        raise ValueError(f"{name} has masked entries: fill them, or leave them out, before you compute with it.")
    try:
        return np.asarray(values)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"{name} must have rows of equal length.") from None


def from_objects(values: np.ndarray, name: str) -> np.ndarray:
    """An array of Python objects as floats: whole numbers of any size, fractions. ValueError if one is no number."""
    strange = [value for value in values.flat if not isinstance(value, (Real, Decimal))]
    if strange:
        raise ValueError(f"{name} must hold only numbers, such as 3 or 0.5; it holds {shown(strange[0])}.")
    try:
        return values.astype(float)
    except OverflowError:
        raise ValueError(f"{name} holds a number of more than 308 digits: no float is as large.") from None


def as_from_zero(values: ArrayLike, name: str) -> np.ndarray:
    """`values` as an array of floats. ValueError if one is below 0."""
    numbers = as_numbers(values, name)
    if numbers.min() < 0:
        raise ValueError(f"{name} must be 0 or more; it holds {numbers.min():g}.")
    return numbers


def as_number(value: float, name: str) -> float:
    """`value` as a float. ValueError if it is not a single finite number."""
    if type(value) is float and abs(value) <= LARGEST:
        return value
    number = as_numbers(value, name)
    if number.ndim != 0:
        raise ValueError(f"{name} must be a single number; it has shape {number.shape}.")
    return float(number)


def as_within(value: float, name: str, fine: Callable[[float], bool], demand: str) -> float:
    """`value` as a float. ValueError, with the demand, unless it is a single number that is fine."""
    number = as_number(value, name)
    if not fine(number):
        raise ValueError(f"{name} must {demand}; it is {number:g}.")
    return number


def as_positive(value: float, name: str) -> float:
    """`value` as a float. ValueError unless it is a number above 0."""
    return as_within(value, name, lambda number: number > 0, "be above 0")


def as_cost(value: float, name: str) -> float:
    """`value` as a float. ValueError unless it is 0 or more."""
    return as_within(value, name, lambda number: number >= 0, "be 0 or more")


def as_probability(value: float, name: str) -> float:
    """`value` as a float. ValueError unless it is a number from 0 to 1."""
    try:
        share = as_number(value, name)
    except ValueError:
        share = np.nan
    if not 0 <= share <= 1:
        raise ValueError(f"{name} must be a probability, a number from 0 to 1; it is {shown(value)}.")
    return share


def as_rates(prior: float, sensitivity: float, false_positive_rate: float) -> tuple[float, ...]:
    """The three numbers that describe a test, as floats. ValueError names the one that is no probability."""
    rates = {"prior": prior, "sensitivity": sensitivity, "false_positive_rate": false_positive_rate}
    return tuple(as_probability(value, name) for name, value in rates.items())


def as_level(level: float, name: str = "level") -> float:
    """`level` as a float. ValueError unless it lies between 0 and 1, both left out."""
    return as_within(level, name, lambda number: 0 < number < 1, "lie between 0 and 1, such as 0.95")


def as_count(value: int, name: str, lowest: int = 1, highest: float = MOST) -> int:
    """`value` as an int. ValueError unless it is a whole number from `lowest` to `highest`."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, np.integer)) or value < lowest:
        raise ValueError(f"{name} must be a whole number, {lowest} or more; it is {shown(value)}.")
    if value > highest:
        raise ValueError(f"{name} must be at most {highest:,}; it is {shown(value)}.")
    return int(value)


def as_folds(folds: int, n: int) -> int:
    """`folds` as an int. ValueError unless there are at least 2, and 2 of the n rows for each."""
    if as_count(folds, "folds", lowest=2) > n // 2:
        raise ValueError(f"{folds} folds need at least {2 * folds} rows; there are {n}.")
    return int(folds)


def as_room(*sizes: int) -> tuple[int, ...]:
    """The sizes of an array. ValueError if it would hold more than ten times MOST numbers, too many to keep at once."""
    entries = np.prod(sizes, dtype=float)
    if entries > 10 * MOST:
        raise ValueError(f"That takes {entries:,.0f} numbers at once; at most {10 * MOST:,} fit.")
    return sizes


def as_finite(result: ArrayLike, name: str) -> Any:
    """A result as it is. ValueError if it has become too large for a float."""
    if not np.isfinite(result).all():
        raise ValueError(f"{name} is too large for a computer to hold: 1.8e308 is the most.")
    return result


def as_step(h: float) -> float:
    """`h` as a float. ValueError if it is 0 or no number."""
    h = as_number(h, "h")
    if h == 0:
        raise ValueError(
            "h is 0: two points in the same place have no line through them. Take a small step, such as 1e-5."
        )
    return h


def as_side(side: int) -> int:
    """`side` as it is. ValueError unless it is 1, for the right, or −1, for the left."""
    if not isinstance(side, (int, np.integer)) or isinstance(side, bool) or side not in (1, -1):
        raise ValueError(f"side must be 1 (the right) or -1 (the left); it is {shown(side)}.")
    return side


def as_momentum(share: float, name: str = "momentum") -> float:
    """`share` as a float. ValueError unless it is from 0 up to, but without, 1."""
    demand = "be 0 or more and below 1, or no step ever fades"
    return as_within(share, name, lambda number: 0 <= number < 1, demand)


def as_temperature(temperature: float) -> float:
    """`temperature` as a float. ValueError unless it is at least 1e-6: dividing by 0 is no way to sharpen."""
    return as_within(temperature, "temperature", lambda T: T >= 1e-6, "be above 0, at least 1e-6")


# Lists and tables of numbers


def as_vector(u: ArrayLike, name: str, largest: float = LARGEST) -> np.ndarray:
    """`u` as a vector, shape (d,). ValueError if it is anything else."""
    u = as_numbers(u, name, largest)
    if u.ndim != 1:
        raise ValueError(f"{name} must be a vector, a flat list of numbers; it has shape {u.shape}.")
    return u


def as_vectors(**vectors: ArrayLike) -> tuple[np.ndarray, ...]:
    """All of them as vectors of one length. ValueError if their lengths differ, so that none is stretched."""
    found = [as_vector(u, name) for name, u in vectors.items()]
    if len({len(u) for u in found}) > 1:
        shapes = " and ".join(str(u.shape) for u in found)
        raise ValueError(f"{' and '.join(vectors)} must be equally long; shapes: {shapes}.")
    return tuple(found)


def as_direction(v: ArrayLike, name: str) -> np.ndarray:
    """`v` as a vector that points somewhere. ValueError if its length is zero."""
    v = as_vector(v, name)
    if np.sqrt(np.sum(v * v)) < 1 / LARGEST:
        raise ValueError(f"{name} is a zero vector: it points nowhere, so nothing makes an angle with it.")
    return v


def as_matrix(A: ArrayLike, name: str) -> np.ndarray:
    """`A` as a matrix, shape (rows, columns). ValueError if it is anything else."""
    A = as_numbers(A, name)
    if A.ndim != 2:
        raise ValueError(f"{name} must be a matrix, rows of numbers; it has shape {A.shape}.")
    return A


def as_map(A: ArrayLike, v: ArrayLike, name: str) -> tuple[np.ndarray, np.ndarray]:
    """`A` as a square matrix and `v` as a direction. ValueError unless v has a number for each column of A."""
    A, v = as_matrix(A, "A"), as_direction(v, name)
    if A.shape != (len(v), len(v)):
        raise ValueError(f"A must be square, with a column for each number of {name}; shapes: {A.shape} and {v.shape}.")
    return A, v


def as_two_by_two(A: ArrayLike, name: str) -> np.ndarray:
    """`A` as a matrix of the plane. ValueError unless it has two rows of two numbers."""
    A = as_matrix(A, name)
    if A.shape != (2, 2):
        raise ValueError(f"{name} must have two rows and two columns; it has shape {A.shape}.")
    return A


def as_table(X: ArrayLike) -> np.ndarray:
    """`X` as a matrix of at least two rows. ValueError if there are fewer: one row has no spread."""
    X = as_matrix(X, "X")
    if len(X) < 2:
        raise ValueError("X has one row, and spread needs at least two.")
    return X


def as_rows(X: ArrayLike, y: ArrayLike, name: str = "X") -> tuple[np.ndarray, np.ndarray]:
    """`X` as a matrix and `y` as a vector. ValueError unless y has one number for each row of X."""
    X, y = as_matrix(X, name), as_vector(y, "y")
    if len(X) != len(y):
        raise ValueError(f"y needs one number for each row of {name}; shapes: {X.shape} and {y.shape}.")
    return X, y


def as_weights(w: ArrayLike, X: np.ndarray, name: str = "w") -> np.ndarray:
    """`w` as floats, nan and infinite ones too. ValueError unless there is one for each column of X."""
    w = as_floats(w, name)
    if w.shape != (X.shape[1],):
        raise ValueError(f"{name} needs one number for each column; shapes: {w.shape} and {X.shape}.")
    return w


def as_spread(x: ArrayLike, name: str) -> np.ndarray:
    """`x` as a vector of at least two numbers. ValueError if there are fewer: one number has no spread."""
    x = as_vector(x, name)
    if len(x) < 2:
        raise ValueError(f"{name} holds one number, and spread needs at least two.")
    return x


def as_columns(x: ArrayLike, y: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """`x` and `y` as vectors of at least two numbers each. ValueError if their lengths differ."""
    return as_vectors(x=as_spread(x, "x"), y=as_spread(y, "y"))


def as_changing(x: np.ndarray, name: str) -> np.ndarray:
    """`x` as it is. ValueError if all its numbers are equal, or too close together to square their distances."""
    if np.ptp(x) == 0:
        raise ValueError(f"{name} never changes: every number in it is {x[0]:g}, so nothing can change along with it.")
    if np.ptp(x) < 1 / LARGEST:
        raise ValueError(f"{name} hardly changes: its numbers lie less than 1e-150 apart. Use a smaller unit.")
    return x


def as_shares(q: ArrayLike, name: str) -> np.ndarray:
    """`q` as an array of numbers from 0 to 1. ValueError if one lies outside."""
    q = as_numbers(q, name)
    if q.min() < 0 or q.max() > 1:
        raise ValueError(f"{name} must lie from 0 to 1; it holds {q.max() if q.max() > 1 else q.min()}.")
    return q


def as_scores(z: ArrayLike, axis: int) -> np.ndarray:
    """`z` as an array with the axis asked for. ValueError if it has no such axis."""
    z = as_numbers(z, "z", largest=1e300)
    if not isinstance(axis, (int, np.integer)) or not -z.ndim <= axis < z.ndim:
        raise ValueError(f"z has shape {z.shape}, so there is no axis {shown(axis)} to share the weights along.")
    return z


def as_axis(axis: int, A: np.ndarray, name: str) -> int:
    """`axis` as it is. ValueError unless A has it: 0 is its first axis, −1 its last."""
    if A.ndim == 0:
        raise ValueError(f"{name} is a single number: it has no axis.")
    if isinstance(axis, bool) or not isinstance(axis, (int, np.integer)) or not -A.ndim <= axis < A.ndim:
        raise ValueError(f"{name} has shape {A.shape}, so its axis is {-A.ndim} to {A.ndim - 1}, not {shown(axis)}.")
    return axis


def as_new_shape(shape: Sequence[int], A: np.ndarray, name: str) -> tuple[int, ...]:
    """`shape` as a tuple; one size may be −1. ValueError unless it takes as many numbers as A holds."""
    listed = isinstance(shape, (list, tuple)) and all(isinstance(size, (int, np.integer)) for size in shape)
    if (
        not listed
        or any(isinstance(size, bool) for size in shape)
        or min(shape, default=1) < -1
        or list(shape).count(-1) > 1
    ):
        raise ValueError(f"shape must hold whole numbers, such as (3, 4); one of them may be −1; it is {shown(shape)}.")
    known = math.prod(int(size) for size in shape if size != -1)
    if known == 0 or (A.size % known if -1 in shape else A.size != known):
        raise ValueError(f"{name} holds {A.size} numbers: they don't fill the shape {shown(tuple(shape))}.")
    return tuple(map(int, shape))


def as_stretched(shape: Sequence[int], A: np.ndarray, name: str) -> tuple[int, ...]:
    """`shape` as a tuple. ValueError unless each size of A, from the right, is 1 or the same."""
    wanted = as_shape(shape, "shape")
    if any(isinstance(size, str) for size in wanted):
        raise ValueError(f"shape must hold whole numbers only, such as (3, 4); it is {shown(shape)}.")
    if len(wanted) > 32 or A.ndim > len(wanted) or any(a not in (1, b) for a, b in zip(A.shape[::-1], wanted[::-1])):
        raise ValueError(f"{name} has shape {A.shape}, and can't be repeated to the shape {shown(wanted)}.")
    return as_room(*wanted)


def as_labelled(labels: ArrayLike, name: str, classes: int) -> np.ndarray:
    """`labels` as whole numbers. ValueError unless they are classes, from 0 to classes − 1."""
    labels = as_vector(labels, name)
    if labels.min() < 0 or labels.max() >= classes or (labels != np.floor(labels)).any():
        raise ValueError(f"{name} must hold classes, whole numbers from 0 to {classes - 1}.")
    return labels.astype(int)


def as_rank(r: int, most: int) -> int:
    """`r` as an int. ValueError unless it is a whole number from 0 to `most`."""
    if as_count(r, "r", lowest=0) > most:
        raise ValueError(f"r is {r}, and this matrix has a rank of {most} at most.")
    return int(r)


def refuse_copies(X: np.ndarray, centred: np.ndarray, R: np.ndarray) -> None:
    """ValueError if a column can be made from those before it: R has on its diagonal how much of each is new.

    What is new must be more than rounding: 1e-13 of the column as centred, and a few last digits of it as it stands.
    """
    new, size, spread = np.abs(np.diag(R)), np.sqrt(np.sum(X**2, axis=0)), np.sqrt(np.sum(centred**2, axis=0))
    copies = np.flatnonzero(new <= 1e-13 * spread + 4 * np.finfo(float).eps * size)
    if len(copies):
        raise ValueError(
            f"Column {copies[0]} of X never changes, or can be made from the columns before it, "
            "so many weights fit equally well: leave it out."
        )


def as_query(query: ArrayLike, vectors: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """`query` as a vector and `vectors` as a matrix. ValueError unless each row is as long as the query."""
    query, vectors = as_vector(query, "query"), as_matrix(vectors, "vectors")
    if len(query) != vectors.shape[1]:
        raise ValueError(f"The query must be as long as each vector; shapes: {query.shape} and {vectors.shape}.")
    return query, vectors


def as_distribution(p: ArrayLike, name: str) -> np.ndarray:
    """`p` as a vector. ValueError unless its numbers are 0 or more and add up to 1."""
    p = as_vector(p, name)
    if p.min() < 0 or abs(p.sum() - 1) > 1e-9:
        raise ValueError(f"{name} must be 0 or more and add up to 1; they add up to {p.sum():.6g}.")
    return p


def as_distributions(p: ArrayLike, q: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Both as vectors of one length. ValueError unless the numbers of each are 0 or more and add up to 1."""
    p, q = as_distribution(p, "p"), as_distribution(q, "q")
    if len(p) != len(q):
        raise ValueError(f"p and q must be equally long; shapes: {p.shape} and {q.shape}.")
    return p, q


def as_chances(p: ArrayLike) -> np.ndarray:
    """`p` as an array of numbers above 0, at most 1: what has happened wasn't impossible. ValueError otherwise."""
    p = as_shares(p, "p")
    if p.min() == 0:
        raise ValueError("p must be above 0: what had probability 0 can't have come.")
    return p


def as_dice(dice: ArrayLike) -> np.ndarray:
    """`dice` as a vector of numbers from 0 up to, but not including, 1. ValueError if one lies outside."""
    dice = as_vector(dice, "dice")
    if dice.min() < 0 or dice.max() >= 1:
        raise ValueError("dice must hold numbers from 0 up to 1, as np.random.default_rng(0).random(5) does.")
    return dice


def as_something(total: float) -> float:
    """`total` as it is. ValueError if nothing is left to divide by it."""
    if total == 0:
        raise ValueError("What is left at these places has no probability at all.")
    return total


def as_outcomes(values: ArrayLike, probabilities: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Both as vectors. ValueError unless each value has one probability, and these add up to 1."""
    values, probabilities = as_vector(values, "values"), as_vector(probabilities, "probabilities")
    if len(values) != len(probabilities):
        raise ValueError(f"Each value needs one probability; you have {len(values)} and {len(probabilities)}.")
    return values, as_distribution(probabilities, "probabilities")


def as_counts(counts: ArrayLike) -> np.ndarray:
    """`counts` as a matrix. ValueError if one is negative, or there is nobody in the table."""
    counts = as_matrix(counts, "counts")
    if counts.min() < 0 or counts.sum() == 0:
        raise ValueError("counts must be 0 or more, and not all of them 0: a table of nobody has no shares.")
    return counts


def as_rising(edges: ArrayLike, name: str) -> np.ndarray:
    """`edges` as a vector. ValueError unless there are two or more, each above the one before."""
    edges = as_vector(edges, name)
    if len(edges) < 2 or np.min(np.diff(edges)) <= 0:
        raise ValueError(f"{name} must be edges that rise, two or more, each above the one before, and not too close.")
    return edges


def solved(H: np.ndarray, g: np.ndarray, advice: str) -> np.ndarray:
    """The x with Hx = g. ValueError, with the advice, if there is none or no single one."""
    try:
        return np.linalg.solve(H, g)
    except np.linalg.LinAlgError:
        raise ValueError(f"No weights can be found. {advice}") from None


def as_successes(k: ArrayLike, n: int, name: str) -> np.ndarray:
    """`k` as whole numbers. ValueError unless they lie from 0 to n."""
    numbers = as_numbers(k, name)
    if np.any((numbers < 0) | (numbers > n) | (numbers != np.floor(numbers))):
        raise ValueError(f"{name} must be whole numbers from 0 to {n}.")
    return numbers.astype(int)


# Yes and no


def as_labels(y: ArrayLike, name: str) -> np.ndarray:
    """`y` as a vector of whole numbers. ValueError if one is neither 0 nor 1."""
    labels = as_vector(y, name)
    wrong = labels[(labels != 0) & (labels != 1)]
    if wrong.size:
        raise ValueError(f"{name} must hold only 0 (no) and 1 (yes); it holds {wrong[0]:g}.")
    return labels.astype(int)


def as_stand_in(value: float, name: str) -> float:
    """What stands in for 0 / 0, as a float. ValueError unless it is 0, 1 or nan."""
    if not isinstance(value, Real) or not (value in (0, 1) or value != value):
        raise ValueError(f"{name} must be 0, 1 or nan; it is {shown(value)}.")
    return float(value)


def as_both(y: np.ndarray, name: str) -> np.ndarray:
    """Labels as they are. ValueError unless both 0 and 1 occur in them."""
    if y.min() == y.max():
        raise ValueError(f"{name} holds only {y[0]}: learning to tell 0 and 1 apart takes rows of both.")
    return y


def as_answers(y_true: ArrayLike, other: ArrayLike, name: str, check: Callable) -> tuple[np.ndarray, np.ndarray]:
    """`y_true` as labels and the other as `check` has it. ValueError unless both have one entry for each thing."""
    y_true, other = as_labels(y_true, "y_true"), check(other, name)
    if len(y_true) != len(other):
        raise ValueError(f"y_true and {name} must be equally long; shapes: {y_true.shape} and {other.shape}.")
    return y_true, other


def as_forecasts(y_true: ArrayLike, y_prob: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Both as vectors of one length. ValueError unless y_true holds 0 and 1, and y_prob numbers from 0 to 1."""
    return as_answers(y_true, y_prob, "y_prob", lambda q, name: as_shares(as_vector(q, name), name))


def as_classes(X: ArrayLike, y: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """`X` as a matrix and `y` as labels. ValueError unless each row has one, 0 or 1, and both occur."""
    X, y = as_rows(X, y)
    return X, as_both(as_labels(y, "y"), "y")


def as_class(true_class: int, z: np.ndarray) -> int:
    """`true_class` as an int. ValueError unless z has a logit at that place."""
    place = as_count(true_class, "true_class", lowest=0)
    if place >= len(z):
        raise ValueError(f"true_class must be a place from 0 to {len(z) - 1}, for z has {len(z)}; it is {place}.")
    return place


def as_truths(condition: ArrayLike, name: str) -> np.ndarray:
    """`condition` as a vector of True and False. ValueError if it is anything else."""
    mask = as_array(condition, name)
    mask = np.array(mask.tolist()) if mask.dtype == object else mask
    if mask.dtype != bool or mask.ndim != 1 or mask.size == 0:
        raise ValueError(f"The {name} must be a list of True and False, one for each thing.")
    return mask


def as_mask(mask: ArrayLike, shape: tuple[int, ...]) -> np.ndarray:
    """`mask` as an array of True and False. ValueError unless it has the shape, and hides no row as a whole."""
    mask = as_array(mask, "mask")
    mask = np.array(mask.tolist()) if mask.dtype == object else mask
    if mask.dtype != bool or mask.shape != shape:
        raise ValueError(f"mask must hold True or False for each score, in their shape {shape}.")
    if not mask.any(axis=-1).all():
        raise ValueError("mask hides a whole row, and weights of nothing can't add up to 1.")
    return mask


def refuse_unlike(p: np.ndarray, q: np.ndarray) -> None:
    """ValueError unless there is a True or False of either for each case."""
    if len(p) != len(q):
        raise ValueError(f"p and q must be equally long, one of each for each case; there are {len(p)} and {len(q)}.")


def as_flag(value: bool, name: str) -> bool:
    """`value` as True or False. ValueError if it is anything else."""
    if not isinstance(value, (bool, np.bool_)):
        raise ValueError(f"{name} must be True or False; it is {shown(value)}.")
    return bool(value)


# Words, names, functions and chance


def as_word(value: str, name: str, words: Sequence[str]) -> str:
    """`value` as it is. ValueError unless it is one of the words."""
    if not isinstance(value, str) or value not in words:
        choice = " or ".join(f'"{word}"' for word in words) if len(words) == 2 else f"one of {', '.join(words)}"
        raise ValueError(f"{name} must be {choice}; it is {shown(value)}.")
    return value


def as_text(value: str, name: str) -> str:
    """`value` as it is. ValueError unless it is text."""
    if not isinstance(value, str):
        raise ValueError(f"{name} must be text, such as 'Hello'; it is {shown(value)}.")
    return value


def as_token(id: int, count: int) -> int:
    """`id` as an int. ValueError unless it is the number of one of so many tokens."""
    number = as_count(id, "id", lowest=0, highest=EXACT)
    if number >= count:
        raise ValueError(f"An id is a whole number from 0 to {count - 1}; id is {number}.")
    return number


def as_ids(ids: Sequence[int], name: str, count: int | None = None) -> list[int]:
    """`ids` as a list of ints. ValueError unless they are whole numbers, 0 or more, and `count` of them if asked."""
    numbers = as_vector(ids, name)
    if numbers.min() < 0 or numbers.max() > EXACT or (numbers != np.floor(numbers)).any():
        raise ValueError(f"{name} must hold whole numbers, 0 or more.")
    if len(numbers) != (count or len(numbers)):
        raise ValueError(f"{name} must hold {count} numbers; it holds {len(numbers)}.")
    return list(map(int, numbers))


def as_names(values: Iterable, name: str, count: int | None = None) -> np.ndarray:
    """`values` as an array of names, all text or all numbers. ValueError if one is missing, or not `count`."""
    names = as_array(values, name)
    if names.ndim != 1 or names.size == 0:
        raise ValueError(f"{name} must be a flat list of names, at least one; it has shape {names.shape}.")
    if len(names) != (count or len(names)):
        raise ValueError(f"{name} must have a name for each row: there are {len(names)} names and {count} rows.")
    items = values if isinstance(values, (list, tuple)) else names.tolist()
    for kind in (str, Real):
        if all(isinstance(item, kind) and item == item for item in items):
            return np.asarray(items)
    raise ValueError(f"{name} must be all text or all numbers, and none may be missing.")


def as_numbered(rows: ArrayLike, name: str, count: int) -> np.ndarray:
    """`rows` as row numbers. ValueError unless they are whole numbers from 0 to count − 1."""
    rows = as_vector(rows, name)
    if rows.min() < 0 or rows.max() >= count or (rows != np.floor(rows)).any():
        raise ValueError(f"{name} must hold row numbers, from 0 to {count - 1}.")
    return rows.astype(int)


def as_ranking(ranking: Sequence) -> list:
    """`ranking` as a list. ValueError if it is no list, or if it repeats an item."""
    items = as_items(ranking, "A ranking must be a list of items, best first")
    if len(set(items)) < len(items):
        raise ValueError("A ranking must not name an item twice.")
    return items


def as_relevant(relevant: Iterable) -> set:
    """`relevant` as a set. ValueError if it is no list or set, or if it is empty."""
    items = set(as_items(relevant, "relevant must be a list or set of items"))
    if not items:
        raise ValueError("relevant is empty: when nothing answers the question, there is nothing to find.")
    return items


def as_items(values: Iterable, demand: str) -> list:
    """`values` as a list. ValueError, which begins with the demand, unless they are a list of numbers or words."""
    if isinstance(values, (str, bytes, dict)) or not np.iterable(values) or getattr(values, "ndim", 1) != 1:
        raise ValueError(f"{demand}; it is {shown(values)}.")
    items = values.tolist() if isinstance(values, np.ndarray) else list(values)
    strange = [item for item in items if not is_name(item)]
    if strange:
        raise ValueError(f"{demand}, such as row numbers or words; it holds {shown(strange[0])}.")
    return items


def is_name(item: Any) -> bool:
    """Can it stand in a set and be found again? None, nan and lists can't."""
    try:
        hash(item)
        return item is not None and bool(item == item)
    except (TypeError, ValueError):
        return False


def as_list(values: Sequence, name: str) -> list:
    """`values` as a list of whatever they are. ValueError unless they are a list, a tuple or an array."""
    if not isinstance(values, (list, tuple, np.ndarray)) or getattr(values, "ndim", 1) == 0:
        raise ValueError(f"{name} must be a list; it is {shown(values)}.")
    return list(values)


def as_shape(shape: Sequence[int | str], name: str) -> tuple[int | str, ...]:
    """`shape` as a tuple. ValueError unless it holds only whole numbers from 0 up, and names."""
    listed = isinstance(shape, (Sequence, np.ndarray)) and not isinstance(shape, (str, bytes))
    if not listed or getattr(shape, "ndim", 1) != 1:
        raise ValueError(f"{name} must be a shape such as (3, 4); it is {shown(shape)}.")
    return tuple(
        size if isinstance(size, str) else as_count(size, f"A size in {name}", lowest=0, highest=np.inf)
        for size in shape
    )


def as_function(f: Callable, name: str) -> Callable:
    """`f` as it is. ValueError unless it can be called with one argument."""
    if not callable(f):
        raise ValueError(f"{name} must be a function, such as np.sin; it is {shown(f)}.")
    if not takes_one(f):
        raise ValueError(f"{name} must be a function that takes one argument, such as np.sin.")
    return f


def takes_one(f: Callable) -> bool:
    """Can it be called with one argument? Yes where Python can't tell, as of some functions written in C."""
    try:
        signature = inspect.signature(f)
    except (TypeError, ValueError):
        return True
    try:
        return bool(signature.bind(None))
    except TypeError:
        return False


def as_parameters(parameters: tuple, law: Callable, family: str) -> tuple:
    """The parameters as they are. ValueError unless they are as many as the family's formula takes."""
    names = list(inspect.signature(law).parameters)[1:]
    if len(parameters) != len(names):
        raise ValueError(f"{family} takes {len(names)}: {', '.join(names)}; you gave {len(parameters)}.")
    return parameters


def as_values(f: Callable, name: str) -> Callable:
    """`f`, whose values are checked: a number for each x it is given. nan and inf may be among them."""
    as_function(f, name)

    def checked(x: np.ndarray) -> np.ndarray:
        y = as_floats(f(x), f"{name}(x)")
        if y.shape not in ((), np.shape(x)):
            raise ValueError(f"{name} must give a number for each x; shapes: {y.shape} and {np.shape(x)}.")
        return np.broadcast_to(y, np.shape(x))[()]

    return checked


def as_mapped(f: Callable, X: np.ndarray, name: str) -> np.ndarray:
    """What `f` makes of a table, in the table's shape. ValueError if it has another, or f is no function."""
    Y = as_matrix(as_function(f, name)(X), f"{name}(X)")
    if Y.shape != X.shape:
        raise ValueError(f"{name} must give the shape it gets, {X.shape}; it gives {Y.shape}.")
    return Y


def as_result(result: float, name: str) -> float:
    """What a function gave, as a float. ValueError if it is not a single number; nan and inf will do."""
    number = as_floats(result, name)
    if number.ndim != 0:
        raise ValueError(f"{name} must be a single number; it has shape {number.shape}.")
    return float(number)


def as_links(links: Sequence, name: str) -> list:
    """`links` as a list. ValueError unless each is a pair of functions."""
    for link in as_list(links, name):
        if not isinstance(link, (list, tuple)) or len(link) != 2 or not all(map(callable, link)):
            raise ValueError(f"{name} must hold pairs of a function and its slope; it holds {shown(link)}.")
    return list(links)


def as_start(start: ArrayLike, gradient: Callable) -> np.ndarray:
    """`start` as an array. ValueError unless the gradient there has the same shape, so that none is stretched."""
    w = as_numbers(start, "start")
    slopes = as_floats(as_function(gradient, "gradient")(w), "gradient(w)")
    if slopes.shape != w.shape:
        raise ValueError(f"gradient must give one slope for each weight; shapes: {slopes.shape} and {w.shape}.")
    return w


def as_model(model: Any) -> Any:
    """`model` as it is. ValueError unless it can learn and predict."""
    if isinstance(model, type) or not all(callable(getattr(model, name, None)) for name in ("fit", "predict")):
        raise ValueError(f"model must have fit and predict, such as LinearRegression() has; it is {shown(model)}.")
    return model


def as_naive_bayes(model: tuple) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The two priors, the means and the variances of a model, of two rows each. ValueError if it is anything else."""
    if not isinstance(model, tuple) or len(model) != 3:
        raise ValueError(f"model must come from fit_gaussian_naive_bayes; it is {shown(model)}.")
    prior, mean, variance = as_shares(model[0], "prior"), as_matrix(model[1], "mean"), as_matrix(model[2], "variance")
    if prior.shape != (2,) or prior.min() == 0 or len(mean) != 2 or mean.shape != variance.shape:
        raise ValueError("model must hold a prior above 0, a row of means and a row of variances for either class.")
    return prior, mean, variance


# Networks


def as_sizes(sizes: Sequence[int], name: str) -> list[int]:
    """`sizes` as a list. ValueError unless there are two or more, each at least 1, and not too many weights between."""
    found = [as_count(size, f"A size in {name}") for size in as_list(sizes, name)]
    if len(found) < 2:
        raise ValueError(f"{name} needs the number of inputs and of classes at least, such as (64, 10); it is {found}.")
    for d, h in zip(found, found[1:]):
        as_room(d, h)
    return found


def as_net(net: Sequence) -> Sequence:
    """`net` as it is. ValueError unless it is a list of pairs (W, b), each reading what the one before gives."""
    layers = [layer for layer in as_list(net, "net") if isinstance(layer, (list, tuple)) and len(layer) == 2]
    arrays = [part for layer in layers for part in layer if isinstance(part, np.ndarray) and part.dtype.kind == "f"]
    if not all(np.isfinite(part).all() for part in arrays):
        raise ValueError("net holds nan or inf: its training has exploded. Start again with a smaller rate.")
    if not len(arrays) == 2 * len(layers) == 2 * len(net) > 0:
        raise ValueError(f"net must be a list of layers, each a pair (W, b) of float arrays; it is {shown(net)}.")
    sizes = [W.shape[0] if W.ndim == 2 else None for W, _ in net] + [net[-1][1].size]
    if [(W.shape, b.shape) for W, b in net] != [((d, h), (h,)) for d, h in zip(sizes, sizes[1:])]:
        raise ValueError(f"The layers of net don't fit; shapes: {[(W.shape, b.shape) for W, b in net]}.")
    return net


def as_inputs(X: ArrayLike, net: Sequence) -> np.ndarray:
    """`X` as a matrix. ValueError unless its rows have a number for each row of the first W."""
    X = as_matrix(X, "X")
    if X.shape[1] != len(net[0][0]):
        raise ValueError(f"The network reads {len(net[0][0])} numbers a row; X has shape {X.shape}.")
    return X


def as_places(y: ArrayLike, X: ArrayLike, net: Sequence) -> np.ndarray:
    """`y` as whole numbers. ValueError unless there is one for each row of X, each the place of a logit."""
    y, classes = as_array(y, "y"), len(net[-1][1])
    y = np.array(y.tolist()) if y.dtype == object else y
    if y.shape != (len(X),):
        raise ValueError(f"y needs one class for each row of X, in a flat list; shapes: {y.shape} and {np.shape(X)}.")
    if y.dtype.kind not in "iu" or np.min(y) < 0 or np.max(y) >= classes:
        raise ValueError(f"y must hold whole numbers from 0 to {classes - 1}, for the network has {classes} logits.")
    return y


def as_batch(batch: int, X: np.ndarray) -> int:
    """`batch` as an int. ValueError unless X has that many rows."""
    batch = as_count(batch, "batch")
    if batch > len(X):
        raise ValueError(f"A batch is drawn from the {len(X)} rows of X; it can't have {batch}.")
    return batch


def as_rng(rng: np.random.Generator) -> np.random.Generator:
    """`rng` as it is. ValueError unless it is NumPy's source of chance."""
    if not isinstance(rng, np.random.Generator):
        raise ValueError(f"rng must be a random generator, such as np.random.default_rng(0); it is {shown(rng)}.")
    return rng


# Formulas


def as_part(side: str, name: str = "side") -> ast.expr:
    """`side` taken apart. ValueError unless it is a short text of letters, numbers, + - * /, sqrt(…) and … ** 2."""
    try:
        tree = ast.parse(side.strip()[:200], mode="eval").body if isinstance(side, str) else None
    except (SyntaxError, ValueError, RecursionError):
        tree = None
    if tree is None or not all(map(in_formulas, (node for node in ast.walk(tree) if isinstance(node, ast.expr)))):
        raise ValueError(f"{name} must be made of letters, numbers, + - * /, sqrt(n) and n ** 2; it is {shown(side)}.")
    return tree


def in_formulas(node: ast.expr) -> bool:
    """May this stand in a formula? Letters, numbers, + - * / between two parts, sqrt of one, and one to the power 2."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        return isinstance(node.right, ast.Constant) and node.right.value == 2
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id == "sqrt" and len(node.args) == 1 and not node.keywords
    if isinstance(node, ast.Constant):
        return type(node.value) in (int, float) and node.value < LARGEST
    return isinstance(node, ast.Name) or (
        isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub, ast.Mult, ast.Div))
    )


def as_sides(formula: str, letter: str) -> tuple[str, str]:
    """The two sides of `formula`, the one with the letter first. ValueError unless the letter stands in it once."""
    sides = formula.split("=") if isinstance(formula, str) else []
    if len(sides) != 2:
        raise ValueError(f"formula must have one = in it, as in 'SE = s / sqrt(n)'; it is {shown(formula)}.")
    as_letter(letter)
    count = [sum(getattr(node, "id", "") == letter for node in ast.walk(as_part(side, "formula"))) for side in sides]
    if sum(count) != 1:
        raise ValueError(f"letter must stand in the formula once; {shown(letter)} stands there {sum(count)} times.")
    left, right = (ast.unparse(as_part(side)) for side in sides)
    return (left, right) if count[0] else (right, left)


def as_letter(letter: str) -> str:
    """`letter` as it is. ValueError unless it is a name that a formula can hold."""
    if not isinstance(letter, str) or not letter.isidentifier() or letter == "sqrt":
        raise ValueError(f"letter must be a name, such as n or SE; it is {shown(letter)}.")
    return letter


def as_letters(letters: Mapping[str, float], needed: set[str]) -> dict[str, float]:
    """`letters` as floats. ValueError unless there is a number for each that is needed."""
    if not isinstance(letters, Mapping) or not needed <= set(letters):
        raise ValueError(f"letters must give a number for each of {', '.join(sorted(needed)) or 'them'}.")
    return {name: as_number(letters[name], name) for name in needed}


# How things are shown


def shown(value: Any) -> str:
    """A value in a few characters, on one line."""
    try:
        return " ".join(reprlib.repr(value).split())
    except ValueError:  # Python doesn't print a whole number of more than 4,300 digits
        return "a number of thousands of digits"


def plain(values: np.ndarray) -> float | np.ndarray:
    """A single number as a Python float, anything larger as it is."""
    return float(values) if np.ndim(values) == 0 else values
