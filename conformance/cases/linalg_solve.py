from ..case import banded, build_error, case, fatal, invertible, literal, normal, run_error, sample

SPECIAL = ("empty", "strided", "transposed", "unknown_dims", "unknown_rank")
NOT_SQUARE = build_error(normal(2, 3), match="must be square")
NO_MATRIX = build_error(normal(2), match="at least two dimensions")
CONDITION = {"float16": 2e-2, "bfloat16": 6e-2, "float32": 1e-4, "complex64": 1e-4, "float64": 1e-10, "complex128": 1e-10}
ILL_CONDITIONED = "errors grow with the condition of the matrix"
SINGULAR = "Input matrix is not invertible"
NO_ERROR = "newer TensorFlow gives NaN instead of an error"

case(
    "MatrixInverse",
    sample(invertible(3, 3)),
    sample(invertible(2, 5, 4, 4), adjoint=True),
    literal([[1, 2], [3, 5]], gives=[[-5, 2], [3, -1]]),
    literal([[1, 2], [3, 5]], adjoint=True, gives=[[-5, 3], [2, -1]]),
    literal([[1j, 0], [1, 1]], adjoint=True, gives=[[1j, -1j], [0, 1]]),
    run_error([[1, 2], [2, 4]], match="Input is not invertible"),
    NOT_SQUARE,
    NO_MATRIX,
    derive=SPECIAL,
    tolerance=CONDITION,
    because=ILL_CONDITIONED,
    large=sample(invertible(10000, 10, 10)),
)
case(
    "BatchMatrixInverse",
    sample(invertible(2, 3, 3), adjoint=True),
    literal([[[1, 2], [3, 5]]], gives=[[[-5, 2], [3, -1]]]),
    run_error([[[1, 2], [2, 4]]], match="Input is not invertible"),
    NOT_SQUARE,
    derive=SPECIAL,
    tolerance=CONDITION,
    because=ILL_CONDITIONED,
    large=sample(invertible(10000, 10, 10)),
)

# Systems

WRONG_SIZES = (
    build_error(normal(2, 3), normal(2, 4), match="must be square"),
    build_error(normal(2, 2), normal(3, 4), match="incompatible"),
    build_error(normal(2), normal(2, 4), match="at least two dimensions"),
)
WRONG_BATCH = build_error(normal(3, 2, 2), normal(5, 2, 4), match="same outer dimensions")

case(
    "MatrixSolve",
    sample(invertible(3, 3), normal(3, 4)),
    sample(invertible(3, 3), normal(3, 4), adjoint=True),
    sample(invertible(2, 5, 4, 4), normal(2, 5, 4, 3)),
    sample(invertible(2, 3, 3), normal(2, 3, 4), adjoint=True),
    literal([[1, 2], [3, 5]], [[5], [13]], gives=[[1], [2]]),
    literal([[1, 2], [3, 5]], [[7], [12]], adjoint=True, gives=[[1], [2]]),
    literal([[1j]], [[1]], adjoint=True, gives=[[1j]]),
    run_error([[1, 2], [2, 4]], [[1], [1]], match=SINGULAR),
    *WRONG_SIZES,
    WRONG_BATCH,
    derive=SPECIAL,
    tolerance=CONDITION,
    because=ILL_CONDITIONED,
    large=sample(invertible(10000, 10, 10), normal(10000, 10, 10)),
)
case(
    "BatchMatrixSolve",
    sample(invertible(2, 3, 3), normal(2, 3, 4), adjoint=True),
    literal([[[1, 2], [3, 5]]], [[[5], [13]]], gives=[[[1], [2]]]),
    run_error([[[1, 2], [2, 4]]], [[[1], [1]]], match=SINGULAR),
    WRONG_BATCH,
    derive=SPECIAL,
    tolerance=CONDITION,
    because=ILL_CONDITIONED,
    large=sample(invertible(10000, 10, 10), normal(10000, 10, 10)),
)
case(
    "MatrixTriangularSolve",
    sample(invertible(3, 3), normal(3, 4)),
    sample(invertible(3, 3), normal(3, 4), lower=False),
    sample(invertible(3, 3), normal(3, 4), adjoint=True),
    sample(invertible(2, 3, 3), normal(2, 3, 4), lower=False, adjoint=True),
    sample(invertible(2, 1, 4, 4), normal(5, 4, 3)),
    sample(invertible(4, 4), normal(2, 5, 4, 3), adjoint=True),
    sample(invertible(2, 4, 4), normal(4, 3), lower=False),
    literal([[2, 9], [1, 4]], [[2], [9]], gives=[[1], [2]]),
    literal([[2, 1], [9, 4]], [[4], [8]], lower=False, gives=[[1], [2]]),
    literal([[1j, 9], [0, 1]], [[1], [2]], adjoint=True, gives=[[1j], [2]]),
    run_error([[1, 2], [2, 0]], [[1], [1]], match=SINGULAR),
    *WRONG_SIZES,
    build_error(normal(3, 2, 2), normal(5, 2, 4), match="do not broadcast"),
    derive=SPECIAL,
    tolerance=CONDITION,
    because=ILL_CONDITIONED,
    deviates={"*-11": NO_ERROR},
    large=sample(invertible(10000, 10, 10), normal(10000, 10, 10)),
)
case(
    "BatchMatrixTriangularSolve",
    sample(invertible(2, 3, 3), normal(2, 3, 4), lower=False),
    sample(invertible(2, 3, 3), normal(2, 3, 4), adjoint=True),
    literal([[[2, 9], [1, 4]]], [[[2], [9]]], gives=[[[1], [2]]]),
    run_error([[[1, 2], [2, 0]]], [[[1], [1]]], match=SINGULAR),
    WRONG_BATCH,
    derive=SPECIAL,
    tolerance=CONDITION,
    because=ILL_CONDITIONED,
    deviates={"*-4": NO_ERROR},
    large=sample(invertible(10000, 10, 10), normal(10000, 10, 10)),
)

# Bands

ONE_BAND = "TensorFlow's gradient of a single band lacks a dimension"

case(
    "BandedTriangularSolve",
    sample(banded(2, 5, main=0), normal(5, 3)),
    sample(banded(2, 5, main=1), normal(5, 3), lower=False),
    sample(banded(3, 5, main=0), normal(5, 4), adjoint=True),
    sample(banded(2, 3, 5, main=2), normal(2, 5, 4), lower=False, adjoint=True),
    sample(banded(2, 1, 3, 5, main=0), normal(6, 5, 4)),
    sample(banded(3, 5, main=2), normal(2, 5, 4), lower=False),
    sample(banded(1, 5, main=0), normal(5, 3)),
    literal([[1, 2, 4], [9, 3, 5]], [[1], [7], [22]], gives=[[1], [2], [3]]),
    literal([[3, 5, 9], [1, 2, 4]], [[7], [19], [12]], lower=False, gives=[[1], [2], [3]]),
    literal([[1j, 2], [9, 1]], [[1], [2]], adjoint=True, gives=[[0], [1]]),
    run_error([[1, 0, 4], [9, 3, 5]], [[1], [2], [3]], match=SINGULAR),
    build_error(normal(2, 3), normal(4, 5), match="incompatible"),
    build_error(normal(0, 3), normal(3, 5), match="at least one band"),
    build_error(normal(4, 3), normal(3, 5), match="has at least one band and at most 3, not 4"),
    build_error(normal(3), normal(3, 5), match="at least two dimensions"),
    derive=SPECIAL,
    tolerance=CONDITION,
    because=ILL_CONDITIONED,
    deviates={
        "*-empty*": "TensorFlow refuses empty bands; a system without equations has an empty solution",
        "gradient *-7": ONE_BAND,
        "gradient *-7-[st]*": ONE_BAND,
    },
    large=sample(banded(2000, 5, 50, main=0), normal(2000, 50, 10)),
)
NO_ROWS = "TensorFlow's gradient does not build for matrices without rows"

case(
    "TridiagonalSolve",
    sample(banded(3, 5, main=1), normal(5, 2)),
    sample(banded(2, 3, 4, main=1), normal(2, 4, 5), partial_pivoting=False),
    sample(normal(6, 2, 3, 5), normal(6, 2, 5, 4)),
    sample(banded(3, 9, main=1), normal(9, 2)),
    literal([[1, 2, 9], [4, 5, 6], [9, 2, 3]], [[6], [18], [24]], gives=[[1], [2], [3]]),
    literal([[1, 9], [0, 0], [9, 2]], [[2], [4]], gives=[[2], [2]]),
    literal([[9], [2], [9]], [[6]], gives=[[3]]),
    literal([[1, 9], [1, 2], [9, 3]], [[3], [7]], perturb_singular=True, gives=[[1], [2]]),
    run_error([[0, 0], [0, 0], [0, 0]], [[1], [2]], match="The matrix is not invertible"),
    run_error([[0], [0], [0]], [[1]], match="The matrix is not invertible"),
    build_error(normal(3, 2), normal(2, 4), partial_pivoting=False, perturb_singular=True, match="requires also setting partial_pivoting"),
    build_error(normal(2, 4), normal(4, 5), match="3 rows"),
    build_error(normal(3, 4), normal(5, 5), match="incompatible"),
    build_error(normal(2, 3, 4), normal(6, 4, 5), match="same outer dimensions"),
    derive=SPECIAL,
    tolerance=CONDITION,
    because=ILL_CONDITIONED,
    deviates={
        "*-9": NO_ERROR,
        "*-10": NO_ERROR,
        "gradient *-[124]-empty2": NO_ROWS,
        "gradient *-3-empty3": NO_ROWS,
        "gradient *-[68]-empty0": NO_ROWS,
        "gradient complex*-[1234]": "TensorFlow's gradient transposes complex matrices without conjugating them",
        "gradient complex*-[1234]-[!e]*": "TensorFlow's gradient transposes complex matrices without conjugating them",
    },
    large=sample(banded(10000, 3, 10, main=1), normal(10000, 10, 10)),
)

# Least squares

NOT_CONJUGATED = "TensorFlow's gradient of complex tall matrices transposes where it should take the adjoint"
NOT_FAST = "TensorFlow has no gradient without fast"
NO_EQUATIONS = fatal("TensorFlow leaves the solution of no equations uninitialised; polyflow gives zeros, the shortest solution")
DEFICIENT = "Input matrix was rank deficient or ill-conditioned"

case(
    "MatrixSolveLs",
    sample(normal(5, 3), normal(5, 2), 0.0),
    sample(normal(3, 5), normal(3, 2), 0.0),
    sample(normal(5, 3), normal(5, 2), 0.5),
    sample(normal(3, 5), normal(3, 2), 0.5),
    sample(normal(2, 6, 4, 3), normal(2, 6, 4, 5), 0.1),
    sample(normal(5, 3), normal(5, 2), 0.5, fast=False),
    sample(normal(2, 3, 5), normal(2, 3, 4), 0.0, fast=False),
    literal([[1], [1]], [[1], [3]], 0.0, gives=[[2]]),
    literal([[1], [1]], [[1], [3]], 2.0, gives=[[1]]),
    literal([[1, 1]], [[4]], 0.0, gives=[[2], [2]]),
    literal([[1, 1]], [[4]], 0.0, fast=False, gives=[[2], [2]]),
    run_error([[0, 0], [0, 0], [0, 0]], [[1], [2], [3]], 0.0, match=DEFICIENT),
    build_error(normal(3, 2), normal(3, 1), -1.0, match="must be >= 0"),
    build_error(normal(3, 2), normal(3, 1), [0.0], match="must be a scalar"),
    build_error(normal(3, 2), normal(2, 1), 0.0, match="incompatible"),
    build_error(normal(5, 3, 2), normal(4, 3, 1), 0.0, match="same outer dimensions"),
    gradient=(0, 1),
    derive=(*SPECIAL, "fed"),
    tolerance=CONDITION,
    because=ILL_CONDITIONED,
    deviates={
        "*-[135]-empty2": NO_EQUATIONS,
        "*-[24]-empty1": NO_EQUATIONS,
        "*-[89]-empty0": NO_EQUATIONS,
        "*-[67]-empty*": NO_EQUATIONS,
        "gradient *-unknown_*": "TensorFlow's gradient does not build for tensors of unknown shapes",
        "gradient complex*-[13589]": NOT_CONJUGATED,
        "gradient complex*-[13589]-[!e]*": NOT_CONJUGATED,
        "gradient *-[67]": NOT_FAST,
        "gradient *-[67]-*": NOT_FAST,
        "gradient *-11": NOT_FAST,
        "gradient *-11-*": NOT_FAST,
    },
    large=sample(normal(10000, 10, 5), normal(10000, 10, 5), 0.1),
)
case(
    "BatchMatrixSolveLs",
    sample(normal(2, 5, 3), normal(2, 5, 4), 0.5),
    literal([[[1], [1]]], [[[1], [3]]], 0.0, fast=False, gives=[[[2]]]),
    run_error([[[0, 0], [0, 0]]], [[[1], [2]]], 0.0, match=DEFICIENT),
    build_error(normal(2, 5, 3), normal(2, 5, 4), -0.5, match="must be >= 0"),
    gradient=(0, 1),
    derive=SPECIAL,
    tolerance=CONDITION,
    because=ILL_CONDITIONED,
    deviates={"*-1-empty3": NO_EQUATIONS, "*-2-empty0": NO_EQUATIONS},
    large=sample(normal(10000, 10, 5), normal(10000, 10, 5), 0.1),
)
