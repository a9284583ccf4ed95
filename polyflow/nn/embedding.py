"""Rows of tables by number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..framework.conversion import convert_to_tensor
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..functions.clipping import clip_by_norm
from ..ops import array_creation as creation
from ..ops import array_indexing as indexing
from ..ops import array_manipulation as array
from ..ops import math_comparison as compare
from ..ops import math_elementwise as math
from ..ops.array_identity import identity

__all__ = ["embedding_lookup"]


def embedding_lookup(
    params: Any,
    ids: Any,
    partition_strategy: str = "mod",
    name: str | None = None,
    validate_indices: bool = True,
    max_norm: float | None = None,
) -> Tensor:
    """The rows ``ids`` of a table, or of several that together hold one.

    Args:
        params: a table, or a list of tables.
        ids: row numbers, of any shape.
        partition_strategy: how rows are dealt to several tables: "mod" in turn (row i is in table ``i % n``), "div" in runs of
            equal length, the first tables having one more where they do not come out even.
        validate_indices: accepted for old programs.
        max_norm: rows with a greater L2 norm are scaled down to it.

    Returns:
        Shape ``ids.shape + params.shape[1:]``.
    """
    tables = list(params) if isinstance(params, (list, tuple)) else [params]
    if not tables:
        raise ValueError("embedding_lookup needs at least one table")
    if partition_strategy not in ("mod", "div"):
        raise ValueError(f"Unrecognized partition strategy: {partition_strategy}")
    with name_scope(name, "embedding_lookup", [*tables, ids]) as scope:
        tables = [convert_to_tensor(table, name="params") for table in tables]
        ids = convert_to_tensor(ids, name="ids")
        if len(tables) == 1:
            return identity(_clipped(indexing.gather_v2(tables[0], ids, 0, name=scope), ids, max_norm))
        return _clipped(_from_several(tables, ids, partition_strategy, scope), ids, max_norm)


def _from_several(tables: Sequence[Tensor], ids: Tensor, strategy: str, scope: str) -> Tensor:
    """Each table looks up its share of the ids; the rows are put back into the order of the ids."""
    flat = array.reshape(ids, [-1])
    order = creation.range_(0, array.size(flat), 1)
    table, row = _dealt_in_turn(flat, len(tables)) if strategy == "mod" else _dealt_in_runs(flat, tables)
    table = math.cast(table, DstT="int32")
    rows = indexing.dynamic_partition(row, table, num_partitions=len(tables))
    places = indexing.dynamic_partition(order, table, num_partitions=len(tables))
    found = [indexing.gather_v2(*pair, 0) for pair in zip(tables, rows, strict=True)]
    stitched = indexing.dynamic_stitch(places, found, name=scope)
    width = tables[0].shape[1:]
    result = array.reshape(
        stitched, array.concat_v2([array.shape(ids), width if width.is_fully_defined() else _tail(tables[0])], 0, name="concat")
    )
    result.set_shape(ids.shape.concatenate(width))
    return result


def _tail(table: Tensor) -> Tensor:
    return indexing.strided_slice(array.shape(table), [1], [0], [1], end_mask=1)


def _dealt_in_turn(ids: Tensor, count: int) -> tuple[Tensor, Tensor]:
    """The table of each id, and its row there."""
    return math.floor_mod(ids, count, name="mod"), math.floor_div(ids, count, name="floordiv")


def _dealt_in_runs(ids: Tensor, tables: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
    count = len(tables)
    total = _total_rows(tables, ids)
    size, longer = math.floor_div(total, count, name="floordiv"), math.floor_mod(total, count, name="mod")
    in_longer = math.floor_div(ids, math.add_v2(size, 1), name="floordiv")
    in_shorter = math.floor_div(math.sub(ids, longer), size, name="floordiv")
    table = math.maximum(in_longer, in_shorter)
    row = compare.select(
        compare.less(table, longer), math.floor_mod(ids, math.add_v2(size, 1)), math.floor_mod(math.sub(ids, longer), size)
    )
    return table, row


def _total_rows(tables: Sequence[Tensor], ids: Tensor) -> Any:
    """The number of rows of all tables, in the type of the ids."""
    sizes = [table.shape[0].value for table in tables]
    if None not in sizes:
        return convert_to_tensor(sum(sizes), dtype=ids.dtype.base_dtype)
    rows = [indexing.strided_slice(array.shape(table), [0], [1], [1], shrink_axis_mask=1) for table in tables]
    return math.cast(math.add_n(rows), DstT=ids.dtype.base_dtype)


def _clipped(rows: Tensor, ids: Tensor, max_norm: float | None) -> Tensor:
    """Rows scaled down to ``max_norm``; a row is what one id stands for."""
    if max_norm is None:
        return rows
    first, end = ids.shape.ndims, rows.shape.ndims
    if first is None or end is None:
        return clip_by_norm(rows, max_norm, creation.range_(array.rank(ids), array.rank(rows), 1))
    return clip_by_norm(rows, max_norm, list(range(first, end)))
