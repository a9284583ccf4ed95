"""Cells of recurrent layers in one op: one product with the weights for all gates of a step."""

import torch

from ...framework import recurrent_rules
from ...framework.array_rules import at_run_time
from ...framework.recurrent_rules import BLOCK_RESULTS, GRU_RESULTS, LSTM_RESULTS
from . import kernel
from .precision import in_float32

lstm_sizes = at_run_time(recurrent_rules.lstm_sizes)
gru_sizes = at_run_time(recurrent_rules.gru_sizes)
require_steps = at_run_time(recurrent_rules.require_steps)


def shapes(*tensors):
    return [tuple(tensor.shape) for tensor in tensors]


def named_shapes(names, *tensors):
    return dict(zip(names, shapes(*tensors), strict=True))


def beside(x, h):
    return torch.cat([x, h], 1)


# LSTM


@kernel("LSTMBlockCell")
@in_float32
def lstm_block_cell(x, cs_prev, h_prev, w, wci, wcf, wco, b, *, forget_bias, cell_clip, use_peephole):
    lstm_sizes(*shapes(x, cs_prev, h_prev, w, wci, wcf, wco, b))
    gates = torch.addmm(b, beside(x, h_prev), w)
    results = [torch.empty_like(cs_prev, memory_format=torch.contiguous_format) for _ in range(7)]
    lstm_step(gates.chunk(4, 1), cs_prev, (wci, wcf, wco) if use_peephole else None, forget_bias, cell_clip, results)
    return tuple(results)


def lstm_step(gates, cs_prev, peepholes, forget_bias, cell_clip, results):
    """Writes i, cs, f, o, ci, co and h into ``results``; the sums in ``gates`` are changed."""
    i, cs, f, o, ci, co, h = results
    to_i, to_ci, to_f, to_o = gates
    to_f.add_(forget_bias)
    if peepholes:
        to_i.addcmul_(peepholes[0], cs_prev)
        to_f.addcmul_(peepholes[1], cs_prev)
    torch.sigmoid(to_i, out=i)
    torch.sigmoid(to_f, out=f)
    torch.tanh(to_ci, out=ci)
    torch.mul(ci, i, out=cs).addcmul_(cs_prev, f)
    if cell_clip > 0:
        cs.clamp_(-cell_clip, cell_clip)
    torch.tanh(cs, out=co)
    torch.sigmoid(to_o.addcmul_(peepholes[2], cs) if peepholes else to_o, out=o)
    torch.mul(co, o, out=h)


@kernel("BlockLSTM")
def block_lstm(seq_len_max, x, cs_prev, h_prev, w, wci, wcf, wco, b, *, forget_bias, cell_clip, use_peephole):
    require_steps(seq_len_max, lstm_sizes(*shapes(x, cs_prev, h_prev, w, wci, wcf, wco, b), "time").time)
    attributes = {"forget_bias": forget_bias, "cell_clip": cell_clip, "use_peephole": use_peephole}
    return all_steps(x, cs_prev, h_prev, w, wci, wcf, wco, b, steps=seq_len_max, **attributes)


@in_float32
def all_steps(x, cs, h, w, wci, wcf, wco, b, *, steps, forget_bias, cell_clip, use_peephole):
    """What x adds to the gates is computed for all steps at once."""
    from_x, from_h = w.split([x.shape[2], h.shape[1]])
    sums = torch.matmul(x[:steps], from_x).add_(b)
    results = [x.new_empty((len(x), *cs.shape)) for _ in range(7)]
    for result in results:
        result[steps:].zero_()
    peepholes = (wci, wcf, wco) if use_peephole else None
    for gates, *step in zip(sums, *(result[:steps] for result in results), strict=True):
        lstm_step(gates.addmm_(h, from_h).chunk(4, 1), cs, peepholes, forget_bias, cell_clip, step)
        cs, h = step[1], step[6]
    return tuple(results)


@kernel("LSTMBlockCellGrad")
@in_float32
def lstm_block_cell_grad(x, cs_prev, h_prev, w, wci, wcf, wco, b, i, cs, f, o, ci, co, cs_grad, h_grad, *, use_peephole):
    results = named_shapes(LSTM_RESULTS, i, cs, f, o, ci, co, cs_grad, h_grad)
    lstm_sizes(*shapes(x, cs_prev, h_prev, w, wci, wcf, wco, b), **results)
    peepholes = (wci, wcf, wco) if use_peephole else None
    gates, factors = cs.new_empty((len(x), 4, cs.shape[1])), gate_factors(cs_prev, i, f, o, ci, co)
    cs_prev_grad = lstm_step_back(factors, f, peepholes, cs_grad, h_grad, gates)
    return cs_prev_grad, gates.flatten(1), *peephole_gradients(gates, cs_prev, cs, use_peephole)


def gate_factors(cs_prev, i, f, o, ci, co, cs_order=(0, 1, 2)):
    """What the gradient of cs is multiplied by to give those of the sums in i, ci and f, in an order; that of h, for the sum in o and for cs."""
    by_cs = [i.mul(ci).mul_(1 - i), i.mul(1 - ci.square()), f.mul(1 - f).mul_(cs_prev)]
    return torch.stack([by_cs[k] for k in cs_order], -2), o.mul(co).mul_(1 - o), o.mul(1 - co.square())


def lstm_step_back(factors, f, peepholes, cs_grad, h_grad, gates):
    """Returns the gradient of cs_prev and writes those of the sums of all gates into ``gates``, of shape (batch, 4, cells)."""
    by_cs, to_o, to_cs = factors
    torch.mul(h_grad, to_o, out=gates[:, 3])
    cs_grad = torch.addcmul(cs_grad, h_grad, to_cs)
    if peepholes:
        cs_grad.addcmul_(gates[:, 3], peepholes[2])
    torch.mul(cs_grad.unsqueeze(1), by_cs, out=gates[:, :3])
    cs_prev_grad = cs_grad.mul_(f)
    if peepholes:
        cs_prev_grad.addcmul_(gates[:, 0], peepholes[0]).addcmul_(gates[:, 2], peepholes[1])
    return cs_prev_grad


def peephole_gradients(gates, cs_prev, cs, use_peephole):
    """The gradients of wci, wcf and wco, given those of the gates, of shape (rows, 4, cells)."""
    if not use_peephole:
        return cs.new_zeros((3, cs.shape[-1])).unbind()
    return gates[:, 0].mul(cs_prev).sum(0), gates[:, 2].mul(cs_prev).sum(0), gates[:, 3].mul(cs).sum(0)


@kernel("BlockLSTMGrad")
def block_lstm_grad(seq_len_max, x, cs_prev, h_prev, w, wci, wcf, wco, b, i, cs, f, o, ci, co, h, cs_grad, h_grad, *, use_peephole):
    results = named_shapes(BLOCK_RESULTS, i, cs, f, o, ci, co, h, cs_grad, h_grad)
    require_steps(seq_len_max, lstm_sizes(*shapes(x, cs_prev, h_prev, w, wci, wcf, wco, b), "time", **results).time)
    peepholes = {"steps": seq_len_max, "use_peephole": use_peephole}
    return through_time(x, cs_prev, h_prev, w, wci, wcf, wco, b, i, cs, f, o, ci, co, h, cs_grad, h_grad, **peepholes)


@in_float32
def through_time(x, cs_prev, h_prev, w, wci, wcf, wco, b, i, cs, f, o, ci, co, h, cs_grad, h_grad, *, steps, use_peephole):
    """Only what a step needs of the one after it is computed step by step; the gradients of x and of the weights are those of all steps at once."""
    i, cs, f, o, ci, co, h = (each[:steps] for each in (i, cs, f, o, ci, co, h))
    cs_before, h_before = torch.cat([cs_prev[None], cs])[:steps], torch.cat([h_prev[None], h])[:steps]
    gates = x.new_empty((steps, x.shape[1], 4, cs_prev.shape[1]))
    peepholes = (wci, wcf, wco) if use_peephole else None
    steps_back = zip(zip(*gate_factors(cs_before, i, f, o, ci, co)), f, cs_grad, h_grad, gates)
    to_cs, to_h = through_steps(list(steps_back)[::-1], peepholes, w[x.shape[2] :].t(), cs_prev, h_prev)
    x_grad = x.new_zeros(x.shape)
    torch.matmul(gates.flatten(2), w[: x.shape[2]].t(), out=x_grad[:steps])
    rows = gates.flatten(0, 1)
    inputs = torch.cat([x[:steps], h_before], 2).flatten(0, 1)
    w_grad, b_grad = inputs.t().mm(rows.flatten(1)), rows.flatten(1).sum(0)
    return x_grad, to_cs, to_h, w_grad, *peephole_gradients(rows, cs_before.flatten(0, 1), cs.flatten(0, 1), use_peephole), b_grad


def through_steps(steps, peepholes, to_h_prev, cs_prev, h_prev):
    """The gradients of the states before the first step; the last step comes first."""
    to_cs, to_h = cs_prev.new_zeros(cs_prev.shape), h_prev.new_zeros(h_prev.shape)
    for factors, f, cs_grad, h_grad, gates in steps:
        to_cs = lstm_step_back(factors, f, peepholes, to_cs.add_(cs_grad), to_h.add_(h_grad), gates)
        to_h = gates.flatten(1).mm(to_h_prev)
    return to_cs, to_h


# GRU


@kernel("GRUBlockCell")
def gru_block_cell(x, h_prev, w_ru, w_c, b_ru, b_c):
    gru_sizes(*shapes(x, h_prev, w_ru, w_c, b_ru, b_c))
    r, u = torch.addmm(b_ru, beside(x, h_prev), w_ru).sigmoid_().chunk(2, 1)
    c = torch.addmm(b_c, beside(x, r.mul(h_prev)), w_c).tanh_()
    return r.contiguous(), u.contiguous(), c, torch.lerp(c, h_prev, u)


@kernel("GRUBlockCellGrad")
def gru_block_cell_grad(x, h_prev, w_ru, w_c, b_ru, b_c, r, u, c, d_h):
    gru_sizes(*shapes(x, h_prev, w_ru, w_c, b_ru, b_c), **named_shapes(GRU_RESULTS, r, u, c, d_h))
    to_c = d_h.mul(1 - u).mul_(1 - c.square())
    to_u = d_h.mul(h_prev - c).mul_(u).mul_(1 - u)
    x_by_c, rh_grad = to_c.mm(w_c.t()).split([x.shape[1], h_prev.shape[1]], 1)
    to_ru = beside(rh_grad.mul(h_prev).mul_(r).mul_(1 - r), to_u)
    x_by_ru, h_by_ru = to_ru.mm(w_ru.t()).split([x.shape[1], h_prev.shape[1]], 1)
    return x_by_c + x_by_ru, torch.addcmul(h_by_ru, rh_grad, r).addcmul_(d_h, u), to_c, to_ru
