"""Classes drawn as negative examples, for losses over too many classes to look at all of them.

Each sampler gives ``num_sampled`` classes out of [0, range_max) and how often it expected to draw each of them, and each of ``true_classes``, a
matrix [batch, num_true].  With p the probability of a class and n the number of tries, the expected count is n p; of ``unique`` candidates, which
are drawn until there are enough different ones, it is the probability to be among them, 1 - (1 - p)^n, with the n that it took (Jean, Cho, Memisevic
and Bengio, 2015).  Seeds mean what they mean in the family ``random``, and the candidates are TensorFlow's.

InvalidArgumentError for a true class out of range on the CPU; where checking would stop the device, the nearest class stands for it.
"""

from ..framework.op import Outputs, at_least, op, require
from ..framework.tensor_shape import TensorShape


@op("UniformCandidateSampler", effects="random", num_true=at_least(1), num_sampled=at_least(1), range_max=at_least(1))
def uniform_candidate_sampler(
    true_classes: "int64", *, num_true: int, num_sampled: int, unique: bool, range_max: int, seed: int = 0, seed2: int = 0
) -> Outputs(sampled_candidates="int64", true_expected_count="float32", sampled_expected_count="float32"):
    """Every class is equally likely."""
    return sampler_shapes(true_classes, num_true, num_sampled, range_max if unique else None)


def sampler_shapes(true_classes: object, num_true: int, num_sampled: int, distinct: int | None) -> tuple[TensorShape, ...]:
    """The shapes of a sampler's outputs; ``distinct`` is how many classes there are, where all candidates must differ."""
    require(true_classes.shape.has_rank(2), "true_classes must be a matrix, not of shape {}", true_classes.shape)
    rows, columns = true_classes.shape.with_rank(2).sizes
    require(columns in (None, num_true), "true_classes must have num_true columns, expected: {} was: {}", num_true, columns)
    require(distinct is None or num_sampled <= distinct, "Sampler's range is too small: {} of {} classes", num_sampled, distinct)
    return TensorShape([num_sampled]), TensorShape([rows, num_true]), TensorShape([num_sampled])


@op("LogUniformCandidateSampler", effects="random", num_true=at_least(1), num_sampled=at_least(1), range_max=at_least(1))
def log_uniform_candidate_sampler(
    true_classes: "int64", *, num_true: int, num_sampled: int, unique: bool, range_max: int, seed: int = 0, seed2: int = 0
) -> Outputs(sampled_candidates="int64", true_expected_count="float32", sampled_expected_count="float32"):
    """Class k has probability log((k + 2) / (k + 1)) / log(range_max + 1): Zipf's law, for classes in the order of falling frequency."""
    return sampler_shapes(true_classes, num_true, num_sampled, range_max if unique else None)


@op("LearnedUnigramCandidateSampler", effects="random", num_true=at_least(1), num_sampled=at_least(1), range_max=at_least(1))
def learned_unigram_candidate_sampler(
    true_classes: "int64", *, num_true: int, num_sampled: int, unique: bool, range_max: int, seed: int = 0, seed2: int = 0
) -> Outputs(sampled_candidates="int64", true_expected_count="float32", sampled_expected_count="float32"):
    """Classes are as likely as they were frequent among the true classes of the earlier executions of this node in this session.

    Each starts with a count of 1.
    """
    return sampler_shapes(true_classes, num_true, num_sampled, range_max if unique else None)


@op("ThreadUnsafeUnigramCandidateSampler", effects="random", num_true=at_least(1), num_sampled=at_least(1), range_max=at_least(1))
def thread_unsafe_unigram_candidate_sampler(
    true_classes: "int64", *, num_true: int, num_sampled: int, unique: bool, range_max: int, seed: int = 0, seed2: int = 0
) -> Outputs(sampled_candidates="int64", true_expected_count="float32", sampled_expected_count="float32"):
    """The same as LearnedUnigramCandidateSampler, which is as safe here."""
    return sampler_shapes(true_classes, num_true, num_sampled, range_max if unique else None)


@op(
    "FixedUnigramCandidateSampler", effects="random", num_true=at_least(1), num_sampled=at_least(1), range_max=at_least(1),
    num_shards=at_least(1), shard=at_least(0),
)  # fmt: skip
def fixed_unigram_candidate_sampler(
    true_classes: "int64", *, num_true: int, num_sampled: int, unique: bool, range_max: int, vocab_file: str = "", distortion: float = 1.0,
    num_reserved_ids: int = 0, num_shards: int = 1, shard: int = 0, unigrams: list[float] = [], seed: int = 0, seed2: int = 0,
) -> Outputs(sampled_candidates="int64", true_expected_count="float32", sampled_expected_count="float32"):  # fmt: skip
    """Classes are drawn in proportion to given weights, each raised to the power ``distortion``; by the alias method (Vose, 1991).

    The weights are ``unigrams``, or the numbers behind the last comma of the lines of ``vocab_file``.  Before them come ``num_reserved_ids``
    classes of weight 0.  Of all these only every ``num_shards``-th counts, from number ``shard`` on; there must be ``range_max`` of them.
    """
    require(bool(vocab_file) != bool(unigrams), "Must provide either vocab_file or unigrams, and not both")
    require(shard < num_shards, "shard {} must be less than num_shards {}", shard, num_shards)
    count = len(range(shard, max(num_reserved_ids, 0) + len(unigrams), num_shards))
    require(bool(vocab_file) or count == range_max, "range is {} must be equal to weights size {}", range_max, count)
    return sampler_shapes(true_classes, num_true, num_sampled, range_max if unique else None)


@op("AllCandidateSampler", effects="random", num_true=at_least(1), num_sampled=at_least(1))
def all_candidate_sampler(
    true_classes: "int64", *, num_true: int, num_sampled: int, unique: bool, seed: int = 0, seed2: int = 0
) -> Outputs(sampled_candidates="int64", true_expected_count="float32", sampled_expected_count="float32"):
    """All classes of [0, num_sampled), once each: for tests of what uses a sampler."""
    return sampler_shapes(true_classes, num_true, num_sampled, None)


@op("ComputeAccidentalHits")
def compute_accidental_hits(true_classes: "int64", sampled_candidates: "int64", *, num_true: int, seed: int = 0, seed2: int = 0) -> Outputs(
    indices="int32", ids="int64", weights="float32"
):
    """Where candidates are true classes: for each such true class its row, the position of the candidate, and the lowest number there is.

    Added to the logits of the candidates, the weights keep these from counting as negative examples.  Hits come in the order of ``true_classes``, a
    matrix [batch, num_true]; of equal candidates the last one is meant.
    """
    require(true_classes.shape.has_rank(2), "true_classes must be a matrix, not of shape {}", true_classes.shape)
    require(sampled_candidates.shape.has_rank(1), "sampled_candidates must be a vector, not of shape {}", sampled_candidates.shape)
    columns = true_classes.shape.with_rank(2)[1].value
    require(columns in (None, num_true), "true_classes must have num_true columns, expected: {} was: {}", num_true, columns)
    hits = TensorShape([None])
    return hits, hits, hits
