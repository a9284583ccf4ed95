"""The functions of the top-level namespace: compositions of ops, and the operators of Tensor."""

from . import array, checks, control_flow, host, loops, math, operators, random, static_checks
from .array import *
from .checks import *
from .control_flow import *
from .control_flow import tuple_ as tuple
from .host import *
from .loops import *
from .math import *
from .random import *
from .static_checks import *

_MODULES = (array, checks, control_flow, host, loops, math, random, static_checks)

__all__ = ["tuple", *(name for module in _MODULES for name in module.__all__ if name not in ("OVERLOADS", "getitem", "tuple_"))]

operators.install()
