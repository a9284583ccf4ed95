"""Pooling of images that also tells where the greatest entries are, and its gradients, which are told.

Images are (batch, height, width, channels); ``ksize``, ``strides`` and ``padding`` are as in ``nn_pooling``.  A place is a number, the position of
an entry in its image laid out row by row: (y · width + x) · channels + c, plus, with ``include_batch_in_index``, that of the image's first entry.
"""

from ..framework.dtypes import INDEX, REAL, DType, int64
from ..framework.op import Outputs, at_least, op
from ..framework.tensor_shape import TensorShape
from .nn_pooling import NAMED_PADDINGS, pooled_shape, require_pooled


@op("MaxPoolWithArgmax", T=REAL, Targmax=INDEX, ksize=at_least(4), strides=at_least(4), padding=NAMED_PADDINGS)
def max_pool_with_argmax(
    input: "T", *, ksize: list[int], strides: list[int], Targmax: DType = int64, padding: str, include_batch_in_index: bool = False
) -> Outputs(output="T", argmax="Targmax"):
    """The greatest entry of each window, and its place; the first in reading order if there are several."""
    shape = pooled_shape(input.shape, ksize, strides, padding, [], "NHWC")
    return shape, shape


@op("MaxPoolGradWithArgmax", T=REAL, Targmax=INDEX, ksize=at_least(4), strides=at_least(4), padding=NAMED_PADDINGS)
def max_pool_grad_with_argmax(
    input: "T", grad: "T", argmax: "Targmax", *, ksize: list[int], strides: list[int], padding: str, include_batch_in_index: bool = False
) -> Outputs(output="T"):
    """Zeros of the shape of ``input``, each entry of ``grad`` added at its place.  InvalidArgumentError for a place that does not exist."""
    for pooled in (grad, argmax):
        require_pooled(input.shape, pooled.shape, ksize, strides, padding, [], "NHWC")
    return input.shape.with_rank(4)


@op("MaxPoolGradGradWithArgmax", T=REAL, Targmax=INDEX, ksize=at_least(4), strides=at_least(4), padding=NAMED_PADDINGS)
def max_pool_grad_grad_with_argmax(
    input: "T", grad: "T", argmax: "Targmax", *, ksize: list[int], strides: list[int], padding: str, include_batch_in_index: bool = False
) -> Outputs(output="T"):
    """The entries of ``grad``, which has the shape of ``input``, at the places.  InvalidArgumentError for one that does not exist."""
    image: TensorShape = input.shape.merge_with(grad.shape)
    require_pooled(image, argmax.shape, ksize, strides, padding, [], "NHWC")
    return pooled_shape(image, ksize, strides, padding, [], "NHWC").merge_with(argmax.shape)
