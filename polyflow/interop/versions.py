"""Versions of GraphDefs: which TensorFlow reads one."""

from __future__ import annotations

from collections.abc import Iterable

PRODUCER = 134
"""The version that TensorFlow 1.15 writes."""

_REMOVALS = {
    2: "AdjustContrast",
    3: "TileGrad",
    7: "TopK",
    8: "RandomCrop",
    9: "BatchNormWithGlobalNormalization BatchNormWithGlobalNormalizationGrad",
    10: "Conv3DBackpropFilter Conv3DBackpropInput",
    11: "BatchSelfAdjointEig SelfAdjointEig",
    13: "BatchCholesky BatchMatrixDeterminant BatchMatrixInverse BatchMatrixSolve BatchMatrixSolveLs BatchMatrixTriangularSolve",
    14: "BatchMatrixBandPart BatchMatrixDiag BatchMatrixDiagPart BatchMatrixSetDiag",
    15: "AudioSummary BatchFFT BatchFFT2D BatchFFT3D BatchIFFT BatchIFFT2D BatchIFFT3D",
    16: "TensorArray TensorArrayClose TensorArrayConcat TensorArrayGrad "
    "TensorArrayPack TensorArrayRead TensorArraySize TensorArraySplit TensorArrayWrite",
    20: "TensorArrayUnpack",
    23: "PlaceholderV2",
    25: "RandomPoisson",
    26: "FixedLengthRecordReader IdentityReader TFRecordReader TextLineReader",
    27: "MatrixExponential",
}

REMOVED_AT = {op_type: version for version, op_types in _REMOVALS.items() for op_type in op_types.split()}
"""The first version whose graphs may not have an op: TensorFlow still runs it in graphs of earlier versions."""

PLACEHOLDER_SHAPES_COUNT = 24
"""The first version in which the scalar shape of a Placeholder is meant; before, it stood for an unknown one."""


def producer_of(op_types: Iterable[str]) -> int:
    """The latest version, up to TensorFlow 1.15's, whose graphs may have all these ops."""
    return min((REMOVED_AT[op_type] - 1 for op_type in op_types if op_type in REMOVED_AT), default=PRODUCER)
