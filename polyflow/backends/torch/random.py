"""Random numbers, and tensors in random order.

Generators have no input data, and NumPy's fills memory faster than torch on the CPU: its arrays are taken over without a copy, and
filled by as many threads as torch has.  Other devices compute their own numbers.
"""

import ml_dtypes
import numpy as np
import torch

from ..numpy import philox as host_philox
from ..numpy.random import number_of_elements, random_order, require_range
from . import kernel, philox
from .unsigned import from_bits, to_bits

HOST_DTYPES = {
    torch.float16: np.dtype(np.float16), torch.bfloat16: np.dtype(ml_dtypes.bfloat16), torch.float32: np.dtype(np.float32),
    torch.float64: np.dtype(np.float64), torch.int32: np.dtype(np.int32), torch.int64: np.dtype(np.int64),
}  # fmt: skip


@kernel("RandomUniform")
def random_uniform(context, shape, *, seed, seed2, dtype, device):
    return drawn(context, shape, seed, seed2, "uniform", dtype, device)


@kernel("RandomUniformInt")
def random_uniform_int(context, shape, minval, maxval, *, seed, seed2, Tout, device):
    require_range(minval, maxval, shape)
    return drawn(context, shape, seed, seed2, "integers", Tout, device, minval, maxval)


@kernel("RandomStandardNormal")
def random_standard_normal(context, shape, *, seed, seed2, dtype, device):
    return drawn(context, shape, seed, seed2, "normal", dtype, device)


@kernel("TruncatedNormal")
def truncated_normal(context, shape, *, seed, seed2, dtype, device):
    return drawn(context, shape, seed, seed2, "truncated_normal", dtype, device)


def drawn(context, shape, seed, seed2, distribution, dtype, device, *limits):
    key, counter = context.random(seed, seed2, number_of_elements(shape))
    return drawn_at(key, counter, shape, distribution, dtype, device, *limits)


def drawn_at(key, counter, shape, distribution, dtype, device, *limits):
    size = number_of_elements(shape)
    if device.type != "cpu":
        return getattr(philox, distribution)(key, counter, size, dtype, *limits, device).view(shape)
    with host_philox.threads(torch.get_num_threads()):
        return adopted(getattr(host_philox, distribution)(key, counter, size, HOST_DTYPES[dtype], *limits).reshape(shape))


def adopted(array):
    """An array of NumPy's as a tensor on the same memory."""
    return torch.from_numpy(array.view(np.int16)).view(torch.bfloat16) if array.dtype == ml_dtypes.bfloat16 else torch.from_numpy(array)


@kernel("RandomShuffle")
def random_shuffle(context, value, *, seed, seed2):
    """The order depends on the size alone and each exchange on the one before: it is made on the host, and only used on the device."""
    if not value.dim():
        return value.clone()
    order = torch.from_numpy(random_order(context, value, seed, seed2)).to(value.device, non_blocking=True)
    return from_bits(to_bits(value).index_select(0, order), value.dtype)
