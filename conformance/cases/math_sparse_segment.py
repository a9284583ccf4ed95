from typing import Any

from ..case import build_error, case, fatal, integers, literal, normal, run_error, sample, values

DERIVED = ("strided", "transposed", "unknown_dims", "unknown_rank", "types")
FED = (*DERIVED, "fed")
DATA = [[1, 2], [3, 4], [5, 6]]
MANY = [[1, 3]], [0] * 80, [0] * 50 + [2] * 30

UNWRITTEN = fatal("where no row was picked, TensorFlow gives out the gradient's memory without having written to it")
OF_NOTHING = {"gradient *-3": UNWRITTEN, "gradient *-3-*": UNWRITTEN}

LARGE_INDICES, LARGE_IDS = integers(100000, low=0, high=1000, dtype="int32"), values([i // 100 for i in range(100000)])


def picked(*segments: int) -> Any:
    """Ids with a gap, of one row, of none, and what is wrong with others; with the number of segments where there is one."""
    return (
        sample(normal(5, 3), [4, 0, 1, 1], [0, 0, 2, 3], *segments),
        sample(normal(5), [4, 0, 1, 1], [0, 0, 2, 3], *segments),
        sample(normal(5, 3, 2), values([], "int32"), values([], "int32"), *segments),
        run_error(normal(5, 3), [4, 5, 1], [0, 0, 2], *segments, match=r"indices\[1\] (==|=) 5"),
        run_error(normal(5, 3), [4, 0, 1], [0, 2, 1], *segments, match="not increasing"),
        run_error(normal(5, 3), [4, 0, 1], [-1, 0, 1], *segments, match="segment ids must be >= 0|out of range"),
        build_error(normal(5, 3), [4, 0, 1], [0, 2], *segments, match="not compatible"),
    )


def large(*segments: int) -> Any:
    return sample(normal(1000, 10), LARGE_INDICES, LARGE_IDS, *segments)


case(
    "SparseSegmentSum",
    *picked(),
    literal(DATA, [0, 2, 1], [0, 0, 2], gives=[[6, 8], [0, 0], [3, 4]]),
    literal(*MANY, gives=[[50, 150], [0, 0], [30, 90]]),
    sample(normal(5, 3), [4, 0, 1], [0, 0, 2], sparse_gradient=True),
    derive=DERIVED,
    deviates=OF_NOTHING,
    large=large(),
)
case(
    "SparseSegmentMean",
    *picked(),
    literal(DATA, [0, 2, 1], [0, 0, 2], gives=[[3, 4], [0, 0], [3, 4]]),
    sample(normal(5, 3), [4, 0, 1], [0, 0, 2], sparse_gradient=True),
    derive=DERIVED,
    deviates=OF_NOTHING,
    large=large(),
)
case(
    "SparseSegmentSqrtN",
    *picked(),
    literal([[2], [4], [6], [8]], [0, 2, 3, 0], [0, 0, 0, 0], gives=[[9]]),
    sample(normal(5, 3), [4, 0, 1], [0, 0, 2], sparse_gradient=True),
    derive=DERIVED,
    deviates=OF_NOTHING,
    large=large(),
)

TOO_FEW = (
    run_error(normal(5, 3), [4, 0, 1], [0, 0, 2], 2, match="segment ids must be < num_segments"),
    build_error(normal(5, 3), [4, 0, 1], [0, 0, 2], -1, match="must not be negative"),
    build_error(normal(5, 3), [4, 0, 1], [0, 0, 2], [4], match="must be a scalar"),
)

case(
    "SparseSegmentSumWithNumSegments",
    *picked(6),
    *TOO_FEW,
    literal(DATA, [0, 2, 1], [0, 0, 2], 4, gives=[[6, 8], [0, 0], [3, 4], [0, 0]]),
    literal(*MANY, 4, gives=[[50, 150], [0, 0], [30, 90], [0, 0]]),
    sample(normal(5, 3), [4, 0, 1], [0, 0, 2], 4, sparse_gradient=True),
    derive=FED,
    deviates=OF_NOTHING,
    large=large(1000),
)
case(
    "SparseSegmentMeanWithNumSegments",
    *picked(6),
    *TOO_FEW,
    literal(DATA, [0, 2, 1], [0, 0, 2], 4, gives=[[3, 4], [0, 0], [3, 4], [0, 0]]),
    sample(normal(5, 3), [4, 0, 1], [0, 0, 2], 4, sparse_gradient=True),
    derive=FED,
    deviates=OF_NOTHING,
    large=large(1000),
)
case(
    "SparseSegmentSqrtNWithNumSegments",
    *picked(6),
    *TOO_FEW,
    literal([[2], [4], [6], [8]], [0, 2, 3, 0], [0, 0, 0, 0], 2, gives=[[9], [0]]),
    sample(normal(5, 3), [4, 0, 1], [0, 0, 2], 4, sparse_gradient=True),
    derive=FED,
    deviates=OF_NOTHING,
    large=large(1000),
)

SPREAD = (
    sample(normal(4, 3), [4, 0, 1, 1], [0, 0, 2, 3], 6),
    sample(normal(4), [4, 0, 1, 1], [0, 0, 2, 3], 6),
    run_error(normal(4, 3), [4, 0], [0, 1], 3, match=r"[Ii]nd(ex|ices).* 4"),
    run_error(normal(4, 3), [2, 0], [0, 4], 3, match=r"segment_ids\[1\] = 4|Invalid number of segments"),
    build_error(normal(4, 3), [2, 0], [0], 3, match="not compatible"),
    build_error(normal(4, 3), [2, 0], [0, 1], [3], match="must be a scalar"),
)
LARGE = sample(normal(1000, 10), LARGE_INDICES, LARGE_IDS, 1000)

case(
    "SparseSegmentSumGrad",
    *SPREAD,
    literal(DATA, [0, 2, 1], [0, 0, 2], 4, gives=[[1, 2], [5, 6], [1, 2], [0, 0]]),
    literal([[1], [2]], [0, 0, 3], [0, 1, 1], 4, gives=[[3], [0], [0], [2]]),
    derive=FED,
    large=LARGE,
)
case(
    "SparseSegmentMeanGrad",
    *SPREAD,
    literal(DATA, [0, 2, 1], [0, 0, 2], 4, gives=[[0.5, 1], [5, 6], [0.5, 1], [0, 0]]),
    derive=FED,
    large=LARGE,
)
case(
    "SparseSegmentSqrtNGrad",
    *SPREAD,
    literal([[2, 4]], [0, 2, 3, 1], [0, 0, 0, 0], 4, gives=[[1, 2]] * 4),
    derive=FED,
    large=LARGE,
)
