import inspect

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from sklearn.datasets import load_wine
from sklearn.decomposition import PCA
from sklearn.metrics.pairwise import cosine_similarity as reference_cosine
from sklearn.preprocessing import StandardScaler

from core import linear_algebra
from core.linear_algebra import (
    angle,
    apply,
    broadcast_shape,
    chance_of_cosine,
    cosine_similarity,
    covariance_matrix,
    dense,
    determinant,
    distance,
    dot,
    frobenius_norm,
    linear_combination,
    low_rank,
    matmul,
    matmul_shape,
    norm,
    power_iteration,
    principal_components,
    projection,
    random_unit_vectors,
    rayleigh_quotient,
    real_eigenvectors,
    reconstruct,
    relu,
    shear,
    standardise,
    svd,
    variance_along,
)


def rotation(degrees):
    """The matrix that turns the plane anticlockwise."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[c, -s], [s, c]])


laws = settings(max_examples=60)
entries = st.floats(-1e3, 1e3).map(lambda x: round(x, 3))


def arrays(*shape):
    size = int(np.prod(shape))
    return st.lists(entries, min_size=size, max_size=size).map(lambda values: np.array(values).reshape(shape))


@st.composite
def pairs(draw):
    d = draw(st.integers(1, 6))
    return draw(arrays(d)), draw(arrays(d))


@st.composite
def tables(draw, least_rows=2):
    return draw(arrays(draw(st.integers(least_rows, 8)), draw(st.integers(1, 5))))


# Vectors against NumPy and scikit-learn, and by their laws


@laws
@given(pairs())
def test_vectors_agree_with_the_libraries(pair):
    u, v = pair
    assert norm(u) == pytest.approx(np.linalg.norm(u))
    assert distance(u, v) == pytest.approx(np.linalg.norm(u - v))
    assert dot(u, v) == pytest.approx(np.dot(u, v), abs=1e-6)
    if norm(u) and norm(v):
        assert cosine_similarity(u, v) == pytest.approx(reference_cosine([u], [v])[0, 0], abs=1e-12)


@laws
@given(pairs(), entries)
def test_laws_of_length_and_dot_product(pair, k):
    u, v = pair
    assert norm(u + v) <= norm(u) + norm(v) + 1e-9
    assert norm(k * u) == pytest.approx(abs(k) * norm(u))
    assert distance(u, v) == distance(v, u)
    assert dot(u, v) == dot(v, u)
    assert dot(u, u) == pytest.approx(norm(u) ** 2)
    assert dot(k * u, v) == pytest.approx(k * dot(u, v), rel=1e-9, abs=1e-3)


@laws
@given(pairs(), st.floats(0.01, 100))
def test_cosine_ignores_length_and_stays_in_range(pair, k):
    u, v = pair
    if norm(u) and norm(v):
        assert -1 <= cosine_similarity(u, v) <= 1
        assert cosine_similarity(k * u, v) == pytest.approx(cosine_similarity(u, v), abs=1e-12)
        assert cosine_similarity(u, -v) == pytest.approx(-cosine_similarity(u, v), abs=1e-12)
        assert angle(u, v) + angle(u, -v) == pytest.approx(180, abs=1e-5)


def test_cosine_of_a_vector_with_itself_is_clipped():
    rng = np.random.default_rng(0)
    vectors = rng.standard_normal((500, 7))
    unclipped = [dot(v, v) / (norm(v) * norm(v)) for v in vectors]
    assert max(unclipped) > 1
    assert max(cosine_similarity(v, v) for v in vectors) == 1.0


@laws
@given(pairs())
def test_the_rest_of_a_projection_is_at_right_angles(pair):
    u, v = pair
    if norm(v):
        shadow = projection(u, v)
        assert dot(u - shadow, v) == pytest.approx(0, abs=1e-5)
        assert projection(shadow, v) == pytest.approx(shadow, abs=1e-6)
        assert norm(shadow) <= norm(u) + 1e-9


@pytest.mark.parametrize("degrees", [0, 1e-3, 30, 60, 90, 135, 179.999, 180])
def test_angle_is_the_angle_you_turned_by(degrees):
    assert angle([1, 0], apply(rotation(degrees), [3, 0])) == pytest.approx(degrees, abs=2e-6)


def test_linear_combination():
    assert linear_combination([[2, 1], [-1, 3]], [0.5, -2]).tolist() == [3.0, -5.5]
    vectors, coefficients = np.arange(12.0).reshape(4, 3), np.array([1, -2, 0.5, 3])
    assert linear_combination(vectors, coefficients) == pytest.approx(coefficients @ vectors)


def test_random_unit_vectors_have_length_one_and_favour_no_direction():
    vectors = random_unit_vectors(4000, 3, np.random.default_rng(1))
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(4000))
    assert np.abs(vectors.mean(axis=0)).max() < 0.05
    assert (vectors**2).mean(axis=0) == pytest.approx([1 / 3] * 3, abs=0.02)
    again = random_unit_vectors(4000, 3, np.random.default_rng(1))
    assert np.array_equal(vectors, again)


def test_the_ends_of_the_number_range():
    assert norm([1e150, 1e150]) == pytest.approx(np.sqrt(2) * 1e150)
    assert norm([3e-150, 4e-150]) == pytest.approx(5e-150)
    assert cosine_similarity([1e150, 0], [1e150, 1e150]) == pytest.approx(np.sqrt(0.5))
    with pytest.raises(ValueError, match="1e\\+200"):
        norm([1, 1e200])
    with pytest.raises(ValueError, match="zero vector"):
        cosine_similarity([1e-151, 0], [1, 0])


# standardise


@laws
@given(tables())
def test_standardise_equals_standard_scaler(X):
    assert standardise(X) == pytest.approx(StandardScaler().fit_transform(X), abs=1e-6)


def test_a_constant_column_becomes_zeros():
    X = np.column_stack([[0.1] * 3, [1, 2, 6]])
    assert np.std(X[:, 0]) > 0  # rounding alone: dividing by it would make ±1 of nothing
    assert standardise(X)[:, 0].tolist() == [0, 0, 0]
    assert standardise([[5, 6]]).tolist() == [[0, 0]]
    assert np.isfinite(standardise([[0.0], [1e-200]])).all()


# Matrices


@st.composite
def factors(draw):
    n, k, m = (draw(st.integers(1, 4)) for _ in range(3))
    return draw(arrays(n, k)), draw(arrays(k, m))


@laws
@given(factors())
def test_matmul_equals_numpy_and_applies_the_right_one_first(pair):
    A, B = pair
    assert matmul(A, B) == pytest.approx(A @ B, abs=1e-6)
    assert matmul(A, B).shape == matmul_shape(A.shape, B.shape)
    points = np.ones((3, B.shape[1]))
    assert apply(matmul(A, B), points) == pytest.approx(apply(A, apply(B, points)), abs=1e-3)


@laws
@given(st.integers(1, 4).flatmap(lambda d: st.tuples(arrays(d, d), arrays(d, d))))
def test_determinants_multiply(pair):
    A, B = pair
    size = (norm(A.ravel()) * norm(B.ravel())) ** len(A)
    assert determinant(A) == pytest.approx(np.linalg.det(A), rel=1e-9, abs=1e-12 * norm(A.ravel()) ** len(A) + 1e-9)
    assert determinant(matmul(A, B)) == pytest.approx(determinant(A) * determinant(B), rel=1e-6, abs=1e-9 * size + 1e-6)


def test_determinant_of_whole_numbers_is_exact():
    assert determinant([[1, 2], [3, 4]]) == -2.0
    assert determinant([[2, 4], [1, 2]]) == 0.0
    assert determinant([[7]]) == pytest.approx(7)


@laws
@given(st.floats(-720, 720), entries)
def test_rotations_and_shears_keep_area_and_can_be_undone(degrees, k):
    assert determinant(rotation(degrees)) == pytest.approx(1)
    assert matmul(rotation(degrees), rotation(-degrees)) == pytest.approx(np.eye(2), abs=1e-12)
    assert norm(apply(rotation(degrees), [3, 4])) == pytest.approx(5)
    assert determinant(shear(k)) == 1.0
    assert matmul(shear(k), shear(-k)).tolist() == np.eye(2).tolist()
    assert determinant([[k, 0], [0, -2]]) == pytest.approx(-2 * k)


def test_apply_moves_one_point_or_many():
    A = [[1, 2], [3, 4], [5, 6]]
    assert apply(A, [1, 0]).tolist() == [1, 3, 5]
    assert apply(A, [[1, 0], [0, 1], [1, 1]]).tolist() == [[1, 3, 5], [2, 4, 6], [3, 7, 11]]


# Shapes against what NumPy does

sizes = st.integers(0, 4)
shapes = st.lists(sizes, max_size=4).map(tuple)


@settings(max_examples=300)
@given(shapes, shapes)
def test_shape_rules_are_numpys(a, b):
    for rule, operation in [(matmul_shape, np.matmul), (broadcast_shape, np.add)]:
        try:
            expected = operation(np.zeros(a), np.zeros(b)).shape
        except ValueError:
            with pytest.raises(ValueError):
                rule(a, b)
        else:
            assert rule(a, b) == expected


def test_shapes_with_names():
    assert matmul_shape(("n", 64), (64, "h")) == ("n", "h")
    assert matmul_shape(["b", "n", "k"], ["k"]) == ("b", "n")
    assert broadcast_shape(("n", 1), ("d",)) == ("n", "d")
    with pytest.raises(ValueError, match="m and q must be the same size"):
        matmul_shape(("n", "m"), ("q", "k"))
    with pytest.raises(ValueError, match="n and 3 must be the same size, or one of them 1"):
        broadcast_shape(("n",), (3,))


@pytest.mark.parametrize("shape", [3, "34", None, (3.5, 2), (-1, 2), (True, 2), ((2, 3), 1)])
def test_what_is_no_shape_is_refused(shape):
    for rule in (matmul_shape, broadcast_shape):
        with pytest.raises(ValueError, match="shape_b"):
            rule((2, 3), shape)


# A layer


def test_dense_and_relu_by_hand():
    X, W, b = [[1, 2], [3, -4]], [[1, -1, 0], [2, 0, 1]], [0.5, 0, -10]
    assert dense(X, W, b).tolist() == [[5.5, -1.0, -8.0], [-4.5, -3.0, -14.0]]
    assert relu(dense(X, W, b)).tolist() == [[5.5, 0, 0], [0, 0, 0]]
    assert dense(X[0], W, b).tolist() == dense(X, W, b)[0].tolist()


@laws
@given(tables())
def test_relu_keeps_the_positive_part(Z):
    assert np.array_equal(relu(Z) - relu(-Z), Z)
    assert np.array_equal(relu(relu(Z)), relu(Z))
    assert relu(Z).shape == Z.shape


# Principal components


@laws
@given(tables())
def test_covariance_equals_numpy(X):
    assert covariance_matrix(X) == pytest.approx(np.atleast_2d(np.cov(X, rowvar=False)), rel=1e-9, abs=1e-6)


@pytest.mark.parametrize("prepare", [np.asarray, standardise])
def test_principal_components_of_wine_equal_scikit_learn_and_eigenvectors(prepare):
    X = prepare(load_wine().data)
    components, variances = principal_components(X)
    library = PCA().fit(X)
    assert variances == pytest.approx(library.explained_variance_)
    assert np.abs(np.sum(components * library.components_, axis=1)) == pytest.approx(np.ones(13))
    eigenvalues, eigenvectors = np.linalg.eigh(covariance_matrix(X))
    assert variances == pytest.approx(eigenvalues[::-1], rel=1e-6)
    assert np.abs(np.sum(components * eigenvectors.T[::-1], axis=1)) == pytest.approx(np.ones(13))


def test_the_largest_entry_of_a_component_is_positive():
    X = load_wine().data
    for data in (X, -X, X[::-1]):
        components, _ = principal_components(data)
        assert (components[np.arange(13), np.abs(components).argmax(axis=1)] > 0).all()
        assert components == pytest.approx(principal_components(X)[0], abs=1e-9)
    diagonal, _ = principal_components([[1, -1], [-1, 1], [2, -2]])
    assert diagonal[0] == pytest.approx([np.sqrt(0.5), -np.sqrt(0.5)])


@laws
@given(tables())
def test_laws_of_principal_components(X):
    components, variances = principal_components(X)
    assert components @ components.T == pytest.approx(np.eye(len(components)), abs=1e-9)
    assert (np.diff(variances) <= 1e-9).all()
    assert variances.sum() == pytest.approx(np.trace(covariance_matrix(X)), abs=1e-6)
    for component, variance in zip(components, variances):
        assert covariance_matrix(X) @ component == pytest.approx(variance * component, abs=1e-5 * (1 + variances[0]))
        assert variance_along(X, 3 * component) == pytest.approx(variance, abs=1e-6 * (1 + variances[0]))


@laws
@given(tables(), st.integers(0, 5))
def test_no_axis_beats_the_first_component(X, seed):
    axis = random_unit_vectors(1, X.shape[1], np.random.default_rng(seed))[0]
    assert variance_along(X, axis) <= principal_components(X)[1][0] * (1 + 1e-9) + 1e-9
    assert variance_along(X, axis) == pytest.approx(axis @ covariance_matrix(X) @ axis, abs=1e-5)


@laws
@given(tables())
def test_what_reconstruction_loses_is_the_variance_left_out(X):
    _, variances = principal_components(X)
    for k in range(len(variances) + 1):
        lost = np.sum((X - reconstruct(X, k)) ** 2) / (len(X) - 1)
        assert lost == pytest.approx(variances[k:].sum(), abs=1e-6 * (1 + variances[0]))


def test_reconstruct_equals_scikit_learn():
    X = load_wine().data
    library = PCA(3).fit(X)
    assert reconstruct(X, 3) == pytest.approx(library.inverse_transform(library.transform(X)))


# Bad input


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: norm([]), "u is empty"),
        (lambda: norm(3), "u must be a vector"),
        (lambda: norm([[1, 2]]), "u must be a vector"),
        (lambda: norm(["a", "b"]), "u must hold only numbers"),
        (lambda: norm(["1", "2"]), "u must hold only numbers"),
        (lambda: norm([1j]), "u must hold only numbers"),
        (lambda: norm([None, 1]), "u must hold only numbers"),
        (lambda: norm([1, float("nan")]), "u holds nan"),
        (lambda: norm([1, float("-inf")]), "u holds -inf"),
        (lambda: norm([[1], [2, 3]]), "rows of equal length"),
        (lambda: distance([1, 2], [1, 2, 3]), "equally long; shapes: \\(2,\\) and \\(3,\\)"),
        (lambda: dot([1], [1, 2]), "equally long"),
        (lambda: cosine_similarity([0, 0], [1, 2]), "u is a zero vector.*points nowhere"),
        (lambda: cosine_similarity([1, 2], [0, 0]), "v is a zero vector"),
        (lambda: cosine_similarity([1, 2], [1]), "equally long"),
        (lambda: angle([1, 2], [0, 0]), "v is a zero vector"),
        (lambda: projection([1, 2], [0, 0]), "v is a zero vector"),
        (lambda: projection([1, 2], [1]), "equally long"),
        (lambda: linear_combination([[1, 2]], [1, 2]), "you have 1 and 2"),
        (lambda: linear_combination([1, 2], [1, 2]), "vectors must be a matrix"),
        (lambda: random_unit_vectors(0, 2, np.random.default_rng()), "count must be a whole number, 1 or more"),
        (lambda: random_unit_vectors(2, 2.0, np.random.default_rng()), "dimension must be a whole number"),
        (lambda: standardise([1, 2]), "X must be a matrix"),
        (lambda: apply([[1, 2]], [1, 2, 3]), "a number for each column of A"),
        (lambda: apply([[1, 2]], 5), "shapes: \\(\\) and \\(1, 2\\)"),
        (lambda: determinant([[1, 2]]), "square"),
        (lambda: shear([1, 2]), "k must be a single number"),
        (lambda: matmul([[1, 2]], [[1, 2]]), "2 and 1 must be the same size"),
        (lambda: matmul_shape((), (2,)), "single number"),
        (lambda: matmul_shape((2, 3, 4), (3, 4, 5)), "2 and 3 must be the same size, or one of them 1"),
        (lambda: dense([[1, 2]], [[1, 2]], [1, 2]), "W needs a row for each number in a row of X"),
        (lambda: dense([[1, 2]], [[1], [2]], [1, 2]), "b needs a number for each column of W"),
        (lambda: covariance_matrix([[1, 2]]), "at least two"),
        (lambda: principal_components([[1, 2]]), "at least two"),
        (lambda: variance_along([[1, 2], [3, 4]], [1]), "v needs a number for each column of X"),
        (lambda: variance_along([[1, 2], [3, 4]], [0, 0]), "zero vector"),
        (lambda: reconstruct([[1, 2], [3, 4]], 3), "only 2 components"),
        (lambda: reconstruct([[1, 2], [3, 4]], -1), "k must be a whole number, 0 or more"),
    ],
)
def test_bad_input_is_refused_in_words(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_scalars_are_python_numbers_and_arguments_stay_as_they_were():
    X = np.array([[1.0, 2.0], [3.0, 5.0]])
    before = X.copy()
    scalars = [
        norm(X[0]),
        distance(*X),
        dot(*X),
        cosine_similarity(*X),
        angle(*X),
        determinant(X),
        variance_along(X, X[0]),
    ]
    assert {type(scalar) for scalar in scalars} == {float}
    for function in (standardise, relu, covariance_matrix, principal_components):
        function(X)
    reconstruct(X, 1)
    assert np.array_equal(X, before)


def test_lists_and_whole_numbers_will_do():
    assert relu([1, -1]).dtype == float
    assert norm(np.array([3, 4], dtype=np.int8)) == 5.0
    assert dot(np.array([200], dtype=np.uint8), [200]) == 40000.0


def test_every_function_is_short():
    for _, function in inspect.getmembers(linear_algebra, inspect.isfunction):
        source = inspect.getsource(function).replace(function.__doc__, "")
        assert source.count("\n") <= 15, function.__name__


def test_a_table_of_pandas_is_rebuilt_as_an_array_is():
    X = pd.DataFrame({"a": [1.0, 2.0, 4.0], "b": [0.0, 3.0, 1.0]}, index=[7, 8, 9])
    for k in (0, 1, 2):
        assert reconstruct(X, k) == pytest.approx(reconstruct(X.to_numpy(), k))
    assert reconstruct(X, 2) == pytest.approx(X.to_numpy())


@pytest.mark.parametrize("function", [norm, standardise, covariance_matrix, principal_components, relu])
def test_a_masked_entry_is_not_used_as_if_it_were_there(function):
    X = np.ma.array([[1.0, 2.0], [99.0, 3.0], [2.0, 5.0]], mask=[[0, 0], [1, 0], [0, 0]])
    X = X[:, 0] if function is norm else X
    with pytest.raises(ValueError, match="has masked entries"):
        function(X)
    with pytest.raises(ValueError, match="has masked entries"):
        function(list(X))
    function(X.filled(0.0))


def test_a_determinant_too_large_is_said():
    assert determinant(np.diag([1e100, 1e100, 1e-100])) == pytest.approx(1e100)
    with pytest.raises(ValueError, match="determinant is too large"):
        determinant(np.diag([1e150, 1e150, 1e150]))


@pytest.mark.parametrize(("c", "d"), [(0.0, 2), (0.3, 3), (0.1, 768), (0.004, 100_000)])
def test_the_chance_of_a_cosine_is_a_beta_distribution(c, d):
    """cos² has a beta distribution with parameters ½ and (d − 1)/2."""
    assert chance_of_cosine(c, d) == pytest.approx(stats.beta.sf(c * c, 0.5, (d - 1) / 2) / 2, rel=5e-4)


# Eigenvectors against NumPy, and by their laws


whole = st.integers(-9, 9).map(float)
plane_matrices = st.lists(whole, min_size=4, max_size=4).map(lambda entries: np.array(entries).reshape(2, 2))


@laws
@given(plane_matrices, st.sampled_from([1e-6, 0.1, 1, 1e6]))
def test_real_eigenvectors_are_all_there_are(A, unit):
    (a, b), (c, d) = A
    under = (a - d) ** 2 + 4 * b * c
    values, vectors = real_eigenvectors(unit * A)
    assert len(values) == len(vectors) == (2 if under > 0 or a == d and b == c == 0 else 1 if under == 0 else 0)
    assert all(np.diff(values) <= 0) and np.sum(vectors**2, axis=1) == pytest.approx(np.ones(len(vectors)))
    for value, v in zip(values, vectors):
        assert apply(A, v) == pytest.approx(value / unit * v, abs=1e-9)
        assert rayleigh_quotient(A, v) == pytest.approx(value / unit, abs=1e-9)
    if under > 0:
        assert values / unit == pytest.approx(np.sort(np.linalg.eigvals(A).real)[::-1])


@laws
@given(plane_matrices, arrays(2).filter(lambda v: np.abs(v).max() > 0.1), st.floats(0.01, 100))
def test_the_rayleigh_quotient_is_the_shadow_and_knows_no_length(A, v, k):
    quotient = rayleigh_quotient(A, v)
    assert projection(apply(A, v), v) == pytest.approx(quotient * v, abs=1e-6)
    assert rayleigh_quotient(A, k * v) == pytest.approx(quotient, abs=1e-9)
    values = np.linalg.eigvalsh(A + A.T) / 2
    assert values[0] - 1e-9 <= quotient <= values[1] + 1e-9


@pytest.mark.parametrize("seed", range(5))
def test_power_iteration_ends_at_the_eigenvector_of_the_largest_eigenvalue(seed):
    draws = np.random.default_rng(seed).standard_normal((4, 4))
    A = draws @ draws.T
    path = power_iteration(A, [1, 1, 1, 1], 2000)
    values, vectors = np.linalg.eigh(A)
    assert path.shape == (2001, 4) and np.sum(path**2, axis=1) == pytest.approx(np.ones(2001))
    assert abs(path[-1] @ vectors[:, -1]) == pytest.approx(1)
    assert rayleigh_quotient(A, path[-1]) == pytest.approx(values[-1])


def test_power_iteration_refuses_what_is_sent_to_zero():
    assert power_iteration([[0, 1], [0, 0]], [0, 2], 1).tolist() == [[0, 1], [1, 0]]
    with pytest.raises(ValueError, match="A v is a zero vector"):
        power_iteration([[0, 1], [0, 0]], [0, 2], 2)
    with pytest.raises(ValueError, match="A must be square, with a column for each number of start"):
        power_iteration([[0, 1], [0, 0]], [0, 2, 1], 2)
    with pytest.raises(ValueError, match="two rows and two columns"):
        real_eigenvectors(np.eye(3))


def test_rounding_makes_no_second_direction_and_takes_none_away():
    for a, b in np.random.default_rng(0).uniform(-3, 3, size=(200, 2)):
        values, vectors = real_eigenvectors(rotation(40) @ [[a, b], [0, a]] @ rotation(-40))  # a shear, turned
        assert len(values) == 1 and values[0] == pytest.approx(a)
        assert np.abs(vectors[0] @ apply(rotation(40), [1, 0])) == pytest.approx(1)


@given(tables())
def test_a_matrix_is_the_sum_of_its_patterns(X):
    U, s, V = svd(X)
    m = min(X.shape)
    assert sum(s[k] * np.outer(U[:, k], V[k]) for k in range(m)) == pytest.approx(X, abs=1e-8)
    assert U.T @ U == pytest.approx(np.eye(m), abs=1e-9) and V @ V.T == pytest.approx(np.eye(m), abs=1e-9)
    assert np.all(np.diff(s) <= 1e-12) and np.all(s >= 0)
    assert s == pytest.approx(np.linalg.svd(X, compute_uv=False), abs=1e-9)
    assert frobenius_norm(X) == pytest.approx(np.linalg.norm(X)) == pytest.approx(norm(s), abs=1e-9)


@given(tables(), st.integers(0, 4), st.integers(0, 10**6))
def test_no_matrix_of_that_rank_comes_nearer(X, r, seed):
    r = min(r, *X.shape)
    best, s = low_rank(X, r), svd(X)[1]
    missing = frobenius_norm(X - best)
    assert missing == pytest.approx(np.sqrt(np.sum(s[r:] ** 2)), abs=1e-8)
    assert np.linalg.matrix_rank(best, tol=1e-9 * (1 + s[0])) <= r
    rng = np.random.default_rng(seed)
    other = rng.normal(size=(len(X), r)) @ rng.normal(size=(r, X.shape[1]))  # and one made the nearest in its columns
    fitted = other @ np.linalg.pinv(other) @ X if r else other
    assert missing <= min(frobenius_norm(X - other), frobenius_norm(X - fitted)) + 1e-8


def test_a_rank_that_a_matrix_has_not_is_refused():
    assert low_rank([[1, 2, 3]], 1) == pytest.approx(np.array([[1, 2, 3]]))
    with pytest.raises(ValueError, match="r is 2, and this matrix has a rank of 1 at most"):
        low_rank([[1, 2, 3]], 2)
