"""The public functions that pick elements by position: subscripts of every kind, masks, gathers."""

import sys

import numpy as np
import pytest

import polyflow as tf


def ramp(*shape):
    return np.arange(np.prod(shape), dtype=np.float32).reshape(shape)


def same(actual, expected):
    np.testing.assert_array_equal(actual, expected)
    return True


class TestSubscripts:
    def test_random_ones(self, run):
        """Whatever NumPy selects, on shapes known, partly known and not known at all."""
        rng, array = np.random.default_rng(3), ramp(4, 1, 5, 3)
        x, y = tf.placeholder(tf.float32, [4, None, 5, None]), tf.placeholder(tf.float32)
        for _ in range(40):
            key = self.random_key(rng, array.shape)
            expected = array[key]
            known = tf.constant(array)[key]
            assert known.shape == expected.shape
            for actual in run([known, x[key], y[key]], {x: array, y: array}):
                assert same(actual, expected)

    @staticmethod
    def random_key(rng, shape):
        items = []
        for size in shape[: rng.integers(0, len(shape) + 1)]:
            if rng.random() < 0.3:
                items.append(int(rng.integers(-size, size)))
            else:
                start, stop = (None if rng.random() < 0.3 else int(rng.integers(-size - 2, size + 3)) for _ in range(2))
                items.append(slice(start, stop, int(rng.choice([-3, -2, -1, 1, 2, 3]))))
        if len(items) < len(shape) and rng.random() < 0.5:
            items.append(Ellipsis)
        for _ in range(rng.integers(0, 3)):
            items.insert(int(rng.integers(0, len(items) + 1)), None)
        return tuple(items)

    def test_newaxis_is_none(self):
        assert tf.newaxis is None
        assert tf.zeros([3])[:, tf.newaxis].shape == [3, 1]

    def test_names(self):
        n = tf.placeholder(tf.int32, [])
        part = tf.zeros([3])[n]
        assert part.op.inputs[2].op.inputs[0].op.type == "AddV2"
        assert [part.name, part.op.inputs[1].name, part.op.inputs[2].op.inputs[0].name] == [
            "strided_slice:0", "strided_slice/stack:0", "add:0",
        ]  # fmt: skip

    def test_bounds_of_several_types(self, run):
        x, n = tf.constant(ramp(4, 5)), tf.placeholder(tf.int64, [])
        found = run([x[n:, 1], x[tf.constant(1) : n], x[np.uint8(1) : n, np.array(2)], x[tf.Dimension(2)], x[0 : sys.maxsize]], {n: 3})
        for actual, expected in zip(
            found, [ramp(4, 5)[3:, 1], ramp(4, 5)[1:3], ramp(4, 5)[1:3, 2], ramp(4, 5)[2], ramp(4, 5)], strict=True
        ):
            assert same(actual, expected)

    def test_lists_are_tuples(self, run):
        assert same(run(tf.constant(ramp(4, 5))[[1, 2]]), 7)

    @pytest.mark.parametrize("key", [np.array([0, 1]), [True, False], (slice(None), np.array([True, False])), 1.0, "a", (0, 1.5)], ids=str)
    def test_what_is_no_index(self, key):
        with pytest.raises(TypeError, match=r"Only integers, slices .* can index a tensor, not"):
            tf.zeros([2, 2])[key]

    def test_vectors_and_fractions_are_no_indices(self):
        for key in (tf.constant([0, 1]), tf.constant(1.0)):
            with pytest.raises(TypeError, match="scalar integer tensors can index a tensor"):
                tf.zeros([2, 2])[key]

    def test_bad_subscripts(self):
        x = tf.zeros([2, 3])
        for key, message in (
            ((0, 0, 0), "addresses 3 dimensions, but the input has only 2"),
            ((..., 1, ...), "only one ellipsis"),
            (slice(None, None, 0), "must be non-zero"),
            (2, "out of bounds for size 2"),
        ):
            with pytest.raises(ValueError, match=message):
                x[key]

    def test_no_iteration(self):
        with pytest.raises(TypeError, match="iterated"):
            list(tf.zeros([2]))

    def test_gradient(self, run):
        x = tf.constant(ramp(3, 4))
        (grad,) = tf.gradients(x[::-2, 1], x)
        assert same(run(grad), np.outer([1, 0, 1], [0, 1, 0, 0]))


class TestMasks:
    def test_axes(self, run):
        x, mask = tf.placeholder(tf.float32, [2, None, 4]), tf.placeholder(tf.bool, [None, 4])
        chosen = tf.boolean_mask(x, mask, axis=1)
        assert (chosen.name, chosen.shape.as_list()) == ("boolean_mask/GatherV2:0", [2, None])
        assert same(run(chosen, {x: ramp(2, 3, 4), mask: ramp(3, 4) % 3 == 0}), ramp(2, 3, 4)[:, ramp(3, 4) % 3 == 0])

    def test_mask_as_subscript(self, run):
        x = tf.constant(ramp(3, 2))
        assert same(run(x[tf.constant([True, False, True])]), ramp(3, 2)[[0, 2]])
        assert same(run(x[np.array([[True, False], [False, True], [True, True]])]), [0, 3, 4, 5])

    def test_errors(self):
        x = tf.zeros([2, 3])
        with pytest.raises(ValueError, match="mask cannot be scalar"):
            x[True]
        with pytest.raises(ValueError, match="not compatible"):
            x[np.array([True, False, True])]
        with pytest.raises(ValueError, match="not compatible"):
            tf.boolean_mask(x, [True, False], axis=1)

    def test_texts(self, run):
        assert same(run(tf.boolean_mask(["a", "b", "c"], [True, False, True])), [b"a", b"c"])


class TestGather:
    def test_axis_and_batch(self, run):
        x, indices = ramp(2, 3, 4), [[2, 0], [1, 1]]
        assert same(run(tf.gather(x, [3, 0], axis=-1)), x[..., [3, 0]])
        assert same(run(tf.gather(x, indices, batch_dims=1)), np.stack([x[0, [2, 0]], x[1, [1, 1]]]))
        assert same(run(tf.gather(x, indices, axis=2, batch_dims=1)), np.stack([x[0][:, [2, 0]], x[1][:, [1, 1]]]))
        assert same(run(tf.gather(["a", "b"], [1, 0, 1])), [b"b", b"a", b"b"])

    def test_positions_of_arguments(self, run):
        assert same(run(tf.gather(ramp(3), [1], None, "named")), [1])
        assert tf.gather(ramp(3), [1], True, "other").name == "other:0"

    def test_gather_nd_in_batches(self, run):
        x = ramp(2, 3, 4)
        gathered = tf.gather_nd(x, [[[2]], [[0]]], batch_dims=1)
        assert (gathered.name, gathered.shape) == ("BatchGatherND:0", [2, 1, 4])
        assert same(run(gathered), [[x[0, 2]], [x[1, 0]]])
        with pytest.raises(ValueError, match="not compatible"):
            tf.gather_nd(x, [[[[0]], [[1]]]] * 2, batch_dims=2)
        with pytest.raises(ValueError, match="rank at least 2"):
            tf.gather_nd(x, [0, 1], batch_dims=1)

    def test_slices(self, run):
        x = ramp(3, 4, 5)
        assert same(run(tf.slice(x, [1, 0, 2], [1, -1, 3])), x[1:2, :, 2:])
        assert same(run(tf.strided_slice(x, [2, 0], [0, 4], [-1, 2], shrink_axis_mask=0)), x[2:0:-1, 0:4:2])
        assert same(run(tf.strided_slice(x, [1, 0, 0], [0, 0, 2], begin_mask=4, ellipsis_mask=2, shrink_axis_mask=1)), x[1, ..., :2])
        assert tf.strided_slice(x, [0], [1], name="named").name == "named:0"


def test_texts_distributed(run):
    data, partitions = tf.constant(["a", "b", "c"]), [1, 0, 1]
    parts = tf.dynamic_partition(data, partitions, 2)
    places = tf.dynamic_partition(tf.range(3), partitions, 2)
    assert [part.name for part in parts] == ["DynamicPartition:0", "DynamicPartition:1"]
    assert same(run(tf.dynamic_stitch(places, parts)), [b"a", b"b", b"c"])
