from typing import Any

from ..case import build_error, case, fatal, literal, normal, sample, values

PLAIN: dict[str, Any] = {"strides": [1, 1, 1, 1, 1], "padding": "SAME"}

EMPTY = {"*-empty*": fatal("of volumes or filters without elements TensorFlow returns what the memory holds, or ends the process")}
DILATED = {"*-4*": "TensorFlow's kernels on the CPU do not dilate volumes"}

SHIFTED = "TensorFlow's kernel for the CPU moves windows that reach less far than the volume into its middle, against its own gradients"
NARROW: dict[str, Any] = {
    "tolerance": {"float16": 2e-2, "bfloat16": 1e-1},
    "because": "TensorFlow's kernels for volumes sum in the 16-bit types themselves",
}

# Each row: sizes of the volume (n, d, h, w, c), of the filter (a, b, c, d, o), of the result (n, i, j, k, o), attributes.

ROWS = [
    ((2, 4, 6, 5, 3), (2, 3, 1, 3, 4), (2, 4, 6, 5, 4), PLAIN),
    ((2, 5, 6, 7, 3), (3, 2, 4, 3, 2), (2, 3, 2, 4, 2), {"strides": [1, 2, 3, 2, 1], "padding": "SAME"}),
    ((1, 5, 6, 7, 2), (3, 2, 4, 2, 3), (1, 2, 5, 2, 3), {"strides": [1, 2, 1, 2, 1], "padding": "VALID"}),
    ((1, 6, 5, 7, 2), (2, 3, 2, 2, 3), (1, 6, 5, 7, 3), PLAIN | {"dilations": [1, 3, 1, 2, 1]}),
    ((2, 3, 4, 5, 2), (1, 1, 1, 2, 6), (2, 2, 2, 3, 6), {"strides": [1, 2, 2, 2, 1], "padding": "VALID"}),
    ((2, 4, 6, 5, 3), (2, 3, 1, 3, 7), (2, 4, 3, 5, 7), {"strides": [1, 1, 1, 2, 1], "padding": "SAME", "data_format": "NCDHW"}),
]
LAST = [row for row in ROWS if "data_format" not in row[3]]
WRONG = [
    ((2, 4, 6, 5, 3), (2, 3, 1, 2, 4), PLAIN, "filter has 2 channels, but the input 3"),
    ((2, 4, 6, 5, 4), (2, 3, 1, 2, 4), PLAIN, "filter has 2 channels, but the input 4"),
    ((2, 6, 5, 3), (2, 3, 1, 3, 4), PLAIN, "five dimensions"),
    ((2, 1, 6, 5, 3), (2, 3, 1, 3, 4), {"strides": [1] * 5, "padding": "VALID"}, "Negative dimension size caused by subtracting 2 from 1"),
    ((2, 4, 6, 5, 3), (2, 3, 1, 3, 4), {"strides": [1, 0, 1, 1, 1], "padding": "SAME"}, "five positive numbers"),
    ((2, 4, 6, 5, 3), (2, 3, 1, 3, 4), {"strides": [1, 1, 1, 1, 2], "padding": "SAME"}, "must be 1 for the batch and the channels"),
    ((2, 4, 6, 5, 3), (2, 3, 1, 3, 4), PLAIN | {"dilations": [2, 1, 1, 1, 1]}, "must be 1 for the batch and the channels"),
]


def ordered(sizes: Any, attributes: Any) -> Any:
    """Sizes written as (n, d, h, w, c) in the order that the attributes say."""
    n, d, h, w, c = sizes
    return [n, c, d, h, w] if attributes.get("data_format") == "NCDHW" else [n, d, h, w, c]


def drawn(sizes: Any, attributes: Any) -> Any:
    return normal(*ordered(sizes, attributes))


LINE = [[[[[1], [2], [3]]]]]
TRIPLE = [[[[[1]], [[10]], [[100]]]]]

case(
    "Conv3D",
    *(sample(drawn(volume, attributes), normal(*filter), **attributes) for volume, filter, _, attributes in ROWS),
    literal(LINE, TRIPLE, **PLAIN, gives=[[[[[210], [321], [32]]]]]),
    literal([[[[[1], [2]], [[3], [4]]]]], [[[[[1]], [[10]]], [[[100]], [[1000]]]]], **PLAIN, gives=[[[[[4321], [402]], [[43], [4]]]]]),
    literal(LINE, [[[[[1]]]]], strides=[1, 1, 1, 3, 1], padding="SAME", gives=[[[[[1]]]]]),
    *(build_error(normal(*volume), normal(*filter), **attributes, match=match) for volume, filter, attributes, match in WRONG),
    deviates=EMPTY | DILATED | {"[bf]*-9*": SHIFTED},
    **NARROW,
    large=sample(normal(2, 16, 32, 32, 16), normal(3, 3, 3, 16, 16), **PLAIN),
)
case(
    "Conv3DBackpropInputV2",
    *(
        sample(ordered(volume, attributes), normal(*filter), drawn(result, attributes), **attributes)
        for volume, filter, result, attributes in ROWS
    ),
    literal([1, 1, 1, 3, 1], TRIPLE, LINE, **PLAIN, gives=[[[[[12], [123], [230]]]]]),
    build_error([2, 4, 6, 5, 3], normal(2, 3, 1, 3, 4), normal(2, 4, 5, 5, 4), **PLAIN, match=r"out_backprop has shape \(2, 4, 5, 5, 4\)"),
    build_error([2, 4, 6, 5, 2], normal(2, 3, 1, 3, 4), normal(2, 4, 6, 5, 4), **PLAIN, match="filter has 3 channels, but the input 2"),
    build_error([2, 4, 6, 5], normal(2, 3, 1, 3, 4), normal(2, 4, 6, 5, 4), **PLAIN, match="five dimensions"),
    deviates=EMPTY | DILATED,
    **NARROW,
    large=sample([2, 16, 32, 32, 16], normal(3, 3, 3, 16, 16), normal(2, 16, 32, 32, 16), **PLAIN),
)
case(
    "Conv3DBackpropFilterV2",
    *(
        sample(drawn(volume, attributes), list(filter), drawn(result, attributes), **attributes)
        for volume, filter, result, attributes in ROWS
    ),
    literal(LINE, [1, 1, 3, 1, 1], [[[[[1], [10], [100]]]]], **PLAIN, gives=[[[[[210]], [[321]], [[32]]]]]),
    build_error(normal(2, 4, 6, 5, 3), [2, 3, 1, 3, 4], normal(2, 4, 5, 5, 4), **PLAIN, match=r"out_backprop has shape \(2, 4, 5, 5, 4\)"),
    build_error(normal(2, 4, 6, 5, 3), [2, 3, 1, 2, 4], normal(2, 4, 6, 5, 4), **PLAIN, match="filter has 2 channels, but the input 3"),
    deviates=EMPTY | DILATED,
    **NARROW,
    large=sample(normal(2, 16, 32, 32, 16), [3, 3, 3, 16, 16], normal(2, 16, 32, 32, 16), **PLAIN),
)
case(
    "Conv3DBackpropInput",
    *(sample(normal(*volume), normal(*filter), normal(*result), **attributes) for volume, filter, result, attributes in LAST),
    literal(values([[[[[0], [0], [0]]]]]), TRIPLE, LINE, **PLAIN, gives=[[[[[12], [123], [230]]]]]),
    build_error(
        normal(2, 4, 6, 5, 3), normal(2, 3, 1, 3, 4), normal(2, 4, 5, 5, 4), **PLAIN, match=r"out_backprop has shape \(2, 4, 5, 5, 4\)"
    ),
    deviates=EMPTY | DILATED,
    **NARROW,
    large=sample(normal(2, 16, 32, 32, 16), normal(3, 3, 3, 16, 16), normal(2, 16, 32, 32, 16), **PLAIN),
)
case(
    "Conv3DBackpropFilter",
    *(sample(normal(*volume), normal(*filter), normal(*result), **attributes) for volume, filter, result, attributes in LAST),
    literal(LINE, values([[[[[0]], [[0]], [[0]]]]]), [[[[[1], [10], [100]]]]], **PLAIN, gives=[[[[[210]], [[321]], [[32]]]]]),
    build_error(
        normal(2, 4, 6, 5, 3), normal(2, 3, 1, 3, 4), normal(2, 4, 5, 5, 4), **PLAIN, match=r"out_backprop has shape \(2, 4, 5, 5, 4\)"
    ),
    deviates=EMPTY | DILATED,
    **NARROW,
    large=sample(normal(2, 16, 32, 32, 16), normal(3, 3, 3, 16, 16), normal(2, 16, 32, 32, 16), **PLAIN),
)
