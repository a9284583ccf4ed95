"""Functions of single elements, reductions, segments."""

import numpy as np
from scipy import special


def segments(ufunc):
    """Sorted segments of rows combined by a ufunc."""
    return lambda data, ids: ufunc.reduceat(data, np.searchsorted(ids, np.arange(ids[-1] + 1)))


def picked_segments(data, indices, ids, count=None):
    return np.add.reduceat(data[indices], np.searchsorted(ids, np.arange(ids[-1] + 1)))


def unsorted_segments(ufunc, initial):
    def combined(data, ids, count):
        result = np.full((count, data.shape[1]), initial, data.dtype)
        ufunc.at(result, ids, data)
        return result

    return combined


def argument(find):
    return lambda x, axis, *, output_type: find(x, axis).astype(output_type)


NEAREST = {
    "Abs": np.abs,
    "Neg": np.negative,
    "Reciprocal": np.reciprocal,
    "Inv": np.reciprocal,
    "Square": np.square,
    "Sqrt": np.sqrt,
    "Rsqrt": lambda x: 1 / np.sqrt(x),
    "Exp": np.exp,
    "Expm1": np.expm1,
    "Log": np.log,
    "Log1p": np.log1p,
    "Sin": np.sin,
    "Cos": np.cos,
    "Tan": np.tan,
    "Asin": np.arcsin,
    "Acos": np.arccos,
    "Atan": np.arctan,
    "Sinh": np.sinh,
    "Cosh": np.cosh,
    "Tanh": np.tanh,
    "Asinh": np.arcsinh,
    "Acosh": np.arccosh,
    "Atanh": np.arctanh,
    "Sigmoid": special.expit,
    "Sign": np.sign,
    "Floor": np.floor,
    "Ceil": np.ceil,
    "Rint": np.rint,
    "Cast": lambda x, *, DstT: x.astype(DstT),
    "Add": np.add,
    "AddV2": np.add,
    "Sub": np.subtract,
    "Mul": np.multiply,
    "DivNoNan": lambda x, y: np.divide(x, y, out=np.zeros_like(x), where=y != 0),
    "SquaredDifference": lambda x, y: np.square(x - y),
    "Maximum": np.maximum,
    "Minimum": np.minimum,
    "Atan2": np.arctan2,
    "Div": np.divide,
    "RealDiv": np.divide,
    "FloorDiv": np.floor_divide,
    "TruncateDiv": lambda x, y: np.trunc(x / y),
    "FloorMod": np.mod,
    "TruncateMod": np.fmod,
    "Mod": np.fmod,
    "Pow": np.power,
    "AddN": sum,
    "AccumulateNV2": sum,
    "ClipByValue": np.clip,
    "NextAfter": np.nextafter,

    "Equal": np.equal,
    "NotEqual": np.not_equal,
    "ApproximateEqual": lambda x, y, *, tolerance: np.isclose(x, y, rtol=0, atol=tolerance),
    "Less": np.less,
    "LessEqual": np.less_equal,
    "Greater": np.greater,
    "GreaterEqual": np.greater_equal,
    "LogicalAnd": np.logical_and,
    "LogicalOr": np.logical_or,
    "LogicalNot": np.logical_not,
    "IsNan": np.isnan,
    "IsInf": np.isinf,
    "IsFinite": np.isfinite,
    "Select": np.where,
    "SelectV2": np.where,

    "Real": lambda x: x.real.copy(),
    "Imag": lambda x: x.imag.copy(),
    "Angle": np.angle,
    "ComplexAbs": np.abs,
    "Conj": np.conj,
    "Complex": lambda real, imag: real + np.complex64(1j) * imag,

    "BitwiseAnd": np.bitwise_and,
    "BitwiseOr": np.bitwise_or,
    "BitwiseXor": np.bitwise_xor,
    "Invert": np.invert,
    "LeftShift": np.left_shift,
    "RightShift": np.right_shift,
    "PopulationCount": lambda x: np.bitwise_count(x.view(np.uint32)),

    "Bincount": lambda x, size, weights: np.bincount(x, weights, size).astype(weights.dtype),
    "Bucketize": lambda x, *, boundaries: np.digitize(x, boundaries).astype(np.int32),
    "HistogramFixedWidth": lambda x, limits, bins: np.histogram(np.clip(x, *limits), bins, limits)[0].astype(np.int32),

    "Einsum": lambda inputs, *, equation: np.einsum(equation, *inputs, optimize=True),

    "Sum": np.sum,
    "Mean": np.mean,
    "Prod": np.prod,
    "Max": np.max,
    "Min": np.min,
    "EuclideanNorm": lambda x, axis: np.linalg.norm(x, axis=axis),
    "All": np.all,
    "Any": np.any,
    "ArgMax": argument(np.argmax),
    "ArgMin": argument(np.argmin),
    "Cumsum": np.cumsum,
    "Cumprod": np.cumprod,
    "CumulativeLogsumexp": np.logaddexp.accumulate,

    "SegmentSum": segments(np.add),
    "SegmentMean": lambda data, ids: segments(np.add)(data, ids) / np.bincount(ids)[:, None].astype(data.dtype),
    "SegmentProd": segments(np.multiply),
    "SegmentMax": segments(np.maximum),
    "SegmentMin": segments(np.minimum),
    "UnsortedSegmentSum": unsorted_segments(np.add, 0),
    "UnsortedSegmentProd": unsorted_segments(np.multiply, 1),
    "UnsortedSegmentMax": unsorted_segments(np.maximum, np.finfo(np.float32).min),
    "UnsortedSegmentMin": unsorted_segments(np.minimum, np.finfo(np.float32).max),

    "SparseSegmentSum": picked_segments,
    "SparseSegmentSumWithNumSegments": picked_segments,

    "Lgamma": special.gammaln,
    "Digamma": special.digamma,
    "Polygamma": special.polygamma,
    "Zeta": special.zeta,
    "Igamma": special.gammainc,
    "Igammac": special.gammaincc,
    "Betainc": special.betainc,
    "Erf": special.erf,
    "Erfc": special.erfc,
    "Erfinv": special.erfinv,
    "Ndtri": special.ndtri,
    "BesselI0e": special.i0e,
    "BesselI1e": special.i1e,
    "Xlogy": special.xlogy,
    "Xlog1py": special.xlog1py,
}  # fmt: skip
