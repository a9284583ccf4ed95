"""Recurrent cells and layers as one op, against the same made of products and activation functions."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

import polyflow as tf
from polyflow.ops import nn_recurrent as cells
from polyflow.ops import nn_recurrent_cudnn as cudnn

TIME, BATCH, INPUTS, UNITS = 4, 2, 3, 5
GATES = {"rnn_relu": 1, "rnn_tanh": 1, "lstm": 4, "gru": 3}


def drawn(*sizes: int, seed: int = 0, dtype: Any = tf.float32) -> tf.Tensor:
    return tf.constant(np.random.RandomState(sum(sizes) + seed).uniform(-1, 1, sizes), dtype)


def agree(run: Any, ys: Any, expected: Any, xs: Any, tolerance: float = 1e-5) -> None:
    """The same values, and the same gradients of a weighted sum of them."""
    slopes = [tf.gradients([y * drawn(*y.shape.as_list(), dtype=y.dtype) for y in each], xs) for each in (ys, expected)]
    for ours, theirs in zip(*run([[list(ys), slopes[0]], [list(expected), slopes[1]]]), strict=True):
        for value, wanted in zip(ours, theirs, strict=True):
            np.testing.assert_allclose(value, wanted, rtol=tolerance, atol=tolerance)


# LSTM


def lstm_inputs(*leading: int) -> list[tf.Tensor]:
    """x, cs_prev, h_prev, w, the peepholes and b."""
    states = [drawn(BATCH, UNITS, seed=k) for k in range(2)]
    peepholes = [drawn(UNITS, seed=k) for k in range(3)]
    return [drawn(*leading, BATCH, INPUTS), *states, drawn(INPUTS + UNITS, 4 * UNITS), *peepholes, drawn(4 * UNITS)]


def lstm_of_products(inputs: list[tf.Tensor], forget_bias: float, use_peephole: bool) -> list[tf.Tensor]:
    x, cs_prev, h_prev, w, wci, wcf, wco, b = inputs
    i, ci, f, o = tf.split(tf.matmul(tf.concat([x, h_prev], 1), w) + b, 4, 1)
    i, f = (i + wci * cs_prev, f + wcf * cs_prev) if use_peephole else (i, f)
    cs = tf.sigmoid(i) * tf.tanh(ci) + tf.sigmoid(f + forget_bias) * cs_prev
    return [cs, tf.tanh(cs) * tf.sigmoid(o + wco * cs if use_peephole else o)]


@pytest.mark.parametrize("use_peephole", [False, True])
def test_lstm_block_cell(run: Any, use_peephole: bool) -> None:
    inputs = lstm_inputs()
    cell = cells.lstm_block_cell(*inputs, forget_bias=0.5, use_peephole=use_peephole)
    used = inputs if use_peephole else [*inputs[:4], inputs[7]]
    agree(run, [cell.cs, cell.h], lstm_of_products(inputs, 0.5, use_peephole), used)


def test_gradients_take_no_notice_of_the_clip(run: Any) -> None:
    inputs = lstm_inputs()
    clipped, free = (cells.lstm_block_cell(*inputs, cell_clip=clip) for clip in (0.25, 0.0))
    ones = tf.ones([BATCH, UNITS])
    seen = [tf.gradients([cell.cs], inputs, [ones])[1] for cell in (clipped, free)]
    values, (one, other) = run([clipped.cs, seen])
    assert np.abs(values).max() == 0.25
    np.testing.assert_allclose(one, other)


@pytest.mark.parametrize("use_peephole", [False, True])
def test_block_lstm_is_the_cell_step_by_step(run: Any, use_peephole: bool) -> None:
    inputs = lstm_inputs(TIME)
    block = cells.block_lstm(TIME, *inputs, use_peephole=use_peephole)
    steps, (cs, h) = [], inputs[1:3]
    for x in tf.unstack(inputs[0]):
        steps.append(cells.lstm_block_cell(x, cs, h, *inputs[3:], use_peephole=use_peephole))
        cs, h = steps[-1].cs, steps[-1].h
    for ours, theirs in zip(*run([list(block), [tf.stack(each) for each in zip(*steps, strict=True)]]), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-6)
    agree(run, [block.cs, block.h], [tf.stack([step.cs for step in steps]), tf.stack([step.h for step in steps])], inputs)


def test_block_lstm_stops_after_the_longest_sequence(run: Any) -> None:
    inputs = lstm_inputs(TIME)
    longest = tf.placeholder(tf.int64, [])
    block, shorter = cells.block_lstm(longest, *inputs), cells.block_lstm(2, inputs[0][:2], *inputs[1:])
    slopes = [tf.gradients(each.h, inputs[0])[0] for each in (block, shorter)]
    ours, theirs, (slope, wanted) = run([list(block), list(shorter), slopes], {longest: 2})
    for value, expected in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(value[:2], expected, rtol=1e-6)
        assert not value[2:].any()
    np.testing.assert_allclose(slope, wanted, rtol=1e-5, atol=1e-7)
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"seq_len_max must be in \[0, 4\].* not 5"):
        run(block.h, {longest: 5})


# GRU


def test_gru_block_cell(run: Any) -> None:
    x, h, w_ru, w_c = drawn(BATCH, INPUTS), drawn(BATCH, UNITS), drawn(INPUTS + UNITS, 2 * UNITS), drawn(INPUTS + UNITS, UNITS)
    inputs = [x, h, w_ru, w_c, drawn(2 * UNITS), drawn(UNITS)]
    r, u = tf.split(tf.sigmoid(tf.matmul(tf.concat([x, h], 1), w_ru) + inputs[4]), 2, 1)
    c = tf.tanh(tf.matmul(tf.concat([x, r * h], 1), w_c) + inputs[5])
    cell = cells.gru_block_cell(*inputs)
    agree(run, [cell.h], [u * h + (1 - u) * c], inputs)
    for value, expected in zip(*run([[cell.r, cell.u, cell.c], [r, u, c]]), strict=True):
        np.testing.assert_allclose(value, expected, rtol=1e-6)


# Layers of cuDNN


def parameter_count(mode: str, layers: int, directions: int, skips: bool = False) -> int:
    widths = [0 if skips else INPUTS] + [UNITS * directions] * (layers - 1)
    return sum(GATES[mode] * UNITS * (width + UNITS + 2) * directions for width in widths)


def layer_inputs(mode: str, layers: int, directions: int) -> list[tf.Tensor]:
    states = [drawn(layers * directions, BATCH, UNITS, seed=k, dtype=tf.float64) for k in range(2)]
    parameters = drawn(parameter_count(mode, layers, directions), dtype=tf.float64)
    return [
        drawn(TIME, BATCH, INPUTS, dtype=tf.float64),
        *(states if mode == "lstm" else [states[0], tf.zeros([0], tf.float64)]),
        parameters,
    ]


def step(mode: str, x: tf.Tensor, h: tf.Tensor, c: Any, weights: list[tf.Tensor]) -> tuple[tf.Tensor, Any]:
    """One gate after the other, as cuDNN's manual writes them."""
    W, R, b, p = (tf.split(part, GATES[mode], 0) for part in weights)
    a = [tf.matmul(x, w, transpose_b=True) + bias for w, bias in zip(W, b, strict=True)]
    s = [tf.matmul(h, w, transpose_b=True) + bias for w, bias in zip(R, p, strict=True)]
    if mode == "lstm":
        c = tf.sigmoid(a[1] + s[1]) * c + tf.sigmoid(a[0] + s[0]) * tf.tanh(a[2] + s[2])
        return tf.sigmoid(a[3] + s[3]) * tf.tanh(c), c
    if mode == "gru":
        u = tf.sigmoid(a[1] + s[1])
        return (1 - u) * tf.tanh(a[2] + tf.sigmoid(a[0] + s[0]) * s[2]) + u * h, c
    return {"rnn_relu": tf.nn.relu, "rnn_tanh": tf.tanh}[mode](a[0] + s[0]), c


def cut(parameters: tf.Tensor, mode: str, layers: int, directions: int) -> list[list[tf.Tensor]]:
    """W, R and two biases of each layer and direction, out of the vector in cuDNN's order."""
    rows = GATES[mode] * UNITS
    widths = [INPUTS if layer == 0 else UNITS * directions for layer in range(layers) for _ in range(directions)]
    shapes = [shape for width in widths for shape in ([rows, width], [rows, UNITS])] + [[rows]] * (2 * len(widths))
    ends = np.cumsum([0, *(int(np.prod(shape)) for shape in shapes)])
    parts = [tf.reshape(parameters[start:end], shape) for (start, end), shape in zip(pairwise(ends), shapes, strict=True)]
    biases = parts[2 * len(widths) :]
    return [[*parts[2 * k : 2 * k + 2], *biases[2 * k : 2 * k + 2]] for k in range(len(widths))]


def layers_of_products(
    mode: str, layers: int, directions: int, x: tf.Tensor, h: tf.Tensor, c: tf.Tensor, parameters: tf.Tensor
) -> list[tf.Tensor]:
    """output, output_h and for lstm output_c."""
    weights, steps, last = cut(parameters, mode, layers, directions), tf.unstack(x), []
    for layer in range(layers):
        found = []
        for k in range(layer * directions, (layer + 1) * directions):
            backwards, state, states = k > layer * directions, (h[k], c[k] if mode == "lstm" else None), []
            for each in steps[::-1] if backwards else steps:
                state = step(mode, each, *state, weights[k])
                states.append(state[0])
            found.append(states[::-1] if backwards else states)
            last.append(state)
        steps = [tf.concat(each, 1) for each in zip(*found, strict=True)]
    return [tf.stack(steps), *(tf.stack(states) for states in list(zip(*last, strict=True))[: 1 + (mode == "lstm")])]


@pytest.mark.parametrize("mode", GATES)
@pytest.mark.parametrize(("layers", "direction"), [(1, "unidirectional"), (2, "bidirectional")])
def test_cudnn_rnn(run: Any, mode: str, layers: int, direction: str) -> None:
    directions = 1 + (direction == "bidirectional")
    inputs = layer_inputs(mode, layers, directions)
    result = cudnn.cudnn_rnn(*inputs, rnn_mode=mode, direction=direction)
    xs = inputs if mode == "lstm" else [inputs[0], inputs[1], inputs[3]]
    agree(run, list(result)[: 2 + (mode == "lstm")], layers_of_products(mode, layers, directions, *inputs), xs, 1e-9)


@pytest.mark.parametrize("mode", GATES)
def test_cudnn_rnn_gradient_along_a_direction(run: Any, mode: str) -> None:
    inputs, epsilon = layer_inputs(mode, 2, 1), 1e-6
    *others, parameters = inputs
    way = drawn(*parameters.shape.as_list(), seed=9, dtype=tf.float64)
    loss = [tf.reduce_sum(cudnn.cudnn_rnn(*others, parameters + epsilon * sign * way, rnn_mode=mode).output ** 2) for sign in (1, -1)]
    middle = tf.reduce_sum(cudnn.cudnn_rnn(*inputs, rnn_mode=mode).output ** 2)
    slope = tf.reduce_sum(tf.gradients(middle, parameters)[0] * way)
    found, expected = run([slope, (loss[0] - loss[1]) / (2 * epsilon)])
    np.testing.assert_allclose(found, expected, rtol=1e-6)


@pytest.mark.parametrize("mode", GATES)
def test_dropout_lies_between_layers(run: Any, mode: str) -> None:
    """Two layers with dropout are one, the factors of the reserve, and another."""
    x, h, c, parameters = layer_inputs(mode, 2, 1)
    both = cudnn.cudnn_rnn(x, h, c, parameters, rnn_mode=mode, dropout=0.25, seed=3, seed2=5)
    weights = [tf.concat([tf.reshape(part, [-1]) for part in each], 0) for each in cut(parameters, mode, 2, 1)]
    cell = [c[:1], c[1:]] if mode == "lstm" else [c, c]
    below = cudnn.cudnn_rnn(x, h[:1], cell[0], weights[0], rnn_mode=mode).output
    above = cudnn.cudnn_rnn(below * tf.reshape(both.reserve_space, below.shape), h[1:], cell[1], weights[1], rnn_mode=mode).output
    agree(run, [both.output], [above], [x, h, parameters], 1e-9)
    factors = run(both.reserve_space)
    assert set(np.unique(factors)) == {0, 1 / 0.75}


def test_dropout_is_for_training(run: Any) -> None:
    inputs = layer_inputs("gru", 2, 1)
    results = [cudnn.cudnn_rnn(*inputs, rnn_mode="gru", dropout=0.5, is_training=False), cudnn.cudnn_rnn(*inputs, rnn_mode="gru")]
    (one, reserved), (other, _) = run([[each.output, each.reserve_space] for each in results])
    np.testing.assert_array_equal(one, other)
    assert reserved.shape == (0,)


def test_no_gradient_without_training(graph: tf.Graph) -> None:
    inputs = layer_inputs("lstm", 1, 1)
    with pytest.raises(ValueError, match="is_training=False"):
        tf.gradients(cudnn.cudnn_rnn(*inputs, is_training=False).output, inputs)


@pytest.mark.parametrize("mode", GATES)
@pytest.mark.parametrize("input_size", [INPUTS, UNITS])
def test_params_size(run: Any, mode: str, input_size: int) -> None:
    """As many parameters as the layers accept, whether the input skips its matrices or not."""
    attributes = {"rnn_mode": mode, "input_mode": "auto_select", "direction": "bidirectional"}
    count = int(run(cudnn.cudnn_rnn_params_size(2, UNITS, input_size, T=tf.float32, S=tf.int32, **attributes))[0])
    assert count == parameter_count(mode, 2, 2, input_size == UNITS)
    states = tf.zeros([4, BATCH, UNITS])
    result = cudnn.cudnn_rnn(tf.zeros([TIME, BATCH, input_size]), states, states if mode == "lstm" else [], tf.zeros([count]), **attributes)
    assert run(result.output).shape == (TIME, BATCH, 2 * UNITS)
