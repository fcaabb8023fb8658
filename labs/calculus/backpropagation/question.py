"""The checkpoint of `backpropagation`: the gradient of one weight."""

from __future__ import annotations

import numpy as np

from core.autodiff import backward, forward
from ui.question import Mistake, Question, bracketed


def question(seed: int) -> Question:
    """What is the gradient of the first weight of a chain of two? In one question of ten the ReLU is off."""
    rng = np.random.default_rng(seed)
    off = rng.random() < 0.1
    while True:
        w, x, v = (int(number) for number in rng.choice([-5, -4, -3, -2, 2, 3, 4, 5], 3))
        y = v * max(0, w * x) + int(rng.integers(-6, 7))
        (p, h, z, loss), (weight, *_) = forward(lambda a, x=x, y=y: network(*a, x, y), [w, v])
        if off != (z.value < 0):
            continue
        gradient = backward(loss)
        question = Question(
            prompt="A network has one number at each place: $z = w \\cdot x$, then $h = \\text{ReLU}(z)$, then "
            "$p = v \\cdot h$. Its loss is $L = (p - y)^2$, which has the slope $2(p - y)$ along $p$. "
            f"With $x = {x}$, $w = {w}$, $v = {v}$ and $y = {y}$, what is the gradient of $w$? It is a whole number.",
            answer=gradient[weight] + 0.0,
            mistakes=mistakes(gradient[p], int(h.value), x, v, off),
            hints=(
                "Walk forward first, and write down z, h and p.",
                "Then walk back from the loss: one local slope for each step, past p, h and z to w.",
            ),
            solution=worked(x, w, v, y, int(z.value), int(h.value), int(p.value)),
        )
        if question.is_clear():
            return question


def network(w, v, x: int, y: int):
    """v · ReLU(w · x) and the loss, with what is worked out on the way."""
    z = w * x
    h = z.relu()
    p = v * h
    return p, h, z, (p - y) ** 2


def mistakes(flow: float, h: int, x: int, v: int, off: bool) -> tuple[Mistake, ...]:
    """What comes out if a factor is forgotten, or ReLU is taken for on when it is off, or the other way round."""
    local = Mistake(float(x), "That is only the local slope, how much z changes with w. Multiply it by the gradient "
                    "of z.", "chain_rule")  # fmt: skip
    if off:
        return (
            local,
            Mistake(flow * v * x, "You let the gradient through a ReLU that is off. Its local slope is 0."),
            Mistake(flow * v, "You stopped before ReLU. It is off, so its local slope is 0."),
            Mistake(flow, "That is the gradient of p. Go on: past v and ReLU to z, and from there to w."),
        )
    return (
        Mistake(0.0, "You took ReLU to be off. It is on, because z is above 0, so its local slope is 1.", "layer"),
        local,
        Mistake(float(v * x), "You left out the loss. The product begins with its slope, 2(p − y).", "chain_rule"),
        Mistake(flow, "That is the gradient of p. Go on: past v and ReLU to z, and from there to w."),
        Mistake(flow * v, "That is the gradient of z. One more local slope leads to w, and it is x."),
        Mistake(flow * x, "You left out v. The gradient passes it on the way from p to h.", "chain_rule"),
        Mistake(flow * h, "That is the gradient of v. The way to w leads past v, ReLU and x."),
        Mistake(flow * v * x / 2, "You left out the 2. The slope of the loss along p is 2(p − y)."),
        Mistake(-flow * v * x, "The sign is wrong. The slope of the loss is 2(p − y), not 2(y − p)."),
    )


def worked(x: int, w: int, v: int, y: int, z: int, h: int, p: int) -> str:
    """The two walks with these numbers."""
    on, slope = int(z > 0), 2 * (p - y)
    return (
        f"Forward: $z = {w} \\cdot {bracketed(x)} = {z}$ is {'above' if on else 'below'} 0, so ReLU is "
        f"{'on' if on else 'off'} and $h = {h}$. That makes $p = {v} \\cdot {h} = {p}$.\n\n"
        f"Backward: the slope of the loss along $p$ is $2 \\cdot ({p} - {bracketed(y)}) = {slope}$. On the way to $w$ "
        f"it is multiplied by $v = {v}$, by ReLU's slope, which is {on}, and by $x = {x}$.\n\n"
        f"${slope} \\cdot {bracketed(v)} \\cdot {on} \\cdot {bracketed(x)} =$ **{slope * v * on * x}**."
    )
