"""What does a matrix do to space?"""

import numpy as np

from core.linear_algebra import apply, determinant, shear
from labs.linear_algebra.matrices.picture import LETTER, ghost, grid_lines, ink, numbers, written, written_point
from labs.linear_algebra.matrices.question import question
from labs.linear_algebra.matrices.turn import turn
from labs.linear_algebra.matrices.understand import understand
from ui import marks
from ui.scene import Handle, step

SIZE = (-2.3, 2.3, -1.4, 2.3)
CORNERS = np.array([[0, 0], [1, 0], [1, 1], [0, 1]])
STAY = ((1.0, 0.0), (0.0, 1.0))
MOVES = {
    "Stay": STAY,
    "Turn": ((0.8, 0.6), (-0.6, 0.8)),
    "Shear": ((1.0, 0.0), (0.7, 1.0)),
    "Squash": ((1.5, 0.0), (0.0, 0.5)),
    "Mirror": ((-1.0, 0.0), (0.0, 1.0)),
    "Project": ((0.8, 0.4), (0.4, 0.2)),
}
SHIFT = 0.8
GIVEN = {"Free": np.eye(2), "Undo a shear": shear(SHIFT), "Undo a flattening": np.array(MOVES["Project"])}
START = ((1, 1), (-1, 1))
GUESSES = {"(0, 2)": (0, 2), "(2, 0)": (2, 0), "(1, 1)": (1, 1)}
TWINS = np.array([[0.5, 0], [0, 1]])  # two points of the square that the flattening sends to one place


@step(
    "What does a matrix do to space?",
    why="Every layer of a network is one, and so is every turn of a picture.",
    needs=["vectors"],
)
def matrices(page):
    r"""
    A **matrix** moves every point of the plane at once, and where two of them land tells you everything.
    Its **first column** $c_1$ is where $(1, 0)$ lands. Its **second**, $c_2$, is where $(0, 1)$ lands.
    Every other point goes along:

    $$A \begin{pmatrix} x \\ y \end{pmatrix} = x\,c_1 + y\,c_2$$

    So straight lines stay straight, even spacing stays even, and the origin stays put.

    The **determinant** is the number by which every area is multiplied. A minus says that the plane is *turned over*.
    Zero says that it is *flattened*, and there is no way back.

    Drag the tips of $c_1$ and $c_2$.
    """
    guess = page.predict(
        "The columns of a matrix are $(1, 1)$ and $(-1, 1)$. Where does the point $(1, 1)$ land?",
        list(GUESSES),
        answer="(0, 2)",
        because="One of each column, added: $(1, 1) + (-1, 1)$.",
        tries={},
    )
    c1, c2 = page.plane(c1=Handle(START[0], label="c₁"), c2=Handle(START[1], label="c₂"), size=SIZE)

    mode = page.choose("do", "What to do", list(GIVEN), then={"c1": STAY[0], "c2": STAY[1]})
    for place, (name, (first, second)) in enumerate(MOVES.items()):
        page.press(name, sets={"c1": first, "c2": second}, beside=place > 0)

    def move(c1, c2):
        A = np.column_stack([c1, c2])
        corner = apply(A, [1, 1])
        area = determinant(A)
        return A, corner, area

    def move_by_library(c1, c2):
        A = np.column_stack([c1, c2])
        corner = A @ [1, 1]
        area = np.linalg.det(A)
        return corner, area

    def undo(c1, c2, given):
        A = np.column_stack([c1, c2])
        moved = apply(given, [[1, 0], [0, 1], [1, 1]])
        landed = apply(A, moved)
        return A, landed

    def undo_by_library(c1, c2, given):
        A = np.column_stack([c1, c2])
        corners = np.array([[1, 0], [0, 1], [1, 1]])
        landed = corners @ given.T @ A.T
        return landed

    given, send = GIVEN[mode], page.yours(turn)
    if mode == "Free":
        A, corner, area = page.run(move, move_by_library, c1=c1, c2=c2)
        says = free_words(corner, area)
    else:
        A, landed = page.run(undo, undo_by_library, c1=c1, c2=c2, given=given)
        corner, area = landed[2], determinant(landed[:2])
        says = shear_words(landed, area) if mode == "Undo a shear" else flat_words(landed)

    along, across = (send(A, lines.reshape(-1, 2)).reshape(lines.shape) for lines in grid_lines())
    letter, square, twins = (send(A, send(given, points)) for points in (LETTER, CORNERS, TWINS))
    drawn = [
        marks.lines(along, role="data", width=1, opacity=0.4),
        marks.lines(across, role="model", width=1, opacity=0.4),
        *ghost(),
        *ink(square, letter, flat=abs(area) < 0.005),
    ]
    if mode == "Undo a flattening":
        drawn.append(marks.points(TWINS, role="context", hollow=True))
        drawn += [marks.text(at, written_point(at), dx=6, dy=-8) for at in TWINS]
        drawn.append(marks.points(twins[:1], role="truth", size=6, label="both are here"))
    else:
        beyond = "" if is_inside(corner) else f" {heading(corner)}"
        drawn.append(marks.points([corner], role="truth", label=f"(1, 1) → {written_point(corner)}{beyond}"))
    if mode == "Free" and guess and np.array_equal([c1, c2], START):
        drawn.append(
            marks.points(
                [GUESSES[guess]], role="guess", hollow=True, size=10, label="your guess", anchor="middle", dx=0, dy=26
            )
        )
    drawn += numbers(A, (SIZE[0] + 0.1, SIZE[3] - 0.1), "A =", ["data", "model"])
    if mode != "Free":
        drawn += numbers(given, (SIZE[1] - 1.72, SIZE[3] - 0.1), "after", ["ink", "ink"])
    page.picture(drawn, says=says)
    page.task(
        "Choose **Undo a shear** and drag until the letter stands in its dashed square again.",
        done=mode == "Undo a shear" and np.allclose(landed, CORNERS[[1, 3, 2]], atol=0.005),
    )
    page.bites(
        "A layer of a network is a matrix too. Send 64 numbers through a layer of 2, and inputs that differ arrive as "
        "the same two numbers. No later layer, however large, can tell them apart again: the model's error stops at a "
        "floor that no training lowers. NumPy may not notice. It says `LinAlgError: Singular matrix` only if rounding "
        "leaves an exact zero. The columns (0.3, 0.1) and (0.9, 0.3) lie on one line, yet `np.linalg.inv` raises "
        "nothing: an inverse with entries above 10¹⁵ comes back. So look at `np.linalg.cond` first. It says how many "
        "times larger an error can become on the way back; from about 10¹⁶, nothing of the answer can be trusted."
    )
    page.check(question, understand)


def is_inside(point) -> bool:
    """True if a point is seen in the picture."""
    (x, y), (left, right, bottom, top) = np.round(point, 6), SIZE
    return bool(left <= x <= right and bottom <= y <= top)


def heading(point) -> str:
    """An arrow that points from the origin to where a point lies.

    >>> heading((3, 3)), heading((0, -2))
    ('↗', '↓')
    """
    return "→↗↑↖←↙↓↘"[round(np.arctan2(point[1], point[0]) / (np.pi / 4)) % 8]


def free_words(corner, area):
    """What a matrix has done, in words."""
    if abs(area) < 0.005:
        return (
            "Both columns lie on one line, so the plane is **flattened** onto it: the determinant is **0**. "
            "Points that were apart now share a place, and no matrix can separate them again."
        )
    where = f"**{written_point(corner)}**" + ("" if is_inside(corner) else ", beyond the picture")
    lands = f"The corner (1, 1) lands on {where}: column 1 plus column 2."
    size = written(abs(area))
    becomes = "keeps its size" if size == "1" else f"is multiplied by {size}"
    turned = " The minus: the letter is **turned over**, as in a mirror." if area < 0 else ""
    return f"{lands} Every area {becomes}: the determinant is **{written(area)}**.{turned}"


def shear_words(landed, area):
    """How far the letter is from home after the shear and the learner's matrix."""
    if np.allclose(landed, CORNERS[[1, 3, 2]], atol=0.005):
        return (
            "**Upright again.** Your A takes back what the shear did, for every point. It is the shear's **inverse**."
        )
    if abs(area) < 0.005:
        return "Your A has **flattened** the letter. What is flat can't be made upright again: move A's columns apart."
    first, second = written_point(landed[0]), written_point(landed[1])
    return (
        f"A shear has slid the top of the letter {SHIFT} to the right; then your A moves it. "
        f"After both, (1, 0) stands at **{first}** and (0, 1) at **{second}**. Bring them home."
    )


def flat_words(landed):
    """Why nothing helps after a flattening."""
    if np.allclose(landed, 0):
        return "Your A sends the whole line to a single point. Now everything is gone."
    return (
        "A projection has flattened the letter onto a line, and your A can only move that line. "
        "The points (0.5, 0) and (0, 1) were sent to one place. Whatever your A does to one, it does to the other."
    )
