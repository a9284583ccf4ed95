"""Random numbers of distributions whose parameters are tensors.

Seeds mean what they mean in the family ``random``, and the numbers are TensorFlow's again, but for the rounding of logarithms, sines and powers.
"""

from ..framework.dtypes import FLOAT, INDEX, REAL, DType, TypeSet, float16, float32, float64, int32, int64
from ..framework.op import Host, Outputs, op, require, value_of
from ..framework.shape_inference import described_shape
from ..framework.tensor_shape import TensorShape, broadcast_shapes

GAMMA = TypeSet([float16, float32, float64])
POISSON = TypeSet([float16, float32, float64, int32, int64])


@op("Multinomial", effects="random", T=REAL, output_dtype=INDEX)
def multinomial(logits: "T", num_samples: Host["int32"], *, seed: int = 0, seed2: int = 0, output_dtype: DType = int64) -> Outputs(
    output="output_dtype"
):
    """For each row of the matrix ``logits`` as many classes, drawn with probabilities in proportion to exp(logits).

    [batch, classes] gives [batch, num_samples].  A class of infinite logit or NaN is never drawn; a row without any other gives the number of classes.
    Where TensorFlow draws in several threads, its rows differ from these, which are those of one thread.
    """
    return samples_shape(logits, num_samples)


def samples_shape(logits: object, num_samples: object) -> TensorShape:
    """One row of samples for each row of logits, of which there must be some."""
    require(num_samples.shape.has_rank(0), "num_samples must be a scalar, not of shape {}", num_samples.shape)
    require(logits.shape.has_rank(2), "logits must be a matrix, not of shape {}", logits.shape)
    rows, classes = logits.shape.with_rank(2).sizes
    require(classes != 0, "logits must have a class at least, not shape {}", logits.shape)
    count = value_of(num_samples)
    require(count is None or count >= 0, "num_samples must not be negative, but is {}", count)
    return TensorShape([rows, count])


@op("RandomGamma", effects="random", S=INDEX, T=GAMMA)
def random_gamma(shape: Host["S"], alpha: "T", *, seed: int = 0, seed2: int = 0) -> Outputs(output="T"):
    """Gamma distributed numbers of scale 1, by the method of Marsaglia and Tsang (2000): of shape ``shape`` for each entry of ``alpha``.

    The result's shape is ``shape`` + alpha.shape.  The density is proportional to x^(alpha - 1) exp(-x).
    """
    return described_shape(shape) + alpha.shape


@op("RandomGammaGrad", T=TypeSet([float32, float64]))
def random_gamma_grad(alpha: "T", sample: "T") -> Outputs(output="T"):
    """How a gamma distributed ``sample`` moves with ``alpha`` while its rank among all samples stays: the two broadcast.

    With the distribution function F and the density f that is -(dF/dalpha) / f, by implicit reparameterisation (Figurnov, Mohamed and Mnih, 2018).
    0 for a sample of 0; NaN for an alpha that is not positive, a negative sample, and what is infinite.
    """
    return broadcast_shapes(alpha.shape, sample.shape)


@op("RandomPoisson", effects="random", S=INDEX, dtype=GAMMA)
def random_poisson(shape: Host["S"], rate: "dtype", *, seed: int = 0, seed2: int = 0) -> Outputs(output="dtype"):
    """As RandomPoissonV2, in the type of ``rate``."""
    return described_shape(shape) + rate.shape


@op("RandomPoissonV2", effects="random", S=INDEX, R=POISSON.default(float64), dtype=POISSON)
def random_poisson_v2(shape: Host["S"], rate: "R", *, seed: int = 0, seed2: int = 0, dtype: DType = int64) -> Outputs(output="dtype"):
    """Poisson distributed numbers: of shape ``shape`` for each entry of ``rate``, their mean.

    The result's shape is ``shape`` + rate.shape.  Below a rate of 10 uniform numbers are multiplied (Knuth), else candidates rejected (Hörmann, 1993).
    0 where the rate is negative; a rate beyond the highest number of ``dtype`` gives that number, but an infinite one infinity, or 0 for integers.
    """
    return described_shape(shape) + rate.shape


@op("ParameterizedTruncatedNormal", effects="random", T=INDEX, dtype=FLOAT)
def parameterized_truncated_normal(
    shape: Host["T"], means: Host["dtype"], stdevs: Host["dtype"], minvals: Host["dtype"], maxvals: Host["dtype"],
    *, seed: int = 0, seed2: int = 0,
) -> Outputs(output="dtype"):  # fmt: skip
    """Normally distributed numbers from ``minvals`` to ``maxvals``, by rejection (Robert, 1995).

    Parameters are scalars, or vectors with one entry for each entry of the first dimension, a batch.  Each batch goes on where the one before it
    stopped, on a single thread: what it draws depends on what was rejected before.  So all devices take the host's numbers.
    """
    for parameter in (means, stdevs, minvals, maxvals):
        require(parameter.shape.sizes is None or parameter.shape.rank < 2, "parameters must be scalars or vectors, not {}", parameter.shape)
    result = described_shape(shape)
    require(result.rank_at_least(1), "shape must have at least one entry")
    return result
