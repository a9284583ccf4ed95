"""What is compared: the workloads, and who takes part in each."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import data, graph_programs

THREADS = 2


@dataclass(frozen=True)
class Workload:
    """One group of measurements.

    Attributes:
        name: the function in ``graph_programs`` and ``torch_programs``.
        title: for people.
        target: what polyflow on Torch should reach, beside PyTorch eager where it is a ratio; in brackets when compiled.
        parts: how many equal parts one call has, if times are meant per part.
    """

    name: str
    title: str
    target: str
    parts: int = 1


WORKLOADS = {
    workload.name: workload
    for workload in (
        Workload("fed_add", "fed scalar add", "≤ 10 µs more"),
        Workload("chain", "2,000 chained scalar ops", "≤ 1.0"),
        Workload("linear_regression", "linear regression step", "≤ 0.15"),
        Workload("softmax_regression", "softmax regression step, batch 100", "≤ 0.6"),
        Workload("mlp", "MLP 784-256-256-10 step, batch 128, Adam", "≤ 0.65"),
        Workload("convolutional", "convolutional step, batch 50, Adam", "≤ 1.0"),
        Workload("five_layers", "five-layer convolutional step, batch 64, SGD", "≤ 0.95 (0.75)"),
        Workload("dropout", "MLP step with dropout, batch 128, Adam", "≤ 1.0"),
        Workload("autoencoder", "variational autoencoder step, batch 128, Adam", "≤ 1.0"),
        Workload("loop_with_gradient", "10,000-step while_loop with gradient", "≤ 10 ms"),
        Workload("building", "building a graph, per node", "≤ 60 µs", data.NODES),
    )
}
BASELINE = "torch-eager"
CONTENDERS = ("polyflow-numpy", "polyflow-torch", "polyflow-compiled", BASELINE, "torch-compile", "tensorflow")
COMPILED = ("polyflow-compiled", "torch-compile")
"""They take part only when named: compiling takes minutes."""
NEVER_COMPILED = ("loop_with_gradient",)
"""Unrolling it takes the compiler longer than anybody waits."""


def takes_part(contender: str, workload: str) -> bool:
    """Whether the contender is installed, and has something to do."""
    if contender == "polyflow-numpy":
        return True
    if contender in ("polyflow-torch", "polyflow-compiled"):
        return _installed("torch") and workload != "building"
    if contender == "tensorflow":
        return _installed("tensorflow")
    return _installed("torch") and workload != "building" and not (contender == "torch-compile" and workload in NEVER_COMPILED)


def _installed(package: str) -> bool:
    return package in sys.modules or importlib.util.find_spec(package) is not None


def prepare(contender: str, workload: str) -> Callable[[], Any]:
    """The function that is timed, after a first call, which may compile."""
    step = _make(contender, workload)
    step()
    return step


def _make(contender: str, workload: str) -> Callable[[], Any]:
    if contender.startswith("torch"):
        return _torch_step(workload, compiled=contender == "torch-compile")
    build = getattr(graph_programs, workload)
    return build(*_tensorflow()) if contender == "tensorflow" else build(*_polyflow(contender.removeprefix("polyflow-")))


def _polyflow(kind: str) -> tuple[Any, Callable[[Any], Any]]:
    import polyflow

    config = polyflow.ConfigProto()
    if kind == "compiled":
        config.graph_options.optimizer_options.global_jit_level = polyflow.OptimizerOptions.ON_1
    if kind != "numpy":
        _limit_torch()
    backend = "numpy" if kind == "numpy" else "torch"
    return polyflow, lambda graph: polyflow.Session(graph=graph, config=config, backend=backend)


def _tensorflow() -> tuple[Any, Callable[[Any], Any]]:
    import tensorflow.compat.v1 as tf

    tf.disable_eager_execution()
    config = tf.ConfigProto(intra_op_parallelism_threads=THREADS, inter_op_parallelism_threads=THREADS)
    return tf, lambda graph: tf.Session(graph=graph, config=config)


def _torch_step(workload: str, compiled: bool) -> Callable[[], Any]:
    import torch

    from . import torch_programs

    _limit_torch()
    torch.manual_seed(0)
    return getattr(torch_programs, workload)(torch.compile if compiled else lambda function: function)


def _limit_torch() -> None:
    import torch

    torch.set_num_threads(THREADS)
