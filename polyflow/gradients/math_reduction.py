"""Gradients of reductions and of running sums and products."""

from ..ops import math_comparison as comparison
from ..ops import math_elementwise as elementwise
from ..ops import math_reduction as m
from .helpers import conj, real_part, reduced_count, scalar, spread, with_kept_dimensions
from .registry import gradient, not_differentiable

not_differentiable(m.all_, m.any_, m.argmax, m.argmin)


@gradient(m.sum_)
def _(op, dy):
    x, axes = op.inputs
    return spread(dy, x, axes, op.attrs["keep_dims"]), None


@gradient(m.mean)
def _(op, dy):
    x, axes = op.inputs
    share = elementwise.real_div(dy, reduced_count(x, op.outputs[0], axes))
    return spread(share, x, axes, op.attrs["keep_dims"]), None


@gradient(m.max_, m.min_)
def _(op, dy):
    """Elements that tie for the extreme share the gradient equally."""
    x, axes = op.inputs
    y, dy = (with_kept_dimensions(tensor, x, axes, op.attrs["keep_dims"]) for tensor in (op.outputs[0], dy))
    chosen = elementwise.cast(comparison.equal(x, y), DstT=dy.dtype)
    share = elementwise.real_div(dy, m.sum_(chosen, axes, keep_dims=True))
    return elementwise.mul(chosen, share), None


@gradient(m.prod)
def _(op, dy):
    """The product of all other elements: the product divided by x; where x is the only 0, the product of the rest; beside another 0, 0.

    A second derivative is right where no element is 0.
    """
    x, axes = op.inputs
    dy = with_kept_dimensions(dy, x, axes, op.attrs["keep_dims"])
    zero = comparison.equal(x, scalar(0, x))
    nonzero = comparison.select_v2(zero, scalar(1, x), x)
    zeros = m.sum_(elementwise.cast(zero, DstT=x.dtype), axes, keep_dims=True)
    other_zeros = elementwise.sub(zeros, elementwise.cast(zero, DstT=x.dtype))
    rest = elementwise.real_div(m.prod(nonzero, axes, keep_dims=True), nonzero)
    others = comparison.select_v2(comparison.equal(other_zeros, scalar(0, x)), rest, scalar(0, x))
    return elementwise.mul(dy, conj(others)), None


@gradient(m.euclidean_norm)
def _(op, dy):
    """x · dy / y; of a complex dy only the real part counts, since y is real."""
    x, axes = op.inputs
    y, dy = (with_kept_dimensions(tensor, x, axes, op.attrs["keep_dims"]) for tensor in (op.outputs[0], dy))
    return elementwise.mul(x, elementwise.real_div(real_part(dy), y)), None


@gradient(m.cumsum)
def _(op, dy):
    return m.cumsum(dy, op.inputs[1], exclusive=op.attrs["exclusive"], reverse=not op.attrs["reverse"]), None


@gradient(m.cumprod)
def _(op, dy):
    """The sum of dy · y over all products that x is part of, divided by x; NaN where x is 0."""
    x, axis = op.inputs
    products = elementwise.mul(conj(op.outputs[0]), dy)
    return elementwise.real_div(m.cumsum(products, axis, exclusive=op.attrs["exclusive"], reverse=not op.attrs["reverse"]), conj(x)), None


@gradient(m.cumulative_logsumexp)
def _(op, dy):
    """The sum of dy · exp(x - y) over all results that x is part of, as exponentials of logarithms of sums, dy > 0 apart from dy < 0."""
    x, axis = op.inputs
    flags = {"exclusive": op.attrs["exclusive"], "reverse": not op.attrs["reverse"]}

    def part(dy):
        positive = comparison.greater(dy, scalar(0, dy))
        logarithm = elementwise.log(comparison.select_v2(positive, dy, scalar(1, dy)))
        logarithm = comparison.select_v2(positive, logarithm, scalar(dy.dtype.min, dy))
        sums = m.cumulative_logsumexp(elementwise.sub(logarithm, op.outputs[0]), axis, **flags)
        return elementwise.exp(elementwise.add_v2(sums, x))

    return elementwise.sub(part(dy), part(elementwise.neg(dy))), None
