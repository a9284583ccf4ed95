import math
from typing import Any

from ..case import build_error, case, edge, literal, normal, sample, uniform

GATES = {"rnn_relu": 1, "rnn_tanh": 1, "lstm": 4, "gru": 3}
TIME, BATCH, INPUTS, UNITS = 6, 2, 5, 3


def drawn(*sizes: int) -> Any:
    return uniform(*sizes, low=-0.5, high=0.5)


def network(mode: str, layers: int = 1, directions: int = 1, inputs: int = INPUTS, units: int = UNITS, skips: bool = False) -> list[Any]:
    """Input, states and parameters; of a mode without cells the state of these is empty."""
    states = drawn(layers * directions, BATCH, units)
    widths = [0 if skips else inputs] + [units * directions] * (layers - 1)
    parameters = sum(GATES[mode] * units * (width + units + 2) * directions for width in widths)
    return [normal(TIME, BATCH, inputs), states, states if mode == "lstm" else drawn(0), drawn(parameters)]


def results(mode: str, layers: int = 1, directions: int = 1, factors: int = 0, units: int = UNITS) -> list[Any]:
    """The outputs, the gradients of the first three, and the factors of dropout."""
    output, states = drawn(TIME, BATCH, units * directions), drawn(layers * directions, BATCH, units)
    three = [output, states, states if mode == "lstm" else drawn()]
    return [*three, *three, uniform(factors, high=2.0)]


BOTH: dict[str, Any] = {"direction": "bidirectional"}
RELU: dict[str, Any] = {"rnn_mode": "rnn_relu"}

LSTM = [[[[1.0]]], [[[1.0]]], [[[2.0]]], [0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 100.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]]
"""i = σ(100) = 1, f = σ(0) = 1/2, g = tanh(1), o = σ(1), each from another matrix or bias."""
LSTM_C = 1 + math.tanh(1)
LSTM_H = math.tanh(LSTM_C) / (1 + math.exp(-1))

GRU = [[[[1.0]]], [[[3.0]]], [], [0.0, 0.0, 1.0, 0.0, 0.0, 2.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0]]
"""r = u = 1/2, n = tanh(1 + (2·3 + 1) / 2)."""
GRU_H = math.tanh(4.5) / 2 + 1.5

BOTH_WAYS = [[[[1.0]], [[2.0]]], [[[0.0]], [[0.0]]], [], [1.0, 10.0, 100.0, 2.0, 0.0, 0.0, 0.0, 0.0]]
"""Forwards x + 10 h, backwards 100 x + 2 h."""

NO_KERNEL = "TensorFlow has kernels for GPUs alone; literals, and in tests/nn graphs of plain ops, stand in"

case(
    "CudnnRNN",
    *(sample(*network(mode), rnn_mode=mode) for mode in GATES),
    *(sample(*network(mode, 2, 2), rnn_mode=mode, **BOTH) for mode in GATES),
    sample(*network("lstm", 3)),
    *(sample(*network(mode, 2, 2, UNITS, skips=True), rnn_mode=mode, input_mode="skip_input", **BOTH) for mode in GATES),
    sample(*network("gru", 1, 1, UNITS, skips=True), rnn_mode="gru", input_mode="auto_select"),
    sample(*network("gru", 2), rnn_mode="gru", input_mode="auto_select"),
    edge(*network("lstm", 3, 2), dropout=0.5, seed=3, seed2=7, **BOTH, gives=(None,) * 4),
    edge(*network("gru", 2), rnn_mode="gru", dropout=0.25, seed=3, seed2=7, gives=(None,) * 4),
    edge(*network("gru", 2), rnn_mode="gru", dropout=0.25, is_training=False, gives=(None, None, None, [])),
    literal(*LSTM, gives=([[[LSTM_H]]], [[[LSTM_H]]], [[[LSTM_C]]], [])),
    literal(*GRU, rnn_mode="gru", gives=([[[GRU_H]]], [[[GRU_H]]], 0.0, [])),
    literal([[[1.0]], [[1.0]]], [[[1.0]]], [], [2.0, 3.0, 0.5, 0.25], **RELU, gives=([[[5.75]], [[20.0]]], [[[20.0]]], 0.0, [])),
    literal([[[1.0]]], [[[2.0]]], [], [0.5, 0.25, -3.25], **RELU, input_mode="skip_input", gives=([[[0.0]]], [[[0.0]]], 0.0, [])),
    literal(*BOTH_WAYS, **RELU, **BOTH, gives=([[[1.0, 500.0]], [[12.0, 200.0]]], [[[12.0]], [[500.0]]], 0.0, [])),
    literal(
        *([[[1.0]]], [[[0.0]], [[0.0]]], [], [2.0, 0.0, 10.0, 0.0, 0.0, 0.0, 1.0, 0.0]),
        **RELU,
        gives=([[[21.0]]], [[[2.0]], [[21.0]]], 0.0, []),
    ),
    build_error(*network("lstm")[:3], drawn(7), match="params must have as many elements as the layers have parameters = 120, not 7"),
    build_error(*network("gru"), rnn_mode="gru", input_mode="skip_input", match="the size of the state, 3, not 5"),
    build_error(*network("lstm", 3), **BOTH, match="a state for each layer, 2 of a bidirectional one, not 3"),
    build_error(normal(TIME, INPUTS), *network("lstm")[1:], match=r"input must have shape \(time, batch, inputs\)"),
    build_error(*network("lstm")[:2], drawn(1, BATCH, 4), drawn(120), match="input_c has shape"),
    build_error(*network("lstm", 2), dropout=1.0, match=r"dropout must be in \[0, 1\), not 1"),
    smooth=False,
    differentiated=(0, 1, 2),
    oracle=False,
    because=NO_KERNEL,
    large=sample(normal(64, 64, 256), drawn(1, 64, 256), drawn(1, 64, 256), drawn(4 * 256 * (256 + 256 + 2))),
)
case(
    "CudnnRNNBackprop",
    *(sample(*network(mode), *results(mode), rnn_mode=mode) for mode in GATES),
    *(sample(*network(mode, 2, 2), *results(mode, 2, 2), rnn_mode=mode, **BOTH) for mode in GATES),
    sample(*network("lstm", 2, 1, UNITS, skips=True), *results("lstm", 2), input_mode="skip_input"),
    sample(*network("lstm", 3, 2), *results("lstm", 3, 2, 2 * TIME * BATCH * 2 * UNITS), dropout=0.5, **BOTH),
    sample(*network("gru", 2), *results("gru", 2, 1, TIME * BATCH * UNITS), rnn_mode="gru", dropout=0.25),
    literal(
        *(
            [[[1.0]], [[1.0]]],
            [[[1.0]]],
            [],
            [2.0, 3.0, 0.5, 0.25],
            [[[5.75]], [[20.0]]],
            [[[20.0]]],
            0.0,
            [[[1.0]], [[10.0]]],
            [[[0.0]]],
            0.0,
            [],
        ),
        **RELU,
        gives=([[[62.0]], [[20.0]]], [[[93.0]]], [], [41.0, 88.5, 41.0, 41.0]),
    ),
    build_error(
        *network("gru"), *results("gru")[:3], drawn(TIME, BATCH, 4), *results("gru")[4:], rnn_mode="gru", match="output_backprop must"
    ),
    oracle=False,
    because=NO_KERNEL,
    large=sample(
        *(normal(64, 64, 256), drawn(1, 64, 256), drawn(1, 64, 256), drawn(4 * 256 * (256 + 256 + 2))),
        *(drawn(64, 64, 256), drawn(1, 64, 256), drawn(1, 64, 256), drawn(64, 64, 256), drawn(1, 64, 256), drawn(1, 64, 256), drawn(0)),
    ),
)
case(
    "CudnnRNNParamsSize",
    literal(1, 3, 5, S="int32", gives=[120]),
    literal(2, 3, 5, S="int64", rnn_mode="gru", direction="bidirectional", gives=[378]),
    literal(2, 3, 5, S="int32", rnn_mode="rnn_tanh", dropout=0.5, seed=1, seed2=2, gives=[54]),
    literal(2, 3, 3, S="int32", rnn_mode="rnn_relu", input_mode="skip_input", gives=[39]),
    literal(1, 3, 3, S="int32", input_mode="auto_select", gives=[60]),
    literal(1, 3, 4, S="int32", input_mode="auto_select", gives=[108]),
    literal(2, 3, 5, S="int32", num_proj=2, gives=[192]),
    literal(1, 3, 5, S="int32", num_proj=3, gives=[120]),
    build_error(0, 3, 5, S="int32", match="num_layers must be positive, not 0"),
    build_error([1], 3, 5, S="int32", match="num_layers must be a scalar"),
    build_error(1, 3, 5, S="int32", input_mode="skip_input", match="the size of the state, 3, not 5"),
    build_error(1, 3, 5, S="int32", num_proj=4, match=r"num_proj must be in \[0, 3\]"),
    build_error(1, 3, 5, S="int32", rnn_mode="gru", num_proj=2, match="0 but for lstm"),
    oracle=False,
    because=NO_KERNEL,
)
