from typing import Any

import numpy as np

from ..case import build_error, case, edge, fatal, integers, literal, normal, run_error, sample, values

VALID22: dict[str, Any] = {"ksize": [1, 2, 2, 1], "strides": [1, 2, 2, 1], "padding": "VALID"}

EMPTY = {"*-empty*": fatal("TensorFlow refuses images without elements, or ends the process")}

ROWS: list[dict[str, Any]] = [
    {"ksize": [1, 2, 2, 1], "strides": [1, 2, 2, 1], "padding": "SAME"},
    {"ksize": [1, 3, 2, 1], "strides": [1, 1, 1, 1], "padding": "SAME"},
    {"ksize": [1, 3, 2, 1], "strides": [1, 2, 1, 1], "padding": "VALID", "include_batch_in_index": True},
    {"ksize": [1, 2, 2, 1], "strides": [1, 3, 4, 1], "padding": "SAME", "include_batch_in_index": True},
]
PLACES = [(3, 2), (5, 4), (2, 3), (2, 1)]
"""The rows and columns of the results."""

IMAGE = values(np.random.default_rng(0).permutation(120).reshape(2, 5, 4, 3))
SQUARE = [[[[1, 8], [2, 7]], [[4, 6], [3, 5]]]]

case(
    "MaxPoolWithArgmax",
    *(sample(IMAGE, **attributes) for attributes in ROWS),
    sample(IMAGE, **ROWS[1], Targmax="int32"),
    literal(SQUARE, **VALID22, gives=([[[[4, 8]]]], [[[[4, 1]]]])),
    literal([*SQUARE, *SQUARE], **VALID22, include_batch_in_index=True, gives=([[[[4, 8]]], [[[4, 8]]]], [[[[4, 1]]], [[[12, 9]]]])),
    edge([[[[3], [3], [1]]]], ksize=[1, 1, 2, 1], strides=[1] * 4, padding="SAME", gives=([[[[3], [3], [1]]]], [[[[0], [1], [2]]]])),
    edge(values([[[[0], [0]]]], "uint8"), ksize=[1, 1, 4, 1], strides=[1] * 4, padding="SAME", gives=([[[[0], [0]]]], [[[[0], [0]]]])),
    build_error(normal(2, 7, 6), **VALID22, match="four dimensions"),
    build_error(normal(2, 1, 6, 3), **VALID22, match="subtracting 2 from 1"),
    build_error(normal(2, 7, 6, 3), **VALID22 | {"ksize": [1, 2, 2, 3]}, match="must be 1 for the batch and the channels"),
    deviates=EMPTY,
    large=sample(normal(8, 64, 64, 32), **VALID22),
)
case(
    "MaxPoolGradWithArgmax",
    *(
        sample(normal(2, 5, 4, 3), normal(2, *places, 3), integers(2, *places, 3, low=0, high=60), **attributes)
        for attributes, places in zip(ROWS, PLACES, strict=True)
    ),
    literal(SQUARE, [[[[10, 20]]]], values([[[[4, 1]]]]), **VALID22, gives=[[[[0, 20], [0, 0]], [[10, 0], [0, 0]]]]),
    literal(
        [*SQUARE, *SQUARE],
        [[[[1, 2]]], [[[3, 4]]]],
        values([[[[4, 1]]], [[[4, 4]]]]),
        **VALID22,
        gives=[[[[0, 2], [0, 0]], [[1, 0], [0, 0]]], [[[0, 0], [0, 0]], [[7, 0], [0, 0]]]],
    ),
    literal(
        [*SQUARE, *SQUARE],
        [[[[1, 2]]], [[[3, 4]]]],
        values([[[[4, 9]]], [[[12, 12]]]]),
        **VALID22,
        include_batch_in_index=True,
        gives=[[[[0, 0], [0, 0]], [[1, 0], [0, 0]]], [[[0, 2], [0, 0]], [[7, 0], [0, 0]]]],
    ),
    build_error(normal(2, 4, 4, 3), normal(2, 2, 1, 3), integers(2, 2, 2, 3), **VALID22, match=r"shape \(2, 2, 1, 3\) does not fit"),
    build_error(normal(2, 4, 4, 3), normal(2, 2, 2, 3), integers(2, 2, 1, 3), **VALID22, match=r"shape \(2, 2, 1, 3\) does not fit"),
    run_error(SQUARE, [[[[10, 20]]]], values([[[[4, 8]]]]), **VALID22, match=r"argmax\[0, 0, 0, 1\] = 8 is not in \[0, 8\)"),
    run_error(SQUARE, [[[[10, 20]]]], values([[[[-1, 3]]]]), **VALID22, match=r"argmax\[0, 0, 0, 0\] = -1 is not in \[0, 8\)"),
    gradient=(1,),
    oracle=False,
    because="TensorFlow has no kernel for the CPU; literals, and the gradient of MaxPool, stand in",
    large=sample(normal(8, 64, 64, 32), normal(8, 32, 32, 32), integers(8, 32, 32, 32, low=0, high=64 * 64 * 32), **VALID22),
)
case(
    "MaxPoolGradGradWithArgmax",
    *(
        sample(normal(2, 5, 4, 3), normal(2, 5, 4, 3), integers(2, *places, 3, low=0, high=60), **attributes)
        for attributes, places in zip(ROWS, PLACES, strict=True)
    ),
    literal(SQUARE, [[[[10, 20], [30, 40]], [[50, 60], [70, 80]]]], values([[[[4, 1]]]]), **VALID22, gives=[[[[50, 20]]]]),
    literal(
        SQUARE + SQUARE,
        [[[[1, 2], [3, 4]], [[5, 6], [7, 8]]], [[[9, 10], [11, 12]], [[13, 14], [15, 16]]]],
        values([[[[4, 3]]], [[[7, 0]]]]),
        **VALID22,
        gives=[[[[5, 4]]], [[[16, 9]]]],
    ),
    literal(
        SQUARE + SQUARE,
        [[[[1, 2], [3, 4]], [[5, 6], [7, 8]]], [[[9, 10], [11, 12]], [[13, 14], [15, 16]]]],
        values([[[[4, 9]]], [[[15, 0]]]]),
        **VALID22,
        include_batch_in_index=True,
        gives=[[[[5, 10]]], [[[16, 1]]]],
    ),
    build_error(normal(2, 4, 4, 3), normal(2, 4, 4, 3), integers(2, 2, 1, 3), **VALID22, match=r"shape \(2, 2, 1, 3\) does not fit"),
    build_error(normal(2, 4, 4, 3), normal(2, 4, 5, 3), integers(2, 2, 2, 3), **VALID22, match="compatible"),
    run_error(SQUARE, SQUARE, values([[[[4, 8]]]]), **VALID22, match=r"argmax\[0, 0, 0, 1\] = 8 is not in \[0, 8\)"),
    gradient=(1,),
    oracle=False,
    because="TensorFlow has no kernel for the CPU; literals stand in",
    large=sample(normal(8, 64, 64, 32), normal(8, 64, 64, 32), integers(8, 32, 32, 32, low=0, high=64 * 64 * 32), **VALID22),
)
