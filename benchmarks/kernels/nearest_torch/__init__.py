"""The torch call that comes nearest to what an op does, by op type.

A function gets the kernel's inputs by position, and of the attributes those that it names. It does the same job: results have the
kernel's shape and dtype, up to the order of their elements where that is free. An op that no call is near to is absent.
"""

from . import array, ctc, linalg, math, nn, random

NEAREST = {**array.NEAREST, **math.NEAREST, **linalg.NEAREST, **random.NEAREST, **ctc.NEAREST, **nn.NEAREST}
