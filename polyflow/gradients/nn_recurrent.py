"""Gradients of recurrent cells: an op of its own for each, and what flows on through the products with the weights."""

from ..ops import nn_recurrent as recurrent
from ..ops.array_indexing import strided_slice
from ..ops.array_manipulation import concat_v2, pack, split_v
from ..ops.linalg import matmul
from ..ops.math_elementwise import mul
from ..ops.nn_convolution import bias_add_grad
from .registry import gradient, not_differentiable
from .shapes import shape_of

not_differentiable(recurrent.lstm_block_cell_grad, recurrent.block_lstm_grad, recurrent.gru_block_cell_grad)


@gradient(recurrent.lstm_block_cell)
def _(op, i_grad, cs_grad, f_grad, o_grad, ci_grad, co_grad, h_grad):
    x, _, h_prev, w = op.inputs[:4]
    cs_prev_grad, dicfo, *peepholes = recurrent.lstm_block_cell_grad(
        *op.inputs, *op.outputs[:-1], cs_grad, h_grad, use_peephole=op.attrs["use_peephole"]
    )
    x_grad, h_prev_grad = split_v(matmul(dicfo, w, transpose_b=True), side_by_side(x), 1, num_split=2)
    return x_grad, cs_prev_grad, h_prev_grad, *parameter_gradients(x, h_prev, dicfo, peepholes)


def parameter_gradients(x, h, gates, peepholes=()):
    """The gradients of the weights that x and h are multiplied by, of the peepholes and of the bias, given that of the gates."""
    return matmul(concat_v2([x, h], 1), gates, transpose_a=True), *peepholes, bias_add_grad(gates)


def side_by_side(x):
    """The widths of x and of what stands on its right."""
    width = x.shape.with_rank(2)[1].value
    return pack([strided_slice(shape_of(x), [1], [2], [1], shrink_axis_mask=1), -1]) if width is None else [width, -1]


@gradient(recurrent.block_lstm)
def _(op, i_grad, cs_grad, f_grad, o_grad, ci_grad, co_grad, h_grad):
    return None, *recurrent.block_lstm_grad(*op.inputs, *op.outputs, cs_grad, h_grad, use_peephole=op.attrs["use_peephole"])


@gradient(recurrent.gru_block_cell)
def _(op, r_grad, u_grad, c_grad, h_grad):
    x, h_prev = op.inputs[:2]
    r, u, c, _ = op.outputs
    x_grad, h_prev_grad, candidate, gates = recurrent.gru_block_cell_grad(*op.inputs, r, u, c, h_grad)
    w_ru_grad, b_ru_grad = parameter_gradients(x, h_prev, gates)
    w_c_grad, b_c_grad = parameter_gradients(x, mul(h_prev, r), candidate)
    return x_grad, h_prev_grad, w_ru_grad, w_c_grad, b_ru_grad, b_c_grad
