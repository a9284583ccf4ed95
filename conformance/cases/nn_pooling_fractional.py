from typing import Any

from ..case import build_error, case, distinct, fatal, literal, normal, sample, values

FIXED: dict[str, Any] = {"deterministic": True, "seed": 3, "seed2": 4}
RATIO = [1.0, 1.44, 1.73, 1.0]

EMPTY = {"*-empty*": fatal("TensorFlow refuses images without elements, or ends the process")}

ROWS: list[dict[str, Any]] = [
    {"pooling_ratio": RATIO, **FIXED},
    {"pooling_ratio": RATIO, **FIXED, "overlapping": True},
    {"pooling_ratio": RATIO, **FIXED, "pseudo_random": True},
    {"pooling_ratio": [1.0, 2.6, 1.0, 1.0], **FIXED, "pseudo_random": True, "overlapping": True},
    {"pooling_ratio": [1.0, 3.7, 2.0, 1.0], "deterministic": True, "seed": -5, "seed2": 2**40},
]
FIELD = [[[[4], [1], [3], [2], [9], [-6]], [[0], [2], [7], [0], [5], [1]]]]
LINE = [[[[4], [1], [3], [2], [9], [-6]]]]

ERRORS = [
    build_error(normal(2, 5, 6), pooling_ratio=RATIO, match="four dimensions"),
    build_error(normal(2, 5, 6, 3), pooling_ratio=[1.0, 0.5, 1.0, 1.0], match="cannot be smaller than 1"),
    build_error(normal(2, 5, 6, 3), pooling_ratio=[1.0, 1.5, 1.0, 2.0], match="must be 1 for the batch and the channels"),
    build_error(normal(2, 5, 6, 3), pooling_ratio=[1.0, 5.5, 1.0, 1.0], match="a dimension of 5 is too small"),
    build_error(normal(2, 5, 6, 3), pooling_ratio=RATIO, seed=3, match="must be 0 for what is not deterministic"),
]

case(
    "FractionalMaxPool",
    *(sample(distinct(2, 13, 11, 3), **attributes) for attributes in ROWS),
    literal(FIELD, pooling_ratio=[1.0, 2.0, 2.0, 1.0], **FIXED, gives=([[[[4], [7], [9]]]], [0, 2], [0, 2, 4, 6])),
    literal(FIELD, pooling_ratio=[1.0, 2.0, 3.0, 1.0], **FIXED, overlapping=True, gives=([[[[7], [9]]]], [0, 2], [0, 3, 6])),
    *ERRORS,
    smooth=False,
    deviates=EMPTY,
    large=sample(normal(8, 64, 64, 32), pooling_ratio=RATIO, **FIXED),
)
case(
    "FractionalAvgPool",
    *(sample(normal(2, 13, 11, 3), **attributes) for attributes in ROWS),
    literal(LINE, pooling_ratio=[1.0, 1.0, 3.0, 1.0], **FIXED, overlapping=True, gives=([[[[2.5], [5 / 3]]]], [0, 1], [0, 3, 6])),
    literal(values(LINE, "int32"), pooling_ratio=[1.0, 1.0, 2.0, 1.0], **FIXED, gives=([[[[2], [2], [1]]]], [0, 1], [0, 2, 4, 6])),
    literal(values([[[[-4], [-1]]]], "int64"), pooling_ratio=[1.0, 1.0, 2.0, 1.0], **FIXED, gives=([[[[-2]]]], [0, 1], [0, 2])),
    *ERRORS,
    smooth=False,
    deviates=EMPTY | {"gradient *-unknown_*": "TensorFlow's own gradient takes the shape of the image when the graph is built"},
    large=sample(normal(8, 64, 64, 32), pooling_ratio=RATIO, **FIXED),
)

# Gradients

SEQUENCES = [0, 2, 3, 5, 6], [0, 1, 4, 5]
IMAGE = values([[[[1], [7], [3], [4]], [[6], [5], [8], [2]]]])
UP = [[[[10], [20], [30]]]]

case(
    "FractionalMaxPoolGrad",
    literal(IMAGE, [[[[7], [8], [4]]]], UP, [0, 2], [0, 2, 3, 4], gives=[[[[0], [10], [0], [30]], [[0], [0], [20], [0]]]]),
    literal(IMAGE, [[[[8], [8], [4]]]], UP, [0, 2], [0, 2, 3, 4], overlapping=True, gives=[[[[0], [0], [0], [30]], [[0], [0], [30], [0]]]]),
    literal([[[[5], [5]], [[5], [5]]]], [[[[5]]]], [[[[9]]]], [0, 2], [0, 2], gives=[[[[9], [0]], [[0], [0]]]]),
    literal([[[[1, 4], [2, 3]]]], [[[[2, 4]]]], [[[[10, 20]]]], [0, 1], [0, 2], gives=[[[[0, 20], [10, 0]]]]),
    build_error(IMAGE, UP, UP, [0, 2], [0, 2, 4], match="col_pooling_sequence must have 4 entries for 3 regions, not 3"),
    build_error(IMAGE, UP, UP, [0, 1], [0, 2, 3, 4], match=r"row_pooling_sequence \[0, 1\] must ascend from 0 to 2"),
    build_error(IMAGE, UP, [[[[10], [20]]]], [0, 2], [0, 2, 4], match="out_backprop has shape"),
    build_error(IMAGE, UP, UP, [[0, 2]], [0, 2, 3, 4], match="must be a vector"),
    deviates=EMPTY,
)
case(
    "FractionalAvgPoolGrad",
    sample([2, 6, 5, 3], normal(2, 4, 3, 3), *SEQUENCES),
    sample([2, 6, 5, 3], normal(2, 4, 3, 3), *SEQUENCES, overlapping=True),
    literal([1, 2, 4, 1], UP, [0, 2], [0, 2, 3, 4], gives=[[[[2.5], [2.5], [10], [15]], [[2.5], [2.5], [10], [15]]]]),
    literal([1, 1, 4, 1], UP, [0, 1], [0, 2, 3, 4], overlapping=True, gives=[[[[10 / 3], [10 / 3], [40 / 3], [40]]]]),
    literal([1, 1, 2, 1], values([[[[-3]]]], "int32"), [0, 1], [0, 2], gives=[[[[-1], [-1]]]]),
    build_error([1, 2, 4, 1], UP, [0, 2], [0, 2, 4], match="col_pooling_sequence must have 4 entries for 3 regions, not 3"),
    build_error([1, 2, 4, 1], UP, [0, 2], [0, 3, 2, 4], match=r"col_pooling_sequence \[0, 3, 2, 4\] must ascend from 0 to 4"),
    build_error([1, 2, 4, 2], UP, [0, 2], [0, 2, 3, 4], match="out_backprop has shape"),
    build_error([1, 2, 4], UP, [0, 2], [0, 2, 3, 4], match="four dimensions"),
    deviates=EMPTY,
    large=sample([8, 64, 64, 32], normal(8, 32, 64, 32), list(range(0, 65, 2)), list(range(65))),
)
