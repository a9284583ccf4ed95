"""Rules about windows that slide over images, for inference and for the kernels of every backend.

Functions of plain Python numbers that raise ValueError for what does not fit; ``None`` is a size that is not known. The four attributes of a
dimension (window, stride, dilation, explicit padding) are lists in the order of ``data_format``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from .tensor_shape import Sizes

Pair = tuple[int, int]
OptionalPair = tuple[int | None, int | None]


class Windows(NamedTuple):
    """How windows lie on the height and width of images.

    Attributes:
        counts: how many there are along each dimension.
        extent: the size of a window, from its first to its last entry.
        paddings: what is added before and after each dimension.
        strides: the distance of neighbouring windows.
        dilations: the distance of neighbouring entries of a window.
    """

    counts: Pair
    extent: Pair
    paddings: tuple[Pair, Pair]
    strides: Pair
    dilations: Pair


def spatial(values: Sequence[int], data_format: str) -> Pair:
    """The entries for height and width of four in the order of ``data_format``."""
    return (values[1], values[2]) if data_format == "NHWC" else (values[2], values[3])


def channel_axis(data_format: str) -> int:
    """The dimension of the channels."""
    return 3 if data_format == "NHWC" else 1


def image_sizes(batch: int | None, height: int | None, width: int | None, channels: int | None, data_format: str) -> Sizes:
    """The four sizes in the order of ``data_format``."""
    return (batch, height, width, channels) if data_format == "NHWC" else (batch, channels, height, width)


def check_four(name: str, sizes: Sequence[int | None]) -> None:
    """Images and filters have four dimensions."""
    if len(sizes) != 4:
        raise ValueError(f"{name} must have four dimensions, not shape {tuple(sizes)}")


def explicit_pairs(explicit_paddings: Sequence[int], data_format: str) -> tuple[Pair, Pair]:
    """The paddings of height and width among eight numbers; zeros where there are none."""
    if not explicit_paddings:
        return (0, 0), (0, 0)
    first = 2 if data_format == "NHWC" else 4
    top, bottom, left, right = explicit_paddings[first : first + 4]
    return (top, bottom), (left, right)


def windows(
    size: Pair,
    window: Pair,
    strides: Sequence[int],
    dilations: Sequence[int],
    padding: str,
    explicit_paddings: Sequence[int],
    data_format: str,
) -> Windows:
    """How windows lie on images of known height and width.

    SAME: ceil(size / stride) windows, and as much padding as they need, half of it before, the odd one after. VALID: as many as fit.
    EXPLICIT: as many as fit after the paddings are added.
    """
    steps, spread = spatial(strides, data_format), spatial(dilations, data_format)
    extent = extent_of(window[0], spread[0]), extent_of(window[1], spread[1])
    explicit = explicit_pairs(explicit_paddings, data_format)
    rows = _along(size[0], extent[0], steps[0], padding, explicit[0])
    columns = _along(size[1], extent[1], steps[1], padding, explicit[1])
    return Windows((rows[0], columns[0]), extent, (rows[1], columns[1]), steps, spread)


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


def counts(size: OptionalPair, window: OptionalPair, strides: Sequence[int], dilations: Sequence[int], padding: str, explicit_paddings: Sequence[int],
           data_format: str) -> OptionalPair:  # fmt: skip
    """How many windows there are along height and width, None where a size is not known."""
    steps, spread, explicit = spatial(strides, data_format), spatial(dilations, data_format), explicit_pairs(explicit_paddings, data_format)
    extents = [None if each is None else extent_of(each, dilation) for each, dilation in zip(window, spread, strict=True)]
    return count_along(size[0], extents[0], steps[0], padding, explicit[0]), count_along(
        size[1], extents[1], steps[1], padding, explicit[1]
    )


def check_steps(name: str, values: Sequence[int], data_format: str) -> None:
    """Strides, dilations and windows: four positive numbers, 1 for batch and channels."""
    if len(values) != 4 or any(value <= 0 for value in values):
        raise ValueError(f"{name} must be four positive numbers, not {list(values)}")
    if values[0] != 1 or values[channel_axis(data_format)] != 1:
        raise ValueError(f"{name} {list(values)} must be 1 for the batch and the channels")


def check_explicit(padding: str, explicit_paddings: Sequence[int], data_format: str) -> None:
    """Eight numbers for EXPLICIT padding, zero for batch and channels; none for the other kinds."""
    if (len(explicit_paddings) != 8) if padding == "EXPLICIT" else len(explicit_paddings) > 0:
        raise ValueError(
            f"explicit_paddings must be eight numbers for EXPLICIT padding and none otherwise, not {list(explicit_paddings)} for {padding}"
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
