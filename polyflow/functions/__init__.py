"""The functions of the top-level namespace: compositions of ops, and the operators of Tensor."""

from . import array, checks, confusion, control_flow, fourier, host, loops, math, operators, random, random_distribution, static_checks
from .array import *
from .checks import *
from .confusion import *
from .control_flow import *
from .control_flow import tuple_ as tuple
from .fourier import *
from .host import *
from .loops import *
from .math import *
from .random import *
from .random_distribution import *
from .static_checks import *

_MODULES = (array, checks, confusion, control_flow, fourier, host, loops, math, random, random_distribution, static_checks)

__all__ = ["tuple", *(name for module in _MODULES for name in module.__all__ if name not in ("OVERLOADS", "getitem", "tuple_"))]

operators.install()
