"""Where the elements of TensorLists live: the lists that flow into one another agree."""

from __future__ import annotations

from ..ir import Plan, Step, Value


class ListHomes:
    """Classes of list values joined by the ops and loops that they pass through; ``host`` holds the classes that can be on the host."""

    OPS = frozenset({"TensorListPushBack", "TensorListPopBack", "TensorListGetItem", "TensorListSetItem"})
    SOURCES = frozenset({"EmptyTensorList", "TensorListReserve"})
    OPAQUE = frozenset(
        {
            "TensorListStack",
            "TensorListFromTensor",
            "TensorListGather",
            "TensorListScatter",
            "TensorListConcat",
            "OptionalFromValue",
            "OptionalGetValue",
        }
    )

    def __init__(self, plan: Plan) -> None:
        self._parent: dict[Value, Value] = {}
        self._pushed: dict[Value, list[Value]] = {}
        self.host: set[Value] = set()
        steps = list(plan.block.all_steps())
        for step in steps:
            self._join_step(step)
        self.host = {self._root(value) for value in self._parent}
        for step in steps:
            self._record(step)

    def on_host(self, value: Value) -> bool:
        return value in self._parent and self._root(value) in self.host

    def withdraw(self, value: Value) -> None:
        self.host.discard(self._root(value))

    def pushed(self, value: Value) -> list[Value]:
        """What is pushed onto the lists of this class."""
        return self._pushed.get(self._root(value), [])

    def wanted(self, value: Value, wanted: set[Value]) -> bool:
        """Whether some element is wanted on the host."""
        return any(element in wanted or element.constant is not None for element in self.pushed(value))

    def _record(self, step: Step) -> None:
        if step.kind in ("TensorListPushBack", "TensorListSetItem"):
            self._pushed.setdefault(self._root(step.inputs[0]), []).append(step.inputs[-1])
        elif step.kind in self.OPAQUE or (not step.blocks and step.kind not in self.OPS | self.SOURCES):
            for value in (*step.inputs, *step.outputs):
                if value in self._parent:
                    self.withdraw(value)

    def _join_step(self, step: Step) -> None:
        if step.kind in ("If", "StatelessIf"):
            for position, output in enumerate(step.outputs):
                self._join(output, *(block.results[position] for block in step.blocks))
        elif step.blocks:
            cond, body = step.blocks
            for same in zip(step.inputs, cond.parameters, body.parameters, body.results, step.outputs, strict=True):
                self._join(*same)
        else:
            self._join(*step.inputs, *step.outputs)

    def _join(self, *values: Value) -> None:
        lists = [value for value in values if value.dtype.name == "variant"]
        for value in lists:
            self._parent[self._root(value)] = self._root(lists[0])

    def _root(self, value: Value) -> Value:
        parent = self._parent.setdefault(value, value)
        while parent is not value:
            value, parent = parent, self._parent[parent]
        return value
