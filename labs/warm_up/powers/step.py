"""How fast does doubling grow, and what takes it back?"""

import numpy as np

from core.warm_up import logarithm, power
from labs.warm_up.powers import picture as chart
from labs.warm_up.powers.question import question
from labs.warm_up.powers.turn import turn
from labs.warm_up.powers.understand import understand
from ui.scene import Handle, step

BASES = [0.5, 1.1, 1.5, 2.0, 3.0]
GOAL = 1_000_000


@step(
    "How fast does doubling grow, and what takes it back?",
    why="Losses, log scales and float ranges are all about powers and their logarithms.",
)
def powers(page):
    r"""
    A **power** $b^n$ is $n$ factors of the **base** $b$, multiplied: $2^3 = 2 \cdot 2 \cdot 2 = 8$, three 2s.
    And $b^0 = 1$. A minus divides: $2^{-1} = \frac{1}{2}$.

    The **logarithm** is the way back. It asks how many factors there are:

    $$\log_b(b^n) = n$$

    So $\log_2 8 = 3$. On a **log scale**, each step up multiplies, and a power becomes a straight line.
    The logarithm turns a product into a sum: $\log(x \cdot y) = \log x + \log y$.

    In code, `log` is the natural logarithm, to base $e \approx 2.718$; `log2` and `log10` name their base.

    Drag the point to change $n$.
    """
    page.predict(
        "You double 1 twenty times. Where do you end?",
        ["At 40", "At 400", "At about a million"],
        answer="At about a million",
        because="Ten doublings make 1,024, and ten more make 1,024 times as much: 1,048,576.",
        tries={"base": BASES.index(2.0), "n": (20, 0)},
    )
    (at,) = page.plane(
        size=chart.SIZE, bare=True,
        n=Handle((4, 0), "point", role="data", along="x", step=1, says="n, how many factors",
                 bounds=(chart.LOW, chart.HIGH, 0, 0)),
    )  # fmt: skip
    n = int(at[0])
    b = page.slider("base", "Base b", options=BASES, value=2.0)

    def cell(b, n):
        y = power(b, n)
        back = logarithm(y, b)
        tens = logarithm(y, 10)
        return y, back, tens

    def library(b, n):
        y = np.power(b, n)
        back = np.log(y) / np.log(b)
        tens = np.log10(y)
        return y, back, tens

    by_n = page.yours(turn)
    y, back, tens = page.run(cell, library, b=b, n=n)
    ys = np.array([by_n(b, k) for k in range(chart.LOW, chart.HIGH + 1)])
    page.picture(chart.scene(ys, n, chart.show(y)), says=seen(b, n, y, tens))
    page.task(
        f"Set the base to 3. Stop at the first n whose power is above {GOAL:,}.",
        done=b == 3 and n == 13,
    )
    page.bites(
        "The probability of a text is a product, with one factor for each word. With 1,075 factors of 0.5 the product "
        "is exactly `0.0`: smaller than a float can hold. Then `np.log(0.0)` warns `divide by zero encountered in "
        "log` and gives `-inf`, and the loss is `inf` or `nan`. Add the logarithms instead: 1,075 times the log of "
        "0.5 is −745, a harmless number. And where a log looks wrong by a factor of 2.3, someone took `log` for "
        "`log10`."
    )
    page.check(question, understand)


def seen(b: float, n: int, y: float, tens: float) -> str:
    """The power and both ways back from it."""
    did = f"by {b:g}, {abs(n)} time{'' if abs(n) == 1 else 's'}"
    verb = "divided" if n < 0 else "multiplied"
    about = "" if chart.show(y).replace(",", "") == f"{y:.12g}" else "about "
    return (
        f"1 {verb} {did}: {about}**{chart.show(y)}**. The way back: its log to base {b:g} is **{n}**; "
        f"to base 10 it is {tens + 0.0:.2f}."
    )
