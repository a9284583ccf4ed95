"""Follow the regularised leader."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..framework.indexed_slices import IndexedSlices
from ..framework.operation import Operation, Tensor
from ..framework.scopes import colocate_with
from ..functions.array_creation import constant
from ..ops import training as ops
from .optimizer import Optimizer, like


class FtrlOptimizer(Optimizer):
    """FTRL-Proximal, for linear models with many zeros: McMahan et al., 2013.

    ``l2_shrinkage_regularization_strength`` adds a penalty that changes with the weights, where the l2 term only steadies the step.
    """

    def __init__(
        self, learning_rate: Any, learning_rate_power: float = -0.5, initial_accumulator_value: float = 0.1,
        l1_regularization_strength: float = 0.0, l2_regularization_strength: float = 0.0, use_locking: bool = False, name: str = "Ftrl",
        accum_name: str | None = None, linear_name: str | None = None, l2_shrinkage_regularization_strength: float = 0.0,
    ) -> None:  # fmt: skip
        super().__init__(use_locking, name)
        for what, number in (
            ("initial_accumulator_value", initial_accumulator_value),
            ("l1_regularization_strength", l1_regularization_strength),
            ("l2_regularization_strength", l2_regularization_strength),
            ("l2_shrinkage_regularization_strength", l2_shrinkage_regularization_strength),
        ):
            if number < 0.0:
                raise ValueError(f"{what} {number} needs to be be positive or zero")
        if learning_rate_power > 0.0:
            raise ValueError(f"learning_rate_power {learning_rate_power} needs to be negative or zero")
        self._learning_rate, self._learning_rate_power, self._start = learning_rate, learning_rate_power, initial_accumulator_value
        self._l1, self._l2, self._shrinkage = l1_regularization_strength, l2_regularization_strength, l2_shrinkage_regularization_strength
        self._accum_name, self._linear_name = accum_name or name, linear_name or name

    def _create_slots(self, var_list: Sequence[Any]) -> None:
        for variable in var_list:
            with colocate_with(variable):
                start = constant(self._start, variable.dtype, variable.shape)
                self._get_or_make_slot(variable, start, "accum", self._accum_name)
            self._zeros_slot(variable, "linear", self._linear_name)

    def _prepare(self) -> None:
        self._rate = self._setting(self._learning_rate, "learning_rate")
        self._l1_tensor = self._setting(self._l1, "l1_regularization_strength")
        self._l2_tensor = self._setting(self._l2, "l2_regularization_strength")
        self._shrinkage_tensor = self._setting(self._shrinkage, "l2_shrinkage_regularization_strength")
        self._power = self._setting(self._learning_rate_power, "learning_rate_power")

    def _arguments(self, var: Any) -> list[Any]:
        shrinkage = [self._shrinkage_tensor] if self._shrinkage > 0 else []
        return [like(setting, var) for setting in (self._rate, self._l1_tensor, self._l2_tensor, *shrinkage, self._power)]

    def _slots_of(self, var: Any) -> tuple[Any, Any]:
        return self.get_slot(var, "accum"), self.get_slot(var, "linear")

    def _apply_dense(self, grad: Tensor, var: Any) -> Operation:
        apply = ops.apply_ftrl_v2 if self._shrinkage > 0 else ops.apply_ftrl
        return apply(var, *self._slots_of(var), grad, *self._arguments(var), use_locking=self._use_locking).op

    def _apply_sparse(self, grad: IndexedSlices, var: Any) -> Operation:
        apply = ops.sparse_apply_ftrl_v2 if self._shrinkage > 0 else ops.sparse_apply_ftrl
        return apply(var, *self._slots_of(var), grad.values, grad.indices, *self._arguments(var), use_locking=self._use_locking).op
