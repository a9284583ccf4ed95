"""Rules of connectionist temporal classification that inference and the kernels of every backend share.

Lengths and labels come as plain numbers: what is aligned with what is settled before anything is computed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from .errors import FailedPreconditionError, InvalidArgumentError

Array = np.ndarray[Any, Any]


class Paths(NamedTuple):
    """The states that the paths through a batch run along.

    Attributes:
        labels: [batch, longest], padded; lengths: how many labels there are of each sequence.
        times: how many steps of each sequence are aligned, 0 for one that is left out.
        states: [batch, 2 longest + 1], the labels with blanks before, between and behind them.
        stay: whether a path may stay in a state; leap: whether it may come from two states before; both of the shape of ``states``.
        last: whether it may end in a state.
    """

    labels: Array
    lengths: Array
    times: Array
    states: Array
    stay: Array
    leap: Array
    last: Array


def ctc_paths(
    sizes: Sequence[int], indices: Any, values: Any, sequence_length: Any, blank: int, collapse: bool, merge: bool, ignore: bool
) -> Paths:
    """The paths of labels given as a sparse matrix. InvalidArgumentError for labels, or lengths, that cannot be aligned."""
    steps, batch, classes = _require_inputs(sizes, sequence_length)
    rows, given, times = _require_labels(indices, values, batch), np.array(values, np.int64), np.array(sequence_length, np.int64)
    _require_times(times, steps)
    raw, counts = _padded(rows, given, batch)
    labels, lengths = _kept(raw, counts, classes, blank, collapse)
    late = counts > times
    if late.any() and not ignore:
        first = int(late.argmax())
        raise InvalidArgumentError.of(
            f"Not enough time for target transition sequence (required: {counts[first]}, available: {times[first]}) in batch {first}: "
            "ignore_longer_outputs_than_inputs leaves such sequences out"
        )
    return _paths(labels, lengths, np.where(late, 0, times), blank, merge)


def _require_inputs(sizes: Sequence[int], sequence_length: Any) -> tuple[int, int, int]:
    if len(sizes) != 3:
        raise InvalidArgumentError.of(f"inputs is not a 3-Tensor, but of shape {tuple(sizes)}")
    steps, batch, classes = sizes
    if len(np.shape(sequence_length)) != 1:
        raise InvalidArgumentError.of("sequence_length is not a vector")
    if len(sequence_length) != batch:
        raise InvalidArgumentError.of(
            f"len(sequence_length) != batch_size. len(sequence_length): {len(sequence_length)} batch_size: {batch}"
        )
    if not steps * batch * classes:
        raise InvalidArgumentError.of(f"inputs must not be empty, but are of shape {tuple(sizes)}")
    return steps, batch, classes


def _require_labels(indices: Any, values: Any, batch: int) -> Array:
    """The row of each label; they are sorted, and different."""
    found, shapes = np.array(indices, np.int64), (np.shape(indices), np.shape(values))
    if (found.size and (found.ndim != 2 or found.shape[1] != 2)) or len(shapes[1]) != 1:
        raise InvalidArgumentError.of(f"labels_indices must be a matrix of two columns and labels_values a vector, not of shapes {shapes}")
    found = found.reshape(-1, 2)
    if len(found) != len(values):
        raise InvalidArgumentError.of(
            f"labels_indices and labels_values must contain the same number of rows, but saw shapes: {list(shapes[0])} vs. {list(shapes[1])}"
        )
    rows, places = found.T
    _refuse(found, (rows < 0) | (rows >= batch) | (places < 0), "out of bounds")
    behind = np.diff(rows, prepend=-1)
    _refuse(found, (behind == 0) & (np.diff(places, prepend=-1) == 0), "repeated")
    _refuse(found, (behind < 0) | ((behind == 0) & (np.diff(places, prepend=-1) < 0)), "out of order")
    return rows


def _refuse(indices: Array, wrong: Array, problem: str) -> None:
    if wrong.any():
        first = int(wrong.argmax())
        raise InvalidArgumentError.of(f"label SparseTensor is not valid: indices[{first}] = {indices[first].tolist()} is {problem}")


def _require_times(times: Array, steps: int) -> None:
    if (times < 0).any():
        raise InvalidArgumentError.of(f"seq_len({int((times < 0).argmax())}) < 0")
    if (times > steps).any():
        raise InvalidArgumentError.of(f"sequence_length({int((times > steps).argmax())}) must be <= {steps}, but is {times.max()}")


def _padded(rows: Array, values: Array, batch: int) -> tuple[Array, Array]:
    """A matrix whose rows start with the labels of each sequence, -1 behind them; and how many they are."""
    counts = np.bincount(rows, minlength=batch)
    if not counts.all():
        raise InvalidArgumentError.of(f"Labels length is zero in batch {int(counts.argmin())}")
    matrix = np.full((batch, counts.max()), -1)
    matrix[rows, np.arange(rows.size) - (np.cumsum(counts) - counts)[rows]] = values
    return matrix, counts


def _kept(raw: Array, counts: Array, classes: int, blank: int, collapse: bool) -> tuple[Array, Array]:
    """The labels that count, moved to the front: without blanks at the end, and with ``collapse`` without repetitions."""
    kept = np.arange(raw.shape[1]) < counts[:, None]
    if collapse:
        kept[:, 1:] &= raw[:, 1:] != raw[:, :-1]
    null = kept & (raw >= classes - 1 if blank else (raw == 0) | (raw >= classes))
    kept &= ~null
    _refuse_row(raw, counts, kept & np.logical_or.accumulate(null, axis=1), f"a label after a null label, of {classes} classes")
    _refuse_row(raw, counts, kept & (raw < 0), "a negative label: All labels must be nonnegative integers")
    order = np.argsort(~kept, axis=1, kind="stable")
    return np.where(np.take_along_axis(kept, order, 1), np.take_along_axis(raw, order, 1), blank), kept.sum(1)


def _refuse_row(raw: Array, counts: Array, wrong: Array, problem: str) -> None:
    if wrong.any():
        row = int(wrong.any(1).argmax())
        raise InvalidArgumentError.of(f"Saw {problem}, batch: {row} labels: {','.join(map(str, raw[row, : counts[row]]))}")


def _paths(labels: Array, lengths: Array, times: Array, blank: int, merge: bool) -> Paths:
    states = np.full((len(labels), 2 * labels.shape[1] + 1), blank)
    states[:, 1::2] = labels
    leap = states != blank
    leap[:, :2] = False
    if merge:
        leap[:, 2:] &= states[:, 2:] != states[:, :-2]
    ends = np.arange(states.shape[1]) - 2 * lengths[:, None]
    return Paths(labels, lengths, times, states, (states == blank) | merge, leap, (ends == 0) | (ends == -1))


def require_decodable(sizes: Sequence[int], sequence_length: Any) -> None:
    """What the decoders ask of their inputs; a negative length counts as 0."""
    if len(sizes) == 3 and len(np.shape(sequence_length)) == 1 and len(sequence_length) != sizes[1]:
        raise FailedPreconditionError.of(
            f"len(sequence_length) != batch_size. len(sequence_length): {len(sequence_length)} batch_size: {sizes[1]}"
        )
    _require_inputs(sizes, sequence_length)
    if max(sequence_length) > sizes[0]:
        raise FailedPreconditionError.of(f"sequence_length({sequence_length.index(max(sequence_length))}) must be <= {sizes[0]}")


def blank_class(blank_index: int, classes: int) -> int:
    """The class of the blank; negative numbers count from the end."""
    if not -classes <= blank_index < classes:
        raise ValueError(f"blank_index expected to be between {-classes} and {classes - 1} but was {blank_index}")
    return blank_index % classes
