"""Connectionist temporal classification: losses of sequences of labels without places, and decoders."""

from __future__ import annotations

from typing import Any

from ..framework.conversion import convert_to_tensor
from ..framework.dtypes import int32, int64
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..framework.sparse_tensor import SparseTensor
from ..framework.synonyms import argument, older_form, one_of
from ..functions.array_creation import ones_like, sequence_mask
from ..functions.array_manipulation import concat, stack, transpose
from ..ops import array_creation as creation
from ..ops import array_indexing as indexing
from ..ops import array_manipulation as array
from ..ops import ctc as ops
from ..ops import math_comparison as compare
from ..ops import math_elementwise as math
from ..ops import math_reduction as reduction
from ..ops.array_scatter import scatter_nd
from ..ops.array_search import where

__all__ = [
    "collapse_repeated", "ctc_beam_search_decoder", "ctc_beam_search_decoder_v2", "ctc_greedy_decoder", "ctc_loss", "ctc_loss_v2",
    "ctc_unique_labels",
]  # fmt: skip


def _loss(
    labels: Any, inputs: Any = None, sequence_length: Any = None, preprocess_collapse_repeated: bool = False,
    ctc_merge_repeated: bool = True, ignore_longer_outputs_than_inputs: bool = False, time_major: bool = True, logits: Any = None,
) -> Tensor:  # fmt: skip
    """Minus the log probability of the labels of each sequence of a batch, over all ways to align them with its steps.

    Args:
        labels: a SparseTensor of int32, [batch, longest]; the blank is the last class.
        inputs: logits, [steps, batch, classes], or [batch, steps, classes] unless ``time_major``; ``logits`` is another name.
        sequence_length: the number of steps of each sequence.
        preprocess_collapse_repeated: merges equal neighbours among the labels first.
        ctc_merge_repeated: whether a label may last several steps; if not, each of them counts as a label.
        ignore_longer_outputs_than_inputs: gives sequences with more labels than steps a loss of 0, which are else an InvalidArgumentError.

    Before 1.0 ``inputs`` came first and ``labels`` second, which is recognised.
    """
    if not isinstance(labels, SparseTensor):
        raise TypeError(f"Expected labels (first argument) to be a SparseTensor, not {labels!r}")
    inputs = convert_to_tensor(one_of("inputs", inputs, "logits", logits), name="inputs")
    return ops.ctc_loss(
        inputs if time_major else transpose(inputs, [1, 0, 2]), labels.indices, labels.values, sequence_length,
        preprocess_collapse_repeated=preprocess_collapse_repeated, ctc_merge_repeated=ctc_merge_repeated,
        ignore_longer_outputs_than_inputs=ignore_longer_outputs_than_inputs,
    ).loss  # fmt: skip


_loss.__name__ = _loss.__qualname__ = "ctc_loss"


@older_form(_loss, when=lambda args, keywords: isinstance(argument(args, 1), SparseTensor))
def ctc_loss(
    inputs: Any, labels: Any, sequence_length: Any, preprocess_collapse_repeated: bool = False, ctc_merge_repeated: bool = True
) -> Tensor:
    return _loss(labels, inputs, sequence_length, preprocess_collapse_repeated, ctc_merge_repeated)


def ctc_loss_v2(
    labels: Any, logits: Any, label_length: Any, logit_length: Any, logits_time_major: bool = True, unique: Any = None,
    blank_index: int | None = None, name: str | None = None,
) -> Tensor:  # fmt: skip
    """As :func:`ctc_loss`, with any class for the blank, and with labels that may be dense.

    Args:
        labels: a SparseTensor, which needs ``blank_index`` and no ``label_length``; or integers of shape [batch, longest], of whose rows the first
            ``label_length`` ones count, none of them the blank.
        logit_length: the number of steps of each sequence.
        unique: what :func:`ctc_unique_labels` makes of the labels; nothing here is faster with it.
        blank_index: the class of the blank, counted from the end if negative; 0 by default, for dense labels.
    """
    if isinstance(labels, SparseTensor) and blank_index is None:
        raise ValueError("blank_index must be given when using SparseTensor labels.")
    with name_scope(name, "ctc_loss_dense", [logits, label_length, logit_length]):
        logits = convert_to_tensor(logits, name="logits")
        classes = logits.shape.with_rank(3).sizes[2]  # type: ignore[index]  # of rank 3
        count = array.shape(logits)[2] if classes is None else classes
        blank = _from_front(blank_index or 0, count)
        if not isinstance(labels, SparseTensor):
            labels = _sparse(convert_to_tensor(labels, name="labels"), convert_to_tensor(label_length, name="label_length"), blank)
        return _loss(_with_blank_last(labels, blank, count), _moved_to_end(logits, blank), logit_length, time_major=logits_time_major)


def _from_front(index: int, count: Any) -> Any:
    return index + count if index < 0 else index


def _sparse(labels: Tensor, lengths: Tensor, blank: Any) -> SparseTensor:
    """The labels that count; of a sequence without any a single blank, which stands for none."""
    longest = math.maximum(array.shape(labels)[1], 1)
    places = where(sequence_mask(math.maximum(math.cast(lengths, DstT=int32), 1), longest))
    padded = concat([math.cast(labels, DstT=int32), creation.fill([array.shape(labels)[0], 1], blank)], 1)
    values = indexing.gather_nd(padded, places)
    empty = compare.equal(indexing.gather_v2(math.cast(lengths, DstT=int32), places[:, 0], 0), 0)
    values = compare.select(empty, creation.fill(array.shape(values), blank), values)
    return SparseTensor(places, values, array.shape(labels, out_type=int64))


def _with_blank_last(labels: SparseTensor, blank: Any, count: Any) -> SparseTensor:
    """The labels numbered anew for logits whose blank has been moved to the end."""
    values = math.cast(labels.values, DstT=int32)
    behind = math.cast(compare.greater(values, blank), DstT=int32)
    last = creation.fill(array.shape(values), math.sub(count, 1))
    moved = compare.select(compare.equal(values, blank), last, math.sub(values, behind))
    return SparseTensor(labels.indices, moved, labels.dense_shape)


def _moved_to_end(logits: Tensor, blank: Any) -> Tensor:
    """The logits with the class of the blank as the last one."""
    after = math.add_v2(blank, 1)
    return concat([logits[:, :, :blank], logits[:, :, after:], logits[:, :, blank:after]], 2)


def ctc_greedy_decoder(inputs: Any, sequence_length: Any, merge_repeated: bool = True) -> Any:
    """The labels of the most likely path, step by step.

    Args:
        inputs: logits, [steps, batch, classes]; the blank is the last class.
        sequence_length: the number of steps of each sequence.
        merge_repeated: whether repetitions on the path are one label.

    Returns:
        A list with a SparseTensor [batch, longest], and minus the sum of the logits along each path, [batch, 1].
    """
    indices, values, shape, score = ops.ctc_greedy_decoder(inputs, sequence_length, merge_repeated=merge_repeated)
    return [SparseTensor(indices, values, shape)], score


def ctc_beam_search_decoder(
    inputs: Any, sequence_length: Any, beam_width: int = 100, top_paths: int = 1, merge_repeated: bool = True
) -> Any:
    """The most likely sequences of labels that a beam search finds.

    Args:
        inputs: logits, [steps, batch, classes]; the blank is the last class.
        beam_width: how many beginnings are kept after each step.
        top_paths: how many sequences are wanted.
        merge_repeated: drops equal neighbours from what is found, also where a blank had been between them.

    Returns:
        A list of SparseTensors [batch, longest], the likeliest first, and their log probabilities, [batch, top_paths].
    """
    indices, values, shapes, scores = ops.ctc_beam_search_decoder(
        inputs, sequence_length, beam_width=beam_width, top_paths=top_paths, merge_repeated=merge_repeated
    )
    return [SparseTensor(*parts) for parts in zip(indices, values, shapes, strict=True)], scores


def ctc_beam_search_decoder_v2(inputs: Any, sequence_length: Any, beam_width: int = 100, top_paths: int = 1) -> Any:
    """As :func:`ctc_beam_search_decoder`, with all labels that are found."""
    return ctc_beam_search_decoder(inputs, sequence_length, beam_width, top_paths, merge_repeated=False)


def ctc_unique_labels(labels: Any, name: str | None = None) -> tuple[Tensor, Tensor]:
    """The different labels of each row of a matrix, as int64, in order of appearance and with zeros behind them; and for each label which of these it is."""
    with name_scope(name, "ctc_unique_labels", [labels]):
        labels = convert_to_tensor(labels, name="labels")
        alike = math.cast(compare.equal(array.expand_dims(labels, 2), array.expand_dims(labels, 1)), DstT=int32)
        first = reduction.argmax(alike, 2, output_type=int32)
        places = creation.range_(0, array.shape(labels)[1], 1)
        number = math.sub(reduction.cumsum(math.cast(compare.equal(first, places), DstT=int32), 1), 1)
        numbers = indexing.gather_nd(number, stack([_rows_like(first), first], 2))
        kept = where(compare.equal(first, places))
        target = stack([kept[:, 0], math.cast(indexing.gather_nd(numbers, kept), DstT=int64)], 1)
        found = math.cast(indexing.gather_nd(labels, kept), DstT=int64)
        return scatter_nd(target, found, array.shape(labels, out_type=int64)), numbers


def _rows_like(matrix: Tensor) -> Tensor:
    """For each element of a matrix the number of its row."""
    return math.add_v2(array.expand_dims(creation.range_(0, array.shape(matrix)[0], 1), 1), creation.zeros_like(matrix))


def collapse_repeated(labels: Any, seq_length: Any, name: str | None = None) -> tuple[Tensor, Tensor]:
    """The rows of a matrix with equal neighbours merged, padded with zeros; and how long they are.

    Args:
        labels: [batch, longest].
        seq_length: how many labels of each row count.
    """
    with name_scope(name, "collapse_repeated_labels", [labels, seq_length]):
        labels = convert_to_tensor(labels, name="labels")
        seq_length = convert_to_tensor(seq_length, name="seq_length")
        starts = concat([ones_like(labels[:, :1], dtype="bool"), compare.not_equal(labels[:, 1:], labels[:, :-1])], 1)
        kept = compare.logical_and(starts, sequence_mask(seq_length, array.shape(labels)[1]))
        number = reduction.cumsum(math.cast(kept, DstT=int64), 1)
        lengths = reduction.sum_(math.cast(kept, DstT=int64), 1)
        found = where(kept)
        target = stack([found[:, 0], math.sub(indexing.gather_nd(number, found), 1)], 1)
        size = stack([array.shape(labels, out_type=int64)[0], reduction.max_(lengths, 0)])
        return scatter_nd(target, indexing.gather_nd(labels, found), size), math.cast(lengths, DstT=seq_length.dtype)
