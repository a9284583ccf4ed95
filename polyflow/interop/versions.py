"""Versions of GraphDefs: which TensorFlow reads one."""

from __future__ import annotations

from collections.abc import Iterable

PRODUCER = 134
"""The version that TensorFlow 1.15 writes."""

REMOVED_AT = {
    "AdjustContrast": 2, "AudioSummary": 15, "BatchCholesky": 13, "BatchFFT": 15, "BatchFFT2D": 15, "BatchFFT3D": 15, "BatchIFFT": 15, "BatchIFFT2D": 15,
    "BatchIFFT3D": 15, "BatchMatrixBandPart": 14, "BatchMatrixDeterminant": 13, "BatchMatrixDiag": 14, "BatchMatrixDiagPart": 14, "BatchMatrixInverse": 13,
    "BatchMatrixSetDiag": 14, "BatchMatrixSolve": 13, "BatchMatrixSolveLs": 13, "BatchMatrixTriangularSolve": 13, "BatchNormWithGlobalNormalization": 9,
    "BatchNormWithGlobalNormalizationGrad": 9, "BatchSelfAdjointEig": 11, "Conv3DBackpropFilter": 10, "Conv3DBackpropInput": 10,
    "FixedLengthRecordReader": 26, "IdentityReader": 26, "MatrixExponential": 27, "PlaceholderV2": 23, "RandomCrop": 8, "RandomPoisson": 25,
    "SelfAdjointEig": 11, "TFRecordReader": 26, "TensorArray": 16, "TensorArrayClose": 16, "TensorArrayConcat": 16, "TensorArrayGrad": 16,
    "TensorArrayPack": 16, "TensorArrayRead": 16, "TensorArraySize": 16, "TensorArraySplit": 16, "TensorArrayUnpack": 20, "TensorArrayWrite": 16,
    "TextLineReader": 26, "TileGrad": 3, "TopK": 7,
}  # fmt: skip
"""The first version whose graphs may not have an op: TensorFlow still runs it in graphs of earlier versions."""

PLACEHOLDER_SHAPES_COUNT = 24
"""The first version in which the scalar shape of a Placeholder is meant; before, it stood for an unknown one."""


def producer_of(op_types: Iterable[str]) -> int:
    """The latest version, up to TensorFlow 1.15's, whose graphs may have all these ops."""
    return min((REMOVED_AT[op_type] - 1 for op_type in op_types if op_type in REMOVED_AT), default=PRODUCER)
