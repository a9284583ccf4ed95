"""Printing hands its input on; what it prints is not part of the result."""

from ..ops import logging
from .registry import gradient


@gradient(logging.print_)
def _(op, dy):
    return dy, *[None] * len(op.inputs[1:])
