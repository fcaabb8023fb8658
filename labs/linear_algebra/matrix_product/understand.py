"""The questions to understand of `matrix_product`: order, rows and columns, and shapes that fit by chance."""

from __future__ import annotations

import numpy as np

from core.linear_algebra import apply, matmul, matmul_shape
from core.shapes import result_shape
from labs.linear_algebra.matrices.picture import LETTER, SQUARE, ghost, ink
from ui.question import Question, Sketch, in_turn, one_of

TASKS = ("rents", "delivery times", "house prices", "sales", "waiting times", "yields")
MOVES = {
    "turn it a quarter to the left": ("turn", [[0, -1], [1, 0]]),
    "turn it a quarter to the right": ("turn", [[0, 1], [-1, 0]]),
    "squash it to half its height": ("squash", [[1, 0], [0, 0.5]]),
    "make it twice as wide": ("widen", [[2, 0], [0, 1]]),
    "mirror it left to right": ("mirror", [[-1, 0], [0, 1]]),
    "slide its upper part to the right": ("shear", [[1, 0.8], [0, 1]]),
}
LINES = [  # code, what it does in shapes, and what its result is
    ("`pred - y`", "({n},) - ({n}, 1)", "every prediction minus every target"),
    ("`X @ X.T`", "({n}, {d}) @ ({d}, {n})", "every row of X times every other row"),
    ("`X.T @ X`", "({d}, {n}) @ ({n}, {d})", "one number for every two columns"),
    ("`X - mean`", "({n}, {d}) - ({d},)", "each row minus the mean of the columns"),
    ("`X @ w`", "({n}, {d}) @ ({d},)", "one number for each row"),
    ("`X * w`", "({n}, {d}) * ({d},)", "each column times its own weight"),
    ("`y * y`", "({n}, 1) * ({n}, 1)", "each target squared"),
]
PARTS = [  # what changes, and which entries of the product it reaches
    ("image {i} in the batch has one wrong pixel", "X"), ("customer {i} has one wrong entry", "X"),
    ("document {i} has one word count too many", "X"), ("neuron {j} has one wrong weight", "W"),
    ("score {j} has one wrong weight", "W"), ("topic {j} has one wrong weight", "W"),
]  # fmt: skip
COMMUTE = [
    ("two turns, by {a}° and by {b}°", "turn turn"),
    ("a turn by {a}° and making everything {k} times as large", "turn scale"),
    ("making it {k} times as wide, and {m} times as high", "wide high"),
    ("two shears, by {k} and by {m}", "shear shear"),
]
DIFFER = [
    ("a turn by {a}° and making it {k} times as wide", "turn wide"),
    ("a mirror left to right and a turn by {a}°", "mirror turn"),
    ("a shear by {k} and making it {m} times as high", "shear high"),
    ("a shear by {k} and a mirror left to right", "shear mirror"),
]


def understand(seed: int) -> Question:
    """Six situations in turn: a greedy line, a picture, what one entry reaches, a test, a repair, an error."""
    return in_turn(seed, greedy_line, which_picture, what_it_reaches, order_test, repair, error_message)


def greedy_line(rng: np.random.Generator) -> Question:
    """Which line makes an array of n times n numbers without an error?"""
    task, d = str(rng.choice(TASKS)), int(rng.integers(4, 30))
    n = 100 * int(rng.integers(80, 400))
    right = LINES[rng.integers(2)]
    others = [LINES[2 + place] for place in rng.permutation(len(LINES) - 2)[:3]]
    shapes = {line: shape.format(n=n, d=d) for line, shape, _ in (right, *others)}
    size = " × ".join(f"{side:,}" for side in result_shape(shapes[right[0]]))
    return one_of(
        rng,
        f"A script that predicts {task} runs out of memory. X has shape ({n}, {d}), w and mean have ({d},), pred has "
        f"({n},), and the targets y have ({n}, 1). Which line is to blame?",
        right[0],
        {line: f"{shapes[line]} gives shape {result_shape(shapes[line])}: {what}. That is small."
         for line, _, what in others},
        f"**{right[0]}** is {shapes[right[0]]}: {right[2]}, {size} numbers. The shapes fit, so nothing "
        "warns you. Print them first.",
        ("Write down the shape of each result.", "With + − * /, a size of 1, or a missing one, stretches to the "
        "other's."),
    )  # fmt: skip


def which_picture(rng: np.random.Generator) -> Question:
    """In which picture was what stands on the right done first?"""
    while True:
        first, second = (list(MOVES)[place] for place in rng.permutation(len(MOVES))[:2])
        (a, A), (b, B) = MOVES[first], MOVES[second]
        right, turned, alone = matmul(B, A), matmul(A, B), np.array(B, dtype=float)
        apart = [np.abs(M - N).max() for M, N in ((right, turned), (right, alone), (turned, alone))]
        if a != b and min(apart) > 0.4 and max(np.abs(apply(M, SQUARE)).max() for M in (right, turned, alone)) < 2.4:
            break
    who = str(rng.choice(["A label printer", "A photo app", "A game", "A map tool"]))
    p, q = str(rng.choice(["P Q", "A B", "S T", "F G"])).split()
    code = bool(rng.random() < 0.5)
    told = (
        f"{who} computes `M = {q} @ {p}` and applies `M` to every point of the letter. `{p}` means: {first}. `{q}` "
        f"means: {second}."
        if code
        else f"{who} is told to take the letter, {first}, and then {second}."
    )
    return one_of(
        rng,
        f"{told} The letter stands in the dashed square, its lower left corner at the origin, about which all of it "
        "happens. Which picture comes out?",
        _sketch(right),
        [(_sketch(turned), f"There the order is the other way round: first {second}, then {first}."),
         (_sketch(alone), f"There only the second step was done: {second}.")],
        f"First {first}, then {second}"
        + (f": in `{q} @ {p}` what stands on the right is done first." if code else ".")
        + " That is **{right}**.",
        ("Do one step, look where the letter is, and only then do the other.",
         "Which of the two meets the point first?" if code else "Does the second step work on the letter as it was?"),
    )  # fmt: skip


def what_it_reaches(rng: np.random.Generator) -> Question:
    """One wrong entry in X spoils a row of X W; one wrong entry in W spoils a column."""
    i, j, k = (int(number) for number in rng.integers(2, 9, size=3))
    change, where = PARTS[rng.integers(len(PARTS))]
    n, d, h = (int(size) for size in rng.choice(np.arange(12, 90), size=3, replace=False))
    spot = f"X[{i}, {k}]" if where == "X" else f"W[{k}, {j}]"
    line = i if where == "X" else j
    row, column = f"Row {line} of H, whole", f"Column {line} of H, whole"
    right = row if where == "X" else column
    one = f"H[{spot[2:-1]}], and no other entry"
    wrong = {
        row if where == "W" else column: "Rows of H come from rows of X, columns of H from columns of W. The wrong "
        f"entry stands in {where}.",
        one: f"Entry [i, j] of H takes row i of X and column j of W. {spot} stands in every product of its "
        f"{'row' if where == 'X' else 'column'}.",
        "Every entry of H": f"An entry of H uses one row of X and one column of W. Only some of them use {spot}.",
    }
    return one_of(
        rng,
        f"H = X @ W, where X has shape ({n}, {d}) and W ({d}, {h}). You find out that {change.format(i=i, j=j)}: "
        f"{spot} was changed by mistake. Which entries of H can be wrong?",
        right, wrong,
        f"H[i, j] is row i of X times column j of W. {spot} is used wherever "
        + (f"i is {i}. " if where == "X" else f"j is {j}. ") + f"So it is: **{right[0].lower() + right[1:]}**.",
        ("Write down what H[i, j] is made of.", f"For which i and j does {spot} take part?"),
    )  # fmt: skip


def order_test(rng: np.random.Generator) -> Question:
    """Which test notices that two matrices were multiplied in the wrong order?"""
    who = str(rng.choice(["A map tool", "A robot", "A game", "A photo app", "A camera rig"]))
    a, b = (10 * int(each) for each in rng.choice([1, 2, 3, 4, 5, 7, 8], size=2, replace=False))
    k, m = (int(each) for each in rng.choice(np.arange(2, 8), size=2, replace=False))
    blind = bool(rng.random() < 0.35)
    one, many = (COMMUTE, DIFFER) if blind else (DIFFER, COMMUTE)
    right = one[rng.integers(len(one))]
    others = [many[place] for place in rng.permutation(len(many))[:3]]

    def words(pair) -> str:
        text = pair[0].format(a=a, b=b, k=k, m=m)
        return text[0].upper() + text[1:]

    def gap(pair) -> float:
        first, second = matrices_of(pair[1], a, b, k, m)
        return float(np.abs(matmul(first, second) - matmul(second, first)).max())

    told = {
        words(pair): f"There A @ B and B @ A differ by up to {gap(pair):.2f} in an entry: it is noticed." if blind else
        "There both orders give the same matrix, so the test passes either way."
        for pair in others
    }  # fmt: skip
    ask = "Which test would **miss** it?" if blind else "Which test **notices** it?"
    return one_of(
        rng,
        f"{who} multiplies A @ B where it should be B @ A. You test it on two known moves of the plane, A and B. {ask}",
        words(right), told,
        f"**{words(right)}**: "
        + ("both orders give the same matrix. Test with moves for which they don't, such as a turn and a stretch in "
           "one direction." if blind else f"A @ B and B @ A differ by up to {gap(right):.2f} in an entry."),
        ("Which of these moves get in each other's way?", "Imagine the letter F, and do both orders."),
    )  # fmt: skip


def repair(rng: np.random.Generator) -> Question:
    """Shapes don't fit. Transposing repairs it; reshaping makes them fit and mixes up the numbers."""
    task = str(rng.choice(["images", "customers", "sensors", "songs", "documents"]))
    n, d, h = (int(size) for size in rng.choice(np.arange(5, 99), size=3, replace=False))
    version = int(rng.integers(3))
    X, W = [((n, d), (h, d)), ((d, n), (d, h)), ((d, n), (h, d))][version]
    lines = {
        "`X @ W.T`": matmul_or_none(X, W[::-1]), "`X.T @ W`": matmul_or_none(X[::-1], W),
        "`X.T @ W.T`": matmul_or_none(X[::-1], W[::-1]),
    }  # fmt: skip
    right = next(line for line, shape in lines.items() if shape == (n, h))
    shuffled = f"`X.reshape({n}, {d}) @ W`" if version == 1 else f"`X @ W.reshape({d}, {h})`"
    if version == 2:
        shuffled = f"`X.reshape({n}, {d}) @ W.reshape({d}, {h})`"
    turned = f"`{'W.T' if version == 1 else 'W'} @ {'X' if version else 'X.T'}`"
    wrong = {
        shuffled: "The shapes fit then, but `reshape` only cuts the numbers anew, in the order they are stored. It "
        "doesn't turn rows into columns.",
        turned: f"That has shape ({h}, {n}): a row for each output instead of one for each of the {task}.",
    }
    for line, shape in lines.items():
        if line != right and shape is None:
            wrong[line] = "These shapes don't fit either: the sizes that meet in the middle differ."
    wrong = dict(list(wrong.items())[:3])
    return one_of(
        rng,
        f"X holds {n} {task} with {d} numbers each, and W turns {d} numbers into {h}. `X @ W` raises an error: X has "
        f"shape {X} and W {W}. You want one row of {h} numbers for each of the {task}. Which line is right?",
        right, wrong,
        f"Each of the {task} has to be a row on the left, and each output a column on the right. **{right}** is ({n}, "
        f"{d}) @ ({d}, {h}), which gives ({n}, {h}). `.T` swaps rows and columns; `reshape` doesn't.",
        ("Which of the two is stored the other way round?", "Which numbers must stay together in one row?"),
    )  # fmt: skip


def error_message(rng: np.random.Generator) -> Question:
    """What a mismatch tells: which sizes meet, and which don't have to."""
    task = str(rng.choice(["a batch of images", "a table of customers", "a list of songs", "a set of sensors"]))
    n, d, h, m = (int(size) for size in rng.choice(np.arange(4, 99), size=4, replace=False))
    version = int(rng.integers(2))
    shapes = [((n, d), (h, m)), ((n, d), (d, m))][version]
    fine = version == 1
    right = f"It works, and gives ({n}, {m})" if fine else f"It fails, since {d} and {h} differ"
    wrong = {
        f"It fails, since {n} and {m} differ": "Those are the outer sizes. They may differ: both stand in the result.",
        f"It fails, since {n} and {shapes[1][0]} differ": "The rows of both needn't be alike. A row of the left one "
        "has to be as long as a column of the right one.",
    }
    if fine:
        wrong[f"It works, and gives ({d}, {d})"] = "The sizes that meet in the middle vanish: the sum runs over them."
    else:
        wrong[f"It works, and gives ({n}, {m})"] = f"That would take equal sizes in the middle. Here {d} meets {h}."
    return one_of(
        rng,
        f"You have {task} as an array of shape {shapes[0]} and multiply it, with `@`, by an array of shape "
        f"{shapes[1]}. What happens?",
        right, wrong,
        f"In {shapes[0]} @ {shapes[1]} the sizes {d} and {shapes[1][0]} meet. "
        + (f"They are equal and vanish. **{right}**." if fine else f"**{right}**. The others needn't be equal."),
        ("Which two sizes meet in the middle?", "A row of the left meets a column of the right."),
    )  # fmt: skip


def matrices_of(names: str, a: float, b: float, k: float, m: float) -> list[np.ndarray]:
    """The two matrices that a pair of moves names; the second of two alike takes the second number."""
    turns, sizes, found = [a, b], [k, m], []
    for name in names.split():
        angle, size = np.radians(turns[0]), sizes[0]
        if name == "turn":
            turns = turns[1:]
        elif name != "mirror":
            sizes = sizes[1:]
        cos, sin = np.cos(angle), np.sin(angle)
        found.append(np.array({"turn": [[cos, -sin], [sin, cos]], "scale": [[size, 0], [0, size]],
                               "wide": [[size, 0], [0, 1]], "high": [[1, 0], [0, size]], "shear": [[1, size], [0, 1]],
                               "mirror": [[-1, 0], [0, 1]]}[name], dtype=float))  # fmt: skip
    return found


def matmul_or_none(one: tuple, other: tuple) -> tuple | None:
    """The shape of the product, or None if there is none."""
    try:
        return matmul_shape(one, other)
    except ValueError:
        return None


def _sketch(M) -> Sketch:
    square, letter = apply(M, SQUARE), apply(M, LETTER)
    return Sketch([*ghost(), *ink(square, letter, flat=False)], (-2.5, 2.5, -2.5, 2.5))
