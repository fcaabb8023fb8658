"""What does a dot product measure?"""

import numpy as np

from core.linear_algebra import angle, cosine_similarity, dot, norm, projection
from labs.linear_algebra.dot_product.question import question
from labs.linear_algebra.dot_product.turn import turn
from labs.linear_algebra.dot_product.understand import understand
from ui import marks
from ui.scene import step
from ui.words import number

EDGE = (5, 3.6)  # of the plane


@step(
    "What does a dot product measure?",
    why="Search, recommendation and attention all rank by it.",
    needs=["vectors"],
)
def dot_product(page):
    r"""
    It measures **agreement**. Multiply matching entries, then add:
    $u \cdot v = \sum_i u_i v_i$ (the $\sum$ says: add over every position $i$).

    - Positive: they lean *the same way*.
    - Zero: they stand *at right angles*.
    - Negative: they lean *against each other*.

    Its size grows with both lengths. Divide the lengths out and the **cosine** is left, from −1 to 1: pure direction.

    Seen as a picture, it is the length of $v$ times the length of $u$'s **shadow** on $v$, with a minus when
    the shadow falls behind.
    """
    page.predict(
        "You make $u$ twice as long and leave $v$ alone. What happens to $u \\cdot v$?",
        ["It doubles", "It stays", "It quadruples"],
        answer="It doubles",
        because="Every product $u_i v_i$ doubles, so their sum does. The cosine stays: $u$ still points the same way.",
        tries={"u": (4, 2)},
    )
    u, v = page.plane(u=(2, 1), v=(4, -1))

    def cell(u, v):
        agreement = dot(u, v)
        similarity = cosine_similarity(u, v)
        degrees = angle(u, v)
        shadow = projection(u, v)
        return agreement, similarity, degrees, shadow

    def library(u, v):
        agreement = np.dot(u, v)
        lengths = np.linalg.norm(u) * np.linalg.norm(v)
        similarity = agreement / lengths
        return agreement, similarity

    page.yours(turn)
    agreement, similarity, degrees, shadow = page.run(cell, library, u=u, v=v)
    side = np.array([v[1], -v[0]]) if u[0] * v[1] - u[1] * v[0] <= 0 else np.array([-v[1], v[0]])
    beside = shadow / 2 + 0.35 * side / norm(v)
    anchor = "start" if side[0] > 0 else "end"
    page.picture(
        [
            marks.line([-9 * v, 9 * v], dash="2 5", width=1),
            marks.line([u, shadow], dash="5 4", width=1.5),
            marks.line([(0, 0), shadow], role="truth", width=7),
            marks.text(beside, "shadow of u on v", role="truth", anchor=anchor, dx=0, dy=5, loose=True),
        ],
        says=f"{sign_words(agreement, degrees, similarity)} {shadow_words(agreement, shadow, v)}",
    )
    page.task(
        "Make u · v exactly zero, with both arrows longer than 2.",
        done=abs(agreement) < 0.005 and norm(u) > 2 and norm(v) > 2,
    )
    page.bites(
        "You rank documents by the raw dot product with the query, and long documents keep coming back, "
        "whatever was asked. A long vector gets a large product with everything that leans its way. "
        "Divide every vector by its length first, or rank by cosine: that is the same. "
        "The symptom: the same few items top every result list."
    )
    page.check(question, understand)


def sign_words(agreement: float, degrees: float, similarity: float) -> str:
    """The product and its sign, the angle and its cosine; close to a right angle with as many decimals as it takes."""
    if abs(agreement) < 0.005:
        return "u · v = **0.00**: they stand at right angles. The angle is **90°**, its cosine **0**."
    sign = "lean the same way" if agreement > 0 else "lean against each other"
    few = 0 if abs(degrees - 90) >= 0.5 else 2
    found = f"u · v = **{number(agreement, 2)}**: they {sign}."
    return f"{found} The angle is **{number(degrees, few)}°**, its cosine **{number(similarity, 2 + few)}**."


def shadow_words(agreement: float, shadow: np.ndarray, v: np.ndarray) -> str:
    """The product as v's length times that of the shadow, which counts as negative where it falls behind."""
    if abs(agreement) < 0.005:
        return "The shadow shrinks to a point."
    length = number(norm(shadow), 2 if norm(shadow) >= 0.05 else 4)
    outside = " and reaches beyond the picture" if np.any(np.abs(shadow).round(6) > EDGE) else ""
    lead = f"The shadow is {length} long{outside}: {length}"
    if agreement < 0:
        lead = f"The shadow falls behind: it is {length} long{outside}, and counts as −{length}. Then −{length}"
    rounded = abs(float(length) * round(norm(v), 2) - abs(agreement)) >= 0.005
    words = f"{lead} times v's length {number(norm(v), 2)} is {number(agreement, 2)}"
    return words + (", up to rounding." if rounded else ".")
