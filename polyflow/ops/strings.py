"""Text."""

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
