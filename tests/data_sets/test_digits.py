import numpy as np

from polyflow.data_sets import load_digits


def test_split_is_complete_and_in_the_agreed_form():
    (images, labels), (test_images, test_labels) = load_digits()
    assert images.shape == (1442, 8, 8)
    assert test_images.shape == (355, 8, 8)
    assert images.dtype == test_images.dtype == np.float32
    assert labels.dtype == test_labels.dtype == np.int32
    assert (images.min(), images.max(), test_images.max()) == (0, 1, 1)


def test_every_class_is_in_both_parts_in_proportion():
    train, test = load_digits()
    counts = np.bincount(train.labels) + np.bincount(test.labels)
    assert counts.tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    assert np.array_equal(np.bincount(test.labels), counts // 5)


def test_parts_do_not_overlap():
    train, test = load_digits()
    seen = {image.tobytes() for image in train.images}
    assert not any(image.tobytes() in seen for image in test.images)


def test_the_first_digit_is_the_zero_it_is_labelled():
    """Its first two rows are written out from the original table."""
    train, _ = load_digits()
    assert train.labels[0] == 0
    assert (train.images[0, :2] * 16).tolist() == [[0, 0, 5, 13, 9, 1, 0, 0], [0, 0, 13, 15, 10, 15, 5, 0]]


def test_each_call_returns_arrays_of_its_own():
    first = load_digits()
    first.train.images[:] = 7
    assert load_digits().train.images.max() == 1
