from pathlib import Path

from ..case import build_error, case, fatal, integers, literal, normal, run_error, sample, values

# What passes through unchanged

case("Identity", sample(normal(2, 3)), literal("text", gives="text"), large=sample(normal(1000, 1000)))
case(
    "IdentityN",
    sample([normal(2, 3), integers(4, dtype="int32"), normal()]),
    literal([1, 2], gives=([1, 2],)),
    build_error([], match="at least 1"),
    large=sample([normal(1000, 500), normal(500, 1000)]),
)
case("RefIdentity", sample(normal(2, 3)), literal([1, 2], gives=[1, 2]), large=sample(normal(1000, 1000)))
case("Snapshot", sample(normal(2, 3)), literal(7, gives=7), large=sample(normal(1000, 1000)))
case("StopGradient", sample(normal(2, 3)), large=sample(normal(1000, 1000)))
case("PreventGradient", sample(normal(2, 3), message="not this way"), gradient=False, large=sample(normal(1000, 1000), message=""))
case(
    "DebugGradientIdentity",
    sample(normal(2, 3)),
    literal("text", gives="text"),
    large=sample(normal(1000, 1000)),
    deviates={"gradient *": fatal("its own gradient fails an assertion: it wants a node whose name tells of a debugger")},
)
case("GuaranteeConst", sample(normal(2, 3)), literal("text", gives="text"), large=sample(normal(1000, 1000)))

# Checks

case(
    "EnsureShape",
    sample(normal(2, 3), shape=[2, 3]),
    sample(normal(2, 3), shape=[None, 3]),
    sample(normal(2, 3, 4), shape=None),
    sample(normal(), shape=[]),
    literal([[1, 2]], shape=[None, 2], gives=[[1, 2]]),
    build_error(normal(2, 3), shape=[3, 3], match="not compatible"),
    build_error(normal(2, 3), shape=[None], match="not compatible"),
    large=sample(normal(1000, 1000), shape=[None, 1000]),
    deviates={
        "*-3": "its inference compares with the rank of a shape that has none",
        "*-3-[est]*": "its inference compares with the rank of a shape that has none",
        "*-3-unknown_dims": "its inference compares with the rank of a shape that has none",
    },
)
case(
    "CheckNumerics",
    sample(normal(2, 3), message="here"),
    run_error([1.0, float("nan")], message="here", match="here : Tensor had NaN"),
    run_error([float("inf"), 1.0], message="here", match="here : Tensor had Inf"),
    large=sample(normal(1000, 1000), message=""),
)

# Copies, bits and files

case("DeepCopy", sample(normal(2, 3)), sample(normal()), literal("text", gives="text"), large=sample(normal(1000, 1000)))
case(
    "Bitcast",
    sample(normal(2, 4), type="uint8"),
    sample(normal(), type="int8"),
    sample(normal(2, 3, dtype="float32"), type="int32"),
    sample(normal(2, 3, dtype="float16"), type="bfloat16"),
    sample(normal(2, 3, dtype="bfloat16"), type="uint16"),
    sample(normal(2, 3, dtype="float64"), type="complex64"),
    sample(normal(2, 3, dtype="complex64"), type="uint64"),
    sample(normal(2, 3, dtype="complex128"), type="float32"),
    sample(normal(3, 2, 4, dtype="float32"), type="complex128"),
    sample(normal(3, 2, dtype="int32"), type="int64"),
    sample(normal(3, 2, dtype="float32"), type="float64"),
    sample(normal(3, 4, dtype="int16"), type="uint64"),
    sample(normal(2, dtype="uint16"), type="uint32"),
    sample(normal(3, 2, dtype="int8"), type="float16"),
    literal(values(1.0, dtype="float32"), type="int32", gives=0x3F800000),
    literal(values([1, -1], dtype="int32"), type="uint8", gives=[[1, 0, 0, 0], [255, 255, 255, 255]]),
    literal(values([[0, 0, 128, 63], [0, 0, 0, 64]], dtype="uint8"), type="float32", gives=[1.0, 2.0]),
    literal(values([[3, 1], [0, 2]], dtype="uint32"), type="int64", gives=[(1 << 32) + 3, 2 << 32]),
    build_error(normal(2, 3, dtype="uint8"), type="float32", match="must have the 4 elements"),
    build_error(normal(dtype="int32"), type="int64", match="must have the 2 elements"),
    build_error(normal(2, dtype="int32"), type="bool", exception="TypeError", match="bool"),
    large=sample(normal(1000, 1000), type="int32"),
)

RAW = str(Path(__file__).parents[1] / "data" / "raw_bytes.bin")
"""The bytes 0, 1, …, 95."""

case(
    "ImmutableConst",
    sample(shape=[2, 3], memory_region_name=RAW),
    sample(shape=[], memory_region_name=RAW),
    sample(shape=[0, 4], memory_region_name=RAW),
    literal(dtype="uint8", shape=[2, 3], memory_region_name=RAW, gives=[[0, 1, 2], [3, 4, 5]]),
    literal(dtype="int16", shape=[2], memory_region_name=RAW, gives=[0x0100, 0x0302]),
    run_error(dtype="float32", shape=[25], memory_region_name=RAW, exception="InternalError", match="has 24 elements of float32, not the 25"),
    run_error(dtype="int8", shape=[1], memory_region_name=RAW + ".absent", exception="NotFoundError", match="No such file"),
    build_error(dtype="int8", shape=[None], memory_region_name=RAW, match="fully defined"),
    dtypes=(
        "float32", "float64", "int32", "uint8", "int16", "int8", "complex64", "int64", "bfloat16", "uint16", "complex128", "float16", "uint32",
        "uint64",
    ),
)  # fmt: skip
