"""Linear algebra: names and types of the nodes, arguments of both generations, values on each backend."""

import numpy as np
import pytest

import polyflow as tf
from polyflow.framework.api_generation import api_generation

DRAWN = np.random.default_rng(7)
SQUARE = DRAWN.standard_normal((2, 3, 3)) + 3 * np.eye(3)
POSITIVE = SQUARE @ SQUARE.swapaxes(1, 2)
TALL = DRAWN.standard_normal((2, 4, 3))
RHS = DRAWN.standard_normal((2, 3, 5))


def adjoint(x):
    return np.conj(np.swapaxes(x, -1, -2))


def test_every_name_of_the_namespace_exists():
    assert [name for name in tf.linalg.__all__ if not callable(getattr(tf.linalg, name, None))] == []


def test_short_names_are_the_long_functions():
    pairs = {
        "det": "matrix_determinant", "inv": "matrix_inverse", "solve": "matrix_solve", "lstsq": "matrix_solve_ls", "sqrtm": "matrix_square_root",
        "eigh": "self_adjoint_eig", "eigvalsh": "self_adjoint_eigvals", "triangular_solve": "matrix_triangular_solve",
        "transpose": "matrix_transpose", "diag": "matrix_diag", "tensor_diag": "diag", "band_part": "matrix_band_part",
    }  # fmt: skip
    assert {short: getattr(tf.linalg, short) for short in pairs} == {short: getattr(tf, long) for short, long in pairs.items()}


def test_ops_are_named_as_tensorflow_names_them():
    x = tf.constant(POSITIVE)
    built = {
        "Cholesky": tf.cholesky(x), "MatrixInverse": tf.matrix_inverse(x), "MatrixDeterminant": tf.matrix_determinant(x), "Qr": tf.qr(x)[0],
        "MatrixSolve": tf.matrix_solve(x, RHS), "MatrixSolveLs": tf.matrix_solve_ls(x, RHS), "SelfAdjointEigV2": tf.self_adjoint_eig(x)[0],
        "MatrixTriangularSolve": tf.matrix_triangular_solve(x, RHS), "Svd": tf.svd(x)[1], "LogMatrixDeterminant": tf.linalg.slogdet(x).sign,
        "Lu": tf.linalg.lu(x).p, "MatrixSquareRoot": tf.linalg.sqrtm(x), "Cross": tf.cross(x, x),
    }  # fmt: skip
    assert {name: (tensor.op.name, tensor.op.type) for name, tensor in built.items()} == {name: (name, name) for name in built}
    assert tf.matrix_transpose(x).op.name == "matrix_transpose/transpose"
    assert tf.linalg.adjoint(x).op.name == "adjoint/matrix_transpose/transpose"
    assert tf.cholesky_solve(x, RHS).op.name == "cholesky_solve/MatrixTriangularSolve_1"


# Systems


def test_systems_of_equations(run):
    x, b = tf.constant(POSITIVE), tf.constant(RHS)
    expected = np.linalg.solve(POSITIVE, RHS)
    found = run([tf.matrix_solve(x, b), tf.matmul(tf.matrix_inverse(x), b), tf.cholesky_solve(tf.cholesky(x), b), tf.matrix_solve_ls(x, b)])
    for value in found:
        np.testing.assert_allclose(value, expected, rtol=1e-7)
    lower = run(tf.matrix_triangular_solve(x, b, lower=False, adjoint=True))
    np.testing.assert_allclose(lower, np.linalg.solve(adjoint(np.triu(POSITIVE)), RHS))


def test_least_squares(run):
    b = RHS[:, [0, 1, 2, 0]]
    fast, slow, damped = run([tf.linalg.lstsq(TALL, b), tf.linalg.lstsq(TALL, b, fast=False), tf.linalg.lstsq(TALL, b, l2_regularizer=0.5)])
    expected = np.linalg.pinv(TALL) @ b
    np.testing.assert_allclose(fast, expected)
    np.testing.assert_allclose(slow, expected)
    np.testing.assert_allclose(damped, np.linalg.solve(adjoint(TALL) @ TALL + 0.5 * np.eye(3), adjoint(TALL) @ b))


# Decompositions


def test_decompositions_give_the_matrix_back(run):
    x = tf.constant(POSITIVE)
    lower, (q, r), (s, u, v), (e, w) = tf.cholesky(x), tf.qr(x), tf.svd(x), tf.self_adjoint_eig(x)
    lu, p = tf.linalg.lu(x)
    lower, q, r, s, u, v, e, w, lu, p = run([lower, q, r, s, u, v, e, w, lu, p])
    again = [lower @ adjoint(lower), q @ r, (u * s[:, None]) @ adjoint(v), (w * e[:, None]) @ adjoint(w)]
    for value in again:
        np.testing.assert_allclose(value, POSITIVE)
    picked = np.take_along_axis(POSITIVE, p[..., None], -2)
    np.testing.assert_allclose((np.tril(lu, -1) + np.eye(3)) @ np.triu(lu), picked)


def test_values_alone(run):
    s, e = run([tf.svd(TALL, compute_uv=False), tf.self_adjoint_eigvals(POSITIVE)])
    np.testing.assert_allclose(s, np.linalg.svd(TALL, compute_uv=False))
    np.testing.assert_allclose(e, np.linalg.eigvalsh(POSITIVE))


def test_singular_values_of_complex_matrices_are_real():
    s, u, v = tf.svd(tf.constant(TALL.astype(np.complex64)), full_matrices=True)
    assert (s.dtype, u.dtype) == (tf.float32, tf.complex64)
    assert (u.shape.as_list(), v.shape.as_list()) == ([2, 4, 4], [2, 3, 3])


def test_programs_of_the_older_generation_get_eigenvalues_in_the_first_row(run):
    before = api_generation()
    tf.set_api_generation("0.x")
    try:
        joined = tf.self_adjoint_eig(POSITIVE)
    finally:
        tf.set_api_generation(before)
    assert joined.shape.as_list() == [2, 4, 3]
    np.testing.assert_allclose(run(joined)[:, 0], np.linalg.eigvalsh(POSITIVE))


# Functions


def test_determinants(run):
    x = tf.constant(POSITIVE)
    det, (sign, log_abs), log = tf.linalg.det(x), tf.linalg.slogdet(x), tf.linalg.logdet(x)
    det, sign, log_abs, log = run([det, sign, log_abs, log])
    np.testing.assert_allclose(det, np.linalg.det(POSITIVE))
    np.testing.assert_allclose(sign, [1, 1])
    np.testing.assert_allclose(log_abs, np.log(det))
    np.testing.assert_allclose(log, np.log(det))


def test_functions_of_matrices(run):
    root, logarithm = tf.linalg.sqrtm(POSITIVE), tf.linalg.logm(POSITIVE.astype(np.complex128))
    square, again = run([tf.matmul(root, root), tf.linalg.expm(logarithm)])
    np.testing.assert_allclose(square, POSITIVE)
    np.testing.assert_allclose(again, POSITIVE, atol=1e-10)


def test_products(run):
    x, y = tf.constant(SQUARE), tf.constant(RHS[..., 0])
    vector, crossed = run([tf.linalg.matvec(x, y, transpose_a=True), tf.cross(x, x[:, ::-1])])
    np.testing.assert_allclose(vector, np.einsum("bji,bj->bi", SQUARE, RHS[..., 0]))
    np.testing.assert_allclose(crossed, np.cross(SQUARE, SQUARE[:, ::-1]))
    mixed = tf.sparse_matmul(tf.constant([[1.0, 2.0]], tf.bfloat16), [[3.0], [4.0]], a_is_sparse=True)
    assert mixed.dtype is tf.float32
    np.testing.assert_allclose(run(mixed), [[11]])


def test_transposes(run):
    x = TALL + 1j * TALL[::-1]
    transposed, conjugated, older = run([tf.matrix_transpose(x), tf.linalg.adjoint(x), tf.batch_matrix_transpose(x)])
    np.testing.assert_array_equal(transposed, np.swapaxes(x, -1, -2))
    np.testing.assert_array_equal(conjugated, adjoint(x))
    np.testing.assert_array_equal(older, transposed)
    unknown = tf.placeholder(tf.complex128)
    np.testing.assert_array_equal(run(tf.linalg.adjoint(unknown), {unknown: x}), adjoint(x))
    with pytest.raises(ValueError, match="rank >= 2"):
        tf.matrix_transpose([1.0, 2.0])


# Norms


@pytest.mark.parametrize("keepdims", [False, True])
@pytest.mark.parametrize(("order", "axis"), [
    ("euclidean", 1), (1, -1), (np.inf, 0), (3, 2), (0.5, -2), ("fro", (1, 2)), ("euclidean", (0, 2)), (1, (-2, -1)), (np.inf, (1, 2)),
    (2, (0, 1)), (2, (-1, 0)), (1, (2, 0)),
])  # fmt: skip
def test_norms(run, order, axis, keepdims):
    found = run(tf.norm(TALL, order, axis, keepdims))
    named = "fro" if order == "euclidean" and isinstance(axis, tuple) else None if order == "euclidean" else order
    np.testing.assert_allclose(found, np.linalg.norm(TALL, named, axis, keepdims))


def test_norms_of_all_elements(run):
    found = run([tf.norm(TALL), tf.norm(TALL, 1), tf.norm(TALL, np.inf), tf.norm(TALL, 3), tf.norm(TALL, keep_dims=True)])
    expected = [np.linalg.norm(TALL.ravel(), order) for order in (2, 1, np.inf, 3)]
    for value, wanted in zip(found, [*expected, [[[expected[0]]]]], strict=True):
        np.testing.assert_allclose(value, wanted)


@pytest.mark.parametrize(("order", "axis", "match"), [
    ("nuclear", None, "supported vector norm"), (-1, 0, "supported vector norm"), (3, (0, 1), "supported matrix norm"),
    (1, (0, 0), "2 unique integers"), (1, (0, 1, 2), "2 unique integers"),
])  # fmt: skip
def test_norms_that_there_are_not(order, axis, match):
    with pytest.raises(ValueError, match=match):
        tf.norm(TALL, order, axis)


def test_identity_matrices(run):
    size = tf.placeholder(tf.int32, [])
    built = [tf.eye(3), tf.eye(2, 4), tf.eye(4, 2, batch_shape=[3], dtype=tf.int32), tf.eye(size, batch_shape=[2]), tf.eye(size, 2)]
    assert [tensor.shape.as_list() for tensor in built[:3]] == [[3, 3], [2, 4], [3, 4, 2]]
    found = run(built, {size: 3})
    expected = [np.eye(3), np.eye(2, 4), np.tile(np.eye(4, 2, dtype=np.int32), (3, 1, 1)), np.tile(np.eye(3), (2, 1, 1)), np.eye(3, 2)]
    for value, wanted in zip(found, expected, strict=True):
        np.testing.assert_array_equal(value, wanted)
    assert run(tf.eye(2, batch_shape=tf.constant([3, 1]))).shape == (3, 1, 2, 2)


# Tridiagonal matrices

ABOVE, MAIN, BELOW = np.array([1.0, 2.0]), np.array([4.0, 5.0, 6.0]), np.array([2.0, 3.0])
WHOLE = np.diag(MAIN) + np.diag(ABOVE, 1) + np.diag(BELOW, -1)
FORMS = {
    "compact": np.array([[1.0, 2.0, 9.0], MAIN, [9.0, 2.0, 3.0]]),
    "sequence": [ABOVE, MAIN, BELOW],
    "matrix": WHOLE,
}


@pytest.mark.parametrize("form", FORMS)
def test_tridiagonal_systems(run, form):
    b = RHS[0]
    solved, vector, transposed, product = run([
        tf.linalg.tridiagonal_solve(FORMS[form], b, form),
        tf.linalg.tridiagonal_solve(FORMS[form], b[:, 0], form, partial_pivoting=False),
        tf.linalg.tridiagonal_solve(FORMS[form], b.T, form, transpose_rhs=True),
        tf.linalg.tridiagonal_matmul(FORMS[form], b, form),
    ])  # fmt: skip
    expected = np.linalg.solve(WHOLE, b)
    np.testing.assert_allclose(solved, expected)
    np.testing.assert_allclose(vector, expected[:, 0])
    np.testing.assert_allclose(transposed, expected)
    np.testing.assert_allclose(product, WHOLE @ b)


def test_conjugated_right_hand_sides(run):
    b = RHS[0] * 1j
    found = run(tf.linalg.tridiagonal_solve(FORMS["compact"] + 0j, b, conjugate_rhs=True))
    np.testing.assert_allclose(found, np.linalg.solve(WHOLE, -b))


@pytest.mark.parametrize(("diagonals", "form", "match"), [
    (FORMS["compact"], "diagonal", "Unrecognized diagonals_format"),
    ([MAIN, MAIN], "sequence", "length 3"),
    ([MAIN[:1], MAIN, MAIN], "sequence", "length 2 or 3, got 1"),
    (RHS[0], "matrix", "to be same"),
])  # fmt: skip
def test_diagonals_that_do_not_fit(diagonals, form, match):
    with pytest.raises(ValueError, match=match):
        tf.linalg.tridiagonal_solve(diagonals, RHS[0], form)


# r0.x


def test_batches_had_functions_of_their_own(run):
    x, b = tf.constant(POSITIVE), tf.constant(RHS)
    older = [
        tf.batch_cholesky(x), tf.batch_cholesky_solve(tf.batch_cholesky(x), b), tf.batch_matrix_determinant(x), tf.batch_matrix_inverse(x),
        tf.batch_matrix_solve(x, b), tf.batch_matrix_solve_ls(x, b), tf.batch_matrix_triangular_solve(x, b),
        tf.batch_self_adjoint_eigvals(x), tf.batch_svd(x, False),
    ]  # fmt: skip
    newer = [
        tf.cholesky(x), tf.cholesky_solve(tf.cholesky(x), b), tf.matrix_determinant(x), tf.matrix_inverse(x), tf.matrix_solve(x, b),
        tf.matrix_solve_ls(x, b), tf.matrix_triangular_solve(x, b), tf.self_adjoint_eigvals(x), tf.svd(x, compute_uv=False),
    ]  # fmt: skip
    for value, wanted in zip(run(older), run(newer), strict=True):
        np.testing.assert_allclose(value, wanted)
    assert [tensor.op.type for tensor in older[:3]] == ["BatchCholesky", "BatchMatrixTriangularSolve", "BatchMatrixDeterminant"]


def test_gradients_flow_through_compositions(run):
    x = tf.placeholder(tf.float64, [2, 3, 3])
    gradient = tf.gradients(tf.linalg.logdet(x), x)[0]
    np.testing.assert_allclose(run(gradient, {x: POSITIVE}), np.linalg.inv(POSITIVE))
