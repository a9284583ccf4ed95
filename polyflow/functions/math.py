"""The mathematical functions of the public namespace, ``polyflow.math`` among its places."""

from .arithmetic import *  # noqa: F403
from .arithmetic import __all__ as _arithmetic
from .clipping import *  # noqa: F403
from .clipping import __all__ as _clipping
from .matrices import *  # noqa: F403
from .matrices import __all__ as _matrices
from .overloads import OVERLOADS
from .reductions import *  # noqa: F403
from .reductions import __all__ as _reductions
from .segments import *  # noqa: F403
from .segments import __all__ as _segments

__all__ = ["OVERLOADS", *_arithmetic, *_clipping, *_matrices, *_reductions, *_segments]
