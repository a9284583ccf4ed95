from typing import Any

from ..case import build_error, case, integers, literal, normal, positive, run_error, sample, uninitialised, values

NUMERIC = (
    "float16", "bfloat16", "float32", "float64", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "complex64",
    "complex128",
)  # fmt: skip
REAL = tuple(name for name in NUMERIC if not name.startswith("complex"))
NO_PLACE = {"*-3": "to TensorFlow a variable that nothing was ever assigned to does not exist: NotFoundError"}
NO_ELEMENTS = dict.fromkeys(
    ("*-2-empty[12]", "*-3-empty*"), "TensorFlow's builder refuses indices into a variable without elements, even if they are ignored"
)
EMPTY = {"exception": "FailedPreconditionError", "match": "uninitialized value"}

case("ReadVariableOp", sample(normal(2, 3)), literal([1, 2], gives=[1, 2]), run_error(uninitialised(2), **EMPTY))
case(
    "AssignVariableOp",
    sample(normal(2, 3), normal(2, 3)),
    sample(uninitialised(2, 3), normal(2, 3)),
    build_error(normal(2, 3), normal(3, 2), match="not compatible"),
)
case(
    "AssignAddVariableOp",
    sample(normal(2, 3), normal(2, 3)),
    build_error(normal(2, 3), normal(3), match="not compatible"),
    run_error(uninitialised(2), normal(2), **EMPTY),
    dtypes=NUMERIC,
    deviates=NO_PLACE,
)
case(
    "AssignSubVariableOp",
    sample(normal(2, 3), normal(2, 3)),
    build_error(normal(2, 3), normal(3), match="not compatible"),
    run_error(uninitialised(2), normal(2), **EMPTY),
    dtypes=NUMERIC,
    deviates=NO_PLACE,
)
case("VarIsInitializedOp", literal(normal(2, 3), gives=True), literal(uninitialised(2, 3), gives=False))
case(
    "DestroyResourceOp",
    sample(uninitialised(2, 3)),
    run_error(uninitialised(2), ignore_lookup_error=False, exception="NotFoundError", match="does not exist"),
)
case("VariableShape", literal(normal(2, 3), gives=[2, 3]), literal(normal(), gives=[]), sample(normal(2, 5), out_type="int64"))
case(
    "ResourceCountUpTo",
    literal(3, limit=5, gives=3),
    run_error(5, limit=5, exception="OutOfRangeError", match="Reached limit of 5"),
    build_error([3], limit=5, match="must be a scalar"),
)

# Rows and slices

case(
    "ResourceGather",
    sample(normal(5, 3), values([3, 1])),
    sample(normal(5, 2, 3), values([[0, 2], [4, 1]])),
    sample(normal(2, 5, 3), values([[0, 2, 2, 1], [4, 1, 0, 3]]), batch_dims=1),
    literal([1, 2, 3], [2, 0, 2], gives=[3, 1, 3]),
    run_error(normal(5, 3), values([0, 5]), match=r"indices\[1\] = 5 is not in \[0, 5\)"),
    build_error(normal(), values([0]), match="more than batch_dims"),
    large=sample(normal(1000, 1000), integers(1000, high=1000)),
)
case(
    "ResourceGatherNd",
    sample(normal(5, 3), values([[3, 1], [0, 2]])),
    sample(normal(5, 2, 3), values([[3], [1]])),
    literal([[1, 2], [3, 4]], [[1, 0]], gives=[3]),
    run_error(normal(5, 3), values([[0, 3]]), match="does not index into"),
    build_error(normal(5), values([[0, 1]]), match="too long"),
)


def rows(draw: Any) -> Any:
    return (
        sample(normal(5, 3), values([3, 1]), draw(2, 3)),
        sample(normal(5, 2, 3), values([[0, 2], [4, 1]]), draw(2, 2, 2, 3)),
        sample(normal(5, 3), 2, draw(3)),
        sample(normal(5), values([3, 1]), draw()),
        run_error(normal(5, 3), values([0, 5]), draw(2, 3), match=r"indices\[1\] = 5 is not in \[0, 5\)"),
        build_error(normal(5, 3), values([0, 1]), draw(2, 4), match="updates must have shape"),
        build_error(normal(), values([0, 1]), draw(2), match="at least one dimension"),
    )


case("ResourceScatterUpdate", *rows(normal))
case("ResourceScatterAdd", *rows(normal), sample(normal(5, 3), values([3, 3]), normal(2, 3)))
case("ResourceScatterSub", *rows(normal), sample(normal(5, 3), values([3, 3]), normal(2, 3)))
case("ResourceScatterMul", *rows(normal), sample(normal(5, 3), values([3, 3]), positive(2, 3)))
case("ResourceScatterDiv", *rows(positive), sample(normal(5, 3), values([3, 3]), positive(2, 3)))
case("ResourceScatterMin", *rows(normal), sample(normal(5, 3), values([3, 3]), normal(2, 3)), dtypes=REAL)
case("ResourceScatterMax", *rows(normal), sample(normal(5, 3), values([3, 3]), normal(2, 3)), dtypes=REAL)


def slices() -> Any:
    return (
        sample(normal(5, 3), values([[3, 1], [0, 2]]), normal(2)),
        sample(normal(5, 2, 3), values([[3], [1]]), normal(2, 2, 3)),
        sample(normal(5, 3), values([[3, 1], [7, 2]]), normal(2), bad_indices_policy="IGNORE"),
        run_error(normal(5, 3), values([[3, 1], [5, 2]]), normal(2), match="does not index into"),
        build_error(normal(5, 3), values([[3, 1]]), normal(2), match="updates must have shape"),
    )


case("ResourceScatterNdUpdate", *slices(), deviates=NO_ELEMENTS)
case("ResourceScatterNdAdd", *slices(), dtypes=NUMERIC, deviates=NO_ELEMENTS)
case("ResourceScatterNdSub", *slices(), dtypes=NUMERIC, deviates=NO_ELEMENTS)
