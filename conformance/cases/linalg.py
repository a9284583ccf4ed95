from typing import Any

from ..case import build_error, case, literal, normal, sample, values

case(
    "MatMul",
    sample(normal(2, 3), normal(3, 5)),
    sample(normal(3, 2), normal(3, 5), transpose_a=True),
    sample(normal(2, 3), normal(5, 3), transpose_b=True),
    sample(normal(3, 2), normal(5, 3), transpose_a=True, transpose_b=True),
    literal([[1, 2]], [[3], [4]], gives=[[11]]),
    literal([[1j]], [[1j]], transpose_a=True, gives=[[-1]]),
    build_error(normal(2, 3), normal(4, 5), match="inner dimensions"),
    build_error(normal(3), normal(3, 5), match="rank 2"),
    derive=("empty", "strided", "transposed", "nonfinite", "unknown_dims", "unknown_rank"),
    large=sample(normal(500, 600), normal(600, 400)),
)

FLAGS = [(False, False), (True, False), (False, True), (True, True)]


def factors(adj_x: Any, adj_y: Any, *batches: Any) -> Any:
    """Batches of matrices whose products are 2 by 5, given as adjoints where the flags are set."""
    x, y = batches
    return sample(normal(*x, *((3, 2) if adj_x else (2, 3))), normal(*y, *((5, 3) if adj_y else (3, 5))), adj_x=adj_x, adj_y=adj_y)


case(
    "BatchMatMul",
    *(factors(*flags, (4,), (4,)) for flags in FLAGS),
    factors(False, False, (), ()),
    literal([[[1, 2]]], [[[3], [4]]], gives=[[[11]]]),
    build_error(normal(4, 2, 3), normal(4, 4, 5), match="inner dimensions"),
    build_error(normal(4, 2, 3), normal(1, 3, 5), match="batch dimensions"),
    build_error(normal(3), normal(3, 5), match="at least two dimensions"),
    derive=("empty", "strided", "transposed", "unknown_dims", "unknown_rank"),
    large=sample(normal(10000, 10, 10), normal(10000, 10, 10)),
)
case(
    "BatchMatMulV2",
    *(factors(*flags, (4,), (4,)) for flags in FLAGS),
    factors(True, False, (4, 1), (6,)),
    factors(False, True, (), (4,)),
    factors(False, False, (4, 6), ()),
    literal([[[1, 2]]], [[[3], [4]]], gives=[[[11]]]),
    literal([[1j]], [[1j]], adj_x=True, gives=[[1]]),
    build_error(normal(4, 2, 3), normal(4, 4, 5), match="inner dimensions"),
    build_error(normal(4, 2, 3), normal(6, 3, 5), match="do not broadcast"),
    derive=("empty", "strided", "transposed", "unknown_dims", "unknown_rank"),
    large=sample(normal(10000, 10, 10), normal(10000, 10, 10)),
)


def mixed(x: Any, y: Any, result: str, **attributes: Any) -> Any:
    """A product of factors of two types with a result of a third."""
    return sample(normal(*x[1]), normal(*y[1], dtype=y[0]), Ta=x[0], Tout=result, **attributes)


SAME_TYPES = ("float32", "float64", "bfloat16", "float16", "int16", "int32", "int64", "complex64", "complex128")

case(
    "BatchMatMulV3",
    *(mixed((name, (4, 2, 3)), (name, (4, 3, 5)), name) for name in SAME_TYPES),
    mixed(("int8", (4, 1, 3, 2)), ("int8", (6, 5, 3)), "int32", adj_x=True, adj_y=True),
    mixed(("uint8", (2, 3)), ("int8", (4, 3, 5)), "int32"),
    mixed(("int8", (2, 3)), ("uint8", (5, 3)), "int32", adj_y=True),
    mixed(("bfloat16", (4, 2, 3)), ("float32", (3, 5)), "float32"),
    mixed(("float32", (2, 3)), ("float32", (4, 3, 5)), "float64"),
    mixed(("float32", (3, 2)), ("complex64", (3, 5)), "complex64", adj_x=True),
    literal([[100, 100]], values([[100], [100]], "int8"), Ta="int8", Tout="int32", gives=[[20000]]),
    literal([[100, 100]], values([[100], [100]], "int8"), Ta="int8", Tout="int16", gives=[[20000]]),
    literal([[1j]], values([[1j]], "complex64"), Ta="complex64", Tout="complex64", adj_x=True, gives=[[1]]),
    build_error(normal(2, 3), normal(4, 5, dtype="float32"), Ta="float32", Tout="float32", match="inner dimensions"),
    build_error(normal(4, 2, 3), normal(6, 3, 5, dtype="float32"), Ta="float32", Tout="float32", match="do not broadcast"),
    build_error(normal(2, 3), normal(3, 5, dtype="complex64"), Ta="float32", Tout="float32", match="does not fit into float32"),
    derive=("empty", "strided", "transposed", "unknown_dims", "unknown_rank"),
    large=sample(normal(10000, 10, 10), normal(10000, 10, 10, dtype="float32"), Ta="float32", Tout="float32"),
)
case(
    "SparseMatMul",
    sample(normal(2, 3), normal(3, 5)),
    sample(normal(3, 2), normal(3, 5), transpose_a=True, a_is_sparse=True),
    sample(normal(2, 3), normal(5, 3), transpose_b=True, b_is_sparse=True),
    sample(normal(3, 2), normal(5, 3), transpose_a=True, transpose_b=True, a_is_sparse=True, b_is_sparse=True),
    sample(normal(2, 3), normal(3, 5, dtype="bfloat16"), a_is_sparse=True, Ta="float32"),
    sample(normal(2, 3), normal(3, 5, dtype="float32"), b_is_sparse=True, Ta="bfloat16"),
    literal([[1, 2]], [[3], [4]], gives=[[11]]),
    build_error(normal(2, 3), normal(4, 5), match="inner dimensions"),
    build_error(normal(3), normal(3, 5), match="rank 2"),
    derive=("empty", "strided", "transposed", "unknown_dims", "unknown_rank"),
    large=sample(normal(1000, 1000), normal(1000, 1000)),
)
case(
    "Cross",
    sample(normal(3), normal(3)),
    sample(normal(5, 3), normal(5, 3)),
    sample(normal(2, 5, 4, 3), normal(2, 5, 4, 3)),
    literal([1, 0, 0], [0, 1, 0], gives=[0, 0, 1]),
    literal([[2, 5, 4]], [[1, 2, 3]], gives=[[7, 254, 255]], T="uint8"),
    literal([2, 5, 4], [1, 2, 3], gives=[7, -2, -1]),
    build_error(normal(2), normal(2), match="only defined for 3-element vectors"),
    build_error(normal(2, 3), normal(5, 3), match="not compatible"),
    build_error(1.0, 1.0, match="rank at least 1"),
    derive=("empty", "strided", "transposed", "unknown_dims", "unknown_rank"),
    large=sample(normal(333333, 3), normal(333333, 3)),
)
