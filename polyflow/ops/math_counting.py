"""Counts: of equal numbers, and of numbers between boundaries."""

from itertools import pairwise

from ..framework.dtypes import INDEX, DType, TypeSet, float32, float64, int32, int64
from ..framework.math_rules import counted_sizes
from ..framework.op import Host, Outputs, op, require, value_of
from ..framework.tensor_shape import UNKNOWN, TensorShape

COUNTABLE = TypeSet([int32, int64, float32, float64])


@op("Bincount", T=COUNTABLE)
def bincount(arr: "int32", size: Host["int32"], weights: "T") -> Outputs(bins="T"):
    """How often each number below ``size`` occurs in ``arr``: bins[v] = Σ weights[i] over all i with arr[i] = v.

    ``weights`` has as many elements as ``arr``, or none: then each counts 1. Numbers from ``size`` on are not counted. A negative number
    is an InvalidArgumentError of the run on the CPU; on CUDA, where nobody waits to look, it is not counted.
    """
    require_size(size)
    counted, weighing = arr.shape.num_elements(), weights.shape.num_elements()
    require(None in (counted, weighing) or weighing in (0, counted), "there are {} numbers, but {} weights", counted, weighing)
    return TensorShape([value_of(size)])


@op("DenseBincount", Tidx=INDEX, T=COUNTABLE)
def dense_bincount(input: "Tidx", size: Host["Tidx"], weights: "T", *, binary_output: bool = False) -> Outputs(output="T"):
    """How often each number below ``size`` occurs: in a vector, or in each row of a matrix.

    ``weights`` has the shape of ``input``, or no elements: then each counts 1. With ``binary_output`` the result says only whether a
    number occurs, by 1 or 0. Numbers outside [0, size) as for Bincount.
    """
    require_size(size)
    shape, weighing = input.shape, weights.shape
    require(shape.sizes is None or len(shape.sizes) <= 2, "input must have at most two dimensions, not shape {}", shape)
    require(
        weighing.num_elements() == 0 or weighing.is_compatible_with(shape) or (weighing.has_rank(1) and weighing.sizes in (None, (None,))),
        "weights must have the shape {} of the input, or no elements, not shape {}",
        shape,
        weighing,
    )
    return UNKNOWN if shape.sizes is None else TensorShape(counted_sizes(shape.sizes, value_of(size)))


def require_size(size: object) -> None:
    require(size.shape.has_rank(0), "size must be a scalar, not of shape {}", size.shape)
    number = value_of(size)
    require(number is None or number >= 0, "size ({}) must be non-negative", number)


@op("Bucketize", T=COUNTABLE)
def bucketize(input: "T", *, boundaries: list[float]) -> Outputs(output="int32"):
    """How many of the ascending ``boundaries``, which are float32, each element reaches: 0 below the first, all of them from the last on.

    NaN counts as beyond all of them. Integers are compared as float64.
    """
    require(all(low <= high for low, high in pairwise(boundaries)), "Expected sorted boundaries, not {}", boundaries)
    return input.shape


@op("HistogramFixedWidth", T=COUNTABLE, dtype=INDEX)
def histogram_fixed_width(values: "T", value_range: Host["T"], nbins: Host["int32"], *, dtype: DType = int32) -> Outputs(out="dtype"):
    """How many ``values`` lie in each of ``nbins`` intervals of equal width between the two ends in ``value_range``.

    The first interval also counts what lies below, the last one what lies above: bin min(⌊(clip(v) - low) / width⌋, nbins - 1). A value
    that is NaN is an InvalidArgumentError of the run on the CPU; on CUDA it is not counted.
    """
    require(value_range.shape.is_compatible_with([2]), "value_range should be a vector of 2 elements, not of shape {}", value_range.shape)
    require(nbins.shape.has_rank(0), "nbins should be a scalar, not of shape {}", nbins.shape)
    return TensorShape([value_of(nbins)])
