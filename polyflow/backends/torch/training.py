"""Optimizer updates, in place.

A rule changes the tensors of the variable and its slots. ``Apply…`` gives it the whole tensors, ``SparseApply…`` copies of the
rows that ``indices`` names, which are then put back. Learning rates and the like are Python numbers or 0-d tensors: those on the
host become numbers, which torch's combined operations want; those on a device stay there, for the price of another call.
"""

import torch

from ...framework.errors import InvalidArgumentError
from . import kernel
from .arrays import by_rows, require_in_range
from .update_rules import (
    ada_max_rule,
    adadelta_rule,
    adagrad_da_rule,
    adagrad_rule,
    adagrad_v2_rule,
    adam_rule,
    add_sign_rule,
    centered_rms_prop_rule,
    ftrl_rule,
    ftrl_v2_rule,
    gradient_descent_rule,
    momentum_rule,
    power_sign_rule,
    proximal_adagrad_rule,
    proximal_gradient_descent_rule,
    rms_prop_rule,
)


def everywhere(cells, grad, rule, *settings):
    """Updates variables by a rule; returns the first one's tensor."""
    tensors = [by_rows(cell) for cell in cells]
    require_alike(tensors, grad)
    rule(*tensors, grad, *map(on_host, settings))
    return tensors[0]


def at_rows(cells, grad, indices, rule, *settings):
    """Updates the rows ``indices`` of variables by a rule; returns the first one's tensor."""
    tensors = [cell.value for cell in cells]
    require_rows(tensors, grad, indices)
    indices = indices.long()
    rows = [tensor.index_select(0, indices) for tensor in tensors]
    rule(*rows, grad, *map(on_host, settings))
    for tensor, new in zip(tensors, rows, strict=True):
        tensor.index_copy_(0, indices, new)
    return tensors[0]


def on_host(value):
    """The number in a tensor that lives on the host; a number or a tensor on a device as it is."""
    return value.item() if isinstance(value, torch.Tensor) and not value.is_cuda else value


def require_alike(tensors, grad):
    shape = grad.shape
    for tensor in tensors:
        if tensor.shape != shape:
            raise InvalidArgumentError.of(
                f"var, its slots and the gradient do not have the same shape: {tuple(shape)} and {tuple(tensor.shape)}"
            )


def require_rows(tensors, grad, indices):
    require_alike(tensors, tensors[0])
    if indices.ndim != 1 or grad.shape != indices.shape + tensors[0].shape[1:]:
        raise InvalidArgumentError.of(
            "grad must be one row of var per index: "
            f"grad {tuple(grad.shape)}, indices {tuple(indices.shape)}, var {tuple(tensors[0].shape)}"
        )
    require_in_range(indices, tensors[0].shape[0])


# Kernels


@kernel("ApplyGradientDescent")
def apply_gradient_descent(var, alpha, delta):
    return everywhere((var,), delta, gradient_descent_rule, alpha)


@kernel("ApplyMomentum")
def apply_momentum(var, accum, lr, grad, momentum, *, use_nesterov):
    return everywhere((var, accum), grad, momentum_rule, lr, momentum, use_nesterov)


@kernel("SparseApplyMomentum")
def sparse_apply_momentum(var, accum, lr, grad, indices, momentum, *, use_nesterov):
    return at_rows((var, accum), grad, indices, momentum_rule, lr, momentum, use_nesterov)


@kernel("ApplyAdagrad")
def apply_adagrad(var, accum, lr, grad, *, update_slots):
    return everywhere((var, accum), grad, adagrad_rule, lr, update_slots)


@kernel("SparseApplyAdagrad")
def sparse_apply_adagrad(var, accum, lr, grad, indices, *, update_slots):
    return at_rows((var, accum), grad, indices, adagrad_rule, lr, update_slots)


@kernel("ApplyAdagradV2")
def apply_adagrad_v2(var, accum, lr, epsilon, grad, *, update_slots):
    return everywhere((var, accum), grad, adagrad_v2_rule, lr, epsilon, update_slots)


@kernel("ApplyAdam")
def apply_adam(var, m, v, beta1_power, beta2_power, lr, beta1, beta2, epsilon, grad, *, use_nesterov):
    return everywhere((var, m, v), grad, adam_rule, beta1_power, beta2_power, lr, beta1, beta2, epsilon, use_nesterov)


@kernel("ApplyAdaMax")
def apply_ada_max(var, m, v, beta1_power, lr, beta1, beta2, epsilon, grad):
    return everywhere((var, m, v), grad, ada_max_rule, beta1_power, lr, beta1, beta2, epsilon)


@kernel("ApplyRMSProp")
def apply_rms_prop(var, ms, mom, lr, rho, momentum, epsilon, grad):
    return everywhere((var, ms, mom), grad, rms_prop_rule, lr, rho, momentum, epsilon)


@kernel("SparseApplyRMSProp")
def sparse_apply_rms_prop(var, ms, mom, lr, rho, momentum, epsilon, grad, indices):
    return at_rows((var, ms, mom), grad, indices, rms_prop_rule, lr, rho, momentum, epsilon)


@kernel("ApplyCenteredRMSProp")
def apply_centered_rms_prop(var, mg, ms, mom, lr, rho, momentum, epsilon, grad):
    return everywhere((var, mg, ms, mom), grad, centered_rms_prop_rule, lr, rho, momentum, epsilon)


@kernel("SparseApplyCenteredRMSProp")
def sparse_apply_centered_rms_prop(var, mg, ms, mom, lr, rho, momentum, epsilon, grad, indices):
    return at_rows((var, mg, ms, mom), grad, indices, centered_rms_prop_rule, lr, rho, momentum, epsilon)


@kernel("ApplyAdadelta")
def apply_adadelta(var, accum, accum_update, lr, rho, epsilon, grad):
    return everywhere((var, accum, accum_update), grad, adadelta_rule, lr, rho, epsilon)


@kernel("SparseApplyAdadelta")
def sparse_apply_adadelta(var, accum, accum_update, lr, rho, epsilon, grad, indices):
    return at_rows((var, accum, accum_update), grad, indices, adadelta_rule, lr, rho, epsilon)


@kernel("ApplyFtrl")
def apply_ftrl(var, accum, linear, grad, lr, l1, l2, lr_power, *, multiply_linear_by_lr):
    return everywhere((var, accum, linear), grad, ftrl_rule, lr, l1, l2, lr_power, multiply_linear_by_lr)


@kernel("SparseApplyFtrl")
def sparse_apply_ftrl(var, accum, linear, grad, indices, lr, l1, l2, lr_power, *, multiply_linear_by_lr):
    return at_rows((var, accum, linear), grad, indices, ftrl_rule, lr, l1, l2, lr_power, multiply_linear_by_lr)


@kernel("ApplyFtrlV2")
def apply_ftrl_v2(var, accum, linear, grad, lr, l1, l2, l2_shrinkage, lr_power, *, multiply_linear_by_lr):
    return everywhere((var, accum, linear), grad, ftrl_v2_rule, lr, l1, l2, l2_shrinkage, lr_power, multiply_linear_by_lr)


@kernel("SparseApplyFtrlV2")
def sparse_apply_ftrl_v2(var, accum, linear, grad, indices, lr, l1, l2, l2_shrinkage, lr_power, *, multiply_linear_by_lr):
    return at_rows((var, accum, linear), grad, indices, ftrl_v2_rule, lr, l1, l2, l2_shrinkage, lr_power, multiply_linear_by_lr)


@kernel("ApplyAdagradDA")
def apply_adagrad_da(var, gradient_accumulator, gradient_squared_accumulator, grad, lr, l1, l2, global_step):
    return everywhere((var, gradient_accumulator, gradient_squared_accumulator), grad, adagrad_da_rule, lr, l1, l2, global_step)


@kernel("SparseApplyAdagradDA")
def sparse_apply_adagrad_da(var, gradient_accumulator, gradient_squared_accumulator, grad, indices, lr, l1, l2, global_step):
    return at_rows((var, gradient_accumulator, gradient_squared_accumulator), grad, indices, adagrad_da_rule, lr, l1, l2, global_step)


@kernel("ApplyAddSign")
def apply_add_sign(var, m, lr, alpha, sign_decay, beta, grad):
    return everywhere((var, m), grad, add_sign_rule, lr, alpha, sign_decay, beta)


@kernel("ApplyPowerSign")
def apply_power_sign(var, m, lr, logbase, sign_decay, beta, grad):
    return everywhere((var, m), grad, power_sign_rule, lr, logbase, sign_decay, beta)


@kernel("ApplyProximalGradientDescent")
def apply_proximal_gradient_descent(var, alpha, l1, l2, delta):
    return everywhere((var,), delta, proximal_gradient_descent_rule, alpha, l1, l2)


@kernel("SparseApplyProximalGradientDescent")
def sparse_apply_proximal_gradient_descent(var, alpha, l1, l2, grad, indices):
    return at_rows((var,), grad, indices, proximal_gradient_descent_rule, alpha, l1, l2)


@kernel("ApplyProximalAdagrad")
def apply_proximal_adagrad(var, accum, lr, l1, l2, grad):
    return everywhere((var, accum), grad, proximal_adagrad_rule, lr, l1, l2)


@kernel("SparseApplyProximalAdagrad")
def sparse_apply_proximal_adagrad(var, accum, lr, l1, l2, grad, indices):
    return at_rows((var, accum), grad, indices, proximal_adagrad_rule, lr, l1, l2)
