"""The checkpoint of `backpropagation`: the gradient of one weight."""

from __future__ import annotations

import numpy as np

from core.autodiff import backward, forward
from ui.question import Mistake, Question, bracketed


def question(seed: int) -> Question:
    """What is the gradient of the first weight of a chain of two?"""
    rng = np.random.default_rng(seed)
    while True:
        w, x, v = (int(number) for number in rng.choice([-4, -3, -2, -1, 1, 2, 3, 4], 3))
        y = int(rng.integers(-6, 7))
        (p, h, z, loss), (weight, *_) = forward(lambda a, x=x, y=y: network(*a, x, y), [w, v])
        gradient = backward(loss)
        question = Question(
            prompt=f"A network with one number at each place: $z = w \\cdot x$, then $h = \\text{{ReLU}}(z)$, then "
            f"$p = v \\cdot h$, and the loss $L = (p - y)^2$ with the slope $2(p - y)$ along $p$. "
            f"With $x = {x}$, $w = {w}$, $v = {v}$ and $y = {y}$: what is the gradient of $w$? The exact number.",
            answer=gradient[weight] + 0.0,
            mistakes=mistakes(gradient[p], int(h.value), int(z.value), x, v),
            solution=worked(x, w, v, y, int(z.value), int(h.value), int(p.value), gradient[weight]),
        )
        if question.is_clear():
            return question


def network(w, v, x: int, y: int):
    """v · ReLU(w · x) and the loss, with what is worked out on the way."""
    z = w * x
    h = z.relu()
    p = v * h
    return p, h, z, (p - y) ** 2


def mistakes(flow: float, h: int, z: int, x: int, v: int) -> tuple[Mistake, ...]:
    """What comes out if a factor is forgotten."""
    forgot = Mistake(float(x), "That is the local slope alone: how much z changes with w. Multiply it by what flows "
                     "back to z.")  # fmt: skip
    if z > 0:
        return (
            forgot,
            Mistake(float(v * x), "You forgot what comes from the loss. The product begins with its slope, 2(p − y)."),
            Mistake(flow * v, "That is the gradient of z. One more local slope leads to w: x."),
            Mistake(flow * x, "You left out v. What flows back to p passes v on its way to h."),
            Mistake(flow * h, "That is the gradient of v. The way to w leads over v, ReLU and x."),
            Mistake(-flow * v * x, "The sign is wrong: the slope of the loss is 2(p − y), not 2(y − p)."),
        )
    return (
        forgot,
        Mistake(flow * v * x, "You let it flow through a ReLU that is off. Its local slope is 0."),
        Mistake(flow * v, "That stops before ReLU. It is off, so its local slope is 0."),
    )


def worked(x: int, w: int, v: int, y: int, z: int, h: int, p: int, answer: float) -> str:
    """The two walks with these numbers."""
    on = int(z > 0)
    return (
        f"Forward: $z = {w} \\cdot {bracketed(x)} = {z}$, so ReLU is {'on' if on else 'off'} and $h = {h}$. "
        f"$p = {v} \\cdot {h} = {p}$.\n\n"
        f"Backward: along $p$ the slope is $2 \\cdot ({p} - {bracketed(y)}) = {2 * (p - y)}$. The local "
        f"slopes on the way to $w$ are $v = {v}$, ReLU's ${on}$ and $x = {x}$.\n\n"
        f"${2 * (p - y)} \\cdot {bracketed(v)} \\cdot {on} \\cdot {bracketed(x)} =$ **{answer + 0.0:.0f}**."
    )
