"""What a failure in an emitted program means: the error class that TensorFlow raises, with node, inputs and the user's line."""

from __future__ import annotations

from types import FrameType, TracebackType
from typing import Any

import numpy as np

from ..framework import errors
from .emit import Program
from .ir import Step, Value
from .resources import Resources

_MEANINGS: tuple[tuple[type[BaseException], type[errors.OpError]], ...] = (
    (StopIteration, errors.OutOfRangeError),
    (MemoryError, errors.ResourceExhaustedError),
    (NotImplementedError, errors.UnimplementedError),
    (ValueError, errors.InvalidArgumentError),
    (TypeError, errors.InvalidArgumentError),
    (IndexError, errors.InvalidArgumentError),
    (RuntimeError, errors.InvalidArgumentError),
    (ZeroDivisionError, errors.InvalidArgumentError),
)


def explain(error: Exception, program: Program, resources: Resources, backend: str) -> Exception:
    """The error to raise instead of ``error``, which came out of the program's function."""
    frame, line = _program_frame(error.__traceback__, program)
    step = program.lines.get(line) if frame is not None else None
    if step is None or frame is None:
        return error
    unset = _uninitialised(error, step, resources)
    if unset is not None:
        return _at(errors.FailedPreconditionError, f"Attempting to use uninitialized value {unset}", step, frame, program, backend)
    if isinstance(error, errors.OpError):
        return _at(type(error), error.message, step, frame, program, backend)
    kind = next((meaning for cause, meaning in _MEANINGS if isinstance(error, cause)), errors.UnknownError)
    if type(error).__name__ == "OutOfMemoryError":
        kind = errors.ResourceExhaustedError
    return _at(kind, f"{type(error).__name__}: {error}", step, frame, program, backend)


def _at(kind: type[errors.OpError], message: str, step: Step, frame: FrameType, program: Program, backend: str) -> errors.OpError:
    described = ", ".join(_describe(value, frame, program) for value in step.inputs)
    text = f"{message}\n\t [[{step.kind} node '{step.node.name}' ({described}) on {backend}, built at {step.node.where()}]]"
    return kind(None, step.node, text)


def _program_frame(traceback: TracebackType | None, program: Program) -> tuple[FrameType | None, int]:
    found: tuple[FrameType | None, int] = (None, 0)
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == program.filename:
            found = traceback.tb_frame, traceback.tb_lineno
        traceback = traceback.tb_next
    return found


def _uninitialised(error: Exception, step: Step, resources: Resources) -> str | None:
    """The variable whose empty cell made the line fail."""
    if not isinstance(error, AttributeError):
        return None
    for value in step.reads():
        cell = resources.cells.get(value.variable or "")
        if cell is not None and not cell.initialised:
            return cell.name
    return None


def _describe(value: Value, frame: FrameType, program: Program) -> str:
    """Name, dtype and shape of an input: as it was when the line failed, where that can be seen."""
    array: Any = value.constant if value.constant is not None else frame.f_locals.get(program.locals.get(value, ""))
    shape = tuple(np.shape(array)) if array is not None and hasattr(array, "shape") else str(value.shape)
    return f"{value.hint}: {value.dtype.base_dtype.name}{shape}"
