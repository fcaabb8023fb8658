"""Vectors and matrices, written the way you would say them.

Letters
    u, v     vectors: flat lists of numbers, shape (d,)
    A, B     matrices: rows of numbers, shape (rows, columns)
    X        data: one row per thing, one column per measurement, shape (n, d)
    W, b     the weights and the biases of a layer, shapes (d, h) and (h,)
    n, d, k  how many rows, how many numbers in a row, how many to keep
    Σ        add up over the index beside it

Every argument may be a NumPy array or anything `np.asarray` takes, such as a list.
Numbers must be finite and at most 1e150 in size, so that their squares are finite too; nan and inf are refused.
The square of a number below 1e-150 is too small to keep: a vector as short as that has no direction.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from core.checks import (
    LARGEST,
    as_count,
    as_direction,
    as_finite,
    as_map,
    as_matrix,
    as_number,
    as_numbers,
    as_rank,
    as_rng,
    as_room,
    as_shape,
    as_table,
    as_two_by_two,
    as_vector,
    as_vectors,
)


def norm(u: ArrayLike) -> float:
    """‖u‖ = √(u₁² + … + u_d²): the length of u, by Pythagoras.

    u: shape (d,). The length has the unit of the entries.

    >>> norm([3, 4])
    5.0
    """
    u = as_vector(u, "u")
    return float(np.sqrt(np.sum(u * u)))


def distance(u: ArrayLike, v: ArrayLike) -> float:
    """‖u − v‖: how far apart the points u and v are.

    u, v: shape (d,). ValueError if they differ in length.

    >>> distance([1, 1], [4, 5])
    5.0
    """
    u, v = as_vectors(u=u, v=v)
    return norm(u - v)


def linear_combination(vectors: ArrayLike, coefficients: ArrayLike) -> np.ndarray:
    """a₁v₁ + … + a_kv_k: stretch every vector by its own number, then add them up.

    vectors: k rows of d numbers, shape (k, d); coefficients: shape (k,). Gives shape (d,).
    ValueError unless there is one coefficient for each vector.

    >>> linear_combination([[2, 1], [-1, 3]], [2, 1])
    array([3., 5.])
    """
    vectors, coefficients = as_matrix(vectors, "vectors"), as_vector(coefficients, "coefficients")
    if len(vectors) != len(coefficients):
        raise ValueError(f"Each vector needs one coefficient; you have {len(vectors)} and {len(coefficients)}.")
    return np.sum([a * v for a, v in zip(coefficients, vectors)], axis=0)


def dot(u: ArrayLike, v: ArrayLike) -> float:
    """u · v = u₁v₁ + … + u_dv_d: multiply matching entries, then add.

    Positive: they point the same way. Zero: at right angles. Negative: against each other.
    u, v: shape (d,). ValueError if they differ in length.

    >>> dot([2, 1], [1, 3])
    5.0
    """
    u, v = as_vectors(u=u, v=v)
    return float(np.sum(u * v))


def cosine_similarity(u: ArrayLike, v: ArrayLike) -> float:
    """cos(u, v) = u · v / (‖u‖ ‖v‖): how much u and v point the same way, whatever their lengths.

    From 1 (same direction) through 0 (right angle) to −1 (opposite); rounding can't push it outside.
    u, v: shape (d,). ValueError if they differ in length, or if one is zero: it points nowhere.

    >>> cosine_similarity([3, 4], [4, 3])
    0.96
    """
    u, v = as_direction(u, "u"), as_direction(v, "v")
    cosine = dot(u, v) / (norm(u) * norm(v))
    return float(np.clip(cosine, -1, 1))


def angle(u: ArrayLike, v: ArrayLike) -> float:
    """arccos(cos(u, v)): the angle between u and v, in degrees, from 0 to 180.

    Good to about a millionth of a degree, where the cosine is close to 1 or −1.
    u, v: shape (d,). ValueError if they differ in length, or if one is zero.

    >>> angle([1, 0], [0, 2])
    90.0
    """
    return float(np.degrees(np.arccos(cosine_similarity(u, v))))


def projection(u: ArrayLike, v: ArrayLike) -> np.ndarray:
    """(u · v / v · v) v: the shadow of u on the line through v.

    u, v: shape (d,), and so is the shadow. ValueError if they differ in length, or if v is zero.

    >>> projection([2, 1], [4, 0])
    array([2., 0.])
    """
    u, v = as_vector(u, "u"), as_direction(v, "v")
    return (dot(u, v) / dot(v, v)) * v


def random_unit_vectors(count: int, dimension: int, rng: np.random.Generator) -> np.ndarray:
    """v / ‖v‖ for random v: directions of length 1, none more likely than another.

    Normal draws favour no direction, so dividing by the length is all that is left to do.
    Gives `count` rows, shape (count, dimension). ValueError if either is below 1.

    >>> random_unit_vectors(3, 2, np.random.default_rng(0)).shape
    (3, 2)
    """
    shape = as_room(as_count(count, "count"), as_count(dimension, "dimension"))
    draws = as_rng(rng).standard_normal(shape)
    return draws / np.sqrt(np.sum(draws * draws, axis=1, keepdims=True))


def pair_cosines(X: ArrayLike) -> np.ndarray:
    """cos(x, y), for every two rows x and y of X: each pair once, the first row's pairs first.

    X: shape (n, d), n at least 2. Gives shape (n(n − 1)/2,). ValueError if a row is zero: it points nowhere.

    >>> pair_cosines([[1, 0], [0, 2], [3, 0]])
    array([0., 1., 0.])
    """
    X = as_table(X)
    lengths = np.sqrt(np.sum(X * X, axis=1, keepdims=True))
    if np.min(lengths) < 1 / LARGEST:
        raise ValueError(f"Row {np.argmin(lengths)} of X is a zero vector: it points nowhere.")
    directions = X / lengths
    return np.clip((directions @ directions.T)[np.triu_indices(len(X), k=1)], -1, 1)


def chance_of_cosine(c: float, d: int) -> float:
    """Σ sinᵈ⁻²θ for angles θ up to arccos c, over the same up to 180°: how often chance gives a cosine of c or more.

    Fix one direction in d dimensions. The directions at an angle θ to it form a ring of radius sin θ, and the ring
    has d − 2 dimensions: that many directions stand there. Each sum takes 10,000 small steps of angle.
    c: from −1 to 1; d: from 2 to 100,000. Gives a share from 0 to 1, good to 3 digits.

    >>> round(chance_of_cosine(0.5, 2), 9)
    0.333333333
    """
    c, d = as_number(c, "c"), as_count(d, "d", lowest=2, highest=100_000)
    if abs(c) > 1:
        raise ValueError(f"c is a cosine, from −1 to 1; it is {c}.")
    steps = (np.arange(10_000) + 0.5) / 10_000
    near, every = (end * np.sum(np.sin(end * steps) ** (d - 2)) for end in (np.arccos(c), np.pi))
    return float(near / every)


def standardise(X: ArrayLike) -> np.ndarray:
    """(x − mean) / standard deviation: every column gets mean 0 and standard deviation (spread) 1, whatever its unit.

    X: shape (n, d), and so is the result. The standard deviation divides by n, as StandardScaler's does.
    A column that never changes (or by less than 1e-150) has a standard deviation of 0 to divide by: it becomes zeros.

    >>> standardise([[1, 100], [3, 100]])
    array([[-1.,  0.],
           [ 1.,  0.]])
    """
    X = as_matrix(X, "X")
    deviations = X - np.mean(X, axis=0)
    deviations[:, np.ptp(X, axis=0) < 1 / LARGEST] = 0
    spread = np.sqrt(np.mean(deviations**2, axis=0))
    return deviations / np.where(spread > 0, spread, 1)


def apply(A: ArrayLike, points: ArrayLike) -> np.ndarray:
    """A v, for every point v: where the matrix sends it. The columns of A are where the axes land.

    A: shape (m, d). points: one point, shape (d,), or one in each row, shape (n, d).
    Gives shape (m,) or (n, m). ValueError if a point has no number for each column of A.

    >>> apply([[0, -1], [1, 0]], [2, 1])
    array([-1.,  2.])
    """
    A, points = as_matrix(A, "A"), as_numbers(points, "points")
    if points.shape[-1:] != A.shape[1:]:
        raise ValueError(f"A point needs a number for each column of A; shapes: {points.shape} and {A.shape}.")
    return points @ A.T


def determinant(A: ArrayLike) -> float:
    """det A = ad − bc for [[a, b], [c, d]]: by what A multiplies every area.

    Negative: it also turns the plane over. Zero: it flattens the plane, and there is no way back.
    A: shape (d, d); above d = 2 it multiplies volumes. ValueError if A is not square.

    >>> determinant([[3, 1], [2, 4]])
    10.0
    """
    A = as_matrix(A, "A")
    if A.shape[0] != A.shape[1]:
        raise ValueError(f"Only a square matrix has a determinant; A has shape {A.shape}.")
    if A.shape == (2, 2):
        return float(A[0, 0] * A[1, 1] - A[0, 1] * A[1, 0])
    with np.errstate(over="ignore"):
        return as_finite(float(np.linalg.det(A)), "The determinant")


def shear(k: float) -> np.ndarray:
    """[[1, k], [0, 1]]: slides every point sideways by k times its height.

    >>> apply(shear(2), [1, 3])
    array([7., 3.])
    """
    return np.array([[1.0, as_number(k, "k")], [0.0, 1.0]])


def matmul(A: ArrayLike, B: ArrayLike) -> np.ndarray:
    """(AB)ᵢⱼ = row i of A · column j of B: do B first, then A.

    A: shape (n, k), B: shape (k, m); gives shape (n, m). `A @ B` is the same, and far faster.
    ValueError unless A has as many columns as B has rows.

    >>> matmul([[1, 2], [3, 4]], [[0, 1], [1, 0]])
    array([[2., 1.],
           [4., 3.]])
    """
    A, B = as_matrix(A, "A"), as_matrix(B, "B")
    matmul_shape(A.shape, B.shape)
    return np.array([[np.sum(row * column) for column in B.T] for row in A])


def rayleigh_quotient(A: ArrayLike, v: ArrayLike) -> float:
    """v · A v / v · v: how many times v the shadow of A v on v is. For an eigenvector, that is its eigenvalue.

    A: shape (d, d); v: shape (d,). ValueError if A is not square or doesn't fit v, or if v is zero.

    >>> rayleigh_quotient([[2, 1], [1, 2]], [1, 1]), rayleigh_quotient([[2, 1], [1, 2]], [3, 0])
    (3.0, 2.0)
    """
    A, v = as_map(A, v, "v")
    u = v / np.max(np.abs(v))  # the length of v cancels; so the squares stay small
    return float(np.sum(u * (A @ u)) / np.sum(u * u))


def power_iteration(A: ArrayLike, start: ArrayLike, steps: int) -> np.ndarray:
    """v ← A v / ‖A v‖, again and again: v turns into the eigenvector that A stretches most.

    That takes one whose eigenvalue is larger in size than all others, and a start with a part along it.
    A: shape (d, d); start: shape (d,). Gives every v, of length 1, the start's first: shape (steps + 1, d).
    ValueError if A sends one of them to zero: it points nowhere.

    >>> power_iteration([[2, 0], [0, 1]], [3, 4], 2).round(3)
    array([[0.6  , 0.8  ],
           [0.832, 0.555],
           [0.949, 0.316]])
    """
    A, v = as_map(A, start, "start")
    path = [v / norm(v)]
    for _ in range(as_count(steps, "steps", lowest=0)):
        v = as_direction(A @ path[-1], "A v")
        path.append(v / norm(v))
    return np.array(path)


def real_eigenvectors(A: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """λ = (a + d) / 2 ± √(((a − d) / 2)² + bc) for [[a, b], [c, d]]: for these λ some v has A v = λ v.

    Gives the eigenvalues, largest first, and for each a v of length 1, in rows: two, or one if the root is 0, or none
    if there is no root. Where A stretches all directions alike, each is one: we give the two axes.
    What rounding leaves below the root, 1e-12 of its parts, counts as 0. ValueError unless A has shape (2, 2).

    >>> real_eigenvectors([[1, 2], [0, 1]])
    (array([1.]), array([[1., 0.]]))
    """
    (a, b), (c, d) = as_two_by_two(A, "A")
    half = (a - d) / 2
    under = half**2 + b * c
    if under < -1e-12 * half**2 - 1e-12 * abs(b * c):
        return np.empty(0), np.empty((0, 2))
    root = np.sqrt(under) if under > 1e-12 * half**2 + 1e-12 * abs(b * c) else 0.0
    roots = np.array([root, -root] if root else [0.0])
    rows = np.array([max((b, r - half), (half + r, c), key=lambda v: np.hypot(*v)) for r in roots])
    if not rows.any():
        return np.array([a, a]), np.eye(2)
    return (a + d) / 2 + roots, rows / np.hypot(*rows.T)[:, np.newaxis]


def matmul_shape(shape_a: Sequence[int | str], shape_b: Sequence[int | str]) -> tuple[int | str, ...]:
    """(n, k) @ (k, m) is (n, m): the inner sizes must be equal, and they vanish.

    Sizes are whole numbers or names. A flat vector (k,) counts as a row on the left and as a column on the right.
    Sizes before the last two are a batch and broadcast. ValueError says which sizes don't fit.

    >>> matmul_shape((3, 4), (4, 2))
    (3, 2)
    >>> matmul_shape(("n", "d"), ("d",))
    ('n',)
    """
    a, b = as_shape(shape_a, "shape_a"), as_shape(shape_b, "shape_b")
    if a == () or b == ():
        raise ValueError("@ needs a vector or a matrix on both sides; () is a single number, so use * there.")
    columns, rows = a[-1], b[-2:][0]
    if columns != rows:
        raise ValueError(
            f"{columns} and {rows} must be the same size: they meet in the middle of {show(a)} @ {show(b)}."
        )
    return broadcast_shape(a[:-2], b[:-2]) + a[-2:-1] + b[-2:][1:]


def broadcast_shape(shape_a: Sequence[int | str], shape_b: Sequence[int | str]) -> tuple[int | str, ...]:
    """(n, 1) + (m,) is (n, m): align the shapes at the right; a size of 1, or none, stretches to the other's.

    Sizes are whole numbers or names. The rule of +, −, * and / alike. ValueError says which sizes don't fit.

    >>> broadcast_shape((442,), (442, 1))
    (442, 442)
    """
    a, b = as_shape(shape_a, "shape_a"), as_shape(shape_b, "shape_b")
    longest = max(len(a), len(b))
    pairs = list(zip((1,) * (longest - len(a)) + a, (1,) * (longest - len(b)) + b))
    for p, q in pairs:
        if p != q and p != 1 and q != 1:
            raise ValueError(f"{p} and {q} must be the same size, or one of them 1, in {show(a)} and {show(b)}.")
    return tuple(q if p == 1 else p for p, q in pairs)


def dense(X: ArrayLike, W: ArrayLike, b: ArrayLike) -> np.ndarray:
    """X W + b: a layer of a neural network. Each column of W is a neuron, b its head start.

    X: n rows of d inputs, shape (n, d), or one row, shape (d,). W: shape (d, h). b: shape (h,).
    Gives shape (n, h) or (h,). ValueError if the shapes don't fit.

    >>> dense([1, 2], [[1, 0, -1], [0, 1, 1]], [10, 10, 10])
    array([11., 12., 11.])
    """
    X, W, b = as_numbers(X, "X"), as_matrix(W, "W"), as_vector(b, "b")
    if X.shape[-1:] != W.shape[:1]:
        raise ValueError(f"W needs a row for each number in a row of X; shapes: {W.shape} and {X.shape}.")
    if b.shape != W.shape[1:]:
        raise ValueError(f"b needs a number for each column of W; shapes: {b.shape} and {W.shape}.")
    return X @ W + b


def relu(Z: ArrayLike) -> np.ndarray:
    """max(0, z), for every entry z: what is negative becomes 0, the rest passes.

    Z: any shape, and so is the result.

    >>> relu([-2, 0, 3])
    array([0., 0., 3.])
    """
    return np.maximum(0, as_numbers(Z, "Z"))


def svd(A: ArrayLike) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A = Σ sₖ uₖ vₖᵀ: a sum of patterns, each a column times a row, the strongest first.

    A: shape (n, d). Gives U, shape (n, m), with a uₖ in each column; the singular values s, shape (m,), largest first;
    V, shape (m, d), with a vₖ in each row; m = min(n, d). All uₖ and vₖ have length 1 and are at right angles.
    Both signs of a pair may be turned: we take the one whose entry of largest size in vₖ is positive (the first of
    them, if several are equally large).

    >>> U, s, V = svd([[0, 2], [1, 0]])
    >>> s, V
    (array([2., 1.]), array([[0., 1.],
           [1., 0.]]))
    """
    U, s, V = np.linalg.svd(as_matrix(A, "A"), full_matrices=False)
    largest = np.argmax(np.abs(V).round(9), axis=1)
    signs = np.sign(V[np.arange(len(V)), largest])
    return U * signs, s, signs[:, np.newaxis] * V


def low_rank(A: ArrayLike, r: int) -> np.ndarray:
    """Σ sₖ uₖ vₖᵀ for the first r patterns only: of all matrices of rank r, the nearest to A.

    A: shape (n, d), and so is the result; it is (n, r) times (r, d). r from 0 (all zeros) to min(n, d) (A itself).

    >>> low_rank([[3, 0], [0, 1]], 1)
    array([[3., 0.],
           [0., 0.]])
    """
    U, s, V = svd(A)
    r = as_rank(r, len(s))
    return U[:, :r] * s[:r] @ V[:r]


def frobenius_norm(A: ArrayLike) -> float:
    """√(Σ Aᵢⱼ²), over all rows and columns: the length of a matrix, as if its numbers stood in one list.

    It is also the length of the list of singular values. A: shape (n, d).

    >>> frobenius_norm([[1, 2], [2, 4]])
    5.0
    """
    A = as_matrix(A, "A")
    return float(np.sqrt(np.sum(A * A)))


def covariance_matrix(X: ArrayLike) -> np.ndarray:
    """Σ (x − mean)(y − mean) / (n − 1), for every two columns x, y: do they rise together?

    X: shape (n, d). Gives shape (d, d), with each column's variance on the diagonal, in squared units.
    ValueError if there are fewer than two rows.

    >>> covariance_matrix([[1, 2], [2, 4], [3, 6]])
    array([[1., 2.],
           [2., 4.]])
    """
    X = as_table(X)
    deviations = X - np.mean(X, axis=0)
    return deviations.T @ deviations / (len(X) - 1)


def variance_along(X: ArrayLike, v: ArrayLike) -> float:
    """Variance of (x · v) / ‖v‖ over the rows x: how much the shadows of the data on v vary.

    X: shape (n, d), n at least 2; v: shape (d,). ValueError if v is zero or has no number for each column of X.

    >>> variance_along([[1, 2], [2, 4], [3, 6]], [0, 9])
    4.0
    """
    X, v = as_table(X), as_direction(v, "v")
    if len(v) != X.shape[1]:
        raise ValueError(f"v needs a number for each column of X; shapes: {v.shape} and {X.shape}.")
    return float(np.var(X @ v / norm(v), ddof=1))


def principal_components(X: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """The directions in which the data spread most, each at right angles to those before, and the variance along each.

    X: shape (n, d), n at least 2. Gives components, shape (min(n, d), d), one direction of length 1 in each row,
    and variances, shape (min(n, d),), largest first: the eigenvectors and eigenvalues of the covariance.
    They come from the SVD of the centred data, which never squares it. v and −v are the same axis:
    we take the one whose entry of largest size is positive (the first of them, if several are equally large).

    >>> components, variances = principal_components([[-2, 0], [2, 0], [0, 1], [0, -1]])
    >>> components
    array([[1., 0.],
           [0., 1.]])
    """
    X = as_table(X)
    _, stretches, components = svd(X - np.mean(X, axis=0))
    return components, stretches**2 / (len(X) - 1)


def reconstruct(X: ArrayLike, k: int) -> np.ndarray:
    """mean + coordinates times components, for the first k components: the data rebuilt from k numbers a row.

    X: shape (n, d), and so is the result. k from 0 (every row is the mean) to min(n, d) (nothing is lost).

    >>> reconstruct([[-2, 0], [2, 0], [0, 1], [0, -1]], 1)
    array([[-2.,  0.],
           [ 2.,  0.],
           [ 0.,  0.],
           [ 0.,  0.]])
    """
    X = as_table(X)
    components, _ = principal_components(X)
    if as_count(k, "k", lowest=0) > len(components):
        raise ValueError(f"k is {k}, and X has only {len(components)} components.")
    mean, kept = np.mean(X, axis=0), components[:k]
    return mean + (X - mean) @ kept.T @ kept


def show(shape: tuple[int | str, ...]) -> str:
    """A shape as Python prints it, with names unquoted: (n, 3).

    >>> show(("n", 3))
    '(n, 3)'
    """
    return str(as_shape(shape, "shape")).replace("'", "")
