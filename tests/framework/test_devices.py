"""Device names: parsing, spelling, merging."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyflow.framework.devices import DeviceSpec, canonical, merge_device

numbers = st.none() | st.integers(0, 9)
types = st.sampled_from(["CPU", "GPU"])
specs = st.one_of(
    st.builds(DeviceSpec, st.none() | st.sampled_from(["ps", "worker"]), numbers, numbers),
    st.builds(DeviceSpec, st.none() | st.sampled_from(["ps", "worker"]), numbers, numbers, types, numbers),
)


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("", ""),
        ("/cpu:0", "/device:CPU:0"),
        ("/gpu:1", "/device:GPU:1"),
        ("GPU:0", "/device:GPU:0"),
        ("/cpu", "/device:CPU:*"),
        ("/device:gpu:*", "/device:GPU:*"),
        ("/device:XLA_GPU:1", "/device:XLA_GPU:1"),
        ("/job:ps/task:1/device:CPU:0", "/job:ps/task:1/device:CPU:0"),
        ("/task:1/job:ps/gpu:*", "/job:ps/task:1/device:GPU:*"),
        ("/job:worker/replica:2", "/job:worker/replica:2"),
        ("/job:a/job:b", "/job:b"),
    ],
)
def test_standard_spelling(name, spelled):
    assert (
        canonical(name)
        == canonical(spelled)
        == DeviceSpec.from_string(name).to_string()
        == DeviceSpec().parse_from_string(name).to_string()
        == spelled
    )


def test_standard_spelling_of_specs_and_none():
    assert canonical(DeviceSpec(job="ps", device_type="gpu", device_index=0)) == "/job:ps/device:GPU:0"
    assert canonical(None) == ""


@pytest.mark.parametrize(
    "name", ["/foo:1", "/gpu:", "/task:x", "/device:CPU", "/device:GPU:1:2", "/device:GPU:x", "/cpu:0/gpu:1", "/cpu:0:1"]
)
def test_wrong_names(name):
    with pytest.raises(ValueError):
        canonical(name)


@given(specs)
def test_names_round_trip(spec):
    read = DeviceSpec.from_string(spec.to_string())
    assert read == spec
    assert hash(read) == hash(spec)
    assert vars(read) == vars(spec)


@given(specs, specs)
def test_merging_takes_what_the_other_gives(spec, other):
    expected = {part: value if vars(other)[part] is None else vars(other)[part] for part, value in vars(spec).items()}
    assert merge_device(spec)(SimpleNamespace(device=other.to_string())) == DeviceSpec(**expected).to_string()
    spec.merge_from(other)
    assert vars(spec) == expected


def test_the_device_of_the_node_wins():
    function = merge_device("/job:ps/gpu:1")
    assert function(SimpleNamespace(device="/cpu:0")) == "/job:ps/device:CPU:0"
    assert function(SimpleNamespace(device=None)) == function("") == "/job:ps/device:GPU:1"
    assert function("/task:3") == "/job:ps/task:3/device:GPU:1"


def test_text():
    assert repr(DeviceSpec(task=1, device_type="cpu")) == "<DeviceSpec '/task:1/device:CPU:*'>"
