from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import polyflow
from polyflow.compat import install_tensorflow_alias, run_program


@pytest.fixture
def alias() -> Iterator[None]:
    remove = install_tensorflow_alias()
    yield
    remove()


def test_nothing_is_installed_by_itself() -> None:
    assert not any(type(finder).__name__ == "AliasFinder" for finder in sys.meta_path)


@pytest.mark.usefixtures("alias")
def test_names_are_those_of_polyflow() -> None:
    import tensorflow as tf  # type: ignore[import-not-found,import-untyped,unused-ignore]

    assert tf.Session is polyflow.Session and tf.nn.relu is polyflow.nn.relu and tf.train.AdamOptimizer is polyflow.train.AdamOptimizer
    assert tf.__version__.startswith("1.15")
    assert polyflow.__spec__.name == "polyflow"


@pytest.mark.usefixtures("alias")
@pytest.mark.parametrize(
    ("module", "name", "source"),
    [
        ("tensorflow.python.framework.ops", "Tensor", "polyflow"),
        ("tensorflow.python.framework.dtypes", "float32", "polyflow"),
        ("tensorflow.python.framework.tensor_shape", "TensorShape", "polyflow"),
        ("tensorflow.python.framework.errors", "InvalidArgumentError", "polyflow.errors"),
        ("tensorflow.python.ops.array_ops", "reshape", "polyflow"),
        ("tensorflow.python.ops.math_ops", "reduce_sum", "polyflow"),
        ("tensorflow.python.ops.nn_ops", "bias_add", "polyflow.nn"),
        ("tensorflow.nn", "conv2d", "polyflow.nn"),
        ("tensorflow.train", "Optimizer", "polyflow.train"),
        ("tensorflow.compat.v1", "placeholder", "polyflow"),
        ("tensorflow.compat.v1.nn", "relu", "polyflow.nn"),
        ("tensorflow.compat", "as_bytes", "polyflow.compat"),
        ("tensorflow.python.util.compat", "as_text", "polyflow.compat"),
        ("tensorflow.debugging", "assert_shapes", "polyflow.debugging"),
        ("tensorflow.dtypes", "cast", "polyflow"),
    ],
)
def test_submodules(module: str, name: str, source: str) -> None:
    owner = polyflow.errors if source == "polyflow.errors" else importlib.import_module(source)
    assert getattr(importlib.import_module(module), name) is getattr(owner, name)


@pytest.mark.usefixtures("alias")
def test_the_spelling_of_later_releases() -> None:
    import tensorflow.compat.v1 as tf  # type: ignore[import-not-found,import-untyped,unused-ignore]

    tf.disable_v2_behavior()
    assert tf.Graph is polyflow.Graph


@pytest.mark.usefixtures("alias")
def test_what_is_missing_says_so() -> None:
    import tensorflow as tf  # type: ignore[import-not-found,import-untyped,unused-ignore]

    with pytest.raises(ModuleNotFoundError, match=r"tensorflow\.lite.*polyflow does not have it"):
        importlib.import_module("tensorflow.lite")
    with pytest.raises(AttributeError, match="polyflow does not have it"):
        _ = tf.no_such_function
    assert "Session" in dir(tf) and not hasattr(tf, "lite")


def test_it_can_be_removed() -> None:
    install_tensorflow_alias()()
    assert "tensorflow" not in sys.modules
    test_nothing_is_installed_by_itself()


def test_a_real_tensorflow_is_not_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tensorflow", ModuleType("tensorflow"))
    with pytest.raises(RuntimeError, match="already imported"):
        install_tensorflow_alias()


def test_a_program_gets_its_arguments_and_its_own_directory(tmp_path: Path, alias: None) -> None:
    (tmp_path / "beside.py").write_text("value = 3\n")
    program = tmp_path / "program.py"
    program.write_text("import sys, tensorflow as tf, beside\nresult = (sys.argv, __name__, tf.__version__, beside.value)\n")
    path = sys.path[:]
    assert run_program(program, ["--flag", "x"])["result"] == ([str(program), "--flag", "x"], "__main__", "1.15.0", 3)
    assert sys.path == path


def test_a_program_that_is_not_there() -> None:
    with pytest.raises(FileNotFoundError, match="no program"):
        run_program("nowhere.py")
