"""Blocks of space and patches of images: argument names of the generations, values worked out by hand."""

import numpy as np
import pytest

import polyflow as tf

SQUARE = np.arange(1, 5).reshape(1, 2, 2, 1)


def same(actual, expected):
    np.testing.assert_array_equal(actual, expected)
    return True


class TestSpaceAndBatch:
    def test_of_any_rank(self, run):
        cut = tf.space_to_batch_nd([[1, 2, 3]], [2], [[1, 0]])
        assert same(run(cut), [[0, 2], [1, 3]])
        assert same(run(tf.batch_to_space_nd(cut, [2], [[1, 0]])), [[1, 2, 3]])

    def test_of_images(self, run):
        none = [[0, 0], [0, 0]]
        for cut in (
            tf.space_to_batch(SQUARE, none, 2),
            tf.space_to_batch(SQUARE, paddings=none, block_size=2),
            tf.space_to_batch(SQUARE, none, block_shape=2),
        ):
            assert same(run(cut), [[[[1]]], [[[2]]], [[[3]]], [[[4]]]])
        for whole in (tf.batch_to_space(cut, none, 2), tf.batch_to_space(cut, crops=none, block_shape=2)):
            assert same(run(whole), SQUARE)

    def test_rank_of_images(self):
        assert tf.space_to_batch(tf.placeholder(tf.float32), [[0, 0], [0, 0]], 2).shape.ndims == 4
        with pytest.raises(ValueError, match="block_size"):
            tf.space_to_batch(SQUARE, [[0, 0], [0, 0]])
        with pytest.raises(ValueError, match="not both"):
            tf.space_to_batch(SQUARE, [[0, 0], [0, 0]], 2, block_shape=2)

    def test_unknown_blocks(self, run):
        blocks = tf.placeholder(tf.int32, [1])
        cut = tf.space_to_batch_nd(tf.zeros([2, 6, 5]), blocks, [[0, 0]])
        assert cut.shape.as_list() == [None, None, 5]
        assert run(cut, {blocks: [3]}).shape == (6, 2, 5)


class TestRequiredPaddings:
    def test_constants(self, run):
        paddings, crops = tf.required_space_to_batch_paddings([5, 6], [3, 2])
        assert paddings.op.type == crops.op.type == "Const"
        assert (paddings.op.name, crops.op.name) == ("required_space_to_batch_paddings/paddings", "required_space_to_batch_paddings/crops")
        for found in run([paddings, crops]):
            assert same(found, [[0, 1], [0, 0]])

    def test_base(self, run):
        paddings, crops = run(tf.required_space_to_batch_paddings([5, 6], [3, 2], [[1, 1], [2, 1]]))
        assert same(paddings, [[1, 3], [2, 2]])
        assert same(crops, [[0, 2], [0, 1]])

    def test_computed(self, run):
        sizes = tf.placeholder(tf.int32, [2])
        paddings, crops = run(tf.required_space_to_batch_paddings(sizes, [3, 2], [[1, 1], [2, 1]]), {sizes: [5, 6]})
        assert same(paddings, [[1, 3], [2, 2]])
        assert same(crops, [[0, 2], [0, 1]])

    def test_what_does_not_fit(self):
        with pytest.raises(ValueError, match="not compatible"):
            tf.required_space_to_batch_paddings([5, 6, 7], [3, 2])
        with pytest.raises(ValueError, match="known number"):
            tf.required_space_to_batch_paddings([5, 6], tf.placeholder(tf.int32, [None]))


class TestSpaceAndDepth:
    def test_there_and_back(self, run):
        deep = tf.space_to_depth(SQUARE, 2)
        assert same(run(deep), [[[[1, 2, 3, 4]]]])
        assert same(run(tf.depth_to_space(deep, block_size=2)), SQUARE)

    def test_channels_first(self, run):
        deep = tf.space_to_depth(SQUARE.reshape(1, 1, 2, 2), 2, data_format="NCHW")
        assert same(run(deep), np.arange(1, 5).reshape(1, 4, 1, 1))
        assert same(run(tf.depth_to_space(deep, 2, data_format="NCHW")), SQUARE.reshape(1, 1, 2, 2))

    def test_text(self, run):
        assert same(run(tf.depth_to_space([[[["a", "b", "c", "d"]]]], 2)), [[[[b"a"], [b"b"]], [[b"c"], [b"d"]]]])


class TestPatches:
    @pytest.mark.parametrize("name", ["ksizes", "sizes"])
    def test_names_of_the_window(self, name, run):
        found = tf.extract_image_patches(
            SQUARE, **{name: [1, 1, 2, 1]}, strides=[1, 1, 1, 1], rates=[1, 1, 1, 1], padding="SAME", name="windows"
        )
        assert found.op.name == "windows"
        assert same(run(found), [[[[1, 2], [2, 0]], [[3, 4], [4, 0]]]])

    def test_gradient_counts_the_copies(self, run):
        images = tf.placeholder(tf.float32, [None, None, None, 1])
        patches = tf.extract_image_patches(images, [1, 1, 2, 1], [1, 1, 1, 1], [1, 1, 1, 1], "VALID")
        assert same(run(tf.gradients(patches, images)[0], {images: np.zeros((1, 1, 3, 1))}), [[[[1], [2], [1]]]])

    def test_what_is_missing(self):
        with pytest.raises(ValueError, match="lacks rates, padding"):
            tf.extract_image_patches(SQUARE, [1, 1, 1, 1], [1, 1, 1, 1])


def test_under_a_name_of_their_own(run):
    assert same(run(tf.manip.roll([1, 2, 3], 1, 0)), [3, 1, 2])
    assert tf.manip.space_to_batch_nd is tf.space_to_batch_nd
    assert sorted(tf.manip.__all__) == [
        "batch_to_space_nd", "gather_nd", "reshape", "reverse", "roll", "scatter_nd", "space_to_batch_nd", "tile",
    ]  # fmt: skip
