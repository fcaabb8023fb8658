"""Slopes, written the way you would say them.

Letters
    f        a function: a number goes in, a number comes out
    x        where you stand
    h        a small step to the side
    m, b     a straight line: y = m·x + b, with slope m, and b the height where x is 0
    f′(x)    the slope of f at x: how much f changes there for each 1 that x changes
    f″, f‴   the second derivative, which is the slope of the slope and says how the curve bends, and the third
    w        several numbers at once, such as weights, shape (d,); then f takes all of them and gives one number
    ∇f(w)    the gradient of f at w: the slope of f along each number of w, shape (d,)
    z        what goes into sigmoid, tanh or ReLU: a number, or an array of them, each taken by itself

Where f has no value, a result is nan (not a number) or infinite, as in NumPy.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from core.checks import as_function, as_links, as_number, as_numbers, as_result, as_side, as_step, as_values, plain

Function = Callable[[float], float]


def difference_quotient(f: Function, x: ArrayLike, h: float) -> float | np.ndarray:
    """(f(x + h) − f(x)) / h: rise over run, the slope of the straight line through two points of the curve.

    Off from f′(x) by about h/2 · f″(x), because the curve bends on the way, and by rounding, about 1e-16 · |f(x)| / h.
    x: a number, or an array of places; so is the result. h may be negative: then the second point lies on the left.
    ValueError if h is 0, for then there is no run.

    >>> difference_quotient(lambda x: x**2, 3, 0.5)
    6.5
    """
    f, x, h = as_values(f, "f"), as_numbers(x, "x")[()], as_step(h)
    with np.errstate(all="ignore"):
        return plain((f(x + h) - f(x)) / h)


def central_difference(f: Function, x: ArrayLike, h: float) -> float | np.ndarray:
    """(f(x + h) − f(x − h)) / 2h: rise over run, with x in the middle.

    Both sides bend alike, and what they have in common cancels: off by about h²/6 · f‴(x), and by rounding.
    x: a number, or an array of places; so is the result. ValueError if h is 0, for then there is no run.

    >>> central_difference(lambda x: x**2, 3, 0.5)
    6.0
    """
    f, x, h = as_values(f, "f"), as_numbers(x, "x")[()], as_step(h)
    with np.errstate(all="ignore"):
        return plain((f(x + h) - f(x - h)) / (2 * h))


def tangent(f: Function, x: ArrayLike, h: float = 1e-5) -> tuple[float | np.ndarray, float | np.ndarray]:
    """y = m·t + b with m = f′(x): the straight line that touches the curve at x. Gives m and b.

    m is the central difference, and b is what makes the line go through (x, f(x)). A step of 1e-5 is small enough for
    a curve that bends over about 1, and large enough for rounding to do little. ValueError if h is 0.

    >>> m, b = tangent(lambda x: x**2, 3)
    >>> round(m, 6), round(b, 6)
    (6.0, -9.0)
    """
    m, x = central_difference(f, x, h), as_numbers(x, "x")[()]
    with np.errstate(all="ignore"):
        return m, plain(as_values(f, "f")(x) - m * x)


def one_sided_slope(f: Function, x: float, side: int) -> float:
    """lim (f(x + h) − f(x)) / h, as h shrinks to 0 from one side: the slope on the right (side 1) or the left (−1).

    One step can't tell what the slope comes to, so three are compared, each 100 times as small as the one before.
    If their slopes close in on a number, what is left of the way is extrapolated (Aitken's method). If they move
    apart, the curve gets steeper without end, or jumps: infinite. nan where f has no value on that side.

    >>> [one_sided_slope(f, 0, side) for f in (abs, lambda x: abs(x) ** 0.5, lambda x: x**3) for side in (-1, 1)]
    [-1.0, 1.0, -inf, inf, 0.0, 0.0]
    """
    f, x, side = as_values(f, "f"), as_number(x, "x"), as_side(side)
    first, second, third = (difference_quotient(f, x, side * h) for h in (1e-4, 1e-6, 1e-8))
    before, after = second - first, third - second
    if not np.isfinite(before + after):
        return float("nan")
    if abs(after) <= 1e-7 * abs(third) + 1e-6 * abs(f(x)):  # no more than rounding
        limit = third
    elif abs(after) >= 0.98 * abs(before):
        return float(np.copysign(np.inf, third))
    else:
        limit = third - after / (after - before) * after
    return limit if abs(limit) > 1e-6 * abs(first) else 0.0


def two_sided_slope(f: Function, x: float) -> float:
    """The slope at x where left and right have the same one, by `one_sided_slope`; nan where they don't.

    For places at which the rules of differentiation fail, such as |x|·x at 0.

    >>> round(two_sided_slope(lambda x: abs(x) * x + 3 * x, 0), 6), two_sided_slope(abs, 0)
    (3.0, nan)
    """
    left, right = one_sided_slope(f, x, -1), one_sided_slope(f, x, 1)
    if np.isfinite([left, right]).all() and np.isclose(left, right, rtol=1e-5, atol=1e-6 * abs(f(x))):
        return (left + right) / 2
    return float("nan")


def numerical_gradient(f: Callable[[np.ndarray], float], w: ArrayLike, h: float = 1e-5) -> np.ndarray:
    """(f(w + nudge) − f(w − nudge)) / 2h, where a nudge moves one number of w by h and keeps the others.

    For each number in turn, that is the slope along it. It calls f twice for each: fine for a check, slow for training.
    w: any shape, such as (d,), and so is the gradient. ValueError if h is 0, for then there is no run.

    >>> numerical_gradient(lambda w: w[0] ** 2 + 3 * w[1], [2, 5], h=0.5)
    array([4., 3.])
    """
    f, w, h = as_function(f, "f"), as_numbers(w, "w"), as_step(h)
    nudges = h * np.eye(w.size).reshape(-1, *w.shape)
    with np.errstate(all="ignore"):
        rises = [as_result(f(w + nudge), "f(w)") - as_result(f(w - nudge), "f(w)") for nudge in nudges]
        return np.reshape(rises, w.shape) / (2 * h)


def chain(links: Sequence[tuple[Function, Function]], x: float) -> tuple[np.ndarray, np.ndarray]:
    """f(g(x)) has the slope f′(g(x)) · g′(x): x goes through one link after the other, and their slopes multiply.

    links: pairs of a function and its slope; what comes out of one goes into the next.
    Gives the values, shape (n + 1,), x first, and the local slopes, shape (n,): each link's slope where its input
    is. The slope of the whole chain at x is their product, `np.prod(slopes)`; of no links at all it is 1.

    >>> values, slopes = chain([(lambda x: 3 * x, lambda x: 3), (lambda u: u**2, lambda u: 2 * u)], 2)
    >>> values.tolist(), slopes.tolist(), float(np.prod(slopes))
    ([2.0, 6.0, 36.0], [3.0, 12.0], 36.0)
    """
    values, slopes = [as_number(x, "x")], []
    for f, slope in as_links(links, "links"):
        slopes.append(as_result(slope(values[-1]), "a slope"))
        values.append(as_result(f(values[-1]), "a value"))
    return np.array(values), np.array(slopes)


def sigmoid(z: ArrayLike) -> np.ndarray:
    """σ(z) = 1 / (1 + e⁻ᶻ): squeezes every number between 0 and 1; σ(0) is 1/2.

    Computed as e to the power −log(1 + e⁻ᶻ): e¹⁰⁰⁰ overflows, but its logarithm, 1000, doesn't.
    z: a number or an array; so is the result.

    >>> sigmoid([-1000, 0, 1000]).tolist()
    [0.0, 0.5, 1.0]
    """
    return np.exp(-np.logaddexp(0, -as_numbers(z, "z")))


def sigmoid_slope(z: ArrayLike) -> np.ndarray:
    """σ′(z) = σ(z) · (1 − σ(z)): steepest at 0, where it is 1/4, and almost 0 where z is far from 0.

    1 − σ(z) is written σ(−z), which is the same and keeps its digits where σ(z) rounds to 1.
    z: a number or an array; so is the result.

    >>> sigmoid_slope([0, 40]).tolist()
    [0.25, 4.248354255291589e-18]
    """
    return sigmoid(z) * sigmoid(-as_numbers(z, "z"))


def tanh_slope(z: ArrayLike) -> np.ndarray:
    """tanh′(z) = 1 − tanh²(z) = 4 · σ′(2z): steepest at 0, where it is 1, and almost 0 where z is far from 0.

    The second form holds because tanh is a sigmoid, stretched: tanh(z) = 2σ(2z) − 1. It keeps its digits for large z.
    z: a number or an array; so is the result.

    >>> tanh_slope([0, 1]).round(4).tolist()
    [1.0, 0.42]
    """
    return 4 * sigmoid_slope(2 * as_numbers(z, "z"))


def relu_slope(z: ArrayLike) -> np.ndarray:
    """ReLU′(z) = 1 where z is above 0, else 0: all of a nudge passes, or nothing.

    At 0 itself ReLU has a corner, and no slope; as is the custom, 0 is used there.
    z: a number or an array; so is the result.

    >>> relu_slope([-2, 0, 3]).tolist()
    [0.0, 0.0, 1.0]
    """
    return np.where(as_numbers(z, "z") > 0, 1.0, 0.0)
