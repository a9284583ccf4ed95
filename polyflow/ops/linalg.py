"""Products of matrices."""

from ..framework.dtypes import (
    FLOAT_COMPLEX,
    REAL,
    DType,
    TypeSet,
    bfloat16,
    float32,
    int8,
    int16,
    int32,
    int64,
    uint8,
    uint16,
    uint32,
    uint64,
)
from ..framework.math_rules import product_sizes, swapped
from ..framework.op import Outputs, op, require
from ..framework.tensor_shape import UNKNOWN, TensorShape, broadcast_shapes

UNSIGNED = frozenset({uint8, uint16, uint32, uint64})
FACTOR = FLOAT_COMPLEX | {uint8, int8, int16, int32, int64}
SPARSE = TypeSet([float32, bfloat16]).default(float32)


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


@op("BatchMatMulV3", Ta=FACTOR, Tb=FACTOR, Tout=FACTOR - {int8, uint8})
def batch_matmul_v3(
    x: "Ta", y: "Tb", *, Tout: DType, adj_x: bool = False, adj_y: bool = False, grad_x: bool = False, grad_y: bool = False
) -> Outputs(output="Tout"):
    """BatchMatMulV2 of factors of two types and with a result of a third: int8 matrices, say, summed up in int32.

    It is computed in the widest of the three types and converted to ``Tout``, so complex factors need a complex ``Tout``.
    """
    require(Tout.is_complex or not (x.dtype.is_complex or y.dtype.is_complex), "a complex product does not fit into {}", Tout.name)
    product = batched_product(x.shape, y.shape, adj_x, adj_y)
    return broadcast_shapes(x.shape[:-2], y.shape[:-2]) + product if product.sizes is not None else product


@op("SparseMatMul", Ta=SPARSE, Tb=SPARSE)
def sparse_matmul(
    a: "Ta", b: "Tb", *, transpose_a: bool = False, transpose_b: bool = False, a_is_sparse: bool = False, b_is_sparse: bool = False
) -> Outputs(product="float32"):
    """The product, in float32, of two matrices, each transposed first where its flag is set.

    ``a_is_sparse`` and ``b_is_sparse`` tell that many elements are 0; nothing here is the faster for it.
    """
    return TensorShape(product_sizes(swapped(a.shape.with_rank(2).sizes, transpose_a), swapped(b.shape.with_rank(2).sizes, transpose_b)))


@op("Cross", T=REAL)
def cross(a: "T", b: "T") -> Outputs(product="T"):
    """The cross products of corresponding vectors in the last dimension, which has size 3: a₂b₃ − a₃b₂, a₃b₁ − a₁b₃, a₁b₂ − a₂b₁."""
    shape = a.shape.with_rank_at_least(1).merge_with(b.shape.with_rank_at_least(1))
    require(shape.sizes is None or shape.sizes[-1] in (3, None), "Cross-products are only defined for 3-element vectors, not {}", shape)
    return shape if shape.sizes is None else [*shape.sizes[:-1], 3]


def batched_product(x: TensorShape, y: TensorShape, adj_x: bool, adj_y: bool) -> TensorShape:
    """The last two dimensions of a batch of products; unknown where a rank is."""
    require(x.rank_at_least(2) and y.rank_at_least(2), "both inputs must have at least two dimensions, not shapes {} and {}", x, y)
    if x.sizes is None or y.sizes is None:
        return UNKNOWN
    return TensorShape(product_sizes(swapped(x.sizes, adj_x), swapped(y.sizes, adj_y)))
