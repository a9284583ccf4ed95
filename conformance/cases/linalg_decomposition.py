from typing import Any

from polyflow.gradients.helpers import real_part
from polyflow.gradients.matrices import as_columns, columns, product, rows, size_of
from polyflow.ops.array_creation import range_
from polyflow.ops.array_manipulation import squeeze
from polyflow.ops.math_elementwise import add_v2, cast, minimum, mul, pow_
from polyflow.ops.math_reduction import sum_

from ..case import build_error, case, fatal, invertible, literal, normal, positive_definite, run_error, sample

SPECIAL = ("empty", "strided", "transposed", "unknown_dims", "unknown_rank")
NOT_SQUARE = build_error(normal(2, 3), match="must be square")
NO_MATRIX = build_error(normal(2), match="at least two dimensions")
NAN = float("nan")
CONDITION = {"float16": 2e-2, "float32": 1e-4, "complex64": 1e-4, "float64": 1e-10, "complex128": 1e-10}
ILL_CONDITIONED = "errors grow with the condition of the matrix, those of vectors with how near their eigenvalues are to each other"


# What does not depend on the sign, or the phase, of vectors


def spread(vectors: Any, others: Any, count: Any) -> Any:
    """The sum of the products of corresponding columns (one of them conjugated), numbered: those after ``count`` have all one number."""
    number = minimum(range_(1, add_v2(size_of(vectors, -1), 1), 1), add_v2(count, 1))
    return product(mul(vectors, as_columns(cast(number, DstT=vectors.dtype))), others, adj_b=True)


def of_qr(q: Any, r: Any) -> Any:
    smaller = minimum(size_of(q, -2), size_of(r, -1))
    number = minimum(range_(1, add_v2(size_of(q, -1), 1), 1), add_v2(smaller, 1))
    return spread(q, q, smaller), product(mul(q, as_columns(cast(number, DstT=q.dtype))), r)


def of_svd(s: Any, u: Any, v: Any) -> Any:
    compute_uv, s = s.op.attrs["compute_uv"], real_part(s)
    if not compute_uv:
        return (s,)
    count = size_of(s, -1)
    together = product(mul(columns(u, 0, count), as_columns(s)), columns(v, 0, count), adj_b=True)
    return s, together, spread(u, u, count), spread(v, v, count)


def of_hermitian(e: Any, v: Any) -> Any:
    return (e, spread(v, v, size_of(e, -1))) if e.op.attrs["compute_v"] else (e,)


def of_joined(output: Any) -> Any:
    return of_hermitian_parts(squeeze(rows(output, 0, 1), squeeze_dims=[-2]), rows(output, 1))


def of_hermitian_parts(e: Any, v: Any) -> Any:
    return e, spread(v, v, size_of(e, -1))


def of_eig(e: Any, v: Any) -> Any:
    """Sums of powers of the eigenvalues, which have no order, and V·diag(e)·Vᴴ."""
    powers = [sum_(pow_(e, cast(power, DstT=e.dtype)), [-1]) for power in (1.0, 2.0, 3.0)]
    return (*powers, product(mul(v, as_columns(e)), v, adj_b=True)) if e.op.attrs["compute_v"] else powers


# Triangles

NOT_POSITIVE = "Cholesky decomposition was not successful. The input might not be valid."
PIVOTS = "the largest complex pivot is that of the greatest |re| + |im|, as in LAPACK, for TensorFlow that of the greatest modulus"
REMOVED = "newer TensorFlow gives NaN instead of an error"

case(
    "Cholesky",
    sample(positive_definite(3, 3)),
    sample(positive_definite(2, 5, 4, 4)),
    literal([[4, 2], [2, 10]], gives=[[2, 0], [1, 3]]),
    literal([[4, -2j], [2j, 10]], gives=[[2, 0], [1j, 3]]),
    literal([[9.0]], gives=[[3.0]]),
    run_error([[1, 2], [2, 1]], match=NOT_POSITIVE),
    run_error([[[1, 0], [0, 1]], [[0, 0], [0, 0]]], match=NOT_POSITIVE),
    NOT_SQUARE,
    NO_MATRIX,
    derive=SPECIAL,
    tolerance=CONDITION,
    because=ILL_CONDITIONED,
    deviates={"*-6": fatal(REMOVED), "*-7": fatal(REMOVED)},
    hermitian=True,
    large=sample(positive_definite(10000, 10, 10)),
)
case(
    "BatchCholesky",
    sample(positive_definite(5, 3, 3)),
    literal([[[4, 7], [2, 10]]], gives=[[[2, 0], [1, 3]]]),
    run_error([[[1, 2], [2, 1]]], match=NOT_POSITIVE),
    NOT_SQUARE,
    derive=SPECIAL,
    tolerance=CONDITION,
    because=ILL_CONDITIONED,
    deviates={"*-3": fatal(REMOVED)},
    hermitian=True,
    large=sample(positive_definite(10000, 10, 10)),
)
case(
    "CholeskyGrad",
    sample(invertible(3, 3), normal(3, 3)),
    sample(invertible(2, 5, 4, 4), normal(2, 5, 4, 4)),
    literal([[2, 7], [1, 3]], [[1, 5], [2, 3]], gives=[[0.125, 0.25], [0.25, 0.5]]),
    build_error(normal(2, 3), normal(2, 3), match="must be square"),
    build_error(normal(2, 2), normal(3, 3), match="not compatible"),
    derive=SPECIAL,
    tolerance=CONDITION,
    because=ILL_CONDITIONED,
    large=sample(invertible(10000, 10, 10), normal(10000, 10, 10)),
)
case(
    "Lu",
    sample(normal(3, 3)),
    sample(normal(2, 5, 4, 4), output_idx_type="int64"),
    literal([[1, 2], [4, 6]], gives=([[4, 6], [0.25, 0.5]], [1, 0])),
    literal([[0, 0, 2], [3, 0, 0], [0, 4, 0]], gives=([[3, 0, 0], [0, 4, 0], [0, 0, 2]], [1, 2, 0])),
    literal([[0, 1j], [2, 0]], gives=([[2, 0], [0, 1j]], [1, 0])),
    run_error([[1, 2], [2, 4]], match="Input is not invertible"),
    NOT_SQUARE,
    NO_MATRIX,
    derive=SPECIAL,
    tolerance=CONDITION,
    because=ILL_CONDITIONED,
    deviates={"complex*-2": PIVOTS, "complex*-2-[!e]*": PIVOTS},
    large=sample(normal(10000, 10, 10)),
)

# Orthonormal columns

case(
    "Qr",
    sample(normal(4, 3)),
    sample(normal(3, 5)),
    sample(normal(2, 3, 3)),
    sample(normal(6, 2, 5, 3)),
    sample(normal(5, 3), full_matrices=True),
    sample(normal(2, 3, 4), full_matrices=True),
    literal([[3, 1], [4, 2]], gives=([[1.64, -0.48], [-0.48, 1.36]], [[3, 0.68], [4, 2.24]])),
    NO_MATRIX,
    derive=SPECIAL,
    tolerance=CONDITION | {"float32": 1e-3, "complex64": 1e-3},
    because=ILL_CONDITIONED,
    invariant=of_qr,
    large=sample(normal(10000, 10, 10)),
)
case(
    "Svd",
    sample(normal(4, 3)),
    sample(normal(3, 5)),
    sample(normal(2, 3, 3)),
    sample(normal(6, 2, 5, 3)),
    sample(normal(4, 3), full_matrices=True),
    sample(normal(2, 3, 5), full_matrices=True),
    sample(normal(2, 3, 5), compute_uv=False),
    sample(normal(4, 3), compute_uv=False, full_matrices=True),
    literal([[0, 2], [-3, 0], [0, 0]], gives=([3, 2], [[0, 2], [-3, 0], [0, 0]], [[2, 0, 0], [0, 1, 0], [0, 0, 0]], [[1, 0], [0, 2]])),
    literal([[0, 2], [-3, 0], [0, 0]], compute_uv=False, gives=([3, 2],)),
    run_error([[NAN, 1.0], [0.0, 2.0]], match="Singular value decomposition was not successful"),
    NO_MATRIX,
    derive=SPECIAL,
    tolerance=CONDITION,
    because=ILL_CONDITIONED,
    invariant=of_svd,
    deviates={"*-11": fatal("TensorFlow lets NaN through")},
    large=sample(normal(10000, 10, 10)),
)

# Eigenvalues

NOT_FINITE = "igen decomposition was not successful. The input might not be valid."

case(
    "SelfAdjointEigV2",
    sample(normal(3, 3)),
    sample(normal(2, 5, 4, 4)),
    sample(normal(5, 4, 4), compute_v=False),
    literal([[2, 9], [1, 2]], gives=([1, 3], [[1.5, 0.5], [0.5, 1.5]])),
    literal([[2, 9], [1j, 2]], gives=([1, 3], [[1.5, -0.5j], [0.5j, 1.5]])),
    literal([[2, 9], [1, 2]], compute_v=False, gives=([1, 3],)),
    run_error([[NAN, 1.0], [0.0, 2.0]], match=NOT_FINITE),
    NOT_SQUARE,
    NO_MATRIX,
    derive=SPECIAL,
    tolerance=CONDITION,
    because=ILL_CONDITIONED,
    invariant=of_hermitian,
    large=sample(normal(10000, 10, 10)),
)
case(
    "SelfAdjointEig",
    sample(normal(3, 3)),
    sample(normal(2, 5, 4, 4)),
    literal([[2, 9], [1, 2]], gives=([1, 3], [[1.5, 0.5], [0.5, 1.5]])),
    run_error([[NAN, 1.0], [0.0, 2.0]], match=NOT_FINITE),
    NOT_SQUARE,
    NO_MATRIX,
    derive=SPECIAL,
    tolerance=CONDITION,
    because=ILL_CONDITIONED,
    invariant=of_joined,
    large=sample(normal(10000, 10, 10)),
)
case(
    "BatchSelfAdjointEig",
    sample(normal(5, 3, 3)),
    literal([[[2, 9], [1, 2]]], gives=([[1, 3]], [[[1.5, 0.5], [0.5, 1.5]]])),
    run_error([[[NAN, 1.0], [0.0, 2.0]]], match=NOT_FINITE),
    NOT_SQUARE,
    derive=SPECIAL,
    tolerance=CONDITION,
    because=ILL_CONDITIONED,
    invariant=of_joined,
    large=sample(normal(10000, 10, 10)),
)


def for_each(make: Any, *inputs: Any, **rest: Any) -> Any:
    """The same call for every type, with the complex result that it wants."""
    results = {"float32": "complex64", "float64": "complex128", "complex64": "complex64", "complex128": "complex128"}
    return [make(*inputs, T=given, Tout=result, **rest) for given, result in results.items()]


case(
    "Eig",
    *for_each(sample, normal(3, 3)),
    *for_each(sample, normal(2, 5, 4, 4)),
    *for_each(sample, normal(5, 4, 4), compute_v=False),
    *for_each(literal, [[0, 1], [-4, 0]], compute_v=False, gives=(0, -8, 0)),
    *for_each(literal, [[2, 0], [0, 1]], gives=(3, 5, 9, [[2, 0], [0, 1]])),
    run_error([[NAN, 1.0], [0.0, 2.0]], T="float32", Tout="complex64", match=NOT_FINITE),
    build_error(normal(2, 2), T="float32", Tout="complex128", match="complex64, not complex128"),
    build_error(normal(2, 3), T="float32", Tout="complex64", match="must be square"),
    build_error(normal(2), T="float32", Tout="complex64", match="at least two dimensions"),
    derive=SPECIAL,
    tolerance=CONDITION,
    because=ILL_CONDITIONED,
    invariant=of_eig,
    large=sample(normal(10000, 10, 10), T="float32", Tout="complex64"),
)
