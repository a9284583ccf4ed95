"""Pooling of volumes and its gradients: as that of images in ``nn_pooling``, with a dimension more.

Volumes have the shape (batch, depth, height, width, channels), ``data_format`` "NDHWC", or (batch, channels, depth, height, width), "NCDHW";
``ksize`` and ``strides`` are five numbers in that order, those of batch and channels 1; ``padding`` is "SAME" or "VALID".
"""

from ..framework.dtypes import FLOAT, REAL, float32, float64
from ..framework.op import Host, Outputs, at_least, op, require
from .nn_convolution import named_sizes
from .nn_convolution_3d import FORMATS
from .nn_pooling import pooled_shape, require_pooled

PADDINGS = {"SAME", "VALID"}
NARROW = FLOAT - {float64}
WINDOWS = {"ksize": at_least(5), "strides": at_least(5), "padding": PADDINGS, "data_format": FORMATS}


@op("MaxPool3D", T=NARROW, **WINDOWS)
def max_pool3d(input: "T", *, ksize: list[int], strides: list[int], padding: str, data_format: str = "NDHWC") -> Outputs(output="T"):
    """The greatest entry of each window; NaN where there is one."""
    return pooled_shape(input.shape, ksize, strides, padding, [], data_format)


@op("MaxPool3DGrad", T=NARROW.default(float32), TInput=NARROW.default(float32), **WINDOWS)
def max_pool3d_grad(
    orig_input: "TInput",
    orig_output: "TInput",
    grad: "T",
    *,
    ksize: list[int],
    strides: list[int],
    padding: str,
    data_format: str = "NDHWC",
) -> Outputs(output="T"):
    """The gradient of MaxPool3D: each window's goes to its greatest entry, the first in reading order if there are several."""
    attributes = ksize, strides, padding, [], data_format
    require_pooled(orig_input.shape, orig_output.shape, *attributes)
    require_pooled(orig_input.shape, grad.shape, *attributes)
    return orig_input.shape.with_rank(5)


@op("MaxPool3DGradGrad", T=REAL, **WINDOWS)
def max_pool3d_grad_grad(
    orig_input: "T", orig_output: "T", grad: "T", *, ksize: list[int], strides: list[int], padding: str, data_format: str = "NDHWC"
) -> Outputs(output="T"):
    """The gradient of MaxPool3DGrad with respect to its gradient: of each window the entry of ``grad`` where ``orig_input`` is greatest."""
    attributes = ksize, strides, padding, [], data_format
    require(orig_input.shape.is_compatible_with(grad.shape), "grad has shape {}, but orig_input {}", grad.shape, orig_input.shape)
    require_pooled(orig_input.shape, orig_output.shape, *attributes)
    return pooled_shape(orig_input.shape.merge_with(grad.shape), *attributes)


@op("AvgPool3D", T=FLOAT, **WINDOWS)
def avg_pool3d(input: "T", *, ksize: list[int], strides: list[int], padding: str, data_format: str = "NDHWC") -> Outputs(output="T"):
    """The mean of each window over its entries inside the volume."""
    return pooled_shape(input.shape, ksize, strides, padding, [], data_format)


@op("AvgPool3DGrad", T=FLOAT, **WINDOWS)
def avg_pool3d_grad(
    orig_input_shape: Host["int32"], grad: "T", *, ksize: list[int], strides: list[int], padding: str, data_format: str = "NDHWC"
) -> Outputs(output="T"):
    """The gradient of AvgPool3D: each window's is shared equally by its entries."""
    shape = named_sizes(orig_input_shape, data_format)
    require_pooled(shape, grad.shape, ksize, strides, padding, [], data_format)
    return shape
