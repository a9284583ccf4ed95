from typing import Any

from ..case import build_error, case, literal, normal, sample

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
)
