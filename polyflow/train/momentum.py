"""Gradient descent with momentum."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..framework.indexed_slices import IndexedSlices
from ..framework.operation import Operation, Tensor
from ..ops import training as ops
from .optimizer import Optimizer, like


class MomentumOptimizer(Optimizer):
    """accumulation = momentum * accumulation + gradient; var -= learning_rate * accumulation.

    With ``use_nesterov`` the gradient counts as if taken after the step: Sutskever et al., 2013.
    """

    def __init__(
        self, learning_rate: Any, momentum: Any, use_locking: bool = False, name: str = "Momentum", use_nesterov: bool = False
    ) -> None:
        super().__init__(use_locking, name)
        self._learning_rate, self._momentum, self._use_nesterov = learning_rate, momentum, use_nesterov

    def _create_slots(self, var_list: Sequence[Any]) -> None:
        for variable in var_list:
            self._zeros_slot(variable, "momentum", self._name)

    def _prepare(self) -> None:
        self._learning_rate_tensor = self._setting(self._learning_rate, "learning_rate")
        self._momentum_tensor = self._setting(self._momentum, "momentum")

    def _apply_dense(self, grad: Tensor, var: Any) -> Operation:
        rate, momentum = like(self._learning_rate_tensor, var), like(self._momentum_tensor, var)
        options = {"use_locking": self._use_locking, "use_nesterov": self._use_nesterov}
        return ops.apply_momentum(var, self.get_slot(var, "momentum"), rate, grad, momentum, **options).op

    def _apply_sparse(self, grad: IndexedSlices, var: Any) -> Operation:
        rate, momentum = like(self._learning_rate_tensor, var), like(self._momentum_tensor, var)
        options = {"use_locking": self._use_locking, "use_nesterov": self._use_nesterov}
        return ops.sparse_apply_momentum(var, self.get_slot(var, "momentum"), rate, grad.values, grad.indices, momentum, **options).op
