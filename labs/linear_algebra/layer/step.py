"""How is a neural layer a matrix product?"""

from functools import cache

import numpy as np
import streamlit as st

from core.data import digits, digits_layer
from core.linear_algebra import dense, dot, relu
from labs.linear_algebra.layer import picture as chart
from labs.linear_algebra.layer.question import question
from ui import Handle, step
from ui.words import number

OPEN = "?"  # a side of W2 that nobody has chosen
ROWS, COLUMNS = [OPEN, 10, 16, 64], [OPEN, 8, 10, 16]


@step("How is a neural layer a matrix product?")
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
        because="$W$ has a row for each pixel, a column for each neuron.",
    )
    W, b, W2, b2 = network()
    with page.controls:
        left, middle = st.columns(2, gap="small")
        look = {"required": True, "bind": "query-params"}
        rows = left.segmented_control("Rows of W2", ROWS, default=OPEN, key="rows", on_change=st.rerun, **look)
        columns = middle.segmented_control(
            "Columns of W2", COLUMNS, default=OPEN, key="columns", on_change=st.rerun, **look
        )
        batch = st.number_input("Batch, 1 to 45", 1, 45, 31, key="batch", bind="query-params")
    at_i, at_j = page.plane(
        size=chart.SIZE,
        bare=True,
        i=Handle((2.5, 40), "point", role="truth", along="y", bounds=(0, 82, 24, 52), step=4),
        j=Handle((36, 59.4), "point", role="truth", along="x", bounds=(12, 57, 0, 67.5), step=3),
    )
    i, j = chart.crossing(at_i, at_j)
    X, labels = unseen(batch)

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

    fits = rows == len(W2) and columns != OPEN
    if OPEN in (rows, columns):
        z, h, H = page.run(first_layer, first_by_library, X=X, W=W, b=b, i=i, j=j)
        beside, outcome = chart.waiting(H.shape, rows, columns), still_open(H.shape)
    else:
        W2, b2 = resized(W2, b2, rows, columns)
        z, h, H, answers = page.run(both_layers, both_by_library, X=X, W=W, b=b, W2=W2, b2=b2, i=i, j=j)
        if fits:
            beside = chart.scores(dense(relu(dense(X, W, b)), W2, b2), labels, answers)
            outcome = read_right(labels, answers, columns)
        else:
            beside = chart.refusal(H.shape, W2.shape)
            outcome = refused(answers, H.shape, W2.shape)
    products, total = X[i] * W[:, j], z - b[j]
    largest = int(np.argmax(np.abs(products)))
    shapes = f"X {X.shape} @ W {W.shape} + b {b.shape} → H {H.shape}"
    captions, ledger = (
        (f"X[{i}]", f"W[:, {j}]", "64 products"),
        [("sum", total), ("+ bias", b[j]), ("= z", z), ("ReLU", h)],
    )
    page.picture(
        chart.table(X, W, H, i, j, shapes) + beside + chart.unfolded(X[i], W[:, j], ledger, largest, captions),
        says=f"Image {i}, a {labels[i]}, in neuron {j}. {framed(X[i], W[:, j], largest)} "
        f"All 64 products add up to {number(total, 3)}. With the bias {number(b[j], 3)} that is **{number(z, 3)}**: "
        + ("it passes ReLU." if h > 0 else "ReLU makes it **0**."),
    )
    page.controls.markdown(f":small[{outcome} Each block of cells above has its own scale of shades.]")
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
    page.check(question)


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
    words = f"(8, 16) @ (16, {columns}) + ({columns},) is (8, {columns}): {columns} scores for each image. "
    if columns < 10:
        return words + f"So no answer can be {columns} or above."
    if columns > 10:
        return words + f"{columns - 10} of them belong to no digit: nobody trained them."
    right, of_all = int(np.sum(labels == answers)), digits_layer().test_rows.size
    are = "image is" if right == 1 else "images are"
    return words + f"{right} of these 8 {are} read right, and {all_right()} of all {of_all} unseen images."


def refused(error: str, shape: tuple, other: tuple) -> str:
    """What NumPy says to shapes that don't fit, and what PyTorch would say."""
    sizes = f"{shape[0]}x{shape[1]} and {other[0]}x{other[1]}"
    return f":red[**NumPy**] {error}. :red[**PyTorch**] mat1 and mat2 shapes cannot be multiplied ({sizes})"


@cache
def network() -> tuple[np.ndarray, ...]:
    """The weights and biases of the trained network, to three decimals."""
    trained = digits_layer()
    return tuple(array.astype(float).round(3) for array in (trained.W1, trained.b1, trained.W2, trained.b2))


def resized(W, b, rows: int, columns: int) -> tuple[np.ndarray, np.ndarray]:
    """The same weights in another shape: cut where it is smaller, zeros where it is larger."""
    larger = np.pad(W, ((0, rows), (0, columns)))
    return larger[:rows, :columns], np.pad(b, (0, columns))[:columns]


def unseen(batch: int) -> tuple[np.ndarray, np.ndarray]:
    """Eight images the network was not trained on, shape (8, 64), and what they show."""
    rows = digits_layer().test_rows[8 * (batch - 1) : 8 * batch]
    return digits().X[rows], digits().labels[rows]


@cache
def all_right() -> int:
    """How many of the unseen images the network reads right."""
    W, b, W2, b2 = network()
    rows = digits_layer().test_rows
    answers = dense(relu(dense(digits().X[rows], W, b)), W2, b2).argmax(axis=1)
    return int(np.sum(answers == digits().labels[rows]))
