"""Rows of tables, picked and weighted by sparse tensors, and combined: sums, means, or sums divided by the root of the sum of squared weights."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..framework.conversion import convert_to_tensor
from ..framework.dtypes import int32
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..framework.sparse_tensor import SparseTensor
from ..framework.tensor_shape import TensorShape
from ..functions.arithmetic import cast
from ..functions.segments import sparse_segment_mean, sparse_segment_sqrt_n, sparse_segment_sum
from ..ops import array_creation as creation
from ..ops import array_indexing as indexing
from ..ops import array_manipulation as array
from ..ops import array_search as search
from ..ops import math_comparison as compare
from ..ops import math_elementwise as math
from ..ops import math_reduction as reduction
from ..ops import math_segment as segments
from .embedding import embedding_lookup

__all__ = ["embedding_lookup_sparse", "safe_embedding_lookup_sparse"]

COMBINED = {"mean": sparse_segment_mean, "sqrtn": sparse_segment_sqrt_n, "sum": sparse_segment_sum}

Sums = Callable[..., Tensor]


def embedding_lookup_sparse(params: Any, sp_ids: Any, sp_weights: Any, partition_strategy: str = "mod", name: str | None = None,
                            combiner: str | None = None, max_norm: float | None = None) -> Tensor:  # fmt: skip
    """For each row of a sparse matrix of ids the rows of a table that they name, combined to one.

    Args:
        params, partition_strategy, max_norm: the table or tables, as for :func:`embedding_lookup`.
        sp_ids: a SparseTensor of row numbers; each of its rows names at least one.
        sp_weights: a SparseTensor with a weight for each id, or None, where all weigh 1.
        combiner: "sum" adds the weighted rows up; "mean", the default, divides that by the sum of the weights, "sqrtn" by the root of the sum
            of their squares.

    Returns:
        As many rows as the last row of ``sp_ids`` that has an entry says.

    Raises:
        TypeError: no sparse tensors. ValueError: an unknown combiner, or weights that do not fit the ids.
    """
    combiner, tables = combiner or "mean", _tables(params)
    _check(sp_ids, sp_weights, combiner)
    with name_scope(name, "embedding_lookup_sparse", [*tables, sp_ids.values]) as scope:
        rows = indexing.strided_slice(sp_ids.indices, [0, 0], [0, 1], [1, 1], begin_mask=1, end_mask=1, shrink_axis_mask=2)
        weights = None if sp_weights is None else sp_weights.values
        lookup = _Lookup(tables, partition_strategy, max_norm)
        return lookup.combined(sp_ids.values, weights, cast(rows, int32), combiner, None, scope)


def _tables(params: Any) -> list[Any]:
    tables = list(params) if isinstance(params, (list, tuple)) else [params]
    if not tables or tables[0] is None:
        raise ValueError(f"Missing embedding tables: {params}")
    return tables


def _check(ids: Any, weights: Any, combiner: str) -> None:
    if combiner not in COMBINED:
        raise ValueError(f"combiner must be one of 'mean', 'sqrtn' or 'sum', not {combiner!r}")
    if not isinstance(ids, SparseTensor):
        raise TypeError(f"the ids must be a SparseTensor, not {ids!r}")
    if weights is None:
        return
    if not isinstance(weights, SparseTensor):
        raise TypeError(f"the weights must be a SparseTensor or None, not {weights!r}")
    ids.values.shape.assert_is_compatible_with(weights.values.shape)


class _Lookup:
    """A table in parts, and how its rows are looked up."""

    def __init__(self, tables: list[Any], strategy: str, max_norm: float | None) -> None:
        self.tables, self.strategy, self.max_norm = tables, strategy, max_norm

    def rows(self, ids: Any) -> Tensor:
        return embedding_lookup(self.tables, ids, self.strategy, max_norm=self.max_norm)

    def combined(self, ids: Tensor, weights: Tensor | None, rows: Tensor, combiner: str, count: Tensor | None, scope: str | None) -> Tensor:
        """The embeddings of ``ids`` combined by the numbers in ``rows``, to ``count`` rows where that is given; each id is looked up once."""
        different, place = search.unique(ids)
        embeddings = self.rows(different)
        if weights is None:
            return COMBINED[combiner](embeddings, place, rows, num_segments=count, name=scope)
        weights = cast(weights, embeddings.dtype.base_dtype)
        picked, weights = indexing.gather_v2(embeddings, place, 0), _as_column(weights, embeddings)
        return _weighted(picked, weights, combiner, _sums(rows, count), scope)


def _sums(rows: Tensor, count: Tensor | None) -> Sums:
    """Sums by row number."""
    if count is None:
        return lambda values, name=None: segments.segment_sum(values, rows, name=name)
    return lambda values, name=None: segments.unsorted_segment_sum(values, rows, count, name=name)


def _weighted(picked: Tensor, weights: Tensor, combiner: str, sums: Sums, scope: str | None) -> Tensor:
    weighted = math.mul(picked, weights)
    if combiner == "sum":
        return sums(weighted, name=scope)
    divisor = sums(weights) if combiner == "mean" else math.sqrt(sums(math.square(weights)))
    return math.div_no_nan(sums(weighted), divisor, name=scope)


def _as_column(vector: Tensor, like: Tensor) -> Tensor:
    """A vector in a shape that broadcasts along all but the first dimension of ``like``."""
    if like.shape.ndims is not None:
        return array.reshape(vector, [-1] + [1] * (like.shape.ndims - 1))
    ones = creation.fill(array.expand_dims(math.sub(array.rank(like), 1), 0), 1)
    return array.reshape(vector, array.concat_v2([[-1], ones], 0))


def safe_embedding_lookup_sparse(embedding_weights: Any, sparse_ids: Any, sparse_weights: Any = None, combiner: str | None = "mean",
                                 default_id: int | None = None, name: str | None = None, partition_strategy: str = "div",
                                 max_norm: float | None = None) -> Tensor:  # fmt: skip
    """:func:`embedding_lookup_sparse` for ids of any rank, of which some may be invalid and whole rows missing.

    Negative ids are left out, and unless the combiner is "sum" those whose weight is not positive. A row without ids gets that of
    ``default_id``, or zeros.

    Returns:
        Shape ``sparse_ids.dense_shape[:-1] + width of the table``.
    """
    combiner, tables = combiner or "mean", _tables(embedding_weights)
    _check(sparse_ids, sparse_weights, combiner)
    dtype = None if sparse_weights is None else sparse_weights.dtype
    with name_scope(name, "embedding_lookup", [*tables, sparse_ids.values]) as scope:
        lookup = _Lookup([convert_to_tensor(table, dtype=dtype) for table in tables], partition_strategy, max_norm)
        rows, outer = _flat_rows(sparse_ids)
        ids, weights, rows = _valid(sparse_ids.values, None if sparse_weights is None else sparse_weights.values, rows, combiner)
        count = reduction.prod(outer, [0])
        found = lookup.combined(ids, weights, rows, combiner, count, None)
        if default_id is not None:
            found = _with_default(found, rows, count, lookup.rows([default_id]))
        shape = array.concat_v2([cast(outer, int32), _tail(array.shape(found))], 0)
        result = array.reshape(found, shape, name=scope)
        result.set_shape(TensorShape([None] * (sparse_ids.get_shape().rank - 1)).concatenate(found.shape[1:]))
        return result


def _flat_rows(ids: SparseTensor) -> tuple[Tensor, Tensor]:
    """For each id the number of its row, all dimensions but the last counted through, and the sizes of these."""
    outer = indexing.strided_slice(ids.dense_shape, [0], [-1], [1], begin_mask=1)
    steps = reduction.cumprod(outer, 0, exclusive=True, reverse=True)
    leading = indexing.strided_slice(ids.indices, [0, 0], [0, -1], [1, 1], begin_mask=3, end_mask=1)
    return reduction.sum_(math.mul(leading, steps), [1]), outer


def _valid(ids: Tensor, weights: Tensor | None, rows: Tensor, combiner: str) -> tuple[Tensor, Tensor | None, Tensor]:
    """Ids, weights and row numbers of the entries that count."""
    valid = compare.greater_equal(ids, creation.zeros_like(ids))
    if weights is not None and combiner != "sum":
        valid = compare.logical_and(valid, compare.greater(weights, creation.zeros_like(weights)))
    kept = array.reshape(search.where(valid), [-1])
    ids, rows = (indexing.gather_v2(each, kept, 0) for each in (ids, rows))
    return ids, None if weights is None else indexing.gather_v2(weights, kept, 0), rows


def _with_default(found: Tensor, rows: Tensor, count: Tensor, default: Tensor) -> Tensor:
    """``found`` with the row ``default`` where there are no entries."""
    entries = segments.unsorted_segment_sum(creation.ones_like(rows), rows, count)
    empty = compare.equal(entries, creation.zeros_like(entries))
    return compare.select_v2(_as_column(empty, found), default, found)


def _tail(vector: Tensor) -> Tensor:
    return indexing.strided_slice(vector, [1], [0], [1], end_mask=1)
