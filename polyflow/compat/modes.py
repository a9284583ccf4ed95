"""The switches between the behaviours of TensorFlow 1 and 2, of which polyflow has the first: programs build graphs and run them."""

from __future__ import annotations

from typing import NoReturn

__all__ = [
    "control_flow_v2_enabled", "disable_control_flow_v2", "disable_eager_execution", "disable_resource_variables",
    "disable_tensor_equality", "disable_v2_behavior", "disable_v2_tensorshape", "enable_eager_execution", "enable_v2_behavior",
    "executing_eagerly", "executing_eagerly_outside_functions", "resource_variables_enabled",
]  # fmt: skip


def disable_v2_behavior() -> None:
    """Does nothing: there is only the behaviour of 1.x."""


disable_control_flow_v2 = disable_eager_execution = disable_resource_variables = disable_v2_behavior
disable_tensor_equality = disable_v2_tensorshape = disable_v2_behavior


def executing_eagerly() -> bool:
    """False: a Session computes."""
    return False


executing_eagerly_outside_functions = control_flow_v2_enabled = resource_variables_enabled = executing_eagerly


def enable_eager_execution(config: object = None, device_policy: object = None, execution_mode: object = None) -> NoReturn:
    """Fails with NotImplementedError."""
    raise NotImplementedError("polyflow builds graphs and runs them in Sessions; it does not execute eagerly")


def enable_v2_behavior() -> NoReturn:
    """Fails with NotImplementedError."""
    raise NotImplementedError("polyflow has the behaviour of TensorFlow 1.x only")
