"""Parts of emitted programs as machine code, by torch's compiler.

A part is a function of tensors, cells and plain Python values. It is traced once for every layout of its arguments, on copies: what it does
to a cell is an operation on the cell's tensor, or a new tensor for it. No code checks the arguments at run time but the look-up of the trace.
What cannot be traced or translated runs as it is written, which is said once.
"""

import threading
import warnings
from functools import cache

import torch

MOST_LAYOUTS = 8
"""For so many layouts of its arguments a function is translated: each takes seconds."""

LIBRARY = torch.library.Library("polyflow", "DEF")


def opaque(name):
    """Torch's operation, and the same under a name of which the compiler knows no more than how its tensors lie."""
    op = getattr(torch.ops.aten, name).default
    LIBRARY.define(str(op._schema).removeprefix("aten::"), tags=(torch.Tag.needs_fixed_stride_order,))
    LIBRARY.impl(name, op, "CompositeExplicitAutograd")
    return op, getattr(torch.ops.polyflow, name).default


KEPT = dict(map(opaque, ("max_pool2d_with_indices", "max_pool2d_with_indices_backward", "convolution_backward")))
"""What the compiler would write anew, slower than torch's own, or hand tensors whose dimensions lie in another order."""


class Compiled:
    """A function that runs translated."""

    def __init__(self, function):
        self.function = function
        self.translated = {}
        self.lock = threading.Lock()

    def __call__(self, *arguments):
        try:
            layout = tuple([layout_of(argument) for argument in arguments])
        except AttributeError:  # of a cell that has no value yet: the first line that wants one says so
            return self.function(*arguments)
        found = self.translated.get(layout) or self.translate(layout, arguments)
        return found(*arguments)

    def translate(self, layout, arguments):
        with self.lock:
            if layout not in self.translated and len(self.translated) < MOST_LAYOUTS:
                self.translated[layout] = translation(self.function, arguments)
            return self.translated.get(layout, self.function)


def layout_of(argument):
    if type(argument) is torch.Tensor:
        return argument.shape, argument.stride(), argument.dtype
    return layout_of(argument.value) if is_cell(argument) else argument


def is_cell(argument):
    return hasattr(argument, "initialised")


def translation(function, arguments):
    """The function for arguments of this layout, or the function itself where that fails."""
    try:
        return Translation(function, arguments)
    except Exception as error:
        say_once(f"{type(error).__name__}: {str(error).strip().partition(chr(10))[0]}")
        return function


@cache
def say_once(reason):
    warnings.warn(f"torch could not compile a part of the program, which runs uncompiled: {reason}", RuntimeWarning, stacklevel=2)


class Translation:
    """A traced function as machine code.

    Attributes:
        tensors: the positions of arguments that are tensors, or cells that have them; cells: those of the cells that get new tensors.
    """

    def __init__(self, function, arguments):
        from torch.fx.experimental.proxy_tensor import make_fx

        self.tensors = [i for i, argument in enumerate(arguments) if type(argument) is torch.Tensor or is_cell(argument)]
        self.cells = []
        examples = [copied(held(arguments[i])) for i in self.tensors]

        def flat(*tensors):
            given = list(arguments)
            for i, tensor in zip(self.tensors, tensors, strict=True):
                given[i] = type(arguments[i]).of(tensor) if is_cell(arguments[i]) else tensor
            results = function(*given)
            self.cells = [i for i, tensor in zip(self.tensors, tensors, strict=True) if is_cell(given[i]) and given[i].value is not tensor]
            return [*results, *(given[i].value for i in self.cells)]

        self.code = machine_code(make_fx(flat, decomposition_table=KEPT)(*examples), examples)

    def __call__(self, *arguments):
        results = self.code(*[held(arguments[i]) for i in self.tensors])
        for i, tensor in zip(self.cells, results[len(results) - len(self.cells) :], strict=True):
            arguments[i].value = tensor
        return results[: len(results) - len(self.cells)] if self.cells else results


def held(argument):
    return argument.value if is_cell(argument) else argument


def copied(tensor):
    """A tensor of the same layout, overlapping elements included, with the same numbers."""
    if not tensor.numel():
        return torch.empty_strided(tensor.shape, tensor.stride(), dtype=tensor.dtype, device=tensor.device)
    reach = 1 + sum((size - 1) * stride for size, stride in zip(tensor.shape, tensor.stride(), strict=True))
    return tensor.as_strided((reach,), (1,)).clone().as_strided(tensor.shape, tensor.stride())


def machine_code(graph, examples):
    from torch._inductor.compile_fx import compile_fx

    return compile_fx(graph, examples)
