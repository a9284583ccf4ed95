"""Optimizer updates, each as its published formula.

A rule takes the arrays of the variable and its slots and the other inputs, and returns the new arrays of the variable and the
slots. ``Apply…`` gives it whole arrays. ``SparseApply…`` gives it the rows that ``indices`` names and leaves the others as they
are; the indices must be distinct, and the gradient has one row for each.
"""

import numpy as np

from ...framework.errors import InvalidArgumentError
from . import kernel
from .arrays import require_in_range


def everywhere(cells, grad, rule, *values):
    """Updates variables by a rule; returns the first one's array. Nothing changes when the rule fails."""
    arrays = [cell.value for cell in cells]
    require_alike(arrays, grad)
    return store(cells, rule(*arrays, *values))


def at_rows(cells, grad, indices, rule, *values):
    """Updates the rows ``indices`` of variables by a rule; returns the first one's array."""
    arrays = [cell.value for cell in cells]
    require_rows(arrays, grad, indices)
    rows = rule(*(array[indices] for array in arrays), *values)
    return store(cells, [with_rows(array, indices, new) for array, new in zip(arrays, rows, strict=True)])


def with_rows(array, indices, rows):
    result = array.copy()
    result[indices] = rows
    return result


def store(cells, arrays):
    for cell, array in zip(cells, arrays, strict=True):
        cell.value = np.asarray(array, dtype=cell.value.dtype)
    return cells[0].value


def require_alike(arrays, grad):
    for array in (*arrays[1:], grad):
        if np.shape(array) != np.shape(arrays[0]):
            raise InvalidArgumentError.of(
                f"var, its slots and the gradient do not have the same shape: {np.shape(arrays[0])} and {np.shape(array)}"
            )


def require_rows(arrays, grad, indices):
    require_alike(arrays, arrays[0])
    if np.ndim(indices) != 1 or np.shape(grad) != np.shape(indices) + arrays[0].shape[1:]:
        raise InvalidArgumentError.of(
            f"grad must be one row of var per index: grad {np.shape(grad)}, indices {np.shape(indices)}, var {arrays[0].shape}"
        )
    require_in_range(indices, arrays[0].shape[0])


# Rules


def momentum_rule(var, accum, lr, grad, momentum, use_nesterov):
    accum = momentum * accum + grad
    step = grad + momentum * accum if use_nesterov else accum
    return var - lr * step, accum


def adagrad_rule(var, accum, lr, grad, update_slots):
    accum = accum + grad * grad if update_slots else accum
    return var - lr * grad / np.sqrt(accum), accum


def adagrad_v2_rule(var, accum, lr, epsilon, grad, update_slots):
    accum = accum + grad * grad if update_slots else accum
    return var - lr * grad / (np.sqrt(accum) + epsilon), accum


def adam_rule(var, m, v, beta1_power, beta2_power, lr, beta1, beta2, epsilon, grad, use_nesterov):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad * grad
    rate = lr * np.sqrt(1 - beta2_power) / (1 - beta1_power)
    mean = beta1 * m + (1 - beta1) * grad if use_nesterov else m
    return var - rate * mean / (np.sqrt(v) + epsilon), m, v


def ada_max_rule(var, m, v, beta1_power, lr, beta1, beta2, epsilon, grad):
    m = beta1 * m + (1 - beta1) * grad
    v = np.maximum(beta2 * v, np.abs(grad))
    return var - lr / (1 - beta1_power) * m / (v + epsilon), m, v


def rms_prop_rule(var, ms, mom, lr, rho, momentum, epsilon, grad):
    ms = rho * ms + (1 - rho) * grad * grad
    mom = momentum * mom + lr * grad / np.sqrt(ms + epsilon)
    return var - mom, ms, mom


def centered_rms_prop_rule(var, mg, ms, mom, lr, rho, momentum, epsilon, grad):
    mg = rho * mg + (1 - rho) * grad
    ms = rho * ms + (1 - rho) * grad * grad
    mom = momentum * mom + lr * grad / np.sqrt(ms - mg * mg + epsilon)
    return var - mom, mg, ms, mom


def adadelta_rule(var, accum, accum_update, lr, rho, epsilon, grad):
    accum = rho * accum + (1 - rho) * grad * grad
    update = np.sqrt(accum_update + epsilon) / np.sqrt(accum + epsilon) * grad
    return var - lr * update, accum, rho * accum_update + (1 - rho) * update * update


def ftrl_rule(var, accum, linear, grad, lr, l1, l2, lr_power, multiply_linear_by_lr, l2_shrinkage=0):
    """Follow the regularised leader. ``linear`` may be kept multiplied by the learning rate, which then may be zero."""
    scale, inverse = (lr, 1) if multiply_linear_by_lr else (1, 1 / lr)
    new_accum = accum + grad * grad
    power, new_power = accum**-lr_power, new_accum**-lr_power
    linear = linear + scale * (grad + 2 * l2_shrinkage * var) - inverse * (new_power - power) * var
    threshold = scale * l1
    return (np.clip(linear, -threshold, threshold) - linear) / (inverse * new_power + scale * 2 * l2), new_accum, linear


def adagrad_da_rule(var, gradient_accumulator, gradient_squared_accumulator, grad, lr, l1, l2, global_step):
    """Dual averaging: the variable follows from the sums alone."""
    step = np.asarray(global_step).astype(var.dtype)
    total = gradient_accumulator + grad
    squares = gradient_squared_accumulator + grad * grad
    return -lr * shrink(total, l1 * step) / (l2 * step * lr + np.sqrt(squares)), total, squares


def add_sign_rule(var, m, lr, alpha, sign_decay, beta, grad):
    m = beta * m + (1 - beta) * grad
    return var - lr * (alpha + sign_decay * np.sign(grad) * np.sign(m)) * grad, m


def power_sign_rule(var, m, lr, logbase, sign_decay, beta, grad):
    m = beta * m + (1 - beta) * grad
    return var - lr * np.exp(logbase * sign_decay * np.sign(grad) * np.sign(m)) * grad, m


def proximal_gradient_descent_rule(var, alpha, l1, l2, grad):
    return (proximal(var - alpha * grad, alpha, l1, l2),)


def proximal_adagrad_rule(var, accum, lr, l1, l2, grad):
    accum = accum + grad * grad
    rate = lr / np.sqrt(accum)
    return proximal(var - rate * grad, rate, l1, l2), accum


def proximal(x, rate, l1, l2):
    """The minimiser of l1 |y| + l2/2 y² + (y - x)² / (2 rate)."""
    return shrink(x, rate * l1) / (1 + rate * l2)


def shrink(x, threshold):
    """``x`` moved towards zero by ``threshold``, and no further than zero."""
    return np.sign(x) * np.maximum(np.abs(x) - threshold, 0)


# Kernels


@kernel("ApplyGradientDescent")
def apply_gradient_descent(var, alpha, delta):
    return everywhere((var,), delta, lambda value: (value - alpha * delta,))


@kernel("ApplyMomentum")
def apply_momentum(var, accum, lr, grad, momentum, *, use_nesterov):
    return everywhere((var, accum), grad, momentum_rule, lr, grad, momentum, use_nesterov)


@kernel("SparseApplyMomentum")
def sparse_apply_momentum(var, accum, lr, grad, indices, momentum, *, use_nesterov):
    return at_rows((var, accum), grad, indices, momentum_rule, lr, grad, momentum, use_nesterov)


@kernel("ApplyAdagrad")
def apply_adagrad(var, accum, lr, grad, *, update_slots):
    return everywhere((var, accum), grad, adagrad_rule, lr, grad, update_slots)


@kernel("SparseApplyAdagrad")
def sparse_apply_adagrad(var, accum, lr, grad, indices, *, update_slots):
    return at_rows((var, accum), grad, indices, adagrad_rule, lr, grad, update_slots)


@kernel("ApplyAdagradV2")
def apply_adagrad_v2(var, accum, lr, epsilon, grad, *, update_slots):
    return everywhere((var, accum), grad, adagrad_v2_rule, lr, epsilon, grad, update_slots)


@kernel("ApplyAdam")
def apply_adam(var, m, v, beta1_power, beta2_power, lr, beta1, beta2, epsilon, grad, *, use_nesterov):
    return everywhere((var, m, v), grad, adam_rule, beta1_power, beta2_power, lr, beta1, beta2, epsilon, grad, use_nesterov)


@kernel("ApplyAdaMax")
def apply_ada_max(var, m, v, beta1_power, lr, beta1, beta2, epsilon, grad):
    return everywhere((var, m, v), grad, ada_max_rule, beta1_power, lr, beta1, beta2, epsilon, grad)


@kernel("ApplyRMSProp")
def apply_rms_prop(var, ms, mom, lr, rho, momentum, epsilon, grad):
    return everywhere((var, ms, mom), grad, rms_prop_rule, lr, rho, momentum, epsilon, grad)


@kernel("SparseApplyRMSProp")
def sparse_apply_rms_prop(var, ms, mom, lr, rho, momentum, epsilon, grad, indices):
    return at_rows((var, ms, mom), grad, indices, rms_prop_rule, lr, rho, momentum, epsilon, grad)


@kernel("ApplyCenteredRMSProp")
def apply_centered_rms_prop(var, mg, ms, mom, lr, rho, momentum, epsilon, grad):
    return everywhere((var, mg, ms, mom), grad, centered_rms_prop_rule, lr, rho, momentum, epsilon, grad)


@kernel("SparseApplyCenteredRMSProp")
def sparse_apply_centered_rms_prop(var, mg, ms, mom, lr, rho, momentum, epsilon, grad, indices):
    return at_rows((var, mg, ms, mom), grad, indices, centered_rms_prop_rule, lr, rho, momentum, epsilon, grad)


@kernel("ApplyAdadelta")
def apply_adadelta(var, accum, accum_update, lr, rho, epsilon, grad):
    return everywhere((var, accum, accum_update), grad, adadelta_rule, lr, rho, epsilon, grad)


@kernel("SparseApplyAdadelta")
def sparse_apply_adadelta(var, accum, accum_update, lr, rho, epsilon, grad, indices):
    return at_rows((var, accum, accum_update), grad, indices, adadelta_rule, lr, rho, epsilon, grad)


@kernel("ApplyFtrl")
def apply_ftrl(var, accum, linear, grad, lr, l1, l2, lr_power, *, multiply_linear_by_lr):
    return everywhere((var, accum, linear), grad, ftrl_rule, grad, lr, l1, l2, lr_power, multiply_linear_by_lr)


@kernel("SparseApplyFtrl")
def sparse_apply_ftrl(var, accum, linear, grad, indices, lr, l1, l2, lr_power, *, multiply_linear_by_lr):
    return at_rows((var, accum, linear), grad, indices, ftrl_rule, grad, lr, l1, l2, lr_power, multiply_linear_by_lr)


@kernel("ApplyFtrlV2")
def apply_ftrl_v2(var, accum, linear, grad, lr, l1, l2, l2_shrinkage, lr_power, *, multiply_linear_by_lr):
    return everywhere((var, accum, linear), grad, ftrl_rule, grad, lr, l1, l2, lr_power, multiply_linear_by_lr, l2_shrinkage)


@kernel("SparseApplyFtrlV2")
def sparse_apply_ftrl_v2(var, accum, linear, grad, indices, lr, l1, l2, l2_shrinkage, lr_power, *, multiply_linear_by_lr):
    return at_rows((var, accum, linear), grad, indices, ftrl_rule, grad, lr, l1, l2, lr_power, multiply_linear_by_lr, l2_shrinkage)


@kernel("ApplyAdagradDA")
def apply_adagrad_da(var, gradient_accumulator, gradient_squared_accumulator, grad, lr, l1, l2, global_step):
    return everywhere((var, gradient_accumulator, gradient_squared_accumulator), grad, adagrad_da_rule, grad, lr, l1, l2, global_step)


@kernel("SparseApplyAdagradDA")
def sparse_apply_adagrad_da(var, gradient_accumulator, gradient_squared_accumulator, grad, indices, lr, l1, l2, global_step):
    return at_rows((var, gradient_accumulator, gradient_squared_accumulator), grad, indices, adagrad_da_rule, grad, lr, l1, l2, global_step)


@kernel("ApplyAddSign")
def apply_add_sign(var, m, lr, alpha, sign_decay, beta, grad):
    return everywhere((var, m), grad, add_sign_rule, lr, alpha, sign_decay, beta, grad)


@kernel("ApplyPowerSign")
def apply_power_sign(var, m, lr, logbase, sign_decay, beta, grad):
    return everywhere((var, m), grad, power_sign_rule, lr, logbase, sign_decay, beta, grad)


@kernel("ApplyProximalGradientDescent")
def apply_proximal_gradient_descent(var, alpha, l1, l2, delta):
    return everywhere((var,), delta, proximal_gradient_descent_rule, alpha, l1, l2, delta)


@kernel("SparseApplyProximalGradientDescent")
def sparse_apply_proximal_gradient_descent(var, alpha, l1, l2, grad, indices):
    return at_rows((var,), grad, indices, proximal_gradient_descent_rule, alpha, l1, l2, grad)


@kernel("ApplyProximalAdagrad")
def apply_proximal_adagrad(var, accum, lr, l1, l2, grad):
    return everywhere((var, accum), grad, proximal_adagrad_rule, lr, l1, l2, grad)


@kernel("SparseApplyProximalAdagrad")
def sparse_apply_proximal_adagrad(var, accum, lr, l1, l2, grad, indices):
    return at_rows((var, accum), grad, indices, proximal_adagrad_rule, lr, l1, l2, grad)
