"""``tf.math``: the mathematical functions under their own name."""

from .functions.math import *  # noqa: F403
from .functions.math import __all__ as _functions

__all__ = [name for name in _functions if name != "OVERLOADS"]
