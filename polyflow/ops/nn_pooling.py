"""Pooling: each window of an image becomes one number per channel; and its gradients.

Images have the shape (batch, height, width, channels), ``data_format`` "NHWC", or (batch, channels, height, width), "NCHW".  ``ksize``, the
size of the windows, and ``strides``, their distance, are four numbers in that order, those of the batch 1.  ``padding`` "SAME" lets windows reach
over the edges, so that there are ceil(size / stride) along a dimension, "VALID" does not, "EXPLICIT" lets them reach as far as
``explicit_paddings`` says.  What lies outside of the image takes no part in a maximum or a mean.
"""

from ..framework.dtypes import FLOAT, REAL, float32, qint8, uint32, uint64
from ..framework.op import Host, Outputs, at_least, op, require, value_of
from ..framework.tensor_shape import TensorShape, unknown_shape
from ..framework.window_rules import channel_axis, check_explicit, check_places, check_pool, counts, image_sizes, spatial
from .nn_convolution import FORMATS, named_sizes, require_four, sizes_of

POOLED = (REAL - {uint32, uint64}) | {qint8}
NAMED_PADDINGS = {"SAME", "VALID"}
PADDINGS = NAMED_PADDINGS | {"EXPLICIT"}
BLOCKS = "format NCHW_VECT_C, of channels in blocks of four, is not supported"


@op("MaxPool", T=POOLED.default(float32), ksize=at_least(4), strides=at_least(4), padding=PADDINGS, data_format=FORMATS | {"NCHW_VECT_C"})
def max_pool(
    input: "T", *, ksize: list[int], strides: list[int], padding: str, explicit_paddings: list[int] = [], data_format: str = "NHWC"
) -> Outputs(output="T"):
    """The greatest entry of each window; NaN where there is one.

    Windows may also group channels instead of places: in format NHWC, a ksize and stride of k for the channels, a divisor of their number, and 1 for
    the rest.
    """
    require(data_format != "NCHW_VECT_C", BLOCKS)
    group = check_pool(ksize, strides, data_format)
    if group == 1:
        return pooled_shape(input.shape, ksize, strides, padding, explicit_paddings, data_format)
    return grouped_shape(input.shape, group)


def grouped_shape(image: TensorShape, group: int) -> TensorShape:
    """The shape after pooling of channels."""
    *outer, channels = require_four("input", image)
    require(channels is None or channels % group == 0, "a window of {} must evenly divide the {} channels", group, channels)
    return TensorShape([*outer, None if channels is None else channels // group])


def pooled_shape(
    image: TensorShape, ksize: list[int], strides: list[int], padding: str, explicit_paddings: list[int], data_format: str
) -> TensorShape:
    """The shape of images or volumes after pooling."""
    check_places(ksize, strides, data_format)
    check_explicit(padding, explicit_paddings, data_format)
    sizes, ones = sizes_of("input", image, data_format), (1,) * len(data_format)
    places = counts(spatial(sizes, data_format), spatial(ksize, data_format), strides, ones, padding, explicit_paddings, data_format)
    return TensorShape(image_sizes(sizes[0], places, sizes[channel_axis(data_format)], data_format))


def require_pooled(image: TensorShape, pooled: TensorShape, *attributes: object) -> None:
    """A tensor must have the shape of the image after pooling."""
    result = pooled_shape(image, *attributes)
    require(result.is_compatible_with(pooled), "a tensor of shape {} does not fit to the result of pooling, which has {}", pooled, result)


@op("MaxPoolGrad", T=REAL.default(float32), ksize=at_least(4), strides=at_least(4), padding=PADDINGS, data_format=FORMATS)
def max_pool_grad(orig_input: "T", orig_output: "T", grad: "T", *, ksize: list[int], strides: list[int], padding: str, explicit_paddings: list[int] = [],
                  data_format: str = "NHWC") -> Outputs(output="T"):  # fmt: skip
    """The gradient of MaxPool: each window's goes to its greatest entry, the first in reading order if there are several."""
    attributes = ksize, strides, padding, explicit_paddings, data_format
    require_pooled(orig_input.shape, orig_output.shape, *attributes)
    require_pooled(orig_input.shape, grad.shape, *attributes)
    return orig_input.shape.with_rank(4)


@op("MaxPoolGradGrad", T=REAL, ksize=at_least(4), strides=at_least(4), padding=NAMED_PADDINGS, data_format=FORMATS)
def max_pool_grad_grad(
    orig_input: "T", orig_output: "T", grad: "T", *, ksize: list[int], strides: list[int], padding: str, data_format: str = "NHWC"
) -> Outputs(output="T"):
    """The gradient of MaxPoolGrad with respect to its gradient: of each window the entry of ``grad`` where ``orig_input`` is greatest."""
    attributes = ksize, strides, padding, [], data_format
    require(orig_input.shape.is_compatible_with(grad.shape), "grad has shape {}, but orig_input {}", grad.shape, orig_input.shape)
    require_pooled(orig_input.shape, orig_output.shape, *attributes)
    return pooled_shape(orig_input.shape.merge_with(grad.shape), *attributes)


# Windows that are no attributes: vectors of four numbers, as ksize and strides above.


@op("MaxPoolV2", T=POOLED.default(float32), padding=NAMED_PADDINGS, data_format=FORMATS | {"NCHW_VECT_C"})
def max_pool_v2(input: "T", ksize: Host["int32"], strides: Host["int32"], *, padding: str, data_format: str = "NHWC") -> Outputs(
    output="T"
):
    """MaxPool with windows that are tensors."""
    require(data_format != "NCHW_VECT_C", BLOCKS)
    require_four("input", input.shape)
    known = known_steps(ksize, strides)
    if known is None:
        return unknown_shape(4)
    group = check_pool(*known, data_format)
    return pooled_shape(input.shape, *known, padding, [], data_format) if group == 1 else grouped_shape(input.shape, group)


def known_steps(*vectors: object) -> tuple[tuple[int, ...], ...] | None:
    """The values of vectors of four numbers, None unless all are known."""
    for vector in vectors:
        require(vector.shape.is_compatible_with([4]), "ksize and strides must be vectors of four numbers, not of shape {}", vector.shape)
    values = tuple(value_of(vector) for vector in vectors)
    return None if any(value is None or None in value for value in values) else values


@op("MaxPoolGradV2", T=REAL.default(float32), padding=NAMED_PADDINGS, data_format=FORMATS)
def max_pool_grad_v2(
    orig_input: "T", orig_output: "T", grad: "T", ksize: Host["int32"], strides: Host["int32"], *, padding: str, data_format: str = "NHWC"
) -> Outputs(output="T"):
    """MaxPoolGrad with windows that are tensors."""
    known = known_steps(ksize, strides)
    if known is not None:
        require_pooled(orig_input.shape, orig_output.shape, *known, padding, [], data_format)
        require_pooled(orig_input.shape, grad.shape, *known, padding, [], data_format)
    return orig_input.shape.with_rank(4)


@op("MaxPoolGradGradV2", T=REAL, padding=NAMED_PADDINGS, data_format=FORMATS)
def max_pool_grad_grad_v2(
    orig_input: "T", orig_output: "T", grad: "T", ksize: Host["int32"], strides: Host["int32"], *, padding: str, data_format: str = "NHWC"
) -> Outputs(output="T"):
    """MaxPoolGradGrad with windows that are tensors."""
    image, known = orig_input.shape.merge_with(grad.shape), known_steps(ksize, strides)
    require_four("orig_input", image)
    if known is None:
        return orig_output.shape.with_rank(4)
    require_pooled(image, orig_output.shape, *known, padding, [], data_format)
    return pooled_shape(image, *known, padding, [], data_format)


# Means


@op("AvgPool", T=FLOAT, ksize=at_least(4), strides=at_least(4), padding=NAMED_PADDINGS, data_format=FORMATS)
def avg_pool(value: "T", *, ksize: list[int], strides: list[int], padding: str, data_format: str = "NHWC") -> Outputs(output="T"):
    """The mean of each window."""
    return pooled_shape(value.shape, ksize, strides, padding, [], data_format)


@op("AvgPoolGrad", T=FLOAT, ksize=at_least(4), strides=at_least(4), padding=NAMED_PADDINGS, data_format=FORMATS)
def avg_pool_grad(
    orig_input_shape: Host["int32"], grad: "T", *, ksize: list[int], strides: list[int], padding: str, data_format: str = "NHWC"
) -> Outputs(output="T"):
    """The gradient of AvgPool: each window's is shared equally by its entries."""
    shape = named_sizes(orig_input_shape, data_format)
    require_pooled(shape, grad.shape, ksize, strides, padding, [], data_format)
    return shape
