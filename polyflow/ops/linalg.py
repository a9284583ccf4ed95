"""Products of matrices."""

from ..framework.dtypes import FLOAT_COMPLEX, int16, int32, int64, uint8, uint16, uint32, uint64
from ..framework.math_rules import product_sizes, swapped
from ..framework.op import Outputs, op, require
from ..framework.tensor_shape import UNKNOWN, TensorShape, broadcast_shapes

UNSIGNED = frozenset({uint8, uint16, uint32, uint64})


@op("MatMul", T=FLOAT_COMPLEX | {int32, int64} | UNSIGNED)
def matmul(a: "T", b: "T", *, transpose_a: bool = False, transpose_b: bool = False, grad_a: bool = False, grad_b: bool = False) -> Outputs(
    product="T"
):
    """The product of two matrices, (n, k) by (k, m), each transposed first where its flag is set (and not conjugated).

    Integers wrap around; float16 and bfloat16 accumulate in float32. ``grad_a`` and ``grad_b`` mark products made by differentiation.
    """
    return TensorShape(product_sizes(swapped(a.shape.with_rank(2).sizes, transpose_a), swapped(b.shape.with_rank(2).sizes, transpose_b)))


@op("BatchMatMul", T=FLOAT_COMPLEX | {int32, int64})
def batch_matmul(x: "T", y: "T", *, adj_x: bool = False, adj_y: bool = False, grad_x: bool = False, grad_y: bool = False) -> Outputs(
    output="T"
):
    """The products of corresponding matrices in two batches of one shape, each matrix replaced by its adjoint where its flag is set."""
    product = batched_product(x.shape, y.shape, adj_x, adj_y)
    require(x.shape[:-2].is_compatible_with(y.shape[:-2]), "the batch dimensions of {} and {} must be equal", x.shape, y.shape)
    return x.shape[:-2].merge_with(y.shape[:-2]) + product if product.sizes is not None else product


@op("BatchMatMulV2", T=FLOAT_COMPLEX | {int16, int32, int64} | UNSIGNED)
def batch_matmul_v2(x: "T", y: "T", *, adj_x: bool = False, adj_y: bool = False, grad_x: bool = False, grad_y: bool = False) -> Outputs(
    output="T"
):
    """The products of corresponding matrices in two batches, whose shapes broadcast, each replaced by its adjoint where its flag is set."""
    product = batched_product(x.shape, y.shape, adj_x, adj_y)
    return broadcast_shapes(x.shape[:-2], y.shape[:-2]) + product if product.sizes is not None else product


def batched_product(x: TensorShape, y: TensorShape, adj_x: bool, adj_y: bool) -> TensorShape:
    """The last two dimensions of a batch of products; unknown where a rank is."""
    require(x.rank_at_least(2) and y.rank_at_least(2), "both inputs must have at least two dimensions, not shapes {} and {}", x, y)
    if x.sizes is None or y.sizes is None:
        return UNKNOWN
    return TensorShape(product_sizes(swapped(x.sizes, adj_x), swapped(y.sizes, adj_y)))
