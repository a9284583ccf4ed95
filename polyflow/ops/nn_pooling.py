"""Pooling: each window of an image becomes one number per channel; and its gradients.

Images have the shape (batch, height, width, channels), ``data_format`` "NHWC", or (batch, channels, height, width), "NCHW".  ``ksize``, the
size of the windows, and ``strides``, their distance, are four numbers in that order, those of the batch 1.  ``padding`` "SAME" lets windows reach
over the edges, so that there are ceil(size / stride) along a dimension, "VALID" does not, "EXPLICIT" lets them reach as far as
``explicit_paddings`` says.  What lies outside of the image takes no part in a maximum or a mean.
"""

from ..framework.dtypes import FLOAT, REAL, float32, qint8, uint32, uint64
from ..framework.op import Host, Outputs, at_least, op, require
from ..framework.tensor_shape import TensorShape
from ..framework.window_rules import channel_axis, check_explicit, check_steps, counts, image_sizes, spatial
from .nn_convolution import FORMATS, four_sizes, require_four

POOLED = (REAL - {uint32, uint64}) | {qint8}
NAMED_PADDINGS = {"SAME", "VALID"}
PADDINGS = NAMED_PADDINGS | {"EXPLICIT"}


@op("MaxPool", T=POOLED.default(float32), ksize=at_least(4), strides=at_least(4), padding=PADDINGS, data_format=FORMATS | {"NCHW_VECT_C"})
def max_pool(
    input: "T", *, ksize: list[int], strides: list[int], padding: str, explicit_paddings: list[int] = [], data_format: str = "NHWC"
) -> Outputs(output="T"):
    """The greatest entry of each window; NaN where there is one.

    Windows may also group channels instead of places: in format NHWC, a ksize and stride of k for the channels, a divisor of their number, and 1 for
    the rest.
    """
    require(data_format != "NCHW_VECT_C", "format NCHW_VECT_C, of channels in blocks of four, is not supported")
    group = ksize[channel_axis(data_format)]
    if group == 1:
        return pooled_shape(input.shape, ksize, strides, padding, explicit_paddings, data_format)
    require(
        ksize == strides == [1, 1, 1, group] and data_format == "NHWC",
        "windows over channels need ksize and strides [1, 1, 1, k], not {} and {}",
        ksize,
        strides,
    )
    *outer, channels = require_four("input", input.shape)
    require(channels is None or channels % group == 0, "a window of {} must evenly divide the {} channels", group, channels)
    return [*outer, None if channels is None else channels // group]


def pooled_shape(
    image: TensorShape, ksize: list[int], strides: list[int], padding: str, explicit_paddings: list[int], data_format: str
) -> TensorShape:
    """The shape after pooling of height and width."""
    check_steps("ksize", ksize, data_format)
    check_steps("strides", strides, data_format)
    check_explicit(padding, explicit_paddings, data_format)
    sizes = require_four("input", image)
    rows, columns = counts(
        spatial(sizes, data_format), spatial(ksize, data_format), strides, (1, 1, 1, 1), padding, explicit_paddings, data_format
    )
    return TensorShape(image_sizes(sizes[0], rows, columns, sizes[channel_axis(data_format)], data_format))


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


@op("AvgPool", T=FLOAT, ksize=at_least(4), strides=at_least(4), padding=NAMED_PADDINGS, data_format=FORMATS)
def avg_pool(value: "T", *, ksize: list[int], strides: list[int], padding: str, data_format: str = "NHWC") -> Outputs(output="T"):
    """The mean of each window."""
    return pooled_shape(value.shape, ksize, strides, padding, [], data_format)


@op("AvgPoolGrad", T=FLOAT, ksize=at_least(4), strides=at_least(4), padding=NAMED_PADDINGS, data_format=FORMATS)
def avg_pool_grad(
    orig_input_shape: Host["int32"], grad: "T", *, ksize: list[int], strides: list[int], padding: str, data_format: str = "NHWC"
) -> Outputs(output="T"):
    """The gradient of AvgPool: each window's is shared equally by its entries."""
    shape = four_sizes(orig_input_shape)
    require_pooled(shape, grad.shape, ksize, strides, padding, [], data_format)
    return shape
