"""The candidates and counts that TensorFlow 2.21 gives on the CPU."""

from pathlib import Path
from typing import Any

import numpy as np

from ..case import build_error, case, fatal, integers, literal, run_error, sample, values

SEEDS: dict[str, Any] = {"seed": 7, "seed2": 11}
OTHER: dict[str, Any] = {"seed": -1, "seed2": 2**40}
TRUE = [[0, 3], [2, 5], [1, 9]]
WEIGHTS = [1.0, 2.0, 3.0, 4.0, 0.5, 1.5, 2.5, 3.5, 6.0, 1.0]
VOCABULARY = str(Path(__file__).parent.parent / "data" / "vocabulary.csv")
OVERLAPPING = "TensorFlow counts the weights from the number of reserved classes of the shard, not of all, so that shards overlap"
LOWEST = float(np.finfo(np.float32).min)


def failures(**attributes: Any) -> Any:
    """What no sampler of ten classes takes."""
    return [
        run_error([[1, 2], [10, 3]], num_true=2, num_sampled=4, unique=True, match=r"out of range \[0, 10\), received 10", **attributes),
        run_error([[1], [-2]], num_true=1, num_sampled=4, unique=False, match=r"out of range \[0, 10\), received -2", **attributes),
        build_error([[1, 2]], num_true=3, num_sampled=4, unique=True, match="num_true columns, expected: 3 was: 2", **attributes),
        build_error([1, 2], num_true=2, num_sampled=4, unique=True, match="must be a matrix", **attributes),
        build_error([[1, 2]], num_true=2, num_sampled=11, unique=True, match="range is too small: 11 of 10", **attributes),
    ]


def samples(**attributes: Any) -> Any:
    """More candidates than classes, all classes, a part of them; and a number that is no power of two, so that draws are refused."""
    return [
        sample(integers(3, 2, high=10), num_true=2, num_sampled=17, unique=False, range_max=10, **OTHER, **attributes),
        sample(integers(4, 1, high=10), num_true=1, num_sampled=10, unique=True, range_max=10, **SEEDS, **attributes),
        sample(integers(5, 3, high=10), num_true=3, num_sampled=6, unique=True, range_max=10, seed=0, seed2=5, **attributes),
    ]


LARGE: dict[str, Any] = {"num_true": 1, "num_sampled": 8192, "unique": True, "range_max": 50000, **SEEDS}

case(
    "UniformCandidateSampler",
    *samples(),
    literal(
        TRUE, num_true=2, num_sampled=6, unique=False, range_max=10, **SEEDS,
        gives=([7, 9, 9, 6, 2, 6], np.full((3, 2), 0.6), np.full(6, 0.6)),
    ),
    literal(
        TRUE, num_true=2, num_sampled=6, unique=True, range_max=10, **SEEDS,
        gives=([7, 9, 6, 2, 5, 8], np.full((3, 2), 1 - 0.9**10), np.full(6, 1 - 0.9**10)),
    ),
    literal(
        [[0, 3]], num_true=2, num_sampled=4, unique=False, range_max=2**40, **SEEDS,
        gives=([11685525445, 1090456705315, 751606407191, 833499886152], np.full((1, 2), 2.0**-38), np.full(4, 2.0**-38)),
    ),
    sample([[0]], num_true=1, num_sampled=1, unique=True, range_max=1, **SEEDS),
    sample([[2]], num_true=1, num_sampled=2000, unique=False, range_max=2**62 + 2**61 + 3, **SEEDS),
    *failures(range_max=10),
    large=sample(integers(1000000, 1, high=50000), **LARGE),
)  # fmt: skip
case(
    "LogUniformCandidateSampler",
    *samples(),
    literal(
        [[0], [9]], num_true=1, num_sampled=6, unique=False, range_max=10, **SEEDS,
        gives=(
            [0, 2, 4, 1, 0, 5], [[1.7343889], [0.23848459]],
            [1.73438895, 0.71983647, 0.45620397, 1.01455259, 1.73438895, 0.38571498],
        ),
    ),
    literal(
        [[0], [9]], num_true=1, num_sampled=6, unique=True, range_max=10, **SEEDS,
        gives=(
            [0, 2, 4, 1, 5, 3], [[0.98814803], [0.40978372]],
            [0.98814803, 0.81013298, 0.6422927, 0.91001135, 0.5784378, 0.71911204],
        ),
    ),
    sample([[0]], num_true=1, num_sampled=3, unique=False, range_max=1, **SEEDS),
    sample([[2**61]], num_true=1, num_sampled=4, unique=True, range_max=2**62, **SEEDS),
    *failures(range_max=10),
    large=sample(integers(1000000, 1, high=50000), **LARGE),
)  # fmt: skip
for name in ("LearnedUnigramCandidateSampler", "ThreadUnsafeUnigramCandidateSampler"):
    case(
        name,
        *samples(),
        literal(
            TRUE, num_true=2, num_sampled=6, unique=False, range_max=10, **SEEDS,
            gives=([3, 4, 7, 7, 7, 2], np.full((3, 2), 0.6), np.full(6, 0.6)),
        ),
        literal(
            TRUE, num_true=2, num_sampled=6, unique=True, range_max=10, **SEEDS,
            gives=([3, 4, 7, 2, 8, 0], np.full((3, 2), 1 - 0.9**9), np.full(6, 1 - 0.9**9)),
        ),
        *failures(range_max=10),
        large=sample(integers(1000000, 1, high=50000), **LARGE),
    )  # fmt: skip
case(
    "FixedUnigramCandidateSampler",
    *samples(unigrams=WEIGHTS),
    sample(TRUE, num_true=2, num_sampled=8, unique=False, range_max=10, unigrams=WEIGHTS, distortion=0.75, **SEEDS),
    sample(TRUE, num_true=2, num_sampled=4, unique=True, range_max=10, unigrams=WEIGHTS[2:], num_reserved_ids=2, **OTHER),
    sample([[3], [0]], num_true=1, num_sampled=3, unique=True, range_max=4, unigrams=WEIGHTS[:9], num_reserved_ids=3, num_shards=3, **SEEDS),
    sample([[3], [0]], num_true=1, num_sampled=9, unique=False, range_max=4, unigrams=WEIGHTS, num_reserved_ids=1, num_shards=3, shard=1, **SEEDS),
    sample([[5, 0]], num_true=2, num_sampled=3, unique=True, range_max=6, vocab_file=VOCABULARY, **SEEDS),
    literal(
        [[0], [3]], num_true=1, num_sampled=8, unique=False, range_max=10, unigrams=WEIGHTS, **SEEDS,
        gives=([4, 7, 2, 7, 2, 8, 1, 1], [[0.32], [1.28]], [0.16, 1.12, 0.96, 1.12, 0.96, 1.92, 0.64, 0.64]),
    ),
    literal(
        [[0], [3]], num_true=1, num_sampled=5, unique=False, range_max=4, unigrams=[1.0, 2.0, 3.0, 4.0], **SEEDS,
        gives=([2, 1, 2, 2, 2], [[0.5], [2.0]], [1.5, 1.0, 1.5, 1.5, 1.5]),
    ),
    *failures(range_max=10, unigrams=WEIGHTS),
    build_error([[1]], num_true=1, num_sampled=2, unique=True, range_max=9, unigrams=WEIGHTS, match="range is 9 must be equal to weights size 10"),
    build_error([[1]], num_true=1, num_sampled=2, unique=True, range_max=9, match="either vocab_file or unigrams"),
    build_error([[1]], num_true=1, num_sampled=2, unique=True, range_max=9, unigrams=WEIGHTS, vocab_file=VOCABULARY, match="not both"),
    build_error([[1]], num_true=1, num_sampled=2, unique=True, range_max=5, unigrams=WEIGHTS, num_shards=2, shard=2, match="less than num_shards"),
    run_error([[1]], num_true=1, num_sampled=2, unique=True, range_max=7, vocab_file=VOCABULARY, match="range is 7 must be equal to weights size 6"),
    run_error([[1]], num_true=1, num_sampled=2, unique=True, range_max=7, vocab_file="none.csv", exception="NotFoundError", match="none.csv"),
    run_error([[1]], num_true=1, num_sampled=2, unique=True, range_max=7, vocab_file=__file__, match="Wrong vocabulary format"),
    run_error([[1]], num_true=1, num_sampled=3, unique=True, range_max=4, unigrams=[1.0, 0.0, 0.0, 2.0], match="3 different candidates of 2"),
    deviates={
        "*-[67]": OVERLAPPING,
        "*-[67]-*": OVERLAPPING,
        "*-23": fatal("it tries without end"),
    },
    large=sample(integers(1000000, 1, high=50000), **LARGE, unigrams=[float(weight) for weight in range(1, 50001)]),
)  # fmt: skip
case(
    "AllCandidateSampler",
    sample(integers(3, 2, high=7), num_true=2, num_sampled=7, unique=True, **SEEDS),
    sample(integers(2, 1, high=5), num_true=1, num_sampled=5, unique=False),
    literal([[0, 2], [1, 1]], num_true=2, num_sampled=3, unique=False, gives=([0, 1, 2], np.ones((2, 2)), np.ones(3))),
    run_error([[3]], num_true=1, num_sampled=3, unique=True, match=r"out of range \[0, 3\), received 3"),
    build_error([3], num_true=1, num_sampled=3, unique=True, match="must be a matrix"),
    large=sample(integers(1000000, 1, high=50000), num_true=1, num_sampled=50000, unique=True),
)
case(
    "ComputeAccidentalHits",
    sample(integers(7, 2, high=9), integers(5, high=9), num_true=2),
    sample(integers(4, 3, high=6), integers(50, high=6), num_true=3, **SEEDS),
    sample(values(np.zeros((0, 2)), "int64"), integers(5, high=9), num_true=2),
    sample(integers(4, 3, high=6), values(np.zeros(0), "int64"), num_true=3),
    literal(
        [[1, 2], [3, 3], [2, 9]], [2, 9, 3, 2, 5], num_true=2, gives=([0, 1, 1, 2, 2], [3, 2, 2, 3, 1], [LOWEST] * 5)
    ),
    literal([[7]], [-1, 8], num_true=1, gives=([], [], [])),
    build_error([[1, 2]], [1], num_true=3, match="num_true columns, expected: 3 was: 2"),
    build_error([1], [1], num_true=1, match="must be a matrix"),
    build_error([[1]], [[1]], num_true=1, match="must be a vector"),
    large=sample(integers(1000000, 1, high=1000000), integers(10000, high=1000000), num_true=1),
)  # fmt: skip
