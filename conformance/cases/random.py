"""The numbers that TensorFlow 2.21 draws on the CPU, where a sample gives any."""

from typing import Any

from ..case import build_error, case, integers, literal, normal, sample

SEEDS: dict[str, Any] = {"seed": 7, "seed2": 11}
OTHER_SEEDS: dict[str, Any] = {"seed": -1, "seed2": 2**40}


def samples() -> Any:
    """Sizes that end within a group of four numbers, within a block, and beyond one; the 70001 need several blocks of float64."""
    return [
        sample([2, 3], **OTHER_SEEDS),
        sample([], seed=0, seed2=5),
        sample([3, 0, 2], **SEEDS),
        sample([257], **SEEDS),
        sample([70001], **SEEDS),
        build_error([[2]], **SEEDS, match="must be a vector"),
        build_error([-2], **SEEDS, match=">= 0"),
    ]


case(
    "RandomUniform",
    *samples(),
    literal([5], **SEEDS, dtype="float16", gives=[0.94238, 0.0019531, 0.28418, 0.99707, 0.022461]),
    literal([5], **SEEDS, dtype="bfloat16", gives=[0.5391, 0.01562, 0.2734, 0.9766, 0.1797]),
    literal([5], **SEEDS, dtype="float32", gives=[0.023186326, 0.0994875431, 0.569126487, 0.584228158, 0.465823054]),
    literal([3], **SEEDS, dtype="float64", gives=[0.18549088593476926, 0.5530126627240854, 0.7265846678559842]),
    literal(
        [2, 3], **OTHER_SEEDS, dtype="float32", gives=[[0.54262948, 0.867307186, 0.170055747], [0.773531795, 0.514580011, 0.597020745]]
    ),
    large=sample([1000, 1000], **SEEDS),
)
case(
    "RandomUniformInt",
    sample([2, 3], -7, 12, **OTHER_SEEDS),
    sample([], 0, 1, seed=0, seed2=5),
    sample([3, 0, 2], 0, 5, **SEEDS),
    sample([70001], -(2**31), 2**31 - 1, **SEEDS),
    literal([5], -5, 1000, **SEEDS, Tout="int32", gives=[903, 579, 802, 412, 717]),
    literal([5], -5, 1000, **SEEDS, Tout="int64", gives=[812, 694, 424, 736, 587]),
    literal([2], -(2**62), 2**62 + 2**61, **SEEDS, Tout="int64", gives=[760189156990318533, -1275987651135481565]),
    literal([3], -(2**31), 2**31 - 1, **SEEDS, Tout="int32", gives=[948107205, -896746494, 1682495779]),
    build_error([2], 3, 3, **SEEDS, match="minval must be less than maxval, but 3 >= 3"),
    sample([2, 0], 5, 5, **SEEDS),
    build_error([2], [3], 4, **SEEDS, match="minval must be a scalar"),
    large=sample([1000, 1000], 0, 1000, **SEEDS),
)
case(
    "RandomStandardNormal",
    *samples(),
    literal([5], **SEEDS, dtype="float16", gives=[1.6055, 2.2246, -0.53613, -0.9165, 1.2178]),
    literal([5], **SEEDS, dtype="bfloat16", gives=[1.609, 2.219, -0.5352, -0.918, 1.219]),
    literal([5], **SEEDS, dtype="float32", gives=[1.60560369, 2.22495437, -0.536034465, -0.916499913, 1.21825969]),
    literal([3], **SEEDS, dtype="float64", gives=[-0.6001800723429587, -1.7347284922719202, 0.32132962754436545]),
    large=sample([1000, 1000], **SEEDS),
)
case(
    "TruncatedNormal",
    *samples(),
    literal([5], **SEEDS, dtype="float16", gives=[1.6055, -0.53613, -0.9165, 1.2178, 1.0527]),
    literal([5], **SEEDS, dtype="bfloat16", gives=[1.609, -0.5352, -0.918, 1.219, 1.055]),
    literal([5], **SEEDS, dtype="float32", gives=[1.60560369, -0.536034465, -0.916499913, 1.21825969, 1.05315435]),
    literal([3], **SEEDS, dtype="float64", gives=[-0.6001800723429587, -1.7347284922719202, 0.27635541899213933]),
    literal(
        [2, 3], **OTHER_SEEDS, dtype="float32", gives=[[-0.818739235, 0.743184507, -1.86181676], [0.277302235, 0.254948586, -0.804297268]]
    ),
    large=sample([1000, 1000], **SEEDS),
)
case(
    "RandomShuffle",
    sample(normal(7, 2), **OTHER_SEEDS),
    sample(normal(1, 3), **SEEDS),
    sample(normal(), **SEEDS),
    sample(integers(300, high=100), **SEEDS),
    literal([0, 1, 2, 3, 4, 5, 6, 7, 8], **SEEDS, gives=[2, 3, 1, 6, 0, 7, 5, 4, 8]),
    literal([[1, 2], [3, 4], [5, 6], [7, 8]], **SEEDS, gives=[[3, 4], [7, 8], [1, 2], [5, 6]]),
    literal(["a", "b", "c", "d"], **SEEDS, gives=["b", "d", "a", "c"]),
    large=sample(normal(1000, 1000), **SEEDS),
)
