"""What passes work on: a plan is a block of steps, a step reads and makes values.

A step stands for one node (or for a copy between homes); blocks inside it are the bodies of If and While. A value is one
array of the run: it lives on the host (NumPy) or on the backend's device. A *reference* value stands for a variable's cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from ..framework.dtypes import DType
from ..framework.tensor_shape import TensorShape

if TYPE_CHECKING:
    from ..backends.protocol import Backend
    from ..framework.graph import Graph
    from ..framework.operation import Operation, Tensor

HOST = "host"
DEVICE = "device"


class Value:
    """One array of a run.

    Attributes:
        hint: what to call it in the emitted program.
        home: HOST or DEVICE.
        step: the step that makes it; None for feeds and for the parameters of blocks.
        block: the block in which it is made.
        constant: its value when that is known while planning.
        variable: the key of the variable it refers to, None for plain values.
    """

    __slots__ = ("block", "constant", "dtype", "hint", "home", "shape", "step", "variable")

    def __init__(self, hint: str, dtype: DType, shape: TensorShape, block: Block, step: Step | None = None) -> None:
        self.hint = hint
        self.dtype = dtype
        self.shape = shape
        self.block = block
        self.step = step
        self.home = DEVICE
        self.constant: np.ndarray[Any, Any] | None = None
        self.variable: str | None = None

    def like(self, hint: str, step: Step, home: str | None = None) -> Value:
        """A further value of the same type and shape, made by ``step``."""
        value = Value(hint, self.dtype.base_dtype, self.shape, self.block, step)
        value.home = home or self.home
        return value

    def __repr__(self) -> str:
        return f"<{self.hint} {self.dtype.name}{self.shape} {self.home}>"


class Step:
    """One line of the program to be: a node, or a copy that a pass has put in.

    Attributes:
        kind: the op type of a node; "copy", "to_host", "to_device" or "fetch" otherwise, or what a fuse rule names it.
        node: the node it stands for (errors name it).
        inputs, outputs: flat lists of values; controls: steps of the same block that come before it.
        blocks: the bodies: [then, else] of an If, [cond, body] of a While.
        home: where it runs.
        kernel: the function that fuse rules put in place of the node's own kernel.
    """

    __slots__ = ("attrs", "blocks", "controls", "home", "inputs", "kernel", "kind", "node", "outputs")

    def __init__(self, kind: str, node: Operation, inputs: list[Value], controls: list[Step] | None = None) -> None:
        self.kind = kind
        self.node = node
        self.inputs = inputs
        self.outputs: list[Value] = []
        self.controls: list[Step] = controls or []
        self.blocks: list[Block] = []
        self.attrs: dict[str, Any] = node.attrs
        self.home = DEVICE
        self.kernel: Any = None

    @property
    def is_node(self) -> bool:
        return self.kind == self.node.type

    @property
    def order(self) -> int:
        return self.node._index

    @property
    def written_positions(self) -> tuple[int, ...]:
        """Which inputs are variables that this step itself writes."""
        return self.node.declaration.written_refs if self.is_node else self.attrs.get("refs", ())

    def written(self) -> Iterator[str]:
        """The keys of the variables that this step writes, its bodies included."""
        for position in self.written_positions:
            if self.inputs[position].variable is not None:
                yield self.inputs[position].variable  # type: ignore[misc]  # tested above
        for block in self.blocks:
            for step in block.steps:
                yield from step.written()

    def written_any(self) -> bool:
        """Whether it writes a variable."""
        return next(self.written(), None) is not None

    def reads(self) -> Iterator[Value]:
        """The values that this step needs, with those that its bodies take from outside."""
        yield from self.inputs
        for block in self.blocks:
            yield from block.outside_values()

    def needs(self) -> Iterator[Step]:
        """The steps whose values it reads or that it waits for."""
        yield from (value.step for value in self.reads() if value.step is not None)
        yield from self.controls

    def replace_input(self, old: Value, new: Value) -> None:
        self.inputs = [new if value is old else value for value in self.inputs]

    def __repr__(self) -> str:
        return f"<{self.kind} {self.node.name} {self.home}>"


class Block:
    """A list of steps with parameters and results: the whole run, or the body of an If or While."""

    __slots__ = ("parameters", "parent", "results", "steps")

    def __init__(self, parent: Block | None = None) -> None:
        self.parent = parent
        self.parameters: list[Value] = []
        self.steps: list[Step] = []
        self.results: list[Value] = []

    def outside_values(self) -> Iterator[Value]:
        """What this block (with the blocks inside it) reads but does not make."""
        inside = set(self.blocks())
        for block in inside:
            for step in block.steps:
                yield from (value for value in step.inputs if value.block not in inside)
            yield from (value for value in block.results if value.block not in inside)

    def blocks(self) -> Iterator[Block]:
        """This block and all blocks inside it, outside in."""
        yield self
        for step in self.steps:
            for block in step.blocks:
                yield from block.blocks()

    def all_steps(self) -> Iterator[Step]:
        for block in self.blocks():
            yield from block.steps


@dataclass(slots=True)
class Plan:
    """A program in the making.

    Attributes:
        fetches: the elements asked for (tensors, and operations that only run); feeds: the fed tensors, in the order of the arguments.
        feed_values: the value of each feed; results: per fetch the value returned, None for an operation.
        values: the value of each tensor of the graph that the plan computes.
        done: operations that earlier parts of a partial run have run; keeps: whether every value made is returned too.
        sizes: what is known of the sizes of a value, where passes have found out: see ``passes.named_sizes``.
        fusing: whether lines may disappear or become one; traced: whether steps are timed;
            compiling: whether the backend's compiler is used.
    """

    graph: Graph
    backend: Backend
    fetches: tuple[Tensor | Operation, ...]
    feeds: tuple[Tensor, ...]
    block: Block = field(default_factory=Block)
    feed_values: list[Value] = field(default_factory=list)
    results: list[Value | None] = field(default_factory=list)
    values: dict[Tensor, Value] = field(default_factory=dict)
    steps: dict[Operation, Step] = field(default_factory=dict)
    done: frozenset[Operation] = frozenset()
    keeps: bool = False
    sizes: Callable[[Value], tuple[Any, ...] | None] | None = None
    fusing: bool = True
    traced: bool = False
    compiling: bool = False


def topological(steps: Iterable[Step], predecessors: dict[Step, set[Step]]) -> list[Step] | None:
    """The steps with every predecessor first, otherwise in the order of the graph; None when that is impossible."""
    import heapq

    waiting = {step: len(predecessors.get(step, ())) for step in steps}
    followers: dict[Step, list[Step]] = {}
    for step in waiting:
        for before in predecessors.get(step, ()):
            followers.setdefault(before, []).append(step)
    rank = {step: (step.order, position) for position, step in enumerate(waiting)}
    ready = [(rank[step], step) for step, count in waiting.items() if count == 0]
    heapq.heapify(ready)
    ordered: list[Step] = []
    while ready:
        _, step = heapq.heappop(ready)
        ordered.append(step)
        for follower in followers.get(step, ()):
            waiting[follower] -= 1
            if waiting[follower] == 0:
                heapq.heappush(ready, (rank[follower], follower))
    return ordered if len(ordered) == len(waiting) else None


def data_and_control(block: Block) -> dict[Step, set[Step]]:
    """Per step of a block the steps of the block that it needs: data and control edges."""
    found: dict[Step, set[Step]] = {}
    members = set(block.steps)
    for step in block.steps:
        found[step] = members.intersection(step.needs()) - {step}
    return found
