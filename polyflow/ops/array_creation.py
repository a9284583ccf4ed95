"""Tensors made from shapes and numbers: constants, placeholders, fills, ranges, one-hot vectors."""

from ..framework import dtypes
from ..framework.array_rules import canonical_axis, range_size
from ..framework.dtypes import COMPLEX, FLOAT, INDEX, REAL, DType, TypeSet, int8, int32, int64, uint8
from ..framework.op import Host, Outputs, TensorValue, op, require, value_of
from ..framework.shape_inference import described_shape
from ..framework.tensor_shape import UNKNOWN, TensorShape


@op("Const", kind="structural")
def const(*, value: TensorValue, dtype: DType) -> Outputs(output="dtype"):
    """The array ``value``, which is part of the graph."""
    return value.shape


@op("Placeholder", kind="structural")
def placeholder(*, dtype: DType, shape: TensorShape = UNKNOWN) -> Outputs(output="dtype"):
    """A tensor that every run must feed. A value that does not have ``shape`` is refused."""
    return shape


@op("PlaceholderV2", kind="structural")
def placeholder_v2(*, dtype: DType, shape: TensorShape) -> Outputs(output="dtype"):
    """The same as Placeholder, with a shape that must be given."""
    return shape


@op("PlaceholderWithDefault", view=True)
def placeholder_with_default(input: "dtype", *, shape: TensorShape) -> Outputs(output="dtype"):
    """``input``, unless a run feeds another value of ``shape``."""
    require(input.shape.is_compatible_with(shape), "the default has shape {}, which is not compatible with {}", input.shape, shape)
    return shape


@op("Fill", index_type=INDEX.default(int32))
def fill(dims: Host["index_type"], value: "T") -> Outputs(output="T"):
    """A tensor of shape ``dims`` whose elements all are the scalar ``value``."""
    require(value.shape.has_rank(0), "value must be a scalar, not of shape {}", value.shape)
    return described_shape(dims)


@op("ZerosLike")
def zeros_like(x: "T") -> Outputs(y="T"):
    """Zeros (False, empty texts) of the shape and type of ``x``."""
    return x.shape


@op("OnesLike", T=REAL | COMPLEX | {dtypes.bool})
def ones_like(x: "T") -> Outputs(y="T"):
    """Ones (True) of the shape and type of ``x``."""
    return x.shape


@op("Range", Tidx=(REAL - {uint8}).default(int32))
def range_(start: Host["Tidx"], limit: Host["Tidx"], delta: Host["Tidx"]) -> Outputs(output="Tidx"):
    """The vector ``start, start + delta, start + 2 delta, …`` up to, and without, ``limit``.

    Its length is ceil((limit - start) / delta). InvalidArgumentError when delta is 0 or leads away from limit.
    """
    for name, bound in (("start", start), ("limit", limit), ("delta", delta)):
        require(bound.shape.has_rank(0), "{} must be a scalar, not of shape {}", name, bound.shape)
    bounds = value_of(start), value_of(limit), value_of(delta)
    return [None if None in bounds else range_size(*bounds, start.dtype.base_dtype.np_dtype)]


@op("LinSpace", T=FLOAT, Tidx=INDEX.default(int32))
def lin_space(start: Host["T"], stop: Host["T"], num: Host["Tidx"]) -> Outputs(output="T"):
    """``num`` numbers from ``start`` to ``stop``, both included, at equal distances; ``[start]`` when num is 1.

    InvalidArgumentError unless num > 0.
    """
    for name, bound in (("start", start), ("stop", stop), ("num", num)):
        require(bound.shape.has_rank(0), "{} must be a scalar, not of shape {}", name, bound.shape)
    count = value_of(num)
    require(count is None or count > 0, "num must be positive, not {}", count)
    return [count]


@op("Empty", effects="state")
def empty(shape: Host["int32"], *, dtype: DType, init: bool = False) -> Outputs(output="dtype"):
    """A tensor of ``shape`` with arbitrary contents, or with zeros if ``init``."""
    return described_shape(shape)


@op("OneHot", TI=TypeSet([uint8, int8, int32, int64]).default(int64))
def one_hot(indices: "TI", depth: Host["int32"], on_value: "T", off_value: "T", *, axis: int = -1) -> Outputs(output="T"):
    """Each index as a vector of length ``depth``: ``on_value`` at that position, ``off_value`` elsewhere.

    The vectors lie along the new dimension ``axis`` (-1: the last). An index outside [0, depth) gives a vector of off_value.
    """
    for name, scalar in (("depth", depth), ("on_value", on_value), ("off_value", off_value)):
        require(scalar.shape.has_rank(0), "{} must be a scalar, not of shape {}", name, scalar.shape)
    length = value_of(depth)
    require(length is None or length >= 0, "depth must not be negative, but is {}", length)
    require(axis >= -1, "axis must be -1 or a position, not {}", axis)
    sizes = indices.shape.sizes
    if sizes is None:
        return UNKNOWN
    position = canonical_axis(axis, len(sizes) + 1)
    return [*sizes[:position], length, *sizes[position:]]
