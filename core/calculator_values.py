"""What the calculator does with values: every operation and function it knows, each with its limit.

Nothing in here is reached by a name that a learner's text makes up: operations, functions and methods stand in tables,
and each entry asks how large its result will be before NumPy makes it.

Letters
    run     a run of a learner's text: what it has left of its budget, and the line it has come to
    tool    a function of the tables: it takes a run, the arguments and the named arguments
    size    how many entries an array has; a dimension of 0 counts as 1, for NumPy goes through the others all the same
"""

from __future__ import annotations

import copy
import difflib
import math
import operator
import time
import weakref
from collections.abc import Callable, Iterable, Iterator
from types import EllipsisType, NoneType
from typing import Any

import numpy as np

LARGEST = 150_000  # entries of an array, or of a list and all lists in it together: an operation takes milliseconds
BITS = 1_100  # of a whole number: some 330 digits, as far as floats go
KEY = 50  # entries of a tuple that is a key
ENTRIES = 1_000  # of a set or a dict: more could be chosen so that they all collide
NESTED = 8  # lists within lists
CHAINED = 20  # zips of zips, and others that are passed through once
FLOPS = 50_000_000  # multiplications of one product of matrices; decompositions take a few times as long
HANDED = 20_000  # entries that a trusted function is given at once
EVERY = 500  # steps between two looks at the clock
SECONDS = 0.45  # that one call may take by default: with its last operation it has stopped within half a second
TURN, REST = 0.001, 0.00005  # seconds after which a run rests, so that other threads have their turn, and how long
GOOD = "biuf"  # the kinds of numbers an array may hold: truths, whole numbers and floats

NUMBERS = frozenset([
    int, float, bool, np.bool_, np.float16, np.float32, np.float64, np.longdouble, np.int8, np.int16, np.int32,
    np.int64, np.uint8, np.uint16, np.uint32, np.uint64, np.longlong, np.ulonglong,
])  # fmt: skip
FLOATS = frozenset([float, np.float64])
SCALARS = NUMBERS | {str, NoneType}
SEQUENCES = (list, tuple)
CONTAINERS = frozenset([list, tuple, dict, set])
VIEWS = (type({}.keys()), type({}.values()), type({}.items()))
SIZED = (list, tuple, range, dict, set, np.ndarray, *VIEWS)


class Refused(ValueError):
    """What the calculator doesn't run, in a sentence; `line` is the line of the text, counted from 1, or None."""

    __module__ = "core.calculator"

    def __init__(self, sentence: str, line: int | None = None):
        super().__init__(sentence)
        self.line = line


class Budget:
    """What a run may use: steps, seconds from now on, and bytes. Several calls may share one.

    steps   an operation on two numbers is one, on an array one for each 16 entries
    bytes   of all arrays alive at the same time; lists made by one operation are added up
    clock   where the time comes from
    """

    def __init__(
        self,
        steps: int = 2_000_000,
        seconds: float = SECONDS,
        bytes: int = 100_000_000,
        clock: Callable[[], float] = time.perf_counter,
    ):
        self.steps, self.bytes, self.clock = steps, bytes, clock
        start = clock()
        self.seconds, self.deadline = seconds, start + seconds
        self.next_look, self.next_rest, self.next_sweep = steps, start + TURN, 5_000
        self.lists = self.arrays = 0
        self.alive: dict[int, tuple[weakref.ref, int]] = {}

    def spend(self, steps: int) -> None:
        """Take so many steps, and look at the clock now and then. Refused when either has run out."""
        self.steps -= steps
        if self.steps < self.next_look:
            self.look()

    def look(self) -> None:
        """Look at the steps and the clock, and rest a moment now and then."""
        self.next_look, now = self.steps - EVERY, self.clock()
        if self.steps < 0:
            raise Refused("This takes too many steps. Does a loop never end, or run over more than it needs?")
        if now > self.deadline:
            raise Refused(f"This takes longer than {self.seconds:g} seconds. Does a loop never end?")
        if now > self.next_rest:
            self.next_rest = now + TURN
            time.sleep(REST)

    def take(self, bytes: int) -> None:
        """Room for a list. Refused when there is none left."""
        self.lists += bytes
        if self.lists + self.arrays > self.bytes:
            self.sweep()

    def hold(self, array: np.ndarray) -> np.ndarray:
        """Room for an array, for as long as it is alive. Refused when there is none left."""
        while isinstance(array.base, np.ndarray):
            array = array.base
        known = self.alive.get(id(array))
        if known is None or known[0]() is not array:
            self.alive[id(array)] = weakref.ref(array), array.nbytes + 200
            self.arrays += array.nbytes + 200
            if self.lists + self.arrays > self.bytes or len(self.alive) > self.next_sweep:
                self.sweep()
        return array

    def sweep(self) -> None:
        """Count only the arrays that are still alive. Refused when they and the lists are too much."""
        self.alive = {key: entry for key, entry in self.alive.items() if entry[0]() is not None}
        self.arrays = sum(bytes for _, bytes in self.alive.values())
        self.next_sweep = 2 * len(self.alive) + 5_000
        if self.lists + self.arrays > self.bytes:
            raise Refused(f"This takes more than {self.bytes / 1e6:g} MB of memory. Make fewer or smaller arrays.")


class Run:
    """One run of a text: its budget, the line it has come to, how deep its calls are, and what else it may call."""

    def __init__(self, budget: Budget, known: dict[str, Any]):
        self.budget, self.known, self.line, self.depth = budget, known, None, 0
        self.spend, self.hold, self.take = budget.spend, budget.hold, budget.take
        self.frames: list[dict] = []
        budget.next_look = budget.steps

    def room(self, size: float, weight: float = 1) -> None:
        """Steps for an operation whose result has so many entries. Refused if they are too many."""
        if not size <= LARGEST:
            raise Refused(f"This would make {counted(size)} numbers at once; {LARGEST:,} are the most. Work in parts.")
        self.spend(2 + int(size * weight) // 16)


def counted(size: float) -> str:
    """A size in words that stay short, whatever it is."""
    return f"{int(size):,}" if size < 1e15 else "more than a million billion"


class Once:
    """What is passed through once, like zip, enumerate and (… for …); `depth` counts those that it goes through."""

    __slots__ = ("steps", "depth")

    def __init__(self, steps: Iterator, *sources: Any):
        self.steps, self.depth = steps, 1 + max([source.depth for source in sources if type(source) is Once], default=0)
        if self.depth > CHAINED:
            raise Refused("This goes through too many others at once: make a list(…) of it before.")


class Tool:
    """A function that a text may call: `run` takes the run, the arguments and the named arguments."""

    __slots__ = ("name", "run")

    def __init__(self, name: str, run: Callable[[Run, list, dict], Any]):
        self.name, self.run = name, run


def named(value: Any) -> str:
    """What a value is, in a learner's words."""
    if type(value) in NUMBERS:
        return "a truth value" if type(value) in (bool, np.bool_) else "a number"
    if type(value) is np.ndarray:
        return f"an array of shape {value.shape}"
    words = {list: "a list", tuple: "a tuple", dict: "a dict", set: "a set", str: "a text", NoneType: "None",
             range: "a range", slice: "a slice", EllipsisType: "three points"}  # fmt: skip
    return words.get(type(value)) or ("a function" if callable_here(value) else "something that is passed through once")


def callable_here(value: Any) -> bool:
    """True for what may be called: a tool, a function of the text, or a trusted one."""
    return isinstance(value, Tool) or hasattr(type(value), "enter")


def nearest(name: str, known: Iterable[str], prefix: str = "") -> str:
    """The sentence that suggests the nearest known name, with a blank before it; nothing where none is near."""
    near = difflib.get_close_matches(name[:40], sorted(known), n=1, cutoff=0.7)
    return f" Did you mean {prefix}{near[0]}?" if near else ""


# ---------------------------------------------------------------- sizes


def weigh(run: Run, value: Any, avoid: Any = None, numbers: bool = False) -> int:
    """How many entries a container has, those in it counted too, each time they are met.

    Refused if they are too many, nested too deeply, if `avoid` is one of them, or if other than numbers are and
    `numbers` asks for them.
    """
    weight, level = 0, [value]
    for _ in range(NESTED):
        inner: list = []
        for container in level:
            if container is avoid and avoid is not None:
                raise Refused("A list can't hold itself.")
            weight += len(container) + 4  # a short list takes its time, too
            if weight <= LARGEST:
                weight += deeper(container, inner, numbers)
            if weight > LARGEST:
                raise Refused(f"That is more than {LARGEST:,} entries at once, the most there may be. Work in parts.")
        if not inner:
            run.spend(weight // 16)
            return weight
        level = inner
    raise Refused(f"Lists are nested more than {NESTED} deep here.")


def deeper(container: Any, inner: list, numbers: bool) -> int:
    """Puts the containers in a container into `inner`; gives the size of the arrays and the ranges in it."""
    if type(container) is dict:
        container = [*container, *container.values()]
    kinds = set(map(type, container))
    if kinds <= NUMBERS or (not numbers and kinds <= SCALARS):
        return 0
    if numbers and not kinds <= NUMBERS | {list, tuple, np.ndarray}:
        raise Refused(no_such_numbers("O"))
    inner.extend(entry for entry in container if type(entry) in CONTAINERS)
    ranges = sum(len(entry) for entry in container if type(entry) is range)
    return ranges + sum(size_of(entry) + 10 for entry in container if type(entry) is np.ndarray)


def span(shape: Iterable[int]) -> int:
    """How large an array of this shape counts: the product of its dimensions, each at least 1."""
    return math.prod([max(size, 1) for size in shape])


def size_of(value: Any) -> int:
    """How large an array counts; anything else counts as one number."""
    return span(value.shape) if type(value) is np.ndarray else 1


def joint_size(*arrays: Any) -> int:
    """How many entries arrays have that are broadcast together."""
    return spread_size([array.shape for array in arrays if type(array) is np.ndarray])


def spread_size(shapes: list[tuple[int, ...]]) -> int:
    """How many entries shapes have that are broadcast together: at each place from the right, the largest size."""
    if len(set(shapes)) <= 1:
        return span(shapes[0]) if shapes else 1
    longest = max(map(len, shapes))
    return span(max([shape[-i] for shape in shapes if len(shape) >= i]) for i in range(1, longest + 1))


def entries(shape: Any) -> float:
    """How many entries an array of this shape has."""
    shape = shape if isinstance(shape, tuple) else () if shape is None else (shape,)
    return span(map(int, shape))


def product_size(a: Any, b: Any) -> tuple[int, int]:
    """How many entries a @ b has, and how many multiplications it takes."""
    inner, rows, columns = span(a.shape[-1:]), span(a.shape[-2:-1]), span(b.shape[-1:]) if b.ndim > 1 else 1
    batch = spread_size([m.shape[:-2] for m in (a, b) if m.ndim > 2])
    return batch * rows * columns, batch * rows * columns * inner


def flops(run: Run, count: float, slower: float = 1) -> None:
    """Steps for so many multiplications. Refused if they are too many to be done at once."""
    if not count * slower <= FLOPS:
        raise Refused(
            f"This takes {counted(count)} multiplications at once, too many here. Take fewer rows or columns."
        )
    run.spend(int(count * slower) // 256)


TOO_MANY_DIGITS = f"This whole number would have more than {BITS // 10 * 3} digits: too large here. Take floats."


def made(run: Run, value: Any) -> Any:
    """A result, if it is of a kind that the calculator knows."""
    kind = type(value)
    if kind is np.ndarray:
        if value.dtype.kind not in GOOD:
            raise Refused(no_such_numbers(value.dtype.kind))
        if not value.size:
            run.room(span(value.shape))
        run.hold(value)
    elif kind is int:
        if value.bit_length() > BITS:
            raise Refused(TOO_MANY_DIGITS)
    elif kind not in NUMBERS and kind not in CONTAINERS and value is not None:
        raise Refused(no_such_numbers("c" if isinstance(value, (complex, np.complexfloating)) else "O"))
    return value


def several_made(run: Run, value: Any) -> Any:
    """A result of NumPy; several in a tuple or a list are looked at one by one."""
    if isinstance(value, tuple):
        return tuple([made(run, entry) for entry in value])
    if type(value) is list and np.ndarray in set(map(type, value)):
        return [made(run, entry) for entry in value]
    return made(run, value)


def no_such_numbers(kind: str) -> str:
    if kind == "c":
        return "This gives complex numbers, such as the root of a negative number; they are not in the calculator."
    return "An array here holds numbers or truths only: no text, no None, no whole number beyond 64 bits."


def as_array(run: Run, value: Any) -> Any:
    """A number or an array as it is, a list as an array. Refused if it is none of them."""
    kind = type(value)
    if kind is np.ndarray or kind in NUMBERS:
        return value
    if kind in SEQUENCES:
        weigh(run, value, numbers=True)
        array = np.array(value)
    elif kind is range:
        run.room(len(value))
        array = np.array(value)
    else:
        raise Refused(f"A number, a list or an array must stand here, not {named(value)}.")
    made(run, array)
    return array


# ---------------------------------------------------------------- going through


def iterate(run: Run, value: Any) -> Iterator:
    """The entries of a value one after the other, for a loop that counts its own steps."""
    if type(value) is Once:
        return value.steps
    if isinstance(value, SIZED):
        return iter(value)
    if type(value) in NUMBERS:
        raise Refused("A number has no entries to go through. For the numbers below n write range(n).")
    raise Refused(f"A loop can't go through {named(value)}.")


def listed(run: Run, value: Any, most: int = LARGEST) -> list:
    """The entries of a value as a list of its own. Refused if they are too many."""
    if isinstance(value, SIZED):
        if len(value) > most:
            raise Refused(f"That is {counted(len(value))} entries at once; {most:,} are the most here. Work in parts.")
        run.spend(len(value) // 8)
        run.take(len(value) * bytes_each(value))
        return list(value)
    result = []
    for entry in iterate(run, value):
        run.spend(1)
        if type(entry) is tuple:  # zip and enumerate have made it
            run.take(60 + 40 * len(entry))
        result.append(entry)
        if len(result) > most:
            raise Refused(f"That is more than {most:,} entries at once, the most there may be here. Work in parts.")
    return result


def bytes_each(value: Any) -> int:
    """The bytes that a list takes for each entry of a value, with the numbers that are made for it."""
    if type(value) is range:
        return 40 + max(abs(value.start), abs(value.stop)).bit_length() // 7
    return 8 if type(value) in SEQUENCES else 160 if np.ndim(value) > 1 else 40


def truth(value: Any) -> bool:
    """True or False. Refused for an array of several entries."""
    if type(value) is np.ndarray and value.size != 1:
        raise Refused(
            "An array of several entries is neither true nor false. "
            "np.any or np.all makes one of them; & and | go entry by entry, in brackets."
        )
    return bool(value)


def as_key(run: Run, value: Any) -> Any:
    """What may stand in a set or be the key of a dict."""
    if type(value) is tuple:
        if weigh(run, value) > KEY + 4:
            raise Refused(f"A tuple in a set, or as the key of a dict, holds {KEY} entries at most here.")
        for entry in value:
            as_key(run, entry)
    elif type(value) not in SCALARS:
        raise Refused(f"A set, and the keys of a dict, hold numbers, texts and tuples, not {named(value)}.")
    return value


def roomy(container: set | dict) -> None:
    """Refused if a set or dict has become too large."""
    if len(container) > ENTRIES:
        raise Refused(f"A set or a dict holds {ENTRIES:,} entries at most here.")


# ---------------------------------------------------------------- operators


ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "//": operator.floordiv,
    "%": operator.mod, "**": operator.pow, "@": operator.matmul, "&": operator.and_, "|": operator.or_,
    "^": operator.xor, "<<": operator.lshift, ">>": operator.rshift,
}  # fmt: skip
IN_PLACE: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.iadd, "-": operator.isub, "*": operator.imul, "/": operator.itruediv, "//": operator.ifloordiv,
    "%": operator.imod, "**": operator.ipow, "@": operator.imatmul, "&": operator.iand, "|": operator.ior,
    "^": operator.ixor, "<<": operator.ilshift, ">>": operator.irshift,
}  # fmt: skip
COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


def arithmetic(run: Run, sign: str, a: Any, b: Any, in_place: bool = False) -> Any:
    """a sign b, once it is sure that the result is small enough."""
    if type(a) in NUMBERS and type(b) in NUMBERS:
        small_enough(sign, a, b)
        no_power(sign, a, b)
        return made(run, ARITHMETIC[sign](a, b))
    if type(a) is np.ndarray or type(b) is np.ndarray:
        a, b = as_array(run, a), as_array(run, b)
        if sign == "@":
            multiplied(run, a, b)
        else:
            no_power(sign, a, b)
            run.room(joint_size(a, b))
    else:
        together(run, sign, a, b)
    return made(run, (IN_PLACE if in_place else ARITHMETIC)[sign](a, b))


def no_power(sign: str, a: Any, b: Any) -> None:
    """Refused if ^, which is for bits and truths, stands between numbers with decimals."""
    if sign == "^" and "f" in (np.asarray(a).dtype.kind, np.asarray(b).dtype.kind):
        raise Refused("A power is written ** in Python, as in x ** 2; ^ is for whole numbers, bit by bit.")


def small_enough(sign: str, a: Any, b: Any) -> None:
    """Refused if a product, a power or a shift of two whole numbers would be too large."""
    if sign in ("*", "**", "<<") and type(a) in (int, bool) and type(b) in (int, bool):
        bits = a.bit_length() + b.bit_length() - 1
        if sign == "**":
            bits = math.log2(abs(a)) * min(b, 2 * BITS) if abs(a) > 1 else 0
        elif sign == "<<":
            bits = a.bit_length() + b
        if bits > BITS:
            raise Refused(TOO_MANY_DIGITS)


def multiplied(run: Run, a: Any, b: Any) -> None:
    """Steps for a @ b. Refused if it is too large."""
    if not (np.ndim(a) and np.ndim(b)):
        raise Refused("@ needs a vector or a matrix on both sides; with a number write *.")
    size, count = product_size(a, b)
    run.room(size)
    flops(run, count, slower_by(a, b))


def slower_by(*matrices: np.ndarray) -> int:
    """How many times slower a product is where no library for floats does it."""
    if any(m.dtype == np.float16 for m in matrices):
        return 12
    return 1 if all(m.dtype.kind == "f" for m in matrices) else 5


def together(run: Run, sign: str, a: Any, b: Any) -> None:
    """Refused unless a and b are two lists to be joined, a list to be repeated, or two sets."""
    if sign == "+" and type(a) is type(b) and type(a) in SEQUENCES:
        run.room(len(a) + len(b), 2)
        run.take(8 * (len(a) + len(b)))
    elif sign == "*" and {type(a), type(b)} & {list, tuple} and {type(a), type(b)} & {int, bool}:
        row, times = (a, b) if type(a) in SEQUENCES else (b, a)
        run.room(len(row) * max(times, 0), 2)
        run.take(8 * len(row) * max(times, 0))
    elif sign in "-&|^" and type(a) is type(b) is set:
        roomy(range(len(a) + len(b)))
    else:
        lists = {type(a), type(b)} & {list, tuple} and sign in ARITHMETIC
        hint = " Lists aren't calculated with: np.array(…) makes an array of one." if lists else ""
        raise Refused(f"{named(a).capitalize()} and {named(b)} can't have {sign} between them.{hint}")


def compare(run: Run, sign: str, a: Any, b: Any) -> Any:
    """a sign b, for ==, !=, <, <=, > and >=."""
    if type(a) in SCALARS and type(b) in SCALARS:
        return COMPARISONS[sign](a, b)
    if isinstance(a, (np.ndarray, np.generic)) or isinstance(b, (np.ndarray, np.generic)):
        a, b = as_array(run, a), as_array(run, b)
        run.room(joint_size(a, b))
        return made(run, COMPARISONS[sign](a, b))
    for side in (a, b):
        if type(side) in CONTAINERS:
            weigh(run, side)
        elif type(side) not in SCALARS and type(side) is not range:
            raise Refused(f"{named(a).capitalize()} and {named(b)} can't be compared.")
    return made(run, COMPARISONS[sign](a, b))


def contains(run: Run, a: Any, b: Any) -> bool:
    """a in b."""
    if type(b) is np.ndarray:
        return truth(np.any(compare(run, "==", a, b)))
    if type(b) in (set, dict):
        return as_key(run, a) in b
    if type(b) not in (list, tuple, range):
        raise Refused(f"in looks into a list, a tuple, a range, a set or an array, not into {named(b)}.")
    if type(a) in CONTAINERS:
        weigh(run, a)
    if type(b) is not range or type(a) is not int:
        weigh(run, b) if type(b) is not range else run.room(len(b))
    return a in b


def unary(run: Run, sign: str, a: Any) -> Any:
    """+a, -a or ~a."""
    if type(a) is np.ndarray:
        run.room(a.size)
    elif type(a) not in NUMBERS or (sign == "~" and type(a) is bool):
        hint = " Write not." if type(a) is bool else " np.array(…) makes an array of a list." if type(a) is list else ""
        raise Refused(f"{named(a).capitalize()} can't have {sign} before it.{hint}")
    return made(run, {"+": operator.pos, "-": operator.neg, "~": operator.invert}[sign](a))


# ---------------------------------------------------------------- entries


def entry(run: Run, value: Any, key: Any) -> Any:
    """value[key]."""
    kind = type(value)
    if kind is np.ndarray or (kind in NUMBERS and isinstance(value, np.generic)):
        value, key = np.asarray(value), spelled_out(run, key)
        run.room(picked(run, value, key))
        return made(run, value[key])
    if kind in SEQUENCES or kind is range:
        place = as_place(value, key)
        if type(place) is slice and kind is not range:
            run.room(len(value), 2)
            run.take(8 * len(value))
        return value[place]
    if kind is dict:
        return value[as_key(run, key)]
    hint = " To call it, write ( )." if callable_here(value) else ""
    raise Refused(f"{named(value).capitalize()} has no entries, so [ ] can't stand behind it.{hint}")


def as_place(value: Any, key: Any) -> int | slice:
    """Where in a list: a whole number or a slice."""
    if type(key) is slice or (type(key) in NUMBERS and hasattr(key, "__index__") and type(key) is not np.bool_):
        return key
    if type(key) is tuple:
        raise Refused("A list takes one index. For rows and columns write [i][j], or make an array: np.array(…)[i, j].")
    raise Refused(f"The entries of {named(value)} are counted: the index is a whole number, not {named(key)}.")


def picked(run: Run, array: np.ndarray, key: Any) -> float:
    """How many entries array[key] has, or a bound on it."""
    parts = key if type(key) is tuple else (key,)
    parts = [np.array(weighed(run, part)) if type(part) is list else part for part in parts]
    used = sum(taken_by(part) for part in parts)
    sizes, size, picks = iter(array.shape), 1, []
    for part in parts:
        if part is Ellipsis:
            size *= span(next(sizes, 1) for _ in range(array.ndim - used))
        elif type(part) is slice:
            size *= max(len(range(*part.indices(next(sizes, 1)))), 1)
        else:
            picks += [part] if type(part) is np.ndarray else []
            for _ in range(taken_by(part)):
                next(sizes, 1)
    shapes = [(int(np.count_nonzero(pick)),) if pick.dtype.kind == "b" else pick.shape for pick in picks]
    return size * spread_size(shapes) * span(sizes)


def spelled_out(run: Run, key: Any) -> Any:
    """An index with an array for each range in it."""
    if type(key) is tuple:
        return tuple([spelled_out(run, part) if type(part) is range else part for part in key])
    if type(key) is range:
        run.room(len(key))
        return np.array(key, dtype=np.intp)
    return key


def taken_by(part: Any) -> int:
    """How many dimensions a part of an index takes up. Refused if it can't be one."""
    if part is None or part is Ellipsis or type(part) in (bool, np.bool_):
        return 0
    if type(part) is np.ndarray and part.dtype.kind in "biu" or (type(part) is np.ndarray and part.size == 0):
        return part.ndim if part.dtype.kind == "b" else 1
    if type(part) is slice or (type(part) in NUMBERS and hasattr(part, "__index__")):
        return 1
    what = "with decimals" if type(part) in NUMBERS or type(part) is np.ndarray else f"that is {named(part)}"
    raise Refused(f"An index is a whole number, a slice, or an array of whole numbers or truths; here is one {what}.")


def weighed(run: Run, value: Any) -> Any:
    weigh(run, value)
    return value


def put(run: Run, value: Any, key: Any, new: Any) -> None:
    """value[key] = new."""
    if type(value) is np.ndarray:
        key = spelled_out(run, key)
        run.room(picked(run, value, key))
        value[key] = as_array(run, new)
    elif type(value) is list:
        place = as_place(value, key)
        if type(place) is slice:
            new = listed(run, new)
            run.room(len(value) + len(new))
            run.take(8 * (len(value) + len(new)))
        value[place] = storable(run, new, value)
    elif type(value) is dict:
        value[as_key(run, key)] = storable(run, new, value)
        roomy(value)
    else:
        raise Refused(f"The entries of {named(value)} can't be set; those of a list or an array can.")


def storable(run: Run, new: Any, place: Any) -> Any:
    """What is to be put into a list or dict, once it is sure that the list isn't in it."""
    if type(new) in CONTAINERS:
        weigh(run, new, avoid=place)
    return new


# ---------------------------------------------------------------- what is taken in, and what is given back


def taken(run: Run, value: Any, memo: dict[int, Any]) -> Any:
    """A copy of an argument, so that the caller's own stays as it is; what is one object twice stays one object."""
    if type(value) is int:
        return made(run, value)
    if type(value) in SCALARS or type(value) is range:
        return value
    if id(value) not in memo:
        memo[id(value)] = copied(run, value, memo)
    return memo[id(value)]


def copied(run: Run, value: Any, memo: dict[int, Any]) -> Any:
    if isinstance(value, np.ndarray):
        return made(run, np.array(value))
    if isinstance(value, (list, tuple)):
        return (list if isinstance(value, list) else tuple)([taken(run, entry, memo) for entry in value])
    if isinstance(value, (set, frozenset)):
        return set(value)
    if isinstance(value, dict):
        return {key: taken(run, entry, memo) for key, entry in value.items()}
    if isinstance(value, np.random.Generator):
        return copy.deepcopy(value)
    if isinstance(value, (Tool, Trusted)):
        return value
    if callable(value):
        return Trusted(value)
    raise Refused(f"The calculator can't take in a value of type {type(value).__name__}.")


class Trusted:
    """A function from outside that the text may call."""

    __slots__ = ("function", "name")

    def __init__(self, function: Callable):
        self.function, self.name = function, getattr(function, "__name__", "this function")

    def enter(self, run: Run, args: list, named_args: dict) -> Any:
        """What the function gives, copied. Refused with its own sentence where it raises a ValueError."""
        if weigh(run, [args, list(named_args.values())]) > HANDED:
            raise Refused(f"{self.name} takes {HANDED:,} numbers at most here.")
        args, named_args = [given(run, a) for a in args], {name: given(run, a) for name, a in named_args.items()}
        value = taken(run, self.function(*args, **named_args), {})
        run.spend(EVERY)
        return value


def returned(run: Run, value: Any) -> Any:
    """What a text returns: numbers, words, arrays, and lists, tuples, sets and dicts of them."""
    if callable_here(value) or isinstance(value, np.random.Generator):
        raise Refused(f"This returns {named(value)}: return numbers, arrays or lists of them. To call it, write ( ).")
    return given(run, value, returned)


def given(run: Run, value: Any, inner: Callable[[Run, Any], Any] | None = None) -> Any:
    """A value as the world outside gets it: a function of the text becomes one of Python's.

    inner: what is done with the values in a list, tuple or dict; None is the same.
    """
    inner = inner or given
    if isinstance(value, Trusted):
        return value.function
    if callable_here(value) and not isinstance(value, Tool):
        return lambda *args, **named_args: given(run, call_value(run, value, [*args], named_args))
    if isinstance(value, (Once, *VIEWS)):
        raise Refused("What zip, enumerate, reversed and (… for …) give is passed through once: make it a list(…).")
    if type(value) is range:
        run.room(len(value))
    if type(value) in SEQUENCES and weigh(run, value) and not SCALARS.issuperset(map(type, value)):
        return type(value)([inner(run, entry) for entry in value])
    if type(value) is dict and weigh(run, value):
        return {key: inner(run, entry) for key, entry in value.items()}
    if type(value) in SCALARS | CONTAINERS or isinstance(value, (np.ndarray, range, np.random.Generator)):
        return value
    raise Refused("This can't be given back: return numbers, arrays and lists of them.")


def call_value(run: Run, function: Any, args: list, named_args: dict) -> Any:
    """function(*args, **named_args)."""
    if type(function) is Tool:
        return function.run(run, args, named_args)
    if hasattr(type(function), "enter"):
        return function.enter(run, args, named_args)
    hint = " For an entry write [ ]." if type(function) in (list, tuple, np.ndarray, dict, range) else ""
    hint = " Between two factors write *." if type(function) in NUMBERS else hint
    raise Refused(f"{named(function).capitalize()} is not a function, so ( ) can't stand behind it.{hint}")
