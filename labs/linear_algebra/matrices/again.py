"""The prediction again: another matrix, and where the point (1, 1) lands."""

import numpy as np

from core.linear_algebra import apply
from ui.question import Again, one_of
from ui.scene import as_text


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    while True:
        columns = rng.integers([[-2, -1], [-2, -1]], [[3, 3], [3, 3]])
        A = np.column_stack(columns)
        right, rows = apply(A, [1, 1]), apply(A.T, [1, 1])
        less = columns[0] - columns[1]
        if np.any(columns, axis=1).all() and len({said(point) for point in (right, rows, less, columns[1])}) == 4:
            break
    wrong = {
        said(rows): "You added the numbers of each column. Add the columns: first number to first, second to second.",
        said(less): "You took the second column away. The point (1, 1) takes one of each column.",
        said(columns[1]): "That is where (0, 1) lands: the second column alone.",
    }
    first, second = map(said, columns)
    prompt = f"The columns of a matrix are {first} and {second}. Where does the point (1, 1) land?"
    way = f"One of each column, added: {first} + {second} = **{said(right)}**."
    return Again(
        one_of(rng, prompt, said(right), wrong, way, ()), {"c1": as_text(columns[0]), "c2": as_text(columns[1])}
    )


def said(point: np.ndarray) -> str:
    x, y = (f"{number:g}".replace("-", "−") for number in point)
    return f"({x}, {y})"
