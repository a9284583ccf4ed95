"""The gradient of a loss of connectionist temporal classification is its second output."""

from ..ops import ctc
from ..ops import math_elementwise as m
from ..ops.array_identity import prevent_gradient
from ..ops.array_manipulation import expand_dims
from .registry import gradient, not_differentiable

not_differentiable(ctc.ctc_greedy_decoder, ctc.ctc_beam_search_decoder)


@gradient(ctc.ctc_loss, ctc.ctc_loss_v2)
def _(op, loss_grad, gradient_grad):
    """What flows into the second output is left out, as in TensorFlow: there is no second derivative."""
    slope = prevent_gradient(op.outputs[1], message="there is no second derivative of ctc_loss")
    return m.mul(expand_dims(loss_grad, -1), slope), None, None, None
