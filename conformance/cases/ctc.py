"""Labels aligned with longer sequences; expectations of the losses were worked out path by path."""

from typing import Any

import numpy as np

from ..case import DERIVED, build_error, case, edge, fatal, integers, literal, normal, run_error, sample, values

ARRANGED = tuple(kind for kind in DERIVED if kind not in ("scalar", "broadcast", "nonfinite"))

PLACES = values([[0, 0], [0, 1], [1, 0], [2, 0], [2, 1], [2, 2]])
LABELS = values([1, 3, 0, 2, 2, 1])
LENGTHS = values([7, 3, 5])
INPUTS = normal(7, 3, 5)
PAIR = values([[0, 0], [0, 1], [1, 0]])

EVEN = np.zeros((2, 1, 3))
LOG3 = float(np.log(3))
SINGLE = "TensorFlow adds logarithms of doubles in single precision"
DISPLACED = "TensorFlow does not let a beam grow that the other labels of its parent displace before its own has its turn"
UNPADDED = fatal("it writes behind its table where no label is left")


def failures(blank: int) -> Any:
    """What cannot be aligned, on a batch of two sequences of four steps; ``blank`` is the blank of five classes."""
    label, logits = (1 if blank else 2), normal(4, 2, 5)
    return [
        run_error(logits, PAIR, [label] * 3, [4, 5], match=r"sequence_length\(1\) must be <= 4"),
        run_error(logits, PAIR, [label] * 3, [-1, 3], match=r"seq_len\(0\) < 0"),
        run_error(logits, PAIR, [label] * 3, [1, 3], match=r"Not enough time .*required: 2, available: 1"),
        run_error(logits, PAIR, [label, -2, label], [4, 3], match="nonnegative integers, batch: 0"),
        run_error(logits, PAIR, [blank, label, label], [4, 3], match="a label after a null label"),
        run_error(logits, [[0, 0], [0, 1]], [label, label], [4, 3], match="Labels length is zero in batch 1"),
        run_error(logits, [[0, 0], [2, 1]], [label, label], [4, 3], match=r"indices\[1\] = \[2, 1\] is out of bounds"),
        run_error(logits, [[0, -1], [1, 1]], [label, label], [4, 3], match=r"indices\[0\] = \[0, -1\] is out of bounds"),
        run_error(logits, [[0, 1], [0, 1]], [label, label], [4, 3], match=r"indices\[1\] = \[0, 1\] is repeated"),
        run_error(logits, [[1, 0], [0, 1]], [label, label], [4, 3], match=r"indices\[1\] = \[0, 1\] is out of order"),
        run_error(normal(0, 2, 5), PAIR, [label] * 3, [0, 0], match="inputs must not be empty"),
        build_error(logits, PAIR, [label] * 2, [4, 3], match="as many rows, not 3 and 2"),
        build_error(logits, PAIR, [label] * 3, [4, 3, 2], match="len.sequence_length. != batch_size: 3 and 2"),
        build_error(normal(4, 5), PAIR, [label] * 3, [4, 3], match="steps, batch and classes"),
        build_error(logits, [[0, 0, 0]], [label], [4, 3], match="2 columns, not 3"),
        build_error(logits, [0, 0], [label], [4, 3], match="must be a matrix"),
        build_error(logits, [[0, 0]], [[label]], [4, 3], match="labels_values must be a vector"),
        build_error(logits, [[0, 0]], [label], [[4, 3]], match="sequence_length must be a vector"),
    ]  # fmt: skip


def large(last: int) -> Any:
    """A hundred sequences of twenty labels."""
    places = values([[row, column] for row in range(100) for column in range(20)])
    return sample(normal(100, 100, 100), places, integers(2000, low=1, high=last), [100] * 100)


case(
    "CTCLoss",
    sample(INPUTS, PLACES, LABELS, LENGTHS),
    sample(INPUTS, PLACES, LABELS, LENGTHS, ctc_merge_repeated=False),
    sample(INPUTS, PLACES, LABELS, LENGTHS, preprocess_collapse_repeated=True),
    sample(INPUTS, PLACES, values([1, 4, 0, 2, 2, 9]), LENGTHS),
    sample(INPUTS, PLACES, LABELS, values([1, 0, 7]), ignore_longer_outputs_than_inputs=True),
    sample(INPUTS, PLACES, LABELS, values([1, 0, 7]), ignore_longer_outputs_than_inputs=True, ctc_merge_repeated=False),
    sample(normal(1, 2, 3), [[0, 5], [1, 2]], [0, 1], [1, 1]),
    literal(
        EVEN, [[0, 0]], [0], [2],  # the paths 0 0, 0 blank and blank 0 of 9
        gives=([LOG3], [[[1 / 3 - 2 / 3, 1 / 3, 1 / 3 - 1 / 3]], [[1 / 3 - 2 / 3, 1 / 3, 1 / 3 - 1 / 3]]]),
    ),
    literal(
        EVEN, [[0, 0]], [0], [2], ctc_merge_repeated=False,  # without 0 0
        gives=([np.log(4.5)], [[[1 / 3 - 1 / 2, 1 / 3, 1 / 3 - 1 / 2]], [[1 / 3 - 1 / 2, 1 / 3, 1 / 3 - 1 / 2]]]),
    ),
    literal(
        EVEN, [[0, 0], [0, 1]], [0, 0], [2], ctc_merge_repeated=False,  # 0 0 alone
        gives=([2 * LOG3], [[[-2 / 3, 1 / 3, 1 / 3]], [[-2 / 3, 1 / 3, 1 / 3]]]),
    ),
    literal(
        EVEN, [[0, 0], [0, 1]], [0, 0], [2], preprocess_collapse_repeated=True,
        gives=([LOG3], [[[1 / 3 - 2 / 3, 1 / 3, 1 / 3 - 1 / 3]], [[1 / 3 - 2 / 3, 1 / 3, 1 / 3 - 1 / 3]]]),
    ),
    edge(EVEN, [[0, 0], [0, 1]], [0, 0], [2], gives=([np.inf], np.full((2, 1, 3), 1 / 3))),
    edge(
        [[[-np.inf, 0.0, 0.0]], [[0.0, 0.0, 0.0]]], [[0, 0]], [0], [2],  # blank 0 alone
        gives=([np.log(6)], [[[0.0, 1 / 2, -1 / 2]], [[-2 / 3, 1 / 3, 1 / 3]]]),
    ),
    edge(
        EVEN, [[0, 0], [0, 1]], [0, 1], [1], ignore_longer_outputs_than_inputs=True, gives=([0.0], np.zeros((2, 1, 3)))
    ),
    literal(
        EVEN, [[0, 0]], [2], [2],  # blank blank
        gives=([2 * LOG3], [[[1 / 3, 1 / 3, -2 / 3]], [[1 / 3, 1 / 3, -2 / 3]]]),
    ),
    *failures(4),
    derive=ARRANGED,
    smooth=False,
    differentiated=(0,),
    tolerance={"float64": 1e-6},
    because=SINGLE,
    deviates={"*-15": UNPADDED, "*-15-*": UNPADDED, "*-empty1": fatal("it ends where there are no classes")},
    large=large(99),
)  # fmt: skip
case(
    "CTCLossV2",
    sample(INPUTS, PLACES, values([1, 3, 4, 2, 2, 1]), LENGTHS),
    sample(INPUTS, PLACES, values([1, 3, 4, 2, 2, 1]), LENGTHS, ctc_merge_repeated=False),
    sample(INPUTS, PLACES, values([1, 3, 4, 2, 2, 1]), values([1, 0, 7]), ignore_longer_outputs_than_inputs=True),
    sample(INPUTS, PLACES, values([1, 0, 4, 2, 2, 9]), LENGTHS, preprocess_collapse_repeated=True),
    literal(
        EVEN, [[0, 0]], [1], [2],
        gives=([LOG3], [[[1 / 3 - 1 / 3, 1 / 3 - 2 / 3, 1 / 3]], [[1 / 3 - 1 / 3, 1 / 3 - 2 / 3, 1 / 3]]]),
    ),
    literal(
        np.log([[[0.5, 0.2, 0.3]], [[0.1, 0.6, 0.3]]]), [[0, 0], [0, 1]], [1, 2], [2],  # 1 2 alone: 0.2 times 0.3
        gives=([-np.log(0.06)], [[[0.5, 0.2 - 1, 0.3]], [[0.1, 0.6, 0.3 - 1]]]),
    ),
    *failures(0),
    derive=ARRANGED,
    oracle=False,
    because="TensorFlow has no kernel for the CPU",
    smooth=False,
    differentiated=(0,),
    large=large(100),
)  # fmt: skip

WORDS = [[0, 3, 1], [0, 2, 1], [3, 2, 1], [2, 0, 9], [0, 5, 1]]
"""The likeliest path of the first sequence is 1 1 0 2 1."""

case(
    "CTCGreedyDecoder",
    sample(INPUTS, LENGTHS),
    sample(INPUTS, LENGTHS, merge_repeated=True),
    sample(INPUTS, values([0, -3, 7]), merge_repeated=True, blank_index=2),
    sample(normal(3, 2, 1), [3, 2]),
    sample(integers(20, 4, 3, high=3), [20, 17, 0, 9], merge_repeated=True),
    literal(
        np.reshape(WORDS, (5, 1, 3)), [5],
        gives=([[0, 0], [0, 1], [0, 2], [0, 3]], [1, 1, 0, 1], [1, 4], [[-22.0]]),
    ),
    literal(
        np.reshape(WORDS, (5, 1, 3)), [5], merge_repeated=True,
        gives=([[0, 0], [0, 1], [0, 2]], [1, 0, 1], [1, 3], [[-22.0]]),
    ),
    literal(
        np.reshape(WORDS, (5, 1, 3)), [4], merge_repeated=True, blank_index=-3,
        gives=([[0, 0], [0, 1]], [1, 2], [1, 2], [[-17.0]]),
    ),
    run_error(normal(4, 2, 5), [4, 5], exception="FailedPreconditionError", match=r"sequence_length\(1\) must be <= 4"),
    run_error(normal(0, 2, 5), [0, 0], match="must not be empty"),
    build_error(normal(4, 2, 5), [4, 3, 2], match="batch_size: 3 and 2"),
    build_error(normal(4, 5), [4, 3], match="steps, batch and classes"),
    build_error(normal(4, 2, 5), [[4, 3]], match="must be a vector"),
    build_error(normal(4, 2, 5), [4, 3], blank_index=5, match="blank_index expected to be between -5 and 4 but was 5"),
    derive=ARRANGED,
    large=sample(normal(100, 100, 100), [100] * 100, merge_repeated=True),
)  # fmt: skip

CHANCES = np.log([[[0.2, 0.3, 0.5]], [[0.35, 0.25, 0.4]]])
"""Of two steps: no label 0.2, only 0 0.325, only 1 0.32 (0.075 + 0.12 + 0.125), 0 1 0.05, 1 0 0.105."""

case(
    "CTCBeamSearchDecoder",
    sample(INPUTS, LENGTHS, beam_width=6, top_paths=3),
    sample(INPUTS, LENGTHS, beam_width=2, top_paths=2, merge_repeated=False),
    sample(INPUTS, values([7, 1, 4]), beam_width=40, top_paths=4, merge_repeated=False),
    sample(INPUTS, values([7, 0, -2]), beam_width=3, top_paths=1),
    sample(normal(15, 2, 4), [15, 9], beam_width=25, top_paths=1),
    literal(
        CHANCES, [2], beam_width=5, top_paths=3, merge_repeated=False,
        gives=([[[0, 0]], [[0, 0]], np.zeros((0, 2))], [[0], [1], []], [[1, 1], [1, 1], [1, 0]], np.log([[0.325, 0.32, 0.2]])),
    ),
    run_error(INPUTS, values([7, 0, 4]), beam_width=3, top_paths=2, match="Less leaves in the beam search than requested"),
    run_error(normal(4, 2, 5), [4, 5], beam_width=3, top_paths=2, exception="FailedPreconditionError", match=r"sequence_length\(1\)"),
    run_error(normal(4, 0, 5), values([], "int32"), beam_width=3, top_paths=2, match="must not be empty"),
    build_error(INPUTS, LENGTHS, beam_width=3, top_paths=4, match="more paths than the beam width: 4 of 3"),
    build_error(normal(4, 2, 5), [4, 3, 2], beam_width=3, top_paths=1, match="batch_size: 3 and 2"),
    derive=ARRANGED,
    tolerance={"float64": 1e-6},
    because=SINGLE,
    deviates={"*-2": DISPLACED, "*-2-[!e]*": DISPLACED},
    large=sample(normal(100, 100, 100), [100] * 100, beam_width=10, top_paths=1),
)  # fmt: skip
