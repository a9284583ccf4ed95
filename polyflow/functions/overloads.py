"""What Python's operators do to tensors: each makes a node named after itself, ``add``, ``truediv``, or after its op, ``Less``, ``Neg``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ..framework.conversion import convert_to_tensor
from ..framework.dtypes import string
from ..framework.op import Declaration
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..ops import math_comparison as compare
from ..ops import math_elementwise as ops
from . import arithmetic, division
from .matrices import matmul

__all__ = ["OVERLOADS"]

Operator = Callable[[Any, Any], Any]

_PLAIN = (Tensor, np.ndarray, np.generic, int, float, complex, str, bytes, list, tuple)
"""What leaves the operator to the tensor: when these do not fit, the error says why."""


def _forward(build: Callable[..., Tensor], name: str | None, reflected: str) -> Operator:
    """``x <operator> y`` for a tensor x. A y that is no tensor, but knows the operator, gets its chance."""

    def operator(x: Any, y: Any) -> Any:
        try:
            return build(x, y, name=name)
        except TypeError:
            if isinstance(y, _PLAIN) or not hasattr(type(y), reflected):
                raise
            return NotImplemented

    return operator


def _backward(build: Callable[..., Tensor], name: str | None) -> Operator:
    """``x <operator> y`` for a tensor y, and an x that takes its type."""
    return lambda y, x: build(x, y, name=name, T=y.dtype.base_dtype)


def _pair(word: str, build: Callable[..., Tensor], name: str | None) -> dict[str, Operator]:
    return {f"__{word}__": _forward(build, name, f"__r{word}__"), f"__r{word}__": _backward(build, name)}


def _add(x: Any, y: Any, name: str, **types: Any) -> Tensor:
    """AddV2, but Add where strings are joined."""
    texts = x.dtype.base_dtype is string if isinstance(x, Tensor) else types.get("T") is string
    return (ops.add if texts else ops.add_v2)(x, y, name=name, **types)


def _logical(build: Declaration) -> Callable[..., Tensor]:
    """Logic has no type attribute to hand on."""
    return lambda x, y, name, T=None: build(x, y, name=name)


def _composed(function: Callable[..., Tensor], word: str) -> Callable[..., Tensor]:
    """A function of several nodes, in the scope of the operator."""

    def build(x: Any, y: Any, name: str, T: Any = None) -> Tensor:
        with name_scope(None, word, [x, y]) as scope:
            x = x if isinstance(x, Tensor) else convert_to_tensor(x, T, name="x")
            y = convert_to_tensor(y, name="y", preferred_dtype=x.dtype.base_dtype)
            return function(x, y, name=scope)

    return build


def _truediv(x: Any, y: Any, name: str, **types: Any) -> Tensor:
    """One node for floats; integers are cast first."""
    dtype = types.get("T") or x.dtype
    if dtype.is_floating or dtype.is_complex:
        return ops.real_div(x, y, name=name, **types)
    return division.truediv(x, y, name=name)


OVERLOADS: dict[str, Callable[..., Any]] = {
    "__abs__": arithmetic.abs,
    "__neg__": arithmetic.negative,
    "__invert__": arithmetic.logical_not,
    "__lt__": _forward(compare.less, None, "__gt__"),
    "__le__": _forward(compare.less_equal, None, "__ge__"),
    "__gt__": _forward(compare.greater, None, "__lt__"),
    "__ge__": _forward(compare.greater_equal, None, "__le__"),
    **_pair("add", _add, "add"),
    **_pair("sub", ops.sub, "sub"),
    **_pair("mul", ops.mul, "mul"),
    **_pair("truediv", _truediv, "truediv"),
    **_pair("div", lambda x, y, name, T=None: division.div(x, y, name), "div"),
    **_pair("floordiv", ops.floor_div, "floordiv"),
    **_pair("mod", ops.floor_mod, "mod"),
    **_pair("pow", ops.pow_, "pow"),
    **_pair("and", _logical(compare.logical_and), "and"),
    **_pair("or", _logical(compare.logical_or), "or"),
    **_pair("xor", _composed(arithmetic.logical_xor, "xor"), "xor"),
    **_pair("matmul", _composed(matmul, "matmul"), "matmul"),
}
"""The operators by method name. The nodes are named as TensorFlow 1.15 names them; ``+`` makes AddV2, as there."""
