"""The numbers that a floating-point type has."""

from ..framework.dtypes import TypeSet, float32, float64
from ..framework.op import Outputs, op
from ..framework.tensor_shape import broadcast_shapes


@op("NextAfter", T=TypeSet([float32, float64]).default(float32))
def next_after(x1: "T", x2: "T") -> Outputs(output="T"):
    """The number next to ``x1`` in the direction of ``x2``: ``x2`` itself where they are equal, NaN where one of them is.

    Source: IEEE 754-2008, section 5.3.1, with the direction as C's ``nextafter`` takes it.
    """
    return broadcast_shapes(x1.shape, x2.shape)
