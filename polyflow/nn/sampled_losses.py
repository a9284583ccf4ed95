"""Losses over very many classes, of which a sample stands for those that are wrong."""

from __future__ import annotations

from typing import Any

from ..framework.conversion import convert_to_tensor
from ..framework.dtypes import int32, int64
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..functions.arithmetic import cast
from ..ops import array_creation as creation
from ..ops import array_indexing as indexing
from ..ops import array_manipulation as array
from ..ops import math_elementwise as math
from ..ops import math_reduction as reduction
from ..ops.array_identity import stop_gradient
from ..ops.array_scatter import tensor_scatter_update
from ..ops.linalg import matmul
from .embedding import embedding_lookup
from .losses import sigmoid_cross_entropy_with_logits, softmax_cross_entropy_with_logits_v2

__all__ = ["nce_loss", "sampled_softmax_loss"]


def nce_loss(weights: Any, biases: Any, labels: Any, inputs: Any, num_sampled: int, num_classes: int, num_true: int = 1,
             sampled_values: Any = None, remove_accidental_hits: bool = False, partition_strategy: str = "mod",
             name: str | None = "nce_loss") -> Tensor:  # fmt: skip
    """Noise-contrastive estimation: the sum of logistic losses that tell the true classes of each example from sampled ones.

    Args:
        weights: of shape [num_classes, width], or a list of tables that together have it.
        biases: of shape [num_classes].
        labels: the true classes, of shape [batch, num_true]. In 0.x they came after ``inputs``: whichever has integers is the labels.
        inputs: of shape [batch, width].
        num_sampled, num_classes, num_true: how many classes are drawn for the batch, there are, and are true.
        sampled_values: what a candidate sampler returns; by default that of :func:`log_uniform_candidate_sampler`.
        remove_accidental_hits: whether sampled classes that are true do not count as wrong.
        partition_strategy: how ``weights`` are divided, as for :func:`embedding_lookup`.

    Returns:
        A loss per example.

    Source: Gutmann and Hyvärinen, "Noise-contrastive estimation" (2010).
    """
    sample = _Sample(num_sampled, num_classes, num_true, sampled_values, remove_accidental_hits, partition_strategy, None)
    logits, labels = _sampled_logits(weights, biases, labels, inputs, sample, name)
    losses = sigmoid_cross_entropy_with_logits(labels=labels, logits=logits, name="sampled_losses")
    return reduction.sum_(losses, [1])


def sampled_softmax_loss(weights: Any, biases: Any, labels: Any, inputs: Any, num_sampled: int, num_classes: int, num_true: int = 1,
                         sampled_values: Any = None, remove_accidental_hits: bool = True, partition_strategy: str = "mod",
                         name: str | None = "sampled_softmax_loss", seed: int | None = None) -> Tensor:  # fmt: skip
    """The softmax cross entropy of the true classes among these and sampled ones; arguments as in :func:`nce_loss`.

    Source: Jean, Cho, Memisevic and Bengio, "On using very large target vocabulary for neural machine translation" (2014).
    """
    sample = _Sample(num_sampled, num_classes, num_true, sampled_values, remove_accidental_hits, partition_strategy, seed)
    logits, labels = _sampled_logits(weights, biases, labels, inputs, sample, name)
    labels = stop_gradient(labels, name="labels_stop_gradient")
    return softmax_cross_entropy_with_logits_v2(labels=labels, logits=logits)


class _Sample:
    """How classes are sampled."""

    def __init__(self, sampled: int, classes: int, true: int, values: Any, remove_hits: bool, strategy: str, seed: int | None) -> None:
        self.sampled, self.classes, self.true, self.values = sampled, classes, true, values
        self.remove_hits, self.strategy, self.seed = remove_hits, strategy, seed

    def drawn(self, labels: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """The sampled classes, and how often the true and the sampled ones are to be expected."""
        values = self.values
        if values is None:
            from . import log_uniform_candidate_sampler as draw

            values = draw(labels, num_true=self.true, num_sampled=self.sampled, unique=True, range_max=self.classes, seed=self.seed)
        classes, *expected = (stop_gradient(value) for value in values)
        return cast(classes, int64), *expected

    def without_hits(self, logits: Tensor, labels: Tensor, classes: Tensor) -> Tensor:
        """The logits of sampled classes, lowered without bound where the class is a true one of the example."""
        from . import compute_accidental_hits

        rows, columns, weights = compute_accidental_hits(labels, classes, num_true=self.true)
        places = array.pack([rows, cast(columns, int32)], axis=1)
        weights = cast(weights, logits.dtype.base_dtype)
        return math.add_v2(logits, tensor_scatter_update(creation.zeros_like(logits), places, weights))


def _sampled_logits(weights: Any, biases: Any, labels: Any, inputs: Any, sample: _Sample, name: str | None) -> tuple[Tensor, Tensor]:
    """The logits of the true and of the sampled classes of each example, less the logarithms of what is expected, and their labels."""
    tables = list(weights) if isinstance(weights, (list, tuple)) else [weights]
    with name_scope(name, "compute_sampled_logits", [*tables, biases, inputs, labels]):
        labels, inputs = _in_order(convert_to_tensor(labels, name="labels"), convert_to_tensor(inputs, name="inputs"))
        labels = cast(labels, int64)
        classes, true_count, sampled_count = sample.drawn(labels)
        flat = array.reshape(labels, [-1])
        ids, split = array.concat_v2([flat, classes], 0), array.size(flat)
        found = [cast(embedding_lookup(table, ids, sample.strategy), inputs.dtype.base_dtype) for table in (tables, biases)]
        (true_rows, rows), (true_bias, bias) = (_divided(each, split) for each in found)
        true_logits = _of_true_classes(inputs, true_rows, true_bias, sample.true)
        logits = math.add_v2(matmul(inputs, rows, transpose_b=True), bias)
        if sample.remove_hits:
            logits = sample.without_hits(logits, labels, classes)
        true_logits, logits = _less_logarithm(true_logits, true_count), _less_logarithm(logits, sampled_count)
        share = math.real_div(creation.ones_like(true_logits), convert_to_tensor(sample.true, true_logits.dtype.base_dtype))
        return array.concat_v2([true_logits, logits], 1), array.concat_v2([share, creation.zeros_like(logits)], 1)


def _in_order(labels: Tensor, inputs: Tensor) -> tuple[Tensor, Tensor]:
    """Labels and inputs, of which the labels have come last before 1.0: they are the integers."""
    return (inputs, labels) if inputs.dtype.is_integer and not labels.dtype.is_integer else (labels, inputs)


def _less_logarithm(logits: Tensor, counts: Tensor) -> Tensor:
    return math.sub(logits, math.log(cast(counts, logits.dtype.base_dtype)))


def _divided(rows: Tensor, count: Tensor) -> tuple[Tensor, Tensor]:
    """The first ``count`` rows, and the others."""
    place = array.expand_dims(count, 0)
    return indexing.strided_slice(rows, [0], place, [1], begin_mask=1), indexing.strided_slice(rows, place, [0], [1], end_mask=1)


def _of_true_classes(inputs: Tensor, rows: Tensor, bias: Tensor, count: int) -> Tensor:
    """The logits of ``count`` true classes for each example, of which ``rows`` and ``bias`` have one after the other."""
    width = indexing.strided_slice(array.shape(rows), [1], [2], [1])
    each = array.reshape(rows, array.concat_v2([[-1, count], width], 0))
    logits = reduction.sum_(math.mul(array.expand_dims(inputs, 1), each), [2])
    logits.set_shape([None, count])
    return math.add_v2(logits, array.reshape(bias, [-1, count]))
