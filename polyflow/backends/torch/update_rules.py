"""The formulas of optimizer updates, in place: a rule changes the tensors of a variable and its slots.

Its last arguments, learning rates and the like, are numbers or 0-d tensors that stay on their device.
"""

from functools import cache

import torch

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


# torch's own updates of many variables in one call. They go through memory in order, so all tensors must be contiguous; ``by_rows`` sees to the variables.


def can_fuse(var, *settings):
    """Whether torch has the update for such a variable: settings must be numbers."""
    return var.is_floating_point() and not any(isinstance(setting, torch.Tensor) for setting in settings)


def fused_momentum(variables, accums, grads, lr, momentum, use_nesterov):
    torch._fused_sgd_(
        variables, contiguous(grads), accums, weight_decay=0.0, momentum=momentum, lr=lr, dampening=0.0, nesterov=use_nesterov,
        maximize=False, is_first_step=False,
    )  # fmt: skip


def fused_adagrad(variables, accums, grads, lr):
    steps = at_step(1.0, variables)
    torch._fused_adagrad_(variables, contiguous(grads), accums, steps, lr=lr, lr_decay=0.0, weight_decay=0.0, eps=0.0, maximize=False)


def fused_adam(variables, ms, vs, grads, rate, beta1, beta2, epsilon):
    """``rate``, a number or a tensor, has the bias correction in it: after infinitely many steps torch's own is 1."""
    steps = at_step(float("inf"), variables)
    torch._fused_adam_(
        variables, contiguous(grads), ms, vs, [], steps, lr=rate, beta1=beta1, beta2=beta2, weight_decay=0.0, eps=epsilon, amsgrad=False,
        maximize=False,
    )  # fmt: skip


def contiguous(tensors):
    return [tensor.contiguous() for tensor in tensors]


def at_step(number, variables):
    """The number of steps so far as torch wants it, once per variable."""
    return [_step(number, variables[0].device)] * len(variables)


@cache
def _step(number, device):
    return torch.tensor(number, device=device)


# Rules


def gradient_descent_rule(var, grad, alpha):
    add_scaled(var, -alpha, grad)


def momentum_rule(var, accum, grad, lr, momentum, use_nesterov):
    if can_fuse(var, lr, momentum):
        fused_momentum([var], [accum], [grad], lr, momentum, use_nesterov)
    else:
        momentum_in_steps(var, accum, grad, lr, momentum, use_nesterov)


def momentum_in_steps(var, accum, grad, lr, momentum, use_nesterov):
    accum.mul_(momentum).add_(grad)
    if use_nesterov:
        add_scaled(var, -lr, grad)
        add_scaled(var, -lr * momentum, accum)
    else:
        add_scaled(var, -lr, accum)


def adagrad_rule(var, accum, grad, lr, update_slots):
    if update_slots and can_fuse(var, lr) and not var.is_cuda:
        fused_adagrad([var], [accum], [grad], lr)
    else:
        adagrad_v2_rule(var, accum, grad, lr, 0.0, update_slots)


def adagrad_v2_rule(var, accum, grad, lr, epsilon, update_slots):
    if update_slots:
        accum.addcmul_(grad, grad)
    add_ratio(var, -lr, grad, accum.sqrt().add_(epsilon))


def adam_rule(var, m, v, grad, beta1_power, beta2_power, lr, beta1, beta2, epsilon, use_nesterov):
    rate = lr * (1 - beta2_power) ** 0.5 / (1 - beta1_power)
    if can_fuse(var, beta1, beta2, epsilon) and not use_nesterov:
        fused_adam([var], [m], [v], [grad], rate, beta1, beta2, epsilon)
    else:
        adam_in_steps(var, m, v, grad, rate, beta1, beta2, epsilon, use_nesterov)


def adam_in_steps(var, m, v, grad, rate, beta1, beta2, epsilon, use_nesterov):
    average(m, beta1, grad)
    average_square(v, beta2, grad)
    denominator = v.sqrt().add_(epsilon)
    if use_nesterov:
        add_ratio(var, -rate * beta1, m, denominator)
        add_ratio(var, -rate * (1 - beta1), grad, denominator)
    else:
        add_ratio(var, -rate, m, denominator)


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
