"""Arrays: numbers in a grid with any number of axes, and what NumPy does to them along an axis.

Letters
    A        an array: one axis (a list), two (a table), three (a stack of tables) or more
    axis     the place of an axis in the shape, counted from 0; −1 is the last

Every argument may be a NumPy array or anything `np.asarray` takes, such as a list of lists.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from core.checks import as_axis, as_count, as_flag, as_labelled, as_new_shape, as_numbers, as_room, as_stretched


def sum_along(A: ArrayLike, axis: int, keepdims: bool = False) -> np.ndarray:
    """sⱼ = Σᵢ Aᵢⱼ for axis 0: add up along one axis, and that axis vanishes from the shape.

    With keepdims it stays, with size 1. ValueError if A has no such axis.

    >>> A = [[1, 2, 3], [10, 20, 30]]
    >>> sum_along(A, axis=0), sum_along(A, axis=1), sum_along(A, axis=1, keepdims=True).shape
    (array([11., 22., 33.]), array([ 6., 60.]), (2, 1))
    """
    A = as_numbers(A, "A")
    axis, keepdims = as_axis(axis, A, "A"), as_flag(keepdims, "keepdims")
    return np.sum(A, axis=axis, keepdims=keepdims)


def reshaped(A: ArrayLike, shape: Sequence[int]) -> np.ndarray:
    """Number i · columns + j goes to row i, column j: the same numbers, row by row, in another shape.

    One size may be −1: it is worked out. ValueError unless the sizes, multiplied, give as many numbers as A holds.

    >>> reshaped([[0, 1, 2], [3, 4, 5]], (3, -1))
    array([[0., 1.],
           [2., 3.],
           [4., 5.]])
    """
    A = as_numbers(A, "A")
    return A.reshape(as_new_shape(shape, A, "A"))


def broadcast(A: ArrayLike, shape: Sequence[int]) -> np.ndarray:
    """Compare sizes from the right: along an axis of size 1, or one that is missing, A is repeated until it fits.

    ValueError if a size of A is neither 1 nor that of the shape.

    >>> broadcast([1, 2, 3], (2, 3))
    array([[1., 2., 3.],
           [1., 2., 3.]])
    >>> broadcast([[1], [2]], (2, 3))
    array([[1., 1., 1.],
           [2., 2., 2.]])
    """
    A = as_numbers(A, "A")
    return np.broadcast_to(A, as_stretched(shape, A, "A")).copy()


def one_hot(labels: ArrayLike, classes: int) -> np.ndarray:
    """1 where the column is the label, else 0: a row for each label, a column for each class.

    labels: whole numbers from 0 to classes − 1, shape (n,). Gives shape (n, classes), by broadcasting (n, 1) against
    (classes,).

    >>> one_hot([2, 0], 3)
    array([[0., 0., 1.],
           [1., 0., 0.]])
    """
    labels = as_labelled(labels, "labels", as_count(classes, "classes"))
    as_room(len(labels), classes)
    return (labels[:, np.newaxis] == np.arange(classes)).astype(float)
