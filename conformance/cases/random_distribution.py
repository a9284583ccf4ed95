"""The numbers that TensorFlow 2.21 draws on the CPU, where a sample gives any."""

from typing import Any

from ..case import build_error, case, literal, normal, positive, run_error, sample, uniform, values

SEEDS: dict[str, Any] = {"seed": 7, "seed2": 11}
OTHER_SEEDS: dict[str, Any] = {"seed": -1, "seed2": 2**40}
NAN, INF = float("nan"), float("inf")

case(
    "Multinomial",
    sample(normal(3, 5), 7, **OTHER_SEEDS),
    sample(normal(4, 2), 1, **SEEDS, output_dtype="int32"),
    sample(normal(2, 300), 70, **SEEDS),
    sample(normal(2, 3), 0, **SEEDS),
    sample([[0.0, -1.0, NAN], [-INF, 0.0, INF], [-INF, -INF, NAN]], 9, **SEEDS),
    literal([[0.0, 1.0, 2.0], [2.0, 0.0, -1.0]], 6, **SEEDS, gives=[[1, 2, 2, 2, 1, 2], [0, 0, 0, 0, 0, 0]]),
    literal([[0.0, -INF], [-INF, -INF], [NAN, 1000.0]], 2, **SEEDS, gives=[[0, 0], [2, 2], [1, 1]]),
    build_error(normal(3), 2, **SEEDS, match="logits must be a matrix"),
    build_error(normal(2, 3), [2], **SEEDS, match="num_samples must be a scalar"),
    build_error(normal(2, 3), -2, **SEEDS, match="num_samples must not be negative, but is -2"),
    build_error(normal(2, 0), 2, **SEEDS, match="must have a class at least"),
    large=sample(normal(1000, 50), 1000, **SEEDS),
)
case(
    "RandomGamma",
    sample([4, 3], uniform(5, low=0.1, high=3.0), **OTHER_SEEDS),
    sample([], uniform(2, 3, low=1.0, high=30.0), **SEEDS),
    sample([7], values(1.0), **SEEDS),
    sample([2, 0], positive(3), **SEEDS),
    sample([2000], [0.05, 0.9, 1.0, 1.5, 2.0, 8.0, 100.0, 1000.0], **SEEDS),
    sample([1, 2, 3], positive(1, 4, 5), **SEEDS),
    literal([2], [0.5, 1.0, 4.0], **SEEDS, gives=[[0.06178746, 0.46279088, 3.4127738], [0.27283564, 1.640649, 4.053806]]),
    literal([3], [0.0, -0.7, -2.0, NAN, INF], **SEEDS, gives=[[0.0, NAN, NAN, NAN, INF]] * 3),
    build_error(3, positive(2), **SEEDS, match="must be a vector"),
    build_error([-2], positive(2), **SEEDS, match=">= 0"),
    gradient=False,
    large=sample([1000], uniform(1000, low=0.5, high=4.0), **SEEDS),
)
case(
    "RandomGammaGrad",
    sample(uniform(3, 4, low=0.3, high=12.0), uniform(3, 4, low=0.01, high=15.0)),
    sample(uniform(2, 1, 5, low=0.001, high=1.0), uniform(3, 1, low=1e-4, high=3.0)),
    sample(values([30.0, 100.0, 300.0]), values([31.0, 85.0, 330.0])),
    literal([1.0, 1.0, 2.0], [1.0, 0.0, 1.5], gives=[1.173563027, 0.0, 0.936639068]),
    literal([0.0, -1.0, 1.0, NAN], [1.0, 1.0, -1.0, 1.0], gives=[NAN, NAN, NAN, NAN]),
    build_error(positive(2, 3), positive(4), match="broadcast"),
    deviates={"float32-3-broadcast*": "TensorFlow gives 0 where density and distribution function underflow; their quotient does not"},
    large=sample(uniform(1000, 1000, low=0.3, high=12.0), uniform(1000, 1000, low=0.01, high=15.0)),
)


def poisson_samples() -> Any:
    """Rates on both sides of ten, where the method changes."""
    return [
        sample([4, 3], uniform(5, low=0.0, high=9.0), **OTHER_SEEDS),
        sample([], uniform(2, 3, low=1.0, high=60.0), **SEEDS),
        sample([7], values(3.0), **SEEDS),
        sample([2, 0], positive(3), **SEEDS),
        sample([2000], [0.0, 1.0, 5.0, 9.0, 10.0, 11.0, 37.0, 1000.0], **SEEDS),
        sample([1, 2, 3], uniform(1, 4, 5, low=8.0, high=12.0), **SEEDS),
        literal([2], [0.0, -3.0], **SEEDS, gives=[[0.0, 0.0]] * 2),
        build_error(3, positive(2), **SEEDS, match="must be a vector"),
        build_error([-2], positive(2), **SEEDS, match=">= 0"),
    ]


case(
    "RandomPoisson",
    *poisson_samples(),
    literal([2], [INF, -INF], **SEEDS, gives=[[INF, 0.0]] * 2),
    large=sample([1000], uniform(1000, low=1.0, high=9.0), **SEEDS),
)
case(
    "RandomPoissonV2",
    *poisson_samples(),
    literal([2], [0.5, 4.0, 20.0, 300.0], **SEEDS, gives=[[0, 3, 23, 300], [0, 4, 24, 275]]),
    literal([2], [INF, -INF], **SEEDS, gives=[[0, 0]] * 2),
    literal([2], [INF, -INF], **SEEDS, dtype="float32", gives=[[INF, 0.0]] * 2),
    sample([300], [2.5, 20.0], **SEEDS, dtype="int32"),
    sample([300], [2.5, 20.0], **SEEDS, dtype="float16"),
    sample([300], [2.5, 20.0], **SEEDS, dtype="float64"),
    large=sample([1000], uniform(1000, low=1.0, high=9.0), **SEEDS),
)


def bounds(mean: Any, stdev: Any, low: Any, high: Any, dtype: str = "float32") -> Any:
    return [values(each, dtype) for each in (mean, stdev, low, high)]


case(
    "ParameterizedTruncatedNormal",
    sample([3, 90], *bounds(0.25, 1.1, -2.0, 3.0), **OTHER_SEEDS),
    sample([250], *bounds(0.25, 1.1, -0.5, 0.4), **SEEDS),
    sample([250], *bounds(0.25, 1.1, 2.0, 6.0, "float64"), **SEEDS),
    sample([250], *bounds(0.25, 1.1, -9.0, -1.5), **SEEDS),
    sample([250], *bounds([0.25], 1.1, [1.0], INF, "float16"), **SEEDS),
    sample([250], *bounds(0.25, 1.1, -INF, -0.5, "bfloat16"), **SEEDS),
    sample([4, 13], *bounds([0.0, 0.1, 0.2, 0.3], [1.0, 1.1, 1.2, 1.3], [-2.0, -0.5, 2.0, -INF], [3.0, 0.4, 6.0, -1.0]), **SEEDS),
    sample([4, 13], *bounds([0.0, 0.1, 0.2, 0.3], [1.0], 0.0, [3.0, 0.4, 6.0, INF], "float64"), **SEEDS),
    sample([20000], *bounds(0.0, 1.0, -1.0, 2.0, "float64"), **SEEDS),
    literal([2, 2], *bounds([0.0, 10.0], 2.0, [-1.0, 11.0], [3.0, INF]), **SEEDS, gives=[[2.4365194, -0.41829214], [11.047321, 13.125456]]),
    sample([0, 2], *bounds(0.0, 1.0, 2.0, -1.0), **SEEDS),
    sample([2, 0], *bounds(0.0, 1.0, 2.0, -1.0), **SEEDS),
    build_error(3, *bounds(0.0, 1.0, -1.0, 1.0), **SEEDS, match="must be a vector"),
    build_error(values([], "int32"), *bounds(0.0, 1.0, -1.0, 1.0), **SEEDS, match="at least one entry"),
    run_error(
        [2, 3],
        *bounds([0.0, 1.0, 2.0], 1.0, -1.0, 1.0),
        **SEEDS,
        match="means must have one entry, or one for each of the 2 batches, not 3",
    ),
    run_error([2, 3], *bounds(0.0, 1.0, [], 1.0), **SEEDS, match="minvals must have one entry"),
    run_error([2], *bounds(0.0, 0.0, -1.0, 1.0), **SEEDS, match="Invalid parameters: mean 0.0, stdev 0.0, minval -1.0, maxval 1.0"),
    run_error([2], *bounds(0.0, 1.0, 1.0, 1.0), **SEEDS, match="Invalid parameters"),
    run_error([2], *bounds(0.0, 1.0, -INF, INF), **SEEDS, match="Invalid parameters"),
    build_error([2, 3], *bounds([[0.0, 1.0]], 1.0, -1.0, 1.0), **SEEDS, match="must be scalars or vectors"),
    large=sample([1000, 1000], *bounds(0.0, 1.0, -2.0, 2.0), **SEEDS),
)
