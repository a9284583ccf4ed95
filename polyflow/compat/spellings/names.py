"""Names that 1.0 took away or replaced."""

from __future__ import annotations

import builtins
from typing import Any

from ...framework.conversion import convert_to_tensor
from ...framework.operation import Tensor
from ...framework.scopes import name_scope
from ...functions import array, math
from ...functions.arithmetic import common_type
from ...ops import linalg, math_comparison, math_complex, math_elementwise

__all__ = ["batch_matmul", "bytes", "complex_abs", "concat_v2", "inv", "mul", "neg", "op_scope", "pack", "select", "sub", "unpack"]

mul = math.multiply
sub = math.subtract
neg = math.negative
concat_v2 = array.concat
bytes = builtins.bytes


def inv(x: Any, name: str | None = None) -> Tensor:
    """1 / x, an Inv node; :func:`reciprocal` makes a Reciprocal."""
    return math_elementwise.inv(x, name=name)


def complex_abs(x: Any, name: str | None = None) -> Tensor:
    """The absolute value of complex numbers; :func:`abs` takes any."""
    x = convert_to_tensor(x, name="x")
    return math_complex.complex_abs(x, Tout=x.dtype.real_dtype, name=name)


def select(condition: Any, t: Any, e: Any, name: str | None = None) -> Tensor:
    """``t`` where ``condition`` holds, else ``e``, all of one shape; a vector chooses whole rows. Later ``where(condition, t, e)``."""
    return math_comparison.select(condition, t, e, name=name, **common_type(t, e))


def batch_matmul(x: Any, y: Any, adj_x: bool = False, adj_y: bool = False, name: str | None = None) -> Tensor:
    """The products of corresponding matrices in two batches of one shape, each matrix replaced by its adjoint where its flag is set."""
    return linalg.batch_matmul(x, y, adj_x=adj_x, adj_y=adj_y, name=name)


def pack(values: Any, axis: Any = 0, name: str = "pack") -> Tensor:
    """The older name of :func:`stack`; a name may stand in the place of ``axis``."""
    return array.stack(values, 0, axis) if isinstance(axis, str) else array.stack(values, axis, name)


def unpack(value: Any, num: int | None = None, axis: Any = 0, name: str = "unpack") -> list[Tensor]:
    """The older name of :func:`unstack`; a name may stand in the place of ``axis``."""
    return array.unstack(value, num, 0, axis) if isinstance(axis, str) else array.unstack(value, num, axis, name)


def op_scope(values: Any, name: str | None, default_name: str | None = None) -> Any:
    """The older spelling of :func:`name_scope`; takes its arguments in either order."""
    if values is None or isinstance(values, str):
        return name_scope(values, name, default_name)
    return name_scope(name, default_name, values)
