"""Gradient descent, and its proximal form."""

from __future__ import annotations

from typing import Any

from ..framework.indexed_slices import IndexedSlices
from ..framework.operation import Operation, Tensor
from ..ops import state as state_ops
from ..ops import training as ops
from .optimizer import Optimizer, like


class GradientDescentOptimizer(Optimizer):
    """var -= learning_rate * gradient."""

    def __init__(self, learning_rate: Any, use_locking: bool = False, name: str = "GradientDescent") -> None:
        super().__init__(use_locking, name)
        self._learning_rate = learning_rate

    def _prepare(self) -> None:
        self._learning_rate_tensor = self._setting(self._learning_rate, "learning_rate")

    def _apply_dense(self, grad: Tensor, var: Any) -> Operation:
        rate = like(self._learning_rate_tensor, var)
        return ops.apply_gradient_descent(var, rate, grad, use_locking=self._use_locking).op

    def _apply_sparse_duplicate_indices(self, grad: IndexedSlices, var: Any) -> Operation:
        """Subtracting row by row adds up what belongs to one row."""
        step = grad.values * like(self._learning_rate_tensor, var)
        return state_ops.scatter_sub(var, grad.indices, step, use_locking=self._use_locking).op


class ProximalGradientDescentOptimizer(Optimizer):
    """A step of gradient descent followed by the proximal operator of l1 |var| + l2/2 var²: Duchi and Singer, 2009."""

    def __init__(
        self, learning_rate: Any, l1_regularization_strength: float = 0.0, l2_regularization_strength: float = 0.0,
        use_locking: bool = False, name: str = "ProximalGradientDescent",
    ) -> None:  # fmt: skip
        super().__init__(use_locking, name)
        self._learning_rate, self._l1, self._l2 = learning_rate, l1_regularization_strength, l2_regularization_strength

    def _prepare(self) -> None:
        self._settings = [
            self._setting(self._learning_rate, "learning_rate"),
            self._setting(self._l1, "l1_regularization_strength"),
            self._setting(self._l2, "l2_regularization_strength"),
        ]

    def _apply_dense(self, grad: Tensor, var: Any) -> Operation:
        settings = [like(setting, var) for setting in self._settings]
        return ops.apply_proximal_gradient_descent(var, *settings, grad, use_locking=self._use_locking).op

    def _apply_sparse(self, grad: IndexedSlices, var: Any) -> Operation:
        settings = [like(setting, var) for setting in self._settings]
        return ops.sparse_apply_proximal_gradient_descent(var, *settings, grad.values, grad.indices, use_locking=self._use_locking).op
