"""The gradient of a neighbour: it moves as the number itself does."""

from ..ops.array_creation import zeros_like
from ..ops.math_floating import next_after
from .helpers import unbroadcast
from .registry import gradient


@gradient(next_after)
def _(op, dy):
    x1, x2 = op.inputs
    return unbroadcast(dy, x1, x2), zeros_like(x2)
