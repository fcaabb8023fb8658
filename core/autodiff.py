"""Automatic differentiation: the slope of a loss along every number it was made from, in one walk backwards.

    node         a number that remembers what it was made from
    parents      the nodes it was made from; a number that was given has none
    local slope  how much a node changes for each 1 that one of its parents changes
    gradient     how much the end, such as a loss, changes for each 1 that a node changes

Arithmetic with nodes makes new nodes, each with its value and its local slopes: that is the way forward. Backwards, the
chain rule multiplies: a parent's gradient is the node's gradient times the local slope between them. Where a node went
into several others, its gradients add, for a nudge to it reaches the end on all of these ways.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from core.calculus import numerical_gradient, relu_slope, sigmoid, sigmoid_slope, tanh_slope
from core.checks import as_function, as_number, as_vector, shown


class Node:
    """A number that remembers: its `value`, its `parents`, and for each of them the local slope, in `slopes`.

    `depth` is the longest way to a given number: a node lies deeper than all of its parents.

    >>> a, b = Node(3), Node(2)
    >>> a * b, (a * b).slopes
    (Node(6), (2.0, 3.0))
    """

    def __init__(self, value: float, parents: tuple[Node, ...] = (), slopes: tuple[float, ...] = ()):
        value = value if isinstance(value, float) else as_number(value, "A node's value")
        self.value, self.parents, self.slopes = np.float64(value), parents, tuple(map(float, slopes))
        self.depth = 1 + max((parent.depth for parent in parents), default=-1)
        if not all(map(math.isfinite, (self.value, *self.slopes))):
            raise ValueError(_not_finite(self))

    def __repr__(self) -> str:
        return f"Node({self.value:.6g})"

    def __add__(self, other: Node | float) -> Node:
        other = as_node(other)
        return Node(self.value + other.value, (self, other), (1, 1))

    def __sub__(self, other: Node | float) -> Node:
        other = as_node(other)
        return Node(self.value - other.value, (self, other), (1, -1))

    def __mul__(self, other: Node | float) -> Node:  # each counts as much as the other one is large
        other = as_node(other)
        return Node(self.value * other.value, (self, other), (other.value, self.value))

    def __truediv__(self, other: Node | float) -> Node:  # a / b, with slopes 1/b and −a/b²
        a, b = self.value, as_node(other).value
        return Node(a / b, (self, as_node(other)), (1 / b, -a / b / b))

    def __pow__(self, n: float) -> Node:  # aⁿ, with slope n · aⁿ⁻¹
        n = as_number(n, "The power")
        return Node(self.value**n, (self,), (n * self.value ** (n - 1) if n else 0,))

    def exp(self) -> Node:  # eᵃ is its own slope
        return Node(np.exp(self.value), (self,), (np.exp(self.value),))

    def log(self) -> Node:  # the natural logarithm, with slope 1/a
        return Node(np.log(self.value), (self,), (1 / self.value,))

    def tanh(self) -> Node:
        return Node(np.tanh(self.value), (self,), (tanh_slope(self.value),))

    def sigmoid(self) -> Node:
        return Node(sigmoid(self.value), (self,), (sigmoid_slope(self.value),))

    def relu(self) -> Node:  # as it is above 0, else 0
        return Node(max(self.value, 0), (self,), (relu_slope(self.value),))

    def __neg__(self) -> Node:
        return self * -1

    def __rsub__(self, other: float) -> Node:
        return as_node(other) - self

    def __rtruediv__(self, other: float) -> Node:
        return as_node(other) / self

    __radd__, __rmul__ = __add__, __mul__


def forward(f: Callable[[list[Node]], Any], w: ArrayLike) -> tuple[Any, list[Node]]:
    """f(w), with nodes for numbers: the way forward, on which every node keeps what it was made from.

    f: arithmetic on a list of nodes, one for each number of w, shape (d,). Gives what f gives, and that list.
    ValueError where a value or a local slope isn't finite, such as at log(0) or 1/0.

    >>> forward(lambda w: w[0] * w[1] + w[0], [3, 2])
    (Node(9), [Node(3), Node(2)])
    """
    f, start = as_function(f, "f"), [Node(number) for number in as_vector(w, "w")]
    try:
        with np.errstate(all="ignore"):
            return f(start), start
    except (TypeError, AttributeError, IndexError) as error:
        raise ValueError(f"f must be arithmetic on a list of {len(start)} nodes; Python says: {error}.") from error


def backward(end: Node) -> dict[Node, float]:
    """The gradient of every node that `end` was made from: how much `end` changes for each 1 that the node changes.

    `end` moves 1 for 1 with itself. From there back, each node hands its parents its own gradient times the local
    slope. Deepest first, so that a node has got its share from all that it went into before it hands on.

    >>> end, (a, b) = forward(lambda w: w[0] * w[1] + w[0], [3, 2])
    >>> gradient = backward(end)
    >>> gradient[a], gradient[b]
    (3.0, 3.0)
    """
    gradient = dict.fromkeys(ancestors(end), 0.0) | {end: 1.0}
    for node in sorted(gradient, key=lambda node: node.depth, reverse=True):
        for parent, slope in zip(node.parents, node.slopes):
            gradient[parent] += gradient[node] * slope
    return gradient


def ancestors(end: Node) -> set[Node]:
    """`end` and every node it was made from.

    >>> a, b = Node(3), Node(2)
    >>> len(ancestors(a * b + a))
    4
    """
    end = as_end(end)
    found, waiting = {end}, [end]
    while waiting:
        new = set(waiting.pop().parents) - found
        found |= new
        waiting += new
    return found


def gradient_check(f: Callable[[list[Node]], Node], w: ArrayLike, h: float = 1e-5) -> tuple[np.ndarray, np.ndarray]:
    """∇f(w) twice: by one walk backwards, and by nudging each number by h to both sides and running f again.

    Both have shape (d,). The second is slow and a little off, but knows nothing of local slopes, so that it finds a
    wrong one. They part where f has a corner, such as ReLU at 0. 0 for a number that f leaves out.

    >>> walked, nudged = gradient_check(lambda w: w[0] * w[1] + w[0], [3, 2])
    >>> walked.tolist(), nudged.round(6).tolist()
    ([3.0, 3.0], [3.0, 3.0])
    """
    end, start = forward(f, w)
    gradient = backward(end)
    walked = np.array([gradient.get(node, 0.0) for node in start])
    return walked, numerical_gradient(lambda w: as_end(forward(f, w)[0]).value, w, h)


def as_node(number: Node | float) -> Node:
    """`number` as a node. One that it was not before was given: it has no parents."""
    return number if isinstance(number, Node) else Node(as_number(number, "What goes with a node"))


def as_end(end: Node) -> Node:
    """`end` as it is. ValueError unless it is a node, for only a node remembers what it was made from."""
    if not isinstance(end, Node):
        raise ValueError(f"The end must be a node, made from the numbers that forward gives; it is {shown(end)}.")
    return end


def _not_finite(node: Node) -> str:
    """What to say of a node with a value or a local slope that isn't finite."""
    source = " and ".join(f"{parent.value:g}" for parent in node.parents) or "nowhere"
    slopes = f", with local slope {' and '.join(f'{slope:g}' for slope in node.slopes)}" if node.slopes else ""
    return f"From {source} comes {node.value:g}{slopes}. All of these must be finite, or no gradient can come back."
