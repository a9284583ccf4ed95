"""Rules about axes and sizes that inference and the kernels of every backend share.

Each is a function of plain Python numbers that raises ValueError for what does not fit. Sizes may be None where they are not known;
at run time they all are. ``at_run_time`` turns a rule into the form that kernels use.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import Any, ParamSpec, TypeVar

import numpy as np

from .errors import InvalidArgumentError
from .tensor_shape import Sizes, TensorShape

P = ParamSpec("P")
R = TypeVar("R")


def at_run_time(rule: Callable[P, R]) -> Callable[P, R]:
    """The same rule for kernels: results are remembered (arguments must be hashable), failures are InvalidArgumentErrors."""

    @functools.lru_cache(maxsize=4096)
    @functools.wraps(rule)
    def checked(*args: P.args, **keywords: P.kwargs) -> R:
        try:
            return rule(*args, **keywords)
        except ValueError as error:
            raise InvalidArgumentError.of(str(error)) from None

    return checked  # type: ignore[return-value]  # the cache's wrapper is called like the function


def canonical_axis(axis: int, rank: int) -> int:
    """``axis`` counted from the front; negative ones count from the end."""
    if not -rank <= axis < rank:
        raise ValueError(f"axis {axis} is not in [{-rank}, {rank})")
    return axis % rank


def single_axis(axis: int | Sequence[int]) -> int:
    """The axis in a scalar, or in a vector of one entry, which old programs pass instead."""
    if isinstance(axis, int):
        return axis
    if len(axis) != 1:
        raise ValueError(f"the axis must be a single number, not {list(axis)}")
    return axis[0]


def canonical_axes(axes: Sequence[int], rank: int) -> tuple[int, ...]:
    """All ``axes`` counted from the front, each named once."""
    found = tuple([canonical_axis(axis, rank) for axis in axes])
    if len(set(found)) != len(found):
        raise ValueError(f"axes {list(axes)} name a dimension twice")
    return found


def permutation(perm: Sequence[int | None], rank: int) -> tuple[int | None, ...]:
    """``perm`` counted from the front, checked to name each of ``rank`` dimensions once; None for entries not yet known."""
    if len(perm) != rank:
        raise ValueError(f"perm {list(perm)} must have one entry for each of the {rank} dimensions")
    known = canonical_axes([axis for axis in perm if axis is not None], rank)
    rest = iter(known)
    return tuple(None if axis is None else next(rest) for axis in perm)


def range_size(start: Any, limit: Any, delta: Any, dtype: Any) -> int:
    """How many numbers ``start, start + delta, …`` come before ``limit``, in the arithmetic of ``dtype`` (a NumPy dtype).

    Integers: ceil(|limit - start| / |delta|), exactly. Floats: the same with each step rounded to ``dtype``.
    """
    if delta == 0:
        raise ValueError("Range requires delta != 0")
    if (limit - start) * delta < 0:
        raise ValueError(
            f"Range requires start {'<=' if delta > 0 else '>='} limit when delta {'>' if delta > 0 else '<'} 0, got {start} and {limit}"
        )
    if isinstance(start, int):
        return int(-(-abs(limit - start) // abs(delta)))
    first, last, step = np.array([start, limit, delta], dtype)
    return math.ceil(abs(float((last - first) / step)))


def reshaped_sizes(sizes: Sizes | None, target: Sequence[int | None]) -> Sizes:
    """What is known of the sizes ``target`` that an array of ``sizes`` is given; -1 is what the others leave, None not yet known."""
    if sum(size == -1 for size in target) > 1 or any(size is not None and size < -1 for size in target):
        raise ValueError(f"shape {list(target)} must not be negative, but for a single -1")
    known = math.prod(size for size in target if size is not None and size != -1)
    open_entries = sum(size in (-1, None) for size in target)
    count = TensorShape(sizes).num_elements()
    if count is None or open_entries > 1 or (open_entries and not known):
        return tuple(None if size == -1 else size for size in target)
    if count % known if open_entries else count != known:
        raise ValueError(f"shape {list(target)} cannot hold the {count} elements of a tensor of shape {list(sizes or ())}")
    return tuple(count // known if size in (-1, None) else size for size in target)


def split_sizes(sizes: Sequence[int | None], total: int | None) -> Sizes:
    """The sizes of pieces that together have ``total``; one entry of -1 takes what the others leave."""
    open_entries = sum(size == -1 for size in sizes)
    if open_entries > 1 or any(size is not None and size < -1 for size in sizes):
        raise ValueError(f"size_splits {list(sizes)} must not be negative, but for a single -1")
    known = None if None in sizes else sum(size for size in sizes if size is not None and size != -1)
    if known is None or total is None:
        return tuple(None if size == -1 else size for size in sizes)
    if known > total or (known < total and not open_entries):
        raise ValueError(f"size_splits {list(sizes)} do not add up to the {total} elements of the dimension")
    return tuple(total - known if size == -1 else size for size in sizes)


def slice_block(sizes: Sequence[int], begin: Sequence[int], size: Sequence[int]) -> tuple[slice, ...]:
    """The block that starts at ``begin``, as NumPy's indexing takes it."""
    counts = slice_sizes(tuple(sizes), begin, size)
    return tuple(slice(first, first + count) for first, count in zip(begin, counts, strict=True) if count is not None)


def slice_sizes(sizes: Sizes, begin: Sequence[int | None], size: Sequence[int | None]) -> Sizes:
    """The sizes of a block that starts at ``begin``; a size of -1 reaches to the end."""
    if not len(sizes) == len(begin) == len(size):
        raise ValueError(f"begin and size must have one entry for each of the {len(sizes)} dimensions, not {len(begin)} and {len(size)}")
    return tuple(_slice_size(*item) for item in zip(sizes, begin, size, range(len(sizes)), strict=True))


def _slice_size(total: int | None, begin: int | None, size: int | None, axis: int) -> int | None:
    if (begin is not None and begin < 0) or (size is not None and size < -1):
        raise ValueError(f"begin {begin} and size {size} of dimension {axis} must not be negative, but for a size of -1")
    if total is None or begin is None:
        return None if size == -1 else size
    if begin > total or (size is not None and begin + size > total):
        raise ValueError(f"begin {begin} and size {size} of dimension {axis} reach beyond its {total} elements")
    return total - begin if size == -1 else size


def squeezed_axes(sizes: Sizes, axes: Sequence[int]) -> tuple[int, ...]:
    """The dimensions that a squeeze removes: ``axes``, or all of size 1 when there are none."""
    if not axes:
        return tuple(i for i, size in enumerate(sizes) if size == 1)
    found = sorted({canonical_axis(axis, len(sizes)) for axis in axes})
    for axis in found:
        if sizes[axis] not in (1, None):
            raise ValueError(f"cannot squeeze dimension {axis}: its size must be 1, not {sizes[axis]}")
    return tuple(found)


def padded_sizes(sizes: Sizes, paddings: Sequence[Sequence[int | None]]) -> Sizes:
    """The sizes after padding by ``(before, after)`` in each dimension."""
    _check_paddings(sizes, paddings)
    return tuple(_resized(size, pads, 1) for size, pads in zip(sizes, paddings, strict=True))


def unpadded_sizes(sizes: Sizes, paddings: Sequence[Sequence[int | None]]) -> Sizes:
    """The sizes that padding by ``paddings`` made into ``sizes``."""
    _check_paddings(sizes, paddings)
    inner = tuple(_resized(size, pads, -1) for size, pads in zip(sizes, paddings, strict=True))
    if any(size is not None and size < 0 for size in inner):
        raise ValueError(f"paddings {list(map(list, paddings))} are larger than the sizes {list(sizes)} that contain them")
    return inner


def mirror_padded_sizes(sizes: Sizes, paddings: Sequence[Sequence[int | None]], mode: str) -> Sizes:
    """``padded_sizes`` where the padding mirrors what is there, so that it can be no longer than that."""
    for axis, (size, pads) in enumerate(zip(sizes, paddings, strict=False)):
        longest = None if size is None else size - (mode == "REFLECT")
        if longest is not None and any(pad is not None and pad > longest for pad in pads):
            raise ValueError(
                f"paddings {list(pads)} of dimension {axis} must be no greater than {longest}, given its size {size} and mode {mode}"
            )
    return padded_sizes(sizes, paddings)


def _resized(size: int | None, pads: Sequence[int | None], sign: int) -> int | None:
    before, after = pads
    return None if size is None or before is None or after is None else size + sign * (before + after)


def _check_paddings(sizes: Sizes, paddings: Sequence[Sequence[int | None]]) -> None:
    if len(paddings) != len(sizes):
        raise ValueError(f"paddings must have one row for each of the {len(sizes)} dimensions, not {len(paddings)}")
    if any(pad is not None and pad < 0 for row in paddings for pad in row):
        raise ValueError(f"paddings {list(map(list, paddings))} must not be negative")


def tiled_sizes(sizes: Sizes, multiples: Sequence[int | None]) -> Sizes:
    """The sizes of so many copies side by side."""
    if len(multiples) != len(sizes) or any(count is not None and count < 0 for count in multiples):
        raise ValueError(f"multiples {list(multiples)} must be one count >= 0 for each of the {len(sizes)} dimensions")
    return tuple(_known_product(*pair) for pair in zip(sizes, multiples, strict=True))


def untiled_sizes(sizes: Sizes, multiples: Sequence[int | None]) -> Sizes:
    """The sizes of each of so many copies side by side that together have ``sizes``."""
    if len(multiples) != len(sizes) or any(count is not None and count < 1 for count in multiples):
        raise ValueError(f"multiples {list(multiples)} must be one count > 0 for each of the {len(sizes)} dimensions")
    if any(None not in (size, count) and size % count for size, count in zip(sizes, multiples, strict=True)):  # type: ignore[operator]  # no None left
        raise ValueError(f"multiples {list(multiples)} do not divide the sizes {list(sizes)}")
    return tuple(None if size is None or count is None else size // count for size, count in zip(sizes, multiples, strict=True))


def _known_product(a: int | None, b: int | None) -> int | None:
    if a == 0 or b == 0:
        return 0
    return None if a is None or b is None else a * b


def stretched_sizes(sizes: Sizes, target: Sequence[int | None]) -> Sizes:
    """``target``, checked to be what an array of these sizes can be broadcast to; of an unknown size of it what that one tells."""
    aligned = (1,) * (len(target) - len(sizes)) + sizes
    if len(aligned) != len(target) or not all(size in (1, goal, None) or goal is None for size, goal in zip(aligned, target, strict=True)):
        raise ValueError(f"Incompatible shapes: {list(sizes)} does not broadcast to {list(target)}")
    if any(goal is not None and goal < 0 for goal in target):
        raise ValueError(f"dimensions of {list(target)} must be >= 0")
    return tuple(size if goal is None and size != 1 else goal for size, goal in zip(aligned, target, strict=True))


def broadcast_sizes(a: Sequence[int], b: Sequence[int]) -> tuple[int, ...]:
    """The sizes of an element-wise operation on arrays of sizes ``a`` and ``b``, aligned at the last dimension."""
    pairs = list(zip_longest(reversed(a), reversed(b), fillvalue=1))
    if not all(x == y or 1 in (x, y) for x, y in pairs):
        raise ValueError(f"sizes {list(a)} and {list(b)} do not broadcast")
    return tuple(y if x == 1 else x for x, y in reversed(pairs))


def broadcast_gradient_axes(a: Sequence[int], b: Sequence[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The dimensions of the broadcast result over which a gradient is summed to get back to ``a``, and to ``b``.

    Where both are 1, summing changes nothing; both lists name the dimension, as TensorFlow's do unless ``a`` and ``b`` are the same.
    """
    result = broadcast_sizes(a, b)
    if tuple(a) == tuple(b):
        return (), ()
    return _stretched_axes(a, len(result)), _stretched_axes(b, len(result))


def _stretched_axes(sizes: Sequence[int], rank: int) -> tuple[int, ...]:
    aligned = (1,) * (rank - len(sizes)) + tuple(sizes)
    return tuple(axis for axis, size in enumerate(aligned) if size == 1)


def concat_offsets(axis: int, shapes: Sequence[Sequence[int]]) -> tuple[tuple[int, ...], ...]:
    """Where in a concatenation along ``axis`` each of the inputs starts."""
    rank = len(shapes[0])
    axis = canonical_axis(axis, rank)
    for i, shape in enumerate(shapes):
        if len(shape) != rank or any(shape[k] != shapes[0][k] for k in range(rank) if k != axis):
            raise ValueError(f"shapes must agree but for dimension {axis}: number 0 is {list(shapes[0])}, number {i} is {list(shape)}")
    starts = [sum(shape[axis] for shape in shapes[:i]) for i in range(len(shapes))]
    return tuple(tuple(start if k == axis else 0 for k in range(rank)) for start in starts)


def gather_axes(params_rank: int, indices_rank: int, axis: int, batch_dims: int) -> tuple[int, int]:
    """``axis`` and ``batch_dims`` of a gather, counted from the front."""
    if not -indices_rank <= batch_dims <= indices_rank:
        raise ValueError(f"batch_dims {batch_dims} is not in [{-indices_rank}, {indices_rank}], the rank of indices")
    batch = batch_dims + indices_rank if batch_dims < 0 else batch_dims
    axis = canonical_axis(axis, params_rank)
    if batch > axis:
        raise ValueError(f"batch_dims {batch} must be at most axis {axis}")
    return axis, batch


def ensured_sizes(sizes: Sizes, expected: Sequence[int] | None) -> Sizes:
    """``sizes``, which must be the ``expected`` ones; -1 allows any size, None any shape."""
    if expected is not None and (
        len(expected) != len(sizes) or any(goal not in (-1, size) for size, goal in zip(sizes, expected, strict=True))
    ):
        shown = ", ".join("?" if goal == -1 else str(goal) for goal in expected)
        raise ValueError(f"Shape of tensor {list(sizes)} is not compatible with expected shape [{shown}]")
    return sizes


def bitcast_sizes(sizes: Sizes, width: int, target: int) -> Sizes:
    """The sizes of an array of elements of ``width`` bytes whose memory is read as elements of ``target`` bytes."""
    if width >= target:
        return sizes if width == target else (*sizes, width // target)
    if not sizes or sizes[-1] not in (None, target // width):
        raise ValueError(f"the last dimension must have the {target // width} elements that make one of {target} bytes: {list(sizes)}")
    return sizes[:-1]


def index_depth(indices: Sizes, sizes: Sizes) -> int | None:
    """The length of the vectors along the last dimension of ``indices``, which index into an array of ``sizes``."""
    if not indices:
        raise ValueError("indices must have at least one dimension")
    depth = indices[-1]
    if depth is not None and depth > len(sizes):
        raise ValueError(f"index vectors of length {depth} are too long for shape {list(sizes)}")
    return depth


def scattered_sizes(sizes: Sizes, indices: Sizes) -> Sizes:
    """The sizes of the updates for those slices of an array of ``sizes`` that index vectors name."""
    return indices[:-1] + sizes[index_depth(indices, sizes) :]


def require_updates(sizes: Sizes, indices: Sizes, updates: Sizes) -> None:
    """ValueError unless arrays of these sizes can be what is put into an array of ``sizes``."""
    if updates != scattered_sizes(sizes, indices):
        raise ValueError(
            f"updates must have shape {list(scattered_sizes(sizes, indices))}, not {list(updates)}, "
            f"with indices of shape {list(indices)} and an array of shape {list(sizes)}"
        )


def known_policy(bad_indices_policy: str) -> None:
    """ValueError unless this is what may be done about bad indices."""
    if bad_indices_policy not in ("", "DEFAULT", "ERROR", "IGNORE"):
        raise ValueError(f"bad_indices_policy must be DEFAULT, ERROR or IGNORE, not {bad_indices_policy}")


def sequence_sizes(sizes: Sizes, count: int | None, seq_dim: int, batch_dim: int) -> Sizes:
    """``sizes`` with that of dimension ``batch_dim`` known from the ``count`` of sequences, which go along another dimension."""
    for name, axis in (("seq_dim", seq_dim), ("batch_dim", batch_dim)):
        if not 0 <= axis < len(sizes):
            raise ValueError(f"{name} {axis} is not in [0, {len(sizes)})")
    if seq_dim == batch_dim:
        raise ValueError(f"seq_dim and batch_dim must not both be {seq_dim}")
    if None not in (sizes[batch_dim], count) and sizes[batch_dim] != count:
        raise ValueError(f"there must be one length for each of the {sizes[batch_dim]} slices of dimension {batch_dim}, not {count}")
    return tuple(count if axis == batch_dim and size is None else size for axis, size in enumerate(sizes))


def rolled_axes(rank: int | None, axis: int | Sequence[int | None] | None) -> tuple[int, ...]:
    """The dimensions that ``axis`` names, counted from the front, as far as they are known."""
    named = (axis,) if axis is None or isinstance(axis, int) else axis
    return tuple(canonical_axis(each, rank) for each in named if rank is not None and each is not None)
