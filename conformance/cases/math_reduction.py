from typing import Any

from ..case import booleans, build_error, case, distinct, literal, normal, positive, run_error, sample, values

INF, NAN = float("inf"), float("nan")
UNCONJUGATED = "TensorFlow does not conjugate the derivative of complex numbers here; finite differences agree with ours"


def unlike(reason: Any, *samples: Any) -> Any:
    """The gradients of complex numbers in these samples deviate, in all variants but the empty ones."""
    return {pattern: reason for number in samples for pattern in (f"gradient complex*-{number}", f"gradient complex*-{number}-[!e]*")}


DERIVED = ("empty", "strided", "transposed", "nonfinite", "unknown_dims", "unknown_rank", "fed", "types")


def along(draw: Any) -> Any:
    """Reductions of drawn inputs over one, several, all and no dimensions, kept or not."""
    return (
        sample(draw(2, 3, 4), 1),
        sample(draw(2, 3, 4), [0]),
        sample(draw(2, 3, 4), [-1, 0], keep_dims=True),
        sample(draw(2, 3, 4), [2, 0, 1]),
        sample(draw(2, 3, 4), []),
        sample(draw(), []),
        sample(draw(0, 3), 1),
        build_error(draw(2, 3), 2, match="axis 2 is not in"),
        build_error(draw(2, 3), [0, -2], match="twice"),
    )


case(
    "Sum",
    *along(normal),
    literal([[1, 2], [3, 4]], 0, gives=[4, 6]),
    literal([[1, 2], [3, 4]], [0, 1], gives=10),
    derive=DERIVED,
    large=sample(normal(1000, 1000), 1),
)
case(
    "Mean",
    *along(normal),
    literal([[1, 2], [3, 6]], 0, gives=[2, 4]),
    literal(values([-7, 2], "int32"), 0, gives=-2),
    sample(normal(2, 0, dtype="int32"), 1),
    derive=DERIVED[1:],
    large=sample(normal(1000, 1000), 1),
)
case(
    "Prod",
    *along(positive),
    literal([[1, 2], [3, 4]], 0, gives=[3, 8]),
    literal(values([0, 2, 3], "int32"), 0, gives=0),
    derive=DERIVED,
    large=sample(positive(1000, 1000), 1),
)
case(
    "Max",
    *along(distinct),
    literal([[1, 4], [3, 2]], 0, gives=[3, 4]),
    sample(distinct(2, 0, dtype="int32"), 1),
    smooth=False,
    derive=DERIVED[1:],
    large=sample(normal(1000, 1000), 1),
)
case(
    "Min",
    *along(distinct),
    literal([[1, 4], [3, 2]], 0, gives=[1, 2]),
    sample(distinct(2, 0, dtype="int32"), 1),
    smooth=False,
    derive=DERIVED[1:],
    large=sample(normal(1000, 1000), 1),
)
case(
    "EuclideanNorm",
    *along(positive),
    literal([3, 4], 0, gives=5),
    literal([3j, 4], 0, gives=5),
    derive=DERIVED,
    deviates=unlike(
        "TensorFlow lets the imaginary part of dy through, though y is real; finite differences agree with ours", 1, 2, 3, 4, 5, 6, 10, 11
    ),
    large=sample(normal(1000, 1000), 1),
)
case(
    "All",
    *along(booleans),
    literal([[True, False], [True, True]], 0, gives=[True, False]),
    derive=DERIVED,
    large=sample(booleans(1000, 1000), 1),
)
case(
    "Any",
    *along(booleans),
    literal([[True, False], [False, False]], 0, gives=[True, False]),
    derive=DERIVED,
    large=sample(booleans(1000, 1000), 1),
)

SEARCHED = ("strided", "transposed", "unknown_dims", "unknown_rank", "fed")
POSITIONS = (
    sample(distinct(2, 5, 4), 0),
    sample(distinct(2, 5, 4), 2, output_type="int32"),
    build_error(normal(2, 3), 2, match="axis 2 is not in"),
    run_error(normal(0, 3), 0, match="is empty in shape"),
)
case(
    "ArgMax",
    *POSITIONS,
    literal([3, 7, 7, 1], 0, gives=1),
    literal([1.0, NAN, 2.0, -INF], 0, gives=2),
    literal([False, True], 0, gives=1),
    sample(distinct(3, 4), 1, output_type="int16"),
    sample(distinct(3, 4), -1, Tidx="int64"),
    derive=SEARCHED,
    large=sample(normal(1000, 1000), 1),
)
case(
    "ArgMin",
    *POSITIONS,
    literal([3, 1, 1, 7], 0, gives=1),
    literal([1.0, NAN, 2.0, INF], 0, gives=0),
    literal([True, False], 0, gives=1),
    derive=(*SEARCHED, "types"),
    large=sample(normal(1000, 1000), 1),
)


def scans(draw: Any) -> Any:
    """Scans along each dimension, in all four ways."""
    return (
        sample(draw(2, 3, 4), 0),
        sample(draw(2, 3, 4), -1, exclusive=True),
        sample(draw(2, 3, 4), 1, reverse=True),
        sample(draw(2, 3, 4), 1, exclusive=True, reverse=True),
        build_error(draw(2, 3), 2, match="axis 2 is not in"),
    )


case(
    "Cumsum",
    *scans(normal),
    literal([1, 2, 3], 0, gives=[1, 3, 6]),
    literal([1, 2, 3], 0, exclusive=True, reverse=True, gives=[5, 3, 0]),
    derive=DERIVED,
    large=sample(normal(1000, 1000), 1),
)
case(
    "Cumprod",
    *scans(positive),
    literal([2, 3, 4], 0, gives=[2, 6, 24]),
    literal([2, 3, 4], 0, exclusive=True, gives=[1, 2, 6]),
    deviates=unlike(UNCONJUGATED, 1, 2, 3, 4),
    derive=DERIVED,
    large=sample(positive(1000, 1000), 1),
)
case(
    "CumulativeLogsumexp",
    sample(normal(2, 3, 4), 0),
    sample(normal(2, 3, 4), 1, reverse=True),
    sample(normal(2, 3, 4), -1, exclusive=True),
    sample(normal(2, 3, 4), 1, exclusive=True, reverse=True),
    build_error(normal(2, 3), 2, match="axis 2 is not in"),
    literal([0.0, 0.0, 0.0], 0, gives=[0, 0.6931472, 1.0986123]),
    literal([1000.0, 1000.0], 0, reverse=True, gives=[1000.6931472, 1000]),
    literal([1.0, 2.0], 0, exclusive=True, gives=[-INF, 1]),
    gradient=False,  # infinite results have no finite differences; tests/functions/test_math_names.py has the closed form
    derive=tuple(kind for kind in DERIVED if kind != "nonfinite"),
    large=sample(normal(1000, 1000), 1),
)
