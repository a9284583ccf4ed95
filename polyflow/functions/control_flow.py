"""cond, case, while_loop, group and their kin: the public face of control flow."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..framework import nest
from ..framework.conversion import convert_to_tensor
from ..framework.graph import Graph
from ..framework.indexed_slices import IndexedSlices
from ..framework.operation import Operation, Tensor
from ..framework.region import Region
from ..framework.scopes import control_dependencies, name_scope
from ..framework.sparse_tensor import SparseTensor
from ..framework.structured import make_if, new_region
from ..ops import array_identity as array
from ..ops import control_flow as ops
from ..ops import math_comparison as compare

__all__ = ["case", "cond", "group", "no_op", "switch_case", "tuple_", "with_dependencies"]


def cond(
    pred: Any, true_fn: Any = None, false_fn: Any = None, strict: bool = False, name: str | None = None, fn1: Any = None, fn2: Any = None
) -> Any:
    """``true_fn()`` if ``pred`` else ``false_fn()``; only the nodes of the branch that is taken run.

    Args:
        pred: a scalar bool tensor.
        true_fn, false_fn: functions without arguments that build a branch and return tensors, or nested structures of them, of
            the same structure and types (``fn1`` and ``fn2`` are their older names).
        strict: keeps a result that is a list or tuple of one as it is.

    Returns:
        Tensors in the branches' structure.

    Raises:
        TypeError: a function is not callable, or ``pred`` is a Python bool.
        ValueError: a function returns None, or the branches' structures or types differ.
    """
    true_fn, false_fn = _one_of("true_fn", true_fn, "fn1", fn1), _one_of("false_fn", false_fn, "fn2", fn2)
    if isinstance(pred, bool):
        raise TypeError("pred must not be a Python bool: write a Python `if` instead")
    with name_scope(name, "cond", [pred]):
        pred = array.identity(convert_to_tensor(pred, name="pred"), name="pred_id")
        graph = pred.graph
        (then_branch, then_result), (else_branch, else_result) = (
            _branch(graph, role, fn) for role, fn in (("then", true_fn), ("else", false_fn))
        )
        _check_branches(then_result, else_result, then_branch, else_branch)
        outputs = make_if(graph, pred, then_branch, else_branch).outputs
        merged = [array.identity(output, name="Merge") for output in outputs]
        return _unpacked(_repacked(then_result, merged), strict)


def _one_of(new: str, value: Any, old: str, older: Any) -> Callable[[], Any]:
    if value is not None and older is not None:
        raise TypeError(f"Cannot set both {new} and its older name {old}.")
    chosen = older if value is None else value
    if not callable(chosen):
        raise TypeError(f"{new} must be callable, not {chosen!r}.")
    return chosen  # type: ignore[no-any-return]  # callable, as tested


def _branch(graph: Graph, role: str, function: Callable[[], Any]) -> tuple[Region, Any]:
    """A region with what ``function`` builds, and the structure that it returned."""
    region = new_region(graph, role)
    with graph.in_region(region):
        returned = function()
        if returned is None:
            raise ValueError("true_fn and false_fn must have a return value.")
        region.results = [region.resolve(_result(leaf)) for leaf in _leaves(returned)]
    return region, returned


def _result(leaf: Any) -> Tensor:
    """A branch's result as a tensor of the branch; for an operation a tensor that waits for it."""
    if isinstance(leaf, Operation):
        with control_dependencies([leaf]):
            return array.identity(convert_to_tensor(True))
    return array.identity(convert_to_tensor(leaf))


def _leaves(structure: Any) -> list[Any]:
    """The tensors of a structure; sparse tensors and slices come apart."""
    return [tensor for leaf in nest.flatten(structure) if leaf is not None for tensor in _components(leaf)]


def _components(leaf: Any) -> list[Any]:
    if isinstance(leaf, SparseTensor):
        return [leaf.indices, leaf.values, leaf.dense_shape]
    if isinstance(leaf, IndexedSlices):
        return [leaf.values, leaf.indices, *([leaf.dense_shape] if leaf.dense_shape is not None else [])]
    flow = getattr(leaf, "flow", None)
    return [flow] if isinstance(flow, Tensor) else [leaf]


def _repacked(structure: Any, tensors: Sequence[Tensor]) -> Any:
    remaining = iter(tensors)
    return nest.pack_sequence_as(structure, [leaf if leaf is None else _recomposed(leaf, remaining) for leaf in nest.flatten(structure)])


def _recomposed(leaf: Any, remaining: Any) -> Any:
    parts = [next(remaining) for _ in _components(leaf)]
    if isinstance(leaf, SparseTensor):
        return SparseTensor(*parts)
    if isinstance(leaf, IndexedSlices):
        return IndexedSlices(*parts)
    return leaf.with_flow(parts[0]) if hasattr(leaf, "with_flow") else parts[0]


def _check_branches(then_result: Any, else_result: Any, then_branch: Region, else_branch: Region) -> None:
    if not _is_single(then_result) or not _is_single(else_result):
        nest.assert_same_structure(then_result, else_result, check_types=False)
    if len(then_branch.results) != len(else_branch.results):
        raise ValueError(
            f"true_fn and false_fn must return the same number of tensors, not {len(then_branch.results)} and {len(else_branch.results)}"
        )
    for one, other in zip(then_branch.results, else_branch.results, strict=True):
        if one.dtype.base_dtype is not other.dtype.base_dtype:
            raise ValueError(
                f"Outputs of true_fn and false_fn must have the same type: {one.dtype.base_dtype.name}, {other.dtype.base_dtype.name}"
            )


def _is_single(result: Any) -> bool:
    return not nest.is_sequence(result)


def _unpacked(result: Any, strict: bool) -> Any:
    return result[0] if not strict and type(result) in (list, tuple) and len(result) == 1 else result


def case(pred_fn_pairs: Any, default: Any = None, exclusive: bool = False, strict: bool = False, name: str = "case") -> Any:
    """The result of the first function whose predicate holds, else of ``default``.

    Args:
        pred_fn_pairs: a list of (scalar bool tensor, function) pairs, or a dict from predicate to function.
        default: the function for when none holds; without it that is an error of the run.
        exclusive: check that at most one predicate holds.
    """
    pairs = list(pred_fn_pairs.items()) if isinstance(pred_fn_pairs, Mapping) else list(pred_fn_pairs)
    for pair in pairs:
        if not (isinstance(pair, tuple) and len(pair) == 2 and callable(pair[1])):
            raise TypeError(f"pred_fn_pairs must hold pairs of a predicate and a callable, not {pair!r}")
    if not pairs:
        raise ValueError("pred_fn_pairs must not be empty")
    with name_scope(name, "case", [pred for pred, _ in pairs]):
        if default is None:
            *pairs, (last_pred, last) = pairs
            default = _asserted(last_pred, last)
        if exclusive:
            pairs = _exclusive(pairs)
        function = default
        for pred, taken in reversed(pairs):
            function = _chained(pred, taken, function, strict)
        return function()


def switch_case(branch_index: Any, branch_fns: Any, default: Any = None, name: str = "switch_case") -> Any:
    """The result of the function with the number ``branch_index``, else of ``default``.

    Args:
        branch_index: a scalar int32 tensor.
        branch_fns: a list of functions, a list of (number, function) pairs, or a dict from number to function.
        default: the function for all other numbers; by default the one with the largest number.
    """
    branches = _numbered(branch_fns)
    if isinstance(branch_index, int):
        raise TypeError(f"branch_index must be a tensor, not {branch_index}: write a Python `if` instead")
    with name_scope(name, "switch_case", [branch_index]):
        index = convert_to_tensor(branch_index, name="branch_index")
        if default is None:
            default = branches.pop(max(branches))
        function = default
        for number in sorted(branches, reverse=True):
            function = _chained(compare.equal(index, number), branches[number], function, False)
        return function()


def _numbered(functions: Any) -> dict[int, Callable[[], Any]]:
    """The functions by their numbers. TypeError for anything but integers and callables, ValueError for none or a number twice."""
    pairs = list(functions.items()) if isinstance(functions, Mapping) else list(functions)
    if pairs and all(callable(pair) for pair in pairs):
        pairs = list(enumerate(pairs))
    for pair in pairs:
        if not (isinstance(pair, tuple) and len(pair) == 2 and isinstance(pair[0], int) and callable(pair[1])):
            raise TypeError(f"branch_fns must hold functions, or pairs of an integer and a function, not {pair!r}")
    if not pairs or len(dict(pairs)) != len(pairs):
        raise ValueError("branch_fns must hold at least one function, and each number once")
    return dict(pairs)


def _chained(pred: Any, taken: Any, otherwise: Any, strict: bool) -> Callable[[], Any]:
    return lambda: cond(pred, taken, otherwise, strict=strict)


def _asserted(pred: Any, function: Any) -> Callable[[], Any]:
    from ..ops.logging import assert_

    def checked() -> Any:
        with control_dependencies([assert_(pred, ["None of the conditions evaluated as True"])]):
            return nest.map_structure(array.identity, function())

    return checked


def _exclusive(pairs: Any) -> Any:
    from ..ops.array_manipulation import pack
    from ..ops.logging import assert_
    from ..ops.math_comparison import less
    from ..ops.math_elementwise import cast
    from ..ops.math_reduction import sum_

    held = sum_(cast(pack([pred for pred, _ in pairs]), DstT="int32"), 0)
    with control_dependencies([assert_(less(held, 2), ["More than one condition evaluated as True"])]):
        return [(array.identity(convert_to_tensor(pred)), function) for pred, function in pairs]


def group(*inputs: Any, **options: Any) -> Operation:
    """An operation that runs after all ``inputs`` (tensors, operations, slices, nested lists)."""
    name = options.pop("name", None)
    if options:
        raise ValueError(f"Unknown keyword arguments: {', '.join(options)}")
    waited = nest.flatten(inputs)
    for leaf in waited:
        if not hasattr(leaf, "device") and not hasattr(leaf, "op"):
            raise TypeError(f"group() expected tensors and operations, not {leaf!r}")
    with control_dependencies([leaf.values if isinstance(leaf, IndexedSlices) else leaf for leaf in waited]):
        return ops.no_op(name=name or "group_deps")


def tuple_(tensors: Sequence[Any], name: str | None = None, control_inputs: Any = None) -> list[Any]:
    """The same tensors (or slices, operations, None), each available only when all are computed."""
    with name_scope(name, "tuple", [tensor for tensor in tensors if tensor is not None]):
        present = [tensor for tensor in tensors if tensor is not None]
        if not present:
            raise ValueError("Must have at least one Tensor or Operation")
        with control_dependencies([gate for tensor in present for gate in _components(tensor)] + list(control_inputs or [])):
            return [None if tensor is None else _gated(tensor, "control_dependency") for tensor in tensors]


def _gated(tensor: Any, name: str) -> Any:
    if isinstance(tensor, IndexedSlices):
        return IndexedSlices(array.identity(tensor.values, name=name), array.identity(tensor.indices), tensor.dense_shape)
    return group(tensor) if isinstance(tensor, Operation) else array.identity(tensor, name=name)


def with_dependencies(dependencies: Any, output_tensor: Any, name: str | None = None) -> Any:
    """``output_tensor``, available only after ``dependencies``."""
    with name_scope(name, "control_dependency", [*dependencies, output_tensor]) as scope, control_dependencies(dependencies):
        return _gated(output_tensor, scope)


def no_op(name: str | None = None) -> Operation:
    """An operation that does nothing, for others to wait for."""
    return ops.no_op(name=name)
