"""Text: object arrays of bytes."""

import functools

import numpy as np

from ...framework.errors import InvalidArgumentError
from . import kernel


@kernel("StringJoin")
def string_join(inputs, *, separator):
    """Element by element; scalars are joined to every element of the others."""
    shapes = {np.shape(array) for array in inputs} - {()}
    if len(shapes) > 1:
        raise InvalidArgumentError.of(f"Input shapes do not match: {' and '.join(map(str, sorted(shapes)))}")
    between = separator.encode(errors="surrogateescape")
    result = np.empty(shapes.pop() if shapes else (), dtype=object)
    result[...] = functools.reduce(lambda left, right: left + between + right, map(as_objects, inputs)) if inputs else b""
    return result


def as_objects(array):
    return np.asarray(array, dtype=object)
