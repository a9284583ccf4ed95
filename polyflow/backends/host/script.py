"""Python functions as ops."""

import numpy as np

from ...framework import py_functions
from ...framework.arrays import as_strings
from ...framework.errors import InvalidArgumentError, OpError, OutOfRangeError, ResourceExhaustedError, UnimplementedError, UnknownError
from . import kernel


@kernel("PyFunc")
def py_func(context, input, *, token, Tout):
    return call(token, input, Tout)


@kernel("PyFuncStateless")
def py_func_stateless(input, *, token, Tout):
    return call(token, input, Tout)


def call(token, inputs, dtypes):
    """The results of the function behind ``token``, which must have the promised number and dtypes."""
    results = returned(token, [own(array) for array in inputs])
    if len(results) != len(dtypes):
        raise InvalidArgumentError.of(f"{token} returns {len(results)} values, but expects to see {len(dtypes)} values.")
    return [as_promised(token, *item) for item in zip(range(len(results)), results, dtypes, strict=True)]


def own(array):
    """A copy: the function may change it or keep it. Scalars come as NumPy scalars, text as bytes."""
    return array if isinstance(array, bytes) else np.array(array)[()]


def returned(token, arguments):
    try:
        result = py_functions.find(token)(*arguments)
    except OpError:
        raise
    except Exception as error:
        raise status_of(error).of(f"{type(error).__name__}: {error} (in {token})") from error
    if result is None:
        return []
    return result if isinstance(result, (list, tuple)) else [result]


STATUS = {
    (TypeError, ValueError): InvalidArgumentError,
    StopIteration: OutOfRangeError,
    MemoryError: ResourceExhaustedError,
    NotImplementedError: UnimplementedError,
}


def status_of(error):
    """The class of failure that an exception of the function becomes."""
    return next((status for kinds, status in STATUS.items() if isinstance(error, kinds)), UnknownError)


def as_promised(token, index, result, dtype):
    array = np.asarray(result)
    if array.dtype.kind in "SUO":
        array = as_strings(array)
    if array.dtype != dtype:
        raise InvalidArgumentError.of(f"{index}-th value returned by {token} is {array.dtype.name}, but expects {dtype.name}")
    return array
