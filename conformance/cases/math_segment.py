from typing import Any

import numpy as np

from ..case import build_error, case, distinct, integers, literal, normal, positive, run_error, sample, values

LOW, HIGH = -(2**31), 2**31 - 1
UNCONJUGATED = "TensorFlow does not conjugate the derivative of complex numbers here; finite differences agree with ours"


def unlike(reason: Any, *samples: Any) -> Any:
    """The gradients of complex numbers in these samples deviate, in all variants but the empty ones."""
    return {pattern: reason for number in samples for pattern in (f"gradient complex*-{number}", f"gradient complex*-{number}-[!e]*")}


DERIVED = ("strided", "transposed", "unknown_dims", "unknown_rank", "types")
SORTED = [0, 0, 2, 2, 3]
LARGE_IDS = values(np.repeat(np.arange(1000, dtype=np.int32), 100))
MANY_IDS = [0] * 40 + [2] * 24


def segments(draw: Any) -> Any:
    """Sorted ids with a gap, and what is wrong with others."""
    return (
        sample(draw(5, 3), SORTED),
        sample(draw(5), SORTED),
        sample(draw(0, 3), values([], "int32")),
        run_error(draw(3, 2), [0, 2, 1], match="not increasing"),
        run_error(draw(2, 2), [-1, 0], match="segment ids must be >= 0|out of range"),
        build_error(draw(3, 2), [0, 1], match="does not start with"),
    )


case(
    "SegmentSum",
    *segments(normal),
    literal([1, 2, 3], [0, 0, 2], gives=[3, 0, 3]),
    literal([[1, 3]] * 64, MANY_IDS, gives=[[40, 120], [0, 0], [24, 72]]),
    run_error([1] * 64, [0] * 40 + [2] * 23 + [1], match="not increasing"),
    derive=DERIVED,
    large=sample(normal(100000, 10), LARGE_IDS),
)
case(
    "SegmentMean",
    *segments(normal),
    literal([2, 4, 5], [0, 0, 2], gives=[3, 0, 5]),
    literal(values([-3, -4], "int32"), [0, 0], gives=[-3]),
    literal([[1, 3]] * 64, MANY_IDS, gives=[[1, 3], [0, 0], [1, 3]]),
    derive=DERIVED,
    large=sample(normal(100000, 10), LARGE_IDS),
)
case(
    "SegmentProd",
    *segments(positive),
    literal([2, 3, 4], [0, 0, 2], gives=[6, 1, 4]),
    deviates=unlike(UNCONJUGATED, 1, 2),
    derive=DERIVED,
    large=sample(normal(100000, 10), LARGE_IDS),
)
case(
    "SegmentMax",
    *segments(distinct),
    literal([2, 3, 4], [0, 0, 2], gives=[3, 0, 4]),
    smooth=False,
    derive=DERIVED,
    large=sample(normal(100000, 10), LARGE_IDS),
)
case(
    "SegmentMin",
    *segments(distinct),
    literal([2, 3, 4], [0, 0, 2], gives=[2, 0, 4]),
    smooth=False,
    derive=DERIVED,
    large=sample(normal(100000, 10), LARGE_IDS),
)


def unsorted(draw: Any, segments: Any = 4) -> Any:
    """Ids below 3 in any order, of one and of two dimensions, negative ones among them, and what is wrong with others."""
    return (
        sample(draw(5, 3), [2, 0, -1, 2, 1], segments),
        sample(draw(2, 3, 4), [[0, 2, 1], [2, 2, -2]], segments),
        sample(draw(0, 3), values([], "int32"), segments - 3),
        run_error(draw(2, 3), [0, 4], 4, match="is out of range"),
        build_error(draw(2, 3), [0, 1], -1, match="must not be negative"),
        build_error(draw(2, 3), [0, 1, 2], 4, match="does not start with"),
    )


case(
    "UnsortedSegmentSum",
    *unsorted(normal),
    literal([1, 2, 3], [2, 0, 2], 4, gives=[2, 0, 4, 0]),
    derive=(*DERIVED, "fed"),
    large=sample(normal(100000, 10), integers(100000, high=1000), 1000),
)
case(
    "UnsortedSegmentProd",
    *unsorted(positive),
    literal([2, 3, 4], [2, 0, 2], 4, gives=[3, 1, 8, 1]),
    deviates=unlike(UNCONJUGATED, 1, 2),
    derive=(*DERIVED, "fed"),
    large=sample(normal(100000, 10), integers(100000, high=1000), 1000),
)
case(
    "UnsortedSegmentMax",
    *unsorted(distinct, 3),
    literal(values([1, 2, 3], "int32"), [2, 0, 2], 4, gives=[2, LOW, 3, LOW]),
    smooth=False,
    derive=(*DERIVED, "fed"),
    large=sample(normal(100000, 10), integers(100000, high=1000), 1000),
)
case(
    "UnsortedSegmentMin",
    *unsorted(distinct, 3),
    literal(values([1, 2, 3], "int32"), [2, 0, 2], 4, gives=[2, HIGH, 1, HIGH]),
    smooth=False,
    derive=(*DERIVED, "fed"),
    large=sample(normal(100000, 10), integers(100000, high=1000), 1000),
)
