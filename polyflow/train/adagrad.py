"""Adagrad and its kin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..framework.indexed_slices import IndexedSlices
from ..framework.operation import Operation, Tensor
from ..ops import training as ops
from ..variables.initializers import Constant
from ..variables.variable import Variable
from .optimizer import Optimizer, like


class AdagradOptimizer(Optimizer):
    """var -= learning_rate * gradient / √(the sum of the squares of all gradients so far): Duchi et al., 2011."""

    def __init__(
        self, learning_rate: Any, initial_accumulator_value: float = 0.1, use_locking: bool = False, name: str = "Adagrad"
    ) -> None:
        if initial_accumulator_value <= 0.0:
            raise ValueError(f"initial_accumulator_value must be positive: {initial_accumulator_value}")
        super().__init__(use_locking, name)
        self._learning_rate, self._initial_accumulator_value = learning_rate, initial_accumulator_value

    def _create_slots(self, var_list: Sequence[Any]) -> None:
        for variable in var_list:
            start = Constant(self._initial_accumulator_value, variable.dtype.base_dtype)
            self._get_or_make_slot_with_initializer(variable, start, variable.shape, variable.dtype.base_dtype, "accumulator", self._name)

    def _prepare(self) -> None:
        self._learning_rate_tensor = self._setting(self._learning_rate, "learning_rate")

    def _apply_dense(self, grad: Tensor, var: Any) -> Operation:
        rate = like(self._learning_rate_tensor, var)
        return ops.apply_adagrad(var, self.get_slot(var, "accumulator"), rate, grad, use_locking=self._use_locking).op

    def _apply_sparse(self, grad: IndexedSlices, var: Any) -> Operation:
        rate = like(self._learning_rate_tensor, var)
        accumulator = self.get_slot(var, "accumulator")
        return ops.sparse_apply_adagrad(var, accumulator, rate, grad.values, grad.indices, use_locking=self._use_locking).op


class ProximalAdagradOptimizer(AdagradOptimizer):
    """A step of Adagrad followed by the proximal operator of l1 |var| + l2/2 var²: Duchi and Singer, 2009."""

    def __init__(
        self, learning_rate: Any, initial_accumulator_value: float = 0.1, l1_regularization_strength: float = 0.0,
        l2_regularization_strength: float = 0.0, use_locking: bool = False, name: str = "ProximalAdagrad",
    ) -> None:  # fmt: skip
        super().__init__(learning_rate, initial_accumulator_value, use_locking, name)
        self._l1, self._l2 = l1_regularization_strength, l2_regularization_strength

    def _prepare(self) -> None:
        self._settings = [
            self._setting(self._learning_rate, "learning_rate"),
            self._setting(self._l1, "l1_regularization_strength"),
            self._setting(self._l2, "l2_regularization_strength"),
        ]

    def _apply_dense(self, grad: Tensor, var: Any) -> Operation:
        settings = [like(setting, var) for setting in self._settings]
        return ops.apply_proximal_adagrad(var, self.get_slot(var, "accumulator"), *settings, grad, use_locking=self._use_locking).op

    def _apply_sparse(self, grad: IndexedSlices, var: Any) -> Operation:
        settings = [like(setting, var) for setting in self._settings]
        accumulator = self.get_slot(var, "accumulator")
        return ops.sparse_apply_proximal_adagrad(var, accumulator, *settings, grad.values, grad.indices, use_locking=self._use_locking).op


class AdagradDAOptimizer(Optimizer):
    """Adagrad by dual averaging, for sparse linear models: Duchi et al., 2011. It counts the steps in ``global_step``."""

    def __init__(
        self, learning_rate: Any, global_step: Variable, initial_gradient_squared_accumulator_value: float = 0.1,
        l1_regularization_strength: float = 0.0, l2_regularization_strength: float = 0.0, use_locking: bool = False,
        name: str = "AdagradDA",
    ) -> None:  # fmt: skip
        if initial_gradient_squared_accumulator_value <= 0.0:
            raise ValueError(f"initial_gradient_squared_accumulator_value must be positive: {initial_gradient_squared_accumulator_value}")
        super().__init__(use_locking, name)
        self._learning_rate, self._global_step, self._start = learning_rate, global_step, initial_gradient_squared_accumulator_value
        self._l1, self._l2 = l1_regularization_strength, l2_regularization_strength

    def _create_slots(self, var_list: Sequence[Any]) -> None:
        for variable in var_list:
            dtype = variable.dtype.base_dtype
            self._zeros_slot(variable, "gradient_accumulator", f"{self._name}/g_acc")
            start = Constant(self._start, dtype)
            self._get_or_make_slot_with_initializer(
                variable, start, variable.shape, dtype, "gradient_squared_accumulator", f"{self._name}/gg_acc"
            )

    def _prepare(self) -> None:
        self._rate = self._setting(self._learning_rate, "learning_rate")

    def _settings(self, var: Any) -> list[Any]:
        dtype = var.dtype.base_dtype.np_dtype.type
        return [like(self._rate, var), dtype(self._l1), dtype(self._l2), self._global_step.value()]

    def _slots_of(self, var: Any) -> tuple[Any, Any]:
        return self.get_slot(var, "gradient_accumulator"), self.get_slot(var, "gradient_squared_accumulator")

    def _apply_dense(self, grad: Tensor, var: Any) -> Operation:
        return ops.apply_adagrad_da(var, *self._slots_of(var), grad, *self._settings(var), use_locking=self._use_locking).op

    def _apply_sparse(self, grad: IndexedSlices, var: Any) -> Operation:
        return ops.sparse_apply_adagrad_da(
            var, *self._slots_of(var), grad.values, grad.indices, *self._settings(var), use_locking=self._use_locking
        ).op
