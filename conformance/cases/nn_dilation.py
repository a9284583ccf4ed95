from typing import Any

from ..case import build_error, case, distinct, edge, fatal, literal, normal, sample, values

PLAIN: dict[str, Any] = {"strides": [1, 1, 1, 1], "rates": [1, 1, 1, 1], "padding": "SAME"}

EMPTY = {"*-empty*": fatal("TensorFlow refuses filters and results without elements, or ends the process")}

# Each row: sizes of the image (n, h, w, c), of the filter (a, b, c), of the result (n, i, j, c), attributes.

ROWS = [
    ((2, 5, 4, 3), (3, 2, 3), (2, 5, 4, 3), PLAIN),
    ((2, 5, 4, 3), (2, 3, 3), (2, 3, 2, 3), PLAIN | {"strides": [1, 2, 2, 1]}),
    ((2, 5, 6, 1), (3, 2, 1), (2, 3, 3, 1), PLAIN | {"strides": [1, 1, 2, 1], "padding": "VALID"}),
    ((1, 6, 5, 2), (3, 2, 2), (1, 6, 5, 2), PLAIN | {"rates": [1, 2, 3, 1]}),
    ((1, 6, 7, 2), (3, 2, 2), (1, 1, 4, 2), PLAIN | {"strides": [1, 2, 1, 1], "rates": [1, 2, 3, 1], "padding": "VALID"}),
]
WRONG = [
    ((2, 5, 4, 3), (3, 2, 2), PLAIN, "filter has 2 channels, but the input 3"),
    ((2, 5, 4), (3, 2, 3), PLAIN, "four dimensions"),
    ((2, 5, 4, 3), (3, 2, 3, 1), PLAIN, "three dimensions"),
    ((2, 2, 4, 3), (3, 2, 3), PLAIN | {"padding": "VALID"}, "Negative dimension size caused by subtracting 3 from 2"),
    ((2, 5, 4, 3), (3, 2, 3), PLAIN | {"strides": [1, 0, 1, 1]}, "four positive numbers"),
    ((2, 5, 4, 3), (3, 2, 3), PLAIN | {"rates": [1, 1, 1, 2]}, "must be 1 for the batch and the channels"),
]


def image(sizes: Any) -> Any:
    """Different numbers, so that no sums with small whole numbers tie but on purpose."""
    return distinct(*sizes)


ROW = [[[[1], [5], [2]]]]
PAIR = [[[0], [4]]]

case(
    "Dilation2D",
    *(sample(normal(*sizes), normal(*filter), **attributes) for sizes, filter, _, attributes in ROWS),
    literal(ROW, PAIR, **PLAIN, gives=[[[[9], [6], [2]]]]),
    edge([[[[-7], [-5], [-6]]]], [[[0], [1], [0]]], **PLAIN, gives=[[[[-5], [-4], [-5]]]]),
    literal(values([[[[250], [3]]]], "uint8"), [[[1], [10]]], **PLAIN, gives=[[[[251], [4]]]]),
    literal(values([[[[4294967290], [3]]]], "uint32"), [[[1], [10]]], **PLAIN, gives=[[[[4294967291], [4]]]]),
    literal(values([[[[2**64 - 6]]]], "uint64"), [[[1]]], **PLAIN, gives=[[[[2**64 - 5]]]]),
    *(build_error(normal(*sizes), normal(*filter), **attributes, match=match) for sizes, filter, attributes, match in WRONG),
    smooth=False,
    deviates=EMPTY,
    large=sample(normal(8, 64, 64, 32), normal(3, 3, 32), **PLAIN),
)
case(
    "Dilation2DBackpropInput",
    *(sample(image(sizes), normal(*filter), normal(*result), **attributes) for sizes, filter, result, attributes in ROWS),
    literal(ROW, PAIR, [[[[1], [10], [100]]]], **PLAIN, gives=[[[[0], [1], [110]]]]),
    literal(values([[[[3], [3], [3]]]]), [[[0], [0]]], [[[[1], [10], [100]]]], **PLAIN, gives=[[[[1], [10], [100]]]]),
    build_error(normal(2, 5, 4, 3), normal(3, 2, 3), normal(2, 5, 3, 3), **PLAIN, match=r"out_backprop has shape \(2, 5, 3, 3\)"),
    deviates=EMPTY,
    large=sample(normal(8, 64, 64, 32), normal(3, 3, 32), normal(8, 64, 64, 32), **PLAIN),
)
case(
    "Dilation2DBackpropFilter",
    *(sample(image(sizes), normal(*filter), normal(*result), **attributes) for sizes, filter, result, attributes in ROWS),
    literal(ROW, PAIR, [[[[1], [10], [100]]]], **PLAIN, gives=[[[100], [11]]]),
    literal(values([[[[3], [3], [3]]]]), [[[0], [0]]], [[[[1], [10], [100]]]], **PLAIN, gives=[[[111], [0]]]),
    build_error(normal(2, 5, 4, 3), normal(3, 2, 3), normal(2, 5, 3, 3), **PLAIN, match=r"out_backprop has shape \(2, 5, 3, 3\)"),
    deviates=EMPTY,
    large=sample(normal(8, 64, 64, 32), normal(3, 3, 32), normal(8, 64, 64, 32), **PLAIN),
)
