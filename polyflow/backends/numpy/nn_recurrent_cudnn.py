"""Recurrent layers as cuDNN has them; ``layers`` is a ``recurrent_rules.Layers``."""

import numpy as np

from ...framework import recurrent_rules
from ...framework.array_rules import at_run_time
from ...framework.errors import InvalidArgumentError
from . import kernel, philox
from .nn_recurrent import shapes, sigmoid
from .precision import in_float32

layers_of = at_run_time(recurrent_rules.layers_of)
require_results = at_run_time(recurrent_rules.require_results)
skips_input = at_run_time(recurrent_rules.skips_input)
projected_size = at_run_time(recurrent_rules.projected_size)

RESULTS = ("output", "output_h", "output_c", "output_backprop", "output_h_backprop", "output_c_backprop")


@kernel("CudnnRNNParamsSize")
def cudnn_rnn_params_size(
    num_layers, num_units, input_size, *, T, S, rnn_mode, input_mode, direction, dropout, seed, seed2, num_proj, device
):
    return np.array([parameter_count(num_layers, num_units, input_size, rnn_mode, input_mode, direction, num_proj)], S)


def parameter_count(num_layers, num_units, input_size, rnn_mode, input_mode, direction, num_proj):
    for name, size in (("num_layers", num_layers), ("num_units", num_units), ("input_size", input_size)):
        if size <= 0:
            raise InvalidArgumentError.of(f"{name} must be positive, not {size}")
    directions, skips = recurrent_rules.direction_count(direction), skips_input(input_mode, input_size, num_units)
    layers = recurrent_rules.Layers(rnn_mode, directions, num_layers, num_units, input_size, skips)
    return recurrent_rules.count_parameters(layers, projected_size(rnn_mode, num_units, num_proj))


# What a cell does in a step, given what comes from its input and from its state


def rnn_relu(from_input, from_state, h, c):
    return np.maximum(from_input + from_state, 0), c


def rnn_tanh(from_input, from_state, h, c):
    return np.tanh(from_input + from_state), c


def lstm(from_input, from_state, h, c):
    i, f, g, o = np.split(from_input + from_state, 4, axis=1)
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c), c


def gru(from_input, from_state, h, c):
    _, u, n = gru_gates(from_input, from_state)
    return (1 - u) * n + u * h, c


def gru_gates(from_input, from_state):
    (to_r, to_u, x), (r, u, h) = np.split(from_input, 3, axis=1), np.split(from_state, 3, axis=1)
    return sigmoid(to_r + r), sigmoid(to_u + u), np.tanh(x + sigmoid(to_r + r) * h)


STEP = {"rnn_relu": rnn_relu, "rnn_tanh": rnn_tanh, "lstm": lstm, "gru": gru}


# Forward


@kernel("CudnnRNN")
def cudnn_rnn(context, input, input_h, input_c, params, *, rnn_mode, input_mode, direction, dropout, seed, seed2, is_training):
    layers = layers_of(rnn_mode, input_mode, direction, *shapes(input, input_h, input_c, params))
    factors = dropout_factors(context, input.shape[:2], layers, dropout if is_training else 0.0, seed, seed2).astype(input.dtype)
    return *outputs(input, input_h, input_c, params, factors, layers=layers), factors.reshape(-1)


def dropout_factors(context, steps, layers, dropout, seed, seed2):
    """What each element is multiplied by on the way from a layer to the next; nothing without dropout."""
    shape = (layers.depth - 1, *steps, layers.width(1)) if dropout else (0,)
    size = int(np.prod(shape))
    if not size:
        return np.zeros(shape, np.float32)
    key, counter = context.random(seed, seed2, size)
    kept = philox.uniform(key, counter, size, np.dtype(np.float32)) >= dropout
    return (kept / (1 - dropout)).reshape(shape)


@in_float32
def outputs(input, input_h, input_c, params, factors, *, layers):
    """The states of the last layer at all steps, and the last ones of all layers."""
    runs = list(all_runs(input, input_h, input_c, params, factors, layers))
    output = beside([run.h for run in runs[-layers.directions :]])
    last_c = np.stack([run.last_c for run in runs]) if layers.mode == "lstm" else np.zeros_like(input, shape=())
    return output, np.stack([run.last_h for run in runs]), last_c


def all_runs(input, input_h, input_c, params, factors, layers, output=None):
    """A run of each layer in each direction, in their order; ``output`` holds the states of the last one where these are known."""
    x, parts = input, parameters(params, layers)
    cells = input_c if layers.mode == "lstm" else input_h
    for layer in range(layers.depth):
        first, is_last = layer * layers.directions, layer == layers.depth - 1
        known = [None] * layers.directions if output is None or not is_last else np.split(output, layers.directions, axis=2)
        runs = [
            Run(layers.mode, x, input_h[k], cells[k], parts[k], k > first, known[k - first])
            for k in range(first, first + layers.directions)
        ]
        yield from runs
        x = dropped(beside([run.h for run in runs]), factors, layer)


def dropped(x, factors, layer):
    """``x`` after dropout behind a layer, if there is any there."""
    return x * factors[layer] if factors.size and 0 <= layer < len(factors) else x


def beside(states):
    """The states of both directions side by side."""
    return np.concatenate(states, axis=2)


def parameters(params, layers):
    """W, R and their biases of each layer in each direction; where the input skips W that is one identity for each gate."""
    parts = [params[start:end].reshape(shape) for start, end, shape in layers.places()]
    pairs = len(parts) // 4
    if layers.skips:
        identity = np.tile(np.eye(layers.units, dtype=params.dtype), (recurrent_rules.GATES[layers.mode], 1))
        parts[: 2 * layers.directions : 2] = [identity] * layers.directions
    matrices, biases = parts[: 2 * pairs], parts[2 * pairs :]
    return list(zip(matrices[::2], matrices[1::2], biases[::2], biases[1::2], strict=True))


class Run:
    """One layer in one direction, which starts from the states h and c; ``x``, ``h`` and ``c`` hold all steps in the order of time.

    ``known`` are the states h at all steps, which come out of each, where they are known.
    """

    def __init__(self, mode, x, h, c, weights, backwards, known):
        self.mode, self.x, self.first_h, self.first_c, self.weights = mode, x, h, c, weights
        self.order = range(len(x))[::-1] if backwards else range(len(x))
        self.h, self.c = np.zeros((2, len(x), *h.shape), x.dtype)
        for t in self.order:
            h, c = STEP[mode](*self.sums(t, h), h, c)
            self.h[t], self.c[t] = h, c = h if known is None else known[t], c
        self.last_h, self.last_c = h, c

    def sums(self, t, h):
        """What goes into the gates at step ``t``: from the input, and from the state."""
        W, R, b, p = self.weights
        return self.x[t] @ W.T + b, h @ R.T + p

    def before(self, t):
        """The states that step ``t`` starts from."""
        step = self.order.index(t)
        return (self.h[self.order[step - 1]], self.c[self.order[step - 1]]) if step else (self.first_h, self.first_c)

    def back(self, output_grad, h_grad, c_grad):
        """The gradients of the input, of the states it starts from, and of the weights, given those of the states."""
        W, R, *_ = self.weights
        x_grad, totals = np.zeros_like(self.x), [np.zeros_like(part) for part in self.weights]
        for t in reversed(self.order):
            h, c = self.before(t)
            to_input, to_state, direct, c_grad = BACK[self.mode](*self.sums(t, h), h, c, output_grad[t] + h_grad, c_grad)
            x_grad[t], h_grad = to_input @ W, to_state @ R + direct
            parts = to_input.T @ self.x[t], to_state.T @ h, to_input.sum(axis=0), to_state.sum(axis=0)
            for total, part in zip(totals, parts, strict=True):
                total += part
        return x_grad, h_grad, c_grad, totals


# Backward: the gradients of what comes from the input and from the state, of h where it goes on by itself, and of c


def rnn_relu_back(from_input, from_state, h, c, h_grad, c_grad):
    sums = h_grad * (from_input + from_state > 0)
    return sums, sums, 0, c_grad


def rnn_tanh_back(from_input, from_state, h, c, h_grad, c_grad):
    sums = h_grad * (1 - np.tanh(from_input + from_state) ** 2)
    return sums, sums, 0, c_grad


def lstm_back(from_input, from_state, h, c, h_grad, c_grad):
    to_i, to_f, to_g, to_o = np.split(from_input + from_state, 4, axis=1)
    i, f, g, o = sigmoid(to_i), sigmoid(to_f), np.tanh(to_g), sigmoid(to_o)
    co = np.tanh(f * c + i * g)
    c_grad = c_grad + h_grad * o * (1 - co**2)
    sums = c_grad * g * i * (1 - i), c_grad * c * f * (1 - f), c_grad * i * (1 - g**2), h_grad * co * o * (1 - o)
    gates = np.concatenate(sums, axis=1)
    return gates, gates, 0, c_grad * f


def gru_back(from_input, from_state, h, c, h_grad, c_grad):
    r, u, n = gru_gates(from_input, from_state)
    to_n = h_grad * (1 - u) * (1 - n**2)
    to_u = h_grad * (h - n) * u * (1 - u)
    to_r = to_n * np.split(from_state, 3, axis=1)[2] * r * (1 - r)
    return np.concatenate([to_r, to_u, to_n], axis=1), np.concatenate([to_r, to_u, to_n * r], axis=1), h_grad * u, c_grad


BACK = {"rnn_relu": rnn_relu_back, "rnn_tanh": rnn_tanh_back, "lstm": lstm_back, "gru": gru_back}


@kernel("CudnnRNNBackprop")
def cudnn_rnn_backprop(
    context, input, input_h, input_c, params, output, output_h, output_c, output_backprop, output_h_backprop, output_c_backprop, reserve_space,
    *, rnn_mode, input_mode, direction, dropout, seed, seed2,
):  # fmt: skip
    layers = layers_of(rnn_mode, input_mode, direction, *shapes(input, input_h, input_c, params))
    results = shapes(output, output_h, output_c, output_backprop, output_h_backprop, output_c_backprop)
    require_outputs(layers, input.shape, direction, results, reserve_space.size, dropout)
    grads = output_backprop, output_h_backprop, output_c_backprop
    return gradients(input, input_h, input_c, params, output, *grads, reserve_space, layers=layers)


def require_outputs(layers, sizes, direction, results, reserved, dropout):
    """InvalidArgumentError unless results of these shapes, and so many factors of dropout, are those of the layers."""
    time, batch, _ = sizes
    known = (("time", time), ("batch", batch), ("units", layers.units), ("states", layers.depth * layers.directions))
    require_results(layers.mode, direction, known, **dict(zip(RESULTS, results, strict=True)))
    expected = (layers.depth - 1) * time * batch * layers.width(1) if dropout else 0
    if reserved != expected:
        raise InvalidArgumentError.of(f"reserve_space must have {expected} elements, not {reserved}")


@in_float32
def gradients(input, input_h, input_c, params, output, output_grad, h_grad, c_grad, reserve, *, layers):
    """From the last layer to the first: each hands the gradient of its input on to the one below."""
    factors = reserve.reshape(layers.depth - 1, *output_grad.shape) if reserve.size else reserve
    runs = list(all_runs(input, input_h, input_c, params, factors, layers, output))
    found, grad = [], output_grad
    c_grad = c_grad if layers.mode == "lstm" else np.zeros_like(h_grad)
    for layer in reversed(range(layers.depth)):
        first = layer * layers.directions
        grads = np.split(grad, layers.directions, axis=2)
        backs = [runs[first + d].back(grads[d], h_grad[first + d], c_grad[first + d]) for d in range(layers.directions)]
        found[:0] = backs
        grad = dropped(sum(back[0] for back in backs), factors, layer - 1)
    first_h, first_c = (np.stack([back[k] for back in found]) for k in (1, 2))
    return grad, first_h, first_c if layers.mode == "lstm" else np.zeros_like(input_c), flattened([back[3] for back in found], layers)


def flattened(weights, layers):
    """Gradients of W, R and the biases, per layer and direction, as one vector in the order of the parameters."""
    matrices = [matrix for part in weights for matrix in part[:2]]
    if layers.skips:
        del matrices[: 2 * layers.directions : 2]
    return np.concatenate([part.reshape(-1) for part in [*matrices, *(bias for part in weights for bias in part[2:])]])
