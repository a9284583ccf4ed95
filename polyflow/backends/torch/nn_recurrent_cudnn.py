"""Recurrent layers as cuDNN has them; ``layers`` is a ``recurrent_rules.Layers``.

Torch's fused layers take views of the parameters, which lie in cuDNN's order.
"""

import torch

from ...framework import recurrent_rules
from ..numpy.nn_recurrent_cudnn import layers_of, parameter_count, require_outputs
from . import kernel
from .nn_recurrent import gate_factors, lstm_step_back, shapes
from .precision import in_float32
from .random import drawn_at

FUSED = {"rnn_relu": torch.rnn_relu, "rnn_tanh": torch.rnn_tanh, "lstm": torch.lstm, "gru": torch.gru}


@kernel("CudnnRNNParamsSize")
def cudnn_rnn_params_size(
    num_layers, num_units, input_size, *, T, S, rnn_mode, input_mode, direction, dropout, seed, seed2, num_proj, device
):
    count = parameter_count(num_layers, num_units, input_size, rnn_mode, input_mode, direction, num_proj)
    return torch.tensor([count], dtype=S, device=device)


# Forward


@kernel("CudnnRNN")
def cudnn_rnn(context, input, input_h, input_c, params, *, rnn_mode, input_mode, direction, dropout, seed, seed2, is_training):
    layers = layers_of(rnn_mode, input_mode, direction, *shapes(input, input_h, input_c, params))
    factors = dropout_factors(context, input, layers, dropout if is_training else 0.0, seed, seed2)
    return *outputs(input, input_h, input_c, params, factors, layers=layers), factors.reshape(-1)


def dropout_factors(context, input, layers, dropout, seed, seed2):
    """What each element is multiplied by on the way from a layer to the next; nothing without dropout."""
    shape = (layers.depth - 1, *input.shape[:2], layers.width(1)) if dropout else (0,)
    if 0 in shape:
        return input.new_zeros(shape)
    key, counter = context.random(seed, seed2, torch.Size(shape).numel())
    uniform = drawn_at(key, counter, shape, "uniform", torch.float32, input.device)
    return uniform.ge(dropout).to(input.dtype).mul_(1 / (1 - dropout))


@in_float32
def outputs(input, input_h, input_c, params, factors, *, layers):
    """The states of the last layer at all steps, and the last ones of all layers."""
    weights = parameters(params, layers)
    if not factors.numel():
        output, h, c = fused(input, input_h, input_c, weights, layers)
    else:
        runs = list(layer_by_layer(input, input_h, input_c, weights, factors, layers, layers.depth))
        output, h, c = runs[-1][0], *(torch.cat(states) for states in list(zip(*runs))[1:])
    return output, h, c if layers.mode == "lstm" else c.new_zeros(())


def layer_by_layer(input, input_h, input_c, weights, factors, layers, count):
    """The states of each of the first ``count`` layers at all steps, and its last ones."""
    for layer in range(count):
        own = slice(layer * layers.directions, (layer + 1) * layers.directions)
        run = fused(input, input_h[own], (input_c if layers.mode == "lstm" else input_h)[own], weights[own], layers)
        yield run
        input = dropped(run[0], factors, layer)


def dropped(x, factors, layer):
    """``x`` after dropout behind a layer, if there is any there."""
    return x * factors[layer] if factors.numel() and 0 <= layer < len(factors) else x


def fused(input, h, c, weights, layers):
    """Torch's layers, as many as there are weights for; no steps leave the states as they are."""
    if 0 in (*input.shape[:2], layers.units):
        return input.new_zeros((*input.shape[:2], layers.units * layers.directions)), h.clone(), c.clone()
    flat = [part for own in weights for part in own]
    states = (h, c) if layers.mode == "lstm" else h
    count, both_ways = len(weights) // layers.directions, layers.directions == 2
    output, *last = FUSED[layers.mode](input, states, flat, True, count, 0.0, False, both_ways, False)
    return output, last[0], last[1] if layers.mode == "lstm" else c


def parameters(params, layers):
    """W, R and their biases of each layer in each direction; where the input skips W that is one identity for each gate."""
    parts = [params[start:end].view(shape) for start, end, shape in layers.places()]
    pairs = len(parts) // 4
    if layers.skips:
        identity = torch.eye(layers.units, dtype=params.dtype, device=params.device).repeat(recurrent_rules.GATES[layers.mode], 1)
        parts[: 2 * layers.directions : 2] = [identity] * layers.directions
    matrices, biases = parts[: 2 * pairs], parts[2 * pairs :]
    return list(zip(matrices[::2], matrices[1::2], biases[::2], biases[1::2]))


# Backward


@kernel("CudnnRNNBackprop")
def cudnn_rnn_backprop(
    context, input, input_h, input_c, params, output, output_h, output_c, output_backprop, output_h_backprop, output_c_backprop, reserve_space,
    *, rnn_mode, input_mode, direction, dropout, seed, seed2,
):  # fmt: skip
    layers = layers_of(rnn_mode, input_mode, direction, *shapes(input, input_h, input_c, params))
    results = shapes(output, output_h, output_c, output_backprop, output_h_backprop, output_c_backprop)
    require_outputs(layers, tuple(input.shape), direction, results, reserve_space.numel(), dropout)
    grads = output_backprop, output_h_backprop, output_c_backprop
    found = gradients(input, input_h, input_c, params, output, *grads, reserve_space, layers=layers)
    return found if layers.mode == "lstm" else (*found[:2], input_c.new_zeros(input_c.shape), found[3])


@in_float32
def gradients(input, input_h, input_c, params, output, output_grad, h_grad, c_grad, reserve, *, layers):
    """From the last layer to the first: each hands the gradient of its input on to the one below."""
    weights, factors = parameters(params, layers), reserve.view(-1, *output_grad.shape) if reserve.numel() else reserve
    runs = layer_by_layer(input, input_h, input_c, weights, factors, layers, layers.depth - 1)
    outputs = [*(run[0] for run in runs), output]
    states = list(zip(weights, input_h, h_grad, *((input_c, c_grad) if layers.mode == "lstm" else ())))
    found, grad = [], output_grad
    for layer in reversed(range(layers.depth)):
        x = dropped(outputs[layer - 1], factors, layer - 1) if layer else input
        own = states[layer * layers.directions : (layer + 1) * layers.directions]
        found[:0] = backs = layer_back(layers.mode, x, outputs[layer], grad, own)
        grad = dropped(sum((each[0] for each in backs[1:]), start=backs[0][0]), factors, layer - 1)
    first_h, first_c = (torch.stack([each[k] for each in found]) for k in (1, 2))
    return grad, first_h, first_c, flattened([each[3] for each in found], layers)


def layer_back(mode, x, output, grad, states):
    """Per direction the gradients of x, of the states it starts from, and of the weights."""
    parts = zip(output.chunk(len(states), 2), grad.chunk(len(states), 2), states)
    return [direction_back(mode, x, h, own, *state, backwards=d == 1) for d, (h, own, state) in enumerate(parts)]


def direction_back(mode, x, h, output_grad, weights, first_h, h_grad, *cells, backwards):
    """All but what a step needs of the one after it is computed for all steps at once."""
    if backwards:
        x, h, output_grad = x.flip(0), h.flip(0), output_grad.flip(0)
    W, R, b, p = weights
    before = torch.cat([first_h[None], h])[: len(x)]
    sums = torch.matmul(x, W.t()).add_(b), torch.matmul(before, R.t()).add_(p)
    to_input, to_state, h_grad, c_grad = BACK[mode](*sums, before, R, output_grad, h_grad, *cells)
    rows, states = to_input.flatten(0, 1), to_state.flatten(0, 1)
    totals = rows.t().mm(x.flatten(0, 1)), states.t().mm(before.flatten(0, 1)), rows.sum(0), states.sum(0)
    x_grad = torch.matmul(to_input, W)
    return x_grad.flip(0) if backwards else x_grad, h_grad, c_grad, totals


def rnn_relu_back(from_input, from_state, before, R, output_grad, h_grad):
    return single_gate_back(from_input.add_(from_state).gt(0).to(R.dtype), R, output_grad, h_grad)


def rnn_tanh_back(from_input, from_state, before, R, output_grad, h_grad):
    return single_gate_back(1 - from_input.add_(from_state).tanh_().square_(), R, output_grad, h_grad)


def single_gate_back(slopes, R, output_grad, h_grad):
    sums, _, h_grad = through_steps(slopes.unsqueeze(2), None, R, output_grad, h_grad)
    return sums.flatten(2), sums.flatten(2), h_grad, h_grad


def gru_back(from_input, from_state, before, R, output_grad, h_grad):
    of_state = from_state.chunk(3, 2)[2]
    both = 2 * before.shape[2]
    r, u = from_input[..., :both].add(from_state[..., :both]).sigmoid_().chunk(2, 2)
    n = torch.addcmul(from_input.chunk(3, 2)[2], r, of_state).tanh_()
    to_n = (1 - u).mul_(1 - n.square())
    to_r, to_u = to_n.mul(of_state).mul_(r).mul_(1 - r), before.sub(n).mul_(u).mul_(1 - u)
    sums, totals, h_grad = through_steps(torch.stack([to_r, to_u, to_n.mul(r)], 2), u, R, output_grad, h_grad)
    to_input = torch.cat([sums[:, :, :2].flatten(2), totals.mul_(to_n)], 2)
    return to_input, sums.flatten(2), h_grad, h_grad


def through_steps(factors, kept, R, output_grad, h_grad):
    """From the last step to the first the gradient of h, and that times ``factors``, which is what goes into the gates of the state.

    ``kept`` is the part of h that goes on by itself.  Returns the gradients of the gates and of h at all steps, and of the h before them.
    """
    gates, totals = torch.empty_like(factors), torch.empty_like(output_grad, memory_format=torch.contiguous_format)
    steps = list(zip(factors, output_grad, gates, totals, factors if kept is None else kept))
    for factor, grad, gate, total, part in reversed(steps):
        torch.add(h_grad, grad, out=total)
        torch.mul(total.unsqueeze(1), factor, out=gate)
        h_grad = gate.flatten(1).mm(R)
        if kept is not None:
            h_grad.addcmul_(total, part)
    return gates, totals, h_grad if steps else h_grad.clone()


def lstm_back(from_input, from_state, before, R, output_grad, h_grad, first_c, c_grad):
    i, f, g, o = from_input.add_(from_state).chunk(4, 2)
    i, f, g, o = i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()
    c, c_before = cell_states(f, i.mul(g), first_c)
    by_c, to_o, to_c = gate_factors(c_before, i, f, o, g, c.tanh_(), (0, 2, 1))
    gates = torch.empty((*by_c.shape[:2], 4, by_c.shape[3]), dtype=R.dtype, device=R.device)
    steps = list(zip(by_c, to_o, to_c, f, output_grad, gates))
    h_grad, c_grad = h_grad.clone(), c_grad.clone()
    for *factors, kept, grad, gate in reversed(steps):
        c_grad = lstm_step_back(factors, kept, None, c_grad, h_grad.add_(grad), gate)
        h_grad = gate.flatten(1).mm(R)
    return gates.flatten(2), gates.flatten(2), h_grad, c_grad


def cell_states(f, added, c):
    """The states of the cell after each step, and before it."""
    states = f.new_empty((len(f) + 1, *c.shape))
    states[0] = c
    for t, (kept, new) in enumerate(zip(f, added)):
        torch.addcmul(new, kept, states[t], out=states[t + 1])
    return states[1:].clone(), states[:-1]


BACK = {"rnn_relu": rnn_relu_back, "rnn_tanh": rnn_tanh_back, "lstm": lstm_back, "gru": gru_back}


def flattened(weights, layers):
    """Gradients of W, R and the biases, per layer and direction, as one vector in the order of the parameters."""
    matrices = [matrix for part in weights for matrix in part[:2]]
    if layers.skips:
        del matrices[: 2 * layers.directions : 2]
    return torch.cat([part.flatten() for part in [*matrices, *(bias for part in weights for bias in part[2:])]])
