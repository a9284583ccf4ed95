"""Functions of the bits of integers."""

import numpy as np

from . import kernel

kernel.table({"BitwiseAnd": np.bitwise_and, "BitwiseOr": np.bitwise_or, "BitwiseXor": np.bitwise_xor, "Invert": np.invert})


@kernel("LeftShift")
def left_shift(x, y):
    return np.left_shift(x, amount(y))


@kernel("RightShift")
def right_shift(x, y):
    return np.right_shift(x, amount(y))


def amount(y):
    return np.clip(y, 0, 8 * y.dtype.itemsize - 1)


@kernel("PopulationCount")
def population_count(x):
    return np.bitwise_count(x.view(f"u{x.dtype.itemsize}"))
