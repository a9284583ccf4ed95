from ..case import DERIVED, build_error, case, literal, normal, sample, values

UP, DOWN = 1.0 + 2**-52, 1.0 - 2**-53

case(
    "NextAfter",
    sample(normal(3, 4), normal(3, 4)),
    sample(normal(2, 1, 4), normal(3, 1)),
    sample(normal(), normal(3)),
    literal(values([1.0, 1.0, 1.0], "float64"), [2.0, 0.0, 1.0], gives=[UP, DOWN, 1.0]),
    literal(values([0.0, 2.0], "float32"), [-1.0, 2.0], gives=[-1.401298464e-45, 2.0]),
    build_error(normal(2, 3), normal(4), match="do not broadcast"),
    smooth=False,
    derive=DERIVED,
    large=sample(normal(1000, 1000), normal(1000, 1000)),
)
