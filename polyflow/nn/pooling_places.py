"""Pooling that also tells where its windows lie: those of greatest entries, and those of random size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..framework.dtypes import as_dtype, int64
from ..framework.synonyms import one_of
from ..ops import nn_pooling_argmax as argmax
from ..ops import nn_pooling_fractional as fractional
from .window_arguments import every_dimension

__all__ = ["fractional_avg_pool", "fractional_max_pool", "max_pool_with_argmax"]


def max_pool_with_argmax(input: Any, ksize: Any, strides: Any, padding: str, data_format: Any = "NHWC", Targmax: Any = None,
                         name: str | None = None, output_dtype: Any = None, include_batch_in_index: bool = False) -> Any:  # fmt: skip
    """The greatest entry of each window of NHWC images, and where it is.

    Args:
        ksize, strides: the windows' size and distance: one number, two, or four.
        data_format: "NHWC"; a type is ``Targmax``, and what follows it the name: those were their places in 0.x.
        Targmax: int64 or int32, the type of the places; ``output_dtype`` is a synonym.
        include_batch_in_index: whether places are counted through all images or start at 0 in each.

    Returns:
        ``output`` and ``argmax``: (y * width + x) * channels + channel, the first one where several entries are greatest.
    """
    if data_format == "NCHW":
        raise ValueError("max_pool_with_argmax takes NHWC images only")
    if data_format not in ("NHWC", None):
        Targmax, name = data_format, Targmax or name
    dtype = as_dtype(one_of("Targmax", Targmax, "output_dtype", output_dtype, int64))
    windows = {"ksize": every_dimension(ksize, "NHWC"), "strides": every_dimension(strides, "NHWC"), "padding": padding}
    return argmax.max_pool_with_argmax(input, **windows, Targmax=dtype, include_batch_in_index=include_batch_in_index, name=name)


def fractional_max_pool(value: Any, pooling_ratio: Sequence[float], pseudo_random: bool = False, overlapping: bool = False,
                        deterministic: bool = False, seed: int = 0, seed2: int = 0, name: str | None = None) -> Any:  # fmt: skip
    """The greatest entry of each of regions of two sizes in a random order, so many that a fraction of rows and columns is left.

    Args:
        value: NHWC images.
        pooling_ratio: how many times fewer rows and columns there will be: ``[1.0, rows, columns, 1.0]``, each at least 1.
        pseudo_random: whether the sizes are spread evenly from a random start, rather than shuffled.
        overlapping: whether regions share the first row or column of the next.
        deterministic: whether every run draws the same.
        seed, seed2: what it draws then; both 0 for something else in each session.

    Returns:
        ``output``, ``row_pooling_sequence`` and ``col_pooling_sequence``: where the regions begin, and the size at the end.
    """
    return fractional.fractional_max_pool(
        value, pooling_ratio=pooling_ratio, pseudo_random=pseudo_random, overlapping=overlapping, deterministic=deterministic, seed=seed,
        seed2=seed2, name=name,
    )  # fmt: skip


def fractional_avg_pool(value: Any, pooling_ratio: Sequence[float], pseudo_random: bool = False, overlapping: bool = False,
                        deterministic: bool = False, seed: int = 0, seed2: int = 0, name: str | None = None) -> Any:  # fmt: skip
    """The mean of each of regions of two sizes in a random order; arguments and results as of :func:`fractional_max_pool`."""
    return fractional.fractional_avg_pool(
        value, pooling_ratio=pooling_ratio, pseudo_random=pseudo_random, overlapping=overlapping, deterministic=deterministic, seed=seed,
        seed2=seed2, name=name,
    )  # fmt: skip
