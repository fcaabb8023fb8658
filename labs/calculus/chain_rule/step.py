"""How do slopes combine?"""

import numpy as np

from core.calculus import central_difference, chain, relu_slope, sigmoid, sigmoid_slope, tanh_slope
from core.linear_algebra import relu
from labs.calculus.chain_rule import picture as chart
from labs.calculus.chain_rule.question import question
from labs.calculus.chain_rule.turn import turn
from labs.calculus.chain_rule.understand import understand
from ui.scene import Handle, step

FUNCTIONS = ["sigmoid", "tanh", "ReLU", "× w alone"]
LONG = 10
W = 1.2  # at this weight the slope of tanh links grows near 0 and shrinks far out


@step(
    "How do slopes combine?",
    why="It says why the first layers of a deep network stop learning, or blow up.",
    needs=["derivative"],
)
def chain_rule(page):
    r"""
    A deep network is a **chain**: the output of one link is the input of the next. Nudge $x$, and each link passes the
    nudge on, scaled by its own slope at that place, its **local slope**. So slopes along a chain **multiply**:

    $$\big(f(g(x))\big)' = f'(g(x)) \cdot g'(x)$$

    This is the **chain rule**. Here each link multiplies by a weight $w$, then may apply a function to the result $z$:

    - **sigmoid**, $1/(1 + e^{-z})$: between 0 and 1, slope at most 1/4.
    - **tanh**: between −1 and 1, slope at most 1.
    - **ReLU**: slope 1 above zero, 0 below.

    Drag $x$. On top are the values, between them the local slopes, at the bottom the product so far.
    """
    page.predict(
        "Ten sigmoid links, each with $w = 1$, so each local slope is at most 1/4. You move $x$ by 1. "
        "How far does the end move at most?",
        ["About 2.5", "About 0.25", "About 0.000001"],
        answer="About 0.000001",
        because="$0.25^{10}$ is about a millionth. Slopes multiply.",
        tries={},
    )
    name = page.choose("link", "Function of each link", FUNCTIONS)
    w = page.slider("w", "Weight w of each link", 0.0, 4.0, 1.0, 0.1)
    depth = page.slider("depth", "Links", 1, chart.MOST, LONG, 1, beside=True)
    (at,) = page.plane(
        size=chart.SIZE, bare=True,
        x=Handle((0, 1), "point", role="data", along="y", bounds=(0, 0, -chart.REACH, chart.REACH), step=0.05),
    )  # fmt: skip
    x = float(at[1])

    def cell(x, w, depth, name):
        f, slope = {
            "sigmoid": (sigmoid, sigmoid_slope),
            "tanh": (np.tanh, tanh_slope),
            "ReLU": (relu, relu_slope),
            "× w alone": (lambda z: z, lambda z: 1),
        }[name]
        link = (lambda x: f(w * x), lambda x: slope(w * x) * w)
        values, slopes = chain(depth * [link], x)
        so_far = np.cumprod(slopes)
        whole = so_far[-1]
        measured = central_difference(lambda x: chain(depth * [link], x)[0][-1], x, 1e-4)
        return values, slopes, so_far, whole, measured

    page.yours(turn)
    values, slopes, so_far, whole, _ = page.run(cell, x=x, w=w, depth=depth, name=name)
    page.picture(chart.scene(values, slopes, name), says=seen(slopes, name, x, w))
    low, high = chart.GOAL
    page.task(
        f"Take tanh, {LONG} links and w = {W:g}. From x = 0 the slope grows link by link; from x = 1.5 it vanishes. "
        "Find an x that keeps the slope so far in the green zone, 0.5 to 2, all the way.",
        done=depth == LONG and name == "tanh" and w == W and bool(np.all((so_far >= low) & (so_far <= high))),
    )
    page.bites(
        "Ten sigmoid layers of one neuron each, weights of 1: a nudge in the first layer reaches the output at most "
        "0.25^10, about 1e-6 times as large. The first layer learns that much less. The symptom: the loss hardly "
        "falls, and the norm of the gradient, printed layer by layer, shrinks towards the input. The other way round, "
        "ten links with slope 3 make 3^10 = 59,049: the gradient **explodes**. A step then throws the first weights "
        "far off, and the loss jumps. In float16, whose largest number is 65,504, one more link gives `inf`, and soon "
        "`nan`. Hence ReLU, first weights drawn so that local slopes average about 1 in size, and residual "
        "connections: x + f(x) has the slope 1 + f′(x)."
    )
    page.check(question, understand)


def seen(slopes, name: str, x: float, w: float) -> str:
    """The product spelt out, and what it means for a nudge."""
    whole = float(np.prod(slopes))
    if len(slopes) == 1:
        words = f"One link, slope **{chart.written(whole)}**: "
    else:
        texts, end = [*map(chart.written, slopes)], chart.written(whole, 2)
        exact = np.allclose([*map(as_read, texts), as_read(end)], [*slopes, whole], rtol=1e-12, atol=0)
        words = f"{' × '.join(texts)} {'=' if exact else '≈'} **{end}**: "
    if whole == 0:
        return words + nothing(name, x, w)
    size = abs(whole)
    if size < 0.01:
        return words + "**the slope vanishes**. Hardly anything of a small nudge to x arrives."
    if size < chart.GOAL[0]:
        return words + "a small nudge to x arrives smaller."
    if size <= chart.GOAL[1]:
        return words + "a small nudge to x arrives within a factor of 2 of its size."
    if size <= 100:
        return words + "a small nudge to x arrives larger."
    return words + "**the slope explodes**. A small nudge to x arrives far larger."


def as_read(text: str) -> float:
    """The number that a text shows."""
    return float(text.replace("−", "-"))


def nothing(name: str, x: float, w: float) -> str:
    """Why the slope is 0."""
    if w == 0:
        return "with w = 0 nothing of x gets into a link."
    if x == 0:
        return "at 0 ReLU has a corner. As is the custom, 0 counts as its slope there."
    return "ReLU is off, so a small nudge to x moves nothing."
