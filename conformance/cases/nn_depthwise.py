from typing import Any

from ..case import build_error, case, fatal, literal, normal, sample

PLAIN: dict[str, Any] = {"strides": [1, 1, 1, 1], "padding": "SAME"}

EMPTY = {"*-empty*": fatal("of images or filters without elements TensorFlow returns what the memory holds, or ends the process")}
UNEQUAL = {"*-3*": "TensorFlow's kernels want the same stride along both dimensions"}
DILATED = {"*-5*": "TensorFlow's kernels on the CPU do not dilate"}

# Each row: sizes of the image (n, h, w, c), of the filter (a, b, c, q), of the result (n, i, j, c · q), attributes.

ROWS = [
    ((2, 7, 6, 3), (3, 2, 3, 4), (2, 7, 6, 12), PLAIN),
    ((2, 7, 6, 3), (3, 4, 3, 1), (2, 4, 3, 3), {"strides": [1, 2, 2, 1], "padding": "SAME"}),
    ((2, 7, 8, 3), (3, 2, 3, 2), (2, 3, 3, 6), {"strides": [1, 2, 3, 1], "padding": "VALID"}),
    ((1, 5, 6, 4), (2, 3, 4, 2), (1, 4, 4, 8), {"strides": [1, 1, 1, 1], "padding": "VALID"}),
    ((2, 8, 7, 3), (2, 3, 3, 2), (2, 8, 7, 6), PLAIN | {"dilations": [1, 3, 2, 1]}),
    (
        (2, 6, 7, 3),
        (3, 2, 3, 2),
        (2, 4, 5, 6),
        {"strides": [1, 2, 2, 1], "padding": "EXPLICIT", "explicit_paddings": [0, 0, 1, 2, 0, 3, 0, 0]},
    ),
    ((2, 7, 6, 3), (3, 2, 3, 4), (2, 4, 3, 12), {"strides": [1, 1, 2, 2], "padding": "SAME", "data_format": "NCHW"}),
]
WRONG = [
    ((2, 7, 6, 3), (3, 2, 2, 4), PLAIN, "filter has 2 channels, but the input 3"),
    ((2, 7, 6, 4), (3, 2, 2, 4), PLAIN, "filter has 2 channels, but the input 4"),
    ((2, 7, 6), (3, 2, 3, 4), PLAIN, "four dimensions"),
    ((2, 7, 6, 3), (3, 2, 3), PLAIN, "four dimensions"),
    ((2, 2, 6, 3), (3, 2, 3, 4), {"strides": [1, 1, 1, 1], "padding": "VALID"}, "Negative dimension size caused by subtracting 3 from 2"),
    ((2, 7, 6, 3), (3, 2, 3, 4), {"strides": [1, 0, 1, 1], "padding": "SAME"}, "four positive numbers"),
    ((2, 7, 6, 3), (3, 2, 3, 4), {"strides": [1, 1, 1, 2], "padding": "SAME"}, "must be 1 for the batch and the channels"),
    ((2, 7, 6, 3), (3, 2, 3, 4), PLAIN | {"explicit_paddings": [0] * 8}, "none otherwise"),
]


def ordered(sizes: Any, attributes: Any) -> Any:
    """Sizes written as (n, h, w, c) in the order that the attributes say."""
    n, h, w, c = sizes
    return [n, c, h, w] if attributes.get("data_format") == "NCHW" else [n, h, w, c]


def drawn(sizes: Any, attributes: Any) -> Any:
    return normal(*ordered(sizes, attributes))


ROW = [[[[1, 2], [3, 4]]]]
PAIRS = [[[[1, 5], [2, 6]], [[10, 50], [20, 60]]]]

case(
    "DepthwiseConv2dNative",
    *(sample(drawn(image, attributes), normal(*filter), **attributes) for image, filter, _, attributes in ROWS),
    literal(ROW, PAIRS, **PLAIN, gives=[[[[31, 155, 84, 252], [3, 15, 8, 24]]]]),
    *(build_error(normal(*image), normal(*filter), **attributes, match=match) for image, filter, attributes, match in WRONG),
    deviates=EMPTY | UNEQUAL | DILATED,
    large=sample(normal(8, 64, 64, 32), normal(3, 3, 32, 1), **PLAIN),
)
case(
    "DepthwiseConv2dNativeBackpropInput",
    *(
        sample(ordered(image, attributes), normal(*filter), drawn(result, attributes), **attributes)
        for image, filter, result, attributes in ROWS
    ),
    literal([1, 1, 2, 2], PAIRS, [[[[1, 0, 0, 1], [0, 1, 1, 0]]]], **PLAIN, gives=[[[[1, 6], [15, 62]]]]),
    build_error([2, 7, 6, 3], normal(3, 2, 3, 4), normal(2, 7, 5, 12), **PLAIN, match=r"out_backprop has shape \(2, 7, 5, 12\)"),
    build_error([2, 7, 6, 2], normal(3, 2, 3, 4), normal(2, 7, 6, 12), **PLAIN, match="filter has 3 channels, but the input 2"),
    build_error([2, 7, 6], normal(3, 2, 3, 4), normal(2, 7, 6, 12), **PLAIN, match="four dimensions"),
    deviates=EMPTY | UNEQUAL | DILATED,
    large=sample([8, 64, 64, 32], normal(3, 3, 32, 1), normal(8, 64, 64, 32), **PLAIN),
)
case(
    "DepthwiseConv2dNativeBackpropFilter",
    *(
        sample(drawn(image, attributes), list(filter), drawn(result, attributes), **attributes)
        for image, filter, result, attributes in ROWS
    ),
    literal(ROW, [1, 2, 2, 2], [[[[1, 0, 0, 1], [0, 1, 1, 0]]]], **PLAIN, gives=[[[[1, 3], [4, 2]], [[3, 0], [0, 4]]]]),
    build_error(normal(2, 7, 6, 3), [3, 2, 3, 4], normal(2, 7, 5, 12), **PLAIN, match=r"out_backprop has shape \(2, 7, 5, 12\)"),
    build_error(normal(2, 7, 6, 3), [3, 2, 2, 4], normal(2, 7, 6, 8), **PLAIN, match="filter has 2 channels, but the input 3"),
    deviates=EMPTY | UNEQUAL | DILATED,
    large=sample(normal(8, 64, 64, 32), [3, 3, 32, 1], normal(8, 64, 64, 32), **PLAIN),
)
