"""Gradients of pooling, and of these gradients.  Where the greatest entries are does not change with small changes of the image."""

import numpy as np

from ..framework.window_rules import channel_axis
from ..ops import nn_pooling as pool
from ..ops.array_creation import zeros_like
from ..ops.array_manipulation import pad, pad_v2, reshape
from .helpers import scalar
from .registry import gradient
from .shapes import shape_of


def attributes(op, *more):
    return {name: op.attrs[name] for name in ("ksize", "strides", "padding", "data_format", *more)}


@gradient(pool.max_pool)
def _(op, dy):
    image, pooled, group = op.inputs[0], op.outputs[0], op.attrs["ksize"][channel_axis(op.attrs["data_format"])]
    if group == 1:
        return pool.max_pool_grad(image, pooled, dy, **attributes(op, "explicit_paddings"))
    rows = [reshape(each, [-1, 1, width, 1]) for each, width in ((image, group), (pooled, 1), (dy, 1))]
    return reshape(pool.max_pool_grad(*rows, ksize=[1, 1, group, 1], strides=[1, 1, 1, 1], padding="VALID"), shape_of(image))


@gradient(pool.max_pool_grad)
def _(op, grad):
    image, pooled, _ = op.inputs
    if op.attrs["padding"] != "EXPLICIT":
        return zeros_like(image), zeros_like(pooled), pool.max_pool_grad_grad(image, pooled, grad, **attributes(op))
    margins = np.reshape(op.attrs["explicit_paddings"], (4, 2))
    whole, entries = pad_v2(image, margins, scalar(image.dtype.min, image)), pad(grad, margins)
    return zeros_like(image), zeros_like(pooled), pool.max_pool_grad_grad(whole, pooled, entries, **attributes(op) | {"padding": "VALID"})


@gradient(pool.max_pool_grad_grad)
def _(op, grad):
    image, pooled, _ = op.inputs
    return zeros_like(image), zeros_like(pooled), pool.max_pool_grad(image, pooled, grad, **attributes(op))


def v2_attributes(op):
    return {name: op.attrs[name] for name in ("padding", "data_format")}


@gradient(pool.max_pool_v2)
def _(op, dy):
    image, *steps = op.inputs
    return pool.max_pool_grad_v2(image, op.outputs[0], dy, *steps, **v2_attributes(op)), None, None


@gradient(pool.max_pool_grad_v2)
def _(op, grad):
    image, pooled, _, *steps = op.inputs
    grads = zeros_like(image), zeros_like(pooled), pool.max_pool_grad_grad_v2(image, pooled, grad, *steps, **v2_attributes(op))
    return *grads, None, None


@gradient(pool.max_pool_grad_grad_v2)
def _(op, grad):
    image, pooled, _, *steps = op.inputs
    return zeros_like(image), zeros_like(pooled), pool.max_pool_grad_v2(image, pooled, grad, *steps, **v2_attributes(op)), None, None


@gradient(pool.avg_pool)
def _(op, dy):
    return pool.avg_pool_grad(shape_of(op.inputs[0]), dy, **attributes(op))


@gradient(pool.avg_pool_grad)
def _(op, grad):
    return None, pool.avg_pool(grad, **attributes(op))
