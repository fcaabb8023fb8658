"""How is a neural layer a matrix product?"""

from functools import cache

import numpy as np

from core.data import digits, digits_layer
from core.linear_algebra import dense, dot, relu
from labs.linear_algebra.layer import picture
from labs.linear_algebra.layer.question import question
from labs.linear_algebra.layer.turn import turn
from labs.linear_algebra.layer.understand import understand
from ui.scene import Handle, step
from ui.words import number

OPEN = "?"  # a side of W2 that nobody has chosen
ROWS, COLUMNS = [OPEN, 10, 16, 64], [OPEN, 8, 10, 16]


@step(
    "How is a neural layer a matrix product?",
    why="A network is a stack of such layers, and the shapes have to fit from one to the next.",
    needs=["matrix_product"],
)
def layer(page):
    r"""
    A **neuron** has a weight for each input, here 64 for 64 pixels, and a **bias**. It takes the dot product of pixels
    and weights, and adds the bias. Then **ReLU** turns what is below zero into 0.

    Put an image in each row of $X$ and a neuron in each column of $W$. Then the whole **layer** is a matrix product:

    $$H = \text{ReLU}(X W + b)$$

    Row $i$ meets column $j$: image $i$ and neuron $j$. Drag the dots, or click a cell. Where a weight is blue, ink
    raises the sum; where it is orange, ink lowers it. The product that counts most is framed.

    A second layer, $H W_2 + b_2$, gives scores. The highest is the answer.
    """
    page.predict(
        "This layer reads 8 images at once. You send 16 instead. What has to change in $W$?",
        ["Nothing", "It needs 16 rows", "It needs 16 columns"],
        answer="Nothing",
        because="$W$ has a row for each pixel, a column for each neuron. Only X and H get more rows.",
        tries={"images": 16},
    )
    W, b, W2, b2 = network()
    rows = page.choose("rows", "Rows of W2", ROWS, quiet=False)
    columns = page.choose("columns", "Columns of W2", COLUMNS, quiet=False, beside=True)
    n = page.choose("images", "Images at once", [8, 16], quiet=False, beside=True)
    batch = page.slider("batch", "Batch of unseen images", 1, 45, 31)
    at_i, at_j = page.plane(
        size=picture.size(n),
        bare=True,
        i=Handle((2.5, 40), "point", "truth", along="y", bounds=(0, 82, 56 - 4 * n, 52), step=4, says="image i"),
        j=Handle((36, 59.4), "point", "truth", along="x", bounds=(12, 57, 0, 67.5), step=3, says="neuron j"),
    )
    i, j = picture.crossing(at_i, at_j)
    X, labels = unseen(batch, n)

    def first_layer(X, W, b, i, j):
        z = dot(X[i], W[:, j]) + b[j]  # one image, one neuron
        h = relu(z)
        H = relu(dense(X, W, b))  # all images, all neurons
        activations = H.round(1)
        return z, h, activations

    def first_by_library(X, W, b, i, j):
        activations = np.maximum(0, X @ W + b).round(1)
        return activations

    def both_layers(X, W, b, W2, b2, i, j):
        z = dot(X[i], W[:, j]) + b[j]  # one image, one neuron
        h = relu(z)
        H = relu(dense(X, W, b))  # all images, all neurons
        activations = H.round(1)
        try:
            answers = (H @ W2 + b2).argmax(axis=1)
        except ValueError as error:
            answers = str(error)
        return z, h, activations, answers

    def both_by_library(X, W, b, W2, b2, i, j):
        activations = np.maximum(0, X @ W + b).round(1)
        return activations

    fits, fed = rows == len(W2) and columns != OPEN, page.yours(turn)
    if OPEN in (rows, columns):
        z, h, H = page.run(first_layer, first_by_library, X=X, W=W, b=b, i=i, j=j)
        beside, outcome = picture.waiting(H.shape, rows, columns), still_open(H.shape)
    else:
        W2, b2 = resized(W2, b2, rows, columns)
        z, h, H, answers = page.run(both_layers, both_by_library, X=X, W=W, b=b, W2=W2, b2=b2, i=i, j=j)
        if fits:
            beside = picture.scores(fed(relu(fed(X, W, b)), W2, b2), labels, answers)
            outcome = read_right(labels, answers, columns)
        else:
            beside = picture.refusal(H.shape, W2.shape)
            outcome = refused(answers, H.shape, W2.shape)
    products, total = X[i] * W[:, j], z - b[j]
    largest = int(np.argmax(np.abs(products)))
    shapes = f"X {X.shape} @ W {W.shape} + b {b.shape} → H {H.shape}"
    captions, ledger = (
        (f"X[{i}]", f"W[:, {j}]", "64 products"),
        [("sum", total), ("+ bias", b[j]), ("= z", z), ("ReLU", h)],
    )
    page.picture(
        picture.table(X, W, H, i, j, shapes)
        + beside
        + picture.unfolded(X[i], W[:, j], ledger, largest, captions, picture.size(n)[2]),
        says=f"Image {i}, a {labels[i]}, in neuron {j}. {framed(X[i], W[:, j], largest)} "
        f"All 64 products add up to {number(total, 3)}. With the bias {number(b[j], 3)} that is **{number(z, 3)}**: "
        + ("it passes ReLU." if h > 0 else "ReLU makes it **0**."),
    )
    page.note(f"{outcome} Each block of cells has its own scale of shades.")
    page.task(
        "Ten digits need ten scores for each image. Give W2 the shape that makes them.", done=fits and columns == 10
    )
    page.bites(
        "A new model stops at its first batch: `mat1 and mat2 shapes cannot be multiplied (8x64 and 10x64)`. "
        "PyTorch prints rows x columns of both matrices; the inner sizes, 64 and 10, had to be equal. "
        "Often one of them is stored the other way round: the weight of `nn.Linear(64, 10)` has shape (10, 64), "
        "and the layer multiplies by its transpose: rows and columns swapped. "
        "Worse is the day when it fits by chance: a square weight the wrong way round raises no error, "
        "and the answers are nonsense."
    )
    page.check(question, understand)


def framed(x, w, largest: int) -> str:
    """The product that counts most, spelt out."""
    if not w.any():
        return "Its weights are all 0: training has let them die away."
    return f"Framed: {x[largest] * 16:.0f}/16 × {number(w[largest], 3)} = {number(x[largest] * w[largest], 3)}."


def still_open(shape: tuple) -> str:
    """What is asked for while the second layer has no shape."""
    return f"H has shape {shape}. Which shape must W2 have, so that H @ W2 gives ten scores for each image?"


def read_right(labels, answers, columns: int) -> str:
    """What came out of a second layer that fits."""
    n = len(labels)
    words = f"({n}, 16) @ (16, {columns}) + ({columns},) is ({n}, {columns}): {columns} scores for each image. "
    if columns < 10:
        return words + f"So no answer can be {columns} or above."
    if columns > 10:
        return words + f"{columns - 10} of them belong to no digit: nobody trained them."
    right, of_all = int(np.sum(labels == answers)), digits_layer().test_rows.size
    are = "image is" if right == 1 else "images are"
    return words + f"{right} of these {n} {are} read right, and {all_right()} of all {of_all} unseen images."


def refused(error: str, shape: tuple, other: tuple) -> str:
    """What NumPy says to shapes that don't fit, and what PyTorch would say."""
    sizes = f"{shape[0]}x{shape[1]} and {other[0]}x{other[1]}"
    return f"**NumPy** says: `{error}`. **PyTorch** would say: `mat1 and mat2 shapes cannot be multiplied ({sizes})`."


@cache
def network() -> tuple[np.ndarray, ...]:
    """The weights and biases of the trained network, to three decimals."""
    trained = digits_layer()
    return tuple(array.astype(float).round(3) for array in (trained.W1, trained.b1, trained.W2, trained.b2))


def resized(W, b, rows: int, columns: int) -> tuple[np.ndarray, np.ndarray]:
    """The same weights in another shape: cut where it is smaller, zeros where it is larger."""
    larger = np.pad(W, ((0, rows), (0, columns)))
    return larger[:rows, :columns], np.pad(b, (0, columns))[:columns]


def unseen(batch: int, n: int = 8) -> tuple[np.ndarray, np.ndarray]:
    """n images the network was not trained on, shape (n, 64), from the start of an eight on, and what they show."""
    rows = digits_layer().test_rows
    start = min(8 * (batch - 1), len(rows) - n)
    return digits().X[rows[start : start + n]], digits().labels[rows[start : start + n]]


@cache
def all_right() -> int:
    """How many of the unseen images the network reads right."""
    W, b, W2, b2 = network()
    rows = digits_layer().test_rows
    answers = dense(relu(dense(digits().X[rows], W, b)), W2, b2).argmax(axis=1)
    return int(np.sum(answers == digits().labels[rows]))
