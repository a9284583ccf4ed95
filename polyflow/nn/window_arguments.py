"""Arguments about windows, as programs of all ages write them."""

from __future__ import annotations

from typing import Any

IMAGE_FORMATS = ("NHWC", "NCHW")
VOLUME_FORMATS = ("NDHWC", "NCDHW")


def is_channels_second(data_format: str | None) -> bool:
    """Whether a format has the channels right after the batch."""
    return data_format is not None and data_format.startswith("NC")


def format_or_name(data_format: str | None, name: str | None, formats: tuple[str, ...]) -> tuple[str, str | None]:
    """The format, by default the first one, and the name, which in 0.x had the place that the format has now."""
    if data_format is None or data_format in formats or _permutes(data_format, formats):
        return data_format or formats[0], name
    return formats[0], data_format


def _permutes(text: str, formats: tuple[str, ...]) -> bool:
    """Whether a text is some order of dimensions, and so no name: "NWC"."""
    return set("NWC") <= set(text) <= set("NDHWC") and len(set(text)) == len(text)


def every_dimension(sizes: Any, data_format: str) -> list[int]:
    """Strides, windows or dilations for all dimensions; one number, or one for each spatial dimension, is for these; none means 1."""
    rank = len(data_format)
    given = [1] if sizes is None else [sizes] if isinstance(sizes, int) else [int(size) for size in sizes]
    if len(given) == rank:
        return given
    if len(given) not in (1, rank - 2):
        raise ValueError(f"Expected 1, {rank - 2} or {rank} numbers for the dimensions of {data_format}, not {sizes!r}")
    inner = given * (rank - 2) if len(given) == 1 else given
    return [1, 1, *inner] if is_channels_second(data_format) else [1, *inner, 1]


def paddings(padding: Any) -> tuple[list[int], str]:
    """Explicit amounts flattened, none for the padding schemes that have a name."""
    if isinstance(padding, (list, tuple)):
        return [int(amount) for pair in padding for amount in pair], "EXPLICIT"
    if padding is None:
        raise TypeError("convolution and pooling need a padding: 'SAME', 'VALID' or a list of pairs")
    return [], padding


def image_attributes(strides: Any, padding: Any, data_format: str | None, dilations: Any) -> dict[str, Any]:
    """The attributes of an op that convolves images."""
    amounts, padding = paddings(padding)
    data_format = data_format or "NHWC"
    return {
        "strides": every_dimension(strides, data_format),
        "padding": padding,
        "explicit_paddings": amounts,
        "data_format": data_format,
        "dilations": every_dimension(dilations, data_format),
    }


def volume_attributes(strides: Any, padding: Any, data_format: str | None, dilations: Any) -> dict[str, Any]:
    """The attributes of an op that convolves volumes."""
    data_format = data_format or "NDHWC"
    return {
        "strides": every_dimension(strides, data_format),
        "padding": padding,
        "data_format": data_format,
        "dilations": every_dimension(dilations, data_format),
    }


def spatial_numbers(name: str, values: Any, count: int) -> list[int]:
    """A positive number for each of ``count`` spatial dimensions, 1 where none are given."""
    given = [1] * count if values is None else [values] * count if isinstance(values, int) else [int(value) for value in values]
    if len(given) != count or any(value < 1 for value in given):
        raise ValueError(f"{name} must be {count} positive numbers, not {values!r}")
    return given
