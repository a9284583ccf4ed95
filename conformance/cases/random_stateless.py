"""The numbers that TensorFlow 2.21 draws on the CPU, where a sample gives any."""

from typing import Any

from ..case import build_error, case, literal, normal, sample, values

SEED = [5, -3]
OTHER_SEED = [2**40 + 7, -(2**50)]


def samples() -> Any:
    """Sizes that end within a group of four numbers, within a block, and beyond one; seeds of either type and sign."""
    return [
        sample([2, 3], values([-1, 2**31 - 1], "int32")),
        sample([], OTHER_SEED),
        sample([3, 0, 2], SEED),
        sample([257], [0, 0]),
        sample([70001], OTHER_SEED),
        build_error([[2]], SEED, match="must be a vector"),
        build_error([-2], SEED, match=">= 0"),
        build_error([2], [1, 2, 3], match=r"seed must have shape \[2\], not \(3,\)"),
        build_error([2], 1, match=r"seed must have shape \[2\]"),
    ]


case(
    "StatelessRandomUniform",
    *samples(),
    literal([3], SEED, dtype="float32", gives=[0.8487116, 0.69985104, 0.5644654]),
    literal([3], SEED, dtype="float64", gives=[0.7896928800267187, 0.5157238947672589, 0.7576269516483287]),
    literal([3], SEED, dtype="float16", gives=[0.6455, 0.1797, 0.1006]),
    literal([3], SEED, dtype="bfloat16", gives=[0.1640625, 0.4375, 0.8046875]),
    large=sample([1000, 1000], SEED),
)
case(
    "StatelessRandomUniformInt",
    sample([2, 3], values([-1, 2**31 - 1], "int32"), -7, 12),
    sample([], OTHER_SEED, 0, 1, dtype="int64"),
    sample([3, 0, 2], SEED, 5, 5),
    sample([70001], OTHER_SEED, -(2**31), 2**31 - 1, dtype="int32"),
    sample([500], SEED, -(2**62), 2**62 + 2**61, dtype="int64"),
    literal([5], SEED, -5, 1000, dtype="int32", gives=[727, 566, 261, 103, 97]),
    literal([5], SEED, -5, 1000, dtype="int64", gives=[743, 609, 76, 617, 909]),
    build_error([2], SEED, 3, 3, match="minval must be less than maxval, but 3 >= 3"),
    build_error([2], SEED, [3], 4, match="minval must be a scalar"),
    build_error([2], SEED, 3, [4], match="maxval must be a scalar"),
    build_error([2], [1], 3, 4, match=r"seed must have shape \[2\], not \(1,\)"),
    large=sample([1000, 1000], SEED, 0, 1000),
)
case(
    "StatelessRandomNormal",
    *samples(),
    literal([3], SEED, dtype="float32", gives=[-0.54457587, -0.17750722, -1.0551046]),
    literal([3], SEED, dtype="float64", gives=[-0.06778077475967828, -0.6838333888513459, 0.10674501108336276]),
    literal([3], SEED, dtype="float16", gives=[-0.5444, -0.1775, -1.055]),
    literal([3], SEED, dtype="bfloat16", gives=[-0.54296875, -0.17773438, -1.0546875]),
    large=sample([1000, 1000], SEED),
)
case(
    "StatelessTruncatedNormal",
    *samples(),
    literal([3], SEED, dtype="float32", gives=[-0.54457587, -0.17750722, -1.0551046]),
    literal([3], SEED, dtype="float64", gives=[-0.06778077475967828, -0.6838333888513459, -1.708398793960035]),
    literal([3], SEED, dtype="float16", gives=[-0.5444, -0.1775, -1.055]),
    literal([3], SEED, dtype="bfloat16", gives=[-0.54296875, -0.17773438, -1.0546875]),
    large=sample([1000, 1000], SEED),
)
case(
    "StatelessMultinomial",
    sample(normal(3, 5), 7, SEED),
    sample(normal(4, 2), 1, values([-1, 2**31 - 1], "int32"), output_dtype="int32"),
    sample(normal(2, 300), 70, OTHER_SEED),
    sample(normal(2, 3), 0, SEED),
    literal([[0.0, 1.0, 2.0], [2.0, 0.0, -1.0]], 8, SEED, gives=[[2, 2, 2, 0, 0, 2, 2, 2], [0, 0, 0, 0, 0, 0, 0, 0]]),
    build_error(normal(3), 2, SEED, match="logits must be a matrix"),
    build_error(normal(2, 3), [2], SEED, match="num_samples must be a scalar"),
    build_error(normal(2, 3), -2, SEED, match="num_samples must not be negative, but is -2"),
    build_error(normal(2, 0), 2, SEED, match="must have a class at least"),
    build_error(normal(2, 3), 2, [1, 2, 3], match=r"seed must have shape \[2\], not \(3,\)"),
    large=sample(normal(1000, 50), 1000, SEED),
)
