"""Gradients of pooling of volumes, and of these gradients."""

from ..framework.dtypes import float32
from ..ops import nn_pooling_3d as pool
from ..ops.array_creation import zeros_like
from ..ops.math_elementwise import cast
from .registry import gradient
from .shapes import shape_of


def attributes(op):
    return {name: op.attrs[name] for name in ("ksize", "strides", "padding", "data_format")}


@gradient(pool.max_pool3d)
def _(op, dy):
    return pool.max_pool3d_grad(op.inputs[0], op.outputs[0], dy, **attributes(op))


@gradient(pool.max_pool3d_grad)
def _(op, grad):
    volume, pooled, _ = op.inputs
    picked = pool.max_pool3d_grad_grad(*of_one_type(volume, pooled, grad), **attributes(op))
    return zeros_like(volume), zeros_like(pooled), as_type(picked, grad.dtype)


def of_one_type(*tensors):
    """The tensors in the widest of their types, float32 if they have several."""
    dtypes = {tensor.dtype.base_dtype for tensor in tensors}
    return [as_type(tensor, float32 if len(dtypes) > 1 else tensor.dtype) for tensor in tensors]


def as_type(tensor, dtype):
    return tensor if tensor.dtype.base_dtype is dtype.base_dtype else cast(tensor, DstT=dtype)


@gradient(pool.max_pool3d_grad_grad)
def _(op, grad):
    volume, pooled, _ = op.inputs
    return zeros_like(volume), zeros_like(pooled), pool.max_pool3d_grad(volume, pooled, grad, **attributes(op))


@gradient(pool.avg_pool3d)
def _(op, dy):
    return pool.avg_pool3d_grad(shape_of(op.inputs[0]), dy, **attributes(op))


@gradient(pool.avg_pool3d_grad)
def _(op, grad):
    return None, pool.avg_pool3d(grad, **attributes(op))
