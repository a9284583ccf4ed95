"""Random numbers that depend on nothing but their inputs: equal seeds give equal numbers in every run and on every backend.

``seed`` is a vector of two integers, which make the key and the counter of the generator.  The numbers are TensorFlow's, as those of the family
``random`` are.
"""

from ..framework.dtypes import FLOAT, INDEX, REAL, DType, float32, int32, int64
from ..framework.op import Host, Outputs, op, require
from ..framework.shape_inference import described_shape
from ..framework.tensor_shape import TensorShape
from .random import require_integer_range
from .random_distribution import samples_shape


@op("StatelessRandomUniform", T=INDEX.default(int32), Tseed=INDEX.default(int64), dtype=FLOAT)
def stateless_random_uniform(shape: Host["T"], seed: Host["Tseed"], *, dtype: DType = float32) -> Outputs(output="dtype"):
    """Numbers distributed evenly in [0, 1), all multiples of the type's precision at 1."""
    return seeded_shape(shape, seed)


@op("StatelessRandomUniformInt", T=INDEX, Tseed=INDEX.default(int64), dtype=INDEX)
def stateless_random_uniform_int(shape: Host["T"], seed: Host["Tseed"], minval: Host["dtype"], maxval: Host["dtype"]) -> Outputs(
    output="dtype"
):
    """Integers from ``minval`` up to, and without, ``maxval``, as RandomUniformInt draws them."""
    result = seeded_shape(shape, seed)
    require_integer_range(minval, maxval, result)
    return result


@op("StatelessRandomNormal", T=INDEX.default(int32), Tseed=INDEX.default(int64), dtype=FLOAT)
def stateless_random_normal(shape: Host["T"], seed: Host["Tseed"], *, dtype: DType = float32) -> Outputs(output="dtype"):
    """Normally distributed numbers of mean 0 and standard deviation 1."""
    return seeded_shape(shape, seed)


@op("StatelessTruncatedNormal", T=INDEX.default(int32), Tseed=INDEX.default(int64), dtype=FLOAT)
def stateless_truncated_normal(shape: Host["T"], seed: Host["Tseed"], *, dtype: DType = float32) -> Outputs(output="dtype"):
    """Normally distributed numbers of mean 0 and standard deviation 1, those of magnitude 2 and more drawn again."""
    return seeded_shape(shape, seed)


@op("StatelessMultinomial", T=REAL, Tseed=INDEX.default(int64), output_dtype=INDEX)
def stateless_multinomial(logits: "T", num_samples: Host["int32"], seed: Host["Tseed"], *, output_dtype: DType = int64) -> Outputs(
    output="output_dtype"
):
    """Classes drawn with probabilities in proportion to exp(logits), as Multinomial draws them."""
    require_seed(seed)
    return samples_shape(logits, num_samples)


def seeded_shape(shape: object, seed: object) -> TensorShape:
    require_seed(seed)
    return described_shape(shape)


def require_seed(seed: object) -> None:
    require(seed.shape.is_compatible_with([2]), "seed must have shape [2], not {}", seed.shape)
