"""Device names: ``/job:ps/replica:0/task:1/device:GPU:0``, whole or in part."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

_SHORT_TYPES = ("CPU", "GPU", "TPU")
_PARTS = ("job", "replica", "task", "device_type", "device_index")
_Fields = tuple[str | None, int | None, int | None, str | None, int | None]


class DeviceSpec:
    """The parts of a device name, each None where the name leaves it open.

    Attributes:
        job, replica, task: the process of a cluster.
        device_type: "CPU" or "GPU".
        device_index: which device of that type; None stands for any.
    """

    def __init__(
        self,
        job: str | None = None,
        replica: int | None = None,
        task: int | None = None,
        device_type: str | None = None,
        device_index: int | None = None,
    ) -> None:
        self.job = job
        self.replica = _integer(replica)
        self.task = _integer(task)
        self.device_type = device_type and device_type.upper()
        self.device_index = _integer(device_index)

    @classmethod
    def from_string(cls, spec: str) -> DeviceSpec:
        """The spec that a device name describes; ValueError when it is not one."""
        return cls(*_parse(spec))

    def parse_from_string(self, spec: str) -> DeviceSpec:
        """Replaces all parts by those of a device name; returns this spec."""
        self.job, self.replica, self.task, self.device_type, self.device_index = _parse(spec)
        return self

    def merge_from(self, dev: DeviceSpec) -> None:
        """Takes over the parts that ``dev`` gives."""
        for part in _PARTS:
            if getattr(dev, part) is not None:
                setattr(self, part, getattr(dev, part))

    def to_string(self) -> str:
        """The device name; "" when no part is given."""
        named = {"job": self.job, "replica": self.replica, "task": self.task, "device": self._device()}
        return "".join(f"/{key}:{value}" for key, value in named.items() if value is not None)

    def _device(self) -> str | None:
        if self.device_type is None:
            return None
        return f"{self.device_type}:{'*' if self.device_index is None else self.device_index}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DeviceSpec) and self.to_string() == other.to_string()

    def __hash__(self) -> int:
        return hash(self.to_string())

    def __repr__(self) -> str:
        return f"<DeviceSpec {self.to_string()!r}>"


def canonical(device: str | DeviceSpec | None) -> str:
    """The device name in its one standard spelling: ``"/gpu:0"`` is ``"/device:GPU:0"``; "" for None."""
    if device is None:
        return ""
    return device.to_string() if isinstance(device, DeviceSpec) else DeviceSpec.from_string(device).to_string()


def merge_device(spec: str | DeviceSpec | None) -> Callable[[Any], str]:
    """A device function: the device of a node (or a device name), with the parts that it leaves open taken from ``spec``."""
    outer = canonical(spec)
    return lambda op: _merged(outer, op if isinstance(op, str) else op.device or "")


@lru_cache(maxsize=1024)
def _merged(outer: str, inner: str) -> str:
    merged = DeviceSpec.from_string(outer)
    merged.merge_from(DeviceSpec.from_string(inner))
    return merged.to_string()


@lru_cache(maxsize=1024)
def _parse(name: str) -> _Fields:
    """Job, replica, task, device type and device index of a device name."""
    found: dict[str, str] = {}
    for part in filter(None, name.split("/")):
        parsed = _parse_part(part, name)
        if "type" in parsed and "type" in found:
            raise ValueError(f"Device name {name!r} has more than one device type")
        found |= parsed
    replica, task, index = (_integer(found.get(key)) for key in ("replica", "task", "index"))
    return found.get("job"), replica, task, found.get("type"), index


def _parse_part(part: str, name: str) -> dict[str, str]:
    """What one part of a device name says: ``job:worker``, ``device:GPU:0``, ``gpu:0`` or ``gpu``."""
    match part.split(":"):
        case ["job" | "replica" | "task" as key, value]:
            return {key: value}
        case ["device", kind, index]:
            return _device_part(kind, index)
        case [kind, *index] if kind.upper() in _SHORT_TYPES and len(index) <= 1:
            return _device_part(kind, *index)
    raise ValueError(f"Unknown part {part!r} in device name {name!r}")


def _device_part(kind: str, index: str = "*") -> dict[str, str]:
    return {"type": kind.upper()} if index == "*" else {"type": kind.upper(), "index": index}


def _integer(value: Any) -> int | None:
    return None if value is None else int(value)
