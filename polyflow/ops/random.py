"""Random numbers, and tensors in random order.

Every op here has two seeds: equal seeds give equal numbers on every backend, zeros for both give others in each session.  Each execution of a node
goes on where the one before it ended; a new session starts anew.  The generator is Philox 4x32-10, keyed and counted as TensorFlow's is, so
that uniform numbers and integers are TensorFlow's own and normal ones agree with it to rounding.
"""

from ..framework.dtypes import FLOAT, INDEX, DType
from ..framework.op import Host, Outputs, op, require, value_of
from ..framework.shape_inference import described_shape
from ..framework.tensor_shape import TensorShape


@op("RandomUniform", effects="random", dtype=FLOAT, T=INDEX)
def random_uniform(shape: Host["T"], *, seed: int = 0, seed2: int = 0, dtype: DType) -> Outputs(output="dtype"):
    """Numbers distributed evenly in [0, 1), all multiples of the type's precision at 1."""
    return described_shape(shape)


@op("RandomUniformInt", effects="random", Tout=INDEX, T=INDEX)
def random_uniform_int(shape: Host["T"], minval: Host["Tout"], maxval: Host["Tout"], *, seed: int = 0, seed2: int = 0) -> Outputs(
    output="Tout"
):
    """Integers from ``minval`` up to, and without, ``maxval``, both scalars.

    Random bits modulo the width of the range: slightly uneven unless that is a power of two.  InvalidArgumentError unless minval < maxval, or
    nothing is drawn.
    """
    result = described_shape(shape)
    require_integer_range(minval, maxval, result)
    return result


def require_integer_range(minval: object, maxval: object, result: TensorShape) -> None:
    """A range that is empty is an error, unless there is nothing to draw."""
    require(minval.shape.has_rank(0), "minval must be a scalar, not of shape {}", minval.shape)
    require(maxval.shape.has_rank(0), "maxval must be a scalar, not of shape {}", maxval.shape)
    low, high = value_of(minval), value_of(maxval)
    unknown = low is None or high is None or result.num_elements() in (None, 0)
    require(unknown or low < high, "minval must be less than maxval, but {} >= {}", low, high)


@op("RandomStandardNormal", effects="random", dtype=FLOAT, T=INDEX)
def random_standard_normal(shape: Host["T"], *, seed: int = 0, seed2: int = 0, dtype: DType) -> Outputs(output="dtype"):
    """Normally distributed numbers of mean 0 and standard deviation 1, by the transform of Box and Muller (1958)."""
    return described_shape(shape)


@op("TruncatedNormal", effects="random", dtype=FLOAT, T=INDEX)
def truncated_normal(shape: Host["T"], *, seed: int = 0, seed2: int = 0, dtype: DType) -> Outputs(output="dtype"):
    """Normally distributed numbers of mean 0 and standard deviation 1, those of magnitude 2 and more drawn again."""
    return described_shape(shape)


@op("RandomShuffle", effects="random")
def random_shuffle(value: "T", *, seed: int = 0, seed2: int = 0) -> Outputs(output="T"):
    """``value`` with the entries of its first dimension in random order; a scalar as it is."""
    return value.shape
