"""Which way is downhill?"""

import numpy as np

from core.calculus import numerical_gradient
from core.linear_algebra import dot
from core.optimisation import mse, mse_gradient
from labs.calculus.gradient import picture as chart
from labs.calculus.gradient.question import question
from labs.calculus.gradient.turn import turn
from labs.calculus.gradient.understand import understand
from ui.scene import Handle, step

GUESSES = ["Straight at the lowest point", "At right angles to the contour", "Along the contour"]
FLAT = 2.0  # a gradient shorter than this counts as none


@step(
    "Which way is downhill?",
    why="Every network is trained by asking this question again and again.",
    needs=["derivative"],
)
def gradient(page):
    r"""
    A model predicts how far a disease will advance from two blood values. $X$ holds them for $n$ patients, $y$ says
    what happened, and $Xw$ is what the weights $w = (w_1, w_2)$ predict. The **loss** $L(w)$, the mean squared error,
    says how badly. On this map of weights, a **contour** joins those of equal loss.

    At $w$ the loss has a slope along each weight. Together they are the **gradient**:

    $$\nabla L(w) = \tfrac{2}{n} X^\top (Xw - y)$$

    It points the steepest way up, so $-\nabla L$ is **downhill**. The slope in a direction of length 1 is its dot
    product with the gradient.

    Drag $p$ to walk, $r$ to turn the slice. **Nudged** is the gradient by central differences.
    """
    guess = page.predict(
        "You stand somewhere on the slope of an oval bowl. Which way is the steepest way down?",
        GUESSES,
        answer=GUESSES[1],
        because="That way the loss falls fastest. Only from the oval's two axes does it point at the lowest point too.",
        tries={},
    )
    if "q" in page.given:  # the name of r in older links; q is the checkpoint's now
        page.given = {"r": page.given["q"], **page.given}
    p, r = page.plane(
        size=chart.SIZE, bare=True,
        p=Handle((30, 40), "point", bounds=chart.BOX, step=0.5, says="p, where you stand"),
        r=Handle((-30, 0), "point", bounds=chart.BOX, step=0.5, says="r, where the slice leads"),
    )  # fmt: skip
    X, y = chart.rows()
    u = direction(p, r)

    def cell(w, u, X, y):
        loss = mse(w, X, y)
        slopes = mse_gradient(w, X, y)
        downhill = -slopes
        slope_along_u = dot(slopes, u)
        nudged = numerical_gradient(lambda w: mse(w, X, y), w, h=1e-3)
        return loss, slopes, nudged, downhill, slope_along_u

    def library(w, u, X, y):
        from sklearn.metrics import mean_squared_error

        loss = mean_squared_error(y, X @ w)
        return loss

    page.yours(turn)
    loss, slopes, nudged, _, slope = page.run(cell, library, w=p, u=u, X=X, y=y)
    ways = {GUESSES[0]: chart.surface().best - p, GUESSES[2]: np.array([slopes[1], -slopes[0]])}
    page.picture(
        chart.ground()
        + chart.slice_of(p, u, loss, slope, X, y)
        + (chart.guessed(p, ways[guess]) if guess in ways else [])
        + chart.downhill(p, slopes)
        + chart.compared(slopes, nudged),
        says=seen(p, r, loss, slopes, nudged, slope),
    )
    page.task(
        f"Stand where the gradient is all but zero: put p where it is shorter than {FLAT:g}. "
        "The arrow keys move p finely.",
        done=np.hypot(*slopes) < FLAT,
    )
    page.bites(
        "You follow the gradient, and the weights zigzag across a narrow valley while they hardly move along it. "
        "Downhill is the steepest way from where you stand, not the way to the minimum: the two can differ by nearly "
        "a right angle. The symptom: a loss that drops fast, then creeps, and slopes that change sign step after "
        "step. Columns that nearly repeat each other, or that vary on very different scales, make such valleys."
    )
    page.check(question, understand)


def direction(p: np.ndarray, r: np.ndarray) -> np.ndarray:
    """From p towards r, with length 1; along the first weight if both are in one place."""
    length = np.hypot(*(r - p))
    return (r - p) / length if length else np.array([1.0, 0.0])


def seen(p, r, loss: float, slopes, nudged, slope: float) -> str:
    """What the picture shows, in words."""
    here, size = f"At p the loss is **{loss:,.0f}**. ", np.hypot(*slopes)
    checked = "Nudging gives the same." if np.allclose(slopes, nudged, atol=1e-4) else ""
    first, second = map(tenths, slopes)
    if size < FLAT:
        return f"{here}Both slopes are all but zero ({first}, {second}): it is as good as level. {checked}".strip()
    both = f"Slopes: **{first}** along w₁, **{second}** along w₂. {checked} "
    if np.array_equal(p, r):
        return f"{here}{both}r lies on p: the slice runs along w₁, where the slope is {tenths(slope)}."
    share = -slope / size
    if share > 0.995:
        way = "about the steepest way down"
    elif share < -0.995:
        way = "about the steepest way up"
    elif abs(share) < 0.02:
        way = "as good as level, along the contour"
    else:
        way = f"{'down' if slope < 0 else 'up'}, where the steepest is {tenths(size)}"
    return f"{here}{both}Towards r the slope is **{tenths(slope)}**: {way}."


def tenths(slope: float) -> str:
    """A slope to one decimal, and no minus before 0."""
    return f"{round(slope, 1) + 0.0:.1f}"
