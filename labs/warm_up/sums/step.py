"""What does the sign Σ say?"""

import numpy as np

from core.warm_up import running_sum
from labs.warm_up.sums import picture as chart
from labs.warm_up.sums.question import question
from labs.warm_up.sums.turn import turn
from labs.warm_up.sums.understand import understand
from ui.scene import Handle, step

START = (2.0, -1.0, 3.0, 1.0, -2.0)
TERMS = ["xᵢ", "xᵢ²"]


@step("What does the sign Σ say?", why="Every loss, mean and dot product is written with it.")
def sums(page):
    r"""
    The sign $\Sigma$, a Greek S, says **sum**. It is a loop that adds:

    $$\sum_{i=1}^{5} x_i = x_1 + x_2 + x_3 + x_4 + x_5$$

    Below it stands where the **index** $i$ starts, above it where it ends, after it the **term** to add. You read “the
    sum of x i, for i from 1 to 5”. In code:

    ```
    total = 0
    for i in range(5):
        total += x[i]
    ```

    Maths counts from 1, Python from 0: $x_1$ is `x[0]`.

    What belongs to the term comes before adding: $\sum_i x_i^2$ squares each entry, then adds. ($\Pi$, a Greek P,
    multiplies instead.)

    Drag the counter $i$ to run the loop, and the bars to change the $x_i$.
    """
    page.predict(
        "A model misses two values: one by +3, the other by −3. What is the sum of its misses?",
        ["6", "0", "18"],
        answer="0",
        because="They cancel, though the model is never right. That is why misses are often squared before adding.",
        tries={f"x{k}": (k, miss) for k, miss in enumerate((3, -3, 0, 0, 0), start=1)}
        | {"i": (5, chart.FLOOR), "term": "xᵢ"},
    )
    handles = {
        f"x{k}": Handle((k, start), "point", role="data", along="y", step=1, label=f"x{chart.SUBSCRIPTS[k - 1]}",
                        says=f"entry {k}", bounds=(k, k, -chart.REACH, chart.REACH))
        for k, start in enumerate(START, start=1)
    }  # fmt: skip
    *ends, counter = page.plane(
        size=chart.SIZE, bare=True, **handles,
        i=Handle((1, chart.FLOOR), "point", role="model", along="x", step=1, says="the counter i",
                 bounds=(1, 5, chart.FLOOR, chart.FLOOR)),
    )  # fmt: skip
    x, i = np.array([end[1] for end in ends]), int(counter[0])
    term = page.choose("term", "The term", TERMS, quiet=False)

    def as_they_are(x, i):
        terms = x
        totals = running_sum(terms)
        total = totals[i - 1]
        return terms, totals, total

    def squared(x, i):
        terms = x**2
        totals = running_sum(terms)
        total = totals[i - 1]
        return terms, totals, total

    def library_as_they_are(x, i):
        totals = np.cumsum(x)
        total = np.sum(x[:i])
        return totals, total

    def library_squared(x, i):
        totals = np.cumsum(x**2)
        total = np.sum(x[:i] ** 2)
        return totals, total

    page.yours(turn)
    if term == "xᵢ":
        terms, totals, total = page.run(as_they_are, library_as_they_are, x=x, i=i)
    else:
        terms, totals, total = page.run(squared, library_squared, x=x, i=i)
    page.picture(chart.scene(x, terms, totals, i, term), says=seen(term, i, terms, totals))
    page.task(
        "Run the loop to i = 5. Make $\\sum_i x_i$ zero while $\\sum_i x_i^2$ is 20 or more.",
        done=i == 5 and abs(running_sum(x)[-1]) < 1e-9 and running_sum(x**2)[-1] >= 20,
    )
    page.bites(
        "The report says “average error 0.0”, and everyone is happy. A `LinearRegression` on the diabetes data has "
        "that too, on the rows it was fitted to: as scikit-learn makes it, its misses there add up to 0. Yet it "
        "misses by 43 on average, on values from 25 to 346. The symptom: an average error near 0, and users who "
        "complain. Average the squares (mean squared error), or the sizes without their signs (mean absolute error)."
    )
    page.check(question, understand)


def seen(term: str, i: int, terms: np.ndarray, totals: np.ndarray) -> str:
    """What the loop has just done, and what is left."""
    show = chart.show
    done = f"i = {i}: the loop adds {show(terms[i - 1])}. The total so far is **{show(totals[i - 1])}**."
    if i == 5:
        return f"{done} That was the last one: **Σ {term} = {show(totals[-1])}**."
    return f"{done} With {5 - i} more to add, it will end at {show(totals[-1])}."
