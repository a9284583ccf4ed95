"""Reductions of whole dimensions, positions of extremes, and running sums and products.

``reduction_indices`` names the dimensions to reduce: a scalar or a vector, negative numbers counting from the last. Each may occur once.
They vanish from the shape, or become 1 with ``keep_dims``. float16 and bfloat16 accumulate in float32.
"""

from ..framework import dtypes
from ..framework.dtypes import FLOAT, INDEX, NUMBER, QUANTIZED, REAL, DType, TypeSet, int16, int32, int64, uint16
from ..framework.math_rules import reduced_sizes, reduction_axes, scan_axis
from ..framework.op import Host, Outputs, op, value_of
from ..framework.tensor_shape import UNKNOWN, TensorShape, unknown_shape

SEARCHABLE = REAL | QUANTIZED | {dtypes.bool}


def known_axes(indices: object) -> int | tuple | None:
    """The dimensions that a tensor names, where all are known."""
    axes = value_of(indices)
    return None if axes is None or (isinstance(axes, tuple) and None in axes) else axes


def reduced_shape(shape: TensorShape, indices: object, keep_dims: bool) -> TensorShape:
    """The shape after a reduction: of the same rank at least where the dimensions are kept, though which were reduced is not known."""
    axes = known_axes(indices)
    if shape.sizes is None or axes is None:
        return unknown_shape(shape.ndims) if keep_dims else UNKNOWN
    return TensorShape(reduced_sizes(shape.sizes, reduction_axes(axes, len(shape.sizes)), keep_dims))


@op("Sum", T=NUMBER, Tidx=INDEX.default(int32))
def sum_(input: "T", reduction_indices: Host["Tidx"], *, keep_dims: bool = False) -> Outputs(output="T"):
    """The sum; 0 of nothing."""
    return reduced_shape(input.shape, reduction_indices, keep_dims)


@op("Mean", T=NUMBER, Tidx=INDEX.default(int32))
def mean(input: "T", reduction_indices: Host["Tidx"], *, keep_dims: bool = False) -> Outputs(output="T"):
    """The sum divided by the count. The mean of integers is cut towards zero; of nothing it is NaN, or 0 for integers."""
    return reduced_shape(input.shape, reduction_indices, keep_dims)


@op("Prod", T=NUMBER, Tidx=INDEX.default(int32))
def prod(input: "T", reduction_indices: Host["Tidx"], *, keep_dims: bool = False) -> Outputs(output="T"):
    """The product; 1 of nothing."""
    return reduced_shape(input.shape, reduction_indices, keep_dims)


@op("Max", T=REAL | QUANTIZED, Tidx=INDEX.default(int32))
def max_(input: "T", reduction_indices: Host["Tidx"], *, keep_dims: bool = False) -> Outputs(output="T"):
    """The greatest element; NaN if there is one; of nothing the lowest value of the type (-inf for floats)."""
    return reduced_shape(input.shape, reduction_indices, keep_dims)


@op("Min", T=REAL | QUANTIZED, Tidx=INDEX.default(int32))
def min_(input: "T", reduction_indices: Host["Tidx"], *, keep_dims: bool = False) -> Outputs(output="T"):
    """The least element; NaN if there is one; of nothing the greatest value of the type (inf for floats)."""
    return reduced_shape(input.shape, reduction_indices, keep_dims)


@op("EuclideanNorm", T=NUMBER, Tidx=INDEX.default(int32))
def euclidean_norm(input: "T", reduction_indices: Host["Tidx"], *, keep_dims: bool = False) -> Outputs(output="T"):
    """The square root of the sum of x · conj(x), cut towards zero for integers."""
    return reduced_shape(input.shape, reduction_indices, keep_dims)


@op("All", Tidx=INDEX.default(int32))
def all_(input: "bool", reduction_indices: Host["Tidx"], *, keep_dims: bool = False) -> Outputs(output="bool"):
    """Whether all elements are true, as those of nothing are."""
    return reduced_shape(input.shape, reduction_indices, keep_dims)


@op("Any", Tidx=INDEX.default(int32))
def any_(input: "bool", reduction_indices: Host["Tidx"], *, keep_dims: bool = False) -> Outputs(output="bool"):
    """Whether some element is true, as none of nothing is."""
    return reduced_shape(input.shape, reduction_indices, keep_dims)


@op("ArgMax", T=SEARCHABLE, Tidx=TypeSet([int16, int32, int64]).default(int32), output_type={int16, uint16, int32, int64})
def argmax(input: "T", dimension: Host["Tidx"], *, output_type: DType = int64) -> Outputs(output="output_type"):
    """Where along ``dimension`` the greatest element is: the first of several, and never a NaN unless there is nothing else.

    A dimension without elements is an InvalidArgumentError.
    """
    return position_shape(input.shape, dimension)


@op("ArgMin", T=SEARCHABLE, Tidx=INDEX.default(int32), output_type=INDEX)
def argmin(input: "T", dimension: Host["Tidx"], *, output_type: DType = int64) -> Outputs(output="output_type"):
    """Where along ``dimension`` the least element is: the first of several, and never a NaN unless there is nothing else.

    A dimension without elements is an InvalidArgumentError.
    """
    return position_shape(input.shape, dimension)


def position_shape(shape: TensorShape, dimension: object) -> TensorShape:
    """The shape without one dimension."""
    axis = known_axes(dimension)
    if shape.sizes is None or axis is None:
        return UNKNOWN if shape.sizes is None else unknown_shape(max(len(shape.sizes) - 1, 0))
    return TensorShape(reduced_sizes(shape.sizes, (scan_axis(axis, len(shape.sizes)),), keep_dims=False))


@op("Cumsum", T=NUMBER, Tidx=INDEX.default(int32))
def cumsum(x: "T", axis: Host["Tidx"], *, exclusive: bool = False, reverse: bool = False) -> Outputs(out="T"):
    """Sums of the elements up to each one along ``axis``: y[i] = x[0] + … + x[i].

    ``exclusive`` leaves x[i] itself out, so that y[0] = 0. ``reverse`` starts from the end.
    """
    return scanned_shape(x.shape, axis)


@op("Cumprod", T=NUMBER, Tidx=INDEX.default(int32))
def cumprod(x: "T", axis: Host["Tidx"], *, exclusive: bool = False, reverse: bool = False) -> Outputs(out="T"):
    """Products of the elements up to each one along ``axis``: y[i] = x[0] · … · x[i].

    ``exclusive`` leaves x[i] itself out, so that y[0] = 1. ``reverse`` starts from the end.
    """
    return scanned_shape(x.shape, axis)


@op("CumulativeLogsumexp", T=FLOAT, Tidx=INDEX.default(int32))
def cumulative_logsumexp(x: "T", axis: Host["Tidx"], *, exclusive: bool = False, reverse: bool = False) -> Outputs(out="T"):
    """Logarithms of running sums of exponentials along ``axis``: y[i] = log(exp(x[0]) + … + exp(x[i])), without overflow.

    ``exclusive`` leaves x[i] itself out, so that y[0] = -inf. ``reverse`` starts from the end.
    """
    return scanned_shape(x.shape, axis)


def scanned_shape(shape: TensorShape, axis: object) -> TensorShape:
    """The shape itself, once the axis is known to be one of its dimensions."""
    known = known_axes(axis)
    if shape.sizes is not None and known is not None:
        scan_axis(known, len(shape.sizes))
    return shape
