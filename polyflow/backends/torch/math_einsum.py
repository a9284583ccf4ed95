"""Sums of products along dimensions that letters name."""

import functools

import torch

from ...framework import einsum_rules
from ...framework.array_rules import at_run_time
from ...framework.einsum_rules import named, parsed, spelt
from . import kernel
from .precision import HALF
from .unsigned import from_bits, to_bits

einsum_sizes = at_run_time(einsum_rules.einsum_sizes)


@kernel("Einsum")
def einsum(inputs, *, equation):
    sizes = einsum_sizes(equation, tuple([tuple(x.shape) for x in inputs]))
    plain, diagonal = spellings(equation)
    product = summed(plain, inputs)
    return on_diagonal(product, diagonal, sizes) if diagonal else product


@functools.lru_cache(maxsize=1024)
def spellings(equation):
    """The equation without letters that come twice in the result; and, where there are some, that which reads its diagonal."""
    operands, output = parsed(equation)
    once = "".join(dict.fromkeys(output))
    return spelt(operands, once), None if once == output else spelt((output,), once)


def on_diagonal(product, diagonal, sizes):
    """Zeros, but ``product`` where the indices of equal labels are equal."""
    result = product.new_zeros(sizes)
    torch.einsum(diagonal, result).copy_(product)
    return result


def summed(equation, inputs):
    """The sums in torch: of integers in int64; of half precision on CPUs, which multiply its matrices many times more slowly, in float32."""
    x = inputs[0]
    if not (x.is_floating_point() or x.is_complex()):
        compute = sum_of_products if x.is_cuda else torch.einsum
        return from_bits(compute(equation, [to_bits(each).long() for each in inputs]), x.dtype)
    if x.dtype in HALF and x.is_cpu:
        return torch.einsum(equation, [each.float() for each in inputs]).to(x.dtype)
    return torch.einsum(equation, inputs)


def sum_of_products(equation, inputs):
    """All products first, then the sums: CUDA multiplies no matrices of integers."""
    operands, output = parsed(equation)
    rest = "".join(letter for letter in named("".join(operands)) if letter not in output)
    products = torch.einsum(spelt(operands, output + rest), inputs)
    return products.sum(tuple(range(-len(rest), 0)), dtype=products.dtype) if rest else products
