from ..case import build_error, case, integers, literal, normal, positive, run_error, sample, uniform, values

INF, NAN = float("inf"), float("nan")
LOWEST = -(2**31)

# Functions of one tensor

case("Abs", sample(normal(2, 3)), literal([-2, 0, 3], gives=[2, 0, 3]), literal([values(LOWEST).value], gives=[LOWEST]))
case("ComplexAbs", sample(normal(2, 3, dtype="complex64")), sample(normal(2, 3, dtype="complex128"), Tout="float64"), literal([3 + 4j], gives=[5.0]))
case("Neg", sample(normal(2, 3)), literal([-2, 0, 3], gives=[2, 0, -3]))
case("Reciprocal", sample(positive(2, 3)), literal([1, 2, -1], gives=[1, 0.5, -1]), literal([2.0, 0.0], gives=[0.5, INF]), run_error(values([1, 0], "int32"), match="division by zero"))
case("Inv", sample(positive(2, 3)), literal([1, 2, -1], gives=[1, 0.5, -1]))
case("Square", sample(normal(2, 3)), literal([-2, 0, 3], gives=[4, 0, 9]), literal(values([100], "int8"), gives=[16]))
case("Sqrt", sample(positive(2, 3)), literal([4, 0, 2.25], gives=[2, 0, 1.5]))
case("Rsqrt", sample(positive(2, 3)), literal([4, 0.25], gives=[0.5, 2]))
case("Exp", sample(normal(2, 3)), literal([0.0, -INF], gives=[1.0, 0.0]))
case("Expm1", sample(normal(2, 3)), literal([1e-10], gives=[1e-10]))
case("Log", sample(positive(2, 3)), literal([1.0, 0.0], gives=[0.0, -INF]))
case("Log1p", sample(positive(2, 3)), literal([1e-10], gives=[1e-10]))
case("Sin", sample(normal(2, 3)))
case("Cos", sample(normal(2, 3)))
case("Tan", sample(uniform(2, 3, low=-1.2, high=1.2)))
case("Asin", sample(uniform(2, 3, low=-0.9, high=0.9)))
case("Acos", sample(uniform(2, 3, low=-0.9, high=0.9)))
case("Atan", sample(normal(2, 3)))
case("Sinh", sample(normal(2, 3)))
case("Cosh", sample(normal(2, 3)))
case("Tanh", sample(normal(2, 3)), literal([0.0, 100.0, -100.0], gives=[0, 1, -1]))
case("Asinh", sample(normal(2, 3)))
case("Acosh", sample(uniform(2, 3, low=1.2, high=3.0)))
case("Atanh", sample(uniform(2, 3, low=-0.9, high=0.9)))
case("Sigmoid", sample(normal(2, 3)), literal([0.0, 200.0, -200.0], gives=[0.5, 1, 0]))
case("Sign", sample(normal(2, 3)), literal([-2, 0, 3], gives=[-1, 0, 1]), literal([NAN, -INF], gives=[NAN, -1]), literal([3 + 4j, 0], gives=[0.6 + 0.8j, 0]))
case("Floor", sample(normal(2, 3)), literal([-1.5, 1.5, -2.0], gives=[-2, 1, -2]))
case("Ceil", sample(normal(2, 3)), literal([-1.5, 1.5, -2.0], gives=[-1, 2, -2]))
case("Rint", sample(normal(2, 3)), literal([0.5, 1.5, 2.5, -0.5, -1.5, 2.4], gives=[0, 2, 2, 0, -2, 2]))

# Cast: from every type, to each in turn

TARGETS = "float16 bfloat16 float32 float64 int8 int16 int32 int64 uint8 uint16 uint32 uint64 complex64 complex128 bool".split()
case(
    "Cast",
    *(sample(positive(2, 3), DstT=target) for target in TARGETS),
    literal([-1.7, 1.7, 0.2], DstT="int32", gives=[-1, 1, 0]),
    literal([-1.7, 0.0, NAN], DstT="bool", gives=[True, False, True]),
    literal([300, -1, 128], DstT="uint8", gives=[44, 255, 128]),
    literal([2 + 3j, 3j], DstT="bool", gives=[True, False]),
    literal(values([1.999, -1.999, 3.1415927], "float32"), DstT="bfloat16", Truncate=True, gives=[1.9921875, -1.9921875, 3.140625]),
    run_error(["1"], DstT="int32", exception="UnimplementedError", match="[Ss]tring"),
    derive=("empty", "scalar", "strided", "transposed", "unknown_dims", "unknown_rank"),
)

# Complex numbers

case("Real", sample(normal(2, 3, dtype="complex64")), sample(normal(2, 3, dtype="complex128"), Tout="float64"), literal([1 + 2j], gives=[1.0]))
case("Imag", sample(normal(2, 3, dtype="complex64")), sample(normal(2, 3, dtype="complex128"), Tout="float64"), literal([1 + 2j], gives=[2.0]))
case("Angle", sample(normal(2, 3, dtype="complex64")), sample(normal(2, 3, dtype="complex128"), Tout="float64"), literal([1j, -1], gives=[1.5707964, 3.1415927]))
case("Conj", sample(normal(2, 3)), literal([1 + 2j], gives=[1 - 2j]))
case("Complex", sample(normal(2, 3, dtype="float32"), normal(2, 3, dtype="float32")), sample(normal(2, 3, dtype="float64"), normal(3, dtype="float64"), Tout="complex128"))

# Derivatives by the result

case("TanhGrad", sample(normal(2, 3), normal(2, 3)), literal([0.5], [4.0], gives=[3.0]), literal([1 + 2j], [3 + 1j], gives=[16 - 8j]), derive=("empty", "strided", "transposed"))
case("SigmoidGrad", sample(normal(2, 3), normal(2, 3)), literal([0.5], [4.0], gives=[1.0]), literal([1 + 2j], [3 + 1j], gives=[14 - 2j]), derive=("empty", "strided", "transposed"))
case("SqrtGrad", sample(positive(2, 3), normal(2, 3)), literal([2.0, 0.0], [8.0, 0.0], gives=[2.0, 0.0]), literal([1 + 2j], [3 + 1j], gives=[0.1 + 0.7j]), derive=("empty", "strided", "transposed"))
case("RsqrtGrad", sample(positive(2, 3), normal(2, 3)), literal([2.0, INF], [1.0, 0.0], gives=[-4.0, 0.0]), literal([1 + 2j], [3 + 1j], gives=[17.5 + 2.5j]), derive=("empty", "strided", "transposed"))
case("ReciprocalGrad", sample(positive(2, 3), normal(2, 3)), literal([2.0, INF], [1.0, 0.0], gives=[-4.0, 0.0]), literal([1 + 2j], [3 + 1j], gives=[5 + 15j]), derive=("empty", "strided", "transposed"))
case("InvGrad", sample(positive(2, 3), normal(2, 3)), literal([2.0, INF], [1.0, 0.0], gives=[-4.0, 0.0]), derive=("empty", "strided", "transposed"))

# Functions of two tensors

UNFIT = build_error(normal(2, 3), normal(2, 4), match="do not broadcast")


def both(*shapes):
    """Inputs of these shapes, each of which stands for (x, y), with y away from 0."""
    return [sample(normal(*x), positive(*y)) for x, y in shapes]


SHAPES = [((2, 3), (2, 3)), ((2, 3), (3,)), ((2, 1, 3), (4, 1)), ((), (2, 3))]

case("Add", *both(*SHAPES), UNFIT, literal([b"a", b""], "b", gives=[b"ab", b"b"]), literal(values([127], "int8"), values([1], "int8"), gives=[-128]))
case("AddV2", *both(*SHAPES), UNFIT, literal(values([255], "uint8"), values([1], "uint8"), gives=[0]))
case("Sub", *both(*SHAPES), UNFIT, literal(values([0], "uint16"), values([1], "uint16"), gives=[65535]))
case("Mul", *both(*SHAPES), UNFIT, literal([2, 3], [4, 5], gives=[8, 15]))
case("MulNoNan", *both(*SHAPES), UNFIT, literal([NAN, INF, 0.0, 2.0], [0.0, 0.0, NAN, 3.0], gives=[0, 0, NAN, 6]))
case("DivNoNan", *both(*SHAPES), UNFIT, literal([NAN, INF, 1.0, 6.0], [0.0, 0.0, NAN, 3.0], gives=[0, 0, NAN, 2]))
case("SquaredDifference", *both(*SHAPES), UNFIT, literal([1, 5], [4, 3], gives=[9, 4]), literal([1 + 2j], [3], gives=[8]))
case("Maximum", *both(*SHAPES), UNFIT, literal([1, 5], [4, 3], gives=[4, 5]), literal([NAN, 1.0], [1.0, NAN], gives=[NAN, NAN]), smooth=False)
case("Minimum", *both(*SHAPES), UNFIT, literal([1, 5], [4, 3], gives=[1, 3]), literal([NAN, 1.0], [1.0, NAN], gives=[NAN, NAN]), smooth=False)
case("Atan2", *both(*SHAPES), UNFIT, literal([0.0, 1.0], [-1.0, 0.0], gives=[3.1415927, 1.5707964]))
case("Xlogy", sample(normal(2, 3), positive(2, 3)), sample(normal(2, 1, 3), positive(4, 1)), UNFIT, literal([0.0, 1.0], [NAN, 1.0], gives=[0, 0]))
case("Xdivy", *both(*SHAPES), UNFIT, literal([0.0, 1.0], [NAN, 2.0], gives=[0, 0.5]))

# Quotients: integer values, so that no rounding decides on which side of a whole number a quotient lies.

WHOLE = [sample(integers(2, 3, low=-9, high=10), positive(2, 3)), sample(integers(2, 1, 3, low=-9, high=10), integers(4, 1, low=1, high=6))]
BY_ZERO = run_error(values([1, 2], "int32"), values([1, 0], "int32"), match="[Ii]nteger division by zero")
SIGNS = [7, -7, 7, -7], [2, 2, -2, -2]
REAL = "float16 bfloat16 float32 float64 int8 int16 int32 int64 uint8 uint16 uint32 uint64".split()

case("Div", *both(*SHAPES), UNFIT, BY_ZERO, literal(values(SIGNS[0], "int32"), SIGNS[1], gives=[3, -3, -3, 3]), literal([1.0, 0.0], [0.0, 0.0], gives=[INF, NAN]))
case("RealDiv", *both(*SHAPES), UNFIT, literal([1.0, -1.0, 0.0], [0.0, 0.0, 0.0], gives=[INF, -INF, NAN]))
case(
    "FloorDiv", *WHOLE, UNFIT, BY_ZERO,
    literal(*SIGNS, gives=[3, -4, -4, 3]),
    literal(values([-128], "int8"), values([-1], "int8"), gives=[-128]),
    literal(values([2**63 + 5], "uint64"), values([2**63 + 1], "uint64"), gives=[1]),
    run_error(normal(2, dtype="complex64"), positive(2), exception="UnimplementedError", match="complex"),
    dtypes=(*REAL, "complex64"),
)  # fmt: skip
case(
    "TruncateDiv", *WHOLE, UNFIT, BY_ZERO,
    literal(*SIGNS, gives=[3, -3, -3, 3]),
    literal(values([-(2**63)], "int64"), values([-1], "int64"), gives=[-(2**63)]),
    literal(values([2**64 - 1], "uint64"), values([10], "uint64"), gives=[(2**64 - 1) // 10]),
    dtypes=tuple(REAL),
)  # fmt: skip
case("FloorMod", *WHOLE, UNFIT, BY_ZERO, literal(*SIGNS, gives=[1, 1, -1, -1]), literal([-1.0, 5.0], [INF, -INF], gives=[INF, -INF]))
case("TruncateMod", *WHOLE, UNFIT, BY_ZERO, literal(*SIGNS, gives=[1, -1, 1, -1]), literal([-1.0, 5.0], [INF, -INF], gives=[-1, 5]))
case("Mod", *WHOLE, UNFIT, BY_ZERO, literal(*SIGNS, gives=[1, -1, 1, -1]))
case(
    "Pow",
    sample(positive(2, 3), positive(2, 3)),
    sample(positive(2, 1, 3), positive(4, 1)),
    UNFIT,
    literal([2, 3, -2, 0], [3, 0, 3, 0], gives=[8, 1, -8, 1]),
    literal(values([3], "int32"), values([40], "int32"), gives=[689956897]),
    literal([0.0, -2.0, NAN, 1.0], [-1.0, 0.5, 0.0, NAN], gives=[INF, NAN, 1, 1]),
    run_error(values([2, 1], "int32"), values([1, -1], "int32"), match="negative integer powers"),
)

# Functions of several tensors

case(
    "AddN",
    sample([normal(2, 3), normal(2, 3), normal(2, 3)]),
    sample([normal(2, 3)]),
    literal([[1, 2], [3, 4]], gives=[4, 6]),
    build_error([], match="at least 1"),
    build_error([normal(2), normal(3)], match="not compatible"),
)
case("AccumulateNV2", sample([normal(2, 3), normal(2, 3), normal(2, 3)], shape=[2, 3]), literal([[1, 2], [3, 4]], shape=[2], gives=[4, 6]),
     derive=("strided", "transposed"), oracle=False, because="TensorFlow has no kernel for the op: it rewrites graphs instead")  # fmt: skip
case(
    "ClipByValue",
    sample(normal(2, 3), values(-0.5), values(0.5)),
    sample(normal(2, 3), integers(2, 3, low=-1, high=1), positive()),
    literal([1, 5, 0], 1, 3, gives=[1, 3, 1]),
    literal([1, 5], 3, 2, gives=[3, 3]),
    build_error(normal(2, 3), normal(3), 1, match="limits must be scalars"),
    dtypes=tuple(REAL),
    smooth=False,
    derive=("empty", "strided", "transposed", "unknown_dims", "unknown_rank"),
)
