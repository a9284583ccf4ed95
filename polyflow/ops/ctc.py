"""Connectionist temporal classification: sequences of labels without places, aligned with the steps of longer sequences.

Source: Graves, Fernández, Gomez and Schmidhuber, "Connectionist temporal classification" (2006).  ``inputs`` are logits, [steps, batch, classes]; of
sequence b the first ``sequence_length[b]`` steps count.  One class is the blank.  A path, a class for each step, stands for the labels that are
left when repetitions are merged into one and then blanks are dropped.
"""

from ..framework.ctc_rules import blank_class
from ..framework.dtypes import TypeSet, float32, float64
from ..framework.op import Host, List, Outputs, at_least, op, require
from ..framework.tensor_shape import Sizes, TensorShape

LOGITS = TypeSet([float32, float64]).default(float32)


@op("CTCLoss", T=LOGITS)
def ctc_loss(
    inputs: "T", labels_indices: Host["int64"], labels_values: Host["int32"], sequence_length: Host["int32"],
    *, preprocess_collapse_repeated: bool = False, ctc_merge_repeated: bool = True, ignore_longer_outputs_than_inputs: bool = False,
) -> Outputs(loss="T", gradient="T"):  # fmt: skip
    """Minus the logarithm of the probability of all paths that stand for the labels, for each sequence; and its derivative by ``inputs``.

    The labels are a sparse matrix [batch, longest]; the blank is the last class, and blanks behind the labels of a sequence do not count.  Without
    ``ctc_merge_repeated`` a label lasts one step, and equal neighbours of a path are separate labels.  ``preprocess_collapse_repeated`` merges equal
    neighbours among the given labels.  A sequence without a path has an infinite loss, with the softmax for its derivative.

    InvalidArgumentError for labels that are no classes or not in order, for a sequence without labels, and for one with more labels than steps, unless
    ``ignore_longer_outputs_than_inputs``: then its loss and derivative are 0.
    """
    return loss_shapes(inputs, labels_indices, labels_values, sequence_length)


def loss_shapes(inputs: object, labels_indices: object, labels_values: object, sequence_length: object) -> tuple[TensorShape, TensorShape]:
    steps, batch, classes = batch_sizes(inputs, sequence_length)
    require(labels_indices.shape.has_rank(2), "labels_indices must be a matrix, not of shape {}", labels_indices.shape)
    require(labels_values.shape.has_rank(1), "labels_values must be a vector, not of shape {}", labels_values.shape)
    rows, columns = labels_indices.shape.with_rank(2).sizes
    require(columns in (None, 2), "labels_indices must have 2 columns, not {}", columns)
    count = labels_values.shape.with_rank(1).sizes[0]
    require(None in (rows, count) or rows == count, "labels_indices and labels_values must have as many rows, not {} and {}", rows, count)
    return TensorShape([batch]), TensorShape([steps, batch, classes])


def batch_sizes(inputs: object, sequence_length: object) -> Sizes:
    """The numbers of steps, sequences and classes."""
    require(inputs.shape.has_rank(3), "inputs must have the dimensions steps, batch and classes, not shape {}", inputs.shape)
    require(sequence_length.shape.has_rank(1), "sequence_length must be a vector, not of shape {}", sequence_length.shape)
    steps, batch, classes = inputs.shape.with_rank(3).sizes
    lengths = sequence_length.shape.with_rank(1).sizes[0]
    require(None in (batch, lengths) or batch == lengths, "len(sequence_length) != batch_size: {} and {}", lengths, batch)
    return steps, lengths if batch is None else batch, classes


@op("CTCLossV2")
def ctc_loss_v2(
    inputs: "float32", labels_indices: Host["int64"], labels_values: Host["int32"], sequence_length: Host["int32"],
    *, preprocess_collapse_repeated: bool = False, ctc_merge_repeated: bool = True, ignore_longer_outputs_than_inputs: bool = False,
) -> Outputs(loss="float32", gradient="float32"):  # fmt: skip
    """The same as CTCLoss with class 0 for the blank."""
    return loss_shapes(inputs, labels_indices, labels_values, sequence_length)


@op("CTCGreedyDecoder", T=LOGITS)
def ctc_greedy_decoder(inputs: "T", sequence_length: Host["int32"], *, merge_repeated: bool = False, blank_index: int = -1) -> Outputs(
    decoded_indices="int64", decoded_values="int64", decoded_shape="int64", log_probability="T"
):
    """The labels of the most likely path, as a sparse matrix [batch, longest]; and minus the sum of its logits, [batch, 1].

    Without ``merge_repeated`` repetitions on the path remain.  ``blank_index`` is the blank; a negative one counts from the end.  FailedPreconditionError
    where a length exceeds the number of steps; a negative one counts as 0.
    """
    _, batch, classes = batch_sizes(inputs, sequence_length)
    if classes:
        blank_class(blank_index, classes)
    entries = TensorShape([None])
    return entries + [2], entries, TensorShape([2]), TensorShape([batch, 1])


@op("CTCBeamSearchDecoder", T=LOGITS, beam_width=at_least(1), top_paths=at_least(1))
def ctc_beam_search_decoder(
    inputs: "T", sequence_length: Host["int32"], *, beam_width: int, top_paths: int, merge_repeated: bool = True
) -> Outputs(
    decoded_indices=List["int64", "top_paths"], decoded_values=List["int64", "top_paths"], decoded_shape=List["int64", "top_paths"],
    log_probability="T",
):  # fmt: skip
    """The ``top_paths`` most likely sequences of labels, each a sparse matrix [batch, longest], and the logarithms of their probabilities.

    Step by step the ``beam_width`` most likely beginnings are kept (Graves, "Supervised sequence labelling with recurrent neural networks", 2012,
    section 7.5.3).  The blank is the last class.  ``merge_repeated`` drops equal neighbours from what is found.  InvalidArgumentError where fewer
    sequences are found than wanted.
    """
    _, batch, _ = batch_sizes(inputs, sequence_length)
    require(top_paths <= beam_width, "requested more paths than the beam width: {} of {}", top_paths, beam_width)
    entries = TensorShape([None])
    return [entries + [2]] * top_paths, [entries] * top_paths, [TensorShape([2])] * top_paths, TensorShape([batch, top_paths])
