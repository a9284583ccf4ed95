"""Regions: the bodies of If and While, inside the one flat graph.

A region may read the tensors of the regions around it. What it cannot read directly is *resolved*: a tensor of a forward
body named by a gradient region becomes the element that the body kept for it; a tensor inside a finished branch named from
outside becomes a further output of its If.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .graph import Graph
    from .operation import Operation, Tensor

Capture = Callable[["Tensor"], "Tensor"]


class Region:
    """A list of nodes with parameters (its own inputs) and results.

    Attributes:
        parent: the region around it, None for a graph's root.
        role: "root", "then", "else", "cond" or "body".
        owner: the If or While node, None until it is made.
        parameters, results: the loop variables as the body sees them, and what the body makes of them.
        forward, capture: for a gradient region the body that it differentiates, and the hook that brings in its tensors.
        outer_controls: control inputs from outside, which become the owner's.
    """

    __slots__ = (
        "_resolved",
        "capture",
        "forward",
        "graph",
        "operations",
        "outer_controls",
        "owner",
        "parameters",
        "parent",
        "results",
        "role",
    )

    def __init__(self, graph: Graph, parent: Region | None, role: str) -> None:
        self.graph = graph
        self.parent = parent
        self.role = role
        self.owner: Operation | None = None
        self.operations: list[Operation] = []
        self.parameters: list[Tensor] = []
        self.results: list[Tensor] = []
        self.forward: Region | None = None
        self.capture: Capture | None = None
        self.outer_controls: list[Operation] = []
        self._resolved: dict[Any, Tensor] = {}

    def encloses(self, other: Region | None) -> bool:
        """Whether ``other`` is this region or inside it."""
        while other is not None and other is not self:
            other = other.parent
        return other is self

    def chain(self) -> list[Region]:
        """This region and those around it, inside out."""
        found: list[Region] = []
        region: Region | None = self
        while region is not None:
            found.append(region)
            region = region.parent
        return found

    def resolve(self, tensor: Tensor) -> Tensor:
        """The tensor as this region can read it. ValueError when it cannot."""
        home = tensor.op.region
        if home is self or home.parent is None or home.encloses(self):
            return tensor
        captured = self._captured(tensor, home)
        return self.resolve(self._escaped(tensor, home)) if captured is None else captured

    def _captured(self, tensor: Tensor, home: Region) -> Tensor | None:
        for region in self.chain():
            if region.forward is home and region.capture is not None:
                if tensor not in region._resolved:
                    region._resolved[tensor] = region.capture(tensor)
                return self.resolve(region._resolved[tensor])
        return None

    def _escaped(self, tensor: Tensor, home: Region) -> Tensor:
        if home.role not in ("then", "else") or home.owner is None:
            raise ValueError(
                f"Tensor '{tensor.name}' belongs to the {home.role} of a {'loop' if home.role in ('cond', 'body') else 'conditional'} and cannot be used outside it"
                f" (built at {tensor.op.where()}). Return it from the body as a loop variable or result instead."
            )
        if tensor not in home._resolved:
            from .structured import escape_branch

            home._resolved[tensor] = escape_branch(tensor, home)
        return home._resolved[tensor]

    def all_operations(self) -> list[Operation]:
        """The nodes of this region and of all regions inside it."""
        found: list[Operation] = []
        for op in self.operations:
            found.append(op)
            for region in regions_of(op):
                found.extend(region.all_operations())
        return found

    def captures(self) -> list[Tensor]:
        """The tensors of outer regions that this region or one inside it reads, in order of first use."""
        found: dict[Tensor, None] = {}
        for op in self.all_operations():
            found.update((tensor, None) for tensor in op.inputs if not self.encloses(tensor.op.region))
            for region in regions_of(op):
                found.update((tensor, None) for tensor in region.results if not self.encloses(tensor.op.region))
        found.update((tensor, None) for tensor in self.results if not self.encloses(tensor.op.region))
        return list(found)

    def __repr__(self) -> str:
        return (
            f"<Region {self.role} of {self.owner.name if self.owner else 'the graph' if self.parent is None else 'a node in the making'}>"
        )


def regions_of(op: Operation) -> list[Region]:
    """The regions that an If or While node owns; empty for any other node."""
    return [value for value in op.attrs.values() if type(value) is Region]
