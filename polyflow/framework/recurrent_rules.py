"""Rules about the sizes of recurrent layers that inference and the kernels of every backend share.

As in array_rules: functions of plain Python values that raise ValueError for what does not fit.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from .math_rules import sizes_text
from .tensor_shape import Sizes

Named = tuple[str, Sizes | None, str]
"""A tensor's name, its sizes, and what these stand for: ``("x", (2, 3), "batch inputs")``."""


def sizes_by_name(tensors: Iterable[Named]) -> dict[str, int]:
    """What each word stands for, as far as the sizes tell."""
    known: dict[str, int] = {}
    for name, sizes, words in tensors:
        if sizes is not None and len(sizes) != len(words.split()):
            raise ValueError(f"{name} must have shape ({', '.join(words.split())}), not {sizes_text(sizes)}")
        for word, size in zip(words.split(), sizes or (), strict=False):
            if size is not None and known.setdefault(word, size) != size:
                raise ValueError(f"{name} has shape {sizes_text(sizes or ())}, but {word} is {known[word]} in ({', '.join(words.split())})")
    return known


def _require_equal(name: str, size: int | None, meaning: str, parts: Sequence[int | None]) -> None:
    known = [part for part in parts if part is not None]
    if size is not None and len(known) == len(parts) and size != sum(known):
        raise ValueError(f"{name} must have {meaning} = {sum(known)}, not {size}")


LSTM_RESULTS = ("i", "cs", "f", "o", "ci", "co", "cs_grad", "h_grad")
BLOCK_RESULTS = ("i", "cs", "f", "o", "ci", "co", "h", "cs_grad", "h_grad")
GRU_RESULTS = ("r", "u", "c", "d_h")
"""The outputs that the gradients of the cells get, and the gradients of outputs, by name."""


class Cells(NamedTuple):
    """The sizes of a block cell, None for each that is not known."""

    time: int | None
    batch: int | None
    inputs: int | None
    cells: int | None


def lstm_sizes(
    x: Sizes | None, cs_prev: Sizes | None, h_prev: Sizes | None, w: Sizes | None, wci: Sizes | None, wcf: Sizes | None, wco: Sizes | None,
    b: Sizes | None, steps: str = "", **outputs: Sizes | None,
) -> Cells:  # fmt: skip
    """The sizes of an LSTM whose four gates are the columns of ``w``; ``steps`` is the word for a first dimension of ``x`` and of ``outputs``."""
    states = [("cs_prev", cs_prev, "batch cells"), ("h_prev", h_prev, "batch cells")]
    peepholes = [("wci", wci, "cells"), ("wcf", wcf, "cells"), ("wco", wco, "cells")]
    results = [(name, sizes, f"{steps} batch cells") for name, sizes in outputs.items()]
    known = sizes_by_name([("x", x, f"{steps} batch inputs"), *states, ("w", w, "rows columns"), *peepholes, ("b", b, "gates"), *results])
    if "gates" in known and known["gates"] % 4 == 0:
        known.setdefault("cells", known["gates"] // 4)
    inputs, cells = known.get("inputs"), known.get("cells")
    _require_equal("w", known.get("rows"), "inputs + cells rows", [inputs, cells])
    _require_equal("w", known.get("columns"), "4 * cells columns", [cells] * 4)
    _require_equal("b", known.get("gates"), "4 * cells elements", [cells] * 4)
    return Cells(known.get(steps), known.get("batch"), inputs, cells)


def gru_sizes(
    x: Sizes | None, h_prev: Sizes | None, w_ru: Sizes | None, w_c: Sizes | None, b_ru: Sizes | None, b_c: Sizes | None,
    **outputs: Sizes | None,
) -> Cells:  # fmt: skip
    """The sizes of a GRU whose gates r and u are the columns of ``w_ru``."""
    states = [("x", x, "batch inputs"), ("h_prev", h_prev, "batch cells")]
    weights = [("w_c", w_c, "rows cells"), ("w_ru", w_ru, "rows columns"), ("b_c", b_c, "cells"), ("b_ru", b_ru, "gates")]
    known = sizes_by_name([*states, *weights, *((name, sizes, "batch cells") for name, sizes in outputs.items())])
    inputs, cells = known.get("inputs"), known.get("cells")
    _require_equal("w_ru and w_c", known.get("rows"), "inputs + cells rows", [inputs, cells])
    _require_equal("w_ru", known.get("columns"), "2 * cells columns", [cells] * 2)
    _require_equal("b_ru", known.get("gates"), "2 * cells elements", [cells] * 2)
    return Cells(None, known.get("batch"), inputs, cells)


def require_steps(seq_len_max: int, time: int) -> None:
    """ValueError unless there are so many steps."""
    if not 0 <= seq_len_max <= time:
        raise ValueError(f"seq_len_max must be in [0, {time}], the number of steps in x, not {seq_len_max}")


# Layers of cuDNN

GATES = {"rnn_relu": 1, "rnn_tanh": 1, "lstm": 4, "gru": 3}
"""The number of matrices that the input of a cell, and its state, are multiplied by."""


class Layers(NamedTuple):
    """Recurrent layers on top of each other, each in one direction or two.

    Attributes:
        skips: whether the input goes to each gate of the first layer as it is, instead of through a matrix.
    """

    mode: str
    directions: int
    depth: int
    units: int
    inputs: int
    skips: bool

    def width(self, layer: int) -> int:
        """The size of what goes into a layer."""
        return self.units * self.directions if layer else self.inputs

    def parts(self, projected: int = 0) -> list[tuple[int, ...]]:
        """The shapes of what the parameters consist of, in their order.

        Layer by layer and direction by direction come the matrices of all gates for the input, none where it skips them, and for the state;
        then in the same order two biases for each pair of matrices.  A layer that projects its state to ``projected`` elements has a third matrix.
        """
        rows, state = GATES[self.mode] * self.units, projected or self.units
        widths = [0 if self.skips else self.inputs] + [state * self.directions] * (self.depth - 1)
        projection = [(projected, self.units)] if projected else []
        matrices = [shape for width in widths for _ in range(self.directions) for shape in [(rows, width), (rows, state), *projection]]
        return matrices + [(rows,)] * (2 * self.depth * self.directions)

    def places(self) -> list[tuple[int, int, tuple[int, ...]]]:
        """Of each part where it starts, where it ends, and its shape."""
        ends = list(accumulate(math.prod(shape) for shape in self.parts()))
        return list(zip([0, *ends], ends, self.parts(), strict=False))


def skips_input(input_mode: str, inputs: int, units: int) -> bool:
    """Whether the input skips the matrices of the first layer."""
    if input_mode == "skip_input" and inputs != units:
        raise ValueError(f"with skip_input the input must be of the size of the state, {units}, not {inputs}")
    return input_mode != "linear_input" and inputs == units


def direction_count(direction: str) -> int:
    return 2 if direction == "bidirectional" else 1


OUTPUT = "time batch features"
STATES = "states batch units"


def layer_sizes(rnn_mode: str, input: Sizes | None, input_h: Sizes | None, input_c: Sizes | None) -> dict[str, int]:
    """What is known of the sizes of input and states, by name."""
    cells = [("input_c", input_c, STATES)] if rnn_mode == "lstm" else []
    return sizes_by_name([("input", input, "time batch inputs"), ("input_h", input_h, STATES), *cells])


def require_results(rnn_mode: str, direction: str, sizes: Iterable[tuple[str, int]], **results: Sizes | None) -> None:
    """ValueError unless layers between these sizes can have such outputs, and gradients of them."""
    known = dict(sizes)
    shapes = {name: tuple(known.get(word) for word in STATES.split()) for name in ("output_h", "output_c")}
    shapes["output"] = (known.get("time"), known.get("batch"), times(direction_count(direction), known.get("units")))
    for name, found in results.items():
        expected = shapes[name.removesuffix("_backprop")]
        if found is not None and not ("_c" in name and rnn_mode != "lstm") and not _fits(found, expected):
            raise ValueError(f"{name} must have shape {sizes_text(expected)}, not {sizes_text(found)}")


def _fits(sizes: Sizes, expected: Sizes) -> bool:
    return len(sizes) == len(expected) and all(None in pair or pair[0] == pair[1] for pair in zip(sizes, expected, strict=True))


def times(count: int, size: int | None) -> int | None:
    return None if size is None else count * size


def layers_of(
    rnn_mode: str, input_mode: str, direction: str, input: Sizes | None, input_h: Sizes | None, input_c: Sizes | None, params: Sizes | None
) -> Layers | None:
    """The layers that inputs of these sizes go through; None where the sizes do not tell."""
    known = layer_sizes(rnn_mode, input, input_h, input_c) | sizes_by_name([("params", params, "parameters")])
    directions = direction_count(direction)
    if "states" in known and (known["states"] % directions or not known["states"]):
        raise ValueError(f"input_h must have a state for each layer, {directions} of a {direction} one, not {known['states']}")
    if not {"states", "units", "inputs"} <= known.keys():
        return None
    inputs, units = known["inputs"], known["units"]
    layers = Layers(rnn_mode, directions, known["states"] // directions, units, inputs, skips_input(input_mode, inputs, units))
    _require_equal("params", known.get("parameters"), "as many elements as the layers have parameters", [count_parameters(layers)])
    return layers


def count_parameters(layers: Layers, projected: int = 0) -> int:
    return sum(math.prod(shape) for shape in layers.parts(projected))


def require_dropout(dropout: float) -> None:
    if not 0 <= dropout < 1:
        raise ValueError(f"dropout must be in [0, 1), not {dropout}")


def projected_size(rnn_mode: str, num_units: int, num_proj: int) -> int:
    """The size that states are projected to; 0 where they stay as they are."""
    if num_proj and not (rnn_mode == "lstm" and 0 < num_proj <= num_units):
        raise ValueError(f"num_proj must be in [0, {num_units}], the number of units, and 0 but for lstm; it is {num_proj} for {rnn_mode}")
    return 0 if num_proj == num_units else num_proj
