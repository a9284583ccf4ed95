"""Optimizer updates, in place.

A rule changes the tensors of the variable and its slots. ``Apply…`` gives it the whole tensors, ``SparseApply…`` copies of the
rows that ``indices`` names, which are then put back. Learning rates and the like are Python numbers or 0-d tensors: those on the
host become numbers, which torch's combined operations want; those on a device stay there, for the price of another call.
"""

from functools import cache

import torch

from ...framework.errors import InvalidArgumentError
from . import kernel
from .arrays import require_in_range


def everywhere(cells, grad, rule, *settings):
    """Updates variables by a rule; returns the first one's tensor."""
    tensors = [cell.value for cell in cells]
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
            raise InvalidArgumentError.of(f"var, its slots and the gradient do not have the same shape: {tuple(shape)} and {tuple(tensor.shape)}")


def require_rows(tensors, grad, indices):
    require_alike(tensors, tensors[0])
    if indices.ndim != 1 or grad.shape != indices.shape + tensors[0].shape[1:]:
        raise InvalidArgumentError.of(
            f"grad must be one row of var per index: grad {tuple(grad.shape)}, indices {tuple(indices.shape)}, var {tuple(tensors[0].shape)}"
        )
    require_in_range(indices, tensors[0].shape[0])


# total += rate * …, where rate is a number or stays on its device


def add_scaled(total, rate, x):
    if isinstance(rate, torch.Tensor):
        total.addcmul_(x, rate)
    else:
        total.add_(x, alpha=rate)


def add_product(total, rate, x, y):
    if isinstance(rate, torch.Tensor):
        total.add_(x.mul(y).mul_(rate))
    else:
        total.addcmul_(x, y, value=rate)


def add_ratio(total, rate, x, y):
    if isinstance(rate, torch.Tensor):
        total.add_(x.div(y).mul_(rate))
    else:
        total.addcdiv_(x, y, value=rate)


def average(mean, decay, x):
    """mean = decay * mean + (1 - decay) * x"""
    mean.mul_(decay)
    add_scaled(mean, 1 - decay, x)


def average_square(mean, decay, x):
    """mean = decay * mean + (1 - decay) * x²"""
    mean.mul_(decay)
    add_product(mean, 1 - decay, x, x)


# Rules


def gradient_descent_rule(var, grad, alpha):
    add_scaled(var, -alpha, grad)


def momentum_rule(var, accum, grad, lr, momentum, use_nesterov):
    accum.mul_(momentum).add_(grad)
    if use_nesterov:
        add_scaled(var, -lr, grad)
        add_scaled(var, -lr * momentum, accum)
    else:
        add_scaled(var, -lr, accum)


def adagrad_rule(var, accum, grad, lr, update_slots):
    if update_slots:
        accum.addcmul_(grad, grad)
    add_ratio(var, -lr, grad, accum.sqrt())


def adagrad_v2_rule(var, accum, grad, lr, epsilon, update_slots):
    if update_slots:
        accum.addcmul_(grad, grad)
    add_ratio(var, -lr, grad, accum.sqrt().add_(epsilon))


def adam_rule(var, m, v, grad, beta1_power, beta2_power, lr, beta1, beta2, epsilon, use_nesterov):
    rate = lr * (1 - beta2_power) ** 0.5 / (1 - beta1_power)
    if use_nesterov or isinstance(beta1, torch.Tensor) or isinstance(beta2, torch.Tensor) or isinstance(epsilon, torch.Tensor):
        adam_in_steps(var, m, v, grad, rate, beta1, beta2, epsilon, use_nesterov)
    else:
        fused_adam([var], [m], [v], [grad], rate, beta1, beta2, epsilon)


def adam_in_steps(var, m, v, grad, rate, beta1, beta2, epsilon, use_nesterov):
    average(m, beta1, grad)
    average_square(v, beta2, grad)
    denominator = v.sqrt().add_(epsilon)
    if use_nesterov:
        add_ratio(var, -rate * beta1, m, denominator)
        add_ratio(var, -rate * (1 - beta1), grad, denominator)
    else:
        add_ratio(var, -rate, m, denominator)


def fused_adam(variables, ms, vs, grads, rate, beta1, beta2, epsilon):
    """Adam for many variables in one call. ``rate`` has the bias correction in it: after infinitely many steps torch's own is 1."""
    steps = [_forever(variables[0].device)] * len(variables)
    grads = [grad.contiguous() for grad in grads]
    torch._fused_adam_(
        variables, grads, ms, vs, [], steps, lr=rate, beta1=beta1, beta2=beta2, weight_decay=0.0, eps=epsilon, amsgrad=False, maximize=False
    )


@cache
def _forever(device):
    return torch.tensor(float("inf"), device=device)


def ada_max_rule(var, m, v, grad, beta1_power, lr, beta1, beta2, epsilon):
    average(m, beta1, grad)
    torch.maximum(v.mul_(beta2), grad.abs(), out=v)
    add_ratio(var, -lr / (1 - beta1_power), m, v.add(epsilon))


def rms_prop_rule(var, ms, mom, grad, lr, rho, momentum, epsilon):
    average_square(ms, rho, grad)
    mom.mul_(momentum)
    add_ratio(mom, lr, grad, ms.add(epsilon).sqrt_())
    var.sub_(mom)


def centered_rms_prop_rule(var, mg, ms, mom, grad, lr, rho, momentum, epsilon):
    average(mg, rho, grad)
    average_square(ms, rho, grad)
    mom.mul_(momentum)
    add_ratio(mom, lr, grad, ms.addcmul(mg, mg, value=-1).add_(epsilon).sqrt_())
    var.sub_(mom)


def adadelta_rule(var, accum, accum_update, grad, lr, rho, epsilon):
    average_square(accum, rho, grad)
    update = accum_update.add(epsilon).div_(accum.add(epsilon)).sqrt_().mul_(grad)
    average_square(accum_update, rho, update)
    add_scaled(var, -lr, update)


def ftrl_rule(var, accum, linear, grad, lr, l1, l2, lr_power, multiply_linear_by_lr):
    _ftrl(var, accum, linear, grad, grad, lr, l1, l2, lr_power, multiply_linear_by_lr)


def ftrl_v2_rule(var, accum, linear, grad, lr, l1, l2, l2_shrinkage, lr_power, multiply_linear_by_lr):
    _ftrl(var, accum, linear, grad, var.mul(2 * l2_shrinkage).add_(grad), lr, l1, l2, lr_power, multiply_linear_by_lr)


def _ftrl(var, accum, linear, grad, shrunk, lr, l1, l2, lr_power, multiply_linear_by_lr):
    """See the NumPy kernel for the formula."""
    scale, inverse = (lr, 1.0) if multiply_linear_by_lr else (1.0, 1 / lr)
    power = accum.pow(-lr_power)
    new_power = accum.addcmul_(grad, grad).pow(-lr_power)
    add_scaled(linear, scale, shrunk)
    add_product(linear, -inverse, power.neg_().add_(new_power), var)
    threshold = scale * l1
    clipped = linear.clamp(-threshold, threshold)
    torch.div(clipped.sub_(linear), new_power.mul_(inverse).add_(2 * scale * l2), out=var)


def adagrad_da_rule(var, gradient_accumulator, gradient_squared_accumulator, grad, lr, l1, l2, global_step):
    total = gradient_accumulator.add_(grad)
    squares = gradient_squared_accumulator.addcmul_(grad, grad)
    torch.div(shrink(total, l1 * global_step).mul_(-lr), squares.sqrt().add_(l2 * global_step * lr), out=var)


def add_sign_rule(var, m, grad, lr, alpha, sign_decay, beta):
    average(m, beta, grad)
    add_product(var, -lr, grad.sign().mul_(m.sign()).mul_(sign_decay).add_(alpha), grad)


def power_sign_rule(var, m, grad, lr, logbase, sign_decay, beta):
    average(m, beta, grad)
    add_product(var, -lr, grad.sign().mul_(m.sign()).mul_(logbase * sign_decay).exp_(), grad)


def proximal_gradient_descent_rule(var, grad, alpha, l1, l2):
    add_scaled(var, -alpha, grad)
    torch.div(shrink(var, alpha * l1), 1 + alpha * l2, out=var)


def proximal_adagrad_rule(var, accum, grad, lr, l1, l2):
    rate = accum.addcmul_(grad, grad).rsqrt().mul_(lr)
    var.addcmul_(rate, grad, value=-1)
    torch.div(shrink(var, rate.mul(l1)), rate.mul(l2).add_(1), out=var)


def shrink(x, threshold):
    """``x`` moved towards zero by ``threshold``, and no further than zero."""
    return x.abs().sub_(threshold).clamp_(min=0).mul_(x.sign())


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
