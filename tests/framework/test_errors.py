"""Exception classes and status codes."""

import pickle

import pytest

from polyflow.framework import errors

CLASSES = sorted(errors.OpError.__subclasses__(), key=lambda error: error.code)


def test_every_code_from_1_to_16_has_its_class():
    assert errors.OK == 0
    assert [error.code for error in CLASSES] == list(range(1, 17))


@pytest.mark.parametrize("error", CLASSES)
def test_class_is_named_after_its_code(error):
    constant = "".join("_" + letter if letter.isupper() else letter for letter in error.__name__.removesuffix("Error")).strip("_").upper()
    assert getattr(errors, constant) == error.code
    assert errors.exception_type_from_error_code(error.code) is error
    assert errors.error_code_from_exception_type(error) == error.code


def test_no_class_for_success():
    with pytest.raises(KeyError):
        errors.exception_type_from_error_code(errors.OK)


@pytest.mark.parametrize("error", CLASSES)
def test_parts(error):
    node_def, op = object(), object()
    raised = error(node_def, op, "what happened")
    assert (raised.node_def, raised.op, raised.message, raised.error_code) == (node_def, op, "what happened", error.code)
    assert str(raised) == "what happened"


def test_kernels_raise_without_a_node():
    raised = errors.NotFoundError.of("no such file")
    assert type(raised) is errors.NotFoundError
    assert (raised.node_def, raised.op, str(raised)) == (None, None, "no such file")


def test_base_class_takes_any_code():
    assert errors.OpError(None, None, "lost", errors.DATA_LOSS).error_code == errors.DATA_LOSS
    assert errors.OpError.of("odd").error_code == errors.UNKNOWN


def test_errors_travel_between_processes():
    received = pickle.loads(pickle.dumps(errors.OutOfRangeError(None, object(), "end of input")))
    assert type(received) is errors.OutOfRangeError
    assert (str(received), received.error_code, received.op) == ("end of input", errors.OUT_OF_RANGE, None)
