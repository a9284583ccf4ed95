"""Text."""

from ..framework.dtypes import DType, TypeSet, float32, float64, int32, int64, uint32, uint64
from ..framework.op import List, Outputs, at_least, op
from ..framework.tensor_shape import SCALAR


@op("StringJoin", kind="host", N=at_least(0))
def string_join(inputs: List["string", "N"], *, separator: str = "") -> Outputs(output="string"):
    """The texts of all inputs, element by element, one behind the other with ``separator`` between them.

    All inputs have one shape; scalars are joined to every element. InvalidArgumentError when shapes differ otherwise.
    """
    shape = SCALAR
    for text in inputs:
        if text.shape.ndims != 0:
            shape = text.shape if shape.ndims == 0 else shape.merge_with(text.shape)
    return shape


@op("StringToNumber", kind="host", out_type=TypeSet([float32, float64, int32, int64, uint32, uint64]))
def string_to_number(string_tensor: "string", *, out_type: DType = float32) -> Outputs(output="out_type"):
    """The numbers that the texts are written as, with white space around them.

    Fractions are decimal or hexadecimal (``-0x1p3``), inf, infinity or nan, and become infinite where they are too large; integers are
    decimal. InvalidArgumentError for any other text, and for an integer out of range.
    """
    return string_tensor.shape
