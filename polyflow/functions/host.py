"""Printing, Python functions and text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..framework import py_functions
from ..framework.build import graph_of
from ..framework.constant_value import constant_value
from ..framework.conversion import convert_n_to_tensor
from ..framework.dtypes import as_dtype, float32
from ..framework.operation import Tensor
from ..ops import logging, strings

__all__ = ["Print", "get_static_value", "numpy_function", "py_func", "string_join", "string_to_number"]


def Print(
    input_: Any,
    data: Sequence[Any],
    message: str | None = None,
    first_n: int | None = None,
    summarize: int | None = None,
    name: str | None = None,
) -> Tensor:
    """``input_``; prints ``data`` to standard error whenever it is computed.

    Args:
        data: a list of tensors.
        message: printed before them.
        first_n: prints only so many times; None for always.
        summarize: how many elements of each to print, by default 3.
    """
    return logging.print_(
        input_,
        list(data),
        message=message or "",
        first_n=-1 if first_n is None else first_n,
        summarize=3 if summarize is None else summarize,
        name=name,
    )


def py_func(func: Callable[..., Any], inp: Sequence[Any], Tout: Any, stateful: bool = True, name: str | None = None) -> Any:
    """A node that calls a Python function when it runs.

    Args:
        func: takes NumPy arrays, one per entry of ``inp``; returns an array, or a list of them, of the types ``Tout``.
        inp: a list of tensors.
        Tout: a type, or a list of types.
        stateful: whether it may return something else for the same input, so that no call is left out.

    Returns:
        A tensor, or a list of them if ``Tout`` is a list (the operation if that is empty). Their shapes are unknown.
    """
    several = isinstance(Tout, (list, tuple))
    types = [as_dtype(dtype) for dtype in (Tout if several else [Tout])]
    op_type = "PyFunc" if stateful else "PyFuncStateless"
    inputs = convert_n_to_tensor(inp)
    node = graph_of(inputs).create_op(op_type, inputs, attrs={"token": py_functions.register(func), "Tout": types}, name=name)
    return (node.outputs or node) if several else node.outputs[0]


def string_join(inputs: Sequence[Any], separator: str = "", name: str | None = None) -> Tensor:
    """The texts of ``inputs`` one after the other, element by element; scalars go to every element of the others."""
    return strings.string_join(list(inputs), separator=separator, name=name)


def string_to_number(string_tensor: Any, out_type: Any = float32, name: str | None = None) -> Tensor:
    """The numbers that texts are written as; InvalidArgumentError for a text that is none.

    Args:
        out_type: float32, float64, int32, int64, uint32 or uint64.
    """
    return strings.string_to_number(string_tensor, out_type=as_dtype(out_type), name=name)


def numpy_function(func: Callable[..., Any], inp: Sequence[Any], Tout: Any, name: str | None = None) -> Any:
    """A node that calls a Python function of NumPy arrays whenever it runs; see :func:`py_func`."""
    return py_func(func, inp, Tout, True, name)


def get_static_value(tensor: Any, partial: bool = False) -> Any:
    """The value of a tensor as an array, where it is known when the graph is built; else None."""
    return constant_value(tensor, partial)
