"""What ``gradients`` can be told by name."""

from __future__ import annotations

import enum


class AggregationMethod:
    """How gradients that meet are added. polyflow adds them in one node whichever it is."""

    ADD_N = DEFAULT = 0
    EXPERIMENTAL_TREE = 1
    EXPERIMENTAL_ACCUMULATE_N = 2


class UnconnectedGradients(enum.Enum):
    """What is the derivative with respect to a tensor that nothing depends on: None, or zeros."""

    NONE = "none"
    ZERO = "zero"
