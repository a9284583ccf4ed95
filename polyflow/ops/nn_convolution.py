"""Convolutions of images, their gradients, and the bias that is added to each channel.

Images have the shape (batch, height, width, channels), ``data_format`` "NHWC", or (batch, channels, height, width), "NCHW"; filters always
(height, width, channels, outputs).  ``strides`` and ``dilations`` are four numbers in the order of ``data_format``, those of batch and channels 1.

``padding`` "SAME" adds zeros around the image so that there are ceil(size / stride) windows along a dimension, an odd one at the end; "VALID"
adds none; "EXPLICIT" adds ``explicit_paddings``, a pair for each of the four dimensions.  When the image has a multiple of the filter's channels,
these form groups that are convolved apart, each with an equal share of the outputs.  float16 and bfloat16 accumulate in float32.
"""

from ..framework.dtypes import FLOAT, NUMBER, int32
from ..framework.op import Host, Outputs, op, require
from ..framework.shape_inference import described_shape
from ..framework.tensor_shape import TensorShape
from ..framework.window_rules import channel_axis, check_explicit, check_rank, check_steps, counts, group_count, image_sizes, spatial

FORMATS = {"NHWC", "NCHW"}
PADDINGS = {"SAME", "VALID", "EXPLICIT"}


@op("Conv2D", T=FLOAT | {int32}, padding=PADDINGS, data_format=FORMATS)
def conv2d(input: "T", filter: "T", *, strides: list[int], use_cudnn_on_gpu: bool = True, padding: str, explicit_paddings: list[int] = [],
           data_format: str = "NHWC", dilations: list[int] = [1, 1, 1, 1]) -> Outputs(output="T"):  # fmt: skip
    """The sum over a, b, c of input[n, i·stride + a·dilation, j·stride + b·dilation, c] · filter[a, b, c, k], for each n, i, j, k."""
    return convolved_shape(input.shape, filter.shape, strides, padding, explicit_paddings, data_format, dilations)


def convolved_shape(
    image: TensorShape,
    filter: TensorShape,
    strides: list[int],
    padding: str,
    explicit_paddings: list[int],
    data_format: str,
    dilations: list[int],
) -> TensorShape:
    """The shape of the convolution of images or volumes."""
    check_steps("strides", strides, data_format)
    check_steps("dilations", dilations, data_format)
    check_explicit(padding, explicit_paddings, data_format)
    sizes, (*window, depth, outputs) = sizes_of("input", image, data_format), sizes_of("filter", filter, data_format)
    group_count(sizes[channel_axis(data_format)], depth, outputs)
    places = counts(spatial(sizes, data_format), window, strides, dilations, padding, explicit_paddings, data_format)
    return TensorShape(image_sizes(sizes[0], places, outputs, data_format))


def require_four(name: str, shape: TensorShape) -> tuple[int | None, ...]:
    """The four sizes of a shape, None for each that is not known."""
    return sizes_of(name, shape, "NHWC")


def sizes_of(name: str, shape: TensorShape, data_format: str) -> tuple[int | None, ...]:
    """The sizes of images or of a filter, one for each letter of ``data_format``, None for each that is not known."""
    sizes = (None,) * len(data_format) if shape.sizes is None else shape.sizes
    check_rank(name, sizes, len(data_format))
    return sizes


def check_backprop(image: TensorShape, filter: TensorShape, out_backprop: TensorShape, *attributes: object) -> None:
    """The gradient must have the shape of the convolution's result."""
    result = convolved_shape(image, filter, *attributes)
    require(result.is_compatible_with(out_backprop), "out_backprop has shape {}, but the convolution gives {}", out_backprop, result)


def named_sizes(sizes: object, data_format: str) -> TensorShape:
    """The shape whose sizes, one for each letter of ``data_format``, a tensor names."""
    return TensorShape(sizes_of("what is described", described_shape(sizes), data_format))


@op("Conv2DBackpropInput", T=FLOAT | {int32}, padding=PADDINGS, data_format=FORMATS)
def conv2d_backprop_input(input_sizes: Host["int32"], filter: "T", out_backprop: "T", *, strides: list[int], use_cudnn_on_gpu: bool = True, padding: str,
                          explicit_paddings: list[int] = [], data_format: str = "NHWC", dilations: list[int] = [1, 1, 1, 1]) -> Outputs(output="T"):  # fmt: skip
    """The gradient of Conv2D with respect to its input, of shape ``input_sizes``: each entry of ``out_backprop``, times the filter, is added where
    its window lay.  Also known as the transposed convolution."""
    attributes = strides, padding, explicit_paddings, data_format, dilations
    return image_backprop_shape(named_sizes(input_sizes, data_format), filter.shape, out_backprop.shape, *attributes)


def image_backprop_shape(image: TensorShape, filter: TensorShape, out_backprop: TensorShape, strides: list[int], padding: str,
                         explicit_paddings: list[int], data_format: str, dilations: list[int]) -> TensorShape:  # fmt: skip
    """The shape of the gradient with respect to images, whose batch is also that of ``out_backprop``."""
    batch = sizes_of("out_backprop", out_backprop, data_format)[0]
    shape = image.merge_with([batch] + [None] * (len(data_format) - 1))
    check_backprop(shape, filter, out_backprop, strides, padding, explicit_paddings, data_format, dilations)
    return shape


@op("Conv2DBackpropFilter", T=FLOAT, padding=PADDINGS, data_format=FORMATS)
def conv2d_backprop_filter(input: "T", filter_sizes: Host["int32"], out_backprop: "T", *, strides: list[int], use_cudnn_on_gpu: bool = True, padding: str,
                           explicit_paddings: list[int] = [], data_format: str = "NHWC", dilations: list[int] = [1, 1, 1, 1]) -> Outputs(output="T"):  # fmt: skip
    """The gradient of Conv2D with respect to its filter, of shape ``filter_sizes``: the sum of all windows, each times its entry of ``out_backprop``."""
    shape = named_sizes(filter_sizes, data_format)
    check_backprop(input.shape, shape, out_backprop.shape, strides, padding, explicit_paddings, data_format, dilations)
    return shape


# Bias


@op("BiasAdd", T=NUMBER, data_format=FORMATS)
def bias_add(value: "T", bias: "T", *, data_format: str = "NHWC") -> Outputs(output="T"):
    """``value`` of two dimensions or more plus the vector ``bias``, along the last dimension or, for "NCHW" (then of three or more), along the second."""
    return biased_shape(value.shape, bias.shape, data_format)


@op("BiasAddV1", T=NUMBER)
def bias_add_v1(value: "T", bias: "T") -> Outputs(output="T"):
    """``value`` plus the vector ``bias`` along the last dimension."""
    return biased_shape(value.shape, bias.shape, "NHWC")


def biased_shape(value: TensorShape, bias: TensorShape, data_format: str) -> TensorShape:
    axis = bias_axis(value, data_format)
    require(bias.sizes is None or len(bias.sizes) == 1, "bias must be a vector, not of shape {}", bias)
    if value.sizes is None or bias.sizes is None:
        return value
    require(
        value[axis].is_compatible_with(bias[0]),
        "the bias has {} entries, but there are {} channels in shape {}",
        bias[0],
        value[axis],
        value,
    )
    channels = value[axis].merge_with(bias[0])
    return value[:axis] + [channels] + value[axis + 1 :] if axis == 1 else value[:-1] + [channels]


def bias_axis(value: TensorShape, data_format: str) -> int:
    """The dimension of the channels, after a check that there are enough dimensions."""
    least = 3 if data_format == "NCHW" else 2
    require(value.rank_at_least(least), "a value in format {} must have at least {} dimensions, not shape {}", data_format, least, value)
    return 1 if data_format == "NCHW" else -1


@op("BiasAddGrad", T=NUMBER, data_format=FORMATS)
def bias_add_grad(out_backprop: "T", *, data_format: str = "NHWC") -> Outputs(output="T"):
    """The gradient of BiasAdd with respect to the bias: the sum over all dimensions but that of the channels."""
    axis = bias_axis(out_backprop.shape, data_format)
    return [None if out_backprop.shape.sizes is None else out_backprop.shape[axis]]
