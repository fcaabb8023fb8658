"""The prediction again: two other arrows, and if they can reach the target."""

import numpy as np

from labs.linear_algebra.vectors.picture import on_one_line
from labs.linear_algebra.vectors.step import TARGET
from ui.question import Again, bracketed, one_of
from ui.scene import as_text

SIGNS = {  # of the two numbers that it takes; none reach it where both arrows lie on one line
    "Yes, with two positive numbers": ((1, 1),),
    "Yes, with one positive and one negative number": ((1, -1), (-1, 1)),
    "Yes, with two negative numbers": ((-1, -1),),
    "No, whatever the numbers": (),
}
WHY = (
    "Two positive numbers lead to points between the two arrows. This one doesn't lie there.",
    "With one minus you get between one arrow and the other one turned round. This point doesn't lie there.",
    "Two negative numbers turn both arrows round and lead between those. This point doesn't lie there.",
    "That happens only where both arrows lie on one line. These don't, so they reach every point.",
)
LINE = "Both arrows lie on one line, and so does every such sum. This point lies off it."


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    right = str(rng.choice(list(SIGNS)))
    while True:
        u, (a, b) = rng.integers(-6, 7, size=2) / 2, rng.choice([0.5, 1, 1.5, 2, 2.5], size=2)
        if signs := SIGNS[right]:
            a, b = np.multiply((a, b), signs[rng.integers(len(signs))])
            v = (TARGET - a * u) / b + 0.0
        else:
            a, b, v = 1.0, 1.0, rng.choice([-2, -1.5, -1, -0.5, 0.5, 1.5, 2]) * u + 0.0
        inside = np.all(np.abs([v, a * u, b * v]) <= (4.8, 3.2))
        tidy = u.any() and v.any() and inside and not np.any(2 * v % 1)
        as_told = abs(u[0] * v[1] - u[1] * v[0]) >= 1.5 if signs else on_one_line(u, v)  # far enough apart to be seen
        if tidy and as_told and not on_one_line(u, TARGET):
            break
    prompt = (
        f"$u = {row(u)}$ and $v = {row(v)}$. Scale each by any number you like, then add them. Can you reach the point "
        f"${row(TARGET)}$?"
    )
    wrong = {choice: why if signs else LINE for choice, why in zip(SIGNS, WHY) if choice != right}
    way = f"${a:g} \\cdot {row(u)} + {bracketed(b)} \\cdot {row(v)} = {row(TARGET)}$." if signs else LINE
    at = {"u": as_text(u), "v": as_text(v), "a": f"{a:g}", "b": f"{b:g}"}
    return Again(one_of(rng, prompt, right, wrong, f"{way} **{right}**.", ()), at)


def row(u: np.ndarray) -> str:
    return f"({u[0]:g}, {u[1]:g})"
