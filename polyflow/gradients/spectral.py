"""Gradients of Fourier transforms: the adjoint of a transform is its inverse times the number of elements, and the other way round."""

from ..ops import array_creation as creation
from ..ops import math_comparison as comparison
from ..ops import math_elementwise as elementwise
from ..ops import spectral as m
from ..ops.array_indexing import strided_slice, strided_slice_grad
from ..ops.array_manipulation import concat_v2
from ..ops.math_reduction import prod
from .helpers import scalar
from .registry import gradient
from .shapes import shape_of


def count(dy, rank):
    """How many elements a transform of ``rank`` dimensions combines."""
    return elementwise.cast(prod(last_sizes(dy, rank), [0]), DstT=dy.dtype)


def last_sizes(tensor, rank):
    return strided_slice(shape_of(tensor), [-rank], [0], [1], end_mask=1)


def of_transform(inverse, rank):
    return lambda op, dy: elementwise.mul(inverse(dy), count(dy, rank))


def of_inverse(transform, rank):
    return lambda op, dy: elementwise.mul(transform(dy), elementwise.reciprocal(count(dy, rank)))


gradient(m.fft, m.batch_fft)(of_transform(m.ifft, 1))
gradient(m.fft2d, m.batch_fft2d)(of_transform(m.ifft2d, 2))
gradient(m.fft3d, m.batch_fft3d)(of_transform(m.ifft3d, 3))
gradient(m.ifft, m.batch_ifft)(of_inverse(m.fft, 1))
gradient(m.ifft2d, m.batch_ifft2d)(of_inverse(m.fft2d, 2))
gradient(m.ifft3d, m.batch_ifft3d)(of_inverse(m.fft3d, 3))


# Real numbers: a frequency that the spectrum leaves out, since it mirrors another, makes that one count twice in the inverse, though once
# in the transform. What was cropped gets zeros.


def of_spectrum(inverse, rank):
    def slope(op, dy):
        x, lengths = op.inputs
        y = inverse(elementwise.mul(dy, once_or(0.5, dy, lengths)), lengths, Treal=x.dtype.base_dtype)
        return uncropped(elementwise.mul(y, count(y, rank)), x, rank), None

    return slope


def of_signal(transform, rank):
    def slope(op, dy):
        x, lengths = op.inputs
        y = transform(dy, lengths, Tcomplex=x.dtype.base_dtype)
        weights = elementwise.mul(once_or(2, y, lengths), elementwise.cast(elementwise.reciprocal(count(dy, rank)), DstT=y.dtype))
        return uncropped(elementwise.mul(y, weights), x, rank), None

    return slope


def once_or(weight, spectrum, lengths):
    """A vector for the last dimension of a half spectrum: 1 for a frequency that is its own mirror image, ``weight`` for others."""
    length = strided_slice(lengths, [-1], [0], [1], end_mask=1)
    frequencies = creation.range_(0, prod(last_sizes(spectrum, 1), [0]), 1)
    own_mirror = comparison.equal(elementwise.floor_mod(elementwise.mul(frequencies, 2), length), 0)
    return comparison.select_v2(own_mirror, scalar(1, spectrum), scalar(weight, spectrum))


def uncropped(grad, x, rank):
    """``grad`` in a tensor like ``x``, with zeros behind it in each of the last ``rank`` dimensions."""
    if grad.shape.sizes and x.shape.sizes and None not in x.shape.sizes[-rank:] and grad.shape.sizes[-rank:] == x.shape.sizes[-rank:]:
        return grad
    begin, ones = [0] * (1 + rank), [1] * (1 + rank)
    end = concat_v2([[0], last_sizes(grad, rank)], 0)
    return strided_slice_grad(shape_of(x), begin, end, ones, grad, begin_mask=2 ** (1 + rank) - 2, ellipsis_mask=1)


gradient(m.rfft)(of_spectrum(m.irfft, 1))
gradient(m.rfft2d)(of_spectrum(m.irfft2d, 2))
gradient(m.rfft3d)(of_spectrum(m.irfft3d, 3))
gradient(m.irfft)(of_signal(m.rfft, 1))
gradient(m.irfft2d)(of_signal(m.rfft2d, 2))
gradient(m.irfft3d)(of_signal(m.rfft3d, 3))
