"""Functions of single elements, reductions, segments."""

import torch
from torch.nn import functional


def segments(how):
    """Sorted segments of rows."""
    return lambda data, ids: torch.segment_reduce(data, how, lengths=torch.bincount(ids), axis=0)


def unsorted_segments(how, initial):
    def combined(data, ids, count):
        result = data.new_full((count, data.shape[1]), initial)
        return result.scatter_reduce_(0, ids.long()[:, None].expand(data.shape), data, how)

    return combined


def unsorted_sum(data, ids, count):
    return data.new_zeros(count, data.shape[1]).scatter_add_(0, ids.long()[:, None].expand(data.shape), data)


def picked_segments(mode):
    def combined(data, indices, ids, count=0):
        torch._assert(bool((ids.diff() >= 0).all()), "segment ids are not increasing")
        number = torch.bincount(ids, minlength=count)
        return functional.embedding_bag(indices, data, (number.cumsum(0) - number).int(), mode=mode)

    return combined


def limited(y):
    """Shifts by all bits or more are those by all but one."""
    return y.clamp(0, 8 * y.itemsize - 1)


def without_nan(x, y):
    """x where y is not 0, else 0."""
    return torch.where(y == 0, 0, x)


def histogram(x, limits, bins):
    return torch.histc(x.clamp(*limits), bins, *limits).int()


NEAREST = {
    "Abs": torch.abs,
    "Neg": torch.neg,
    "Reciprocal": torch.reciprocal,
    "Inv": torch.reciprocal,
    "Square": torch.square,
    "Sqrt": torch.sqrt,
    "Rsqrt": torch.rsqrt,
    "Exp": torch.exp,
    "Expm1": torch.expm1,
    "Log": torch.log,
    "Log1p": torch.log1p,
    "Sin": torch.sin,
    "Cos": torch.cos,
    "Tan": torch.tan,
    "Asin": torch.asin,
    "Acos": torch.acos,
    "Atan": torch.atan,
    "Sinh": torch.sinh,
    "Cosh": torch.cosh,
    "Tanh": torch.tanh,
    "Asinh": torch.asinh,
    "Acosh": torch.acosh,
    "Atanh": torch.atanh,
    "Sigmoid": torch.sigmoid,
    "Sign": lambda x: torch.where(x.isnan(), x, x.sign()),  # torch's sign of NaN is 0
    "Floor": torch.floor,
    "Ceil": torch.ceil,
    "Rint": torch.round,
    "Cast": lambda x, *, DstT: x.to(DstT),
    "TanhGrad": lambda y, dy: torch.ops.aten.tanh_backward(dy, y),
    "SigmoidGrad": lambda y, dy: torch.ops.aten.sigmoid_backward(dy, y),
    "Add": torch.add,
    "AddV2": torch.add,
    "Sub": torch.sub,
    "Mul": torch.mul,
    "SquaredDifference": lambda x, y: functional.mse_loss(x, y, reduction="none"),
    "Maximum": torch.maximum,
    "Minimum": torch.minimum,
    "Atan2": torch.atan2,
    "Div": torch.div,
    "RealDiv": torch.div,
    "FloorDiv": torch.floor_divide,
    "TruncateDiv": lambda x, y: torch.div(x, y, rounding_mode="trunc"),
    "FloorMod": torch.remainder,
    "TruncateMod": torch.fmod,
    "Mod": torch.fmod,
    "Pow": torch.pow,
    "AddN": sum,
    "AccumulateNV2": sum,
    "ClipByValue": torch.clamp,
    "NextAfter": torch.nextafter,
    "MulNoNan": lambda x, y: without_nan(x * y, y),
    "DivNoNan": lambda x, y: without_nan(x / y, y),
    "Xdivy": lambda x, y: without_nan(x / y, x),
    "SqrtGrad": lambda y, dy: without_nan(dy / (2 * y), dy),
    "RsqrtGrad": lambda y, dy: without_nan(dy * y**3 / -2, dy),
    "ReciprocalGrad": lambda y, dy: without_nan(dy * y.square().neg(), dy),
    "InvGrad": lambda y, dy: without_nan(dy * y.square().neg(), dy),

    "Equal": torch.eq,
    "NotEqual": torch.ne,
    "ApproximateEqual": lambda x, y, *, tolerance: torch.isclose(x, y, 0, tolerance),
    "Less": torch.lt,
    "LessEqual": torch.le,
    "Greater": torch.gt,
    "GreaterEqual": torch.ge,
    "LogicalAnd": torch.logical_and,
    "LogicalOr": torch.logical_or,
    "LogicalNot": torch.logical_not,
    "IsNan": torch.isnan,
    "IsInf": torch.isinf,
    "IsFinite": torch.isfinite,
    "Select": torch.where,
    "SelectV2": torch.where,

    "Real": lambda x: torch.real(x).clone(),
    "Imag": lambda x: torch.imag(x).clone(),
    "Angle": torch.angle,
    "ComplexAbs": torch.abs,
    "Conj": torch.conj_physical,
    "Complex": torch.complex,

    "BitwiseAnd": torch.bitwise_and,
    "BitwiseOr": torch.bitwise_or,
    "BitwiseXor": torch.bitwise_xor,
    "Invert": torch.bitwise_not,
    "LeftShift": lambda x, y: torch.bitwise_left_shift(x, limited(y)),
    "RightShift": lambda x, y: torch.bitwise_right_shift(x, limited(y)),

    "Bincount": lambda x, size, weights: torch.bincount(x, weights, size),
    "Bucketize": lambda x, *, boundaries: torch.bucketize(x, torch.tensor(boundaries, device=x.device), out_int32=True, right=True),
    "HistogramFixedWidth": histogram,

    "Einsum": lambda inputs, *, equation: torch.einsum(equation, *inputs),

    "Sum": torch.sum,
    "Mean": torch.mean,
    "Prod": torch.prod,
    "Max": torch.amax,
    "Min": torch.amin,
    "EuclideanNorm": lambda x, axis: torch.linalg.vector_norm(x, 2, axis),
    "All": torch.all,
    "Any": torch.any,
    "ArgMax": torch.argmax,
    "ArgMin": torch.argmin,
    "Cumsum": torch.cumsum,
    "Cumprod": torch.cumprod,
    "CumulativeLogsumexp": torch.logcumsumexp,

    "SegmentSum": segments("sum"),
    "SegmentMean": segments("mean"),
    "SegmentProd": segments("prod"),
    "SegmentMax": segments("max"),
    "SegmentMin": segments("min"),
    "UnsortedSegmentSum": unsorted_sum,
    "UnsortedSegmentProd": unsorted_segments("prod", 1),
    "UnsortedSegmentMax": unsorted_segments("amax", torch.finfo(torch.float32).min),
    "UnsortedSegmentMin": unsorted_segments("amin", torch.finfo(torch.float32).max),

    "SparseSegmentSum": picked_segments("sum"),
    "SparseSegmentMean": picked_segments("mean"),
    "SparseSegmentSumWithNumSegments": picked_segments("sum"),
    "SparseSegmentMeanWithNumSegments": picked_segments("mean"),
    "SparseSegmentSumGrad": lambda dy, indices, ids, size: dy.new_zeros(size, dy.shape[1]).index_add_(0, indices, dy[ids]),

    "Lgamma": torch.lgamma,
    "Digamma": torch.digamma,
    "Zeta": torch.special.zeta,
    "Igamma": torch.special.gammainc,
    "Igammac": torch.special.gammaincc,
    "Erf": torch.erf,
    "Erfc": torch.erfc,
    "Erfinv": torch.erfinv,
    "Ndtri": torch.special.ndtri,
    "BesselI0e": torch.special.i0e,
    "BesselI1e": torch.special.i1e,
    "Xlogy": torch.xlogy,
    "Xlog1py": torch.special.xlog1py,
}  # fmt: skip
