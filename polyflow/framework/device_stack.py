"""The stack of ``with tf.device(...)`` blocks of a graph under construction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from .devices import DeviceSpec

if TYPE_CHECKING:
    from .operation import Operation


class DeviceStack:
    """Nested devices: names and specs merge, the innermost wins; functions of the node decide when they are reached."""

    __slots__ = ("items",)

    def __init__(self) -> None:
        self.items: list[Any] = []

    def __bool__(self) -> bool:
        return bool(self.items)

    @contextmanager
    def push(self, device: Any) -> Iterator[None]:
        old = self.items
        self.items = [] if device is None else [*old, device if callable(device) else _spec(device)]
        try:
            yield
        finally:
            self.items = old

    def apply(self, op: Operation) -> str:
        """The device of a new node: the innermost specification first, gaps filled from those around it."""
        merged = DeviceSpec()
        for item in reversed(self.items):
            spec = _spec(_called(item, op, merged)) if callable(item) else item
            merged = _fill(merged, spec)
        return merged.to_string()


def _called(function: Callable[[Operation], Any], op: Operation, so_far: DeviceSpec) -> Any:
    op._set_device(so_far)
    return function(op) or ""


def _spec(device: Any) -> DeviceSpec:
    return DeviceSpec.from_string(device) if isinstance(device, str) else device


def _fill(inner: DeviceSpec, outer: DeviceSpec) -> DeviceSpec:
    merged = DeviceSpec.from_string(outer.to_string())
    merged.merge_from(inner)
    return merged
