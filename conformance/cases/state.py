from functools import partial
from typing import Any

from ..case import build_error, case, integers, literal, normal, positive, run_error, sample, uninitialised, values

# Assignment

case(
    "Assign",
    sample(normal(2, 3), normal(2, 3)),
    sample(uninitialised(2, 3), normal(2, 3)),
    sample(normal(2, 3), normal(4), validate_shape=False),
    literal([1, 2], [3, 4], gives=[3, 4]),
    build_error(normal(2, 3), normal(3, 2), match="not compatible"),
)
case(
    "AssignAdd",
    sample(normal(2, 3), normal(2, 3)),
    literal([1, 2], [3, 4], gives=[4, 6]),
    build_error(normal(2, 3), normal(3), match="not compatible"),
    run_error(uninitialised(2), normal(2), exception="FailedPreconditionError", match="uninitialized value"),
)
case(
    "AssignSub",
    sample(normal(2, 3), normal(2, 3)),
    literal([3, 4], [1, 2], gives=[2, 2]),
    build_error(normal(2, 3), normal(3), match="not compatible"),
    run_error(uninitialised(2), normal(2), exception="FailedPreconditionError", match="uninitialized value"),
)
case(
    "IsVariableInitialized",
    literal(normal(2, 3), gives=True),
    literal(uninitialised(2, 3), gives=False),
)
case(
    "CountUpTo",
    literal(3, limit=5, gives=3),
    run_error(5, limit=5, exception="OutOfRangeError", match="Reached limit of 5"),
    build_error([3], limit=5, match="must be a scalar"),
)

# Rows: a case runs every op on distinct indices, on a matrix of them, on one, and with one value for all.


def rows(draw: Any) -> Any:
    return (
        sample(normal(5, 3), values([3, 1]), draw(2, 3)),
        sample(normal(5, 2, 3), values([[0, 2], [4, 1]]), draw(2, 2, 2, 3)),
        sample(normal(5, 3), 2, draw(3)),
        sample(normal(5), values([3, 1]), draw()),
        run_error(normal(5, 3), values([0, 5]), draw(2, 3), match=r"indices\[1\] = 5 is not in \[0, 5\)"),
        run_error(normal(5, 3), -1, draw(3), match=r"indices = -1 is not in \[0, 5\)"),
        build_error(normal(5, 3), values([0, 1]), draw(2, 4), match="updates must have shape"),
        build_error(normal(), values([0, 1]), draw(2), match="at least one dimension"),
    )


case("ScatterUpdate", *rows(normal), literal([1, 2, 3], [2, 0], [7, 8], gives=[8, 2, 7]))
case(
    "ScatterAdd",
    *rows(normal),
    sample(normal(4, 3), integers(6, high=4), normal(6, 3)),
    literal([1, 2, 3], [2, 0, 2], [7, 8, 9], gives=[9, 2, 19]),
)
case(
    "ScatterSub",
    *rows(normal),
    sample(normal(4, 3), integers(6, high=4), normal(6, 3)),
    literal([9, 8, 9], [2, 0, 2], [1, 2, 3], gives=[7, 8, 5]),
)
case(
    "ScatterMul",
    *rows(positive),
    sample(normal(4, 3), integers(6, high=4), positive(6, 3)),
    literal([1, 2, 3], [2, 0, 2], [2, 3, 4], gives=[3, 2, 24]),
)
case(
    "ScatterDiv",
    *rows(positive),
    literal([8, 5, 12], [2, 0, 2], [2, 2, 3], gives=[4, 5, 2]),
    literal([-7, 7, 9], [0, 1], [2, -2], gives=[-3, -3, 9], T="int32"),
)
case(
    "ScatterMin",
    *rows(normal),
    sample(normal(4, 3), integers(6, high=4), normal(6, 3)),
    literal([4, 5, 6], [2, 0, 2], [5, 7, 3], gives=[4, 5, 3]),
)
case(
    "ScatterMax",
    *rows(normal),
    sample(normal(4, 3), integers(6, high=4), normal(6, 3)),
    literal([4, 5, 6], [2, 0, 2], [7, 3, 8], gives=[4, 5, 8]),
)

# Slices named by index vectors


def slices() -> Any:
    return (
        sample(normal(5, 3, 2), values([[3, 1], [0, 2]]), normal(2, 2)),
        sample(normal(5, 3, 2), values([[3], [0]]), normal(2, 3, 2)),
        sample(normal(5, 3), values([[[3, 0], [0, 1]]]), normal(1, 2)),
        sample(normal(5, 3), values([[3, 0], [0, 7]]), normal(2), bad_indices_policy="IGNORE"),
        run_error(normal(5, 3), values([[3, 0], [0, 7]]), normal(2), match=r"indices\[1\].* does not index into shape"),
        build_error(normal(5, 3), values([[3, 0, 1]]), normal(1), match="too long"),
        build_error(normal(5, 3), values([[3, 0]]), normal(2), match="updates must have shape"),
    )


case_of_slices = partial(case, derive=("strided", "transposed", "unknown_dims", "unknown_rank", "fed", "types"))
"""Not emptied: TensorFlow refuses indices into a variable without elements even where bad ones are ignored."""

case_of_slices("ScatterNdUpdate", *slices(), literal([[1, 2], [3, 4]], [[1, 0]], [7], gives=[[1, 2], [7, 4]]))
case_of_slices("ScatterNdAdd", *slices(), literal([[1, 2], [3, 4]], [[1, 0], [1, 0]], [7, 1], gives=[[1, 2], [11, 4]]))
case_of_slices("ScatterNdSub", *slices(), literal([[1, 2], [9, 4]], [[1, 0], [1, 0]], [7, 1], gives=[[1, 2], [1, 4]]))
