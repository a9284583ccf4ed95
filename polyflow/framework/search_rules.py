"""Rules about what may be searched, for inference and for the kernels of every backend; ``array_rules`` says how they are used."""

from __future__ import annotations

from collections.abc import Sequence

from .array_rules import canonical_axis
from .tensor_shape import Sizes


def require_vector(sizes: Sizes, name: str) -> None:
    """ValueError unless these are the sizes of a vector."""
    if len(sizes) != 1:
        raise ValueError(f"{name} must be a vector, not of shape {list(sizes)}")


def compared_axis(sizes: Sizes, axis: Sequence[int]) -> int:
    """The dimension whose slices are compared: the one that ``axis`` holds, or that of a vector where it holds none."""
    if len(axis) > 1:
        raise ValueError(f"axis must have at most one entry, not {list(axis)}")
    if axis:
        return canonical_axis(axis[0], len(sizes))
    require_vector(sizes, "x")
    return 0


def require_same_rows(sorted_inputs: Sizes, values: Sizes) -> None:
    """ValueError unless these are the sizes of matrices of as many rows."""
    if len(sorted_inputs) != 2 or len(values) != 2 or sorted_inputs[0] != values[0]:
        raise ValueError(
            f"sorted_inputs and values must be matrices of as many rows, not of the shapes {list(sorted_inputs)} and {list(values)}"
        )


def distance_sizes(hypothesis: Sequence[int | None], truth: Sequence[int | None]) -> Sizes:
    """The sizes of the distances between the sequences of two sparse tensors of these shapes."""
    if len(hypothesis) != len(truth) or len(truth) < 2:
        raise ValueError(f"hypothesis and truth must have the same rank, at least 2, not the shapes {list(hypothesis)} and {list(truth)}")
    return tuple(None if x is None or y is None else max(x, y) for x, y in zip(hypothesis, truth, strict=True))[:-1]


def require_sparse(indices: Sizes, values: Sizes, shape: Sequence[int | None], name: str) -> None:
    """ValueError unless coordinates and values of these sizes can be the entries of a sparse tensor of ``shape``."""
    if len(indices) != 2 or len(values) != 1 or indices[0] != values[0] or indices[1] != len(shape):
        raise ValueError(
            f"{name} must have one value and {len(shape)} coordinates per entry, "
            f"not values of shape {list(values)} and indices of shape {list(indices)}"
        )
