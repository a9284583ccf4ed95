"""Optimizer updates. Each changes a variable and its slots, which have one shape, by the variable's gradient.

The other inputs are scalars. InvalidArgumentError when shapes differ. The ``SparseApply…`` forms do the same to the rows of the variable
and its slots that ``indices`` names, and leave the others as they are: ``grad`` has one row per index, and the indices must be distinct.
One out of range is an InvalidArgumentError; on CUDA, where nobody waits for the indices, it is a device-side assertion.
"""

from ..framework.dtypes import INDEX, NUMBER
from ..framework.op import Outputs, Ref, op, require


@op("ApplyGradientDescent", T=NUMBER)
def apply_gradient_descent(var: Ref["T"], alpha: "T", delta: "T", *, use_locking: bool = False) -> Outputs(out=Ref["T"]):
    """var -= alpha * delta."""
    return _whole([var], delta, alpha=alpha)


@op("ApplyMomentum", T=NUMBER)
def apply_momentum(
    var: Ref["T"], accum: Ref["T"], lr: "T", grad: "T", momentum: "T", *, use_locking: bool = False, use_nesterov: bool = False
) -> Outputs(out=Ref["T"]):
    """accum = momentum * accum + grad; var -= lr * accum.

    With ``use_nesterov``: var -= lr * (grad + momentum * accum).
    """
    return _whole([var, accum], grad, lr=lr, momentum=momentum)


@op("SparseApplyMomentum", T=NUMBER, Tindices=INDEX)
def sparse_apply_momentum(
    var: Ref["T"], accum: Ref["T"], lr: "T", grad: "T", indices: "Tindices", momentum: "T",
    *, use_locking: bool = False, use_nesterov: bool = False,
) -> Outputs(out=Ref["T"]):  # fmt: skip
    """The update of ApplyMomentum for the rows ``indices``."""
    return _rows([var, accum], grad, indices, lr=lr, momentum=momentum)


@op("ApplyAdagrad", T=NUMBER)
def apply_adagrad(var: Ref["T"], accum: Ref["T"], lr: "T", grad: "T", *, use_locking: bool = False, update_slots: bool = True) -> Outputs(
    out=Ref["T"]
):
    """accum += grad² (unless ``update_slots`` is off); var -= lr * grad / √accum. Duchi et al., 2011."""
    return _whole([var, accum], grad, lr=lr)


@op("SparseApplyAdagrad", T=NUMBER, Tindices=INDEX)
def sparse_apply_adagrad(
    var: Ref["T"], accum: Ref["T"], lr: "T", grad: "T", indices: "Tindices", *, use_locking: bool = False, update_slots: bool = True
) -> Outputs(out=Ref["T"]):
    """The update of ApplyAdagrad for the rows ``indices``."""
    return _rows([var, accum], grad, indices, lr=lr)


@op("ApplyAdagradV2", T=NUMBER)
def apply_adagrad_v2(
    var: Ref["T"], accum: Ref["T"], lr: "T", epsilon: "T", grad: "T", *, use_locking: bool = False, update_slots: bool = True
) -> Outputs(out=Ref["T"]):
    """accum += grad² (unless ``update_slots`` is off); var -= lr * grad / (√accum + epsilon)."""
    return _whole([var, accum], grad, lr=lr, epsilon=epsilon)


@op("ApplyAdam", T=NUMBER)
def apply_adam(
    var: Ref["T"], m: Ref["T"], v: Ref["T"],
    beta1_power: "T", beta2_power: "T", lr: "T", beta1: "T", beta2: "T", epsilon: "T", grad: "T",
    *, use_locking: bool = False, use_nesterov: bool = False,
) -> Outputs(out=Ref["T"]):  # fmt: skip
    """m = beta1 * m + (1 - beta1) * grad; v = beta2 * v + (1 - beta2) * grad²; var -= rate * m / (√v + epsilon).

    rate = lr * √(1 - beta2_power) / (1 - beta1_power), the powers being beta1 and beta2 to the number of steps so far, which the caller
    keeps. The epsilon is the "epsilon hat" of Kingma and Ba, 2014, section 2: it does not grow with the bias correction. With
    ``use_nesterov`` beta1 * m + (1 - beta1) * grad takes the place of m in the last formula.
    """
    return _whole([var, m, v], grad, beta1_power=beta1_power, beta2_power=beta2_power, lr=lr, beta1=beta1, beta2=beta2, epsilon=epsilon)


@op("ApplyAdaMax", T=NUMBER)
def apply_ada_max(
    var: Ref["T"], m: Ref["T"], v: Ref["T"], beta1_power: "T", lr: "T", beta1: "T", beta2: "T", epsilon: "T", grad: "T",
    *, use_locking: bool = False,
) -> Outputs(out=Ref["T"]):  # fmt: skip
    """m = beta1 * m + (1 - beta1) * grad; v = max(beta2 * v, |grad|); var -= lr / (1 - beta1_power) * m / (v + epsilon).

    Kingma and Ba, 2014, section 7.1.
    """
    return _whole([var, m, v], grad, beta1_power=beta1_power, lr=lr, beta1=beta1, beta2=beta2, epsilon=epsilon)


@op("ApplyRMSProp", T=NUMBER)
def apply_rms_prop(
    var: Ref["T"], ms: Ref["T"], mom: Ref["T"], lr: "T", rho: "T", momentum: "T", epsilon: "T", grad: "T", *, use_locking: bool = False
) -> Outputs(out=Ref["T"]):
    """ms = rho * ms + (1 - rho) * grad²; mom = momentum * mom + lr * grad / √(ms + epsilon); var -= mom.

    Hinton, 2012, lecture 6e, with momentum.
    """
    return _whole([var, ms, mom], grad, lr=lr, rho=rho, momentum=momentum, epsilon=epsilon)


@op("SparseApplyRMSProp", T=NUMBER, Tindices=INDEX)
def sparse_apply_rms_prop(
    var: Ref["T"], ms: Ref["T"], mom: Ref["T"], lr: "T", rho: "T", momentum: "T", epsilon: "T", grad: "T", indices: "Tindices",
    *, use_locking: bool = False,
) -> Outputs(out=Ref["T"]):  # fmt: skip
    """The update of ApplyRMSProp for the rows ``indices``."""
    return _rows([var, ms, mom], grad, indices, lr=lr, rho=rho, momentum=momentum, epsilon=epsilon)


@op("ApplyCenteredRMSProp", T=NUMBER)
def apply_centered_rms_prop(
    var: Ref["T"], mg: Ref["T"], ms: Ref["T"], mom: Ref["T"], lr: "T", rho: "T", momentum: "T", epsilon: "T", grad: "T",
    *, use_locking: bool = False,
) -> Outputs(out=Ref["T"]):  # fmt: skip
    """As RMSProp, with √(ms - mg² + epsilon) as the divisor, where mg = rho * mg + (1 - rho) * grad. Graves, 2013."""
    return _whole([var, mg, ms, mom], grad, lr=lr, rho=rho, momentum=momentum, epsilon=epsilon)


@op("SparseApplyCenteredRMSProp", T=NUMBER, Tindices=INDEX)
def sparse_apply_centered_rms_prop(
    var: Ref["T"], mg: Ref["T"], ms: Ref["T"], mom: Ref["T"],
    lr: "T", rho: "T", momentum: "T", epsilon: "T", grad: "T", indices: "Tindices",
    *, use_locking: bool = False,
) -> Outputs(out=Ref["T"]):  # fmt: skip
    """The update of ApplyCenteredRMSProp for the rows ``indices``."""
    return _rows([var, mg, ms, mom], grad, indices, lr=lr, rho=rho, momentum=momentum, epsilon=epsilon)


@op("ApplyAdadelta", T=NUMBER)
def apply_adadelta(
    var: Ref["T"], accum: Ref["T"], accum_update: Ref["T"], lr: "T", rho: "T", epsilon: "T", grad: "T", *, use_locking: bool = False
) -> Outputs(out=Ref["T"]):
    """accum = rho * accum + (1 - rho) * grad²; update = √(accum_update + epsilon) / √(accum + epsilon) * grad;
    accum_update = rho * accum_update + (1 - rho) * update²; var -= lr * update. Zeiler, 2012.
    """
    return _whole([var, accum, accum_update], grad, lr=lr, rho=rho, epsilon=epsilon)


@op("SparseApplyAdadelta", T=NUMBER, Tindices=INDEX)
def sparse_apply_adadelta(
    var: Ref["T"], accum: Ref["T"], accum_update: Ref["T"], lr: "T", rho: "T", epsilon: "T", grad: "T", indices: "Tindices",
    *, use_locking: bool = False,
) -> Outputs(out=Ref["T"]):  # fmt: skip
    """The update of ApplyAdadelta for the rows ``indices``."""
    return _rows([var, accum, accum_update], grad, indices, lr=lr, rho=rho, epsilon=epsilon)


@op("ApplyFtrl", T=NUMBER)
def apply_ftrl(
    var: Ref["T"], accum: Ref["T"], linear: Ref["T"], grad: "T", lr: "T", l1: "T", l2: "T", lr_power: "T",
    *, use_locking: bool = False, multiply_linear_by_lr: bool = False,
) -> Outputs(out=Ref["T"]):  # fmt: skip
    """Follow the regularised leader: McMahan et al., 2013.

    With n = accum + grad² and p = -lr_power: linear += grad - (nᵖ - accumᵖ) / lr * var; accum = n;
    var = (clip(linear, -l1, l1) - linear) / (nᵖ / lr + 2 * l2). With ``multiply_linear_by_lr`` the slot holds lr * linear.
    """
    return _whole([var, accum, linear], grad, lr=lr, l1=l1, l2=l2, lr_power=lr_power)


@op("SparseApplyFtrl", T=NUMBER, Tindices=INDEX)
def sparse_apply_ftrl(
    var: Ref["T"], accum: Ref["T"], linear: Ref["T"], grad: "T", indices: "Tindices", lr: "T", l1: "T", l2: "T", lr_power: "T",
    *, use_locking: bool = False, multiply_linear_by_lr: bool = False,
) -> Outputs(out=Ref["T"]):  # fmt: skip
    """The update of ApplyFtrl for the rows ``indices``."""
    return _rows([var, accum, linear], grad, indices, lr=lr, l1=l1, l2=l2, lr_power=lr_power)


@op("ApplyFtrlV2", T=NUMBER)
def apply_ftrl_v2(
    var: Ref["T"], accum: Ref["T"], linear: Ref["T"], grad: "T", lr: "T", l1: "T", l2: "T", l2_shrinkage: "T", lr_power: "T",
    *, use_locking: bool = False, multiply_linear_by_lr: bool = False,
) -> Outputs(out=Ref["T"]):  # fmt: skip
    """As Ftrl, with grad + 2 * l2_shrinkage * var for the gradient that is added to ``linear``."""
    return _whole([var, accum, linear], grad, lr=lr, l1=l1, l2=l2, l2_shrinkage=l2_shrinkage, lr_power=lr_power)


@op("SparseApplyFtrlV2", T=NUMBER, Tindices=INDEX)
def sparse_apply_ftrl_v2(
    var: Ref["T"], accum: Ref["T"], linear: Ref["T"],
    grad: "T", indices: "Tindices", lr: "T", l1: "T", l2: "T", l2_shrinkage: "T", lr_power: "T",
    *, use_locking: bool = False, multiply_linear_by_lr: bool = False,
) -> Outputs(out=Ref["T"]):  # fmt: skip
    """The update of ApplyFtrlV2 for the rows ``indices``."""
    return _rows([var, accum, linear], grad, indices, lr=lr, l1=l1, l2=l2, l2_shrinkage=l2_shrinkage, lr_power=lr_power)


@op("ApplyAdagradDA", T=NUMBER)
def apply_adagrad_da(
    var: Ref["T"], gradient_accumulator: Ref["T"], gradient_squared_accumulator: Ref["T"],
    grad: "T", lr: "T", l1: "T", l2: "T", global_step: "int64",
    *, use_locking: bool = False,
) -> Outputs(out=Ref["T"]):  # fmt: skip
    """Adagrad by dual averaging: Duchi et al., 2011.

    gradient_accumulator += grad; gradient_squared_accumulator += grad²; with t = global_step:
    var = -lr * shrink(gradient_accumulator, l1 * t) / (l2 * t * lr + √gradient_squared_accumulator).
    """
    return _whole([var, gradient_accumulator, gradient_squared_accumulator], grad, lr=lr, l1=l1, l2=l2, global_step=global_step)


@op("SparseApplyAdagradDA", T=NUMBER, Tindices=INDEX)
def sparse_apply_adagrad_da(
    var: Ref["T"], gradient_accumulator: Ref["T"], gradient_squared_accumulator: Ref["T"],
    grad: "T", indices: "Tindices", lr: "T", l1: "T", l2: "T", global_step: "int64",
    *, use_locking: bool = False,
) -> Outputs(out=Ref["T"]):  # fmt: skip
    """The update of ApplyAdagradDA for the rows ``indices``."""
    return _rows([var, gradient_accumulator, gradient_squared_accumulator], grad, indices, lr=lr, l1=l1, l2=l2, global_step=global_step)


@op("ApplyAddSign", T=NUMBER)
def apply_add_sign(
    var: Ref["T"], m: Ref["T"], lr: "T", alpha: "T", sign_decay: "T", beta: "T", grad: "T", *, use_locking: bool = False
) -> Outputs(out=Ref["T"]):
    """m = beta * m + (1 - beta) * grad; var -= lr * (alpha + sign_decay * sign(grad) * sign(m)) * grad. Bello et al., 2017."""
    return _whole([var, m], grad, lr=lr, alpha=alpha, sign_decay=sign_decay, beta=beta)


@op("ApplyPowerSign", T=NUMBER)
def apply_power_sign(
    var: Ref["T"], m: Ref["T"], lr: "T", logbase: "T", sign_decay: "T", beta: "T", grad: "T", *, use_locking: bool = False
) -> Outputs(out=Ref["T"]):
    """m = beta * m + (1 - beta) * grad; var -= lr * exp(logbase * sign_decay * sign(grad) * sign(m)) * grad. Bello et al., 2017."""
    return _whole([var, m], grad, lr=lr, logbase=logbase, sign_decay=sign_decay, beta=beta)


@op("ApplyProximalGradientDescent", T=NUMBER)
def apply_proximal_gradient_descent(var: Ref["T"], alpha: "T", l1: "T", l2: "T", delta: "T", *, use_locking: bool = False) -> Outputs(
    out=Ref["T"]
):
    """A step of gradient descent, then the proximal operator of l1 |var| + l2/2 var².

    x = var - alpha * delta; var = sign(x) * max(|x| - alpha * l1, 0) / (1 + alpha * l2). Duchi and Singer, 2009.
    """
    return _whole([var], delta, alpha=alpha, l1=l1, l2=l2)


@op("SparseApplyProximalGradientDescent", T=NUMBER, Tindices=INDEX)
def sparse_apply_proximal_gradient_descent(
    var: Ref["T"], alpha: "T", l1: "T", l2: "T", grad: "T", indices: "Tindices", *, use_locking: bool = False
) -> Outputs(out=Ref["T"]):
    """The update of ApplyProximalGradientDescent for the rows ``indices``."""
    return _rows([var], grad, indices, alpha=alpha, l1=l1, l2=l2)


@op("ApplyProximalAdagrad", T=NUMBER)
def apply_proximal_adagrad(var: Ref["T"], accum: Ref["T"], lr: "T", l1: "T", l2: "T", grad: "T", *, use_locking: bool = False) -> Outputs(
    out=Ref["T"]
):
    """As ProximalGradientDescent, with the rate lr / √accum, where accum += grad²."""
    return _whole([var, accum], grad, lr=lr, l1=l1, l2=l2)


@op("SparseApplyProximalAdagrad", T=NUMBER, Tindices=INDEX)
def sparse_apply_proximal_adagrad(
    var: Ref["T"], accum: Ref["T"], lr: "T", l1: "T", l2: "T", grad: "T", indices: "Tindices", *, use_locking: bool = False
) -> Outputs(out=Ref["T"]):
    """The update of ApplyProximalAdagrad for the rows ``indices``."""
    return _rows([var, accum], grad, indices, lr=lr, l1=l1, l2=l2)


def _whole(variables, grad, **scalars):
    return _common_shape([*variables, grad], scalars)


def _rows(variables, grad, indices, **scalars):
    shape = _common_shape(variables, scalars)
    require(shape.rank_at_least(1), "var must have at least one dimension, not shape {}", shape)
    rows = indices.shape.with_rank(1).concatenate(shape[1:])
    require(grad.shape.is_compatible_with(rows), "grad must have shape {}, one row of var per index, not {}", rows, grad.shape)
    return shape


def _common_shape(tensors, scalars):
    for name, scalar in scalars.items():
        require(scalar.shape.has_rank(0), "{} must be a scalar, not of shape {}", name, scalar.shape)
    shape = tensors[0].shape
    for tensor in tensors[1:]:
        shape = shape.merge_with(tensor.shape)
    return shape
