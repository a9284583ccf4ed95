"""Gradients of pooling that tells places: what it told does not change with small changes of the image."""

from ..ops import nn_pooling_argmax as pool
from ..ops.array_creation import zeros_like
from .registry import gradient


def attributes(op):
    return {name: op.attrs[name] for name in ("ksize", "strides", "padding", "include_batch_in_index")}


@gradient(pool.max_pool_with_argmax)
def _(op, dy, _):
    return pool.max_pool_grad_with_argmax(op.inputs[0], dy, op.outputs[1], **attributes(op))


@gradient(pool.max_pool_grad_with_argmax)
def _(op, grad):
    image, _, places = op.inputs
    return zeros_like(image), pool.max_pool_grad_grad_with_argmax(image, grad, places, **attributes(op)), None


@gradient(pool.max_pool_grad_grad_with_argmax)
def _(op, grad):
    image, _, places = op.inputs
    return zeros_like(image), pool.max_pool_grad_with_argmax(image, grad, places, **attributes(op)), None
