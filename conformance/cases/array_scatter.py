from functools import partial
from typing import Any

import numpy as np

from ..case import build_error, case, integers, literal, normal, run_error, sample, values

case(
    "ScatterNd",
    sample(values([[0], [2], [0]]), normal(3, 4), [5, 4]),
    sample(values([[0, 1], [2, 2]]), normal(2), [3, 4]),
    sample(values([[[0], [1], [4]]], dtype="int64"), normal(1, 3, 2), [5, 2]),
    literal([[1], [3], [1]], [5, 6, 7], [4], gives=[0, 12, 0, 6]),
    literal([[1], [1]], ["a", "b"], [2], gives=["", "ab"]),
    literal([[7], [1]], values([5, 6], dtype="int32"), [2], bad_indices_policy="IGNORE", gives=[0, 6]),  # not differentiable in TensorFlow
    run_error([[0], [5]], normal(2), [5], match=r"indices\[1\] = \[5\] does not index into shape \[5\]"),
    run_error([[0, 0], [-1, 0]], normal(2), [5, 1], match=r"indices\[1\] = \[-1, 0\]"),
    build_error([[0]], normal(2), [5], match="updates must have shape"),
    build_error([[0, 0]], normal(1), [5], match="too long"),
    build_error([0], normal(), [5], match="updates must have at least one dimension"),
    build_error([[0]], normal(1), [5], bad_indices_policy="CLAMP", match="must be DEFAULT, ERROR or IGNORE"),
    deviates={"*-types-Tindices-int16": "its shape inference reads int32 or int64 only"},
    large=sample(integers(1_000_000, 1, high=1000), normal(1_000_000), [1000]),
)

# Slices of a tensor, named by index vectors: of every length from 1 to the rank, in a vector, a matrix or more of them


def slices() -> Any:
    return (
        sample(normal(5, 3, 2), values([[3, 1], [0, 2]]), normal(2, 2)),
        sample(normal(5, 3, 2), values([[3], [0]]), normal(2, 3, 2)),
        sample(normal(5, 3), values([[[3, 0], [0, 1]]]), normal(1, 2)),
        sample(normal(5), values([[2]]), normal(1)),
        sample(normal(2, 3, 4, 5), values([[1, 2, 3, 4], [0, 0, 0, 0], [1, 0, 3, 0]]), normal(3)),
        run_error(normal(5, 3), values([[3, 0], [0, 7]]), normal(2), match=r"indices\[1\] = \[0, 7\] does not index into shape \[5, 3\]"),
        run_error(normal(5, 3), values([[-1]]), normal(1, 3), match=r"indices\[0\] = \[-1\]"),
        build_error(normal(5, 3), values([[3, 0, 1]]), normal(1), match="too long"),
        build_error(normal(5, 3), values([[3, 0]]), normal(2), match="updates must have shape"),
        build_error(normal(5, 3), 3, normal(1, 3), match="indices must have at least one dimension"),
        build_error(normal(5, 3), values([3, 0]), normal(), match="updates must have at least one dimension"),
        build_error(normal(5), values([[3]]), normal(1), bad_indices_policy="CLAMP", match="must be DEFAULT, ERROR or IGNORE"),
    )


NUMBERS = ("float16", "bfloat16", "float32", "float64", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")
MANY = sample(normal(1000, 1000), integers(1000, 1, high=1000), normal(1000, 1000))
EMPTY = dict.fromkeys(["*-2-empty1", "*-13-empty0", "*-15-empty1"], "it refuses indices into a tensor without elements")
IGNORED = partial(literal, values([1, 2, 3], dtype="int32"), [[5], [1]], [4, 6], bad_indices_policy="IGNORE")

case(
    "TensorScatterUpdate",
    *slices(),
    literal([[1, 2], [3, 4]], [[1, 0]], [7], gives=[[1, 2], [7, 4]]),
    literal(["a", "b", "c"], [[2], [0]], ["d", "e"], gives=["e", "b", "d"]),
    IGNORED(gives=[1, 6, 3]),
    deviates=EMPTY,
    large=sample(normal(1000, 1000), values(np.arange(1000)[::-1, None]), normal(1000, 1000)),
)
case(
    "TensorScatterAdd",
    *slices(),
    sample(normal(4, 3), integers(6, 1, high=4), normal(6, 3)),
    literal([[1, 2], [3, 4]], [[1, 0], [1, 0]], [7, 1], gives=[[1, 2], [11, 4]]),
    IGNORED(gives=[1, 8, 3]),
    dtypes=(*NUMBERS, "complex64", "complex128"),
    deviates=EMPTY,
    large=MANY,
)
case(
    "TensorScatterSub",
    *slices(),
    sample(normal(4, 3), integers(6, 1, high=4), normal(6, 3)),
    literal([[1, 2], [9, 4]], [[1, 0], [1, 0]], [7, 1], gives=[[1, 2], [1, 4]]),
    IGNORED(gives=[1, -4, 3]),
    dtypes=(*NUMBERS, "complex64", "complex128"),
    deviates=EMPTY,
    large=MANY,
)
case(
    "TensorScatterMin",
    *slices(),
    sample(normal(4, 3), integers(6, 1, high=4), normal(6, 3)),
    literal([4, 5, 6], [[2], [0], [2]], [5, 7, 3], gives=[4, 5, 3]),
    IGNORED(gives=[1, 2, 3]),
    dtypes=NUMBERS,
    deviates=EMPTY,
    large=MANY,
)
case(
    "TensorScatterMax",
    *slices(),
    sample(normal(4, 3), integers(6, 1, high=4), normal(6, 3)),
    literal([4, 5, 6], [[2], [0], [2]], [7, 3, 8], gives=[4, 5, 8]),
    IGNORED(gives=[1, 6, 3]),
    dtypes=NUMBERS,
    deviates=EMPTY,
    large=MANY,
)
case(
    "ScatterNdNonAliasingAdd",
    *slices(),
    sample(normal(4, 3), integers(6, 1, high=4), normal(6, 3)),
    literal([[1, 2], [3, 4]], [[1, 0], [1, 0]], [7, 1], gives=[[1, 2], [11, 4]]),
    IGNORED(gives=[1, 8, 3]),
    literal([True, False, False], [[1], [0], [1]], [True, False, False], gives=[True, True, False]),
    deviates=EMPTY,
    large=MANY,
)

# Slices of a variable

case(
    "StridedSliceAssign",
    sample(normal(4, 5), [1, 0], [3, 5], [1, 2], normal(2, 3)),
    sample(normal(4, 5), [-1, 0], [-9, 3], [-2, 1], normal(2, 3)),
    sample(normal(4, 5), [0, 1], [0, 2], [1, 1], normal(4), end_mask=1, shrink_axis_mask=2),
    sample(normal(4, 5, 3), [0, 0, 1], [0, 0, 2], [1, 1, -1], normal(4, 5, 3), ellipsis_mask=1, begin_mask=4, end_mask=6),
    sample(normal(4, 5), [3, -2], [4, -1], [1, 1], normal(), shrink_axis_mask=3),
    sample(normal(4, 5), [5, 0], [9, 0], [1, 1], normal(0, 0)),
    literal([1, 2, 3, 4], [3], [0], [-2], [7, 8], gives=[1, 8, 3, 7]),
    literal([[1, 2], [3, 4]], [0, 1], [2, 2], [1, 1], [7], gives=[[1, 7], [3, 7]]),
    literal(["a", "b", "c"], [1], [2], [1], "d", shrink_axis_mask=1, gives=["a", "d", "c"]),
    build_error(normal(4), [0], [3], [1], normal(2), match=r"\[2\] does not broadcast to \[3\]"),
    build_error(normal(4), [0], [1], [1], normal(1, 1), match=r"\[1, 1\] does not broadcast to \[1\]"),
    build_error(normal(4), [[0]], [3], [1], normal(3), match="must be vectors"),
    build_error(normal(4), [4], [5], [1], normal(), shrink_axis_mask=1, match="out of bounds"),
    large=sample(normal(1000, 1000), [0, 0], [1000, 1000], [1, 1], normal(1000, 1000)),
)
