from typing import Any

from ..case import build_error, case, fatal, literal, normal, sample, values

PLAIN: dict[str, Any] = {"strides": [1, 1, 1, 1], "padding": "SAME"}

EMPTY = {"*-empty*": fatal("of images or filters without elements TensorFlow returns what the memory holds, or ends the process")}
COARSE = {"bfloat16": 0.1}
SUMS = "TensorFlow adds up products of bfloat16 in bfloat16, polyflow in float32"
GROUPED = "TensorFlow has no gradient with respect to the filter of groups of channels outside of oneDNN"

# Convolution.  Each row: sizes of the image (n, h, w, c), of the filter (a, b, c, k), of the result (n, i, j, k), attributes.

NHWC = [
    ((2, 7, 6, 3), (3, 2, 3, 5), (2, 7, 6, 5), PLAIN),
    ((2, 7, 6, 3), (3, 2, 3, 5), (2, 4, 2, 5), {"strides": [1, 2, 3, 1], "padding": "SAME"}),
    ((2, 7, 6, 3), (3, 2, 3, 4), (2, 3, 5, 4), {"strides": [1, 2, 1, 1], "padding": "VALID"}),
    ((2, 9, 8, 3), (3, 2, 3, 4), (2, 5, 5, 4), {"strides": [1, 1, 1, 1], "padding": "VALID", "dilations": [1, 2, 3, 1]}),
    ((2, 9, 8, 3), (3, 2, 3, 4), (2, 9, 8, 4), {"strides": [1, 1, 1, 1], "padding": "SAME", "dilations": [1, 2, 1, 1]}),
    (
        (2, 6, 7, 3),
        (3, 2, 3, 4),
        (2, 7, 9, 4),
        {"strides": [1, 1, 1, 1], "padding": "EXPLICIT", "explicit_paddings": [0, 0, 1, 2, 0, 3, 0, 0]},
    ),
    (
        (2, 6, 7, 3),
        (3, 2, 3, 4),
        (2, 3, 5, 4),
        {"strides": [1, 2, 2, 1], "padding": "EXPLICIT", "explicit_paddings": [0, 0, 1, 1, 2, 2, 0, 0]},
    ),
    ((2, 5, 6, 4), (3, 2, 2, 8), (2, 5, 6, 8), PLAIN),
    ((2, 3, 4, 1), (5, 6, 1, 7), (2, 3, 4, 7), PLAIN),
    ((3, 5, 6, 2), (1, 1, 2, 4), (3, 3, 3, 4), {"strides": [1, 2, 2, 1], "padding": "VALID"}),
]
NCHW = [
    ((2, 7, 6, 3), (3, 2, 3, 5), (2, 4, 6, 5), {"strides": [1, 1, 2, 1], "padding": "SAME", "data_format": "NCHW"}),
    ((2, 7, 6, 3), (3, 2, 3, 5), (2, 5, 5, 5), {"strides": [1, 1, 1, 1], "padding": "VALID", "data_format": "NCHW"}),
]
WRONG = [
    ((2, 7, 6, 3), (3, 2, 2, 5), PLAIN, "no multiple"),
    ((2, 7, 6, 4), (3, 2, 2, 5), PLAIN, "no multiple"),
    ((2, 7, 6), (3, 2, 3, 5), PLAIN, "four dimensions"),
    ((2, 2, 6, 3), (3, 2, 3, 5), {"strides": [1, 1, 1, 1], "padding": "VALID"}, "Negative dimension size caused by subtracting 3 from 2"),
    ((2, 7, 6, 3), (3, 2, 3, 5), {"strides": [1, 0, 1, 1], "padding": "SAME"}, "positive"),
    ((2, 7, 6, 3), (3, 2, 3, 5), {"strides": [1, 1], "padding": "SAME"}, "four"),
    ((2, 7, 6, 3), (3, 2, 3, 5), {"strides": [1, 1, 1, 2], "padding": "SAME"}, "must be 1 for the batch and the channels"),
    ((2, 7, 6, 3), (3, 2, 3, 5), PLAIN | {"dilations": [2, 1, 1, 1]}, "must be 1 for the batch and the channels"),
    ((2, 7, 6, 3), (3, 2, 3, 5), PLAIN | {"explicit_paddings": [0] * 8}, "none otherwise"),
    ((2, 7, 6, 3), (3, 2, 3, 5), {"strides": [1, 1, 1, 1], "padding": "EXPLICIT", "explicit_paddings": [0, 0, 1, 1]}, "eight numbers"),
    (
        (2, 7, 6, 3),
        (3, 2, 3, 5),
        {"strides": [1, 1, 1, 1], "padding": "EXPLICIT", "explicit_paddings": [0, 0, 1, 1, 0, 0, 0, 1]},
        "zero for the batch",
    ),
]


def drawn(sizes: Any, attributes: Any) -> Any:
    return normal(*ordered(sizes, attributes))


def ordered(sizes: Any, attributes: Any) -> Any:
    """Sizes written as (n, h, w, c) in the order that the attributes say."""
    n, h, w, c = sizes
    return [n, c, h, w] if attributes.get("data_format") == "NCHW" else [n, h, w, c]


case(
    "Conv2D",
    *(sample(drawn(image, attributes), normal(*filter), **attributes) for image, filter, _, attributes in NHWC + NCHW),
    literal(
        [[[[1], [2], [3]], [[4], [5], [6]]]],
        [[[[1]], [[10]]], [[[100]], [[1000]]]],
        **PLAIN,
        gives=[[[[5421], [6532], [603]], [[54], [65], [6]]]],
    ),
    literal([[[[1, 2]]]], [[[[1, 10], [100, 1000]]]], **PLAIN, gives=[[[[201, 2010]]]]),
    *(build_error(normal(*image), normal(*filter), **attributes, match=match) for image, filter, attributes, match in WRONG),
    build_error(normal(2, 7, 6, 3), normal(3, 2, 3), **PLAIN, match="four dimensions"),
    tolerance=COARSE,
    because=SUMS,
    deviates=EMPTY | {"gradient *-8*": GROUPED},
    large=sample(normal(8, 64, 64, 32), normal(3, 3, 32, 32), **PLAIN),
)
case(
    "Conv2DBackpropInput",
    *(
        sample(ordered(image, attributes), normal(*filter), drawn(result, attributes), **attributes)
        for image, filter, result, attributes in NHWC + NCHW
    ),
    literal([1, 2, 2, 1], [[[[1]], [[10]]]], [[[[1], [2]], [[3], [4]]]], **PLAIN, gives=[[[[1], [12]], [[3], [34]]]]),
    build_error([2, 7, 6, 3], normal(3, 2, 3, 5), normal(2, 7, 5, 5), **PLAIN, match=r"out_backprop has shape \(2, 7, 5, 5\)"),
    build_error([2, 7, 6], normal(3, 2, 3, 5), normal(2, 7, 6, 5), **PLAIN, match="four dimensions"),
    tolerance=COARSE,
    because=SUMS,
    deviates=EMPTY | {"gradient *-8*": GROUPED},
    large=sample([8, 64, 64, 32], normal(3, 3, 32, 32), normal(8, 64, 64, 32), **PLAIN),
)
case(
    "Conv2DBackpropFilter",
    *(
        sample(drawn(image, attributes), list(filter), drawn(result, attributes), **attributes)
        for image, filter, result, attributes in NHWC + NCHW
    ),
    literal([[[[1], [2]], [[3], [4]]]], [1, 2, 1, 1], [[[[1], [10]], [[100], [1000]]]], **PLAIN, gives=[[[[4321]], [[402]]]]),
    build_error(normal(2, 7, 6, 3), [3, 2, 3, 5], normal(2, 7, 5, 5), **PLAIN, match=r"out_backprop has shape \(2, 7, 5, 5\)"),
    build_error(normal(2, 7, 6, 3), [3, 2, 2, 5], normal(2, 7, 6, 5), **PLAIN, match="no multiple"),
    tolerance=COARSE,
    because=SUMS,
    deviates=EMPTY | {"*-8*": GROUPED},
    large=sample(normal(8, 64, 64, 32), [3, 3, 32, 32], normal(8, 64, 64, 32), **PLAIN),
)

# Bias

case(
    "BiasAdd",
    sample(normal(3, 5), normal(5)),
    sample(normal(2, 3, 4, 5), normal(5)),
    sample(normal(2, 3, 4, 6, 5), normal(5)),
    sample(normal(2, 5, 3), normal(5), data_format="NCHW"),
    sample(normal(2, 5, 3, 4), normal(5), data_format="NCHW"),
    literal([[1, 2], [3, 4]], [10, 20], gives=[[11, 22], [13, 24]]),
    literal([[[1, 2], [3, 4]]], [10, 20], data_format="NCHW", gives=[[[11, 12], [23, 24]]]),
    literal(values([[200, 100]], "uint8"), [100, 1], gives=[[44, 101]]),
    build_error(normal(5), normal(5), match="at least 2 dimensions"),
    build_error(normal(2, 5), normal(5), data_format="NCHW", match="at least 3 dimensions"),
    build_error(normal(2, 5), normal(4), match="4 entries"),
    build_error(normal(2, 5), normal(1, 5), match="must be a vector"),
    large=sample(normal(1000, 1000), normal(1000)),
)
case(
    "BiasAddV1",
    sample(normal(3, 5), normal(5)),
    sample(normal(2, 3, 4, 5), normal(5)),
    literal([[1, 2], [3, 4]], [10, 20], gives=[[11, 22], [13, 24]]),
    build_error(normal(2, 5), normal(4), match="4 entries"),
    large=sample(normal(1000, 1000), normal(1000)),
)
case(
    "BiasAddGrad",
    sample(normal(3, 5)),
    sample(normal(2, 3, 4, 5)),
    sample(normal(2, 5, 3), data_format="NCHW"),
    sample(normal(2, 5, 3, 4), data_format="NCHW"),
    literal([[1, 2], [3, 4]], gives=[4, 6]),
    literal([[[1, 2], [3, 4]]], data_format="NCHW", gives=[3, 7]),
    literal(values([[200], [100]], "uint8"), gives=[44]),
    build_error(normal(5), match="at least 2 dimensions"),
    large=sample(normal(1000, 1000)),
)
