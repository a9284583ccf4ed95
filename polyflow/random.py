"""``tf.random``: random tensors, under the names of 1.15."""

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

__all__ = [
    "categorical", "gamma", "get_seed", "multinomial", "normal", "poisson", "set_random_seed", "shuffle", "stateless_categorical",
    "stateless_multinomial", "stateless_normal", "stateless_truncated_normal", "stateless_uniform", "truncated_normal", "uniform",
]  # fmt: skip
