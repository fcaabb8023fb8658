"""What is an axis?"""

import re
from functools import cache

import numpy as np

from core.arrays import broadcast, one_hot, reshaped, sum_along
from core.calculator import Refused, call
from labs.linear_algebra.arrays import picture
from labs.linear_algebra.arrays.question import question
from labs.linear_algebra.arrays.turn import turn
from labs.linear_algebra.arrays.understand import understand
from ui.scene import step
from ui.words import number

SUM, RESHAPE, FIT, HOT, TYPES = VIEWS = ("Sum", "Reshape", "Broadcast", "One-hot", "Types")
# Requests a minute: 2 days, 3 servers, 4 hours
STACK = np.array([[[3, 8, 5, 4], [6, 2, 9, 7], [9, 5, 1, 1]], [[7, 1, 4, 4], [2, 6, 3, 5], [5, 5, 8, 2]]])
X = STACK[0]
A_TABLE, A_STACK = "A table", "A stack of tables"
BLOCKS = {A_TABLE: X, A_STACK: STACK}
NAMES = ("days", "servers", "hours")
GUESSES = ["(3,)", "(4,)", "(1, 4)"]
COUNTED = np.arange(12).reshape(3, 4)
SHAPES = ("(4, 3)", "(12,)", "(2, 2, 3)", "(5, 2)")
FORM, SWAPPED = "reshape", "transpose, X.T"
WRITTEN = "X.mean(axis=1)"
TRIES = ("X.mean()", "X.mean(axis=1, keepdims=True)")
KINDS = {"uint8": (0, 255), "int8": (-128, 127)}


@step(
    "What is an axis?",
    why="Every model reads arrays, and a wrong axis raises no error.",
    needs=["vectors"],
)
def arrays(page):
    r"""
    An **array** is numbers in a grid. An **axis** is one direction of it: a list has one axis, a table two, a stack of
    tables three. The **shape** counts the entries along each: `(3, 4)` is 3 rows, 4 columns. Axes count from 0, and −1
    is the last.

    Sum along an axis, and *that* axis vanishes. Along axis 0, rows are added up, and each column $j$ keeps a total
    ($\sum_i$ says: add over every row $i$):

    $$s_j = \sum_i A_{ij}$$

    To **reshape** is to lay the same numbers, in their order, into another shape. **Broadcasting** repeats what has
    size 1 along an axis until shapes fit. The **data type** says which numbers an entry can hold.
    """
    guess = page.predict(
        "A table X has 3 rows and 4 columns, so its shape is (3, 4). Which shape has its sum along axis 0?",
        GUESSES,
        answer="(4,)",
        because="Axis 0 runs down the 3 rows. They are added up, so the 3 is gone: a total for each column is left.",
        tries={"view": None, "of": None, "axis": None, "keep": None, "t": 100},
    )
    view = page.choose("view", "View", list(VIEWS))
    poured = centred = wrapped = False
    if view == SUM:
        summed(page, guess)
    elif view == RESHAPE:
        poured = reshape(page)
    elif view == FIT:
        centred = fit(page)
    elif view == HOT:
        hot(page)
    else:
        wrapped = types(page)
    page.task(
        "Broadcast: write, in one line, one number for each column, so that every column of X − b has the mean 0.",
        done=centred,
    )
    page.task("Reshape: type a shape in which the 7 stands straight below the 1, in the same table.", done=poured)
    page.task("Types: add two numbers, both above 100, whose sum is stored as 0.", done=wrapped)
    page.bites(
        "You standardise a table of wines, one in each row, and write `axis=1` where `axis=0` was meant. Each wine "
        "is scaled by itself, over alcohol, hue and proline alike, and no error is raised. A vote of the five "
        "nearest neighbours, judged as in the step before, is now right for 83 % of the wines, not 96 %. Print "
        "the means: each *row* has the mean 0, where each column should. Two more such days: images are stored as "
        "`uint8`, 200 + 100 is stored as 44, and the sum of two bright images is dark. And `row = X[0]` is a "
        "*view*, no copy: after `row *= 2`, X has changed, too."
    )
    page.check(question, understand)


# ---------------------------------------------------------------- summing


def summed(page, guess) -> None:
    """Collapse a table, or a stack of tables, along an axis."""
    of = page.choose("of", "What", list(BLOCKS), beside=True, then={"axis": None})
    A = BLOCKS[of]
    axis = page.choose("axis", "Axis", [*range(A.ndim), -1], quiet=False)
    keepdims = page.toggle("keep", "keepdims", beside=True)
    t = page.slider("t", "Add up", 0, 100, 80, 1, "%")
    place = axis % A.ndim
    done = t / 100 * A.shape[place]
    count = max(int(done + 1e-9), 1)

    def cell(A, axis, keepdims, count):
        first = np.take(A, range(count), axis=axis)
        so_far = sum_along(first, axis, keepdims)
        total = sum_along(A, axis, keepdims)
        return so_far, total

    def library(A, axis, keepdims, count):
        total = np.sum(A, axis=axis, keepdims=keepdims)
        return total

    page.press("All of it", sets={"t": 100}, beside=True, off=t == 100)
    page.yours(turn)
    so_far, total = page.run(cell, library, A=A, axis=axis, keepdims=keepdims, count=count)
    asked = of == A_TABLE and place == 0 and not keepdims
    drawn = picture.collapse(A, np.asarray(so_far), place, done, NAMES[-A.ndim :])
    said = f"your guess: {guess}" if guess and asked else ""
    page.picture(
        drawn + picture.sizes(A.shape, np.shape(total), place, done, said),
        says=sum_words(A.shape, axis, keepdims, done),
        size=picture.SIZE,
    )


def sum_words(shape: tuple[int, ...], axis: int, keepdims: bool, done: float) -> str:
    """What is added up, how much of it has been, and what becomes of the shape."""
    n, names = len(shape), NAMES[-len(shape) :]
    place = axis % n
    lead = f"Axis −1 is the last, here axis {place}. " if axis == -1 else ""
    others = " and ".join(f"each {names[k][:-1]}" for k in range(n) if k != place)
    lead += f"Along axis {place} the {shape[place]} {names[place]} are added up: a total is left for {others}."
    left = shape[:place] + ((1,) if keepdims else ()) + shape[place + 1 :]
    fate = "stays with size 1, so that the totals still fit A" if keepdims else "is gone"
    count = int(done + 1e-9)
    so_far = "" if count == shape[place] else f" So far: {count} of {shape[place]}."
    return f"{lead}{so_far} Shape {shape} becomes **{left}**: axis {place} {fate}."


# ---------------------------------------------------------------- reshaping


def reshape(page) -> bool:
    """Pour twelve numbers into a shape that is typed, or swap the axes. True once 7 stands below 1."""
    how = page.choose("how", "How", [FORM, SWAPPED], beside=True)
    text = "(4, 3)"
    if how == FORM:
        text = page.type("shape", "New shape", SHAPES[0])
        for example in SHAPES[1:]:
            page.press(f"`{example}`", sets={"shape": example}, look="link", beside=True)
    t = page.slider("pour", "Pour", 0, 100, 100, 1, "%")
    write = page.toggle("write", "Write 99 into the new one", beside=True)
    shape = read_shape(text)

    def cell(X, shape):
        try:
            new = reshaped(X, shape)
        except ValueError as error:
            new = str(error)
        return new

    def library(X, shape):
        new = X.reshape(shape)
        return new

    def swap(X):
        new = X.T
        return new

    def written(X, shape):
        original = X.copy()
        new = original.reshape(shape)
        new[(0,) * new.ndim] = 99
        return original, new

    def written_swapped(X):
        original = X.copy()
        new = original.T
        new[0, 0] = 99
        return original, new

    original, fits = COUNTED, isinstance(shape, tuple) and fault(shape) == ""
    if how == SWAPPED and write:
        original, new = page.run(written_swapped, X=COUNTED)
    elif how == SWAPPED:
        new = page.run(swap, X=COUNTED)
    elif fits and write:
        original, new = page.run(written, X=COUNTED, shape=shape)
    else:
        new = page.run(cell, library if fits else None, X=COUNTED, shape=shape)
    drawable = isinstance(new, np.ndarray) and new.ndim <= 3
    order = np.argsort(np.asarray(COUNTED.T if how == SWAPPED else COUNTED).ravel())
    words = f"X.T, shape {np.shape(new)}" if how == SWAPPED else f"new, shape {new.shape}" if drawable else "no picture"
    page.picture(
        picture.pour(original, new if drawable else None, order, t / 100, words),
        says=pour_words(how, text, shape, new, write),
        size=picture.SIZE,
    )
    return how == FORM and drawable and below(new if not write else COUNTED.reshape(new.shape), 1, 7)


def read_shape(text: str) -> tuple[int, ...] | str:
    """A typed shape as a tuple; the text itself if it is none."""
    plain = text.replace("−", "-").strip()
    found = re.fullmatch(r"[(\[]?\s*(-?\d{1,4}(?:[\s,x×]+-?\d{1,4})*)\s*,?\s*[)\]]?", plain)
    shape = tuple(int(size) for size in re.findall(r"-?\d+", found[1])) if found else (-2,)
    return shape if min(shape) >= -1 else text


def fault(shape: tuple[int, ...]) -> str:
    """Why twelve numbers don't fill a shape, in NumPy's words; empty if they do."""
    try:
        COUNTED.reshape(shape)
    except ValueError as error:
        return str(error)
    return ""


def below(table: np.ndarray, upper: float, lower: float) -> bool:
    """True if one number stands in the row under another, in the same column of the same table."""
    rows = table.reshape(-1, *table.shape[-2:]) if table.ndim > 1 else table.reshape(1, 1, -1)
    return any(bool(np.any((each[:-1] == upper) & (each[1:] == lower))) for each in rows)


def pour_words(how: str, text: str, shape, new, write: bool) -> str:
    """How the numbers lie now, or why they don't."""
    if how == FORM and not isinstance(shape, tuple):
        return "That is no shape. Type whole numbers, such as **(2, 6)**; one of them may be −1."
    if how == FORM and (wrong := fault(shape)):
        return f"NumPy says: **{wrong}**. X holds 12 numbers, so the sizes, multiplied, must give 12."
    seen = "" if new.ndim <= 3 else " The picture can't show more than three axes."
    if write:
        return (
            "99 was written into the new array's first place, and **X has it, too**: both are views of one memory. "
            f"With .copy() they would part.{seen}"
        )
    if how == SWAPPED:
        return (
            "X.T swaps the two axes: each row of X becomes a column. Read row by row, the order is now 0, 4, 8, 1, … "
            "A reshape to (4, 3) has the same shape and **another order**."
        )
    product = " × ".join(str(size) for size in new.shape)
    worked = " The −1 was worked out." if -1 in shape else ""
    times = f"{product} = 12" if new.ndim > 1 else "12"
    return (
        f"Shape {np.shape(new)} takes {times} numbers: they fit.{worked} Row by row, the order is still 0, 1, 2, …, "
        f"wherever X began a new row.{seen}"
    )


# ---------------------------------------------------------------- broadcasting


@cache
def worth(text: str) -> np.ndarray | str:
    """What a typed line gives, with X in it; or one sentence on why it gives nothing."""
    try:
        value = call(f"def b(X):\n    return {text.strip()}", X=X)
        found = np.asarray(value, dtype=float)
    except Refused as error:
        return str(error)
    except (TypeError, ValueError):
        return "That gives no array of numbers."
    if found.size == 0 or found.ndim > 4 or not np.isfinite(found).all() or np.abs(found).max() >= 1000:
        return "It must give numbers below 1,000, so that they have room in the picture."
    found.flags.writeable = False
    return found


def fit(page) -> bool:
    """Subtract from X what is typed. True once each column's mean has been subtracted from it."""
    text = page.type("b", "b =", WRITTEN)
    for example in TRIES:
        page.press(f"`{example}`", sets={"b": example}, look="link", beside=True)
    t = page.slider("stretch", "Stretch b", 0, 100, 100, 1, "%")
    b = worth(text)
    unread, b = (b, np.array(0.0)) if isinstance(b, str) else ("", b)

    def cell(X, b):
        try:
            result = X - b
            stretched = broadcast(b, result.shape)
        except ValueError as error:
            result = stretched = str(error).strip()
        return stretched, result

    def library(X, b):
        stretched, _ = np.broadcast_arrays(b, X)
        result = np.subtract(X, b)
        return stretched, result

    fits = try_shape(X.shape, b.shape) is not None
    stretched, result = page.run(cell, library if fits else None, X=X, b=b)
    if unread:
        page.picture(picture.alone(X), says=f"b can't be worked out. {unread}", size=picture.LOW)
        return False
    page.picture(picture.subtracted(X, b, result, stretched, t / 100), says=fit_words(b, result), size=picture.LOW)
    return fits and np.shape(b) in ((4,), (1, 4)) and bool(np.allclose(result.mean(axis=0), 0))


def try_shape(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...] | None:
    """The shape that two shapes broadcast to, or None."""
    try:
        return np.broadcast_shapes(one, other)
    except ValueError:
        return None


def fit_words(b: np.ndarray, result) -> str:
    """How b was made to fit X, or why it doesn't fit."""
    if isinstance(result, str):
        rule = "Sizes are compared from the right; two fit if they are equal, or one is 1 or missing."
        return f"NumPy says: **{result}**. {rule}"
    if result.shape != X.shape:
        fate = (
            "X was repeated, too"
            if result.size > X.size
            else f"X holds as many numbers as before, now along {result.ndim} axes"
        )
        return f"X {X.shape} minus b {b.shape} has shape **{result.shape}**: {fate}. Is that what you want?"
    means = result.mean(axis=0)
    if b.shape in ((), (1,), (1, 1)):
        how = f"b is one number, {told(b.ravel()[0])}, repeated for all 12 entries"
    elif b.shape in ((4,), (1, 4)):
        how = f"b has a number for each column: its row, shape {b.shape}, is repeated for all 3 rows"
    elif b.shape == (3, 1):
        how = "b has a number for each row: its column, shape (3, 1), is repeated for all 4 columns"
    else:
        how = f"b has shape {b.shape}: nothing has to be repeated"
    zero = np.abs(means) < 1e-9
    if zero.all():
        end = "**Every column has the mean 0.**"
    elif np.allclose(result.mean(axis=1), 0):
        end = "Every row has the mean 0; not every column has."
    else:
        end = f"{'No' if not zero.any() else 'Not every'} column has the mean 0."
    return f"{how}. {end}"


told = picture.told


def hot(page) -> None:
    """Labels against classes: a row of zeros with a single 1 for each label."""
    labels = np.array([
        page.slider(f"label{row}", f"label {row}", 0, 3, value, beside=row > 0) for row, value in enumerate((2, 0, 1))
    ])  # fmt: skip
    t = page.slider("spread", "Stretch both", 0, 100, 100, 1, "%", beside=True)

    def cell(labels):
        classes = np.arange(4)
        coded = one_hot(labels, 4)
        return classes, coded

    def library(labels):
        coded = np.eye(4)[labels]
        return coded

    classes, coded = page.run(cell, library, labels=labels)
    used = len(set(labels.tolist()))
    page.picture(
        picture.compared(labels, classes, coded, t / 100),
        says="The labels get an axis of size 1 by labels[:, np.newaxis]: (3, 1) == (4,) gives **(3, 4)**. "
        f"Each row is **one-hot**, a 1 at its label; {used} of the 4 classes {'occurs' if used == 1 else 'occur'}.",
        size=picture.LOW,
    )


# ---------------------------------------------------------------- data types


def types(page) -> bool:
    """Add two numbers of eight bits. True for two above 100 that are stored as 0."""
    kind = page.choose("kind", "Data type", list(KINDS), beside=True, then=dict.fromkeys(["u1", "u2", "i1", "i2"]))
    low, high = KINDS[kind]
    first, second = ("u1", "u2") if kind == "uint8" else ("i1", "i2")
    a = page.slider(first, "First number", low, high, 200 if kind == "uint8" else 100)
    b = page.slider(second, "Second number", low, high, 100)

    def cell(a, b, kind):
        small = np.array([a], dtype=kind) + np.array([b], dtype=kind)
        stored = int(small[0])
        exact = a + b
        return stored, exact

    def library(a, b, kind):
        low = np.iinfo(kind).min
        stored = (a + b - low) % 256 + low
        return stored

    stored, exact = page.run(cell, library, a=a, b=b, kind=kind)
    page.picture(picture.wheel(a, b, stored, low, kind), says=type_words(a, b, stored, kind), size=picture.SIZE)
    return kind == "uint8" and min(a, b) > 100 and stored == 0


def type_words(a: int, b: int, stored: int, kind: str) -> str:
    """What the sum is, and what is kept of it."""
    low, high = KINDS[kind]
    exact = a + b
    holds = f"An entry of type {kind} has 8 bits, so it holds {number(low)} to {number(high)}."
    added = f"{number(a)} + {f'({number(b)})' if b < 0 else number(b)} is {number(exact)}"
    if exact == stored:
        return f"{holds} {added}, and **{number(stored)}** is stored: it fits."
    sign = "less" if exact > stored else "more"
    return (
        f"{holds} {added}, but **{number(stored)}** is stored: 256 {sign}, one turn of the wheel. No error is raised."
    )
