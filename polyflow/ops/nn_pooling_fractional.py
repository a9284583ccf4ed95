"""Pooling of images (batch, height, width, channels) into fewer by a fraction, in regions of two sizes in a random order.

``pooling_ratio``, four numbers of at least 1, those of batch and channels 1, says how many times fewer rows and columns the result has, rounded down.
The regions of n rows are k = floor(rows / n) or k + 1 high, and so are those of columns.  Which are is random: without ``pseudo_random`` as many
larger ones as are needed, shuffled; with it, region i begins at ceil(a (i + u)) - 1, where a = rows / n and u is random and small enough that
only both sizes occur.  Regions that are ``overlapping`` share the first row or column of the next.  What was drawn is told as two
sequences, from 0 to the size, of where regions begin.

With ``deterministic`` every execution of a node draws the same, that of the seeds if these are not both 0; without, each draws anew, and the
seeds must be 0.  Source: Graham, "Fractional max-pooling" (2015).  The numbers are TensorFlow's own.
"""

from ..framework.dtypes import TypeSet, float32, float64, int32, int64
from ..framework.op import Host, Outputs, at_least, op, require, value_of
from ..framework.region_rules import pooled_sizes, regions
from ..framework.shape_inference import described_shape
from ..framework.tensor_shape import TensorShape
from .nn_convolution import require_four

TYPES = TypeSet([float32, float64, int32, int64])


@op("FractionalMaxPool", effects="random", T=TYPES, pooling_ratio=at_least(4))
def fractional_max_pool(
    value: "T", *, pooling_ratio: list[float], pseudo_random: bool = False, overlapping: bool = False, deterministic: bool = False, seed: int = 0,
    seed2: int = 0
) -> Outputs(output="T", row_pooling_sequence="int64", col_pooling_sequence="int64"):  # fmt: skip
    """The greatest entry of each region."""
    return result_shapes(value.shape, pooling_ratio, deterministic, seed, seed2)


def result_shapes(image: TensorShape, ratio: list[float], deterministic: bool, seed: int, seed2: int) -> tuple[list[int | None], ...]:
    """The shapes of the result and of both sequences."""
    require(deterministic or seed == seed2 == 0, "seed {} and seed2 {} must be 0 for what is not deterministic", seed, seed2)
    sizes = pooled_sizes(require_four("value", image), ratio)
    return list(sizes), *([None if size is None else size + 1] for size in sizes[1:3])


@op("FractionalAvgPool", effects="random", T=TYPES, pooling_ratio=at_least(4))
def fractional_avg_pool(
    value: "T", *, pooling_ratio: list[float], pseudo_random: bool = False, overlapping: bool = False, deterministic: bool = False, seed: int = 0,
    seed2: int = 0
) -> Outputs(output="T", row_pooling_sequence="int64", col_pooling_sequence="int64"):  # fmt: skip
    """The mean of each region, of integers rounded toward zero."""
    return result_shapes(value.shape, pooling_ratio, deterministic, seed, seed2)


@op("FractionalMaxPoolGrad", T=TYPES)
def fractional_max_pool_grad(
    orig_input: "T", orig_output: "T", out_backprop: "T", row_pooling_sequence: Host["int64"], col_pooling_sequence: Host["int64"], *,
    overlapping: bool = False
) -> Outputs(output="T"):  # fmt: skip
    """The gradient of FractionalMaxPool: each region's goes to its greatest entry, the first in reading order if there are several."""
    require(
        orig_output.shape.is_compatible_with(out_backprop.shape),
        "out_backprop has shape {}, orig_output {}",
        out_backprop.shape,
        orig_output.shape,
    )
    check_regions(orig_input.shape, out_backprop.shape, row_pooling_sequence, col_pooling_sequence, overlapping)
    return orig_input.shape.with_rank(4)


def check_regions(image: TensorShape, pooled: TensorShape, rows: object, columns: object, overlapping: bool) -> None:
    """The sequences must divide the image into as many regions as there are gradients."""
    sizes, counts = require_four("the input", image), require_four("out_backprop", pooled)
    require(image.rank is None or image[::3].is_compatible_with(pooled[::3]), "out_backprop has shape {}, but the input {}", pooled, image)
    for name, vector, axis in (("row_pooling_sequence", rows, 1), ("col_pooling_sequence", columns, 2)):
        require(vector.shape.has_rank(1), "{} must be a vector, not of shape {}", name, vector.shape)
        entries = value_of(vector)
        if entries is not None and None not in (*entries, sizes[axis], counts[axis]):
            regions(name, entries, sizes[axis], counts[axis], overlapping)


@op("FractionalAvgPoolGrad", T=TYPES)
def fractional_avg_pool_grad(
    orig_input_tensor_shape: Host["int64"], out_backprop: "T", row_pooling_sequence: Host["int64"], col_pooling_sequence: Host["int64"], *,
    overlapping: bool = False
) -> Outputs(output="T"):  # fmt: skip
    """The gradient of FractionalAvgPool: each region's is shared equally by its entries; of integers the sums are rounded toward zero."""
    shape = described_shape(orig_input_tensor_shape)
    check_regions(shape, out_backprop.shape, row_pooling_sequence, col_pooling_sequence, overlapping)
    return shape.with_rank(4)
