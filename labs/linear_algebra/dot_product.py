"""What does a dot product measure?"""

from charts import marks
from core.linear_algebra import angle, cosine_similarity, dot, norm, projection
from core.questions import linear_algebra as questions
from ui import step


@step("What does a dot product measure?")
def dot_product(page):
    r"""
    It measures **agreement**. Multiply matching entries, then add:
    $u \cdot v = \sum_i u_i v_i$ (the $\sum$ says: add over every position $i$).

    - Positive: they point *the same way*.
    - Zero: they stand *at right angles*.
    - Negative: they point *against each other*.

    Its size grows with both lengths. Divide the lengths out and the **cosine** is left, from −1 to 1: pure direction.

    Seen as a picture, it is the length of $v$ times the length of $u$'s **shadow** on $v$, with a minus when
    the shadow falls behind.
    """
    page.predict(
        "You make $u$ twice as long and leave $v$ alone. What happens to $u \\cdot v$?",
        ["It doubles", "It stays", "It quadruples"],
        answer="It doubles",
        because="Every product $u_i v_i$ doubles, so their sum does. The cosine stays: the direction is the same.",
    )
    u, v = page.plane(u=(3, 2), v=(4, -1))
    if norm(u) == 0 or norm(v) == 0:
        flat = "u" if norm(u) == 0 else "v"
        page.picture([], says=f"{flat} has no length now, so it points nowhere: no angle, no shadow. Pull it out again.")
        return

    def cell(u, v):
        agreement = dot(u, v)
        similarity = cosine_similarity(u, v)
        degrees = angle(u, v)
        shadow = projection(u, v)
        return agreement, similarity, degrees, shadow

    agreement, similarity, degrees, shadow = page.run(cell, u=u, v=v)
    page.picture(
        [
            marks.line([(-9 * v[0], -9 * v[1]), (9 * v[0], 9 * v[1])], dash="2 5", width=1),
            marks.line([u, shadow], dash="5 4", width=1.5),
            marks.line([(0, 0), shadow], role="truth", width=7, opacity=0.75, label="shadow of u on v", at=shadow, dy=20),
        ],
        says=f"u · v = **{agreement:.2f}**; cosine **{similarity:.2f}**.",
    )
    page.task("Make it zero.", done=abs(agreement) < 0.005)
    page.bites("x")
