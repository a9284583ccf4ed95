"""The largest entries of rows, those at other places in their order, and whether given ones are among the largest."""

from ..framework.dtypes import INDEX, REAL, DType, int16, int32
from ..framework.op import Host, Outputs, at_least, op, require, value_of
from ..framework.tensor_shape import TensorShape

NARROW_INDEX = INDEX | {int16}


@op("TopK", T=REAL, k=at_least(0))
def top_k(input: "T", *, k: int, sorted: bool = True) -> Outputs(values="T", indices="int32"):
    """The same as TopKV2, with a ``k`` that is part of the graph."""
    shape = largest_shape(input.shape, k)
    return shape, shape


@op("TopKV2", T=REAL, Tk=NARROW_INDEX.default(int32), index_type=NARROW_INDEX)
def top_k_v2(input: "T", k: Host["Tk"], *, sorted: bool = True, index_type: DType = int32) -> Outputs(values="T", indices="index_type"):
    """The ``k`` largest entries of the last dimension and their positions, the largest first; of equal ones the one that comes first is larger.

    With ``sorted`` off any order would do; it is the same here.  NaN is larger than any number.  InvalidArgumentError unless 0 <= k <= size.
    """
    require(k.shape.has_rank(0), "k must be a scalar, not of shape {}", k.shape)
    shape = largest_shape(input.shape, value_of(k))
    return shape, shape


def largest_shape(shape: TensorShape, k: int | None) -> TensorShape:
    require(shape.rank_at_least(1), "input must have at least one dimension, not shape {}", shape)
    require(k is None or k >= 0, "k must be at least 0, not {}", k)
    if shape.sizes is None:
        return shape
    columns = shape.sizes[-1]
    require(k is None or columns is None or k <= columns, "input must have last dimension >= k = {} but is {}", k, columns)
    return shape[:-1] + [k]


@op("NthElement", T=REAL)
def nth_element(input: "T", n: Host["int32"], *, reverse: bool = False) -> Outputs(values="T"):
    """The entry of each row (of the last dimension) that sorting would put at position ``n``, counted from 0; in falling order with ``reverse``.

    NaN is larger than any number.  InvalidArgumentError unless 0 <= n < size.
    """
    require(n.shape.has_rank(0), "n must be a scalar, not of shape {}", n.shape)
    shape, position = input.shape, value_of(n)
    require(shape.rank_at_least(1), "input must have at least one dimension, not shape {}", shape)
    require(position is None or position >= 0, "n must be non-negative, not {}", position)
    columns = None if shape.sizes is None else shape.sizes[-1]
    require(None in (columns, position) or position < columns, "input must have last dimension > n = {} but is {}", position, columns)
    return shape[:-1]


@op("InTopK", T=INDEX.default(int32))
def in_top_k(predictions: "float32", targets: "T", *, k: int) -> Outputs(precision="bool"):
    """Whether fewer than ``k`` predictions of a row are larger than the one that its target points to.

    ``predictions`` is a matrix, ``targets`` a vector of one column number for each row.  False for a target that is no column, and for a row with a
    prediction that is not finite.
    """
    return row_of_each(predictions, targets)


@op("InTopKV2", T=INDEX.default(int32))
def in_top_k_v2(predictions: "float32", targets: "T", k: Host["T"]) -> Outputs(precision="bool"):
    """The same as InTopK, with a ``k`` that is an input."""
    require(k.shape.has_rank(0), "k must be a scalar, not of shape {}", k.shape)
    return row_of_each(predictions, targets)


def row_of_each(predictions: object, targets: object) -> TensorShape:
    """The shape of one value for each row of a matrix, which has a target for each."""
    require(predictions.shape.has_rank(2), "predictions must be a matrix, not of shape {}", predictions.shape)
    require(targets.shape.has_rank(1), "targets must be a vector, not of shape {}", targets.shape)
    rows = predictions.shape.with_rank(2)[:1]
    require(
        rows.is_compatible_with(targets.shape),
        "there are {} rows of predictions, but {} targets",
        predictions.shape.with_rank(2)[0],
        targets.shape.with_rank(1)[0],
    )
    return rows.merge_with(targets.shape)
