"""polyflow: dataflow-graph programs of the TensorFlow 0.x / 1.x API on interchangeable backends.

``import polyflow as tf`` gives the names of TensorFlow 1.15. Importing loads no backend: a Session chooses one
(``Session(backend="torch")``, ``with polyflow.backend("torch"):``, ``POLYFLOW_BACKEND``), and kernels load when first needed.
"""

from __future__ import annotations

import importlib as _importlib
from typing import Any as _Any

from .backends.selection import backend
from .framework import errors
from .framework.api_generation import api_generation, set_api_generation
from .framework.conversion import (
    convert_to_tensor_or_indexed_slices,
    convert_to_tensor_or_sparse_tensor,
    register_tensor_conversion_function,
)
from .framework.devices import DeviceSpec
from .framework.dtypes import *
from .framework.dtypes import DType, as_dtype
from .framework.errors import OpError
from .framework.exports import register_exporter as _register_exporter
from .framework.graph import Graph
from .framework.graph_keys import GraphKeys
from .framework.indexed_slices import IndexedSlices, IndexedSlicesValue
from .framework.operation import Operation, Tensor
from .framework.random_seed import get_seed, set_random_seed
from .framework.registry import complete_with as _complete_with
from .framework.scopes import (
    add_to_collection,
    add_to_collections,
    colocate_with,
    container,
    control_dependencies,
    device,
    get_collection,
    get_collection_ref,
    init_scope,
    name_scope,
)
from .framework.sparse_tensor import SparseTensor, SparseTensorValue
from .framework.stacks import get_default_graph, get_default_session, reset_default_graph
from .framework.tensor_shape import Dimension, TensorShape, broadcast_static_shape, dimension_at_index, dimension_value
from .functions import *
from .gradients.engine import gradients
from .gradients.options import AggregationMethod, UnconnectedGradients
from .gradients.registry import NoGradient, NotDifferentiable, RegisterGradient, no_gradient
from .ops import load_all as _load_all
from .runtime.session import InteractiveSession, Session
from .variables import *

# isort: split
# Functions that have had another order of arguments take the places of those above.
from .compat.modes import *
from .compat.spellings import *

__version__ = "0.1.0"

_LAZY = (
    "bitwise",
    "cli",
    "compat",
    "data_sets",
    "debugging",
    "dtypes",
    "interop",
    "linalg",
    "manip",
    "math",
    "nn",
    "random",
    "signal",
    "spectral",
    "train",
)
"""Sub-namespaces, imported when they are first named."""

_MOVED = {
    "import_graph_def": "interop.import_graph",
    "gfile": "interop.gfile",
    "make_ndarray": "interop.tensors",
    "make_tensor_proto": "interop.tensors",
}
_PROTOS = {
    "ConfigProto": "config_pb2", "GPUOptions": "config_pb2", "GraphOptions": "config_pb2", "OptimizerOptions": "config_pb2", "RunOptions": "config_pb2",
    "RunMetadata": "config_pb2", "GraphDef": "graph_pb2", "NodeDef": "node_def_pb2", "MetaGraphDef": "meta_graph_pb2", "AttrValue": "attr_value_pb2",
    "NameAttrList": "attr_value_pb2", "TensorInfo": "meta_graph_pb2", "Summary": "summary_pb2", "HistogramProto": "summary_pb2",
    "SummaryMetadata": "summary_pb2", "Event": "event_pb2", "LogMessage": "event_pb2", "SessionLog": "event_pb2",
}  # fmt: skip
"""Messages by the module of ``tensorboard.compat.proto`` that defines them."""

_complete_with(_load_all)
_register_exporter(lambda: _importlib.import_module(f"{__name__}.interop.graph_def"))


def __getattr__(name: str) -> _Any:
    if name in _LAZY:
        return _importlib.import_module(f"{__name__}.{name}")
    if name in _PROTOS:
        found = getattr(_importlib.import_module(f"tensorboard.compat.proto.{_PROTOS[name]}"), name)
    elif name in _MOVED:
        found = getattr(_importlib.import_module(f"{__name__}.{_MOVED[name]}"), name)
    else:
        raise AttributeError(f"module 'polyflow' has no attribute {name!r}")
    globals()[name] = found
    return found
