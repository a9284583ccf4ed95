"""Gradients of the parts of complex numbers, as those of math_elementwise conjugates of what the product rule gives."""

from ..ops import math_complex as m
from ..ops import math_elementwise as e
from .helpers import scalar, unbroadcast
from .registry import gradient


@gradient(m.real)
def _(op, dy):
    return e.cast(dy, DstT=op.inputs[0].dtype)


@gradient(m.imag)
def _(op, dy):
    return m.complex_(scalar(0, dy), dy, Tout=op.inputs[0].dtype)


@gradient(m.complex_abs)
def _(op, dy):
    """dy · x / |x|."""
    x, y = op.inputs[0], op.outputs[0]
    return e.div_no_nan(e.mul(e.cast(dy, DstT=x.dtype), x), e.cast(y, DstT=x.dtype))


@gradient(m.angle)
def _(op, dy):
    """dy · i x / |x|², which is -dy / (im + i re)."""
    x, real_type = op.inputs[0], dy.dtype.base_dtype
    turned = m.complex_(m.imag(x, Tout=real_type), m.real(x, Tout=real_type), Tout=x.dtype)
    return e.neg(e.real_div(e.cast(dy, DstT=x.dtype), turned))


@gradient(m.conj)
def _(op, dy):
    return m.conj(dy)


@gradient(m.complex_)
def _(op, dy):
    real, imag = op.inputs
    real_type = real.dtype.base_dtype
    return unbroadcast(m.real(dy, Tout=real_type), real, imag), unbroadcast(m.imag(dy, Tout=real_type), imag, real)
