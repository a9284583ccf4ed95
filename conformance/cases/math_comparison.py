from ..case import booleans, build_error, case, literal, normal, sample

INF, NAN = float("inf"), float("nan")
PAIRS = [sample(normal(2, 3), normal(2, 3)), sample(normal(2, 1, 3), normal(4, 1)), sample(normal(2, 3), normal())]
SCALAR_ANSWER = "TensorFlow infers a rank for shapes that may not broadcast, though then the answer is a scalar"
UNFIT = build_error(normal(2, 3), normal(2, 4), match="do not broadcast")

case(
    "Equal", *PAIRS, UNFIT,
    literal([1, 2], [1, 3], gives=[True, False]),
    literal(["a", "b"], "b", gives=[False, True]),
    literal([NAN, INF], [NAN, INF], gives=[False, True]),
    literal([1, 2], [1, 2, 3], incompatible_shape_error=False, gives=False),
    literal([1, 2], [1, 3], incompatible_shape_error=False, gives=[True, False]),
    deviates={"*-8-unknown_dims": SCALAR_ANSWER, "*-9-unknown_dims": SCALAR_ANSWER},
)  # fmt: skip
case(
    "NotEqual", *PAIRS, UNFIT,
    literal([1, 2], [1, 3], gives=[False, True]),
    literal(["a", "b"], "b", gives=[True, False]),
    literal([NAN, INF], [NAN, INF], gives=[True, False]),
    literal([1, 2], [1, 2, 3], incompatible_shape_error=False, gives=True),
    deviates={"*-8-unknown_dims": SCALAR_ANSWER},
)  # fmt: skip
case(
    "ApproximateEqual",
    sample(normal(2, 3), normal(2, 3), tolerance=1.0),
    literal([1, 2, 3], [1, 3, 5], tolerance=1.0, gives=[True, True, False]),
    literal([INF, NAN], [INF, NAN], gives=[False, False]),
    build_error(normal(2, 3), normal(3), match="not compatible|same rank"),
    derive=("empty", "scalar", "strided", "transposed", "unknown_dims"),
)
case("Less", *PAIRS, UNFIT, literal([1, 2, 3], 2, gives=[True, False, False]))
case("LessEqual", *PAIRS, UNFIT, literal([1, 2, 3], 2, gives=[True, True, False]))
case("Greater", *PAIRS, UNFIT, literal([1, 2, 3], 2, gives=[False, False, True]))
case("GreaterEqual", *PAIRS, UNFIT, literal([1, 2, 3], 2, gives=[False, True, True]))

case(
    "LogicalAnd",
    sample(booleans(2, 3), booleans(3)),
    literal([True, True, False, False], [True, False, True, False], gives=[True, False, False, False]),
)
case(
    "LogicalOr",
    sample(booleans(2, 3), booleans(3)),
    literal([True, True, False, False], [True, False, True, False], gives=[True, True, True, False]),
)
case("LogicalNot", sample(booleans(2, 3)), literal([True, False], gives=[False, True]))

case("IsNan", sample(normal(2, 3)), literal([NAN, INF, -INF, 0.0], gives=[True, False, False, False]))
case("IsInf", sample(normal(2, 3)), literal([NAN, INF, -INF, 0.0], gives=[False, True, True, False]))
case("IsFinite", sample(normal(2, 3)), literal([NAN, INF, -INF, 0.0], gives=[False, False, False, True]))

case(
    "Select",
    sample(booleans(2, 3), normal(2, 3), normal(2, 3)),
    sample(booleans(2), normal(2, 3), normal(2, 3)),
    sample(True, normal(2, 3), normal(2, 3)),
    literal([True, False], [[1, 2], [3, 4]], [[5, 6], [7, 8]], gives=[[1, 2], [7, 8]]),
    build_error(booleans(3), normal(2, 3), normal(2, 3), match="cannot choose rows"),
    build_error(booleans(2), normal(2), normal(3), match="not compatible"),
    derive=("strided", "transposed", "nonfinite", "unknown_dims", "unknown_rank"),
)
case(
    "SelectV2",
    sample(booleans(2, 3), normal(2, 3), normal(2, 3)),
    sample(booleans(2, 1, 1), normal(4, 1), normal(3)),
    literal([True, False], [1, 2], 5, gives=[1, 5]),
    build_error(booleans(3), normal(2), normal(2), match="do not broadcast"),
)
