"""Adam."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..framework.indexed_slices import IndexedSlices
from ..framework.operation import Operation, Tensor
from ..framework.scopes import colocate_with, control_dependencies
from ..functions.control_flow import group
from ..functions.math import sqrt
from ..ops import state as state_ops
from ..ops import training as ops
from ..variables.variable import Variable
from .optimizer import Optimizer, like


class AdamOptimizer(Optimizer):
    """Steps by the mean of the gradients over the root of the mean of their squares: Kingma and Ba, 2014.

    ``epsilon`` is the "epsilon hat" of section 2 of the paper. With gradients of some rows all rows move, because their means decay.
    """

    def __init__(
        self, learning_rate: Any = 0.001, beta1: Any = 0.9, beta2: Any = 0.999, epsilon: Any = 1e-8, use_locking: bool = False,
        name: str = "Adam",
    ) -> None:  # fmt: skip
        super().__init__(use_locking, name)
        self._lr, self._beta1, self._beta2, self._epsilon = learning_rate, beta1, beta2, epsilon

    def _get_beta_accumulators(self) -> tuple[Variable | None, Variable | None]:
        graph = self._graph
        return self._get_non_slot_variable("beta1_power", graph), self._get_non_slot_variable("beta2_power", graph)

    def _create_slots(self, var_list: Sequence[Any]) -> None:
        first = min(var_list, key=lambda variable: variable.name)
        self._graph = first.graph
        self._create_non_slot_variable(self._call_if_callable(self._beta1), "beta1_power", first)
        self._create_non_slot_variable(self._call_if_callable(self._beta2), "beta2_power", first)
        for variable in var_list:
            self._zeros_slot(variable, "m", self._name)
            self._zeros_slot(variable, "v", self._name)

    def _prepare(self) -> None:
        self._lr_t = self._setting(self._lr, "learning_rate")
        self._beta1_t = self._setting(self._beta1, "beta1")
        self._beta2_t = self._setting(self._beta2, "beta2")
        self._epsilon_t = self._setting(self._epsilon, "epsilon")

    def _powers(self, var: Any) -> list[Tensor]:
        return [like(power.value(), var) for power in self._get_beta_accumulators()]

    def _apply_dense(self, grad: Tensor, var: Any) -> Operation:
        settings = [like(setting, var) for setting in (self._lr_t, self._beta1_t, self._beta2_t, self._epsilon_t)]
        slots = self.get_slot(var, "m"), self.get_slot(var, "v")
        return ops.apply_adam(var, *slots, *self._powers(var), *settings, grad, use_locking=self._use_locking).op

    def _apply_sparse(self, grad: IndexedSlices, var: Any) -> Operation:
        power1, power2 = self._powers(var)
        rate, beta1, beta2, epsilon = (like(setting, var) for setting in (self._lr_t, self._beta1_t, self._beta2_t, self._epsilon_t))
        rate = rate * sqrt(1.0 - power2) / (1.0 - power1)
        m = self._decayed(self.get_slot(var, "m"), beta1, grad.values, grad.indices)
        v = self._decayed(self.get_slot(var, "v"), beta2, grad.values * grad.values, grad.indices)
        update = state_ops.assign_sub(var, rate * m / (sqrt(v) + epsilon), use_locking=self._use_locking)
        return group(update, m, v)

    def _decayed(self, mean: Variable | None, decay: Tensor, values: Tensor, indices: Tensor) -> Tensor:
        """mean = decay * mean + (1 - decay) * values, which are some rows."""
        share = values * (1.0 - decay)
        shrunk = state_ops.assign(mean, mean * decay, use_locking=self._use_locking)
        return state_ops.scatter_add(shrunk, indices, share, use_locking=self._use_locking)

    def _finish(self, update_ops: Sequence[Operation], name_scope: str) -> Operation:
        with control_dependencies(update_ops):
            power1, power2 = self._get_beta_accumulators()
            with colocate_with(power1):
                next1 = power1.assign(power1 * self._beta1_t, use_locking=self._use_locking)
                next2 = power2.assign(power2 * self._beta2_t, use_locking=self._use_locking)
        return group(*update_ops, next1, next2, name=name_scope)
