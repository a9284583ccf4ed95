"""Tensors handed on as they are: unchanged, checked, copied, seen as another type, or read from a file."""

from ..framework.array_rules import bitcast_sizes
from ..framework.dtypes import COMPLEX, FLOAT, QUANTIZED, REAL, DType
from ..framework.op import Each, Outputs, Ref, at_least, op, require
from ..framework.tensor_shape import UNKNOWN, TensorShape

BITS = REAL | COMPLEX | QUANTIZED


# What passes through unchanged


@op("Identity", view=True)
def identity(input: "T") -> Outputs(output="T"):
    """``input`` itself."""
    return input.shape


@op("IdentityN", view=True, T=at_least(1))
def identity_n(input: Each["T"]) -> Outputs(output=Each["T"]):
    """All of ``input``, once all of it is there."""
    return [each.shape for each in input]


@op("RefIdentity", writes=False)
def ref_identity(input: Ref["T"]) -> Outputs(output=Ref["T"]):
    """The variable ``input`` itself: what is assigned to the output is assigned to the variable."""
    return input.shape


@op("Snapshot", view=True)
def snapshot(input: "T") -> Outputs(output="T"):
    """``input`` itself."""
    return input.shape


@op("StopGradient", view=True)
def stop_gradient(input: "T") -> Outputs(output="T"):
    """``input``, which counts as a constant in gradients."""
    return input.shape


@op("PreventGradient", view=True)
def prevent_gradient(input: "T", *, message: str = "") -> Outputs(output="T"):
    """``input``; whoever asks for a gradient through it gets a LookupError with ``message``."""
    return input.shape


@op("DebugGradientIdentity", view=True)
def debug_gradient_identity(input: "T") -> Outputs(output="T"):
    """``input`` itself; a debugger finds by its name where a gradient passes."""
    return input.shape


@op("GuaranteeConst", effects="state", view=True)
def guarantee_const(input: "T") -> Outputs(output="T"):
    """``input``, of which the program promises that it never changes. Nothing relies on the promise; no gradient passes."""
    return input.shape


# Checks


@op("EnsureShape", view=True)
def ensure_shape(input: "T", *, shape: TensorShape) -> Outputs(output="T"):
    """``input``, which has ``shape``, or an InvalidArgumentError; a size that ``shape`` leaves open may be any."""
    return input.shape.merge_with(shape)


@op("CheckNumerics", effects="state", view=True, T=FLOAT)
def check_numerics(tensor: "T", *, message: str) -> Outputs(output="T"):
    """``tensor``, or an InvalidArgumentError that says ``message`` when it holds an infinity or NaN."""
    return tensor.shape


# Copies, bits and files


@op("DeepCopy", effects="state")
def deep_copy(x: "T") -> Outputs(y="T"):
    """A copy of ``x`` in memory of its own."""
    return x.shape


@op("Bitcast", view=True, T=BITS, type=BITS)
def bitcast(input: "T", *, type: DType) -> Outputs(output="type"):
    """The memory of ``input`` read as elements of ``type``, the lowest byte first.

    A smaller type adds a last dimension for the parts of each element. A larger one takes the last dimension away, whose size must be
    the number of elements that make one of ``type``.
    """
    if input.dtype.size == type.size:
        return input.shape
    return UNKNOWN if input.shape.sizes is None else bitcast_sizes(input.shape.sizes, input.dtype.size, type.size)


@op("ImmutableConst", kind="host")
def immutable_const(*, dtype: DType, shape: TensorShape, memory_region_name: str) -> Outputs(tensor="dtype"):
    """The elements that the file ``memory_region_name`` starts with, as raw bytes in the order of this machine, in ``shape``.

    NotFoundError when there is no such file, InternalError when it is too short.
    """
    require(dtype.size > 0, "the elements of a file must have a fixed size, which {} has not", dtype.name)
    require(shape.is_fully_defined(), "shape must be fully defined, not {}", shape)
    return shape
