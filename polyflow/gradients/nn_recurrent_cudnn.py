"""Gradients of recurrent layers."""

from ..ops import nn_recurrent_cudnn as cudnn
from .registry import gradient, not_differentiable

not_differentiable(cudnn.cudnn_rnn_backprop, cudnn.cudnn_rnn_params_size)

ATTRIBUTES = ("rnn_mode", "input_mode", "direction", "dropout", "seed", "seed2")


@gradient(cudnn.cudnn_rnn)
def _(op, output_grad, output_h_grad, output_c_grad, reserve_grad):
    if not op.attrs["is_training"]:
        raise ValueError(f"CudnnRNN {op.name} has no gradient, for it was built with is_training=False")
    *outputs, reserve = op.outputs
    attributes = {name: op.attrs[name] for name in ATTRIBUTES}
    return cudnn.cudnn_rnn_backprop(*op.inputs, *outputs, output_grad, output_h_grad, output_c_grad, reserve, **attributes)
