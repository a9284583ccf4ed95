"""The passes of planning, in order. Each is one function from plan to plan in a file of its own."""

from __future__ import annotations

from collections.abc import Callable

from ..ir import Plan
from .equal_shapes import equal_shapes
from .fold import fold
from .fuse import fuse
from .lift_control_flow import lift_control_flow
from .measure import measure
from .order import order
from .place import place
from .prune import prune
from .segment import segment

PASSES: tuple[Callable[[Plan], Plan], ...] = (prune, lift_control_flow, fold, place, order, equal_shapes, fuse, measure, segment)
