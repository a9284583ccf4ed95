"""Cells of recurrent layers in one op."""

import numpy as np

from ...framework import recurrent_rules
from ...framework.array_rules import at_run_time
from ...framework.recurrent_rules import BLOCK_RESULTS, GRU_RESULTS, LSTM_RESULTS
from . import kernel
from .arrays import widened
from .precision import in_float32

lstm_sizes = at_run_time(recurrent_rules.lstm_sizes)
gru_sizes = at_run_time(recurrent_rules.gru_sizes)
require_steps = at_run_time(recurrent_rules.require_steps)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def beside(x, h):
    return np.concatenate([x, h], axis=1)


def shapes(*arrays):
    return [np.shape(array) for array in arrays]


def named_shapes(names, *arrays):
    return dict(zip(names, shapes(*arrays), strict=True))


# LSTM


@kernel("LSTMBlockCell")
@in_float32
def lstm_block_cell(x, cs_prev, h_prev, w, wci, wcf, wco, b, *, forget_bias, cell_clip, use_peephole):
    lstm_sizes(*shapes(x, cs_prev, h_prev, w, wci, wcf, wco, b))
    return lstm_step(x, cs_prev, h_prev, w, (wci, wcf, wco) if use_peephole else (0, 0, 0), b, forget_bias, cell_clip)


def lstm_step(x, cs_prev, h_prev, w, peepholes, b, forget_bias, cell_clip):
    """i, cs, f, o, ci, co and h."""
    wci, wcf, wco = peepholes
    to_i, to_ci, to_f, to_o = np.split(beside(x, h_prev) @ w + b, 4, axis=1)
    i = sigmoid(to_i + wci * cs_prev)
    f = sigmoid(to_f + np.float32(forget_bias) + wcf * cs_prev)
    ci = np.tanh(to_ci)
    cs = clipped(ci * i + cs_prev * f, cell_clip)
    co = np.tanh(cs)
    o = sigmoid(to_o + wco * cs)
    return i, cs, f, o, ci, co, co * o


def clipped(cs, cell_clip):
    return np.clip(cs, -np.float32(cell_clip), np.float32(cell_clip)) if cell_clip > 0 else cs


@kernel("LSTMBlockCellGrad")
@in_float32
def lstm_block_cell_grad(x, cs_prev, h_prev, w, wci, wcf, wco, b, i, cs, f, o, ci, co, cs_grad, h_grad, *, use_peephole):
    results = named_shapes(LSTM_RESULTS, i, cs, f, o, ci, co, cs_grad, h_grad)
    lstm_sizes(*shapes(x, cs_prev, h_prev, w, wci, wcf, wco, b), **results)
    peepholes = (wci, wcf, wco) if use_peephole else (0, 0, 0)
    cs_prev_grad, dicfo = lstm_step_back(cs_prev, peepholes, (i, cs, f, o, ci, co), cs_grad, h_grad)
    return cs_prev_grad, dicfo, *peephole_gradients(dicfo, cs_prev, cs, use_peephole)


def lstm_step_back(cs_prev, peepholes, results, cs_grad, h_grad):
    """The gradients of cs_prev and of what goes into the gates."""
    (wci, wcf, wco), (i, _, f, o, ci, co) = peepholes, results
    to_o = o * (1 - o) * h_grad * co
    cs_grad = cs_grad + h_grad * o * (1 - co**2) + wco * to_o
    to_ci = (1 - ci**2) * cs_grad * i
    to_f = f * (1 - f) * cs_grad * cs_prev
    to_i = i * (1 - i) * cs_grad * ci
    return cs_grad * f + wci * to_i + wcf * to_f, np.concatenate([to_i, to_ci, to_f, to_o], axis=1)


def peephole_gradients(dicfo, cs_prev, cs, use_peephole):
    to_i, _, to_f, to_o = np.split(dicfo, 4, axis=1)
    if not use_peephole:
        return [np.zeros_like(cs, shape=cs.shape[1:])] * 3
    return [np.sum(to_i * cs_prev, axis=0), np.sum(to_f * cs_prev, axis=0), np.sum(to_o * cs, axis=0)]


@kernel("BlockLSTM")
def block_lstm(seq_len_max, x, cs_prev, h_prev, w, wci, wcf, wco, b, *, forget_bias, cell_clip, use_peephole):
    sizes = lstm_sizes(*shapes(x, cs_prev, h_prev, w, wci, wcf, wco, b), "time")
    require_steps(seq_len_max, sizes.time)
    cs, h, w, wci, wcf, wco, b = map(widened, (cs_prev, h_prev, w, wci, wcf, wco, b))
    results = np.zeros_like(x, shape=(7, sizes.time, sizes.batch, sizes.cells))
    for t in range(seq_len_max):
        step = lstm_step(widened(x[t]), cs, h, w, (wci, wcf, wco) if use_peephole else (0, 0, 0), b, forget_bias, cell_clip)
        results[:, t], cs, h = step, step[1], step[6]
    return tuple(results)


@kernel("BlockLSTMGrad")
def block_lstm_grad(seq_len_max, x, cs_prev, h_prev, w, wci, wcf, wco, b, i, cs, f, o, ci, co, h, cs_grad, h_grad, *, use_peephole):
    results = named_shapes(BLOCK_RESULTS, i, cs, f, o, ci, co, h, cs_grad, h_grad)
    require_steps(seq_len_max, lstm_sizes(*shapes(x, cs_prev, h_prev, w, wci, wcf, wco, b), "time", **results).time)
    attributes = {"steps": seq_len_max, "use_peephole": use_peephole}
    return through_time(x, cs_prev, h_prev, w, wci, wcf, wco, b, i, cs, f, o, ci, co, h, cs_grad, h_grad, **attributes)


@in_float32
def through_time(x, cs_prev, h_prev, w, wci, wcf, wco, b, i, cs, f, o, ci, co, h, cs_grad, h_grad, *, steps, use_peephole):
    """From the last step to the first: each hands the gradients of cs and h that it got on to the one before it."""
    peepholes = (wci, wcf, wco) if use_peephole else (0, 0, 0)
    x_grad, parameter_grads = np.zeros_like(x), [np.zeros_like(each) for each in (w, wci, wcf, wco, b)]
    to_cs, to_h = np.zeros_like(cs_prev), np.zeros_like(h_prev)
    for t in reversed(range(steps)):
        cs_before, h_before = (cs[t - 1], h[t - 1]) if t else (cs_prev, h_prev)
        results = i[t], cs[t], f[t], o[t], ci[t], co[t]
        to_cs, dicfo = lstm_step_back(cs_before, peepholes, results, cs_grad[t] + to_cs, h_grad[t] + to_h)
        x_grad[t], to_h = np.split(dicfo @ w.T, [x.shape[2]], axis=1)
        peephole_grads = peephole_gradients(dicfo, cs_before, cs[t], use_peephole)
        for total, part in zip(parameter_grads, [beside(x[t], h_before).T @ dicfo, *peephole_grads, dicfo.sum(axis=0)], strict=True):
            total += part
    return x_grad, to_cs, to_h, *parameter_grads


# GRU


@kernel("GRUBlockCell")
def gru_block_cell(x, h_prev, w_ru, w_c, b_ru, b_c):
    gru_sizes(*shapes(x, h_prev, w_ru, w_c, b_ru, b_c))
    r, u = np.split(sigmoid(beside(x, h_prev) @ w_ru + b_ru), 2, axis=1)
    c = np.tanh(beside(x, r * h_prev) @ w_c + b_c)
    return r, u, c, u * h_prev + (1 - u) * c


@kernel("GRUBlockCellGrad")
def gru_block_cell_grad(x, h_prev, w_ru, w_c, b_ru, b_c, r, u, c, d_h):
    gru_sizes(*shapes(x, h_prev, w_ru, w_c, b_ru, b_c), **named_shapes(GRU_RESULTS, r, u, c, d_h))
    to_c = d_h * (1 - u) * (1 - c**2)
    to_u = d_h * (h_prev - c) * u * (1 - u)
    x_by_c, rh_grad = np.split(to_c @ w_c.T, [x.shape[1]], axis=1)
    to_ru = np.concatenate([rh_grad * h_prev * r * (1 - r), to_u], axis=1)
    x_by_ru, h_by_ru = np.split(to_ru @ w_ru.T, [x.shape[1]], axis=1)
    return x_by_c + x_by_ru, rh_grad * r + d_h * u + h_by_ru, to_c, to_ru
