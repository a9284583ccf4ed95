from typing import Any

from ..case import build_error, case, integers, literal, normal, positive, run_error, sample, values

DERIVED = ("strided", "transposed", "unknown_dims", "unknown_rank", "types", "fed")
INF, NAN = float("inf"), float("nan")


def numbers(*shape: int, high: int = 6) -> Any:
    return integers(*shape, low=0, high=high, dtype="int32")


case(
    "Bincount",
    sample(numbers(7), 6, positive(7)),
    sample(numbers(2, 3), 4, positive(2, 3)),
    sample(numbers(2, 3), 5, positive(6)),
    sample(numbers(), 6, positive()),
    sample(values([], "int32"), 3, positive(0)),
    literal([1, 1, 3], 5, [2, 3, 4], gives=[0, 5, 0, 4, 0]),
    literal([1, 1, 3], 3, [2, 3, 4], gives=[0, 5, 0]),
    literal([1, 1, 3, 0], 5, values([]), gives=[1, 2, 0, 1, 0]),
    literal([[1], [9]], 2, values([]), gives=[0, 1]),
    literal([0], 0, [2], gives=[]),
    run_error([1, -2], 5, positive(2), match="Input arr must be non-negative"),
    build_error([1, 2], 5, positive(3), match="there are 2 numbers, but 3 weights"),
    build_error([1, 2], -1, positive(2), match=r"size \(-1\) must be non-negative"),
    build_error([1, 2], [3], positive(2), match="size must be a scalar"),
    derive=DERIVED,
    large=sample(numbers(1000000, high=1000), 1000, normal(1000000)),
)

case(
    "DenseBincount",
    sample(numbers(7), 6, positive(7)),
    sample(numbers(3, 4), 5, positive(3, 4)),
    sample(numbers(3, 4), 5, positive(3, 4), binary_output=True),
    sample(numbers(3, 4), 4, positive(0)),
    sample(numbers(), 6, positive()),
    sample(numbers(0, 3), 4, positive(0, 3)),
    sample(numbers(3, 0), 4, positive(3, 0)),
    literal([1, 1, 3], 5, [2, 3, 4], gives=[0, 5, 0, 4, 0]),
    literal([1, 1, 3], 5, [2, 3, 4], binary_output=True, gives=[0, 1, 0, 1, 0]),
    literal([[1, 1, 3], [0, 2, 2]], 3, [[1, 2, 3], [4, 5, 6]], gives=[[0, 3, 0], [4, 0, 11]]),
    literal([[1, 1, 3], [0, 2, 2]], 3, values([]), gives=[[0, 2, 0], [1, 0, 2]]),
    literal([[1, 1, 3], [0, 2, 2]], 3, values([]), binary_output=True, gives=[[0, 1, 0], [1, 0, 1]]),
    run_error([1, -2], 5, positive(2), match="must be non-negative"),
    run_error([[1, -2]], 5, positive(1, 2), match="must be non-negative"),
    build_error([[1, 2]], 5, positive(2, 2), match="weights must have the shape"),
    build_error([[[1, 2]]], 5, positive(0), match="at most two dimensions"),
    build_error([1, 2], -1, positive(2), match=r"size \(-1\) must be non-negative"),
    build_error([1, 2], [3], positive(2), match="size must be a scalar"),
    derive=DERIVED,
    large=sample(numbers(1000, 1000, high=100), 100, normal(1000, 1000)),
)

case(
    "Bucketize",
    sample(normal(3, 4), boundaries=[-1.0, 0.0, 0.5]),
    sample(normal(), boundaries=[-1.0, 0.0, 0.5]),
    sample(normal(3, 2), boundaries=[]),
    literal([[-5, 10000], [150, 10], [5, 100]], boundaries=[0.0, 10.0, 100.0], gives=[[0, 3], [3, 2], [1, 3]]),
    literal([0, 1, 2], boundaries=[0.5, 1.5], gives=[0, 1, 2]),
    literal([1, 2], boundaries=[1.0, 1.0, 2.0], gives=[2, 3]),
    literal([NAN, INF, -INF], boundaries=[0.0, 1.0], gives=[2, 2, 0]),
    literal(values([0.1, 0.1000000001, 0.10000001], "float64"), boundaries=[0.1], gives=[0, 0, 1]),
    build_error(normal(3), boundaries=[3.0, 1.0], match="Expected sorted boundaries"),
    derive=("empty", "scalar", "strided", "transposed", "nonfinite", "unknown_dims", "unknown_rank"),
    large=sample(normal(1000, 1000), boundaries=[-1.0, 0.0, 0.5, 1.0]),
)

case(
    "HistogramFixedWidth",
    sample(normal(3, 4), [-2, 2], 5),
    sample(normal(), [-2, 2], 5),
    sample(normal(3, 4), [-3, 4], 10, dtype="int64"),
    literal([-1.0, 0.0, 1.5, 2.0, 5.0, 15.0], [0.0, 5.0], 5, gives=[2, 1, 1, 0, 2]),
    literal([0, 1, 2, 3, 4, 5, 6, 7], [0, 7], 10, gives=[1, 1, 1, 0, 1, 1, 0, 1, 1, 1]),
    literal([0, 1, 2, 3, 4, 5], [0, 6], 4, gives=[2, 1, 2, 1]),
    literal([INF, -INF, 0.0], [0.0, 5.0], 3, gives=[2, 0, 1]),
    run_error([1.0, NAN], [0.0, 5.0], 3, match="Histogram values must not contain NaN"),
    run_error([1], [5, 5], 3, match=r"value_range should satisfy value_range\[0\] < value_range\[1\]"),
    run_error([1], [0, 5], 0, match="nbins should be a positive number, but got '0'"),
    build_error([1], [0, 5, 6], 3, match="value_range should be a vector of 2 elements"),
    build_error([1], [0, 5], [3], match="nbins should be a scalar"),
    derive=("empty", "scalar", "strided", "transposed", "unknown_dims", "unknown_rank", "fed"),
    large=sample(normal(1000, 1000), [-3, 3], 100),
)
