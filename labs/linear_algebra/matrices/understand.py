"""The questions to understand of `matrices`: columns, area, and what can be undone."""

from __future__ import annotations

import numpy as np

from core.linear_algebra import apply, determinant
from labs.linear_algebra.matrices.picture import LETTER, SQUARE, ghost, ink
from ui import marks
from ui.question import Question, Sketch, in_turn, one_of

SHOPS = ("a photo app", "a font editor", "a robot's camera", "a map tool", "a game's sprite engine", "a label printer")
TURNED = [[[0, 1], [1, 0]], [[-1, 0], [0, 1]], [[1, 0], [0, -1]], [[0.6, 0.8], [0.8, -0.6]], [[-1, 0.5], [0, 1]],
          [[0, -2], [-2, 0]]]  # fmt: skip
FLAT = [[[2, 4], [1, 2]], [[1, -1], [-1, 1]], [[0.8, 0.4], [0.4, 0.2]], [[3, 0], [2, 0]], [[-1, 3], [2, -6]]]
KEEPS = [[[1, 3], [0, 1]], [[0, -1], [1, 0]], [[-1, 0], [0, -1]], [[2, 0], [0, 0.5]], [[0.6, -0.8], [0.8, 0.6]],
         [[1, 0], [-2, 1]]]  # fmt: skip
GROWS = [[[0.1, 0], [0, 0.1]], [[3, 1], [1, 2]], [[0.5, 0], [0, 0.5]], [[2, 1], [0, 2]], [[1, -1], [1, 1]]]
CAN = {  # jobs for one matrix, with why it can
    "Turn everything by {n}0° about the origin": "A turn leaves the origin where it is and keeps lines straight.",
    "Mirror everything in the vertical axis": "It turns one axis round, and that is a column.",
    "Make everything {n} times as wide": "That multiplies the first column.",
    "Slide the upper rows to the right": "That is a shear: each point moves by a multiple of its height.",
    "Flatten everything onto one line": "Both columns lie on the line then. It can't be undone, though.",
}
CANNOT = {
    "Move everything {n} to the right": "the origin would move, and A · (0, 0) is always (0, 0)",
    "Move everything up by {n}": "the origin would move, and A · (0, 0) is always (0, 0)",
    "Bend straight lines into arcs": "a matrix keeps straight lines straight",
    "Enlarge the middle and spare the rim": "a matrix keeps even spacing even",
    "Square both of a point's numbers": "a matrix keeps even spacing even, and squares don't",
}


def understand(seed: int) -> Question:
    """Six situations in turn: a picture, a kind of matrix, a way back, the area, a line of code, an impossible job."""
    return in_turn(seed, which_picture, which_matrix, way_back, what_becomes_of_the_area, which_line, impossible)


def which_picture(rng: np.random.Generator) -> Question:
    """In which picture has A moved the letter?"""
    shop = str(rng.choice(SHOPS))
    while True:
        A = rng.integers(-3, 4, size=(2, 2)) / 2
        others = {"rows": A.T, "swapped": A[:, ::-1], "mirrored": A * [-1, 1]}
        every = [A, *others.values()]
        apart = [np.abs(M - N).max() for i, M in enumerate(every) for N in every[:i]]
        inside = all(np.abs(SQUARE @ M.T).max() <= 2 for M in every)
        if abs(determinant(A)) >= 0.75 and min(apart) > 0.7 and inside:
            break
    whys = {
        "rows": "There the rows of A were taken for its columns. The first column, read downwards, is where (1, 0) "
        "lands.",
        "swapped": "There the two columns have changed places: (1, 0) lands where (0, 1) should.",
        "mirrored": "There the first column has the wrong sign, so that (1, 0) lands on the other side.",
    }
    chosen = [list(others)[place] for place in rng.permutation(3)[:2]]
    return one_of(
        rng,
        f"In {shop} the letter F stands in the dashed square, its lower left corner at the origin. Then "
        f"$A = {_latex(A)}$ moves every point. Which picture comes out?",
        _sketch(A),
        [(_sketch(others[name]), whys[name]) for name in chosen],
        f"The square's lower edge, from (0, 0) to (1, 0), lands on the first column, {_point(A[:, 0])}. Its left edge "
        f"lands on the second, {_point(A[:, 1])}. That is **{{right}}**.",
        ("Where does (1, 0) land? It is the end of the square's lower edge.", "Then look where (0, 1) lands."),
    )  # fmt: skip


def which_matrix(rng: np.random.Generator) -> Question:
    """Which matrix turns the plane over, flattens it, or keeps every area?"""
    shop, version = str(rng.choice(SHOPS)), int(rng.integers(3))
    symptom = (
        "letters come out as in a mirror, and no turn sets them right",
        "the result is a mere line, and different inputs can't be told apart any more",
        "the picture is moved about, but every area stays exactly as large as it was",
    )[version]
    pool = ((TURNED, KEEPS + GROWS), (FLAT, KEEPS + GROWS + TURNED[3:5]), (KEEPS, GROWS + FLAT))[version]
    right = pool[0][rng.integers(len(pool[0]))]
    wrong = [pool[1][place] for place in rng.permutation(len(pool[1]))[:3]]
    if version == 0:
        wrong[0] = [[-1, 0], [0, -1]]
        wrong[1:] = [each for each in wrong[1:] if each != wrong[0]]
    rule = (
        "Only a negative determinant turns the plane over.",
        "Only a determinant of 0 flattens the plane.",
        "Areas stay as they are where the determinant is 1 or −1.",
    )[version]
    extra = {
        str([[-1, 0], [0, -1]]): " It is half a turn, not a mirror: both axes are turned round."
    } if version == 0 else {}  # fmt: skip
    return one_of(
        rng,
        f"In {shop}, {symptom}. Which matrix, written row by row, does that?",
        _rows(right),
        {_rows(M): f"Its determinant is {_short(determinant(M))}. {rule}{extra.get(str(M), '')}" for M in wrong},
        f"The determinant of **{_rows(right)}** is {_short(determinant(right))}. {rule}",
        ("Which number tells what becomes of an area?", "For the rows [a, b] and [c, d] it is ad − bc."),
    )  # fmt: skip


def way_back(rng: np.random.Generator) -> Question:
    """A small determinant is no danger, and one far from 0 is no promise: what counts is how unevenly A shrinks."""
    shop, version = str(rng.choice(SHOPS)), int(rng.integers(3))
    n = int(rng.integers(2, 10))
    if version == 0:
        a, b = rng.permutation([3, 4]) * 10.0 ** -int(rng.integers(2, 5))
        A = np.array([[a, -b], [b, a]])
    elif version == 1:
        s = float(rng.choice([1e6, 2e6, 5e6]))
        A = np.array([[s, s], [s, s + n / s]])
    else:
        c = rng.integers(1, 7, size=2) * np.array([1, rng.choice([-1, 1])])
        A = np.column_stack([c, n * c])
    det = float(n) if version == 1 else determinant(A)
    power = round(np.log10(np.linalg.cond(A))) if version < 2 else 16
    even, close = "Yes: it shrinks all directions alike", "Hardly: its columns point almost the same way"
    line = "No: its columns lie on one line"
    other, why = (
        (
            "No: its determinant is far too close to 0",
            "Any value but 0 leaves a way back. It tells of areas only.",
        ),
        ("Yes: its determinant is far from 0", "The determinant tells how areas change, not how unevenly."),
        ("Yes: its entries are ordinary numbers", "They promise nothing: whole lines of points are sent to one place."),
    )[version]
    whys = {
        even: "Its columns would have to be equally long and at right angles for that.",
        close: "Its columns are at right angles: their dot product is 0."
        if version == 0
        else "They do more than that: one is a multiple of the other.",
        line: "No column is a multiple of the other. Different points stay apart, just."
        if version == 1
        else "No column is a multiple of the other, so different points stay apart.",
        other: why,
    }
    right = (even, close, line)[version]
    told = (
        "The columns are equally long and at right angles: all that happens is a turn and an even shrinking. So "
        "`np.linalg.cond`, by which errors can grow on the way back, is 1.",
        "The condition number (`np.linalg.cond`), by which errors can grow on the way back, is about "
        f"10{_power(power)}. Of the 16 digits that NumPy keeps, about {16 - power} are left.",
        f"The second column is {n} times the first, so a whole line of points lands on one place, and nothing can tell "
        "them apart.",
    )[version]  # fmt: skip
    shown = f"The determinant is {_short(det)}. " if version < 2 else ""
    return one_of(
        rng,
        f"In {shop} every point is sent through $A = {_latex(A)}$. {shown}Later you need the points back, computed "
        "with 16 digits. Can you trust the inverse?",
        right, {text: whys[text] for text in whys if text != right}, f"{told} **{right}**.",
        ("Compare the two columns: their lengths and their directions.", "What does a determinant say, and what not?"),
    )  # fmt: skip


def what_becomes_of_the_area(rng: np.random.Generator) -> Question:
    """What a change of the columns does to the determinant."""
    shop, k = str(rng.choice(SHOPS)), int(rng.integers(2, 6))
    change, factor = [
        (f"you multiply its first column by {k}", k), (f"you multiply all of its entries by {k}", k**2),
        ("you swap its columns", -1), (f"you add {k} times the first column to the second", 1),
        (f"you multiply its second column by −{k}", -k),
    ][rng.integers(5)]  # fmt: skip
    texts = {
        k: f"It is multiplied by {k}", k**2: f"It is multiplied by {k**2}", -1: "It changes its sign, and no more",
        1: "It stays as it was", -k: f"It is multiplied by −{k}",
    }  # fmt: skip
    whys = {
        k: f"For that one column must become {k} times as long. Here something else is done.",
        k**2: "For that both sides of the square must grow.",
        -1: "A sign changes where the columns change places, or one of them turns round, and no length changes.",
        1: "It stays where the square is sheared only. Here it isn't.",
        -k: "For that one column must both grow and turn round.",
    }
    if factor == k**2:
        whys[k] = f"Both columns grow, so the square gets {k} times as wide and {k} times as high."
    if factor == -k:
        whys[k] = "The minus turns the column round, and the plane over."
    if factor == 1:
        whys[k] = "The square's far side slides along. It gets neither wider nor higher above its base."
    shown = [each for each in ((k, k**2, -1, 1) if factor > 0 else (k, -1, 1, -k) if factor == -k else (1, -1, k, -k))]
    return one_of(
        rng,
        f"The code of {shop} multiplies points by a matrix with two columns. To try something, {change}. What becomes "
        "of its determinant?",
        texts[factor],
        {texts[each]: whys[each] for each in shown if each != factor},
        "The columns are two sides of the moved square, and the determinant is its area, with a sign. "
        f"**{texts[factor]}**: "
        + {k: f"one side grows {k} times.", k**2: f"both sides grow {k} times, and {k} · {k} = {k**2}.",
           -1: "the same area, turned over.", 1: "base and height stay.",
           -k: f"one side grows {k} times, and turns round."}[factor],
        ("Draw the two columns as the sides of a slanted square.", "What becomes of its base, and of its height?"),
    )  # fmt: skip


def which_line(rng: np.random.Generator) -> Question:
    """Which line of code built this matrix? Where (1, 0) and (0, 1) land tells."""
    shop = str(rng.choice(SHOPS))
    lines = {
        "`np.array([c1, c2])`": (lambda c, d: np.array([c, d]), "puts c1 and c2 into the rows"),
        "`np.column_stack([c2, c1])`": (lambda c, d: np.column_stack([d, c]), "swaps the two columns"),
        "`np.column_stack([c1, -c2])`": (lambda c, d: np.column_stack([c, -d]), "turns the second column round"),
        "`np.array([c2, c1])`": (lambda c, d: np.array([d, c]), "puts c2 and c1 into the rows"),
        "`np.column_stack([c1, c1 + c2])`": (
            lambda c, d: np.column_stack([c, c + d]), "adds the first column to the second"),
    }  # fmt: skip
    while True:
        c1, c2 = rng.integers(-4, 6, size=(2, 2))
        built = {line: make(c1, c2) for line, (make, _) in lines.items()}
        every = [np.column_stack([c1, c2]), *built.values()]
        if len({M.tobytes() for M in every}) == len(every) and min(abs(c1).min(), abs(c2).min()) > 0:
            break
    names = [list(lines)[place] for place in rng.permutation(len(lines))[:4]]
    right, *others = names
    lands = apply(built[right], [[1, 0], [0, 1]])
    return one_of(
        rng,
        f"In {shop}, A should send (1, 0) to c1 = {_point(c1)} and (0, 1) to c2 = {_point(c2)}. A test says that (1, "
        f"0) lands on {_point(lands[0])} and (0, 1) on {_point(lands[1])}. Which line made A?",
        right,
        {line: f"That one {lines[line][1]}: (1, 0) would land on {_point(built[line][:, 0])} and (0, 1) on "
         f"{_point(built[line][:, 1])}." for line in others},
        f"**{right}** {lines[right][1]}. The points (1, 0) and (0, 1) land on the columns, so it has to be "
        "`np.column_stack([c1, c2])`.",
        ("Write down the matrix whose columns are the two places they landed on.", "Does c1 stand in a row or a "
        "column?"),
    )  # fmt: skip


def impossible(rng: np.random.Generator) -> Question:
    """Which of four jobs can no matrix of two rows and two columns do?"""
    shop, n = str(rng.choice(SHOPS)), int(rng.integers(2, 10))
    right = list(CANNOT)[rng.integers(len(CANNOT))]
    others = [list(CAN)[place] for place in rng.permutation(len(CAN))[:3]]
    return one_of(
        rng,
        f"In {shop} each job is to be one matrix of shape (2, 2), applied to all points. The origin is the picture's "
        "lower left corner. Which job can't be done that way?",
        right.format(n=n),
        {job.format(n=n): f"That can be done. {CAN[job]}" for job in others},
        f"**{right.format(n=n)}**: {CANNOT[right]}. "
        + ("A vector that is added, a bias, does it." if right.startswith("Move") else
           "That takes a function that isn't linear."),
        ("What does every matrix leave as it is?", "Straight lines, even spacing, the origin: which job breaks one of "
        "them?"),
    )  # fmt: skip


def _sketch(A) -> Sketch:
    square, letter = (apply(A, points) for points in (SQUARE, LETTER))
    grid = [[(n, -3), (n, 3)] for n in range(-2, 3)] + [[(-3, n), (3, n)] for n in range(-2, 3)]
    faint = marks.lines(grid, width=1, opacity=0.2)
    return Sketch([faint, *ghost(), *ink(square, letter, flat=False)], (-2.4, 2.4, -2.4, 2.4))


def _short(value: float) -> str:
    """A number as it is read, with a true minus: −0.25, 3, 0.0001."""
    return f"{round(float(value), 8) + 0.0:.8f}".rstrip("0").rstrip(".").replace("-", "−")


def _power(power: int) -> str:
    return str(power).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))


def _rows(M) -> str:
    return "[" + ", ".join("[" + ", ".join(_short(value) for value in row) + "]" for row in M) + "]"


def _point(point) -> str:
    return "(" + ", ".join(_short(value) for value in point) + ")"


def _latex(A) -> str:
    entries = " \\\\ ".join(" & ".join(_short(value).replace("−", "-") for value in row) for row in A)
    return f"\\begin{{pmatrix}} {entries} \\end{{pmatrix}}"
