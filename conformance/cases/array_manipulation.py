import numpy as np

from ..case import build_error, case, fatal, integers, literal, normal, run_error, sample, values

# Shapes

case(
    "Reshape",
    sample(normal(2, 3, 4), [4, 6]),
    sample(normal(2, 3, 4), [3, -1]),
    sample(normal(2, 0, 4), [4, -1, 3]),
    literal([[1, 2, 3], [4, 5, 6]], [3, 2], gives=[[1, 2], [3, 4], [5, 6]]),
    literal([7], [], gives=7),
    build_error(normal(2, 3), [4], match="cannot hold the 6 elements"),
    build_error(normal(2, 3), [-1, -1], match="single -1"),
    build_error(normal(2, 3), [-1, 4], match="cannot hold the 6 elements"),
    build_error(normal(2, 3), 6, match="must be a vector"),
    large=sample(normal(1000, 1000), [100, -1]),
)
case(
    "ExpandDims",
    sample(normal(2, 3), 0),
    sample(normal(2, 3), 1),
    sample(normal(2, 3), -1),
    literal([1, 2], 1, gives=[[1], [2]]),
    build_error(normal(2, 3), 3, match="axis 3 is not in"),
    large=sample(normal(1000, 1000), 1),
)
case(
    "Squeeze",
    sample(normal(1, 2, 1, 3)),
    sample(normal(1, 2, 1, 3), squeeze_dims=[2]),
    sample(normal(1, 2, 1, 3), squeeze_dims=[0, -2]),
    literal([[[4]], [[5]]], gives=[4, 5]),
    build_error(normal(2, 1), squeeze_dims=[0], match="its size must be 1, not 2"),
    build_error(normal(2, 1), squeeze_dims=[2], match="axis 2 is not in"),
    large=sample(normal(1000, 1, 1000)),
)
case(
    "Shape",
    sample(normal(2, 0, 3)),
    sample(normal(2, 3), out_type="int64"),
    literal([[1, 2, 3]], gives=[1, 3]),
    large=sample(normal(1000, 1000)),
)
case(
    "ShapeN",
    sample([normal(2, 3), normal(4), normal()]),
    sample([normal(2, 3), normal(5)], out_type="int64"),
    large=sample([normal(1000, 500), normal(500, 1000)]),
)
case("Rank", sample(normal(2, 3)), literal([[[1]]], gives=3), large=sample(normal(1000, 1000)))
case(
    "Size", sample(normal(2, 3, 4)), sample(normal(2, 3), out_type="int64"), literal([[1, 2, 3]], gives=3), large=sample(normal(1000, 1000))
)
case(
    "BroadcastTo",
    sample(normal(2, 1, 4), [2, 3, 4]),
    sample(normal(3), [2, 3]),
    sample(normal(), [2, 3]),
    literal([[1], [2]], [2, 2], gives=[[1, 1], [2, 2]]),
    build_error(normal(3), [2, 4], match="does not broadcast"),
    build_error(normal(2, 3), [3], match="does not broadcast"),
    large=sample(normal(1000, 1), [1000, 1000]),
)
case(
    "BroadcastArgs",
    literal([2, 1], [3], gives=[2, 3]),
    literal([], [4, 5], gives=[4, 5]),
    sample([2, 1, 4], [3, 1]),
    build_error([[1]], [3], match="must be a vector"),
    large=sample([1000, 1], [1000]),
)
case(
    "BroadcastGradientArgs",
    literal([2, 1], [2, 3], gives=([1], [])),
    literal([2, 1], [3, 2, 5], gives=([0, 2], [])),
    literal([1, 3], [1, 3], gives=([], [])),
    literal([1, 3], [2, 1, 1], gives=([0, 1], [1, 2])),
    literal([], [2], gives=([0], [])),
    large=sample([1000, 1], [1000]),
)

# Orders

case(
    "Transpose",
    sample(normal(2, 3, 4), [2, 0, 1]),
    literal([[1, 2, 3], [4, 5, 6]], [1, 0], gives=[[1, 4], [2, 5], [3, 6]]),
    literal(
        values([[1, 2, 3], [4, 5, 6]], dtype="int32"), [-1, 0], gives=[[1, 4], [2, 5], [3, 6]]
    ),  # TensorFlow cannot differentiate this one
    build_error(normal(2, 3), [0], match="one entry for each of the 2 dimensions"),
    build_error(normal(2, 3), [1, 1], match="twice"),
    large=sample(normal(1000, 1000), [1, 0]),
)
case(
    "ConjugateTranspose",
    sample(normal(2, 3, 4), [1, 2, 0]),
    literal([[1 + 2j, 3 - 1j]], [1, 0], gives=[[1 - 2j], [3 + 1j]]),
    build_error(normal(2, 3), [0, 2], match="axis 2 is not in"),
    large=sample(normal(1000, 1000), [1, 0]),
)
case(
    "ReverseV2",
    sample(normal(2, 3, 4), [0, 2]),
    sample(normal(2, 3, 4), [-2]),
    sample(normal(2, 3), values([], dtype="int32")),
    literal([1, 2, 3], [0], gives=[3, 2, 1]),
    build_error(normal(2, 3), [0, -2], match="twice"),
    build_error(normal(2, 3), [2], match="axis 2 is not in"),
    large=sample(normal(1000, 1000), [0, 1]),
)
case(
    "Reverse",
    sample(normal(2, 3, 4), [True, False, True]),
    literal([[1, 2], [3, 4]], [False, True], gives=[[2, 1], [4, 3]]),
    build_error(normal(2, 3), [True], match="1 entries"),
    deviates={"*-empty0": "its kernel refuses an empty first dimension"},
    large=sample(normal(1000, 1000), [True, True]),
)
case(
    "ReverseSequence",
    sample(normal(3, 4, 2), values([2, 0, 4]), seq_dim=1),
    sample(normal(4, 2, 3), values([1, 3, 4], dtype="int32"), seq_dim=0, batch_dim=2),
    sample(normal(2, 5, 3, 4), values([4, 1, 3, 2, 0]), seq_dim=3, batch_dim=1),
    literal([[1, 2, 3], [4, 5, 6]], [2, 3], seq_dim=1, gives=[[2, 1, 3], [6, 5, 4]]),
    literal([["a", "b"], ["c", "d"]], [2, 1], seq_dim=0, batch_dim=1, gives=[["c", "b"], ["a", "d"]]),
    run_error(normal(2, 3), [1, 4], seq_dim=1, match=r"seq_lengths\[1\] = 4 is not in \[0, 4\)"),
    run_error(normal(2, 3), [-1, 2], seq_dim=1, match=r"seq_lengths\[0\] = -1 is not in \[0, 4\)"),
    build_error(normal(2, 3), [1, 2], seq_dim=0, match="must not both be 0"),
    build_error(normal(2, 3), [1, 2], seq_dim=2, match="seq_dim 2 is not in"),
    build_error(normal(2, 3), [1, 2, 3], seq_dim=1, match="one length for each of the 2 slices of dimension 0, not 3"),
    build_error(normal(2, 3), [[1, 2]], seq_dim=1, match="must be a vector"),
    large=sample(normal(100, 1000, 10), integers(100, high=1001), seq_dim=1),
)
case(
    "Roll",
    sample(normal(3, 4), 1, 0),
    sample(normal(3, 4, 2), [-2, 5], [1, -1]),
    sample(normal(3, 4), [1, 2], [1, 1]),
    sample(normal(2, 3, 1, 4, 5, 2), values([7, -1], dtype="int64"), values([4, 1], dtype="int32")),
    literal([1, 2, 3, 4], 1, 0, gives=[4, 1, 2, 3]),
    literal([["a", "b", "c"]], [-1], [1], gives=[["b", "c", "a"]]),
    build_error(normal(), 1, 0, match="at least one dimension"),
    build_error(normal(3, 4), [1, 2], [1], match="must have one shape"),
    build_error(normal(3, 4), [[1]], [[0]], match="a scalar or a vector"),
    build_error(normal(3, 4), 1, 2, match="axis 2 is not in"),
    large=sample(normal(1000, 1000), [10, -300], [0, 1]),
)
case(
    "InvertPermutation",
    literal([2, 0, 1], gives=[1, 2, 0]),
    literal([], gives=[]),
    run_error([0, 2, 2], match="not a permutation"),
    run_error([0, 1, 3], match="not a permutation"),
    build_error(integers(2, 3), match="must have rank 1"),
    large=sample(values(np.arange(1000000, dtype=np.int32)[::-1])),
)

# Parts and wholes

case(
    "Split",
    sample(1, normal(2, 6, 3), num_split=3),
    sample(-1, normal(2, 4), num_split=2),
    sample(0, normal(3, 2), num_split=1),
    literal(0, [1, 2, 3, 4], num_split=2, gives=([[1, 2], [3, 4]],)),
    build_error(1, normal(2, 5), num_split=2, match="does not evenly divide"),
    build_error(2, normal(2, 5), num_split=2, match="axis 2 is not in"),
    large=sample(1, normal(1000, 1000), num_split=4),
)
case(
    "SplitV",
    sample(normal(2, 7), [3, -1, 2], 1, num_split=3),
    sample(normal(7, 2), [0, 7], -2, num_split=2),
    sample(normal(5), [5], 0, num_split=1),
    literal([1, 2, 3], [1, 2], 0, num_split=2, gives=([[1], [2, 3]],)),
    build_error(normal(2, 5), [2, 2], 1, num_split=2, match="do not add up"),
    build_error(normal(2, 5), [-1, -1], 1, num_split=2, match="single -1"),
    build_error(normal(2, 5), [5], 1, num_split=2, match="1 entries for 2 parts"),
    deviates={"*-types-Tlen-int8": fatal("its shape inference reads int32 or int64 only")},
    large=sample(normal(1000, 1000), [300, 700], 1, num_split=2),
)
case(
    "Concat",
    sample(1, [normal(2, 3), normal(2, 4), normal(2, 1)]),
    literal(0, [[1], [2, 3]], gives=[1, 2, 3]),
    build_error(0, [normal(2, 3), normal(2, 4)], match="not compatible"),
    large=sample(1, [normal(1000, 300), normal(1000, 700)]),
)
case(
    "ConcatV2",
    sample([normal(2, 3), normal(4, 3), normal(1, 3)], 0),
    sample([normal(2, 3, 1), normal(2, 3, 4)], -1),
    literal([[1], [2, 3]], 0, gives=[1, 2, 3]),
    build_error([normal(2, 3), normal(2, 4)], 0, match="not compatible"),
    build_error([normal(2, 3), normal(3)], 0, match="must have rank 2"),
    build_error([normal(), normal()], 0, match="scalars cannot be concatenated"),
    build_error([normal(2), normal(3)], 1, match="axis 1 is not in"),
    deviates={
        "gradient *float*-types-Tidx-int64": "its own gradient takes an int32 axis only",
        "gradient complex*-types-Tidx-int64": "its own gradient takes an int32 axis only",
    },
    large=sample([normal(1000, 300), normal(1000, 700)], 1),
)
case(
    "ConcatOffset",
    literal(1, [[2, 3], [2, 4], [2, 5]], gives=([[0, 0], [0, 3], [0, 7]],)),
    sample(-1, [[2, 3, 4], [2, 3, 5]]),
    build_error(0, [[[2]], [3]], match="must have rank 1"),
    large=sample(1, [[1000, 300], [1000, 700]]),
)
case(
    "Pack",
    sample([normal(2, 3), normal(2, 3), normal(2, 3), normal(2, 3)]),
    sample([normal(2, 3), normal(2, 3), normal(2, 3), normal(2, 3)], axis=1),
    sample([normal(2, 3), normal(2, 3)], axis=-1),
    sample([normal(2)]),
    literal([1, 2, 3], gives=[1, 2, 3]),
    build_error([normal(2), normal(3)], match="not compatible"),
    build_error([normal(2), normal(2)], axis=2, match="axis 2 is not in"),
    large=sample([normal(500, 500), normal(500, 500), normal(500, 500), normal(500, 500)], axis=1),
)
case(
    "Unpack",
    sample(normal(2, 3, 4), num=2),
    sample(normal(2, 3, 4), num=3, axis=1),
    sample(normal(2, 3), num=3, axis=-1),
    literal([[1, 2], [3, 4]], num=2, gives=([[1, 2], [3, 4]],)),
    build_error(normal(2, 3), num=3, match="has size 2, not 3"),
    build_error(normal(2, 3), num=2, axis=2, match="axis 2 is not in"),
    large=sample(normal(4, 500, 500), num=4),
)
case(
    "Tile",
    sample(normal(2, 3), [2, 4]),
    sample(normal(2, 3, 4), [1, 3, 1]),
    sample(normal(), values([], dtype="int32")),
    sample(normal(2, 3), [0, 2]),
    literal([1, 2], [2], gives=[1, 2, 1, 2]),
    build_error(normal(2, 3), [2], match="one count >= 0 for each of the 2 dimensions"),
    build_error(normal(2, 3), [2, -1], match="one count >= 0"),
    dtypes=(
        "float32",
        "float64",
        "int32",
        "uint8",
        "int16",
        "int8",
        "string",
        "complex64",
        "int64",
        "bool",
        "bfloat16",
        "complex128",
        "float16",
    ),
    large=sample(normal(100, 100), [10, 10]),
)

case(
    "TileGrad",
    sample(normal(4, 12), [2, 4]),
    sample(normal(2, 9, 4), [1, 3, 1]),
    sample(normal(), values([], dtype="int32")),
    literal([1, 2, 3, 4, 5, 6], [3], gives=[9, 12]),
    build_error(normal(4, 6), [2], match="one count > 0 for each of the 2 dimensions"),
    build_error(normal(4, 6), [2, 0], match="one count > 0"),
    build_error(normal(4, 6), [3, 2], match="do not divide the sizes"),
    build_error(normal(4, 6), [[2, 2]], match="must be a vector"),
    dtypes=(
        "float32",
        "float64",
        "int32",
        "uint8",
        "int16",
        "int8",
        "complex64",
        "int64",
        "bfloat16",
        "uint16",
        "complex128",
        "float16",
        "uint32",
        "uint64",
    ),
    large=sample(normal(1000, 1000), [10, 4]),
    oracle=False,
    because="TensorFlow registers its kernel for an attribute Tmultiples, which the op does not have, so that no graph can run it",
)

# Borders

case(
    "Pad",
    sample(normal(2, 3), [[1, 2], [0, 3]]),
    sample(normal(4), [[0, 0]]),
    literal([1, 2], [[1, 2]], gives=[0, 1, 2, 0, 0]),
    build_error(normal(2, 3), [[1, 1]], match="paddings has shape"),
    build_error(normal(2), [[1, -1]], match="must not be negative"),
    large=sample(normal(1000, 1000), [[1, 2], [0, 3]]),
)
case(
    "PadV2",
    sample(normal(2, 3), [[1, 2], [0, 3]], normal()),
    literal([1, 2], [[1, 2]], 7, gives=[7, 1, 2, 7, 7]),
    literal(["a"], [[1, 0]], "z", gives=["z", "a"]),
    build_error(normal(2), [[1, 1]], normal(1), match="must be a scalar"),
    gradient=(0,),
    large=sample(normal(1000, 1000), [[1, 2], [0, 3]], normal()),
)
case(
    "MirrorPad",
    sample(normal(2, 4), [[1, 0], [3, 2]], mode="REFLECT"),
    sample(normal(2, 4), [[2, 1], [0, 4]], mode="SYMMETRIC"),
    literal([1, 2, 3], [[2, 1]], mode="REFLECT", gives=[3, 2, 1, 2, 3, 2]),
    literal([1, 2, 3], [[2, 1]], mode="SYMMETRIC", gives=[2, 1, 1, 2, 3, 3]),
    build_error(normal(3), [[3, 0]], mode="REFLECT", match="must be no greater than 2"),
    build_error(normal(3), [[0, 4]], mode="SYMMETRIC", match="must be no greater than 3"),
    build_error(normal(3), [[0, 1]], mode="WRAP", match="REFLECT, SYMMETRIC"),
    large=sample(normal(1000, 1000), [[1, 2], [0, 3]], mode="REFLECT"),
)
case(
    "MirrorPadGrad",
    sample(normal(3, 9), [[1, 0], [3, 2]], mode="REFLECT"),
    sample(normal(5, 8), [[2, 1], [0, 4]], mode="SYMMETRIC"),
    literal([1, 1, 1, 1, 1, 1], [[2, 1]], mode="REFLECT", gives=[1, 3, 2]),
    literal([1, 1, 1, 1, 1, 1], [[2, 1]], mode="SYMMETRIC", gives=[2, 2, 2]),
    build_error(normal(3), [[3, 1]], mode="SYMMETRIC", match="larger than the sizes"),
    large=sample(normal(1003, 1003), [[1, 2], [0, 3]], mode="REFLECT"),
)
