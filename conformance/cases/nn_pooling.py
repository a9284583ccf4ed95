import itertools
from typing import Any

import numpy as np

from ..case import build_error, case, edge, literal, normal, sample, values

VALID22: dict[str, Any] = {"ksize": [1, 2, 2, 1], "strides": [1, 2, 2, 1], "padding": "VALID"}


LARGE = sample(normal(8, 64, 64, 32), **VALID22)
TO_LARGE = sample(normal(8, 64, 64, 32), normal(8, 32, 32, 32), normal(8, 32, 32, 32), **VALID22)
FROM_LARGE = sample(normal(8, 64, 64, 32), normal(8, 32, 32, 32), normal(8, 64, 64, 32), **VALID22)

# Each row: sizes of the image (n, h, w, c), rows and columns of the result, attributes.

WINDOWS = [
    ((2, 7, 6, 3), (4, 3), {"ksize": [1, 2, 2, 1], "strides": [1, 2, 2, 1], "padding": "SAME"}),
    ((2, 7, 6, 3), (7, 6), {"ksize": [1, 3, 2, 1], "strides": [1, 1, 1, 1], "padding": "SAME"}),
    ((2, 7, 8, 3), (3, 7), {"ksize": [1, 3, 2, 1], "strides": [1, 2, 1, 1], "padding": "VALID"}),
    ((2, 9, 8, 3), (3, 2), {"ksize": [1, 2, 2, 1], "strides": [1, 3, 4, 1], "padding": "SAME"}),
    ((2, 3, 4, 1), (2, 2), {"ksize": [1, 6, 5, 1], "strides": [1, 2, 2, 1], "padding": "SAME"}),
]
NCHW = [((2, 7, 6, 3), (4, 6), {"ksize": [1, 1, 2, 3], "strides": [1, 1, 2, 1], "padding": "SAME", "data_format": "NCHW"})]
EXPLICIT = [
    (
        (2, 7, 6, 3),
        (4, 5),
        {"ksize": [1, 3, 3, 1], "strides": [1, 2, 1, 1], "padding": "EXPLICIT", "explicit_paddings": [0, 0, 1, 1, 0, 1, 0, 0]},
    ),
]


def result(sizes: Any, counts: Any, attributes: Any) -> Any:
    return normal(*ordered((sizes[0], *counts, sizes[3]), attributes))


def ordered(sizes: Any, attributes: Any) -> Any:
    """Sizes written as (n, h, w, c) in the order that the attributes say."""
    n, h, w, c = sizes
    return [n, c, h, w] if attributes.get("data_format") == "NCHW" else [n, h, w, c]


WRONG = [
    build_error(normal(2, 7, 6), **VALID22, match="four dimensions"),
    build_error(normal(2, 1, 6, 3), **VALID22, match="Negative dimension size caused by subtracting 2 from 1"),
    build_error(normal(2, 7, 6, 3), **VALID22 | {"ksize": [1, 0, 2, 1]}, match="positive"),
    build_error(normal(2, 7, 6, 3), **VALID22 | {"ksize": [2, 1, 1, 1]}, match="must be 1 for the batch"),
]
case(
    "MaxPool",
    *(sample(normal(*ordered(sizes, attributes)), **attributes) for sizes, _, attributes in WINDOWS + NCHW + EXPLICIT),
    sample(normal(2, 3, 4, 6), ksize=[1, 1, 1, 3], strides=[1, 1, 1, 3], padding="VALID"),
    literal([[[[1], [2]], [[4], [3]]]], **VALID22, gives=[[[[4]]]]),
    literal([[[[-1], [-2]], [[-4], [-3]]]], ksize=[1, 2, 2, 1], strides=[1, 1, 1, 1], padding="SAME", gives=[[[[-1], [-2]], [[-3], [-3]]]]),
    *WRONG,
    build_error(normal(2, 3, 4, 6), ksize=[1, 1, 1, 4], strides=[1, 1, 1, 4], padding="VALID", match="must evenly divide the 6 channels"),
    build_error(normal(2, 3, 4, 6), ksize=[1, 2, 1, 3], strides=[1, 1, 1, 3], padding="VALID", match="windows over channels"),
    build_error(normal(2, 3, 4, 6), **VALID22, data_format="NCHW_VECT_C", match="not supported"),
    deviates={
        f"*-{variant}": "TensorFlow lets no window lie on an empty dimension, of channels too"
        for variant in ("3-empty1", "7-empty1", "8-empty[123]")
    },
    large=LARGE,
)


# Gradients of maxima: images of different numbers, which every type holds, with their maxima.

SMALL = [
    {"ksize": [1, 2, 2, 1], "strides": [1, 2, 2, 1], "padding": "SAME"},
    {"ksize": [1, 3, 2, 1], "strides": [1, 1, 1, 1], "padding": "SAME"},
    {"ksize": [1, 3, 2, 1], "strides": [1, 2, 1, 1], "padding": "VALID"},
    {"ksize": [1, 2, 2, 1], "strides": [1, 3, 4, 1], "padding": "SAME"},
    {"ksize": [1, 1, 2, 3], "strides": [1, 1, 2, 1], "padding": "SAME", "data_format": "NCHW"},
]
REACHING: dict[str, Any] = {
    "ksize": [1, 3, 3, 1],
    "strides": [1, 2, 1, 1],
    "padding": "EXPLICIT",
    "explicit_paddings": [0, 0, 1, 2, 0, 1, 0, 0],
}
IMAGE = np.random.default_rng(0).permutation(120).reshape(2, 5, 4, 3)


def with_maxima(attributes: Any) -> Any:
    """The image and its greatest entries, in the order that the attributes say."""
    to = (0, 3, 1, 2) if attributes.get("data_format") == "NCHW" else (0, 1, 2, 3)
    rows, columns = (list(places(IMAGE.shape[axis], to.index(axis), attributes)) for axis in (1, 2))
    maxima = [
        [IMAGE[:, window[0][0] : window[0][1], window[1][0] : window[1][1]].max((1, 2)) for window in itertools.product([row], columns)]
        for row in rows
    ]
    return values(IMAGE.transpose(to)), values(np.array(maxima).transpose(2, 0, 1, 3).transpose(to))


def places(size: Any, position: Any, attributes: Any) -> Any:
    """From where to where each window lies inside a dimension that is at a position of the attributes."""
    extent, step = attributes["ksize"][position], attributes["strides"][position]
    before, after = attributes.get("explicit_paddings", [0] * 8)[2 * position : 2 * position + 2]
    count = -(-size // step) if attributes["padding"] == "SAME" else (size + before + after - extent) // step + 1
    if attributes["padding"] == "SAME":
        before = max((count - 1) * step + extent - size, 0) // 2
    return ((max(i * step - before, 0), min(i * step - before + extent, size)) for i in range(count))


def drawn_like(given: Any) -> Any:
    return normal(*given.value.shape)


def gradient_samples(rows: Any, of_image: Any) -> Any:
    """The image, its maxima, and drawn numbers of the shape of the image or of the maxima."""
    return [
        sample(image, maxima, drawn_like(image if of_image else maxima), **attributes)
        for attributes in rows
        for image, maxima in [with_maxima(attributes)]
    ]


case(
    "MaxPoolGrad",
    *gradient_samples([*SMALL, REACHING], of_image=False),
    literal([[[[1], [2]], [[4], [3]]]], [[[[4]]]], [[[[7]]]], **VALID22, gives=[[[[0], [0]], [[7], [0]]]]),
    literal(values([[[[2], [2]], [[1], [2]]]], "int32"), [[[[2]]]], [[[[7]]]], **VALID22, gives=[[[[7], [0]], [[0], [0]]]]),
    literal(values([[[[0], [0]]]], "uint8"), [[[[0], [0]]]], [[[[3], [4]]]], **SMALL[0] | {"strides": [1, 1, 1, 1]}, gives=[[[[3], [4]]]]),
    build_error(
        normal(2, 7, 6, 3), normal(2, 3, 3, 3), normal(2, 3, 2, 3), **VALID22, match=r"a tensor of shape \(2, 3, 2, 3\) does not fit"
    ),
    gradient=(2,),
    deviates={"gradient *float*-6*": "TensorFlow's own has no EXPLICIT padding"},
    large=TO_LARGE,
)
case(
    "MaxPoolGradGrad",
    *gradient_samples(SMALL, of_image=True),
    literal([[[[1], [2]], [[4], [3]]]], [[[[4]]]], [[[[5], [6]], [[7], [8]]]], **VALID22, gives=[[[[7]]]]),
    build_error(normal(2, 7, 6, 3), normal(2, 3, 3, 3), normal(2, 7, 5, 3), **VALID22, match=r"grad has shape \(2, 7, 5, 3\)"),
    gradient=(2,),
    deviates={"*-2-transposed": "TensorFlow's kernel writes its result over an input that it still reads"},
    large=FROM_LARGE,
)

# Windows that are tensors


def as_tensors(attributes: Any) -> Any:
    """The windows among the attributes, and the others."""
    return (attributes["ksize"], attributes["strides"]), {key: attributes[key] for key in attributes if key in ("padding", "data_format")}


case(
    "MaxPoolV2",
    *(
        sample(normal(*ordered(sizes, attributes)), *steps, **others)
        for sizes, _, attributes in WINDOWS + NCHW
        for steps, others in [as_tensors(attributes)]
    ),
    edge([[[[1, 5, 4, 2]]]], [1, 1, 1, 2], [1, 1, 1, 2], padding="VALID", gives=[[[[5, 4]]]]),
    literal([[[[1], [2]], [[4], [3]]]], [1, 2, 2, 1], [1, 2, 2, 1], padding="VALID", gives=[[[[4]]]]),
    build_error(normal(2, 7, 6), [1, 2, 2, 1], [1, 2, 2, 1], padding="VALID", match="four dimensions"),
    build_error(normal(2, 1, 6, 3), [1, 2, 2, 1], [1, 2, 2, 1], padding="VALID", match="subtracting 2 from 1"),
    build_error(normal(2, 7, 6, 3), [1, 0, 2, 1], [1, 2, 2, 1], padding="VALID", match="positive"),
    build_error(normal(2, 7, 6, 3), [1, 2, 2], [1, 2, 2, 1], padding="VALID", match="vectors of four numbers"),
    build_error(normal(2, 7, 6, 3), [1, 2, 2, 1], [1, 2, 2, 1], padding="VALID", data_format="NCHW_VECT_C", match="not supported"),
    large=sample(normal(8, 64, 64, 32), [1, 2, 2, 1], [1, 2, 2, 1], padding="VALID"),
)


def gradient_samples_of_tensors(rows: Any, of_image: Any) -> Any:
    return [
        sample(image, maxima, drawn_like(image if of_image else maxima), *steps, **others)
        for attributes in rows
        for image, maxima in [with_maxima(attributes)]
        for steps, others in [as_tensors(attributes)]
    ]


case(
    "MaxPoolGradV2",
    *gradient_samples_of_tensors(SMALL, of_image=False),
    literal(
        [[[[1], [2]], [[4], [3]]]], [[[[4]]]], [[[[7]]]], [1, 2, 2, 1], [1, 2, 2, 1], padding="VALID", gives=[[[[0], [0]], [[7], [0]]]]
    ),
    build_error(
        normal(2, 7, 6, 3), normal(2, 3, 3, 3), normal(2, 3, 2, 3), [1, 2, 2, 1], [1, 2, 2, 1], padding="VALID", match="does not fit"
    ),
    gradient=(2,),
)
case(
    "MaxPoolGradGradV2",
    *gradient_samples_of_tensors(SMALL, of_image=True),
    literal(
        [[[[1], [2]], [[4], [3]]]], [[[[4]]]], [[[[5], [6]], [[7], [8]]]], [1, 2, 2, 1], [1, 2, 2, 1], padding="VALID", gives=[[[[7]]]]
    ),
    build_error(
        normal(2, 7, 6, 3), normal(2, 3, 3, 3), normal(2, 7, 5, 3), [1, 2, 2, 1], [1, 2, 2, 1], padding="VALID", match="compatible"
    ),
    gradient=(2,),
)

# Means

case(
    "AvgPool",
    *(sample(normal(*ordered(sizes, attributes)), **attributes) for sizes, _, attributes in WINDOWS + NCHW),
    literal([[[[1], [2]], [[4], [3]]]], **VALID22, gives=[[[[2.5]]]]),
    literal([[[[1], [3]]]], ksize=[1, 1, 2, 1], strides=[1, 1, 1, 1], padding="SAME", gives=[[[[2], [3]]]]),
    *WRONG,
    large=LARGE,
)
case(
    "AvgPoolGrad",
    *(sample(ordered(sizes, attributes), result(sizes, counts, attributes), **attributes) for sizes, counts, attributes in WINDOWS + NCHW),
    literal([1, 2, 2, 1], [[[[8]]]], **VALID22, gives=[[[[2], [2]], [[2], [2]]]]),
    literal([1, 1, 2, 1], [[[[8], [3]]]], ksize=[1, 1, 2, 1], strides=[1, 1, 1, 1], padding="SAME", gives=[[[[4], [7]]]]),
    build_error([2, 7, 6, 3], normal(2, 3, 2, 3), **VALID22, match="does not fit"),
    build_error([2, 7, 6], normal(2, 3, 3, 3), **VALID22, match="four dimensions"),
    large=sample([8, 64, 64, 32], normal(8, 32, 32, 32), **VALID22),
)
