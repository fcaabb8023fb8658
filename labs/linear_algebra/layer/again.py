"""The prediction again: other numbers of images, and a second layer of another shape."""

import numpy as np

from core.linear_algebra import matmul_shape
from labs.linear_algebra.layer.step import COLUMNS, OPEN, ROWS
from ui.question import Again, one_of

ERROR = "An error: the shapes don't fit"


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    while True:
        n, c = int(rng.choice([8, 16])), int(rng.choice([columns for columns in COLUMNS if columns != OPEN]))
        if (n, c) != (16, 16):
            break
    fits = rng.random() < 0.6
    r = 16 if fits else int(rng.choice([rows for rows in ROWS if rows not in (OPEN, 16)]))
    if fits:
        right, way = said(matmul_shape((n, 16), (r, c))), "The two 16s in the middle are equal, and they vanish."
        whys = [
            (ERROR, "H has 16 columns and W2 has 16 rows. No more has to fit, however many images there are."),
            (said((c, n)), "Rows and columns are swapped: each image is a row, each neuron a column."),
            (said((16, c)), "That is the shape of W2. The result has a row for each image."),
            (said((n, 16)), "That is the shape of H. The result has a column for each neuron of the second layer."),
        ]  # fmt: skip
    else:
        right, way = ERROR, f"H has 16 columns, one for each neuron, so W2 needs 16 rows. It has {r}."
        whys = [
            (said((n, c)), f"It would be, if the two sizes in the middle were equal. {way}"),
            (said((c, n)), f"First the two sizes in the middle are compared, and here they differ. {way}"),
            (said((r, c)), f"That is the shape of W2 alone. {way}"),
        ]
    wrong: dict[str, str] = {}
    for choice, why in whys:
        if choice != right and len(wrong) < 3:
            wrong.setdefault(choice, why)
    prompt = (
        f"A layer of 16 neurons reads {n} images at once, so $H$ has shape ({n}, 16). For a second layer, $W_2$ has "
        f"shape ({r}, {c}). What comes out of `H @ W2`?"
    )
    question = one_of(rng, prompt, right, wrong, f"{way} **{right}**.", ())
    return Again(question, {"rows": f"{r}", "columns": f"{c}", "images": f"{n}"})


def said(shape: tuple[int, int]) -> str:
    return f"Scores of shape {shape}"
