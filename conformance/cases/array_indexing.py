import numpy as np

from ..case import build_error, case, fatal, integers, literal, normal, run_error, sample, values

case(
    "StridedSlice",
    sample(normal(4, 5), [1, 0], [3, 5], [1, 2]),
    sample(normal(4, 5), [-1, 0], [-9, 3], [-2, 1]),
    sample(normal(4, 5), [0, 1], [0, 2], [1, 1], end_mask=1, shrink_axis_mask=2),
    sample(normal(4, 5, 3), [0, 0, 1], [0, 0, 2], [1, 1, -1], ellipsis_mask=1, begin_mask=4, end_mask=6),
    sample(normal(2, 3, 4, 5), [1, 0, 0, 2], [2, 0, 0, 4], [1, 1, 1, 1], shrink_axis_mask=1, ellipsis_mask=2, new_axis_mask=4, end_mask=8),
    sample(normal(4, 5), [3, -2], [4, -1], [1, 1], shrink_axis_mask=3),
    sample(normal(4, 5), [5, 0], [9, 0], [1, 1]),
    sample(normal(2, 3), [0, 0, 0], [0, 0, 0], [1, 1, 1], ellipsis_mask=2, new_axis_mask=5),
    literal([1, 2, 3, 4], [3], [0], [-2], gives=[4, 2]),
    literal([1, 2, 3, 4], [0], [0], [-1], begin_mask=1, end_mask=1, gives=[4, 3, 2, 1]),
    literal(["a", "b"], [1], [2], [1], shrink_axis_mask=1, gives="b"),
    build_error(normal(3), [3], [4], [1], shrink_axis_mask=1, match="slice index 3 of dimension 0 is out of bounds for size 3"),
    build_error(normal(3), [0], [3], [0], match="must be non-zero"),
    build_error(normal(3), [0], [3], [-1], shrink_axis_mask=1, match="must be positive"),
    build_error(normal(3), [0, 0], [1, 1], [1, 1], match="the input has only 1"),
    build_error(normal(3), [0, 0], [1, 1], [1, 1], ellipsis_mask=3, match="only one ellipsis"),
    deviates={
        "gradient *float*-types-Index-int16": "its own gradient takes int32 and int64 only",
        "gradient complex*-types-Index-int16": "its own gradient takes int32 and int64 only",
    },
    large=sample(normal(1000, 2000), [0, 0], [1000, 2000], [1, 2]),
)
case(
    "StridedSliceGrad",
    sample([4, 5], [1, 0], [3, 5], [1, 2], normal(2, 3)),
    sample([4, 5], [-1, 0], [-9, 3], [-2, 1], normal(2, 3)),
    sample([4, 5], [3, -2], [4, -1], [1, 1], normal(), shrink_axis_mask=3),
    sample([4, 5], [0, 0, 1], [0, 0, 4], [1, 1, 1], normal(1, 4, 3), new_axis_mask=1, end_mask=2),
    sample([2, 3, 4], [0, 1], [0, 3], [1, 1], normal(2, 3, 2), ellipsis_mask=1),
    literal([4], [3], [0], [-2], [7, 8], gives=[0, 8, 0, 7]),
    build_error([4], [0], [3], [1], normal(2), match="the slice has shape"),
    large=sample([1000, 2000], [0, 0], [1000, 2000], [1, 2], normal(1000, 1000)),
)
case(
    "Slice",
    sample(normal(4, 5), [1, 2], [2, -1]),
    sample(normal(4, 5), [4, 0], [0, 5]),
    literal([[1, 2, 3], [4, 5, 6]], [1, 0], [1, 2], gives=[[4, 5]]),
    build_error(normal(4), [2], [3], match="reach beyond its 4 elements"),
    build_error(normal(4), [-1], [1], match="must not be negative"),
    build_error(normal(4, 5), [1], [1], match="one entry for each of the 2 dimensions"),
    large=sample(normal(1100, 1100), [50, 50], [1000, 1000]),
)

# Gather

case(
    "Gather",
    sample(normal(4, 5), integers(2, 3, high=4)),
    sample(normal(4), integers(high=4)),
    literal([10, 20, 30], [2, 0, 2], gives=[30, 10, 30]),
    run_error(normal(4), [0, 4], match=r"indices\[1\] = 4 is not in \[0, 4\)"),
    build_error(normal(), [0], match="at least one dimension"),
    large=sample(normal(1000, 1000), integers(1000, high=1000)),
)
case(
    "GatherV2",
    sample(normal(4, 5), integers(2, 3, high=4), 0),
    sample(normal(4, 5, 6), integers(2, 3, high=5), 1),
    sample(normal(4, 5), integers(high=5), -1),
    sample(normal(2, 3, 4, 5), integers(2, 3, 6, high=4), 2, batch_dims=2),
    sample(normal(2, 3, 4, 5), integers(2, 6, high=4), -2, batch_dims=1),
    sample(normal(2, 4), integers(2, high=4), 1, batch_dims=1),
    sample(normal(2, 3, 4, 5), integers(2, 6, high=4), 2, batch_dims=-1),
    literal([[1, 2, 3], [4, 5, 6]], [2, 0], 1, gives=[[3, 1], [6, 4]]),
    literal([[1, 2], [3, 4]], [[1], [0]], 1, batch_dims=1, gives=[[2], [3]]),
    run_error(normal(4), [[0, 1], [-1, 2]], 0, match=r"indices\[1, 0\] = -1 is not in \[0, 4\)"),
    run_error(normal(2, 4), [[0], [4]], 1, batch_dims=1, match=r"indices\[1, 0\] = 4 is not in \[0, 4\)"),
    build_error(normal(4), [0], 1, match="axis 1 is not in"),
    build_error(normal(2, 4), [[0], [1]], 0, batch_dims=1, match="must be at most axis 0"),
    build_error(normal(2, 4), [[0]], 1, batch_dims=1, match="not compatible"),
    deviates={
        "*-7-fed": fatal("its inference counts a negative batch_dims as it stands and so gives another rank"),
        "gradient *float*-7-unknown_rank": "its own gradient needs the rank of indices",
        "gradient complex*-7-unknown_rank": "its own gradient needs the rank of indices",
        "gradient *float*-8-empty0": "its own gradient shapes an empty result wrongly",
        "gradient complex*-8-empty0": "its own gradient shapes an empty result wrongly",
        "gradient *-[45679]-types-Tindices-int16": fatal("its own gradient fails an assertion: it takes int32 and int64 only"),
    },
    large=sample(normal(1000, 1000), integers(1000, high=1000), 1),
)
case(
    "GatherNd",
    sample(normal(3, 4, 5), values([[0, 1], [2, 3], [0, 1]])),
    sample(normal(3, 4), integers(2, 5, 2, high=3)),
    sample(normal(3, 4), integers(5, 1, high=3)),
    literal(values([[1, 2], [3, 4]], dtype="int32"), [1, 0], gives=3),  # TensorFlow cannot differentiate these two
    literal(values([1, 2], dtype="int32"), [[5], [1]], bad_indices_policy="IGNORE", gives=[0, 2]),
    run_error(normal(3, 4), [[0, 1], [2, 4]], match=r"indices\[1\] = \[2, 4\] does not index into shape \[3, 4\]"),
    run_error(normal(3, 4), [[-1]], match=r"indices\[0\] = \[-1\]"),
    build_error(normal(3), [[0, 1]], match="too long"),
    build_error(normal(3), 1, match="at least one dimension"),
    build_error(normal(3), [[0]], bad_indices_policy="CLAMP", match="must be DEFAULT, ERROR or IGNORE"),
    deviates={
        "*-1-empty3": "it refuses to take slices without elements",
        "*-3-empty1": "it refuses to take slices without elements",
        "*-4-empty0": "it refuses to take slices without elements",
        "gradient *float*-1-empty0": "its ScatterNd refuses an empty result",
        "gradient complex*-1-empty0": "its ScatterNd refuses an empty result",
        "gradient *float*-2-empty0": "its ScatterNd refuses index vectors of length 0",
        "gradient complex*-2-empty0": "its ScatterNd refuses index vectors of length 0",
        "gradient *float*-[12]-types-Tindices-int16": "its own gradient takes int32 and int64 only",
        "gradient complex*-[12]-types-Tindices-int16": "its own gradient takes int32 and int64 only",
    },
    large=sample(normal(1000, 1000), integers(1000000, 2, high=1000)),
)
# Elements distributed and put together

case(
    "DynamicPartition",
    sample(normal(5, 2), integers(5, high=3), num_partitions=3),
    sample(normal(2, 3, 4), integers(2, 3, high=2), num_partitions=4),
    sample(normal(3), 1, num_partitions=2),
    literal([1, 2, 3], [1, 0, 1], num_partitions=2, gives=([[2], [1, 3]],)),
    run_error(normal(3), [0, 2, 1], num_partitions=2, match=r"partitions\[1\] = 2 is not in \[0, 2\)"),
    build_error(normal(3, 2), integers(2), num_partitions=2, match="not compatible"),
    large=sample(normal(100000, 10), integers(100000, high=10), num_partitions=10),
)
case(
    "DynamicStitch",
    sample([[0, 2], [[4], [1]], 3], [normal(2, 3), normal(2, 1, 3), normal(3)]),
    literal([[0, 1], 2], [values([5, 6]), values(7)], gives=[5, 6, 7]),
    literal([[0, 1, 1]], [values([5, 6, 7], dtype="int32")], gives=[5, 7]),
    run_error([[0, -1]], [normal(2)], match=r"indices\[1\] = -1 is not in"),
    build_error([[0, 1]], [normal(3)], match="not compatible"),
    build_error([[0], [1]], [normal(1, 3), normal(1, 4)], match="not compatible"),
    large=sample([values(np.arange(1000)[::-1])], [normal(1000, 1000)]),
)
case(
    "ParallelDynamicStitch",
    sample([[0, 2], [[4], [1]], 3], [normal(2, 3), normal(2, 1, 3), normal(3)]),
    literal([[0, 1], 2], [values([5, 6]), values(7)], gives=[5, 6, 7]),
    literal([[3, 0]], [values(["d", "a"])], gives=["a", "", "", "d"]),
    run_error([[0, -1]], [normal(2)], match=r"indices\[1\] = -1 is not in"),
    build_error([[0, 1]], [normal(3)], match="not compatible"),
    large=sample([values(np.arange(1000)[::-1])], [normal(1000, 1000)]),
)
