from ..case import DERIVED, build_error, case, integers, literal, normal, run_error, sample, values

LABELS = values([[0.1, 0.4, 0.0, 0.2, 0.3], [0.0, 0.0, 1.0, 0.0, 0.0], [0.2, 0.2, 0.2, 0.2, 0.2]])
"""Rows that add up to 1, as the gradient presumes."""

UNLIKE = "TensorFlow neither sums over what was broadcast nor counts that backprop has the labels taken off"

case("L2Loss", sample(normal(3, 4)), sample(normal()), sample(normal(2, 3, 4)), literal([3.0, 4.0], gives=12.5))
case(
    "SoftmaxCrossEntropyWithLogits",
    sample(normal(3, 5), LABELS),
    sample(normal(1, 5), LABELS),
    sample(normal(3, 5), values([0.3, 0.1, 0.2, 0.0, 0.4])),
    sample(normal(3, 1), LABELS),
    literal([[0.0, 0.0], [1000.0, 0.0]], [[0.5, 0.5], [1.0, 0.0]], gives=([0.6931471805599453, 0], [[0, 0], [0, 0]])),
    build_error(normal(3, 5), normal(3, 4), match="broadcast|compatible"),
    build_error(normal(5), normal(5), match="must broadcast to a matrix"),
    build_error(normal(2, 3, 5), normal(2, 3, 5), match="must broadcast to a matrix"),
    derive=tuple(kind for kind in DERIVED if kind != "broadcast"),
    deviates=dict.fromkeys(("gradient *-[15]", "gradient *-[15]-[!e]*", "gradient *-[234]*"), UNLIKE),
)
case(
    "SparseSoftmaxCrossEntropyWithLogits",
    sample(normal(3, 5), integers(3, high=5)),
    sample(normal(4, 3), integers(4, high=3, dtype="int32")),
    literal([[0.0, 0.0], [1000.0, 0.0]], [1, 0], gives=([0.6931471805599453, 0], [[0.5, -0.5], [0, 0]])),
    run_error(normal(3, 5), [1, 5, 0], match=r"Received a label value of 5 which is outside the valid range of \[0, 5\)"),
    run_error(normal(3, 5), [1, 0, -1], match=r"Received a label value of -1 which is outside the valid range of \[0, 5\)"),
    run_error(normal(3, 0), [1, 0, 1], match="at least one class"),
    build_error(normal(3, 5), [1, 2], match="3 rows of features, but 2 labels"),
    build_error(normal(5), [1], match="must be a matrix"),
    build_error(normal(3, 5), [[1], [2], [0]], match="must be a vector"),
)
