"""Optimizer: the part that all methods share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ..framework.conversion import convert_to_tensor, convert_to_tensor_or_indexed_slices
from ..framework.dtypes import FLOAT_COMPLEX, DType
from ..framework.graph import Graph
from ..framework.graph_keys import GraphKeys
from ..framework.indexed_slices import IndexedSlices
from ..framework.operation import Operation, Tensor
from ..framework.scopes import colocate_with, control_dependencies, get_collection, get_collection_ref, init_scope, name_scope
from ..functions.array_manipulation import shape
from ..functions.array_search import unique
from ..functions.control_flow import group
from ..functions.control_flow import tuple_ as together
from ..functions.math import cast, unsorted_segment_sum
from ..gradients.engine import gradients
from ..ops import state as state_ops
from ..variables.collections import trainable_variables
from ..variables.variable import Variable
from .slots import create_slot, create_slot_with_initializer, create_zeros_slot

GradientAndVariable = tuple[Any, Any]


class Optimizer:
    """Changes variables so that a loss becomes smaller.

    ``minimize`` is ``compute_gradients`` followed by ``apply_gradients``; between the two, gradients can be clipped or averaged. Subclasses
    say what slots they keep (``_create_slots``), what they compute once per step (``_prepare``, ``_finish``), and how one variable is
    updated (``_apply_dense``, ``_apply_sparse``).
    """

    GATE_NONE = 0
    GATE_OP = 1
    GATE_GRAPH = 2

    def __init__(self, use_locking: bool, name: str) -> None:
        if not name:
            raise ValueError("Must specify the optimizer name")
        self._use_locking = use_locking
        self._name = name
        self._slots: dict[str, dict[Any, Variable]] = {}
        self._non_slots: dict[tuple[str, Graph], Variable] = {}

    def get_name(self) -> str:
        return self._name

    # Steps

    def minimize(
        self, loss: Tensor, global_step: Variable | None = None, var_list: Any = None, gate_gradients: int = GATE_OP,
        aggregation_method: int | None = None, colocate_gradients_with_ops: bool = False, name: str | None = None,
        grad_loss: Tensor | None = None,
    ) -> Operation:  # fmt: skip
        """A node that makes one step: computes the gradients of ``loss`` and applies them.

        Args:
            global_step: a variable that is increased by 1 after the variables are updated.
            var_list: the variables to change, by default all trainable ones.
            gate_gradients: GATE_NONE, GATE_OP (no gradient of an op is used before all of them are computed) or GATE_GRAPH
                (of the whole graph).
            name: the name of the node, by default the optimizer's.
            grad_loss: the gradient of the loss itself, by default ones.
        """
        pairs = self.compute_gradients(loss, var_list, gate_gradients, aggregation_method, colocate_gradients_with_ops, grad_loss)
        if all(gradient is None for gradient, _ in pairs):
            names = [str(variable) for _, variable in pairs]
            raise ValueError(
                "No gradients provided for any variable, check your graph for ops that do not support gradients, "
                f"between variables {names} and loss {loss}."
            )
        return self.apply_gradients(pairs, global_step=global_step, name=name)

    def compute_gradients(
        self, loss: Any, var_list: Any = None, gate_gradients: int = GATE_OP, aggregation_method: int | None = None,
        colocate_gradients_with_ops: bool = False, grad_loss: Tensor | None = None,
    ) -> list[GradientAndVariable]:  # fmt: skip
        """Pairs of gradient (None where the loss does not depend on it) and variable."""
        if gate_gradients not in (self.GATE_NONE, self.GATE_OP, self.GATE_GRAPH):
            raise ValueError(
                f"gate_gradients must be one of: Optimizer.GATE_NONE, Optimizer.GATE_OP, Optimizer.GATE_GRAPH. Not {gate_gradients}"
            )
        loss = loss() if callable(loss) else loss
        self._check_types([loss] + ([] if grad_loss is None else [grad_loss]))
        variables = _as_variables(trainable_variables() if var_list is None else _flat(var_list))
        if not variables:
            raise ValueError("No variables to optimize.")
        targets = [_reference(variable) for variable in variables]
        found = gradients(
            loss,
            targets,
            grad_ys=grad_loss,
            gate_gradients=gate_gradients == self.GATE_OP,
            aggregation_method=aggregation_method,
            colocate_gradients_with_ops=colocate_gradients_with_ops,
        )
        if gate_gradients == self.GATE_GRAPH:
            found = together(found)
        pairs = list(zip(found, variables, strict=True))
        self._check_types([variable for gradient, variable in pairs if gradient is not None])
        return pairs

    def apply_gradients(
        self, grads_and_vars: Iterable[GradientAndVariable], global_step: Variable | None = None, name: str | None = None
    ) -> Operation:
        """A node that changes the variables by their gradients and then adds 1 to ``global_step``."""
        pairs = [(_as_gradient(gradient), variable) for gradient, variable in grads_and_vars]
        if not pairs:
            raise ValueError("No variables provided.")
        updated = [variable for gradient, variable in pairs if gradient is not None]
        if not updated:
            raise ValueError(f"No gradients provided for any variable: {[str(variable) for _, variable in pairs]}.")
        with init_scope():
            self._create_slots(updated)
        with name_scope(name, self._name) as scope:
            self._prepare()
            updates = [self._update(gradient, variable) for gradient, variable in pairs if gradient is not None]
            step = self._step(updates, global_step, scope)
        collected = get_collection_ref(GraphKeys.TRAIN_OP)
        if step not in collected:
            collected.append(step)
        return step

    def _step(self, updates: list[Operation], global_step: Variable | None, scope: str) -> Operation:
        if global_step is None:
            return self._finish(updates, scope)
        with control_dependencies([self._finish(updates, "update")]), colocate_with(global_step):
            place = _reference(global_step)
            one = convert_to_tensor(1, place.dtype.base_dtype, name="value")
            return state_ops.assign_add(place, one, name=scope).op

    def _update(self, gradient: Any, variable: Any) -> Operation:
        """The node that changes one variable, its constraint included."""
        with name_scope(f"update_{variable.op.name}"), colocate_with(variable):
            if isinstance(gradient, IndexedSlices):
                if getattr(variable, "constraint", None) is not None:
                    raise RuntimeError("Cannot use a constraint function on a sparse variable.")
                return self._apply_sparse_duplicate_indices(gradient, variable)
            update = self._apply_dense(gradient, variable)
            return self._constrained(update, variable)

    def _constrained(self, update: Operation, variable: Any) -> Operation:
        constraint = getattr(variable, "constraint", None)
        if constraint is None:
            return update
        with control_dependencies([update]):
            return variable.assign(constraint(variable.read_value())).op

    # Slots

    def get_slot(self, var: Any, name: str) -> Variable | None:
        """The slot ``name`` of a variable; None if there is none."""
        return self._slots.get(name, {}).get(_key(var))

    def get_slot_names(self) -> list[str]:
        """The names of the slots that the optimizer keeps, in alphabetical order."""
        return sorted(self._slots)

    def variables(self) -> list[Variable]:
        """The variables that hold the optimizer's state: slots and others, by name."""
        slots = [slot for named in self._slots.values() for slot in named.values()]
        return sorted([*self._non_slots.values(), *slots], key=lambda variable: variable.name)

    def _zeros_slot(self, var: Any, slot_name: str, op_name: str) -> Variable:
        return self._slot(var, slot_name, lambda: create_zeros_slot(var, op_name))

    def _get_or_make_slot(self, var: Any, val: Tensor, slot_name: str, op_name: str) -> Variable:
        return self._slot(var, slot_name, lambda: create_slot(var, val, op_name))

    def _get_or_make_slot_with_initializer(
        self, var: Any, initializer: Any, shape: Any, dtype: DType, slot_name: str, op_name: str
    ) -> Variable:
        return self._slot(var, slot_name, lambda: create_slot_with_initializer(var, initializer, shape, dtype, op_name))

    def _slot(self, var: Any, slot_name: str, make: Callable[[], Variable]) -> Variable:
        named = self._slots.setdefault(slot_name, {})
        if _key(var) not in named:
            named[_key(var)] = make()
        return named[_key(var)]

    def _create_non_slot_variable(self, initial_value: Any, name: str, colocate_with: Any) -> Variable:
        key = (name, colocate_with.graph)
        if key not in self._non_slots:
            with _at(colocate_with):
                self._non_slots[key] = Variable(initial_value, name=name, trainable=False)
        return self._non_slots[key]

    def _get_non_slot_variable(self, name: str, graph: Graph | None = None) -> Variable | None:
        return self._non_slots.get((name, graph))

    def _non_slot_variables(self) -> Iterable[Variable]:
        return self._non_slots.values()

    # What subclasses say

    def _create_slots(self, var_list: Sequence[Any]) -> None:
        """Makes the slots of the variables; the default keeps none."""

    def _prepare(self) -> None:
        """Makes what all updates of a step share, such as the learning rate as a tensor."""

    def _apply_dense(self, grad: Tensor, var: Any) -> Operation:
        """The node that updates ``var`` by a gradient of its shape."""
        raise TypeError(f"{type(self).__name__} has no update for dense gradients: it must define _apply_dense")

    def _apply_sparse(self, grad: IndexedSlices, var: Any) -> Operation:
        """The node that updates ``var`` by a gradient of some of its rows, all distinct."""
        raise TypeError(f"{type(self).__name__} has no update for sparse gradients: it must define _apply_sparse")

    def _apply_sparse_duplicate_indices(self, grad: IndexedSlices, var: Any) -> Operation:
        """The node that updates ``var`` by a gradient of some rows; several gradients of one row are added up first."""
        values, indices = distinct_rows(grad.values, grad.indices)
        return self._apply_sparse(IndexedSlices(values, indices, grad.dense_shape), var)

    def _finish(self, update_ops: Sequence[Operation], name_scope: str) -> Operation:
        """The node that makes all updates of a step."""
        return group(*update_ops, name=name_scope)

    def _valid_dtypes(self) -> frozenset[DType]:
        return FLOAT_COMPLEX

    def _check_types(self, tensors: Sequence[Any]) -> None:
        for tensor in tensors:
            dtype = tensor.dtype.base_dtype
            if dtype not in self._valid_dtypes():
                allowed = sorted(valid.name for valid in self._valid_dtypes())
                raise ValueError(f"Invalid type {dtype!r} for {tensor.name}, expected: {allowed}.")

    def _call_if_callable(self, param: Any) -> Any:
        return param() if callable(param) else param

    def _setting(self, value: Any, name: str) -> Tensor:
        """A number, tensor or function of none as a tensor named ``name``."""
        return convert_to_tensor(self._call_if_callable(value), name=name)


def like(setting: Tensor, var: Any) -> Tensor:
    """A setting in the type of a variable."""
    return cast(setting, var.dtype.base_dtype)


def distinct_rows(values: Tensor, indices: Tensor) -> tuple[Tensor, Tensor]:
    """The rows of an IndexedSlices with those of one index added up, and their indices."""
    found, position = unique(indices)
    return unsorted_segment_sum(values, position, shape(found)[0]), found


def _flat(var_list: Any) -> list[Any]:
    return [item for part in var_list for item in _flat(part)] if isinstance(var_list, (list, tuple)) else [var_list]


def _as_variables(candidates: Sequence[Any]) -> list[Any]:
    known = {
        variable.op: variable for variable in [*get_collection(GraphKeys.GLOBAL_VARIABLES), *get_collection(GraphKeys.LOCAL_VARIABLES)]
    }
    return [_as_variable(candidate, known) for candidate in candidates]


def _as_variable(candidate: Any, known: dict[Operation, Any]) -> Any:
    if isinstance(candidate, Variable):
        return candidate
    if isinstance(candidate, Tensor):
        return known.get(candidate.op, candidate)
    raise TypeError(f"Argument is not a tf.Variable: {candidate}")


def _reference(variable: Any) -> Tensor:
    return variable._ref() if isinstance(variable, Variable) else variable


def _key(variable: Any) -> Operation:
    return variable.op


def _at(variable: Any) -> Any:
    return colocate_with(variable.op)


def _as_gradient(gradient: Any) -> Any:
    try:
        return convert_to_tensor_or_indexed_slices(gradient)
    except TypeError:
        raise TypeError(f"Gradient must be convertible to a Tensor or IndexedSlices, or None: {gradient}") from None
