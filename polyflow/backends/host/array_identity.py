"""Constants that live in files."""

import math

import numpy as np

from ...framework.errors import InternalError, NotFoundError
from . import kernel


@kernel("ImmutableConst")
def immutable_const(*, dtype, shape, memory_region_name):
    try:
        found = np.fromfile(memory_region_name, dtype, math.prod(shape))
    except OSError as error:
        raise NotFoundError.of(f"{memory_region_name}: {error.strerror}") from None
    if found.size < math.prod(shape):
        raise InternalError.of(
            f"{memory_region_name} has {found.size} elements of {dtype}, not the {math.prod(shape)} of shape {list(shape)}"
        )
    return found.reshape(shape)
