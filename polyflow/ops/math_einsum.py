"""Sums of products along dimensions that letters name."""

from ..framework.dtypes import NUMBER, QUANTIZED
from ..framework.einsum_rules import einsum_sizes
from ..framework.op import List, Outputs, at_least, op, require
from ..framework.tensor_shape import TensorShape


@op("Einsum", N=at_least(1), view=True)
def einsum(inputs: List["T", "N"], *, equation: str) -> Outputs(output="T"):
    """The sum of products of one or two tensors after Einstein's convention: with "ij,jk->ik", out[i, k] = Σ_j x[i, j] · y[j, k].

    The ``equation`` has for each input, and behind "->" for the result, a letter for each dimension; "..." stands for any number of
    dimensions that broadcast. What is no letter of the result is summed over. A letter that comes twice in a term runs along a diagonal:
    "ii->i" reads one, "i->ii" writes one into zeros. Dimensions of one letter have one size. float16 and bfloat16 accumulate in float32.

    Source: A. Einstein, Die Grundlage der allgemeinen Relativitätstheorie, Annalen der Physik 49 (1916), section 5.
    """
    dtype = inputs[0].dtype.base_dtype
    require(dtype in NUMBER - QUANTIZED, "einsum is defined for numbers, not for {}", dtype.name)
    require(len(inputs) <= 2, "Expecting 1 or 2 input subscripts in equation {}, not {}", equation, len(inputs))
    return TensorShape(einsum_sizes(equation, tuple(tensor.shape.sizes for tensor in inputs)))
