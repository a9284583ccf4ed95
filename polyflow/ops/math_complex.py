"""The parts of complex numbers. Real, Imag, Angle and ComplexAbs give real numbers, of the type ``Tout``."""

from ..framework.dtypes import COMPLEX, DType, TypeSet, complex64, float32, float64, variant
from ..framework.op import Outputs, op
from ..framework.tensor_shape import broadcast_shapes

SINGLE_DOUBLE = TypeSet([float32, float64])


@op("Real", T=COMPLEX.default(complex64), Tout=SINGLE_DOUBLE)
def real(input: "T", *, Tout: DType = float32) -> Outputs(output="Tout"):
    """The real part."""
    return input.shape


@op("Imag", T=COMPLEX.default(complex64), Tout=SINGLE_DOUBLE)
def imag(input: "T", *, Tout: DType = float32) -> Outputs(output="Tout"):
    """The imaginary part."""
    return input.shape


@op("Angle", T=COMPLEX.default(complex64), Tout=SINGLE_DOUBLE)
def angle(input: "T", *, Tout: DType = float32) -> Outputs(output="Tout"):
    """The argument atan2(im, re), in [-π, π]."""
    return input.shape


@op("Conj", T=(COMPLEX | {variant}).default(complex64))
def conj(input: "T") -> Outputs(output="T"):
    """The complex conjugate; a variant stays as it is."""
    return input.shape


@op("Complex", T=SINGLE_DOUBLE.default(float32), Tout=COMPLEX)
def complex_(real: "T", imag: "T", *, Tout: DType = complex64) -> Outputs(out="Tout"):
    """real + i · imag."""
    return broadcast_shapes(real.shape, imag.shape)


@op("ComplexAbs", T=COMPLEX.default(complex64), Tout=SINGLE_DOUBLE)
def complex_abs(x: "T", *, Tout: DType = float32) -> Outputs(y="Tout"):
    """The absolute value sqrt(re² + im²), a real number."""
    return x.shape
