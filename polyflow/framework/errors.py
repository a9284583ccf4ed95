"""Failures while a graph runs: one exception class per status code, as in TensorFlow."""

from __future__ import annotations

from typing import Any, ClassVar, Self

OK = 0
CANCELLED = 1
UNKNOWN = 2
INVALID_ARGUMENT = 3
DEADLINE_EXCEEDED = 4
NOT_FOUND = 5
ALREADY_EXISTS = 6
PERMISSION_DENIED = 7
RESOURCE_EXHAUSTED = 8
FAILED_PRECONDITION = 9
ABORTED = 10
OUT_OF_RANGE = 11
UNIMPLEMENTED = 12
INTERNAL = 13
UNAVAILABLE = 14
DATA_LOSS = 15
UNAUTHENTICATED = 16


class OpError(Exception):
    """An op failed when the graph ran.

    Attributes:
        node_def: the node as a NodeDef message, or None.
        op: the Operation that failed, or None when it is not known (yet: a kernel raises with ``of`` and the session fills it in).
        message: what went wrong.
        error_code: the status code, one of the constants of this module.
    """

    code: ClassVar[int] = UNKNOWN

    def __init__(self, node_def: Any, op: Any, message: str, error_code: int | None = None) -> None:
        super().__init__(message)
        self.node_def = node_def
        self.op = op
        self.message = message
        self.error_code = self.code if error_code is None else error_code

    @classmethod
    def of(cls, message: str) -> Self:
        """The error with this message, of no particular node."""
        return cls(None, None, message)

    def __str__(self) -> str:
        return self.message

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.node_def, None, self.message, self.error_code)


class CancelledError(OpError):
    """The operation was cancelled, for instance a blocked queue operation when the queue or the session closed."""

    code = CANCELLED


class UnknownError(OpError):
    """A failure that fits no other class."""

    code = UNKNOWN


class InvalidArgumentError(OpError):
    """The value or shape of an input is not one that the op accepts."""

    code = INVALID_ARGUMENT


class DeadlineExceededError(OpError):
    """The operation took longer than it was allowed."""

    code = DEADLINE_EXCEEDED


class NotFoundError(OpError):
    """A file, a key of a checkpoint or another named thing does not exist."""

    code = NOT_FOUND


class AlreadyExistsError(OpError):
    """What was to be created is there already."""

    code = ALREADY_EXISTS


class PermissionDeniedError(OpError):
    """The program may not do this, for instance read a file."""

    code = PERMISSION_DENIED


class ResourceExhaustedError(OpError):
    """Memory, disk or another resource ran out."""

    code = RESOURCE_EXHAUSTED


class FailedPreconditionError(OpError):
    """The system is not in the state that the op needs, for instance a variable is not initialised."""

    code = FAILED_PRECONDITION


class AbortedError(OpError):
    """The operation was given up, usually because another one interfered; trying again may succeed."""

    code = ABORTED


class OutOfRangeError(OpError):
    """The operation went past the end, for instance of the input of a closed queue or a finished data set."""

    code = OUT_OF_RANGE


class UnimplementedError(OpError):
    """The op does not support this combination of types, shapes or attributes."""

    code = UNIMPLEMENTED


class InternalError(OpError):
    """Something that the library takes for granted is not so."""

    code = INTERNAL


class UnavailableError(OpError):
    """A remote process cannot be reached at the moment."""

    code = UNAVAILABLE


class DataLossError(OpError):
    """Stored data are damaged or cut short."""

    code = DATA_LOSS


class UnauthenticatedError(OpError):
    """The request carries no valid credentials."""

    code = UNAUTHENTICATED


_CLASSES: dict[int, type[OpError]] = {error.code: error for error in OpError.__subclasses__()}


def exception_type_from_error_code(error_code: int) -> type[OpError]:
    """The class for a status code; KeyError for OK and for numbers that are no code."""
    return _CLASSES[error_code]


def error_code_from_exception_type(error: type[OpError]) -> int:
    """The status code for a class."""
    return error.code
