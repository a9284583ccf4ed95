"""Comparison, logic and choice between elements.

Functions of two tensors broadcast as those of math_elementwise do. Comparisons with NaN are false, but for NotEqual.
"""

from ..framework.dtypes import FLOAT, NUMBER, REAL
from ..framework.op import Outputs, op, require
from ..framework.tensor_shape import SCALAR, UNKNOWN, TensorShape, broadcast_shapes


def equality_shape(x: TensorShape, y: TensorShape, incompatible_shape_error: bool) -> TensorShape:
    """The broadcast shape; where shapes may also not fit, which is a scalar answer, it is known only when they are."""
    if incompatible_shape_error:
        return broadcast_shapes(x, y)
    if not (x.is_fully_defined() and y.is_fully_defined()):
        return UNKNOWN
    try:
        return broadcast_shapes(x, y)
    except ValueError:
        return SCALAR


@op("Equal")
def equal(x: "T", y: "T", *, incompatible_shape_error: bool = True) -> Outputs(z="bool"):
    """x = y. With ``incompatible_shape_error=False`` shapes that do not broadcast give a scalar false."""
    return equality_shape(x.shape, y.shape, incompatible_shape_error)


@op("NotEqual")
def not_equal(x: "T", y: "T", *, incompatible_shape_error: bool = True) -> Outputs(z="bool"):
    """x ≠ y. With ``incompatible_shape_error=False`` shapes that do not broadcast give a scalar true."""
    return equality_shape(x.shape, y.shape, incompatible_shape_error)


@op("ApproximateEqual", T=NUMBER)
def approximate_equal(x: "T", y: "T", *, tolerance: float = 1e-5) -> Outputs(z="bool"):
    """|x - y| ≤ tolerance; both have one shape, without broadcasting."""
    return x.shape.merge_with(y.shape)


@op("Less", T=REAL)
def less(x: "T", y: "T") -> Outputs(z="bool"):
    """x < y."""
    return broadcast_shapes(x.shape, y.shape)


@op("LessEqual", T=REAL)
def less_equal(x: "T", y: "T") -> Outputs(z="bool"):
    """x ≤ y."""
    return broadcast_shapes(x.shape, y.shape)


@op("Greater", T=REAL)
def greater(x: "T", y: "T") -> Outputs(z="bool"):
    """x > y."""
    return broadcast_shapes(x.shape, y.shape)


@op("GreaterEqual", T=REAL)
def greater_equal(x: "T", y: "T") -> Outputs(z="bool"):
    """x ≥ y."""
    return broadcast_shapes(x.shape, y.shape)


@op("LogicalAnd")
def logical_and(x: "bool", y: "bool") -> Outputs(z="bool"):
    """Whether both are true."""
    return broadcast_shapes(x.shape, y.shape)


@op("LogicalOr")
def logical_or(x: "bool", y: "bool") -> Outputs(z="bool"):
    """Whether one or both are true."""
    return broadcast_shapes(x.shape, y.shape)


@op("LogicalNot")
def logical_not(x: "bool") -> Outputs(y="bool"):
    """Whether x is false."""
    return x.shape


@op("IsNan", T=FLOAT)
def is_nan(x: "T") -> Outputs(y="bool"):
    """Whether x is not a number."""
    return x.shape


@op("IsInf", T=FLOAT)
def is_inf(x: "T") -> Outputs(y="bool"):
    """Whether x is infinite, of either sign."""
    return x.shape


@op("IsFinite", T=FLOAT)
def is_finite(x: "T") -> Outputs(y="bool"):
    """Whether x is neither infinite nor NaN."""
    return x.shape


@op("Select")
def select(condition: "bool", t: "T", e: "T") -> Outputs(output="T"):
    """t where the condition holds, else e. Both have one shape.

    The condition has that shape too, or is a scalar, or a vector that chooses whole rows (slices of the first dimension).
    """
    shape = t.shape.merge_with(e.shape)
    if condition.shape.ndims is None or shape.ndims is None or condition.shape.ndims == 0:
        return shape
    if condition.shape.ndims == 1:
        require(
            shape.ndims > 0 and shape[:1].is_compatible_with(condition.shape),
            "condition {} cannot choose rows of {}",
            condition.shape,
            shape,
        )
        return shape
    return shape.merge_with(condition.shape)


@op("SelectV2")
def select_v2(condition: "bool", t: "T", e: "T") -> Outputs(output="T"):
    """t where the condition holds, else e; all three broadcast."""
    return broadcast_shapes(condition.shape, t.shape, e.shape)
