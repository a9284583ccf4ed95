"""Checks of values while the graph runs. What is known when the graph is built is checked there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ..framework.constant_value import constant_value
from ..framework.conversion import convert_n_to_tensor, convert_to_tensor
from ..framework.dtypes import int32, string
from ..framework.errors import InvalidArgumentError
from ..framework.operation import Operation, Tensor
from ..framework.scopes import name_scope
from ..ops import math_comparison as compare
from ..ops import math_elementwise as math
from ..ops.logging import assert_
from .control_flow import cond, no_op
from .reductions import reduce_all

__all__ = ["Assert", "assert_equal", "assert_greater", "assert_greater_equal", "assert_less", "assert_less_equal", "assert_near",
           "assert_negative", "assert_non_negative", "assert_non_positive", "assert_none_equal", "assert_positive"]  # fmt: skip


def Assert(condition: Any, data: Any, summarize: int | None = None, name: str | None = None) -> Operation:
    """An operation that fails with InvalidArgumentError, printing ``data``, unless ``condition`` holds.

    Args:
        condition: a scalar bool tensor.
        data: a list of tensors. They are computed in any case, but brought to the host only on failure.
        summarize: how many elements of each to print, by default 3.
    """
    with name_scope(name, "Assert", [condition, *data]):
        condition = convert_to_tensor(condition, "bool", name="Condition")
        tensors = convert_n_to_tensor(data)
        limit = 3 if summarize is None else summarize
        if all(tensor.dtype in (string, int32) for tensor in tensors):
            # Texts become constants once more, as in TensorFlow: where only the graph has a seed, an op's own is the number of nodes.
            return assert_(condition, data, summarize=limit)
        guarded = cond(condition, no_op, lambda: assert_(condition, tensors, summarize=limit), name="AssertGuard")
        return guarded.op


def _comparison(name: str, symbol: str, build: Callable[..., Tensor], compute: Callable[..., Any]) -> Callable[..., Operation]:
    """The public function ``name``, which asserts ``x <symbol> y``."""

    def check(
        x: Any, y: Any, data: Any = None, summarize: int | None = None, message: str | None = None, name: str | None = None
    ) -> Operation:
        with name_scope(name, check.__name__, [x, y]):
            if build is compare.equal and x is y:
                return no_op()
            x, y = _operands(x, y)
            explanation = [
                *_said(message),
                f"Condition x {symbol} y did not hold element-wise:",
                f"x ({x.name}) = ",
                x,
                f"y ({y.name}) = ",
                y,
            ]
            _check_constants(compute, x, y, explanation)
            return Assert(reduce_all(build(x, y)), explanation if data is None else [*_said(message), *data], summarize)

    check.__name__ = check.__qualname__ = name
    check.__doc__ = f"""An operation that fails with InvalidArgumentError unless ``x {symbol} y`` for all elements (which are broadcast).

    Args:
        data: what to print instead of the two tensors.
        summarize: how many elements of each to print.
        message: printed before anything else.

    Raises:
        InvalidArgumentError: both are constants, and the condition does not hold.
    """
    return check


def _operands(x: Any, y: Any) -> tuple[Tensor, Tensor]:
    """Both as tensors; a plain value takes the type of the other where it can."""
    y_first = not hasattr(x, "dtype") and hasattr(y, "dtype")
    y = convert_to_tensor(y, name="y") if y_first else y
    x = convert_to_tensor(x, name="x", preferred_dtype=y.dtype if y_first else None)
    return x, convert_to_tensor(y, name="y", preferred_dtype=x.dtype)


def _said(message: str | None) -> list[str]:
    return [message] if message else []


def _check_constants(compute: Callable[..., Any], x: Tensor, y: Tensor, explanation: list[Any]) -> None:
    values = constant_value(x), constant_value(y)
    if all(value is not None for value in values) and not np.all(compute(*values)):
        described = (constant_value(part) if isinstance(part, Tensor) else part for part in explanation)
        raise InvalidArgumentError.of("\n".join(map(str, described)))


assert_equal = _comparison("assert_equal", "==", compare.equal, np.equal)
assert_none_equal = _comparison("assert_none_equal", "!=", compare.not_equal, np.not_equal)
assert_less = _comparison("assert_less", "<", compare.less, np.less)
assert_less_equal = _comparison("assert_less_equal", "<=", compare.less_equal, np.less_equal)
assert_greater = _comparison("assert_greater", ">", compare.greater, np.greater)
assert_greater_equal = _comparison("assert_greater_equal", ">=", compare.greater_equal, np.greater_equal)


def _sign_check(name: str, condition: str, assertion: Callable[..., Operation], zero_first: bool) -> Callable[..., Operation]:
    """The public function ``name``, which compares with 0."""

    def check(x: Any, data: Any = None, summarize: int | None = None, message: str | None = None, name: str | None = None) -> Operation:
        with name_scope(name, check.__name__, [x]):
            x = convert_to_tensor(x, name="x")
            explanation = [*_said(message), f"Condition {condition} did not hold element-wise:", f"x ({x.name}) = ", x]
            zero = convert_to_tensor(0, x.dtype.base_dtype)
            return assertion(*((zero, x) if zero_first else (x, zero)), data=explanation if data is None else data, summarize=summarize)

    check.__name__ = check.__qualname__ = name
    check.__doc__ = f"""An operation that fails with InvalidArgumentError unless ``{condition}`` for all elements."""
    return check


assert_positive = _sign_check("assert_positive", "x > 0", assert_less, zero_first=True)
assert_negative = _sign_check("assert_negative", "x < 0", assert_less, zero_first=False)
assert_non_negative = _sign_check("assert_non_negative", "x >= 0", assert_less_equal, zero_first=True)
assert_non_positive = _sign_check("assert_non_positive", "x <= 0", assert_less_equal, zero_first=False)


def assert_near(x: Any, y: Any, rtol: Any = None, atol: Any = None, data: Any = None, summarize: int | None = None,
                message: str | None = None, name: str | None = None) -> Operation:  # fmt: skip
    """An operation that fails with InvalidArgumentError unless ``abs(x - y) < atol + rtol * abs(y)`` for all elements.

    Args:
        rtol, atol: the tolerances; by default ten times the machine epsilon of the type.
    """
    with name_scope(name, "assert_near", [x, y]):
        x, y = _operands(x, y)
        default = 10 * float(np.finfo(np.float32 if x.dtype.name == "bfloat16" else x.dtype.base_dtype.np_dtype).eps)
        rtol, atol = (
            convert_to_tensor(default if given is None else given, x.dtype.base_dtype, name=word)
            for given, word in ((rtol, "rtol"), (atol, "atol"))
        )
        tolerance = math.add_v2(math.mul(math.abs_(y), rtol, name="mul"), atol, name="add")
        near = compare.less(math.abs_(math.sub(x, y, name="sub")), tolerance)
        explanation = ["x and y not equal to tolerance", f"x ({x.name}) = ", x, f"y ({y.name}) = ", y]
        return Assert(reduce_all(near), [*_said(message), *(explanation if data is None else data)], summarize)
