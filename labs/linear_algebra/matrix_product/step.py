"""Why rows times columns, and why does order matter?"""

import numpy as np

from core.linear_algebra import dot, matmul, show
from core.shapes import result_shape
from labs.linear_algebra.matrices.picture import written
from labs.linear_algebra.matrix_product.picture import (
    FRAMES,
    SHELF,
    TABLE,
    TWO_ORDERS,
    boxes,
    by_cell,
    frames,
    is_cut,
    pieces,
)
from labs.linear_algebra.matrix_product.question import question
from labs.linear_algebra.matrix_product.turn import turn
from labs.linear_algebra.matrix_product.understand import understand
from ui.scene import Handle, step

A = np.array([[2, 0, 1], [-1, 3, 2]])
B = np.array([[1, 4], [3, -2], [0, 5]])
REACH = 1.1  # how far a column can be dragged from its origin
COLUMNS = {"a1": ("A", 0, 1), "a2": ("A", -1, 0), "b1": ("B", 1, 0), "b2": ("B", 0, 0.4)}
FIRST = "(3, 4) @ (4, 2)"
EXAMPLES = ("(442,) - (442, 1)", "(3, 4) * (4,)", "X(n, 64) @ W(64, 10) + b(10,)", "(3, 4) @ (3, 2)")
ORDERS, CELLS, SHAPES = "Two orders", "Cell by cell", "Shapes"


@step(
    "Why rows times columns, and why does order matter?",
    why="Much that goes wrong in model code is about shapes, and the worst of it raises no error.",
    needs=["matrices"],
)
def matrix_product(page):
    r"""
    Do $B$ to a picture, then $A$. One matrix does both at once: the **product** $AB$. Read it from right to left.

    Its columns are where $A$ sends the columns of $B$. So the number in row $i$, column $j$ is a dot product:
    **row** $i$ of $A$ with **column** $j$ of $B$.

    $$(AB)_{ij} = \sum_k A_{ik} \, B_{kj}$$

    A row of $A$ must be as long as a column of $B$. In shapes: $(n, k)$ times $(k, m)$ is $(n, m)$.
    Python writes it `A @ B`.

    Dressing is like that: socks, then shoes is not shoes, then socks. In general $AB$ is not $BA$.
    """
    page.predict(
        "You turn a picture a quarter to the left, then squash it flatter. Or you squash it first, then turn it. "
        "What do you get?",
        ["The same picture", "Two different pictures", "Mirror images"],
        answer="Two different pictures",
        because="Squashing first shortens the letter's height; squashing last shortens what was its width.",
        tries={},
    )
    mode = page.choose("look", "What to look at", [ORDERS, CELLS, SHAPES])
    agree = chain = False
    if mode == ORDERS:
        agree = two_orders(page)
    elif mode == CELLS:
        cell_by_cell(page)
    else:
        chain = shapes(page)
    page.task("In **Two orders**, drag until both orders end alike, though A and B both do something.", done=agree)
    page.task("In **Shapes**, make a chain of three matrices that fit: two `@` and no error.", done=chain)
    page.bites(
        "Your predictions have shape `(442,)`, the targets are a column, `(442, 1)`. Their difference should be 442 "
        "numbers. It is `(442, 442)`: every prediction minus every target. No error is raised. On the diabetes data "
        "the mean of the squared differences reads 9,000 instead of 2,860. "
        "The symptom: the error is far too high, and on large data the memory runs out. Print the shapes."
    )
    page.check(question, understand)


def two_orders(page) -> bool:
    """Drag the columns of A and of B; see both orders. True once they agree and neither matrix does nothing."""
    handles = {}
    for name, (matrix, x, y) in COLUMNS.items():
        ox, oy = FRAMES[matrix]
        bounds = (ox - REACH, ox + REACH, oy - REACH, oy + REACH)
        role, label = ("data", "a") if matrix == "A" else ("model", "b")
        label += "₁" if name[1] == "1" else "₂"
        handles[name] = Handle((ox + x, oy + y), role=role, label=label, tail=(ox, oy), bounds=bounds)
    tips = page.plane(size=TWO_ORDERS, bare=True, **handles)
    a1, a2, b1, b2 = (np.round(tip - FRAMES[COLUMNS[name][0]], 1) + 0.0 for tip, name in zip(tips, COLUMNS))

    def cell(a1, a2, b1, b2):
        A = np.column_stack([a1, a2])
        B = np.column_stack([b1, b2])
        A_then_B = matmul(B, A)
        B_then_A = matmul(A, B)
        return A, B, A_then_B, B_then_A

    def library(a1, a2, b1, b2):
        A = np.column_stack([a1, a2])
        B = np.column_stack([b1, b2])
        A_then_B = B @ A
        B_then_A = A @ B
        return A_then_B, B_then_A

    page.yours(turn)
    A, B, A_then_B, B_then_A = page.run(cell, library, a1=a1, a2=a2, b1=b1, b2=b2)
    gap = np.abs(A_then_B - B_then_A).max()
    idle = [name for name, M in (("A", A), ("B", B)) if np.array_equal(M, np.eye(2))]
    outside = " What leaves its frame isn't drawn." if is_cut(A, B, A_then_B, B_then_A) else ""
    page.picture(frames(A, B, A_then_B, B_then_A), says=order_words(gap, idle) + outside)
    return gap < 0.005 and not idle


def order_words(gap: float, idle: list[str]) -> str:
    """What the two orders have in common, in words."""
    if idle:
        who = "A leaves" if idle == ["A"] else "B leaves" if idle == ["B"] else "A and B both leave"
        return f"**{who}** everything where it is, so both orders end alike. Drag a column."
    if gap < 0.005:
        return "Here **both orders end alike**: B @ A equals A @ B. That is an exception."
    return (
        "A, then B is the matrix **B @ A**. B, then A is **A @ B**. What is done first stands on the right. "
        f"Their entries differ by up to **{written(gap)}**."
    )


def cell_by_cell(page) -> None:
    """Play a product, one multiplication at a time."""
    first = page.choose("of", "Which product", ["A @ B", "B @ A"], then={"at": None})
    left, right = (A, B) if first == "A @ B" else (B, A)
    (n, k), m = left.shape, right.shape[1]
    places = [(i, j, t) for i in range(n) for j in range(m) for t in range(k)]
    texts = [f"row {i + 1}, column {j + 1}, product {t + 1} of {k}" for i, j, t in places]
    i, j, t = place = page.slider("at", "Through the product", options=places, value=places[0], texts=texts, play=True)
    at = places.index(place)
    page.press("‹ Back", sets={"at": max(at - 1, 0)}, off=at == 0)
    page.press("Next ›", sets={"at": min(at + 1, len(places) - 1)}, off=at == len(places) - 1, beside=True)

    def cell(left, right, i, j):
        row = left[i]
        column = right[:, j]
        products = row * column
        entry = dot(row, column)
        product = matmul(left, right)
        return row, column, products, entry, product

    def library(left, right, i, j):
        product = left @ right
        entry = product[i, j]
        return product, entry

    page.yours(turn)
    row, column, products, entry, product = page.run(cell, library, left=left, right=right, i=i, j=j)
    names = first[0], first[-1]
    so_far = " + ".join(f"{factor(a)}·{factor(b)}" for a, b in zip(row[: t + 1], column[: t + 1]))
    whole = t == k - 1
    page.picture(
        by_cell(left, right, product, names, i, j, t),
        says=f"Row {i + 1} of {names[0]} meets column {j + 1} of {names[1]}: {so_far} = **{products[: t + 1].sum()}**"
        + (", and the entry is complete. " if whole else ", so far. ")
        + f"The shapes: {left.shape} @ {right.shape} is {product.shape}.",
        size=TABLE,
    )


def factor(number: int) -> str:
    """A number as it stands in a product: a negative one in brackets."""
    return f"(−{-number})" if number < 0 else str(number)


def shapes(page) -> bool:
    """Type shapes; see what comes out. True for a chain of three matrices that fit."""
    text = page.type("shapes", "Shapes with @, *, + or − between them", FIRST)
    page.note("Try one of these:")
    for example in EXAMPLES:
        page.press(f"`{example}`", sets={"shapes": example}, look="link", beside=True)

    def cell(text):
        try:
            shape = result_shape(text)
        except ValueError as error:
            shape = str(error)
        return shape

    shape = page.run(cell, text=text)
    fits, reason = isinstance(shape, tuple), in_plain_words(text)
    drawn = boxes(text, shape if fits else None) if fits or reason else []
    page.picture(drawn, says=shape_words(text, shape, reason), size=SHELF)
    return fits and is_chain_of_three(text)


def in_plain_words(text: str) -> str:
    """Why shapes that can be read don't fit; empty if they do, or can't be read."""
    try:
        result_shape(text)
    except ValueError as error:
        reason = str(error.__context__ or error)  # NumPy's message is raised in answer to ours
        return reason if "must be the same size" in reason or "a single number" in reason else ""
    return ""


def shape_words(text: str, shape, reason: str) -> str:
    """What came out, and why, in words."""
    if reason:
        said = f"NumPy says: **{shape.strip()}**. In plain words: " if shape != reason else ""
        return f"They don't fit. {said}{reason}"
    if not isinstance(shape, tuple):
        return f"That can't be worked out. {shape}"
    found = pieces(text)
    told = [f"It fits: the result has shape **{show(shape)}**."]
    if "@" in found:
        told.append("At every @ the two sizes that meet are equal, and they vanish.")
    if {"+", "-", "−", "*", "/"} & {piece for piece in found if isinstance(piece, str)}:
        told.append("Sizes are compared from the right; a 1, or a missing one, stretches.")
    if len(found) == 3 and "@" not in found and tuple(map(str, shape)) not in found:
        told.append("Here **both sides stretched**. Is that what you want? No error will tell you.")
    return " ".join(told)


def is_chain_of_three(text: str) -> bool:
    """True for three shapes of two sizes each, joined by @."""
    chain = [piece for piece in pieces(text) if piece not in ("(", ")")]
    return len(chain) == 5 and chain[1::2] == ["@", "@"] and all(len(each) == 2 for each in chain[::2])
