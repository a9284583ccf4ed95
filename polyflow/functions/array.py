"""Functions of whole arrays, by the families of their ops."""

from . import array_creation, array_indexing, array_manipulation
from .array_creation import *  # noqa: F403
from .array_indexing import *  # noqa: F403
from .array_indexing import getitem
from .array_manipulation import *  # noqa: F403

__all__ = [*array_creation.__all__, *array_indexing.__all__, *array_manipulation.__all__, "getitem"]
