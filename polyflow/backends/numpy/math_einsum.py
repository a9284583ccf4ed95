"""Sums of products along dimensions that letters name."""

import numpy as np

from ...framework import einsum_rules
from ...framework.array_rules import at_run_time
from ...framework.einsum_rules import parsed, spelt
from . import kernel
from .arrays import widened

einsum_sizes = at_run_time(einsum_rules.einsum_sizes)


@kernel("Einsum")
def einsum(inputs, *, equation):
    sizes = einsum_sizes(equation, tuple(np.shape(x) for x in inputs))
    operands, output = parsed(equation)
    once = "".join(dict.fromkeys(output))
    product = np.einsum(spelt(operands, once), *map(widened, inputs), optimize=len(inputs) > 1)
    return (product if once == output else on_diagonal(product, output, once, sizes)).astype(inputs[0].dtype, copy=False)


def on_diagonal(product, output, once, sizes):
    """Zeros, but ``product`` where the indices of equal labels are equal."""
    result = np.zeros(sizes, product.dtype)
    np.einsum(spelt((output,), once), result)[...] = product
    return result
