"""What the step `arrays` claims."""

import re

import numpy as np
import pytest
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

from core.data import wine
from labs.linear_algebra.arrays import picture, step
from labs.linear_algebra.arrays.again import again
from labs.linear_algebra.arrays.step import COUNTED, KINDS, STACK, X, arrays
from labs.linear_algebra.arrays.understand import understand
from tests.conftest import look, tried

FIT, RESHAPE, TYPES, HOT = ({"view": view} for view in ("Broadcast", "Reshape", "Types", "One-hot"))


def test_the_answer_of_the_prediction():
    page = tried(arrays)
    assert str(page.ran.results["total"].shape) == page.asked[2] == "(4,)"
    assert "your guess: (3,)" in str(tried(arrays, guess="1").marks)
    assert "your guess" not in str(look(arrays, guess="1", axis="1").marks), "only where it was asked"


# ---------------------------------------------------------------- sums


@pytest.mark.parametrize(("of", "A"), [("A table", X), ("A stack of tables", STACK)])
@pytest.mark.parametrize("axis", ["0", "1", "2", "-1"])
@pytest.mark.parametrize("keep", ["true", "false"])
def test_the_words_of_a_sum_and_what_is_drawn(of, A, axis, keep):
    if int(axis) >= A.ndim:
        return
    total = A.sum(axis=int(axis), keepdims=keep == "true")
    for t in range(0, 101, 10):
        page = look(arrays, of=of, axis=axis, keep=keep, t=str(t))
        assert f"Shape {A.shape} becomes **{total.shape}**" in page.said
        n = A.shape[int(axis)]
        count = int(t * n / 100 + 1e-9)
        assert ("So far" not in page.said) == (count == n) and (count == n or f"So far: {count} of {n}." in page.said)
        first = np.take(A, range(max(count, 1)), axis=int(axis)).sum(axis=int(axis))
        shown = [mark["text"] for mark in page.marks if mark["kind"] == "text" and mark["role"] == "truth"][
            : first.size
        ]
        assert shown == ([f"{value}" for value in first.ravel()] if count else [""] * first.size)
    things = {"days": 2, "servers": 3, "hours": 4}
    summed = step.NAMES[-A.ndim :][int(axis)]
    assert f"the {things[summed]} {summed} are added up" in page.said
    assert all(f"each {name[:-1]}" in page.said for name in step.NAMES[-A.ndim :] if name != summed)


def test_everything_stays_in_the_picture():
    left, right, bottom, top = picture.SIZE
    for shape in ((3, 4), (2, 3, 4)):
        for axis in range(len(shape)):
            for place in (*picture.homes(shape).reshape(-1, 2), *picture.sums(shape, axis).reshape(-1, 2)):
                assert left + 15 < place[0] < right - 15 and bottom + 40 < place[1] < top - 15


# ---------------------------------------------------------------- reshaping


def test_the_task_of_the_reshape_and_which_shapes_do_it():
    task = next(text for text in look(arrays).tasks if "7" in text)
    done = [f"({a}, {b})" for a in range(1, 13) for b in range(1, 13) if a * b == 12
            and look(arrays, **RESHAPE, shape=f"({a}, {b})").tasks[task]]  # fmt: skip
    assert done == ["(2, 6)"]
    assert look(arrays, **RESHAPE, shape="1, 2, -1").tasks[task], "and a size may be left to NumPy"
    assert look(arrays, **RESHAPE, shape="(2, 6)", write="true").tasks[task]
    assert not any(look(arrays, **RESHAPE, shape=shape).tasks[task] for shape in ("(2, 1, 6)", *step.SHAPES))


@pytest.mark.parametrize("text", ["(2, 6)", "2 6", "[2,6]", "2 x 6", "(2, −1)", " 2×6 "])
def test_a_shape_is_read_however_it_is_written(text):
    assert look(arrays, **RESHAPE, shape=text).ran.results["new"].shape == (2, 6)


@pytest.mark.parametrize(("text", "says"), [
    ("(5, 2)", "cannot reshape array of size 12 into shape (5,2)"), ("(0, 3)", "cannot reshape"),
    ("", "That is no shape"), ("two rows", "That is no shape"), ("(-1, -1)", "can only specify one unknown dimension"),
    ("(-2, -6)", "That is no shape"),
])  # fmt: skip
def test_a_shape_that_does_not_fit_is_told_in_numpys_words(text, says):
    assert says in look(arrays, **RESHAPE, shape=text).said


def test_more_axes_than_can_be_drawn_are_said_to_be_there():
    page = look(arrays, **RESHAPE, shape="(1, 2, 2, 3)")
    assert page.ran.results["new"].shape == (1, 2, 2, 3) and "more than three axes" in page.said


def test_the_transpose_has_another_order_in_the_same_shape():
    page = look(arrays, **RESHAPE, how=step.SWAPPED)
    assert page.ran.results["new"].ravel()[:4].tolist() == [0, 4, 8, 1] and "0, 4, 8, 1, …" in page.said
    assert page.ran.results["new"].shape == COUNTED.reshape(4, 3).shape == (4, 3)


@pytest.mark.parametrize("link", [{}, {"how": step.SWAPPED}, {"shape": "(12,)"}])
def test_what_is_written_into_the_view_is_in_the_array(link):
    page = look(arrays, **RESHAPE, **link, write="true")
    assert page.ran.results["original"][0, 0] == 99 == page.ran.results["new"].ravel()[0] and COUNTED[0, 0] == 0
    assert "X has it, too" in page.said and sum(mark.get("text") == "99" for mark in page.marks) == 2
    assert not np.shares_memory(COUNTED, COUNTED.reshape(4, 3).copy()), "a copy has numbers of its own"


# ---------------------------------------------------------------- broadcasting

LINE = next(text for text in look(arrays).tasks if "Broadcast" in text)


@pytest.mark.parametrize("text", ["X.mean(axis=0)", "X.mean(0)", "X.mean(axis=0, keepdims=True)", "[6, 5, 5, 4]",
                                  "np.sum(X, axis=0) / len(X)", "X.T.mean(axis=1)"])  # fmt: skip
def test_one_line_takes_the_mean_from_each_column(text):
    page = look(arrays, **FIT, b=text)
    assert page.tasks[LINE] and "**Every column has the mean 0.**" in page.said


@pytest.mark.parametrize("text", ["X", "X.mean()", "X.mean(axis=1)", "X.mean(axis=1, keepdims=True)", "0", "X[0]"])
def test_other_lines_do_not(text):
    assert not look(arrays, **FIT, b=text).tasks[LINE]


WORDS = {
    "X.mean(axis=1)": "operands could not be broadcast together with shapes (3,4) (3,)",
    "X.mean(axis=1, keepdims=True)": "Every row has the mean 0; not every column has.",
    "X.mean()": "b is one number, 5, repeated for all 12 entries. Not every column has the mean 0.",
    "X[:, :1]": "b has a number for each row",
    "X": "nothing has to be repeated. **Every column has the mean 0.**",
    "9": "No column has the mean 0.",
    "X.mean(axis=1)[:, None, None]": "has shape **(3, 3, 4)**: X was repeated, too",
    "X[None]": "has shape **(1, 3, 4)**: X holds as many numbers as before, now along 3 axes",
    "X.mean(axis=0)[None, None]": "has shape **(1, 3, 4)**: X holds as many",
    "import os": "b can't be worked out.", "": "b can't be worked out.", "(": "b can't be worked out.",
    "10**9": "It must give numbers below 1,000",
    "X.mean(axis=2)": "no such axis",
}  # fmt: skip


@pytest.mark.parametrize("text", WORDS)
def test_whatever_is_typed_is_told_what_it_does(text):
    page = look(arrays, **FIT, b=text)
    assert WORDS[text] in page.said, page.said
    result = page.ran.results["result"]
    if isinstance(result, np.ndarray) and result.shape == X.shape and "worked out" not in page.said:
        means = np.abs(result.mean(axis=0)) < 1e-9
        expected = "**Every column" if means.all() else "No column" if not means.any() else "ot every column"
        assert expected in page.said


def test_one_hot_rows_and_how_many_classes_occur():
    for labels in np.ndindex(4, 4, 4):
        page = look(arrays, **HOT, **{f"label{row}": str(label) for row, label in enumerate(labels)})
        assert page.ran.results["coded"].tolist() == [[float(k == label) for k in range(4)] for label in labels]
        assert f"{len(set(labels))} of the 4 classes occur{'s' if len(set(labels)) == 1 else ''}." in page.said


# ---------------------------------------------------------------- data types


@pytest.mark.parametrize(("kind", "first", "second"), [("uint8", "u1", "u2"), ("int8", "i1", "i2")])
def test_what_is_stored_and_the_bits_that_are_kept(kind, first, second):
    low, high = KINDS[kind]
    assert (np.iinfo(kind).min, np.iinfo(kind).max) == (low, high)
    task = next(text for text in look(arrays).tasks if "Types" in text)
    for a in range(low, high + 1, 37):
        for b in (low, -1, 0, 1, 100, 128, 156, high):
            if not low <= b <= high:
                continue
            page = look(arrays, **TYPES, kind=kind, **{first: str(a), second: str(b)})
            stored = int((np.array([a], kind) + np.array([b], kind))[0])
            assert page.ran.results == {"stored": stored, "exact": a + b}
            assert ("it fits" in page.said) == (stored == a + b)
            assert stored == a + b or f"256 {'less' if a + b > stored else 'more'}" in page.said
            bits = [mark["text"] for mark in page.marks if mark["kind"] == "text" and mark["text"] in ("0", "1")][-9:]
            assert int("".join(bits[1:]), 2) == stored % 256 and int("".join(bits), 2) == (a + b) % 512
            assert page.tasks[task] == (kind == "uint8" and a > 100 and b > 100 and stored == 0)
    assert look(arrays, **TYPES, u1="156", u2="100").tasks[task] is False, "100 isn't above 100"
    assert look(arrays, **TYPES, u1="150", u2="106").tasks[task]


# ---------------------------------------------------------------- where it bites


def test_the_votes_after_the_right_axis_and_after_the_wrong_one():
    """Five neighbours vote; five stratified parts, shuffled thirty times; columns are scaled by the other four."""

    def score(scaler):
        model = make_pipeline(scaler, KNeighborsClassifier(5))
        splits = [StratifiedKFold(5, shuffle=True, random_state=seed) for seed in range(30)]
        return np.mean([cross_val_score(model, wine().X, wine().cultivar, cv=split).mean() for split in splits])

    def by_row(table):
        return (table - table.mean(axis=1, keepdims=True)) / table.std(axis=1, keepdims=True)

    said = look(arrays).bite
    scores = [round(100 * score(scaler)) for scaler in (FunctionTransformer(by_row), StandardScaler())]
    assert [int(percent) for percent in re.findall(r"(\d+) %", said)] == scores
    assert np.abs(by_row(wine().X).mean(axis=1)).max() < 1e-12 < np.abs(by_row(wine().X).mean(axis=0)).min()
    assert "200 + 100 is stored as 44" in said and (np.array([200], "uint8") + np.array([100], "uint8"))[0] == 44
    table = wine().X.copy()
    row = table[0]
    row *= 2
    assert np.array_equal(table[0], 2 * wine().X[0])


def test_the_formula_and_the_shape_of_the_prose():
    assert np.zeros((3, 4)).shape == (3, 4) and len(np.zeros((3, 4))) == 3
    assert all(X.sum(axis=0)[j] == sum(X[i, j] for i in range(3)) for j in range(4))


def test_what_comes_back_covers_tables_stacks_and_both_ends():
    prompts = {again(seed).question.prompt for seed in range(80)}
    assert len(prompts) == 14, "axes 0, 1, −1 of a table, 0, 1, 2, −1 of a stack, each with and without keepdims"


# ---------------------------------------------------------------- the questions to understand


def shape_in(text):
    return tuple(int(size) for size in re.search(r"shape is \(([\d, ]+)\)", text)[1].split(", "))


@pytest.mark.parametrize("seed", range(0, 150, 5))
def test_the_line_leaves_one_mean_for_each(seed):
    asked = understand(seed)
    shape, thing = shape_in(asked.prompt), re.search(r"one mean for each (.+)\?", asked.prompt)[1]
    axes = re.findall(r"axis \d counts the ([\w ]+?)s[,.]", asked.prompt)
    for choice in asked.choices:
        try:
            left = eval(choice.strip("`"), {"A": np.zeros(shape)}).shape
        except np.exceptions.AxisError:
            left = None
        assert (left == (shape[axes.index(thing)],)) == (choice == asked.answer), choice


@pytest.mark.parametrize("seed", range(1, 200, 5))
def test_a_symptom_has_the_cause_that_is_right(seed):
    asked = understand(seed)
    signs = {
        "The wrong axis": r"\*\*row\*\*",
        "The data type": "uint8",
        "Reshape instead of transpose": "call `reshape",
        "A view, not a copy": "X has|X itself has",
        "A missing keepdims": "broadcast",
    }
    assert [cause for cause, sign in signs.items() if re.search(sign, asked.prompt)] == [asked.answer]
    if found := re.search(r"(\d+) \+ (\d+) gave (\d+)", asked.prompt):
        p, q, r = map(int, found.groups())
        assert np.array([p], "uint8") + np.array([q], "uint8") == r < min(p, q)


@pytest.mark.parametrize("seed", range(2, 150, 5))
def test_the_dark_numbers_make_one_entry(seed):
    asked = understand(seed)
    rows, columns = map(int, re.search(r"(\d) rows and (\d) columns", asked.prompt).groups())
    verb, axis = re.search(r"A\.(\w+)\(axis=(-?\d)\)", asked.prompt).groups()
    lit = [np.array([mark["fill"] > 0.5 for mark in each.marks]).reshape(rows, columns) for each in asked.sketches]
    right = lit[asked.choices.index(asked.answer)]
    A = np.random.default_rng(seed).normal(size=(rows, columns))
    before, after = (getattr(table, verb)(axis=int(axis)) for table in (A, A + 100 * right))
    assert right.sum() == A.shape[int(axis)] and np.count_nonzero(before != after) == 1 or verb == "std"
    assert np.ptp(np.argwhere(right)[:, 1 - int(axis) % 2]) == 0


@pytest.mark.parametrize("seed", range(3, 200, 5))
def test_which_totals_change(seed):
    asked = understand(seed)
    A = np.ones(shape_in(asked.prompt))
    B = A.copy()
    numbers = [int(number) for number in re.findall(r"\d+", asked.prompt.split("Now ")[1].split(" is doubled")[0])]
    if "single" in asked.prompt:
        B[tuple(numbers)] *= 2
    elif "in its row" in asked.prompt:
        B[numbers[0]] *= 2
    else:
        B[:, numbers[0]] *= 2
    axis = int(re.search(r"axis=(\d)", asked.prompt)[1])
    changed = np.flatnonzero(A.sum(axis=axis) != B.sum(axis=axis))
    expected = "All of them" if len(changed) == A.shape[1 - axis] else f"Only entry {changed[0]}"
    assert asked.answer == expected and (expected == "All of them" or len(changed) == 1)


@pytest.mark.parametrize("seed", range(4, 200, 5))
def test_what_the_line_with_a_mean_does(seed):
    asked = understand(seed)
    line = re.search(r"`(A - .+?)`", asked.prompt)[1]
    A = np.random.default_rng(seed).normal(size=shape_in(asked.prompt))
    one, other = re.search(r"row for each (\w+) and a column for each (\w+);", asked.prompt).groups()
    try:
        left = eval(line, {"A": A})
    except ValueError:
        assert asked.answer.startswith("NumPy stops")
        return
    done = {
        f"From each {one} its own mean": np.allclose(left.mean(axis=1), 0),
        f"From each {other} its own mean": np.allclose(left.mean(axis=0), 0),
        f"From {other} j the mean of {one} j": np.shape(A)[0] == A.shape[1] and np.allclose(A - A.mean(axis=1), left),
    }
    assert [words for words, true in done.items() if true] == [asked.answer.removesuffix(" is taken")]


@pytest.mark.parametrize("link", [{}, {"axis": "1", "t": "60"}, {"of": "A stack of tables"},
                                  {"of": "A stack of tables", "axis": "-1", "t": "20"}])  # fmt: skip
def test_no_number_lies_on_one_that_is_on_its_way(link):
    texts = [mark for mark in look(arrays, **link).marks if mark["kind"] == "text" and mark["text"].strip()]
    places = np.array([mark["at"] for mark in texts])
    apart = np.abs(places[:, None] - places[None]) + 99 * np.eye(len(texts))[..., None]
    assert not np.any(np.all(apart < (8, 8), axis=-1))
