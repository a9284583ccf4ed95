from typing import Any

import numpy as np

from ..case import booleans, build_error, case, distinct, integers, literal, normal, run_error, sample, values

NUMBERS = ("float16", "bfloat16", "float32", "float64", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")
NAN = float("nan")

case(
    "Where",
    sample(normal(3, 4)),
    sample(booleans(2, 3, 4)),
    sample(booleans(2, 1, 3, 2, 4, 2)),
    literal([[True, False, True], [False, True, False]], gives=[[0, 0], [0, 2], [1, 1]]),
    literal([0, 3, -1], gives=[[1], [2]]),
    build_error(normal(), match="at least one dimension"),
    deviates={"float16-*": "it has no kernel for float16 on the CPU"},
    large=sample(booleans(1000, 1000)),
)

# Different values

case(
    "Unique",
    sample(integers(7, high=4)),
    sample(distinct(5), out_idx="int64"),
    literal([3, 1, 3, 2, 1], gives=([3, 1, 2], [0, 1, 0, 2, 1])),
    literal(["b", "a", "b"], gives=(["b", "a"], [0, 1, 0])),
    literal([1, NAN, 0, NAN, -0.0], gives=([1, NAN, 0, NAN], [0, 1, 2, 3, 2])),
    build_error(normal(2, 3), match="must be a vector"),
    deviates={"*float16-5": "its hash of 16-bit floats takes 0 and -0 for different"},
    large=sample(integers(1_000_000, high=100_000)),
)
case(
    "UniqueWithCounts",
    sample(integers(7, high=4)),
    sample(distinct(5), out_idx="int64"),
    literal([3, 1, 3, 2, 1], gives=([3, 1, 2], [0, 1, 0, 2, 1], [2, 2, 1])),
    literal(["b", "a", "b"], gives=(["b", "a"], [0, 1, 0], [2, 1])),
    literal([1, NAN, 0, NAN, -0.0], gives=([1, NAN, 0, NAN], [0, 1, 2, 3, 2], [1, 1, 2, 1])),
    build_error(normal(2, 3), match="must be a vector"),
    deviates={"*float16-5": "its hash of 16-bit floats takes 0 and -0 for different"},
    large=sample(integers(1_000_000, high=100_000)),
)
SLICES = (
    sample(integers(7, high=4), values([], dtype="int64")),
    sample(integers(7, 2, high=2), [0]),
    sample(integers(2, 7, 1, high=2), [1], out_idx="int64"),
    sample(integers(3, 2, 6, high=2), [-1]),
    sample(integers(5, 2, 1, 2, 1, 2, high=2), [0]),
    build_error(normal(2, 3), values([], dtype="int64"), match="x must be a vector"),
    build_error(normal(2, 3), [0, 1], match="at most one entry"),
    build_error(normal(2, 3), [2], match=r"axis 2 is not in \[-2, 2\)"),
    build_error(normal(2, 3), 0, match="axis must be a vector"),
)
case(
    "UniqueV2",
    *SLICES,
    literal([[1, 2, 1], [3, 3, 3]], [1], gives=([[1, 2], [3, 3]], [0, 1, 0])),
    literal([["a", "b"], ["b", "a"], ["a", "b"]], [0], gives=([["a", "b"], ["b", "a"]], [0, 1, 0])),
    literal([[1, NAN], [1, NAN], [0, 1], [-0.0, 1]], [0], gives=([[1, NAN], [1, NAN], [0, 1]], [0, 1, 2, 2])),
    large=sample(integers(100_000, 10, high=3), [0]),
)
case(
    "UniqueWithCountsV2",
    *SLICES,
    literal([[1, 2, 1], [3, 3, 3]], [1], gives=([[1, 2], [3, 3]], [0, 1, 0], [2, 1])),
    literal([["a", "b"], ["b", "a"], ["a", "b"]], [0], gives=([["a", "b"], ["b", "a"]], [0, 1, 0], [2, 1])),
    literal([[1, NAN], [1, NAN], [0, 1], [-0.0, 1]], [0], gives=([[1, NAN], [1, NAN], [0, 1]], [0, 1, 2, 2], [1, 1, 2])),
    large=sample(integers(100_000, 10, high=3), [0]),
)
case(
    "ListDiff",
    sample(integers(7, high=5), integers(3, high=5)),
    sample(distinct(5), distinct(3), out_idx="int64"),
    literal([1, 2, 3, 2, 4], [3, 1, 7], gives=([2, 2, 4], [1, 3, 4])),
    literal(["b", "a", "b", ""], ["a"], gives=(["b", "b", ""], [0, 2, 3])),
    literal([1, NAN, 0], [NAN, -0.0], gives=([1, NAN], [0, 1])),
    build_error(normal(2, 3), normal(2), match="x must be a vector"),
    build_error(normal(2), normal(2, 3), match="y must be a vector"),
    deviates={"*float16-5": "its hash of 16-bit floats takes 0 and -0 for different"},
    large=sample(integers(1_000_000, high=100_000), integers(1000, high=100_000)),
)

# Places in an order

ORDERED = values([[1, 2, 2, 4], [0, 1, 5, 5]])
PLACES = (
    sample(ORDERED, integers(2, 3, high=7)),
    sample(ORDERED, integers(2, 5, high=7), out_type="int64"),
    sample(values(np.arange(9)[None]), integers(1, 12, high=10)),
    build_error(normal(2, 3), normal(3, 4), match="must be equal|not compatible|must be"),
    build_error(normal(3), normal(1, 4), match="rank 2"),
    build_error(normal(1, 3), normal(4), match="rank 2"),
)
case(
    "LowerBound",
    *PLACES,
    literal(ORDERED, [[2, 5, 0], [1, 5, 4]], gives=[[1, 4, 0], [1, 2, 2]]),
    literal([[1.5, 2.5]], [[NAN, 2.5, float("inf")]], gives=[[0, 1, 2]]),
    dtypes=NUMBERS,
    large=sample(values(np.arange(1_000_000.0).reshape(1000, 1000) % 1000), integers(1000, 1000, high=1000)),
)
case(
    "UpperBound",
    *PLACES,
    literal(ORDERED, [[2, 5, 0], [1, 5, 4]], gives=[[3, 4, 0], [2, 4, 2]]),
    literal([[1.5, 2.5]], [[NAN, 2.5, -float("inf")]], gives=[[2, 2, 0]]),
    dtypes=NUMBERS,
    large=sample(values(np.arange(1_000_000.0).reshape(1000, 1000) % 1000), integers(1000, 1000, high=1000)),
)

# Sequences


def entries(*coordinates: tuple[int, ...]) -> Any:
    return values(np.reshape(coordinates, (len(coordinates), -1)).astype(np.int64))


WORDS = entries((0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (3, 0))
GRID = np.stack(np.meshgrid(np.arange(1000), np.arange(100), indexing="ij"), -1).reshape(-1, 2)

case(
    "EditDistance",
    sample(WORDS, integers(6, high=3), [4, 3], entries((0, 0), (0, 1), (1, 0), (2, 0), (2, 4)), integers(5, high=3), [3, 5]),
    sample(WORDS, integers(6, high=3), [4, 3], WORDS, integers(6, high=3), [4, 3], normalize=False),
    sample(
        entries((0, 0, 0), (0, 1, 0), (0, 1, 1), (1, 0, 0)), integers(4, high=2), [2, 2, 2],
        entries((0, 1, 0), (0, 1, 1), (0, 1, 2), (1, 2, 0)), integers(4, high=2), [2, 3, 3],
    ),
    literal(  # kitten, sitting
        entries(*((0, i) for i in range(6))), list("kitten"), [1, 6], entries(*((0, i) for i in range(7))), list("sitting"), [1, 7],
        normalize=False, gives=[3],
    ),
    literal(WORDS, [1, 2, 3, 4, 5, 6], [4, 3], entries((0, 0), (0, 1), (2, 0)), [2, 3, 7], [4, 2], gives=[0.5, float("inf"), 1, float("inf")]),
    literal(WORDS, [1, 2, 3, 4, 5, 6], [4, 3], entries((0, 0), (0, 1), (2, 0)), [2, 3, 7], [5, 2], normalize=False, gives=[1, 2, 1, 1, 0]),
    literal(entries((0, 0)), [NAN], [1, 1], entries((0, 0)), [NAN], [1, 1], gives=[1]),
    run_error(entries((5, 0)), [1], [3, 2], entries((0, 0)), [1], [2, 2], match=r"indices\[0\] = \[5\] does not index into shape \[3\]"),
    build_error(entries((0, 0)), [1, 2], [1, 1], entries((0, 0)), [1], [1, 1], match="not compatible"),
    build_error(entries((0, 0)), [1], [1, 1, 1], entries((0, 0)), [1], [1, 1], match="not compatible"),
    build_error(entries((0, 0)), [1], [1, 1], entries((0, 0, 0)), [1], [1, 1, 1], match="the same rank, at least 2"),
    build_error(entries((0,)), [1], [1], entries((0,)), [1], [1], match="the same rank, at least 2"),
    build_error(entries((0, 0)), [1], [[1, 1]], entries((0, 0)), [1], [1, 1], match="must be a vector"),
    deviates={"*-8": "it calls this an InternalError"},
    large=sample(values(GRID), integers(100_000, high=30), [1000, 100], values(GRID), integers(100_000, high=30), [1000, 100]),
)  # fmt: skip
