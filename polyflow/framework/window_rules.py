"""Rules about windows that slide over images, for inference and for the kernels of every backend.

Functions of plain Python numbers that raise ValueError for what does not fit; ``None`` is a size that is not known. The four attributes of a
dimension (window, stride, dilation, explicit padding) are lists in the order of ``data_format``.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from .tensor_shape import Sizes

Pair = tuple[int, int]
Numbers = tuple[int, ...]

COUNT_WORDS = {3: "three", 4: "four", 5: "five", 8: "eight", 10: "ten"}


class Windows(NamedTuple):
    """How windows lie on the spatial dimensions of images.

    Attributes:
        counts: how many there are along each dimension.
        extent: the size of a window, from its first to its last entry.
        paddings: what is added before and after each dimension.
        strides: the distance of neighbouring windows.
        dilations: the distance of neighbouring entries of a window.
    """

    counts: Numbers
    extent: Numbers
    paddings: tuple[Pair, ...]
    strides: Numbers
    dilations: Numbers


def channels_last(data_format: str) -> bool:
    return data_format.endswith("C") and not data_format.endswith("_C")


def spatial(values: Sequence[int], data_format: str) -> Numbers:
    """The entries for the spatial dimensions (depth, height and width) of four or five in the order of ``data_format``."""
    return tuple(values[1:-1] if channels_last(data_format) else values[2:])


def channel_axis(data_format: str) -> int:
    """The dimension of the channels."""
    return len(data_format) - 1 if channels_last(data_format) else 1


def image_sizes(batch: int | None, places: Sequence[int | None], channels: int | None, data_format: str) -> Sizes:
    """The sizes, ``places`` those of the spatial dimensions, in the order of ``data_format``."""
    return (batch, *places, channels) if channels_last(data_format) else (batch, channels, *places)


def check_four(name: str, sizes: Sequence[int | None]) -> None:
    """Images and filters have four dimensions."""
    check_rank(name, sizes, 4)


def check_rank(name: str, sizes: Sequence[int | None], rank: int) -> None:
    """Images and most filters have four dimensions, volumes and their filters five."""
    if len(sizes) != rank:
        raise ValueError(f"{name} must have {COUNT_WORDS[rank]} dimensions, not shape {tuple(sizes)}")


def explicit_pairs(explicit_paddings: Sequence[int], data_format: str) -> tuple[Pair, ...]:
    """The paddings of the spatial dimensions among a pair for each dimension; zeros where there are none."""
    amounts = explicit_paddings or (0,) * (2 * len(data_format))
    return spatial(list(zip(amounts[::2], amounts[1::2], strict=True)), data_format)  # type: ignore[arg-type, return-value]  # pairs for numbers


def windows(
    size: Numbers,
    window: Numbers,
    strides: Sequence[int],
    dilations: Sequence[int],
    padding: str,
    explicit_paddings: Sequence[int],
    data_format: str,
) -> Windows:
    """How windows lie on images of known size.

    SAME: ceil(size / stride) windows, and as much padding as they need, half of it before, the odd one after. VALID: as many as fit.
    EXPLICIT: as many as fit after the paddings are added.
    """
    steps, spread = spatial(strides, data_format), spatial(dilations, data_format)
    extent = tuple(map(extent_of, window, spread))
    explicit = explicit_pairs(explicit_paddings, data_format)
    rows = zip(size, extent, steps, explicit, strict=True)
    along = [_along(each, reach, step, padding, pair) for each, reach, step, pair in rows]
    return Windows(tuple(count for count, _ in along), extent, tuple(pair for _, pair in along), steps, spread)


def extent_of(window: int, dilation: int) -> int:
    """The size of a window whose entries are ``dilation`` apart."""
    if not window:
        raise ValueError("a window must have at least one entry")
    return (window - 1) * dilation + 1


def _along(size: int, extent: int, stride: int, padding: str, explicit: Pair) -> tuple[int, Pair]:
    count = count_along(size, extent, stride, padding, explicit)
    assert count is not None
    if padding != "SAME":
        return count, explicit
    total = max((count - 1) * stride + extent - size, 0)
    return count, (total // 2, total - total // 2)


def count_along(size: int | None, extent: int | None, stride: int, padding: str, explicit: Pair) -> int | None:
    """How many windows there are along one dimension, where its size is known."""
    if size is None:
        return None
    if padding == "SAME":
        return -(-size // stride)
    if extent is None:
        return None
    room = size + sum(explicit) - extent
    if room < 0:
        raise ValueError(
            f"windows of {extent} do not fit into {room + extent}: Negative dimension size caused by subtracting {extent} from {room + extent}"
        )
    return room // stride + 1


def counts(size: Sizes, window: Sizes, strides: Sequence[int], dilations: Sequence[int], padding: str, explicit_paddings: Sequence[int],
           data_format: str) -> Sizes:  # fmt: skip
    """How many windows there are along the spatial dimensions, None where a size is not known."""
    steps, spread, explicit = spatial(strides, data_format), spatial(dilations, data_format), explicit_pairs(explicit_paddings, data_format)
    extents = [None if each is None else extent_of(each, dilation) for each, dilation in zip(window, spread, strict=True)]
    rows = zip(size, extents, steps, explicit, strict=True)
    return tuple(count_along(each, extent, step, padding, pair) for each, extent, step, pair in rows)


def check_steps(name: str, values: Sequence[int], data_format: str) -> None:
    """Strides, dilations and windows: a positive number for each dimension, 1 for batch and channels."""
    rank = len(data_format)
    if len(values) != rank or any(value <= 0 for value in values):
        raise ValueError(f"{name} must be {COUNT_WORDS[rank]} positive numbers, not {list(values)}")
    if values[0] != 1 or values[channel_axis(data_format)] != 1:
        raise ValueError(f"{name} {list(values)} must be 1 for the batch and the channels")


def check_pool(ksize: Sequence[int], strides: Sequence[int], data_format: str) -> int:
    """How many channels a window groups: 1 where windows lie on places, else all places have windows of their own."""
    channels = channel_axis(data_format)
    if len(ksize) == len(data_format) and ksize[channels] > 1:
        if not (tuple(ksize) == tuple(strides) == (1, 1, 1, ksize[channels]) and data_format == "NHWC"):
            raise ValueError(f"windows over channels need ksize and strides [1, 1, 1, k], not {list(ksize)} and {list(strides)}")
        return ksize[channels]
    return check_places(ksize, strides, data_format)


def check_places(ksize: Sequence[int], strides: Sequence[int], data_format: str) -> int:
    """Windows lie on places."""
    check_steps("ksize", ksize, data_format)
    check_steps("strides", strides, data_format)
    return 1


def check_explicit(padding: str, explicit_paddings: Sequence[int], data_format: str) -> None:
    """Two numbers for each dimension for EXPLICIT padding, zero for batch and channels; none for the other kinds."""
    wanted = 2 * len(data_format)
    if (len(explicit_paddings) != wanted) if padding == "EXPLICIT" else len(explicit_paddings) > 0:
        raise ValueError(
            f"explicit_paddings must be {COUNT_WORDS[wanted]} numbers for EXPLICIT padding and none otherwise, "
            f"not {list(explicit_paddings)} for {padding}"
        )
    if any(amount < 0 for amount in explicit_paddings):
        raise ValueError(f"explicit_paddings {list(explicit_paddings)} must not be negative")
    channels = 2 * channel_axis(data_format)
    if any([*explicit_paddings[:2], *explicit_paddings[channels : channels + 2]]):
        raise ValueError(f"explicit_paddings {list(explicit_paddings)} must be zero for the batch and the channels")


def group_count(channels: int | None, depth: int | None, outputs: int | None) -> int | None:
    """Into how many groups, as large as the filter is deep, the channels are divided; each makes an equal share of the outputs."""
    if channels is None or depth is None:
        return None
    if not channels and not depth:
        return 1
    if not channels or not depth or channels % depth:
        raise ValueError(f"the {channels} channels of the input are no multiple of the {depth} channels of the filter")
    groups = channels // depth
    if outputs is not None and outputs % groups:
        raise ValueError(f"the {outputs} outputs of the filter are no multiple of the {groups} groups of channels")
    return groups


def check_channels(depth: int | None, channels: int | None) -> None:
    """A filter that makes no groups has an entry for each channel."""
    if channels is not None and depth is not None and channels != depth:
        raise ValueError(f"the filter has {depth} channels, but the input {channels}")


def depthwise_as_groups(filter: Sizes, channels: int | None) -> Sizes:
    """The sizes of the filter, one group for each channel, that does what a filter (height, width, channels, multiplier) does channel by channel."""
    height, width, depth, multiplier = filter
    check_channels(depth, channels)
    depth = channels if depth is None else depth
    return height, width, 1, None if depth is None or multiplier is None else depth * multiplier


def dilated(image: Sizes, filter: Sizes, strides: Sequence[int], rates: Sequence[int], padding: str) -> Windows:
    """How windows lie on images of these sizes for the dilation with a filter, which must have three."""
    check_rank("input", image, 4)
    check_rank("filter", filter, 3)
    check_channels(filter[2], image[3])
    return windows(image[1:3], filter[:2], strides, rates, padding, (), "NHWC")  # type: ignore[arg-type]  # all is known


def entries(size: Numbers, lies: Windows) -> list[tuple[tuple[slice, ...], tuple[slice, ...]]]:
    """For each entry of a window in reading order: the part of images (batch, places, channels) that it meets in some window, and these windows."""
    along = zip(size, lies.counts, lies.extent, lies.paddings, lies.strides, lies.dilations, strict=True)
    parts = [[_met(each, count, place - before, stride) for place in range(0, extent, dilation)]
             for each, count, extent, (before, _), stride, dilation in along]  # fmt: skip
    whole = slice(None)
    return [((whole, *(part for part, _ in row)), (whole, *(found for _, found in row))) for row in itertools.product(*parts)]


def _met(size: int, count: int, offset: int, stride: int) -> tuple[slice, slice]:
    """Where the places ``offset``, ``offset + stride``, … of ``count`` windows are inside of ``size`` places, and which windows these are."""
    first = max(-(offset // stride), 0)
    last = max(min((size - 1 - offset) // stride + 1, count), first)
    start = offset + first * stride
    return slice(start, start + (last - first) * stride, stride), slice(first, last)


# Orders of dimensions


def renumbered(src_format: str, dst_format: str) -> Numbers:
    """For each dimension of ``src_format`` its number in ``dst_format``."""
    check_orders(src_format, dst_format)
    return tuple(dst_format.index(letter) for letter in src_format)


def check_orders(src_format: str, dst_format: str) -> None:
    if len(src_format) not in (4, 5) or len(set(src_format)) != len(src_format) or sorted(src_format) != sorted(dst_format):
        raise ValueError(f"formats must be orders of the same four or five letters, not {src_format} and {dst_format}")


def permuted(src_format: str, dst_format: str, count: int) -> Numbers:
    """Which of ``count`` entries, for all dimensions of ``src_format`` or for all but N and C, come first, second, … in ``dst_format``."""
    check_orders(src_format, dst_format)
    if count not in (len(src_format), len(src_format) - 2):
        raise ValueError(f"x must have {len(src_format)} or {len(src_format) - 2} entries for format {src_format}, not {count}")
    kept = [[letter for letter in order if count == len(order) or letter not in "NC"] for order in (src_format, dst_format)]
    return tuple(kept[0].index(letter) for letter in kept[1])
