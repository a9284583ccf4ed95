"""``tf.dtypes``: the element types, and functions that change them."""

from .framework import dtypes
from .framework.dtypes import *  # noqa: F403
from .functions.math import cast, complex, saturate_cast  # noqa: A004

__all__ = ["cast", "complex", "saturate_cast", *dtypes.__all__]
