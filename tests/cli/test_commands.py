from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import polyflow as tf
from polyflow.cli import inventory, main


def invoke(*words: str) -> Result:
    result = CliRunner().invoke(main, words, env={"COLUMNS": "200"})
    assert result.exit_code == 0, result.output
    return result


def test_help_lists_the_commands() -> None:
    assert {"backends", "demo", "ops", "run"} <= set(invoke("--help").output.split())


def test_backends_lists_numpy_and_its_version() -> None:
    import numpy

    output = invoke("backends").output
    assert "numpy" in output and numpy.__version__ in output


def test_ops_shows_what_each_op_has() -> None:
    line = next(line for line in invoke("ops", "MatMul").output.splitlines() if " MatMul " in line)
    assert [cell.strip() for cell in line.strip("│").split("│")][:4] == ["MatMul", "linalg", "kernel", "yes"]


def test_ops_can_be_searched_by_family() -> None:
    output = invoke("ops", "linalg").output
    assert "BatchMatMul" in output and "Reshape" not in output


def test_ops_summary_counts_families() -> None:
    output = invoke("ops", "--summary").output
    assert "array_manipulation" in output and "Host ops" in output and "PyFunc" in output


def test_ops_summary_gives_deviations_and_their_reasons() -> None:
    pytest.importorskip("conformance.case")
    output = invoke("ops", "--summary", "nn_pooling").output
    assert "MaxPoolGradGrad" in output and "*-2-transposed" in output
    (entry,) = (entry for entry in inventory.entries() if entry.op_type == "MaxPoolGradGrad")
    assert entry.checked_gradient and entry.tensorflow and entry.deviations[0][1].startswith("TensorFlow's kernel writes")


def test_missing_ops_are_those_of_the_signatures_that_are_not_declared() -> None:
    missing = {op_type for op_type, _, _ in inventory.missing()}
    present = {entry.op_type for entry in inventory.entries()}
    assert missing | present == set(inventory.signatures()) and not missing & present
    assert f"{len(missing)} of {len(inventory.signatures())} op types are missing" in invoke("ops", "--missing").output
    assert "r0.x" in invoke("ops", "--missing", "--summary").output


def test_entries_know_kernels_gradients_and_kinds() -> None:
    entries = {entry.op_type: entry for entry in inventory.entries()}
    assert entries["MatMul"].numpy and entries["MatMul"].gradient
    assert entries["Const"].kind == "structural" and entries["Const"].numpy
    assert entries["PyFunc"].kind == "host" and entries["PyFunc"].numpy and entries["PyFunc"].gradient is False


def test_run_passes_arguments_on(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text("import sys, tensorflow as tf\nprint(sys.argv[1:], tf.Session().run(tf.constant(2) + 3))\n")
    try:
        assert invoke("run", str(program), "--help", "-x").output == "['--help', '-x'] 5\n"
    finally:
        tf.compat.remove_tensorflow_alias()


def test_a_device_that_is_not_there_is_an_error_without_a_traceback() -> None:
    result = CliRunner().invoke(main, ["demo", "--device", "quantum:0"])
    assert result.exit_code == 1 and "cannot be used" in result.output


@pytest.mark.parametrize("backend", ["numpy", "torch"])
def test_demo_leaves_event_files_and_a_picture(backend: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if backend == "torch":
        pytest.importorskip("torch")
    monkeypatch.setenv("POLYFLOW_BACKEND", backend)
    output = invoke("demo", "--steps", "60", "--logdir", str(tmp_path)).output
    assert "test accuracy" in output and str(tmp_path / "curves.png") in output
    assert (tmp_path / "curves.png").stat().st_size > 1000
    assert [path.name.startswith("events.out.tfevents") for path in tmp_path.iterdir() if path.suffix != ".png"] == [True]


def test_demo_compares_the_backends_step_by_step() -> None:
    pytest.importorskip("torch")
    output = invoke("demo", "--compare", "--steps", "3").output
    assert "After 3 steps from the same seed" in output
