"""The questions to understand of `arrays`: which axis, what went wrong, what is added up, and what fits by chance."""

from __future__ import annotations

import numpy as np

from core.arrays import sum_along
from ui import marks
from ui.question import Question, Sketch, in_turn, one_of

TABLES = [  # what a row is, what a column is, and what the numbers are
    ("day", "hour", "rentals"), ("user", "film", "ratings"), ("patient", "measurement", "readings"),
    ("document", "word", "counts"), ("server", "minute", "requests"), ("token", "feature", "activations"),
]  # fmt: skip
STACKS = [
    ("image", "pixel row", "pixel column", "brightness"), ("sentence", "token", "feature", "activations"),
    ("day", "station", "hour", "rainfall"), ("model", "fold", "label", "recall"),
    ("user", "week", "product", "spending"),
]  # fmt: skip


def understand(seed: int) -> Question:
    """Five situations in turn."""
    return in_turn(seed, which_axis, what_went_wrong, which_picture, what_changes, which_means)


def which_axis(rng: np.random.Generator) -> Question:
    """Which axis, or axes, must go, so that one number is left for each thing on another?"""
    if rng.random() < 0.5:
        *axes, what = TABLES[rng.integers(len(TABLES))]
    else:
        *axes, what = STACKS[rng.integers(len(STACKS))]
    n = len(axes)
    shape = tuple(int(size) for size in rng.choice(np.arange(3, 60), size=n, replace=False))
    kept = int(rng.integers(n))
    rest = [k for k in range(n) if k != kept]
    listed = ", ".join(f"axis {k} counts the {axis}s" for k, axis in enumerate(axes))
    if n == 2:
        right = f"`A.mean(axis={rest[0]})`"
        wrong = {
            f"`A.mean(axis={kept})`": f"That averages over the {axes[kept]}s, so just they are gone.",
            "`A.mean()`": "That averages over everything: a single number is left.",
            f"`A.mean(axis={kept}, keepdims=True)`": f"That averages over the {axes[kept]}s, too: keepdims "
            "only leaves a 1 in their place.",
        }
        way = f"The {axes[rest[0]]}s have to go, and they lie along axis {rest[0]}"
    else:
        right = f"`A.mean(axis=({rest[0]}, {rest[1]}))`"
        wrong = {
            f"`A.mean(axis={kept}, keepdims=True)`": f"That averages over the {axes[kept]}s: "
            "just they are gone, but for a 1.",
            "`A.mean()`": "That averages over everything: a single number is left.",
            f"`A.mean(axis={rest[1]})`": f"The {axes[rest[1]]}s are gone, but a number for each "
            f"{axes[rest[0]]} is still there.",
            f"`A.mean(axis=({min(kept, rest[0])}, {max(kept, rest[0])}))`": f"That leaves one number for each "
            f"{axes[rest[1]]}.",
        }
        way = (
            f"The {axes[rest[0]]}s and the {axes[rest[1]]}s have to go, and they lie along axes {rest[0]} and {rest[1]}"
        )
    return one_of(
        rng,
        f"A holds {what}; its shape is {shape}: {listed}. Which line gives one mean for each {axes[kept]}?",
        right, wrong, f"{way}: **{right}**.",
        ("The axis you name is the one that goes.", "What should be gone at the end, and what should be left?"),
    )  # fmt: skip


CAUSES = {  # the line that ran, what is seen, and why it isn't any of the others
    "The wrong axis": (
        ("You standardise a table of {things}, one in each row. Afterwards the mean of each **row** is 0, and the "
         "columns' means are {a}, {b} and so on"),
        ("You scale {things}, one in each row, by their largest value. Now the largest number of each **row** is 1, "
         "and a column's largest numbers are {a}, {b} and so on"),
    ),
    "The data type": (
        ("You add two images of {things}, stored as `uint8`. Where both are bright the sum is nearly black: {p} + {q} "
         "gave {r}"),
        ("You count {things} in an array of type `uint8`. The count reads {r}, and you know that there were far more "
         "than 255"),
    ),
    "Reshape instead of transpose": (
        ("You want the {n} × {m} image of a {thing} turned on its side, and call `reshape({m}, {n})`. The shape is "
         "right, and the picture is a jumble of stripes"),
        ("A table of {things} has {n} rows and {m} columns. You want its columns as rows, call `reshape({m}, {n})`, "
         "and each new row mixes numbers of several columns"),
    ),
    "A view, not a copy": (
        ("You take `first = X[0]` from a table of {things}, double it with `first *= 2`, and later find that row 0 of "
         "X has doubled, too"),
        ("You cut a part out of an array of {things}, `part = X[:{n}]`, and set its zeros to {a}. X itself has "
         "changed, though no line assigns to it"),
    ),
    "A missing keepdims": (
        ("From each row of a table of {things}, shape ({n}, {m}), you want to subtract its mean: `X - X.mean(axis=1)`. "
         "NumPy says: operands could not be broadcast together with shapes ({n},{m}) ({n},)"),
        ("You divide each row of a table of {things}, shape ({n}, {m}), by its sum: `X / X.sum(axis=1)`. NumPy can't "
         "broadcast ({n},{m}) and ({n},)"),
    ),
}  # fmt: skip
NOT_THAT = {
    "The wrong axis": "Along a wrong axis all numbers stay possible and in place; something else is seen here.",
    "The data type": "A data type wraps round at its ends. No number here has come to such an end.",
    "Reshape instead of transpose": "A wrong reshape leaves every number as it is, and moves it elsewhere. That isn't "
    "what is seen.",
    "A view, not a copy": "A view changes what you didn't mean to write to. Nothing here was written to in that way.",
    "A missing keepdims": "Without keepdims a size of 1 is missing, and shapes don't fit. Shapes are no trouble here.",
}
REPAIR = {
    "The wrong axis": "With a thing in each row, columns are scaled along axis 0",
    "The data type": "Eight bits hold 0 to 255 and then begin anew: convert to a larger type first",
    "Reshape instead of transpose": "A reshape keeps the order row by row; `.T` swaps rows and columns",
    "A view, not a copy": "A slice shows the same memory: take `.copy()`",
    "A missing keepdims": "With `keepdims=True` the totals have shape (n, 1), which is repeated along each row",
}
THINGS = ["wine", "customer", "galaxy", "cell", "street", "patient", "leaf", "house"]


def what_went_wrong(rng: np.random.Generator) -> Question:
    """A symptom, and which of five causes it has."""
    right = str(rng.choice(list(CAUSES)))
    texts = CAUSES[right]
    thing = str(rng.choice(THINGS))
    p, q = (int(value) for value in rng.integers(140, 250, size=2))
    n, m = (int(size) for size in rng.choice(np.arange(3, 40), size=2, replace=False))
    things = f"{thing[:-1]}ies" if thing in ("galaxy",) else "leaves" if thing == "leaf" else f"{thing}s"
    seen = texts[rng.integers(len(texts))].format(
        thing=thing, things=things, n=n, m=m, p=p, q=q, r=(p + q) % 256, a=round(float(rng.uniform(0.2, 0.9)), 2),
        b=round(float(rng.uniform(0.2, 0.9)), 2),
    )  # fmt: skip
    others = [str(cause) for cause in rng.permutation([cause for cause in CAUSES if cause != right])[:3]]
    return one_of(
        rng, f"{seen}. What is the likely cause?", right, {cause: NOT_THAT[cause] for cause in others},
        f"{REPAIR[right]}. **{right}**.",
        ("Are the numbers wrong, in the wrong place, or in the wrong array?", "What would each cause make you see?"),
    )  # fmt: skip


def which_picture(rng: np.random.Generator) -> Question:
    """Which numbers of a table are added up into one entry?"""
    rows, columns = (int(size) for size in rng.choice(np.arange(3, 6), size=2, replace=False))
    axis, verb = int(rng.integers(-2, 2)), str(rng.choice(["sum", "mean", "max", "std"]))
    i, j = int(rng.integers(rows)), int(rng.integers(columns))
    row, column = np.indices((rows, columns))
    lit = {
        "column": column == j, "row": row == i, "all": np.ones((rows, columns), bool),
        "stairs": row * columns + column < columns + 1,
    }  # fmt: skip
    right = "column" if axis % 2 == 0 else "row"
    told = {
        "column": "Those stand below each other. Along that axis you go from row to row.",
        "row": "Those stand side by side. Along that axis you go from column to column.",
        "all": "Those are all of them: so many are taken when no axis is named.",
        "stairs": "Those are the first ones in memory, over the end of a row. An axis doesn't bend.",
    }
    wrong = [(_sketch(lit[name]), told[name]) for name in lit if name != right]
    lead = f"Axis {axis} is axis {axis % 2}. ".replace("-", "−") if axis < 0 else ""
    way = "down the rows, within one column" if right == "column" else "across the columns, within one row"
    return one_of(
        rng,
        f"A table has {rows} rows and {columns} columns. In which picture are just those numbers dark that one entry "
        f"of `A.{verb}(axis={axis})` is made of?",
        _sketch(lit[right]), wrong, f"{lead}Axis {axis % 2} runs {way}: **{{right}}**.",
        ("Which index changes as you go along that axis?", "How many entries does the result have?"),
    )  # fmt: skip


def _sketch(lit: np.ndarray) -> Sketch:
    rows, columns = lit.shape
    drawn = []
    for (i, j), on in np.ndenumerate(lit):
        corners = [(j + 0.06, -i - 0.06), (j + 0.94, -i - 0.06), (j + 0.94, -i - 0.94), (j + 0.06, -i - 0.94)]
        drawn.append(marks.polygon(corners, "data", fill=0.85 if on else 0.08, width=1))
    return Sketch(drawn, (-0.2, columns + 0.2, -rows - 0.2, 0.2))


def what_changes(rng: np.random.Generator) -> Question:
    """Some numbers of a table change: which totals do?"""
    one, other, what = TABLES[rng.integers(len(TABLES))]
    rows, columns = (int(size) for size in rng.choice(np.arange(4, 12), size=2, replace=False))
    i, j, axis = int(rng.integers(rows)), int(rng.integers(columns)), int(rng.integers(2))
    place = int(rng.integers(3))
    A = np.ones((rows, columns))
    B = A.copy()
    B[[(i, slice(None)), (slice(None), j), (i, j)][place]] *= 2
    changed = np.flatnonzero(sum_along(B, axis) != sum_along(A, axis))
    named = [f"{one} {i} is doubled, everything in its row", f"{other} {j} is doubled, everything in its column",
             f"{one} {i} at {other} {j} is doubled, a single number"][place]  # fmt: skip
    along, left = (one, other) if axis == 0 else (other, one)
    entries = len(sum_along(A, axis))
    right = "All of them" if len(changed) == entries else f"Only entry {changed[0]}"
    wrong = {
        "All of them": "Most totals add up numbers that nobody touched.",
        f"Only entry {i}": "That place counts rows." if axis == 0 else "The change reaches further than one row.",
        f"Only entry {j}": "That place counts columns." if axis == 1 else "The change reaches further than one column.",
        "None": "Something that is added up has changed, so some total must.",
        f"Only entry {entries}": f"There is no such entry: the {entries} totals count from 0.",
    }
    whys = {text: f"{why} Here a total belongs to one {left}." for text, why in wrong.items() if text != right}
    return one_of(
        rng,
        f"A holds {what}, with a row for each {one} and a column for each {other}; its shape is ({rows}, {columns}). "
        f"Rows and columns count from 0, and all of A is above 0. Now {named}. "
        f"Which entries of `A.sum(axis={axis})` change?",
        right, dict(list(whys.items())[:4]),
        f"Along axis {axis} the {along}s are added up, and each entry is the total of one {left}. **{right}**.",
        ("What is added up, and what is each total about?", "Which totals have a changed number in them?"),
    )  # fmt: skip


def which_means(rng: np.random.Generator) -> Question:
    """What does a line with a mean in it do: as meant, an error, or something that only happens to fit?"""
    one, other, what = TABLES[rng.integers(len(TABLES))]
    axis, keepdims = int(rng.integers(2)), bool(rng.random() < 0.35)
    n, m = (int(size) for size in rng.choice(np.arange(3, 40), size=2, replace=False))
    n, m = (n, n) if rng.random() < 0.5 else (n, m)
    choices = {
        "own row": f"From each {one} its own mean is taken",
        "own column": f"From each {other} its own mean is taken",
        "error": "NumPy stops: the shapes don't fit",
        "crossed": f"From {other} j the mean of {one} j is taken",
    }
    if axis == 0:
        right = "own column"
    else:
        right = "own row" if keepdims else "crossed" if n == m else "error"
    means = f"({n}, 1)" if axis == 1 and keepdims else f"(1, {m})" if keepdims else f"({n if axis else m},)"
    whys = {
        "own row": f"For that the means would have to stand in a column, shape ({n}, 1).",
        "own column": f"For that you need one mean for each {other}: axis 0 has to be averaged.",
        "error": f"The means have shape {means}. From the right, each size is equal to that of A, or 1, or missing.",
        "crossed": f"That happens when means of rows lie along the columns, and there happen to be {n} of both."
        if n == m else "Row means lie along the columns only by accident: when there are as many rows as columns.",
    }  # fmt: skip
    kept = ", keepdims=True" if keepdims else ""
    way = {
        "own row": "The means stand in a column, and each is repeated along its row",
        "own column": "There is a mean for each column, and it is repeated for every row",
        "error": f"From the right, {m} meets {n}: they differ, and neither is 1",
        "crossed": f"The {n} means of rows are laid along the {m} columns, and the sizes happen to agree",
    }[right]
    return one_of(
        rng,
        f"A holds {what}, with a row for each {one} and a column for each {other}; its shape is ({n}, {m}). "
        f"What does `A - A.mean(axis={axis}{kept})` do?",
        choices[right], {choices[name]: why for name, why in whys.items() if name != right},
        f"The means have shape {means}. {way}. **{choices[right]}**.",
        ("What is the shape of the means?", "Compare the two shapes from the right."),
    )  # fmt: skip
