"""Functions of whole arrays, by the families of their ops."""

from . import (
    array_creation,
    array_diagonal,
    array_fingerprint,
    array_identity,
    array_indexing,
    array_manipulation,
    array_scatter,
    array_search,
    array_space,
)
from .array_creation import *  # noqa: F403
from .array_diagonal import *  # noqa: F403
from .array_fingerprint import *  # noqa: F403
from .array_identity import *  # noqa: F403
from .array_indexing import *  # noqa: F403
from .array_indexing import getitem
from .array_manipulation import *  # noqa: F403
from .array_scatter import *  # noqa: F403
from .array_search import *  # noqa: F403
from .array_space import *  # noqa: F403

_MODULES = (
    array_creation,
    array_diagonal,
    array_fingerprint,
    array_identity,
    array_indexing,
    array_manipulation,
    array_scatter,
    array_search,
    array_space,
)

__all__ = [*(name for module in _MODULES for name in module.__all__), "getitem"]
