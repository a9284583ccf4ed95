"""Control flow: regions (If, While), nodes that only order others, and the dataflow frames of older graphs."""

from ..framework.dtypes import DType
from ..framework.op import Each, Host, List, Outputs, Ref, at_least, op, require
from ..framework.region import Region
from ..framework.tensor_shape import SCALAR, UNKNOWN, TensorShape


def _merged(first: TensorShape, second: TensorShape) -> TensorShape:
    """What is known of a value that comes from either branch."""
    return first.most_specific_compatible_shape(second)


def _branch_shapes(then_branch: Region, else_branch: Region) -> list[TensorShape]:
    pairs = zip(then_branch.results, else_branch.results, strict=True)
    return [_merged(a.shape, b.shape) for a, b in pairs]


@op("If", kind="structural", effects="state", Tin=at_least(0), Tout=at_least(0))
def if_(
    cond: Host["Tcond"],
    input: Each["Tin"],
    *,
    then_branch: Region,
    else_branch: Region,
    Tout: list[DType],
    output_shapes: list[TensorShape] = [],
) -> Outputs(output=Each["Tout"]):
    """The results of one of two regions.

    ``cond`` is a scalar: ``then_branch`` runs when it is true (or not zero), else ``else_branch``. Both give the same number
    of results with the same types; an output's shape is what the two have in common. The regions read tensors of the
    enclosing regions directly, so ``input`` is empty in graphs built here; imported graphs have their captures there.
    """
    require(cond.shape.rank_at_least(0), "cond must be a scalar")
    return _branch_shapes(then_branch, else_branch)


@op("StatelessIf", kind="structural", Tin=at_least(0), Tout=at_least(0))
def stateless_if(
    cond: Host["Tcond"],
    input: Each["Tin"],
    *,
    then_branch: Region,
    else_branch: Region,
    Tout: list[DType],
    output_shapes: list[TensorShape] = [],
) -> Outputs(output=Each["Tout"]):
    """:func:`if_` whose regions have no side effects."""
    return _branch_shapes(then_branch, else_branch)


@op("While", kind="structural", effects="state", T=at_least(0))
def while_(
    input: Each["T"],
    *,
    cond: Region,
    body: Region,
    output_shapes: list[TensorShape] = [],
    parallel_iterations: int = 10,
) -> Outputs(output=Each["T"]):
    """Repeats ``body`` on the loop variables while ``cond`` holds.

    ``input`` are the initial values; both regions have one parameter per variable. ``cond`` results in a scalar, ``body`` in
    the next values. Outputs are the values for which ``cond`` first failed; their shapes are those of the parameters.
    """
    return [tensor.shape for tensor in body.parameters]


@op("StatelessWhile", kind="structural", T=at_least(0))
def stateless_while(
    input: Each["T"],
    *,
    cond: Region,
    body: Region,
    output_shapes: list[TensorShape] = [],
    parallel_iterations: int = 10,
) -> Outputs(output=Each["T"]):
    """:func:`while_` whose regions have no side effects."""
    return [tensor.shape for tensor in body.parameters]


@op("NoOp", kind="structural")
def no_op() -> None:
    """Does nothing; control inputs make it a point to wait for."""


@op("ControlTrigger", kind="structural")
def control_trigger() -> None:
    """Does nothing, even where its control inputs are dead."""


# Dataflow frames: TensorFlow's older form of control flow, as GraphDefs hold it.


@op("Switch", kind="structural")
def switch(data: "T", pred: "bool") -> Outputs(output_false="T", output_true="T"):
    """Passes ``data`` to one of two outputs; the other is dead."""
    require(pred.shape.has_rank(0), "pred must be a scalar, not of shape {}", pred.shape)
    return data.shape, data.shape


@op("RefSwitch", kind="structural", writes=False)
def ref_switch(data: Ref["T"], pred: "bool") -> Outputs(output_false=Ref["T"], output_true=Ref["T"]):
    """:func:`switch` for a variable."""
    require(pred.shape.has_rank(0), "pred must be a scalar, not of shape {}", pred.shape)
    return data.shape, data.shape


@op("Merge", kind="structural", N=at_least(1))
def merge(inputs: List["T", "N"]) -> Outputs(output="T", value_index="int32"):
    """The first input that is not dead, and its position."""
    return _common([tensor.shape for tensor in inputs]), SCALAR


@op("RefMerge", kind="structural", writes=False, N=at_least(1))
def ref_merge(inputs: List[Ref["T"], "N"]) -> Outputs(output=Ref["T"], value_index="int32"):
    """:func:`merge` for variables."""
    return _common([tensor.shape for tensor in inputs]), SCALAR


def _common(shapes: list[TensorShape]) -> TensorShape:
    result = shapes[0]
    for shape in shapes[1:]:
        result = _merged(result, shape)
    return result


@op("Enter", kind="structural")
def enter(data: "T", *, frame_name: str, is_constant: bool = False, parallel_iterations: int = 10) -> Outputs(output="T"):
    """Brings ``data`` into a loop frame."""
    return data.shape if is_constant else UNKNOWN


@op("RefEnter", kind="structural", writes=False)
def ref_enter(data: Ref["T"], *, frame_name: str, is_constant: bool = False, parallel_iterations: int = 10) -> Outputs(output=Ref["T"]):
    """:func:`enter` for a variable."""
    return data.shape


@op("Exit", kind="structural")
def exit_(data: "T") -> Outputs(output="T"):
    """Takes ``data`` out of the innermost frame."""
    return data.shape


@op("RefExit", kind="structural", writes=False)
def ref_exit(data: Ref["T"]) -> Outputs(output=Ref["T"]):
    """:func:`exit_` for a variable."""
    return data.shape


@op("NextIteration", kind="structural")
def next_iteration(data: "T") -> Outputs(output="T"):
    """Hands ``data`` to the next iteration of the frame."""
    return data.shape


@op("RefNextIteration", kind="structural", writes=False)
def ref_next_iteration(data: Ref["T"]) -> Outputs(output=Ref["T"]):
    """:func:`next_iteration` for a variable."""
    return data.shape


@op("LoopCond", kind="structural")
def loop_cond(input: "bool") -> Outputs(output="bool"):
    """The condition of a frame: a scalar."""
    require(input.shape.has_rank(0), "the condition of a loop must be a scalar, not of shape {}", input.shape)
    return SCALAR
