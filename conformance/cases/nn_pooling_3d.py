import itertools
from typing import Any

import numpy as np

from ..case import build_error, case, fatal, literal, normal, sample, values

CUBES: dict[str, Any] = {"ksize": [1, 2, 2, 2, 1], "strides": [1, 2, 2, 2, 1], "padding": "VALID"}

EMPTY = {"*-empty*": fatal("of volumes without elements TensorFlow returns what the memory holds, or ends the process")}

TIES = "TensorFlow's kernel for the CPU adds the gradient to each of several greatest entries, which is more than there is to share"

# Each row: sizes of the volume (n, d, h, w, c), places of the result, attributes.

ROWS = [
    ((2, 5, 4, 6, 3), (3, 2, 3), CUBES | {"padding": "SAME"}),
    ((2, 5, 4, 6, 3), (5, 4, 6), {"ksize": [1, 3, 2, 1, 1], "strides": [1, 1, 1, 1, 1], "padding": "SAME"}),
    ((1, 5, 6, 7, 2), (2, 5, 2), {"ksize": [1, 3, 2, 4, 1], "strides": [1, 2, 1, 3, 1], "padding": "VALID"}),
    ((1, 5, 6, 7, 2), (2, 2, 4), {"ksize": [1, 2, 2, 1, 1], "strides": [1, 3, 4, 2, 1], "padding": "SAME"}),
    ((2, 2, 3, 4, 1), (1, 2, 2), {"ksize": [1, 4, 5, 6, 1], "strides": [1, 2, 2, 2, 1], "padding": "SAME"}),
    ((2, 5, 4, 6, 3), (5, 2, 6), {"ksize": [1, 1, 3, 2, 2], "strides": [1, 1, 1, 2, 1], "padding": "SAME", "data_format": "NCDHW"}),
]


def ordered(sizes: Any, attributes: Any) -> Any:
    """Sizes written as (n, d, h, w, c) in the order that the attributes say."""
    n, d, h, w, c = sizes
    return [n, c, d, h, w] if attributes.get("data_format") == "NCDHW" else [n, d, h, w, c]


def pooled(sizes: Any, places: Any, attributes: Any) -> Any:
    return normal(*ordered((sizes[0], *places, sizes[4]), attributes))


WRONG = [
    build_error(normal(2, 5, 6, 3), **CUBES, match="five dimensions"),
    build_error(normal(2, 1, 4, 6, 3), **CUBES, match="Negative dimension size caused by subtracting 2 from 1"),
    build_error(normal(2, 5, 4, 6, 3), **CUBES | {"ksize": [1, 0, 2, 2, 1]}, match="five positive numbers"),
    build_error(normal(2, 5, 4, 6, 3), **CUBES | {"strides": [2, 2, 2, 2, 1]}, match="must be 1 for the batch"),
]
CUBE = [[[[[1], [2]], [[3], [8]]], [[[5], [6]], [[7], [4]]]]]
LARGE = sample(normal(2, 16, 32, 32, 32), **CUBES)

case(
    "MaxPool3D",
    *(sample(normal(*ordered(sizes, attributes)), **attributes) for sizes, _, attributes in ROWS),
    literal(CUBE, **CUBES, gives=[[[[[8]]]]]),
    literal(
        CUBE, ksize=[1, 2, 1, 2, 1], strides=[1, 1, 1, 1, 1], padding="SAME", gives=[[[[[6], [6]], [[8], [8]]], [[[6], [6]], [[7], [4]]]]]
    ),
    *WRONG,
    smooth=False,
    deviates=EMPTY | {"gradient bfloat16-1": TIES},
    large=LARGE,
)

# Gradients of maxima: volumes of different numbers, which every type holds, with their maxima.

SMALL = [CUBES | {"padding": "SAME"}, ROWS[1][2], {"ksize": [1, 2, 3, 2, 1], "strides": [1, 1, 2, 1, 1], "padding": "VALID"}, ROWS[5][2]]
VOLUME = np.random.default_rng(0).permutation(120).reshape(2, 3, 5, 4, 1)


def with_maxima(attributes: Any) -> Any:
    """The volume and its greatest entries, in the order that the attributes say."""
    to = (0, 4, 1, 2, 3) if attributes.get("data_format") == "NCDHW" else (0, 1, 2, 3, 4)
    along = [list(places(VOLUME.shape[axis], to.index(axis), attributes)) for axis in (1, 2, 3)]
    maxima = [VOLUME[(slice(None), *window)].max((1, 2, 3)) for window in itertools.product(*along)]
    result = np.reshape(maxima, (*map(len, along), *VOLUME.shape[::4])).transpose(3, 0, 1, 2, 4)
    return values(VOLUME.transpose(to)), values(result.transpose(to))


def places(size: Any, position: Any, attributes: Any) -> Any:
    """The part of a dimension, which is at a position of the attributes, that each window meets."""
    extent, step = attributes["ksize"][position], attributes["strides"][position]
    same = attributes["padding"] == "SAME"
    count = -(-size // step) if same else (size - extent) // step + 1
    before = max((count - 1) * step + extent - size, 0) // 2 if same else 0
    return (slice(max(i * step - before, 0), i * step - before + extent) for i in range(count))


def gradient_samples(of_volume: Any) -> Any:
    """The volume, its maxima, and drawn numbers of the shape of the volume or of the maxima."""
    return [
        sample(volume, maxima, normal(*(volume if of_volume else maxima).value.shape), **attributes)
        for attributes in SMALL
        for volume, maxima in [with_maxima(attributes)]
    ]


case(
    "MaxPool3DGrad",
    *gradient_samples(of_volume=False),
    literal(CUBE, [[[[[8]]]]], [[[[[9]]]]], **CUBES, gives=[[[[[0], [0]], [[0], [9]]], [[[0], [0]], [[0], [0]]]]]),
    literal(
        [[[[[2], [2], [2]]]]],
        [[[[[2]]]]],
        [[[[[9]]]]],
        ksize=[1, 1, 1, 3, 1],
        strides=[1] * 5,
        padding="VALID",
        gives=[[[[[9], [0], [0]]]]],
    ),
    build_error(
        normal(2, 5, 4, 6, 3), normal(2, 2, 2, 3, 3), normal(2, 2, 2, 2, 3), **CUBES, match=r"shape \(2, 2, 2, 2, 3\) does not fit"
    ),
    gradient=(2,),
    deviates=EMPTY | {"float32-6*": TIES},
    large=sample(normal(2, 16, 32, 32, 32), normal(2, 8, 16, 16, 32), normal(2, 8, 16, 16, 32), **CUBES),
)
case(
    "MaxPool3DGradGrad",
    *gradient_samples(of_volume=True),
    literal(CUBE, [[[[[8]]]]], [[[[[1], [2]], [[3], [4]]], [[[5], [6]], [[7], [8]]]]], **CUBES, gives=[[[[[4]]]]]),
    build_error(normal(2, 5, 4, 6, 3), normal(2, 2, 2, 3, 3), normal(2, 5, 4, 5, 3), **CUBES, match=r"grad has shape \(2, 5, 4, 5, 3\)"),
    gradient=False,
    because="its gradient, MaxPool3DGrad, has fewer types; it is checked as the second order of MaxPool3DGrad",
    deviates=EMPTY,
    large=sample(normal(2, 16, 32, 32, 32), normal(2, 8, 16, 16, 32), normal(2, 16, 32, 32, 32), **CUBES),
)

# Means

case(
    "AvgPool3D",
    *(sample(normal(*ordered(sizes, attributes)), **attributes) for sizes, _, attributes in ROWS),
    literal(CUBE, **CUBES, gives=[[[[[4.5]]]]]),
    literal([[[[[1], [3]]]]], ksize=[1, 1, 1, 2, 1], strides=[1, 1, 1, 1, 1], padding="SAME", gives=[[[[[2], [3]]]]]),
    *WRONG,
    deviates=EMPTY,
    large=LARGE,
)
case(
    "AvgPool3DGrad",
    *(sample(ordered(sizes, attributes), pooled(sizes, places, attributes), **attributes) for sizes, places, attributes in ROWS),
    literal([1, 2, 2, 2, 1], [[[[[8]]]]], **CUBES, gives=[[[[[1], [1]], [[1], [1]]], [[[1], [1]], [[1], [1]]]]]),
    literal([1, 1, 1, 2, 1], [[[[[8], [3]]]]], ksize=[1, 1, 1, 2, 1], strides=[1] * 5, padding="SAME", gives=[[[[[4], [7]]]]]),
    build_error([2, 5, 4, 6, 3], normal(2, 2, 2, 2, 3), **CUBES, match="does not fit"),
    build_error([2, 5, 4, 6], normal(2, 2, 2, 3, 3), **CUBES, match="five dimensions"),
    deviates=EMPTY,
    large=sample([2, 16, 32, 32, 32], normal(2, 8, 16, 16, 32), **CUBES),
)
