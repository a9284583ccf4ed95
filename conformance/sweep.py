"""Convolutions and pools drawn at random: kernels, strides, rates, paddings, layouts and channels in combinations that nobody thought of.

A configuration is a call of a public function of ``tf.nn``, so that the same one runs as polyflow on every backend and as TensorFlow. TensorFlow
runs them with the channels last, the only order that its kernels for the CPU know; polyflow with the order that was drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from .compare import difference
from .generators import Array
from .report import expect
from .tolerances import Tolerance

COUNT = 400
SEED = 20


@dataclass(frozen=True)
class Configuration:
    """A call of a function of ``tf.nn`` on images and, maybe, filters.

    Attributes:
        call: takes ``tf``, whether the channels are second, and a tensor for each array.
        arrays: the images with the channels last, then the others.
        channels_second: whether polyflow gets them so.
        text: what was drawn.
    """

    call: Callable[..., Any]
    arrays: tuple[Array, ...]
    channels_second: bool
    text: str


def configuration(number: int) -> Configuration:
    """The configuration of this number."""
    make = MAKERS[number % len(MAKERS)]
    return make(np.random.default_rng([SEED, number]))


# What is drawn


def _numbers(rng: Any, count: int, low: int, high: int) -> list[int]:
    return [int(number) for number in rng.integers(low, high, count, endpoint=True)]


def _padding(rng: Any) -> str:
    return str(rng.choice(["SAME", "VALID"]))


def _steps_and_rates(rng: Any, count: int) -> tuple[list[int], list[int]]:
    """Strides or rates above 1, not both."""
    ones = [1] * count
    return (_numbers(rng, count, 1, 3), ones) if rng.random() < 0.6 else (ones, _numbers(rng, count, 1, 3))


def _images(rng: Any, window: list[int], rates: list[int], channels: int) -> list[int]:
    """Sizes of images that the spread window fits into."""
    extents = [(size - 1) * rate + 1 for size, rate in zip(window, rates, strict=True)]
    return [int(rng.integers(1, 3)), *(extent + int(rng.integers(0, 5)) for extent in extents), channels]


def _made(
    call: Any, shapes: list[list[int]], rng: Any, settings: dict[str, Any], dtype: str = "float64", layouts: bool = True
) -> Configuration:
    arrays = tuple(rng.permutation(int(np.prod(shape))).reshape(shape).astype(dtype) / np.prod(shape) for shape in shapes)
    bound = partial(call, **settings)
    return Configuration(
        bound, tuple(array.astype(dtype) for array in arrays), layouts and bool(rng.random() < 0.5), f"{call.__name__}{shapes}{settings}"
    )


FORMATS = {3: ("NWC", "NCW"), 4: ("NHWC", "NCHW"), 5: ("NDHWC", "NCDHW")}


def _format(images: Any, channels_second: bool) -> str:
    return FORMATS[images.shape.rank if hasattr(images.shape, "rank") else len(images.shape)][channels_second]


def _whole(numbers: list[int], channels_second: bool) -> list[int]:
    return [1, 1, *numbers] if channels_second else [1, *numbers, 1]


# The functions


def convolution(tf: Any, second: bool, images: Any, filters: Any, *, padding: str, strides: list[int], rates: list[int]) -> Any:
    return tf.nn.convolution(images, filters, padding, strides, rates, data_format=_format(images, second))


def _convolution(dimensions: int, rng: Any) -> Configuration:
    window, channels = _numbers(rng, dimensions, 1, 4 if dimensions < 3 else 3), int(rng.integers(1, 4))
    strides, rates = _steps_and_rates(rng, dimensions)
    shapes = [_images(rng, window, rates, channels), [*window, channels, int(rng.integers(1, 5))]]
    return _made(convolution, shapes, rng, {"padding": _padding(rng), "strides": strides, "rates": rates})


def explicit(tf: Any, second: bool, images: Any, filters: Any, *, strides: list[int], margins: list[list[int]]) -> Any:
    nothing = [0, 0]
    padding = [nothing, nothing, *margins] if second else [nothing, *margins, nothing]
    return tf.nn.conv2d(images, filters, _whole(strides, second), padding, data_format=_format(images, second))


def _explicit(rng: Any) -> Configuration:
    window, channels = _numbers(rng, 2, 1, 4), int(rng.integers(1, 4))
    shapes = [_images(rng, window, [1, 1], channels), [*window, channels, int(rng.integers(1, 5))]]
    return _made(explicit, shapes, rng, {"strides": _numbers(rng, 2, 1, 3), "margins": [_numbers(rng, 2, 0, 3), _numbers(rng, 2, 0, 3)]})


def transposed(tf: Any, second: bool, images: Any, filters: Any, *, result: list[int], padding: str, strides: list[int]) -> Any:
    batch, *places, channels = result
    shape = [batch, channels, *places] if second else result
    transpose = tf.nn.conv2d_transpose if len(strides) == 2 else tf.nn.conv3d_transpose
    return transpose(images, filters, shape, _whole(strides, second), padding, _format(images, second))


def _transposed(dimensions: int, rng: Any) -> Configuration:
    """The result is drawn, and the images are as large as its convolution."""
    window, strides, padding = _numbers(rng, dimensions, 1, 4 if dimensions < 3 else 3), _numbers(rng, dimensions, 1, 3), _padding(rng)
    result = _images(rng, window, [1] * dimensions, int(rng.integers(1, 4)))
    rooms = [size if padding == "SAME" else size - extent + 1 for size, extent in zip(result[1:-1], window, strict=True)]
    small = [result[0], *(-(-room // step) for room, step in zip(rooms, strides, strict=True)), int(rng.integers(1, 4))]
    return _made(transposed, [small, [*window, result[-1], small[-1]]], rng, {"result": result, "padding": padding, "strides": strides})


def depthwise(tf: Any, second: bool, images: Any, filters: Any, *, padding: str, stride: int, rates: list[int]) -> Any:
    return tf.nn.depthwise_conv2d(images, filters, _whole([stride] * 2, second), padding, rates, data_format=_format(images, second))


def _depthwise(rng: Any) -> Configuration:
    window, channels = _numbers(rng, 2, 1, 4), int(rng.integers(1, 5))
    (stride, _), rates = _steps_and_rates(rng, 2)
    shapes = [_images(rng, window, rates, channels), [*window, channels, int(rng.integers(1, 4))]]
    return _made(depthwise, shapes, rng, {"padding": _padding(rng), "stride": stride, "rates": rates})


def separable(tf: Any, second: bool, images: Any, filters: Any, mixing: Any, *, padding: str, stride: int) -> Any:
    return tf.nn.separable_conv2d(images, filters, mixing, _whole([stride] * 2, second), padding, data_format=_format(images, second))


def _separable(rng: Any) -> Configuration:
    window, (channels, multiplier, outputs) = _numbers(rng, 2, 1, 4), _numbers(rng, 3, 1, 4)
    shapes = [_images(rng, window, [1, 1], channels), [*window, channels, multiplier], [1, 1, channels * multiplier, outputs]]
    return _made(separable, shapes, rng, {"padding": _padding(rng), "stride": int(rng.integers(1, 4))})


def dilation(tf: Any, second: bool, images: Any, filters: Any, *, function: str, strides: list[int], rates: list[int], padding: str) -> Any:
    return getattr(tf.nn, function)(images, filters, _whole(strides, False), _whole(rates, False), padding)


def _dilation(rng: Any) -> Configuration:
    window, rates, channels = _numbers(rng, 2, 1, 3), _numbers(rng, 2, 1, 2), int(rng.integers(1, 4))
    settings = {
        "function": str(rng.choice(["dilation2d", "erosion2d"])),
        "strides": _numbers(rng, 2, 1, 3),
        "rates": rates,
        "padding": _padding(rng),
    }
    return _made(dilation, [_images(rng, window, rates, channels), [*window, channels]], rng, settings, layouts=False)


def pooling(tf: Any, second: bool, images: Any, *, kind: str, window: list[int], strides: list[int], rates: list[int], padding: str) -> Any:
    return tf.nn.pool(images, window, kind, padding, rates, strides, data_format=_format(images, second))


def _pooling(dimensions: int, kind: str, rng: Any) -> Configuration:
    window, (strides, rates) = _numbers(rng, dimensions, 1, 4), _steps_and_rates(rng, dimensions)
    padding = "VALID" if max(rates) > 1 else _padding(rng)
    strides = [min(pair) for pair in zip(strides, window, strict=True)]
    dtype = "float32" if dimensions == 3 else "float64"
    settings = {"kind": kind, "window": window, "strides": strides, "rates": rates, "padding": padding}
    return _made(pooling, [_images(rng, window, rates, int(rng.integers(1, 4)))], rng, settings, dtype)


MAKERS: list[Callable[[Any], Configuration]] = [
    *(partial(_convolution, dimensions) for dimensions in (1, 2, 2, 3)),
    _explicit,
    *(partial(_transposed, dimensions) for dimensions in (2, 3)),
    _depthwise,
    _depthwise,
    _separable,
    _dilation,
    *(partial(_pooling, dimensions, kind) for dimensions in (1, 2, 2, 3) for kind in ("MAX", "AVG")),
]


# Running


def outcomes(tf: Any, drawn: Configuration, channels_second: bool = False, **session: Any) -> list[Array]:
    """The result, channels last, and its gradient with respect to each array, all of its elements weighted differently."""
    with tf.Graph().as_default():
        inputs = [tf.placeholder(array.dtype, array.shape) for array in drawn.arrays]
        images, rank = inputs[0], drawn.arrays[0].ndim
        moved = tf.transpose(images, [0, rank - 1, *range(1, rank - 1)]) if channels_second else images
        result = drawn.call(tf, channels_second, moved, *inputs[1:])
        result = tf.transpose(result, [0, *range(2, rank), 1]) if channels_second else result
        weights = tf.reshape(tf.cos(tf.cast(tf.range(tf.size(result)), result.dtype)), tf.shape(result))
        slopes = tf.gradients(result * weights, inputs)
        with tf.Session(**session) as opened:
            values: list[Array] = opened.run([result, *slopes], dict(zip(inputs, drawn.arrays, strict=True)))
            return values


def require_same(found: list[Array], expected: list[Array], names: tuple[str, str], text: str) -> None:
    """CheckFailed unless result and gradients agree."""
    for number, (value, wanted) in enumerate(zip(found, expected, strict=True)):
        relative = 1e-9 if wanted.dtype == np.float64 else 1e-4
        expect(difference(value, wanted, Tolerance(relative, relative), names), f"{text}, {f'gradient {number}' if number else 'result'}")
