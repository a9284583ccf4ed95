from ..case import build_error, case, integers, literal, normal, sample, values

case(
    "PlaceholderWithDefault",
    sample(normal(2, 3), shape=[2, 3]),
    literal("text", gives="text", shape=[]),
    build_error(normal(2, 3), shape=[2, 4], match="not compatible"),
    large=sample(normal(1000, 1000), shape=[1000, 1000]),
)

case(
    "Fill",
    sample([2, 3], normal()),
    sample([2, 0, 4], normal()),
    sample([], normal()),
    literal([3], 2, gives=[2, 2, 2]),
    literal([2], "ab", gives=["ab", "ab"]),
    build_error([2], normal(1), match="must be a scalar"),
    build_error([[2]], normal(), match="must be a vector"),
    build_error([-2], normal(), match=">= 0"),
    large=sample([1000, 1000], normal()),
)

case(
    "ZerosLike",
    sample(normal(2, 3, 4)),
    literal([2, 3], gives=[0, 0]),
    literal(["a", "b"], gives=["", ""]),
    large=sample(normal(1000, 1000)),
)

case(
    "OnesLike",
    sample(normal(2, 3, 4)),
    literal([0, 0], gives=[1, 1]),
    literal([False], gives=[True]),
    large=sample(normal(1000, 1000)),
)

case(
    "Range",
    sample(3, 11, 2),
    sample(0.0, 1.0, 0.3),
    sample(5, -2, -3),
    literal(0, 5, 1, gives=[0, 1, 2, 3, 4]),
    literal(4, 4, 1, gives=[]),
    literal(0.0, 0.3, 0.1, gives=[0.0, 0.1, 0.2]),
    build_error(0, 5, 0, match="delta != 0"),
    build_error(5, 0, 1, match="start <= limit"),
    build_error([0], 5, 1, match="start must be a scalar"),
    dtypes=("float32", "int8", "int16", "int32", "int64", "uint16", "uint32", "uint64"),
    large=sample(0.0, 1000000.0, 1.0),
)

case(
    "LinSpace",
    sample(1.0, 4.0, 7),
    sample(-1.5, 2.0, 4),
    literal(5.0, 9.0, 1, gives=[5.0]),
    literal(1.0, 0.0, 3, gives=[1.0, 0.5, 0.0]),
    build_error(1.0, 2.0, 0, match="num must be positive"),
    build_error([1.0], 2.0, 3, match="start must be a scalar"),
    large=sample(0.0, 1.0, 1000000),
)

case(
    "Empty",
    sample([2, 3], init=True),
    sample([0, 3], init=True),
    literal([], gives=0, init=True),
    build_error([[2]], init=True, match="must be a vector"),
    large=sample([1000, 1000], init=True),
)

case(
    "OneHot",
    sample(integers(2, 3, high=6), 4, 1.5, -0.5),
    sample(integers(2, 3, high=6), 5, 1.5, -0.5, axis=0),
    sample(integers(2, 3, high=6), 4, 1.5, -0.5, axis=1),
    sample(integers(2, 3), 4, True, False),
    sample(integers(2, 3), 4, "on", "off", axis=0),
    sample(integers(3), 4, values(7, dtype="uint16"), values(2, dtype="uint16")),
    literal([0, -1, 2], 3, 5.0, 0.0, gives=[[5, 0, 0], [0, 0, 0], [0, 0, 5]]),
    literal([0, 7], 2, 5, 1, gives=[[5, 1], [1, 1]]),
    build_error(integers(3), -1, 1.0, 0.0, match="depth must not be negative"),
    build_error(integers(3), 2, 1.0, 0.0, axis=2, match="axis 2 is not in"),
    build_error(integers(3), 2, [1.0], 0.0, match="on_value must be a scalar"),
    large=sample(integers(10000, high=100), 100, 1.0, 0.0),
)
