"""while_loop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..framework import nest
from ..framework.conversion import convert_to_tensor
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..framework.structured import Loop
from ..framework.tensor_shape import TensorShape, as_shape
from ..ops import array_identity as array
from ..ops import math_comparison as compare
from ..ops import math_elementwise as math
from .control_flow import _leaves, _repacked, _unpacked

__all__ = ["while_loop"]


def while_loop(cond: Callable[..., Any], body: Callable[..., Any], loop_vars: Any, shape_invariants: Any = None, parallel_iterations: int = 10,
               back_prop: bool = True, swap_memory: bool = False, name: str | None = None, maximum_iterations: Any = None,
               return_same_structure: bool = False) -> Any:  # fmt: skip
    """Repeats ``body`` while ``cond`` holds.

    Args:
        cond, body: functions of the loop variables: one returns a scalar bool tensor, the other the variables' next values.
        loop_vars: the initial values, a list or tuple (nested) of tensors or what converts to them.
        shape_invariants: per variable what stays true of its shape over all iterations; by default the initial shape.
        parallel_iterations, swap_memory: hints, accepted.
        back_prop: False makes the results constants for gradients.
        maximum_iterations: an upper bound of the number of iterations, an int scalar.
        return_same_structure: whether a single variable comes back in a list as it was given.

    Returns:
        The values for which ``cond`` first fails, in the structure of ``loop_vars``.

    Raises:
        TypeError: a function is not callable, or a type changes from one iteration to the next.
        ValueError: no variables, a structure or a number of them that changes, or a shape that breaks its invariant.
    """
    for word, function in (("cond", cond), ("body", body)):
        if not callable(function):
            raise TypeError(f"{word} must be callable.")
    if not loop_vars:
        raise ValueError("No loop variables provided")
    if maximum_iterations is not None:
        return _counted(cond, body, loop_vars, shape_invariants, name, maximum_iterations, back_prop, return_same_structure)
    with name_scope(name, "while", [leaf for leaf in _leaves(loop_vars) if isinstance(leaf, Tensor)]):
        result = _build(cond, body, loop_vars, shape_invariants, parallel_iterations)
    if not back_prop:
        result = nest.map_structure(array.stop_gradient, result)
    return result if return_same_structure else _unpacked(result, strict=False)


def _counted(cond: Any, body: Any, loop_vars: Any, invariants: Any, name: Any, maximum: Any, back_prop: bool, same_structure: bool) -> Any:
    """A loop with one more variable, which counts iterations."""
    limit = convert_to_tensor(maximum, name="maximum_iterations")
    if limit.shape.ndims not in (0, None):
        raise ValueError(f"maximum_iterations must be a scalar, saw shape: {limit.shape}")
    zero = convert_to_tensor(0, limit.dtype)
    is_list = nest.is_sequence(loop_vars)
    variables = tuple(loop_vars) if is_list else (loop_vars,)

    def counted_body(count: Tensor, *rest: Any) -> Any:
        following = body(*rest)
        following = tuple(following) if isinstance(following, (list, tuple)) and len(rest) > 1 else (_unpacked(following, strict=False),)
        return (math.add_v2(count, convert_to_tensor(1, limit.dtype)), *following)

    invariants = (TensorShape([]), *invariants) if invariants is not None else None

    def counted_cond(count: Tensor, *rest: Any) -> Any:
        return compare.logical_and(compare.less(count, limit), cond(*rest))

    held = while_loop(
        counted_cond, counted_body, (zero, *variables), invariants, name=name, back_prop=back_prop, return_same_structure=True
    )[1:]
    result = nest.pack_sequence_as(loop_vars, nest.flatten(list(held)))
    return result if same_structure else _unpacked(result, strict=False)


def _build(cond: Any, body: Any, loop_vars: Any, invariants: Any, parallel_iterations: int) -> Any:
    initial = [convert_to_tensor(leaf) for leaf in _leaves(loop_vars)]
    loop = Loop(initial[0].graph)
    shapes = _invariants(initial, invariants)
    for tensor, shape in zip(initial, shapes, strict=True):
        loop.variable(tensor, shape)
    with loop.graph.in_region(loop.cond) as region:
        region.results = [region.resolve(convert_to_tensor(cond(*_arguments(loop_vars, region.parameters))))]
        _check_condition(region.results[0])
    with loop.graph.in_region(loop.body) as region:
        returned = body(*_arguments(loop_vars, list(region.parameters)))
        region.results = [region.resolve(_following(leaf)) for leaf in _next_leaves(returned, loop_vars)]
        _check_body(loop, shapes)
    op = loop.make(parallel_iterations=parallel_iterations)
    exits = [array.identity(output, name="Exit") for output in op.outputs]
    return _repacked(loop_vars, exits)


def _following(leaf: Any) -> Tensor:
    return array.identity(convert_to_tensor(leaf), name="NextIteration")


def _arguments(loop_vars: Any, parameters: list[Tensor]) -> Any:
    packed = _repacked(loop_vars, parameters)
    return packed if isinstance(packed, (list, tuple)) else [packed]


def _next_leaves(returned: Any, loop_vars: Any) -> list[Any]:
    if not isinstance(returned, (list, tuple)):
        returned = [returned]
    if len(_leaves(returned)) != len(_leaves(loop_vars)):
        raise ValueError(f"body must return as many loop variables as it takes: {len(_leaves(loop_vars))}, not {len(_leaves(returned))}")
    return _leaves(returned)


def _invariants(initial: list[Tensor], invariants: Any) -> list[TensorShape]:
    if invariants is None:
        return [tensor.shape for tensor in initial]
    shapes = [as_shape(shape) for shape in _flat_shapes(invariants)]
    if len(shapes) != len(initial):
        raise ValueError(f"There are {len(initial)} loop variables but {len(shapes)} shape invariants")
    for tensor, shape in zip(initial, shapes, strict=True):
        if not _is_invariant(tensor.shape, shape):
            raise ValueError(
                f"The shape invariant specified for {tensor.name} is not compatible with the initial shape of the loop variable: {shape} against {tensor.shape}"
            )
    return shapes


def _flat_shapes(invariants: Any) -> list[Any]:
    if isinstance(invariants, (list, tuple)) and not all(item is None or isinstance(item, int) for item in invariants):
        return [shape for item in invariants for shape in _flat_shapes(item)]
    return [getattr(invariants, "shape", invariants) if not isinstance(invariants, (TensorShape, list, tuple)) else invariants]


def _is_invariant(shape: TensorShape, invariant: TensorShape) -> bool:
    """Whether every shape that ``shape`` stands for is one of the invariant's."""
    if invariant.sizes is None:
        return True
    return (
        shape.sizes is not None
        and len(shape.sizes) == len(invariant.sizes)
        and all(want in (None, have) for have, want in zip(shape.sizes, invariant.sizes, strict=True))
    )


def _check_condition(result: Tensor) -> None:
    if result.dtype.base_dtype.name != "bool" or not result.shape.has_rank(0):
        raise TypeError(f"cond must return a boolean scalar tensor, but it returned {result}")


def _check_body(loop: Loop, shapes: list[TensorShape]) -> None:
    for before, after, invariant in zip(loop.body.parameters, loop.body.results, shapes, strict=True):
        if before.dtype.base_dtype is not after.dtype.base_dtype:
            raise TypeError(
                f"Loop variable {before.name} enters the loop with type {before.dtype.name}, but has type {after.dtype.name} after one iteration."
            )
        if not _is_invariant(after.shape, invariant):
            raise ValueError(
                f"Loop variable {before.name} enters the loop with shape {before.shape}, but has shape {after.shape} after one iteration. "
                "To allow the shape to vary across iterations, use the `shape_invariants` argument of tf.while_loop to specify a less-specific shape."
            )
