import numpy as np

from ..case import build_error, case, literal, normal, sample, values

# Space and batch

SQUARES = [[[[1], [2]], [[3], [4]]]]
APART = [[[[1]]], [[[2]]], [[[3]]], [[[4]]]]
NOTHING, NOTHING_BY_TWO = values([], dtype="int32"), values(np.zeros((0, 2)), dtype="int32")

case(
    "SpaceToBatchND",
    sample(normal(2, 4, 9, 5), [2, 3], [[0, 0], [0, 0]]),
    sample(normal(2, 4, 7, 3), [2, 3], [[1, 3], [2, 0]]),
    sample(normal(3, 5), [4], [[1, 2]]),
    sample(normal(2, 4, 3, 6, 5, 1), [2, 1, 3], [[0, 0], [1, 0], [2, 1]]),
    sample(normal(2, 3), NOTHING, NOTHING_BY_TWO),
    literal(SQUARES, [2, 2], [[0, 0], [0, 0]], gives=APART),
    literal([["a", "b", "c"]], [2], [[1, 0]], gives=[["", "b"], ["a", "c"]]),
    build_error(normal(2, 5), [2], [[0, 0]], match="padded size 5 of dimension 1 must be divisible by its block size 2"),
    build_error(normal(2, 4), [0], [[0, 0]], match="must be positive"),
    build_error(normal(2, 4), [2], [[-1, 1]], match="must not be negative"),
    build_error(normal(2), [2], [[0, 0]], match="at least 2 dimensions"),
    build_error(normal(2, 4), 2, [[0, 0]], match="must be a vector"),
    build_error(normal(2, 4), [2], [[0, 0], [0, 0]], match="a matrix of two columns"),
    large=sample(normal(10, 100, 100, 10), [2, 4], [[0, 0], [0, 0]]),
    deviates={"*-unknown_rank": "its inference refuses a block_shape of unknown rank"},
)
case(
    "BatchToSpaceND",
    sample(normal(12, 2, 3, 5), [2, 3], [[0, 0], [0, 0]]),
    sample(normal(6, 4, 3, 2), [2, 3], [[1, 3], [2, 0]]),
    sample(normal(8, 3), [4], [[5, 2]]),
    sample(normal(2, 3), NOTHING, NOTHING_BY_TWO),
    sample(normal(12, 2, 3, 4, 5, 1), [2, 1, 3], [[0, 0], [1, 0], [2, 1]]),
    literal(APART, [2, 2], [[0, 0], [0, 0]], gives=SQUARES),
    literal([["", "b"], ["a", "c"]], [2], [[1, 0]], gives=[["a", "b", "c"]]),
    build_error(normal(5, 4), [2], [[0, 0]], match="batch size 5 must be divisible by the 2 elements"),
    build_error(normal(4, 3), [2], [[4, 3]], match="must not be more than its size 6"),
    build_error(normal(4, 3), [2], [[0, -1]], match="must not be negative"),
    large=sample(normal(80, 50, 25, 10), [2, 4], [[0, 0], [0, 0]]),
    deviates={"*-unknown_rank": "its inference refuses a block_shape of unknown rank"},
)
case(
    "SpaceToBatch",
    sample(normal(2, 4, 6, 3), [[0, 0], [0, 0]], block_size=2),
    sample(normal(2, 4, 7, 5), [[1, 1], [2, 0]], block_size=3),
    literal(SQUARES, [[0, 0], [0, 0]], block_size=2, gives=APART),
    build_error(normal(2, 4, 6), [[0, 0], [0, 0]], block_size=2, match="must have four dimensions"),
    build_error(normal(2, 4, 6, 3), [[0, 0]], block_size=2, match="a matrix of shape"),
    build_error(normal(2, 5, 6, 3), [[0, 0], [0, 0]], block_size=2, match="must be divisible by its block size 2"),
    build_error(normal(2, 5, 6, 3), [[0, 0], [0, 0]], block_size=1, match="at least 2"),
    large=sample(normal(10, 100, 100, 10), [[0, 0], [0, 0]], block_size=2),
)
case(
    "BatchToSpace",
    sample(normal(8, 3, 5, 1), [[0, 0], [0, 0]], block_size=2),
    sample(normal(9, 2, 4, 5), [[1, 2], [0, 4]], block_size=3),
    literal(APART, [[0, 0], [0, 0]], block_size=2, gives=SQUARES),
    build_error(normal(8, 3, 5), [[0, 0], [0, 0]], block_size=2, match="must have four dimensions"),
    build_error(normal(6, 3, 5, 1), [[0, 0], [0, 0]], block_size=2, match="must be divisible by the 4 elements"),
    large=sample(normal(40, 50, 50, 10), [[0, 0], [0, 0]], block_size=2),
)

# Space and depth

case(
    "SpaceToDepth",
    sample(normal(2, 4, 6, 3), block_size=2),
    sample(normal(2, 6, 3, 5), block_size=3),
    sample(normal(2, 3, 4, 6), block_size=2, data_format="NCHW"),
    sample(normal(2, 3, 6, 8, 4), block_size=2, data_format="NCHW_VECT_C"),
    literal([[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]], block_size=2, gives=[[[[1, 2, 3, 4, 5, 6, 7, 8]]]]),
    literal([[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]], block_size=2, data_format="NCHW", gives=[[[[n]] for n in (1, 5, 2, 6, 3, 7, 4, 8)]]),
    literal([[[["a"], ["b"]], [["c"], ["d"]]]], block_size=2, gives=[[[["a", "b", "c", "d"]]]]),
    build_error(normal(2, 5, 6, 3), block_size=2, match="the size of dimension 1, 5, must be divisible by 2"),
    build_error(normal(2, 4, 6), block_size=2, match="must have 4 dimensions"),
    build_error(normal(2, 4, 6, 3), block_size=1, match="at least 2"),
    build_error(normal(2, 3, 4, 6), block_size=2, data_format="NCHW_VECT_C", match="must have 5 dimensions"),
    build_error(normal(2, 3, 4, 6, 5), block_size=2, data_format="NCHW_VECT_C", match="must have size 4, not 5"),
    large=sample(normal(10, 100, 100, 10), block_size=2),
)
case(
    "DepthToSpace",
    sample(normal(2, 3, 5, 12), block_size=2),
    sample(normal(2, 1, 3, 18), block_size=3),
    sample(normal(2, 12, 3, 5), block_size=2, data_format="NCHW"),
    sample(normal(2, 8, 3, 5, 4), block_size=2, data_format="NCHW_VECT_C"),
    literal([[[[1, 2, 3, 4, 5, 6, 7, 8]]]], block_size=2, gives=[[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]]),
    literal([[[[n]] for n in (1, 5, 2, 6, 3, 7, 4, 8)]], block_size=2, data_format="NCHW", gives=[[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]]),
    literal([[[["a", "b", "c", "d"]]]], block_size=2, gives=[[[["a"], ["b"]], [["c"], ["d"]]]]),
    build_error(normal(2, 5, 6, 3), block_size=2, match="the number of channels, 3, must be divisible by 4"),
    build_error(normal(2, 4, 8), block_size=2, match="must have 4 dimensions"),
    large=sample(normal(10, 50, 50, 40), block_size=2),
)

# Patches

case(
    "ExtractImagePatches",
    sample(normal(2, 5, 6, 3), ksizes=[1, 2, 3, 1], strides=[1, 1, 1, 1], rates=[1, 1, 1, 1], padding="VALID"),
    sample(normal(2, 5, 6, 3), ksizes=[1, 2, 3, 1], strides=[1, 2, 1, 1], rates=[1, 1, 1, 1], padding="SAME"),
    sample(normal(2, 7, 8, 3), ksizes=[1, 2, 3, 1], strides=[1, 1, 2, 1], rates=[1, 3, 2, 1], padding="VALID"),
    sample(normal(2, 7, 8, 3), ksizes=[1, 3, 2, 1], strides=[1, 2, 3, 1], rates=[1, 2, 3, 1], padding="SAME"),
    sample(normal(2, 4, 5, 3), ksizes=[1, 1, 1, 1], strides=[1, 3, 2, 1], rates=[1, 1, 1, 1], padding="SAME"),
    literal(
        [[[[1], [2], [3]], [[4], [5], [6]]]], ksizes=[1, 2, 2, 1], strides=[1, 1, 1, 1], rates=[1, 1, 1, 1], padding="VALID",
        gives=[[[[1, 2, 4, 5], [2, 3, 5, 6]]]],
    ),
    literal(
        [[[[1], [2], [3]]]], ksizes=[1, 1, 3, 1], strides=[1, 1, 2, 1], rates=[1, 1, 1, 1], padding="SAME", gives=[[[[0, 1, 2], [2, 3, 0]]]]
    ),
    build_error(normal(2, 5, 6), ksizes=[1, 2, 2, 1], strides=[1, 1, 1, 1], rates=[1, 1, 1, 1], padding="VALID", match="must have rank 4"),
    build_error(normal(2, 5, 6, 3), ksizes=[1, 7, 2, 1], strides=[1, 1, 1, 1], rates=[1, 1, 1, 1], padding="VALID", match="do not fit"),
    build_error(normal(2, 5, 6, 3), ksizes=[1, 2, 2, 2], strides=[1, 1, 1, 1], rates=[1, 1, 1, 1], padding="VALID", match="must be 1 for"),
    build_error(normal(2, 5, 6, 3), ksizes=[1, 2, 2, 1], strides=[1, 0, 1, 1], rates=[1, 1, 1, 1], padding="VALID", match="four positive"),
    build_error(normal(2, 5, 6, 3), ksizes=[1, 2, 2], strides=[1, 1, 1, 1], rates=[1, 1, 1, 1], padding="VALID", match="at least 4"),
    large=sample(normal(10, 100, 100, 1), ksizes=[1, 3, 3, 1], strides=[1, 1, 1, 1], rates=[1, 1, 1, 1], padding="SAME"),
    deviates={
        "gradient *-[1-5]-empty[01]": "its own gradient multiplies matrices that do not fit when there are no images or no channels",
        "gradient *-unknown_rank": "its own gradient needs the rank of the images",
    },
)  # fmt: skip
