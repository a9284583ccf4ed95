"""The functions of the top-level namespace: compositions of ops, and the operators of Tensor."""

from .control_flow import *  # noqa: F403
from .control_flow import tuple_ as tuple  # noqa: A004 - the public name
from .loops import *  # noqa: F403
