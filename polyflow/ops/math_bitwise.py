"""Functions of the bits of integers, in two's complement.

Functions of two tensors broadcast as those of math_elementwise do.
"""

from ..framework.dtypes import INTEGER
from ..framework.op import Outputs, op
from ..framework.tensor_shape import broadcast_shapes


@op("BitwiseAnd", T=INTEGER)
def bitwise_and(x: "T", y: "T") -> Outputs(z="T"):
    """The bits that are set in both."""
    return broadcast_shapes(x.shape, y.shape)


@op("BitwiseOr", T=INTEGER)
def bitwise_or(x: "T", y: "T") -> Outputs(z="T"):
    """The bits that are set in one or both."""
    return broadcast_shapes(x.shape, y.shape)


@op("BitwiseXor", T=INTEGER)
def bitwise_xor(x: "T", y: "T") -> Outputs(z="T"):
    """The bits that are set in exactly one."""
    return broadcast_shapes(x.shape, y.shape)


@op("Invert", T=INTEGER)
def invert(x: "T") -> Outputs(y="T"):
    """The bits that are not set: -1 - x for signed types, the largest number less x for unsigned ones."""
    return x.shape


@op("LeftShift", T=INTEGER)
def left_shift(x: "T", y: "T") -> Outputs(z="T"):
    """x · 2^y without the bits that leave the type.

    An amount below 0 counts as 0, one beyond the last bit as the number of bits less 1: 3 by 100 is the lowest number of a signed type.
    """
    return broadcast_shapes(x.shape, y.shape)


@op("RightShift", T=INTEGER)
def right_shift(x: "T", y: "T") -> Outputs(z="T"):
    """floor(x / 2^y), with the sign for signed types. Amounts are limited as those of LeftShift are: -7 by 100 is -1, 7 by -1 is 7."""
    return broadcast_shapes(x.shape, y.shape)


@op("PopulationCount", T=INTEGER)
def population_count(x: "T") -> Outputs(y="uint8"):
    """How many bits are set."""
    return x.shape
