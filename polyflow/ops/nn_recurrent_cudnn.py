"""Recurrent layers as cuDNN has them: several on top of each other, in one direction or two, with all parameters in one vector.

``rnn_mode`` is the kind of cell, where x is the input of a step, h the state before it, and each gate has matrices W and R and biases b and p of its own:

    rnn_relu, rnn_tanh:  h' = relu or tanh(W x + b + R h + p)
    lstm, gates i f g o: c' = σ(f) c + σ(i) tanh(g)    h' = σ(o) tanh(c')
    gru, gates r u n:    h' = (1 - u) tanh(W x + b + r (R h + p)) + u h    with r, u after σ

``params`` holds, layer by layer and direction by direction, W of all gates and R of all gates, each by rows; then in the same order the biases b of all
gates and p of all gates.  With ``input_mode`` "skip_input" the first layer has no W: its input, which has ``units`` elements, is added as it is.
"auto_select" means that where the input has so many elements, else "linear_input".
"""

from ..framework.dtypes import FLOAT, INDEX, DType
from ..framework.op import Host, Outputs, op, require, value_of
from ..framework.recurrent_rules import (
    direction_count,
    layer_sizes,
    layers_of,
    projected_size,
    require_dropout,
    require_results,
    skips_input,
    times,
)
from ..framework.tensor_shape import SCALAR, TensorShape

MODES = {"rnn_relu", "rnn_tanh", "lstm", "gru"}
INPUT_MODES = {"linear_input", "skip_input", "auto_select"}
DIRECTIONS = {"unidirectional", "bidirectional"}


@op("CudnnRNN", effects="random", T=FLOAT, rnn_mode=MODES, input_mode=INPUT_MODES, direction=DIRECTIONS)
def cudnn_rnn(input: "T", input_h: "T", input_c: "T", params: "T", *, rnn_mode: str = "lstm", input_mode: str = "linear_input",
              direction: str = "unidirectional", dropout: float = 0.0, seed: int = 0, seed2: int = 0, is_training: bool = True) -> Outputs(
              output="T", output_h="T", output_c="T", reserve_space="T"):  # fmt: skip
    """Runs ``input``, of shape (time, batch, inputs), through the layers, which start from ``input_h`` and for lstm ``input_c``.

    States have the shape (layers · directions, batch, units), the two directions of a layer one after the other.  ``output`` are the states h of the
    last layer at every step, those of both directions side by side; ``output_h`` and ``output_c`` the last states of all layers, ``output_c`` the
    scalar 0 but for lstm.  When training, what goes from one layer to the next is 0 with probability ``dropout`` and divided by 1 - dropout otherwise.

    ``reserve_space`` is a vector of these factors, which the gradient needs; empty where there is no dropout.  No gradient flows through it.
    """
    sizes = layer_sizes(rnn_mode, input.shape.sizes, input_h.shape.sizes, input_c.shape.sizes)
    layers = layers_of(rnn_mode, input_mode, direction, *(tensor.shape.sizes for tensor in (input, input_h, input_c, params)))
    require_dropout(dropout)
    states = TensorShape([sizes.get("states"), sizes.get("batch"), sizes.get("units")])
    output = TensorShape([sizes.get("time"), sizes.get("batch"), times(direction_count(direction), sizes.get("units"))])
    cells = states if rnn_mode == "lstm" else SCALAR
    return output, states, cells, TensorShape([reserved(layers, output, dropout if is_training else 0.0)])


def reserved(layers: object, output: TensorShape, dropout: float) -> int | None:
    """How many factors dropout takes: one for each element that goes from a layer to the next."""
    if not dropout:
        return 0
    return None if layers is None or output.num_elements() is None else (layers.depth - 1) * output.num_elements()


@op("CudnnRNNBackprop", effects="random", T=FLOAT, rnn_mode=MODES, input_mode=INPUT_MODES, direction=DIRECTIONS)
def cudnn_rnn_backprop(input: "T", input_h: "T", input_c: "T", params: "T", output: "T", output_h: "T", output_c: "T", output_backprop: "T",
                       output_h_backprop: "T", output_c_backprop: "T", reserve_space: "T", *, rnn_mode: str = "lstm", input_mode: str = "linear_input",
                       direction: str = "unidirectional", dropout: float = 0.0, seed: int = 0, seed2: int = 0) -> Outputs(
                       input_backprop="T", input_h_backprop="T", input_c_backprop="T", params_backprop="T"):  # fmt: skip
    """The gradient of CudnnRNN when training, whose inputs and outputs it gets, with those of its first three outputs.

    That of ``input_c`` is 0 but for lstm.
    """
    layers_of(rnn_mode, input_mode, direction, *(tensor.shape.sizes for tensor in (input, input_h, input_c, params)))
    require_dropout(dropout)
    sizes = layer_sizes(rnn_mode, input.shape.sizes, input_h.shape.sizes, input_c.shape.sizes)
    require_results(
        rnn_mode, direction, sizes.items(), output=output.shape.sizes, output_h=output_h.shape.sizes, output_c=output_c.shape.sizes,
        output_backprop=output_backprop.shape.sizes, output_h_backprop=output_h_backprop.shape.sizes,
        output_c_backprop=output_c_backprop.shape.sizes,
    )  # fmt: skip
    require(reserve_space.shape.has_rank(1), "reserve_space must be a vector, not of shape {}", reserve_space.shape)
    return input.shape.with_rank(3), input_h.shape.with_rank(3), input_c.shape, params.shape.with_rank(1)


@op("CudnnRNNParamsSize", S=INDEX, T=FLOAT, rnn_mode=MODES, input_mode=INPUT_MODES, direction=DIRECTIONS)
def cudnn_rnn_params_size(num_layers: Host["int32"], num_units: Host["int32"], input_size: Host["int32"], *, T: DType, S: DType, rnn_mode: str = "lstm",
                          input_mode: str = "linear_input", direction: str = "unidirectional", dropout: float = 0.0, seed: int = 0, seed2: int = 0,
                          num_proj: int = 0) -> Outputs(params_size="S"):  # fmt: skip
    """The number of parameters, a vector of one element.

    With ``num_proj``, for lstm alone, a matrix of shape (num_proj, units) projects the states h of each layer: it comes after W and R, and what h goes
    into next, R and the layer above, has so many columns; none where ``num_proj`` is the number of units.
    """
    for name, tensor in (("num_layers", num_layers), ("num_units", num_units), ("input_size", input_size)):
        require(tensor.shape.has_rank(0), "{} must be a scalar, not of shape {}", name, tensor.shape)
        require(value_of(tensor) is None or value_of(tensor) > 0, "{} must be positive, not {}", name, value_of(tensor))
    units, inputs = value_of(num_units), value_of(input_size)
    if units is not None:
        projected_size(rnn_mode, units, num_proj)
    if units is not None and inputs is not None:
        skips_input(input_mode, inputs, units)
    return [1]
