"""Rules about the regions of fractional pooling, for inference and for the kernels of every backend.

As in window_rules: functions of plain Python numbers that raise ValueError for what does not fit; None is a size that is not known.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from .tensor_shape import Sizes


def pooled_sizes(sizes: Sizes, ratio: Sequence[float]) -> Sizes:
    """The sizes of images (batch, height, width, channels) after pooling: each divided by its ratio, in float32, and rounded down."""
    if len(sizes) != 4:
        raise ValueError(f"value must have four dimensions, not shape {tuple(sizes)}")
    if len(ratio) != 4 or min(ratio) < 1:
        raise ValueError(f"pooling_ratio must be four numbers, and cannot be smaller than 1, not {list(ratio)}")
    if ratio[0] != 1 or ratio[3] != 1:
        raise ValueError(f"pooling_ratio {list(ratio)} must be 1 for the batch and the channels")
    return sizes[0], _pooled(sizes[1], ratio[1]), _pooled(sizes[2], ratio[2]), sizes[3]


def _pooled(size: int | None, ratio: float) -> int | None:
    if size is None:
        return None
    count = int(np.float32(size) / np.float32(ratio))
    if not count:
        raise ValueError(f"a dimension of {size} is too small for pooling_ratio {ratio}")
    return count


class Regions(NamedTuple):
    """How regions lie along a dimension: the first place of each, and the one after its last."""

    starts: tuple[int, ...]
    stops: tuple[int, ...]


def regions(name: str, sequence: Sequence[int], size: int, count: int, overlapping: bool) -> Regions:
    """The ``count`` regions between neighbours of a sequence; overlapping ones have the first place of the next, too."""
    if len(sequence) != count + 1:
        raise ValueError(f"{name} must have {count + 1} entries for {count} regions, not {len(sequence)}")
    if sequence[0] != 0 or sequence[-1] != size or any(a >= b for a, b in pairwise(sequence)):
        raise ValueError(f"{name} {list(sequence)} must ascend from 0 to {size}")
    return Regions(tuple(sequence[:-1]), tuple(min(stop + overlapping, size) for stop in sequence[1:]))
