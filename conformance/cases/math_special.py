from typing import Any

from ..case import build_error, case, edge, literal, normal, positive, sample, uniform, values

INF, NAN = float("inf"), float("nan")
SINGLE = uniform(1000, 1000, low=0.5, high=3.0, dtype="float32")
UNFIT = build_error(positive(2, 3), positive(2, 4), match="do not broadcast")
SHAPES = [((2, 3), (2, 3)), ((2, 1, 3), (4, 1)), ((), (2, 3))]
POSITIVE = [sample(positive(*x), positive(*y)) for x, y in SHAPES]

AT_POLES = "as TensorFlow 1.15 ours is infinite at the poles q = 0, -1, -2 …; 2.21 answers NaN unless x is even"
NAN_AT_ZERO = "TensorFlow answers as for any a where x is 0, though a is NaN or not positive, and 0 where both are infinite"

# The gamma function

case(
    "Lgamma",
    sample(normal(2, 3)),
    sample(uniform(2, 3, low=-3.9, high=9.0)),
    literal([1.0, 2.0], gives=[0.0, 0.0]),
    literal(values([0.5, 10.0, -0.5], "float32"), gives=[0.57236494, 12.801827, 1.2655121]),
    edge([0.0, -1.0, -2.0, INF, -INF], gives=[INF, INF, INF, INF, INF]),
    large=sample(SINGLE),
)
case(
    "Digamma",
    sample(positive(2, 3)),
    sample(uniform(2, 3, low=-0.9, high=-0.1)),
    literal(values([1.0, 0.5, -0.5], "float32"), gives=[-0.57721566, -1.9635100, 0.036489974]),
    edge([-1.0, INF, -INF], gives=[NAN, INF, NAN]),
    edge([0.0, -0.0], gives=[-INF, INF]),
    deviates={
        "gradient float16-*": "TensorFlow's gradient fails: its Polygamma has no float16",
        **dict.fromkeys(
            ("*-[12]-nonfinite", "*-5", "*-5-[su]*"), "TensorFlow has NaN for 0 and -0; the limits from their sides are -inf and inf"
        ),
    },
    large=sample(SINGLE),
)
ORDERS = [[0.0, 1.0, 2.0], [3.0, 4.0, 7.0]]
case(
    "Polygamma",
    sample(values(ORDERS), positive(2, 3)),
    sample(values(ORDERS), uniform(4, 2, 1, low=0.2, high=9.0)),
    sample(values(1.0), uniform(2, 3, low=-0.9, high=-0.1)),
    UNFIT,
    literal([0.0, 1.0, 2.0, 3.0], 1.0, gives=[-0.5772156649015329, 1.6449340668482264, -2.4041138063191885, 6.493939402266829]),
    edge([0.5, -1.0, -2.0], 1.0, gives=[NAN, NAN, NAN]),
    gradient=(1,),
    deviates={"*-[12]-nonfinite": AT_POLES},
    large=sample(values(2.0), SINGLE),
)
case(
    "Zeta",
    sample(uniform(2, 3, low=1.2, high=6.0), positive(2, 3)),
    sample(uniform(2, 1, 3, low=1.2, high=6.0), positive(4, 1)),
    sample(values([[2.0, 3.0]]), uniform(4, 1, low=-0.9, high=-0.1)),
    UNFIT,
    literal([2.0, 4.0, 2.0], [1.0, 1.0, 3.0], gives=[1.6449340668482264, 1.0823232337111382, 0.39493406684822644]),
    edge([1.0, 0.5, 2.0, 2.5, INF, 2.0], [3.0, 3.0, -2.0, -0.5, 2.5, INF], gives=[INF, NAN, INF, NAN, 0.0, 0.0]),
    gradient=(1,),
    deviates={"*-[12]-nonfinite": AT_POLES},
    large=sample(uniform(1000, 1000, low=1.5, high=4.0, dtype="float32"), SINGLE),
)

RATIOS = [*POSITIVE, sample(uniform(2, 3, low=0.3, high=30.0), uniform(2, 3, low=0.1, high=60.0))]
case(
    "Igamma", *RATIOS, UNFIT,
    edge([1.0, 1.0, 2.0], [0.0, 1.0, 2.0], gives=[0.0, 0.6321205588285577, 0.5939941502901619]),
    edge([0.0, -1.0, 1.0, 2.0, INF], [1.0, 1.0, -1.0, INF, 2.0], gives=[NAN, NAN, NAN, 1.0, 0.0]),
    smooth=False,
    deviates={"*-[237]-nonfinite": NAN_AT_ZERO},
    large=sample(SINGLE, SINGLE),
)  # fmt: skip
case(
    "Igammac", *RATIOS, UNFIT,
    edge([1.0, 1.0, 2.0], [0.0, 1.0, 2.0], gives=[1.0, 0.36787944117144233, 0.4060058497098381]),
    edge([0.0, -1.0, 1.0, 2.0, INF], [1.0, 1.0, -1.0, INF, 2.0], gives=[NAN, NAN, NAN, 0.0, 1.0]),
    smooth=False,
    deviates={"*-[26]-nonfinite": "TensorFlow answers 0 where a and x are infinite, as it does for P(a, x), though both add up to 1"},
    large=sample(SINGLE, SINGLE),
)  # fmt: skip
case(
    "IgammaGradA", *RATIOS, UNFIT,
    sample(uniform(2, 3, low=150.0, high=250.0), uniform(2, 3, low=150.0, high=250.0)),
    literal([1.0, 2.5, 0.5, 30.0], [1.0, 4.0, 0.001, 28.0], gives=[-0.4317297106, -0.1476568691, -0.2477211905, -0.07049269276]),
    edge([0.0, -1.0, 1.0, 2.0, 3.0, INF], [1.0, 1.0, -1.0, INF, 0.0, 2.0], gives=[NAN, NAN, NAN, 0.0, 0.0, 0.0]),
    gradient=False,
    deviates={
        "*-[237]-nonfinite": NAN_AT_ZERO,
        "*-8-broadcast0": NAN_AT_ZERO,
        **dict.fromkeys(("float32-6", "float32-6-[!en]*"), "TensorFlow's series lose five digits in float32; ours are summed in float64"),
    },
    large=sample(SINGLE, SINGLE),
)  # fmt: skip


def shares(*shape: int) -> Any:
    return uniform(*shape, low=0.05, high=0.95)


case(
    "Betainc",
    sample(positive(2, 3), positive(2, 3), shares(2, 3)),
    sample(positive(), positive(2, 3), shares()),
    sample(positive(2, 3), positive(), shares(2, 3)),
    sample(positive(), positive(), shares(2, 3)),
    sample(positive(), positive(), shares()),
    sample(uniform(2, 3, low=0.1, high=90.0), uniform(2, 3, low=0.1, high=90.0), shares(2, 3)),
    literal([1.0, 2.0, 2.0, 0.5], [1.0, 1.0, 3.0, 0.5], [0.25, 0.5, 0.5, 0.5], gives=[0.25, 0.25, 0.6875, 0.5]),
    edge([2.0, 2.0, 0.0, 2.0, 2.0], [3.0, 3.0, 1.0, -1.0, 3.0], [0.0, 1.0, 0.5, 0.5, 1.5], gives=[0.0, 1.0, NAN, NAN, NAN]),
    build_error(positive(2, 3), positive(3), positive(2, 3), match="not compatible|rank"),
    gradient=(2,),
    derive=("empty", "scalar", "strided", "transposed", "nonfinite", "unknown_dims", "unknown_rank"),
    deviates={
        "*-[48]-nonfinite": "TensorFlow answers 0 or 1 at the ends of [0, 1] though a or b is NaN",
        **{
            f"gradient *-2{variant}": "TensorFlow's gradient takes x for the larger shape and does not sum over that of b"
            for variant in ("", "-[etu]*", "-strided")
        },
    },
    large=sample(SINGLE, SINGLE, uniform(1000, 1000, dtype="float32")),
)

# Error functions

case(
    "Erf",
    sample(normal(2, 3)),
    edge([0.0, INF, -INF], gives=[0.0, 1.0, -1.0]),
    literal(values([0.5, -1.0], "float32"), gives=[0.52049988, -0.84270079]),
    deviates=dict.fromkeys(
        ("float64-1-nonfinite", "float64-2", "float64-2-strided", "float64-2-[nu]*"),
        "TensorFlow's erf of float64 is NaN at both infinities, where it is -1 and 1",
    ),
    large=sample(SINGLE),
)
case(
    "Erfc",
    sample(normal(2, 3)),
    edge([0.0, INF, -INF], gives=[1.0, 0.0, 2.0]),
    literal(values([0.5, 5.0], "float32"), gives=[0.47950012, 1.5374598e-12]),
    large=sample(SINGLE),
)
case(
    "Erfinv",
    sample(uniform(2, 3, low=-0.95, high=0.95)),
    edge([0.0, 1.0, -1.0, 1.5, -2.0], gives=[0.0, INF, -INF, NAN, NAN]),
    literal(values([0.5], "float32"), gives=[0.47693628]),
    large=sample(uniform(1000, 1000, low=-1.0, dtype="float32")),
)
case(
    "Ndtri",
    sample(uniform(2, 3, low=0.02, high=0.98)),
    edge([0.5, 0.0, 1.0, 1.5, -2.0], gives=[0.0, -INF, INF, NAN, NAN]),
    edge(values([0.975, 1e-10], "float32"), gives=[1.9599640, -6.3613409]),
    large=sample(uniform(1000, 1000, dtype="float32")),
)

# Bessel functions

case(
    "BesselI0e",
    sample(normal(2, 3)),
    sample(uniform(2, 3, low=-30.0, high=30.0)),
    edge([0.0, INF, -INF], gives=[1.0, 0.0, 0.0]),
    literal(values([1.0, -10.0], "float32"), gives=[0.46575961, 0.12783333]),
    large=sample(SINGLE),
)
case(
    "BesselI1e",
    sample(normal(2, 3)),
    sample(uniform(2, 3, low=-30.0, high=30.0)),
    edge([0.0, INF, -INF], gives=[0.0, 0.0, 0.0]),
    literal(values([1.0, -10.0], "float32"), gives=[0.20791042, -0.12126268]),
    deviates={"gradient float16-2-scalar": "terms that nearly cancel are rounded to float16, in different order"},
    large=sample(SINGLE),
)

# Products that are 0 where x is 0


def unlike(reason: Any, *samples: Any) -> Any:
    """The gradients of complex numbers in these samples deviate, in all variants but the empty ones."""
    return {pattern: reason for number in samples for pattern in (f"gradient complex*-{number}", f"gradient complex*-{number}-[!e]*")}


UNCONJUGATED = "TensorFlow does not conjugate the derivative of complex numbers here; finite differences agree with ours"
PRODUCTS = [sample(normal(*x), positive(*y)) for x, y in SHAPES]

case(
    "Xlogy", *PRODUCTS, UNFIT,
    edge([3.0, 0.0, 0.0, 0.0], [1.0, 0.0, -1.0, INF], gives=[0.0, 0.0, 0.0, 0.0]),
    edge([0.0, 2.0], NAN, gives=[0.0, NAN]),
    deviates=unlike(UNCONJUGATED, 1, 2, 3),
    large=sample(SINGLE, SINGLE),
)  # fmt: skip
case(
    "Xlog1py", *PRODUCTS, UNFIT,
    edge([3.0, 0.0, 0.0, 0.0], [0.0, -1.0, -2.0, INF], gives=[0.0, 0.0, 0.0, 0.0]),
    literal(values([2.0], "float32"), [1e-10], gives=[2e-10]),
    edge([0.0, 2.0], NAN, gives=[0.0, NAN]),
    deviates=unlike(UNCONJUGATED, 1, 2, 3),
    large=sample(SINGLE, SINGLE),
)  # fmt: skip
case(
    "Xdivy", *PRODUCTS, UNFIT,
    edge([3.0, 1.0, 0.0], [3.0, 2.0, 0.0], gives=[1.0, 0.5, 0.0]),
    edge([0.0, 2.0], NAN, gives=[0.0, NAN]),
    deviates=unlike(UNCONJUGATED, 1, 2, 3),
    large=sample(SINGLE, SINGLE),
)  # fmt: skip
