"""Discrete Fourier transforms of the last one, two or three dimensions; all others are a batch.

Along each dimension of n elements a transform is ``y[k] = sum(x[j] · exp(-2πi·jk/n))``, and its inverse the same with the opposite sign,
divided by n. The spectrum of real numbers is symmetric, ``y[n - k] = conj(y[k])``: their transforms give, and the inverses take, only
the frequencies from 0 to n // 2 of the last dimension. Like TensorFlow's, the kernels of these crop what they get to ``fft_length`` but do
not pad it: less is an InvalidArgumentError (a ValueError where it is known). The functions of ``tf.spectral`` pad.
"""

from ..framework.dtypes import COMPLEX, DType, TypeSet, complex64, float32, float64
from ..framework.op import Host, Outputs, op, require
from ..framework.shape_inference import entries_of
from ..framework.spectral_rules import signal_sizes, spectrum_sizes, transformed_sizes
from ..framework.tensor_shape import UNKNOWN, TensorShape

SINGLE_DOUBLE = TypeSet([float32, float64])


def same_shape(shape: TensorShape, rank: int) -> TensorShape:
    """The shape of what is transformed along its last ``rank`` dimensions."""
    return shape if shape.sizes is None else TensorShape(transformed_sizes(shape.sizes, rank))


@op("FFT", Tcomplex=COMPLEX.default(complex64))
def fft(input: "Tcomplex") -> Outputs(output="Tcomplex"):
    """The transform of the last dimension."""
    return same_shape(input.shape, 1)


@op("FFT2D", Tcomplex=COMPLEX.default(complex64))
def fft2d(input: "Tcomplex") -> Outputs(output="Tcomplex"):
    """The transform of the last two dimensions."""
    return same_shape(input.shape, 2)


@op("FFT3D", Tcomplex=COMPLEX.default(complex64))
def fft3d(input: "Tcomplex") -> Outputs(output="Tcomplex"):
    """The transform of the last three dimensions."""
    return same_shape(input.shape, 3)


@op("IFFT", Tcomplex=COMPLEX.default(complex64))
def ifft(input: "Tcomplex") -> Outputs(output="Tcomplex"):
    """The inverse transform of the last dimension."""
    return same_shape(input.shape, 1)


@op("IFFT2D", Tcomplex=COMPLEX.default(complex64))
def ifft2d(input: "Tcomplex") -> Outputs(output="Tcomplex"):
    """The inverse transform of the last two dimensions."""
    return same_shape(input.shape, 2)


@op("IFFT3D", Tcomplex=COMPLEX.default(complex64))
def ifft3d(input: "Tcomplex") -> Outputs(output="Tcomplex"):
    """The inverse transform of the last three dimensions."""
    return same_shape(input.shape, 3)


# The same under the names that they had while other transforms took no batches


@op("BatchFFT")
def batch_fft(input: "complex64") -> Outputs(output="complex64"):
    """The transform of the last dimension."""
    return same_shape(input.shape, 1)


@op("BatchFFT2D")
def batch_fft2d(input: "complex64") -> Outputs(output="complex64"):
    """The transform of the last two dimensions."""
    return same_shape(input.shape, 2)


@op("BatchFFT3D")
def batch_fft3d(input: "complex64") -> Outputs(output="complex64"):
    """The transform of the last three dimensions."""
    return same_shape(input.shape, 3)


@op("BatchIFFT")
def batch_ifft(input: "complex64") -> Outputs(output="complex64"):
    """The inverse transform of the last dimension."""
    return same_shape(input.shape, 1)


@op("BatchIFFT2D")
def batch_ifft2d(input: "complex64") -> Outputs(output="complex64"):
    """The inverse transform of the last two dimensions."""
    return same_shape(input.shape, 2)


@op("BatchIFFT3D")
def batch_ifft3d(input: "complex64") -> Outputs(output="complex64"):
    """The inverse transform of the last three dimensions."""
    return same_shape(input.shape, 3)


# Real numbers


@op("RFFT", Treal=SINGLE_DOUBLE.default(float32), Tcomplex=COMPLEX)
def rfft(input: "Treal", fft_length: Host["int32"], *, Tcomplex: DType = complex64) -> Outputs(output="Tcomplex"):
    """The transform of the first ``fft_length`` real numbers along the last dimension, of which fft_length // 2 + 1 frequencies stay."""
    require_pair(input.dtype, Tcomplex)
    return resized(spectrum_sizes, input.shape, fft_length, 1)


@op("RFFT2D", Treal=SINGLE_DOUBLE.default(float32), Tcomplex=COMPLEX)
def rfft2d(input: "Treal", fft_length: Host["int32"], *, Tcomplex: DType = complex64) -> Outputs(output="Tcomplex"):
    """The transform of the first ``fft_length`` real numbers along the last two dimensions; half the frequencies of the last stay."""
    require_pair(input.dtype, Tcomplex)
    return resized(spectrum_sizes, input.shape, fft_length, 2)


@op("RFFT3D", Treal=SINGLE_DOUBLE.default(float32), Tcomplex=COMPLEX)
def rfft3d(input: "Treal", fft_length: Host["int32"], *, Tcomplex: DType = complex64) -> Outputs(output="Tcomplex"):
    """The transform of the first ``fft_length`` real numbers along the last three dimensions; half the frequencies of the last stay."""
    require_pair(input.dtype, Tcomplex)
    return resized(spectrum_sizes, input.shape, fft_length, 3)


@op("IRFFT", Treal=SINGLE_DOUBLE, Tcomplex=COMPLEX.default(complex64))
def irfft(input: "Tcomplex", fft_length: Host["int32"], *, Treal: DType = float32) -> Outputs(output="Treal"):
    """``fft_length`` real numbers along the last dimension, from the first fft_length // 2 + 1 frequencies.

    Those of which the symmetry makes real numbers (0 and, where fft_length is even, fft_length / 2) count without their imaginary parts.
    """
    require_pair(Treal, input.dtype)
    return resized(signal_sizes, input.shape, fft_length, 1)


@op("IRFFT2D", Treal=SINGLE_DOUBLE, Tcomplex=COMPLEX.default(complex64))
def irfft2d(input: "Tcomplex", fft_length: Host["int32"], *, Treal: DType = float32) -> Outputs(output="Treal"):
    """``fft_length`` real numbers along the last two dimensions: the inverse transform of the one before, then IRFFT of the last."""
    require_pair(Treal, input.dtype)
    return resized(signal_sizes, input.shape, fft_length, 2)


@op("IRFFT3D", Treal=SINGLE_DOUBLE, Tcomplex=COMPLEX.default(complex64))
def irfft3d(input: "Tcomplex", fft_length: Host["int32"], *, Treal: DType = float32) -> Outputs(output="Treal"):
    """``fft_length`` real numbers along the last three dimensions: the inverse transform of the two before, then IRFFT of the last."""
    require_pair(Treal, input.dtype)
    return resized(signal_sizes, input.shape, fft_length, 3)


def require_pair(real: DType, complex_: DType) -> None:
    """A transform stays within single or within double precision."""
    require(complex_.real_dtype is real.base_dtype, "Wrong types for an FFT of real numbers: {} and {}", real.name, complex_.name)


def resized(rule: object, shape: TensorShape, fft_length: object, rank: int) -> TensorShape:
    """What ``rule`` says of the sizes, as far as they are known."""
    require(fft_length.shape.is_compatible_with([rank]), "fft_length must have shape [{}], not {}", rank, fft_length.shape)
    lengths = entries_of(fft_length) or (None,) * rank
    return UNKNOWN if shape.sizes is None else TensorShape(rule(shape.sizes, lengths, rank))
