"""Checks of types and ranks, most of which are decided when the graph is built."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ..framework.constant_value import constant_value
from ..framework.conversion import convert_to_tensor
from ..framework.dtypes import DType, as_dtype, float32
from ..framework.indexed_slices import IndexedSlices
from ..framework.operation import Operation, Tensor
from ..framework.scopes import control_dependencies, name_scope
from ..framework.sparse_tensor import SparseTensor
from ..framework.stacks import get_default_graph
from ..framework.synonyms import one_of
from ..ops import array_indexing as indexing
from ..ops import array_manipulation as array
from ..ops import math_comparison as compare
from ..ops.array_identity import check_numerics, identity
from .checks import Assert, _said
from .control_flow import group, no_op
from .reductions import reduce_all

__all__ = ["add_check_numerics_ops", "assert_integer", "assert_proper_iterable", "assert_rank", "assert_rank_at_least", "assert_rank_in",
           "assert_same_float_dtype", "assert_scalar", "assert_type", "is_non_decreasing", "is_numeric_tensor", "is_strictly_increasing",
           "is_tensor", "verify_tensor_all_finite"]  # fmt: skip

_DECIDED = "static_checks_determined_all_ok"


def assert_rank(
    x: Any, rank: Any, data: Any = None, summarize: int | None = None, message: str | None = None, name: str | None = None
) -> Operation:
    """An operation that fails unless ``x`` has ``rank`` dimensions; ValueError now where its rank is known and differs."""
    return _assert_rank(
        "assert_rank",
        x,
        [rank],
        lambda found, wanted: found == wanted,
        compare.equal,
        f"rank {_shown(rank)}",
        data,
        summarize,
        message,
        name,
    )


def assert_rank_at_least(
    x: Any, rank: Any, data: Any = None, summarize: int | None = None, message: str | None = None, name: str | None = None
) -> Operation:
    """An operation that fails unless ``x`` has ``rank`` dimensions or more; ValueError now where its rank is known and too small."""
    required = f"rank at least {_shown(rank)}"
    return _assert_rank(
        "assert_rank_at_least",
        x,
        [rank],
        lambda found, wanted: found >= wanted,
        compare.greater_equal,
        required,
        data,
        summarize,
        message,
        name,
    )


def assert_rank_in(
    x: Any, ranks: Sequence[Any], data: Any = None, summarize: int | None = None, message: str | None = None, name: str | None = None
) -> Operation:
    """An operation that fails unless the rank of ``x`` is one of ``ranks``; ValueError now where it is known and is not."""
    required = f"rank in {tuple(map(_shown, ranks))}"
    return _assert_rank(
        "assert_rank_in", x, list(ranks), lambda found, wanted: found == wanted, compare.equal, required, data, summarize, message, name
    )


def _shown(rank: Any) -> Any:
    value = constant_value(rank)
    return rank.name if value is None else value


def _assert_rank(function: str, x: Any, ranks: list[Any], holds: Callable[[int, int], bool], build: Callable[..., Tensor], required: str,
                 data: Any, summarize: int | None, message: str | None, name: str | None) -> Operation:  # fmt: skip
    """Any of ``ranks`` must fit the rank of ``x``."""
    with name_scope(name, function, [item for item in (x, *ranks) if isinstance(item, Tensor)]):
        x = x if isinstance(x, SparseTensor) else convert_to_tensor(x, name="x")
        wanted, found = [_rank_value(rank) for rank in ranks], x.get_shape().ndims
        if found is not None and None not in wanted:
            if not any(holds(found, each) for each in wanted):
                raise ValueError(
                    f"{' '.join([*_said(message), getattr(x, 'name', 'x')])} must have {required}.  Received rank {found}, shape {x.get_shape()}"
                )
            return no_op(name=_DECIDED)
        actual = array.rank(x) if isinstance(x, Tensor) else array.size(x.dense_shape)
        fits = reduce_all(build(actual, ranks[0])) if len(ranks) == 1 else _any_of([build(actual, rank) for rank in ranks])
        return Assert(
            fits, [*_said(message), f"Tensor must have {required}.  Received rank: ", actual] if data is None else data, summarize
        )


def _rank_value(rank: Any) -> int | None:
    """The rank if it is known. TypeError or ValueError unless it is an integer scalar."""
    tensor = convert_to_tensor(rank, name="rank")
    if not tensor.dtype.is_integer:
        raise TypeError(f"Rank must be an integer, not {rank!r}")
    if tensor.shape.ndims not in (0, None):
        raise ValueError(f"Rank must be a scalar, not {rank!r}")
    value = constant_value(tensor)
    return None if value is None else int(value)


def _any_of(conditions: list[Tensor]) -> Tensor:
    combined = conditions[0]
    for condition in conditions[1:]:
        combined = compare.logical_or(combined, condition)
    return combined


def assert_integer(x: Any, message: str | None = None, name: str | None = None) -> Operation:
    """TypeError unless ``x`` has an integer type; the operation that is returned does nothing."""
    with name_scope(name, "assert_integer", [x]):
        x = convert_to_tensor(x, name="x")
        if not x.dtype.is_integer:
            raise TypeError(" ".join([*_said(message), f'Expected "x" to be integer type.  Found: {x.dtype.name} for {x.name}']))
        return no_op(name="statically_determined_was_integer")


def assert_type(tensor: Any, tf_type: Any, message: str | None = None, name: str | None = None) -> Operation:
    """TypeError unless ``tensor`` has type ``tf_type``; the operation that is returned does nothing."""
    wanted = as_dtype(tf_type)
    with name_scope(name, "assert_type", [tensor]):
        tensor = tensor if isinstance(tensor, SparseTensor) else convert_to_tensor(tensor, name="tensor")
        if tensor.dtype.base_dtype is not wanted.base_dtype:
            raise TypeError(
                " ".join([*_said(message), f"{getattr(tensor, 'name', 'tensor')} must be of type {wanted.name}, not {tensor.dtype.name}"])
            )
        return no_op(name="statically_determined_correct_type")


def assert_same_float_dtype(tensors: Sequence[Any] | None = None, dtype: Any = None) -> DType:
    """The one floating-point type of all ``tensors`` (None entries do not count) and ``dtype``; float32 where nothing is given.

    Raises:
        ValueError: they have several types, or it is not a floating-point one.
    """
    given = [tensor for tensor in tensors or () if tensor is not None]
    common = as_dtype(dtype if dtype is not None else given[0].dtype if given else float32).base_dtype
    for tensor in given:
        if tensor.dtype.base_dtype is not common:
            raise ValueError(f"Expected {common.name}, but {getattr(tensor, 'name', tensor)} has type {tensor.dtype.base_dtype.name}")
    if not common.is_floating:
        raise ValueError(f"Expected a floating-point type, got {common.name}")
    return common


def assert_scalar(tensor: Any, name: str | None = None, message: str | None = None) -> Tensor:
    """``tensor`` itself; ValueError unless it is a scalar, as far as its shape is known."""
    with name_scope(name, "assert_scalar", [tensor]) as scope:
        tensor = convert_to_tensor(tensor, name=scope)
        if tensor.shape.ndims not in (0, None):
            raise ValueError(" ".join([*_said(message), f"Expected scalar shape for {tensor.name}, saw shape: {tensor.shape}."]))
        return tensor


def assert_proper_iterable(values: Any) -> None:
    """TypeError unless ``values`` is a collection: tensors, arrays and text do not count, though they can be iterated over."""
    if isinstance(values, (Tensor, SparseTensor, str, bytes)) or hasattr(values, "__array__") or not isinstance(values, Iterable):
        raise TypeError(f"Expected argument to be a collection such as a list, not {type(values).__name__}")


def is_tensor(x: Any) -> bool:
    """Whether it is a tensor, sparse or not, a variable or IndexedSlices."""
    return isinstance(x, (SparseTensor, IndexedSlices)) or hasattr(x, "_as_graph_element")


def is_numeric_tensor(tensor: Any) -> bool:
    """Whether it is a tensor of numbers."""
    return isinstance(tensor, Tensor) and (
        tensor.dtype.is_floating or tensor.dtype.is_integer or tensor.dtype.is_complex or tensor.dtype.is_quantized
    )


def is_non_decreasing(x: Any, name: str | None = None) -> Tensor:
    """Whether no element (in row-major order) is less than the one before it."""
    return _ordered("is_non_decreasing", x, compare.less_equal, name)


def is_strictly_increasing(x: Any, name: str | None = None) -> Tensor:
    """Whether each element (in row-major order) is greater than the one before it."""
    return _ordered("is_strictly_increasing", x, compare.less, name)


def _ordered(function: str, x: Any, build: Callable[..., Tensor], name: str | None) -> Tensor:
    with name_scope(name, function, [x]):
        flat = array.reshape(convert_to_tensor(x, name="x"), [-1])
        earlier = indexing.strided_slice(flat, [0], [-1], [1], begin_mask=1)
        later = indexing.strided_slice(flat, [1], [0], [1], end_mask=1)
        return reduce_all(build(earlier, later))


def verify_tensor_all_finite(
    t: Any = None, msg: str | None = None, name: str | None = None, x: Any = None, message: str | None = None
) -> Tensor:
    """``t``, or InvalidArgumentError with ``msg`` when it holds NaN or infinity; ``x`` and ``message`` are newer names of the arguments."""
    t, msg = one_of("x", x, "t", t), one_of("message", message, "msg", msg, "")
    with name_scope(name, "VerifyFinite", [t]):
        t = convert_to_tensor(t, name="t")
        with control_dependencies([check_numerics(t, message=msg)]):
            return identity(t, name="control_dependency")


def add_check_numerics_ops() -> Operation:
    """An operation that checks every floating-point tensor of the graph, and names the one that is not finite.

    Raises:
        ValueError: the graph has conditionals or loops, whose inner tensors cannot be checked from outside.
    """
    graph = get_default_graph()
    nodes = graph.get_operations()
    if any(op.region is not graph.root for op in nodes):
        raise ValueError("add_check_numerics_ops is not compatible with control flow (tf.cond, tf.while_loop)")
    floats = [tensor for op in nodes for tensor in op.outputs if tensor.dtype.base_dtype.is_floating]
    return group(*(check_numerics(tensor, message=tensor.name) for tensor in floats))
