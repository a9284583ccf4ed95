"""The public functions of arrays: arguments in both orders, names and shapes of what they build, values on each backend."""

import numpy as np
import pytest

import polyflow as tf
from polyflow.framework import dtypes
from polyflow.framework.errors import InvalidArgumentError
from polyflow.functions.array import getitem


def ramp(*shape):
    """0, 1, 2, … in a shape, as an unknown-shaped placeholder's value or a constant's."""
    return np.arange(np.prod(shape), dtype=np.float32).reshape(shape)


def unknown(rank=None, dtype=dtypes.float32):
    return tf.placeholder(dtype, None if rank is None else [None] * rank)


def same(actual, expected):
    np.testing.assert_array_equal(actual, expected)
    return True


class TestConstant:
    @pytest.mark.parametrize(
        ("value", "dtype"),
        [
            (1, "int32"),
            (1.5, "float32"),
            (1 << 40, "int64"),
            (True, "bool"),
            ("a", "string"),
            (np.float64(1), "float64"),
            ([1, 2.5], "float32"),
        ],
    )
    def test_types_of_python_values(self, value, dtype):
        assert tf.constant(value).dtype.name == dtype

    def test_asked_type(self, run):
        tensor = tf.constant([1, 2], dtype="float64")
        assert tensor.dtype is dtypes.float64
        assert same(run(tensor), [1.0, 2.0])

    def test_a_float_is_no_int(self):
        with pytest.raises(TypeError):
            tf.constant(1.5, dtype=dtypes.int32)

    def test_the_last_value_fills_the_shape(self, run):
        assert same(run(tf.constant([1, 2, 3], shape=[2, 3])), [[1, 2, 3], [3, 3, 3]])
        assert same(run(tf.constant(-1.0, shape=[2, 2])), [[-1, -1], [-1, -1]])

    def test_same_size_is_reshaped(self, run):
        assert same(run(tf.constant([[1, 2], [3, 4]], shape=[4])), [1, 2, 3, 4])

    def test_too_many_elements(self):
        with pytest.raises(ValueError, match="Too many elements"):
            tf.constant([1, 2, 3], shape=[2])

    def test_nothing_cannot_fill(self):
        with pytest.raises(ValueError, match="No element"):
            tf.constant([], shape=[2])

    def test_verified_shape(self):
        assert tf.constant([1, 2], shape=[2], verify_shape=True).shape == [2]
        with pytest.raises(TypeError, match="Expected Tensor's shape"):
            tf.constant([1, 2], shape=[2, 1], verify_shape=True)

    def test_names(self):
        assert [tf.constant(1).name, tf.constant(1).name, tf.constant(1, name="c").name] == ["Const:0", "Const_1:0", "c:0"]


class TestPlaceholders:
    def test_shape(self):
        assert tf.placeholder(dtypes.float32).shape.ndims is None
        assert tf.placeholder("int32", [None, 3]).shape.as_list() == [None, 3]

    def test_default_and_fed(self, run):
        tensor = tf.placeholder_with_default([1.0, 2.0], [None])
        assert same(run(tensor), [1, 2])
        assert same(run(tensor, {tensor: [5.0]}), [5])


class TestFilled:
    def test_zeros_and_ones(self, run):
        found = run([tf.zeros([2, 3]), tf.ones([2], dtypes.int64), tf.ones([1], dtypes.bool), tf.zeros([2], dtypes.string)])
        assert same(found[0], np.zeros((2, 3), np.float32))
        assert found[1].dtype == np.int64
        assert same(found[2], [True])
        assert same(found[3], [b"", b""])

    def test_small_ones_are_constants_and_large_ones_are_not(self):
        assert tf.zeros([3]).op.type == "Const"
        assert tf.zeros([40, 50]).op.type == "Fill"
        assert tf.zeros([40, 50]).shape == [40, 50]

    def test_names(self):
        assert [tf.zeros([2]).name, tf.ones([2]).name, tf.ones([2], name="mine").name] == ["zeros:0", "ones:0", "mine:0"]

    def test_shape_with_tensors(self, run):
        rows = unknown(0, dtypes.int32)
        tensor = tf.zeros([rows, 2])
        assert tensor.shape.as_list() == [None, 2]
        assert run(tensor, {rows: 3}).shape == (3, 2)

    def test_a_number_is_a_vector_shape(self, run):
        assert run(tf.zeros(3)).shape == (3,)
        assert same(run(tf.fill(2, 7)), [7, 7])

    def test_fill(self, run):
        assert same(run(tf.fill([2, 1], 1.5)), [[1.5], [1.5]])
        assert same(run(tf.fill([2], "x")), [b"x", b"x"])

    def test_like(self, run):
        x = unknown(2)
        assert tf.zeros_like(x).op.type == "ZerosLike"
        assert tf.zeros_like(tf.constant([1, 2])).op.type == "Const"
        found = run([tf.zeros_like(x), tf.ones_like(x), tf.ones_like(x, dtypes.int32), tf.zeros_like(x, "bool")], {x: ramp(2, 3)})
        assert same(found[0], np.zeros((2, 3)))
        assert same(found[1], np.ones((2, 3)))
        assert found[2].dtype == np.int32
        assert same(found[3], np.zeros((2, 3), bool))


class TestSequences:
    def test_range(self, run):
        found = run([tf.range(4), tf.range(2, 8, 3), tf.range(3, 0, -1), tf.range(0.0, 1.0, 0.25), tf.range(3, dtype=dtypes.int64)])
        for actual, expected in zip(found, [[0, 1, 2, 3], [2, 5], [3, 2, 1], [0, 0.25, 0.5, 0.75], [0, 1, 2]], strict=True):
            assert same(actual, expected)
        assert found[4].dtype == np.int64

    def test_range_takes_the_widest_type(self):
        assert tf.range(0, 1.0, 0.5).dtype is dtypes.float32
        assert tf.range(np.int64(2), 5).dtype is dtypes.int64

    def test_range_in_the_older_order(self):
        assert tf.range(0, 4, 1, "counted").name == "counted:0"
        assert tf.range(0, 4, 1, "int64").dtype is dtypes.int64

    def test_range_of_a_tensor(self, run):
        n = unknown(0, dtypes.int32)
        assert same(run(tf.range(n), {n: 3}), [0, 1, 2])

    def test_names(self):
        counted = tf.range(3)
        assert [counted.name, counted.op.inputs[1].name, tf.linspace(0.0, 1.0, 3).name] == ["range:0", "range/limit:0", "LinSpace:0"]

    def test_linspace(self, run):
        assert same(run(tf.lin_space(0.0, 1.0, 5)), [0, 0.25, 0.5, 0.75, 1])

    def test_one_hot(self, run):
        found = run(
            [
                tf.one_hot([0, 2], 3),
                tf.one_hot([0, 2], 3, axis=0),
                tf.one_hot([1], 2, on_value="y", off_value="n"),
                tf.one_hot([1], 2, 5, 3),
            ]
        )
        assert same(found[0], [[1, 0, 0], [0, 0, 1]])
        assert found[0].dtype == np.float32
        assert same(found[1], [[1, 0], [0, 0], [0, 1]])
        assert same(found[2], [[b"n", b"y"]])
        assert same(found[3], [[3, 5]])

    def test_one_hot_types(self):
        assert tf.one_hot([1], 2, dtype=dtypes.bool).dtype is dtypes.bool
        with pytest.raises(TypeError, match="does not match"):
            tf.one_hot([1], 2, on_value=1, off_value=0.5)
        with pytest.raises(TypeError, match="float32 of on_value does not match dtype parameter float64"):
            tf.one_hot([1], 2, on_value=tf.constant(1.0), dtype="float64")

    def test_one_hot_of_any_axis(self, run):
        for axis in (0, 1, 2, -1):
            tensor = tf.one_hot([[0, 2], [1, -1]], 4, axis=axis, dtype="int32")
            expected = np.moveaxis(np.eye(5, dtype=np.int32)[[[0, 2], [1, 4]]][..., :4], -1, axis)
            assert tensor.shape == expected.shape
            assert same(run(tensor), expected)

    def test_meshgrid(self, run):
        x, y = [1, 2, 3], [4, 5]
        for indexing in ("xy", "ij"):
            for actual, expected in zip(run(tf.meshgrid(x, y, indexing=indexing)), np.meshgrid(x, y, indexing=indexing), strict=True):
                assert same(actual, expected)
        for actual, expected in zip(run(tf.meshgrid(x, y, [6, 7])), np.meshgrid(x, y, [6, 7]), strict=True):
            assert same(actual, expected)

    def test_meshgrid_shapes_and_arguments(self):
        assert [each.shape.as_list() for each in tf.meshgrid(unknown(1), [[1.0, 2.0]], 3.0)] == [[2, None, 1]] * 3
        assert [each.shape.as_list() for each in tf.meshgrid([1, 2], indexing="xy")] == [[2]]
        assert tf.meshgrid() == []
        with pytest.raises(ValueError, match="either 'xy' or 'ij'"):
            tf.meshgrid([1], indexing="yx")

    def test_sequence_mask(self, run):
        found = run(
            [tf.sequence_mask([1, 3, 0]), tf.sequence_mask([[1], [2]], 2, dtypes.float32), tf.sequence_mask(np.array([2]), maxlen=3)]
        )
        assert same(found[0], [[1, 0, 0], [1, 1, 1], [0, 0, 0]])
        assert same(found[1], [[[1, 0]], [[1, 1]]])
        assert same(found[2], [[True, True, False]])

    def test_sequence_mask_types_and_shapes(self, run):
        assert tf.sequence_mask([1, 3]).shape == [2, 3]
        assert tf.sequence_mask(unknown(1, dtypes.int32), 5).shape.as_list() == [None, 5]
        assert tf.sequence_mask([1], dtype=None).dtype is dtypes.bool
        longer = tf.sequence_mask(np.array([127, 1], np.int8), 200)
        assert same(run(longer).sum(1), [127, 1])
        lengths = unknown(1, dtypes.int64)
        assert same(run(tf.sequence_mask(lengths), {lengths: [0, 2]}), [[False, False], [True, True]])
        assert run(tf.sequence_mask(lengths), {lengths: []}).shape == (0, 0)
        with pytest.raises(ValueError, match="maxlen must be scalar"):
            tf.sequence_mask([1], [5])


class TestShapes:
    def test_known_shapes_are_constants(self):
        x = tf.zeros([2, 3])
        assert [tf.shape(x).op.type, tf.rank(x).op.type, tf.size(x).op.type] == ["Const"] * 3
        assert [tf.shape(x).name, tf.rank(x).name, tf.size(x).name] == ["Shape_1:0", "Rank_1:0", "Size_1:0"]

    def test_unknown_shapes_are_computed(self, run):
        x = unknown()
        found = run([tf.shape(x), tf.shape(x, out_type=dtypes.int64), tf.rank(x), tf.size(x), *tf.shape_n([x, x])], {x: ramp(2, 3)})
        assert same(found[0], [2, 3])
        assert found[1].dtype == np.int64
        assert found[2:4] == [2, 6]
        assert same(found[5], [2, 3])

    def test_reshape(self, run):
        x = unknown(2)
        tensor = tf.reshape(x, [getitem(tf.shape(x), 0), -1, 1])
        assert tensor.shape.as_list() == [None, None, 1]
        assert run(tensor, {x: ramp(2, 3)}).shape == (2, 3, 1)

    def test_reshape_at_run_time(self, run):
        x = unknown()
        with pytest.raises(InvalidArgumentError, match="cannot hold"):
            run(tf.reshape(x, [4]), {x: ramp(3)})

    def test_expand_dims_and_squeeze(self, run):
        x = tf.constant(ramp(2, 1, 3))
        shapes = [
            t.shape
            for t in run(
                [tf.expand_dims(x, 0), tf.expand_dims(x, dim=-1), tf.squeeze(x), tf.squeeze(x, 1), tf.squeeze(x, squeeze_dims=[1])]
            )
        ]
        assert shapes == [(1, 2, 1, 3), (2, 1, 3, 1), (2, 3), (2, 3), (2, 3)]

    def test_both_names_of_an_argument(self):
        with pytest.raises(ValueError, match="both 'axis' and 'dim'"):
            tf.expand_dims([1], axis=0, dim=0)
        with pytest.raises(ValueError, match="axis"):
            tf.expand_dims([1])

    def test_broadcast_to(self, run):
        assert same(run(tf.broadcast_to([1, 2], [2, 2])), [[1, 2], [1, 2]])


class TestOrders:
    def test_transpose(self, run):
        x = unknown()
        found = run([tf.transpose(x), tf.transpose(x, [1, 0, 2])], {x: ramp(2, 3, 4)})
        assert same(found[0], ramp(2, 3, 4).T)
        assert same(found[1], ramp(2, 3, 4).transpose(1, 0, 2))

    def test_transpose_of_known_rank(self):
        tensor = tf.transpose(tf.zeros([2, 3]))
        assert (tensor.name, tensor.shape) == ("transpose:0", [3, 2])

    def test_conjugate(self, run):
        x = np.array([[1 + 2j, 3]], np.complex64)
        assert same(run(tf.transpose(x, conjugate=True)), x.conj().T)
        assert tf.transpose([[1.0]], conjugate=True).op.type == "Transpose"

    def test_reverse_by_numbers_and_by_bools(self, run):
        x = ramp(2, 3)
        assert same(run(tf.reverse(x, [1])), x[:, ::-1])
        assert same(run(tf.reverse(x, [True, False])), x[::-1])
        assert same(run(tf.reverse(x, dims=np.array([True, True]))), x[::-1, ::-1])

    def test_reverse_sequence(self, run):
        x, lengths = ramp(2, 3), [2, 3]
        for call in (
            tf.reverse_sequence(x, lengths, 1),
            tf.reverse_sequence(x, lengths, seq_axis=1, batch_axis=0),
            tf.reverse_sequence(x, lengths, seq_dim=1, batch_dim=0),
            tf.reverse_sequence(x, np.array(lengths, np.int32), seq_dim=1),
        ):
            assert same(run(call), [[1, 0, 2], [5, 4, 3]])
        assert same(run(tf.reverse_sequence(x, [1, 2, 0], 0, 1)), [[0, 4, 2], [3, 1, 5]])

    def test_reverse_sequence_needs_one_axis(self):
        with pytest.raises(ValueError, match="seq_axis"):
            tf.reverse_sequence(ramp(2, 3), [1, 1])
        with pytest.raises(ValueError, match="not both"):
            tf.reverse_sequence(ramp(2, 3), [1, 1], seq_axis=1, seq_dim=1)

    def test_roll(self, run):
        assert same(run(tf.roll(ramp(4), 1, 0)), [3, 0, 1, 2])
        assert same(run(tf.roll(ramp(2, 3), [1, -1], [0, 1])), [[4, 5, 3], [1, 2, 0]])
        shift = unknown(0, dtypes.int32)
        assert same(run(tf.roll(ramp(3), shift, 0), {shift: -4}), [1, 2, 0])

    def test_invert_permutation(self, run):
        assert same(run(tf.invert_permutation([2, 0, 1])), [1, 2, 0])


class TestConcat:
    A, B = [[1, 2]], [[3, 4]]

    @pytest.mark.parametrize(
        "call",
        [
            lambda a, b: tf.concat([a, b], 1),
            lambda a, b: tf.concat([a, b], axis=1),
            lambda a, b: tf.concat(axis=1, values=[a, b]),
            lambda a, b: tf.concat(values=[a, b], axis=-1),
            lambda a, b: tf.concat(1, [a, b]),
            lambda a, b: tf.concat(np.int64(1), (a, b), "joined"),
            lambda a, b: tf.concat(1, values=[a, b]),
            lambda a, b: tf.concat(concat_dim=1, values=[a, b]),
            lambda a, b: tf.concat(tf.constant(1), [a, b]),
        ],
    )
    def test_both_orders(self, call, run):
        assert same(run(call(self.A, self.B)), [[1, 2, 3, 4]])

    def test_name_and_shape(self):
        tensor = tf.concat([self.A, self.B], 0)
        assert (tensor.name, tensor.shape) == ("concat:0", [2, 2])

    def test_one_value(self, run):
        assert same(run(tf.concat([self.A], 0)), self.A)
        assert same(run(tf.concat(0, [self.A])), self.A)


class TestSplit:
    @pytest.mark.parametrize(
        "call",
        [
            lambda x: tf.split(x, 2, 1),
            lambda x: tf.split(x, 2, axis=-1),
            lambda x: tf.split(value=x, num_or_size_splits=2, axis=1),
            lambda x: tf.split(x, [2, 2], 1),
            lambda x: tf.split(x, tf.constant([2, -1]), 1),
            lambda x: tf.split(1, 2, x),
            lambda x: tf.split(1, 2, value=x),
            lambda x: tf.split(split_dim=1, num_split=2, value=x),
            lambda x: tf.split(tf.constant(1), 2, x),
        ],
    )
    def test_both_orders(self, call, run):
        first, second = run(call(tf.constant(ramp(2, 4))))
        assert same(first, ramp(2, 4)[:, :2])
        assert same(second, ramp(2, 4)[:, 2:])

    def test_names(self):
        assert [part.name for part in tf.split(tf.zeros([4]), 2)] == ["split:0", "split:1"]

    def test_a_tensor_of_rank_0_is_no_count(self):
        with pytest.raises(ValueError, match="Rank-0"):
            tf.split(tf.zeros([4]), tf.constant(2))

    def test_unknown_number_of_sizes(self, run):
        sizes = unknown(1, dtypes.int32)
        with pytest.raises(ValueError, match="Cannot infer num"):
            tf.split(tf.zeros([4]), sizes)
        assert run(tf.split(tf.zeros([4]), sizes, num=2), {sizes: [1, 3]})[1].shape == (3,)


class TestStack:
    def test_stack(self, run):
        assert same(run(tf.stack([[1, 2], [3, 4]])), [[1, 2], [3, 4]])
        assert same(run(tf.stack([tf.constant([1, 2]), [3, 4]], axis=1)), [[1, 3], [2, 4]])
        assert same(run(tf.stack([tf.constant(1), 2])), [1, 2])

    def test_names(self):
        x = tf.constant([1])
        assert [tf.stack([x, x]).name, tf.pack([x, x]).name, tf.unstack(x)[0].name, tf.unpack(x)[0].name] == [
            "stack:0",
            "pack:0",
            "unstack:0",
            "unpack:0",
        ]

    def test_parallel_stack(self, run):
        stacked = tf.parallel_stack([tf.constant([1, 2]), [3, 4]])
        assert (stacked.name, stacked.shape) == ("parallel_stack/ParallelConcat:0", [2, 2])
        assert same(run(stacked), [[1, 2], [3, 4]])
        with pytest.raises(ValueError, match="not fully defined"):
            tf.parallel_stack([unknown(1), unknown(1)])

    def test_unstack(self, run):
        x = tf.constant(ramp(2, 3))
        assert [part.shape for part in run(tf.unstack(x))] == [(3,), (3,)]
        assert same(run(tf.unstack(x, axis=1)[2]), [2, 5])
        assert [part.name for part in tf.unpack(x, 2, "parts")] == ["parts:0", "parts:1"]

    def test_unknown_number(self, run):
        x = unknown(1)
        with pytest.raises(ValueError, match="Cannot infer num"):
            tf.unstack(x)
        assert run(tf.unstack(x, 2), {x: [5.0, 6.0]}) == [5, 6]
        with pytest.raises(ValueError, match="axis = 2"):
            tf.unstack(tf.zeros([2]), axis=2)


class TestBorders:
    def test_tile(self, run):
        assert same(run(tf.tile([[1, 2]], [2, 2])), [[1, 2, 1, 2]] * 2)

    def test_pad(self, run):
        x, paddings = [1, 2, 3], [[1, 2]]
        assert same(run(tf.pad(x, paddings)), [0, 1, 2, 3, 0, 0])
        assert same(run(tf.pad(x, paddings, constant_values=9)), [9, 1, 2, 3, 9, 9])
        assert same(run(tf.pad(x, paddings, "reflect")), [2, 1, 2, 3, 2, 1])
        assert same(run(tf.pad(x, paddings, mode="SYMMETRIC")), [1, 1, 2, 3, 3, 2])
        with pytest.raises(ValueError, match="Unknown padding mode"):
            tf.pad(x, paddings, "WRAP")


SUBSCRIPTS = [
    0,
    -1,
    (1, 2),
    slice(1, None),
    slice(None, None, -1),
    (slice(None), slice(0, 2)),
    (Ellipsis, 1),
    (0, Ellipsis, slice(None, None, 2)),
    (None, slice(None), 1),
    (slice(1, 3), None, Ellipsis, None),
    Ellipsis,
    (slice(-2, -9, -1), 2, slice(3, 0, -2)),
    np.int64(1),
]


class TestGetItem:
    @pytest.mark.parametrize("key", SUBSCRIPTS, ids=str)
    def test_as_numpy_does_it(self, key, run):
        array = ramp(3, 4, 5)
        known, open_sizes = getitem(tf.constant(array), key), unknown(3)
        assert known.shape == array[key].shape
        assert same(run(known), array[key])
        assert same(run(getitem(open_sizes, key), {open_sizes: array}), array[key])

    def test_tensors_as_bounds(self, run):
        x, n = tf.constant(ramp(4, 5)), unknown(0, dtypes.int32)
        found = run(
            [getitem(x, n), getitem(x, slice(n, None)), getitem(x, (slice(None, n), -1)), getitem(x, tf.constant(1, dtypes.int64))], {n: 2}
        )
        for actual, key in zip(found, [2, slice(2, None), (slice(None, 2), -1), 1], strict=True):
            assert same(actual, ramp(4, 5)[key])

    def test_masks(self, run):
        x = ramp(3, 2)
        assert same(run(getitem(tf.constant(x), np.array([True, False, True]))), x[[0, 2]])
        mask = unknown(2, dtypes.bool)
        assert same(run(getitem(tf.constant(x), mask), {mask: x > 2}), x[x > 2])

    def test_names(self):
        first, second = getitem(tf.zeros([3]), 0), getitem(tf.zeros([3]), 1)
        assert [first.name, second.name, first.op.inputs[1].name, first.op.inputs[2].name] == [
            "strided_slice:0", "strided_slice_1:0", "strided_slice/stack:0", "strided_slice/stack_1:0",
        ]  # fmt: skip

    def test_shape_entries_are_known(self):
        assert tf.zeros([getitem(tf.shape(tf.placeholder(dtypes.float32, [None, 3])), 1)]).shape == [3]

    @pytest.mark.parametrize("key", [1.0, "a", slice(0.5, None), (0, 1.5)], ids=str)
    def test_what_is_no_index(self, key):
        with pytest.raises(TypeError, match="Only integers"):
            getitem(tf.zeros([3, 3]), key)

    def test_out_of_bounds(self, run):
        with pytest.raises(ValueError, match="out of bounds"):
            getitem(tf.zeros([3]), 3)
        x = unknown(1)
        with pytest.raises(InvalidArgumentError, match="out of bounds"):
            run(getitem(x, 3), {x: ramp(3)})


class TestIndexing:
    def test_slice(self, run):
        x = tf.constant(ramp(3, 4))
        assert same(run(tf.slice(x, [1, 0], [2, -1])), ramp(3, 4)[1:])
        assert same(run(tf.strided_slice(x, [0, 1], [3, 4])), ramp(3, 4)[:, 1:])
        assert same(run(tf.strided_slice(x, [0, 3], [3, 0], [2, -1])), ramp(3, 4)[::2, 3:0:-1])

    def test_gather(self, run):
        x = tf.constant(ramp(3, 4))
        assert tf.gather(x, [0]).op.type == "GatherV2"
        assert same(run(tf.gather(x, [2, 0])), ramp(3, 4)[[2, 0]])
        assert same(run(tf.gather(x, [2, 0], axis=1)), ramp(3, 4)[:, [2, 0]])
        assert same(run(tf.gather(x, [[1], [0], [3]], batch_dims=1)), [[1], [4], [11]])

    def test_gather_out_of_range(self, run):
        indices = unknown(1, dtypes.int32)
        with pytest.raises(InvalidArgumentError, match=r"indices\[1\] = 3 is not in \[0, 3\)"):
            run(tf.gather(ramp(3), indices), {indices: [0, 3]})

    def test_gather_nd(self, run):
        x = ramp(2, 3, 4)
        assert same(run(tf.gather_nd(x, [[0, 1], [1, 2]])), x[[0, 1], [1, 2]])
        assert same(run(tf.gather_nd(x, [[[2]], [[0]]], batch_dims=1)), np.stack([x[0, [2]], x[1, [0]]]))
        assert same(run(tf.gather_nd(x, [[[1], [0], [3]]] * 2, batch_dims=2)), x[:, [0, 1, 2], [1, 0, 3]])

    def test_scatter_nd(self, run):
        assert same(run(tf.scatter_nd([[1], [3], [1]], [5, 6, 7], [4])), [0, 12, 0, 6])

    def test_where(self, run):
        assert same(run(tf.where([[True, False], [False, True]])), [[0, 0], [1, 1]])
        assert same(run(tf.where([True, False], [1, 2], [3, 4])), [1, 4])
        assert same(run(tf.where([True, False], [[1, 2], [3, 4]], [[5, 6], [7, 8]])), [[1, 2], [7, 8]])
        with pytest.raises(ValueError, match="both"):
            tf.where([True], [1])

    def test_boolean_mask(self, run):
        x = ramp(2, 3, 4)
        mask = np.array([[True, False, True], [False, False, True]])
        assert same(run(tf.boolean_mask(x, mask)), x[mask])
        assert same(run(tf.boolean_mask(x, [True, False, True], axis=1)), x[:, [0, 2]])
        tensor = unknown(3)
        assert same(run(tf.boolean_mask(tensor, mask), {tensor: x}), x[mask])

    def test_masks_need_a_rank(self):
        with pytest.raises(ValueError, match="must be known"):
            tf.boolean_mask(tf.zeros([2]), unknown(dtype=dtypes.bool))
        with pytest.raises(ValueError, match="scalar"):
            tf.boolean_mask(tf.zeros([2]), True)
        with pytest.raises(ValueError, match="not compatible"):
            tf.boolean_mask(tf.zeros([2]), [True, False, True])

    def test_unique(self, run):
        y, idx = run(tf.unique([3, 1, 3]))
        assert same(y, [3, 1])
        assert same(idx, [0, 1, 0])

    def test_partition_and_stitch(self, run):
        data, partitions = tf.constant([10, 20, 30]), [1, 0, 1]
        parts = tf.dynamic_partition(data, partitions, 2)
        places = tf.dynamic_partition(tf.range(3), partitions, 2)
        assert same(run(tf.dynamic_stitch(places, parts)), [10, 20, 30])


def test_where_that_broadcasts(run):
    chosen = tf.where_v2(unknown(dtype="bool"), [[1.0], [2.0]], -1.0)
    assert chosen.op.type == "SelectV2"
    assert same(run(tf.where_v2([True, False, True], [[1.0], [2.0]], -1.0)), [[1, -1, 1], [2, -1, 2]])


def test_gather_within_batches(run):
    params, indices = np.arange(12).reshape(2, 3, 2), [[2, 0], [1, 1]]
    assert same(run(tf.batch_gather(params, indices)), [[[4, 5], [0, 1]], [[8, 9], [8, 9]]])
    assert same(run(tf.batch_gather([5, 6, 7], [2, 0])), [7, 5])
    with pytest.raises(ValueError, match="unknown shape"):
        tf.batch_gather(params, unknown(dtype=dtypes.int32))
