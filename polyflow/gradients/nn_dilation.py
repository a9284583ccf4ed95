"""The gradient of dilation; those of its gradients are left out, as in TensorFlow."""

from ..ops import nn_dilation as morphology
from .registry import gradient, not_differentiable


@gradient(morphology.dilation2d)
def _(op, dy):
    attributes = {name: op.attrs[name] for name in ("strides", "rates", "padding")}
    return morphology.dilation2d_backprop_input(*op.inputs, dy, **attributes), morphology.dilation2d_backprop_filter(
        *op.inputs, dy, **attributes
    )


not_differentiable(morphology.dilation2d_backprop_input, morphology.dilation2d_backprop_filter)
