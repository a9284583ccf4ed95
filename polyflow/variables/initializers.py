"""Initial values of variables: objects that make a tensor for a shape and type.

``zeros_initializer`` and ``ones_initializer`` can be used in three ways: as ``get_variable``'s argument without being called, called
without a shape (the 1.x way), and called with one (the 0.x way), which gives the tensor itself.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from ..framework import dtypes
from ..framework.dtypes import DType, as_dtype
from ..framework.operation import Tensor
from ..framework.tensor_shape import TensorShape, as_shape
from ..functions import array_creation, random


class Initializer:
    """Makes initial values: ``initializer(shape, dtype)`` is a tensor."""

    dtype: DType = dtypes.float32

    def __call__(self, shape: Any, dtype: Any = None, partition_info: Any = None) -> Tensor:
        chosen = self.dtype if dtype is None else as_dtype(dtype).base_dtype
        return self._make(as_shape(shape).as_list(), chosen)

    def _make(self, shape: list[int], dtype: DType) -> Tensor:
        raise TypeError(f"{type(self).__name__} does not say which values it makes")

    def get_config(self) -> dict[str, Any]:
        """The arguments of the constructor."""
        return {name: value.name if isinstance(value, DType) else value for name, value in vars(self).items() if not name.startswith("_")}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Initializer:
        """The initializer that ``get_config`` described."""
        return cls(**config)


class _Fill(Initializer):
    def __new__(cls, *args: Any, **keywords: Any) -> Any:
        """``zeros_initializer(shape, dtype)`` is a tensor, ``zeros_initializer(dtype)`` an initializer."""
        with_shape = "shape" in keywords or (args and isinstance(args[0], (list, tuple, TensorShape)))
        return cls._filled(*args, **keywords) if with_shape else super().__new__(cls)

    @classmethod
    def _filled(cls, shape: Any, dtype: Any = dtypes.float32, partition_info: Any = None) -> Tensor:
        return cls()(shape, dtype)

    def __init__(self, dtype: Any = dtypes.float32) -> None:
        self.dtype = as_dtype(dtype).base_dtype


class Zeros(_Fill):
    """Zeros."""

    def _make(self, shape: list[int], dtype: DType) -> Tensor:
        return array_creation.zeros(shape, dtype)


class Ones(_Fill):
    """Ones."""

    def _make(self, shape: list[int], dtype: DType) -> Tensor:
        return array_creation.ones(shape, dtype)


class Constant(Initializer):
    """Given values: one for all elements, or a list of them in row-major order, of which the last is repeated if there are too few."""

    def __init__(self, value: Any = 0, dtype: Any = dtypes.float32, verify_shape: bool = False) -> None:
        if not (np.isscalar(value) or isinstance(value, (list, tuple, np.ndarray))):
            raise TypeError(
                f"Invalid type for initial value: {type(value)} (expected Python scalar, list or tuple of values, or numpy.ndarray)."
            )
        self.value = value
        self.dtype = as_dtype(dtype).base_dtype
        self._verify_shape = verify_shape

    def __call__(self, shape: Any, dtype: Any = None, partition_info: Any = None, verify_shape: bool | None = None) -> Tensor:
        chosen = self.dtype if dtype is None else as_dtype(dtype).base_dtype
        exact = self._verify_shape if verify_shape is None else verify_shape
        return array_creation.constant(self.value, chosen, shape, verify_shape=exact)


class RandomUniform(Initializer):
    """Numbers drawn evenly from [minval, maxval); maxval is 1 by default for floating-point types."""

    def __init__(self, minval: Any = 0, maxval: Any = None, seed: int | None = None, dtype: Any = dtypes.float32) -> None:
        self.minval, self.maxval, self.seed = minval, maxval, seed
        self.dtype = as_dtype(dtype).base_dtype

    def _make(self, shape: list[int], dtype: DType) -> Tensor:
        return random.random_uniform(shape, self.minval, self.maxval, dtype, self.seed)


class RandomNormal(Initializer):
    """Numbers of a normal distribution."""

    def __init__(self, mean: Any = 0.0, stddev: Any = 1.0, seed: int | None = None, dtype: Any = dtypes.float32) -> None:
        self.mean, self.stddev, self.seed = mean, stddev, seed
        self.dtype = _floating(dtype)

    def _make(self, shape: list[int], dtype: DType) -> Tensor:
        return random.random_normal(shape, self.mean, self.stddev, dtype, self.seed)


class TruncatedNormal(RandomNormal):
    """Numbers of a normal distribution, none further than two standard deviations from the mean."""

    def _make(self, shape: list[int], dtype: DType) -> Tensor:
        return random.truncated_normal(shape, self.mean, self.stddev, dtype, self.seed)


class UniformUnitScaling(Initializer):
    """Numbers from [-limit, limit), limit = factor * √(3 / inputs), which keep the scale of what a linear layer gets.

    Sussillo and Abbott, 2014. ``inputs`` is the product of all sizes but the last.
    """

    def __init__(self, factor: float = 1.0, seed: int | None = None, dtype: Any = dtypes.float32) -> None:
        self.factor, self.seed = factor, seed
        self.dtype = _floating(dtype)

    def _make(self, shape: list[int], dtype: DType) -> Tensor:
        limit = math.sqrt(3 / max(math.prod(shape[:-1]), 1)) * self.factor
        return random.random_uniform(shape, -limit, limit, dtype, self.seed)


_TRUNCATED_STDDEV = 0.87962566103423978
"""The standard deviation of a standard normal distribution cut off at -2 and 2."""


class VarianceScaling(Initializer):
    """Numbers of variance scale / n: n is the number of a unit's inputs ("fan_in"), of its outputs ("fan_out") or their mean ("fan_avg").

    ``distribution`` is "truncated_normal" ("normal" is the same), "untruncated_normal" or "uniform".
    """

    def __init__(
        self, scale: float = 1.0, mode: str = "fan_in", distribution: str = "truncated_normal", seed: int | None = None,
        dtype: Any = dtypes.float32,
    ) -> None:  # fmt: skip
        if scale <= 0:
            raise ValueError("`scale` must be positive float.")
        if mode not in ("fan_in", "fan_out", "fan_avg"):
            raise ValueError(f"Invalid `mode` argument: {mode}")
        if distribution.lower() not in ("normal", "uniform", "truncated_normal", "untruncated_normal"):
            raise ValueError(f"Invalid `distribution` argument: {distribution}")
        self.scale, self.mode, self.distribution, self.seed = scale, mode, distribution.lower(), seed
        self.dtype = _floating(dtype)

    def _make(self, shape: list[int], dtype: DType) -> Tensor:
        fan_in, fan_out = fans(shape)
        count = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}[self.mode]
        variance = self.scale / max(1.0, count)
        if self.distribution == "uniform":
            limit = math.sqrt(3.0 * variance)
            return random.random_uniform(shape, -limit, limit, dtype, self.seed)
        if self.distribution == "untruncated_normal":
            return random.random_normal(shape, 0.0, math.sqrt(variance), dtype, self.seed)
        return random.truncated_normal(shape, 0.0, math.sqrt(variance) / _TRUNCATED_STDDEV, dtype, self.seed)


def fans(shape: Sequence[int]) -> tuple[int, int]:
    """How many inputs and outputs a unit has whose weights have ``shape``: of a convolution the leading dimensions are its window."""
    if len(shape) < 2:
        size = shape[0] if shape else 1
        return size, size
    window = math.prod(shape[:-2])
    return shape[-2] * window, shape[-1] * window


class GlorotUniform(VarianceScaling):
    """Numbers from [-limit, limit), limit = √(6 / (inputs + outputs)): Glorot and Bengio, 2010."""

    def __init__(self, seed: int | None = None, dtype: Any = dtypes.float32) -> None:
        super().__init__(1.0, "fan_avg", "uniform", seed, dtype)

    def get_config(self) -> dict[str, Any]:
        return {"seed": self.seed, "dtype": self.dtype.name}


class GlorotNormal(VarianceScaling):
    """Numbers of a truncated normal distribution of variance 2 / (inputs + outputs): Glorot and Bengio, 2010."""

    def __init__(self, seed: int | None = None, dtype: Any = dtypes.float32) -> None:
        super().__init__(1.0, "fan_avg", "truncated_normal", seed, dtype)

    def get_config(self) -> dict[str, Any]:
        return {"seed": self.seed, "dtype": self.dtype.name}


class Identity(Initializer):
    """A matrix with ``gain`` on its diagonal and zeros elsewhere."""

    def __init__(self, gain: float = 1.0, dtype: Any = dtypes.float32) -> None:
        self.gain = gain
        self.dtype = _floating(dtype)

    def _make(self, shape: list[int], dtype: DType) -> Tensor:
        if len(shape) != 2:
            raise ValueError("Identity matrix initializer can only be used for 2D matrices.")
        return array_creation.constant((self.gain * np.eye(*shape)).astype(dtype.np_dtype), name="eye")


def lecun_normal(seed: int | None = None) -> VarianceScaling:
    """A truncated normal distribution of variance 1 / inputs."""
    return VarianceScaling(1.0, "fan_in", "truncated_normal", seed)


def lecun_uniform(seed: int | None = None) -> VarianceScaling:
    """An even distribution of variance 1 / inputs."""
    return VarianceScaling(1.0, "fan_in", "uniform", seed)


def he_normal(seed: int | None = None) -> VarianceScaling:
    """A truncated normal distribution of variance 2 / inputs: He et al., 2015."""
    return VarianceScaling(2.0, "fan_in", "truncated_normal", seed)


def he_uniform(seed: int | None = None) -> VarianceScaling:
    """An even distribution of variance 2 / inputs: He et al., 2015."""
    return VarianceScaling(2.0, "fan_in", "uniform", seed)


def _floating(dtype: Any) -> DType:
    found = as_dtype(dtype).base_dtype
    if not found.is_floating:
        raise ValueError(f"Expected floating point type, got {found!r}.")
    return found


zeros = zeros_initializer = Zeros
ones = ones_initializer = Ones
constant = constant_initializer = Constant
random_uniform = random_uniform_initializer = RandomUniform
random_normal = random_normal_initializer = RandomNormal
truncated_normal = truncated_normal_initializer = TruncatedNormal
uniform_unit_scaling = uniform_unit_scaling_initializer = UniformUnitScaling
variance_scaling = variance_scaling_initializer = VarianceScaling
glorot_uniform = glorot_uniform_initializer = GlorotUniform
glorot_normal = glorot_normal_initializer = GlorotNormal
identity = Identity
