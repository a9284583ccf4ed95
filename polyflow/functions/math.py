"""The mathematical functions of the public namespace, ``polyflow.math`` among its places."""

from .arithmetic import *  # noqa: F403
from .arithmetic import __all__ as _arithmetic
from .clipping import *  # noqa: F403
from .clipping import __all__ as _clipping
from .counting import *  # noqa: F403
from .counting import __all__ as _counting
from .division import *  # noqa: F403
from .division import __all__ as _division
from .einsum import *  # noqa: F403
from .einsum import __all__ as _einsum
from .linear_algebra import *  # noqa: F403
from .linear_algebra import __all__ as _linear_algebra
from .linear_algebra_batches import *  # noqa: F403
from .linear_algebra_batches import __all__ as _batches
from .matrices import *  # noqa: F403
from .matrices import __all__ as _matrices
from .norms import *  # noqa: F403
from .norms import __all__ as _norms
from .overloads import OVERLOADS
from .reductions import *  # noqa: F403
from .reductions import __all__ as _reductions
from .segments import *  # noqa: F403
from .segments import __all__ as _segments
from .special import *  # noqa: F403
from .special import __all__ as _special
from .tensordot import *  # noqa: F403
from .tensordot import __all__ as _tensordot

__all__ = [
    "OVERLOADS", *_arithmetic, *_batches, *_clipping, *_counting, *_division, *_einsum, *_linear_algebra, *_matrices, *_norms, *_reductions,
    *_segments, *_special, *_tensordot,
]  # fmt: skip
