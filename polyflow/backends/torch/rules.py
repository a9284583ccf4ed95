"""Rewrites of several steps into one torch call.

A rule looks at an ordered block of a plan and yields the groups of steps that one call replaces; ``runtime.passes.fuse`` decides
whether each is legal. The fused kernels stand beside their rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import torch

from .arrays import by_rows
from .convolution_rules import bias_into_convolution, convolution_gradients
from .layer_rules import rectified_in_place
from .linalg import is_narrow
from .loss_rules import cross_entropy_gradients
from .pool_rules import pools_of_rectified, pools_with_places
from .precision import FULL
from .shape_rules import sums_to_shape
from .sigmoid_rules import sigmoid_cross_entropies
from .update_rules import fused_adam

# What a rule returns is built by the functions that the pass hands over: this package knows nothing of plans.


def looking(kernel: Any) -> Any:
    """Marks a fused kernel that looks at numbers in its inputs, so that no compiler can trace it."""
    kernel.looks = True
    return kernel


def scalar(value: Any) -> float | None:
    """The number that a constant scalar is, None for anything else."""
    return None if value.constant is None or np.ndim(value.constant) else float(value.constant)


def static_alike(*values: Any) -> bool:
    """Whether all values have the same, wholly known shape."""
    sizes = {value.shape.sizes for value in values}
    return len(sizes) == 1 and None not in sizes and None not in next(iter(sizes))


# Gradient descent


def descent_by_product(block: Any, uses: Any, fused: Any) -> Iterator[Any]:
    """A matrix product that only feeds gradient descent with a constant rate: ``var.addmm_`` needs no array for the gradient."""
    for step in block.steps:
        if step.kind != "ApplyGradientDescent" or (rate := scalar(step.inputs[1])) is None:
            continue
        product = step.inputs[2].step
        if (
            product is None
            or product.kind != "MatMul"
            or uses.only_reader(step.inputs[2]) is not step
            or not static_alike(step.inputs[0], step.inputs[2])
        ):
            continue
        transposes = {name: product.attrs[name] for name in ("transpose_a", "transpose_b")}
        yield fused("descend_by_product", [product, step], descend_by_product, inputs=[step.inputs[0], *product.inputs], outputs=step.outputs, refs=(0,),
                    keywords=transposes | {"alpha": -rate})  # fmt: skip


def descend_by_product(var, a, b, *, transpose_a, transpose_b, alpha):
    a, b = a.t() if transpose_a else a, b.t() if transpose_b else b
    if is_narrow(a, b):
        return by_columns(var).addmm_(b.t(), a.t(), alpha=alpha).t()
    return var.value.addmm_(a, b, alpha=alpha)


def by_columns(var):
    """A variable's tensor transposed, its elements in memory in that order: narrow products want it, and find it so from now on."""
    if not var.value.t().is_contiguous():
        var.value = var.value.t().contiguous().t()
    return var.value.t()


def descent(block: Any, uses: Any, fused: Any) -> Iterator[Any]:
    """Gradient descent with a constant rate and known shapes needs no checks at run time."""
    for step in block.steps:
        if (
            step.kind == "ApplyGradientDescent"
            and (rate := scalar(step.inputs[1])) is not None
            and static_alike(step.inputs[0], step.inputs[2])
        ):
            yield fused(
                "descend",
                [step],
                descend,
                inputs=[step.inputs[0], step.inputs[2]],
                outputs=step.outputs,
                refs=(0,),
                keywords={"alpha": -rate},
            )


def descend(var, delta, *, alpha):
    return var.value.add_(delta, alpha=alpha)


# Adam


def adam(block: Any, uses: Any, fused: Any) -> Iterator[Any]:
    """All Adam updates with the same powers and constant settings, in one call over lists of tensors."""
    groups: dict[Any, list[Any]] = {}
    for step in block.steps:
        if step.kind == "ApplyAdam" and not step.attrs["use_nesterov"] and static_alike(*step.inputs[:3], step.inputs[9]):
            settings = tuple(map(scalar, step.inputs[5:9]))
            if None not in settings and step.inputs[0].dtype.base_dtype.name in FULL:
                groups.setdefault((*map(_identity, step.inputs[3:5]), settings, step.inputs[0].dtype.base_dtype), []).append(step)
    for (_, _, settings, _), steps in groups.items():
        yield _adam_group(steps, settings, fused)


def _identity(value: Any) -> Any:
    return value.variable or value


def _adam_group(steps: Sequence[Any], settings: tuple[float, ...], fused: Any) -> Any:
    count = len(steps)
    columns = [step.inputs[column] for column in (0, 1, 2) for step in steps]
    names = ("lr", "beta1", "beta2", "epsilon")
    return fused(
        "adam",
        steps,
        adam_kernel,
        inputs=[*columns, *(step.inputs[9] for step in steps), *steps[0].inputs[3:5]],
        outputs=[step.outputs[0] for step in steps],
        refs=tuple(range(3 * count)),
        keywords=dict(zip(names, settings, strict=True)) | {"count": count},
    )


@looking
def adam_kernel(*values, count, lr, beta1, beta2, epsilon):
    """``values``: the cells of the variables, of m and of v, the gradients, and the two powers."""
    variables, ms, vs = ([by_rows(cell) for cell in values[i * count : (i + 1) * count]] for i in range(3))
    beta1_power, beta2_power = values[-2:]
    if not beta1_power.is_cuda:
        rate = lr * (1 - beta2_power.item()) ** 0.5 / (1 - beta1_power.item())
    else:
        rate = (1 - beta2_power).sqrt_().mul_(lr).div_(1 - beta1_power)
    fused_adam(variables, ms, vs, values[3 * count : 4 * count], rate, beta1, beta2, epsilon)
    return variables


# Bias


def bias_into_product(block: Any, uses: Any, fused: Any) -> Iterator[Any]:
    """A matrix product whose only reader adds a vector to it: ``addmm``."""
    for step in block.steps:
        product, bias = _product_and_bias(step)
        if product is not None and uses.only_reader(product.outputs[0]) is step:
            transposes = {name: product.attrs[name] for name in ("transpose_a", "transpose_b")}
            yield fused("addmm", [product, step], biased_product, inputs=[bias, *product.inputs], outputs=step.outputs, keywords=transposes)


def _product_and_bias(step: Any) -> tuple[Any, Any]:
    """The MatMul and the vector that a step adds up, or (None, None)."""
    if step.kind == "BiasAdd":
        candidates = [(step.inputs[0], step.inputs[1])]
    elif step.kind in ("Add", "AddV2"):
        candidates = [(step.inputs[0], step.inputs[1]), (step.inputs[1], step.inputs[0])]
    else:
        return None, None
    for product, bias in candidates:
        if product.step is not None and product.step.kind == "MatMul" and product.dtype.is_floating and _fits(bias, product):
            return product.step, bias
    return None, None


def _fits(bias: Any, product: Any) -> bool:
    sizes, columns = bias.shape.sizes, product.shape.sizes
    return sizes is not None and len(sizes) == 1 and None not in sizes and columns is not None and columns[1] == sizes[0]


def biased_product(bias, a, b, *, transpose_a, transpose_b):
    a, b = a.t() if transpose_a else a, b.t() if transpose_b else b
    return torch.addmm(bias.unsqueeze(1), b.t(), a.t()).t() if is_narrow(a, b) else torch.addmm(bias, a, b)


RULES = (
    sums_to_shape, convolution_gradients, cross_entropy_gradients, sigmoid_cross_entropies, descent_by_product, descent, adam, bias_into_product,
    bias_into_convolution, pools_of_rectified, pools_with_places, rectified_in_place,
)  # fmt: skip
