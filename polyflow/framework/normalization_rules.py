"""Rules about the channels of images, for inference and for the normalisation kernels of every backend.

Functions of plain Python numbers that raise ValueError for what does not fit; ``None`` is a size that is not known.
"""

from __future__ import annotations

from .tensor_shape import Sizes


def channel_axis(data_format: str) -> int:
    """The dimension that ``data_format``, a letter for each, calls C."""
    return data_format.index("C")


def other_axes(data_format: str) -> tuple[int, ...]:
    """All dimensions but that of the channels."""
    return tuple(axis for axis, letter in enumerate(data_format) if letter != "C")


def channel_count(x: Sizes, data_format: str, **vectors: Sizes) -> int | None:
    """How many channels images of sizes ``x`` have: as many as each of the ``vectors`` has entries."""
    check_rank("x", x, len(data_format))
    count = x[channel_axis(data_format)]
    for name, sizes in vectors.items():
        check_vector(name, sizes)
        if None not in (count, sizes[0]) and count != sizes[0]:
            raise ValueError(f"{name} must have an entry for each of {count} channels, not {sizes[0]}")
        count = sizes[0] if count is None else count
    return count


def check_vector(name: str, sizes: Sizes) -> None:
    if len(sizes) != 1:
        raise ValueError(f"{name} must be a vector, not of shape {sizes}")


def check_rank(name: str, sizes: Sizes, rank: int) -> None:
    if len(sizes) != rank:
        raise ValueError(f"{name} must have {rank} dimensions, not shape {sizes}")


def needs_statistics(is_training: bool, exponential_avg_factor: float) -> bool:
    """Whether batch normalisation looks at the mean and variance that it is given."""
    return not is_training or exponential_avg_factor != 1


def batch_norm_channels(
    x: Sizes, scale: Sizes, offset: Sizes, mean: Sizes, variance: Sizes, data_format: str, is_training: bool, exponential_avg_factor: float
) -> int | None:
    """The number of channels that the inputs of batch normalisation agree on; a mean and variance that it does not need may have any size."""
    statistics = {"mean": mean, "variance": variance}
    if needs_statistics(is_training, exponential_avg_factor):
        return channel_count(x, data_format, scale=scale, offset=offset, **statistics)
    for name, sizes in statistics.items():
        check_vector(name, sizes)
    return channel_count(x, data_format, scale=scale, offset=offset)


def batch_norm_grad_channels(y_backprop: Sizes, x: Sizes, scale: Sizes, mean: Sizes, variance: Sizes, data_format: str) -> int | None:
    """The number of channels that the inputs of the gradient of batch normalisation agree on."""
    check_rank("y_backprop", y_backprop, len(data_format))
    if any(None not in pair and pair[0] != pair[1] for pair in zip(x, y_backprop, strict=False)):
        raise ValueError(f"x and y_backprop must have the same shape, not {x} and {y_backprop}")
    return channel_count(x, data_format, scale=scale, reserve_space_1=mean, reserve_space_2=variance)
