from typing import Any

from ..case import build_error, case, literal, normal, positive, run_error, sample, uniform, values

NAN = float("nan")
LOWEST = -(2**31)
FLOAT = "float16", "bfloat16", "float32", "float64"
SIGNED = (*FLOAT, "int8", "int16", "int32", "int64")
REAL = (*SIGNED, "uint8", "uint16", "uint32", "uint64")

UNCONJUGATED = "TensorFlow does not conjugate the derivative of complex numbers here; finite differences agree with ours"


def unlike(reason: Any, *samples: Any) -> Any:
    """The gradients of complex numbers in these samples deviate, in all variants but the empty ones."""
    return {pattern: reason for number in samples for pattern in (f"gradient complex*-{number}", f"gradient complex*-{number}-[!e]*")}


# Functions of one tensor

case(
    "Abs",
    sample(normal(2, 3)),
    literal([-2, 3], gives=[2, 3]),
    literal(values([LOWEST], "int32"), gives=[LOWEST]),
    literal(values([-128], "int8"), gives=[-128]),
)
case("Neg", sample(normal(2, 3)), literal([-2, 0, 3], gives=[2, 0, -3]), literal(values([LOWEST], "int32"), gives=[LOWEST]))
case(
    "Reciprocal",
    sample(positive(2, 3)),
    literal([1, 2, -1], gives=[1, 0.5, -1]),
    run_error(values([1, 0], "int32"), match="division by zero"),
)
case(
    "Inv",
    sample(positive(2, 3)),
    literal([1, 2, -1], gives=[1, 0.5, -1]),
    run_error(values([1, 0], "int64"), match="division by zero"),
)
case("Square", sample(normal(2, 3)), literal([-2, 0, 3], gives=[4, 0, 9]), literal(values([100], "int8"), gives=[16]))
case("Sqrt", sample(positive(2, 3)), literal([4, 2.25], gives=[2, 1.5]))
case("Rsqrt", sample(positive(2, 3)), literal([4, 0.25], gives=[0.5, 2]))
case("Exp", sample(normal(2, 3)), literal([0.0], gives=[1.0]))
case("Expm1", sample(normal(2, 3)), literal(values([1e-10], "float32"), gives=[1e-10]))
case("Log", sample(positive(2, 3)), literal([1.0], gives=[0.0]))
case("Log1p", sample(positive(2, 3)), literal(values([1e-10], "float32"), gives=[1e-10]))
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
case(
    "Sign",
    sample(normal(2, 3)),
    literal(values([-2, 0, 3], "int32"), gives=[-1, 0, 1]),
    literal([3 + 4j], gives=[0.6 + 0.8j]),
    deviates=unlike("TensorFlow sends nothing back, as for real numbers; finite differences agree with ours", 1, 3),
)
case("Floor", sample(normal(2, 3)), literal([-1.5, 1.5, -2.0], gives=[-2, 1, -2]))
case("Ceil", sample(normal(2, 3)), literal([-1.5, 1.5, -2.0], gives=[-1, 2, -2]))
case("Rint", sample(normal(2, 3)), literal([0.5, 1.5, 2.5, -0.5, -1.5, 2.4], gives=[0, 2, 2, 0, -2, 2]))

# Cast: from every type, to each in turn

TYPES = "float16 bfloat16 float32 float64 int8 int16 int32 int64 uint8 uint16 uint32 uint64 complex64 complex128 bool".split()
case(
    "Cast",
    *(sample(positive(2, 3), DstT=target) for target in TYPES),
    literal([-1.7, 1.7, 0.2], DstT="int32", gives=[-1, 1, 0]),
    literal([-1.7, 0.0, NAN], DstT="bool", gives=[True, False, True]),
    literal(values([300, -1, 128], "int32"), DstT="uint8", gives=[44, 255, 128]),
    literal(values([300, -1, 2**31], "int64"), DstT="int32", gives=[300, -1, -(2**31)]),
    literal(values([-1], "int8"), DstT="uint64", gives=[2**64 - 1]),
    literal(values([2**63], "uint64"), DstT="int64", gives=[-(2**63)]),
    literal(values([2**64 - 1], "uint64"), DstT="float64", gives=[2.0**64]),
    literal(values([2**53 + 1], "int64"), DstT="float64", gives=[2.0**53]),
    literal([2 + 3j, 3j], DstT="bool", gives=[True, False]),
    literal(values([1.999, -1.999, 3.1415927], "float32"), DstT="bfloat16", Truncate=True, gives=[1.9921875, -1.9921875, 3.140625]),
    dtypes=tuple(TYPES),
    derive=("empty", "scalar", "strided", "transposed", "unknown_dims", "unknown_rank"),
)

# Derivatives by the result: both inputs have one shape

ALIKE = ("empty", "strided", "transposed")
case(
    "TanhGrad",
    sample(normal(2, 3), normal(2, 3)),
    literal([0.5], [4.0], gives=[3.0]),
    literal([1 + 2j], [3 + 1j], gives=[16 - 8j]),
    derive=ALIKE,
)
case(
    "SigmoidGrad",
    sample(normal(2, 3), normal(2, 3)),
    literal([0.5], [4.0], gives=[1.0]),
    literal([1 + 2j], [3 + 1j], gives=[14 - 2j]),
    derive=ALIKE,
)
case(
    "SqrtGrad",
    sample(positive(2, 3), normal(2, 3)),
    literal([2.0], [8.0], gives=[2.0]),
    literal([1 + 2j], [3 + 1j], gives=[0.1 + 0.7j]),
    derive=ALIKE,
)
case(
    "RsqrtGrad",
    sample(positive(2, 3), normal(2, 3)),
    literal([2.0], [1.0], gives=[-4.0]),
    literal([1 + 2j], [3 + 1j], gives=[17.5 + 2.5j]),
    derive=ALIKE,
)
case(
    "ReciprocalGrad",
    sample(positive(2, 3), normal(2, 3)),
    literal([2.0], [1.0], gives=[-4.0]),
    literal([1 + 2j], [3 + 1j], gives=[5 + 15j]),
    derive=ALIKE,
)
case("InvGrad", sample(positive(2, 3), normal(2, 3)), literal([2.0], [1.0], gives=[-4.0]), derive=ALIKE)

# Functions of two tensors

UNFIT = build_error(normal(2, 3), normal(2, 4), match="do not broadcast")


SHAPES = [((2, 3), (2, 3)), ((2, 3), (3,)), ((2, 1, 3), (4, 1)), ((), (2, 3))]
ANY = [sample(normal(*x), normal(*y)) for x, y in SHAPES]
AWAY_FROM_0 = [sample(normal(*x), positive(*y)) for x, y in SHAPES]

case("Add", *ANY, UNFIT, literal([b"a", b""], "b", gives=[b"ab", b"b"]), literal(values([127], "int8"), values([1], "int8"), gives=[-128]))
case("AddV2", *ANY, UNFIT, literal(values([255], "uint8"), values([1], "uint8"), gives=[0]))
case("Sub", *ANY, UNFIT, literal(values([0], "uint16"), values([1], "uint16"), gives=[65535]))
case(
    "Mul", *ANY, UNFIT,
    literal([2, 3], [4, 5], gives=[8, 15]),
    literal(values([LOWEST, 65537], "int32"), values([-1, 65537], "int32"), gives=[LOWEST, 131073]),
    literal(values([2**32 - 1], "uint32"), values([2**32 - 1], "uint32"), gives=[1]),
)  # fmt: skip
case("MulNoNan", *AWAY_FROM_0, UNFIT, literal([1, 2], [0, 3], gives=[0, 6]), deviates=unlike(UNCONJUGATED, 1, 2, 3, 4))
case("DivNoNan", *AWAY_FROM_0, UNFIT, literal([0, 6], [5, 3], gives=[0, 2]))
case(
    "SquaredDifference",
    *AWAY_FROM_0,
    UNFIT,
    literal([1, 5], [4, 3], gives=[9, 4]),
    literal([1 + 2j], [3], gives=[8]),
    deviates=unlike(
        "TensorFlow lets the imaginary part of dz through, though z is real; finite differences agree with ours", 1, 2, 3, 4, 6, 7
    ),
)
case("Maximum", *AWAY_FROM_0, UNFIT, literal([1, 5], [4, 3], gives=[4, 5]), smooth=False)
case("Minimum", *AWAY_FROM_0, UNFIT, literal([1, 5], [4, 3], gives=[1, 3]), smooth=False)
case("Atan2", *AWAY_FROM_0, UNFIT, literal(values([1.0, 1.0], "float32"), [0.0, 1.0], gives=[1.5707964, 0.7853982]))

# Quotients

QUOTIENTS = [sample(uniform(2, 3, low=-9, high=9), positive(2, 3)), sample(uniform(2, 1, 3, low=-9, high=9), positive(4, 1))]
BY_ZERO = run_error(values([1, 2], "int32"), values([1, 0], "int32"), match="[Ii]nteger division by zero")
BY_UNSIGNED_ZERO = run_error(values([1, 2], "uint64"), values([1, 0], "uint64"), match="[Ii]nteger division by zero")
SIGNS = [7, -7, 7, -7], [2, 2, -2, -2]
INTERNAL = "TensorFlow knows of the zero divisor, but reports it as an InternalError"

case(
    "Div", *AWAY_FROM_0, UNFIT, BY_ZERO,
    literal(values(SIGNS[0], "int32"), SIGNS[1], gives=[3, -3, -3, 3]),
    literal(values([-128, 127], "int8"), values([-1, 2], "int8"), gives=[-128, 63]),
    literal(values([LOWEST], "int32"), values([-1], "int32"), gives=[LOWEST]),
    literal(values([2**64 - 1], "uint64"), values([2], "uint64"), gives=[2**63 - 1]),
    BY_UNSIGNED_ZERO,
)  # fmt: skip
case(
    "RealDiv", *AWAY_FROM_0, UNFIT, BY_ZERO, BY_UNSIGNED_ZERO,
    literal([3.0, -1.0], [2.0, 4.0], gives=[1.5, -0.25]),
    literal(values(SIGNS[0], "int32"), SIGNS[1], gives=[3, -3, -3, 3]),
)  # fmt: skip
case(
    "FloorDiv", *QUOTIENTS, UNFIT, BY_ZERO,
    literal(*SIGNS, gives=[3, -4, -4, 3]),
    literal(values([-128], "int8"), values([-1], "int8"), gives=[-128]),
    literal(values([LOWEST], "int32"), values([-1], "int32"), gives=[LOWEST]),
    literal(values([2**63 + 5], "uint64"), values([2**63 + 1], "uint64"), gives=[1]),
    BY_UNSIGNED_ZERO,
    dtypes=REAL,
)  # fmt: skip
case(
    "TruncateDiv", *QUOTIENTS, UNFIT,
    literal(*SIGNS, gives=[3, -3, -3, 3]),
    literal(values([-(2**63)], "int64"), values([-1], "int64"), gives=[-(2**63)]),
    literal(values([2**64 - 1], "uint64"), values([10], "uint64"), gives=[(2**64 - 1) // 10]),
    BY_ZERO, BY_UNSIGNED_ZERO,
    dtypes=REAL,
    deviates={"int32-7": INTERNAL, "uint64-8": INTERNAL},
)  # fmt: skip
case(
    "FloorMod", *QUOTIENTS, UNFIT, BY_ZERO,
    literal(*SIGNS, gives=[1, 1, -1, -1]),
    literal(values([LOWEST], "int32"), values([-1], "int32"), gives=[0]),
    literal(values([2**64 - 1], "uint64"), values([10], "uint64"), gives=[5]),
    BY_UNSIGNED_ZERO,
)  # fmt: skip
case(
    "TruncateMod", *QUOTIENTS, UNFIT, BY_ZERO,
    literal(*SIGNS, gives=[1, -1, 1, -1]),
    literal(values([LOWEST], "int32"), values([-1], "int32"), gives=[0]),
    deviates={"int32-4": INTERNAL},
)  # fmt: skip
case(
    "Mod", *QUOTIENTS, UNFIT, BY_ZERO,
    literal(*SIGNS, gives=[1, -1, 1, -1]),
    literal(values([-(2**63)], "int64"), values([-1], "int64"), gives=[0]),
)  # fmt: skip
case(
    "Pow",
    sample(positive(2, 3), positive(2, 3)),
    sample(positive(2, 1, 3), positive(4, 1)),
    UNFIT,
    literal(values([2, 3, -2, 0], "int32"), [3, 0, 3, 0], gives=[8, 1, -8, 1]),
    literal(values([3], "int32"), values([40], "int32"), gives=[689956897]),
    literal(values([127, -2, 0], "int8"), values([2, 7, 0], "int8"), gives=[1, -128, 1]),
    literal(values([3], "int64"), values([200], "int64"), gives=[6627890308811632801]),
    run_error(values([2], "int8"), values([-2], "int8"), match="negative integer powers"),
    run_error(values([-1], "int64"), values([-1], "int64"), match="negative integer powers"),
    run_error(values([2, 1], "int32"), values([1, -1], "int32"), match="negative integer powers"),
)

# Functions of several tensors

case(
    "AddN",
    sample([normal(2, 3), normal(2, 3), normal(2, 3)]),
    sample([normal(2, 3)]),
    literal([[1, 2], [3, 4]], gives=[4, 6]),
    build_error([normal(2), normal(3)], match="not compatible"),
    large=sample([normal(1000, 1000), normal(1000, 1000), normal(1000, 1000)]),
)
case("AccumulateNV2", sample([normal(2, 3), normal(2, 3), normal(2, 3)], shape=[2, 3]), literal([[1, 2], [3, 4]], shape=[2], gives=[4, 6]),
     derive=("strided", "transposed"), oracle=False, because="TensorFlow has no kernel for the op: it rewrites graphs instead",
     large=sample([normal(1000, 1000), normal(1000, 1000), normal(1000, 1000)], shape=[1000, 1000]))  # fmt: skip
case(
    "ClipByValue",
    sample(normal(2, 3), values(-0.5), values(0.5)),
    sample(normal(2, 3), uniform(2, 3, low=-1, high=0), positive()),
    literal([2, 5, 0], 1, 3, gives=[2, 3, 1]),
    literal(values([1, 5], "int32"), 3, 2, gives=[3, 3]),
    build_error(normal(2, 3), normal(3), 1, match="limits must be scalars"),
    dtypes=REAL,
    smooth=False,
    derive=("empty", "strided", "transposed", "unknown_dims", "unknown_rank"),
    large=sample(normal(1000, 1000), values(-0.5), values(0.5)),
)
