"""The functions of the top-level namespace: compositions of ops, and the operators of Tensor."""

from . import array, checks, control_flow, host, loops, math, operators, random, static_checks
from .array import *  # noqa: F403
from .checks import *  # noqa: F403
from .control_flow import *  # noqa: F403
from .control_flow import tuple_ as tuple
from .host import *  # noqa: F403
from .loops import *  # noqa: F403
from .math import *  # noqa: F403
from .random import *  # noqa: F403
from .static_checks import *  # noqa: F403

_MODULES = (array, checks, control_flow, host, loops, math, random, static_checks)

__all__ = ["tuple", *(name for module in _MODULES for name in module.__all__ if name not in ("OVERLOADS", "getitem", "tuple_"))]

operators.install()
