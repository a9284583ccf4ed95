import math

from ..case import build_error, case, edge, invertible, literal, normal, sample

SPECIAL = ("empty", "strided", "transposed", "unknown_dims", "unknown_rank")
NOT_SQUARE = build_error(normal(2, 3), match="must be square")
NO_MATRIX = build_error(normal(2), match="at least two dimensions")

HALF_PRECISION = {"float16": 2e-2, "float32": 1e-4, "complex64": 1e-4}
ILL_CONDITIONED = "their errors are those of the input times a condition number"

CONJUGATE = "the derivative of a complex function has the conjugate of the result as a factor; TensorFlow leaves the conjugation out"
SIGNS = (
    "the sign of a complex determinant turns with the matrix; TensorFlow's gradient leaves that out, and takes the imaginary part of the"
    " logarithm's gradient, which is real"
)


def complex_gradients(reason: str, numbers: str) -> dict[str, str]:
    """The deviation of the gradients of these samples and their variants that are not empty."""
    return {f"gradient complex*-[{numbers}]": reason, f"gradient complex*-[{numbers}]-[!e]*": reason}


case(
    "MatrixDeterminant",
    sample(invertible(3, 3)),
    sample(invertible(2, 5, 4, 4)),
    sample(normal(6, 3, 3)),
    literal([[1, 2], [3, 4]], gives=-2),
    edge([[[1, 2], [2, 4]], [[2, 0], [5, 3]]], gives=[0, 6]),
    literal([[1j, 0], [0, 1]], gives=1j),
    NOT_SQUARE,
    NO_MATRIX,
    derive=SPECIAL,
    deviates=complex_gradients(CONJUGATE, "1236"),
    large=sample(normal(10000, 10, 10)),
)
case(
    "BatchMatrixDeterminant",
    sample(invertible(2, 3, 3)),
    literal([[[1, 2], [3, 4]]], gives=[-2]),
    NOT_SQUARE,
    derive=SPECIAL,
    large=sample(normal(10000, 10, 10)),
)
case(
    "LogMatrixDeterminant",
    sample(invertible(3, 3)),
    sample(invertible(2, 5, 4, 4)),
    sample(normal(6, 3, 3)),
    literal([[0, 1], [1, 0]], gives=(-1, 0)),
    literal([[3j, 0], [0, 1]], gives=(1j, math.log(3))),
    NOT_SQUARE,
    NO_MATRIX,
    derive=SPECIAL,
    deviates=complex_gradients(SIGNS, "12345"),
    large=sample(normal(10000, 10, 10)),
)
case(
    "MatrixExponential",
    sample(normal(3, 3)),
    sample(normal(2, 4, 4)),
    literal([[0, 1], [0, 0]], gives=[[1, 1], [0, 1]]),
    literal([[math.log(2), 0], [0, 0]], gives=[[2, 0], [0, 1]]),
    literal([[0, math.pi], [-math.pi, 0]], gives=[[-1, 0], [0, -1]]),
    literal([[1j * math.pi]], gives=[[-1]]),
    NOT_SQUARE,
    NO_MATRIX,
    derive=SPECIAL,
    tolerance=HALF_PRECISION,
    because=ILL_CONDITIONED,
    large=sample(normal(10000, 10, 10)),
)
case(
    "MatrixLogarithm",
    sample(invertible(3, 3)),
    sample(invertible(2, 4, 4)),
    literal([[1, 1], [0, 1]], gives=[[0, 1], [0, 0]]),
    literal([[math.e, 0], [0, 1j]], gives=[[1, 0], [0, 0.5j * math.pi]]),
    NOT_SQUARE,
    NO_MATRIX,
    derive=SPECIAL,
    tolerance={"complex64": 1e-4, "complex128": 1e-10},
    because=ILL_CONDITIONED,
    large=sample(invertible(2000, 10, 10)),
)
case(
    "MatrixSquareRoot",
    sample(invertible(3, 3)),
    sample(invertible(2, 4, 4)),
    literal([[4, 0], [0, 9]], gives=[[2, 0], [0, 3]]),
    literal([[1, 4], [0, 1]], gives=[[1, 2], [0, 1]]),
    literal([[0, -2], [2, 0]], gives=[[1, -1], [1, 1]]),
    literal([[2j]], gives=[[1 + 1j]]),
    edge([[-1.0, 0.0], [0.0, 4.0]], T="float32", gives=[[math.nan, math.nan], [math.nan, math.nan]]),
    NOT_SQUARE,
    NO_MATRIX,
    derive=SPECIAL,
    tolerance={"float16": 2e-2, "float32": 1e-4, "complex64": 1e-4, "complex128": 1e-10, "float64": 1e-10},
    because=ILL_CONDITIONED,
    deviates=complex_gradients(CONJUGATE, "126"),
    large=sample(invertible(10000, 10, 10)),
)
