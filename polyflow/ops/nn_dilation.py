"""Grey-scale dilation of images, the morphological one, and its gradients.

Images are (batch, height, width, channels), filters (height, width, channels).  ``strides``, the distance of windows, and ``rates``, the distance
of neighbouring entries of one, are four numbers, those of batch and channels 1.  ``padding`` "SAME" lets windows reach over the edges so that
there are ceil(size / stride) along a dimension, "VALID" does not; what lies outside takes no part in a maximum.  Sums are formed in the type itself.
"""

from ..framework.dtypes import REAL
from ..framework.op import Outputs, at_least, op, require
from ..framework.tensor_shape import TensorShape
from ..framework.window_rules import check_channels, check_rank, check_steps, counts
from .nn_convolution import require_four

PADDINGS = {"SAME", "VALID"}


@op("Dilation2D", T=REAL, strides=at_least(4), rates=at_least(4), padding=PADDINGS)
def dilation2d(input: "T", filter: "T", *, strides: list[int], rates: list[int], padding: str) -> Outputs(output="T"):
    """The greatest input[n, i·stride + a·rate, j·stride + b·rate, c] + filter[a, b, c] over all a and b, for each n, i, j, c.

    Source: Haralick, Sternberg and Zhuang, "Image analysis using mathematical morphology" (1987).
    """
    return dilated_shape(input.shape, filter.shape, strides, rates, padding)


def dilated_shape(image: TensorShape, filter: TensorShape, strides: list[int], rates: list[int], padding: str) -> TensorShape:
    check_steps("strides", strides, "NHWC")
    check_steps("rates", rates, "NHWC")
    (batch, *size, channels), (*window, depth) = require_four("input", image), filter_sizes(filter)
    check_channels(depth, channels)
    places = counts(size, window, strides, rates, padding, (), "NHWC")
    return TensorShape([batch, *places, depth if channels is None else channels])


def filter_sizes(filter: TensorShape) -> tuple[int | None, ...]:
    """The three sizes of a filter."""
    sizes = (None,) * 3 if filter.sizes is None else filter.sizes
    check_rank("filter", sizes, 3)
    return sizes


def require_result(out_backprop: TensorShape, result: TensorShape) -> None:
    require(result.is_compatible_with(out_backprop), "out_backprop has shape {}, but the dilation gives {}", out_backprop, result)


@op("Dilation2DBackpropInput", T=REAL, strides=at_least(4), rates=at_least(4), padding=PADDINGS)
def dilation2d_backprop_input(input: "T", filter: "T", out_backprop: "T", *, strides: list[int], rates: list[int], padding: str) -> Outputs(
    in_backprop="T"
):
    """The gradient of Dilation2D with respect to its input: each entry of ``out_backprop`` goes to where its window's sum is greatest, the first place
    in reading order if there are several."""
    require_result(out_backprop.shape, dilated_shape(input.shape, filter.shape, strides, rates, padding))
    return input.shape.with_rank(4)


@op("Dilation2DBackpropFilter", T=REAL, strides=at_least(4), rates=at_least(4), padding=PADDINGS)
def dilation2d_backprop_filter(
    input: "T", filter: "T", out_backprop: "T", *, strides: list[int], rates: list[int], padding: str
) -> Outputs(filter_backprop="T"):
    """The gradient of Dilation2D with respect to its filter: each entry of ``out_backprop`` goes to the filter's entry in its window's greatest sum."""
    require_result(out_backprop.shape, dilated_shape(input.shape, filter.shape, strides, rates, padding))
    return filter.shape.with_rank(3)
