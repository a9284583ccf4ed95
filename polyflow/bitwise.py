"""``tf.bitwise``: functions of the bits of integers."""

from .functions.bitwise import *  # noqa: F403
from .functions.bitwise import __all__ as __all__
