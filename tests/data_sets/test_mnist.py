import gzip
import struct

import numpy as np
import pytest

from polyflow.data_sets import load_idx, load_mnist

CODES = {"uint8": 0x08, "int8": 0x09, "int16": 0x0B, "int32": 0x0C, "float32": 0x0D, "float64": 0x0E}


def idx(array):
    header = bytes([0, 0, CODES[array.dtype.name], array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)
    return header + array.astype(array.dtype.newbyteorder(">")).tobytes()


@pytest.fixture
def mnist(tmp_path):
    """A directory with 5 images to train on (gzipped) and 2 to test with (plain)."""
    for part, count in (("train", 5), ("t10k", 2)):
        images = np.arange(count * 6, dtype=np.uint8).reshape(count, 3, 2) * 5
        for name, array in ((f"{part}-images-idx3-ubyte", images), (f"{part}-labels-idx1-ubyte", np.arange(count, dtype=np.uint8))):
            path, content = tmp_path / name, idx(array)
            if part == "train":
                path, content = path.with_name(f"{name}.gz"), gzip.compress(content)
            path.write_bytes(content)
    return tmp_path


@pytest.mark.parametrize("dtype", CODES)
@pytest.mark.parametrize("shape", [(), (0, 2), (3,), (2, 3, 4)])
def test_idx_round_trip(tmp_path, dtype, shape):
    array = np.asarray(np.arange(np.prod(shape, dtype=int)).reshape(shape) * 3 - 5, dtype)
    path = tmp_path / "array.idx"
    path.write_bytes(idx(array))
    loaded = load_idx(path)
    assert loaded.dtype == array.dtype and loaded.dtype.isnative
    assert np.array_equal(loaded, array)
    assert loaded.shape == shape


GOOD = idx(np.arange(6, dtype=np.uint8).reshape(2, 3))


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "no idx file"),
        (b"\x89PNG\r\n", "no idx file"),
        (b"\0\0\x07\x01" + bytes(4), "no idx file"),
        (GOOD[:7], "2 dimensions need 12 bytes, there are 7"),
        (GOOD[:-1], r"uint8\[2, 3\] has 18 bytes, not 17"),
        (GOOD + b"\0", "has 18 bytes, not 19"),
        (gzip.compress(GOOD)[:-9], "damaged gzip file"),
        (gzip.compress(GOOD)[:10] + b"\xff" * 20, "damaged gzip file"),
    ],
)
def test_damaged_idx_files_are_named_and_explained(tmp_path, content, complaint):
    path = tmp_path / "broken.idx"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=rf"broken\.idx: .*{complaint}"):
        load_idx(path)


def test_mnist_has_both_parts_scaled(mnist):
    (images, labels), (test_images, test_labels) = load_mnist(mnist)
    assert images.shape == (5, 3, 2) and images.dtype == np.float32
    assert images[1, 0, 0] == np.float32(30) / 255
    assert labels.tolist() == [0, 1, 2, 3, 4] and labels.dtype == np.int32
    assert test_images.shape == (2, 3, 2) and test_labels.tolist() == [0, 1]


def test_missing_file_is_named(mnist):
    (mnist / "t10k-labels-idx1-ubyte").unlink()
    with pytest.raises(FileNotFoundError, match="neither t10k-labels-idx1-ubyte nor t10k-labels-idx1-ubyte.gz"):
        load_mnist(mnist)


def test_labels_must_match_images(mnist):
    (mnist / "t10k-labels-idx1-ubyte").write_bytes(idx(np.arange(3, dtype=np.uint8)))
    with pytest.raises(ValueError, match="2 t10k images but 3 labels"):
        load_mnist(mnist)


def test_images_must_be_bytes_of_rank_3(mnist):
    (mnist / "t10k-images-idx3-ubyte").write_bytes(idx(np.zeros((2, 3), np.uint8)))
    with pytest.raises(ValueError, match="expected uint8 of rank 3, not uint8 of rank 2"):
        load_mnist(mnist)
