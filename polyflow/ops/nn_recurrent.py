"""Cells of recurrent layers in one op: an LSTM for one step and for many, a GRU, and their gradients.

x has the shape (batch, inputs), states (batch, cells).  The weights multiply x and the previous h side by side, so they have inputs + cells rows.
σ is the logistic function.
"""

from ..framework.dtypes import float16, float32, int64
from ..framework.op import Host, Outputs, op, require, value_of
from ..framework.recurrent_rules import Cells, gru_sizes, lstm_sizes, require_steps, times
from ..framework.tensor_shape import TensorShape

NARROW = {float16, float32}


@op("LSTMBlockCell", T=NARROW)
def lstm_block_cell(x: "T", cs_prev: "T", h_prev: "T", w: "T", wci: "T", wcf: "T", wco: "T", b: "T", *, forget_bias: float = 1.0, cell_clip: float = 3.0,
                    use_peephole: bool = False) -> Outputs(i="T", cs="T", f="T", o="T", ci="T", co="T", h="T"):  # fmt: skip
    """One step of an LSTM (Hochreiter and Schmidhuber 1997, Gers et al. 2000 and, for the peepholes, 2002).

    The columns of ``w``, of shape (inputs + cells, 4·cells), and the elements of ``b`` belong to the gates i, ci, f, o in this order:

        i = σ(x·wᵢ + bᵢ + wci cs_prev)    ci = tanh(x·w꜀ + b꜀)    f = σ(x·w_f + b_f + forget_bias + wcf cs_prev)
        cs = clip(ci i + cs_prev f)       co = tanh(cs)           o = σ(x·wₒ + bₒ + wco cs)      h = co o

    where x stands for x and h_prev side by side.  The terms with ``wci``, ``wcf``, ``wco``, vectors of ``cells`` elements, are there with
    ``use_peephole`` only; clip keeps cs within ±``cell_clip`` where that is positive.  Gradients flow through cs and h alone and take no notice of clip.
    """
    sizes = lstm_sizes(*shapes_of(x, cs_prev, h_prev, w, wci, wcf, wco, b))
    return [TensorShape([sizes.batch, sizes.cells])] * 7


@op("LSTMBlockCellGrad", T=NARROW)
def lstm_block_cell_grad(x: "T", cs_prev: "T", h_prev: "T", w: "T", wci: "T", wcf: "T", wco: "T", b: "T", i: "T", cs: "T", f: "T", o: "T", ci: "T", co: "T",
                         cs_grad: "T", h_grad: "T", *, use_peephole: bool) -> Outputs(cs_prev_grad="T", dicfo="T", wci_grad="T", wcf_grad="T", wco_grad="T"):  # fmt: skip
    """The gradient of LSTMBlockCell, whose inputs and outputs it gets, with those of cs and h.

    ``dicfo`` is the gradient of what goes into the four gates, of shape (batch, 4·cells).  Without ``use_peephole`` the gradients of the peepholes are 0.
    """
    outputs = {"i": i, "cs": cs, "f": f, "o": o, "ci": ci, "co": co, "cs_grad": cs_grad, "h_grad": h_grad}
    sizes = lstm_sizes(*shapes_of(x, cs_prev, h_prev, w, wci, wcf, wco, b), **named_shapes(outputs))
    states, peepholes = TensorShape([sizes.batch, sizes.cells]), TensorShape([sizes.cells])
    return states, TensorShape([sizes.batch, times(4, sizes.cells)]), peepholes, peepholes, peepholes


@op("BlockLSTM", T=NARROW)
def block_lstm(seq_len_max: Host["int64"], x: "T", cs_prev: "T", h_prev: "T", w: "T", wci: "T", wcf: "T", wco: "T", b: "T", *, forget_bias: float = 1.0,
               cell_clip: float = 3.0, use_peephole: bool = False) -> Outputs(i="T", cs="T", f="T", o="T", ci="T", co="T", h="T"):  # fmt: skip
    """LSTMBlockCell repeated along the first dimension of ``x``, of shape (time, batch, inputs): each step gets cs and h of the one before it.

    The outputs have the shape (time, batch, cells).  Only the first ``seq_len_max`` steps are taken, those after them are 0.
    InvalidArgumentError when there are not so many steps.
    """
    sizes = block_sizes(seq_len_max, x, cs_prev, h_prev, w, wci, wcf, wco, b)
    return [TensorShape([sizes.time, sizes.batch, sizes.cells])] * 7


@op("BlockLSTMGrad", T=NARROW)
def block_lstm_grad(seq_len_max: Host["int64"], x: "T", cs_prev: "T", h_prev: "T", w: "T", wci: "T", wcf: "T", wco: "T", b: "T", i: "T", cs: "T", f: "T",
                    o: "T", ci: "T", co: "T", h: "T", cs_grad: "T", h_grad: "T", *, use_peephole: bool) -> Outputs(
                    x_grad="T", cs_prev_grad="T", h_prev_grad="T", w_grad="T", wci_grad="T", wcf_grad="T", wco_grad="T", b_grad="T"):  # fmt: skip
    """The gradient of BlockLSTM, whose inputs and outputs it gets, with those of cs and h at every step."""
    outputs = {"i": i, "cs": cs, "f": f, "o": o, "ci": ci, "co": co, "h": h, "cs_grad": cs_grad, "h_grad": h_grad}
    sizes = block_sizes(seq_len_max, x, cs_prev, h_prev, w, wci, wcf, wco, b, **outputs)
    states, peepholes = TensorShape([sizes.batch, sizes.cells]), TensorShape([sizes.cells])
    weights = w.shape.merge_with([None, times(4, sizes.cells)])
    return x.shape.with_rank(3), states, states, weights, peepholes, peepholes, peepholes, TensorShape([times(4, sizes.cells)])


def block_sizes(seq_len_max: object, *tensors: object, **outputs: object) -> Cells:
    require(seq_len_max.shape.has_rank(0), "seq_len_max must be a scalar, not of shape {}", seq_len_max.shape)
    sizes, steps = lstm_sizes(*shapes_of(*tensors), "time", **named_shapes(outputs)), value_of(seq_len_max)
    if steps is not None and sizes.time is not None:
        require_steps(steps, sizes.time)
    return sizes


@op("GRUBlockCell", T={float32})
def gru_block_cell(x: "T", h_prev: "T", w_ru: "T", w_c: "T", b_ru: "T", b_c: "T") -> Outputs(r="T", u="T", c="T", h="T"):
    """One step of a GRU (Cho et al. 2014); the columns of ``w_ru`` and the elements of ``b_ru`` belong to r, then to u:

        r, u = σ([x, h_prev]·w_ru + b_ru)    c = tanh([x, r h_prev]·w_c + b_c)    h = u h_prev + (1 - u) c

    where [x, h] stands for both side by side.  Gradients flow through h alone.
    """
    sizes = gru_sizes(*shapes_of(x, h_prev, w_ru, w_c, b_ru, b_c))
    return [TensorShape([sizes.batch, sizes.cells])] * 4


@op("GRUBlockCellGrad", T={float32})
def gru_block_cell_grad(x: "T", h_prev: "T", w_ru: "T", w_c: "T", b_ru: "T", b_c: "T", r: "T", u: "T", c: "T", d_h: "T") -> Outputs(
    d_x="T", d_h_prev="T", d_c_bar="T", d_r_bar_u_bar="T"
):
    """The gradient of GRUBlockCell, whose inputs and outputs it gets, with that of h.

    ``d_c_bar`` and ``d_r_bar_u_bar`` are the gradients of what goes into the tanh and into the gates r and u, the latter of shape (batch, 2·cells).
    """
    sizes = gru_sizes(*shapes_of(x, h_prev, w_ru, w_c, b_ru, b_c), **named_shapes({"r": r, "u": u, "c": c, "d_h": d_h}))
    states = TensorShape([sizes.batch, sizes.cells])
    return TensorShape([sizes.batch, sizes.inputs]), states, states, TensorShape([sizes.batch, times(2, sizes.cells)])


def shapes_of(*tensors: object) -> tuple[object, ...]:
    return tuple(tensor.shape.sizes for tensor in tensors)


def named_shapes(tensors: dict[str, object]) -> dict[str, object]:
    return {name: tensor.shape.sizes for name, tensor in tensors.items()}
