"""TensorFlow as an oracle: it imports an exported graph, from its serialised bytes, and runs it by the names of its elements.

Both sides live in one process, in an environment that has TensorFlow (and no torch).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

from polyflow.framework.graph import Graph
from polyflow.framework.indexed_slices import IndexedSlices

from .report import CheckFailed


class NoKernel(Exception):
    """TensorFlow cannot run an op on the CPU in some dtype."""


_LACKS_KERNEL = (
    "No OpKernel was registered",
    "could not find registered",
    "No registered '",
    "not supported on CPU",
    "is not supported by CPU",
    "only supports NHWC on device type CPU",
    "only support NHWC tensor format for now",
    "only supports NHWC.",
    "only supports the NHWC tensor format",
    "only supports NDHWC on the CPU",
    "only supports NDHWC on device type CPU",
    "only supportsNDHWC on CPU device type",
    "on CPU is only supported for NHWC format",
    "only supports NHWC or NCHW_VECT_C",
    "Current CPU implementations do not yet support dilation",
    "is not yet supported on the depth dimension",
)


@cache
def tensorflow() -> Any:
    """``tensorflow.compat.v1`` with reference variables and control flow of Switch and Merge; ImportError where it is not installed.

    Without oneDNN, whose kernels differ in what they accept and which TensorFlow uses on some processors only.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"
    import tensorflow.compat.v1 as tf  # type: ignore[import-not-found,unused-ignore]  # in the oracle's environment only

    tf.logging.set_verbosity(tf.logging.ERROR)
    tf.disable_v2_behavior()
    tf.Session(config=_config(tf)).close()  # the first session decides how many threads all of them have
    return tf


class Oracle:
    """An imported graph inside a TensorFlow session."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self.graph = session.graph

    def run(self, elements: list[Any], feeds: Mapping[Any, Any] | None = None) -> list[Any]:
        """The values of polyflow's tensors, IndexedSlices (values, indices) and operations."""
        return self.run_own([_names(element) for element in elements], {tensor.name: value for tensor, value in (feeds or {}).items()})

    def run_own(self, fetches: list[Any], feeds: Mapping[Any, Any]) -> list[Any]:
        """The values of what TensorFlow itself can fetch."""
        with translated():
            results: list[Any] = self._session.run(fetches, feeds)
            return results

    def element(self, tensor: Any) -> Any:
        """TensorFlow's tensor of the same name."""
        return self.graph.get_tensor_by_name(tensor.name)


def _names(element: Any) -> Any:
    return (element.values.name, element.indices.name) if isinstance(element, IndexedSlices) else element.name


@contextmanager
def translated() -> Iterator[None]:
    """What TensorFlow raises becomes NoKernel, or the failure of a check that tells the one line which matters."""
    tf = tensorflow()
    try:
        yield
    except (tf.errors.OpError, ValueError, TypeError) as error:
        if any(words in str(error) for words in _LACKS_KERNEL):
            raise NoKernel from error
        raise Refused(type(error).__name__, _brief(error)) from error


class Refused(CheckFailed):
    """TensorFlow raised an exception."""

    def __init__(self, exception: str, message: str) -> None:
        super().__init__(f"TensorFlow raises {exception}: {message}")
        self.exception = exception


def _brief(error: Exception) -> str:
    lines = str(error).partition("Original stack trace")[0].splitlines()
    noise = ("Graph execution error", "Detected at node", "Node:", "File ", "[[")
    return " ".join(line.strip() for line in lines if line.strip() and not line.strip().startswith(noise))


@contextmanager
def oracle_of(graph: Graph) -> Iterator[Oracle]:
    """Exports a graph and imports it into a TensorFlow session, in which the block runs."""
    tf = tensorflow()
    exported = graph.as_graph_def().SerializeToString()
    with tf.Graph().as_default() as imported:
        with translated():
            tf.import_graph_def(tf.GraphDef.FromString(exported), name="")
        with tf.Session(graph=imported, config=_config(tf)) as session:
            yield Oracle(session)


def _config(tf: Any) -> Any:
    """One thread, and the kernels themselves: without rewriting of the graph."""
    config = tf.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)
    config.graph_options.rewrite_options.disable_meta_optimizer = True
    config.graph_options.optimizer_options.opt_level = -1
    return config
