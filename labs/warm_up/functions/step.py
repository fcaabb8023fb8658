"""What does f(g(x)) do?"""

from collections.abc import Callable

import numpy as np

from core.warm_up import compose, graph
from labs.warm_up.functions import picture as chart
from labs.warm_up.functions.question import question
from labs.warm_up.functions.turn import turn
from labs.warm_up.functions.understand import understand
from ui.scene import Handle, step

ORDERS = {"f(g(x))": [("g", "square", "data"), ("f", "halve, add 1", "model")]}
ORDERS["g(f(x))"] = ORDERS["f(g(x))"][::-1]


def f(x):
    return x / 2 + 1


def g(x):
    return x**2


SAME = (0, 4)  # x²/2 + 1 = (x/2 + 1)² there, and nowhere else


def graphs(graph: Callable) -> dict[str, np.ndarray]:
    """The graph of each order, dense enough to look round, as `graph` makes it."""
    xs = np.linspace(chart.LEFT, chart.RIGHT, 91)
    return {"f(g(x))": graph(compose(f, g), xs), "g(f(x))": graph(compose(g, f), xs)}


@step("What does f(g(x)) do?", why="Pipelines, layers and losses are functions inside functions.")
def functions(page):
    r"""
    A **function** in maths is a function in code: an input goes in, an output comes out, and the same input always
    gives the same output. You read $f(x)$ as “f of x”. It is a call, not a product.

    Here are two:

    $$f(x) = \frac{x}{2} + 1 \qquad g(x) = x^2$$

    Read brackets inside brackets from the inside, as Python does. $f(g(x))$ squares first. Then $f$ halves the result
    and adds 1.

    The **graph** of a function shows all its answers at once. Above each input stands a dot, as high as the output.
    Drag the point along the graph and watch the two machines.
    """
    page.predict(
        "You know $f(g(2)) = 3$: the square of 2 is 4, half of it is 2, plus 1 makes 3. What is $g(f(2))$?",
        ["3 as well", "4", "It has no value"],
        answer="4",
        because="Now f works first: half of 2 is 1, plus 1 makes 2, and its square is 4. Order matters.",
        tries={"order": "g(f(x))", "x": (2, 0)},
    )
    (at,) = page.plane(
        size=chart.SIZE, bare=True,
        x=Handle((2, 0), "point", role="truth", along="x", says="the input x", bounds=(chart.LEFT, chart.RIGHT, 0, 0)),
    )  # fmt: skip
    x = float(at[0])
    order = page.choose("order", "Which one is inside?", list(ORDERS), quiet=False)

    def g_first(x):
        def f(x):
            return x / 2 + 1

        def g(x):
            return x**2

        inner = g(x)
        y = f(inner)
        curve = graph(compose(f, g), [-2, -1, 0, 1, 2])
        return inner, y, curve

    def f_first(x):
        def f(x):
            return x / 2 + 1

        def g(x):
            return x**2

        inner = f(x)
        y = g(inner)
        curve = graph(compose(g, f), [-2, -1, 0, 1, 2])
        return inner, y, curve

    plot = page.yours(turn)
    inner, y, _ = page.run(g_first if order == "f(g(x))" else f_first, x=x)
    other = next(name for name in ORDERS if name != order)
    swapped = compose(f, g)(x) if other == "f(g(x))" else compose(g, f)(x)
    curves = graphs(plot)
    page.picture(
        chart.scene(curves[order], curves[other], x, inner, y, ORDERS[order]),
        says=seen(order, other, x, inner, y, swapped),
    )
    page.task(
        "Find both inputs for which the two orders give the same output.",
        done={"the left one": x == SAME[0], "the right one": x == SAME[1]},
    )
    page.bites(
        "Training took the square root of each column, then subtracted the mean. The service subtracts the mean "
        "first. Both call the same two functions, and every test of each passes. The symptom: `RuntimeWarning: "
        "invalid value encountered in sqrt`, then predictions that are `nan`, because some of what is left is below "
        "zero. Put the order into one pipeline, and let training and service call that."
    )
    page.check(question, understand)


def seen(order: str, other: str, x: float, inner: float, y: float, swapped: float) -> str:
    """The way of the input through both machines, and where the other order would lead."""
    (first, *_), (second, *_) = ORDERS[order]
    show = chart.show
    same = "the same" if abs(y - swapped) < 1e-9 else show(swapped)
    return (
        f"The input {show(x)} goes into {first}, which gives **{show(inner)}**. That goes into {second}, which gives "
        f"**{show(y)}**. The other order, {other}, is the dashed line: it gives {same}."
    )
