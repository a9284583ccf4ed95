"""``tf.random``: random tensors, under the names of 1.15."""

import importlib as _importlib
from typing import Any as _Any

from .framework.random_seed import get_seed, set_random_seed
from .functions.random import random_normal as normal
from .functions.random import random_shuffle as shuffle
from .functions.random import random_uniform as uniform
from .functions.random import truncated_normal
from .functions.random_distribution import categorical, multinomial
from .functions.random_distribution import random_gamma as gamma
from .functions.random_distribution import random_poisson as poisson
from .functions.random_stateless import stateless_categorical, stateless_multinomial, stateless_truncated_normal
from .functions.random_stateless import stateless_random_normal as stateless_normal
from .functions.random_stateless import stateless_random_uniform as stateless_uniform

_OF_NN = (
    "all_candidate_sampler", "fixed_unigram_candidate_sampler", "learned_unigram_candidate_sampler", "log_uniform_candidate_sampler",
    "uniform_candidate_sampler",
)  # fmt: skip
"""What ``polyflow.nn`` has under the same name."""

__all__ = [
    *_OF_NN, "categorical", "gamma", "get_seed", "multinomial", "normal", "poisson", "set_random_seed", "shuffle", "stateless_categorical",
    "stateless_multinomial", "stateless_normal", "stateless_truncated_normal", "stateless_uniform", "truncated_normal", "uniform",
]  # fmt: skip


def __getattr__(name: str) -> _Any:
    """The parts of neural networks load when they are first named."""
    if name not in _OF_NN:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(_importlib.import_module("polyflow.nn"), name)
