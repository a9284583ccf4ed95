"""Python functions as ops."""

from ..framework.dtypes import DType
from ..framework.op import Each, Outputs, at_least, op
from ..framework.tensor_shape import UNKNOWN


@op("PyFunc", kind="host", effects="state", Tin=at_least(0), Tout=at_least(0))
def py_func(input: Each["Tin"], *, token: str, Tout: list[DType]) -> Outputs(output=Each["Tout"]):
    """What the Python function registered as ``token`` returns for the NumPy arrays of ``input``.

    It returns an array, a list of them, or None for no output. InvalidArgumentError unless they are as many and of the types that ``Tout``
    says; an exception in the function becomes the corresponding error.
    """
    return [UNKNOWN] * len(Tout)


@op("PyFuncStateless", kind="host", Tin=at_least(0), Tout=at_least(0))
def py_func_stateless(input: Each["Tin"], *, token: str, Tout: list[DType]) -> Outputs(output=Each["Tout"]):
    """The same as PyFunc for a function without side effects: it is not called when nothing needs its result."""
    return [UNKNOWN] * len(Tout)
